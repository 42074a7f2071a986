"""The history of an initiative in words: who did what, when, and what it was before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from collab.ui import printed
from collab.ui.wording import moment

if TYPE_CHECKING:
    from collab.model import Change, Initiative, Person
    from collab.store import Store

WORDS = {
    "create_initiative": "Made the initiative",
    "edit_initiative": "Edited the initiative",
    "delete_initiative": "Deleted an initiative",
    "load_sample": "Loaded the made-up sample up to a round",
    "restored_from_a_backup": "Brought back from a backup",
    "create_round": "Started a round",
    "change_round": "Changed a round",
    "delete_round": "Deleted a round",
    "import": "Imported a file",
    "undo_import": "Undid an import",
    "add_partner": "Added a partner",
    "rename_partner": "Renamed a partner",
    "set_sector_partner": "Changed a sector",
    "set_role_partner": "Changed a role",
    "set_part_partner": "Changed when a partner joined or left",
    "merge_partners": "Merged two partners",
    "undo_set_part": "Undid when a partner joined or left",
    "undo_merge": "Took a merge apart",
    "remove_partner": "Removed a partner",
    "remove_in_round_partner": "Removed a partner from a round",
    "undo_remove": "Brought a partner back",
    "undo_remove_in_round": "Brought a partner back into a round",
    "enter_answers": "Typed in an answer sheet",
    "mend_answers": "Mended an answer sheet",
    "remove_answers": "Removed an answer sheet",
    "set_standing": "Changed how the initiative stands",
    "set_parent": "Changed what the initiative runs under",
    "add_goal": "Added a goal",
    "save_goal": "Changed a goal",
    "remove_goal": "Removed a goal",
    "add_tenure": "Added a leader, home or funding",
    "save_tenure": "Changed a leader, home or funding",
    "remove_tenure": "Removed a leader, home or funding",
    "begin_stage": "Began a stage",
    "leave_stage": "Left a stage",
    "come_back": "Came back to a stage",
    "take_back_stage": "Took back a step between stages",
    "correct_visit": "Corrected the dates of a stage",
    "plan_stage": "Planned a stage",
    "confirm_stage": "Said whether a stage is done",
    "add_milestone": "Added a milestone",
    "save_milestone": "Changed a milestone",
    "remove_milestone": "Removed a milestone",
    "save_conclusion": "Wrote a conclusion",
    "add_step": "Added a next step",
    "save_step": "Changed a next step",
    "remove_step": "Removed a next step",
    "start_review": "Began a review",
    "save_entry": "Reviewed an item",
    "save_review": "Changed a review",
    "remove_review": "Removed a review",
}
TOLD = (
    *("round", "merged", "set_aside", "answer_sheets", "reported_figures", "reason"),
    *("state", "sector", "role", "added", "changed", "removed", "joined_on", "left_on"),
    *("from", "to", "on", "end", "partner", "answer", "reading", "said_on", "standing"),
    *("name", "detail", "amount", "statement", "label", "text", "owner", "began_on", "ends_on", "due_on"),
)
UNDO = "undo_"


def draw(store: Store, person: Person, initiative: Initiative) -> None:
    """A folded-away table of changes, read only once it is opened."""
    past = st.expander("What happened here", key=f"history_{initiative.id}", type="compact", on_change="rerun")
    if not past.open:
        return
    from collab.services.initiatives import changes_of

    changes = changes_of(store, initiative.id, person=person)
    rows = {
        "When": [moment(change.at) for change in changes],
        "Who": [change.actor for change in changes],
        "What": [what(change) for change in changes],
        "About": [change.subject for change in changes],
        "Details": [details(change) for change in changes],
    }
    with past:
        printed.show(rows, key=f"past_{initiative.id}", alt="History of changes, the latest first")


def what(change: Change) -> str:
    """What was done, in words."""
    known = WORDS.get(change.what)
    if known:
        return known
    words = change.what.removeprefix(UNDO).replace("_", " ")
    return f"Undid: {words}" if change.what.startswith(UNDO) else words.capitalize()


def details(change: Change) -> str:
    """What was changed from what to what, or what belongs to it; never a rating, since history holds none."""
    after, before = change.after or {}, change.before or {}
    if before:
        pairs = ((key, value, after.get(key)) for key, value in before.items())
        turned = "; ".join(f"{_word(key)}: {_said(old)} → {_said(new)}" for key, old, new in pairs if old != new)
        return f"merged: {_said(after['merged'])}; {turned}" if after.get("merged") else turned
    return "; ".join(f"{_word(key)}: {_said(after[key])}" for key in TOLD if after.get(key))


def _word(key: str) -> str:
    return key.replace("_", " ")


def _said(value: object) -> str:
    return str(value).replace("_", " ") if value not in (None, "") else "nothing"
