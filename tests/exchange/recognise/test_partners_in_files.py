"""Whose answers a file holds: organisations, their spellings, their sectors; asked only where it is uncertain."""

from __future__ import annotations

from dataclasses import replace

import pytest

from collab.model import Mode, Sector
from tests.exchange.exports import (
    ORGANISATIONS,
    Rows,
    answer_sheets,
    codes,
    wide,
)
from tests.exchange.recognise.asking import KNOWN, ids, question, understood

SHEETS = answer_sheets()


def test_close_spellings_are_asked_about_and_mere_case_or_spaces_are_not() -> None:
    rows = wide(SHEETS)
    rows[1][0], rows[5][0], rows[9][0] = (
        "riverbend public schools ",
        "RIVERBEND  Public Schools.",
        "Riverband Public Schools",
    )

    findings = understood(rows)
    apart = understood(
        rows,
        {"variant:Riverband Public Schools": "different", "sector_of:Riverband Public Schools": "district"},
        accept=True,
    )

    assert ids(findings) == ["variant:Riverband Public Schools", "mode"]
    assert [partner.name for partner in findings.partners if "Riverb" in partner.name] == ["Riverbend Public Schools"]
    assert len(apart.partners) == 5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lincoln School 1", "Lincoln School 2"),
        ("North High School", "South High School"),
        ("KIPP East", "KIPP West"),
        ("Lakeland Elementary School", "Lakewood Elementary School"),
    ],
)
def test_names_that_differ_on_purpose_are_not_asked_about(one: str, other: str) -> None:
    rows = wide(answer_sheets(12, organisations=(one, other)))

    assert not [key for key in ids(understood(rows)) if key.startswith("variant")]


def test_a_name_close_to_a_known_partner_is_proposed_as_the_same() -> None:
    known = replace(KNOWN, partners=(("Riverbend Public Schools", Sector.DISTRICT),))
    rows = wide(answer_sheets(6, organisations=("Riverband Public Schools",)))

    findings = understood(rows, known=known, accept=True)

    assert [(partner.name, partner.sector) for partner in findings.partners] == [
        ("Riverbend Public Schools", Sector.DISTRICT)
    ]


def test_each_unknown_sector_word_is_asked_once_for_the_whole_file() -> None:
    words = dict(zip(ORGANISATIONS, ("Traditional ", "Innovation", "Charter", "Innovation"), strict=True))

    findings = understood(wide(SHEETS, sector=words))
    settled = understood(wide(SHEETS, sector=words), {"sector:Innovation": "district"}, accept=True)

    assert ids(findings) == ["sector:Innovation", "mode"]
    assert question(findings, "sector:Innovation").proposal == "other"
    assert {partner.name: partner.sector for partner in settled.partners} == dict(
        zip(ORGANISATIONS, (Sector.DISTRICT, Sector.DISTRICT, Sector.CHARTER, Sector.DISTRICT), strict=True)
    )


def test_organisations_without_any_sign_of_a_sector_are_asked_about_by_name() -> None:
    findings = understood(
        wide(
            answer_sheets(
                12, organisations=("Juniper", "Larkspur Academy", "Aldine ISD", "Sacred Heart Catholic School")
            )
        )
    )

    assert ids(findings) == ["sector_of:Juniper", "sector_of:Larkspur Academy", "mode"]
    assert question(findings, "sector_of:Juniper").proposal == "other"
    assert question(findings, "sector_of:Larkspur Academy").proposal == "charter"


def test_many_organisations_without_a_sector_are_one_question() -> None:
    names = tuple(
        f"{word} House"
        for word in [
            "Ash",
            "Beech",
            "Cedar",
            "Dogwood",
            "Elm",
            "Fir",
            "Gum",
            "Holly",
            "Ivy",
            "Juniper",
            "Kapok",
            "Larch",
            "Maple",
            "Nutmeg",
            "Oak",
            "Pine",
            "Quince",
            "Rowan",
        ]
    )
    rows = wide(answer_sheets(36, organisations=names))

    findings = understood(rows)
    each = understood(rows, {"sectors": "each"})

    assert ids(findings) == ["sectors", "mode"]
    assert len([key for key in ids(each) if key.startswith("sector_of:")]) == 18


def test_a_known_partners_sector_is_not_asked_again() -> None:
    known = replace(KNOWN, partners=(("Juniper", Sector.CHARTER),))

    assert ids(understood(wide(answer_sheets(6, organisations=("Juniper",))), known=known)) == ["mode"]


def test_a_file_without_organisations_asks_whose_it_is_unless_that_was_said() -> None:
    rows: Rows = [row[1:] for row in wide(SHEETS)]

    findings = understood(rows)
    said = understood(rows, known=replace(KNOWN, partner="Juniper", sector=Sector.CHARTER, mode=Mode.INDIVIDUAL))
    named = understood(
        rows, known=replace(KNOWN, partners=(("Juniper", Sector.CHARTER),)), name="Answers of Juniper.xlsx"
    )

    assert ids(findings) == ["partner", "mode"]
    assert question(findings, "partner").proposal is None
    assert said.content is not None
    assert [(partner.name, partner.sector) for partner in said.content.partners] == [("Juniper", Sector.CHARTER)]
    assert question(named, "partner").proposal == "Juniper"


def test_rows_without_an_organisation_are_left_out_with_a_warning_that_names_them() -> None:
    rows = wide(SHEETS)
    rows[3][0], rows[7][0] = None, "N/A"

    findings = understood(rows, accept=True)

    assert findings.excluded == {"no_organisation": 2}
    assert findings.content is not None
    assert [(problem.row, problem.column) for problem in findings.warnings] == [(4, "Organization")]
    assert "row 4 and 8" in findings.warnings[0].found


def test_organisations_given_as_codes_are_asked_about_and_never_merged_silently() -> None:
    rows = wide(SHEETS, codes(1))
    rows[0][0] = "Which organization do you represent?"
    for row in rows[1:]:
        row[0] = 1 + ORGANISATIONS.index(str(row[0]))

    findings = understood(rows)

    assert question(findings, "organisation").proposal == "Which organization do you represent?"
    assert len(findings.partners) == 4


@pytest.mark.parametrize(
    "header",
    [
        "Organization (please write its full name)",
        "Please select your organization from the list below",
        "Which school or district do you work for?",
        "What is the name of your charter school?",
        "School/District Name",
        "LEA",
        "Nombre de la organización",
        "Partner organisation",
        "Name of your school or district",
    ],
)
def test_a_column_that_asks_for_the_organisation_is_certain(header: str) -> None:
    rows = wide(SHEETS)
    rows[0][0] = header

    assert ids(understood(rows)) == ["mode"]
