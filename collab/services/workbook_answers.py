"""The sheets of what was answered and what was concluded from it, as far as each may be shown."""

from __future__ import annotations

from collections.abc import Iterator

from collab.charts.board import label_of
from collab.exchange.workbook import Column, Look, Part, Sheet
from collab.exchange.workbook.content import Value
from collab.journey import NextStep
from collab.model import MARKS, Instrument, Kind, Level, Measure, Mode
from collab.services import answers_shown, labels
from collab.services.conclusions import ConclusionsView, conclusions_of, readings_of
from collab.services.next_steps import is_overdue
from collab.services.round_figures import Heading
from collab.services.wording import day, responsible
from collab.services.workbook_material import Material, figure, sector_labels

NAME = "Answers"
_SHOWN_BY_SOURCE = "hidden by the source"


def answers(material: Material) -> tuple[Sheet, ...]:
    """What the latest round that was revealed holds: attributed answers, counts of answers, or reported averages."""
    latest = material.view.revealed
    head = next((each for each in material.heads if latest and each.round.id == latest.id), None)
    if head is None:
        return ()
    if head.round.kind is Kind.AVERAGES:
        return (_averages(material, head),)
    return (_attributed(material, head) if head.round.mode is Mode.TEAM else _counted(material, head),)


def _heading(material: Material, head: Heading) -> str:
    return material.heading(f"Answers, {head.round.label}")


def _attributed(material: Material, head: Heading) -> Sheet:
    """A row for each partner of a team round: its agreed answer as it gave it."""
    instrument, sectors = head.instrument, sector_labels()
    words = _words(instrument)
    by_id = {each.id: each for each in material.view.everyone}
    named = [(by_id[partner_id], codes) for partner_id, codes in answers_shown.attributed(material.store, head)]
    order = list(sectors)
    named.sort(key=lambda each: (order.index(each[0].sector), each[0].name.casefold()))
    return Sheet(
        name=NAME,
        heading=_heading(material, head),
        columns=(
            Column("partner", "Partner", 30),
            Column("sector", "Sector", 18),
            *(Column(factor.key, factor.statement, 22) for factor in instrument.factors),
        ),
        rows=[(each.name, sectors[each.sector], *(words[code] for code in codes)) for each, codes in named],
        lines=("Each partner handed in one agreed answer, shown with its name, as it was given: nothing is reversed.",),
    )


def _words(instrument: Instrument) -> dict[int, str]:
    """The code of an answer -> what it is called."""
    points = {code: point.label for code, point in enumerate(instrument.scale)}
    return points | {-1 - place: labels.MARKS[mark] for place, mark in enumerate(MARKS)}


def _counted(material: Material, head: Heading) -> Sheet:
    """A row for each partner and factor that is shown: how many gave each answer, as they gave it."""
    return Sheet(
        name=NAME,
        heading=_heading(material, head),
        columns=(
            Column("partner", "Partner", 30),
            Column("sector", "Sector", 18),
            Column("dimension", "Dimension", 24),
            Column("factor", "Statement", 60),
            *(Column(point.key, point.label, 11, Look.WHOLE) for point in head.instrument.scale),
            *(Column(str(mark), labels.MARKS[mark], 11, Look.WHOLE) for mark in MARKS),
        ),
        rows=list(_counts(material, head)),
        lines=(
            "How many people of each partner gave each answer, as they gave it: nothing is reversed here. Groups of "
            f"fewer than {head.round.k} are left out.",
        ),
        frozen_columns=1,
    )


def _counts(material: Material, head: Heading) -> Iterator[tuple[Value, ...]]:
    names, sectors = {each.key: each.label for each in head.instrument.dimensions}, sector_labels()
    for each in answers_shown.counted(material.store, head):
        who = (each.partner.name, sectors[each.partner.sector])
        yield *who, names[each.factor.dimension], each.factor.statement, *each.given, *each.marks


def _averages(material: Material, head: Heading) -> Sheet:
    """A row for each partner and each figure that its source reported and that is shown."""
    shares = head.round.measure is Measure.SHARE
    return Sheet(
        name=NAME,
        heading=_heading(material, head),
        columns=(
            Column("partner", "Partner", 30),
            Column("sector", "Sector", 18),
            Column("level", "Level", 12),
            Column("about", "About", 60),
            Column("value", "Share" if shares else "Mean", 12, Look.SHARE if shares else Look.EXACT),
            Column("answers", "Answers behind it", 12, Look.WHOLE),
        ),
        rows=list(_reported(material, head)),
        lines=(
            "The source reported averages for each partner; single answers are not known here. Figures as reported: "
            "nothing is reversed.",
        ),
    )


def _reported(material: Material, head: Heading) -> Iterator[tuple[Value, ...]]:
    sectors = sector_labels()
    for each in answers_shown.reported(material.store, head):
        target = each.target
        asked = head.instrument.factor(target.key).statement if target.level is Level.FACTOR else ""
        shown: Value = _SHOWN_BY_SOURCE if each.value is None else figure(each.value)
        yield (
            *(each.partner.name, sectors[each.partner.sector], str(target.level).capitalize()),
            *(asked or label_of(target, head.instrument), shown, each.answers),
        )


def conclusions(material: Material) -> tuple[Sheet, ...]:
    """What partners concluded in each round that is not open, answers or not, with the next steps that follow."""
    views = [
        conclusions_of(material.store, each.id, today=material.today, person=material.person)
        for each in material.discussed_rounds
    ]
    if not views:
        return ()
    columns = (
        Column("round", "Round", 24),
        Column("dimension", "Dimension", 32),
        Column("who", "Who", 26),
        Column("conclusion", "Conclusion", 26),
        Column("text", "In words", 60),
        Column("said_on", "Said on", 12, Look.DAY),
    )
    steps = [line for view in views for line in _steps(material, view)]
    titles = ("Round", "Dimension", "Owner", "Stands", "Next step", "Due date")
    looks = (*[Look.TEXT] * 5, Look.DAY)
    lines = [line for number, view in enumerate(views) for line in _concluded(material, view, latest=number == 0)]
    together = sum(view.settled for view in views[:1])
    told = f"“{views[0].round.label}”: concluded together on {together} of {len(views[0].dimensions)} dimensions."
    sheet = Sheet(
        name="Conclusions",
        heading=material.heading("What partners concluded"),
        columns=columns,
        rows=lines,
        lines=(told,),
        parts=(Part("Next steps", titles, steps, looks),) if steps else (),
        bold=frozenset(place for place, line in enumerate(lines) if line[2] == "Together"),
        frozen_columns=2,
    )
    return (sheet,)


def _concluded(material: Material, view: ConclusionsView, *, latest: bool) -> Iterator[tuple[Value, ...]]:
    """What was said; of the latest round also that a dimension is not settled yet."""
    options = {each.key: each.label for each in readings_of(view.instrument)}
    for each in view.dimensions:
        joint = each.joint
        if latest or joint.reading or joint.text:
            reading = options.get(joint.reading, joint.reading) or labels.UNSETTLED
            yield view.round.label, each.dimension.label, "Together", reading, joint.text, joint.said_on
        for partner_id, own in each.own.items():
            if own.reading or own.text:
                who = material.names.get(partner_id, "")
                reading = options.get(own.reading, own.reading)
                yield view.round.label, each.dimension.label, who, reading, own.text, own.said_on


def _steps(material: Material, view: ConclusionsView) -> Iterator[tuple[Value, ...]]:
    for each in view.dimensions:
        for step in each.next_steps:
            owner = responsible(step.owner, material.names.get(step.partner_id or "", ""))
            yield view.round.label, each.dimension.label, owner, _standing(material, step), step.text, step.due_on


def _standing(material: Material, step: NextStep) -> str:
    if step.done_on is not None:
        return f"Done {day(step.done_on)}"
    return "Overdue" if is_overdue(step, material.view.initiative, material.today) else "Open"
