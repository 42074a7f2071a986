"""The readiness of many partners on the screen: sorted, searched, with sector means that stay in sight."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from collab.charts.board import Board
from collab.charts.matrix import BY_NAME, matrix, ordered
from collab.charts.theme import palette
from collab.search import holds
from collab.ui import address, keys, wording
from collab.ui.escape import plain

_CSS = """
.frame { max-height: 74vh; overflow: auto; border: 1px solid var(--st-border-color); border-radius: 6px; }
table { border-collapse: separate; border-spacing: 0; width: 100%; font-family: var(--st-font);
  color: var(--st-text-color); font-size: 0.95rem; background: var(--st-background-color); }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { height: 30px; padding: 2px 3px; text-align: center; box-sizing: border-box;
  border-right: 2px solid var(--st-background-color); border-bottom: 2px solid var(--st-background-color); }
td { min-width: 56px; font-variant-numeric: tabular-nums; cursor: pointer; }
td:hover { outline: 2px solid var(--st-text-color); outline-offset: -2px; }
td i { font-style: normal; font-size: 0.65em; margin-left: 2px; vertical-align: 1px; }
thead { position: sticky; top: 0; z-index: 2; background: var(--st-background-color); }
thead tr:first-child th { font-weight: 400; font-size: 0.76rem; line-height: 1.25; vertical-align: bottom;
  padding-top: 8px; min-width: 100px; max-width: 170px; overflow-wrap: break-word; }
thead tr:first-child th.sum { font-weight: 700; min-width: 60px; max-width: 120px; }
thead tr:first-child th small { display: block; font-size: 0.72rem; font-weight: 400; opacity: 0.85; }
thead tr:not(:first-child) td, thead tr:not(:first-child) th { font-weight: 700; }
thead tr:last-child td, thead tr:last-child th { border-bottom: 3px solid var(--st-border-color); }
th.name { position: sticky; left: 0; z-index: 1; text-align: left; font-weight: 400; min-width: 215px;
  max-width: 290px; background: var(--st-background-color); border-left: 5px solid transparent; }
th.name div { display: flex; gap: 8px; align-items: baseline; justify-content: space-between; }
th.name span { line-height: 1.2; overflow-wrap: anywhere; }
th.name small { font-size: 0.72rem; white-space: nowrap; }
td.hidden, td.hidden_by_source { outline: 1px dotted var(--st-text-color); outline-offset: -3px; font-size: 0.75rem; }
td.not_applicable { outline: 1px solid var(--st-border-color); outline-offset: -3px; font-size: 0.75rem; }
@media (max-width: 640px) { th.name { min-width: 128px; max-width: 128px; font-size: 0.78rem; }
  th.name div, th.name small { display: block; } th.name small { font-size: 0.66rem; }
  thead tr:first-child th { font-size: 0.7rem; }
  thead tr:first-child th:not(.name, .sum) { min-width: 150px; } }
@media (max-height: 560px) { thead { position: static; } .frame { max-height: none; } }
@media print { .frame { max-height: none; overflow: visible; } tr { break-inside: avoid; }
  table { font-size: 0.85rem; zoom: 0.78; print-color-adjust: exact; } th, td { height: 24px; } td { min-width: 40px; }
  th.name { min-width: 170px; max-width: 200px; }
  thead tr:first-child th:not(.name) { font-size: 0.68rem; min-width: 0; padding-left: 1px; padding-right: 1px; }
  thead tr:first-child th:not(.name, .sum) { min-width: 96px; } }
"""

_JS = """
export default function ({ data, parentElement, setTriggerValue }) {
  const frame = parentElement.querySelector(".frame")
  if (frame.shown !== data.table) { frame.innerHTML = data.table; frame.shown = data.table }
  frame.onclick = (event) => {
    const cell = event.target.closest("td[data-at]")
    if (cell) setTriggerValue("cell", cell.dataset.at)
  }
}
"""

_table = st.components.v2.component(
    "common_ground_matrix", html='<div class="frame" tabindex="0"></div>', css=_CSS, js=_JS
)


def show_matrix(
    board: Board, *, key: tuple[object, ...], dark: bool, caption: str, opened: Callable[[str | None], None]
) -> None:
    """The matrix with its search and order.

    key: all that the board depends on, as scalars. opened: called with "column key|level|target key" of a clicked cell.
    """
    by, highest, search = _order(board)
    places = ordered(board, by=by, highest_first=highest, search=search)
    table = _kept(key, tuple(places), dark, caption, board)
    partners = sum(column.is_partner for column in board.columns)
    st.caption(f"{len(places):,} of {partners:,} partners. Sector means stay on top. Choose a cell to see more.")
    _table(
        key="matrix",
        data={"table": table},
        on_cell_change=lambda: opened(st.session_state["matrix"].get("cell")),
    )


@st.cache_resource(max_entries=32, show_spinner=False)
def _kept(key: tuple[object, ...], places: tuple[int, ...], dark: bool, caption: str, _board: Board) -> str:
    names = wording.sector_labels()
    return matrix(_board, list(places), sector_names=names, colours=palette(dark=dark), caption=caption)


def _order(board: Board) -> tuple[str, bool, str]:
    labels = {BY_NAME: "Name", **{row.target.key: row.label for row in board.rows}}
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls_matrix"):
        search = st.text_input("Find a partner", key=keys.SEARCH, bind="query-params", width=260)
        by = address.select("Sort by", labels, param=keys.SORT, widget=keys.PICK_SORT, default=BY_NAME, width=260)
        highest = st.toggle("Highest first", key=keys.HIGHEST, bind="query-params", disabled=by == BY_NAME)
    if search and not any(holds(column.name, search) for column in board.columns):
        st.info(f"No partner’s name holds “{plain(search)}”.")
    return by, highest, search
