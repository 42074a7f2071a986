"""The PDF: the pages of a report typeset, tagged for screen readers, with the letters of the screens."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from collab.reports.content import Bars, Grid, Kind, Page, Report, Spans, Table
from collab.reports.heads import folded, groups
from collab.reports.texts import tidy

if TYPE_CHECKING:
    from typst import Fonts

FONTS = "font_source_sans_pro"
LONGEST_WORD = 22
MOST_MONTHS = 9
MOST_ROWS_TOGETHER, MOST_LETTERS_TOGETHER = 10, 2_400
MOST_SIDE, FIGURES_ROOM, INSETS, LETTER = 2.7, 18.1, 0.22, 0.335
"""Of a table of figures, in centimetres: its widest column, the room of all, the margins of a cell, a letter's size."""
_BREAK = "\u200b"
_STANDARDS = ["a-2a", "ua-1"]
_OF_STANDARDS = re.compile(r"PDF/[^ ]+.* error")


@dataclass(frozen=True)
class Typeset:
    """A .pdf file. is_standard: PDF/UA-1 and PDF/A-2a; else only tagged, as texts have signs no letters here show."""

    content: bytes
    is_standard: bool


def paper(report: Report) -> bytes:
    """A .pdf file, PDF/UA-1 and PDF/A-2a where all its signs can be shown."""
    return typeset(report).content


def typeset(report: Report) -> Typeset:
    """The same, with whether it keeps the standards."""
    import typst

    source, data = Path(__file__).with_name("paper.typ").read_bytes(), json.dumps(_told(report), ensure_ascii=False)
    try:
        return Typeset(_compiled(source, data, standards=_STANDARDS), is_standard=True)
    except typst.TypstError as fault:
        if not _OF_STANDARDS.match(fault.message):
            raise
        return Typeset(_compiled(source, data, standards=[]), is_standard=False)


def _compiled(source: bytes, data: str, *, standards: list[Any]) -> bytes:
    import typst

    compiler = typst.Compiler(source, font_paths=_fonts(), sys_inputs={"report": data})
    made = compiler.compile(format="pdf", pdf_standards=standards)
    if not isinstance(made, bytes):
        raise TypeError("a compiled report is one file")
    return made


@lru_cache(maxsize=1)
def _fonts() -> Fonts:
    """The letters of the screens; for signs that they do not have, those of the computer."""
    import typst

    found = find_spec(FONTS)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"the package {FONTS.replace('_', '-')} is not installed")
    return typst.Fonts(font_paths=[Path(found.origin).parent / "files"])


def _told(report: Report) -> dict[str, Any]:
    """The report as the typesetter reads it: user text is data there too, never markup."""
    topics: dict[str, list[dict[str, Any]]] = {}
    for page in report.pages:
        topics.setdefault(page.topic, []).append(_page(page))
    told = {name: value for name, value in asdict(report).items() if name != "pages"}
    language, _, region = report.language.partition("-")
    told |= {"language": language, "region": region or None}
    found = [{"topic": topic, "pages": pages, "sources": _sources(pages)} for topic, pages in topics.items()]
    return _tidied({**told, "topics": found})


def _sources(pages: list[dict[str, Any]]) -> list[str]:
    """What the pages of a topic rest on, each said once."""
    return list(dict.fromkeys(each for page in pages for each in page["sources"]))


def _page(page: Page) -> dict[str, Any]:
    kind = type(page.block).__name__.lower() if page.block is not None else ""
    match page.block:
        case Spans() as spans:
            block: Any = _along(spans)
        case Grid() as grid:
            block = _grouped(grid)
        case _:
            block = asdict(page)["block"]
    return {**asdict(page), "block": block, "kind": kind, "together": _fits_a_sheet(page)}


def _grouped(grid: Grid) -> dict[str, Any]:
    """The grid with what stands above several columns: a name, its ink and how many columns that are."""
    side = min(MOST_SIDE, FIGURES_ROOM / max(len(grid.heads), 1)) / LETTER
    heads = folded(grid.heads, [side] * len(grid.heads), INSETS / LETTER)
    found = [(name, heads[places.start].ink, len(places)) for name, places in groups(heads)]
    return {**asdict(replace(grid, heads=heads)), "groups": found if any(name for name, _, _ in found) else []}


def _along(spans: Spans) -> dict[str, Any]:
    """Where each bar begins and how long it is, as parts of all the time; today, and the months, likewise."""
    first, days = spans.first, (spans.last - spans.first).days
    months = list(_months(first, spans.last))
    step = max(math.ceil(len(months) / MOST_MONTHS), 1)
    kinds = {kind.name: _kind(kind) for kind in spans.present}
    return {
        "today": (spans.today - first).days / days,
        "months": [[(month - first).days / days, f"{month:%b} {month.year}"] for month in months[::step]],
        "kinds": list(kinds.values()),
        "spans": [
            {
                "name": each.name,
                "begin": (each.begins - first).days / days,
                "size": ((each.ends - each.begins).days + 1) / days,
                "kind": kinds[each.kind],
            }
            for each in spans.spans
        ],
    }


def _months(first: date, last: date) -> Iterator[date]:
    """The first days of months from one day to before another; the first day is one."""
    for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        if (day := date(month // 12, month % 12 + 1, 1)) < last:
            yield day


def _kind(kind: Kind) -> dict[str, str]:
    return {
        "name": kind.name,
        "colour": kind.colour,
        "edge": kind.edge,
        "dash": "densely-dotted" if kind.is_dotted else "solid",
    }


def _fits_a_sheet(page: Page) -> bool:
    """Whether it is so short that it need not be parted: else it would run over the end of the sheet."""
    texts = [page.headline, *page.lines, *page.notes]
    rows = 0
    match page.block:
        case Table() as table:
            rows, texts = len(table.rows), [*texts, *(text for row in table.rows for text in row)]
        case Grid() as grid:
            rows, texts = len(grid.rows), [*texts, *(row.label for row in grid.rows)]
        case Bars() as bars:
            rows, texts = len(bars.names), [*texts, *bars.names]
        case Spans() as spans:
            rows, texts = len(spans.spans), [*texts, *(each.name for each in spans.spans)]
    return rows <= MOST_ROWS_TOGETHER and sum(map(len, texts)) <= MOST_LETTERS_TOGETHER


def _tidied(value: Any) -> Any:
    """The same with every text tidied; sets as lists."""
    if isinstance(value, str):
        return _with_breaks(tidy(value))
    if isinstance(value, dict):
        return {name: _tidied(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_tidied(each) for each in value]
    return sorted(value) if isinstance(value, frozenset) else value


def _with_breaks(text: str) -> str:
    """The text, in which a very long word may be broken where a column ends."""
    if len(text) <= LONGEST_WORD:
        return text
    return " ".join(
        word
        if len(word) <= LONGEST_WORD
        else _BREAK.join(word[at : at + LONGEST_WORD // 2] for at in range(0, len(word), LONGEST_WORD // 2))
        for word in text.split(" ")
    )
