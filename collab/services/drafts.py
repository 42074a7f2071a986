"""What a person has begun to type and not saved: kept, found again, dropped; seen by nobody else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from collab.errors import NotAllowed, NotFound, StaleVersion
from collab.model import Person
from collab.services.permissions import Action, permit
from collab.store import Store, drafts
from collab.store.drafts import BETWEEN, Draft
from collab.store.keys import new_key
from collab.store.unit import Unit

LONGEST = 200_000
_ACTIONS = {
    "answers": Action.ENTER_ANSWERS,
    "mend": Action.ENTER_ANSWERS,
    "goal": Action.EDIT_INITIATIVE,
    "tenure": Action.EDIT_INITIATIVE,
    "initiative": Action.EDIT_INITIATIVE,
    "stage": Action.EDIT_JOURNEY,
    "stage_plan": Action.EDIT_JOURNEY,
    "milestone": Action.EDIT_JOURNEY,
    "confirmation": Action.EDIT_JOURNEY,
    "conclusion": Action.CONCLUDE,
    "step": Action.CONCLUDE,
    "entry": Action.REVIEW,
    "deleted_entry": Action.REVIEW,
    **dict.fromkeys(("problem", "cause", "logic_model", "logic_entry", "action_plan", "plan_step"), Action.PLAN),
}
"""What a person must be allowed to do for a draft of this kind: the same as for saving the form."""


def subject_of(kind: str, *parts: str) -> str:
    """What a draft is about, as text: "answers:<round>:<partner>", "mend:<answer sheet>", "goal:<initiative>:…"."""
    return BETWEEN.join((kind, *parts))


def keep_draft(
    store: Store,
    person: Person,
    subject: str,
    content: Mapping[str, Any],
    *,
    follows: str | None,
    based_on_version: int | None = None,
) -> Draft:
    """Keep what is typed so far: text fields and grids, as JSON can hold them.

    follows: the id of the draft as this window last saw it, None where it saw none.
    StaleVersion, with both contents, where another window went on, saved or threw it away meanwhile.
    """
    made = new_key()
    if len(json.dumps(content)) > LONGEST:
        raise NotAllowed("What you typed is too long to be kept. Shorten it, or save it in parts.")

    def work(unit: Unit) -> Draft:
        _permit(unit, person, subject)
        present = drafts.find(unit, person.key, subject)
        if present is not None and (present.id == made or present.content == content):
            return present
        _refuse_other_window(present, follows, content)
        return drafts.put(unit, person.key, subject, key=made, content=content, based_on_version=based_on_version)

    return store.change(person, work)


def draft_of(store: Store, person: Person, subject: str) -> Draft | None:
    """What this person has begun about this subject; None where there is nothing."""

    def work(unit: Unit) -> Draft | None:
        _permit(unit, person, subject)
        return drafts.find(unit, person.key, subject)

    return store.read(work)


def drafts_under(store: Store, person: Person, kind: str, *parts: str) -> tuple[Draft, ...]:
    """This person's drafts whose subject begins so ("answers", round id), the latest last."""
    permit(person, _ACTIONS[kind])
    return store.read(lambda unit: drafts.under(unit, person.key, subject_of(kind, *parts)))


def drop_draft(store: Store, person: Person, subject: str, *, follows: str | None) -> None:
    """Throw away what was begun; StaleVersion where another window went on with it. What is gone already is fine."""

    def work(unit: Unit) -> None:
        _permit(unit, person, subject)
        if drafts.find(unit, person.key, subject) is not None:
            use_up(unit, person, subject, follows=follows)

    store.change(person, work)


def use_up(unit: Unit, person: Person, subject: str, *, follows: str | None) -> None:
    """In the transaction of a save: what was typed is saved now, so its draft goes.

    StaleVersion where another window went on with it, or has saved it already: no save throws away what it did
    not show, and one sheet of paper is not saved twice.
    """
    _refuse_other_window(drafts.find(unit, person.key, subject), follows, {})
    drafts.drop(unit, person.key, subject)


def _permit(unit: Unit, person: Person, subject: str) -> None:
    initiative_id = drafts.initiative_of(unit, subject)
    permit(person, _ACTIONS[subject.split(BETWEEN)[0]], initiative_id)
    if initiative_id is None:
        raise NotFound("What you are typing about does not exist any more, so it cannot be kept.")


def _refuse_other_window(present: Draft | None, follows: str | None, content: Mapping[str, Any]) -> None:
    if (present.id if present is not None else None) == follows:
        return
    what = "went on with" if present is not None else "saved or threw away"
    raise StaleVersion(
        f"Another window {what} what you are typing here. Nothing was overwritten. Choose which of the two goes on.",
        mine=dict(content),
        theirs=dict(present.content) if present is not None else {},
    )
