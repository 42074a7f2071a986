"""The page of one initiative: where it is, how ready, what is stuck, what is next and whose; then all that it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.journey import TenureKind
from collab.ui import (
    initiative_about,
    initiative_editing,
    initiative_family,
    initiative_glance,
    initiative_goals,
    initiative_tenures,
    initiative_words,
    keys,
    shell,
    stages_charts,
    stages_words,
    take_away,
    viewport,
)
from collab.ui.escape import plain
from collab.ui.picking import choose_initiative

if TYPE_CHECKING:
    from collab.model import Person
    from collab.services.at_a_glance import Glance


def show(person: Person) -> None:
    """The whole screen."""
    from collab.services.at_a_glance import at_a_glance

    chosen = choose_initiative(before_stop=lambda: st.title("Initiative", anchor=False)).initiative
    viewport.watch_page()
    initiative_editing.close_what_is_saved()
    today = date.today()
    glance = at_a_glance(shell.store(), chosen.id, today=today, person=person)
    _head(glance, person, today)
    _where(glance, today)
    initiative_glance.draw(glance, today)
    st.divider()
    _below(glance, person, today)


def _head(glance: Glance, person: Person, today: date) -> None:
    """Name, place, standing, purpose; who carries it and for how long."""
    initiative = glance.view.initiative
    with st.container(gap="xsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.title(plain(initiative.name), anchor=False, width="content")
            take_away.menu(shell.store(), person, initiative)
        initiative_about.draw_standing(initiative)
        if initiative.purpose:
            st.markdown(f"**{plain(initiative.purpose)}**")
        elif not initiative_words.is_settled(glance.view):
            st.markdown("_No unifying purpose is written down yet._")
        above = f"Part of {glance.parent.name}" if glance.parent else ""
        area = initiative_words.area(initiative.area) if initiative.area else ""
        parts = [part for part in (initiative.place, area, above) if part]
        st.caption(plain(" · ".join(parts) or "No place is named"))
        st.caption(plain(" · ".join(initiative_words.carried_by(glance, today))))
        initiative_about.draw_lesson(initiative)
        if glance.successor or glance.predecessors:
            with st.container(key="before_and_after", gap=None):
                initiative_family.draw_before_and_after(glance, "head")


def _where(glance: Glance, today: date) -> None:
    """The path in miniature, with the sentence that says where the initiative stands."""
    stamp = stages_charts.stamp_of(glance.view, today)
    stages_charts.draw_path(glance.view, stamp, key="path_small", dates=False)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        said = stages_words.reading(glance.view, today)
        st.markdown(" ".join(plain(sentence) for sentence in said), width="stretch")
        there = {keys.INITIATIVE: glance.view.initiative.id}
        st.page_link("pages/stages.py", label="Stages", icon=":material/route:", query_params=there)


def _below(glance: Glance, person: Person, today: date) -> None:
    """What does not change from week to week, each part edited in place."""
    store = shell.store()
    initiative_goals.draw(glance, person, store)
    left, right = st.columns(2, gap="large")
    with left:
        for kind in TenureKind:
            initiative_tenures.draw(glance, kind, person, store, today)
    with right:
        initiative_family.draw_partners(glance)
        initiative_about.draw(glance, person, store)
        initiative_family.draw(glance, person, store)
