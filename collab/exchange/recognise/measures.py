"""Settles what a table of averages reports: means on a rating scale, or shares of positive answers."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

import numpy as np

from collab.exchange.findings import Question
from collab.exchange.recognise.averagetargets import Targets
from collab.exchange.recognise.draft import Draft
from collab.exchange.recognise.enquiry import choices
from collab.exchange.recognise.figures import Figures, figures, says_percent, speaks_of_percent
from collab.exchange.recognise.proposal import with_reversed
from collab.exchange.recognise.text import fold
from collab.model import Instrument, Measure, ScalePoint

# A high mean of such a statement is bad news.
_ADVERSE = re.compile(
    r"\b(negativ\w*|harm(s|ed|ful)?|hurt(s|ful)?|hinder\w*|damag\w*|barriers?|obstacles?|obstaculos?|perjudic\w*|"
    r"danin\w*|afectar\w* el exito|bull(y|ied|ying)|unsafe|less likely)\b"
)
_DENIED = re.compile(r"\b(no|not|never|nothing|none|free|without|nunca|sin|ningun\w*|nada|cannot|\w+n t)\b")
_TOPS = (4, 5, 6, 7, 10)


@dataclass(frozen=True)
class Measured:
    """What the figures are (None while a person has not said it), the figures, and the instrument with its scale."""

    measure: Measure | None
    figures: tuple[Figures, ...]
    instrument: Instrument


def measure_of(draft: Draft, targets: Targets, kept: np.ndarray) -> Measured:
    """The figures of every target as means on the instrument's scale or as shares 0..1."""
    found = tuple(figures(target.field) for target in targets.all)
    rows = [part.values[target.field.codes[kept]] for part, target in zip(found, targets.all, strict=True)]
    values = np.concatenate(rows)
    values = values[~np.isnan(values)]
    if len(values) == 0:
        draft.problem(
            "The table of averages holds no numbers.",
            "At least one average is needed.",
            "Choose the sheet with the results.",
        )
        return Measured(None, found, targets.instrument)
    percent = any(part.says_percent for part in found) or any(says_percent(target.field) for target in targets.all)
    percent = percent or any(speaks_of_percent(note) for note in draft.notes)
    measure = _measure(draft, targets.instrument, values, percent)
    if measure == Measure.SHARE and float(values.max()) > 1.0 and _is_percent(draft, values, percent):
        found = tuple(part.divided(100.0) for part in found)
    if measure == Measure.MEAN and not targets.instrument.scale:
        return _on_a_new_scale(draft, targets.instrument, found, values)
    return Measured(measure, found, targets.instrument)


def _measure(draft: Draft, instrument: Instrument, values: np.ndarray, percent: bool) -> Measure | None:
    scores = instrument.scores or (0, 10)
    low, high = float(values.min()), float(values.max())
    can_mean = not percent and high > 1.0 and low >= scores[0] and high <= scores[-1]
    can_share = low >= 0 and (high <= 1.0 or (high <= 100.0 and (percent or high > scores[-1])))
    question = Question(
        id="measure",
        ask=f"The figures run from {low:g} to {high:g}. What are they?",
        choices=choices({"mean": "Means on the rating scale", "share": "Shares of positive answers"}),
        proposal="mean" if can_mean else "share" if can_share else None,
        group="Answers",
    )
    value = draft.enquiry.settle(question, certain="mean" if can_mean else "share" if can_share else None)
    return Measure(str(value)) if value is not None else None


def _is_percent(draft: Draft, values: np.ndarray, percent: bool) -> bool:
    question = Question(
        id="percent",
        ask=f"The figures run from {float(values.min()):g} to {float(values.max()):g}. Are they percentages?",
        choices=choices({"yes": "Yes, out of 100", "no": "No"}),
        proposal="yes",
        group="Answers",
    )
    return draft.enquiry.settle(question, certain="yes" if percent else None) == "yes"


def _adverse(instrument: Instrument) -> tuple[str, ...]:
    """Keys of the factors whose statement speaks of harm and denies nothing."""
    texts = {factor.key: fold(f"{factor.label} {factor.statement}") for factor in instrument.factors}
    return tuple(key for key, text in texts.items() if _ADVERSE.search(text) and not _DENIED.search(text))


def _on_a_new_scale(draft: Draft, instrument: Instrument, found: tuple[Figures, ...], values: np.ndarray) -> Measured:
    """Means of a new instrument: the ends of its scale and its better end are asked."""
    low, high = float(values.min()), float(values.max())
    tops = [top for top in _TOPS if top >= math.ceil(high)]
    spans = [f"{first}-{top}" for top in tops for first in (1, 0) if first <= low]
    points = Question(
        id="points",
        ask=f"The means run from {low:g} to {high:g}. Which scale are they on?",
        choices=choices({span: span.replace("-", " to ") for span in spans}),
        proposal=spans[0] if spans else None,
        group="Answers",
    )
    span = draft.enquiry.settle(points)
    if span is None:
        return Measured(None, found, instrument)
    first, last = (int(part) for part in str(span).split("-"))
    direction = Question(
        id="direction",
        ask=f"Which end of the scale from {first} to {last} is the better one?",
        choices=choices({"rising": f"{last} is the better end", "falling": f"{first} is the better end"}),
        group="Answers",
        why="Nothing in the file says it, and a wrong guess would turn every result upside down.",
    )
    value = draft.enquiry.settle(direction)
    scored = replace(
        instrument,
        scale=tuple(ScalePoint(f"point_{score}", str(score), score) for score in range(first, last + 1)),
    )
    turned = tuple(part.turned(first + last) for part in found) if value == "falling" else found
    if scored.factors:
        scored = with_reversed(draft, scored, scored.factors, _adverse(scored))
    return Measured(Measure.MEAN if value is not None else None, turned, scored)
