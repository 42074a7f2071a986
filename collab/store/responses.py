"""Answer sheets and their comments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from collab.errors import NotFound
from collab.store.bulk import insert_many, pieces, run_many
from collab.store.keys import new_keys
from collab.store.tables import (
    comment,
    import_,
    removed_response,
    response,
    set_aside_response,
    superseded_comment,
    superseded_response,
)
from collab.store.unit import AnyRow, Unit, now

COLUMNS = (
    "id",
    "round_id",
    "partner_id",
    "import_id",
    "sheet",
    "source_row",
    "source_mark",
    "ratings",
    "changed_by",
    "mended",
    "version",
    "at",
)
COMMENT_COLUMNS = ("id", "response_id", "factor", "text")


@dataclass(frozen=True)
class Held:
    """One answer sheet that a round holds, as an import compares it."""

    id: str
    partner_id: str
    import_id: str | None
    sheet: int | None
    source_row: int | None
    source_mark: str | None
    ratings: str
    mended: bool


@dataclass(frozen=True)
class StoredSheet:
    """One answer sheet with where it came from."""

    id: str
    round_id: str
    partner_id: str
    import_id: str | None
    ratings: str
    mended: bool
    version: int
    at: datetime
    file_name: str | None
    sheet: str | None
    row: int | None


def held_in(unit: Unit, round_id: str) -> list[Held]:
    """Every answer sheet of a round, in the order they came."""
    columns = [response.c[name] for name in Held.__dataclass_fields__]
    rows = unit.rows(sa.select(*columns).where(response.c.round_id == round_id).order_by(response.c.id))
    return [Held(**row._mapping) for row in rows]


def comments_in(unit: Unit, round_id: str) -> dict[str, list[tuple[str | None, str]]]:
    """Response id -> (factor or None, text) of its comments."""
    query = sa.select(comment.c.response_id, comment.c.factor, comment.c.text).join(
        response, response.c.id == comment.c.response_id
    )
    found: dict[str, list[tuple[str | None, str]]] = {}
    for row in unit.rows(query.where(response.c.round_id == round_id).order_by(comment.c.id)):
        found.setdefault(row[0], []).append((row[1], row[2]))
    return found


def ratings_in(unit: Unit, round_id: str, partner_ids: Iterable[str] | None = None) -> list[tuple[str, str]]:
    """(partner id, ratings text) of the answer sheets of a round."""
    query = sa.select(response.c.partner_id, response.c.ratings).where(response.c.round_id == round_id)
    if partner_ids is not None:
        query = query.where(response.c.partner_id.in_(list(partner_ids)))
    return [(row[0], row[1]) for row in unit.rows(query.order_by(response.c.id))]


def insert_responses(unit: Unit, rows: Sequence[tuple[Any, ...]]) -> None:
    """New answer sheets: tuples in the order of COLUMNS, at as ISO text."""
    insert_many(unit, response, COLUMNS, rows)


def insert_comments(unit: Unit, rows: Sequence[tuple[str, str | None, str]]) -> None:
    """New comments: (response id, factor or None, text)."""
    keys = new_keys(len(rows)) if rows else []
    insert_many(unit, comment, COMMENT_COLUMNS, [(key, *row) for key, row in zip(keys, rows, strict=True)])


def supersede(unit: Unit, import_id: str, ids: Sequence[str]) -> None:
    """Keep a copy of answer sheets and their comments that an import changes or removes."""
    for piece in pieces(ids):
        _copy(unit, response, superseded_response, COLUMNS, response.c.id.in_(piece), import_id)
        _copy(unit, comment, superseded_comment, COMMENT_COLUMNS, comment.c.response_id.in_(piece), import_id)


def _copy(
    unit: Unit,
    source: sa.Table,
    target: sa.Table,
    columns: Sequence[str],
    which: sa.ColumnElement[bool],
    import_id: str,
) -> None:
    copy = sa.select(sa.literal(import_id), *(source.c[name] for name in columns)).where(which)
    unit.run(sa.insert(target).from_select(("by_import", *columns), copy))


def delete_responses(unit: Unit, ids: Sequence[str]) -> None:
    """Take answer sheets away, with their comments. Drafts about them stay: the caller may put the sheets back."""
    for piece in pieces(ids):
        unit.run(sa.delete(comment).where(comment.c.response_id.in_(piece)))
        unit.run(sa.delete(response).where(response.c.id.in_(piece)))


def delete_comments(unit: Unit, response_ids: Sequence[str]) -> None:
    """Take the comments of these answer sheets away."""
    for piece in pieces(response_ids):
        unit.run(sa.delete(comment).where(comment.c.response_id.in_(piece)))


def rewrite(unit: Unit, rows: Sequence[tuple[str, str, int, int, str, str]]) -> None:
    """Other content: (partner id, ratings text, sheet, source row, changed by, id) per answer sheet."""
    statement = (
        "UPDATE response SET partner_id = ?, ratings = ?, sheet = ?, source_row = ?, changed_by = ?, "
        "version = version + 1 WHERE id = ?"
    )
    run_many(unit, statement, rows)


def mend(unit: Unit, sheet: StoredSheet, ratings: str, changed_by: str) -> None:
    """Other ratings, put in by hand."""
    values = {"ratings": ratings, "changed_by": changed_by, "mended": True, "version": sheet.version + 1}
    unit.run(sa.update(response).where(response.c.id == sheet.id).values(**values))


def _sheets() -> sa.Select:
    columns = ("id", "round_id", "partner_id", "import_id", "ratings", "mended", "version", "at")
    more = ("sheet", "source_row")
    return (
        sa.select(*(response.c[name] for name in (*columns, *more)), import_.c.file_name, import_.c.sheets)
        .outerjoin(import_, import_.c.id == response.c.import_id)
        .order_by(response.c.id)
    )


def _stored(row: AnyRow) -> StoredSheet:
    return StoredSheet(
        id=row.id,
        round_id=row.round_id,
        partner_id=row.partner_id,
        import_id=row.import_id,
        ratings=row.ratings,
        mended=bool(row.mended),
        version=row.version,
        at=row.at,
        file_name=row.file_name,
        sheet=row.sheets[row.sheet] if row.sheet is not None and row.sheets else None,
        row=row.source_row,
    )


def sheets_of(unit: Unit, round_id: str, partner_id: str) -> tuple[StoredSheet, ...]:
    """The answer sheets of one partner in one round, in the order they came."""
    same = (response.c.round_id == round_id, response.c.partner_id == partner_id)
    return tuple(_stored(row) for row in unit.rows(_sheets().where(*same)))


def sheet_by_id(unit: Unit, sheet_id: str) -> StoredSheet:
    """One answer sheet; NotFound where there is none."""
    row = unit.row(_sheets().where(response.c.id == sheet_id))
    if row is None:
        raise NotFound("This answer sheet does not exist, or no longer does.")
    return _stored(row)


def comments_of(unit: Unit, sheet_ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """Response id -> factor ("" for none) -> text; several texts on one factor are joined by a line break."""
    found: dict[str, dict[str, str]] = {sheet_id: {} for sheet_id in sheet_ids}
    for piece in pieces(sheet_ids):
        query = sa.select(comment).where(comment.c.response_id.in_(piece)).order_by(comment.c.id)
        for row in unit.rows(query):
            texts = found[row.response_id]
            factor = row.factor or ""
            texts[factor] = f"{texts[factor]}\n{row.text}" if factor in texts else row.text
    return found


def comments_on(
    unit: Unit, round_id: str, partner_ids: Sequence[str], factors: Sequence[str | None]
) -> list[tuple[str, str | None, str]]:
    """(partner id, factor, text) of the comments of these partners on these factors (None: on none)."""
    named = [factor for factor in factors if factor is not None]
    general = comment.c.factor.is_(None) if None in factors else sa.false()
    on = comment.c.factor.in_(named) | general
    query = (
        sa.select(response.c.partner_id, comment.c.factor, comment.c.text)
        .join(response, response.c.id == comment.c.response_id)
        .where(response.c.round_id == round_id, response.c.partner_id.in_(list(partner_ids)), on)
        .order_by(comment.c.id)
    )
    return [(row[0], row[1], row[2]) for row in unit.rows(query)]


def count_of(unit: Unit, round_id: str, partner_id: str) -> int:
    """How many answer sheets of a partner a round holds."""
    here = (response.c.round_id == round_id, response.c.partner_id == partner_id)
    return int(unit.value(sa.select(sa.func.count()).select_from(response).where(*here)))


def latest_by_partner(unit: Unit, round_id: str) -> dict[str, tuple[int, datetime]]:
    """Partner id -> (answer sheets, when the last came). Keys sort by time, so the index alone answers."""
    last = sa.select(response.c.partner_id, sa.func.count(), sa.func.max(response.c.id))
    rows = unit.rows(last.where(response.c.round_id == round_id).group_by(response.c.partner_id))
    moments: dict[str, datetime] = {}
    for piece in pieces([row[2] for row in rows]):
        found = unit.rows(sa.select(response.c.id, response.c.at).where(response.c.id.in_(piece)))
        moments |= {row[0]: row[1] for row in found}
    return {row[0]: (int(row[1]), moments[row[2]]) for row in rows}


def note_removed(unit: Unit, sheet: StoredSheet, key: str) -> None:
    """Remember that a person removed a sheet, by its mark alone, so that next week's export leaves it out."""
    mark = unit.value(sa.select(response.c.source_mark).where(response.c.id == sheet.id))
    row = {"id": key, "round_id": sheet.round_id, "response_id": sheet.id, "import_id": sheet.import_id}
    unit.insert(removed_response, [row | {"source_mark": mark, "at": now()}])


def removed_marks(unit: Unit, round_id: str) -> set[str]:
    """The marks of sheets that people removed from a round, one by one or with their partner."""
    queries = (
        sa.select(table.c.source_mark).where(table.c.round_id == round_id, table.c.source_mark.is_not(None))
        for table in (removed_response, set_aside_response)
    )
    return {row[0] for query in queries for row in unit.rows(query)}
