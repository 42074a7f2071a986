"""The template workbook: what partners see, what is hidden in it, and that it holds no formula."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from collab.errors import CollabError
from collab.exchange.template import ANSWERS_SHEET, GUIDE_SHEET, MARK_SHEET, PARTNER_HEADER, write_template
from collab.framework import load_framework
from collab.model import Instrument, Mode, Partner, Sector

PARTNERS = (
    Partner("1", "Eastport City Schools", Sector.DISTRICT),
    Partner("2", '=HYPERLINK("http://example.invalid","x")', Sector.CHARTER),
    Partner("3", "St. Orrin, Catholic & private", Sector.CATHOLIC_PRIVATE),
)


def instrument() -> Instrument:
    return load_framework().instruments[0]


def written(mode: Mode | None = Mode.INDIVIDUAL, partners: tuple[Partner, ...] = PARTNERS) -> bytes:
    return write_template(
        instrument(),
        initiative="East & West",
        round_label="Baseline",
        round_id="round-1",
        mode=mode,
        partners=partners,
    )


def opened(mode: Mode | None = Mode.INDIVIDUAL, partners: tuple[Partner, ...] = PARTNERS) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(written(mode, partners)))


def headers(book: Workbook) -> list[str]:
    return [cell.value for cell in book[ANSWERS_SHEET][1]]


def offered(book: Workbook, cell: str) -> list[str]:
    """What the drop-down of a cell of the answers offers."""
    rules = book[ANSWERS_SHEET].data_validations.dataValidation
    rule = next(rule for rule in rules if cell in rule.sqref)
    sheet, area = re.fullmatch(r"'(.+)'!(.+)", rule.formula1).groups()
    return [row[0].value for row in book[sheet][area.replace("$", "")]]


def test_the_statements_of_the_instrument_are_the_headers_in_their_order() -> None:
    statements = [factor.statement for factor in instrument().factors]
    assert headers(opened()) == [PARTNER_HEADER, *statements, "Comments"]


def test_the_hidden_mark_names_instrument_version_round_and_mode() -> None:
    sheet = opened()[MARK_SHEET]
    mark = {row[0].value: row[1].value for row in sheet.iter_rows(max_row=6)}
    assert sheet.sheet_state == "veryHidden"
    assert mark == {
        "kind": "template",
        "instrument": "cross-sector-readiness",
        "version": "1",
        "round": "round-1",
        "mode": "individual",
        "sheet": "Answers",
    }


def test_each_answer_is_chosen_from_the_labels_of_the_instrument() -> None:
    labels = [point.label for point in instrument().scale]
    assert offered(opened(), "B2") == [*labels, "Not applicable"]
    assert offered(opened(), "R900") == [*labels, "Not applicable"]


def test_people_choose_their_partner_from_a_list() -> None:
    assert offered(opened(), "A2") == [partner.name for partner in PARTNERS]


def test_a_team_template_has_a_row_for_each_partner_with_its_sector() -> None:
    sheet = opened(Mode.TEAM)[ANSWERS_SHEET]
    rows = [(row[0].value, row[1].value) for row in sheet.iter_rows(min_row=2, max_row=4)]
    assert rows == [(partner.name, load_framework().sector(partner.sector).label) for partner in PARTNERS]


def test_without_partners_the_sector_is_asked_and_any_name_may_be_written() -> None:
    book = opened(None, ())
    assert headers(book)[:2] == [PARTNER_HEADER, "Sector"]
    assert offered(book, "B2") == [words.label for words in load_framework().sectors]
    ruled = [rule.sqref for rule in book[ANSWERS_SHEET].data_validations.dataValidation]
    assert not any("A2" in area for area in ruled)


@pytest.mark.parametrize("mode", [Mode.TEAM, Mode.INDIVIDUAL, None])
def test_no_cell_is_a_formula_and_user_text_carries_the_quote_prefix(mode: Mode | None) -> None:
    with zipfile.ZipFile(io.BytesIO(written(mode))) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/" in name]
    assert not any("<f>" in sheet for sheet in sheets)
    book = opened(mode)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)


def test_the_guide_comes_first_and_shows_every_statement_with_what_to_look_for() -> None:
    book = opened()
    text = {str(cell.value) for row in book[GUIDE_SHEET].iter_rows() for cell in row if cell.value}
    assert book.sheetnames[0] == GUIDE_SHEET
    assert {factor.statement for factor in instrument().factors} <= text
    assert all(any(hint in line for line in text) for factor in instrument().factors for hint in factor.look_for)


def test_headers_stay_in_sight_and_are_printed_on_each_page() -> None:
    sheet = opened(Mode.TEAM)[ANSWERS_SHEET]
    assert sheet.freeze_panes == "C2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"


def test_the_file_says_what_it_is() -> None:
    properties = opened().properties
    assert properties.title == "East & West: Baseline"
    assert properties.creator == "Common Ground"


def test_an_instrument_without_a_scale_has_no_template_and_says_why() -> None:
    with pytest.raises(CollabError, match="no rating scale"):
        write_template(
            replace(instrument(), scale=()),
            initiative="",
            round_label="",
            round_id="",
            mode=None,
            partners=(),
        )
