"""What else is found in a workbook that comes back, as sentences: rows of what was removed, rows and columns gone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from collab.errors import Problem
from collab.exchange.journey_sheets import Found, FoundRow, is_named
from collab.exchange.journey_workbook import remembered
from collab.exchange.recognise.text import listed
from collab.services.bulk_cells import Terms, cut
from collab.services.bulk_memory import Memory

MOST_NAMED = 5


def without_removed(
    found: Found, kept: Collection[str], terms: Terms
) -> tuple[Found, tuple[str, ...], tuple[Problem, ...]]:
    """The rows of what is still there; a note on what somebody removed since, a problem where its row was edited."""
    rows, notes, problems = [], [], []
    memory = Memory(found.marker)
    for each in found.rows:
        if each.key in kept or each.key not in memory.keys:
            rows.append(each)
        elif all(memory.is_untouched(each.key, name, each.cells.get(name, "")) for name in _read(each, terms)):
            notes.append(f"Row {each.row}: “{cut(each.named)}” was removed after the workbook was downloaded.")
        else:
            problems.append(_removed(each))
    return replace(found, rows=tuple(rows)), tuple(notes), tuple(problems)


def _read(each: FoundRow, terms: Terms) -> list[str]:
    return [name for name in each.cells if name in terms.attributes]


def _removed(each: FoundRow) -> Problem:
    return Problem(
        f"“{cut(each.named)}” was removed after the workbook was downloaded.",
        "What was changed in its row is not kept.",
        "To bring it back, copy its words into an empty row below.",
        sheet=each.sheet,
        row=each.row,
    )


def on_removed(found: Found, asked: Collection[str]) -> tuple[str, ...]:
    """A note on each row that would add what somebody removed since the workbook was downloaded."""
    return tuple(
        f"Row {each.row}: “{cut(each.named)}” was removed after the workbook was downloaded. It is added again only "
        "where the text of the sheet is taken."
        for each in found.rows
        if each.target is not None and each.target.key in asked
    )


def notes_on(found: Found, terms: Terms, labels: Mapping[str, str]) -> tuple[str, ...]:
    """What else is found in a downloaded workbook, as sentences: columns and rows that are not there any more, and rows
    that call what they are about otherwise. labels: key -> what is kept there."""
    held = remembered(found.marker)
    here = {row.target.key if row.target else row.key for row in found.rows} | {row.key for row in found.rows}
    gone = [labels[key] for key in dict.fromkeys(key for key, _ in held) if key not in here and key in labels]
    columns = [name for name in dict.fromkeys(name for _, name in held) if name not in found.columns]
    return (*_no_columns([terms.title(name) for name in columns]), *_no_rows(gone), *_renamed(found))


def _no_columns(titles: Sequence[str]) -> tuple[str, ...]:
    named = listed([f"“{title}”" for title in titles])
    return (f"Not read, since no column has this title any more: {named}.",) if titles else ()


def _no_rows(gone: Sequence[str]) -> tuple[str, ...]:
    if not gone:
        return ()
    named = listed([f"“{cut(each)}”" for each in gone], most=MOST_NAMED)
    return (f"Not in the sheet any more, and kept all the same, since a sheet removes nothing: {named}.",)


def _renamed(found: Found) -> tuple[str, ...]:
    return tuple(
        f"Row {each.row}: “{cut(each.target.label)}” is called “{cut(each.named)}” there. A sheet does not rename it."
        for each in found.rows
        if each.target is not None and each.target.names and each.key == each.target.key and not is_named(each)
    )
