"""The PDF: tagged, with language and title, text as text whatever it holds."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from collab.reports import Head, Kind, Series, Span, Spans, paper, typeset
from tests.reports.pages import a_grid, a_page, a_report, a_table, some_bars

HOSTILE = "#sys.inputs *bold* $x^2$ @ref `code` [a](b) \\ // /* <b> & = heading"
UNKNOWN = "\U00012000"
"""A cuneiform sign."""
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="there is no pdftotext here")


def plain(content: bytes) -> bytes:
    """The file with its streams unpacked."""
    found = [content]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.S):
        try:
            found.append(zlib.decompressobj().decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(found)


def text_of(content: bytes, tmp_path: Path) -> str:
    path = tmp_path / "paper.pdf"
    path.write_bytes(content)
    told = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True).stdout.decode()
    return " ".join(told.replace("\u200b", "").split())


def test_it_is_tagged_with_a_language_a_title_and_what_charts_show() -> None:
    report = a_report(
        a_page(block=a_grid()), a_page(block=some_bars(), told="Charter is higher on both."), a_page(block=a_table())
    )
    found = plain(paper(report))
    assert found.startswith(b"%PDF-1.7")
    for part in (b"/StructTreeRoot", b"/Lang", b"(en-US)", b"Made-up compact: Readiness", b"/TH", b"/Figure", b"/Alt"):
        assert part in found, part
    assert b"pdfuaid:part>1<" in found
    assert b"Charter is higher on both." in found


def test_a_sign_that_no_letters_show_costs_the_standard_and_not_the_file() -> None:
    made = typeset(a_report(a_page(headline=f"No letters for {UNKNOWN}")))
    found = plain(made.content)
    assert not made.is_standard
    assert b"/StructTreeRoot" in found
    assert b"pdfuaid:part" not in found


@needs_poppler
@pytest.mark.parametrize("sign", ["\uf0b7", "\uf0a7", "\uf0d8"])
def test_a_bullet_that_comes_from_word_is_a_bullet_and_costs_no_standard(sign: str, tmp_path: Path) -> None:
    made = typeset(a_report(a_page(lines=(f"{sign} Count the buses\ue123",))))
    assert made.is_standard
    assert "• Count the buses" in text_of(made.content, tmp_path)


def test_steps_that_last_for_thousands_of_years_are_drawn_too() -> None:
    spans = Spans((Span("Agree", date.min, date.max, "Done"),), (Kind("Done", "#CED0D4", "#ACB2B6"),), date.max)
    assert typeset(a_report(a_page(block=spans, told="Agree, for ever."))).is_standard


@pytest.mark.parametrize(
    "block", [some_bars(names=(), series=()), a_table(0), a_grid(0)], ids=["bars", "table", "grid"]
)
def test_a_block_of_nothing_costs_no_file(block: Any) -> None:
    assert typeset(a_report(a_page(block=block))).content[:4] == b"%PDF"


@needs_poppler
def test_what_people_wrote_is_text_whatever_it_looks_like(tmp_path: Path) -> None:
    report = a_report(a_page(headline=HOSTILE, lines=(HOSTILE,), block=a_table(1, text=HOSTILE)), title=HOSTILE)
    assert text_of(paper(report), tmp_path).count(HOSTILE) >= 4


@needs_poppler
def test_every_row_of_a_long_table_is_there_and_each_sheet_says_of_when_the_data_are(tmp_path: Path) -> None:
    found = text_of(paper(a_report(a_page(block=a_table(90)))), tmp_path)
    assert all(f"{number}. Agree on the buses" in found for number in range(90))
    sheets = int(re.search(r"Page 1 of (\d+)", found)[1])  # type: ignore[index]
    assert sheets > 3
    assert found.count("Data as of 22 Nov 2026") == sheets


@needs_poppler
def test_sectors_stand_in_words_above_their_partners(tmp_path: Path) -> None:
    heads = tuple(Head(f"Partner {at}", "#0072B2", group="Charter") for at in range(2))
    made = typeset(a_report(a_page(block=replace(a_grid(), heads=(*heads, Head("All"))))))
    assert made.is_standard
    assert "Charter Factor Partner 0 Partner 1 All" in text_of(made.content, tmp_path)


@needs_poppler
def test_a_figure_that_is_not_shown_is_no_bar_of_nothing(tmp_path: Path) -> None:
    assert "not shown" in text_of(paper(a_report(a_page(block=some_bars()))), tmp_path)


@needs_poppler
def test_a_chart_of_many_bars_goes_on_where_a_sheet_ends(tmp_path: Path) -> None:
    values = tuple(Series(name, "#0072B2", (2.0,) * 60, ("2.0",) * 60) for name in ("District", "Charter"))
    bars = some_bars(names=tuple(f"Question number {number}." for number in range(60)), series=values)
    content = paper(a_report(a_page(block=bars)))
    assert all(f"Question number {number}." in text_of(content, tmp_path) for number in range(60))
    assert b"pdfuaid:part>1<" in plain(content)
