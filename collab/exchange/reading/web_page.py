"""HTML that carries a table, as some survey systems name .xls: its innermost tables become sheets."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from collab.exchange.reading import limits
from collab.exchange.reading.coding import Grid, batches
from collab.exchange.reading.encoding import encoding_of
from collab.exchange.reading.parts import Contents, Tell
from collab.exchange.reading.refusals import refuse
from collab.exchange.reading.shape import Area, Surroundings, finished_sheet
from collab.exchange.reading.text import written_cell
from collab.exchange.sheet import Sheet

NOTE = "The file is a web page with a table, whatever its name says; the table was read."
SILENT = frozenset({"script", "style", "head", "title"})
BREAKS = frozenset({"br", "p", "div", "li"})
SPAN = 1_000


@dataclass
class Table:
    """A table while it is read: rows of texts, and the areas of cells that span several."""

    rows: list[list[str]] = field(default_factory=list)
    spans: list[Area] = field(default_factory=list)
    taken: set[tuple[int, int]] = field(default_factory=set)
    parent: bool = False
    cell: list[str] | None = None
    size: tuple[int, int] = (1, 1)
    cells: int = 0


def read_web_page(path: Path, tell: Tell) -> Contents:
    """Each table of the page that holds no other table, as a sheet."""
    if path.stat().st_size > limits.PAGE_BYTES:
        raise refuse("too_big", megabytes=f"{path.stat().st_size / limits.MEGABYTE:,.0f}")
    tell(0.1, "Reading the table of a web page.")
    encoding = encoding_of(path)
    reader = TableReader()
    reader.feed(path.read_text(encoding=encoding.name, errors=encoding.errors))
    reader.close()
    tables = [table for table in reader.finished if not table.parent and table.rows]
    if not tables:
        raise refuse("web_page")
    sheets = [sheet for at, table in enumerate(tables, start=1) if (sheet := _sheet(f"Table {at}", table))]
    if not sheets:
        raise refuse("no_cells")
    return Contents("html", tuple(sheets), notes=(NOTE,))


def _sheet(name: str, table: Table) -> Sheet | None:
    grid = Grid(written_cell)
    for batch in batches(table.rows):
        grid.add(batch)
    return finished_sheet(name, grid.columns(), around=Surroundings(merged=tuple(table.spans)))


class TableReader(HTMLParser):
    """Collects the cells of tables; everything else on the page is passed over."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[Table] = []
        self.finished: list[Table] = []
        self.silent = 0
        self.cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, row or cell."""
        self.silent += tag in SILENT
        if tag == "table":
            if self.open:
                self.open[-1].parent = True
            self.open.append(Table())
            if len(self.open) + len(self.finished) > limits.SHEETS:
                raise refuse("too_many_sheets", sheets=len(self.open) + len(self.finished))
        elif self.open and tag == "tr":
            self._end_cell()
            self.open[-1].rows.append([])
        elif self.open and tag in ("td", "th"):
            self._end_cell()
            told = dict(attrs)
            self.open[-1].cell = []
            self.open[-1].size = (_count(told.get("rowspan")), _count(told.get("colspan")))
        elif tag in BREAKS:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        """Close a table or cell."""
        self.silent = max(0, self.silent - (tag in SILENT))
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "table" and self.open:
            self.finished.append(self.open.pop())

    def handle_data(self, data: str) -> None:
        """Text inside a cell of the innermost table."""
        if self.open and self.open[-1].cell is not None and not self.silent:
            self.open[-1].cell.append(data)

    def close(self) -> None:
        """Finish tables that the page leaves open."""
        super().close()
        while self.open:
            self._end_cell()
            self.finished.append(self.open.pop())

    def _end_cell(self) -> None:
        table = self.open[-1] if self.open else None
        if table is None or table.cell is None:
            return
        if not table.rows:
            table.rows.append([])
        row, line = len(table.rows) - 1, table.rows[-1]
        while (row, len(line)) in table.taken:
            line.append("")
        down, across = table.size
        left = len(line)
        line.append("".join(table.cell))
        line.extend([""] * (across - 1))
        table.cell = None
        self.cells += down * across
        if self.cells > limits.PAGE_CELLS or len(line) > limits.GRID_COLUMNS:
            raise refuse("page_too_large")
        if down > 1 or across > 1:
            table.spans.append((row, left, row + down - 1, left + across - 1))
            table.taken.update((row + r, left + c) for r in range(1, down) for c in range(across))


def _count(told: str | None) -> int:
    return min(SPAN, int(told)) if told and told.isdecimal() and int(told[:9]) > 0 else 1
