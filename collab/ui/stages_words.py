"""What the Stages and Initiative pages say about stages, stays, gates and confirmations, in sentences; not escaped."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from collab.journey import Confirmed, StageState, StageVisit, VisitEnd
from collab.model import Outcome
from collab.scoring.progress import percent_done
from collab.services.journey_words import (
    UNKNOWN_DAY,
    between,
    gate_behind,
    has_gate,
    lasted,
    milestone_source,
    of_milestone,
    percent,
    span,
    spent,
    state,
    state_in,
    stay,
)
from collab.services.labels import CONFIRMED, ENDED
from collab.ui import shell
from collab.ui.wording import day, listed, many

if TYPE_CHECKING:
    from datetime import date

    from collab.journey import StagePlan
    from collab.services.journey import JourneyView, StageView

__all__ = [
    "CONFIRMED",
    "ENDED",
    "STATE_COLOURS",
    "UNKNOWN_DAY",
    "between",
    "gate_behind",
    "has_gate",
    "lasted",
    "milestone_source",
    "of_milestone",
    "percent",
    "span",
    "spent",
    "state",
    "state_in",
    "stay",
]

STATE_COLOURS = {
    StageState.NOT_STARTED: "gray",
    StageState.UNDER_WAY: "blue",
    StageState.DONE: "green",
    StageState.REVISITING: "orange",
}
_TIMES = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def labels() -> dict[str, str]:
    """Stage key -> its label, in order."""
    return {each.key: each.label for each in shell.framework().stages}


def here(view: JourneyView, stage: StageView) -> str:
    """How a stage stands, where the initiative stands in it or came to its end in it."""
    if stage.is_current and not view.is_over:
        return f"Now: {state(stage).lower()}"
    return state_in(view, stage)


def completed(stage: StageView) -> str:
    """How far a stage has come."""
    if stage.progress is None:
        return share(stage) or "nothing written down"
    return f"{share(stage)} completed"


def share(stage: StageView) -> str:
    """The same where a heading says that it is what is completed; "" where nothing is written down.

    Where of some milestone nobody knows any more, there is no percentage: how many are known to be reached.
    """
    if stage.is_known_in_part:
        return f"{stage.reached} of {len(stage.counted)} known to be reached"
    return "" if stage.progress is None else percent_done(stage.progress)


def planned(plan: StagePlan) -> str:
    """When partners mean to be in a stage."""
    return between(plan.from_on, plan.until_on) or "no dates planned"


def reading(view: JourneyView, today: date) -> list[str]:
    """Where the initiative stands, how it came there, and what the gate of its stage says."""
    if not view.visits:
        settled = view.is_over or view.initiative.outcome is not Outcome.UNSAID
        return ["Its stages are not written down." if settled else "This initiative has not begun its first stage yet."]
    stage = view.current_stage
    if stage is None or view.current is None:
        last = view.visits[-1]
        return [f"The way ended {last.ended_on.on_it}, after {_name(last.stage)}." if last.ended_on else ""]
    if view.is_over:
        return [_ended_in(view, view.current), _done_so_far(stage)]
    found = [_here(view, view.current), _done_so_far(stage), advice(stage)]
    late = stage.plan.until_on
    if late is not None and late < today:
        found.append(f"It was planned to end on {day(late)}, {span((today - late).days)} ago.")
    return [sentence for sentence in found if sentence]


def _name(stage: str) -> str:
    return labels().get(stage, stage)


def _ended_in(view: JourneyView, current: StageVisit) -> str:
    """Where an initiative stood until it was completed or stopped."""
    during = f", for {spent(view, (current,))}" if view.days_of(current) is not None else ""
    return f"It stood in {_name(current.stage)}{_again(view, current)} from {day(current.began_on)} on{during}."


def _again(view: JourneyView, current: StageVisit) -> str:
    stays = sum(visit.stage == current.stage for visit in view.visits)
    return f" for the {_TIMES[stays] if stays < len(_TIMES) else f'{stays}th'} time" if stays > 1 else ""


def _here(view: JourneyView, current: StageVisit) -> str:
    again, began = _again(view, current), day(current.began_on)
    since = f"since {began} ({spent(view, (current,))})" if view.days_of(current) else f"from {began}"
    start = f"Now in {_name(current.stage)}{again}, {since}"
    before = [visit for visit in view.visits if visit.number < current.number]
    if current.reason and before:
        verb = "sent back from" if before[-1].end is VisitEnd.WENT_BACK else "taken up again after"
        return f"{start}, {verb} {_name(before[-1].stage)}: {quoted(current.reason)}"
    return f"{start}."


def quoted(text: str) -> str:
    """What somebody wrote, in quotation marks, with a full stop where it has no end of its own."""
    said = " ".join(text.split())
    return f"“{said}”" if said.endswith((".", "!", "?")) else f"“{said}”."


def _done_so_far(stage: StageView) -> str:
    if not stage.counted:
        return "No milestone applies here."
    if stage.progress is None:
        return "Nothing is written down about its milestones yet."
    return f"{stage.reached} of {many(len(stage.counted), 'milestone')} reached, {completed(stage)}."


def advice(stage: StageView) -> str:
    """The gate of a stage in one sentence."""
    if not stage.unmet:
        return "Its gate is met: partners can go on."
    return "Its gate advises to wait."


def gate_rule(stage: StageView) -> str:
    """What this gate asks for."""
    first = next(iter(labels())) == stage.stage.key
    also = "" if first else ", and no dimension in concern for all partners, districts or charter schools"
    return f"A gate asks for 80 percent of the milestones{also}. It advises; partners decide."


def trace(view: JourneyView, today: date) -> list[str]:
    """Each stay as a sentence, the first first; none is ever lost."""
    if not view.visits:
        return []
    first = view.visits[0]
    found = [f"{day(first.began_on)}: began with {_name(first.stage)}."]
    found += [_move(view, before, after) for before, after in pairwise(view.visits)]
    last = view.visits[-1]
    if last.ended_on is not None:
        found.append(f"{day(last.ended_on)}: came to the end of the way, {_after(view, last)}.{_why(view, last)}")
    else:
        found.append(_to_now(view, last, today))
    return found


def _to_now(view: JourneyView, last: StageVisit, today: date) -> str:
    """The stay that has not ended, up to today or to the end of the initiative."""
    days, name = view.days_of(last), _name(last.stage)
    if not view.is_over:
        return f"Today, {day(today)}: {spent(view, (last,))} in {name}."
    words = ENDED[view.initiative.standing].lower()
    if view.until is None or days is None:
        return f"On {UNKNOWN_DAY}: {words} in {name}."
    return f"{day(view.initiative.standing_on or view.until)}: {words}, after {spent(view, (last,))} in {name}."


def _after(view: JourneyView, visit: StageVisit) -> str:
    return f"after {spent(view, (visit,))} in {_name(visit.stage)}"


def _move(view: JourneyView, before: StageVisit, after: StageVisit) -> str:
    on = day(after.began_on)
    if before.end is VisitEnd.WENT_BACK:
        why = quoted(after.reason or before.end_reason)
        return f"{on}: {_name(before.stage)} sent it back to {_name(after.stage)}, {_after(view, before)}. {why}"
    if after.reason:
        again = f"took up {_name(after.stage)} again, {_after(view, before)}. {quoted(after.reason)}"
        ended = f" The way had ended {before.ended_on.on_it}." if before.ended_on and before.end_reason else ""
        return f"{on}: {again}{ended}{_why(view, before)}"
    return f"{on}: went on to {_name(after.stage)}, {_after(view, before)}.{_why(view, before)}"


def _why(view: JourneyView, visit: StageVisit) -> str:
    """What partners wrote down when they left a stage, and whether that was against the gate's advice."""
    if visit.end is VisitEnd.DESPITE:
        return f" Against the gate's advice: {_why_and_what(view, visit)}"
    return f" {quoted(visit.end_reason)}" if visit.end_reason else ""


def _why_and_what(view: JourneyView, visit: StageVisit) -> str:
    """Why partners went on all the same, and what the gate said then."""
    said = " ".join(view.gates_then.get(visit.id, ()))
    return f"{quoted(visit.end_reason)} The gate said then: {said}" if said else quoted(visit.end_reason)


def confirmations(stage: StageView, names: dict[str, str]) -> str:
    """How many partners confirm a stage, and who says otherwise."""
    if not stage.confirmations:
        return "No partner has said yet whether this stage is done."
    said = f"{stage.confirmed()} of {many(len(names), 'partner')} confirm this stage."
    against = [each for each in stage.confirmations if each.answer is Confirmed.NOT_YET]
    silent = len(names) - len(stage.confirmations)
    told = [names[each.partner_id] + (f" (“{' '.join(each.note.split())}”)" if each.note else "") for each in against]
    parts = [f"Not yet: {listed(tuple(told))}." if told else "", f"{silent} did not say." if silent else ""]
    return " ".join([said, *(part for part in parts if part)])


def later_stages(view: JourneyView, stage: str) -> list[str]:
    """The keys of the stages after one."""
    keys = [each.stage.key for each in view.stages]
    return keys[keys.index(stage) + 1 :]


def earlier_stages(view: JourneyView, stage: str) -> list[str]:
    """The keys of the stages before one, the nearest first."""
    keys = [each.stage.key for each in view.stages]
    return keys[: keys.index(stage)][::-1]


def names_of(keys: Sequence[str]) -> tuple[tuple[object, str], ...]:
    """Stages as choices."""
    return tuple((key, _name(key)) for key in keys)


def passed_despite(view: JourneyView, stage: StageView) -> list[str]:
    """Each time that partners left a stage against the advice of its gate: when, why, and what the gate said."""
    return [
        f"Went on all the same {visit.ended_on.on_it}: {_why_and_what(view, visit)}"
        for visit in stage.visits
        if visit.end is VisitEnd.DESPITE and visit.ended_on is not None
    ]


def passed_with_words(stage: StageView) -> list[str]:
    """What partners wrote down each other time that they left a stage to go on."""
    return [
        f"When partners left it {visit.ended_on.on_it}: {quoted(visit.end_reason)}"
        for visit in stage.visits
        if visit.end is VisitEnd.PASSED and visit.ended_on is not None and visit.end_reason
    ]
