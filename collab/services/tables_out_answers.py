"""The tables of answers: with a name, as counts, as a source reported them; each as far as it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from collab.exchange.tables_out import Table
from collab.model import MARKS, Factor, Instrument, Kind, Mode, Round
from collab.services import answers_shown
from collab.services.round_figures import Heading
from collab.services.tables_out_columns import Column, key, number, table, whole, words
from collab.services.tables_out_rounds import About, about, in_round
from collab.services.workbook_material import Material

NOT_A_RATING = "the answer is not a rating"


def tables(material: Material, heads: Sequence[Heading]) -> tuple[Table, ...]:
    """Answers of teams, counts of answers, reported figures. heads: the rounds that were revealed."""
    responses = [each for each in heads if each.round.kind is Kind.RESPONSES]
    averages = [each for each in heads if each.round.kind is Kind.AVERAGES]
    teams = [each for each in responses if each.round.mode is Mode.TEAM]
    return (_answers(material, teams), _counts(material, responses), _reported(material, averages))


@dataclass(frozen=True)
class _Given:
    """One kind of answer of one partner to one factor. code: of the point, or of a mark below zero."""

    round: Round
    instrument: Instrument
    partner_id: str
    factor: Factor
    code: int
    count: int = 1

    @property
    def answer(self) -> str:
        """The key of the point or of the mark."""
        return self.instrument.scale[self.code].key if self.code >= 0 else str(MARKS[-1 - self.code])

    @property
    def given(self) -> int | None:
        """The score of the point as it was chosen."""
        return self.instrument.scores[self.code] if self.code >= 0 else None

    @property
    def score(self) -> int | None:
        """The same after reversing."""
        if self.given is None or not self.factor.reversed:
            return self.given
        return self.instrument.scores[0] + self.instrument.scores[-1] - self.given


def _answered() -> tuple[Column, ...]:
    return (
        in_round(),
        key("partner_id", "The partner", lambda each: each.partner_id, refers="partners"),
        key("factor", "Key of the factor", lambda each: each.factor.key),
        words("answer", "Key of the point (see scale) or why it is no rating (codes: mark)", lambda each: each.answer),
        whole("given", "Score of the answer as it was given", lambda each: each.given, missing=NOT_A_RATING),
        whole("score", "The same after reversing: high is ready", lambda each: each.score, missing=NOT_A_RATING),
    )


def _answers(material: Material, heads: Sequence[Heading]) -> Table:
    found = [
        _Given(head.round, head.instrument, partner_id, factor, code_)
        for head in heads
        for partner_id, codes in sorted(answers_shown.attributed(material.store, head))
        for factor, code_ in zip(head.instrument.factors, codes, strict=True)
    ]
    return table(
        "answers",
        "The agreed answer of each partner in rounds of teams, as it gave it. Single answers of people are never here.",
        found,
        ("round_id", "partner_id", "factor"),
        *_answered(),
    )


def _counts(material: Material, heads: Sequence[Heading]) -> Table:
    return table(
        "answer_counts",
        "How many of a partner gave each answer. Cells of fewer rated answers than the smallest group are not here.",
        [each for head in heads for each in _counted(material, head)],
        ("round_id", "partner_id", "factor", "answer"),
        *_answered(),
        whole("answers", "How many gave it", lambda each: each.count, unit="answers"),
    )


def _counted(material: Material, head: Heading) -> Iterator[_Given]:
    for each in answers_shown.counted(material.store, head):
        codes = (*enumerate(each.given), *((-1 - place, count) for place, count in enumerate(each.marks)))
        for code_, count in codes:
            yield _Given(head.round, head.instrument, each.partner.id, each.factor, code_, count)


@dataclass(frozen=True)
class _Source(About):
    of: answers_shown.SourceFigure


def _reported(material: Material, heads: Sequence[Heading]) -> Table:
    found = [
        _Source(head.round, each.target, each)
        for head in heads
        for each in answers_shown.reported(material.store, head)
    ]
    return table(
        "reported_figures",
        "Averages or shares as a source reported them; nothing is reversed. Single answers are not known.",
        found,
        ("round_id", "partner_id", "level", "dimension", "factor"),
        *about(),
        key("partner_id", "The partner", lambda each: each.of.partner.id, refers="partners"),
        number(
            "value",
            "The figure as reported",
            lambda each: each.of.value,
            unit="points of the scale, or a share 0 to 1: see measure of the round",
            missing="hidden by the source",
        ),
        whole(
            "answers",
            "How many answers stand behind it",
            lambda each: each.of.answers,
            unit="answers",
            missing="the source does not say",
        ),
    )
