"""The partners of an initiative by role, the compact that it belongs to, and the initiatives under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from collab.model import Role, Standing
from collab.ui import keys, shell
from collab.ui.editing import Field
from collab.ui.escape import plain
from collab.ui.initiative_editing import in_place, is_open, open_button
from collab.ui.initiative_words import ROLES, STANDINGS
from collab.ui.wording import many, sector_labels

if TYPE_CHECKING:
    from collab.model import Initiative, Person
    from collab.services.at_a_glance import Beneath, Glance
    from collab.store import Store

PARENT = "parent"
MOST_PARTNERS = 12


def draw_partners(glance: Glance) -> None:
    """Who takes part in which role, the leads and conveners first."""
    partners, labels = glance.view.partners, sector_labels()
    here = {keys.INITIATIVE: glance.view.initiative.id}
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader("Partners", anchor=False, width="content")
        st.page_link("pages/partners.py", label="Names, sectors, roles", icon=":material/groups:", query_params=here)
    if not partners:
        st.caption("No partner takes part yet. Add them on the Partners page, or drop a spreadsheet.")
        return
    order = list(ROLES)
    ordered = sorted(partners, key=lambda each: order.index(each.role))
    lines = [
        f"- {'**' if each.role is not Role.PARTNER else ''}{plain(each.name)}"
        f"{'**' if each.role is not Role.PARTNER else ''} :gray[{plain(labels[each.sector])}]"
        f"{f' :gray-badge[{ROLES[each.role]}]' if each.role is not Role.PARTNER else ''}"
        for each in ordered
    ]
    st.markdown("\n".join(lines[:MOST_PARTNERS]))
    if len(lines) > MOST_PARTNERS:
        st.caption(f"and {many(len(lines) - MOST_PARTNERS, 'more partner')}")
    if all(each.role is not Role.CONVENER for each in partners):
        st.caption("Nobody is named as convener.")


def draw(glance: Glance, person: Person, store: Store) -> None:
    """What is above and what is under this initiative."""
    st.subheader("Compact", anchor=False)
    with st.container(key="family"):
        _above_and_below(glance)
    open_button("Place it under a compact", PARENT, icon=":material/account_tree:")
    if is_open(PARENT):
        _parent(glance, person, store)


def _above_and_below(glance: Glance) -> None:
    if glance.parent is not None:
        _go_to(glance.parent, f"Part of {plain(glance.parent.name)}", ":material/arrow_upward:")
    if glance.children:
        st.markdown(f"{many(len(glance.children), 'initiative')} under it:")
        for each in glance.children:
            _child(each)
    elif glance.parent is None:
        st.caption("It stands alone: it belongs to no compact, and no initiative runs under it.")


def _child(each: Beneath) -> None:
    standing = "" if each.initiative.standing is Standing.ACTIVE else STANDINGS[each.initiative.standing][0].lower()
    told = ", ".join(part for part in (each.stage or "no stage begun", standing) if part)
    _go_to(
        each.initiative, f"{plain(each.initiative.name)} :gray[{plain(told)}]", ":material/subdirectory_arrow_right:"
    )


def _go_to(initiative: Initiative, label: str, icon: str) -> None:
    """On to another initiative: a link to the page itself would do nothing."""
    there = {keys.INITIATIVE: initiative.id}
    st.button(label, key=f"to_{initiative.id}", icon=icon, type="tertiary", on_click=shell.address, kwargs=there)


def _parent(glance: Glance, person: Person, store: Store) -> None:
    from collab.services.initiatives import choices, set_parent

    initiative = glance.view.initiative
    others = [each.initiative for each in choices(store, person=person) if each.initiative.id != initiative.id]
    options = ((None, "None: it stands alone"), *((each.id, each.name) for each in others))

    def save(version: int, given: dict[str, object]) -> None:
        chosen = given["parent_id"]
        set_parent(store, person, initiative.id, version=version, parent_id=str(chosen) if chosen else None)

    in_place(
        store,
        person,
        PARENT,
        title="The compact that this initiative belongs to",
        subject=f"initiative:{initiative.id}:parent",
        version=initiative.version,
        saved={"parent_id": initiative.parent_id},
        fields=(Field("parent_id", "Compact", "choice", options),),
        save=save,
        done="Saved.",
    )
