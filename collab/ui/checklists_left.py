"""What was typed in a review that another window finished or deleted: shown, to go on with it or to let it go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from collab.errors import CollabError, NotAllowed
from collab.ui import checklists_sitting, checklists_start, checklists_words, drafting, keys, shell
from collab.ui.checklists_asides import drop_all, is_outdated, put_into_new
from collab.ui.checklists_window import FIELDS, values_of
from collab.ui.destructive import taking_away
from collab.ui.escape import plain

if TYPE_CHECKING:
    from collab.journey import Review, ReviewEntry
    from collab.model import Person
    from collab.services.drafts import Draft
    from collab.services.phases import HeldReview
    from collab.services.unsaved_entries import LeftOver
    from collab.store import Store
    from collab.ui.checklists_data import Shown

PARTS = {"partner_id": "Partner in charge", "due_on": "Due"}
NOTHING = "nothing"


def draw(store: Store, person: Person, shown: Shown) -> None:
    """A notice for each review of this checklist, finished or deleted, that this person typed in without saving."""
    for held, drafts in _left(store, person, shown).items():
        lines = [line for draft in _latest(drafts) for line in _lines(shown, shown.view.held[held].entries, draft)]
        if lines:
            _notice(store, person, shown, shown.view.held[held], lines, drafts)
    for each in _of_deleted(store, person, shown):
        lines = [line for draft in _latest(each.drafts) for line in _lines(shown, {}, draft)]
        if lines:
            _notice_of_deleted(store, person, shown, each, lines)


def _latest(drafts: Sequence[Draft]) -> list[Draft]:
    return [each for each in drafts if not is_outdated(each, drafts)]


def _of_deleted(store: Store, person: Person, shown: Shown) -> tuple[LeftOver, ...]:
    from collab.services.unsaved_entries import left_over

    with suppress(NotAllowed):
        return left_over(store, person, shown.initiative.id, shown.view.checklist.key)
    return ()


def _left(store: Store, person: Person, shown: Shown) -> dict[int, list[Draft]]:
    """Place of a review among those held -> the drafts in it."""
    from collab.services.drafts import drafts_under

    places = {held.review.id: place for place, held in enumerate(shown.view.held)}
    found: dict[int, list[Draft]] = {}
    with suppress(NotAllowed):
        for draft in drafts_under(store, person, "entry"):
            place = places.get(draft.subject.split(":")[1])
            if place is not None:
                found.setdefault(place, []).append(draft)
    return found


def _lines(shown: Shown, entries: Mapping[str, ReviewEntry], draft: Draft) -> list[tuple[str, str, str, str]]:
    """Item, part, what was typed, what the review says: for each part where the two differ."""
    from collab.services.unsaved_entries import item_of

    labels = {item.key: f"{number}. {item.label}" for number, (_, item) in enumerate(shown.items, start=1)}
    item = item_of(draft)
    entry = entries.get(item)
    saved = values_of(entry) if entry else dict.fromkeys(FIELDS, "")
    differing = [name for name in FIELDS if str(draft.content.get(name) or "") != saved[name]]
    say = partial(_said, shown)
    return [
        (labels.get(item, item), _part(name), say(name, draft.content.get(name)), say(name, saved[name]))
        for name in differing
    ]


def _part(name: str) -> str:
    return PARTS.get(name, name.replace("_", " ").capitalize())


def _said(shown: Shown, name: str, value: str | None) -> str:
    if not value:
        return NOTHING
    if name == "status":
        return checklists_words.label_of(value)
    if name == "partner_id":
        return next((each.name for each in shown.view.partners if each.id == value), "a partner that left")
    return value


def _notice(
    store: Store,
    person: Person,
    shown: Shown,
    held: HeldReview,
    lines: list[tuple[str, str, str, str]],
    drafts: list[Draft],
) -> None:
    from collab.services.unsaved_entries import item_of

    whose = plain(checklists_words.whose(shown.view, held.review))
    with st.container(border=True, key=f"left_{held.review.id}"):
        st.warning(
            f"You typed this in the review of {whose}, and it was finished before all of it was saved. It is kept, but "
            "the review does not say it. Open the review again to go on with it."
        )
        columns = dict(zip(("Item", "Part", "You typed", "The review says"), zip(*lines, strict=True), strict=True))
        drafting.show_lines(columns, alt="What you typed beside what the finished review says")
        with st.container(horizontal=True):
            st.button(
                "Open it again",
                key=f"left_open_{held.review.id}",
                type="primary",
                icon=":material/edit:",
                on_click=_open_again,
                args=(store, person, held, item_of(drafts[-1])),
            )
            _way_out(store, person, held.review, drafts)


def _notice_of_deleted(
    store: Store, person: Person, shown: Shown, left: LeftOver, lines: list[tuple[str, str, str, str]]
) -> None:
    whose = plain(checklists_words.whose(shown.view, left.review))
    with st.container(border=True, key=f"left_{left.review.id}"):
        st.warning(
            f"You typed this in the review of {whose}, and it was deleted before all of it was saved. It is kept, but "
            "no review says it. Put it into a new review to go on with it."
        )
        items, parts, typed, _ = zip(*lines, strict=True)
        drafting.show_lines({"Item": items, "Part": parts, "You typed": typed}, alt="What you typed, by item")
        with st.container(horizontal=True):
            st.button(
                "Put it into a new review",
                key=f"left_renew_{left.review.id}",
                type="primary",
                icon=":material/edit:",
                on_click=_renew,
                args=(store, person, left),
            )
            _way_out(store, person, left.review, left.drafts)


def _way_out(store: Store, person: Person, review: Review, drafts: Sequence[Draft]) -> None:
    with st.popover("Throw it away", type="tertiary", icon=":material/delete:"):
        st.button(
            taking_away("Throw away what you typed"),
            key=f"left_drop_{review.id}",
            on_click=drop_all,
            args=(store, person, drafts),
        )


def _renew(store: Store, person: Person, left: LeftOver) -> None:
    """On to the new review; what was typed is kept here until all of it is there."""
    from collab.services.reviews import item_keys
    from collab.services.unsaved_entries import item_of

    texts = [(item_of(each), _values(each)) for each in _latest(left.drafts)]
    try:
        new = put_into_new(store, person, left.review, texts)
    except CollabError as failure:
        shell.flash(str(failure), kind="error")
        return
    there = item_keys(left.review.checklist)
    drop_all(store, person, [each for each in left.drafts if item_of(each) in there])
    st.query_params[keys.ITEM] = [item for item, _ in texts if item in there][-1]
    checklists_sitting.enter(new)


def _values(draft: Draft) -> dict[str, str]:
    return {name: str(draft.content.get(name) or "") for name in FIELDS}


def _open_again(store: Store, person: Person, held: HeldReview, item: str) -> None:
    st.query_params[keys.ITEM] = item
    checklists_start.correct(store, person, held.review)
