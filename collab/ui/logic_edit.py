"""What is open of the logic model: its problem, or one entry with its words, its links and its place in the column."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from collab.framework import load_framework
from collab.services import logic_model
from collab.services.drafts import subject_of
from collab.ui import logic_words, shell
from collab.ui.causes_follow import TO_BE_WORDED
from collab.ui.distinct import distinct
from collab.ui.fields import Field
from collab.ui.initiative_editing import Removal, close, in_place

if TYPE_CHECKING:
    from collab.model import Person
    from collab.plans import LogicEntry
    from collab.services.logic_model import LogicView
    from collab.store import Store

PROBLEM, ENTRY = "problem", "entry:"
SOON = "Saved as soon as you choose."
ALONE = "Nothing stands in the other columns yet. Add entries there, then say here what leads to what."
APART = "This row describes the setting. Its entries lead to nothing and are not linked."


def problem(store: Store, person: Person, view: LogicView) -> None:
    """The sentence that the model starts from."""
    content, initiative_id = load_framework().logic_model, view.model.initiative_id
    what = "The problem, in one or two sentences"
    in_place(
        store,
        person,
        PROBLEM,
        title=content.problem_prompt,
        subject=subject_of("logic_model", initiative_id, "problem"),
        version=view.model.version,
        saved={"problem": view.model.problem},
        fields=(Field("problem", what, "text", proposed=view.proposed),),
        save=lambda version, given: logic_model.save_model(
            store, person, initiative_id, version=version, problem=str(given["problem"])
        ),
        done="The problem is saved.",
    )


def entry(store: Store, person: Person, view: LogicView, chosen: LogicEntry) -> None:
    """One entry: its words and the root cause that it goes at beside what leads to what."""
    words, links = st.columns([3, 2], gap="medium")
    with words:
        _words(store, person, view, chosen)
    with links, st.container(border=True, key="logic_links"):
        _links(store, person, view, chosen)
        _order(store, person, view, chosen)


def _words(store: Store, person: Person, view: LogicView, chosen: LogicEntry) -> None:
    prompts = {each.prompt.key: each.prompt for each in (*view.columns, *view.context)}
    prompt = prompts[chosen.place]
    fields: tuple[Field, ...] = (Field("text", prompt.prompt, "text"),)
    if view.causes and chosen.place in {each.prompt.key for each in view.columns}:
        causes = ((None, "None"), *((each.id, each.answer) for each in view.causes))
        fields += (Field("cause_id", "Root cause that it goes at", "choice", causes),)
    in_place(
        store,
        person,
        f"{ENTRY}{chosen.id}",
        title=prompt.label,
        subject=subject_of("logic_entry", view.model.initiative_id, chosen.id),
        version=chosen.version,
        saved={each.name: getattr(chosen, each.name) for each in fields},
        fields=fields,
        save=lambda version, given: logic_model.save_entry(store, person, chosen.id, version=version, **given),
        done="The entry is saved.",
        remove=Removal("Remove", chosen.text, lambda: _remove(store, person, chosen)),
    )


def _links(store: Store, person: Person, view: LogicView, chosen: LogicEntry) -> None:
    """What it leads to, and what leads to it, each saved as soon as it is chosen."""
    forth, back = view.can_lead_to(chosen), view.can_be_led_by(chosen)
    if not forth and not back:
        is_linked = chosen.place in {each.prompt.key for each in view.columns}
        st.caption(ALONE if is_linked else APART)
        return
    if forth:
        _choose(view, chosen, "Leads to", forth, view.led_to_by(chosen.id), partial(_lead, store, person, chosen.id))
    if back:
        _choose(view, chosen, "What leads to it", back, view.led_by(chosen.id), partial(_led, store, person, chosen.id))
    st.caption(SOON)


def _choose(
    view: LogicView,
    chosen: LogicEntry,
    label: str,
    offered: tuple[LogicEntry, ...],
    now: tuple[LogicEntry, ...],
    work: Callable[[frozenset[str], frozenset[str]], object],
) -> None:
    """Entries to choose from; work(wanted, seen) is called with what is chosen and what was before."""
    names = distinct({each.id: logic_words.called(view, each) for each in offered})
    seen, key = frozenset(each.id for each in now), f"logic_{label}_{chosen.id}"
    st.session_state[key] = [each.id for each in now]

    def choose() -> None:
        shell.done_or_told(lambda: work(frozenset(st.session_state[key]), seen))

    st.multiselect(
        label,
        list(names),
        format_func=names.__getitem__,
        key=key,
        placeholder="Choose entries",
        filter_mode="contains",
        select_all=False,
        on_change=choose,
    )


def _lead(store: Store, person: Person, entry_id: str, wanted: frozenset[str], seen: frozenset[str]) -> None:
    logic_model.set_links(store, person, entry_id, to=wanted, seen=seen)


def _led(store: Store, person: Person, entry_id: str, wanted: frozenset[str], seen: frozenset[str]) -> None:
    """The links of the others to this one; each keeps where else it leads."""
    for other in sorted(wanted - seen):
        logic_model.set_links(store, person, other, to={entry_id}, seen=())
    for other in sorted(seen - wanted):
        logic_model.set_links(store, person, other, to=(), seen={entry_id})


def _order(store: Store, person: Person, view: LogicView, chosen: LogicEntry) -> None:
    places = {each.prompt.key: each.entries for each in (*view.columns, *view.context)}
    order = [each.id for each in places[chosen.place]]
    if len(order) < 2:
        return
    here = order.index(chosen.id)
    with st.container(horizontal=True, vertical_alignment="center", key="logic_order"):
        st.caption(f"{here + 1} of {len(order)} in its place", width="content")
        for words, icon, by, at_the_end in (
            ("Move up", ":material/arrow_upward:", -1, here == 0),
            ("Move down", ":material/arrow_downward:", 1, here == len(order) - 1),
        ):
            move = partial(_move, store, person, chosen, by)
            st.button(words, icon=icon, key=f"move_{by}", disabled=at_the_end, on_click=move)


def _move(store: Store, person: Person, chosen: LogicEntry, by: int) -> None:
    shell.done_or_told(lambda: logic_model.move_entry(store, person, chosen.id, by=by))


def _remove(store: Store, person: Person, chosen: LogicEntry) -> None:
    def work() -> None:
        logic_model.remove_entry(store, person, chosen.id, version=chosen.version)
        close()
        shell.flash(f"“{chosen.text}” is removed.")

    shell.done_or_told(work)


def answer(store: Store, person: Person, view: LogicView, cause_id: str) -> str | None:
    """An entry made of a root cause that none answers yet; its id. None where somebody was first."""
    now = logic_model.logic_model(store, view.model.initiative_id, person=person)
    cause = next((each for each in now.open_causes if each.id == cause_id), None)
    if cause is None:
        return None
    place = logic_model.CAUSES_GO_TO
    made = logic_model.add_entry(
        store,
        person,
        cause.initiative_id,
        place=place,
        text=TO_BE_WORDED.format(answer=cause.answer),
        cause_id=cause.id,
    )
    return made.id
