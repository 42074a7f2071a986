"""The questions of one file and the answers given to them: what is certain is never asked."""

from __future__ import annotations

from collections.abc import Mapping

from collab.errors import Problem
from collab.exchange.findings import Choice, Question
from collab.exchange.recognise.text import fold, listed

# Answers that a person may give without being asked, because recognition settled the matter itself.
FIXED_IDS = (
    "sheet", "instrument", "instrument_title", "scale", "scale_order", "points", "direction", "not_applicable_code",
    "reversed", "mode", "organisation", "partner", "sector_column", "sectors", "measure", "percent", "order",
    "respondent", "comments", "moment", "year", "blank_organisation",
)  # fmt: skip
# A file of the same shape may hold another year: it is asked again.
_OF_THIS_FILE = frozenset(("year",))
FAMILIES = ("dimension", "label", "belongs", "reversed", "factor", "sector", "sector_of", "variant", "several")

Value = str | tuple[str, ...]


class Enquiry:
    """Settles one matter after another from answers, certainty, memory or a proposal, and keeps what stays open."""

    def __init__(self, answers: Mapping[str, object], *, accept: bool) -> None:
        self._answers = dict(answers)
        self._remembered: dict[str, object] = {}
        self._accept = accept
        self._used: set[str] = set()
        self.open: list[Question] = []
        self.answered: dict[str, object] = {}
        self.settled: dict[str, Question] = {}
        self.problems: list[Problem] = []

    def remember(self, answers: Mapping[str, object]) -> bool:
        """Take answers that were given before to a file of this shape; whether there are any."""
        self._remembered = {key: value for key, value in answers.items() if key not in _OF_THIS_FILE}
        return bool(answers)

    def settle(self, question: Question, *, certain: Value | None = None) -> Value | None:
        """The answer: given, certain, remembered or accepted; else the proposal, and the question stays open."""
        self._used.add(question.id)
        if question.id in self._answers:
            return self._given(question, certain)
        if certain is not None:
            return certain
        value = _valid(question, self._remembered.get(question.id))
        if value is None and self._accept:
            value = question.proposal
        if value is None:
            self._keep_open(question)
            return question.proposal
        self._note(question, value)
        return value

    def _note(self, question: Question, value: Value) -> None:
        self.answered[question.id] = _plain(value)
        self.settled[question.id] = question

    def comment_headers(self) -> tuple[str, ...]:
        """The headers of comment columns that the person accepted."""
        self._used.add("comments")
        given = self._answers.get("comments", self._remembered.get("comments", ()))
        names = tuple(str(name) for name in given) if isinstance(given, (list, tuple)) else ()
        if names:
            self.answered["comments"] = list(names)
        return names

    def has(self, key: str) -> bool:
        """Whether the person has given an answer to this id."""
        return key in self._answers

    def is_open(self, key: str) -> bool:
        """Whether this question waits for an answer."""
        return any(question.id == key for question in self.open)

    def check_unknown(self) -> tuple[Problem, ...]:
        """One problem for every answer whose id means nothing; ids that this file did not need are let pass."""
        allowed = [question.id for question in self.open] + list(self.answered)
        return tuple(
            Problem(
                found=f"The answers name “{key}”, which is not a question about this file.",
                allowed=f"Questions here are: {listed(allowed or ['none'], most=20)}.",
                remedy="Correct the id or leave it out.",
            )
            for key in self._answers
            if key not in self._used and key not in FIXED_IDS and key.split(":", 1)[0] not in FAMILIES
        )

    def _keep_open(self, question: Question) -> None:
        if not self.is_open(question.id):
            self.open.append(question)

    def _given(self, question: Question, certain: Value | None) -> Value | None:
        value = _valid(question, self._answers[question.id])
        if value is not None:
            self._note(question, value)
            return value
        problem = Problem(
            found=f"The answer to “{question.id}” is “{self._answers[question.id]}”.",
            allowed=_allowed(question),
            remedy="Correct this answer.",
        )
        if problem not in self.problems:
            self.problems.append(problem)
        return certain if certain is not None else question.proposal


def _allowed(question: Question) -> str:
    keys = [choice.key for choice in question.choices]
    if not keys:
        return "Any text that is not empty is allowed."
    return f"{'All of these are needed, in order' if question.ranked else 'Allowed'}: {listed(keys, most=20)}."


def choices(pairs: Mapping[str, str]) -> tuple[Choice, ...]:
    """Choices from key to label, in order."""
    return tuple(Choice(key, label) for key, label in pairs.items())


def _valid(question: Question, value: object) -> Value | None:
    if value is None:
        return None
    if question.several:
        return _valid_several(question, value)
    if isinstance(value, (list, tuple, dict)):
        return None
    text = str(value).strip()
    if not question.choices:
        return text or None
    return _choice_key(question, text)


def _valid_several(question: Question, value: object) -> tuple[str, ...] | None:
    items = list(value) if isinstance(value, (list, tuple)) else [value] if str(value).strip() else []
    if not question.choices:
        return tuple(str(item) for item in items)
    keys = tuple(_choice_key(question, str(item).strip()) for item in items)
    is_whole = not question.ranked or sorted(map(str, keys)) == sorted(choice.key for choice in question.choices)
    return tuple(key for key in keys if key is not None) if is_whole and None not in keys else None


def _choice_key(question: Question, text: str) -> str | None:
    """The choice that the text names: by key, else by label, in any case."""
    for choice in question.choices:
        if text == choice.key:
            return choice.key
    wanted = fold(text)
    named = [choice.key for choice in question.choices if wanted and wanted in (fold(choice.key), fold(choice.label))]
    return named[0] if len(set(named)) == 1 else None


def _plain(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value
