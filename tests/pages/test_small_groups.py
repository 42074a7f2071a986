"""Before a few answers join or leave a group that was shown, each screen says so."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from collab.model import YOU, Mode
from collab.services.answers import answer_sheets
from collab.services.importing import Outcome, past_imports
from collab.services.partners import partners_of
from collab.store import Store
from tests.pages.conftest import Visit
from tests.services.contents import a_content, bring

ROWS = [("D one", f"R_000000{n}", 1) for n in range(5)]
WARNING = "Fewer than 5 people would be added to"


def of_individuals(store: Store) -> tuple[Outcome, str]:
    """A revealed round with one partner of five people."""
    outcome = bring(store, a_content(ROWS))
    return outcome, partners_of(store, outcome.initiative_id or "")[0].partner.id


def press(screen: AppTest, label: str) -> AppTest:
    return next(button for button in screen.button if button.label == label).click().run()


def test_typing_in_one_sheet_of_a_shown_group_is_warned_about(store: Store, visit: Visit) -> None:
    outcome, partner_id = of_individuals(store)
    screen = visit(
        "enter_answers",
        initiative=outcome.initiative_id or "",
        round=outcome.round_id or "",
        partner=partner_id,
    )
    assert not screen.exception
    assert [text.value.startswith(WARNING) for text in screen.warning] == [True]


def test_a_team_round_warns_of_nothing(store: Store, visit: Visit) -> None:
    outcome = bring(store, a_content([("D one", None, 1)]), mode=Mode.TEAM)
    partner_id = partners_of(store, outcome.initiative_id or "")[0].partner.id
    screen = visit(
        "enter_answers",
        initiative=outcome.initiative_id or "",
        round=outcome.round_id or "",
        partner=partner_id,
    )
    assert not screen.exception
    assert not screen.warning


def removing(round_id: str, partner_id: str) -> None:
    from collab.model import YOU
    from collab.services.answers import answer_sheets
    from collab.ui import answers_sheets, shell

    sheets = answer_sheets(shell.store(), YOU, round_id, partner_id)
    answers_sheets._remove(shell.store(), YOU, sheets[0])


def test_removing_one_sheet_of_a_shown_group_is_warned_about(store: Store) -> None:
    outcome, partner_id = of_individuals(store)
    here = (outcome.round_id or "", partner_id)
    screen = AppTest.from_function(removing, default_timeout=60, args=here).run()
    assert screen.warning[0].value.startswith(WARNING)
    screen.text_input[0].set_value("withdrawn")
    press(screen, ":red[:material/delete: Remove]")
    assert not screen.exception
    assert len(answer_sheets(store, YOU, *here)) == 4


def test_undoing_an_import_of_a_few_asks_first(store: Store, visit: Visit) -> None:
    first, _ = of_individuals(store)
    few = bring(store, a_content([("D one", "R_1000000", 3)]), file_name="few.xlsx", shape="b")
    here = first.initiative_id or ""
    screen = press(visit("spreadsheets", initiative=here), "Undo")
    assert not screen.exception
    assert screen.warning[0].value.startswith(WARNING)
    standing = {record.id: record.undone_at is None for record in past_imports(store, here)}
    assert standing[few.import_id or ""]


def test_undoing_an_import_that_gives_nobody_away_is_done_at_once(store: Store, visit: Visit) -> None:
    outcome, _ = of_individuals(store)
    bring(store, a_content([("C two", "R_1000000", 3)]), file_name="other.xlsx", shape="b")
    screen = press(visit("spreadsheets", initiative=outcome.initiative_id or ""), "Undo")
    assert not screen.exception
    assert not screen.warning
    latest, _ = past_imports(store, outcome.initiative_id or "")
    assert latest.undone_at is not None
