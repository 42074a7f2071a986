"""What was concluded, and what the ratings of a dimension say, in sentences that screens and files share."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

from collab.charts.board import MARK, figure_text
from collab.model import Level, Sector
from collab.scoring import main_figure, shown
from collab.scoring.figures import Target, Unit
from collab.services import labels, wording
from collab.services.milestone_facts import NEEDS_WORK
from collab.services.readiness_words import main_show
from collab.services.wording import listed, many

if TYPE_CHECKING:
    from collab.journey import NextStep
    from collab.model import ConclusionOption, Initiative, Instrument
    from collab.scoring import Priority
    from collab.services.conclusions import ConclusionsView, DimensionConclusion
    from collab.services.readiness import ReadinessView

UNSETTLED = labels.UNSETTLED
_BANDS = {"▲": " ▲ strength", "▼": " ▼ concern", "": ""}
_SIDES = {Sector.DISTRICT: "district", Sector.CHARTER: "charter"}
_PARTS = {"need": "need (low score)", "gap": "gap between the sectors", "split": "split (little agreement)"}
MOST_NAMED = 3


def options_of(instrument: Instrument) -> dict[str, str]:
    """What can be concluded, key to label, with nothing settled first."""
    from collab.services.conclusions import readings_of

    offered: tuple[ConclusionOption, ...] = readings_of(instrument)
    return {"": UNSETTLED, **{option.key: option.label for option in offered}}


def is_ready(reading: str) -> bool:
    """Whether a reading says that a dimension is in good shape: every one but that it needs work."""
    return reading not in ("", NEEDS_WORK)


def context(view: ConclusionsView) -> str:
    """Initiative and round, in one line of plain text."""
    made_up = " · made-up sample data" if view.initiative.made_up else ""
    return f"{view.initiative.name} · {view.round.label}{made_up}"


def reading(view: ConclusionsView, today: date) -> list[str]:
    """What partners concluded together, where they differ, how the next steps stand."""
    found = (_by_reading(view), _differ(view), _steps(view, today))
    return [sentence for sentence in found if sentence]


def settled(view: ConclusionsView) -> str:
    """On how many dimensions partners concluded."""
    return f"Partners have concluded together on {view.settled} of {many(len(view.dimensions), 'dimension')}."


def _by_reading(view: ConclusionsView) -> str:
    """The dimensions by what was concluded; "" where nothing was."""
    labels = options_of(view.instrument)
    groups: dict[str, list[str]] = {}
    for each in view.dimensions:
        if each.joint.reading:
            groups.setdefault(each.joint.reading, []).append(each.dimension.label)
    return " ".join(f"“{labels.get(key, key)}”: {'; '.join(own)}." for key, own in groups.items())


def _differ(view: ConclusionsView) -> str:
    differ = tuple(each.dimension.label for each in view.dimensions if each.differ)
    return f"Partners read it differently: {listed(differ, most=MOST_NAMED)}." if differ else ""


def _steps(view: ConclusionsView, today: date) -> str:
    every = [step for each in view.dimensions for step in each.next_steps]
    if not every:
        return ""
    late = sum(_is_late(step, view.initiative, today) for step in every)
    still = sum(step.done_on is None for step in every)
    return f"{many(len(every), 'next step')}: {still_open(view.initiative, still, late)}, {len(every) - still} done."


def still_open(initiative: Initiative, count: int, late: int) -> str:
    """How many steps are open, and how many of them overdue; in an initiative that is over they were left open."""
    if is_over(initiative):
        return f"{count} left open"
    return f"{count} open" + (f", {late} overdue" if late else "")


def is_over(initiative: Initiative) -> bool:
    """It was completed or stopped, so that nothing is due any more."""
    from collab.services.journey import OVER

    return initiative.standing in OVER


def _is_late(step: NextStep, initiative: Initiative, today: date) -> bool:
    from collab.services.next_steps import is_overdue

    return is_overdue(step, initiative, today)


def short(row: DimensionConclusion, instrument: Instrument) -> str:
    """What was concluded on one dimension, in one line."""
    parts = [options_of(instrument).get(row.joint.reading, row.joint.reading)]
    if row.joint.said_on:
        parts.append(f"said on {wording.day(row.joint.said_on)}")
    if row.differ:
        parts.append("partners read it differently")
    if row.next_steps:
        parts.append(many(len(row.next_steps), "next step"))
    return " · ".join(parts)


def of_ratings(view: ReadinessView, dimension: str) -> list[str]:
    """The dimension's figures: all partners, the two sectors with their gap, the spread, the agreement."""
    place = _place(view, dimension)
    if place is None or not view.sectors.units:
        return []
    found = (_everyone(view, place), _sectors(view, place), _spread(view, place), _agreement(view, place))
    return [sentence for sentence in found if sentence]


def _place(view: ReadinessView, dimension: str) -> int | None:
    wanted = (Level.DIMENSION, dimension)
    places = (place for place, each in enumerate(view.sectors.targets) if (each.level, each.key) == wanted)
    return next(places, None)


def target_of(view: ReadinessView, dimension: str) -> Target | None:
    """The dimension as the heatmap knows it; None where this round has no figure row for it."""
    place = _place(view, dimension)
    return None if place is None else view.sectors.targets[place]


def _said(view: ReadinessView, unit: Unit, place: int) -> str:
    """A figure with its band, or "" where there is none."""
    if unit not in view.sectors.units:
        return ""
    row = view.sectors.units.index(unit)
    value = float(main_figure(view.sectors)[row, place])
    if math.isnan(value):
        return ""
    return figure_text(value, main_show(view.sectors)) + _BANDS[MARK[view.sectors.band[row, place]]]


def _everyone(view: ReadinessView, place: int) -> str:
    said = _said(view, Unit(), place)
    if not said:
        return "All partners together have no figure here."
    row = view.sectors.units.index(Unit())
    shown_partners, every = int(view.sectors.shown_partners[row, place]), int(view.sectors.all_partners[row, place])
    return f"All partners {said}, from {shown_partners} of {many(every, 'partner')}."


def _sectors(view: ReadinessView, place: int) -> str:
    """The reading of the gap, as on Compare."""
    from collab.services.comparison import sentence_of

    present = [sector for sector in _SIDES if Unit(sector=sector) in view.sectors.units]
    return sentence_of(view.gaps[place], view.sectors) if len(present) == len(_SIDES) else ""


def _spread(view: ReadinessView, place: int) -> str:
    target = view.sectors.targets[place]
    values = main_figure(view.partners)[:, view.partners.targets.index(target)]
    known = sorted(
        (float(value), unit.partner.name)
        for unit, value in zip(view.partners.units, values, strict=True)
        if unit.partner is not None and not math.isnan(value)
    )
    if len(known) < 2:
        return ""
    show = main_show(view.sectors)
    (low, lowest), (high, highest) = known[0], known[-1]
    return f"Partners reach from {figure_text(low, show)} ({lowest}) to {figure_text(high, show)} ({highest})."


def _agreement(view: ReadinessView, place: int) -> str:
    value = float(view.sectors.agreement[view.sectors.units.index(Unit()), place])
    if math.isnan(value):
        return ""
    return f"Agreement {shown(value, 2)} (+1 all alike, 0 spread evenly, −1 split in two)."


def why_here(priority: Priority | None) -> str:
    """Why a dimension stands where it stands in the order of discussion."""
    if priority is None or priority.total is None:
        return ""
    parts = {"need": priority.need, "gap": priority.gap, "split": priority.split}
    told = [f"{_PARTS[name]} {shown(value, 2)}" for name, value in parts.items() if value is not None]
    return f"To discuss: {shown(priority.total, 2)}, the mean of {listed(tuple(told))}."


def of_partners(view: ConclusionsView, row: DimensionConclusion) -> str:
    """How the partners that settled on something read the dimension."""
    labels, names = options_of(view.instrument), {each.id: each.name for each in view.partners}
    groups: dict[str, list[str]] = {}
    for partner_id, own in row.own.items():
        if own.reading and partner_id in names:
            groups.setdefault(own.reading, []).append(names[partner_id])
    if not groups:
        return "No partner has settled on a reading of its own."
    told = [f"“{labels.get(key, key)}”: {listed(tuple(own), most=MOST_NAMED)}" for key, own in groups.items()]
    start = "Partners read it differently. " if len(groups) > 1 else ""
    return f"{start}{'. '.join(told)}."


def due(step: NextStep, initiative: Initiative, today: date) -> str:
    """When a step is due, or was done: "overdue since 3 Oct 2026", "due 3 Oct 2026", "done 3 Oct 2026"."""
    if step.done_on is not None:
        return f"done {wording.day(step.done_on)}"
    if step.due_on is None:
        return "no date"
    if is_over(initiative):
        return f"was due {wording.day(step.due_on)}"
    late = "overdue since" if _is_late(step, initiative, today) else "due"
    return f"{late} {wording.day(step.due_on)}"
