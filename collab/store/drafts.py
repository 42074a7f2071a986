"""Drafts: what a person has begun to type and not saved. Nobody else sees them, and no history tells of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from collab.store.journey_tables import review
from collab.store.tables import draft as table
from collab.store.tables import initiative, partner, response, round_, set_aside_response
from collab.store.unit import AnyRow, Unit, now

BETWEEN = ":"


@dataclass(frozen=True)
class Draft:
    """What one person last typed about one subject.

    id names this writing: each later one has another, so that a window can tell whether a second one went on.
    based_on_version: the version of the row that is being edited; None where the form makes a new one.
    """

    id: str
    subject: str
    content: Mapping[str, Any] = field(repr=False)
    saved_at: datetime
    based_on_version: int | None = None


def _object(row: AnyRow) -> Draft:
    return Draft(row.id, row.subject, json.loads(row.content), row.saved_at, row.based_on_version)


def find(unit: Unit, person_key: str, subject: str) -> Draft | None:
    """The draft of this person about this subject."""
    row = unit.row(sa.select(table).where(table.c.person_key == person_key, table.c.subject == subject))
    return _object(row) if row is not None else None


def under(unit: Unit, person_key: str, beginning: str) -> tuple[Draft, ...]:
    """This person's drafts whose subject begins so, in the order they were last typed."""
    about = table.c.subject.startswith(beginning + BETWEEN, autoescape=True)
    query = sa.select(table).where(table.c.person_key == person_key, about)
    return tuple(_object(row) for row in unit.rows(query.order_by(table.c.saved_at, table.c.id)))


def put(
    unit: Unit, person_key: str, subject: str, *, key: str, content: Mapping[str, Any], based_on_version: int | None
) -> Draft:
    """Keep this content in the place of what was there."""
    text, at = _text(content), now()
    values = {"id": key, "content": text, "based_on_version": based_on_version, "saved_at": at}
    same = (table.c.person_key == person_key, table.c.subject == subject)
    if not unit.run(sa.update(table).where(*same).values(**values)):
        unit.insert(table, [{"person_key": person_key, "subject": subject} | values])
    return Draft(key, subject, json.loads(text), at, based_on_version)


def drop(unit: Unit, person_key: str, subject: str) -> None:
    """Forget the draft, if there is one."""
    unit.run(sa.delete(table).where(table.c.person_key == person_key, table.c.subject == subject))


def subjects_under(unit: Unit, beginning: str) -> tuple[str, ...]:
    """The subjects, anybody's, that begin so."""
    about = table.c.subject.startswith(beginning + BETWEEN, autoescape=True)
    return tuple(row.subject for row in unit.rows(sa.select(table.c.subject).where(about)))


def move_under(unit: Unit, beginning: str, to: str, *, more: Mapping[str, str]) -> None:
    """Drafts, anybody's, whose subject begins so have one that begins otherwise from now on, and say so much more."""
    about = table.c.subject.startswith(beginning + BETWEEN, autoescape=True)
    for row in unit.rows(sa.select(table).where(about)):
        content = _text({**json.loads(row.content), **more})
        values = {"subject": to + row.subject.removeprefix(beginning), "content": content}
        unit.run(sa.update(table).where(table.c.id == row.id).values(**values))


def _text(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _round_with_partner(unit: Unit, ids: Sequence[str]) -> str | None:
    if len(ids) != 2:
        return None
    known = sa.select(partner.c.id).where(partner.c.id == ids[1]).exists()
    place: str | None = unit.value(sa.select(round_.c.initiative_id).where(round_.c.id == ids[0], known))
    return place


def _answer_sheet(unit: Unit, ids: Sequence[str]) -> str | None:
    """A sheet that a removal or merge took out counts as well, since that can be undone."""
    if len(ids) != 1:
        return None
    held, aside = (sa.select(table.c.round_id).where(table.c.id == ids[0]) for table in (response, set_aside_response))
    query = sa.select(round_.c.initiative_id).where(round_.c.id.in_(held) | round_.c.id.in_(aside))
    place: str | None = unit.value(query)
    return place


def _review_item(unit: Unit, ids: Sequence[str]) -> str | None:
    if len(ids) != 2:
        return None
    place: str | None = unit.value(sa.select(review.c.initiative_id).where(review.c.id == ids[0]))
    return place


def _initiative(unit: Unit, ids: Sequence[str]) -> str | None:
    """Of the journey the initiative stands first; a draft outlives a record that an undo can bring back."""
    if len(ids) < 2:
        return None
    place: str | None = unit.value(sa.select(initiative.c.id).where(initiative.c.id == ids[0]))
    return place


_OF_INITIATIVES = (
    *("goal", "tenure", "initiative", "stage", "stage_plan", "milestone", "conclusion", "step", "confirmation"),
    *("deleted_entry", "problem", "cause", "logic_model", "logic_entry", "action_plan", "plan_step"),
)
"""Kinds whose subject may be "kind:<initiative id>:<anything>"."""
_PLACES: dict[str, Callable[[Unit, Sequence[str]], str | None]] = {
    **dict.fromkeys(_OF_INITIATIVES, _initiative),
    "answers": _round_with_partner,
    "mend": _answer_sheet,
    "entry": _review_item,
}
KINDS = frozenset(_PLACES)
"""The first word of every subject. A further form adds its own to _PLACES, and what it permits to the services."""


def initiative_of(unit: Unit, subject: str) -> str | None:
    """The initiative that a subject belongs to; None where what it names does not exist, or no longer does."""
    kind, *ids = subject.split(BETWEEN)
    place = _PLACES.get(kind)
    if place is None:
        return None
    return (_initiative(unit, ids) if kind in _OF_INITIATIVES else None) or place(unit, ids)


def lost(unit: Unit) -> list[str]:
    """The ids of drafts, anybody's, about something that does not exist any more."""
    rows = unit.rows(sa.select(table.c.id, table.c.subject))
    return [row.id for row in rows if initiative_of(unit, row.subject) is None]


def forget_lost(unit: Unit) -> None:
    """After something was deleted: the drafts about it go with it."""
    for key in lost(unit):
        unit.run(sa.delete(table).where(table.c.id == key))


def follow_merge(unit: Unit, *, keep: str, merged: str) -> None:
    """What was begun for a merged partner goes on as the other's, where that one has nothing of its own; and what
    somebody began to write names the other."""
    own = table.alias("own")
    target = sa.func.replace(table.c.subject, f"{BETWEEN}{merged}", f"{BETWEEN}{keep}")
    taken = sa.select(own.c.id).where(own.c.person_key == table.c.person_key, own.c.subject == target).exists()
    about = table.c.subject.contains(f"{BETWEEN}{merged}", autoescape=True)
    unit.run(sa.update(table).where(about, ~taken).values(subject=target))
    content = sa.func.replace(table.c.content, f'"{merged}"', f'"{keep}"')
    named = table.c.content.contains(f'"{merged}"', autoescape=True)
    unit.run(sa.update(table).where(named).values(content=content))
