"""What the Initiative page says about an initiative: standing, who carries it, when things are due; not escaped."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from collab.journey import GoalOutcome, TenureKind
from collab.model import Outcome, Role, Standing
from collab.scoring.smart import Smart
from collab.services import labels
from collab.ui import shell
from collab.ui.stages_words import between, span
from collab.ui.wording import day, listed

if TYPE_CHECKING:
    from collab.journey import Tenure
    from collab.services.at_a_glance import Glance
    from collab.services.journey import JourneyView
    from collab.services.purpose import Purpose
    from collab.services.tasks import Task

STANDINGS = {
    Standing.ACTIVE: (labels.STANDINGS[Standing.ACTIVE], "green"),
    Standing.PAUSED: (labels.STANDINGS[Standing.PAUSED], "orange"),
    Standing.COMPLETED: (labels.STANDINGS[Standing.COMPLETED], "green"),
    Standing.STOPPED: (labels.STANDINGS[Standing.STOPPED], "gray"),
}
CAME_OF_IT = {
    Outcome.UNSAID: (labels.CAME_OF_IT[Outcome.UNSAID], "Not said", "gray"),
    Outcome.TOO_EARLY: (labels.CAME_OF_IT[Outcome.TOO_EARLY], "Too early to say", "gray"),
    Outcome.LASTING: (labels.CAME_OF_IT[Outcome.LASTING], "Lasting: it goes on, or what it changed stays", "green"),
    Outcome.MIXED: (labels.CAME_OF_IT[Outcome.MIXED], "Mixed: some of it worked, some did not", "orange"),
    Outcome.ENDED: (labels.CAME_OF_IT[Outcome.ENDED], "Ended: it worked for a time and was not kept up", "gray"),
    Outcome.FAILED: (labels.CAME_OF_IT[Outcome.FAILED], "Failed: it did not reach what it was for", "gray"),
}
"""In a word or two, in a sentence for those who choose, and its colour."""
NO_AREA = "No area chosen"
ROLES = labels.ROLES
OUTCOMES = labels.OUTCOMES
OUTCOME_COLOURS = {GoalOutcome.OPEN: "gray", GoalOutcome.MET: "green", GoalOutcome.MISSED: "orange"}
PARTS = {
    Smart.SPECIFIC: "Specific",
    Smart.MEASURABLE: "Measurable",
    Smart.ATTAINABLE: "Attainable",
    Smart.RESULTS: "Results-oriented",
    Smart.DATED: "With a date",
}
KINDS = labels.TENURES
ONE_OF = {TenureKind.LEADER: "a leader", TenureKind.HOME: "a home", TenureKind.FUNDING: "a source of money"}
UNNAMED = {
    TenureKind.LEADER: "name not known",
    TenureKind.HOME: "where is not known",
    TenureKind.FUNDING: "who pays is not known",
}
NONE_NAMED = {
    TenureKind.LEADER: "No person is named as leading it.",
    TenureKind.HOME: "No organisation is named where the work is at home.",
    TenureKind.FUNDING: "No source of money is written down.",
}
MOST_LEADERS = 8


def area(key: str) -> str:
    """What an area of cooperation is called; one that the content does not offer any more by its key."""
    return next((each.label for each in shell.framework().areas if each.key == key), key.replace("_", " "))


def areas() -> tuple[tuple[object, str], ...]:
    """Areas as choices, none of them first."""
    return (("", NO_AREA), *((each.key, each.label) for each in shell.framework().areas))


def came_of_it(outcome: Outcome) -> str:
    """What came of an initiative, for the middle of a sentence."""
    return f"what came of it: {CAME_OF_IT[outcome][0].lower()}"


def holder(tenure: Tenure) -> str:
    """The name, or what is known of somebody or something whose name is not."""
    return tenure.name or f"{tenure.detail}, {UNNAMED[tenure.kind]}"


def is_settled(view: JourneyView) -> bool:
    """Whether nothing is asked of it any more: it was completed or stopped, or its way came to the end."""
    return view.is_over or (bool(view.visits) and view.current is None)


def carried_by(glance: Glance, today: date) -> list[str]:
    """Who leads, where it is at home and how long the money lasts, each in a few words.

    Where no person leads, the partners with that role do; of what is settled, only what is known is told.
    """
    purpose, asks = glance.purpose, not is_settled(glance.view)
    people, homes = _holders(purpose, TenureKind.LEADER, today), _holders(purpose, TenureKind.HOME, today)
    partners = tuple(each.name for each in glance.view.present if each.role is Role.LEAD)
    leaders = people or partners
    funded = asks or purpose.of(TenureKind.FUNDING)
    return [
        *([f"Led by {listed(leaders, most=MOST_LEADERS)}"] if leaders else _unless_settled(TenureKind.LEADER, asks)),
        *([f"At home with {listed(homes, most=3)}"] if homes else _unless_settled(TenureKind.HOME, asks)),
        *([money(purpose, today)] if funded else []),
    ]


def _holders(purpose: Purpose, kind: TenureKind, today: date) -> tuple[str, ...]:
    """Those of today, each once; a post stands for a holder whose name is not known."""
    from collab.services.purpose import is_present

    present = (each for each in purpose.of(kind) if is_present(each, today))
    return tuple(dict.fromkeys(each.called for each in present))


def _unless_settled(kind: TenureKind, asks: bool) -> list[str]:
    return [NONE_NAMED[kind].rstrip(".")] if asks else []


def money(purpose: Purpose, today: date) -> str:
    """When the last of the money ends."""
    from collab.services.purpose import funding_end, is_present

    every = purpose.of(TenureKind.FUNDING)
    present = [each for each in every if is_present(each, today)]
    if not every:
        return "No funding is written down yet"
    if not present:
        return _no_money_now(every, today)
    end = funding_end(purpose.tenures, today)
    if end is None:
        return "Funded with no end in sight"
    return f"Funded until {day(end)}" + (f", {span((end.last - today).days)} from now" if end.is_exact else "")


def _no_money_now(every: tuple[Tenure, ...], today: date) -> str:
    """All of it is over, or is still to begin."""
    from collab.services.purpose import last_end

    begins = [each.began_on for each in every if each.began_on and each.began_on.first > today and not each.is_over]
    ends = [each.ends_on for each in every if each.ends_on and each.ends_on.last < today]
    if begins:
        return f"Its funding {'begins again' if len(begins) < len(every) else 'begins'} {min(begins).on_it}"
    end = last_end(every) if len(ends) == len(every) else None
    return f"Its funding ended {end.on_it}" if end else "Its funding is over"


def ends_soon(tenure: Tenure, today: date) -> bool:
    """Money that ends within a year from today."""
    from collab.services.purpose import FUNDING_ENDS_SOON_DAYS

    end = tenure.ends_on if tenure.kind is TenureKind.FUNDING else None
    return end is not None and 0 <= (end.last - today).days <= FUNDING_ENDS_SOON_DAYS


def held_for(tenure: Tenure) -> str:
    """From when to when."""
    if tenure.began_on is None and tenure.ends_on is None:
        return "Over; nobody knows the dates" if tenure.is_over else "No dates"
    open_end = "to a day that nobody knows any more" if tenure.is_over else "to now"
    said = between(tenure.began_on, tenure.ends_on, open_end=open_end)
    return said[0].upper() + said[1:]


def due(task: Task, today: date) -> str:
    """Whose it is and until when."""
    owner = task.owned_by or "Nobody owns it yet"
    if task.due_on is None:
        return f"{owner} · no date"
    if task.overdue(today):
        return f"{owner} · was due {day(task.due_on)}, {span((today - task.due_on).days)} ago"
    return f"{owner} · due {day(task.due_on)}"
