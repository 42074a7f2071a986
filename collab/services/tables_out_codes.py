"""The keys that stand in tables for analysts, with the words that screens have for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from collab.framework import load_framework
from collab.journey import MilestoneStanding
from collab.model import Kind, Level, Mode, Why
from collab.scoring import GapReading
from collab.scoring.effects import EffectSize
from collab.services import labels
from collab.services.bulk_milestones import LABELS as MILESTONES_SAID
from collab.services.owed import KINDS as OWED

_KINDS = {Kind.RESPONSES: "Answer sheets", Kind.AVERAGES: "Averages that the source reported"}
_MODES = {
    Mode.TEAM: "One agreed answer of each partner, shown with its name",
    Mode.INDIVIDUAL: "Several people of each partner; small groups are hidden",
}
_MEASURES = {"mean": "A mean on the scale of the questions", "share": "A share of positive answers"}
_LEVELS = {Level.FACTOR: "Factor", Level.DIMENSION: "Dimension", Level.OVERALL: "Overall, all dimensions"}
_ACROSS = {"partner": "One partner", "sector": "One sector", "all": "All partners"}
_WHY = {
    Why.HIDDEN: "Too few answers to be shown",
    Why.HIDDEN_BY_SOURCE: "Hidden by the source",
    Why.TOO_FEW_FACTORS: "Too few factors have a figure",
    Why.TOO_FEW_ANSWERS: "No answers, or too few",
    Why.NOT_ASKED: "Not asked",
    Why.AVERAGES: "Not defined for reported averages",
}
_BANDS = {key: words.strip("▲▼ ").capitalize() for key, words in labels.BANDS.items()}
_GAPS = {
    GapReading.NOT_COMPARABLE: "The two cannot be compared",
    GapReading.DISTRICT_HIGHER: "District is higher",
    GapReading.CHARTER_HIGHER: "Charter is higher",
    GapReading.BOTH_STRENGTH: "Both see a strength",
    GapReading.BOTH_CONCERN: "Both see a concern",
    GapReading.IN_BETWEEN: "No clear difference",
}
_SIZES = {each: each.value.capitalize() for each in EffectSize}


@dataclass(frozen=True)
class Code:
    """One key. score: what it counts as, None where it does not."""

    code: str
    label: str
    score: float | None = None


def codes_of(name: str) -> tuple[Code, ...]:
    """The keys of one list, in their order; KeyError where there is no such list."""
    return every_code()[name]


def every_code() -> dict[str, tuple[Code, ...]]:
    """Every list of keys by its name: those of the content files, then those of the program."""
    content = load_framework()
    model = content.logic_model
    return {
        "sector": tuple(Code(str(each.sector), each.label) for each in content.sectors),
        "stage": _content((each.key, each.label) for each in content.stages),
        "checklist": _content((each.key, each.title) for each in content.checklists),
        "item_status": tuple(Code(each.key, each.label, each.score) for each in content.statuses),
        "area": _content((each.key, each.label) for each in content.areas),
        "place": _content((each.key, each.label) for each in (*model.columns, *model.context)),
        **{name: _enum(words) for name, words in _OF_THE_PROGRAM.items()},
    }


def _content(pairs: Iterable[tuple[str, str]]) -> tuple[Code, ...]:
    return tuple(Code(key, label) for key, label in pairs)


def _enum(words: Mapping[Any, str]) -> tuple[Code, ...]:
    return tuple(Code(str(key), label) for key, label in words.items())


_OF_THE_PROGRAM: dict[str, Mapping[Any, str]] = {
    "role": labels.ROLES,
    "standing": labels.STANDINGS,
    "outcome": labels.CAME_OF_IT,
    "round_state": labels.ROUND_STATES,
    "mode": _MODES,
    "kind": _KINDS,
    "measure": _MEASURES,
    "level": _LEVELS,
    "across": _ACROSS,
    "mark": labels.MARKS,
    "why": _WHY,
    "band": _BANDS,
    "gap_reading": _GAPS,
    "effect_size": _SIZES,
    "stage_state": labels.STAGE_STATES,
    "visit_end": {key: words for key, words in labels.VISIT_ENDS.items() if key is not None},
    "confirmed": labels.CONFIRMED,
    "milestone_said": {each: MILESTONES_SAID[each] for each in MilestoneStanding if MILESTONES_SAID[each]},
    "verdict": labels.VERDICTS,
    "goal_outcome": labels.OUTCOMES,
    "progress": labels.PROGRESS,
    "tenure": labels.TENURES,
    "owed": OWED,
}
