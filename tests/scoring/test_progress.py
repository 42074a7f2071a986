"""Progress of phases and stages, gates, and the soft checks of goals."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collab.scoring.progress import (
    Gate,
    PhaseStanding,
    is_done,
    mean_of_partners,
    percent_done,
    phase_standing,
    stage_progress,
)
from collab.scoring.smart import Smart, smart_checks

SCORES = st.sampled_from([0.0, 0.5, 1.0])


@pytest.mark.parametrize(
    ("scores", "not_applicable", "mean", "applies"),
    [
        ((1.0, 0.5, 0.0, 0.5), 0, 0.5, True),
        ((1.0, 1.0, 1.0, 0.5, None), 0, 0.875, True),
        ((1.0, None, None), 0, None, True),
        ((1.0, None), 0, 1.0, True),
        ((None, None), 3, None, True),
        ((), 5, None, False),
        ((), 0, None, True),
    ],
    ids=["all", "one missing", "too few", "just half", "nobody looked", "none applies", "empty"],
)
def test_a_phase_is_the_mean_of_the_items_looked_at(scores, not_applicable, mean, applies) -> None:
    found = phase_standing(scores, not_applicable=not_applicable)
    assert (found.mean, found.applies) == (mean, applies)


@given(st.lists(SCORES, min_size=1, max_size=14), st.integers(0, 14))
def test_an_item_that_nobody_looked_at_never_counts_as_zero(scores: list[float], missing: int) -> None:
    found = phase_standing([*scores, *[None] * missing])
    if found.mean is not None:
        assert found.mean == pytest.approx(sum(scores) / len(scores))
        assert min(scores) <= found.mean <= max(scores)
    assert (found.looked_at, found.applicable) == (len(scores), len(scores) + missing)


def test_eighty_percent_is_done_whatever_float64_makes_of_it() -> None:
    assert is_done(sum([0.1] * 8))
    assert is_done(0.8)
    assert not is_done(0.7999)
    assert not is_done(None)


def test_partners_own_reviews_weigh_alike() -> None:
    small, large = phase_standing([1.0]), phase_standing([0.0] * 14)
    both = mean_of_partners([small, large])
    assert both == PhaseStanding(0.5, 15, 15)
    assert mean_of_partners([]) is None
    off = phase_standing((), not_applicable=8)
    assert mean_of_partners([off, small]) == PhaseStanding(1.0, 1, 1, applies=True)
    assert mean_of_partners([off]) == PhaseStanding(None, 0, 0, applies=False)


def test_a_stage_is_the_mean_of_the_milestones_that_apply() -> None:
    assert stage_progress([1.0, 0.0, None, 0.5]) == 0.5
    assert stage_progress([None]) is None
    assert stage_progress([]) is None


@pytest.mark.parametrize(
    ("progress", "concerns", "met"),
    [(0.8, (), True), (0.79, (), False), (1.0, (("district", "purpose"),), False), (None, (), False)],
)
def test_a_gate_asks_for_progress_and_no_concern(progress, concerns, met: bool) -> None:
    assert Gate(progress, concerns).met is met


def smart(**changes: object) -> dict[Smart, bool]:
    whole = {
        "statement": "All forty schools use one enrollment calendar",
        "measure": "schools that use it",
        "target": "40 of 40",
        "attainable": "Thirty have agreed",
        "result": "Families apply once",
        "due_on": date(2027, 6, 1),
    }
    return {check.part: check.there for check in smart_checks(**{**whole, **changes})}  # type: ignore[arg-type]


def test_a_whole_goal_passes_all_five_checks() -> None:
    assert list(smart()) == list(Smart)
    assert all(smart().values())


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"statement": "Better enrollment", "target": "40"}, Smart.SPECIFIC),
        ({"measure": " "}, Smart.MEASURABLE),
        ({"target": "many", "statement": "Most schools here use one enrollment calendar"}, Smart.MEASURABLE),
        ({"attainable": ""}, Smart.ATTAINABLE),
        ({"result": ""}, Smart.RESULTS),
        ({"due_on": None}, Smart.DATED),
    ],
)
def test_each_missing_part_of_a_goal_is_told(changes: dict[str, object], missing: Smart) -> None:
    found = smart(**changes)
    assert [part for part, there in found.items() if not there] == [missing]


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.7951, "79.5%"), (0.7996, "79.9%"), (0.79999, "79.9%"), (0.1 + 0.7, "80%"), (0.794, "79%"), (0.125, "13%")],
)
def test_what_is_not_done_never_reads_as_eighty_percent(share: float, text: str) -> None:
    assert percent_done(share) == text
    assert (float(text.removesuffix("%")) >= 80) is is_done(share)
