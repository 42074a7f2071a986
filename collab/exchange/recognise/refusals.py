"""Sentences for files that hold no ratings: what the file is, and which export to choose instead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from collab.exchange.recognise.draft import Draft
from collab.exchange.recognise.factors import is_named_exactly
from collab.exchange.recognise.headers import read_table
from collab.exchange.recognise.measurecolumns import measure_columns
from collab.exchange.recognise.scale import is_label
from collab.exchange.recognise.table import Field
from collab.exchange.recognise.text import counted, fold, listed
from collab.exchange.sheet import Sheet

_ROWS_LOOKED_AT = 300
_MOST_HEADINGS = 6
_FEWEST_HEADINGS = 3
_TIME = re.compile(
    r"^((spring|fall|autumn|winter|summer|sy|fy|school year|year|round|wave|primavera|otono) ?)?((19|"
    r"20)?\d\d)( (19|20)?\d\d)?$"
)
# A sheet with this share of formulas without a result cannot be judged without them.
_MUCH_UNCALCULATED = 0.2
# Recognition compares columns with one another, inside the server: beyond this it would keep everybody waiting.
MOST_COLUMNS = 2_000


def refuse_too_wide(draft: Draft) -> bool:
    """Say so where a sheet has more columns than any survey asks questions; whether that is the case."""
    wide = [sheet for sheet in draft.book.sheets if len(sheet.columns) > MOST_COLUMNS]
    for sheet in wide:
        draft.problem(
            f"The sheet has {len(sheet.columns):,} columns.",
            f"At most {MOST_COLUMNS:,} can be compared with the questions.",
            "Delete the columns that are not about this survey, save the file, and drop it again.",
            sheet=sheet.name,
        )
    return bool(wide)


def refuse_nothing(draft: Draft) -> None:
    """Say why no sheet of the book can be taken."""
    sheets = [sheet for sheet in draft.book.sheets if sheet.rows and not bool(sheet.blank_rows.all())]
    if not any(_is_uncalculated(sheet) for sheet in sheets):
        _explain(draft, sheets)
    refuse_uncalculated(draft, {sheet.name for sheet in sheets})


def _explain(draft: Draft, sheets: list[Sheet]) -> None:
    """The one sentence that fits best."""
    if not sheets:
        draft.problem(
            "This file is empty.",
            "A sheet with a row per respondent, per answer or per organisation is needed.",
            "Check that the export has finished, and that the file is the one you meant.",
        )
    elif any(is_summary(sheet) for sheet in sheets):
        _refuse_summary(draft)
    elif any(_is_time_table(sheet) for sheet in sheets):
        _refuse_times(draft)
    elif any(_is_distribution(sheet) for sheet in sheets):
        _refuse_distribution(draft)
    elif any(_has_questions(draft, sheet) for sheet in sheets) or all(_is_headings(sheet) for sheet in sheets):
        draft.problem(
            "This file has questions but no answers yet.",
            "At least one row with answers is needed below the headings.",
            "Check that the export has finished, or that the template was saved after it was filled in.",
        )
    else:
        _refuse_other(draft, sheets)


def _has_questions(draft: Draft, sheet: Sheet) -> bool:
    """Whether one of the first rows holds three or more questions of a known instrument."""
    for row in range(min(sheet.rows, 10)):
        texts = [text for text in sheet.row_texts(row) if text]
        if any(
            sum(is_named_exactly((text,), instrument) for text in texts) >= 3 for instrument in draft.known.instruments
        ):
            return True
    return False


def _is_headings(sheet: Sheet) -> bool:
    """Whether a sheet holds the headings of a table and nothing below them."""
    texts = (len([text for text in sheet.row_texts(row) if text]) for row in range(min(sheet.rows, _MOST_HEADINGS)))
    return read_table(sheet) is None and max(texts, default=0) >= _FEWEST_HEADINGS


def refuse_uncalculated(draft: Draft, names: set[str]) -> None:
    """Say that cells hold formulas without a result."""
    for sheet in draft.book.sheets:
        if sheet.uncalculated and (sheet.name in names or _is_uncalculated(sheet)):
            draft.problem(
                f"{counted(sheet.uncalculated, 'cell')} "
                f"{'holds a formula' if sheet.uncalculated == 1 else 'hold formulas'} that "
                f"{'was' if sheet.uncalculated == 1 else 'were'} never calculated.",
                "Every cell needs its result.",
                "Open the file in Excel or LibreOffice, let it calculate, save it, and import it again.",
                sheet=sheet.name,
            )


def _is_uncalculated(sheet: Sheet) -> bool:
    """Whether so many cells lack their result that the sheet cannot be judged."""
    return sheet.uncalculated > 0 and sheet.uncalculated >= _MUCH_UNCALCULATED * sheet.rows * len(sheet.columns)


def is_summary(sheet: Sheet) -> bool:
    """Whether a sheet is SurveyMonkey's summary: blocks of answer choices with their counts."""
    cells = (text for row in range(min(sheet.rows, _ROWS_LOOKED_AT)) for text in _beginning(sheet, row))
    found = {fold(text) for text in cells if text and len(text) <= 40}
    return "answer choices" in found or "opciones de respuesta" in found or {"answered", "skipped"} <= found


def _beginning(sheet: Sheet, row: int) -> tuple[str, ...]:
    return tuple(column.text(row) for column in sheet.columns[:3])


def _refuse_summary(draft: Draft) -> None:
    draft.problem(
        "This is a summary of a survey: blocks with counts per answer choice. It does not tell who answered what.",
        "A row per respondent is needed.",
        "In SurveyMonkey choose Analyze Results, Save As, Export File, All Individual Responses (XLS or CSV), "
        "and import that file.",
    )


def are_times(measures: Sequence[Field]) -> bool:
    """Whether the columns of figures are years, terms or rounds of one question, and not several questions."""
    parents = {field.path[:-1] for field in measures}
    return len(parents) == 1 and all(field.path and _TIME.match(fold(field.path[-1])) for field in measures)


def _is_time_table(sheet: Sheet) -> bool:
    table = read_table(sheet)
    return table is not None and are_times(measure_columns(table.fields))


def _refuse_times(draft: Draft) -> None:
    draft.problem(
        "This table runs over time: its columns are years, and a round holds one of them.",
        "A row or a column for each organisation is needed, for one year.",
        "Make a file with one year’s figures, a row per organisation and a column per question.",
    )


def _is_distribution(sheet: Sheet) -> bool:
    """Whether a sheet tells how many people gave each answer: a column per label, numbers below."""
    for row in range(min(sheet.rows, 12)):
        labels = {fold(text) for text in sheet.row_texts(row) if is_label(text)}
        if len(labels) >= 3:
            return True
    return False


def _refuse_distribution(draft: Draft) -> None:
    draft.problem(
        "This file counts how many people gave each answer. It does not tell who answered what.",
        "A row per respondent, or an average or share per organisation, is needed.",
        "Choose the export with every single answer, or make one column per question with its average or share.",
    )


def _refuse_other(draft: Draft, sheets: list[Sheet]) -> None:
    largest = max(sheets, key=lambda sheet: sheet.rows * len(sheet.columns))
    heads = [text for text in largest.row_texts(int((~largest.blank_rows).argmax())) if text]
    seen = (
        f" Its first row says: {listed([f'“{text[:40]}”' for text in heads[:5]], 5)}."
        if len(heads) > 1 and not any("@" in text for text in heads)
        else ""
    )
    draft.problem(
        f"This file holds no ratings: no column has answers on a rating scale, such as “Agree” or 1 to 4.{seen}",
        "A survey’s answers (a row per respondent or per answer), averages per organisation, or the filled-in "
        "form are needed.",
        "Choose the export with every single answer (often called “responses” or “raw data”), or use the template.",
        sheet=largest.name if len(draft.book.sheets) > 1 else None,
    )
