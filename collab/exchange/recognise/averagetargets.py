"""What each column of averages is about: a question, a dimension, or overall; of a known instrument or a new one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from collab.exchange.findings import Question
from collab.exchange.recognise.draft import Draft
from collab.exchange.recognise.enquiry import choices
from collab.exchange.recognise.factors import Match, match_factors
from collab.exchange.recognise.grouping import grouped, item_of
from collab.exchange.recognise.instruments import NEW, NONE, instrument_key, settled
from collab.exchange.recognise.proposal import build_instrument
from collab.exchange.recognise.table import Field
from collab.exchange.recognise.text import counted, fold, shortened, slug
from collab.model import Instrument, Level

OVERALL_TARGET = ""
_OVERALL_NAMES = frozenset((
    "overall", "overall score", "overall mean", "overall average", "overall index", "total", "total score",
    "composite", "composite score", "index",
    "overall readiness", "readiness", "general", "promedio general", "total general", "overall rating",
    "grand mean", "average", "all dimensions", "overall percent",
    "overall favorable", "overall percent favorable", "summary score", "survey score", "overall survey score",
    "mean score", "global",
))  # fmt: skip
_TRIMMINGS = re.compile(
    r"\b(dimension score|dimension|score|scores|mean|average|avg|index|percent favorable|percent positive|"
    r"percent agree|favorable|positive|percent|pct|"
    r"rating|domain|category|promedio|media|puntaje|puntuacion|dimension average|subscale|scale)\b"
)
_FIGURE = r"(mean|average|avg|percent|percentage|pct|share|score|media|promedio|porcentaje|%)"
_MEANT = r"(agree\w*|favou?rable|favorably|positive|score|rating|responses?)"
# "Average of Vision", "% agree: Vision", "Vision (percent agree)", "Vision - mean", "Vision average".
_STATISTIC = re.compile(
    rf"^\s*{_FIGURE}\.?(\s*{_MEANT})?\s*(\b(of|for|de|on)\b|[:–—-])\s*"
    rf"|\s*[(\[][^()\[\]]*({_FIGURE}|\b{_MEANT}\b)[^()\[\]]*[)\]]\s*$"
    rf"|\s*([-–—:,]\s*|\s){_FIGURE}(\s*{_MEANT})?\s*$",
    re.IGNORECASE,
)
_DIMENSION_WORD = re.compile(r"\b(dimension|domain|subscale|category score|scale score|index score|composite)\b")


@dataclass(frozen=True)
class Target:
    """A column with what it is about."""

    field: Field
    level: Level
    key: str


@dataclass(frozen=True)
class Targets:
    """All columns of averages with the instrument that they belong to."""

    instrument: Instrument
    all: tuple[Target, ...]


def is_overall(field: Field) -> bool:
    """Whether a column reports one figure for everything."""
    return any(name in _OVERALL_NAMES for name in field.names)


def known_targets(draft: Draft, fields: tuple[Field, ...], unclear: tuple[Field, ...] = ()) -> Targets | None:
    """The columns read as questions and dimensions of a known instrument; None where most of them are not.

    unclear: columns of figures that need not be averages.
    """
    found = {instrument_key(draft, item): _matched(item, (*fields, *unclear)) for item in draft.known.instruments}
    best = max(found, key=lambda key: found[key].sure, default=NEW)
    matched = found[best].sure if best in found else 0
    likely = len(found[best].matches) + len(found[best].dimensions) if best in found else 0
    plain = [field for field in fields if not is_overall(field)]
    certain = best if matched and matched * 2 >= len(plain) else None
    labels = {instrument_key(draft, item): item.title for item in draft.known.instruments}
    question = Question(
        id="instrument",
        ask=f"This file reports averages for "
        f"{counted(matched, 'question', 'questions') if matched else 'no question'} of a known instrument. "
        f"What is it?",
        choices=choices(labels | {NEW: "A new instrument, made from this file’s own questions"}),
        proposal=best if matched and likely * 2 >= len(plain) else NEW,
        group="Questions",
    )
    chosen = draft.enquiry.settle(question, certain=certain)
    instrument = next((item for item in draft.known.instruments if instrument_key(draft, item) == chosen), None)
    if instrument is None or not (found[str(chosen)].dimensions or found[str(chosen)].rest):
        return None
    overall = tuple(Target(field, Level.OVERALL, OVERALL_TARGET) for field in fields if is_overall(field))[:1]
    return Targets(instrument, (*_settled_targets(draft, instrument, found[str(chosen)]), *overall))


@dataclass(frozen=True)
class _Matched:
    """What the columns could be in one instrument: dimensions, and the rest with the factors that they may ask."""

    dimensions: tuple[Target, ...]
    rest: tuple[Field, ...]
    matches: tuple[Match, ...]

    @property
    def sure(self) -> int:
        """How many columns are certain."""
        return len(self.dimensions) + sum(match.certain for match in self.matches)


def _matched(instrument: Instrument, fields: tuple[Field, ...]) -> _Matched:
    """Dimensions by their labels, then factors among the rest."""
    dimensions: dict[str, Target] = {}
    for field in fields:
        key = _dimension_of(instrument, field)
        if key is not None and key not in dimensions:
            dimensions[key] = Target(field, Level.DIMENSION, key)
    taken = {target.field.index for target in dimensions.values()}
    rest = tuple(field for field in fields if field.index not in taken and not is_overall(field))
    matches = match_factors([without_statistic(field) for field in rest], instrument)
    return _Matched(tuple(dimensions.values()), rest, matches)


def _settled_targets(draft: Draft, instrument: Instrument, found: _Matched) -> tuple[Target, ...]:
    """Dimensions and factors; a column of figures that is neither for certain is a question."""
    pairs = settled(draft, instrument, found.matches, list(found.rest), ask_all=True)
    return (*found.dimensions, *(Target(field, Level.FACTOR, factor.key) for field, factor in pairs))


def without_statistic(field: Field) -> Field:
    """The field with its question once more, the name of the statistic taken off."""
    bare = (_STATISTIC.sub("", text).strip() for text in field.path)
    found = tuple(text for text in bare if text and text not in field.path)
    return replace(field, path=(*field.path, *found)) if found else field


def _dimension_of(instrument: Instrument, field: Field) -> str | None:
    names = {name for text in field.names for name in (text, trimmed(text))}
    return next((item.key for item in instrument.dimensions if {fold(item.key), fold(item.label)} & names), None)


def trimmed(name: str) -> str:
    """A folded header without words such as "dimension score"."""
    return " ".join(_TRIMMINGS.sub(" ", name).split())


def questions_among(draft: Draft, unclear: tuple[Field, ...]) -> tuple[Field, ...]:
    """Which of the unclear columns of figures a person takes for questions of a new instrument."""
    found = []
    for field in unclear:
        question = Question(
            id=f"factor:{field.header}",
            ask=f"The column “{shortened(field.header, 160)}” holds figures. Is it a question of this survey?",
            choices=choices({NONE: "No, leave it out", NEW: "Yes, a question like the others"}),
            proposal=NONE,
            group="Questions",
        )
        if draft.enquiry.settle(question) == NEW:
            found.append(field)
    return tuple(found)


def proposed_targets(draft: Draft, fields: tuple[Field, ...], notes: list[str]) -> Targets | None:
    """The columns as questions and dimensions of a new instrument whose scale is not known: the file reports shares."""
    overall = [field for field in fields if is_overall(field)][:1]
    dimensions = [
        field for field in fields if field not in overall and any(_DIMENSION_WORD.search(name) for name in field.names)
    ]
    questions = [field for field in fields if field not in overall and field not in dimensions]
    if not questions and not dimensions:
        _refuse(draft)
        return None
    labels = {field.index: dimension_label(field) for field in dimensions}
    items = [item_of(field.path or (field.header,), field.index) for field in questions]
    grouping = grouped(items, notes, headed=tuple(labels.values()))
    instrument = build_instrument(draft, grouping, (), stated=bool(labels))
    found = [Target(field, Level.DIMENSION, slug(labels[field.index])) for field in dimensions]
    found += [
        Target(field, Level.FACTOR, key)
        for field in questions
        if (key := grouping.place(field.index)) in instrument.factor_keys and key
    ]
    return Targets(instrument, (*found, *(Target(field, Level.OVERALL, OVERALL_TARGET) for field in overall)))


def _refuse(draft: Draft) -> None:
    draft.problem(
        "This table names no question and no dimension.",
        "Averages need a column for each question or dimension.",
        "Choose the sheet with results by question or by dimension.",
    )


def dimension_label(field: Field) -> str:
    """A dimension's label: the header without "Dimension Score" and the like."""
    text = field.path[-1] if field.path else field.header
    bare = re.sub(
        r"\s*\b(dimension|domain|subscale|category|scale|index|composite)?\s*\b(score|mean|average|index)?\s*$",
        "",
        text.strip(),
        flags=re.IGNORECASE,
    )
    return bare.strip(" -–:") or text.strip()
