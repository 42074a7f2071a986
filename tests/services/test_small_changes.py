"""A warning before a few answers join or leave a group that was shown: the rule of the import, wherever it happens."""

from __future__ import annotations

import pytest

from collab.model import YOU, Mode, Partner, RoundState
from collab.services import importing, partners, rounds, small_changes
from collab.services.importing import Outcome
from collab.store import Store
from tests.services.contents import Row, a_content, bring, preview

K = 5


def people(name: str, count: int, code: int = 1, start: int = 0) -> list[Row]:
    return [(name, f"R_{name[-3:]}{number:04d}", code) for number in range(start, start + count)]


def named(store: Store, outcome: Outcome, name: str) -> Partner:
    cards = partners.partners_of(store, outcome.initiative_id or "")
    return next(card.partner for card in cards if card.partner.name == name)


def of_one_sheet(store: Store, outcome: Outcome, name: str) -> str | None:
    return small_changes.of_one_sheet(store, outcome.round_id or "", named(store, outcome, name).id)


def test_one_sheet_more_or_less_is_warned_about_in_the_words_of_the_import(store: Store) -> None:
    outcome = bring(store, a_content([*people("D one", K), *people("C two", K - 1)]))
    told = of_one_sheet(store, outcome, "D one")
    more = preview(store, a_content([*people("D one", K + 1), *people("C two", K - 1)]), file_name="b")
    assert [str(warning) for warning in more.warnings] == [told]
    assert told is not None
    assert told.startswith(f"Fewer than {K} people would be added to (or leave) a group that is already shown: “D one”")
    assert of_one_sheet(store, outcome, "C two") is None


def test_nothing_is_given_away_before_figures_were_seen_or_where_answers_are_attributed(store: Store) -> None:
    outcome = bring(store, a_content([("D one", None, 1)]), mode=Mode.TEAM)
    assert of_one_sheet(store, outcome, "D one") is None


def test_a_round_that_was_shown_once_counts_as_shown_though_it_is_open_again(store: Store) -> None:
    outcome = bring(store, a_content(people("D one", K)))
    present = rounds.get_round(store, outcome.round_id or "")
    rounds.change_round(store, YOU, present.id, version=present.version, state=RoundState.OPEN)
    assert of_one_sheet(store, outcome, "D one") is not None


@pytest.mark.parametrize(("more", "warns"), [(K - 1, True), (K, False)], ids=["few", "enough"])
def test_undoing_an_import_of_a_few_is_warned_about(store: Store, more: int, warns: bool) -> None:
    bring(store, a_content(people("D one", K)))
    later = bring(store, a_content(people("D one", more, code=3, start=K)), file_name="b", shape="b")
    told = small_changes.of_undoing_an_import(store, later.import_id or "")
    assert (told is not None) is warns
    importing.undo_import(store, YOU, later.import_id or "")
    assert small_changes.of_undoing_an_import(store, later.import_id or "") is None


def test_undoing_brings_a_few_back_that_the_import_took_away(store: Store) -> None:
    rows = [("D one", None, code) for code in (0, 0, 1, 1, 2, 2, 3)]
    bring(store, a_content(rows))
    fewer = bring(store, a_content(rows[:5]), file_name="b", answers={"existing_rows": "replace"})
    assert fewer.effect.removed == 2
    told = small_changes.of_undoing_an_import(store, fewer.import_id or "")
    assert told is not None
    assert "“D one”" in told


def test_undoing_a_first_import_takes_whole_groups_away(store: Store) -> None:
    outcome = bring(store, a_content([*people("D one", K), *people("C two", 2)]))
    assert small_changes.of_undoing_an_import(store, outcome.import_id or "") is None


def test_taking_a_merge_apart_is_warned_about_where_one_side_is_small(store: Store) -> None:
    outcome = bring(store, a_content([*people("D one", K), *people("D onne", 2), *people("D two", K)]))
    one, few, two = (named(store, outcome, name) for name in ("D one", "D onne", "D two"))
    small = partners.merge_partners(store, YOU, keep=one.id, merged=few.id)
    (told,) = small_changes.of_undoing_a_change(store, small.id)
    assert "only 2 answer sheets" in told
    partners.undo_merge(store, YOU, small.id)
    large = partners.merge_partners(store, YOU, keep=one.id, merged=two.id)
    assert small_changes.of_undoing_a_change(store, large.id) == ()


def test_bringing_a_small_group_back_beside_others_is_warned_about(store: Store) -> None:
    outcome = bring(store, a_content(people("D one", 2)))
    here, district = outcome.initiative_id or "", named(store, outcome, "D one")
    seen = partners.held_by(store, YOU, here, district.id)
    change = partners.remove_partner(
        store, YOU, here, district.id, seen=seen, reason="wrong file", round_id=outcome.round_id
    )
    assert small_changes.of_undoing_a_change(store, change.id) == ()
    bring(store, a_content(people("D one", K, start=10)), file_name="b")
    (told,) = small_changes.of_undoing_a_change(store, change.id)
    assert "“D one”" in told


def test_a_person_who_moves_between_shown_groups_is_warned_about_both_ways(store: Store) -> None:
    bring(store, a_content([*people("D one", K + 1), *people("C two", K + 1)]))
    corrected = [("C two", given, code) for _, given, code in people("D one", 1)]
    rows = [*corrected, *people("D one", K, start=1), *people("C two", K + 1)]
    fuller = preview(store, a_content(rows), file_name="b")
    assert fuller.effect is not None
    assert (fuller.effect.added, fuller.effect.changed) == (0, 1)
    (told,) = fuller.warnings
    assert told.found.startswith(f"Fewer than {K} people would be added to (or leave) a group that is already shown")
    assert ("“D one”" in told.found, "“C two”" in told.found) == (True, True)
    saved = importing.save(store, YOU, fuller)
    undoing = small_changes.of_undoing_an_import(store, saved.import_id or "")
    assert undoing is not None
    assert ("“D one”" in undoing, "“C two”" in undoing) == (True, True)


def test_a_group_that_somebody_leaves_is_named_though_the_file_does_not_speak_of_it(store: Store) -> None:
    bring(store, a_content([*people("D one", K), *people("C two", 1)]))
    moved = [("C two", given, code) for _, given, code in people("D one", 1)]
    seen = preview(store, a_content([*moved, *people("C two", 1)]), file_name="b")
    assert any("a group that is already shown: “D one”" in warning.found for warning in seen.warnings)
