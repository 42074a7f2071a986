"""The sheets of planning: why a problem is there, the logic model, and the steps of action plans to be edited."""

from __future__ import annotations

from itertools import zip_longest

from collab.exchange.journey_values import fingerprint
from collab.exchange.journey_workbook import was
from collab.exchange.recognise.text import listed, shortened
from collab.exchange.workbook import Column, Look, Part, Sheet
from collab.exchange.workbook.content import Value
from collab.framework import load_framework
from collab.services import labels, plans_words
from collab.services.action_plans import PlansView, StepView, action_plans, in_own_order
from collab.services.logic_model import LogicView, logic_model
from collab.services.root_causes import TakenUp, Why, root_causes, taken_up
from collab.services.wording import many
from collab.services.workbook_journey import EDITED, PARTNERS
from collab.services.workbook_material import Material

PLAN = "Action plan"
GOALS, CAUSES = "goal", "cause"
"""Names of lists to choose from."""
SPARE_ROWS = 30
STANDS = "Stands"
TO_BE_DONE = f"A step is done once its day stands in “Done on”; “{STANDS}” follows from the days."
MOST_CAUSES, LONGEST_CAUSE, LONGEST_PROBLEM = 3, 90, 300
"""Above a table stand a few lines only, so that it is seen when the sheet is opened."""
TEXTS = ("resources_available", "resources_needed", "barriers", "communications")


def causes(material: Material) -> tuple[Sheet, ...]:
    """Every problem with the answers to why it is there; nothing where there is no problem."""
    trees = root_causes(material.store, material.initiative.id, person=material.person)
    if not trees:
        return ()
    content = load_framework().root_causes
    rests = taken_up(material.store, material.initiative.id, person=material.person)
    lines: list[tuple[Value, ...]] = []
    bold: set[int] = set()
    for tree in trees:
        bold.add(len(lines))
        problem = tree.problem
        lines.append(("Problem", problem.statement, problem.evidence, problem.source, "", "", "", ""))
        for each in tree.every():
            lines.append(_answer(each, rests.get(each.cause.id, TakenUp())))
    sheet = Sheet(
        name="Root causes",
        heading=material.heading("Why does it happen?"),
        columns=(
            Column("why", "Why", 10),
            Column("answer", "Answer", 62),
            Column("evidence", "Evidence", 40),
            Column("source", "Source", 26),
            Column("prevents", labels.PREVENTS, 10),
            Column("fits", labels.FITS, 10),
            Column("chosen", labels.ROOT_CAUSE, 12),
            Column("taken_up", "What goes at it", 40),
        ),
        rows=lines,
        lines=(f"{labels.PREVENTS}: {content.test_prompt} {labels.FITS}: {content.fit_prompt}",),
        bold=frozenset(bold),
        frozen_columns=2,
        filters=False,
    )
    return (sheet,)


def _answer(each: Why, rests: TakenUp) -> tuple[Value, ...]:
    cause = each.cause
    goes = (*(entry.text for entry in rests.entries), *(step.step for step in rests.steps))
    return (
        *(f"Why {each.depth}", f"{'    ' * (each.depth - 1)}{cause.answer}", cause.evidence, cause.source),
        *(labels.VERDICTS.get(cause.prevents, ""), labels.VERDICTS.get(cause.fits, "")),
        *("yes" if cause.is_chosen else "", "\n".join(goes)),
    )


def logic(material: Material) -> tuple[Sheet, ...]:
    """The logic model: six columns side by side, its context, and what leads to what; nothing where it is empty."""
    view = logic_model(material.store, material.initiative.id, person=material.person)
    if not view.entries:
        return ()
    sheet = Sheet(
        name="Logic model",
        heading=material.heading(load_framework().logic_model.title),
        columns=tuple(Column(each.prompt.key, each.prompt.label, 30) for each in view.columns),
        rows=[
            tuple(entry.text if entry else "" for entry in line)
            for line in zip_longest(*(each.entries for each in view.columns))
        ],
        lines=(f"Problem: {shortened(view.problem, LONGEST_PROBLEM) or 'not stated yet'}",),
        parts=(*_context(view), *_links(view)),
        frozen_columns=0,
        filters=False,
    )
    return (sheet,)


def _context(view: LogicView) -> tuple[Part, ...]:
    titles = tuple(each.prompt.label for each in view.context)
    rows = [
        tuple(entry.text if entry else "" for entry in line)
        for line in zip_longest(*(each.entries for each in view.context))
    ]
    return (Part("Around it", titles, rows),) if rows else ()


def _links(view: LogicView) -> tuple[Part, ...]:
    names = {each.prompt.key: each.prompt.label for each in (*view.columns, *view.context)}
    chosen = {each.id: each.answer for each in view.causes}
    rows: list[tuple[Value, ...]] = [
        (
            names[start.place],
            start.text,
            names[to.place],
            to.text,
            chosen.get(start.cause_id or "", ""),
        )
        for start in view.entries.values()
        for to in view.led_to_by(start.id)
    ]
    titles = ("From", "Entry", "Leads to", "Entry it leads to", "Goes at the root cause")
    return (Part("What leads to what", titles, rows),) if rows else ()


def plans_of(material: Material) -> PlansView:
    """The plans of all goals as of the day of the workbook."""
    return action_plans(material.store, material.initiative.id, today=material.today, person=material.person)


def plan(material: Material, view: PlansView) -> Sheet:
    """Every step of every plan, in the order that partners gave them, to be edited."""
    steps = [
        (each.goal.goal.statement, found)
        for each in view.plans
        for found in (
            {step.step.id: step for step in each.steps}[own.id]
            for own in in_own_order([step.step for step in each.steps])
        )
    ]
    numbers = {found.step.id: number for number, (_, found) in enumerate(steps, start=1)}
    return Sheet(
        name=PLAN,
        heading=material.heading(load_framework().action_plan.title),
        columns=columns(),
        rows=[_step(goal, found, numbers) for goal, found in steps],
        lines=(_told(view, len(steps)), f"{EDITED} Waits for: numbers of other steps of the same goal, as 1; 4."),
        keys=tuple(found.step.id for _, found in steps),
        spare_rows=SPARE_ROWS,
        frozen_columns=3,
        mark={"kind": "plan_steps"} | {was(key, "number"): fingerprint(str(number)) for key, number in numbers.items()},
    )


def columns() -> tuple[Column, ...]:
    """The columns of the action plan."""
    words = {each.key: each.label for each in load_framework().action_plan.step_fields}
    return (
        Column("number", "No.", 6, Look.WHOLE),
        Column("goal", "Goal", 34, editable=True, choices=GOALS),
        Column("step", words["step"], 44, editable=True),
        Column("responsible", words["responsible"], 22, editable=True),
        Column("partner", "Partner", 24, editable=True, choices=PARTNERS),
        Column("begins_on", "Begins", 12, Look.DAY, editable=True),
        Column("due_on", words["due"], 12, Look.DAY, editable=True),
        Column("done_on", "Done on", 12, Look.DAY, editable=True),
        Column("standing", STANDS, 12),
        *(Column(name, words[name], 28, editable=True) for name in TEXTS),
        Column("after", "Waits for", 10, editable=True),
        Column("cause", labels.ROOT_CAUSE, 34, editable=True, choices=CAUSES),
        Column("key", "Key", 26, hidden=True),
    )


def _step(goal: str, found: StepView, numbers: dict[str, int]) -> tuple[Value, ...]:
    step = found.step
    waits = sorted(numbers[each.id] for each in found.before)
    return (
        *(numbers[step.id], goal, step.step, step.responsible, found.partner.name if found.partner else ""),
        *(step.begins_on, step.due_on, step.done_on, plans_words.state(found)),
        *(getattr(step, name) for name in TEXTS),
        *("; ".join(map(str, waits)), found.cause.answer if found.cause else "", step.id),
    )


def _told(view: PlansView, count: int) -> str:
    if not view.plans:
        return "No goal is written down yet. Each goal has a plan of its own: write a goal down first."
    done = sum(each.step.is_done for plan in view.plans for each in plan.steps)
    late = sum(len(plan.overdue) for plan in view.plans)
    told = f"{many(count, 'step')} for {many(len(view.plans), 'goal')}: {done} done, {late} overdue."
    causes = [f"“{shortened(each.answer, LONGEST_CAUSE)}”" for each in view.open_causes]
    return f"{told} No step goes yet at {listed(causes, most=MOST_CAUSES)}." if causes else told
