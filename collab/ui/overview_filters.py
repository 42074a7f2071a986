"""The controls of the overview: search, filters, order and page; all of it in the address."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from collab.ui import address, keys, overview_wanted, wording
from collab.ui.counted_place import number_in_address
from collab.ui.overview_wanted import ANY, BY_ACTIVITY, LOOKS, SORTS, Wanted

if TYPE_CHECKING:
    from collab.services.digests import Digest, Overview

PER_PAGE = 50
_LISTS = {
    "stage": (keys.PICK_OVERVIEW_STAGE, 170),
    "standing": (keys.PICK_STANDING, 150),
    "sector": (keys.PICK_SECTOR, 190),
    "area": (keys.PICK_AREA, 230),
    "outcome": (keys.PICK_OUTCOME, 190),
}
"""The field of Wanted to the key and the width of its list."""


def choose(overview: Overview) -> Wanted:
    """The controls above the table."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls_overview"):
        _search()
        _lists(overview)
        address.select(
            "Sort by",
            SORTS,
            param=keys.SORT,
            widget=keys.PICK_OVERVIEW_SORT,
            default=BY_ACTIVITY,
            width=240,
            then=_first_page,
        )
    wanted = overview_wanted.in_address(overview)
    _only(overview, wanted)
    return wanted


def _lists(overview: Overview) -> None:
    for field, each in overview_wanted.choices(overview).items():
        widget, width = _LISTS[field]
        if not each.names:
            st.query_params.pop(each.param, None)
            continue
        offered = {ANY: "All", **each.names}
        address.select(each.label, offered, param=each.param, widget=widget, default=ANY, width=width, then=_first_page)


def take_up() -> None:
    """Let a person who comes back to the bare page find the list as it was left.

    The box of words is there for as long as the list is: on the list itself a bare address means all initiatives.
    """
    left = st.session_state.get(keys.OVERVIEW_LIST)
    if left and not st.query_params and keys.PICK_WORDS not in st.session_state:
        st.query_params.from_dict(left)


def leave_off() -> None:
    """Remember the list as the address has it."""
    kept = {key: value for key, value in st.query_params.to_dict().items() if key in keys.OF_THE_LIST}
    st.session_state[keys.OVERVIEW_LIST] = kept


def show_all() -> None:
    """Every initiative, in the order that was chosen."""
    kept = {key: value for key, value in st.query_params.to_dict().items() if key == keys.SORT}
    st.query_params.from_dict(kept)


def _search() -> None:
    """The words that are looked for: the address holds them, so that whatever changes it changes them."""
    st.session_state[keys.PICK_WORDS] = st.query_params.get(keys.SEARCH, "")
    placeholder = "Name, place or purpose"
    st.text_input("Find", key=keys.PICK_WORDS, width=230, placeholder=placeholder, on_change=_keep_search)


def _keep_search() -> None:
    words = st.session_state[keys.PICK_WORDS]
    if words == st.query_params.get(keys.SEARCH, ""):
        return
    if words:
        st.query_params[keys.SEARCH] = words
    else:
        st.query_params.pop(keys.SEARCH, None)
    _first_page()


def _only(overview: Overview, wanted: Wanted) -> None:
    """What needs a look, each with how many there would be."""
    counts = overview_wanted.counted(overview, wanted)
    names = {look: f"{label} ({counts[look]:,})" for look, label in LOOKS.items()}
    address.several("Only", names, param=keys.ONLY, widget=keys.PICK_ONLY, then=_first_page)


def _first_page() -> None:
    st.query_params.pop(keys.PAGE, None)


def show_only(key: str) -> None:
    """Let the address ask for one thing that needs a look, and nothing else."""
    st.query_params.from_dict({keys.ONLY: key})


def page_of(rows: Sequence[Digest]) -> Sequence[Digest]:
    """The rows of the page that the address names; a page beyond the ends is the nearest one."""
    first = (_page(_pages(rows)) - 1) * PER_PAGE
    return rows[first : first + PER_PAGE]


def on_paper(overview: Overview, rows: Sequence[Digest], wanted: Wanted) -> None:
    """A line that only paper has: which rows these are, of how many, what was looked for and in which order."""
    with st.container(key="printed_list"):
        st.html(f'<p style="font-size: 0.75rem">{escape(line(overview, rows, wanted))}</p>')


def line(overview: Overview, rows: Sequence[Digest], wanted: Wanted) -> str:
    """Which rows are shown, in words; not escaped."""
    of_all = f" that fit, of {len(overview.digests):,} in all" if wanted.is_narrowed else ""
    filters = (f"{label}: {words}" for label, words in overview_wanted.filters(overview, wanted).items())
    return " · ".join((f"{_range(rows)}{of_all}", *filters, f"Sorted by: {SORTS[wanted.sort]}"))


def _range(rows: Sequence[Digest]) -> str:
    first = (_page(_pages(rows)) - 1) * PER_PAGE
    return f"{first + 1:,} to {min(first + PER_PAGE, len(rows)):,} of {wording.many(len(rows), 'initiative')}"


def pager(rows: Sequence[Digest], *, key: str, narrowed: bool = False) -> None:
    """Which rows are shown, and the way to the others. key: this stands above and below the table."""
    pages = _pages(rows)
    place = _page(pages)
    with st.container(horizontal=True, vertical_alignment="center", key=f"controls_pages_{key}"):
        st.caption(_range(rows), width="content")
        if pages > 1:
            for label, icon, to in (("Previous", "chevron_left", place - 1), ("Next", "chevron_right", place + 1)):
                st.button(
                    label,
                    icon=f":material/{icon}:",
                    type="tertiary",
                    disabled=not 1 <= to <= pages,
                    on_click=_turn,
                    args=(to,),
                    key=f"page_{key}_{label}",
                )
        if narrowed:
            st.button("Show all", icon=":material/filter_alt_off:", type="tertiary", on_click=show_all, key="show_all")


def _pages(rows: Sequence[Digest]) -> int:
    return max(-(-len(rows) // PER_PAGE), 1)


def place() -> str:
    """The page of the list, as the address has it."""
    return st.query_params.get(keys.PAGE, "1")


def _page(pages: int) -> int:
    return number_in_address(keys.PAGE, pages)


def _turn(to: int) -> None:
    if to == 1:
        _first_page()
    else:
        st.query_params[keys.PAGE] = str(to)
