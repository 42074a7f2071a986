"""Rounds over time, like for like: against exact fractions, and the laws that no figure of them may break."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collab.model import Band, Instrument, Level, Measure, Mode, Sector
from collab.scoring import Tallies, partner_figures, reported_partner_figures, reported_sector_figures, sector_figures
from collab.scoring.changes import Change, Direction, changes
from collab.scoring.figures import FigureGrid, Protection, Reported, Target, Unit
from collab.scoring.over_time import Followed, Missing, common_measure, follow
from tests.factories import INDIVIDUAL, TEAM, at, instrument, partner, partners
from tests.scoring import by_hand

D, C, S = Sector.DISTRICT, Sector.CHARTER, Sector.STATE
QUESTIONS = instrument(sizes=(2, 3), reversed_factors=("d1.f1",))
ALL = Unit()


def round_of(counts: object, sectors: tuple[Sector, ...], *, names: tuple[int, ...] | None = None) -> Tallies:
    """Tallies of partners P0, P1 ...; names: which of them are in this round."""
    array = np.array(counts, dtype=np.int64)
    present = names or tuple(range(len(array)))
    own = tuple(partner(f"P{name}", sector) for name, sector in zip(present, sectors, strict=True))
    return Tallies(own, array, np.zeros((*array.shape[:2], 4), dtype=np.int64))


def followed(
    *rounds: Tallies, protection: Protection = INDIVIDUAL, questions: Instrument = QUESTIONS
) -> tuple[Followed, Followed]:
    """Partners and sectors of these rounds."""
    return follow(
        [partner_figures(each, questions, protection) for each in rounds],
        [sector_figures(each, questions, protection) for each in rounds],
    )


def of(found: Followed, unit: Unit, key: str, level: Level = Level.FACTOR) -> Change:
    return next(each for each in changes(found, unit) if (each.target.level, each.target.key) == (level, key))


def all_at(level: int, people: int = 8, factors: int = 5) -> list[list[int]]:
    """One partner of whom everybody gives this level (1..4) to every factor."""
    return [[people * (point == level) for point in (1, 2, 3, 4)]] * factors


@st.composite
def a_round(draw: st.DrawFn, sectors: tuple[Sector, ...]) -> Tallies:
    """A round of some of four partners, groups from none to nine people, so that some are hidden."""
    present = draw(st.lists(st.integers(0, len(sectors) - 1), min_size=1, max_size=len(sectors), unique=True))
    cell = st.tuples(*[st.integers(0, 3)] * 4)
    counts = draw(st.lists(st.lists(cell, min_size=5, max_size=5), min_size=len(present), max_size=len(present)))
    return round_of(counts, tuple(sectors[name] for name in present), names=tuple(present))


FOUR = (D, D, C, C)
ROUNDS = st.tuples(a_round(FOUR), a_round(FOUR))


def by_the_book(rounds: tuple[Tallies, Tallies], key: str) -> tuple[Fraction | None, Fraction | None, int]:
    """Before, after and partners of all partners, from the definition: exact fractions and plain loops."""
    f = QUESTIONS.factor_keys.index(key)
    scores: list[dict[str, Fraction]] = []
    for each in rounds:
        found = {p.id: by_hand.factor_score(each, QUESTIONS, INDIVIDUAL, i, f) for i, p in enumerate(each.partners)}
        scores.append({name: score for name, score in found.items() if score is not None})
        for sector in {p.sector for p in each.partners}:
            members = [i for i, p in enumerate(each.partners) if p.sector is sector]
            some_hidden = any(0 < int(each.counts[i, f].sum()) < INDIVIDUAL.k for i in members)
            if some_hidden and all(found[each.partners[i].id] is None for i in members):
                return None, None, 0
    both = scores[0].keys() & scores[1].keys()
    if not both:
        return None, None, 0
    before, after = (by_hand.mean([each[name] for name in both]) for each in scores)
    return before, after, len(both)


@settings(max_examples=150)
@given(ROUNDS)
def test_the_change_of_all_partners_is_that_of_exact_fractions_over_the_partners_in_both(
    rounds: tuple[Tallies, Tallies],
) -> None:
    _, sectors = followed(*rounds)
    for key in QUESTIONS.factor_keys:
        before, after, count = by_the_book(rounds, key)
        change = of(sectors, ALL, key)
        assert change.partners == count
        assert (change.value is None) == (before is None)
        if before is not None and after is not None:
            assert (change.before, change.after) == (pytest.approx(float(before)), pytest.approx(float(after)))
            assert change.value == float(by_hand.half_away(after - before, 1))


@settings(max_examples=80)
@given(ROUNDS)
def test_swapping_the_rounds_turns_every_sign_and_nothing_else(rounds: tuple[Tallies, Tallies]) -> None:
    there, back = followed(*rounds), followed(*reversed(rounds))
    turned = {
        Direction.ROSE: Direction.FELL,
        Direction.FELL: Direction.ROSE,
        Direction.SAME: Direction.SAME,
        None: None,
    }
    for one, other in zip(there, back, strict=True):
        assert one.units == other.units
        for unit in one.units:
            for up, down in zip(changes(one, unit), changes(other, unit), strict=True):
                assert (up.before, up.after, up.partners, up.why) == (down.after, down.before, down.partners, down.why)
                assert up.value == (None if down.value is None else -down.value)
                assert up.direction is turned[down.direction]


@settings(max_examples=60)
@given(ROUNDS, st.permutations(range(4)))
def test_the_order_of_partners_is_irrelevant(rounds: tuple[Tallies, Tallies], order: list[int]) -> None:
    later = rounds[1]
    places = [place for place in order if place < len(later.partners)]
    mixed = Tallies(tuple(later.partners[i] for i in places), later.counts[places], later.marks[places])
    for one, other in zip(followed(*rounds), followed(rounds[0], mixed), strict=True):
        assert one.units == other.units
        np.testing.assert_allclose(one.figures, other.figures, rtol=1e-12)
        assert (one.why == other.why).all()


@settings(max_examples=80)
@given(ROUNDS, st.integers(0, 1), st.data())
def test_what_a_hidden_group_answered_changes_nothing(
    rounds: tuple[Tallies, Tallies], place: int, data: st.DataObject
) -> None:
    given_round = rounds[place]
    hidden = (given_round.counts.sum(axis=2) > 0) & (given_round.counts.sum(axis=2) < INDIVIDUAL.k)
    other = np.array(given_round.counts)
    for p, f in np.argwhere(hidden).tolist():
        people = int(other[p, f].sum())
        other[p, f] = np.bincount(data.draw(st.lists(st.integers(0, 3), min_size=people, max_size=people)), minlength=4)
    changed = [*rounds]
    changed[place] = Tallies(given_round.partners, other, given_round.marks)
    for one, another in zip(followed(*rounds), followed(*changed), strict=True):
        for name in ("figures", "shown", "partners", "shown_partners"):
            np.testing.assert_array_equal(getattr(one, name), getattr(another, name))
        assert (one.why == another.why).all()


@settings(max_examples=80)
@given(ROUNDS)
def test_a_change_exists_only_where_both_rounds_show_the_figure(rounds: tuple[Tallies, Tallies]) -> None:
    for found in followed(*rounds):
        for row, unit in enumerate(found.units):
            for column, change in enumerate(changes(found, unit)):
                shown = ~np.isnan(found.shown[:, row, column])
                assert change.value is None or shown.all()
                assert (change.why is None) == (change.value is not None)


def test_a_reversed_factor_that_fewer_agree_with_rose() -> None:
    before, after = (round_of([all_at(level)], (D,)) for level in (4, 1))
    _, sectors = followed(before, after)
    assert of(sectors, ALL, "d1.f1").direction is Direction.ROSE
    assert of(sectors, ALL, "d1.f0").direction is Direction.FELL


def test_who_came_or_left_does_not_look_like_a_change() -> None:
    before = round_of([all_at(2), all_at(1)], (D, D), names=(0, 1))
    after = round_of([all_at(2), all_at(4)], (D, D), names=(0, 2))
    members, sectors = followed(before, after)
    change = of(sectors, ALL, "d0.f0")
    assert (change.before, change.after, change.direction, change.partners) == (2.0, 2.0, Direction.SAME, 1)
    row = sectors.units.index(ALL)
    column = sectors.targets.index(change.target)
    assert sectors.shown[:, row, column].tolist() == [1.5, 3.0]
    assert [unit.name for unit in members.units] == ["P0", "P1", "P2"]
    assert of(members, members.units[1], "d0.f0").why is Missing.NOT_IN_BOTH


def test_a_sector_hidden_in_one_round_hides_its_change_and_that_of_all_partners() -> None:
    before = round_of([all_at(2), all_at(3, people=3)], (D, C))
    after = round_of([all_at(3), all_at(3)], (D, C))
    _, sectors = followed(before, after)
    for unit in (Unit(sector=C), ALL):
        change = of(sectors, unit, "d0.f0")
        assert (change.value, change.why, change.partners) == (None, Missing.HIDDEN, 0)
        row = sectors.units.index(unit)
        assert not sectors.partners[:, row, at_place(sectors, "d0.f0")].any()
    assert of(sectors, Unit(sector=D), "d0.f0").value == 1.0


def test_a_dimension_changes_over_the_factors_that_both_rounds_show() -> None:
    first, last = (np.array([all_at(2)]) for _ in range(2))
    last[0, 4] = (0, 0, 0, 8)
    first[0, 4] = (0, 0, 0, 2)
    members, _ = followed(round_of(first, (D,)), round_of(last, (D,)))
    change = of(members, members.units[0], "d1", Level.DIMENSION)
    assert change.value == 0
    shown = members.shown[-1, 0, members.targets.index(change.target)]
    assert shown == pytest.approx((2 + 3 + 4) / 3)


def test_a_dimension_with_less_than_half_of_its_factors_in_both_has_no_change() -> None:
    first, last = (np.array([all_at(2)]) for _ in range(2))
    first[0, 2], last[0, 3] = (0, 0, 0, 2), (0, 0, 0, 2)
    members, sectors = followed(round_of(first, (D,)), round_of(last, (D,)))
    for found, unit in ((members, members.units[0]), (sectors, Unit(sector=D)), (sectors, ALL)):
        change = of(found, unit, "d1", Level.DIMENSION)
        assert (change.value, change.why) == (None, Missing.TOO_FEW)


def test_a_round_in_between_rests_on_the_same_partners_and_is_absent_where_none_is_shown() -> None:
    first = round_of([all_at(2), all_at(2)], (D, D))
    middle = round_of([all_at(3)], (D,), names=(0,))
    last = round_of([all_at(4), all_at(2)], (D, D))
    few = round_of([all_at(1, people=2)], (D,), names=(0,))
    for between, expected in ((middle, [2.0, 3.0, 3.0]), (few, [2.0, np.nan, 3.0])):
        _, sectors = followed(first, between, last)
        row, column = sectors.units.index(ALL), 0
        for place in (column, at_place(sectors, "d0.f0")):
            np.testing.assert_allclose(sectors.figures[:, row, place], expected)
    assert sectors.partners[:, row, column].tolist() == [2, 0, 2]


def at_place(found: Followed, key: str) -> int:
    return next(i for i, target in enumerate(found.targets) if (target.level, target.key) == (Level.FACTOR, key))


def test_a_round_in_between_that_lacks_a_factor_has_no_dimension() -> None:
    first, last = (round_of([all_at(2)], (D,)) for _ in range(2))
    lacking = np.array([all_at(2)])
    lacking[0, 4] = 0
    members, _ = followed(first, round_of(lacking, (D,)), last)
    place = members.targets.index(Target(Level.DIMENSION, "d1", "d1"))
    assert np.isnan(members.figures[1, 0, place])
    assert np.isnan(members.figures[1, 0, -1])
    assert members.figures[1, 0, at_place(members, "d1.f0")] == 2


SHORTER = replace(QUESTIONS, dimensions=tuple(replace(each, factors=each.factors[:1]) for each in QUESTIONS.dimensions))


def test_what_only_a_round_in_between_asked_takes_no_change_away() -> None:
    asked = (SHORTER, QUESTIONS, SHORTER)
    levels = zip((2, 4, 3), asked, strict=True)
    rounds = [round_of([all_at(level, factors=len(each.factors))], (D,)) for level, each in levels]
    grids = [partner_figures(each, own, INDIVIDUAL) for each, own in zip(rounds, asked, strict=True)]
    members, sectors = follow(grids, [of_one(each) for each in grids])
    assert members.targets == grids[0].targets
    for found, unit in ((members, members.units[0]), (sectors, ALL)):
        assert [each.value for each in changes(found, unit)] == [1.0] * len(found.targets)


@given(ROUNDS, st.permutations(range(4)))
def test_a_round_in_between_changes_nothing_between_the_ends(rounds: tuple[Tallies, Tallies], order: list[int]) -> None:
    first, last = rounds
    between = round_of([all_at(each + 1) for each in order], (D, D, C, S))
    without, found = followed(first, last)[1], followed(first, between, last)[1]
    for sector in (None, D, C, S):
        unit = Unit(sector=sector)
        if unit in without.units:
            assert changes(found, unit) == changes(without, unit)


def test_factors_are_matched_by_key_and_one_that_only_one_version_has_was_not_asked() -> None:
    newer = replace(QUESTIONS, version=2, dimensions=tuple(reversed(QUESTIONS.dimensions[:1])))
    before = partner_figures(round_of([all_at(2)], (D,)), QUESTIONS, INDIVIDUAL)
    after = partner_figures(round_of([all_at(3, factors=2)], (D,)), newer, INDIVIDUAL)
    both = ([before, after], [of_one(before), of_one(after)])
    members, _ = follow(*both)
    assert of(members, members.units[0], "d0.f1").value == 1.0
    assert of(members, members.units[0], "d1.f0").why is Missing.NOT_ASKED
    assert of(members, members.units[0], "", Level.OVERALL).value is None
    assert members.targets[-1].level is Level.OVERALL


def of_one(grid: FigureGrid) -> FigureGrid:
    from collab.scoring import of_sectors

    return of_sectors(grid)


def averages(value: float, measure: Measure, *, dimension: float | None = None) -> tuple[FigureGrid, FigureGrid]:
    """Reported averages of one district partner and one charter partner."""
    targets = [(Level.FACTOR, key) for key in QUESTIONS.factor_keys]
    targets += [(Level.DIMENSION, "d0")] if dimension is not None else []
    line = [value] * len(QUESTIONS.factors) + ([dimension] if dimension is not None else [])
    reported = Reported(
        partners=partners(D, C),
        targets=tuple(targets),
        measure=measure,
        values=np.array([line, line]),
        answers=np.full((2, len(line)), -1),
        suppressed=np.zeros((2, len(line)), dtype=bool),
    )
    return (
        reported_partner_figures(reported, QUESTIONS, INDIVIDUAL),
        reported_sector_figures(reported, QUESTIONS, INDIVIDUAL),
    )


def test_reported_means_turn_reversed_factors_and_reported_dimensions_win() -> None:
    first, last = averages(2.0, Measure.MEAN, dimension=2.2), averages(3.0, Measure.MEAN, dimension=2.7)
    _, sectors = follow([first[0], last[0]], [first[1], last[1]])
    assert of(sectors, ALL, "d1.f0").value == 1.0
    assert of(sectors, ALL, "d1.f1").value == -1.0
    assert of(sectors, ALL, "d0", Level.DIMENSION).value == 0.5


def test_shares_change_in_tenths_of_a_point_without_bands() -> None:
    first, last = averages(0.5, Measure.SHARE), averages(0.6126, Measure.SHARE)
    _, sectors = follow([first[0], last[0]], [first[1], last[1]])
    change = of(sectors, ALL, "d0.f0")
    assert (change.value, change.clear, change.bands) == (0.113, True, (None, None))


def test_answers_and_shares_meet_in_favourable_shares_and_means_and_shares_never() -> None:
    answers = partner_figures(round_of([all_at(3)], (D,)), QUESTIONS, INDIVIDUAL)
    means, shares = averages(2.0, Measure.MEAN)[0], averages(0.5, Measure.SHARE)[0]
    assert common_measure([answers, means]) is Measure.MEAN
    assert common_measure([answers, shares]) is Measure.SHARE
    assert common_measure([means, shares]) is None
    with pytest.raises(ValueError, match="no measure in common"):
        follow([means, shares], [means, shares])


def test_another_scale_is_compared_in_favourable_shares() -> None:
    five = instrument(sizes=(2, 3), points=5)
    other = partner_figures(
        Tallies(partners(D), np.array([[[0, 0, 0, 0, 8]] * 5]), np.zeros((1, 5, 4), dtype=np.int64)), five, INDIVIDUAL
    )
    mine = partner_figures(round_of([all_at(3)], (D,)), QUESTIONS, INDIVIDUAL)
    assert common_measure([mine, other]) is Measure.SHARE


@pytest.mark.parametrize(
    ("before", "after", "value", "direction", "clear"),
    [
        pytest.param((3, 1), (2, 2), 0.3, Direction.ROSE, False, id="a quarter is three tenths"),
        pytest.param((2, 2), (3, 1), -0.3, Direction.FELL, False, id="and so downwards"),
        pytest.param((4, 0), (2, 2), 0.5, Direction.ROSE, True, id="a sixth of the scale is clear"),
        pytest.param((2, 2), (2, 2), 0.0, Direction.SAME, False, id="nothing"),
    ],
)
def test_a_change_is_rounded_from_unrounded_figures(
    before: tuple[int, int], after: tuple[int, int], value: float, direction: Direction, clear: bool
) -> None:
    rounds = [round_of([[[0, low, high, 0]] * 5], (D,)) for low, high in (before, after)]
    _, sectors = followed(*rounds, protection=TEAM)
    change = of(sectors, ALL, "d0.f0")
    assert (change.value, change.direction, change.clear) == (value, direction, clear)


def test_bands_of_before_and_after_are_those_of_the_displayed_figures() -> None:
    rounds = [round_of([all_at(level)], (D,)) for level in (2, 4)]
    _, sectors = followed(*rounds)
    assert of(sectors, ALL, "d0.f0").bands == (Band.CONCERN, Band.STRENGTH)


def test_a_round_of_teams_is_followed_by_one_of_many_people() -> None:
    before = round_of([all_at(2, people=1)], (D,))
    after = round_of([all_at(3)], (D,))
    grids = [partner_figures(before, QUESTIONS, Protection(Mode.TEAM)), partner_figures(after, QUESTIONS, INDIVIDUAL)]
    members, _ = follow(grids, [of_one(grid) for grid in grids])
    assert of(members, members.units[0], "d0.f0").value == 1.0


def test_places_of_targets_follow_the_last_round() -> None:
    grid = partner_figures(round_of([all_at(2)], (D,)), QUESTIONS, INDIVIDUAL)
    members, _ = follow([grid, grid], [of_one(grid)] * 2)
    assert members.targets == grid.targets
    assert at(grid, "d1.f2") == at_place(members, "d1.f2")
