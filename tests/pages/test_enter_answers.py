"""Enter answers: whose sheet, the grid, saving, mending and removing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from collab.framework import DEFAULT_INSTRUMENT
from collab.model import YOU, Initiative, Instrument, Mode, Partner, Round, RoundState, ScalePoint, Sector
from collab.services.answers import AnswerSheet, answer_sheets, enter_answers, mend_answers
from collab.services.drafts import draft_of, keep_draft, subject_of
from collab.services.initiatives import create_initiative
from collab.services.partners import add_partner, merge_partners
from collab.services.rounds import change_round, create_round, get_round, instrument_of
from collab.store import Store
from collab.ui import keys
from collab.ui.answers_grid import choices_of, numbered, ticked_only
from collab.ui.answers_mend import kept_marks
from tests.factories import readiness_instrument
from tests.pages.conftest import Visit


@pytest.fixture
def initiative(store: Store) -> Initiative:
    return create_initiative(store, YOU, name="Made-up compact")


@pytest.fixture
def partner(store: Store, initiative: Initiative) -> Partner:
    return add_partner(store, YOU, initiative.id, name="Harbor Light", sector=Sector.CHARTER)


def new_round(store: Store, initiative: Initiative, *, mode: Mode | None, state: RoundState = RoundState.OPEN) -> Round:
    return create_round(
        store,
        YOU,
        initiative.id,
        label="Baseline",
        instrument_key=DEFAULT_INSTRUMENT,
        mode=mode,
        state=state,
    )


def all_agree(instrument: Instrument) -> dict[str, str]:
    return dict.fromkeys(instrument.factor_keys, "agree")


def pressed(screen: object, label: str) -> None:
    next(button for button in screen.button if button.label == label).click().run()  # type: ignore[attr-defined]


def test_the_mode_of_a_round_is_settled_first(store: Store, initiative: Initiative, visit: Visit) -> None:
    round_ = new_round(store, initiative, mode=None)
    screen = visit("enter_answers", initiative=initiative.id, round=round_.id)
    screen.radio[0].set_value(Mode.TEAM)
    screen.form_submit_button[0].click().run()
    assert not screen.exception
    assert get_round(store, round_.id).mode is Mode.TEAM


def test_a_partner_of_the_address_is_chosen(
    store: Store, initiative: Initiative, partner: Partner, visit: Visit
) -> None:
    round_ = new_round(store, initiative, mode=Mode.INDIVIDUAL)
    screen = visit("enter_answers", initiative=initiative.id, round=round_.id, partner=partner.id)
    assert not screen.exception
    chosen = next(box for box in screen.selectbox if box.label == "Partner")
    assert chosen.value == partner.id
    assert {"Save", "Save and enter the next sheet"} <= {button.label for button in screen.button}


def begin(store: Store, round_: Round, partner: Partner, ratings: dict[str, str], **comments: str) -> str:
    """Begin a sheet in another window, as it were; the subject of its draft."""
    subject = subject_of("answers", round_.id, partner.id)
    present = draft_of(store, YOU, subject)
    content = {"ratings": ratings, "comments": comments}
    keep_draft(store, YOU, subject, content, follows=present.id if present else None)
    return subject


def test_a_sheet_that_was_begun_is_shown_said_and_saved(
    store: Store, initiative: Initiative, partner: Partner, visit: Visit
) -> None:
    round_ = new_round(store, initiative, mode=Mode.INDIVIDUAL)
    instrument = instrument_of(store, round_.id)
    subject = begin(store, round_, partner, all_agree(instrument), **{"purpose.vision": "A stain"})
    screen = visit("enter_answers", initiative=initiative.id, round=round_.id, partner=partner.id)
    assert "You had begun this sheet on" in screen.info[0].value
    assert "it is shown here, not yet saved" in screen.info[0].value
    pressed(screen, "Save")
    assert not screen.exception
    (sheet,) = answer_sheets(store, YOU, round_.id, partner.id)
    assert sheet.ratings == all_agree(instrument)
    assert sheet.comments == {"purpose.vision": "A stain"}
    assert draft_of(store, YOU, subject) is None
    assert "is saved" in screen.success[0].value
    assert not screen.info


def test_a_comment_is_kept_as_soon_as_it_is_written(
    store: Store, initiative: Initiative, partner: Partner, visit: Visit
) -> None:
    round_ = new_round(store, initiative, mode=Mode.INDIVIDUAL)
    screen = visit("enter_answers", initiative=initiative.id, round=round_.id, partner=partner.id)
    screen.text_area[0].set_value("Came by post").run()
    found = draft_of(store, YOU, subject_of("answers", round_.id, partner.id))
    assert found is not None
    assert found.content == {"ratings": {}, "comments": {"": "Came by post"}}
    assert not screen.info
    screen.text_area[0].set_value("").run()
    assert draft_of(store, YOU, found.subject) is None


def test_what_is_thrown_away_can_be_brought_back(
    store: Store, initiative: Initiative, partner: Partner, visit: Visit
) -> None:
    round_ = new_round(store, initiative, mode=Mode.INDIVIDUAL)
    subject = begin(store, round_, partner, {"purpose.vision": "agree"})
    screen = visit("enter_answers", initiative=initiative.id, round=round_.id, partner=partner.id)
    pressed(screen, "Throw it away")
    assert draft_of(store, YOU, subject) is None
    assert not screen.info
    pressed(screen, "Bring it back")
    found = draft_of(store, YOU, subject)
    assert found is not None
    assert found.content["ratings"] == {"purpose.vision": "agree"}
    assert not screen.exception


def test_two_windows_are_shown_side_by_side_until_one_is_chosen(
    store: Store, initiative: Initiative, partner: Partner, visit: Visit
) -> None:
    round_ = new_round(store, initiative, mode=Mode.INDIVIDUAL)
    subject = begin(store, round_, partner, {"purpose.vision": "agree"})
    screen = visit("enter_answers", initiative=initiative.id, round=round_.id, partner=partner.id)
    begin(store, round_, partner, {"purpose.vision": "disagree"})
    screen.text_area[0].set_value("Typed here").run()
    assert "Another window went on with this sheet" in screen.warning[0].value
    table = screen.table[0].value
    assert dict(zip(table["What"], zip(table["In this window"], table["In the other"], strict=True), strict=True)) == {
        "2\\. Vision of the collaboration": ("Agree", "Disagree"),
        "Comment on the whole sheet": ("Typed here", "nothing"),
    }
    assert not [button for button in screen.button if button.label.startswith("Save")]
    pressed(screen, "Go on with what is here")
    found = draft_of(store, YOU, subject)
    assert found is not None
    assert found.content == {"ratings": {"purpose.vision": "agree"}, "comments": {"": "Typed here"}}
    assert not screen.warning


def test_what_could_not_be_kept_is_not_overwritten_by_another_window(
    store: Store, initiative: Initiative, partner: Partner, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_ = new_round(store, initiative, mode=Mode.INDIVIDUAL)
    screen = visit("enter_answers", initiative=initiative.id, round=round_.id, partner=partner.id)
    with monkeypatch.context() as tight:
        tight.setattr("collab.services.drafts.LONGEST", 10)
        screen.text_area[0].set_value("much more").run()
    assert "What you typed last is not kept" in screen.error[0].value
    begin(store, round_, partner, {"purpose.vision": "disagree"})
    screen.run()
    assert "Another window went on with this sheet" in screen.warning[0].value
    assert screen.text_area[0].value == "much more"


def test_what_the_other_window_has_can_be_taken(
    store: Store, initiative: Initiative, partner: Partner, visit: Visit
) -> None:
    round_ = new_round(store, initiative, mode=Mode.INDIVIDUAL)
    subject = begin(store, round_, partner, {"purpose.vision": "agree"})
    screen = visit("enter_answers", initiative=initiative.id, round=round_.id, partner=partner.id)
    begin(store, round_, partner, {"purpose.vision": "disagree"})
    pressed(screen, "Save")
    assert answer_sheets(store, YOU, round_.id, partner.id) == ()
    pressed(screen, "Take what the other window has")
    pressed(screen, "Save")
    (sheet,) = answer_sheets(store, YOU, round_.id, partner.id)
    assert (sheet.ratings or {})["purpose.vision"] == "disagree"
    assert draft_of(store, YOU, subject) is None


def test_a_sheet_that_another_window_saved_is_not_saved_again_unasked(
    store: Store, initiative: Initiative, partner: Partner, visit: Visit
) -> None:
    round_ = new_round(store, initiative, mode=Mode.INDIVIDUAL)
    subject = begin(store, round_, partner, {"purpose.vision": "agree"})
    screen = visit("enter_answers", initiative=initiative.id, round=round_.id, partner=partner.id)
    begun = draft_of(store, YOU, subject)
    enter_answers(store, YOU, round_.id, partner.id, {"purpose.vision": "agree"}, draft=begun.id if begun else None)
    pressed(screen, "Save")
    assert "saved this sheet or threw it away" in screen.warning[0].value
    assert len(answer_sheets(store, YOU, round_.id, partner.id)) == 1
    pressed(screen, "Start with a blank one")
    assert not screen.warning
    assert not screen.exception


@pytest.mark.parametrize("state", [RoundState.OPEN, RoundState.CLOSED], ids=["handed in", "closed"])
def test_what_can_no_longer_be_saved_is_told_and_shown(
    store: Store, initiative: Initiative, partner: Partner, visit: Visit, state: RoundState
) -> None:
    round_ = new_round(store, initiative, mode=Mode.TEAM, state=state)
    subject = begin(store, round_, partner, {"purpose.vision": "agree"})
    if state is RoundState.OPEN:
        enter_answers(store, YOU, round_.id, partner.id, all_agree(instrument_of(store, round_.id)))
    screen = visit("enter_answers", initiative=initiative.id, round=round_.id, partner=partner.id)
    assert "What you typed on this sheet is not saved" in screen.warning[0].value
    assert list(screen.table[0].value["Typed"]) == ["Agree"]
    pressed(screen, "Throw it away")
    assert draft_of(store, YOU, subject) is None
    assert not screen.warning
    assert not screen.exception


def test_an_empty_sheet_is_refused_in_a_sentence(
    store: Store, initiative: Initiative, partner: Partner, visit: Visit
) -> None:
    round_ = new_round(store, initiative, mode=Mode.INDIVIDUAL)
    screen = visit("enter_answers", initiative=initiative.id, round=round_.id, partner=partner.id)
    pressed(screen, "Save")
    assert not screen.exception
    assert screen.error
    assert answer_sheets(store, YOU, round_.id, partner.id) == ()


def test_a_team_round_takes_one_sheet_and_offers_to_mend_it(
    store: Store, initiative: Initiative, partner: Partner, visit: Visit
) -> None:
    round_ = new_round(store, initiative, mode=Mode.TEAM)
    enter_answers(store, YOU, round_.id, partner.id, all_agree(instrument_of(store, round_.id)))
    screen = visit("enter_answers", initiative=initiative.id, round=round_.id, partner=partner.id)
    assert not screen.exception
    assert "takes one for each partner" in screen.info[0].value
    shown = {button.label for button in screen.button}
    assert "Mend" in shown
    assert "Save" not in shown


def test_a_sheet_is_mended_with_a_reason(store: Store, initiative: Initiative, partner: Partner, visit: Visit) -> None:
    round_ = new_round(store, initiative, mode=Mode.TEAM)
    instrument = instrument_of(store, round_.id)
    sheet = enter_answers(store, YOU, round_.id, partner.id, all_agree(instrument))
    screen = visit("enter_answers", initiative=initiative.id, round=round_.id, partner=partner.id)
    pressed(screen, "Mend")
    assert screen.session_state[keys.MENDING] == sheet.id
    reason = next(field for field in screen.text_input if field.label == "Why is it mended?")
    reason.set_value("A misread tick")
    pressed(screen, "Save the mended sheet")
    assert not screen.exception
    (mended,) = answer_sheets(store, YOU, round_.id, partner.id)
    assert mended.version > sheet.version


def test_a_closed_round_takes_no_sheet(store: Store, initiative: Initiative, partner: Partner, visit: Visit) -> None:
    round_ = new_round(store, initiative, mode=Mode.TEAM, state=RoundState.CLOSED)
    screen = visit("enter_answers", initiative=initiative.id, round=round_.id, partner=partner.id)
    assert not screen.exception
    assert "closed" in screen.info[0].value


def test_a_sheet_that_is_begun_is_remembered_beside_another_partner(
    store: Store, initiative: Initiative, partner: Partner, visit: Visit
) -> None:
    round_ = new_round(store, initiative, mode=Mode.INDIVIDUAL)
    other = add_partner(store, YOU, initiative.id, name="East*port*", sector=Sector.DISTRICT)
    begin(store, round_, other, {"purpose.vision": "agree"})
    screen = visit("enter_answers", initiative=initiative.id, round=round_.id, partner=partner.id)
    assert not screen.exception
    pressed(screen, next(button.label for button in screen.button if r"of East\*port\*, begun on" in button.label))
    assert screen.query_params["partner"] == other.id
    assert "You had begun this sheet" in screen.info[0].value


def test_who_was_begun_is_said_before_anybody_is_chosen(
    store: Store, initiative: Initiative, partner: Partner, visit: Visit
) -> None:
    round_ = new_round(store, initiative, mode=Mode.TEAM)
    begin(store, round_, partner, {"purpose.vision": "agree"})
    screen = visit("enter_answers", initiative=initiative.id)
    assert screen.info[0].value.startswith("1 sheet is begun, not saved.")
    assert "Harbor Light (Charter, begun)" in next(box for box in screen.selectbox if box.label == "Partner").options
    pressed(screen, next(button.label for button in screen.button if button.label.startswith("Go on with")))
    assert "Harbor Light (Charter)" in next(box for box in screen.selectbox if box.label == "Partner").options
    assert "You had begun this sheet" in screen.info[0].value


def test_a_round_that_takes_answers_is_opened_unless_the_address_names_another(
    store: Store, initiative: Initiative, partner: Partner, visit: Visit
) -> None:
    shown = new_round(store, initiative, mode=Mode.TEAM)
    enter_answers(store, YOU, shown.id, partner.id, all_agree(instrument_of(store, shown.id)))
    shown = change_round(store, YOU, shown.id, version=get_round(store, shown.id).version, state=RoundState.REVEALED)
    fresh = create_round(store, YOU, initiative.id, label="Autumn", instrument_key=DEFAULT_INSTRUMENT, mode=Mode.TEAM)
    screen = visit("readiness", initiative=initiative.id)
    assert screen.query_params["round"] == shown.id
    screen.switch_page("pages/enter_answers.py")
    screen.query_params.clear()
    screen.run()
    assert screen.query_params["round"] == fresh.id
    screen.query_params["round"] = shown.id
    screen.run()
    assert screen.query_params["round"] == shown.id
    assert not screen.exception


def test_a_sheet_of_a_partner_that_is_gone_can_be_let_go(
    store: Store, initiative: Initiative, partner: Partner, visit: Visit
) -> None:
    round_ = new_round(store, initiative, mode=Mode.INDIVIDUAL)
    gone = add_partner(store, YOU, initiative.id, name="Harbour Light", sector=Sector.CHARTER)
    subject = begin(store, round_, gone, {"purpose.vision": "agree"})
    begin(store, round_, partner, {"purpose.vision": "disagree"})
    merge_partners(store, YOU, keep=partner.id, merged=gone.id)
    screen = visit("enter_answers", initiative=initiative.id, round=round_.id)
    assert any("no longer takes part here" in caption.value for caption in screen.caption)
    pressed(screen, "Throw it away")
    assert not screen.exception
    assert draft_of(store, YOU, subject) is None


def test_what_is_mended_is_kept_until_it_is_saved(
    store: Store, initiative: Initiative, partner: Partner, visit: Visit
) -> None:
    round_ = new_round(store, initiative, mode=Mode.TEAM)
    sheet = enter_answers(store, YOU, round_.id, partner.id, all_agree(instrument_of(store, round_.id)))
    screen = visit("enter_answers", initiative=initiative.id, round=round_.id, partner=partner.id)
    pressed(screen, "Mend")
    next(field for field in screen.text_input if field.label == "Why is it mended?").set_value("A misread tick").run()
    again = visit("enter_answers", initiative=initiative.id, round=round_.id, partner=partner.id)
    assert any("You had begun to mend it on" in text.value.replace("\\", "") for text in again.markdown)
    pressed(again, "Go on mending")
    assert "You had begun this mended sheet" in again.info[0].value
    pressed(again, "Save the mended sheet")
    assert not again.exception
    assert draft_of(store, YOU, subject_of("mend", sheet.id)) is None
    assert answer_sheets(store, YOU, round_.id, partner.id)[0].mended


def test_a_sheet_that_was_changed_since_it_was_begun_to_be_mended_is_not_overwritten(
    store: Store, initiative: Initiative, partner: Partner, visit: Visit
) -> None:
    round_ = new_round(store, initiative, mode=Mode.TEAM)
    sheet = enter_answers(store, YOU, round_.id, partner.id, all_agree(instrument_of(store, round_.id)))
    screen = visit("enter_answers", initiative=initiative.id, round=round_.id, partner=partner.id)
    pressed(screen, "Mend")
    next(field for field in screen.text_input if field.label == "Why is it mended?").set_value("A misread tick").run()
    mend_answers(store, YOU, sheet.id, version=1, ratings={"purpose.vision": "disagree"}, reason="by somebody else")
    again = visit("enter_answers", initiative=initiative.id, round=round_.id, partner=partner.id)
    pressed(again, "Go on mending")
    assert "was changed since" in again.info[0].value
    pressed(again, "Save the mended sheet")
    assert "Somebody else changed" in again.error[0].value
    assert answer_sheets(store, YOU, round_.id, partner.id)[0].version == 2
    pressed(again, "Throw it away")
    assert not again.info
    assert not again.exception


def test_rows_are_numbered_through_all_dimensions(store: Store, initiative: Initiative) -> None:
    instrument = instrument_of(store, new_round(store, initiative, mode=Mode.TEAM).id)
    assert list(numbered(instrument).values()) == list(range(1, 18))
    assert list(numbered(instrument)) == [each.key for part in instrument.dimensions for each in part.factors]


def test_only_what_the_instrument_offers_counts_as_ticked(store: Store, initiative: Initiative) -> None:
    instrument = instrument_of(store, new_round(store, initiative, mode=Mode.TEAM).id)
    first, second, third, *_ = instrument.factor_keys
    given = {first: "agree", second: "<script>", third: 4, "made.up": "agree"}
    assert ticked_only(instrument, given) == {first: "agree"}


def test_number_keys_are_those_of_the_scale(store: Store, initiative: Initiative) -> None:
    instrument = instrument_of(store, new_round(store, initiative, mode=Mode.TEAM).id)
    assert [choice["keys"] for choice in choices_of(instrument)] == [["1"], ["2"], ["3"], ["4"], ["n", "0"]]


@pytest.mark.parametrize(
    ("scores", "keys_to_press"),
    [((1, 2, 3, 4), "1234n0"), ((0, 1, 2, 3), "1234n0"), ((-2, -1, 0, 1, 2), "12345n0"), (range(11), "123456789abn0")],
    ids=["from one", "from nothing", "around nothing", "eleven points"],
)
def test_each_choice_has_a_key_of_its_own(scores: Iterable[int], keys_to_press: str) -> None:
    scale = tuple(ScalePoint(f"p{score}", str(score), score) for score in scores)
    instrument = replace(readiness_instrument(), scale=scale)
    assert "".join(key for choice in choices_of(instrument) for key in choice["keys"]) == keys_to_press


def test_mending_keeps_marks_that_the_grid_cannot_show() -> None:
    from datetime import UTC, datetime

    sheet = AnswerSheet(
        "s", "r", "p", 1, False, datetime.now(UTC), {"a": "unreadable", "b": "agree", "c": "not_asked"}, {}
    )
    assert kept_marks(sheet) == {"a": "unreadable", "c": "not_asked"}
