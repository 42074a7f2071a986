"""Rounds over time as a service: what can be compared with what, who was in both, and what stays hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from collab.errors import NotAllowed
from collab.exchange.findings import Content
from collab.model import YOU, Instrument, Level, Measure, Mode, Person, Round, RoundState, Sector
from collab.scoring.changes import Change, Direction, changes
from collab.scoring.figures import Unit as UnitOfFigures
from collab.scoring.over_time import Missing
from collab.services import partners, readiness, rounds
from collab.services.answers import enter_answers
from collab.services.digests import all_digests
from collab.services.importing import Destination
from collab.services.over_time import OverTimeView, Series, is_same_survey, offered, over_time
from collab.store import Store
from collab.store.instruments import save_instrument
from collab.store.rounds import insert_round
from collab.store.unit import Unit
from tests.factories import instrument
from tests.services.contents import FACTORS, HERE, INSTRUMENT, a_content, averages_content, bring

MANY, FEW = 8, 3
TEN = tuple(f"{'DC'[number % 2]} {number}" for number in range(10))


def people(levels: dict[str, int], *, count: int = MANY) -> list[tuple[str, str | None, int]]:
    """So many people of each partner, who all give the same code (0..3) to every factor."""
    return [
        (name, f"R_{name.replace(' ', '')}{number:05d}", code)
        for name, code in levels.items()
        for number in range(count)
    ]


def hold(store: Store, label: str, content: Content, year: int, *, state: RoundState = RoundState.REVEALED) -> Round:
    """A round with this content, held in this year."""
    outcome = bring(store, content, destination=Destination(HERE.initiative, label), file_name=label)
    made = rounds.get_round(store, outcome.round_id or "")
    return rounds.change_round(store, YOU, made.id, version=made.version, held_on=date(year, 10, 1), state=state)


def change_of(view: OverTimeView, key: str, level: Level = Level.FACTOR) -> Change:
    return next(each for each in view.changes if (each.target.level, each.target.key) == (level, key))


def ids(series: Series) -> list[str]:
    return [round_.label for round_ in series.rounds]


def test_ten_partners_that_all_rose_are_more_than_chance(store: Store) -> None:
    first = hold(store, "Baseline", a_content(people(dict.fromkeys(TEN, 1))), 2025)
    last = hold(store, "Later", a_content(people(dict.fromkeys(TEN, 2))), 2026)
    view = over_time(store, first.id, last.id)
    change = change_of(view, "purpose.vision")
    assert (change.before, change.after, change.value, change.partners) == (2.0, 3.0, 1.0, 10)
    (turned,) = (factor.key for factor in INSTRUMENT.factors if factor.reversed)
    assert change_of(view, turned).direction is Direction.FELL
    tests = {test.target.key: test for test in view.tests if test.target.level is Level.FACTOR}
    assert len(tests) == FACTORS
    assert tests["purpose.vision"].p == pytest.approx(2 / 1024)
    assert tests["purpose.vision"].beyond_chance
    assert all(each.in_both and each.shown == (True, True) for each in view.attendance)
    assert {each.sheets for each in view.attendance} == {(MANY, MANY)}


def test_four_partners_are_too_few_to_test_and_the_change_is_shown_all_the_same(store: Store) -> None:
    first = hold(store, "Baseline", a_content(people(dict.fromkeys(TEN[:4], 1))), 2025)
    last = hold(store, "Later", a_content(people(dict.fromkeys(TEN[:4], 2))), 2026)
    view = over_time(store, first.id, last.id)
    assert {test.p for test in view.tests} == {None}
    assert change_of(view, "purpose.vision").value == 1.0


def test_only_partners_in_both_rounds_are_compared_and_the_others_are_named(store: Store) -> None:
    first = hold(store, "Baseline", a_content(people({"D one": 1, "C two": 1, "C gone": 0})), 2025)
    last = hold(store, "Later", a_content(people({"D one": 1, "C two": 1, "D new": 3})), 2026)
    view = over_time(store, first.id, last.id)
    assert change_of(view, "purpose.vision").value == 0
    assert change_of(view, "purpose.vision").partners == 2
    assert {each.partner.name: each.answered for each in view.attendance} == {
        "D new": (False, True),
        "D one": (True, True),
        "C gone": (True, False),
        "C two": (True, True),
    }
    place = view.sectors.targets.index(change_of(view, "purpose.vision").target)
    as_shown = view.sectors.shown[:, -1, place].tolist()
    shown_alone = [readiness.readiness(store, each.id).sectors.mean[-1, place] for each in (first, last)]
    assert as_shown == pytest.approx(shown_alone)


def everything(view: OverTimeView) -> str:
    arrays = [
        getattr(followed, name).tolist()
        for followed in (view.partners, view.sectors)
        for name in ("figures", "partners", "shown", "shown_partners")
    ]
    whys = [followed.why.tolist() for followed in (view.partners, view.sectors)]
    return repr((arrays, whys, view.changes, view.tests, [(a.answered, a.shown, a.sheets) for a in view.attendance]))


@pytest.mark.parametrize("hidden_in", [0, 1], ids=["hidden before", "hidden after"])
def test_no_choice_tells_what_a_hidden_group_answered_in_either_round(store: Store, hidden_in: int) -> None:
    found = []
    for number, secret in enumerate((0, 3)):
        made = []
        for place, label in enumerate(("Baseline", "Later")):
            rows = [*people({"D one": 1, "C two": 2}), *people({"C few": 2}, count=MANY)]
            if place == hidden_in:
                rows = [*people({"D one": 1, "C two": 2}), *people({"C few": secret}, count=FEW)]
            outcome = bring(store, a_content(rows), destination=Destination(f"Initiative {number}", label))
            made.append(outcome.round_id or "")
        partner_ids = [each.id for each in over_time(store, *made).choices]
        choices: list[dict[str, Any]] = [
            {},
            *({"partner_ids": [each]} for each in partner_ids),
            *({"partner_ids": [other for other in partner_ids if other != each]} for each in partner_ids),
            *({"sectors": [sector]} for sector in (Sector.DISTRICT, Sector.CHARTER)),
        ]
        found.append([everything(over_time(store, *made, **choice)) for choice in choices])
        alone = over_time(
            store, *made, partner_ids=[each.id for each in over_time(store, *made).choices if each.name == "C few"]
        )
        assert change_of(alone, "purpose.vision").why is Missing.HIDDEN
    assert found[0] == found[1]


def test_an_open_round_is_left_out_and_refused(store: Store) -> None:
    first = hold(store, "Baseline", a_content(people({"D one": 1})), 2025)
    still = rounds.create_round(store, YOU, first.initiative_id, label="Next", instrument_key=INSTRUMENT.key)
    empty = rounds.create_round(
        store, YOU, first.initiative_id, label="Empty", instrument_key=INSTRUMENT.key, state=RoundState.REVEALED
    )
    found = offered(store, first.initiative_id)
    assert [ids(series) for series in found.series] == [["Baseline"]]
    assert (found.open_rounds[0].id, found.empty_rounds[0].id) == (still.id, empty.id)
    with pytest.raises(NotAllowed, match="“Next” is open"):
        over_time(store, first.id, still.id)


def test_an_open_round_that_holds_answers_is_in_no_series_and_not_between_two_others(store: Store) -> None:
    first = hold(store, "Baseline", a_content(people({"D one": 1})), 2024)
    last = hold(store, "Later", a_content(people({"D one": 2})), 2026)
    rounds.create_round(
        store, YOU, first.initiative_id, label="Middle", instrument_key=INSTRUMENT.key, held_on=date(2025, 1, 1)
    )
    bring(
        store, a_content(people({"D one": 0})), destination=Destination(HERE.initiative, "Middle"), file_name="middle"
    )
    (series,) = offered(store, first.initiative_id).series
    assert ids(series) == ["Baseline", "Later"]
    assert [each.id for each in over_time(store, first.id, last.id).rounds] == [first.id, last.id]


def test_a_round_with_other_questions_is_a_series_of_its_own_and_never_compared(store: Store) -> None:
    first = hold(store, "Baseline", a_content(people({"D one": 1})), 2024)
    last = hold(store, "Later", a_content(people({"D one": 1})), 2025)
    other = hold(store, "Climate", a_content(people({"D one": 1}), instrument=instrument()), 2026)
    found = offered(store, first.initiative_id)
    assert [ids(series) for series in found.series] == [["Climate"], ["Baseline", "Later"]]
    assert ids(found.series_with(None) or found.series[0]) == ["Baseline", "Later"]
    assert ids(found.series_with(other.id) or found.series[1]) == ["Climate"]
    with pytest.raises(NotAllowed, match="different questions cannot be compared"):
        over_time(store, last.id, other.id)


def test_a_round_is_not_compared_with_itself_or_with_another_initiatives(store: Store) -> None:
    first = hold(store, "Baseline", a_content(people({"D one": 1})), 2025)
    other = bring(store, a_content(people({"D one": 1})), destination=Destination("Other", "Baseline"))
    with pytest.raises(NotAllowed, match="the same round"):
        over_time(store, first.id, first.id)
    with pytest.raises(NotAllowed, match="different initiatives"):
        over_time(store, first.id, other.round_id or "")


def a_round_on(store: Store, initiative_id: str, label: str, questions: Instrument) -> None:
    """A round on a version of the questions that the content files no longer, or do not yet, hold."""

    def work(unit: Unit) -> None:
        insert_round(
            unit,
            initiative_id=initiative_id,
            instrument_id=save_instrument(unit, questions),
            label=label,
            state=RoundState.OPEN,
            mode=None,
            k=5,
            held_on=None,
        )

    store.change(YOU, work)


def test_factors_are_matched_by_key_across_versions_of_the_questions(store: Store) -> None:
    (purpose, *others) = INSTRUMENT.dimensions
    reworded = replace(purpose.factors[0], statement="Put in another way")
    dimensions = (replace(purpose, factors=(reworded, *purpose.factors[2:])), *others)
    newer = replace(INSTRUMENT, version=INSTRUMENT.version + 1, dimensions=dimensions)
    first = hold(store, "Baseline", a_content(people({"D one": 1})), 2025)
    a_round_on(store, first.initiative_id, "Later", newer)
    last = hold(store, "Later", a_content(people({"D one": 2}), instrument=newer), 2026)
    assert [ids(series) for series in offered(store, first.initiative_id).series] == [["Baseline", "Later"]]
    view = over_time(store, first.id, last.id)
    assert change_of(view, reworded.key).value == 1.0
    assert view.reworded == (reworded.readiness_name,)
    dropped = change_of(view, purpose.factors[1].key)
    assert dropped.why is Missing.NOT_ASKED
    assert view.labels[dropped.target] == purpose.factors[1].readiness_name


def test_an_own_survey_with_one_question_more_is_the_same_survey(store: Store) -> None:
    (purpose, *others) = INSTRUMENT.dimensions
    more = replace(purpose.factors[0], key="purpose.own", statement="A question of our own")
    longer = replace(INSTRUMENT, dimensions=(replace(purpose, factors=(*purpose.factors, more)), *others))
    first = hold(store, "Year one", a_content(people({"D one": 1}), instrument=INSTRUMENT), 2025)
    own = replace(longer, key="own-survey-2")
    last = hold(store, "Year two", a_content(people({"D one": 2}), instrument=own), 2026)
    assert [ids(series) for series in offered(store, first.initiative_id).series] == [["Year one", "Year two"]]
    view = over_time(store, first.id, last.id)
    assert change_of(view, purpose.factors[0].key).value == 1.0
    assert change_of(view, more.key).why is Missing.NOT_ASKED
    other_scale = tuple(replace(point, label=f"{point.label}!") for point in own.scale)
    assert not is_same_survey(INSTRUMENT, replace(own, scale=other_scale))
    moved = replace(purpose.factors[0], statement="Another question in the place of this one")
    dimensions = (replace(purpose, factors=(moved, *purpose.factors[1:])), *others)
    assert not is_same_survey(INSTRUMENT, replace(own, dimensions=dimensions))
    assert is_same_survey(INSTRUMENT, own)


def averages_of(level: float, measure: Measure) -> Content:
    return averages_content({name: {"purpose.vision": level} for name in ("D one", "C two")}, measure=measure)


def test_reported_averages_are_followed_in_their_own_measure(store: Store) -> None:
    first = hold(store, "2024", averages_of(0.4, Measure.SHARE), 2024)
    last = hold(store, "2025", averages_of(0.55, Measure.SHARE), 2025)
    view = over_time(store, first.id, last.id)
    change = change_of(view, "purpose.vision")
    assert (view.sectors.measure, change.value, change.clear) == (Measure.SHARE, 0.15, True)
    means = hold(store, "Means", averages_of(2.5, Measure.MEAN), 2026)
    with pytest.raises(NotAllowed, match="one holds means on the scale and the other shares"):
        over_time(store, last.id, means.id)


def test_answers_follow_reported_means_of_the_same_scale(store: Store) -> None:
    first = hold(store, "2024", averages_of(2.5, Measure.MEAN), 2024)
    last = hold(store, "2025", a_content(people({"D one": 2, "C two": 2})), 2025)
    assert change_of(over_time(store, first.id, last.id), "purpose.vision").value == 0.5


def test_rounds_in_between_are_taken_along_in_the_order_of_time(store: Store) -> None:
    made = [
        hold(store, f"Year {year}", a_content(people({"D one": code})), year)
        for year, code in ((2026, 3), (2024, 1), (2025, 2))
    ]
    last, first, middle = made
    view = over_time(store, first.id, last.id)
    assert [round_.id for round_ in view.rounds] == [first.id, middle.id, last.id]
    place = view.sectors.targets.index(change_of(view, "purpose.vision").target)
    assert view.sectors.figures[:, -1, place].tolist() == [2.0, 3.0, 4.0]
    back = over_time(store, last.id, first.id)
    assert [round_.id for round_ in back.rounds] == [last.id, middle.id, first.id]
    assert change_of(back, "purpose.vision").value == -2.0
    assert len(over_time(store, first.id, middle.id).rounds) == 2


def test_a_choice_of_sectors_and_partners_is_followed_alone(store: Store) -> None:
    first = hold(store, "Baseline", a_content(people({"D one": 1, "C two": 1})), 2025)
    last = hold(store, "Later", a_content(people({"D one": 2, "C two": 3})), 2026)
    districts = over_time(store, first.id, last.id, sectors=[Sector.DISTRICT])
    assert change_of(districts, "purpose.vision").value == 1.0
    assert [each.partner.name for each in districts.attendance] == ["D one"]
    assert len(districts.choices) == 2
    nobody = over_time(store, first.id, last.id, partner_ids=["nobody"])
    assert nobody.partners.units == ()
    assert {change.value for change in nobody.changes} == {None}


def test_what_is_kept_follows_every_change_of_either_round(store: Store) -> None:
    made = hold(store, "Baseline", a_content(people({"D one": 1})), 2025)
    last = hold(store, "Later", a_content(people({"D one": 2})), 2026)
    assert change_of(over_time(store, made.id, last.id), "purpose.vision").value == 1.0
    one = partners.partners_of(store, made.initiative_id)[0].partner
    partners.rename_partner(store, YOU, one.id, version=one.version, name="D renamed")
    assert [each.partner.name for each in over_time(store, made.id, last.id).attendance] == ["D renamed"]
    bring(
        store, a_content(people({"D two": 3})), destination=Destination(HERE.initiative, "Baseline"), file_name="more"
    )
    assert len(over_time(store, made.id, last.id).attendance) == 2


def test_teams_are_followed_without_hiding(store: Store) -> None:
    first = hold(store, "Baseline", a_content(people({"D one": 1})), 2025)
    later = rounds.create_round(
        store,
        YOU,
        first.initiative_id,
        label="Teams",
        instrument_key=INSTRUMENT.key,
        mode=Mode.TEAM,
        held_on=date(2026, 1, 1),
    )
    one = partners.partners_of(store, first.initiative_id)[0].partner
    enter_answers(store, YOU, later.id, one.id, dict.fromkeys(INSTRUMENT.factor_keys, "agree"), {})
    present = rounds.get_round(store, later.id)
    rounds.change_round(store, YOU, later.id, version=present.version, state=RoundState.REVEALED)
    assert change_of(over_time(store, first.id, later.id), "purpose.vision").value == 1.0


def test_a_stranger_sees_nothing(store: Store) -> None:
    made = hold(store, "Baseline", a_content(people({"D one": 1})), 2025)
    with pytest.raises(NotAllowed):
        offered(store, made.initiative_id, person=Person("somebody", "Somebody"))


def test_every_change_is_the_difference_of_what_the_view_says_of_both_rounds(store: Store) -> None:
    levels = np.random.default_rng(2).integers(0, 4, (2, 10))
    made = [
        hold(store, f"Year {year}", a_content(people(dict(zip(TEN, row.tolist(), strict=True)))), year)
        for year, row in zip((2025, 2026), levels, strict=True)
    ]
    view = over_time(store, made[0].id, made[1].id)
    place = view.partners.targets.index(change_of(view, "purpose.vision").target)
    by_hand = (levels[1] + 1).mean() - (levels[0] + 1).mean()
    moved = view.sectors.figures[-1, -1, place] - view.sectors.figures[0, -1, place]
    assert moved == pytest.approx(by_hand)


def test_the_overview_finds_the_baseline_under_another_name_of_the_same_survey(store: Store) -> None:
    (purpose, *others) = INSTRUMENT.dimensions
    more = replace(purpose.factors[0], key="purpose.own", statement="A question of our own")
    own = replace(INSTRUMENT, key="own-survey-1")
    longer = replace(own, key="own-survey-2", dimensions=(replace(purpose, factors=(*purpose.factors, more)), *others))
    first = hold(store, "Year one", a_content(people({"D one": 1}), instrument=own), 2025)
    last = hold(store, "Year two", a_content(people({"D one": 2}), instrument=longer), 2026)
    overall = changes(over_time(store, first.id, last.id).sectors, UnitOfFigures())[-1]
    (row,) = (each.readiness for each in all_digests(store, today=date(2026, 11, 20)).digests)
    assert row is not None
    assert (row.round_label, row.baseline) == ("Year two", "Year one")
    assert row.change == overall.value
