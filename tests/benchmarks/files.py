"""Builds the files that are imported: many respondents of made-up organisations, always the same."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import xlsxwriter

from collab.framework import load_framework
from data.samples.school_survey_words import NAME_ENDS, NAME_STARTS

SEED = 100
ALPHABET = np.array(list("0123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz"))
# strongly disagree, disagree, agree, strongly agree, not applicable, nothing
SHARES = (0.10, 0.22, 0.38, 0.22, 0.05, 0.03)


def headers() -> list[str]:
    """Two columns about the respondent and one for each factor of the built-in instrument."""
    return [
        "Response ID",
        "Organisation",
        *(factor.statement for factor in load_framework().instruments[0].factors),
    ]


def organisations(number: int) -> tuple[str, ...]:
    """Names of made-up organisations, district and charter in turn."""
    places = (start + end for end, start in itertools.product(NAME_ENDS, NAME_STARTS))
    kinds = itertools.cycle(("School District", "Charter School"))
    return tuple(f"{place} {kind}" for place, kind in itertools.islice(zip(places, kinds, strict=False), number))


def rows(respondents: int, partners: int, *, first: int = 0) -> Iterator[list[str]]:
    """One row per respondent: id, organisation, a label per factor ("" where skipped)."""
    chance = np.random.default_rng([SEED, first])
    instrument = load_framework().instruments[0]
    labels = np.array([*(point.label for point in instrument.scale), instrument.not_applicable, ""])
    names = organisations(partners)
    which = chance.integers(0, partners, respondents)
    which[:partners] = np.arange(partners)[:respondents]
    given = labels[chance.choice(len(labels), (respondents, len(instrument.factors)), p=SHARES)]
    ids = ALPHABET[chance.integers(0, len(ALPHABET), (respondents, 15))]
    for place in range(respondents):
        yield [f"R_{''.join(ids[place])}", names[which[place]], *given[place].tolist()]


def write_workbook(path: Path, respondents: int, partners: int) -> Path:
    """An .xlsx file as survey tools write it: shared strings, one sheet, one header row."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Responses")
    for number, row in enumerate((headers(), *rows(respondents, partners))):
        _write_row(sheet, number, row)
    book.close()
    return path


def _write_row(sheet: xlsxwriter.worksheet.Worksheet, number: int, row: Sequence[str]) -> None:
    for column, text in enumerate(row):
        if text:
            sheet.write_string(number, column, text)


def write_csv(path: Path, respondents: int, partners: int, *, first: int = 0) -> Path:
    """The same as CSV; another first gives other respondents."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headers())
        writer.writerows(rows(respondents, partners, first=first))
    return path
