"""Tables that paper shows whole: on the screen Streamlit's, which scrolls; on paper a plain one with every column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

import streamlit as st

from collab.scoring.rounding import shown
from collab.ui.wording import many

if TYPE_CHECKING:
    from pandas import DataFrame

_FORMAT = re.compile(r"%(\+?)\.(\d)f")
LONG_WORD, MANY_COLUMNS = 24, 12
MOST_CELLS = 3_000
"""A larger table fits no sheets that anybody reads, and would cost every screen the time to write it twice."""


def show(
    table: DataFrame | Mapping[str, list[Any]],
    *,
    key: str,
    formats: Mapping[str, str] | None = None,
    column_config: Mapping[str, Any] | None = None,
    **options: Any,
) -> None:
    """A table to read. formats: column to how its numbers are written ("%.3f"); the rest as of st.dataframe."""
    written = formats or {}
    with st.container(key=f"printed_{key}"):
        st.dataframe(
            table,
            hide_index=True,
            column_config={
                **{name: st.column_config.NumberColumn(format=how) for name, how in written.items()},
                **(column_config or {}),
            },
            **options,
        )
        st.html(on_paper(table, written))


def only(table: DataFrame | Mapping[str, list[Any]], *, key: str) -> None:
    """A table on paper alone, beside one that is edited on the screen."""
    with st.container(key=f"printed_{key}"):
        st.html(on_paper(table, {}))


def on_paper(table: DataFrame | Mapping[str, list[Any]], formats: Mapping[str, str]) -> str:
    """The table as HTML, every text escaped; of one that is too large for paper, a sentence that says so."""
    import pandas as pd

    table = table if isinstance(table, pd.DataFrame) else pd.DataFrame(dict(table))
    if table.size > MOST_CELLS:
        return (
            f"<p>The table has {many(len(table), 'row')} and {many(len(table.columns), 'column')}, too many for paper. "
            "Save it as a CSV file: on the screen, with the arrow above it.</p>"
        )
    columns = [
        _column(str(name), table[name].astype(object).where(table[name].notna(), None).tolist(), formats.get(str(name)))
        for name in table.columns
    ]
    head, *lines = (f"<tr>{''.join(row)}</tr>" for row in zip(*columns, strict=True))
    kind = ' class="many"' if len(columns) > MANY_COLUMNS else ""
    return f"<table{kind}><thead>{head}</thead><tbody>{''.join(lines)}</tbody></table>"


def _column(name: str, values: list[Any], how: str | None) -> list[str]:
    """The cells of a column, its head first: numbers on the right, nothing where a value is missing (None)."""
    present = [value for value in values if value is not None]
    of_numbers = bool(present) and all(
        isinstance(value, int | float) and not isinstance(value, bool) for value in present
    )
    texts = ["" if value is None else _written(value, how) if of_numbers else str(value) for value in values]
    return [_cell("th", name, is_number=of_numbers), *(_cell("td", text, is_number=of_numbers) for text in texts)]


def _cell(tag: str, text: str, *, is_number: bool) -> str:
    """One cell; a word that is longer than a column may be broken anywhere."""
    kinds = ("number" if is_number else "", "long" if max(map(len, text.split()), default=0) > LONG_WORD else "")
    return f'<{tag} class="{" ".join(filter(None, kinds))}">{escape(text)}</{tag}>'


def _written(value: float, how: str | None) -> str:
    """A number as its column writes it ("%.3f", with its sign "%+.1f"), rounded as every figure is."""
    if how is None:
        return f"{value:g}" if isinstance(value, float) else str(value)
    signed, decimals = _FORMAT.fullmatch(how).groups()  # type: ignore[union-attr]
    text = shown(value, int(decimals))
    return f"+{text}" if signed and float(text) > 0 else text
