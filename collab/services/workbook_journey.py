"""The sheets of the journey: stages with every stay, milestones and checklists to be edited, figures of checklists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from collab.charts import checklist as charts
from collab.charts.checklist import looks, path_inks
from collab.charts.theme import LIGHT
from collab.content import Checklist
from collab.exchange.workbook import Chart, Column, Look, Part, Series, Sheet
from collab.exchange.workbook.content import Value
from collab.framework import load_framework
from collab.scoring.progress import DONE_AT
from collab.services import bulk_milestones, bulk_reviews, labels, phases
from collab.services.checklist_now import NOT_LOOKED_AT, counting, status_row
from collab.services.journey import StageView
from collab.services.journey_words import (
    gate_behind,
    has_gate,
    how_it_ended,
    milestone_source,
    of_milestone,
    spent,
    state_in,
)
from collab.services.reviews import ChecklistView, checklist_view
from collab.services.wording import day
from collab.services.workbook_material import Material, editable_sheet, figure, stage_labels, when

MILESTONES = "Milestones"
EDITED = "White cells may be edited and the workbook brought back; what somebody else changed meanwhile is shown first."
PARTNERS, STAGES, MILESTONE_STATUSES, ITEM_STATUSES = "partner", "stage", "milestone_status", "item_status"
"""Names of lists to choose from."""


def stages(material: Material) -> Sheet:
    """The five stages, every stay in them, and what partners say of each."""
    view = material.view
    return Sheet(
        name="Stages",
        heading=material.heading("The way through the stages"),
        columns=(
            Column("stage", "Stage", 18),
            Column("state", "State", 30),
            Column("planned_from", "Planned from", 13, Look.DAY),
            Column("planned_until", "Planned until", 13, Look.DAY),
            Column("time", "Time spent", 16),
            Column("reached", "Milestones reached", 12),
            Column("completed", "Completed", 11, Look.PERCENT),
            Column("gate", "Gate", 60),
            Column("confirmed", "Partners confirm", 12),
        ),
        rows=[_stage(material, each) for each in view.stages],
        lines=("A gate advises; partners decide. Going back is ordinary, and every stay is kept.",),
        parts=(
            Part(
                "Every stay",
                (
                    "Stage",
                    "How it ended",
                    "From",
                    "To",
                    "Time spent",
                    "Stay",
                    "Days",
                    "Why, and what the gate said then",
                ),
                [_stay(material, place) for place in range(len(view.visits))],
                (Look.TEXT, Look.TEXT, Look.DAY, Look.DAY, Look.TEXT, Look.WHOLE, Look.WHOLE, Look.TEXT),
            ),
            *_confirmations(material),
        ),
        bold=frozenset(place for place, each in enumerate(view.stages) if each.is_current),
        filters=False,
    )


def _stage(material: Material, stage: StageView) -> tuple[Value, ...]:
    view = material.view
    counted = [each for each in stage.milestones if each.applies]
    behind = not has_gate(view, stage)
    gate = gate_behind(view, stage) if behind else " ".join(stage.unmet) if stage.unmet else "met"
    return (
        *(stage.stage.label, state_in(view, stage), stage.plan.from_on, stage.plan.until_on),
        spent(view, stage.visits) if stage.visits else "",
        f"{sum(each.done for each in counted)} of {len(counted)}",
        *(stage.progress, gate, f"{stage.confirmed()} of {len(stage.asked)}"),
    )


def _stay(material: Material, place: int) -> tuple[Value, ...]:
    view = material.view
    visit = view.visits[place]
    said = " ".join(view.gates_then.get(visit.id, ()))
    why = [
        f"Came here: {visit.reason}" if visit.reason else "",
        f"Left: {visit.end_reason}" if visit.end_reason else "",
        f"The gate said then: {said}" if said else "",
    ]
    end = labels.ENDED.get(view.initiative.standing) if visit.end is None and view.is_over else None
    return (
        *(stage_labels().get(visit.stage, visit.stage), end or how_it_ended(visit)),
        *(when(visit.began_on), when(visit.ended_on), spent(view, (visit,)), visit.number, view.days_of(visit)),
        " ".join(part for part in why if part),
    )


def _confirmations(material: Material) -> tuple[Part, ...]:
    lines = [
        (
            stage.stage.label,
            ": ".join(part for part in (material.names.get(each.partner_id, ""), each.note) if part),
            each.said_on,
            labels.CONFIRMED[each.answer],
        )
        for stage in material.view.stages
        for each in stage.confirmations
    ]
    titles = ("Stage", "Partner", "Said on", "Is it done?")
    looked = (Look.TEXT, Look.TEXT, Look.DAY, Look.TEXT)
    return (Part("What partners say of a stage", titles, lines, looked),) if lines else ()


def milestones(material: Material) -> Sheet:
    """Every milestone of every stage, to be edited."""
    filled = material.store.read(lambda unit: bulk_milestones.filled_in(unit, material.initiative.id))
    every = {each.key: each for stage in material.view.stages for each in stage.milestones}
    return editable_sheet(
        filled,
        name=MILESTONES,
        heading=material.heading(MILESTONES),
        lines=(
            EDITED,
            "An empty status: nobody said anything, so what the data say counts. Add a milestone of your own in an "
            "empty row below, with its stage.",
        ),
        choices={"section": STAGES, "status": MILESTONE_STATUSES, "partner": PARTNERS},
        beside={
            "Counts as": {key: of_milestone(each) for key, each in every.items()},
            "What the data say": {key: milestone_source(each) for key, each in every.items()},
        },
    )


def name_of(checklist: Checklist) -> str:
    """What the sheet of a checklist is called."""
    return checklist.key.replace("_", " ").capitalize()


def views_of(material: Material) -> tuple[ChecklistView, ...]:
    """Every checklist with its reviews, as of the day of the workbook."""
    here, today, person = material.initiative.id, material.today, material.person
    return tuple(
        checklist_view(material.store, here, each.key, today=today, person=person)
        for each in load_framework().checklists
    )


def checklists(material: Material, views: tuple[ChecklistView, ...]) -> tuple[Sheet, ...]:
    """A sheet for each checklist, to be edited: the review under way, or what the next one would begin from."""
    return tuple(_checklist(material, each) for each in views)


def _checklist(material: Material, view: ChecklistView) -> Sheet:
    here, content = material.initiative.id, view.checklist
    filled = material.store.read(lambda unit: bulk_reviews.filled_in(unit, here, content.key, None))
    review = next((each for each in view.under_way if each.id == filled.mark["review"]), None)
    told = f"The review of {day(review.held_on)}, held together, under way." if review else _next_one(view)
    made = editable_sheet(
        filled,
        name=name_of(content),
        heading=material.heading(content.title),
        lines=(f"{told} {EDITED}",),
        choices={"status": ITEM_STATUSES, "partner": PARTNERS},
    )
    return replace(made, mark={name: value for name, value in made.mark.items() if name not in ("kind", "initiative")})


def _next_one(view: ChecklistView) -> str:
    if not view.joint:
        return "No review was held together yet: what you fill in begins the first one."
    return f"What the next review begins from: as it was reviewed together on {day(view.joint[-1].review.held_on)}."


def checklist_figures(material: Material, every: tuple[ChecklistView, ...]) -> tuple[Sheet, ...]:
    """How the items of each phase stand, and how phases moved from review to review; nothing before a review."""
    views = [view for view in every if counting(view)]
    if not views:
        return ()
    found = looks(_statuses(), LIGHT)
    lines: list[tuple[Value, ...]] = []
    drawn: list[Chart] = []
    for view in views:
        first = len(lines)
        lines += _phases(view, tuple(found))
        drawn.append(_stacked(view, (first, len(lines) - 1), tuple(found.values())))
    parts, moves = _moves(views)
    sheet = Sheet(
        name="Checklist figures",
        heading=material.heading("How the checklists stand"),
        columns=(
            Column("phase", "Phase", 26),
            Column("checklist", "Checklist", 26),
            *(Column(key, each.label, 17, Look.WHOLE) for key, each in found.items()),
            Column("stands_at", "Stands at", 11, Look.PERCENT),
            Column("reviews", "Reviews that count", 11, Look.WHOLE),
        ),
        rows=lines,
        lines=(
            "Numbers of items. The latest review held together counts; where there is none, the partners' latest. A "
            f"phase is done from {DONE_AT:.0%}.",
        ),
        parts=parts,
        charts=(*drawn, *moves),
    )
    return (sheet,)


def _statuses() -> tuple[tuple[str, str, float | None], ...]:
    return tuple((each.key, each.label, each.score) for each in load_framework().statuses)


def _phases(view: ChecklistView, keys: tuple[str, ...]) -> Iterator[tuple[Value, ...]]:
    for phase in view.checklist.phases:
        row = status_row([phase], counting(view))
        mean = row.standing.mean if row.standing else None
        counts = (row.counts[NOT_LOOKED_AT if key == charts.NOT_LOOKED_AT else key] for key in keys)
        yield phase.label, view.checklist.title, *counts, figure(mean), row.reviews


def _stacked(view: ChecklistView, rows: tuple[int, int], found: tuple[charts.Look, ...]) -> Chart:
    return Chart(
        title=f"{view.checklist.title}: items by status",
        kind="bar",
        names=0,
        series=tuple(Series(2 + place, each.fill, each.ink) for place, each in enumerate(found)),
        look=Look.WHOLE,
        rows=rows,
        told="A bar for each phase, divided by status; the numbers of items stand in the table above.",
        stacked=True,
    )


def _moves(views: list[ChecklistView]) -> tuple[tuple[Part, ...], tuple[Chart, ...]]:
    """A table and a line chart of each checklist that was reviewed together more than once."""
    parts: list[Part] = []
    drawn: list[Chart] = []
    for view in (each for each in views if len(each.joint) > 1):
        titles = ("Review", *(phase.label for phase in view.checklist.phases))
        lines = [(day(each.review.held_on), *_standing(view, each)) for each in view.joint]
        heading = f"{view.checklist.title}, from review to review"
        parts.append(Part(heading, titles, lines, (Look.TEXT, *[Look.PERCENT] * (len(titles) - 1))))
        drawn.append(_line(heading, len(parts) - 1, len(titles), len(lines)))
    return tuple(parts), tuple(drawn)


def _standing(view: ChecklistView, held: phases.HeldReview) -> Iterator[Value]:
    found = phases.standing_of(view.checklist, held)
    return (figure(found[phase.key].mean) for phase in view.checklist.phases)


def _line(title: str, part: int, columns: int, count: int) -> Chart:
    inks = path_inks(LIGHT)
    return Chart(
        title=title,
        kind="line",
        names=0,
        series=tuple(Series(place, inks[(place - 1) % len(inks)]) for place in range(1, columns)),
        rows=(0, count - 1),
        told="A line for each phase over the reviews that were held together; the shares stand in the table above.",
        ends=(0.0, 1.0),
        part=part,
        look=Look.PERCENT,
    )
