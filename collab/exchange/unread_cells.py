"""What was written into a returned sheet where nothing is read back: columns of its own, and cells that are grey."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from collab.exchange.journey_sheets import Found, FoundRow
from collab.exchange.journey_values import fingerprint
from collab.exchange.journey_workbook import BETWEEN
from collab.exchange.recognise.text import fold, listed
from collab.exchange.returned_sheets import Returned, header_of

SAW = "saw"
MOST_NAMED = 6


def mark_of(key: str, title: str, text: str) -> tuple[str, str]:
    """What the workbook remembers of a cell that is only to be read: the name it goes by, and its fingerprint."""
    return BETWEEN.join((SAW, key, title)), fingerprint(text)


def added_columns(found: Found, returned: Returned, titles: Iterable[str]) -> tuple[str, ...]:
    """What stands above columns that the workbook did not have."""
    own = {fold(title) for title in (*titles, *_titles(returned.mark))}
    return tuple(text for text in found.unused if fold(text) not in own)


def _titles(mark: Mapping[str, str]) -> tuple[str, ...]:
    """What stands above the columns that are only to be read."""
    held = (name.split(BETWEEN) for name in mark)
    return tuple(dict.fromkeys(parts[2] for parts in held if len(parts) == 3 and parts[0] == SAW))


def edited_unread(found: Found, returned: Returned, *, named: str) -> dict[str, tuple[int, ...]]:
    """Title of a column that is only to be read -> the rows in which it says something else than it did.

    named: the field by which a row is told to be what its key says; rows that were sorted without their keys are not.
    """
    sheet, titles = returned.sheet, _titles(returned.mark)
    if sheet is None or not titles:
        return {}
    _, columns = header_of(sheet, (*found.columns.values(), *titles))
    rows = [(row, key) for row in found.rows if (key := _key(row, returned.mark, named))]
    edited = {
        title: tuple(
            row.row
            for row, key in rows
            if (was := returned.mark.get(BETWEEN.join((SAW, key, title))))
            and fingerprint(sheet.text(row.row - 1 - sheet.first_row, columns[title])) != was
        )
        for title in titles
        if title in columns
    }
    return {title: places for title, places in edited.items() if places}


def _key(row: FoundRow, mark: Mapping[str, str], named: str) -> str:
    """The key of a row where what it is about says so too, "" where it was left behind."""
    if row.target is not None:
        return row.target.key if row.key == row.target.key else ""
    was = mark.get(BETWEEN.join(("was", row.key, named)))
    return row.key if was == fingerprint(row.named) else ""


def in_words(columns: Iterable[str], edited: Mapping[str, tuple[int, ...]]) -> tuple[str, ...]:
    """The same as sentences."""
    titles = listed([f"“{title}”" for title in columns], most=MOST_NAMED)
    added = (f"Not read, since the workbook has no such column: {titles}.",) if tuple(columns) else ()
    return (*added, *(_in_words(title, rows) for title, rows in edited.items()))


def _in_words(title: str, rows: tuple[int, ...]) -> str:
    where = f"row{'' if len(rows) == 1 else 's'} {listed([str(row) for row in rows], most=MOST_NAMED)}"
    return f"“{title}” was changed in {where}. That column is worked out here and not read back."
