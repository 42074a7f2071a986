"""Whose answers a row holds: flags are no names, blanks and lists of names are asked about, counts are no part of a
name."""

from __future__ import annotations

import pytest

from collab.exchange.recognise.exclusions import is_totals_name
from collab.exchange.recognise.organisation import is_test_name
from collab.exchange.recognise.text import without_count
from collab.model import Sector
from tests.exchange.exports import ORGANISATIONS, Rows, answer_sheets, averages_across, averages_down, form_sheet, wide
from tests.exchange.recognise.asking import ids, question, understood

NAMES = ("Galena", "Lodestar", "Whitmore", "Quincy")
SHEETS = answer_sheets(organisations=NAMES)
CHARTERS = ("Lodestar", "Quincy")


def flagged(header: str, yes: str, no: str) -> Rows:
    """A wide table whose second column says yes for charters and no for the others."""
    rows = wide(SHEETS, sector={name: yes if name in CHARTERS else no for name in NAMES})
    return [["School", header, *rows[0][2:]], *rows[1:]]


@pytest.mark.parametrize(
    ("header", "yes", "no"),
    [
        ("Charter?", "Y", "N"),
        ("is_charter", "TRUE", "FALSE"),
        ("Charter Flag", "1", "0"),
        ("Is it a charter school?", "Yes", "No"),
        ("Charter", "x", ""),
    ],
)
def test_a_flag_for_charters_tells_the_sector_and_names_nobody(header: str, yes: str, no: str) -> None:
    findings = understood(flagged(header, yes, no))

    assert question(findings, "sector:Not Charter").proposal == "district"
    assert {partner.name: partner.sector for partner in findings.partners if partner.sector} == dict.fromkeys(
        CHARTERS, Sector.CHARTER
    )
    assert not {"organisation", "sector_column"} & set(ids(findings))
    assert findings.excluded == {}


def test_yes_and_no_about_a_charter_partner_is_no_sector() -> None:
    findings = understood(flagged("Have you worked with a charter school before?", "Yes", "No"))

    assert "sector:Not Charter" not in ids(findings)
    assert {partner.name for partner in findings.partners} == set(NAMES)


def test_codes_in_a_column_called_sector_are_asked_about_once_each() -> None:
    findings = understood(flagged("Sector", "2", "1"))

    assert [key for key in ids(findings) if key.startswith("sector")] == ["sector:1", "sector:2"]


def test_a_column_of_types_that_all_mean_sectors_needs_no_question() -> None:
    findings = understood(flagged("Campus type", "Open-enrollment charter", "ISD campus"))

    assert [key for key in ids(findings) if "sector" in key] == []
    assert {partner.sector for partner in findings.partners} == {Sector.DISTRICT, Sector.CHARTER}


def first_of_each_group() -> Rows:
    rows = wide(sorted(SHEETS, key=lambda one: one.organisation))
    named = [row[0] for row in rows]
    return [rows[0], *([None if row[0] == named[at] else row[0], *row[1:]] for at, row in enumerate(rows[1:]))]


def test_blanks_below_a_name_are_asked_about_and_carried_down() -> None:
    findings = understood(first_of_each_group())

    assert question(findings, "blank_organisation").proposal == "above"
    content = understood(first_of_each_group(), accept=True).content
    assert content is not None
    assert content.answers is not None
    assert len(content.answers.partner) == len(SHEETS)


def test_blanks_that_belong_to_nobody_are_counted() -> None:
    findings = understood(first_of_each_group(), {"blank_organisation": "none"}, accept=True)

    assert findings.excluded == {"no_organisation": len(SHEETS) - len(NAMES)}


def test_a_few_blanks_among_names_that_recur_are_not_filled() -> None:
    rows = wide(SHEETS)
    for row in rows[3:6]:
        row[0] = None

    assert "blank_organisation" not in ids(understood(rows))


@pytest.mark.parametrize("text", ["Galena, Lodestar", "Galena; Lodestar", "Galena / Lodestar"])
def test_a_row_that_names_two_organisations_is_asked_about_without_a_guess(text: str) -> None:
    rows = wide(SHEETS)
    rows[1][0] = text
    findings = understood(rows, accept=True)

    assert question(findings, f"several:{text}").proposal is None
    assert understood(rows, {f"several:{text}": "none"}, accept=True).excluded == {"no_organisation": 1}
    settled = understood(rows, {f"several:{text}": "Lodestar"}, accept=True)
    assert {partner.name for partner in settled.partners} == set(NAMES)
    assert settled.excluded == {}


def test_a_name_with_a_comma_of_its_own_is_one_name() -> None:
    rows = wide(answer_sheets(organisations=("Galena, Ohio", "Lodestar", "Quincy")))

    assert {partner.name for partner in understood(rows).partners} == {"Galena, Ohio", "Lodestar", "Quincy"}


def test_the_number_of_respondents_is_no_part_of_a_name() -> None:
    rows = averages_across(answer_sheets())
    rows[0] = ["Factor", *(f"{name} (n = {at + 11})" for at, name in enumerate(rows[0][1:]))]
    rows = [[*rows[0], "All systems (n=48)"], *([*row, 2.5] for row in rows[1:])]

    findings = understood(rows, accept=True)

    assert [partner.name for partner in findings.partners] == list(ORGANISATIONS)
    assert findings.content is not None
    assert findings.content.averages is not None
    assert findings.content.averages.answers[:, 0].tolist() == [11, 12, 13, 14]


def test_the_number_is_taken_off_names_that_run_down_too() -> None:
    rows = averages_down(answer_sheets())
    findings = understood([rows[0], *([f"{row[0]} (N={row[1]})", *row[1:]] for row in rows[1:])], accept=True)

    assert [partner.name for partner in findings.partners] == list(ORGANISATIONS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Harper (n=14)", ("Harper", 14)),
        ("Harper, N = 1,204", ("Harper", 1204)),
        ("Harper", ("Harper", None)),
        ("n=14", ("n=14", None)),
    ],
)
def test_counts_behind_names(text: str, found: tuple[str, int | None]) -> None:
    assert without_count(text) == found


@pytest.mark.parametrize(
    "text", ["TEST - please ignore", "test 2", "Testing 123", "Ignore this row", "test - delete me", "asdf"]
)
def test_what_was_typed_to_try_the_survey_is_a_test(text: str) -> None:
    assert is_test_name(text)


@pytest.mark.parametrize(
    "text", ["Testa Elementary", "Sample Valley School", "Preview Point Charter", "Test Valley High", "Contest Academy"]
)
def test_schools_that_sound_like_a_test_are_none(text: str) -> None:
    assert not is_test_name(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("All agencies (N = 51)", True),
        ("% Favorable", True),
        ("All systems", True),
        ("All Saints Catholic", False),
        ("Total Learning Charter", False),
    ],
)
def test_what_sums_up_others_is_told_from_names(text: str, found: bool) -> None:
    assert is_totals_name(text) is found


@pytest.mark.parametrize(
    "header", ["System name", "orgname", "Where do you work? - School or district", "School community"]
)
def test_the_organisation_is_known_by_more_names(header: str) -> None:
    rows = wide(SHEETS, sector={name: "Charter" if name in CHARTERS else "District" for name in NAMES})
    rows[0][0] = header

    assert "organisation" not in ids(understood(rows))


def test_a_form_s_sector_is_read_beside_its_label() -> None:
    rows = form_sheet(SHEETS[0], owner="Lodestar")
    rows[2] = ["Sector:", "Charter"]

    assert understood(rows).partners[0].sector == Sector.CHARTER


@pytest.mark.parametrize(
    "names", [("District 1", "District 2", "Charter 1", "Charter 2"), ("District A", "District B", "Charter A")]
)
def test_organisations_whose_names_were_taken_off_stay_organisations(names: tuple[str, ...]) -> None:
    assert {partner.name for partner in understood(wide(answer_sheets(organisations=names))).partners} == set(names)
