"""Enter answers: whose sheet, the grid, saving, mending and removing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from collab.framework import DEFAULT_INSTRUMENT
from collab.model import YOU, Initiative, Instrument, Mode, Partner, Round, RoundState, ScalePoint, Sector
from collab.services.answers import AnswerSheet, answer_sheets, enter_answers
from collab.services.initiatives import create_initiative
from collab.services.partners import add_partner
from collab.services.rounds import create_round, get_round, instrument_of
from collab.store import Store
from collab.ui import keys
from collab.ui.answers_grid import choices_of, ticked_only
from collab.ui.answers_sheets import kept_marks
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


def test_what_was_ticked_is_saved(store: Store, initiative: Initiative, partner: Partner, visit: Visit) -> None:
    round_ = new_round(store, initiative, mode=Mode.INDIVIDUAL)
    instrument = instrument_of(store, round_.id)
    screen = visit("enter_answers", initiative=initiative.id, round=round_.id, partner=partner.id)
    screen.session_state["_answer_drafts"] = {(round_.id, partner.id): (partner.name, all_agree(instrument))}
    screen.run()
    pressed(screen, "Save")
    assert not screen.exception
    (sheet,) = answer_sheets(store, YOU, round_.id, partner.id)
    assert sheet.ratings == all_agree(instrument)
    assert screen.success


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
    other = add_partner(store, YOU, initiative.id, name="Eastport", sector=Sector.DISTRICT)
    screen = visit("enter_answers", initiative=initiative.id, round=round_.id, partner=partner.id)
    screen.session_state["_answer_drafts"] = {(round_.id, other.id): (other.name, {"purpose.vision": "agree"})}
    screen.run()
    assert not screen.exception
    assert any("Eastport is begun, not saved" in caption.value for caption in screen.caption)
    pressed(screen, "Go on with it")
    assert screen.query_params["partner"] == other.id


def test_only_what_the_instrument_offers_counts_as_ticked(store: Store, initiative: Initiative) -> None:
    instrument = instrument_of(store, new_round(store, initiative, mode=Mode.TEAM).id)
    first, second, third, *_ = instrument.factor_keys
    given = {first: "agree", second: "<script>", third: 4, "made.up": "agree"}
    assert ticked_only(instrument, given) == {first: "agree"}


def test_number_keys_are_those_of_the_scale(store: Store, initiative: Initiative) -> None:
    instrument = instrument_of(store, new_round(store, initiative, mode=Mode.TEAM).id)
    assert [choice["key"] for choice in choices_of(instrument)] == ["1", "2", "3", "4", "0"]


@pytest.mark.parametrize(
    ("scores", "keys_to_press"),
    [((1, 2, 3, 4), "12340"), ((0, 1, 2, 3), "12340"), ((-2, -1, 0, 1, 2), "123450"), (range(11), "123456789ab0")],
    ids=["from one", "from nothing", "around nothing", "eleven points"],
)
def test_each_choice_has_a_key_of_its_own(scores: Iterable[int], keys_to_press: str) -> None:
    scale = tuple(ScalePoint(f"p{score}", str(score), score) for score in scores)
    instrument = replace(readiness_instrument(), scale=scale)
    assert "".join(choice["key"] for choice in choices_of(instrument)) == keys_to_press


def test_mending_keeps_marks_that_the_grid_cannot_show() -> None:
    from datetime import UTC, datetime

    sheet = AnswerSheet(
        "s", "r", "p", 1, False, datetime.now(UTC), {"a": "unreadable", "b": "agree", "c": "not_asked"}, {}
    )
    assert kept_marks(sheet) == {"a": "unreadable", "c": "not_asked"}
