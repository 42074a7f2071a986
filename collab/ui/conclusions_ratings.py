"""The ratings that a conclusion rests on: the dimension and its weakest factors as marks, in words, and as a table."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import streamlit as st

from collab.charts.board import label_of
from collab.charts.conclusions import Rated, rated_lines, rated_marks
from collab.charts.scale import SHARES, of_scores
from collab.charts.sizes import Size
from collab.charts.theme import palette
from collab.charts.words import safe
from collab.model import Kind, Measure
from collab.scoring import main_figure
from collab.services import conclusions_words
from collab.ui import figures, keys, printed, viewport, wording
from collab.ui.escape import plain

if TYPE_CHECKING:
    from collab.services.readiness import ReadinessView

BESIDE = Size(width=520, font=13, small=11, row=38, label=0, gap=0, column=0, widest_column=0)
PHONE = Size(width=322, font=12, small=11, row=36, label=0, gap=0, column=0, widest_column=0)
NOTE = "Small dots: partners. Below the dimension its weakest factors."


def stamp(view: ReadinessView) -> tuple[object, ...]:
    """What every kept picture of these figures depends on, as scalars."""
    return (view.round.id, view.round.data_version, view.round.version, view.initiative.version)


def has_figures(view: ReadinessView | None) -> bool:
    """Whether anything can be drawn."""
    return view is not None and bool(view.choices) and bool(view.sectors.units)


def lines_of(view: ReadinessView, dimension: str) -> tuple[Rated, ...]:
    """The dimension and its weakest factors."""
    return rated_lines(view.partners, view.sectors, view.instrument, dimension=dimension, k=view.round.k)


def draw(view: ReadinessView, dimension: str, *, size: Size | None = None, note: str = NOTE) -> None:
    """The marks of one dimension. size: that of a slide; else that of the page."""
    lines = lines_of(view, dimension)
    if not lines:
        st.caption("This round has no figures on this dimension.")
        return
    dark = figures.is_dark()
    size = size or (PHONE if viewport.is_narrow() else BESIDE)
    scale = SHARES if view.sectors.measure is Measure.SHARE else of_scores(view.sectors.scores)
    key = ("concluded", *stamp(view), dimension, size, dark, note)
    figure = figures.kept(
        key, lambda: rated_marks(lines, scale=scale, colours=palette(dark=dark), size=size, note=safe(note))
    )
    place = [each.key for each in view.instrument.dimensions].index(dimension)
    figures.draw(
        figure,
        key=f"concluded_{place}",
        alt=alt_of(view, dimension, lines),
        file_name=f"ratings {view.instrument.dimension(dimension).label} {view.initiative.name} {view.round.label}",
        least_width=size.width,
    )


def alt_of(view: ReadinessView, dimension: str, lines: tuple[Rated, ...]) -> str:
    """The message of the marks for who cannot see them."""
    label = view.instrument.dimension(dimension).label
    weak = [f"{line.label} {line.everyone.text}" for line in lines[1:] if not math.isnan(line.everyone.value)]
    weakest = [f"Weakest factors: {'; '.join(weak)}."] if weak else []
    return " ".join([f"Ratings of {label}.", *conclusions_words.of_ratings(view, dimension), *weakest])


def in_words(view: ReadinessView, dimension: str) -> None:
    """The dimension's figures in sentences."""
    st.markdown("  \n".join(plain(line) for line in conclusions_words.of_ratings(view, dimension)))


def show_table(view: ReadinessView, dimension: str | None) -> None:
    """The figures behind the marks, made only when somebody opens them."""
    with st.expander(
        "The ratings as a table", icon=":material/table:", key=keys.CONCLUSIONS_TABLE, on_change="rerun"
    ) as box:
        if box.open:
            table = ratings_table(view, dimension)
            printed.show(
                table,
                key="conclusion_ratings",
                formats={
                    name: "%.3f" for name, values in table.items() if any(isinstance(each, float) for each in values)
                },
                placeholder="",
                alt="Every figure of these dimensions and their factors, by partner and sector",
            )


def ratings_table(view: ReadinessView, dimension: str | None) -> dict[str, list[object]]:
    """One row per dimension and factor (None: of all dimensions): all partners, sectors, agreement, each partner.

    A figure that is hidden or not known is None.
    """
    scored = {each.key for each in view.instrument.dimensions if each.scored and dimension in (None, each.key)}
    places = [place for place, each in enumerate(view.sectors.targets) if each.dimension in scored]
    labels = wording.sector_labels()
    columns: dict[str, list[object]] = {
        "Level": [str(view.sectors.targets[place].level) for place in places],
        "Row": [label_of(view.sectors.targets[place], view.instrument) for place in places],
    }
    for row, unit in reversed(list(enumerate(view.sectors.units))):
        name = f"{labels[unit.sector]} mean" if unit.sector else "All partners"
        columns[name] = [_known(main_figure(view.sectors)[row, place]) for place in places]
        if unit.sector is None and view.round.kind is Kind.RESPONSES:
            columns["Agreement"] = [_known(view.sectors.agreement[row, place]) for place in places]
    targets = {target: place for place, target in enumerate(view.partners.targets)}
    for row, unit in enumerate(view.partners.units):
        columns[unit.name] = [
            _known(main_figure(view.partners)[row, targets[view.sectors.targets[place]]]) for place in places
        ]
    return columns


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
