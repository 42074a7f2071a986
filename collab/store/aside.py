"""Answers and figures that a change of a partner took out of a round: kept until it is undone or the round goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from collab.model import Kind, Mode, Round, RoundState
from collab.store import averages, responses
from collab.store.changes import REMOVE_IN_ROUND
from collab.store.instruments import instrument_by_id
from collab.store.rounds import round_by_id, set_contents, settle_empty, touch_round
from collab.store.tables import (
    comment,
    import_,
    moved_reported,
    moved_response,
    partner,
    partner_change,
    reported,
    response,
    set_aside_comment,
    set_aside_reported,
    set_aside_response,
)
from collab.store.tables import round_ as round_table
from collab.store.tallies import count_texts
from collab.store.unit import AnyRow, Unit

_KINDS = {Kind.RESPONSES: "answer sheets", Kind.AVERAGES: "reported averages"}


@dataclass(frozen=True)
class Held:
    """What a round holds of one partner."""

    sheets: int = 0
    figures: int = 0


def held_by_round(unit: Unit, initiative_id: str, partner_id: str) -> dict[str, Held]:
    """Round id -> what it holds of a partner; rounds that hold nothing are left out."""
    rounds = sa.select(round_table.c.id).where(round_table.c.initiative_id == initiative_id)
    found: dict[str, Held] = {}
    for table, name in ((response, "sheets"), (reported, "figures")):
        query = sa.select(table.c.round_id, sa.func.count())
        query = query.where(table.c.partner_id == partner_id, table.c.round_id.in_(rounds)).group_by(table.c.round_id)
        found |= {row[0]: Held(**{name: int(row[1])}) for row in unit.rows(query)}
    return found


def set_aside(unit: Unit, change_id: str, round_: Round, partner_id: str) -> dict[str, Any]:
    """Take what a round holds of a partner out of it; returns how the round was, for what_stands_in_the_way.

    The row of the change is already there.
    """
    here = (response.c.round_id == round_.id, response.c.partner_id == partner_id)
    rows = unit.rows(sa.select(response.c.id, response.c.ratings).where(*here))
    _copy(unit, response, set_aside_response, responses.COLUMNS, sa.and_(*here), change_id)
    ours = comment.c.response_id.in_(sa.select(response.c.id).where(*here))
    _copy(unit, comment, set_aside_comment, responses.COMMENT_COLUMNS, ours, change_id)
    figures = sa.and_(reported.c.round_id == round_.id, reported.c.partner_id == partner_id)
    _copy(unit, reported, set_aside_reported, averages.COLUMNS, figures, change_id)
    instrument = instrument_by_id(unit, round_.instrument_id)
    count_texts(unit, round_.id, instrument, [(partner_id, row.ratings) for row in rows], sign=-1)
    responses.delete_responses(unit, [row.id for row in rows])
    unit.run(sa.delete(reported).where(figures))
    settle_empty(unit, round_.id, mode=round_.mode)
    touch_round(unit, round_.id)
    return {"kind": round_.kind, "measure": round_.measure, "mode": round_.mode}


def _copy(
    unit: Unit,
    source: sa.Table,
    target: sa.Table,
    columns: tuple[str, ...],
    which: sa.ColumnElement[bool],
    change_id: str,
) -> None:
    copy = sa.select(sa.literal(change_id), *(source.c[name] for name in columns)).where(which)
    unit.run(sa.insert(target).from_select(("change_id", *columns), copy))


def rounds_of(unit: Unit, change_id: str) -> tuple[Round, ...]:
    """The rounds that a change took something out of."""
    queries = (
        sa.select(table.c.round_id).where(table.c.change_id == change_id).distinct()
        for table in (set_aside_response, set_aside_reported)
    )
    ids = sorted({row[0] for query in queries for row in unit.rows(query)})
    return tuple(round_by_id(unit, round_id) for round_id in ids)


def sheets_by_partner(unit: Unit, change_id: str, round_id: str) -> dict[str, int]:
    """Partner id -> answer sheets that a change took out of a round."""
    query = sa.select(set_aside_response.c.partner_id, sa.func.count())
    here = (set_aside_response.c.change_id == change_id, set_aside_response.c.round_id == round_id)
    return {row[0]: int(row[1]) for row in unit.rows(query.where(*here).group_by(set_aside_response.c.partner_id))}


def what_stands_in_the_way(unit: Unit, change: AnyRow) -> tuple[str, ...]:
    """Why what a change took out cannot come back as it was, as sentences."""
    return tuple(_obstacles(unit, change))


def _obstacles(unit: Unit, change: AnyRow) -> Iterator[str]:
    for round_ in rounds_of(unit, change.id):
        if round_.state is RoundState.CLOSED:
            yield f"The round “{round_.label}” is closed: reveal it again first."
            continue
        yield from _other_contents(round_, change.before["rounds"][round_.id])
        if round_.mode is Mode.TEAM:
            yield from _second_answers(unit, change, round_)
        else:
            yield from _imported_again(unit, change, round_)
            yield from _set_aside_again(unit, change, round_)
        yield from _taken_places(unit, change, round_)


def _other_contents(round_: Round, was: dict[str, Any]) -> Iterator[str]:
    if round_.kind is not None and round_.kind != was["kind"]:
        yield f"The round “{round_.label}” holds {_KINDS[round_.kind]} by now, and it holds one or the other."
    elif round_.kind is Kind.AVERAGES and round_.measure != was["measure"]:
        yield f"The round “{round_.label}” holds {round_.measure}s by now, and means and shares do not mix."
    elif was["kind"] == Kind.RESPONSES and round_.mode is Mode.TEAM and was["mode"] != Mode.TEAM:
        yield (
            f"The round “{round_.label}” takes one agreed answer for each partner by now, and these were given by "
            "several people."
        )


def _second_answers(unit: Unit, change: AnyRow, round_: Round) -> Iterator[str]:
    query = sa.select(partner.c.name).join(response, response.c.partner_id == partner.c.id)
    query = query.where(_beside(change, round_))
    for row in unit.rows(query.distinct()):
        yield f"“{row.name}” has handed in another answer in the round “{round_.label}” since: remove that one first."


def _beside(change: AnyRow, round_: Round) -> sa.ColumnElement[bool]:
    """Sheets that those which come back would stand beside, as sheets of one partner."""
    moved = sa.select(moved_response.c.response_id).where(moved_response.c.change_id == change.id)
    here = (response.c.round_id == round_.id, response.c.partner_id.in_(_owners(change, round_)))
    return sa.and_(*here, response.c.id.not_in(moved))


def _owners(change: AnyRow, round_: Round) -> sa.Select:
    owners = sa.select(set_aside_response.c.partner_id)
    return owners.where(set_aside_response.c.change_id == change.id, set_aside_response.c.round_id == round_.id)


def _imported_again(unit: Unit, change: AnyRow, round_: Round) -> Iterator[str]:
    """Later imports of the same partner: nothing tells whether they brought the same people once more."""
    query = sa.select(partner.c.name, import_.c.file_name, import_.c.id)
    query = query.join(response, response.c.partner_id == partner.c.id)
    query = query.join(import_, import_.c.id == response.c.import_id)
    query = query.where(_beside(change, round_), import_.c.at > change.at)
    for row in unit.rows(query.distinct().order_by(import_.c.id)):
        yield (
            f"“{row.name}” has answers in the round “{round_.label}” again since: undo the import of "
            f"“{row.file_name}” that brought them first."
        )


def _set_aside_again(unit: Unit, change: AnyRow, round_: Round) -> Iterator[str]:
    """Later changes that keep what such an import brought: they would bring the same people back a second time."""
    later = sa.select(set_aside_response.c.change_id).join(import_, import_.c.id == set_aside_response.c.import_id)
    later = later.where(set_aside_response.c.round_id == round_.id, import_.c.at > change.at)
    later = later.where(set_aside_response.c.partner_id.in_(_owners(change, round_)))
    query = sa.select(partner_change.c.after).where(partner_change.c.id.in_(later), partner_change.c.id != change.id)
    for row in unit.rows(query.order_by(partner_change.c.at)):
        yield (
            f"“{row.after['name']}” had answers in the round “{round_.label}” again since, and they were set aside "
            "too: undo that first."
        )


def _taken_places(unit: Unit, change: AnyRow, round_: Round) -> Iterator[str]:
    """Places of reported figures that others have taken since; what this change itself moved there goes away again."""
    same = _same_place(reported, set_aside_reported) & (reported.c.partner_id == set_aside_reported.c.partner_id)
    moved = _same_place(moved_reported, reported) & (moved_reported.c.change_id == change.id)
    query = (
        sa.select(partner.c.name, sa.func.count().label("count"))
        .join(reported, reported.c.partner_id == partner.c.id)
        .join(set_aside_reported, same)
        .where(set_aside_reported.c.change_id == change.id, reported.c.round_id == round_.id)
        .where(~sa.select(moved_reported.c.change_id).where(moved).exists())
    )
    for row in unit.rows(query.group_by(partner.c.name)):
        yield (
            f"“{row.name}” has figures in the round “{round_.label}” again ({row.count} of the same): undo the import "
            "that brought them, or remove them first."
        )


def _same_place(one: sa.Table, other: sa.Table) -> sa.ColumnElement[bool]:
    return sa.and_(*(one.c[name] == other.c[name] for name in ("round_id", "level", "target")))


def put_back(unit: Unit, change: AnyRow) -> None:
    """Give every round back what a change took out of it; nothing stands in the way."""
    for round_ in rounds_of(unit, change.id):
        was = change.before["rounds"][round_.id]
        here = (set_aside_response.c.change_id == change.id, set_aside_response.c.round_id == round_.id)
        rows = unit.rows(sa.select(set_aside_response.c.partner_id, set_aside_response.c.ratings).where(*here))
        instrument = instrument_by_id(unit, round_.instrument_id)
        count_texts(unit, round_.id, instrument, [(row[0], row[1]) for row in rows], sign=1)
        set_contents(unit, round_.id, mode=round_.mode, kind=was["kind"], measure=was["measure"])
        touch_round(unit, round_.id)
    _move_back(unit, set_aside_response, response, responses.COLUMNS, change.id)
    _move_back(unit, set_aside_comment, comment, responses.COMMENT_COLUMNS, change.id)
    _move_back(unit, set_aside_reported, reported, averages.COLUMNS, change.id)


def _move_back(unit: Unit, source: sa.Table, target: sa.Table, columns: tuple[str, ...], change_id: str) -> None:
    ours = source.c.change_id == change_id
    unit.run(sa.insert(target).from_select(columns, sa.select(*(source.c[name] for name in columns)).where(ours)))
    unit.run(sa.delete(source).where(ours))


def forget_round(unit: Unit, round_id: str) -> None:
    """A round goes for good, and with it what was taken out of it and the changes that took only from it."""
    sheets = sa.select(set_aside_response.c.id).where(set_aside_response.c.round_id == round_id)
    tables = (set_aside_response, set_aside_reported)
    touched = {
        row[0]
        for table in tables
        for row in unit.rows(sa.select(table.c.change_id).where(table.c.round_id == round_id).distinct())
    }
    unit.run(sa.delete(set_aside_comment).where(set_aside_comment.c.response_id.in_(sheets)))
    for table in tables:
        unit.run(sa.delete(table).where(table.c.round_id == round_id))
    only = (partner_change.c.kind == REMOVE_IN_ROUND, partner_change.c.id.in_(touched))
    unit.run(sa.delete(partner_change).where(*only))


def forget_changes(unit: Unit, changes: sa.Select) -> None:
    """Changes (a query for their ids) are about to go for good, and with them what they took out."""
    for table in (set_aside_response, set_aside_comment, set_aside_reported):
        unit.run(sa.delete(table).where(table.c.change_id.in_(changes)))
