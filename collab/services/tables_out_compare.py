"""The table of district beside charter: gaps, effects, tests, and what to talk about first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from collab.exchange.tables_out import Table, Value
from collab.model import Level, Sector
from collab.scoring import Effect, Gap, Priority, SectorTest
from collab.services.comparison import comparison
from collab.services.round_figures import Heading
from collab.services.tables_out_columns import SHARE, Column, code, number, table, text, truth, whole, words
from collab.services.tables_out_rounds import About, about
from collab.services.workbook_material import Material

MAIN = "points of the scale; a share 0 to 1 where shares were reported"
NO_SIDE = "one of the two has no figure"
OF_FACTORS = "a dimension or overall, or one of the two has no answers that are shown"
DELTA_SOURCE = (
    "N. Cliff, Dominance statistics, Psychological Bulletin 114 (1993); each partner of a sector weighs the same"
)
SIZE_SOURCE = "Romano et al. (2006): below .147, .33 and .474"
TEST_SOURCE = (
    "Permutation test over partners' scores, two-sided: exact where few, else 9,999 draws with a fixed seed; Holm "
    "across the factors"
)
FIRST_SOURCE = "Mean of need, gap_part and split, of those that exist"


@dataclass(frozen=True)
class _Between(About):
    """District and charter on one target. effect, test: of factors only; first: of factors of a scored dimension."""

    gap: Gap
    sentence: str
    effect: Effect | None
    test: SectorTest | None
    first: Priority | None


def _between(material: Material, head: Heading) -> Iterator[_Between]:
    view = comparison(material.store, head.round.id, person=material.person)
    sectors = {unit.sector for unit in view.sectors.units}
    if not {Sector.DISTRICT, Sector.CHARTER} <= sectors:
        return
    effects = {each.factor: each for each in view.effects}
    tested = {each.factor: each for each in view.tests}
    first = {each.key: each for each in view.priorities}
    for gap in view.gaps:
        target = gap.target
        name = target.key if target.level is Level.FACTOR else None
        beside = (effects.get(name or ""), tested.get(name or ""), first.get(name or ""))
        yield _Between(head.round, target, gap, view.sentences[str(target.level), target.key], *beside)


def compared(material: Material, heads: Sequence[Heading]) -> Table:
    """A row for each target of rounds that both sectors answered. heads: the rounds that were revealed."""
    return table(
        "comparison",
        "District beside charter in every round that was revealed and that both answered.",
        [each for head in heads for each in _between(material, head)],
        ("round_id", "level", "dimension", "factor"),
        *about(),
        number(
            "district", "The figure of the district sector", lambda each: each.gap.district, unit=MAIN, missing=NO_SIDE
        ),
        number(
            "charter", "The figure of the charter sector", lambda each: each.gap.charter, unit=MAIN, missing=NO_SIDE
        ),
        number(
            "gap",
            "Charter minus district, from unrounded figures, rounded as screens print it",
            lambda each: each.gap.value,
            unit=MAIN,
            missing=NO_SIDE,
        ),
        code(
            "reading",
            "How the gap reads; it counts from a sixth of the scale, or .10",
            "gap_reading",
            lambda each: each.gap.reading,
        ),
        code("why", "Why they cannot be compared", "why", lambda each: each.gap.why, missing="they can be compared"),
        words("sentence", "The reading as screens say it", lambda each: each.sentence),
        *_effect(),
        *_test(),
        *_first(),
    )


def _of_effect(name: str) -> Callable[[_Between], Value]:
    return lambda each: getattr(each.effect, name) if each.effect else None


def _of_test(name: str) -> Callable[[_Between], Value]:
    return lambda each: getattr(each.test, name) if each.test else None


def _of_first(name: str) -> Callable[[_Between], Value]:
    return lambda each: getattr(each.first, name) if each.first else None


def _effect() -> tuple[Column, ...]:
    random = "a randomly chosen"
    return (
        number(
            "delta",
            "Cliff's delta: district_higher minus charter_higher",
            _of_effect("delta"),
            unit="-1 to +1",
            missing=OF_FACTORS,
            source=DELTA_SOURCE,
        ),
        number(
            "district_higher",
            f"How often {random} district answer is higher than {random} charter answer",
            _of_effect("district_higher"),
            unit=SHARE,
            missing=OF_FACTORS,
        ),
        number("equal", "How often the two are equal", _of_effect("equal"), unit=SHARE, missing=OF_FACTORS),
        number(
            "charter_higher",
            f"How often {random} charter answer is higher",
            _of_effect("charter_higher"),
            unit=SHARE,
            missing=OF_FACTORS,
        ),
        code(
            "size",
            "How large delta is called",
            "effect_size",
            _of_effect("size"),
            missing=OF_FACTORS,
            source=SIZE_SOURCE,
        ),
    )


def _test() -> tuple[Column, ...]:
    missing = "not a factor, or too few partners to test: see why_no_test"
    return (
        number("p", "Two-sided p of the difference", _of_test("p"), unit=SHARE, missing=missing, source=TEST_SOURCE),
        number("p_adjusted", "The same after Holm", _of_test("adjusted"), unit=SHARE, missing=missing),
        truth("is_exact", "Whether every arrangement was counted", _of_test("exact"), missing="not a factor"),
        whole(
            "district_partners",
            "District partners with a score",
            _of_test("district_partners"),
            unit="partners",
            missing="not a factor",
        ),
        whole(
            "charter_partners",
            "Charter partners with a score",
            _of_test("charter_partners"),
            unit="partners",
            missing="not a factor",
        ),
        text("why_no_test", "Why there is no p", _of_test("why"), missing="there is one, or it is not a factor"),
    )


def _first() -> tuple[Column, ...]:
    missing = "not a factor, or nothing of it is shown"
    return (
        number(
            "talk_first",
            "What to talk about first: the higher, the sooner",
            _of_first("total"),
            unit=SHARE,
            missing=missing,
            source=FIRST_SOURCE,
        ),
        number("need", "(largest - score) / range, of all partners", _of_first("need"), unit=SHARE, missing=missing),
        number(
            "gap_part", "The gap as printed, without its sign, / range", _of_first("gap"), unit=SHARE, missing=missing
        ),
        number("split", "(1 - agreement) / 2, of all partners", _of_first("split"), unit=SHARE, missing=missing),
    )
