"""The screen of what is owed: whose list, what is looked for, the lines, and files to take away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.services.owed import owed, partner_named
from collab.services.owed_lists import by_date, by_owner, narrowed, owners_named, partners_named
from collab.ui import keys, owed_filters, owed_list, owed_take, owed_words, shell, viewport
from collab.ui.escape import plain
from collab.ui.initiative_words import STANDINGS
from collab.ui.wording import day, many

if TYPE_CHECKING:
    from collab.model import Initiative, Person
    from collab.services.owed import Owed
    from collab.services.owed_lists import Wanted

WAYS = (
    ("conclusions", "Agree on next steps", ":material/handshake:"),
    ("action_plans", "Plan steps toward a goal", ":material/event_note:"),
    ("stages", "Give milestones a date and an owner", ":material/route:"),
    ("checklists", "Review a checklist", ":material/checklist:"),
)
TEACHES = (
    "Listed here is what somebody has promised, wherever it was written down: next steps of conclusions, steps of "
    "action plans, milestones, items of checklists, goals and ends of stages that have a date. Begin with one of these."
)


def show(person: Person) -> None:
    """The whole screen."""
    from collab.services.initiatives import choices

    store, today = shell.store(), date.today()
    offered = {each.initiative.id: each.initiative for each in choices(store)}
    if not offered:
        st.info("There is no initiative yet. Load the made-up sample, or drop a spreadsheet.")
        st.page_link("pages/overview.py", label="Overview", icon=":material/dashboard:")
        return
    if shell.in_meeting():
        _meeting(offered, person, today)
        return
    done = owed_list.ticked()
    viewport.watch_page()
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls_owed"):
        place = owed_filters.choose_place({key: each.name for key, each in offered.items()})
        with st.spinner("Reading what is owed …"):
            lines = owed(store, today=today, initiative_id=place or None, also=done, person=person)
        asked = _asked_partner(person)
        with owed_filters.folded_on_a_phone():
            wanted = owed_filters.choose(lines, asked_partner=asked)
        grouping = owed_filters.choose_grouping()
    _made_up(lines, offered.get(place))
    _list(lines, wanted, grouping, offered.get(place), asked, today, person)


def _meeting(offered: Mapping[str, Initiative], person: Person, today: date) -> None:
    """The list as the address has it, one thing at a time."""
    from collab.ui import owed_meeting

    initiative, partner = offered.get(owed_filters.asked_place()), _asked_partner(person)
    lines = owed(shell.store(), today=today, initiative_id=initiative.id if initiative else None, person=person)
    wanted = owed_filters.asked(lines, asked_partner=partner)
    names, owners = {**partners_named(lines), **partner}, owners_named(lines)
    owed_meeting.run(
        narrowed(lines, wanted, today),
        today,
        heading=owed_words.called(_heading(wanted, names, initiative), wanted, owners),
        about=owed_words.looked_for(wanted, names, owners),
        with_initiative=initiative is None,
    )


def _asked_partner(person: Person) -> dict[str, str]:
    """The partner that the address names, by id."""
    found = partner_named(shell.store(), st.query_params.get(keys.PARTNER, ""), person=person)
    return {found.id: found.name} if found else {}


def _made_up(lines: Sequence[Owed], initiative: Initiative | None) -> None:
    if initiative is not None:
        shell.made_up_banner(initiative)
    elif any(each.initiative.made_up for each in lines):
        names = {each.initiative.name for each in lines if each.initiative.made_up}
        st.markdown(f":orange-badge[Made-up sample data] {plain(_made_up_words(len(names)))}")


def _made_up_words(count: int) -> str:
    return f"{many(count, 'initiative')} of the list {'is' if count == 1 else 'are'} made up."


def _list(
    lines: Sequence[Owed],
    wanted: Wanted,
    grouping: str,
    initiative: Initiative | None,
    asked: dict[str, str],
    today: date,
    person: Person,
) -> None:
    """What fits, in its groups, with the files of it."""
    found = narrowed(lines, wanted, today)
    names, owners = {**partners_named(lines), **asked}, owners_named(lines)
    heading, about = _heading(wanted, names, initiative), owed_words.looked_for(wanted, names, owners)
    st.header(plain(heading), anchor=False)
    if not lines:
        _nothing(initiative)
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(plain(f"As of {day(today)}. {owed_words.counted(found, today)}"), width="content")
        st.button("Meeting view", icon=":material/present_to_all:", on_click=_meet, key="open_meeting")
    if about:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(plain(about), width="content")
            st.button("Show all", icon=":material/filter_alt_off:", type="tertiary", on_click=owed_filters.show_all)
    if not found:
        st.info("Nothing that is owed fits. Take a filter away, or look for another word.")
        return
    everywhere = initiative is None
    called = owed_words.called(heading, wanted, owners)
    owed_take.buttons(found, today, heading=heading, called=called, about=about, with_initiative=everywhere)
    groups = by_owner(found, today) if grouping == owed_filters.BY_OWNER else by_date(found, today, owed_words.GROUPS)
    owed_list.draw(groups, today, person, with_initiative=everywhere)
    owed_take.table(found, today, with_initiative=everywhere)


def _meet() -> None:
    st.query_params[keys.MEETING] = "1"


def _heading(wanted: Wanted, names: dict[str, str], initiative: Initiative | None) -> str:
    """Whose list it is, and whether it is all: "What Harbor Light owes in Eastport Compact"."""
    where = f"in {initiative.name}" if initiative else "in all initiatives"
    partner = names.get(wanted.partner_id)
    if partner:
        return f"What {partner} owes {where}"
    return f"All that is owed {where}" if not any(vars(wanted).values()) else f"What is owed {where}"


def _nothing(initiative: Initiative | None) -> None:
    """Why the list is empty, and where lines come from."""
    from collab.services.journey import OVER

    if initiative is not None and initiative.standing in OVER:
        st.info(f"It was {STANDINGS[initiative.standing][0].lower()}: nothing is due any more.")
        return
    st.info(TEACHES, icon=":material/lightbulb:")
    there = {keys.INITIATIVE: initiative.id} if initiative else {}
    for page, label, icon in WAYS:
        st.page_link(f"pages/{page}.py", label=label, icon=icon, query_params=there)
