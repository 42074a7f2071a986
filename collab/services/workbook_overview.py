"""The first sheet of the workbook: what it is, where the initiative stands, what is overdue, what the others hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from collab.exchange.workbook import Column, Look, Part, Sheet
from collab.exchange.workbook.content import Value
from collab.framework import load_framework
from collab.model import Measure
from collab.scoring import shown
from collab.services import labels
from collab.services.action_plans import PlansView, PlanView
from collab.services.at_a_glance import Ready
from collab.services.journey_words import percent, spent, state_in
from collab.services.owed import KINDS
from collab.services.wording import day, many, moment
from collab.services.workbook_material import Material, when

NAME = "Overview"
_HOLDS = {
    "Readiness": "Every factor by partner and sector, in the latest round that was revealed",
    "Comparison": "District beside charter: gaps and how to read them",
    "Over time": "What changed from the first round to the last",
    "Answers": "What was answered, as far as it may be shown",
    "Conclusions": "What partners concluded, with next steps",
    "Stages": "Planned and actual dates, gates, every stay",
    "Milestones": "Every milestone with owner, date and evidence",
    "Checklist figures": "How the phases of the checklists stand, and how they moved",
    "Root causes": "Why the problem is there, with evidence",
    "Logic model": "From resources to impact, and what leads to what",
    "Action plan": "Who does what by when, for every goal",
    "What is owed": "All that is open, overdue first",
    "Partners": "Who takes part, in which role",
    "History": "Who changed what, and when",
}


def overview(material: Material, plans: PlansView, others: Sequence[Sheet]) -> Sheet:
    """The first sheet. others: all that follow it."""
    lines = [(what, told, "", None) for what, told in _facts(material) if told]
    return Sheet(
        name=NAME,
        heading=f"{material.initiative.name}{material.made_up}",
        columns=(
            Column("what", "What", 30),
            Column("told", "How it stands", 74),
            Column("more", "", 36),
            Column("on", "", 14, Look.DAY),
        ),
        rows=lines,
        lines=(_made(material),),
        parts=tuple(part for part in _parts(material, plans, others) if part.rows),
        filters=False,
        frozen_columns=0,
    )


def _made(material: Material) -> str:
    at = material.initiative.active_at
    data = f" The latest change in the data: {moment(at)}." if at else ""
    return f"All that Common Ground keeps of this initiative, as of {day(material.today)}.{data}"


def _facts(material: Material) -> Iterator[tuple[str, str]]:
    initiative, view = material.initiative, material.view
    area = next((each.label for each in load_framework().areas if each.key == initiative.area), "")
    since = f", {initiative.standing_on.on_it}" if initiative.standing_on else ""
    reason = f": {initiative.standing_reason}" if initiative.standing_reason else ""
    yield "Place", initiative.place
    yield "Area of cooperation", area
    yield "Purpose", initiative.purpose
    yield "Governance", initiative.governance
    yield "The initiative", f"{labels.STANDINGS[initiative.standing]}{since}{reason}"
    stage = view.current_stage
    if stage is not None:
        told = f"{stage.stage.label}: {state_in(view, stage).lower()}, {spent(view, stage.visits)}"
        yield "Stage", f"{told}; {percent(stage.progress)} of its milestones completed"
        yield "Its gate", " ".join(stage.unmet) or "It is met: partners can go on."
    yield from _readiness(material)
    late = material.glance.overdue(material.today)
    yield "Overdue", many(len(late), "thing") if late else "Nothing"
    stuck = "; ".join(each.stuck.item.label for each in material.glance.stuck)
    yield "Stuck for at least three reviews", stuck


def _readiness(material: Material) -> Iterator[tuple[str, str]]:
    """Overall, and the weakest dimension beside it, never one without the other."""
    found = material.glance.readiness
    if found is None:
        return
    weakest = next((each for each in found.dimensions if each.value is not None), None)
    both = [_said("overall", found.overall, found.measure)] if found.overall.value is not None else []
    both += [_said(f"weakest: {weakest.label}", weakest, found.measure)] if weakest else []
    yield "Readiness, all partners", f"{'; '.join(both) or 'not shown'} (round “{found.round.label}”)"


def _said(name: str, ready: Ready, measure: Measure | None) -> str:
    value = ready.value or 0.0
    text = f"{shown(value * 100)}%" if measure is Measure.SHARE else shown(value)
    return f"{name} {text}" + (f" {labels.BANDS[ready.band]}" if ready.band else "")


def _parts(material: Material, plans: PlansView, others: Sequence[Sheet]) -> Iterator[Part]:
    days = (Look.TEXT, Look.TEXT, Look.TEXT, Look.DAY)
    late = material.glance.overdue(material.today)
    yield Part(
        "What is overdue",
        ("Kind", "What", "Owner", "Was due"),
        [(KINDS[each.kind], each.text, each.owned_by or "Nobody owns it yet", each.due_on) for each in late],
        days,
    )
    goals = [line for plan in plans.plans for line in _goal(plan)]
    yield Part("Goals", ("Goal", "In words", "How it stands", "By when"), goals, days)
    yield Part("Who carries it", ("What", "Who", "More", "Until"), list(_tenures(material)), days)
    yield Part(
        "Rounds",
        ("State", "Round", "Answers", "Held on"),
        [
            (labels.ROUND_STATES[each.state], each.label, str(each.mode or "").capitalize(), each.held_on)
            for each in material.rounds
        ],
        days,
    )
    yield Part("What is in this workbook", ("Sheet", "What it holds", "May it be edited?"), list(_contents(others)))


def _goal(plan: PlanView) -> Iterator[tuple[Value, ...]]:
    goal = plan.goal.goal
    outcome = labels.OUTCOMES[goal.outcome]
    done = sum(each.step.is_done for each in plan.steps)
    steps = f"{done} of {many(len(plan.steps), 'step')} done" if plan.steps else "no steps yet"
    yield "Goal", goal.statement, f"{outcome}; {steps}", goal.due_on
    measured = "; ".join(part for part in (goal.measure, goal.target) if part)
    texts = (
        ("Measured by", measured),
        ("Reached so far", goal.reached),
        ("Outcomes", plan.plan.outcomes),
        ("Signs of progress", plan.plan.evidence),
        ("Evaluation", plan.plan.evaluation),
    )
    yield from ((what, text, "", None) for what, text in texts if text)


def _tenures(material: Material) -> Iterator[tuple[Value, ...]]:
    for each in material.glance.purpose.tenures:
        more = ", ".join(part for part in (each.detail if each.name else "", each.amount) if part)
        yield labels.TENURES[each.kind], each.called, more, when(each.ends_on)


def _contents(others: Sequence[Sheet]) -> Iterator[tuple[Value, ...]]:
    for each in others:
        held = _HOLDS.get(each.name) or each.heading.split(":")[0]
        yield each.name, held, "Yes: the white cells, then bring it back" if each.is_read_back else "No"
