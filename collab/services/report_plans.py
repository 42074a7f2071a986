"""The pages of action plans, how far each is and what is late in it, and what is owed in all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from collab.charts.gantt_looks import paint
from collab.charts.gantt_rows import Look
from collab.charts.theme import LIGHT, ink_on
from collab.reports import Bars, Column, Kind, Page, Series, Span, Spans, Table
from collab.services import plans_words as words
from collab.services.action_plans import PlansView, PlanView, Progress, StepView, action_plans
from collab.services.labels import PROGRESS as LABELS
from collab.services.owed import KINDS, SOON_DAYS, Owed, owed
from collab.services.report_material import Scene, told_of
from collab.services.report_topics import TITLES, Topic
from collab.services.wording import day, many

TOPIC, OWED = TITLES[Topic.PLANS], TITLES[Topic.OWED]
_KINDS_COUNTED = (Progress.DONE, Progress.OVERDUE, Progress.AHEAD)
"""The looks of what is counted together: done, overdue, and all that is neither."""


def pages(scene: Scene) -> Iterator[Page]:
    """How far each goal is, the plan of each, and what is overdue; nothing where no step is planned."""
    view = action_plans(scene.store, scene.initiative.id, today=scene.today, person=scene.person)
    planned = [plan for plan in view.plans if plan.steps]
    if not planned:
        return
    yield _progress(view)
    for plan in planned:
        yield from _along(scene, plan)
        yield _plan(scene, plan)
    yield from _late(scene, planned)


def _progress(view: PlansView) -> Page:
    planned = [plan for plan in view.plans if plan.steps]
    counts = {
        "Done": [sum(each.step.is_done for each in plan.steps) for plan in planned],
        "Overdue": [len(plan.overdue) for plan in planned],
    }
    counts["To do"] = [
        len(plan.steps) - done - late
        for plan, done, late in zip(planned, counts["Done"], counts["Overdue"], strict=True)
    ]
    bars = Bars(
        names=tuple(plan.goal.goal.statement for plan in planned),
        series=tuple(
            _counted(name, kind, own) for (name, own), kind in zip(counts.items(), _KINDS_COUNTED, strict=True)
        ),
        ends=(0.0, float(max(len(plan.steps) for plan in planned))),
        figures="0;;",
        stacked=True,
        totals=tuple(words.share(plan) for plan in planned),
    )
    headline = words.counted(words.every_step(view))
    return Page(
        topic=TOPIC,
        headline=headline[:1].upper() + headline[1:],
        lines=tuple(words.reading_of_all(view)[:1]),
        block=bars,
        told=f"Steps of each goal. {told_of(bars)}.",
        sources=("A step is overdue once its day has passed and nobody has said that it is done.",),
    )


def _counted(name: str, progress: Progress, own: Sequence[int]) -> Series:
    look = _kind(progress)
    return Series(name, look.colour, tuple(map(float, own)), tuple(map(str, own)), ink_on(look.colour), look.edge)


def _kind(progress: Progress) -> Kind:
    """How bars of this standing look on a page, which is white."""
    look = paint(Look(str(progress)), LIGHT)
    return Kind(
        LABELS[progress], look.fill.on(LIGHT.background), look.edge.on(LIGHT.background), is_dotted=look.is_dotted
    )


def _along(scene: Scene, plan: PlanView) -> Iterator[Page]:
    """The steps that have a day, along dates, the first on top."""
    spans = [span for each in plan.steps if (span := _span(each)) is not None]
    if not spans:
        return
    spans.sort(key=lambda span: (span.begins, span.ends))
    yield Page(
        topic=TOPIC,
        headline=plan.goal.goal.statement,
        lines=tuple(words.reading(plan)[:1]),
        block=Spans(tuple(spans), tuple(map(_kind, Progress)), scene.today),
        legend=" ".join(filter(None, (f"The upright line is today, {day(scene.today)}.", words.undated(plan.steps)))),
        told="; ".join(f"{span.name}: {day(span.begins)} to {day(span.ends)}, {span.kind.lower()}" for span in spans),
    )


def _span(each: StepView) -> Span | None:
    begins, ends = each.step.begins_on or each.step.due_on, each.step.due_on or each.step.begins_on
    if begins is None or ends is None:
        return None
    return Span(each.step.step, begins, ends, LABELS[each.progress])


def _plan(scene: Scene, plan: PlanView) -> Page:
    about = (
        ("Outcomes", plan.plan.outcomes),
        ("Signs of progress", plan.plan.evidence),
        ("Evaluation", plan.plan.evaluation),
    )
    goal = plan.goal.goal
    return Page(
        topic=TOPIC,
        headline=f"Who does what by when: {goal.statement}",
        lines=tuple(words.reading(plan)),
        block=Table(
            (Column("Step", 4.8), Column("Who", 2.5), Column("When", 2.5), Column("Stands", 1.8)),
            [_step(scene, each) for each in plan.steps],
            frozenset(at for at, each in enumerate(plan.steps) if each.is_overdue),
        ),
        told=f"The steps of this goal, overdue first, then by date. {words.counted(plan.steps)}.",
        notes=(
            *((f"To be reached by {day(goal.due_on)}.",) if goal.due_on else ()),
            *(f"{what}: {said}" for what, said in about if said),
            *words.clashes(plan),
            *filter(None, (words.without_owner(plan.steps),)),
        ),
    )


def _step(scene: Scene, each: StepView) -> tuple[str, ...]:
    waits = f"\n{words.waits(each)}" if words.waits(each) else ""
    standing = words.standing(each, scene.today)
    return f"{each.step.step}{waits}", words.who(each) or "nobody named yet", words.times(each.step), standing


def _late(scene: Scene, planned: Sequence[PlanView]) -> Iterator[Page]:
    goals = {plan.goal.goal.id: plan.goal.goal.statement for plan in planned}
    late = words.overdue(each for plan in planned for each in plan.steps)
    if not late:
        return
    yield Page(
        topic=TOPIC,
        headline=f"{many(len(late), 'step is', 'steps are')} overdue",
        block=Table(
            (
                Column("Step", 4),
                Column("Goal", 3.2),
                Column("Who", 2),
                Column("Was due", 1.3),
                Column("Overdue by", 1.3),
            ),
            [
                (
                    each.step.step,
                    goals[each.step.goal_id],
                    words.who(each) or "nobody named yet",
                    day(each.step.due_on) if each.step.due_on else "",
                    words.lateness(each, scene.today),
                )
                for each in late
            ],
            frozenset(range(len(late))),
        ),
        told="The steps whose day has passed, the longest overdue first.",
    )


def owed_pages(scene: Scene) -> Iterator[Page]:
    """What is overdue or due soon, whoever wrote it where."""
    every = owed(scene.store, today=scene.today, initiative_id=scene.initiative.id, person=scene.person)
    if not every:
        return
    until = scene.today + timedelta(days=SOON_DAYS)
    soon = [each for each in every if each.task.due_on is not None and each.task.due_on <= until]
    late = sum(each.task.overdue(scene.today) for each in soon)
    rest = len(every) - len(soon)
    yield Page(
        topic=OWED,
        headline=f"{many(late, 'thing is', 'things are')} overdue, {len(soon) - late} due by {day(until)}",
        lines=(f"{many(rest, 'more is', 'more are')} due later or without a date.",) if rest else (),
        block=Table(
            (
                Column("What", 5),
                Column("Whose", 2.6),
                Column("Kind", 1.8),
                Column("By when", 1.3),
                Column("Overdue by", 1.4),
            ),
            [_owed(scene, each) for each in soon],
            frozenset(at for at, each in enumerate(soon) if each.task.overdue(scene.today)),
        )
        if soon
        else None,
        told=f"What is overdue or due in the next {SOON_DAYS} days, the longest overdue first." if soon else "",
        sources=("Listed are next steps, items of checklists, milestones, steps of plans, goals and ends of stages.",),
    )


def _owed(scene: Scene, each: Owed) -> tuple[str, ...]:
    task = each.task
    late = many((scene.today - task.due_on).days, "day") if task.due_on and task.overdue(scene.today) else ""
    due = day(task.due_on) if task.due_on else ""
    return task.text, task.owned_by or "nobody named yet", KINDS[task.kind], due, late
