"""Which columns of a table hold averages, and which tell how many people answered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from collab.exchange.recognise.figures import figures, is_measure, says_percent
from collab.exchange.recognise.table import Field, Table
from collab.exchange.recognise.tools import use_of

_COUNT = re.compile(
    r"\b(response count|responses|respondents|respondent count|number of (responses|respondents|surveys|answers|"
    r"participants)|n responses|count|n|"
    r"surveys completed|completed surveys|participants|num responses|sample size|answers|numero de respuestas|"
    r"respuestas|encuestados|no of responses|"
    r"num respondents|total responses|total respondents|valid n|of responses|of respondents|surveys)\b"
)
_NOT_COUNT = re.compile(
    r"\b(rate|percent|pct|share|eligible|enrol\w*|estimated|invited|population|expected|sent|score|mean|average)\d*\b"
)
_NOT_MEASURE = re.compile(
    r"\b(rate|eligible|enrol\w*|rank|quartile|percentile|std|sd|stdev|standard deviation|standard error|se|"
    r"margin|year|zip|latitude|longitude|change|difference|gap|response rate|participation|id|number|code)\d*\b"
)

# What has a verb is a statement to agree with and names no quantity: "Enrollment information is easy to find".
_SENTENCE = re.compile(
    r"\b(is|are|was|were|am|can|could|do|does|did|has|have|had|will|would|should|must|may|feel|feels|know|knows|"
    r"make|makes|help|helps|need|needs|work|works|get|gets|there|we|our|my|i|es|son|esta|estan|hay|tenemos|nuestr[ao]s?)\b"
)


@dataclass(frozen=True)
class Columns:
    """Columns of a table of averages by what they hold. counts: index of a measure's column -> the column with
    its answers. unclear: columns of figures that could be averages, though nothing says so."""

    measures: tuple[Field, ...]
    general_count: Field | None
    counts: dict[int, Field]
    unclear: tuple[Field, ...] = ()


def columns_of(table: Table) -> Columns:
    """The columns of a table of averages."""
    counts = [field for field in table.fields if is_count_column(field)]
    measures = measure_columns(table.fields)
    own = {measure.index: count for measure in measures if (count := _count_of(measure, counts)) is not None}
    taken = {count.index for count in own.values()}
    general = next((field for field in counts if field.index not in taken), None)
    unclear = tuple(field for field in table.fields if field not in (*measures, *counts) and _is_unclear(field))
    return Columns(tuple(measures), general, own, unclear)


def measure_columns(fields: Sequence[Field]) -> list[Field]:
    """Columns of averages: those that show it by themselves, and their neighbours in the same range.

    A mean may happen to be whole in every row, and a column may be suppressed throughout.
    """
    sure = [field for field in fields if not is_count_column(field) and is_measure_column(field)]
    if not sure:
        return []
    top = max(figures(field).high for field in sure)
    span = {field.index for field in sure}
    return [field for field in fields if field in sure or _joins(field, top, min(span) - 2, max(span) + 2)]


def _joins(field: Field, top: float, first: int, last: int) -> bool:
    found = figures(field)
    if not first <= field.index <= last or is_count_column(field) or _is_named_otherwise(field):
        return False
    if not found.numbers:
        return bool(found.suppressed.any()) and not found.others and first + 2 < field.index < last - 2
    limit = next((limit for limit in (1.0, 10.0, 100.0) if top <= limit), 100.0)
    return found.others * 5 <= found.numbers and found.low >= 0 and found.high <= limit and bool(field.path)


def _is_unclear(field: Field) -> bool:
    """Whether a column of whole numbers from 0 to 100 is named like nothing in particular."""
    found = figures(field)
    if not field.path or not found.numbers or _is_named_otherwise(field) or use_of(field.names) is not None:
        return False
    return found.others * 5 <= found.numbers and found.low >= 0 and found.high <= 100


def _is_named_otherwise(field: Field) -> bool:
    """Whether the header names another quantity: a short name with its word, or one that begins or ends with it.

    A statement may have such a word in its midst ("Families can find enrollment facts in one place").
    """
    return any(_names_otherwise(name) for name in field.names)


def _names_otherwise(name: str) -> bool:
    found, size = _NOT_MEASURE.search(name), len(name.split())
    if found is None or size > 8 or (size > 3 and _SENTENCE.search(name)):
        return False
    return size <= 4 or found.start() == 0 or any(hit.end() == len(name) for hit in _NOT_MEASURE.finditer(name))


def _count_of(measure: Field, counts: list[Field]) -> Field | None:
    """The column with the answers behind one measure: under the same heading, or with the same name."""
    under = (count for count in counts if len(count.path) > 1 and count.path[:-1] in (measure.path[:-1], measure.path))
    return next(under, None) or _beside(measure, counts)


def _beside(measure: Field, counts: list[Field]) -> Field | None:
    """The count column that repeats the measure's own header: "Vision n" beside "Vision mean"."""
    own = {_bare(name) for name in measure.names} - {""}
    return next((count for count in counts if any(_bare(name) in own for name in count.names)), None)


def _bare(name: str) -> str:
    return re.sub(r"\b(mean|average|avg|score|n|count|responses|media|promedio|percent|pct)\b", "", name).strip()


def is_count_column(field: Field) -> bool:
    """Whether a column tells how many people answered; one without a header says nothing."""
    if not field.path or not any(
        _COUNT.search(name) and not _NOT_COUNT.search(name) and len(name.split()) <= 8 for name in field.names
    ):
        return False
    found = figures(field)
    return found.numbers > 0 and found.is_whole


def is_measure_column(field: Field) -> bool:
    """Whether a column holds averages or shares, by its numbers and its header."""
    if _is_named_otherwise(field):
        return False
    found = figures(field)
    return is_measure(found) or (found.numbers > 0 and is_percentage(field))


def is_percentage(field: Field) -> bool:
    """Whether whole numbers up to 100 under a header that speaks of percentages are shares."""
    found = figures(field)
    return (
        says_percent(field)
        and found.high > 10
        and found.high <= 100
        and found.low >= 0
        and found.others * 5 <= found.numbers
    )
