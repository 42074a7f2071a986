"""Merging two partners that are one, and taking the merge apart exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from collab.model import Kind, Mode, Partner, Role, Round
from collab.store import aside, changes, drafts, journeys, partners
from collab.store.aside import Held
from collab.store.initiatives import initiative_by_id
from collab.store.instruments import instrument_by_id
from collab.store.keys import name_key
from collab.store.rounds import round_by_id, touch_round
from collab.store.tables import (
    import_,
    moved_reported,
    moved_response,
    partner_change,
    reported,
    response,
    round_,
    superseded_reported,
    superseded_response,
    tally,
)
from collab.store.tallies import add_counts, count_texts
from collab.store.unit import AnyRow, Unit
from collab.when import When


@dataclass(frozen=True)
class Conflict:
    """A round that holds figures, or one team answer, of each of two partners: only one of the two can count."""

    round: Round
    initiative: str
    keep: Held
    merged: Held


def conflicts(unit: Unit, keep: Partner, merged: Partner) -> tuple[Conflict, ...]:
    """Rounds in which the two cannot both count as one, in every initiative, by initiative and label."""
    both = (_both_in(unit, response, keep, merged), _both_in(unit, reported, keep, merged))
    found = [_conflict(unit, round_by_id(unit, round_id), keep, merged) for ids in both for round_id in ids]
    one_each = (each for each in found if each.round.kind is Kind.AVERAGES or each.round.mode is Mode.TEAM)
    return tuple(sorted(one_each, key=lambda each: (each.initiative, each.round.label)))


def _both_in(unit: Unit, table: sa.Table, keep: Partner, merged: Partner) -> list[str]:
    query = sa.select(table.c.round_id).where(table.c.partner_id.in_([keep.id, merged.id])).group_by(table.c.round_id)
    return [row[0] for row in unit.rows(query.having(sa.func.count(sa.distinct(table.c.partner_id)) == 2))]


def _conflict(unit: Unit, round_: Round, keep: Partner, merged: Partner) -> Conflict:
    held = (aside.held_by_round(unit, round_.initiative_id, each.id)[round_.id] for each in (keep, merged))
    return Conflict(round_, initiative_by_id(unit, round_.initiative_id).name, *held)


def sheets_in_protected_rounds(unit: Unit, pair: tuple[str, str]) -> list[tuple[str, int, list[int]]]:
    """(label, k, answer sheets of each) of rounds of individual answers that were revealed and hold both partners."""
    sheets = sa.func.sum(tally.c.n)
    query = (
        sa.select(round_.c.label, round_.c.k, tally.c.round_id, tally.c.partner_id, sheets.label("n"))
        .join(tally, tally.c.round_id == round_.c.id)
        .where(tally.c.partner_id.in_(pair), round_.c.mode == "individual", round_.c.revealed_at.is_not(None))
        .group_by(round_.c.label, round_.c.k, tally.c.round_id, tally.c.partner_id, tally.c.factor)
    )
    found: dict[str, tuple[str, int, dict[str, int]]] = {}
    for row in unit.rows(query):
        found.setdefault(row.round_id, (row.label, row.k, {}))[2][row.partner_id] = int(row.n)
    return [(label, k, list(counts.values())) for label, k, counts in found.values() if len(counts) == len(pair)]


def sheets_by_side(unit: Unit, change: AnyRow) -> list[tuple[Round, int, int]]:
    """(round, sheets that the merge moved, the kept partner's others) for each round that it moved sheets in."""
    ours = sa.select(moved_response.c.response_id).where(moved_response.c.change_id == change.id)
    moved = sa.func.sum(sa.case((response.c.id.in_(ours), 1), else_=0))
    query = sa.select(response.c.round_id, moved.label("moved"), sa.func.count().label("every"))
    query = query.where(response.c.partner_id == change.partner_id).group_by(response.c.round_id)
    found = [(round_by_id(unit, row.round_id), int(row.moved), int(row.every)) for row in unit.rows(query)]
    return [(each, count, every - count) for each, count, every in found if count]


def merge(
    unit: Unit, change_id: str, keep: Partner, merged: Partner, *, without: tuple[tuple[Round, str], ...] = ()
) -> dict[str, Any]:
    """Let everything of merged be keep's; returns what undoing needs besides the moved rows.

    The row of the change is already there. without: (round, id of one of the two) whose part there counts no more.
    """
    before = {round_.id: aside.set_aside(unit, change_id, round_, loser) for round_, loser in without}
    rounds = _rounds_of(unit, merged.id)
    _move(unit, change_id, keep.id, merged.id)
    for round_id in rounds:
        _move_tallies(unit, round_id, source=merged.id, target=keep.id)
        touch_round(unit, round_id)
    taken = partners.participations_of(unit, merged.id)
    own = {row["initiative_id"]: row for row in partners.participations_of(unit, keep.id)}
    given, wanted = [], dict[str, dict[str, When | None]]()
    for row in taken:
        partners.end_part(unit, row["initiative_id"], merged.id)
        if row["initiative_id"] in own:
            wanted[row["initiative_id"]] = _both_dates(own[row["initiative_id"]], row)
        else:
            dates, role = partners.part_dates(row), Role(row["role"])
            since, until = dates["joined_on"], dates["left_on"]
            partners.take_part(unit, row["initiative_id"], keep.id, role=role, joined_on=since, left_on=until)
            given.append(row["initiative_id"])
    _set_dates(unit, keep.id, wanted)
    for key in (name_key(merged.name), *partners.aliases_of(unit, merged.id)):
        partners.add_alias(unit, keep.id, key, made_by=change_id)
    partners.set_merged(unit, merged.id, keep.id)
    drafts.follow_merge(unit, keep=keep.id, merged=merged.id)
    said = journeys.give_to_partner(unit, keep=keep.id, merged=merged.id)
    shared = [[own[row["initiative_id"]], row] for row in taken if row["initiative_id"] in own]
    return {"participations": taken, "given": given, "shared": shared, "rounds": before, "journeys": said}


def _both_dates(one: dict[str, Any], other: dict[str, Any]) -> dict[str, When | None]:
    """When two that are one took part: from the earlier joining to the later leaving, where both are known.

    One without a time of joining was there from the start, one without a time of leaving still is.
    """
    parts = [partners.part_dates(each) for each in (one, other)]
    joined = [each["joined_on"] for each in parts if each["joined_on"] is not None]
    left = [each["left_on"] for each in parts if each["left_on"] is not None]
    return {
        "joined_on": min(joined) if len(joined) == len(parts) else None,
        "left_on": max(left, key=lambda each: each.last) if len(left) == len(parts) else None,
    }


def _set_dates(unit: Unit, partner_id: str, wanted: dict[str, dict[str, When | None]]) -> None:
    """Other dates (initiative id -> dates); a version more, so that nobody who saw the old ones overwrites them."""
    rows = (row for row in partners.participations_of(unit, partner_id) if row["initiative_id"] in wanted)
    changed = [row for row in rows if partners.part_dates(row) != wanted[row["initiative_id"]]]
    for row in changed:
        dates = wanted[row["initiative_id"]]
        partners.set_part(unit, row["initiative_id"], partner_id, role=Role(row["role"]), **dates)
    if changed:
        present = partners.partner_by_id(unit, partner_id)
        partners.update_partner(unit, present, name=present.name, sector=present.sector)


def _give_back_dates(unit: Unit, change: AnyRow, keep: str) -> None:
    """The dates that the kept partner had before, where nobody has changed them since."""
    now = {row["initiative_id"]: row for row in partners.participations_of(unit, keep)}
    wanted = {}
    for own, other in change.before.get("shared", ()):
        present = now.get(own["initiative_id"])
        if present is not None and partners.part_dates(present) == _both_dates(own, other):
            wanted[own["initiative_id"]] = partners.part_dates(own)
    _set_dates(unit, keep, wanted)


def _rounds_of(unit: Unit, partner_id: str) -> tuple[str, ...]:
    queries = (
        sa.select(table.c.round_id).where(table.c.partner_id == partner_id).distinct() for table in (tally, reported)
    )
    return tuple(sorted({row[0] for query in queries for row in unit.rows(query)}))


def _move(unit: Unit, change_id: str, keep: str, merged: str) -> None:
    sheets = sa.select(sa.literal(change_id), response.c.id).where(response.c.partner_id == merged)
    unit.run(sa.insert(moved_response).from_select(("change_id", "response_id"), sheets))
    unit.run(sa.update(response).where(response.c.partner_id == merged).values(partner_id=keep))
    columns = ("round_id", "level", "target")
    figures = sa.select(sa.literal(change_id), *(reported.c[name] for name in columns))
    figures = figures.where(reported.c.partner_id == merged)
    unit.run(sa.insert(moved_reported).from_select(("change_id", *columns), figures))
    unit.run(sa.update(reported).where(reported.c.partner_id == merged).values(partner_id=keep))


def _move_tallies(unit: Unit, round_id: str, *, source: str, target: str) -> None:
    same = (tally.c.round_id == round_id, tally.c.partner_id == source)
    rows = unit.rows(sa.select(tally.c.factor, tally.c.level, tally.c.n).where(*same))
    add_counts(unit, [(round_id, target, *row) for row in rows])
    unit.run(sa.delete(tally).where(*same))


def what_rests_on(unit: Unit, change: AnyRow) -> tuple[str, ...]:
    """Later work that forbids taking this merge apart, as sentences."""
    return tuple(_obstacles(unit, change))


def _obstacles(unit: Unit, change: AnyRow) -> Iterator[str]:
    later_merge = (
        partner_change.c.kind == "merge",
        partner_change.c.undone_at.is_(None),
        partner_change.c.id != change.id,
        partner_change.c.at > change.at,
    )
    joined = partner_change.c.other_id == change.partner_id
    if unit.value(sa.select(partner_change.c.id).where(*later_merge, joined).limit(1)) is not None:
        yield f"“{change.after['name']}” was itself merged into another partner: undo that merge first."
    for name, place in changes.removals_since(unit, change):
        yield f"“{name}” was removed {place} afterwards: undo that first."
    moved = sa.select(moved_response.c.response_id).where(moved_response.c.change_id == change.id)
    sheets = superseded_response.c.id.in_(moved)
    figures = (
        (superseded_reported.c.partner_id == change.partner_id)
        & (superseded_reported.c.round_id == moved_reported.c.round_id)
        & (superseded_reported.c.level == moved_reported.c.level)
        & (superseded_reported.c.target == moved_reported.c.target)
    )
    by_sheets = sa.select(superseded_response.c.by_import).where(sheets)
    by_figures = sa.select(superseded_reported.c.by_import).join(moved_reported, figures)
    by_figures = by_figures.where(moved_reported.c.change_id == change.id)
    later = import_.c.id.in_(by_sheets) | import_.c.id.in_(by_figures)
    query = sa.select(import_.c.file_name).where(later, import_.c.undone_at.is_(None), import_.c.at > change.at)
    for row in unit.rows(query):
        yield f"The later import of “{row.file_name}” changed answers that moved with the merge: undo that first."
    yield from aside.what_stands_in_the_way(unit, change)


def take_apart(unit: Unit, change: AnyRow) -> None:
    """Give everything back to the merged partner."""
    keep, merged = change.partner_id, change.other_id
    _give_back_sheets(unit, change, keep, merged)
    _give_back_figures(unit, change, keep, merged)
    aside.put_back(unit, change)
    journeys.take_back(unit, change.before.get("journeys", {}), keep=keep, merged=merged)
    _give_back_dates(unit, change, keep)
    for initiative_id in change.before["given"]:
        if not _has_content(unit, keep, initiative_id) and not journeys.names_partner(unit, keep, initiative_id):
            partners.end_part(unit, initiative_id, keep)
    partners.restore_participations(unit, change.before["participations"])
    partners.remove_aliases(unit, made_by=change.id)
    partners.set_merged(unit, merged, None)


def _give_back_sheets(unit: Unit, change: AnyRow, keep: str, merged: str) -> None:
    moved = sa.select(moved_response.c.response_id).where(moved_response.c.change_id == change.id)
    here = (response.c.id.in_(moved), response.c.partner_id == keep)
    query = sa.select(response.c.round_id, response.c.ratings, round_.c.instrument_id)
    rows = unit.rows(query.join(round_, round_.c.id == response.c.round_id).where(*here))
    for round_id, instrument_id in sorted({(row.round_id, row.instrument_id) for row in rows}):
        texts = [row.ratings for row in rows if row.round_id == round_id]
        instrument = instrument_by_id(unit, instrument_id)
        count_texts(unit, round_id, instrument, [(keep, text) for text in texts], sign=-1)
        count_texts(unit, round_id, instrument, [(merged, text) for text in texts], sign=1)
        touch_round(unit, round_id)
    unit.run(sa.update(response).where(*here).values(partner_id=merged))
    unit.run(sa.delete(moved_response).where(moved_response.c.change_id == change.id))


def _give_back_figures(unit: Unit, change: AnyRow, keep: str, merged: str) -> None:
    rows = unit.rows(sa.select(moved_reported).where(moved_reported.c.change_id == change.id))
    for row in rows:
        place = (reported.c.round_id == row.round_id, reported.c.partner_id == keep)
        same = (*place, reported.c.level == row.level, reported.c.target == row.target)
        unit.run(sa.update(reported).where(*same).values(partner_id=merged))
    for round_id in sorted({row.round_id for row in rows}):
        touch_round(unit, round_id)
    unit.run(sa.delete(moved_reported).where(moved_reported.c.change_id == change.id))


def _has_content(unit: Unit, partner_id: str, initiative_id: str) -> bool:
    rounds = sa.select(round_.c.id).where(round_.c.initiative_id == initiative_id)
    queries = (
        sa.select(table.c.partner_id).where(table.c.partner_id == partner_id, table.c.round_id.in_(rounds)).limit(1)
        for table in (response, reported)
    )
    return any(unit.value(query) is not None for query in queries)
