"""Draws plotly figures: kept per round version and filters, saved as a picture, scrolling where they are wide."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import streamlit as st

from collab.ui.style import widest

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

Spec = dict[str, Any]


def is_dark() -> bool:
    """Whether the page is dark now."""
    return st.context.theme.type == "dark"


def kept(key: tuple[object, ...], build: Callable[[], Spec]) -> Figure:
    """The figure of this key, built once; the key holds all that the figure depends on, each with a repr of its own.

    Neither validated nor copied: Streamlit asks a figure for its dict on each run, and plotly's deep copy of a
    heatmap costs more than writing its JSON. Nobody changes the dict, and the tests of the charts validate it.
    """
    return _kept(repr(key), build)


@st.cache_resource(max_entries=256, show_spinner=False)
def _kept(key: str, _build: Callable[[], Spec]) -> Figure:
    """A text is told apart from others far faster than what it says."""
    from plotly.graph_objects import Figure

    spec = _build()
    figure = Figure()
    figure.to_dict = lambda: spec
    return figure


def draw(
    figure: Figure,
    *,
    key: str,
    alt: str,
    file_name: str,
    least_width: int | None = None,
    on_select: Callable[[], None] | None = None,
) -> None:
    """The figure on the page. least_width: pixels below which it scrolls sideways. on_select: a cell was chosen."""
    options: dict[str, Any] = {"on_select": on_select, "selection_mode": "points"} if on_select else {}
    with st.container(key=f"wide_{key}"):
        if least_width:
            widest(key, least_width)
        st.plotly_chart(figure, key=f"chart_{key}", alt=alt, config=_config(file_name), **options)


def _config(file_name: str) -> Spec:
    return {
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "scale": 2, "filename": picture_name(file_name)},
    }


def picture_name(text: str) -> str:
    """A file name that every system takes: letters, digits and hyphens."""
    return re.sub(r"[^\w]+", "-", text.casefold()).strip("-")[:80] or "chart"
