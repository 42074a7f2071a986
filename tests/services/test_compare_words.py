"""The sentences of Compare: effects from the side that is higher, what is missing, who is not compared."""

from __future__ import annotations

import pytest

from collab.charts.talk_first import Bar
from collab.framework import load_framework
from collab.model import Initiative, Kind, Level, Measure, Mode, Partner, Round, RoundState, Sector
from collab.scoring import effects_of, gaps, priorities, sector_figures
from collab.services import compare_words
from collab.services.compare_lines import lines_of
from collab.services.comparison import ComparisonView, least_gap, sentence_of
from collab.ui.compare_table import comparison_table
from tests.charts.boards import grids
from tests.factories import INDIVIDUAL, instrument, partners, tallies

LOW, HIGH = [[0, 6, 0, 0]] * 17, [[0, 0, 6, 0]] * 17


def view_of(counts: object, *, kind: Kind = Kind.RESPONSES, measure: Measure | None = None) -> ComparisonView:
    """A comparison of a district partner and a charter partner with these counts on the built-in instrument."""
    built_in = load_framework().instruments[0]
    every, sectors = grids(tallies(counts))
    between = gaps(sectors, built_in)
    return ComparisonView(
        initiative=Initiative("i", "Eastport Compact"),
        round=Round("r", "i", "x", "Baseline", RoundState.REVEALED, Mode.INDIVIDUAL, kind, measure),
        instrument=built_in,
        partners=every,
        sectors=sectors,
        gaps=between,
        effects=effects_of(every),
        tests=(),
        priorities=priorities(sectors, between),
        sentences={(str(gap.target.level), gap.target.key): sentence_of(gap, sectors) for gap in between},
    )


def test_an_effect_is_told_from_the_side_that_is_higher() -> None:
    effects = view_of([LOW, HIGH]).effects
    said = compare_words.effect_words(effects[0])
    assert said.startswith("A randomly chosen charter answer is higher than a randomly chosen district answer 100.0%")
    assert "equal 0.0%" in said
    turned = compare_words.effect_words(view_of([HIGH, LOW]).effects[0])
    assert turned.startswith("A randomly chosen district answer is higher than a randomly chosen charter answer 100.0%")


def test_nothing_is_said_of_an_effect_that_is_not_defined() -> None:
    assert compare_words.effect_words(None) == ""
    assert compare_words.effect_words(view_of([[[0, 2, 0, 0]] * 17, HIGH]).effects[0]) == ""


def test_gaps_say_that_they_come_from_unrounded_scores_on_the_page_and_on_a_slide() -> None:
    view = view_of([LOW, HIGH])
    lines = lines_of(view, view.gaps[0].target.level)
    assert compare_words.under_gap(view, narrow=False) == "from unrounded scores"
    assert "unrounded scores" in compare_words.legend(view, lines)
    assert "unrounded scores" in " ".join(compare_words.on_slide(view, lines))


def test_a_gap_of_3_point_1_and_3_point_5_can_be_worked_out_from_the_table() -> None:
    view = view_of([[[0, 0, 86, 14]] * 17, [[0, 0, 54, 46]] * 17])
    line = next(line for line in lines_of(view, Level.FACTOR) if line.label == "Clear benefits")
    assert line.gap is not None
    assert (*line.texts, line.gap.text) == ("3.1", "3.5", "0.3")
    table = comparison_table(view).set_index("Name").loc["Clear benefits"]
    assert (table["District"], table["Charter"]) == pytest.approx((3.14, 3.46))
    assert table["Gap, unrounded (charter minus district)"] == pytest.approx(0.32)
    assert table["Gap as shown"] == 0.3


@pytest.mark.parametrize(("points", "least"), [(4, "0.5"), (5, "0.7"), (7, "1.0"), (11, "1.7")])
def test_the_least_gap_that_counts_is_told_as_finely_as_gaps_are_shown(points: int, least: str) -> None:
    counts = [[[6] * points] * 4, [[6] * points] * 4]
    assert least_gap(sector_figures(tallies(counts), instrument(points=points), INDIVIDUAL)) == least


def test_a_part_that_nobody_has_is_named_with_its_reason() -> None:
    reported = view_of([LOW, HIGH], kind=Kind.AVERAGES, measure=Measure.SHARE)
    bars = (Bar("Clear benefits", 0.4, (0.6, 0.2, None)),)
    assert compare_words.what_is_missing(reported, bars) == (
        "Split is not known here, since the source reported averages, and left out."
    )
    assert "Split" not in compare_words.of_parts(reported, bars)
    assert "mean of need and gap" in compare_words.of_parts(reported, bars)


def test_a_part_that_one_factor_lacks_is_marked_and_explained() -> None:
    bars = (Bar("Clear benefits", 0.4, (0.6, 0.3, 0.3)), Bar("Neutral convener", 0.5, (0.6, None, 0.4)))
    said = compare_words.what_is_missing(view_of([LOW, HIGH]), bars)
    assert said == "–: not known for this factor, and left out of the mean."


@pytest.mark.parametrize(
    ("some_chosen", "words"),
    [
        pytest.param(False, "they only count in the need and the split", id="everybody"),
        pytest.param(True, "do not count at all", id="some partners"),
    ],
)
def test_partners_of_other_sectors_are_told_what_they_are_here_for(some_chosen: bool, words: str) -> None:
    choices: tuple[Partner, ...] = partners(Sector.DISTRICT, Sector.CHARTER, Sector.STATE)
    said = compare_words.not_compared(choices, some_chosen=some_chosen, is_reported=False)
    assert "of the sector State are not" in said
    assert words in said
    assert compare_words.not_compared(choices[:2], some_chosen=some_chosen, is_reported=False) == ""


def test_a_round_in_which_nothing_can_be_compared_says_why_once() -> None:
    hidden = view_of([[[0, 2, 0, 0]] * 17, HIGH])
    assert compare_words.nothing_compared(hidden) == (
        "No gap can be shown here. The two cannot be compared: a group here is too small to be shown."
    )
    assert compare_words.nothing_compared(view_of([LOW, HIGH])) == ""
