"""Templates as partners send them back: downloaded, filled in and saved."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl

from collab.exchange.template import ANSWERS_SHEET
from collab.framework import load_framework
from collab.model import Mode
from collab.services.template import template_of
from collab.store import Store


def filled_template(
    store: Store, path: Path, names: tuple[str, str], *, partners: Sequence[str], mode: Mode | None = None
) -> Path:
    """Write the template of a round (initiative, label) with one row of answers for each of these partners."""
    book = openpyxl.load_workbook(io.BytesIO(template_of(store, *names, mode=mode).content))
    sheet = book[ANSWERS_SHEET]
    headers = [cell.value for cell in sheet[1]]
    statements = [factor.statement for factor in load_framework().instruments[0].factors]
    for row, partner in enumerate(partners, start=2):
        sheet.cell(row, 1, partner)
        if "Sector" in headers:
            sheet.cell(row, 1 + headers.index("Sector"), "District")
        for statement in statements:
            sheet.cell(row, 1 + headers.index(statement), "Agree")
    book.save(path)
    return path
