"""The sheets that set figures side by side: district beside charter, and one round beside another."""

from __future__ import annotations

from collab.charts.board import label_of
from collab.charts.over_time import MISSING
from collab.charts.theme import LIGHT
from collab.exchange.workbook import Chart, Column, Look, Series, Sheet
from collab.exchange.workbook.content import Value
from collab.model import Instrument, Level, Measure, Sector
from collab.scoring import Gap
from collab.scoring.changes import Change, Direction, changes
from collab.scoring.figures import Target, Unit
from collab.services.comparison import ComparisonView, comparison, least_gap
from collab.services.over_time import OverTimeView, offered, over_time
from collab.services.workbook_material import Material, figure, sector_labels
from collab.services.workbook_readiness import WHOLE

SIDES = (Sector.DISTRICT, Sector.CHARTER)
_ORDER = (Level.DIMENSION, Level.FACTOR, Level.OVERALL)
_WAYS = {Direction.ROSE: "rose", Direction.FELL: "fell", Direction.SAME: "stayed the same"}
BEFORE, AFTER = "#A8B0B8", LIGHT.rose


def sheets(material: Material) -> tuple[Sheet, ...]:
    """The comparison, where both sectors have answered, and what changed, where there are two rounds."""
    found = []
    if material.view.revealed is not None:
        view = comparison(material.store, material.view.revealed.id, person=material.person)
        if all(Unit(sector=sector) in view.sectors.units for sector in SIDES):
            found.append(_comparison(material, view))
    series = offered(material.store, material.initiative.id, person=material.person).series_with(None)
    if series is not None and len(series.rounds) > 1:
        first, last = series.rounds[0].id, series.rounds[-1].id
        found.append(_over_time(material, over_time(material.store, first, last, person=material.person)))
    return tuple(found)


def _named(target: Target, label: str, instrument: Instrument) -> tuple[str, str]:
    if target.level is Level.OVERALL:
        return label, "All dimensions"
    if target.level is Level.DIMENSION:
        return label, WHOLE
    return (instrument.dimension(target.dimension).label if target.dimension else ""), label


def _comparison(material: Material, view: ComparisonView) -> Sheet:
    shares = view.sectors.measure is Measure.SHARE
    ordered = sorted(view.gaps, key=lambda gap: (_ORDER.index(gap.target.level), _by_width(gap)))
    whole = sum(gap.target.level is Level.DIMENSION for gap in ordered)
    look = Look.SHARE if shares else Look.SCORE
    labels = sector_labels()
    ends = (0.0, 1.0) if shares else (float(view.sectors.scores[0]), float(view.sectors.scores[-1]))
    return Sheet(
        name="Comparison",
        heading=material.heading("District beside charter"),
        columns=(
            Column("dimension", "Dimension", 34),
            Column("factor", "Factor", 38),
            Column("district", labels[Sector.DISTRICT], 11, look),
            Column("charter", labels[Sector.CHARTER], 11, look),
            Column("gap", "Gap in points" if shares else "Gap", 9, Look.CHANGE),
            Column("reading", "Reading", 62),
            Column("agreement_district", f"Agreement within {labels[Sector.DISTRICT].lower()}", 14, Look.AGREEMENT),
            Column("agreement_charter", f"Agreement within {labels[Sector.CHARTER].lower()}", 14, Look.AGREEMENT),
        ),
        rows=[_gap(view, gap, shares) for gap in ordered],
        lines=(
            f"Round “{view.round.label}”. Gap: charter minus district, from unrounded figures; with a minus, district "
            f"is higher. It counts from {least_gap(view.sectors)}{' points' if shares else ''}.",
            "Agreement: +1 all alike, 0 spread evenly, -1 split in two. Factors: the widest gap first.",
        ),
        charts=_chart(whole, ends, look) if whole else (),
        bold=frozenset(place for place, gap in enumerate(ordered) if gap.target.level is not Level.FACTOR),
        frozen_columns=2,
    )


def _by_width(gap: Gap) -> float:
    """The widest first among factors; dimensions stay in the order of the instrument."""
    if gap.target.level is not Level.FACTOR:
        return 0.0
    return -abs(gap.value) if gap.value is not None else 1.0


def _chart(count: int, ends: tuple[float, float], look: Look) -> tuple[Chart, ...]:
    return (
        Chart(
            title="Dimensions by sector",
            kind="bar",
            names=0,
            series=tuple(Series(2 + place, LIGHT.sector_fill[sector]) for place, sector in enumerate(SIDES)),
            look=look,
            rows=(0, count - 1),
            told="Bars of each dimension, district above charter; the figures stand in the table above.",
            ends=ends,
        ),
    )


def _gap(view: ComparisonView, gap: Gap, shares: bool) -> tuple[Value, ...]:
    column = view.sectors.targets.index(gap.target)
    own = [view.sectors.units.index(Unit(sector=sector)) for sector in SIDES]
    label = label_of(gap.target, view.instrument)
    return (
        *_named(gap.target, label, view.instrument),
        figure(gap.district),
        figure(gap.charter),
        None if gap.value is None else figure(gap.value * (100 if shares else 1)),
        view.sentences[str(gap.target.level), gap.target.key],
        *(figure(view.sectors.agreement[row, column]) for row in own),
    )


def _over_time(material: Material, view: OverTimeView) -> Sheet:
    shares = view.sectors.measure is Measure.SHARE
    look = Look.SHARE if shares else Look.SCORE
    sides = [sector for sector in SIDES if Unit(sector=sector) in view.sectors.units]
    ordered = sorted(view.changes, key=lambda each: _ORDER.index(each.target.level))
    whole = sum(each.target.level is Level.DIMENSION for each in ordered)
    beside = {sector: {each.target: each for each in changes(view.sectors, Unit(sector=sector))} for sector in sides}
    labels, last = sector_labels(), 1 + len(view.rounds)
    ends = (0.0, 1.0) if shares else (float(view.sectors.scores[0]), float(view.sectors.scores[-1]))
    return Sheet(
        name="Over time",
        heading=material.heading("What has changed"),
        columns=(
            Column("dimension", "Dimension", 34),
            Column("factor", "Factor", 38),
            *(Column(each.id, each.label, 14, look) for each in view.rounds),
            Column("change", "Change in points" if shares else "Change", 10, Look.CHANGE),
            Column("reading", "Reading", 26),
            *(Column(f"change_{each}", f"Change, {labels[each].lower()}", 11, Look.CHANGE) for each in sides),
            Column("partners", "Partners in both", 10, Look.WHOLE),
        ),
        rows=[_change(view, each, [beside[sector][each.target] for sector in sides], shares) for each in ordered],
        lines=(
            "All partners, like for like: only the partners and factors that the first and the last round both show. "
            "So a figure can differ from the one that its own round shows.",
        ),
        charts=(
            Chart(
                title="Dimensions, first and last round",
                kind="bar",
                names=0,
                series=(Series(2, BEFORE), Series(last, AFTER)),
                look=look,
                rows=(0, whole - 1),
                told="Bars of each dimension in the first and the last round; the figures stand in the table above.",
                ends=ends,
            ),
        )
        if whole
        else (),
        bold=frozenset(place for place, each in enumerate(ordered) if each.target.level is not Level.FACTOR),
        frozen_columns=2,
    )


def _change(view: OverTimeView, change: Change, beside: list[Change], shares: bool) -> tuple[Value, ...]:
    row, column = view.sectors.units.index(Unit()), view.sectors.targets.index(change.target)
    times = 100 if shares else 1

    def moved(each: Change) -> Value:
        return None if each.value is None else figure(each.value * times)

    return (
        *_named(change.target, view.labels[change.target], view.instrument),
        *(figure(float(value)) for value in view.sectors.figures[:, row, column]),
        moved(change),
        _reading(change),
        *(moved(each) for each in beside),
        change.partners if change.value is not None else None,
    )


def _reading(change: Change) -> str:
    if change.direction is None:
        return MISSING[change.why] if change.why else ""
    clear = " clearly" if change.clear and change.direction is not Direction.SAME else ""
    return f"{_WAYS[change.direction]}{clear}"
