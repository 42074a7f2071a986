"""The history of an initiative in words: what was done, and what it was before."""

from __future__ import annotations

from functools import cache

from collab.framework import load_framework
from collab.model import Change
from collab.plans import Verdict
from collab.services import labels

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
    "add_problem": "Wrote down a problem",
    "save_problem": "Changed a problem",
    "remove_problem": "Removed a problem",
    "add_cause": "Answered why",
    "save_cause": "Changed an answer to why",
    "remove_cause": "Removed an answer to why",
    "save_logic_model": "Changed the problem of the logic model",
    "add_logic_entry": "Added to the logic model",
    "save_logic_entry": "Changed an entry of the logic model",
    "remove_logic_entry": "Removed an entry of the logic model",
    "link_logic_entry": "Changed what an entry leads to",
    "move_logic_entry": "Moved an entry of the logic model",
    "save_action_plan": "Changed an action plan",
    "add_plan_step": "Added a step to a plan",
    "save_plan_step": "Changed a step of a plan",
    "move_plan_step": "Moved a step of a plan",
    "remove_plan_step": "Removed a step of a plan",
    "bring_workbook": "Took over changes from a workbook",
}
TOLD = (
    *("round", "merged", "set_aside", "answer_sheets", "reported_figures", "reason"),
    *("state", "sector", "role", "added", "changed", "removed", "joined_on", "left_on"),
    *("from", "to", "on", "end", "partner", "answer", "reading", "said_on", "standing"),
    *("name", "detail", "amount", "statement", "label", "text", "owner", "began_on", "ends_on", "due_on"),
    *("responsible", "begins_on", "done_on", "waits_for", "cause", "leads_to", "no_more"),
    *("goal", "problem", "says_why", "evidence", "source", "place", "prevents", "fits", "is_chosen"),
)
_CALLED = {
    "prevents": labels.PREVENTS.lower(),
    "fits": labels.FITS.lower(),
    "is_chosen": labels.ROOT_CAUSE.lower(),
}
"""What a key of the history is called, where it is not its own words."""
UNDO = "undo_"
CARRIED, CONFIRMED = "carried", "as in the review before"
"""Whether a status came from the review before, which sentences need not tell; and that it was said again."""
_NOTHING = "nothing"


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
        pairs = ((key, _said(key, value), _said(key, after.get(key))) for key, value in before.items())
        turned = "; ".join(f"{_word(key)}: {old} → {new}" for key, old, new in pairs if old != new and key != CARRIED)
        if not turned and before.get(CARRIED):
            return CONFIRMED
        return f"merged: {_said('merged', after['merged'])}; {turned}" if after.get("merged") else turned
    told = ((key, _said(key, after[key])) for key in TOLD if after.get(key))
    return "; ".join(f"{_word(key)}: {words}" for key, words in told if words != _NOTHING)


def _word(key: str) -> str:
    return _CALLED.get(key) or key.replace("_", " ")


def _said(key: str, value: object) -> str:
    if isinstance(value, list):
        return "; ".join(map(str, value)) or _NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value in (None, ""):
        return _NOTHING
    words = _words_of_codes().get(key, {})
    return words[str(value)] if str(value) in words else str(value).replace("_", " ")


@cache
def _words_of_codes() -> dict[str, dict[str, str]]:
    """Key -> code -> what it is called on screens."""
    model = load_framework().logic_model
    verdicts = {str(code): words.lower() for code, words in labels.VERDICTS.items()} | {str(Verdict.UNSAID): _NOTHING}
    places = {each.key: each.label for each in (*model.columns, *model.context)}
    return {"prevents": verdicts, "fits": verdicts, "place": places}
