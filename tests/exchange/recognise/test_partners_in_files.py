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


PARTS = " of the tall pines, rolling rivers and wide valleys of the northern counties and townships"
WRITTEN_OUT = tuple(
    f"{number:02d} " + ("Charter Academy" if number % 2 else "District Consolidated Unified School District") + PARTS
    for number in range(60)
)


def with_sectors(rows: Rows, header: str) -> Rows:
    """The rows with the organisation's header and, beside it, a column of what each name begins with."""
    words = ["Sector", *("Charter" if "Charter" in str(row[0]) else "District" for row in rows[1:])]
    rows[0][0] = header
    return [[row[0], word, *row[1:]] for row, word in zip(rows, words, strict=True)]


@pytest.mark.parametrize(
    "header",
    [
        *("Organisation", "Partner name", "School district", "Name of the organization", "Organization (full name)"),
        *("What is the name of your organization?", "Institución"),
    ],
)
@pytest.mark.parametrize("each", [1, 3], ids=["one row each", "three rows each"])
def test_names_written_out_at_length_are_organisations(header: str, each: int) -> None:
    found = understood(with_sectors(wide(answer_sheets(60 * each, organisations=WRITTEN_OUT)), header))

    assert [partner.name for partner in found.partners] == list(WRITTEN_OUT)
    assert {partner.sector for partner in found.partners} == {Sector.CHARTER, Sector.DISTRICT}
    assert ids(found) == ["mode"]


def test_names_written_out_may_end_as_companies_do() -> None:
    names = tuple(f"{name}, Inc." for name in WRITTEN_OUT)

    found = understood(with_sectors(wide(answer_sheets(60, organisations=names)), "Organisation"))

    assert [partner.name for partner in found.partners] == list(names)


@pytest.mark.parametrize("limit", [40, 60, 78], ids=lambda limit: f"cut at {limit}")
def test_names_that_were_cut_are_organisations_too(limit: int) -> None:
    names = tuple(name[:limit].strip() for name in WRITTEN_OUT)

    found = understood(with_sectors(wide(answer_sheets(60, organisations=names)), "Organisation"))

    assert [partner.name for partner in found.partners] == list(names)


@pytest.mark.parametrize(
    ("header", "text"),
    [
        (
            "District feedback",
            "The district should talk more often with the charter schools about enrollment and buses",
        ),
        ("Organisation", "The district should talk more often with the charter schools about enrollment and buses."),
    ],
    ids=["another header", "sentences"],
)
def test_what_people_wrote_at_length_names_no_organisation(header: str, text: str) -> None:
    written = tuple(f"Number {number}: {text}" for number in range(60))

    found = understood(with_sectors(wide(answer_sheets(60, organisations=written)), header))

    assert found.partners == ()
    assert "partner" in ids(found)


def test_what_people_wrote_of_districts_stands_in_no_way_of_the_column_that_names_them() -> None:
    names = ("Northside Unified", "Harbor Light Charter", "Lakeshore Unified", "Open Door Academy")
    rows = wide(answer_sheets(60, organisations=names))
    rows[0][0] = "Where are you?"
    said = "we would like the routes and the bell times of the valley to be talked about much earlier in the year"
    words = ["What should change? - Districts", *(f"in place {place} {said}" for place in range(60))]

    found = understood([[*row, word] for row, word in zip(rows, words, strict=True)])

    assert sorted(partner.name for partner in found.partners) == sorted(names)
    assert found.comment_columns == {words[0]: None}


@pytest.mark.parametrize(
    "words",
    [("District", "Charter"), ("Traditional public", "Charter school"), ("School district", "Public charter school")],
    ids=" and ".join,
)
def test_a_column_of_sectors_names_no_organisation(words: tuple[str, str]) -> None:
    found = understood(wide(answer_sheets(12, organisations=words)))

    assert found.partners == ()
    assert "partner" in ids(found)
