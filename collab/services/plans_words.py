"""What action plans say in words, on screens and in files: how steps stand, what is late, what cannot be in time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from collab.services import labels
from collab.services.action_plans import PlansView, PlanView, Progress, StepView
from collab.services.wording import day, listed, many

if TYPE_CHECKING:
    from datetime import date

    from collab.plans import PlanStep

LABELS = labels.PROGRESS
SHORT, MOST_NAMED = 60, 3
NOT_DONE, OPEN = "Not done", "Open"


def who(view: StepView) -> str:
    """The person or team and the partner that do it; "" where nobody is named."""
    partner = view.partner.name if view.partner else ""
    return ", ".join(dict.fromkeys(part for part in (view.step.responsible, partner) if part))


def state(view: StepView) -> str:
    """How a step stands, in a word: "Done", "Overdue", "Under way", "Waits", "To come"; "Open" where it has no day."""
    step = view.step
    if not step.is_done and not view.is_owed:
        return NOT_DONE
    is_undated = step.begins_on is None and step.due_on is None
    return OPEN if view.progress is Progress.AHEAD and is_undated else LABELS[view.progress]


def standing(view: StepView, today: date) -> str:
    """How a step stands with its day: "Overdue by 25 days", "Done 21 Aug 2026", else as state() says."""
    step = view.step
    if step.done_on is not None:
        return f"Done {day(step.done_on)}"
    return f"Overdue by {lateness(view, today)}" if view.is_overdue else state(view)


def lateness(view: StepView, today: date) -> str:
    """How long ago the day of a step has passed: "25 days"; "" where it has not."""
    due = view.step.due_on
    return many((today - due).days, "day") if view.is_overdue and due else ""


def times(step: PlanStep) -> str:
    """From when to when: "2 Nov 2026 to 21 Jan 2027", "by 21 Jan 2027", "from 2 Nov 2026", "no date"."""
    if step.begins_on and step.due_on and step.begins_on != step.due_on:
        return f"{day(step.begins_on)} to {day(step.due_on)}"
    if step.due_on:
        return f"by {day(step.due_on)}"
    return f"from {day(step.begins_on)}" if step.begins_on else "no date"


def short(text: str, most: int = SHORT) -> str:
    """The text in so many letters, in quotation marks."""
    text = " ".join(text.split())
    return f"“{text}”" if len(text) <= most else f"“{text[: most - 1].rstrip(' ,.-')}…”"


def waits(view: StepView) -> str:
    """What a step waits for, by name; "" where it waits for nothing."""
    if view.step.is_done or not view.waits_for:
        return ""
    return f"Waits for {listed(tuple(short(each.step) for each in view.waits_for), most=MOST_NAMED)}"


def clashes(plan: PlanView) -> list[str]:
    """A sentence for each step that begins, or is due, before one that it waits for is due."""
    return [_clash(view, other) for view in plan.steps for other in view.clashes if not view.step.is_done]


def _clash(view: StepView, other: PlanStep) -> str:
    step = view.step
    begins = f"begins on {day(step.begins_on)}" if step.begins_on else ""
    due = f"is due on {day(step.due_on)}" if step.due_on and not begins else ""
    until = day(other.due_on) if other.due_on else ""
    return f"{short(step.step)} {begins or due}, but {short(other.step)}, which it waits for, is due on {until} only."


def counted(steps: Sequence[StepView]) -> str:
    """How many are done, and how many are late: "1 of 8 steps is done, 2 are overdue"."""
    done, late = sum(each.step.is_done for each in steps), sum(each.is_overdue for each in steps)
    overdue = f", {late} {'is' if late == 1 else 'are'} overdue" if late else ""
    return f"{done} of {many(len(steps), 'step')} {'is' if 1 in (done, len(steps)) else 'are'} done{overdue}"


def share(plan: PlanView) -> str:
    """How far a plan is, in few words for a chart: "1 of 8 done"."""
    return share_of(plan.steps)


def share_of(steps: Sequence[StepView]) -> str:
    """The same of these steps."""
    return f"{sum(each.step.is_done for each in steps)} of {len(steps)} done"


def reading(plan: PlanView) -> list[str]:
    """How far the plan of one goal is, and what is due next."""
    if not plan.steps:
        return []
    found = [f"{counted(plan.steps)}."]
    ahead = next((each for each in plan.steps if each.step.due_on and each.is_owed and not _is_past(each)), None)
    if ahead and ahead.step.due_on:
        by = f" ({who(ahead)})" if who(ahead) else ""
        found.append(f"Next, by {day(ahead.step.due_on)}: {short(ahead.step.step, 90)}{by}.")
    return found


def _is_past(view: StepView) -> bool:
    return view.is_overdue or view.step.is_done


def reading_of_all(view: PlansView) -> list[str]:
    """How far all plans are together."""
    steps, planned = every_step(view), sum(bool(each.steps) for each in view.plans)
    goals = f"{planned} of {many(len(view.plans), 'goal')} {'has' if planned == 1 else 'have'} a plan with steps."
    return [goals, f"{counted(steps)}."] if steps else [goals]


def every_step(view: PlansView) -> tuple[StepView, ...]:
    """The steps of all plans, plan by plan."""
    return tuple(step for plan in view.plans for step in plan.steps)


def overdue(views: Iterable[StepView]) -> list[StepView]:
    """Those that are late, the latest last."""
    return sorted((each for each in views if each.is_overdue), key=lambda each: (each.step.due_on, each.step.position))


def undated(steps: Sequence[StepView]) -> str:
    """A sentence that names the steps that no chart can show; "" where there are none."""
    names = tuple(short(each.step.step) for each in steps if not (each.step.begins_on or each.step.due_on))
    if not names:
        return ""
    return f"Without a date, so not in the chart: {listed(names, most=6)}."


def without_owner(steps: Sequence[StepView]) -> str:
    """A sentence that names the open steps that nobody is responsible for; "" where there are none."""
    names = tuple(short(each.step.step) for each in steps if not who(each) and each.is_owed and not each.step.is_done)
    return f"Nobody is responsible yet for {listed(names, most=MOST_NAMED)}." if names else ""
