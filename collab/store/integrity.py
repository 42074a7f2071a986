"""What can be wrong inside a database, said in sentences."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import sqlalchemy as sa

from collab.model import Round
from collab.store import drafts
from collab.store.codes import level_names, ratings_codes, tally_counts
from collab.store.instruments import instrument_by_id
from collab.store.journey_tables import conclusion, next_step
from collab.store.responses import ratings_in
from collab.store.rounds import rounds_in
from collab.store.schema import metadata
from collab.store.tables import history, import_, reported, response, tally
from collab.store.tables import partner as partner_table
from collab.store.unit import Unit


def faults(unit: Unit) -> Iterator[str]:
    """Every fault; nothing where the database is sound."""
    if unit.is_sqlite:
        found = unit.connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars().all()
        yield from (f"The file is damaged: {text}." for text in found if text != "ok")
    yield from _orphans(unit)
    yield from _history(unit)
    yield from _versions(unit)
    yield from _drafts(unit)
    yield from _next_steps(unit)
    for each in rounds_in(unit):
        yield from _round(unit, each)


def _orphans(unit: Unit) -> Iterator[str]:
    """Rows whose foreign key points to nothing, in any table and on any database."""
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            column, target = key.parent, key.column
            other = target.table.alias("target")
            lost = sa.select(sa.func.count()).select_from(table.outerjoin(other, other.c[target.name] == column))
            count = unit.value(lost.where(column.is_not(None), other.c[target.name].is_(None)))
            if count:
                yield f"Rows of “{table.name}” that point to a {target.table.name} that does not exist: {count}."


def _history(unit: Unit) -> Iterator[str]:
    """Each import that stands has its line of history, and no line is without a name and a time."""
    told = sa.select(history.c.import_id).where(history.c.import_id.is_not(None))
    for row in unit.rows(sa.select(import_.c.file_name).where(import_.c.id.not_in(told))):
        yield f"The import of “{row.file_name}” is missing from the history."
    nameless = sa.select(sa.func.count()).select_from(history).where(history.c.actor_name == "")
    count = unit.value(nameless)
    if count:
        yield f"{count} lines of the history have no name."


def _drafts(unit: Unit) -> Iterator[str]:
    count = len(drafts.lost(unit))
    if count:
        yield f"{count} drafts are about something that does not exist."


def _next_steps(unit: Unit) -> Iterator[str]:
    lost = sa.select(sa.func.count()).select_from(next_step)
    count = unit.value(lost.where(next_step.c.subject_id.not_in(sa.select(conclusion.c.id))))
    if count:
        yield f"{count} next steps belong to a conclusion that does not exist."


def _round(unit: Unit, each: Round) -> Iterator[str]:
    has_sheets = unit.value(sa.select(response.c.id).where(response.c.round_id == each.id).limit(1)) is not None
    has_averages = unit.value(sa.select(reported.c.level).where(reported.c.round_id == each.id).limit(1)) is not None
    expected = "responses" if has_sheets else "averages" if has_averages else None
    if has_sheets and has_averages:
        yield f"The round “{each.label}” holds both answer sheets and averages."
    elif expected != each.kind:
        said, found = each.kind or "nothing", expected or "nothing"
        yield f"The round “{each.label}” says that it holds {said}, but it holds {found}."
    yield from _tallies(unit, each)
    if each.mode == "team":
        yield from _second_answers(unit, each)


def _tallies(unit: Unit, each: Round) -> Iterator[str]:
    instrument = instrument_by_id(unit, each.instrument_id)
    sheets = ratings_in(unit, each.id)
    try:
        codes = ratings_codes(instrument, [text for _, text in sheets])
    except ValueError as error:
        yield f"In the round “{each.label}” {error}."
        return
    partners = sorted({partner_id for partner_id, _ in sheets})
    place = {partner_id: index for index, partner_id in enumerate(partners)}
    index = np.array([place[partner_id] for partner_id, _ in sheets], dtype=np.int64)
    counts = tally_counts(instrument, index, len(partners), codes)
    names = level_names(instrument.scores)
    expected = {
        (partners[p], instrument.factor_keys[f], names[level]): int(counts[p, f, level])
        for p, f, level in np.argwhere(counts).tolist()
    }
    query = sa.select(tally.c.partner_id, tally.c.factor, tally.c.level, tally.c.n)
    held = {(row[0], row[1], row[2]): row[3] for row in unit.rows(query.where(tally.c.round_id == each.id))}
    wrong = sum(1 for key in expected.keys() | held.keys() if expected.get(key) != held.get(key))
    if wrong:
        yield f"In the round “{each.label}” {wrong} tallies differ from the answer sheets."


def _second_answers(unit: Unit, each: Round) -> Iterator[str]:
    query = (
        sa.select(partner_table.c.name, sa.func.count())
        .join(response, response.c.partner_id == partner_table.c.id)
        .where(response.c.round_id == each.id)
        .group_by(partner_table.c.id, partner_table.c.name)
        .having(sa.func.count() > 1)
    )
    for name, count in unit.rows(query):
        yield f"In the team round “{each.label}” the partner “{name}” has {count} answers."


def dump(unit: Unit, *, without: tuple[str, ...] = ()) -> dict[str, list[dict[str, object]]]:
    """Every row of every table as plain values, sorted: two databases with one dump hold the same."""
    return {
        table.name: sorted((dict(row._mapping) for row in unit.rows(sa.select(table))), key=repr)
        for table in metadata.sorted_tables
        if table.name not in without
    }


def _versions(unit: Unit) -> Iterator[str]:
    """Versions start at 1 and only grow, so none can be below 1."""
    for table in (table for table in metadata.sorted_tables if "version" in table.c):
        count = unit.value(sa.select(sa.func.count()).select_from(table).where(table.c.version < 1))
        if count:
            yield f"Rows of “{table.name}” that have no valid version: {count}."
