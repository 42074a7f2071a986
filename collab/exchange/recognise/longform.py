"""A row per answer, turned into a row per answer sheet: a column of questions and a column of answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from collab.exchange.findings import Question
from collab.exchange.recognise.draft import Draft
from collab.exchange.recognise.enquiry import choices
from collab.exchange.recognise.factors import CERTAIN, likeness
from collab.exchange.recognise.figures import figures, is_measure
from collab.exchange.recognise.measurecolumns import is_count_column, is_percentage
from collab.exchange.recognise.organisation import candidates
from collab.exchange.recognise.ratings import is_scale_like, profile
from collab.exchange.recognise.table import Field, Table
from collab.exchange.recognise.text import counted, fold
from collab.exchange.recognise.tools import USES, Use, use_of
from collab.model import Instrument

_QUESTION_NAMES = re.compile(
    r"^(question|item|factor|statement|pregunta|indicator|survey item|question text|survey question|item text|"
    r"question id|variable|prompt|enunciado|measure|metric|factor key|question label|question name|questions|"
    r"items|factors)$"
)
_ANSWER_NAMES = re.compile(
    r"^(answer|response|value|rating|score|respuesta|valor|result|level|answer text|response text|"
    r"response value|answer value|answer label|choice|calificacion|agreement|mean|average|share|percent|"
    r"selected option|response label|puntaje|mean score|avg|average score)$"
)
_PERSON_NAMES = re.compile(
    r"\b(respondent|participant|person|response id|responseid|submission|respondent id|user|email|encuestado|"
    r"participante|rater|survey id|record|sheet|subject|case|uuid)\b"
)
_MOST_QUESTIONS = 400


@dataclass(frozen=True)
class Long:
    """The columns that matter in a long table. count: how many people stand behind an average, None for answers."""

    question: Field
    answer: Field
    count: Field | None = None

    @property
    def reports_averages(self) -> bool:
        """Whether the answers are averages and not a respondent's own."""
        return is_measure(figures(self.answer)) or is_percentage(self.answer)


def is_question_column(field: Field, instruments: tuple[Instrument, ...]) -> bool:
    """Whether at least three values of a column are questions of one known instrument."""
    if not 2 <= field.distinct <= _MOST_QUESTIONS or field.number_share > 0.5 or is_scale_like(profile(field)):
        return False
    return any(_asked(field, instrument) >= min(3, field.distinct) for instrument in instruments)


def _asked(field: Field, instrument: Instrument) -> int:
    return sum(any(likeness((text,), factor) >= CERTAIN for text in field.sample) for factor in instrument.factors)


def find_long(table: Table, instruments: tuple[Instrument, ...]) -> Long | None:
    """The question and answer columns of a long table; None for any other table."""
    if len(table.fields) > 40 or table.rows < 3:
        return None
    repeating = [field for field in table.fields if _repeats(field)]
    question = next((field for field in repeating if is_question_column(field, instruments)), None)
    question = question or next((field for field in repeating if _is_named_question(field)), None)
    if question is None:
        return None
    answers = [
        field
        for field in table.fields
        if field is not question and _could_answer(field) and not _is_told_by(field, question)
    ]
    named = [field for field in answers if _is_named_answer(field)]
    best = named or [field for field in answers if use_of(field.names) is None]
    best.sort(key=lambda field: field.number_share)
    if not best or (not named and len(best) > 2):
        return None
    long = Long(question, best[0])
    count = next((field for field in table.fields if is_count_column(field)), None) if long.reports_averages else None
    return replace(long, count=count)


def _is_told_by(field: Field, question: Field) -> bool:
    """Whether every question has one value of its own in a column: a number or code of the question, and no answer."""
    pairs = np.unique(question.codes.astype(np.int64) * (len(field.values) + 1) + field.codes)
    return field.distinct >= question.distinct > 2 and len(pairs) <= question.distinct + 1


def _is_named_answer(field: Field) -> bool:
    """Whether a column is called "Rating" or the like, what stands in brackets behind it aside."""
    names = (*field.names, *(fold(text.split("(")[0]) for text in field.path))
    return any(_ANSWER_NAMES.match(name) for name in names)


def _repeats(field: Field) -> bool:
    return 2 <= field.distinct <= _MOST_QUESTIONS and field.filled >= 1.5 * field.distinct


def _is_named_question(field: Field) -> bool:
    return any(_QUESTION_NAMES.match(name) for name in field.names) and not is_scale_like(profile(field))


def _could_answer(field: Field) -> bool:
    return (
        is_scale_like(profile(field))
        or is_measure(figures(field))
        or (_is_named_answer(field) and field.distinct <= 60)
    )


def pivoted(draft: Draft, table: Table, long: Long) -> Table | None:
    """The table with a row per respondent and a column per question; None while the respondent is not known."""
    person = _respondents(draft, table, long)
    if person is None:
        return None
    asked = long.question.codes != 0
    people, first, row_of = np.unique(person[asked], return_index=True, return_inverse=True)
    rows = np.flatnonzero(asked)
    constant = [
        field.taken(rows[first])
        for field in table.fields
        if field not in (long.question, long.answer, long.count) and _is_constant(field, rows, row_of, len(people))
    ]
    asking = _question_fields(table, long, rows, row_of, len(people))
    _warn_repeats(draft, long, rows, row_of)
    draft.notes += long.answer.path
    result = replace(table, fields=(*constant, *asking), source_rows=table.source_rows[rows[first]])
    return replace(result, sheet_of=table.sheet_of[rows[first]]) if table.sheet_of is not None else result


def _is_constant(field: Field, rows: np.ndarray, row_of: np.ndarray, people: int) -> bool:
    """Whether a column says the same in (nearly) all rows of a respondent; dates may differ from answer to answer."""
    if use_of(field.names) in (Use.SUBMITTED, Use.STARTED, Use.STATUS, Use.FINISHED):
        return True
    pairs = np.unique(row_of.astype(np.int64) * (len(field.values) + 1) + field.codes[rows])
    return len(pairs) <= 1.05 * people


def _question_fields(table: Table, long: Long, rows: np.ndarray, row_of: np.ndarray, people: int) -> list[Field]:
    """A field per question, and beside each the number of answers where the table tells it."""
    start = 1 + max(field.index for field in table.fields)
    fields: list[Field] = []
    for code in long.question.present:
        text = long.question.values[code]
        here = long.question.codes[rows] == code
        for column, path in ((long.answer, (text,)), (long.count, (text, "Number of answers"))):
            if column is not None:
                codes = np.zeros(people, dtype=np.int32)
                codes[row_of[here]] = column.codes[rows][here]
                place = start + len(fields)
                fields.append(Field(place, path, " – ".join(path), column.values, column.types, codes))
    return fields


def _warn_repeats(draft: Draft, long: Long, rows: np.ndarray, row_of: np.ndarray) -> None:
    pairs = row_of.astype(np.int64) * (len(long.question.values) + 1) + long.question.codes[rows]
    repeated = len(pairs) - len(np.unique(pairs))
    if repeated:
        draft.warn(
            f"{counted(repeated, 'answer')} repeat a question that the same respondent answered before.",
            remedy="The last one counts.",
        )


def _respondents(draft: Draft, table: Table, long: Long) -> np.ndarray | None:
    """int64 per row: which answer sheet the row belongs to."""
    others = [field for field in table.fields if field not in (long.question, long.answer, long.count) and field.filled]
    organisation = next((item.field for item in candidates(others, set()) if item.is_strong), None)
    if long.reports_averages and organisation is not None:
        key = _key(organisation, None)
        if _tells_sheets_apart(key, long.question):
            return key
    tried = [(field, _key(field, None)) for field in others] + [
        (field, _key(field, organisation)) for field in others if organisation is not None and field is not organisation
    ]
    good = [(field, key) for field, key in tried if _tells_sheets_apart(key, long.question)]
    good.sort(
        key=lambda item: (_is_person(item[0]), item[0] is not organisation, len(np.unique(item[1]))),
        reverse=True,
    )
    labels = {field.header: f"{field.header} ({counted(field.distinct, 'value')})" for field in others}
    question = Question(
        id="respondent",
        ask="Which column tells the answer sheets apart: whose rows belong together?",
        choices=choices(labels),
        group="Answers",
        why="An id that is new on every row numbers the answers, not the respondents.",
    )
    chosen = draft.enquiry.settle(question, certain=good[0][0].header if good else None)
    if good and chosen == good[0][0].header:
        return good[0][1]
    return next((_key(field, None) for field in others if field.header == chosen), None)


def _key(field: Field, organisation: Field | None) -> np.ndarray:
    if organisation is None:
        return field.codes.astype(np.int64)
    return field.codes.astype(np.int64) * (len(organisation.values) + 1) + organisation.codes


def _tells_sheets_apart(key: np.ndarray, question: Field) -> bool:
    """Whether nearly every (key, question) is unique while keys repeat over questions."""
    rows = len(key)
    pairs = len(np.unique(key * (len(question.values) + 1) + question.codes))
    return pairs >= 0.97 * rows and len(np.unique(key)) * 1.4 <= rows


def _is_person(field: Field) -> bool:
    return any(_PERSON_NAMES.search(name) or USES.get(name) in (Use.ID, Use.EMAIL) for name in field.names)
