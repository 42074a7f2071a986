"""Enter answers where another key is pressed while a sheet is being saved: what was saved is said all the same."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

from collab.framework import DEFAULT_INSTRUMENT
from collab.model import YOU, Mode, Sector
from collab.services import answers
from collab.services.drafts import keep_draft, subject_of
from collab.services.initiatives import create_initiative
from collab.services.partners import add_partner
from collab.services.rounds import create_round
from collab.store import Store
from tests.pages.conftest import Visit

NEXT = "Save and enter the next sheet"


@pytest.fixture
def interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A further key or click arrives just after the sheet is stored, and ends the run where Streamlit next can."""
    entered = answers.enter_answers

    def enter_answers(*given: Any, **named: Any) -> answers.AnswerSheet:
        sheet = entered(*given, **named)
        context = get_script_run_ctx()
        assert context is not None
        assert context.script_requests is not None
        again = RerunData(query_string=context.query_string, page_script_hash=context.page_script_hash)
        context.script_requests.request_rerun(again)
        return sheet

    monkeypatch.setattr(answers, "enter_answers", enter_answers)


@pytest.mark.usefixtures("interrupted")
@pytest.mark.parametrize(
    ("mode", "button", "told"),
    [
        (Mode.INDIVIDUAL, "Save", "The answer sheet of Harbor Light is saved."),
        (Mode.INDIVIDUAL, NEXT, "It has 1 sheet now; here is the next."),
        (Mode.TEAM, NEXT, "Next: Eastport."),
    ],
)
def test_what_was_saved_is_told_and_gone_on_from_though_another_key_was_pressed(
    store: Store, visit: Visit, mode: Mode, button: str, told: str
) -> None:
    initiative = create_initiative(store, YOU, name="Made-up compact")
    partner = add_partner(store, YOU, initiative.id, name="Harbor Light", sector=Sector.CHARTER)
    other = add_partner(store, YOU, initiative.id, name="Eastport", sector=Sector.DISTRICT)
    round_ = create_round(store, YOU, initiative.id, label="Paper", instrument_key=DEFAULT_INSTRUMENT, mode=mode)
    begun = {"ratings": {"purpose.vision": "agree"}, "comments": {}}
    keep_draft(store, YOU, subject_of("answers", round_.id, partner.id), begun, follows=None)
    screen = visit("enter_answers", initiative=initiative.id, round=round_.id, partner=partner.id)
    next(each for each in screen.button if each.label == button).click().run()
    assert not screen.exception
    assert len(answers.answer_sheets(store, YOU, round_.id, partner.id)) == 1
    assert told in screen.success[0].value.replace("\\", "")
    following = other if mode is Mode.TEAM else partner
    assert screen.query_params["partner"] in (following.id, [following.id])


@pytest.mark.usefixtures("interrupted")
def test_the_partner_that_was_left_can_be_chosen_again(store: Store, visit: Visit) -> None:
    initiative = create_initiative(store, YOU, name="Made-up compact")
    partner = add_partner(store, YOU, initiative.id, name="Harbor Light", sector=Sector.CHARTER)
    add_partner(store, YOU, initiative.id, name="Eastport", sector=Sector.DISTRICT)
    round_ = create_round(store, YOU, initiative.id, label="Paper", instrument_key=DEFAULT_INSTRUMENT, mode=Mode.TEAM)
    begun = {"ratings": {"purpose.vision": "agree"}, "comments": {}}
    keep_draft(store, YOU, subject_of("answers", round_.id, partner.id), begun, follows=None)
    screen = visit("enter_answers", initiative=initiative.id, round=round_.id, partner=partner.id)
    next(each for each in screen.button if each.label == NEXT).click().run()
    next(box for box in screen.selectbox if box.label == "Partner").set_value(partner.id).run()
    assert not screen.exception
    assert next(box for box in screen.selectbox if box.label == "Partner").value == partner.id
    assert not screen.success
