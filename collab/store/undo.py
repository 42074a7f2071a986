"""Undoing one import: what rests on it, and putting back exactly what was there before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import sqlalchemy as sa

from collab.model import Instrument
from collab.store import averages, drafts, imports, responses
from collab.store.changes import REMOVE, REMOVE_IN_ROUND
from collab.store.makings import remove_makings
from collab.store.rounds import is_empty, set_contents, settle_empty, touch_round
from collab.store.tables import (
    alias,
    comment,
    import_,
    moved_reported,
    moved_response,
    participation,
    partner,
    partner_change,
    removed_response,
    reported,
    response,
    round_,
    set_aside_reported,
    set_aside_response,
    superseded_comment,
    superseded_reported,
    superseded_response,
)
from collab.store.tallies import count_texts
from collab.store.unit import AnyRow, Unit

_WHOLE_RESPONSE = tuple(column.name for column in response.columns)


def what_rests_on(unit: Unit, record: AnyRow) -> tuple[str, ...]:
    """Later work that forbids undoing this import, as sentences; () where it can be undone exactly."""
    return tuple(_obstacles(unit, record))


def _obstacles(unit: Unit, record: AnyRow) -> Iterator[str]:
    yield from _later_imports(unit, record)
    yield from _work_by_hand(unit, record)
    yield from _merges(unit, record)
    yield from _removals(unit, record)
    yield from _second_answers(unit, record)
    yield from _brought_again(unit, record)


def _later_imports(unit: Unit, record: AnyRow) -> Iterator[str]:
    for table in (superseded_response, superseded_reported):
        ours = table.c.import_id == record.id
        if table is superseded_response:
            ours = ours | (table.c.changed_by == record.id)
        query = (
            sa.select(import_.c.file_name, import_.c.at, sa.func.count())
            .join(table, table.c.by_import == import_.c.id)
            .where(ours, table.c.by_import != record.id, import_.c.undone_at.is_(None))
            .group_by(import_.c.file_name, import_.c.at)
            .order_by(import_.c.at)
        )
        what = "answer sheets" if table is superseded_response else "figures"
        for name, at, count in unit.rows(query):
            yield f"The later import of “{name}” ({at:%d %b %Y, %H:%M}) changed {count} of its {what}: undo that first."
    for later in imports.standing_in(unit, record.round_id):
        if record.id in later.rests_on:
            yield (
                f"The later import of “{later.file_name}” ({later.at:%d %b %Y, %H:%M}) kept answers that came with "
                "it: undo that first."
            )


def _work_by_hand(unit: Unit, record: AnyRow) -> Iterator[str]:
    changed = sa.select(superseded_response.c.id).where(superseded_response.c.by_import == record.id)
    touched = (response.c.import_id == record.id) | response.c.id.in_(changed)
    mended = sa.select(sa.func.count()).where(touched, response.c.changed_by != record.id, response.c.mended)
    count = unit.value(mended)
    if count:
        yield f"{count} of its answer sheets {_were(count)} mended by hand afterwards."
    gone = (removed_response.c.import_id == record.id) | removed_response.c.response_id.in_(changed)
    removed = sa.select(sa.func.count()).where(gone)
    count = unit.value(removed)
    if count:
        yield f"{count} of its answer sheets {_were(count)} removed by hand afterwards."


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _merges(unit: Unit, record: AnyRow) -> Iterator[str]:
    """Merges that moved something of this import, or that a partner which it brought is part of."""
    changed = sa.select(superseded_response.c.id).where(superseded_response.c.by_import == record.id)
    sheets = sa.select(moved_response.c.change_id).join(response, response.c.id == moved_response.c.response_id)
    sheets = sheets.where((response.c.import_id == record.id) | response.c.id.in_(changed))
    figures = sa.select(moved_reported.c.change_id).where(moved_reported.c.round_id == record.round_id)
    brought = sa.select(partner.c.id).where(partner.c.import_id == record.id)
    joined = sa.select(participation.c.partner_id).where(participation.c.import_id == record.id)
    rests = partner_change.c.id.in_(sheets) | partner_change.c.id.in_(figures) | _took_out(unit, record)
    for column in (partner_change.c.partner_id, partner_change.c.other_id):
        rests = rests | column.in_(brought) | column.in_(joined)
    later = (partner_change.c.kind == "merge", partner_change.c.undone_at.is_(None))
    query = sa.select(partner_change.c.after).where(*later, partner_change.c.at > record.at, rests)
    for row in unit.rows(query):
        yield f"“{row.after['merged']}” was merged into “{row.after['name']}” afterwards: undo that merge first."


def _removals(unit: Unit, record: AnyRow) -> Iterator[str]:
    """Removals of partners that took something of this import, or out of a round that is only there through it."""
    kinds = partner_change.c.kind.in_((REMOVE, REMOVE_IN_ROUND))
    query = sa.select(partner_change.c.after).where(kinds, _took_out(unit, record))
    for row in unit.rows(query):
        yield f"“{row.after['name']}” was removed {row.after['from']} afterwards: undo that first."


def _took_out(unit: Unit, record: AnyRow) -> sa.ColumnElement[bool]:
    """Changes that keep aside what this import brought or changed, or what stood in a round that it made."""
    changed = sa.select(superseded_response.c.id).where(superseded_response.c.by_import == record.id)
    made = unit.value(sa.select(round_.c.import_id).where(round_.c.id == record.round_id)) == record.id
    sheets = (set_aside_response.c.import_id == record.id) | set_aside_response.c.id.in_(changed)
    figures = set_aside_reported.c.import_id == record.id
    queries = (
        sa.select(table.c.change_id).where(table.c.round_id == record.round_id, sa.true() if made else ours)
        for table, ours in ((set_aside_response, sheets), (set_aside_reported, figures))
    )
    return sa.or_(*(partner_change.c.id.in_(query) for query in queries))


def _second_answers(unit: Unit, record: AnyRow) -> Iterator[str]:
    """In a team round a sheet that this import replaced must not come back beside a newer one."""
    if unit.value(sa.select(round_.c.mode).where(round_.c.id == record.round_id)) != "team":
        return
    back = sa.select(superseded_response.c.partner_id).where(superseded_response.c.by_import == record.id)
    own = sa.select(superseded_response.c.id).where(superseded_response.c.by_import == record.id)
    query = (
        sa.select(partner.c.name)
        .join(response, response.c.partner_id == partner.c.id)
        .where(
            response.c.round_id == record.round_id,
            response.c.partner_id.in_(back),
            sa.func.coalesce(response.c.import_id, "") != record.id,
            response.c.id.not_in(own),
        )
    )
    for row in unit.rows(query.distinct()):
        yield f"“{row.name}” has handed in another answer since; its earlier one would come back beside it."


def _brought_again(unit: Unit, record: AnyRow) -> Iterator[str]:
    """Later files with the same people in them as the sheets that undoing would bring back: they would count twice."""
    old = superseded_response.alias()
    here = sa.select(response.c.id).where(response.c.round_id == record.round_id)
    back = (old.c.by_import == record.id, old.c.id.not_in(here))
    bytes_of = sa.select(import_.c.digest).join(old, old.c.import_id == import_.c.id).where(*back)
    marks_of = sa.select(old.c.source_mark).where(*back, old.c.source_mark.is_not(None))
    with_them = sa.select(response.c.import_id).where(
        response.c.round_id == record.round_id, response.c.source_mark.in_(marks_of)
    )
    query = sa.select(import_.c.file_name, import_.c.at).where(
        import_.c.round_id == record.round_id,
        import_.c.id != record.id,
        import_.c.undone_at.is_(None),
        import_.c.at > record.at,
        import_.c.digest.in_(bytes_of) | import_.c.id.in_(with_them),
    )
    for name, at in unit.rows(query.order_by(import_.c.at)):
        yield (
            f"“{name}” ({at:%d %b %Y, %H:%M}) has since brought answers again that this import had replaced: "
            "undo that first, or they count twice."
        )


def sheets_that_move(unit: Unit, record: AnyRow) -> tuple[dict[str, int], dict[str, int]]:
    """(partner id -> answer sheets that undoing would bring back, partner id -> those that it would take away).

    A sheet that the import only changed stays, so it does neither, unless it was another partner's before.
    """
    here = sa.select(response.c.id).where(response.c.round_id == record.round_id)
    come = sa.select(superseded_response.c.partner_id, sa.func.count())
    come = come.where(superseded_response.c.by_import == record.id, superseded_response.c.id.not_in(here))
    go = sa.select(response.c.partner_id, sa.func.count())
    go = go.where(response.c.round_id == record.round_id, response.c.import_id == record.id)
    grouped = (come.group_by(superseded_response.c.partner_id), go.group_by(response.c.partner_id))
    back, away = (Counter({row[0]: int(row[1]) for row in unit.rows(query)}) for query in grouped)
    for old, new in _given_to_another(unit, record):
        back[old] += 1
        away[new] += 1
    return back, away


def _given_to_another(unit: Unit, record: AnyRow) -> list[tuple[str, str]]:
    """(partner before, partner now) of each sheet that the import took from one partner and gave to another."""
    query = sa.select(superseded_response.c.partner_id, response.c.partner_id)
    query = query.join(response, response.c.id == superseded_response.c.id)
    query = query.where(superseded_response.c.by_import == record.id)
    rows = unit.rows(query.where(superseded_response.c.partner_id != response.c.partner_id))
    return [(row[0], row[1]) for row in rows]


def take_back(unit: Unit, record: AnyRow, present: Instrument) -> tuple[str, ...]:
    """Undo the import: answers, figures, names, then everything that it had made and nothing else uses.

    Returns what it had made and stays, since a person has changed it meanwhile, as sentences.
    """
    _take_back_responses(unit, record, present)
    _take_back_figures(unit, record)
    unit.run(sa.delete(alias).where(alias.c.made_by == record.id))
    known = imports.remembered_row(unit, record.shape)
    if known is not None and known["import_id"] == record.id:
        imports.put_back(unit, record.shape, record.round_before["mapping"])
    _restore_contents(unit, record)
    stays = tuple(remove_makings(unit, record))
    drafts.forget_lost(unit)
    return stays


def _take_back_responses(unit: Unit, record: AnyRow, present: Instrument) -> None:
    old = superseded_response.c.by_import == record.id
    changed = sa.select(superseded_response.c.id).where(old)
    gone = (response.c.import_id == record.id) | response.c.id.in_(changed)
    query = sa.select(response.c.id, response.c.partner_id, response.c.ratings)
    rows = unit.rows(query.where(response.c.round_id == record.round_id, gone))
    count_texts(unit, record.round_id, present, [(row[1], row[2]) for row in rows], sign=-1)
    responses.delete_responses(unit, [row[0] for row in rows])
    back = unit.rows(sa.select(superseded_response.c.partner_id, superseded_response.c.ratings).where(old))
    _move_back(unit, superseded_response, response, _WHOLE_RESPONSE, record.id)
    _move_back(unit, superseded_comment, comment, responses.COMMENT_COLUMNS, record.id)
    count_texts(unit, record.round_id, present, [(row[0], row[1]) for row in back], sign=1)


def _take_back_figures(unit: Unit, record: AnyRow) -> None:
    unit.run(sa.delete(reported).where(reported.c.import_id == record.id))
    _move_back(unit, superseded_reported, reported, averages.COLUMNS, record.id)


def _move_back(unit: Unit, source: sa.Table, target: sa.Table, columns: tuple[str, ...], import_id: str) -> None:
    old = source.c.by_import == import_id
    unit.run(sa.insert(target).from_select(columns, sa.select(*(source.c[name] for name in columns)).where(old)))
    unit.run(sa.delete(source).where(old))


def _restore_contents(unit: Unit, record: AnyRow) -> None:
    """What the round holds: as before, unless something else is left in it."""
    before = record.round_before
    if is_empty(unit, record.round_id):
        settle_empty(unit, record.round_id, mode=before["mode"] if before["set_mode"] else _mode(unit, record))
    elif before["kind"] is not None:
        set_contents(unit, record.round_id, mode=_mode(unit, record), kind=before["kind"], measure=before["measure"])
    touch_round(unit, record.round_id)


def _mode(unit: Unit, record: AnyRow) -> str | None:
    mode = unit.value(sa.select(round_.c.mode).where(round_.c.id == record.round_id))
    return str(mode) if mode is not None else None
