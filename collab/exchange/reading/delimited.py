"""Text files with divided columns: .csv, .tsv and their relatives, whatever the divider and encoding."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path

from collab.exchange.reading import limits
from collab.exchange.reading.coding import Grid, batches
from collab.exchange.reading.encoding import Encoding, encoding_of
from collab.exchange.reading.parts import Contents, Tell
from collab.exchange.reading.refusals import refuse
from collab.exchange.reading.shape import finished_sheet
from collab.exchange.reading.text import written_cell, written_cell_with_decimal_comma

DIVIDERS = (",", "\t", ";", "|")
SAMPLE_CHARACTERS = 131_072
SAMPLE_RECORDS = 300
NAMED_DIVIDER = re.compile(r"\ufeff?\"?sep=(.)\"?\s*\Z", re.IGNORECASE)
OPEN_QUOTE_LINES = 3
DOUBLED = "Every second line of the file is empty (doubled line ends); those lines were left out."
TRUNCATED = "The last line of the file is incomplete: the export may have been cut off."


@dataclass
class Opening:
    """How the file begins: its divider, and whether its first line only names that divider."""

    divider: str
    named: bool
    doubled: bool


def read_delimited(path: Path, tell: Tell) -> Contents:
    """The one sheet of a text file."""
    encoding = encoding_of(path)
    opening = _opening(path, encoding)
    reader = Records(path, encoding, opening)
    grid = Grid(written_cell_with_decimal_comma if opening.divider == ";" else written_cell)
    for batch in batches(reader.records()):
        grid.add(batch)
        tell(min(0.95, 0.05 + 0.9 * reader.share()), f"{grid.rows:,} rows read.")
    sheet = finished_sheet("", grid.columns(), at=(1 if opening.named else 0, 0))
    if sheet is None:
        raise refuse("no_cells")
    notes = (encoding.note, DOUBLED if opening.doubled else "", TRUNCATED if reader.truncated else "")
    return Contents("csv", (sheet,), notes=tuple(note for note in notes if note))


class Records:
    """The records of a text file, one list of raw cells after the other."""

    def __init__(self, path: Path, encoding: Encoding, opening: Opening) -> None:
        self.path = path
        self.encoding = encoding
        self.opening = opening
        self.truncated = False
        self.read_characters = 0
        self.last_line = "\n"
        self.widths: Counter[int] = Counter()

    def share(self) -> float:
        """About how much of the file has been read, from 0 to 1."""
        return self.read_characters / max(1, self.path.stat().st_size)

    def records(self) -> Iterator[list[str]]:
        """Every record, blank ones included; raises Refused for a quotation mark that is never closed."""
        csv.field_size_limit(8 * limits.CELL_CHARACTERS)
        with _opened(self.path, self.encoding) as file:
            if self.opening.named:
                file.readline()
            reader = csv.reader(self._lines(file), delimiter=self.opening.divider)
            number, before = 0, 0
            record: list[str] = []
            try:
                for number, record in enumerate(reader, start=1):
                    if reader.line_num - before > 1:
                        self._check_spread(record, number, reader.line_num - before)
                    before = reader.line_num
                    if self.opening.doubled and not record:
                        continue
                    if len(record) > limits.GRID_COLUMNS:
                        raise refuse("too_many_columns", columns=len(record))
                    self.widths[len(record)] += 1
                    yield record
            except csv.Error as fault:
                raise refuse("open_quote", row=number + 1) from fault
            self._note_truncation(record)

    def _check_spread(self, record: list[str], number: int, lines: int) -> None:
        """A cell that runs to the very end of the file over several lines was opened by a stray quote."""
        if record and "\n" in record[-1] and lines > OPEN_QUOTE_LINES and self._ended and not self._closed():
            raise refuse("open_quote", row=number)

    def _closed(self) -> bool:
        return self.last_line.rstrip("\r\n").endswith('"')

    def _note_truncation(self, record: list[str]) -> None:
        usual = self.widths.most_common(1)
        short = bool(usual) and 0 < len(record) < usual[0][0] and usual[0][1] > sum(self.widths.values()) / 2
        self.truncated = short and not self.last_line.endswith(("\n", "\r"))

    def _lines(self, file: TextIOWrapper) -> Iterator[str]:
        self._ended = False
        while line := file.readline(limits.LINE_CHARACTERS + 1):
            if len(line) > limits.LINE_CHARACTERS:
                raise refuse("long_line", characters=limits.LINE_CHARACTERS)
            self.read_characters += len(line)
            self.last_line = line
            yield line
        self._ended = True


def _opened(path: Path, encoding: Encoding) -> TextIOWrapper:
    return path.open("r", encoding=encoding.name, errors=encoding.errors, newline="")


def _opening(path: Path, encoding: Encoding) -> Opening:
    with _opened(path, encoding) as file:
        text = file.read(SAMPLE_CHARACTERS)
    lines = text.splitlines(keepends=True)
    if len(text) == SAMPLE_CHARACTERS and len(lines) > 1:
        lines = lines[:-1]
    named = NAMED_DIVIDER.match(lines[0]) if lines else None
    lines = lines[1:] if named else lines
    divider = named[1] if named else _divider(lines)
    return Opening(divider, named is not None, _is_doubled(lines, divider))


def _divider(lines: list[str]) -> str:
    """The divider under which most records have the same width."""
    scores = {divider: _consistency(lines, divider) for divider in DIVIDERS}
    return max(DIVIDERS, key=lambda divider: scores[divider])


def _records(lines: list[str], divider: str) -> list[list[str]]:
    records: list[list[str]] = []
    try:
        for record in csv.reader(lines, delimiter=divider):
            records.append(record)
            if len(records) >= SAMPLE_RECORDS:
                break
    except csv.Error:
        pass
    return records


def _consistency(lines: list[str], divider: str) -> float:
    widths = Counter(len(record) for record in _records(lines, divider) if record)
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    return count / sum(widths.values()) * (1 - 1 / width)


def _is_doubled(lines: list[str], divider: str) -> bool:
    records = _records(lines, divider)
    filled, blank = records[0::2], records[1::2]
    return len(records) >= 4 and not any(blank) and sum(map(bool, filled)) > len(filled) / 2
