"""Why a file is refused, in plain sentences: what it is, what can be read, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath

from collab.errors import Problem, Refused

ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv")
ACCEPTED = f"Common Ground reads {', '.join(ENDINGS[:-1])} and {ENDINGS[-1]} files."
WHOLE = "A workbook must be whole, as Excel or LibreOffice saved it."
OPENS = "A workbook must open without a password."
EXPORT = "Export the answers from the survey tool again as .xlsx or .csv, and drop that file."
SAVE_AGAIN = "Open it in Excel or LibreOffice, save it as a new .xlsx file, and drop that one."

SENTENCES: dict[str, tuple[str, str, str]] = {
    "empty": (
        "The file is empty: it has no bytes in it.",
        "A file with answers in it is needed.",
        "The download or copy probably did not finish; export or copy the file again.",
    ),
    "missing": (
        "The file “{file_name}” cannot be opened.",
        "Only a file that can be opened can be read.",
        "Check that it still exists and that you may read it.",
    ),
    "too_big": (
        "The file has {megabytes} megabytes.",
        "At most 256 megabytes can be read.",
        "Remove pictures and sheets that hold no answers, or split the file by round.",
    ),
    "password": (
        "The file is protected by a password, so its contents are encrypted.",
        OPENS,
        "Open it in Excel, choose File, Info, Protect Workbook, Encrypt with Password, clear the "
        "password, save, and drop the file again.",
    ),
    "password_zip": (
        "Parts of the file are encrypted with a password.",
        OPENS,
        "Make a copy without a password, and drop that one.",
    ),
    "word": (
        "This is a Word or text document, not a spreadsheet.",
        ACCEPTED,
        "Copy its table into a spreadsheet, or enter the answers on the page “Enter answers”.",
    ),
    "slides": ("This is a presentation, not a spreadsheet.", ACCEPTED, EXPORT),
    "mail": (
        "This is an e-mail message, not a spreadsheet.",
        ACCEPTED,
        "Open the message, save the spreadsheet that is attached to it, and drop that file.",
    ),
    "pdf": ("This is a PDF document, not a spreadsheet.", ACCEPTED, EXPORT),
    "picture": (
        "This is a picture, not a spreadsheet.",
        ACCEPTED,
        "Choose the spreadsheet itself, or enter the answers on the page “Enter answers”.",
    ),
    "xlsb": (
        "This is a binary Excel workbook (.xlsb).",
        ACCEPTED,
        "Open it in Excel, choose File, Save As, Excel Workbook (.xlsx), and drop that file.",
    ),
    "numbers": (
        "This is a document of Apple Numbers, Pages or Keynote.",
        ACCEPTED,
        "Open it in Numbers, choose File, Export To, Excel, and drop that file.",
    ),
    "xml_spreadsheet": ("This is an XML spreadsheet or a flat OpenDocument file.", ACCEPTED, SAVE_AGAIN),
    "other_open_document": ("This is an OpenDocument file, but not a spreadsheet.", ACCEPTED, EXPORT),
    "xml": ("This is an XML file, not a spreadsheet.", ACCEPTED, EXPORT),
    "json": (
        "This is a JSON file, not a spreadsheet.",
        ACCEPTED,
        "Choose CSV or Excel (not JSON) when you export from the survey tool, and drop that file.",
    ),
    "statistics": (
        "This is a file of a statistics program ({what}).",
        ACCEPTED,
        "Choose CSV or Excel when you export from the survey tool, and drop that file.",
    ),
    "zip": (
        "This is a ZIP folder, not a spreadsheet. It holds {inside}.",
        ACCEPTED,
        "Open the ZIP folder, take the spreadsheet out, and drop the spreadsheet itself.",
    ),
    "compressed": (
        "This is a compressed file ({what}), not a spreadsheet.",
        ACCEPTED,
        "Unpack it, and drop the spreadsheet that is inside.",
    ),
    "program": ("This is a program or database file, not a spreadsheet.", ACCEPTED, EXPORT),
    "unknown": (
        "The file is not a spreadsheet that Common Ground knows: its contents are neither a workbook nor text.",
        ACCEPTED,
        EXPORT,
    ),
    "other_ole": (
        "This is an old Office file, but it holds no workbook.",
        "Of old Office files, only Excel workbooks (.xls) can be read.",
        SAVE_AGAIN,
    ),
    "truncated": (
        "The workbook is incomplete: its end is missing or damaged.",
        WHOLE,
        "The download or copy probably did not finish; export or copy the file again.",
    ),
    "damaged": ("The workbook is damaged and cannot be opened.", WHOLE, SAVE_AGAIN),
    "trailing": (
        "There is other data before or after the workbook inside this file.",
        "A file holds one workbook and nothing else.",
        SAVE_AGAIN,
    ),
    "unsafe_name": (
        "The workbook holds a part with an unsafe name or a link to another file.",
        "A workbook holds only its own parts.",
        SAVE_AGAIN,
    ),
    "duplicate_part": (
        "The workbook holds two parts of the same name, so it is not clear which one counts.",
        "Each part of a workbook has its own name.",
        SAVE_AGAIN,
    ),
    "too_many_parts": ("The workbook is made of {members} parts.", "At most 5,000 parts can be read.", SAVE_AGAIN),
    "unpacked": (
        "The workbook is small on disk but would unpack to {megabytes} megabytes.",
        "A workbook may unpack to 1,000 megabytes, and to at most 200 times its size.",
        SAVE_AGAIN,
    ),
    "false_size": (
        "A part of the workbook has another size than the file says.",
        "Sizes inside the file must be true.",
        SAVE_AGAIN,
    ),
    "method": ("The workbook is packed in a way that Excel does not use.", WHOLE, SAVE_AGAIN),
    "entity": (
        "The workbook contains definitions (DOCTYPE or ENTITY) that a spreadsheet never needs and "
        "that can be used to attack a computer.",
        "A workbook holds only cells and their formats.",
        SAVE_AGAIN,
    ),
    "encoding": (
        "A part of the workbook is not written in UTF-8.",
        "Every part of a workbook is written in UTF-8.",
        SAVE_AGAIN,
    ),
    "no_sheets": (
        "The workbook has no sheet with cells: only charts or macros.",
        "At least one sheet with cells is needed.",
        "Drop the file that has the answers in rows and columns.",
    ),
    "no_cells": (
        "The file has no cells with anything in them.",
        "At least one cell with an answer is needed.",
        "Check that you chose the right file, and that the export has finished.",
    ),
    "too_many_sheets": (
        "The workbook has {sheets} sheets.",
        "At most 255 sheets can be read.",
        "Keep the sheets that hold answers in a new workbook, and drop that one.",
    ),
    "too_many_cells": (
        "The cells span {rows:,} rows and {columns:,} columns, which makes {cells:,} cells.",
        "At most 10,000,000 cells can be read at once.",
        "Delete stray cells far to the right or far below, or split the file by round.",
    ),
    "outside_grid": (
        "A cell lies outside the grid of a spreadsheet (row {line:,}, column {column:,}).",
        "A sheet has at most 1,048,576 rows and 16,384 columns.",
        SAVE_AGAIN,
    ),
    "too_many_elements": (
        "The sheet describes more than 40 million pieces.",
        "At most 10,000,000 cells can be read at once.",
        SAVE_AGAIN,
    ),
    "false_count": (
        "The workbook says that it holds {count} different texts, but its size cannot hold them.",
        "Counts inside the file must be true.",
        SAVE_AGAIN,
    ),
    "merged_area": (
        "Merged cells cover {cells:,} cells in {ranges:,} areas.",
        "At most 10,000,000 cells in 200,000 areas may be merged.",
        "Unmerge the cells (Home, Merge and Center) and save the file.",
    ),
    "long_cell": (
        "A cell holds more than 32,767 characters.",
        "A cell holds at most 32,767 characters.",
        "Shorten the text in that cell, or remove the column.",
    ),
    "open_quote": (
        "A quotation mark that opens in this row is never closed, so the rest of the file would be one single cell.",
        "Quotation marks come in pairs.",
        "Export the file again; or open it in a text editor and close the quotation mark.",
    ),
    "long_line": (
        "A line of the file has more than {characters:,} characters.",
        "A line holds one answer sheet.",
        EXPORT,
    ),
    "too_many_columns": ("The file has {columns:,} columns or more.", "At most 16,384 columns can be read.", EXPORT),
    "too_many_texts": (
        "The file holds more than two million different texts.",
        "A survey of 100,000 people holds far fewer.",
        "Remove columns that hold no answers, or split the file by round.",
    ),
    "page_too_large": (
        "The web page holds tables of more than 1,000,000 cells.",
        "At most 1,000,000 cells of a web page can be read.",
        EXPORT,
    ),
    "web_page": (
        "This is a web page without a table, perhaps a sign-in page that was saved in place of the file.",
        ACCEPTED,
        "Sign in to the survey tool, export again as .xlsx or .csv, and drop that file.",
    ),
    "memory": (
        "Reading the file would take more memory than a spreadsheet may ask for.",
        "At most 10,000,000 cells can be read at once.",
        SAVE_AGAIN,
    ),
    "time": (
        "Reading the file took too long, so it was stopped.",
        "A survey of 100,000 people is read in a few seconds.",
        SAVE_AGAIN,
    ),
    "ended": (
        "The file could not be read: it is damaged, or made in a way that no spreadsheet program makes.",
        WHOLE,
        SAVE_AGAIN,
    ),
}


def refuse(key: str, *, sheet: str | None = None, row: int | None = None, **details: object) -> Refused:
    """The refusal to raise for this key, its sentences filled in with details."""
    return refuse_as(key, details, sheet=sheet, row=row)


def refuse_as(key: str, details: Mapping[str, object], *, sheet: str | None = None, row: int | None = None) -> Refused:
    """As refuse, with the details in a mapping."""
    found, allowed, remedy = (part.format(**details) for part in SENTENCES[key])
    return Refused((Problem(found=found, allowed=allowed, remedy=remedy, sheet=sheet, row=row),))


def told_of(file_name: str, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The problems as told of a file of this name: to a .xlsx file it is no help that .xlsx files can be read."""
    ending = PurePath(file_name).suffix.lower()
    if ending not in ENDINGS:
        return problems
    inside = f"Its name ends in {ending}, but what is inside decides."
    return tuple(replace(each, allowed=inside) if each.allowed == ACCEPTED else each for each in problems)


def reworded(problems: tuple[Problem, ...], wording: Mapping[str, str]) -> tuple[Problem, ...]:
    """The problems with other sentences of what is allowed and what to do: sentence -> the one that is told instead."""
    return tuple(
        replace(each, allowed=wording.get(each.allowed, each.allowed), remedy=wording.get(each.remedy, each.remedy))
        for each in problems
    )
