"""The tables of what was concluded and planned: conclusions, next steps, causes, logic model, plans, what is owed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from collab.exchange.tables_out import Table
from collab.journey import Conclusion, NextStep
from collab.model import ConclusionOption, Round
from collab.plans import Verdict
from collab.services.action_plans import PlansView, StepView, action_plans, in_own_order
from collab.services.conclusions import ConclusionsView, conclusions_of, readings_of
from collab.services.logic_model import LogicView, logic_model
from collab.services.next_steps import is_overdue
from collab.services.owed import owed
from collab.services.root_causes import Tree, Why, root_causes
from collab.services.tables_out_columns import (
    Column,
    code,
    day,
    key,
    partner,
    refers,
    table,
    text,
    truth,
    whole,
    words,
)
from collab.services.workbook_material import Material

TOGETHER = "said together"


def tables(material: Material) -> tuple[Table, ...]:
    """All of them, in the order of the work."""
    store, here, person = material.store, material.initiative.id, material.person
    views = [conclusions_of(store, each.id, today=material.today, person=person) for each in material.discussed_rounds]
    trees = root_causes(store, here, person=person)
    model = logic_model(store, here, person=person)
    plans = action_plans(store, here, today=material.today, person=person)
    steps = [found for plan in plans.plans for found in _in_order(plan.steps)]
    return (
        _conclusions(views),
        _next_steps(material, views),
        _problems(trees),
        _causes(trees),
        _entries(model),
        _links(model),
        _goals(plans),
        _steps(steps),
        _waits(steps),
        _owed(material),
    )


@dataclass(frozen=True)
class _Said:
    """What partners concluded on a dimension of a round, and the words of it."""

    round: Round
    of: Conclusion
    option: ConclusionOption | None


def _said(view: ConclusionsView) -> Iterator[_Said]:
    options = {each.key: each for each in readings_of(view.instrument)}
    for row in view.dimensions:
        for each in (row.joint, *row.own.values()):
            if each.reading or each.text:
                yield _Said(view.round, each, options.get(each.reading))


def _conclusions(views: list[ConclusionsView]) -> Table:
    return table(
        "conclusions",
        "What partners concluded about each dimension, together and each on its own; what nobody said is not here.",
        [each for view in views for each in _said(view)],
        ("conclusion_id",),
        key("conclusion_id", "Identifier of the conclusion", lambda each: each.of.id),
        key("round_id", "The round", lambda each: each.round.id, refers="rounds"),
        words("dimension", "Key of the dimension", lambda each: each.of.dimension),
        partner("The partner that said it", lambda each: each.of.partner_id, missing=TOGETHER),
        text("reading", "Key of what was concluded", lambda each: each.of.reading, missing="not settled"),
        text(
            "reading_label",
            "What that is called",
            lambda each: each.option.label if each.option else each.of.reading,
            missing="not settled",
        ),
        text("text", "In their words", lambda each: each.of.text),
        day("said_on", "When it was said", lambda each: each.of.said_on),
    )


def _next_steps(material: Material, views: list[ConclusionsView]) -> Table:
    found = [(view.round, row.dimension, step) for view in views for row in view.dimensions for step in row.next_steps]

    def late(each: tuple[object, object, NextStep]) -> bool:
        return is_overdue(each[2], material.initiative, material.today)

    return table(
        "next_steps",
        "What partners agreed to do about a dimension.",
        found,
        ("step_id",),
        key("step_id", "Identifier of the next step", lambda each: each[2].id),
        key("round_id", "The round", lambda each: each[0].id, refers="rounds"),
        words("dimension", "Key of the dimension", lambda each: each[1].key),
        words("step", "What is to be done", lambda each: each[2].text),
        text("owner", "Who does it", lambda each: each[2].owner),
        partner("The partner that does it", lambda each: each[2].partner_id),
        day("due_on", "By when", lambda each: each[2].due_on),
        day("done_on", "When it was done", lambda each: each[2].done_on, missing="it is not done"),
        truth("is_overdue", "Whether its day has passed", late),
    )


def _problems(trees: tuple[Tree, ...]) -> Table:
    return table(
        "problems",
        "What partners want to be rid of.",
        [each.problem for each in trees],
        ("problem_id",),
        key("problem_id", "Identifier of the problem", lambda each: each.id),
        words("problem", "The problem in one sentence", lambda each: each.statement),
        text("evidence", "How they know", lambda each: each.evidence),
        text("source", "In which data", lambda each: each.source),
    )


def _causes(trees: tuple[Tree, ...]) -> Table:
    found: list[Why] = [each for tree in trees for each in tree.every()]
    return table(
        "causes",
        "Every answer to why a problem is there, each before what stands below it.",
        found,
        ("cause_id",),
        key("cause_id", "Identifier of the answer", lambda each: each.cause.id),
        key("problem_id", "The problem", lambda each: each.cause.problem_id, refers="problems"),
        refers(
            "parent_id", "causes", "The answer above it", lambda each: each.cause.parent_id, missing="the first why"
        ),
        whole("depth", "How many whys deep it is, from 1", lambda each: each.depth, unit="whys"),
        words("answer", "The answer", lambda each: each.cause.answer),
        text("evidence", "How they know", lambda each: each.cause.evidence),
        text("source", "In which data", lambda each: each.cause.source),
        code("prevents", "Would removing it prevent the problem", "verdict", _verdict("prevents"), missing="not said"),
        code("fits", "Is joint action the best way", "verdict", _verdict("fits"), missing="not said"),
        truth("is_chosen", "Whether partners chose it as a root cause", lambda each: each.cause.is_chosen),
    )


def _verdict(name: str) -> Callable[[Why], str | None]:
    return lambda each: getattr(each.cause, name) if getattr(each.cause, name) is not Verdict.UNSAID else None


def _entries(model: LogicView) -> Table:
    return table(
        "logic_entries",
        "The entries of the logic model, column by column.",
        list(model.entries.values()),
        ("entry_id",),
        key("entry_id", "Identifier of the entry", lambda each: each.id),
        code("place", "The column, or the row of context", "place", lambda each: each.place),
        words("entry", "The entry", lambda each: each.text),
        refers("cause_id", "causes", "The root cause that it goes at", lambda each: each.cause_id, missing="none"),
    )


def _links(model: LogicView) -> Table:
    found = [(start.id, to.id) for start in model.entries.values() for to in model.led_to_by(start.id)]
    return table(
        "logic_links",
        "Which entry leads to which.",
        found,
        ("from_id", "to_id"),
        key("from_id", "The entry that leads to another", lambda each: each[0], refers="logic_entries"),
        key("to_id", "The entry that it leads to", lambda each: each[1], refers="logic_entries"),
    )


def _goals(plans: PlansView) -> Table:
    return table(
        "goals",
        "The goals in their order, with what the plan of each says besides its steps.",
        plans.plans,
        ("goal_id",),
        key("goal_id", "Identifier of the goal", lambda each: each.goal.goal.id),
        words("goal", "The goal", lambda each: each.goal.goal.statement),
        text("measure", "How one will know", lambda each: each.goal.goal.measure),
        text("target", "How much", lambda each: each.goal.goal.target),
        text("attainable", "Why it can be reached", lambda each: each.goal.goal.attainable),
        text("result", "What changes for students or families", lambda each: each.goal.goal.result),
        day("due_on", "By when", lambda each: each.goal.goal.due_on),
        code("outcome", "What became of it", "goal_outcome", lambda each: each.goal.goal.outcome),
        text("reached", "What came of it so far", lambda each: each.goal.goal.reached),
        text("outcomes", "The changes that the work will bring", lambda each: each.plan.outcomes),
        text("evidence", "The signs of progress", lambda each: each.plan.evidence),
        text("evaluation", "How one will decide that it is reached", lambda each: each.plan.evaluation),
    )


def _in_order(steps: tuple[StepView, ...]) -> list[StepView]:
    """As partners put them."""
    places = {each.id: place for place, each in enumerate(in_own_order([found.step for found in steps]))}
    return sorted(steps, key=lambda found: places[found.step.id])


def _steps(steps: list[StepView]) -> Table:
    return table(
        "plan_steps",
        "The steps of the action plans, goal by goal, as partners put them.",
        steps,
        ("step_id",),
        key("step_id", "Identifier of the step", lambda each: each.step.id),
        key("goal_id", "The goal", lambda each: each.step.goal_id, refers="goals"),
        words("step", "What will be done", lambda each: each.step.step),
        code("progress", "How it stands on the day of these tables", "progress", lambda each: each.progress),
        text("responsible", "Who will do it", lambda each: each.step.responsible),
        partner("The partner that will do it", lambda each: each.step.partner_id),
        day("begins_on", "When it begins", lambda each: each.step.begins_on),
        day("due_on", "By when", lambda each: each.step.due_on),
        day("done_on", "When it was done", lambda each: each.step.done_on, missing="it is not done"),
        *_texts(),
        refers("cause_id", "causes", "The root cause that it goes at", lambda each: each.step.cause_id, missing="none"),
    )


def _texts() -> tuple[Column, ...]:
    return (
        text("resources_available", "Support in hand", lambda each: each.step.resources_available),
        text("resources_needed", "Support still to find", lambda each: each.step.resources_needed),
        text("barriers", "What may stand in the way", lambda each: each.step.barriers),
        text("communications", "Who is told, how and how often", lambda each: each.step.communications),
    )


def _waits(steps: list[StepView]) -> Table:
    return table(
        "plan_waits",
        "Which step waits for which.",
        [(found.step.id, other.id) for found in steps for other in found.before],
        ("step_id", "waits_for"),
        key("step_id", "The step that waits", lambda each: each[0], refers="plan_steps"),
        key("waits_for", "The step that must be done before", lambda each: each[1], refers="plan_steps"),
    )


def _owed(material: Material) -> Table:
    found = owed(material.store, today=material.today, initiative_id=material.initiative.id, person=material.person)
    return table(
        "owed",
        "All that is open, overdue first, wherever it was written down; nothing where the initiative is over.",
        found,
        ("owed_id",),
        key("owed_id", "Identifier of the line", lambda each: each.id),
        code("kind", "Where it was written", "owed", lambda each: each.task.kind),
        words("what", "What is owed", lambda each: each.task.text),
        text("about", "The stage, checklist, goal or dimension", lambda each: each.task.about, missing="none"),
        text("owner", "Who owes it", lambda each: each.task.owner),
        partner("The partner that owes it", lambda each: each.task.partner_id),
        day("due_on", "By when", lambda each: each.task.due_on),
        truth("is_overdue", "Whether its day has passed", lambda each: each.task.overdue(material.today)),
    )
