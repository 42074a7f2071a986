"""The tables of rounds: when, in which mode, with which questions, and who answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from collab.exchange.tables_out import Table
from collab.model import Dimension, Factor, Instrument, Level, Round
from collab.scoring.figures import Target
from collab.services.readiness import PartnerCount, counts
from collab.services.tables_out_columns import Column, code, day, key, table, text, truth, whole, words
from collab.services.workbook_material import Material

SAME_KEY = "the same key in every round of one set of questions"


def tables(material: Material) -> tuple[Table, ...]:
    """Rounds, who answered, the factors and the scale of each."""
    return (_rounds(material), _who(material), _factors(material), _scale(material))


def in_round(of: str = "round") -> Column:
    """The round, whose identifier each thing has under this name."""
    return key("round_id", "The round", lambda each: getattr(each, of).id, refers="rounds")


def _rounds(material: Material) -> Table:
    return table(
        "rounds",
        "One time that a set of questions was used. Figures exist for rounds that were revealed.",
        material.rounds,
        ("round_id",),
        key("round_id", "Identifier of the round", lambda each: each.id),
        words("label", "What the round is called", lambda each: each.label),
        code("state", "Whether answers come in, are discussed, or it is over", "round_state", lambda each: each.state),
        code("mode", "Who answers", "mode", lambda each: each.mode, missing="no answers yet"),
        code("kind", "What the round holds", "kind", lambda each: each.kind, missing="no answers yet"),
        code(
            "measure",
            "What a reported average is",
            "measure",
            lambda each: each.measure,
            missing="no averages reported",
        ),
        whole(
            "smallest_group",
            "From how many rated answers on a cell is shown, where several people of a partner answer",
            lambda each: each.k,
            unit="answers",
        ),
        day("held_on", "Day of the round", lambda each: each.held_on),
    )


@dataclass(frozen=True)
class _Line:
    """Something of a round."""

    round: Round
    of: PartnerCount


def _who(material: Material) -> Table:
    lines = [
        _Line(each, line)
        for each in material.rounds
        for line in counts(material.store, each.id, person=material.person).partners
    ]
    return table(
        "who_answered",
        "How many answer sheets each partner handed in; of an open round, this is all that is shown.",
        lines,
        ("round_id", "partner_id"),
        in_round(),
        key("partner_id", "The partner", lambda each: each.of.partner.id, refers="partners"),
        whole("answer_sheets", "Answer sheets of the partner", lambda each: each.of.responses, unit="answer sheets"),
    )


@dataclass(frozen=True)
class _Asked:
    """A factor as it was asked in a round."""

    round: Round
    place: int
    dimension: Dimension
    factor: Factor


def _factors(material: Material) -> Table:
    return table(
        "factors",
        "The questions of each round, as they were worded when it began.",
        [each for one in material.rounds for each in _asked(one, material.instruments[one.id])],
        ("round_id", "factor"),
        in_round(),
        key("factor", f"Key of the factor: {SAME_KEY}", lambda each: each.factor.key),
        whole("position", "Its place among the questions, from 1", lambda each: each.place),
        key("dimension", "Key of its dimension", lambda each: each.dimension.key),
        words("dimension_label", "What the dimension is called", lambda each: each.dimension.label),
        truth("is_scored", "Whether the dimension has a score", lambda each: each.dimension.scored),
        words("label", "What the factor is called on screens of readiness", lambda each: each.factor.readiness_name),
        words("statement", "What respondents read", lambda each: each.factor.statement),
        truth("is_reversed", "Whether agreeing is the worse answer", lambda each: each.factor.reversed),
    )


def _asked(round_: Round, instrument: Instrument) -> Iterator[_Asked]:
    for place, factor in enumerate(instrument.factors, start=1):
        yield _Asked(round_, place, instrument.dimension(factor.dimension), factor)


def _scale(material: Material) -> Table:
    points = [(one, each) for one in material.rounds for each in material.instruments[one.id].scale]
    return table(
        "scale",
        "The points that could be chosen in each round, the lowest first.",
        points,
        ("round_id", "answer"),
        key("round_id", "The round", lambda each: each[0].id, refers="rounds"),
        key("answer", "Key of the point", lambda each: each[1].key),
        words("label", "What the point is called", lambda each: each[1].label),
        whole("score", "What it counts as", lambda each: each[1].score, unit="points"),
    )


@dataclass(frozen=True)
class About:
    """What a figure of a round is about."""

    round: Round
    target: Target


def about() -> tuple[Column, ...]:
    """The columns that say of what something is a figure."""
    return (
        in_round(),
        code("level", "Whether it is a factor, a dimension or overall", "level", lambda each: each.target.level),
        text(
            "dimension",
            "Key of the dimension",
            lambda each: each.target.dimension,
            missing="overall",
        ),
        text(
            "factor",
            "Key of the factor",
            lambda each: each.target.key if each.target.level is Level.FACTOR else None,
            missing="a dimension or overall",
        ),
    )
