"""Edited names of new questions and dimensions as answers about a file, validated anew. Draws nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice
from typing import TYPE_CHECKING, Any

from collab.ui.escape import plain
from collab.ui.wording import many

if TYPE_CHECKING:
    from collab.model import Dimension, Factor, Instrument

LABEL, HOME, HIGH_IS_BAD, STATEMENT = "Short name", "Dimension", "High is bad", "Question in the file"
NO_DIMENSION, NONE = "No dimension", "none"
NEW_ROWS = 3
LONGEST = 120


@dataclass(frozen=True)
class Changes:
    """Answers by id, or the faults, as sentences, that stand in their way."""

    answers: Mapping[str, object]
    faults: tuple[str, ...] = ()


def names_of(instrument: Instrument, *, reported: Collection[str]) -> Names:
    """The names of a new instrument. reported: keys of what the file itself gives figures for."""
    own = {factor.key.split(".")[0] for factor in instrument.factors} | set(reported)
    scored = [each for each in instrument.dimensions if each.scored]
    return Names(instrument, tuple(scored), frozenset(each.key for each in scored if each.key in own))


@dataclass(frozen=True)
class Names:
    """The dimensions and questions of a new instrument.

    of_file: keys of the dimensions that the file names, which keep their keys; a dimension that a person made goes
    by its name alone.
    """

    instrument: Instrument
    dimensions: tuple[Dimension, ...]
    of_file: frozenset[str]

    @property
    def homes(self) -> tuple[str, ...]:
        """What may be chosen for a question: every dimension, the new ones, and none; no two alike."""
        return (*_distinct(each.label for each in self.dimensions), *self.spare, NO_DIMENSION)

    @property
    def spare(self) -> tuple[str, ...]:
        """Names for new dimensions, none of which is taken."""
        taken = {_folded(each.label) for each in self.dimensions}
        numbered = (f"New dimension {number}" for number in count(1))
        return tuple(islice((name for name in numbered if _folded(name) not in taken), NEW_ROWS))

    @property
    def present(self) -> tuple[str, ...]:
        """The name of every dimension, then those for new ones."""
        return (*(each.label for each in self.dimensions), *self.spare)

    def dimension_fields(self) -> tuple[tuple[str, str], ...]:
        """What each field for a name says, escaped, and the present name."""
        labels = [_field(each) for each in self.dimensions]
        return tuple(zip((*labels, *("A new dimension" for _ in self.spare)), self.present, strict=True))

    def question_rows(self) -> dict[str, list[Any]]:
        """The table of questions, in the order of the instrument."""
        factors = self.instrument.factors
        return {
            LABEL: [factor.label for factor in factors],
            HOME: [self._home(factor) for factor in factors],
            HIGH_IS_BAD: [factor.reversed for factor in factors],
            STATEMENT: [factor.statement for factor in factors],
        }

    def changes(self, dimensions: Sequence[str], questions: Mapping[str, Sequence[Any]]) -> Changes:
        """What was edited, as answers; an empty name leaves the present one. dimensions: names, new ones last."""
        names = [_tidy(new) or old for new, old in zip(dimensions, self.present, strict=True)]
        labels = self._labels(questions[LABEL])
        faults = (
            *self._same_names(names, questions[HOME]),
            *self._same_labels(labels),
            *self._homeless(questions[HOME]),
        )
        if faults:
            return Changes({}, faults)
        return Changes(
            {
                **self._renamed(names),
                **self._relabelled(labels),
                **self._moved(names, questions[HOME]),
                **self._turned(questions.get(HIGH_IS_BAD)),
            }
        )

    def _home(self, factor: Factor) -> str:
        own = [each.key for each in self.dimensions]
        return self.homes[own.index(factor.dimension)] if factor.dimension in own else NO_DIMENSION

    def _labels(self, edited: Sequence[Any]) -> list[str]:
        return [_tidy(new) or factor.label for new, factor in zip(edited, self.instrument.factors, strict=True)]

    def _same_names(self, names: Sequence[str], homes: Sequence[Any]) -> Iterable[str]:
        """Dimensions of one name, where one of them was changed to it; new ones count where a question is in them."""
        changed = {_folded(new) for new, old in zip(names, self.present, strict=True) if new != old}
        used = [name for name, old in zip(names, self.present, strict=True) if old not in self.spare or old in homes]
        again = (name for name in _again(used) if _folded(name) in changed)
        yield from (f"Two dimensions are called “{name}”. Give each its own name." for name in again)
        if _folded(NO_DIMENSION) in map(_folded, used):
            yield f"A dimension cannot be called “{NO_DIMENSION}”. Give it another name."

    def _same_labels(self, labels: Sequence[str]) -> Iterable[str]:
        """Questions of one short name, where one of them was changed to it."""
        changed = {
            _folded(new) for new, factor in zip(labels, self.instrument.factors, strict=True) if new != factor.label
        }
        again = (name for name in _again(labels) if _folded(name) in changed)
        return (f"Two questions have the short name “{name}”. Give each its own." for name in again)

    def _homeless(self, homes: Sequence[Any]) -> Iterable[str]:
        if any(home not in self.homes for home in homes):
            yield "Choose one of the dimensions on offer for every question."
        elif all(home == NO_DIMENSION for home in homes):
            yield "No question belongs to a dimension. Choose a dimension for at least one of them."

    def _renamed(self, names: Sequence[str]) -> dict[str, object]:
        pairs = zip(self.dimensions, names, strict=False)
        return {
            f"dimension:{each.key}": name for each, name in pairs if each.key in self.of_file and name != each.label
        }

    def _relabelled(self, labels: Sequence[str]) -> dict[str, object]:
        pairs = zip(self.instrument.factors, labels, strict=True)
        return {f"label:{factor.key}": label for factor, label in pairs if label != factor.label}

    def _moved(self, names: Sequence[str], homes: Sequence[Any]) -> dict[str, object]:
        """Where each question belongs that moved, or whose dimension goes by its name and got another."""
        told = [
            each.key if each.key in self.of_file else name for each, name in zip(self.dimensions, names, strict=False)
        ]
        answer = dict(zip(self.homes, [*told, *names[len(told) :], NONE], strict=True))
        before = {each.key: each.key if each.key in self.of_file else each.label for each in self.dimensions}
        pairs = zip(self.instrument.factors, homes, strict=True)
        return {
            f"belongs:{factor.key}": answer[home]
            for factor, home in pairs
            if answer[home] != before.get(factor.dimension, NONE)
        }

    def _turned(self, edited: Sequence[Any] | None) -> dict[str, object]:
        if edited is None:
            return {}
        factors = self.instrument.factors
        now = [factor.key for factor, is_turned in zip(factors, edited, strict=True) if is_turned]
        return {"reversed": now} if now != [factor.key for factor in factors if factor.reversed] else {}


def _field(dimension: Dimension) -> str:
    """What a dimension holds, above the field for its name."""
    if not dimension.factors:
        return "Figures of the file alone"
    return plain(f"{many(len(dimension.factors), 'question')}, first: {dimension.factors[0].label}")


def _tidy(text: object) -> str:
    return " ".join(str(text or "").split())[:LONGEST]


def _folded(text: str) -> str:
    return text.casefold()


def _again(names: Iterable[str]) -> list[str]:
    """Names that occur more than once, each once."""
    told = list(names)
    counts = Counter(map(_folded, told))
    return list({_folded(name): name for name in told if counts[_folded(name)] > 1}.values())


def _distinct(labels: Iterable[str]) -> list[str]:
    """Labels, later ones of the same text with a number."""
    seen: Counter[str] = Counter()
    found = []
    for label in labels:
        seen[label] += 1
        found.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return found
