"""What a person chooses on Over time: two rounds, sectors, partners, a dimension; kept in the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from collab.model import Partner, Round
from collab.ui import keys, shell
from collab.ui.distinct import distinct
from collab.ui.picking import chosen
from collab.ui.readiness_controls import EVERYTHING, Filters, choose_partners, choose_sectors

if TYPE_CHECKING:
    from collab.model import Instrument
    from collab.services.over_time import Offered, Series

WIDE = 300


def choose_rounds(offered: Offered, series: Series) -> tuple[Round, Round]:
    """The earlier and the later round; unasked the first and the newest. The later one lies after the earlier."""
    rounds = {each.id: each for each in series.rounds}
    ids = list(rounds)
    labels = {key: each.label for key, each in rounds.items()}
    to = chosen(
        "later round",
        {key: labels[key] for key in ids[1:]},
        param=keys.TO,
        memory=keys.CHOSEN_TO,
        default=ids[-1],
    )
    before = {key: labels[key] for key in ids[: ids.index(to)]}
    from_ = chosen("earlier round", before, param=keys.FROM, memory=keys.CHOSEN_FROM, default=ids[0])
    if not shell.in_meeting():
        _choose_questions(offered, series)
        _round_box("From", before, from_, keys.PICK_FROM, _from_changed, ())
        _round_box("To", {key: labels[key] for key in ids[1:]}, to, keys.PICK_TO, _to_changed, (ids,))
    return rounds[from_], rounds[to]


def _round_box(
    label: str,
    names: dict[str, str],
    current: str,
    widget: str,
    changed: Callable[..., None],
    args: tuple[list[str], ...],
) -> None:
    st.session_state[widget] = current
    st.selectbox(
        label, list(names), format_func=names.__getitem__, key=widget, on_change=changed, args=args, width=WIDE
    )


def _from_changed() -> None:
    st.query_params[keys.FROM] = st.session_state[keys.PICK_FROM]


def _to_changed(ids: list[str]) -> None:
    """Another later round; an earlier round that no longer lies before it is forgotten."""
    to = st.session_state[keys.PICK_TO]
    st.query_params[keys.TO] = to
    if st.query_params.get(keys.FROM) not in ids[: ids.index(to)]:
        st.query_params.pop(keys.FROM, None)


def _choose_questions(offered: Offered, series: Series) -> None:
    """Which questions, where several instruments have rounds to compare."""
    several = {each.instrument.key: each for each in offered.series if len(each.rounds) > 1}
    if len(several) < 2:
        return
    st.session_state[keys.PICK_QUESTIONS] = series.instrument.key

    def changed() -> None:
        if st.session_state[keys.PICK_QUESTIONS] == series.instrument.key:
            return
        st.query_params[keys.TO] = several[st.session_state[keys.PICK_QUESTIONS]].rounds[-1].id
        st.query_params.pop(keys.FROM, None)

    st.selectbox(
        "Questions",
        list(several),
        format_func=distinct({key: each.instrument.title for key, each in several.items()}).__getitem__,
        key=keys.PICK_QUESTIONS,
        on_change=changed,
        width=WIDE,
    )


def choose_who(choices: tuple[Partner, ...]) -> Filters:
    """Sectors and partners."""
    sectors = choose_sectors(choices)
    with st.popover("Filters", icon=":material/tune:"):
        partner_ids = choose_partners(choices)
    return Filters(sectors=sectors, partner_ids=partner_ids)


def choose_dimension(instrument: Instrument) -> str | None:
    """The factors of one dimension, or of all (None)."""
    labels = {
        EVERYTHING: "All dimensions",
        **{dimension.key: dimension.label for dimension in instrument.dimensions if dimension.scored},
    }
    found = st.selectbox(
        "Factors of",
        list(labels),
        format_func=labels.__getitem__,
        key=keys.CHANGES_OF,
        bind="query-params",
        width=WIDE,
    )
    return None if found == EVERYTHING else found
