"""A table that reports both a mean and a share of each question: one of them is taken."""

from __future__ import annotations

from dataclasses import replace

from collab.exchange.findings import Question
from collab.exchange.recognise.averagetargets import without_statistic
from collab.exchange.recognise.draft import Draft
from collab.exchange.recognise.enquiry import choices
from collab.exchange.recognise.figures import figures, says_percent
from collab.exchange.recognise.measurecolumns import Columns
from collab.exchange.recognise.table import Field
from collab.model import Measure


def of_one_measure(draft: Draft, columns: Columns) -> Columns:
    """The columns of means or of shares where most questions have both: which of them is asked."""
    shares = tuple(field for field in columns.measures if says_percent(field) or figures(field).says_percent)
    means = tuple(field for field in columns.measures if field not in shares)
    if not shares or not means or not _ask_the_same(shares, means):
        return columns
    question = Question(
        id="measure",
        ask="The table reports both a mean and a share of positive answers. Which of them is meant?",
        choices=choices({"mean": "The means on the rating scale", "share": "The shares of positive answers"}),
        proposal="mean",
        group="Answers",
    )
    return replace(columns, measures=shares if draft.enquiry.settle(question) == Measure.SHARE else means)


def _ask_the_same(shares: tuple[Field, ...], means: tuple[Field, ...]) -> bool:
    """Whether at least half of the means and of the shares are about a question that the other reports too."""
    asked, reported = _questions(shares), _questions(means)
    both = [any(text in asked for text in without_statistic(field).path) for field in means]
    back = [any(text in reported for text in without_statistic(field).path) for field in shares]
    return sum(both) * 2 >= len(means) and sum(back) * 2 >= len(shares)


def _questions(fields: tuple[Field, ...]) -> set[str]:
    return {text for field in fields for text in without_statistic(field).path}
