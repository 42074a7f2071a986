"""SurveyMonkey's exports, built in code."""

from __future__ import annotations

from collections.abc import Sequence

from tests.exchange.made_up import (
    NOT_APPLICABLE,
    ORGANISATIONS,
    AnswerSheet,
    Rows,
    Words,
    instrument,
    labels,
    statements,
)


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
