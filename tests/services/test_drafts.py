"""Drafts: kept, found again, nobody else's; not fought over by two windows; gone with what they are about."""

from __future__ import annotations

import threading

import pytest

from collab.errors import NotAllowed, NotFound, StaleVersion
from collab.model import YOU, Mode, Partner, Person, Round, Sector
from collab.services import answers, importing, initiatives, maintenance, partners, rounds
from collab.services import drafts as service
from collab.services.drafts import Draft, draft_of, drafts_under, drop_draft, keep_draft, subject_of
from collab.services.importing import Outcome
from collab.services.partner_changes import PartnerChange
from collab.services.permissions import Action
from collab.store import Store, drafts, responses
from collab.store.integrity import dump
from collab.store.keys import new_key
from collab.store.unit import Unit
from tests.services.contents import HERE, INSTRUMENT, a_content, bring

AGREE = dict.fromkeys(INSTRUMENT.factor_keys, "agree")
BEGUN = {"ratings": {"purpose.problem": "agree"}, "comments": {"": "A coffee stain; “quoted” – ok?"}}
MORE = {"ratings": {"purpose.problem": "agree", "purpose.vision": "disagree"}, "comments": {}}
STRANGER = Person("somebody", "Somebody")


@pytest.fixture
def round_(store: Store) -> Round:
    """An open round of individual answers."""
    made = initiatives.create_initiative(store, YOU, name=HERE.initiative)
    mode = Mode.INDIVIDUAL
    return rounds.create_round(store, YOU, made.id, label="Paper", instrument_key=INSTRUMENT.key, mode=mode)


@pytest.fixture
def partner(store: Store, round_: Round) -> Partner:
    return partners.add_partner(store, YOU, round_.initiative_id, name="Harbor Light", sector=Sector.CHARTER)


@pytest.fixture
def subject(round_: Round, partner: Partner) -> str:
    return subject_of("answers", round_.id, partner.id)


def rows(store: Store) -> int:
    return len(store.read(dump)["draft"])


def test_what_is_typed_is_found_again_and_replaced_by_what_is_typed_next(store: Store, subject: str) -> None:
    assert draft_of(store, YOU, subject) is None
    first = keep_draft(store, YOU, subject, BEGUN, follows=None, based_on_version=3)
    assert draft_of(store, YOU, subject) == first
    assert (first.content, first.based_on_version) == (BEGUN, 3)
    second = keep_draft(store, YOU, subject, MORE, follows=first.id)
    found = draft_of(store, YOU, subject)
    assert found == second
    assert second.saved_at >= first.saved_at
    assert rows(store) == 1


def test_nobody_sees_or_meets_the_draft_of_another(store: Store, subject: str) -> None:
    with store.writing(STRANGER) as unit:
        key = new_key()
        drafts.put(unit, STRANGER.key, subject, key=key, content=MORE, based_on_version=None)
    assert draft_of(store, YOU, subject) is None
    assert drafts_under(store, YOU, *subject.split(":")[:2]) == ()
    mine = keep_draft(store, YOU, subject, BEGUN, follows=None)
    drop_draft(store, YOU, subject, follows=mine.id)
    theirs = store.read(lambda unit: drafts.find(unit, STRANGER.key, subject))
    assert theirs is not None
    assert theirs.content == MORE


def test_whoever_may_not_save_the_form_may_not_keep_a_draft_of_it(store: Store, subject: str) -> None:
    with pytest.raises(NotAllowed):
        keep_draft(store, STRANGER, subject, BEGUN, follows=None)
    with pytest.raises(NotAllowed):
        draft_of(store, STRANGER, subject)
    with pytest.raises(NotAllowed):
        drop_draft(store, STRANGER, subject, follows=None)
    with pytest.raises(NotAllowed):
        drafts_under(store, STRANGER, "answers", "anything")


def test_every_kind_of_draft_says_what_it_permits() -> None:
    assert set(service._ACTIONS) == drafts.KINDS
    assert all(isinstance(action, Action) for action in service._ACTIONS.values())


def test_of_two_windows_the_second_is_told_and_nothing_is_overwritten(store: Store, subject: str) -> None:
    seen = keep_draft(store, YOU, subject, BEGUN, follows=None)
    other = keep_draft(store, YOU, subject, MORE, follows=seen.id)
    mine = {"ratings": {"purpose.problem": "disagree"}, "comments": {}}
    with pytest.raises(StaleVersion, match="Nothing was overwritten") as caught:
        keep_draft(store, YOU, subject, mine, follows=seen.id)
    assert (caught.value.mine, caught.value.theirs) == (mine, MORE)
    with pytest.raises(StaleVersion):
        drop_draft(store, YOU, subject, follows=seen.id)
    assert draft_of(store, YOU, subject) == other
    assert keep_draft(store, YOU, subject, mine, follows=other.id).content == mine


def test_two_windows_with_the_same_text_do_not_fight(store: Store, subject: str) -> None:
    first = keep_draft(store, YOU, subject, BEGUN, follows=None)
    assert keep_draft(store, YOU, subject, BEGUN, follows=None) == first


def test_a_window_learns_that_another_one_saved_or_threw_away(store: Store, subject: str) -> None:
    seen = keep_draft(store, YOU, subject, BEGUN, follows=None)
    drop_draft(store, YOU, subject, follows=seen.id)
    drop_draft(store, YOU, subject, follows=seen.id)
    with pytest.raises(StaleVersion, match="saved or threw away") as caught:
        keep_draft(store, YOU, subject, MORE, follows=seen.id)
    assert caught.value.theirs == {}


def test_of_windows_that_type_at_once_one_wins_and_the_others_are_told(store: Store, subject: str) -> None:
    told: list[StaleVersion] = []
    start = threading.Barrier(6)

    def type_in(number: int) -> None:
        start.wait()
        try:
            keep_draft(store, YOU, subject, {"text": str(number)}, follows=None)
        except StaleVersion as stale:
            told.append(stale)

    windows = [threading.Thread(target=type_in, args=(number,)) for number in range(6)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    assert (len(told), rows(store)) == (5, 1)


def test_the_sheets_begun_in_a_round_are_listed_the_latest_last(store: Store, round_: Round, partner: Partner) -> None:
    other = partners.add_partner(store, YOU, round_.initiative_id, name="Eastport", sector=Sector.DISTRICT)
    later = rounds.create_round(
        store, YOU, round_.initiative_id, label="Later", instrument_key=INSTRUMENT.key, mode=Mode.TEAM
    )
    subjects = [subject_of("answers", round_.id, each.id) for each in (other, partner)]
    for each in (*subjects, subject_of("answers", later.id, partner.id)):
        keep_draft(store, YOU, each, BEGUN, follows=None)
    assert [draft.subject for draft in drafts_under(store, YOU, "answers", round_.id)] == subjects


def test_a_save_takes_the_draft_with_it(store: Store, round_: Round, partner: Partner, subject: str) -> None:
    begun = keep_draft(store, YOU, subject, BEGUN, follows=None)
    with pytest.raises(NotAllowed, match="Nothing was answered"):
        answers.enter_answers(store, YOU, round_.id, partner.id, {}, draft=begun.id)
    assert draft_of(store, YOU, subject) == begun
    answers.enter_answers(store, YOU, round_.id, partner.id, AGREE, draft=begun.id)
    assert draft_of(store, YOU, subject) is None


def test_one_sheet_of_paper_is_not_saved_from_two_windows(
    store: Store, round_: Round, partner: Partner, subject: str
) -> None:
    seen = keep_draft(store, YOU, subject, BEGUN, follows=None)
    answers.enter_answers(store, YOU, round_.id, partner.id, AGREE, draft=seen.id)
    with pytest.raises(StaleVersion):
        answers.enter_answers(store, YOU, round_.id, partner.id, AGREE, draft=seen.id)
    assert len(answers.answer_sheets(store, YOU, round_.id, partner.id)) == 1


def test_a_save_throws_away_nothing_that_another_window_typed(
    store: Store, round_: Round, partner: Partner, subject: str
) -> None:
    seen = keep_draft(store, YOU, subject, BEGUN, follows=None)
    keep_draft(store, YOU, subject, MORE, follows=seen.id)
    with pytest.raises(StaleVersion):
        answers.enter_answers(store, YOU, round_.id, partner.id, AGREE, draft=seen.id)
    assert answers.answer_sheets(store, YOU, round_.id, partner.id) == ()
    found = draft_of(store, YOU, subject)
    assert found is not None
    assert found.content == MORE


def test_mending_uses_its_draft_up_and_removing_the_sheet_takes_it_along(
    store: Store, round_: Round, partner: Partner
) -> None:
    sheet = answers.enter_answers(store, YOU, round_.id, partner.id, AGREE)
    mending = subject_of("mend", sheet.id)
    begun = keep_draft(store, YOU, mending, MORE, follows=None, based_on_version=sheet.version)
    mended = answers.mend_answers(
        store, YOU, sheet.id, version=1, ratings=MORE["ratings"], reason="misread", draft=begun.id
    )
    assert draft_of(store, YOU, mending) is None
    keep_draft(store, YOU, mending, BEGUN, follows=None, based_on_version=mended.version)
    answers.remove_answers(store, YOU, sheet.id, version=mended.version, reason="twice")
    assert rows(store) == 0


def test_a_draft_about_nothing_cannot_be_kept(store: Store, round_: Round, partner: Partner) -> None:
    for ids in ((new_key(), partner.id), (round_.id, new_key()), (round_.id,)):
        with pytest.raises(NotFound, match="does not exist any more"):
            keep_draft(store, YOU, subject_of("answers", *ids), BEGUN, follows=None)


def test_a_draft_that_is_too_long_is_refused_in_a_sentence(store: Store, subject: str) -> None:
    with pytest.raises(NotAllowed, match="too long"):
        keep_draft(store, YOU, subject, {"text": "x" * service.LONGEST}, follows=None)


def test_a_deleted_round_takes_its_drafts_and_only_those(store: Store, round_: Round, partner: Partner) -> None:
    later = rounds.create_round(
        store, YOU, round_.initiative_id, label="Later", instrument_key=INSTRUMENT.key, mode=Mode.TEAM
    )
    for each in (round_, later):
        keep_draft(store, YOU, subject_of("answers", each.id, partner.id), BEGUN, follows=None)
    rounds.delete_round(store, YOU, round_.id, typed_label="Paper")
    assert [row["subject"] for row in store.read(dump)["draft"]] == [subject_of("answers", later.id, partner.id)]
    assert maintenance.check(store) == ()


def test_a_deleted_initiative_leaves_no_draft_of_anybody(store: Store, round_: Round, subject: str) -> None:
    keep_draft(store, YOU, subject, {"text": "nearly unspeakable"}, follows=None)
    with store.writing(STRANGER) as unit:
        drafts.put(unit, STRANGER.key, subject, key=new_key(), content=BEGUN, based_on_version=None)
    initiatives.delete_initiative(store, YOU, round_.initiative_id, typed_name=HERE.initiative)
    assert rows(store) == 0
    assert maintenance.check(store) == ()
    if store.file is not None:
        assert b"nearly unspeakable" not in store.file.read_bytes()


def test_undoing_an_import_takes_the_drafts_of_what_it_had_made(store: Store) -> None:
    outcome = bring(store, a_content([("D one", "R_0000001", 1)]))
    round_id = outcome.round_id or ""
    (card,) = partners.partners_of(store, outcome.initiative_id or "")
    keep_draft(store, YOU, subject_of("answers", round_id, card.partner.id), BEGUN, follows=None)
    importing.undo_import(store, YOU, outcome.import_id or "")
    assert rows(store) == 0
    assert maintenance.check(store) == ()


def begin_to_mend(store: Store, outcome: Outcome) -> Draft:
    (held,) = store.read(lambda unit: responses.held_in(unit, outcome.round_id or ""))
    return keep_draft(store, YOU, subject_of("mend", held.id), BEGUN, follows=None, based_on_version=1)


def test_undoing_an_import_leaves_what_somebody_mends_on_a_sheet_that_stays(store: Store) -> None:
    bring(store, a_content([("D one", "R_0000001", 1)]))
    changed = bring(store, a_content([("D one", "R_0000001", 2)]))
    begun = begin_to_mend(store, changed)
    importing.undo_import(store, YOU, changed.import_id or "")
    assert draft_of(store, YOU, begun.subject) == begun
    assert maintenance.check(store) == ()


@pytest.mark.parametrize("everywhere", [False, True], ids=["one round", "the initiative"])
def test_what_somebody_mends_on_a_removed_partner_s_sheet_is_there_after_the_undo(
    store: Store, everywhere: bool
) -> None:
    outcome = bring(store, a_content([("D one", "R_0000001", 1)]))
    begun = begin_to_mend(store, outcome)
    change = remove_partner(store, outcome, everywhere=everywhere)
    assert maintenance.check(store) == ()
    partners.undo_partner_change(store, YOU, change.id)
    assert draft_of(store, YOU, begun.subject) == begun


def test_what_somebody_mends_goes_when_the_removal_of_its_sheet_is_final(store: Store) -> None:
    outcome = bring(store, a_content([("D one", "R_0000001", 1)]))
    begin_to_mend(store, outcome)
    remove_partner(store, outcome, everywhere=False)
    rounds.delete_round(store, YOU, outcome.round_id or "", typed_label=HERE.round_label)
    assert rows(store) == 0


def remove_partner(store: Store, outcome: Outcome, *, everywhere: bool) -> PartnerChange:
    here = outcome.initiative_id or ""
    (card,) = partners.partners_of(store, here)
    seen = partners.held_by(store, YOU, here, card.partner.id)
    where = None if everywhere else outcome.round_id
    return partners.remove_partner(store, YOU, here, card.partner.id, seen=seen, reason="withdrew", round_id=where)


def test_an_import_that_takes_a_sheet_away_takes_what_was_mended_on_it(store: Store) -> None:
    first = bring(store, a_content([("D one", None, 1), ("D one", None, 2)]))
    for held in store.read(lambda unit: responses.held_in(unit, first.round_id or "")):
        keep_draft(store, YOU, subject_of("mend", held.id), BEGUN, follows=None, based_on_version=1)
    others = a_content([("D one", None, 1), ("D one", None, 3)])
    bring(store, others, file_name="b.xlsx", answers={"existing_rows": "replace"})
    assert rows(store) == 1
    assert maintenance.check(store) == ()


def test_a_sheet_begun_for_a_misspelt_partner_goes_on_as_the_right_one(
    store: Store, round_: Round, partner: Partner
) -> None:
    wrong = partners.add_partner(store, YOU, round_.initiative_id, name="Harbour Light", sector=Sector.CHARTER)
    keep_draft(store, YOU, subject_of("answers", round_.id, wrong.id), BEGUN, follows=None)
    partners.merge_partners(store, YOU, keep=partner.id, merged=wrong.id)
    (found,) = drafts_under(store, YOU, "answers", round_.id)
    assert (found.subject, found.content) == (subject_of("answers", round_.id, partner.id), BEGUN)


@pytest.mark.parametrize("parts", [("confirmation", "commit", ""), ("conclusion", "a round", "capacity")])
def test_what_a_misspelt_partner_was_about_to_say_goes_on_as_the_right_one_s(
    store: Store, round_: Round, partner: Partner, parts: tuple[str, str, str]
) -> None:
    kind, before, after = parts
    wrong = partners.add_partner(store, YOU, round_.initiative_id, name="Harbour Light", sector=Sector.CHARTER)

    def about(whose: Partner) -> str:
        return subject_of(kind, round_.initiative_id, before, whose.id, *([after] if after else []))

    keep_draft(store, YOU, about(wrong), {"typed": {"note": "Our board"}}, follows=None)
    partners.merge_partners(store, YOU, keep=partner.id, merged=wrong.id)
    (found,) = drafts_under(store, YOU, kind, round_.initiative_id)
    assert (found.subject, found.content) == (about(partner), {"typed": {"note": "Our board"}})


def test_a_merge_overwrites_no_sheet_that_is_begun(store: Store, round_: Round, partner: Partner, subject: str) -> None:
    wrong = partners.add_partner(store, YOU, round_.initiative_id, name="Harbour Light", sector=Sector.CHARTER)
    keep_draft(store, YOU, subject, MORE, follows=None)
    keep_draft(store, YOU, subject_of("answers", round_.id, wrong.id), BEGUN, follows=None)
    partners.merge_partners(store, YOU, keep=partner.id, merged=wrong.id)
    found = draft_of(store, YOU, subject)
    assert found is not None
    assert (found.content, rows(store)) == (MORE, 2)


def test_drafts_leave_no_line_in_the_history(store: Store, round_: Round, partner: Partner, subject: str) -> None:
    before = store.read(dump)["history"]
    begun = keep_draft(store, YOU, subject, BEGUN, follows=None)
    drop_draft(store, YOU, subject, follows=begun.id)
    assert store.read(dump)["history"] == before
    begun = keep_draft(store, YOU, subject, BEGUN, follows=None)
    answers.enter_answers(store, YOU, round_.id, partner.id, BEGUN["ratings"], BEGUN["comments"], draft=begun.id)
    lines = repr(store.read(dump)["history"])
    assert "purpose.problem" not in lines
    assert "coffee" not in lines


def test_neither_a_draft_nor_an_error_about_it_quotes_what_was_typed(store: Store, subject: str) -> None:
    seen = keep_draft(store, YOU, subject, BEGUN, follows=None)
    with pytest.raises(StaleVersion) as caught:
        keep_draft(store, YOU, subject, MORE, follows=None)
    assert "purpose" not in f"{seen!r} {caught.value!r}"


def test_check_finds_drafts_about_nothing(store: Store, round_: Round, subject: str) -> None:
    keep_draft(store, YOU, subject, BEGUN, follows=None)
    assert maintenance.check(store) == ()

    def about_nothing(unit: Unit) -> None:
        for lost in (subject_of("answers", round_.id, new_key()), "gone:forever"):
            drafts.put(unit, YOU.key, lost, key=new_key(), content=BEGUN, based_on_version=None)

    store.change(YOU, about_nothing)
    assert maintenance.check(store) == ("2 drafts are about something that does not exist.",)
