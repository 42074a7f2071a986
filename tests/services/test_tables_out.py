"""Tables for analysts: the figures of the screens, keys that meet, and nothing that is hidden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import pytest

from collab.errors import NotAllowed, NotFound
from collab.exchange.tables_out import Package, Table, Type, Value
from collab.model import YOU, Initiative, Level, Measure, Mode, Person, RoundState
from collab.scoring import round_half_away
from collab.services import initiatives, partners, rounds
from collab.services.comparison import comparison
from collab.services.importing import Destination
from collab.services.owed import owed
from collab.services.readiness import readiness
from collab.services.sample import load_sample
from collab.services.tables_out import package, tables
from collab.services.tables_out_codes import every_code
from collab.store import Store
from tests.services.contents import HERE, INSTRUMENT, a_content, averages_content, bring
from tests.services.test_nothing_given_away import FEW, MANY, people

TODAY = date(2026, 11, 22)
EMPTY_IN_THE_SAMPLE = {"answers", "reported_figures"}
Row = dict[str, Value]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Initiative]]:
    """The made-up sample; tests only look at it."""
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('tables') / 'sample.sqlite'}")
    yield store, load_sample(store, YOU, today=TODAY)
    store.close()


@pytest.fixture(scope="module")
def sample(loaded: tuple[Store, Initiative]) -> Package:
    """All tables of the compact as plain data."""
    return package(loaded[0], loaded[1].id, today=TODAY)


def table(made: Package, name: str) -> Table:
    return next(each for each in made.tables if each.name == name)


def rows(made: Package, name: str) -> list[Row]:
    found = table(made, name)
    titles = [each.name for each in found.fields]
    return [dict(zip(titles, row, strict=True)) for row in found.rows]


def faults(made: Package) -> list[str]:
    """Keys that are not one row's, references that lead nowhere, values that the dictionary does not allow."""
    keys = {each.name: set(each.column(each.key[0])) for each in made.tables}
    found = []
    for each in made.tables:
        lines = list(zip(*(each.column(name) for name in each.key), strict=True))
        found += [f"{each.name}: the key {line} twice" for line in {line for line in lines if lines.count(line) > 1}]
        for field in each.fields:
            values = set(each.column(field.name))
            if None in values and not field.missing:
                found.append(f"{each.name}.{field.name} is missing")
            if field.refers and not values - {None} <= keys[field.refers]:
                found.append(f"{each.name}.{field.name} leads nowhere")
            if field.among and not values - {None} <= set(field.among):
                found.append(f"{each.name}.{field.name} holds {values - set(field.among)}")
            kinds = {Type.TEXT: str, Type.WHOLE: int, Type.NUMBER: float, Type.TRUTH: bool, Type.DAY: date}
            if not all(isinstance(value, kinds[field.type]) for value in values - {None}):
                found.append(f"{each.name}.{field.name} is not all {field.type}")
    return found


def test_the_sample_fills_the_tables_and_every_key_and_reference_holds(sample: Package) -> None:
    assert faults(sample) == []
    assert {each.name for each in sample.tables if not each.rows} == EMPTY_IN_THE_SAMPLE


def test_every_column_is_explained_and_its_codes_stand_in_the_table_of_codes(sample: Package) -> None:
    listed = {row["list"] for row in rows(sample, "codes")}
    assert listed == set(every_code())
    for each in sample.tables:
        assert each.about.endswith(".")
        for field in each.fields:
            assert field.about
            assert not field.codes or field.codes in listed


def test_a_mean_of_the_heatmap_can_be_worked_out_from_the_counts(sample: Package) -> None:
    """As docs/analysts.md tells it, for every partner and factor of every round."""
    sums: defaultdict[tuple[Value, ...], list[int]] = defaultdict(lambda: [0, 0])
    for row in rows(sample, "answer_counts"):
        if isinstance(row["score"], int) and isinstance(row["answers"], int):
            total = sums[row["round_id"], row["partner_id"], row["factor"]]
            total[0] += row["score"] * row["answers"]
            total[1] += row["answers"]
    shown = {
        (row["round_id"], row["partner_id"], row["factor"]): row["mean"]
        for row in rows(sample, "scores")
        if row["level"] == "factor" and row["across"] == "partner" and row["mean"] is not None
    }
    assert shown
    assert {at: total / count for at, (total, count) in sums.items() if count} == pytest.approx(shown)


def test_scores_are_the_figures_of_the_screen(sample: Package, loaded: tuple[Store, Initiative]) -> None:
    found = rows(sample, "scores")
    for each in rounds.rounds_of(loaded[0], loaded[1].id):
        view = readiness(loaded[0], each.id)
        own = [row for row in found if row["round_id"] == each.id]
        means = [*view.partners.mean.ravel().tolist(), *view.sectors.mean.ravel().tolist()]
        assert [row["mean"] for row in own] == [None if mean != mean else mean for mean in means]
        assert {row["mean_shown"] for row in own if row["mean"] is not None} == {
            round_half_away(mean) for mean in means if mean == mean
        }


def test_comparison_is_that_of_the_screen(sample: Package, loaded: tuple[Store, Initiative]) -> None:
    for each in rounds.rounds_of(loaded[0], loaded[1].id):
        view = comparison(loaded[0], each.id)
        own = [row for row in rows(sample, "comparison") if row["round_id"] == each.id]
        assert [row["gap"] for row in own] == [gap.value for gap in view.gaps]
        deltas = [row["delta"] for row in own if row["level"] == Level.FACTOR]
        assert deltas == [effect.delta for effect in view.effects]


def test_what_is_owed_is_the_list_of_the_screen(sample: Package, loaded: tuple[Store, Initiative]) -> None:
    lines = owed(loaded[0], today=TODAY, initiative_id=loaded[1].id)
    assert [row["what"] for row in rows(sample, "owed")] == [each.task.text for each in lines]


def test_made_up_data_say_so(sample: Package) -> None:
    assert sample.made_up
    assert "made-up" in sample.title.casefold()
    assert any("made-up" in line for line in sample.lines)
    assert rows(sample, "initiative")[0]["is_made_up"] is True


def test_two_exports_of_one_day_are_alike_to_the_byte(loaded: tuple[Store, Initiative]) -> None:
    first, second = (tables(loaded[0], loaded[1].id, today=TODAY) for _ in range(2))
    assert first == second


def content(made: Package) -> list[tuple[str, str, list[Value]]]:
    """Every column, identifiers by the order in which they first come: no two initiatives share one, nor a name."""
    places: dict[Value, str] = {}
    found = []
    for each in made.tables:
        for field in each.fields:
            values = each.column(field.name)
            if field.name in {"round_id", "partner_id", "initiative_id"}:
                values = [None if value is None else places.setdefault(value, str(len(places))) for value in values]
            if (each.name, field.name) not in {("initiative", "name"), ("owed", "owed_id")}:
                found.append((each.name, field.name, values))
    return found


@pytest.mark.parametrize("marks", [0, FEW])
def test_what_few_people_answered_is_in_no_table(store: Store, marks: int) -> None:
    found = []
    for number, secret in enumerate((0, 3)):
        lines = [*people("D one", MANY, 1), *people("C two", MANY, 2), *people("C few", FEW, secret)]
        made = a_content([*lines, *people("O few", marks, secret)])
        outcome = bring(store, made, destination=Destination(f"Initiative {number}", "Baseline"))
        found.append(package(store, outcome.initiative_id or "", today=TODAY))
    assert content(found[0]) == content(found[1])
    few = {row["partner_id"] for row in rows(found[0], "partners") if "few" in str(row["name"])}
    assert few
    assert not few & {row["partner_id"] for row in rows(found[0], "answer_counts")}
    cells = [row for row in rows(found[0], "scores") if row["partner_id"] in few]
    assert {(row["mean"], row["favourable_share"], row["rated"], row["why"]) for row in cells if row["factor"]} == {
        (None, None, None, "hidden")
    }
    assert faults(found[0]) == []


def test_a_round_that_is_open_shows_only_who_has_answered(store: Store) -> None:
    made = initiatives.create_initiative(store, YOU, name=HERE.initiative)
    round_ = rounds.create_round(
        store, YOU, made.id, label=HERE.round_label, instrument_key=INSTRUMENT.key, mode=Mode.TEAM
    )
    bring(store, a_content([("D one", None, 1), ("C two", None, 2)]), mode=Mode.TEAM)
    found = package(store, made.id, today=TODAY)
    assert [row["answer_sheets"] for row in rows(found, "who_answered")] == [1, 1]
    for name in ("answers", "answer_counts", "scores", "comparison"):
        assert not table(found, name).rows
    present = rounds.get_round(store, round_.id)
    rounds.change_round(store, YOU, round_.id, version=present.version, state=RoundState.REVEALED)
    found = package(store, made.id, today=TODAY)
    assert len(rows(found, "answers")) == 2 * len(INSTRUMENT.factors)
    assert table(found, "scores").rows
    assert faults(found) == []


def test_a_reversed_factor_is_kept_as_given_and_scored_the_other_way_round(store: Store) -> None:
    outcome = bring(store, a_content([("D one", None, 0)]), mode=Mode.TEAM)
    found = package(store, outcome.initiative_id or "", today=TODAY)
    reversed_ = {row["factor"]: row["is_reversed"] for row in rows(found, "factors")}
    low, high = INSTRUMENT.scores[0], INSTRUMENT.scores[-1]
    for row in rows(found, "answers"):
        assert (row["given"], row["score"]) == (low, high if reversed_[row["factor"]] else low)
    assert any(reversed_.values()) == any(factor.reversed for factor in INSTRUMENT.factors)


@pytest.mark.parametrize("measure", list(Measure))
def test_reported_averages_are_kept_as_reported_and_no_answer_is_made_up(store: Store, measure: Measure) -> None:
    first, second, *_ = INSTRUMENT.factor_keys
    figures: dict[str, dict[str, float | None]] = {
        "D one": {first: 0.5 if measure is Measure.SHARE else 2.5, second: None},
        "C two": {first: 1.0},
    }
    outcome = bring(store, averages_content(figures, measure=measure))
    found = package(store, outcome.initiative_id or "", today=TODAY)
    names = {row["partner_id"]: row["name"] for row in rows(found, "partners")}
    told = {(names[row["partner_id"]], row["factor"]): row["value"] for row in rows(found, "reported_figures")}
    assert told == {("D one", first): figures["D one"][first], ("D one", second): None, ("C two", first): 1.0}
    assert not table(found, "answer_counts").rows
    hidden = [row for row in rows(found, "scores") if row["factor"] == second and row["across"] == "partner"]
    assert "hidden_by_source" in {row["why"] for row in hidden}
    assert faults(found) == []


def test_what_leads_to_a_partner_that_was_removed_is_missing_and_its_reviews_are_not_joint_ones(
    sqlite_store: Store,
) -> None:
    here = load_sample(sqlite_store, YOU, today=TODAY).id
    before = rows(package(sqlite_store, here, today=TODAY), "reviews")
    gone = next(str(row["partner_id"]) for row in before if row["partner_id"])
    seen = partners.held_by(sqlite_store, YOU, here, gone)
    partners.remove_partner(sqlite_store, YOU, here, gone, seen=seen, reason="It never took part.")
    found = package(sqlite_store, here, today=TODAY)
    assert faults(found) == []
    after = rows(found, "reviews")
    assert [row["review_id"] for row in before if row["partner_id"] != gone] == [row["review_id"] for row in after]
    assert len(after) < len(before)


def test_an_initiative_without_anything_has_all_its_tables(store: Store, sample: Package) -> None:
    made = initiatives.create_initiative(store, YOU, name="=Made-up compact")
    found = package(store, made.id, today=TODAY)
    assert [each.name for each in found.tables] == [each.name for each in sample.tables]
    assert faults(found) == []


def test_the_archive_says_what_of_the_screens_is_not_in_it(sample: Package) -> None:
    (said,) = [line for line in sample.lines if line.startswith("Not in these tables:")]
    for left_out in ("comments", "internal consistency", "changes between rounds", "what was changed when"):
        assert left_out in said


def test_who_may_not_see_an_initiative_gets_no_tables_of_it(store: Store) -> None:
    made = initiatives.create_initiative(store, YOU, name="Made-up compact")
    with pytest.raises(NotAllowed):
        tables(store, made.id, today=TODAY, person=Person("other", "Somebody"))
    with pytest.raises(NotFound):
        tables(store, "nowhere", today=TODAY)
