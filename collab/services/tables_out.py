"""Tidy tables of an initiative for analysts: its figures, counts, conclusions and plans, in CSV and Parquet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from collab.exchange.tables_out import Package, Table, Value, write
from collab.model import YOU, Person
from collab.services import (
    tables_out_answers,
    tables_out_checklists,
    tables_out_compare,
    tables_out_journey,
    tables_out_plans,
    tables_out_rounds,
    tables_out_scores,
)
from collab.services.permissions import Action, permit
from collab.services.tables_out_codes import every_code
from collab.services.tables_out_columns import SHARE, key, number, table, whole, words
from collab.services.wording import day
from collab.services.workbook_material import Material, gathered
from collab.store import Store

MADE_UP = "These are made-up sample data. They tell nothing about any real school or district."
LINES = (
    "Parquet holds every value exactly. In CSV (UTF-8 with a byte order mark) a missing value is an empty cell, and a "
    "text that a spreadsheet could take for a formula, because it begins with = + - @ or a tab, has an apostrophe "
    "before it; numbers never have one.",
    "Not in these tables: comments and internal consistency (page Readiness), changes between rounds (page Over time, "
    "and sheet “Over time” of the workbook), and what was changed when (page Overview, and sheet “History” of the "
    "workbook).",
    "What is hidden on the screens is in none of these tables. Missing never means zero: the dictionary says of every "
    "column what a missing value means.",
    "dictionary.csv explains every column. datapackage.json says the same to programs. The table “codes” says what "
    "each key is called on the screens.",
)


def tables(store: Store, initiative_id: str, *, today: date, person: Person = YOU) -> bytes:
    """A ZIP archive with all tables of an initiative, as of a day; NotFound where there is none."""
    return write(package(store, initiative_id, today=today, person=person))


def package(store: Store, initiative_id: str, *, today: date, person: Person = YOU) -> Package:
    """The same as plain data. What is hidden on screens is in no table of it."""
    permit(person, Action.SEE, initiative_id)
    material = gathered(store, initiative_id, today=today, person=person)
    initiative = material.initiative
    as_of = f"As of {day(today)}."
    return Package(
        name=_slug(initiative.name),
        title=f"Tables of {initiative.name}{material.made_up}",
        lines=(MADE_UP, as_of, *LINES) if initiative.made_up else (as_of, *LINES),
        as_of=today,
        made_up=initiative.made_up,
        tables=_without_lost_ends(_tables(material)),
    )


def _slug(name: str) -> str:
    """A name as a data package may have it: small letters, digits and dashes."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "tables"


def _tables(material: Material) -> tuple[Table, ...]:
    heads = material.heads
    return (
        *tables_out_journey.tables(material),
        *tables_out_rounds.tables(material),
        *tables_out_answers.tables(material, heads),
        tables_out_scores.scores(material, heads),
        tables_out_compare.compared(material, heads),
        *tables_out_checklists.tables(material),
        *tables_out_plans.tables(material),
        _codes(),
    )


def _without_lost_ends(tables_: tuple[Table, ...]) -> tuple[Table, ...]:
    """Identifiers of what is not here any more, such as a partner that was removed, are missing: they lead nowhere."""
    here = {each.name: set(each.column(each.key[0])) for each in tables_}
    return tuple(replace(each, rows=[_row(each, row, here) for row in each.rows]) for each in tables_)


def _row(table_: Table, row: tuple[Value, ...], here: Mapping[str, set[Value]]) -> tuple[Value, ...]:
    return tuple(
        None if field.refers and field.missing and value not in here[field.refers] else value
        for field, value in zip(table_.fields, row, strict=True)
    )


def _codes() -> Table:
    found = [(name, place, each) for name, codes in every_code().items() for place, each in enumerate(codes, start=1)]
    return table(
        "codes",
        "What the keys in the other tables mean; the dictionary says which column has which list.",
        found,
        ("list", "code"),
        key("list", "The list, by the name that datapackage.json has in “codes”", lambda each: each[0]),
        key("code", "The key as it stands in a table", lambda each: each[2].code),
        whole("position", "Its place in the list, from 1", lambda each: each[1]),
        words("label", "What screens call it", lambda each: each[2].label),
        number(
            "score",
            "What it counts as",
            lambda each: each[2].score,
            unit=SHARE,
            missing="it does not count, or is not a status of an item",
        ),
    )
