"""What a refused file is told where reviews or milestones are wanted: other advice than for the answers to a survey."""

from __future__ import annotations

from collections.abc import Mapping

from collab.exchange.reading.refusals import EXPORT, SENTENCES

OUR_OWN = "download the workbook here and fill it in"
SAVE_IT = f"Save it as .xlsx or .csv in the program that it comes from, or {OUR_OWN}."
_ALLOWED = {
    "empty": "A file with rows in it is needed.",
    "no_cells": "At least one cell with something in it is needed.",
    "long_line": "A line holds one row.",
    "too_many_texts": "A sheet of reviews or milestones holds far fewer.",
    "time": "A sheet of reviews or milestones is read in a moment.",
}
_REMEDIES = {
    "word": f"Copy its table and paste it here, or {OUR_OWN}.",
    "picture": f"Choose the spreadsheet itself, or {OUR_OWN}.",
    "too_big": "Remove pictures and sheets that are not needed.",
    "json": SAVE_IT,
    "statistics": SAVE_IT,
    "no_sheets": "Drop the file that has the rows.",
    "too_many_sheets": "Keep the sheets that are needed in a new workbook, and drop that one.",
    "too_many_texts": "Remove the columns and rows that are not needed.",
    "too_many_cells": "Delete stray cells far to the right or far below.",
    "web_page": f"Save the spreadsheet itself as .xlsx or .csv, or {OUR_OWN}.",
}
WORDING: Mapping[str, str] = {
    EXPORT: SAVE_IT,
    **{SENTENCES[key][1]: words for key, words in _ALLOWED.items()},
    **{SENTENCES[key][2]: words for key, words in _REMEDIES.items()},
}
"""A sentence of a refusal -> the one that is told instead."""
