"""How the answers of each sector spread over the scale: the bars of one dimension, and the counts as a table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from collab.charts.board import label_of
from collab.charts.distributions import Spread, diverging_bars
from collab.charts.pairs import PAIR
from collab.charts.sizes import BESIDE, Size
from collab.charts.theme import palette
from collab.model import Level
from collab.services import compare_lines
from collab.ui import address, compare_charts, figures, keys, printed, viewport, wording

if TYPE_CHECKING:
    from pandas import DataFrame

    from collab.services.comparison import ComparisonView

NOT_SHOWN = "not shown"


def show(view: ComparisonView, key: tuple[object, ...]) -> None:
    """One dimension's answers, that of the widest gap first."""
    groups = {group.key: group.label for group in view.instrument.dimensions if group.factors}
    lines = compare_lines.lines_of(view, Level.FACTOR)
    widest = lines[0].target.dimension if lines else None
    with st.container(key="together_answers"):
        st.subheader("How the answers spread", anchor=False)
        dimension = address.select(
            "Dimension",
            groups,
            param=keys.DIMENSION,
            widget=keys.PICK_DIMENSION,
            default=widest if widest in groups else next(iter(groups)),
            width=340,
        )
        found = spreads(view, dimension)
        _draw(view, (*key, dimension), found)
    if any(factor.reversed for factor in view.instrument.factors if factor.dimension == dimension):
        st.caption("Questions about bad news are turned round, so that the right side is always the good side.")
    _table(view, found)


def spreads(view: ComparisonView, dimension: str) -> tuple[Spread, ...]:
    """The answers of district and charter to each factor of a dimension, as oriented for readiness."""
    labels = wording.sector_labels()
    rows = {unit.sector: place for place, unit in enumerate(view.sectors.units)}
    found = []
    for place, target in enumerate(view.sectors.targets):
        if target.level is not Level.FACTOR or target.dimension != dimension:
            continue
        for sector in PAIR:
            row = rows.get(sector)
            counts = () if row is None else tuple(int(count) for count in view.sectors.counts[row, place])
            known = counts if counts and min(counts) >= 0 and sum(counts) else ()
            name = label_of(target, view.instrument)
            found.append(Spread(name, labels[sector], sector, known, "" if known else NOT_SHOWN))
    return tuple(found)


def _levels(view: ComparisonView) -> tuple[str, ...]:
    return tuple(point.label for point in view.instrument.scale)


def _size(found: tuple[Spread, ...]) -> Size:
    """On a phone the names of the factors stand above their bars."""
    if viewport.is_narrow():
        return replace(compare_charts.NARROW, row=BESIDE.row)
    return compare_charts.beside([spread.label for spread in found])


def _draw(view: ComparisonView, key: tuple[object, ...], found: tuple[Spread, ...]) -> None:
    size, dark, levels = _size(found), figures.is_dark(), _levels(view)
    figure = figures.kept(
        ("spreads", *key, size, dark),
        lambda: diverging_bars(found, levels, colours=palette(dark=dark), size=size),
    )
    figures.draw(
        figure,
        key="spreads",
        alt="How the answers of each sector spread over the scale. The table below holds the counts.",
        file_name=f"answers {key[-1]} {view.initiative.name} {view.round.label}",
        least_width=size.width,
    )


def _table(view: ComparisonView, found: tuple[Spread, ...]) -> None:
    with st.expander("These answers as a table", icon=":material/table:"):
        printed.show(
            spread_table(found, _levels(view)),
            key="spread",
            height="content",
            alt="How many answers of each level, by factor and sector",
        )


def spread_table(found: tuple[Spread, ...], levels: tuple[str, ...]) -> DataFrame:
    """One row per factor and sector: answers of each level and rated ones; empty where they are not shown."""
    import pandas as pd

    return pd.DataFrame(
        {
            "Factor": [spread.label for spread in found],
            "Sector": [spread.name for spread in found],
            **{
                level: _counts([spread.counts[place : place + 1] for spread in found]) for place, level in _once(levels)
            },
            "Rated": _counts([(sum(spread.counts),) if spread.counts else () for spread in found]),
        }
    )


def _once(levels: tuple[str, ...]) -> list[tuple[int, str]]:
    """The levels with their places, each name different from the others."""
    return [(place, level if levels.count(level) == 1 else f"{level} ({place})") for place, level in enumerate(levels)]


def _counts(values: list[tuple[int, ...]]) -> object:
    """Whole numbers, empty where there is none."""
    import pandas as pd

    return pd.array([value[0] if value else pd.NA for value in values], dtype="Int64")
