"""Builds exports in the format of each survey tool, in code, from made-up answer sheets whose ratings are known."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from collab.exchange.sheet import Book, CellType, Column, Sheet
from collab.framework import load_framework
from collab.model import Instrument

Cell = str | int | float | bool | datetime | None
Rows = list[list[Cell]]

NOT_APPLICABLE, SKIPPED = -1, -2
ORGANISATIONS = (
    "Riverbend Public Schools",
    "Hillcrest ISD",
    "Lantern Charter Network",
    "Willow Creek Charter School",
)
SPANISH = ("Totalmente en desacuerdo", "En desacuerdo", "De acuerdo", "Totalmente de acuerdo")
# The toolkit's statements retold with the phrases by which its printed wording is known; not its text.
PRINTED = (
    "There is a mutual problem or concern that could be addressed by working together.",
    "There is a vision of what collaboration might look like.",
    "Benefits would accrue to us from working together.",
    "There is a specific purpose with objectives.",
    "A history of collaboration or cooperation exists with potential partners.",
    "We experienced events that might negatively impact success.",
    "Key champions exist within the community.",
    "Public opinion favors options.",
    "The team represents a cross-section of individuals needed.",
    "Relationships with potential collaborators are open and honest.",
    "There is an understanding of skills and competencies for the desired goal.",
    "We know strengths and weaknesses as to the desired goal.",
    "Human resources can staff the collaboration.",
    "Financial resources can support collaborative activities.",
    "There is agreement on governance, and a decision-making structure.",
    "A neutral convener could facilitate the collaboration.",
    "There is well-established, regular communication with potential partners.",
)


@dataclass(frozen=True)
class AnswerSheet:
    """One made-up respondent: index of the organisation, ratings as points 0..3 or marks."""

    number: int
    organisation: str
    ratings: tuple[int, ...]
    at: datetime


@dataclass(frozen=True)
class Export:
    """A file in the making: sheets by name, and how it is written."""

    file_name: str
    sheets: dict[str, Rows]
    encoding: str = "utf-8"
    delimiter: str = ","
    marker: dict[str, str] = field(default_factory=dict)

    def book(self) -> Book:
        """The file as the reader would hand it on."""
        sheets = tuple(sheet_of(name, rows) for name, rows in self.sheets.items())
        return Book(self.file_name, self.file_name.rsplit(".", 1)[-1], "0" * 64, sheets, self.marker)

    def write(self, folder: Path) -> Path:
        """Write the file as .xlsx, .csv or .tsv by its name; returns its path."""
        path = folder / self.file_name
        path.write_bytes(self._workbook() if path.suffix == ".xlsx" else self._text())
        return path

    def _text(self) -> bytes:
        buffer = io.StringIO(newline="")
        csv.writer(buffer, delimiter=self.delimiter).writerows(
            [[_as_text(cell) for cell in row] for row in next(iter(self.sheets.values()))]
        )
        return buffer.getvalue().encode(self.encoding)

    def _workbook(self) -> bytes:
        import xlsxwriter

        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(
            buffer,
            {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm:ss", "strings_to_formulas": False},
        )
        for name, rows in self.sheets.items():
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if cell is not None and cell != "":
                        page.write(at, place, cell)
        book.close()
        return buffer.getvalue()


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell.strftime("%Y-%m-%d %H:%M:%S") if isinstance(cell, datetime) else str(cell)


def sheet_of(name: str, rows: Sequence[Sequence[Cell]], **more: object) -> Sheet:
    """A sheet as the reader would hand it on: dictionary-coded columns of normalised text."""
    width = max((len(row) for row in rows), default=0)
    columns = tuple(_column([row[place] if place < len(row) else None for row in rows]) for place in range(width))
    return Sheet(name, columns, len(rows), **more)  # type: ignore[arg-type]


def book_of(sheets: dict[str, Rows], file_name: str = "survey.xlsx") -> Book:
    """A book of these sheets."""
    return Export(file_name, sheets).book()


def _column(cells: Sequence[Cell]) -> Column:
    lookup: dict[tuple[str, CellType], int] = {("", CellType.EMPTY): 0}
    codes = [lookup.setdefault(_typed(cell), len(lookup)) for cell in cells]
    return Column(tuple(text for text, _ in lookup), tuple(kind for _, kind in lookup), np.array(codes, dtype=np.int32))


def _typed(cell: Cell) -> tuple[str, CellType]:
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return "", CellType.EMPTY
    if isinstance(cell, bool):
        return str(cell), CellType.BOOLEAN
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" "), CellType.DATE
    if isinstance(cell, (int, float)):
        return (str(int(cell)) if float(cell).is_integer() else repr(float(cell))), CellType.NUMBER
    return cell.strip(), CellType.TEXT


def instrument() -> Instrument:
    """The built-in instrument."""
    return load_framework().instruments[0]


def answer_sheets(
    count: int = 24, *, seed: int = 7, organisations: Sequence[str] = ORGANISATIONS
) -> tuple[AnswerSheet, ...]:
    """Made-up respondents, spread over the organisations; about one answer in twelve is "not applicable",
    one in fifteen is blank."""
    draw = random.Random(seed)
    start = datetime(2026, 3, 2, 9, 0, 5)
    return tuple(
        AnswerSheet(
            number,
            organisations[(number - 1) % len(organisations)],
            _ratings(draw),
            start + timedelta(hours=5 * number, seconds=number),
        )
        for number in range(1, count + 1)
    )


def _ratings(draw: random.Random) -> tuple[int, ...]:
    points = [0, 1, 2, 2, 3, 3]
    return tuple(
        NOT_APPLICABLE if (roll := draw.random()) < 0.08 else SKIPPED if roll < 0.15 else draw.choice(points)
        for _ in range(17)
    )


Words = Callable[[int], Cell]


def labels(points: Sequence[str] | None = None, not_applicable: str = "Not applicable") -> Words:
    """How a rating is written: as a label, blank where skipped."""
    texts = points or tuple(point.label for point in instrument().scale)
    return lambda rating: not_applicable if rating == NOT_APPLICABLE else None if rating == SKIPPED else texts[rating]


def codes(first: int = 1, not_applicable: Cell = None, *, falling: bool = False) -> Words:
    """How a rating is written: as a number, the lowest point being first (or the highest, where falling)."""
    return lambda rating: (
        not_applicable
        if rating == NOT_APPLICABLE
        else None
        if rating == SKIPPED
        else first + (3 - rating if falling else rating)
    )


def statements() -> list[str]:
    """The statements of the built-in instrument, in order."""
    return [factor.statement for factor in instrument().factors]


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


def survey_monkey(sheets: Sequence[AnswerSheet], words: Words | None = None, *, second_row: bool = True) -> Rows:
    """SurveyMonkey, condensed: one matrix, its stem above the first column only."""
    words = words or labels(not_applicable="N/A")
    meta = [
        "Respondent ID",
        "Collector ID",
        "Start Date",
        "End Date",
        "IP Address",
        "Email Address",
        "First Name",
        "Last Name",
        "Custom Data 1",
    ]
    rows: Rows = [
        [
            *meta,
            "Which organization do you represent?",
            "Please rate each statement.",
            *[None] * 16,
            "Any other comments?",
        ]
    ]
    if second_row:
        rows.append([*[None] * 9, "Response", *statements(), "Open-Ended Response"])
    for one in sheets:
        when = one.at.strftime("%m/%d/%Y %I:%M:%S %p")
        rows.append(
            [
                13097682000 + one.number,
                409521685,
                when,
                when,
                "203.0.113.9",
                None,
                None,
                None,
                None,
                one.organisation,
                *(words(rating) for rating in one.ratings),
                None,
            ]
        )
    return rows


def survey_monkey_expanded(sheets: Sequence[AnswerSheet]) -> Rows:
    """SurveyMonkey, expanded: a column per option, whose cell repeats the option."""
    options = [*(point.label for point in instrument().scale), "N/A"]
    meta = [
        "Respondent ID",
        "Collector ID",
        "Start Date",
        "End Date",
        "IP Address",
        "Email Address",
        "First Name",
        "Last Name",
        "Custom Data 1",
    ]
    asked = [f"{text} - {option}" for text in statements() for option in options]
    rows: Rows = [
        [
            *meta,
            "Which organization do you represent?",
            None,
            None,
            None,
            "Please rate each statement.",
            *[None] * (len(asked) - 1),
        ]
    ]
    rows.append([*[None] * 9, *ORGANISATIONS, *asked])
    for one in sheets:
        when = one.at.strftime("%m/%d/%Y %I:%M:%S %p")
        chosen = [
            options[rating] if rating >= 0 else "N/A" if rating == NOT_APPLICABLE else None for rating in one.ratings
        ]
        cells = [option if option == choice else None for choice in chosen for option in options]
        owner = [name if name == one.organisation else None for name in ORGANISATIONS]
        rows.append(
            [
                13097682000 + one.number,
                409521685,
                when,
                when,
                "203.0.113.9",
                None,
                None,
                None,
                None,
                *owner,
                *cells,
            ]
        )
    return rows


def survey_monkey_summary() -> dict[str, Rows]:
    """SurveyMonkey's summary: stacked blocks of counts, a sheet per question."""
    block: Rows = [
        ["Readiness survey"],
        ["How far do you agree?"],
        ["Answer Choices", "Responses", None],
        ["Strongly agree", 0.4, 8],
        ["Agree", 0.6, 12],
        [None, "Answered", 20],
        [None, "Skipped", 1],
    ]
    return {"Question 1": block, "Question 2": block}


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


def wide(
    sheets: Sequence[AnswerSheet],
    words: Words | None = None,
    *,
    heads: Sequence[str] | None = None,
    sector: dict[str, str] | None = None,
) -> Rows:
    """What people make themselves: organisation, perhaps its sector, a column per question."""
    words = words or labels()
    rows: Rows = [
        [
            "Organization",
            *(["Sector"] if sector else []),
            *(heads or [factor.label for factor in instrument().factors]),
        ]
    ]
    for one in sheets:
        rows.append(
            [
                one.organisation,
                *([sector[one.organisation]] if sector else []),
                *(words(rating) for rating in one.ratings),
            ]
        )
    return rows


def long(sheets: Sequence[AnswerSheet], words: Words | None = None, *, answer_ids: bool = False) -> Rows:
    """A row per answer; skipped questions have no row. answer_ids: the first column numbers the answers."""
    words = words or labels()
    rows: Rows = [[*(["ID"] if answer_ids else []), "Respondent", "Organization", "Question", "Answer"]]
    number = 0
    for one in sheets:
        for text, rating in zip(statements(), one.ratings, strict=True):
            if rating != SKIPPED:
                number += 1
                rows.append(
                    [
                        *([number] if answer_ids else []),
                        f"P{one.number:03d}",
                        one.organisation,
                        text,
                        words(rating),
                    ]
                )
    return rows


def means(sheets: Sequence[AnswerSheet]) -> dict[str, list[float]]:
    """Organisation -> mean of each factor on 1..4, straight from the made-up ratings."""
    found = {}
    for name in dict.fromkeys(one.organisation for one in sheets):
        columns = zip(*(one.ratings for one in sheets if one.organisation == name), strict=True)
        found[name] = [float(np.mean([rating + 1 for rating in column if rating >= 0])) for column in columns]
    return found


def averages_down(sheets: Sequence[AnswerSheet], show: Callable[[float], Cell] = lambda mean: round(mean, 2)) -> Rows:
    """A row per organisation with its number of respondents and a column per question."""
    rows: Rows = [["Organization", "Number of responses", *(factor.label for factor in instrument().factors)]]
    for name, values in means(sheets).items():
        rows.append([name, sum(one.organisation == name for one in sheets), *(show(value) for value in values)])
    return rows


def averages_across(sheets: Sequence[AnswerSheet]) -> Rows:
    """Questions down, organisations across."""
    found = means(sheets)
    rows: Rows = [["Factor", *found]]
    rows += [
        [factor.label, *(round(values[at], 2) for values in found.values())]
        for at, factor in enumerate(instrument().factors)
    ]
    return rows


def form_block(one: AnswerSheet, dimension: str, *, mark: str = "x") -> Rows:
    """One dimension of the printed form: a row per factor, a column per answer, a mark in one of them."""
    options = [*(point.label for point in instrument().scale), "Not applicable"]
    rows: Rows = [[dimension_label(dimension), *options]]
    for at, factor in enumerate(instrument().factors):
        if factor.dimension == dimension:
            rating = one.ratings[at]
            chosen = options[rating] if rating >= 0 else "Not applicable" if rating == NOT_APPLICABLE else None
            rows.append([PRINTED[at], *(mark if option == chosen else None for option in options)])
    return rows


def dimension_label(key: str) -> str:
    """The label of a dimension of the built-in instrument."""
    return instrument().dimension(key).label


def form_sheet(one: AnswerSheet, *, owner: str = "") -> Rows:
    """The whole printed form of one partner in one sheet, a block per dimension."""
    rows: Rows = [["Readiness self-assessment"], ["Organization:", owner] if owner else [None], [None]]
    for dimension in instrument().dimensions:
        rows += [*form_block(one, dimension.key), [None]]
    return rows


def file_of(rows: Rows | dict[str, Rows], file_name: str = "survey.csv", **more: object) -> Export:
    """An export from rows; several sheets where they come as a dictionary."""
    return Export(file_name, rows if isinstance(rows, dict) else {Path(file_name).stem[:31]: rows}, **more)  # type: ignore[arg-type]


def every_export() -> dict[str, Export]:
    """One export of each kind, by name: for tests that go through files."""
    sheets = answer_sheets()
    spanish = labels(SPANISH, "No aplica")
    found = {
        "google_forms": file_of(google_forms(sheets)),
        "google_forms_spanish": file_of(google_forms(sheets, spanish, spanish=True)),
        "microsoft_forms": file_of(microsoft_forms(sheets), "forms.xlsx"),
        "microsoft_forms_spanish": file_of(microsoft_forms(sheets, spanish, spanish=True), "formularios.xlsx"),
        "qualtrics": file_of(qualtrics(sheets)),
        "qualtrics_codes": file_of(qualtrics(sheets, codes(1, 5), coded=True)),
        "qualtrics_two_rows": file_of(qualtrics(sheets, header_rows=2), "qualtrics.xlsx"),
        "qualtrics_legacy": file_of(qualtrics_legacy(sheets)),
        "qualtrics_tsv": file_of(qualtrics(sheets), "qualtrics.tsv", encoding="utf-16", delimiter="\t"),
        "survey_monkey": file_of(survey_monkey(sheets), "sheet.xlsx"),
        "survey_monkey_expanded": file_of(survey_monkey_expanded(sheets), "expanded.xlsx"),
        "survey_monkey_without_second_row": file_of(survey_monkey(sheets, second_row=False)),
        "limesurvey": file_of(limesurvey(sheets)),
        "kobotoolbox": file_of(kobotoolbox(sheets), "readiness_-_all_versions_-_False_-_2026-03-09.csv", delimiter=";"),
        "redcap_labels": file_of(redcap(sheets), "Readiness_DATA_LABELS_2026-03-09_1200.csv"),
        "redcap_raw": file_of(redcap(sheets, raw=True), "Readiness_DATA_2026-03-09_1200.csv"),
        "typeform": file_of(typeform(sheets)),
        "alchemer": file_of(alchemer(sheets)),
        "wide": file_of(wide(sheets), "table.xlsx"),
        "long": file_of(long(sheets), "long.csv"),
        "averages_down": file_of(averages_down(sheets), "averages.xlsx"),
        "averages_across": file_of(averages_across(sheets), "across.xlsx"),
        "form": file_of({one.organisation[:31]: form_sheet(one) for one in sheets[:4]}, "forms.xlsx"),
    }
    return {name: replace(export, file_name=f"{name}{Path(export.file_name).suffix}") for name, export in found.items()}
