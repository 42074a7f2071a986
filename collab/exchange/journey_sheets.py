"""Reviews of a checklist and milestones in a spreadsheet: finds rows and columns, not what they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from collab.errors import Problem
from collab.exchange.journey_values import field_of
from collab.exchange.recognise.text import fold, listed
from collab.exchange.sheet import Book, Sheet

HEADER_WITHIN = 40
LEAST_LIKENESS = 90
LEAST_LIKENESS_TO_ASK = 70
MOST_ROWS = 2000
_NUMBERED = re.compile(r"^\s*(?:\(?\d{1,3}(?:\.\d{1,3})*[.):]?|\(?[a-zA-Z][.)])\s+")


@dataclass(frozen=True)
class Target:
    """One thing that a row can be about. names: every way it is written; section: its phase or stage."""

    key: str
    label: str
    names: tuple[str, ...]
    section: str


@dataclass(frozen=True)
class Sought:
    """What a sheet is searched for. noun: what a row is about ("item"); statuses: folded word -> what it means."""

    noun: str
    targets: tuple[Target, ...]
    statuses: Mapping[str, str]
    sections: Mapping[str, str]

    @cached_property
    def by_key(self) -> dict[str, Target]:
        """Key -> what it is of."""
        return {target.key: target for target in self.targets}

    @cached_property
    def by_name(self) -> dict[str, list[Target]]:
        """Folded name -> what goes by it."""
        found: dict[str, list[Target]] = {}
        for target in self.targets:
            for name in dict.fromkeys(fold(each) for each in (target.key, *target.names)):
                found.setdefault(name, []).append(target)
        return found


@dataclass(frozen=True)
class FoundRow:
    """One row. row counts as in Excel. target is None where nothing goes by that name; is_close: by a near spelling.

    section: the phase or stage that it says, or that a heading above it says; no_section: what its cell says instead.
    key: what its hidden cell says.
    """

    sheet: str
    row: int
    named: str
    target: Target | None
    section: str | None
    cells: Mapping[str, str]
    is_close: bool = False
    no_section: str = ""
    key: str = ""


@dataclass(frozen=True)
class Found:
    """What a file holds. columns: field -> the header it was known by; unused: headers of columns that were not."""

    file_name: str
    rows: tuple[FoundRow, ...]
    columns: Mapping[str, str]
    unused: tuple[str, ...]
    problems: tuple[Problem, ...]
    marker: Mapping[str, str]


def find(book: Book, sought: Sought) -> Found:
    """Rows and columns of every visible sheet that names what is sought. A file without any has a problem."""
    rows: list[FoundRow] = []
    columns: dict[str, str] = {}
    unused: list[str] = []
    for sheet in book.sheets:
        layout = _layout(sheet, sought) if not sheet.hidden else None
        if layout is not None:
            rows += _rows(sheet, layout, sought)
            columns |= {name: layout.header(sheet, at) for name, at in layout.columns.items() if name not in columns}
            unused += layout.unused(sheet)
    problems = () if rows else (_nothing(sought),)
    if len(rows) > MOST_ROWS:
        problems, rows = (too_many(len(rows)),), []
    return Found(book.file_name, tuple(rows), columns, tuple(dict.fromkeys(unused)), problems, book.marker)


def _nothing(sought: Sought) -> Problem:
    labels = listed([f"“{each.label}”" for each in sought.targets], most=3)
    return Problem(
        f"No row names {'an item of this checklist' if sought.noun == 'item' else 'a milestone'}.",
        f"One column must hold the {sought.noun}s in their own words: {labels}.",
        "Copy the header row and the rows below it, or start from the workbook that can be downloaded here.",
    )


def too_many(count: int) -> Problem:
    """More rows than are looked at."""
    return Problem(f"The file has {count:,} rows.", f"At most {MOST_ROWS:,} can be taken at once.", "Divide it in two.")


@dataclass(frozen=True)
class _Layout:
    """Where a sheet holds what. top: the header row, -1 where there is none."""

    top: int
    columns: Mapping[str, int]

    def header(self, sheet: Sheet, column: int) -> str:
        text = sheet.text(self.top, column) if self.top >= 0 else ""
        return text or f"column {column + sheet.first_column + 1}"

    def unused(self, sheet: Sheet) -> list[str]:
        if self.top < 0:
            return []
        known = set(self.columns.values())
        return [text for at, text in enumerate(sheet.row_texts(self.top)) if text and at not in known]


def _layout(sheet: Sheet, sought: Sought) -> _Layout | None:
    """By the words above the columns, and by what stands in them where these say nothing."""
    top, columns = _header(sheet)
    ids = {columns["key"]} if "key" in columns else set()
    item = _column_like(sheet, set(sought.by_name), but=ids)
    if item is not None and not _names_any(sheet, columns.get("item"), sought):
        columns = {name: at for name, at in columns.items() if at != item} | {"item": item}
    if "item" not in columns:
        return None
    if top < 0 and item is None:
        return None
    status = _column_like(sheet, set(sought.statuses), but=set(columns.values())) if "status" not in columns else None
    return _Layout(top, columns | ({"status": status} if status is not None else {}))


def _names_any(sheet: Sheet, at: int | None, sought: Sought) -> bool:
    """Whether the column that is headed so holds any of what is sought: then no other one is taken for it."""
    return at is not None and _column_like(sheet, set(sought.by_name), but=set(range(len(sheet.columns))) - {at}) == at


def _header(sheet: Sheet) -> tuple[int, dict[str, int]]:
    best: tuple[int, dict[str, int]] = (-1, {})
    for row in range(min(sheet.rows, HEADER_WITHIN)):
        fields: dict[str, int] = {}
        for column, text in enumerate(sheet.row_texts(row)):
            name = field_of(text) if text else None
            if name is not None:
                fields.setdefault(name, column)
        if len(fields) >= 2 and len(fields) > len(best[1]):
            best = (row, fields)
    return best


def _column_like(sheet: Sheet, words: set[str], *, but: set[int] = frozenset()) -> int | None:  # type: ignore[assignment]
    """The column in which most cells are such words; None where none has any."""
    counts = {
        at: sum(fold(_bare(column.text(row))) in words for row in range(min(sheet.rows, MOST_ROWS)))
        for at, column in enumerate(sheet.columns)
        if at not in but
    }
    best = max(counts, key=lambda at: (counts[at], -at), default=None)
    return best if best is not None and counts[best] else None


def _bare(text: str) -> str:
    return _NUMBERED.sub("", text)


def _rows(sheet: Sheet, layout: _Layout, sought: Sought) -> list[FoundRow]:
    found, section = [], None
    for row in range(layout.top + 1, sheet.rows):
        cells = {name: sheet.text(row, at) for name, at in layout.columns.items()}
        named, key = cells.pop("item"), cells.pop("key", "")
        section_cell = cells.pop("section", "")
        if not named and not any(cells.values()):
            continue
        named = named or key
        heading = sought.sections.get(fold(_bare(named)))
        if heading is not None and not any(cells.values()):
            section = heading
            continue
        said = sought.sections.get(fold(_bare(section_cell)))
        no_section = section_cell if said is None else ""
        own = said or (None if no_section.strip() else section)
        target, is_close = _target(named, key, own, sought)
        if target is None and not any(cells.values()) and field_of(named):
            continue
        place = (sheet.name, row + sheet.first_row + 1)
        found.append(FoundRow(*place, named, target, own, cells, is_close, no_section.strip(), key))
    return _without_copies(found)


def _without_copies(rows: list[FoundRow]) -> list[FoundRow]:
    """A row that was copied and then given other words is about these words, not about what its hidden key says."""
    whole = {row.key for row in rows if row.target and row.key == row.target.key and is_named(row)}
    return [
        replace(row, target=None, key="")
        if row.target and row.key in whole and row.target.key == row.key and not is_named(row)
        else row
        for row in rows
    ]


def is_named(row: FoundRow) -> bool:
    """Whether a row says its target in the target's own words."""
    if row.target is None:
        return False
    names = {fold(name) for name in (row.target.key, *row.target.names)}
    return bool({fold(row.named), fold(_bare(row.named))} & names)


def is_alike(row: FoundRow) -> bool:
    """Whether a row says its target in words that are like the target's own."""
    from rapidfuzz import fuzz

    names = (row.target.key, *row.target.names) if row.target is not None else ()
    return any(fuzz.ratio(fold(row.named), fold(name)) >= LEAST_LIKENESS_TO_ASK for name in names)


def _target(named: str, key: str, section: str | None, sought: Sought) -> tuple[Target | None, bool]:
    by_key = sought.by_key.get(key)
    if by_key is not None and (by_key in sought.by_name.get(fold(named), ()) or not _exactly(named, section, sought)):
        return by_key, False
    for text in (named, _bare(named)):
        same = sought.by_name.get(fold(text), [])
        here = [each for each in same if section in (None, each.section)] or same
        if len(here) == 1:
            return here[0], False
    return _close(fold(_bare(named)), sought), True


def _exactly(named: str, section: str | None, sought: Sought) -> bool:
    """Whether the words name one thing alone: then a key beside them that says another was left behind by sorting."""
    return len([each for each in sought.by_name.get(fold(named), ()) if section in (None, each.section)]) == 1


def closest(text: str, labels: Sequence[str]) -> str:
    """What somebody may have meant, "" where nothing is written like it."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(text, labels, scorer=fuzz.ratio, processor=fold, score_cutoff=LEAST_LIKENESS_TO_ASK)
    return found[0] if found else ""


def _close(text: str, sought: Sought) -> Target | None:
    """The one that is written nearly so; None where none or several are."""
    from rapidfuzz import fuzz, process

    near = process.extract(text, list(sought.by_name), scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS, limit=5)
    targets = {each.key: each for name, _, _ in near for each in sought.by_name[name]}
    return next(iter(targets.values())) if len(targets) == 1 else None
