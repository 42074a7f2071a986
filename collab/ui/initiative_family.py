"""The partners of an initiative by role, and the initiatives above, under, before and after it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.model import Outcome, Role, Standing
from collab.ui import keys, shell, stages_words
from collab.ui.escape import plain
from collab.ui.fields import Field
from collab.ui.initiative_editing import in_place, is_open, open_button
from collab.ui.initiative_words import ROLES, STANDINGS, came_of_it, is_settled
from collab.ui.wording import many, sector_labels

if TYPE_CHECKING:
    from collab.model import Initiative, Partner, Person
    from collab.services.at_a_glance import Beneath, Glance
    from collab.store import Store

PARENT = "parent"
MOST_PARTNERS = 12


def draw_partners(glance: Glance) -> None:
    """Who takes part in which role, the leads and conveners first; below them those that do not, with since when."""
    partners, labels, today = glance.view.everyone, sector_labels(), date.today()
    present = {each.id for each in glance.view.present}
    here = {keys.INITIATIVE: glance.view.initiative.id}
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader("Partners", anchor=False, width="content")
        st.page_link("pages/partners.py", label="Names, sectors, roles", icon=":material/groups:", query_params=here)
    if not partners:
        asks = "No partner takes part yet. Add them on the Partners page, or drop a spreadsheet."
        st.caption("No partner is written down." if is_settled(glance.view) else asks)
        return
    order = list(ROLES)
    ordered = sorted(partners, key=lambda each: (each.id not in present, order.index(each.role)))
    lines = [
        f"- {'**' if each.role is not Role.PARTNER else ''}{plain(each.name)}"
        f"{'**' if each.role is not Role.PARTNER else ''} :gray[{plain(labels[each.sector])}]"
        f"{f' :gray-badge[{ROLES[each.role]}]' if each.role is not Role.PARTNER else ''}"
        f"{f' :gray[· {told}]' if (told := _since(each, today)) else ''}"
        for each in ordered
    ]
    st.markdown("\n".join(lines[:MOST_PARTNERS]))
    if len(lines) > MOST_PARTNERS:
        st.caption(f"and {many(len(lines) - MOST_PARTNERS, 'more partner')}")
    if not is_settled(glance.view) and all(each.role is not Role.CONVENER for each in glance.view.present):
        st.caption("Nobody is named as convener.")


def _since(partner: Partner, today: date) -> str:
    """When it joined and when it left, as far as somebody wrote it down."""
    from collab.services.taking_part import told_of

    on = partner.joined_on
    joined = f"joined {on.on_it}" if on is not None and on.first <= today else ""
    return ", ".join(part for part in (joined, told_of(partner, today)) if part)


def draw(glance: Glance, person: Person, store: Store) -> None:
    """What is above and under this initiative, and what came before and after it."""
    st.subheader("Related initiatives", anchor=False)
    with st.container(key="family", gap="xsmall"):
        _above_and_below(glance)
        draw_before_and_after(glance, "family", tells=True)
    open_button("Place it under a compact", PARENT, icon=":material/account_tree:")
    if is_open(PARENT):
        _parent(glance, person, store)


def draw_before_and_after(glance: Glance, where: str, *, tells: bool = False) -> None:
    """The initiatives that its work came from and that it goes on in; tells: with what came of each."""
    related = [(each, "It took over from", ":material/history:", "before") for each in glance.predecessors]
    if glance.successor is not None:
        related.append((glance.successor, "Its work goes on in", ":material/arrow_forward:", "after"))
    for each, words, icon, side in related:
        label = f"{words} {plain(each.name)}"
        if tells:
            _with_lesson(each, f"{label} {_told(each)}".strip(), icon, f"{where}_{side}")
        else:
            _go_to(each, label, icon, f"{where}_{side}")


def others(initiative: Initiative, person: Person, store: Store) -> tuple[tuple[object, str], ...]:
    """Every other initiative as a choice, by name."""
    from collab.services.initiatives import choices

    every = (each.initiative for each in choices(store, person=person))
    return tuple((each.id, each.name) for each in every if each.id != initiative.id)


def _above_and_below(glance: Glance) -> None:
    if glance.parent is not None:
        _go_to(glance.parent, f"Part of {plain(glance.parent.name)}", ":material/arrow_upward:", "above")
    if glance.children:
        st.markdown(f"{many(len(glance.children), 'initiative')} under it:")
        for each in glance.children:
            _child(each)
    elif not (glance.parent or glance.successor or glance.predecessors):
        st.caption("It stands alone: it belongs to no compact, and no initiative runs under it.")


def _child(each: Beneath) -> None:
    label = f"{plain(each.initiative.name)} {_told(each.initiative, each.stage or 'no stage begun')}"
    _with_lesson(each.initiative, label, ":material/subdirectory_arrow_right:", "under")


def _told(initiative: Initiative, stage: str = "") -> str:
    """Its stage, how it stands and what came of it, as far as there is something to say; Markdown."""
    standing = "" if initiative.standing is Standing.ACTIVE else STANDINGS[initiative.standing][0].lower()
    outcome = "" if initiative.outcome is Outcome.UNSAID else came_of_it(initiative.outcome)
    told = ", ".join(part for part in (stage, standing, outcome) if part)
    return f":gray[{plain(told)}]" if told else ""


def _with_lesson(initiative: Initiative, label: str, icon: str, where: str) -> None:
    with st.container(gap=None, key=f"lesson_{where}_{initiative.id}"):
        _go_to(initiative, label, icon, where)
        if initiative.lesson:
            st.caption(plain(stages_words.quoted(initiative.lesson)))


def _go_to(initiative: Initiative, label: str, icon: str, where: str) -> None:
    """On to another initiative: a link to the page itself would do nothing."""
    there = {keys.INITIATIVE: initiative.id}
    st.button(
        label, key=f"to_{where}_{initiative.id}", icon=icon, type="tertiary", on_click=shell.address, kwargs=there
    )


def _parent(glance: Glance, person: Person, store: Store) -> None:
    from collab.services.initiatives import set_parent

    initiative = glance.view.initiative
    options = (("", "None: it stands alone"), *others(initiative, person, store))

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
        saved={"parent_id": initiative.parent_id or ""},
        fields=(Field("parent_id", "Compact", "choice", options),),
        save=save,
        done="Saved.",
    )
