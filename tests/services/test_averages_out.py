"""Averages of every level in the files that go out: as reported, and nothing from which what is hidden follows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from collab.exchange.findings import Averages, Content, FoundPartner
from collab.model import Dimension, Factor, Instrument, Kind, Level, Measure, Sector
from collab.services.importing import Destination
from collab.services.report import Chosen, report
from collab.services.tables_out import package
from collab.services.workbook import book, workbook
from collab.store import Store
from tests.services.contents import INSTRUMENT, bring, sector_of
from tests.services.test_nothing_given_away import choices, everything_shown
from tests.services.test_report import place_of
from tests.services.test_tables_out import content, faults, rows
from tests.services.test_workbook import sheet, told

TODAY = date(2026, 11, 22)
MANY, FEW = 20, 3
FACTORS = [(Level.FACTOR, factor.key) for factor in INSTRUMENT.dimensions[0].factors]
DIMENSIONS = [(Level.DIMENSION, each.key) for each in INSTRUMENT.dimensions]
OVERALL = (Level.OVERALL, "")
CHOSEN = (Chosen(), Chosen(sectors=(Sector.CHARTER,)), Chosen(sectors=(Sector.DISTRICT,)))
Target = tuple[Level, str]


def averages(
    targets: Sequence[Target],
    lines: Sequence[Sequence[float]],
    *,
    few: bool = False,
    instrument: Instrument = INSTRUMENT,
) -> Content:
    """A line of means for each partner, NaN hidden by the source. few: the first partner's first is of FEW people."""
    values = np.array(lines, dtype=float)
    answers = np.full(values.shape, MANY)
    answers[0, 0] = FEW if few else MANY
    names = ("D one", "C two", "C three")[: len(lines)]
    found = tuple(FoundPartner(name, sector_of(name)) for name in names)
    figures = Averages(Measure.MEAN, tuple(targets), values, answers, np.isnan(values))
    return Content(Kind.AVERAGES, instrument, found, averages=figures)


def of_factors(secret: float, *, few: bool) -> Content:
    """All factors of a dimension, that dimension, and overall."""
    own = [secret, *[3.25] * (len(FACTORS) - 1)]
    whole = float(np.mean(own))
    rest = [2.0] * (len(FACTORS) + 2)
    return averages([*FACTORS, DIMENSIONS[0], OVERALL], [[*own, whole, (whole + 9.0) / 4], rest, rest], few=few)


def of_dimensions(secret: float, *, few: bool) -> Content:
    """All dimensions and overall."""
    own = [secret, *[3.25] * (len(DIMENSIONS) - 1)]
    rest = [2.0] * (len(DIMENSIONS) + 1)
    return averages([*DIMENSIONS, OVERALL], [[*own, float(np.mean(own))], rest, rest], few=few)


@pytest.mark.parametrize("made", [of_factors, of_dimensions], ids=["a factor", "a dimension"])
def test_what_few_people_gave_follows_from_nothing_that_is_shown_of_averages(
    store: Store, made: Callable[..., Content]
) -> None:
    """Of two secrets everything is the same: screens of every choice, tables, workbook and report, also over time."""
    found = []
    for number, secret in enumerate((1.0, 4.0)):
        bring(store, made(2.0, few=False), destination=Destination(f"Initiative {number}", "Before"))
        outcome = bring(store, made(secret, few=True), destination=Destination(f"Initiative {number}", "Baseline"))
        here, round_id = outcome.initiative_id or "", outcome.round_id or ""
        screens = [everything_shown(store, round_id, **choice) for choice in choices(store, round_id)]
        pages = [repr(report(store, *place_of(store, here), today=TODAY, chosen=each).pages) for each in CHOSEN]
        files = (content(package(store, here, today=TODAY)), told(workbook(store, here, today=TODAY)))
        found.append((screens, [re.sub(r"Initiative \d|\d\d:\d\d", "", each) for each in pages], *files))
    assert found[0] == found[1]


@pytest.mark.parametrize("made", [of_factors, of_dimensions], ids=["a factor", "a dimension"])
def test_tables_and_workbook_say_of_averages_what_the_source_said(store: Store, made: Callable[..., Content]) -> None:
    outcome = bring(store, made(3.5, few=True), destination=Destination("Made-up compact", "Baseline"))
    here = outcome.initiative_id or ""
    shown = package(store, here, today=TODAY)
    names = {row["partner_id"]: row["name"] for row in rows(shown, "partners")}
    lines = rows(shown, "reported_figures")
    averages_ = made(3.5, few=True).averages
    assert averages_ is not None
    assert {row["value"] for row in lines if names[row["partner_id"]] == "D one"} == {3.25}
    assert len([row for row in lines if names[row["partner_id"]] == "C two"]) == len(averages_.targets)
    assert {row["answers"] for row in lines} == {MANY}
    told_ = [(row[0], row[4], row[5]) for row in sheet(book(store, here, today=TODAY), "Answers").rows]
    assert told_ == [(names[row["partner_id"]], row["value"], row["answers"]) for row in lines]
    assert faults(shown) == []


def test_a_reported_dimension_that_is_not_scored_is_left_out_of_the_files(store: Store) -> None:
    other = Dimension("other", "Other questions", (Factor("other.a", "A", "A?", "other"),), scored=False)
    asked = replace(INSTRUMENT, key="own", dimensions=(*INSTRUMENT.dimensions, other))
    made = averages([FACTORS[0], (Level.DIMENSION, "other")], [[3.0, 2.0], [2.0, 2.0]], instrument=asked)
    outcome = bring(store, made, destination=Destination("Made-up compact", "Baseline"))
    here = outcome.initiative_id or ""
    assert [row["factor"] for row in rows(package(store, here, today=TODAY), "reported_figures")] == [FACTORS[0][1]] * 2
    assert [row[4] for row in sheet(book(store, here, today=TODAY), "Answers").rows] == [3.0, 2.0]


def test_only_what_the_source_suppressed_is_called_hidden_by_the_source(store: Store) -> None:
    """The second partner's dimension is null for its factors' sake, and of it the source said nothing."""
    nan = float("nan")
    made = averages([*FACTORS, DIMENSIONS[0]], [[*[3.0] * len(FACTORS), 3.0], [nan] * (len(FACTORS) + 1)])
    assert made.averages is not None
    made.averages.suppressed[1, -1] = False
    outcome = bring(store, made, destination=Destination("Made-up compact", "Baseline"))
    lines = rows(package(store, outcome.initiative_id or "", today=TODAY), "reported_figures")
    assert [row["level"] for row in lines if row["value"] is None] == ["factor"] * len(FACTORS)
