"""One export of each kind, and the names that tests build their own with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.exchange.made_up import (
    NOT_APPLICABLE,
    ORGANISATIONS,
    PRINTED,
    SKIPPED,
    SPANISH,
    AnswerSheet,
    Cell,
    Export,
    Rows,
    Words,
    answer_sheets,
    book_of,
    codes,
    file_of,
    instrument,
    labels,
    sheet_of,
    statements,
)
from tests.exchange.own_tables import (
    averages_across,
    averages_down,
    dimension_label,
    form_block,
    form_sheet,
    long,
    means,
    wide,
)
from tests.exchange.survey_monkey_exports import survey_monkey, survey_monkey_expanded, survey_monkey_summary
from tests.exchange.tool_exports import (
    alchemer,
    google_forms,
    kobotoolbox,
    limesurvey,
    microsoft_forms,
    qualtrics,
    qualtrics_legacy,
    redcap,
    typeform,
)

__all__ = [
    "NOT_APPLICABLE",
    "ORGANISATIONS",
    "PRINTED",
    "SKIPPED",
    "SPANISH",
    "AnswerSheet",
    "Cell",
    "Export",
    "Rows",
    "Words",
    "alchemer",
    "answer_sheets",
    "averages_across",
    "averages_down",
    "book_of",
    "codes",
    "dimension_label",
    "every_export",
    "file_of",
    "form_block",
    "form_sheet",
    "google_forms",
    "instrument",
    "kobotoolbox",
    "labels",
    "limesurvey",
    "long",
    "means",
    "microsoft_forms",
    "qualtrics",
    "qualtrics_legacy",
    "redcap",
    "sheet_of",
    "statements",
    "survey_monkey",
    "survey_monkey_expanded",
    "survey_monkey_summary",
    "typeform",
    "wide",
]


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
