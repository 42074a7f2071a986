"""What a person looks for on the overview: search, filters, order and page; all of it in the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from collab.model import Outcome, Sector, Standing
from collab.ui import address, keys, overview_words, wording
from collab.ui.initiative_words import CAME_OF_IT

if TYPE_CHECKING:
    from collab.services.digest_readiness import ReadinessDigest
    from collab.services.digests import Digest, Overview

ANY = "any"
NOT_BEGUN, ENDED = "not_begun", "ended"
UNSAID = str(Outcome.UNSAID)
STALLS, OVERDUE, CONCERN, FUNDING = "stalls", "overdue", "concern", "funding"
PER_PAGE = 50
BY_ACTIVITY = "activity"
SORTS = {
    BY_ACTIVITY: "Worked on last",
    "quiet": "Longest without work",
    "name": "Name",
    "stage": "Stage",
    "days": "Longest in its stage",
    "weakest": "Weakest dimension",
    "readiness": "Readiness, lowest first",
    "change": "Change, what fell most first",
    "checklist": "Checklists, lowest first",
    "overdue": "Most overdue",
    "funding": "Funding that ends first",
}
_LAST = float("inf")


@dataclass(frozen=True)
class Wanted:
    """What is looked for. only: any of STALLS, OVERDUE, CONCERN, FUNDING, all of which must hold."""

    search: str = ""
    stage: str = ANY
    standing: str = ANY
    sector: str = ANY
    area: str = ANY
    outcome: str = ANY
    only: tuple[str, ...] = ()
    sort: str = BY_ACTIVITY

    @property
    def is_narrowed(self) -> bool:
        """Whether some initiatives may be left out."""
        return self != Wanted(sort=self.sort)


def choose(overview: Overview) -> Wanted:
    """The controls above the table."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls_overview"):
        search = _search()
        stage = _select("Stage", _stages(), param=keys.STAGE, widget=keys.PICK_OVERVIEW_STAGE, width=170)
        standing = _select("Standing", _standings(), param=keys.STANDING, widget=keys.PICK_STANDING, width=150)
        sector = _select("With partners of", _sectors(overview), param=keys.SECTOR, widget=keys.PICK_SECTOR, width=190)
        area = _said("Area of cooperation", _areas(overview), param=keys.AREA, widget=keys.PICK_AREA, width=230)
        came = _said("What came of it", _outcomes(overview), param=keys.OUTCOME, widget=keys.PICK_OUTCOME, width=190)
        sort = address.select(
            "Sort by",
            SORTS,
            param=keys.SORT,
            widget=keys.PICK_OVERVIEW_SORT,
            default=BY_ACTIVITY,
            width=240,
            then=_first_page,
        )
    return Wanted(search, stage, standing, sector, area, came, _only(overview), sort)


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


def _search() -> str:
    """The words that are looked for: the address holds them, so that whatever changes it changes them."""
    asked = st.query_params.get(keys.SEARCH, "")
    st.session_state[keys.PICK_WORDS] = asked
    placeholder = "Name, place or purpose"
    st.text_input("Find", key=keys.PICK_WORDS, width=230, placeholder=placeholder, on_change=_keep_search)
    return asked


def _keep_search() -> None:
    words = st.session_state[keys.PICK_WORDS]
    if words:
        st.query_params[keys.SEARCH] = words
    else:
        st.query_params.pop(keys.SEARCH, None)
    _first_page()


def _select(label: str, names: dict[str, str], *, param: str, widget: str, width: int) -> str:
    offered = {ANY: "All", **names}
    return address.select(label, offered, param=param, widget=widget, default=ANY, width=width, then=_first_page)


def _said(label: str, names: dict[str, str], *, param: str, widget: str, width: int) -> str:
    """A list of what initiatives say of themselves, offered only where one of them does."""
    if not names:
        st.query_params.pop(param, None)
        return ANY
    return _select(label, {**names, UNSAID: "Not said"}, param=param, widget=widget, width=width)


def _stages() -> dict[str, str]:
    return {NOT_BEGUN: "Not begun", **overview_words.stage_labels(), ENDED: "Way ended"}


def _standings() -> dict[str, str]:
    return {str(standing): label for standing, label in overview_words.STANDINGS.items()}


def _sectors(overview: Overview) -> dict[str, str]:
    present = {sector for digest in overview.digests for sector in digest.sectors}
    return {str(sector): label for sector, label in wording.sector_labels().items() if sector in present}


def _areas(overview: Overview) -> dict[str, str]:
    """In the order of the content; one that the content no longer offers comes last, by its key."""
    present = {digest.initiative.area for digest in overview.digests} - {""}
    labels = overview_words.area_labels()
    known = {key: label for key, label in labels.items() if key in present}
    return known | {key: key for key in sorted(present - labels.keys())}


def _outcomes(overview: Overview) -> dict[str, str]:
    present = {digest.initiative.outcome for digest in overview.digests} - {Outcome.UNSAID}
    return {str(outcome): words for outcome, (words, _, _) in CAME_OF_IT.items() if outcome in present}


def _only(overview: Overview) -> tuple[str, ...]:
    """What needs a look, each with how many there are."""
    names = {
        STALLS: "Stalls",
        OVERDUE: "Overdue",
        CONCERN: "Dimension in concern",
        FUNDING: "Funding over or ends in a year",
    }
    counted = {
        key: f"{label} ({sum(_needs(each, key, overview) for each in overview.digests):,})"
        for key, label in names.items()
    }
    return address.several("Only", counted, param=keys.ONLY, widget=keys.PICK_ONLY, then=_first_page)


def _first_page() -> None:
    st.query_params.pop(keys.PAGE, None)


def show_only(key: str) -> None:
    """Let the address ask for one thing that needs a look, and nothing else."""
    st.query_params.from_dict({keys.ONLY: key})


def _needs(digest: Digest, key: str, overview: Overview) -> bool:
    if key == STALLS:
        return digest.initiative.id in overview.stalled
    return {OVERDUE: digest.overdue > 0, CONCERN: digest.in_concern, FUNDING: digest.funding_soon}[key]


def found(overview: Overview, wanted: Wanted) -> list[Digest]:
    """The initiatives that are looked for, in their order; what has no figure to sort by comes last."""
    kept = [each for each in overview.digests if _fits(each, wanted, overview)]
    return sorted(kept, key=_orders(overview)[wanted.sort])


def _fits(digest: Digest, wanted: Wanted, overview: Overview) -> bool:
    initiative = digest.initiative
    above = overview.names.get(initiative.parent_id or "", "")
    texts = (initiative.name, initiative.place, initiative.purpose, above, overview_words.area(digest))
    words = wanted.search.casefold().split()
    return (
        all(any(word in text.casefold() for text in texts) for word in words)
        and wanted.stage in (ANY, digest.stage or (ENDED if digest.began else NOT_BEGUN))
        and (wanted.standing == ANY or initiative.standing is Standing(wanted.standing))
        and (wanted.sector == ANY or Sector(wanted.sector) in digest.sectors)
        and wanted.area in (ANY, initiative.area or UNSAID)
        and wanted.outcome in (ANY, initiative.outcome)
        and all(_needs(digest, key, overview) for key in wanted.only)
    )


def _orders(overview: Overview) -> dict[str, Callable[[Digest], Any]]:
    places = {stage: place for place, stage in enumerate(overview_words.stage_labels())}
    return {
        BY_ACTIVITY: lambda each: -each.active_at.timestamp() if each.active_at else 0.0,
        "quiet": lambda each: each.active_at.timestamp() if each.active_at else 0.0,
        "name": lambda each: each.initiative.name.casefold(),
        "stage": lambda each: places.get(each.stage or "", len(places) if each.began else -1),
        "days": lambda each: -(each.days if each.days is not None else -1),
        "weakest": lambda each: _position(each.readiness, weakest=True),
        "readiness": lambda each: _position(each.readiness, weakest=False),
        "change": lambda each: _change(each.readiness),
        "checklist": lambda each: _or_last(each.checklists[-1].share if each.checklists else None),
        "overdue": lambda each: -each.overdue,
        "funding": lambda each: (not each.funding_soon, each.funding_ends.last if each.funding_ends else date.max),
    }


def _position(readiness: ReadinessDigest | None, *, weakest: bool) -> float:
    """Where a figure stands between the ends of its scale, 0..1: instruments have scales of several lengths."""
    value = None if readiness is None else readiness.weakest_figure if weakest else readiness.overall
    if readiness is None or value is None:
        return _LAST
    low, high = readiness.ends
    return (value - low) / (high - low)


def _change(readiness: ReadinessDigest | None) -> float:
    if readiness is None or readiness.change is None:
        return _LAST
    low, high = readiness.ends
    return readiness.change / (high - low)


def _or_last(value: float | None) -> float:
    return _LAST if value is None else value


def page_of(rows: Sequence[Digest]) -> Sequence[Digest]:
    """The rows of the page that the address names; a page beyond the ends is the nearest one."""
    first = (_page(_pages(rows)) - 1) * PER_PAGE
    return rows[first : first + PER_PAGE]


def pager(rows: Sequence[Digest], *, key: str, narrowed: bool = False) -> None:
    """Which rows are shown, and the way to the others. key: this stands above and below the table."""
    pages = _pages(rows)
    place = _page(pages)
    first = (place - 1) * PER_PAGE
    last = min(first + PER_PAGE, len(rows))
    with st.container(horizontal=True, vertical_alignment="center", key=f"controls_pages_{key}"):
        st.caption(f"{first + 1} to {last} of {wording.many(len(rows), 'initiative')}", width="content")
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
    asked = st.query_params.get(keys.PAGE, "")
    return min(max(int(asked) if asked.isdecimal() else 1, 1), pages)


def _turn(to: int) -> None:
    if to == 1:
        _first_page()
    else:
        st.query_params[keys.PAGE] = str(to)
