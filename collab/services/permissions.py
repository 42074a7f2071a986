"""Who may do what: the one place that every service asks before it reads or writes."""

from __future__ import annotations

from enum import StrEnum

from collab.errors import NotAllowed
from collab.model import YOU, Person


class Action(StrEnum):
    """What a person can want to do; the table of roles will be written in these words."""

    SEE = "see"
    EDIT_INITIATIVE = "edit_initiative"
    DELETE_INITIATIVE = "delete_initiative"
    EDIT_ROUND = "edit_round"
    EDIT_PARTNERS = "edit_partners"
    ENTER_ANSWERS = "enter_answers"
    EDIT_JOURNEY = "edit_journey"
    CONCLUDE = "conclude"
    REVIEW = "review"
    PLAN = "plan"
    IMPORT = "import"
    MAINTAIN = "maintain"


def permit(person: Person, action: Action, initiative_id: str | None = None) -> None:
    """Return where the person may do this (in this initiative, or at all); raise NotAllowed where not.

    Without sign-in there is one person, who may do everything.
    """
    if person.key != YOU.key:
        raise NotAllowed(f"{person.name} is not known here and may not do this ({action.value}).")
