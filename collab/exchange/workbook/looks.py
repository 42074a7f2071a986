"""How cells look: number formats, colours and weights, each made once for a workbook."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from collab.exchange.template_guide import text_format
from collab.exchange.workbook.content import Look

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

NUMBERS = {
    Look.SCORE: "0.0",
    Look.STRENGTH: '0.0" ▲"',
    Look.CONCERN: '0.0" ▼"',
    Look.EXACT: "0.000",
    Look.WHOLE: "0",
    Look.PERCENT: "0%",
    Look.SHARE: "0.0%",
    Look.AGREEMENT: "0.00",
    Look.CHANGE: "+0.0;-0.0;0.0",
    Look.DAY: "yyyy-mm-dd",
}
_INK, _LINE, _HEAD, _FIXED = "#11161B", "#B8C2CC", "#DDE5EC", "#F3F5F7"
_HAIR = 7


_OF_HEADS: dict[str, Any] = {"bold": True, "bg_color": _HEAD, "border": 1, "border_color": _LINE, "font_color": _INK}


@dataclass
class Pen:
    """The cell formats of one workbook, each made once."""

    book: Workbook
    made: dict[tuple[object, ...], Any] = field(default_factory=dict)

    def of(self, look: Look, *, bold: bool = False, fixed: bool = False, centred: bool = False) -> Any:
        """The format of a cell. fixed: in a sheet that is read back, one that is not; centred: a word among figures."""
        key = (look, bold, fixed, centred)
        if key not in self.made:
            looks: dict[str, Any] = {"font_color": _INK, "bottom": _HAIR, "bottom_color": _LINE}
            looks |= {"bold": True} if bold else {}
            looks |= {"bg_color": _FIXED} if fixed else {}
            looks |= {"num_format": NUMBERS[look]} if look in NUMBERS else {}
            looks |= {"align": "center"} if look is not Look.TEXT or centred else {}
            text = look is Look.TEXT or look is Look.DAY
            self.made[key] = (
                text_format(self.book, **looks) if text else self.book.add_format({"valign": "top"} | looks)
            )
        return self.made[key]

    def named(self, name: str, **looks: Any) -> Any:
        """A format with a name of its own."""
        if (name,) not in self.made:
            self.made[(name,)] = text_format(self.book, **looks)
        return self.made[(name,)]

    @property
    def head(self) -> Any:
        """The format of a column's title."""
        return self.named("head", **_OF_HEADS)

    @property
    def head_of_figures(self) -> Any:
        """The same above figures."""
        return self.named("head of figures", align="center", **_OF_HEADS)

    @property
    def heading(self) -> Any:
        """The format of a sheet's heading."""
        return self.named("heading", bold=True, font_size=16, font_color=_INK, text_wrap=False)

    @property
    def part(self) -> Any:
        """The format of a heading within a sheet."""
        return self.named("part", bold=True, font_size=12, font_color=_INK, text_wrap=False)

    @property
    def line(self) -> Any:
        """The format of a line of text above a table."""
        return self.named("line", font_color="#5A646E", text_wrap=False)
