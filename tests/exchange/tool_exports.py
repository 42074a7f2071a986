"""Exports in the format of each survey tool, built in code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from tests.exchange.made_up import (
    AnswerSheet,
    Cell,
    Rows,
    Words,
    codes,
    instrument,
    labels,
    statements,
)

QUALTRICS = (
    ("StartDate", "Start Date"), ("EndDate", "End Date"), ("Status", "Response Type"), ("IPAddress",
    "IP Address"), ("Progress", "Progress"),
    ("Duration (in seconds)", "Duration (in seconds)"), ("Finished", "Finished"), ("RecordedDate",
    "Recorded Date"), ("ResponseId", "Response ID"),
    ("RecipientLastName", "Recipient Last Name"), ("RecipientFirstName", "Recipient First Name"),
    ("RecipientEmail", "Recipient Email"),
    ("ExternalReference", "External Data Reference"), ("LocationLatitude", "Location Latitude"),
    ("LocationLongitude", "Location Longitude"),
    ("DistributionChannel", "Distribution Channel"), ("UserLanguage", "User Language"),
)  # fmt: skip


def qualtrics(
    sheets: Sequence[AnswerSheet],
    words: Words | None = None,
    *,
    header_rows: int = 3,
    coded: bool = False,
    asked: Sequence[str] | None = None,
) -> Rows:
    """Qualtrics: code, text and ImportId above the data; the organisation is embedded data in the last column."""
    words = words or labels()
    asked = asked or statements()
    names = [*(code for code, _ in QUALTRICS), *(f"Q3_{at}" for at in range(1, 18)), "Q4", "organization"]
    texts = [
        *(text for _, text in QUALTRICS),
        *(f"How far do you agree with each statement? - {text}" for text in asked),
        "Anything else that we should know?",
        "organization",
    ]
    imports = [f'{{"ImportId":"{name}","timeZone":"America/Denver"}}' for name in names]
    rows: Rows = [list(names), list(texts), list(imports)][:header_rows]
    for one in sheets:
        status, done = (0, 1) if coded else ("IP Address", "True")
        meta = [
            one.at,
            one.at + timedelta(minutes=4),
            status,
            "203.0.113.9",
            100,
            240,
            done,
            one.at + timedelta(minutes=4),
            f"R_{one.number:04d}",
            None,
            None,
            None,
            None,
            "39.7",
            "-104.9",
            "anonymous",
            "EN",
        ]
        rows.append([*meta, *(words(rating) for rating in one.ratings), None, one.organisation])
    return rows


def qualtrics_legacy(sheets: Sequence[AnswerSheet], words: Words | None = None) -> Rows:
    """Qualtrics' legacy export: V1 to V10 above their names, and an empty column at the end."""
    words = words or labels()
    names = [
        "ResponseID",
        "ResponseSet",
        "Name",
        "ExternalDataReference",
        "EmailAddress",
        "IPAddress",
        "Status",
        "StartDate",
        "EndDate",
        "Finished",
    ]
    rows: Rows = [[*(f"V{at}" for at in range(1, 11)), "Q1", *(f"Q2_{at}" for at in range(1, 18)), None]]
    rows.append(
        [
            *names,
            "Which organization do you represent?",
            *(f"Please rate each statement.-{text}" for text in statements()),
            None,
        ]
    )
    for one in sheets:
        meta = [
            f"R_{one.number:04d}",
            "Default Response Set",
            "Anonymous",
            None,
            None,
            "203.0.113.9",
            0,
            one.at,
            one.at + timedelta(minutes=4),
            1,
        ]
        rows.append([*meta, one.organisation, *(words(rating) for rating in one.ratings), None])
    return rows


def google_forms(sheets: Sequence[AnswerSheet], words: Words | None = None, *, spanish: bool = False) -> Rows:
    """Google Forms: a grid, so that headers read "Question [Row]"."""
    words = words or labels()
    first, owner, grid = (
        ("Marca temporal", "¿A qué organización representa?", "Indique su grado de acuerdo")
        if spanish
        else ("Timestamp", "Which organization do you represent?", "Rate each statement")
    )
    rows: Rows = [[first, owner, *(f"{grid} [{text}]" for text in statements())]]
    for one in sheets:
        when = one.at.strftime("%d/%m/%Y %H:%M:%S") if spanish else one.at.strftime("%m/%d/%Y %H:%M:%S")
        rows.append([when, one.organisation, *(words(rating) for rating in one.ratings)])
    return rows


def microsoft_forms(sheets: Sequence[AnswerSheet], words: Words | None = None, *, spanish: bool = False) -> Rows:
    """Microsoft Forms: native dates, Email "anonymous", the statements alone as headers; ids have gaps."""
    words = words or labels()
    meta = (
        ["Id", "Hora de inicio", "Hora de finalización", "Correo electrónico", "Nombre"]
        if spanish
        else ["ID", "Start time", "Completion time", "Email", "Name"]
    )
    owner = "¿A qué organización representa?" if spanish else "Which organization do you represent?"
    rows: Rows = [[*meta, owner, *statements()]]
    for one in sheets:
        rows.append(
            [
                one.number * 3,
                one.at,
                one.at + timedelta(minutes=4),
                "anonymous",
                None,
                one.organisation,
                *(words(rating) for rating in one.ratings),
            ]
        )
    return rows


def limesurvey(sheets: Sequence[AnswerSheet], words: Words | None = None) -> Rows:
    """LimeSurvey: code and text in one header; every fifth sheet is unfinished (a blank submitdate)."""
    words = words or labels()
    rows: Rows = [
        [
            "id",
            "submitdate",
            "lastpage",
            "startlanguage",
            "seed",
            "startdate",
            "datestamp",
            "org. Which organization do you represent?",
            *(f"ready[SQ{at:03d}]. [{text}]" for at, text in enumerate(statements(), 1)),
        ]
    ]
    for one in sheets:
        submitted = None if one.number % 5 == 0 else one.at
        rows.append(
            [
                one.number,
                submitted,
                3,
                "en",
                1234567 + one.number,
                one.at,
                one.at,
                one.organisation,
                *(words(rating) for rating in one.ratings),
            ]
        )
    return rows


def kobotoolbox(sheets: Sequence[AnswerSheet]) -> Rows:
    """KoboToolbox with XML values: group paths in headers, codes for answers, a literal NA."""
    words = labels(("StrongDisagr", "Disagr", "Agr", "StrongAgr"), "NA")
    keys = [factor.key.split(".") for factor in instrument().factors]
    rows: Rows = [
        [
            "start",
            "end",
            "intro/organization",
            *(f"readiness/{group}/{name}" for group, name in keys),
            "__version__",
            "_id",
            "_uuid",
            "_submission_time",
            "_validation_status",
            "_index",
        ]
    ]
    for one in sheets:
        when = one.at.strftime("%Y-%m-%dT%H:%M:%S.000-07:00")
        answers = [words(rating) or "NoAnswer" for rating in one.ratings]
        rows.append(
            [
                when,
                when,
                one.organisation,
                *answers,
                "vQ9",
                900000 + one.number,
                f"uuid-{one.number:05d}",
                when,
                None,
                one.number,
            ]
        )
    return rows


def redcap(sheets: Sequence[AnswerSheet], *, raw: bool = False) -> Rows:
    """REDCap: labels with question texts above, or raw codes with field names; the last two sheets are incomplete."""
    words = codes(1) if raw else labels(not_applicable="Not applicable")
    names = [factor.key.replace(".", "_") for factor in instrument().factors]
    if raw:
        head: list[Cell] = [
            "record_id",
            "redcap_survey_identifier",
            "readiness_timestamp",
            "organization",
            *names,
            "readiness_complete",
        ]
    else:
        head = [
            "Record ID",
            "Survey Identifier",
            "Survey Timestamp",
            "Which organization do you represent?",
            *statements(),
            "Complete?",
        ]
    rows: Rows = [head]
    for one in sheets:
        done: Cell = one.number <= len(sheets) - 2
        mark = (2 if done else 0) if raw else ("Complete" if done else "Incomplete")
        rows.append(
            [
                one.number,
                None,
                one.at.strftime("%Y-%m-%d %H:%M:%S"),
                one.organisation,
                *(words(rating) for rating in one.ratings),
                mark,
            ]
        )
    return rows


def typeform(sheets: Sequence[AnswerSheet]) -> Rows:
    """Typeform: # first, dates and Network ID last."""
    words = labels()
    rows: Rows = [
        [
            "#",
            "Which organization do you represent?",
            *statements(),
            "Start Date (UTC)",
            "Submit Date (UTC)",
            "Network ID",
        ]
    ]
    for one in sheets:
        rows.append(
            [
                f"k{one.number:06d}",
                one.organisation,
                *(words(rating) for rating in one.ratings),
                one.at,
                one.at + timedelta(minutes=4),
                f"net{one.number:04d}",
            ]
        )
    return rows


def alchemer(sheets: Sequence[AnswerSheet]) -> Rows:
    """Alchemer: headers "Row:Question", Status Complete or Partial (every sixth sheet)."""
    words = labels()
    meta: list[Cell] = [
        "Response ID",
        "Time Started",
        "Date Submitted",
        "Status",
        "Contact ID",
        "Legacy Comments",
        "Comments",
        "Language",
        "Referer",
        "SessionID",
        "User Agent",
        "IP Address",
        "Longitude",
        "Latitude",
        "Country",
        "City",
        "State/Region",
        "Postal",
    ]
    rows: Rows = [
        [
            *meta,
            "Which organization do you represent?",
            *(f"{text}:Please rate each statement" for text in statements()),
        ]
    ]
    for one in sheets:
        status = "Partial" if one.number % 6 == 0 else "Complete"
        cells: list[Cell] = [
            one.number,
            one.at,
            one.at,
            status,
            None,
            None,
            None,
            "English",
            None,
            f"s{one.number}",
            "Mozilla",
            "203.0.113.9",
            "-104.9",
            "39.7",
            "United States",
            "Denver",
            "CO",
            "80203",
        ]
        rows.append([*cells, one.organisation, *(words(rating) for rating in one.ratings)])
    return rows
