"""How stages, stays and milestones stand, in words that screens and files share; not escaped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from collab.journey import StageVisit, VisitEnd
from collab.scoring.progress import percent_done
from collab.services import labels
from collab.services.time_spent import KnownTo, added_up
from collab.services.wording import day, many

if TYPE_CHECKING:
    from datetime import date

    from collab.scoring.progress import PhaseStanding
    from collab.services.digests import StageMark
    from collab.services.journey import JourneyView, StageView
    from collab.services.milestone_views import MilestoneView
    from collab.services.time_spent import Spent
    from collab.when import When

UNKNOWN_DAY = "a day that nobody knows any more"
LONG_DAYS, YEARS_DAYS = 90, 730
MONTH, YEAR = 30.44, 365.25  # days
MANY_MONTHS = 24


def state(stage: StageView | StageMark) -> str:
    """How a stage stands, in a word or two."""
    return labels.PASSED_OVER if stage.passed_over else labels.STAGE_STATES[stage.state]


def state_in(view: JourneyView, stage: StageView) -> str:
    """How a stage stands, or that the initiative was completed or stopped in it."""
    if stage.is_current and view.is_over:
        return f"{labels.ENDED[view.initiative.standing]} here"
    return state(stage)


def stay(view: JourneyView, visit: StageVisit) -> str:
    """From when to when a stay was, or is."""
    if visit.ended_on is None and view.is_over and view.until is None:
        return f"{day(visit.began_on)} to {UNKNOWN_DAY}"
    end = visit.ended_on or (view.initiative.standing_on if view.is_over else None)
    return between(visit.began_on, end, open_end="to now")


def spent(view: JourneyView, stays: Sequence[StageVisit]) -> str:
    """How long stays took in all."""
    return lasted(added_up(stays, view.times))


def lasted(time: Spent) -> str:
    """A time to the day, about so many months or years, or unknown."""
    if time.days is None:
        return "unknown"
    if time.known_to is KnownTo.DAY:
        return span(time.days)
    months = round(time.days / MONTH)
    if time.known_to is KnownTo.MONTH and months <= MANY_MONTHS:
        return _about(months, "month")
    return _about(round(time.days / YEAR), "year")


def _about(count: int, unit: str) -> str:
    return f"about {many(count, unit)}" if count else f"less than a {unit}"


def percent(share: float | None) -> str:
    """A share as a whole percentage; a dash where nothing counts."""
    return "–" if share is None else percent_done(share)


def span(days: int) -> str:
    """A time as people say it: days, then months, then years."""
    if days < LONG_DAYS:
        return many(days, "day")
    return f"{days / MONTH:.0f} months" if days < YEARS_DAYS else f"{days / YEAR:.1f} years"


def between(begin: date | When | None, end: date | When | None, *, open_end: str = "") -> str:
    """Two days, either of which may be missing: "5 Oct 2026 to 3 Jan 2027"."""
    if begin is None and end is None:
        return ""
    if begin is None:
        return f"until {day(end)}" if end else ""
    if end is None:
        return f"{day(begin)} {open_end}".strip() if open_end else f"from {day(begin)}"
    if begin == end:
        return day(begin)
    return f"{day(begin)} to {day(end)}"


def how_it_ended(visit: StageVisit) -> str:
    """How a stay ended, or that it goes on."""
    asked = visit.end is not VisitEnd.PASSED or visit.gate
    return labels.VISIT_ENDS[visit.end] if asked else labels.UNASKED


def has_gate(view: JourneyView, stage: StageView) -> bool:
    """Whether its gate is still ahead: not where partners left or passed over the stage, or the initiative is over."""
    return not view.is_over and (stage.is_current or stage.is_ahead)


def gate_behind(view: JourneyView, stage: StageView) -> str:
    """What is said of a gate that nobody stands before any more."""
    if stage.is_current or stage.is_ahead:
        return "The initiative has come to its end."
    if not stage.visits:
        return "Partners passed this stage over, so nobody asked its gate."
    if not stage.visits[-1].gate:
        return "Partners have left this stage. That was written down afterwards, so nobody asked its gate."
    if stage.visits[-1].end is VisitEnd.DESPITE:
        return "Partners have left this stage against its advice."
    return (
        "It was met when partners left this stage."
        if stage.visits[-1].end is VisitEnd.PASSED
        else "Partners went back."
    )


def of_milestone(each: MilestoneView) -> str:
    """How a milestone stands, in a word or two."""
    if not each.applies:
        return "Not known" if each.is_unknown else "Not applicable"
    if each.done:
        return "Done"
    if each.phase_key is not None and each.value:
        return f"{percent(each.value)} in place"
    return "Open"


def milestone_source(each: MilestoneView) -> str:
    """What the data say about a milestone, and where persons say otherwise."""
    if each.phase_key is not None:
        if each.phase is None:
            return "No review yet says how far this phase is."
        return _of_phase(each.phase)
    if each.claim is None:
        return ""
    if each.is_unknown:
        return f"The data do not tell: {each.claim.sentence}"
    if each.disputed:
        said = "not done" if each.claim.reached else "done"
        return f"Partners say {said}; the data say otherwise: {each.claim.sentence}"
    return f"The data say so: {each.claim.sentence}"


def _of_phase(phase: PhaseStanding) -> str:
    """How a phase stands and in which reviews, and from how many of its items that is known."""
    where = _reviews(phase.held_on)
    if not phase.applies:
        return f"It does not apply, says {where}."
    over = f", {phase.taken_over} taken over from the review before" if phase.taken_over else ""
    looked = f"{phase.looked_at_anew} of {many(phase.applicable, 'item')} looked at{over}"
    if phase.mean is None:
        return f"Too little was looked at in {where} to say how it stands: {looked}."
    return f"Its items stand at {percent(phase.mean).replace('%', ' percent')} in {where}: {looked}."


def _reviews(held_on: Sequence[date]) -> str:
    if not held_on:
        return "the reviews"
    if len(held_on) == 1:
        return f"the review of {day(held_on[0])}"
    return f"the reviews of {len(held_on)} partners, the last of {day(max(held_on))}"
