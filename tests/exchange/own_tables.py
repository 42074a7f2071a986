"""What people make themselves, built in code: wide, long, averages, and the printed form typed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from tests.exchange.made_up import (
    NOT_APPLICABLE,
    PRINTED,
    SKIPPED,
    AnswerSheet,
    Cell,
    Rows,
    Words,
    instrument,
    labels,
    statements,
)


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
