"""What a person looks for in the list of what is owed: where, whose, what, when; all of it in the address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from collab.services.owed import KINDS
from collab.services.owed_lists import Wanted, owners_named, partners_named, sectors_of
from collab.ui import address, keys, owed_words, viewport
from collab.ui.wording import sector_labels

if TYPE_CHECKING:
    from collab.services.owed import Owed

ANY, EVERYWHERE = "any", ""
BY_DATE, BY_OWNER = "date", "owner"
GROUPINGS = {BY_DATE: "Date", BY_OWNER: "Owner"}
_LISTS = {
    keys.PARTNER: ("Partner", keys.PICK_OWED_PARTNER, 240),
    keys.SECTOR: ("Sector", keys.PICK_OWED_SECTOR, 150),
    keys.OWNER: ("Owner", keys.PICK_OWNER, 220),
    keys.KIND: ("What", keys.PICK_KIND, 180),
    keys.DUE: ("Due", keys.PICK_DUE, 210),
}
"""The name in the address to the label, the key and the width of its list."""


def choose_place(names: Mapping[str, str]) -> str:
    """The initiative whose list it is, EVERYWHERE for all: as the address says, else as this session chose before."""
    asked = st.query_params.get(keys.INITIATIVE, "")
    known: str = asked if asked in names else st.session_state.get(keys.CHOSEN_INITIATIVE, "")
    here = known if known in names and keys.ALL not in st.query_params else EVERYWHERE
    if asked and asked not in names:
        st.info("The initiative that the address names is not here. Shown is another list.")
    _address_of(here)
    st.session_state[keys.PICK_OWED_IN] = here
    offered = {EVERYWHERE: f"All {len(names):,} initiatives" if len(names) > 1 else "All initiatives", **names}
    st.selectbox(
        "Initiative", list(offered), format_func=offered.__getitem__, key=keys.PICK_OWED_IN, on_change=_place, width=300
    )
    return here


def asked_place() -> str:
    """The initiative that the address names, EVERYWHERE for all, where no control is drawn."""
    return EVERYWHERE if keys.ALL in st.query_params else st.query_params.get(keys.INITIATIVE, EVERYWHERE)


def asked(lines: Sequence[Owed], *, asked_partner: Mapping[str, str]) -> Wanted:
    """What is looked for as the address has it, where no control is drawn; what a control does not offer is not."""
    offered = _offered(lines, asked_partner)
    found = {param: st.query_params.get(param, "") for param in offered}
    return _wanted({param: key if key in offered[param] else "" for param, key in found.items()})


def _place() -> None:
    chosen = st.session_state[keys.PICK_OWED_IN]
    if chosen != asked_place():
        _address_of(chosen)
        first_page()


def _address_of(initiative_id: str) -> None:
    """Let the address say whose list it is. A choice goes with the person to the other pages."""
    if initiative_id:
        st.query_params.pop(keys.ALL, None)
        st.query_params[keys.INITIATIVE] = initiative_id
        st.session_state[keys.CHOSEN_INITIATIVE] = initiative_id
    else:
        st.query_params.pop(keys.INITIATIVE, None)
        st.query_params[keys.ALL] = "1"


@contextmanager
def folded_on_a_phone() -> Iterator[None]:
    """Where the controls stand: side by side, but on a phone behind one button, so that the list can be seen."""
    if not viewport.is_narrow():
        yield
        return
    with st.popover("Narrow the list", icon=":material/filter_alt:"):
        yield


def choose(lines: Sequence[Owed], *, asked_partner: Mapping[str, str]) -> Wanted:
    """The controls that narrow the list, each offering what is there. asked_partner: the one that the address names,
    which is offered even where it owes nothing."""
    _search()
    offered = _offered(lines, asked_partner)
    return _wanted({param: _select(param, names) for param, names in offered.items()})


def _offered(lines: Sequence[Owed], asked_partner: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
    """Name in the address -> what can be chosen there and how it is called."""
    sectors, kinds = sectors_of(lines), {each.task.kind for each in lines}
    return {
        keys.PARTNER: {**partners_named(lines), **asked_partner},
        keys.SECTOR: {str(key): label for key, label in sector_labels().items() if key in sectors},
        keys.OWNER: owners_named(lines),
        keys.KIND: {str(key): label for key, label in KINDS.items() if key in kinds},
        keys.DUE: owed_words.NARROWED_TO,
    }


def _wanted(chosen: Mapping[str, str]) -> Wanted:
    return Wanted(
        partner_id=chosen[keys.PARTNER],
        sector=chosen[keys.SECTOR],
        owner=chosen[keys.OWNER],
        kind=chosen[keys.KIND],
        due=chosen[keys.DUE],
        search=st.query_params.get(keys.SEARCH, ""),
    )


def choose_grouping() -> str:
    """By date, or by owner."""
    return address.select(
        "Group by",
        GROUPINGS,
        param=keys.GROUPED,
        widget=keys.PICK_GROUPED,
        default=BY_DATE,
        width=130,
        then=first_page,
    )


def _select(param: str, names: Mapping[str, str]) -> str:
    label, widget, width = _LISTS[param]
    chosen = address.select(
        label, {ANY: "All", **names}, param=param, widget=widget, default=ANY, width=width, then=first_page
    )
    return "" if chosen == ANY else chosen


def _search() -> None:
    """The words that are looked for: the address holds them."""
    st.session_state[keys.PICK_OWED_WORDS] = st.query_params.get(keys.SEARCH, "")
    st.text_input("Find", key=keys.PICK_OWED_WORDS, width=200, placeholder="Words or a name", on_change=_keep_search)


def _keep_search() -> None:
    words = st.session_state[keys.PICK_OWED_WORDS].strip()
    if words == st.query_params.get(keys.SEARCH, ""):
        return
    if words:
        st.query_params[keys.SEARCH] = words
    else:
        st.query_params.pop(keys.SEARCH, None)
    first_page()


def show_all() -> None:
    """Take every filter away."""
    for param in (*_LISTS, keys.SEARCH, keys.PAGE):
        st.query_params.pop(param, None)


def first_page() -> None:
    """What was chosen anew is read from its beginning."""
    st.query_params.pop(keys.PAGE, None)
