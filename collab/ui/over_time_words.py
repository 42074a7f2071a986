"""What the changes say, in sentences of plain text; no drawing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from collab.charts.over_time import MISSING, Move, amount_of, figure_of, moves
from collab.model import Band, Kind, Level, Measure, Mode, Sector
from collab.scoring import round_half_away
from collab.scoring.changes import Change, Direction, changes
from collab.scoring.figures import Unit
from collab.scoring.sign_flips import ChangeTest, partners_needed
from collab.ui.wording import listed, many

if TYPE_CHECKING:
    from collab.services.over_time import OverTimeView

MOST_NAMED, MOST_LABELS, MOST_PARTNERS = 2, 6, 4
SIDES = {Sector.DISTRICT: "district partners", Sector.CHARTER: "charter partners"}
_TESTED = {"factor": Level.FACTOR, "dimension": Level.DIMENSION}
_COUNTED = {Direction.ROSE: "rose", Direction.FELL: "fell", Direction.SAME: "stayed the same"}


def reading(view: OverTimeView) -> list[str]:
    """How many factors moved, which moved most, which changed their band, what cannot be compared."""
    found = (_headline(view), _most(view), _bands(view), _not_compared(view))
    return [sentence for sentence in found if sentence]


def _factors(found: tuple[Change, ...]) -> list[Change]:
    return [each for each in found if each.target.level is Level.FACTOR and each.value is not None]


def _count(view: OverTimeView) -> int:
    return sum(each.target.level is Level.FACTOR for each in view.changes)


def _headline(view: OverTimeView) -> str:
    """Of all partners; where they are hidden, of the two sectors that are compared."""
    between = f"between “{view.rounds[0].label}” and “{view.rounds[-1].label}”"
    everyone = _factors(view.changes)
    if everyone:
        return f"{tally(everyone, _count(view))} {between}, for the {_partners(everyone)} that both show."
    sides = [_side(view, sector) for sector in SIDES]
    said = " ".join(side for side in sides if side)
    return f"{said} All partners together cannot be compared {between}." if said else ""


def _side(view: OverTimeView, sector: Sector) -> str:
    unit = Unit(sector=sector)
    moved = _factors(changes(view.sectors, unit)) if unit in view.sectors.units else []
    return f"{tally(moved, _count(view))} for the {_partners(moved, SIDES[sector])} that both show." if moved else ""


def tally(moved: list[Change], every: int) -> str:
    """ "3 of 17 factors rose, 2 fell, 12 stayed the same"; every: with those that have no change."""
    counts = {way: sum(each.direction is way for each in moved) for way in Direction}
    (first, *rest) = sorted((way for way in Direction if counts[way]), key=lambda way: list(Direction).index(way))
    said = [f"{counts[first]} of {many(every, 'factor')} {_COUNTED[first]}"]
    return ", ".join([*said, *(f"{counts[way]} {_COUNTED[way]}" for way in rest)])


def _partners(moved: list[Change], several: str = "partners") -> str:
    least, most = min(each.partners for each in moved), max(each.partners for each in moved)
    if least == most:
        return many(most, several.removesuffix("s"), several)
    return f"{least} to {most} {several}"


def _most(view: OverTimeView) -> str:
    """What rose most and what fell most, at most two each."""
    factors = [line for line in moves(view.sectors, Unit(), view.labels, level=Level.FACTOR) if line.direction]
    ways = ((Direction.ROSE, "Rose most"), (Direction.FELL, "Fell most"))
    parts = [_most_of(factors, way, words, view.sectors.measure) for way, words in ways]
    return " ".join(part for part in parts if part)


def _most_of(lines: list[Move], way: Direction, words: str, measure: Measure) -> str:
    moved = [line for line in lines if line.direction is way]
    moved.sort(key=lambda line: -abs(line.values[-1] - line.values[0]))
    points = " points" if measure is Measure.SHARE else ""
    told = [f"{line.label} {line.amount}{points} ({_ends(line, measure)})" for line in moved[:MOST_NAMED]]
    return f"{words}: {'; '.join(told)}." if told else ""


def _ends(line: Move, measure: Measure) -> str:
    return f"{figure_of(line.values[0], measure)} to {figure_of(line.values[-1], measure)}"


def _bands(view: OverTimeView) -> str:
    """Which rows changed their band, judged on the figures as displayed."""
    moved = [each for each in view.changes if each.target.level is not Level.OVERALL and each.bands[0] != each.bands[1]]
    sorts = (
        ("No longer a concern", [each for each in moved if each.bands[0] is Band.CONCERN]),
        ("Now a concern", [each for each in moved if each.bands[1] is Band.CONCERN]),
        ("Now a strength", [each for each in moved if each.bands[1] is Band.STRENGTH]),
        ("No longer a strength", [each for each in moved if each.bands[0] is Band.STRENGTH]),
    )
    return " ".join(
        f"{words}: {_named([view.labels[each.target] for each in those])}." for words, those in sorts if those
    )


def _named(labels: list[str]) -> str:
    """Labels in a row, some of which hold commas themselves; beyond a few, how many more."""
    rest = len(labels) - MOST_LABELS
    return "; ".join([*labels[:MOST_LABELS], *([f"and {rest} more"] if rest > 0 else [])])


def _not_compared(view: OverTimeView) -> str:
    """Which factors have no change of all partners, and why."""
    lost: dict[str, list[str]] = {}
    for each in view.changes:
        if each.target.level is Level.FACTOR and each.why:
            lost.setdefault(MISSING[each.why], []).append(view.labels[each.target])
    told = [f"{_named(names)} ({why})" for why, names in lost.items()]
    return f"No change can be given for {'; '.join(told)}." if told else ""


def chance(view: OverTimeView) -> str:
    """Whether the changes are more than so few partners could show by chance; not for a meeting."""
    levels = {noun: [test for test in view.tests if test.target.level is level] for noun, level in _TESTED.items()}
    tested = {noun: own for noun, own in levels.items() if any(test.p is not None for test in own)}
    short = {noun: own for noun, own in levels.items() if own and noun not in tested}
    told = []
    if tested:
        counts = [f"{sum(t.beyond_chance for t in own) or 'none'} of {many(len(own), n)}" for n, own in tested.items()]
        told.append(f"More than chance would show: {' and '.join(counts)}. What else moved could be chance.")
    if short:
        told.append(_too_few(short))
    return " ".join(told)


def _too_few(short: dict[str, list[ChangeTest]]) -> str:
    """That there are too few partners to test, and how many it would take."""
    most = max(test.partners for own in short.values() for test in own)
    needed = {noun: (len(own), partners_needed(len(own))) for noun, own in short.items()}
    takes = [f"{enough} for {many(count, noun)}" for noun, (count, enough) in needed.items() if enough]
    words = " and ".join(f"{noun}s" for noun in short)
    end = f"; it takes {' and '.join(takes)}" if takes else ""
    return f"Too few partners to tell changes of {words} from chance: {most} in both rounds{end}."


def basis(view: OverTimeView) -> str:
    """On whom the changes rest, why, and how they would read with whoever is in each round."""
    why = (
        "Compared are only partners that both rounds show, each counting alike, so that nobody who came or left looks "
        "like a change."
    )
    other = _as_each_round_stands(view)
    return f"{why} {other}"


def _as_each_round_stands(view: OverTimeView) -> str:
    told = [
        text
        for each in view.changes
        if each.target.level is Level.DIMENSION
        for text in (_differs(view, each),)
        if text
    ]
    if told:
        return f"Figures of Readiness, with whoever each round shows, would say {'; '.join(told)}."
    return "Figures of Readiness, with whoever each round shows, give the same changes of dimensions."


def _differs(view: OverTimeView, change: Change) -> str:
    """How a dimension's change differs from that of the figures on Readiness, "" where it does not."""
    first, last = shown_ends(view, change)
    if change.value is None or math.isnan(first) or math.isnan(last):
        return ""
    shares = view.sectors.measure is Measure.SHARE
    other = round_half_away(last - first, 3 if shares else 1)
    if other == change.value:
        return ""
    measure = view.sectors.measure
    amount = _signed(other * (100 if shares else 1))
    return (
        f"{view.labels[change.target]} {amount} ({figure_of(first, measure)} to {figure_of(last, measure)}) "
        f"instead of {amount_of(change, measure)}"
    )


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{abs(value):.1f}"


def shown_ends(view: OverTimeView, change: Change) -> tuple[float, float]:
    """The figures of all partners as both rounds show them, whoever is in them."""
    row, column = view.sectors.units.index(Unit()), view.sectors.targets.index(change.target)
    return float(view.sectors.shown[0, row, column]), float(view.sectors.shown[-1, row, column])


def cautions(view: OverTimeView) -> list[str]:
    """What else may look like a change: other ways of answering, other words, another measure."""
    first, last = view.rounds[0], view.rounds[-1]
    found = []
    if first.kind is Kind.RESPONSES and last.kind is Kind.RESPONSES and first.mode is not last.mode:
        team = first if first.mode is Mode.TEAM else last
        found.append(
            f"In “{team.label}” each partner gave one agreed answer, in the other round several people did. Part of a "
            "change may come from that."
        )
    if view.sectors.measure is Measure.SHARE and Kind.RESPONSES in (first.kind, last.kind):
        found.append("Compared are favourable shares, since the two rounds have no mean on one scale in common.")
    if view.reworded:
        words = "is worded" if len(view.reworded) == 1 else "are worded"
        found.append(f"{listed(view.reworded, most=4)} {words} differently in the two rounds.")
    return found


def attendance(view: OverTimeView) -> list[str]:
    """Who answered in both rounds, who only once, who is hidden."""
    both = [each for each in view.attendance if each.in_both]
    hidden = [each.partner.name for each in both if not all(each.shown)]
    told = f"{len(both)} of {many(len(view.attendance), 'partner')} answered in both rounds."
    if hidden:
        told += f" Hidden in a round, and therefore not compared: {listed(tuple(hidden), most=MOST_PARTNERS)}."
    found = [told]
    for end, round_ in ((0, view.rounds[0]), (1, view.rounds[-1])):
        names = [each.partner.name for each in view.attendance if each.answered[end] and not each.answered[1 - end]]
        if names:
            found.append(f"Only in “{round_.label}”: {listed(tuple(names), most=MOST_PARTNERS)}.")
    return found


def context(view: OverTimeView) -> str:
    """What is on the screen, in one line of plain text."""
    parts = [
        view.initiative.name,
        f"{view.rounds[0].label} → {view.rounds[-1].label}",
        f"{compared(view)} compared",
    ]
    return " · ".join([*parts, *(["made-up sample data"] if view.initiative.made_up else [])])


def compared(view: OverTimeView) -> str:
    """How many of the partners both rounds show, in words."""
    both = sum(all(each.shown) for each in view.attendance)
    return f"{both:,} of {many(len(view.attendance), 'partner')}"


def short_context(view: OverTimeView) -> str:
    """Whose it is, in a meeting, where each chart names its rounds."""
    made_up = " · made-up sample data" if view.initiative.made_up else ""
    return f"{view.initiative.name}{made_up}"


def alt_of(view: OverTimeView, what: str, *, table: bool) -> str:
    """The message of a chart for who cannot see it; table: whether one stands below."""
    return " ".join([what, *reading(view), *(["The table below holds every figure."] if table else [])])
