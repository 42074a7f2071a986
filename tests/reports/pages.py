"""Pages of reports to try, valid unless a test says otherwise."""

from __future__ import annotations

from typing import Any

from collab.reports import Bars, Cell, Column, Grid, GridRow, Head, Page, Report, Series, Table


def a_grid(rows: int = 3, columns: int = 3, **changes: Any) -> Grid:
    cells = tuple(Cell("2.5", "#F4F3F0", "#14191E") for _ in range(columns))
    return Grid(
        "Factor",
        tuple(Head(f"Partner {number}") for number in range(columns)),
        [GridRow(f"Factor {number}", cells) for number in range(rows)],
        **changes,
    )


def a_table(rows: int = 3, text: str = "Agree on the buses", **changes: Any) -> Table:
    return Table(
        (Column("Step", 4), Column("When", 2)), [(f"{number}. {text}", "no date") for number in range(rows)], **changes
    )


def some_bars(**changes: Any) -> Bars:
    series = (
        Series("District", "#0072B2", (3.25, None), ("3.3", "")),
        Series("Charter", "#D55E00", (2.0, 1.5), ("2.0", "1.5")),
    )
    return Bars(**{"names": ("Clear benefits", "=1+1"), "series": series, "ends": (1.0, 4.0), **changes})


def a_page(**changes: Any) -> Page:
    return Page(**{"topic": "Readiness", "headline": "All partners 2.5", "told": "A heatmap.", **changes})


def a_report(*pages: Page, **changes: Any) -> Report:
    given = {
        "title": "Made-up compact",
        "subtitle": "Readiness",
        "about": ("Round “Baseline”",),
        "context": "Made-up compact · Baseline",
        "data_of": "Data as of 22 Nov 2026",
        "pages": pages or (a_page(),),
    }
    return Report(**{**given, **changes})
