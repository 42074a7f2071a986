"""Tables with the questions down and organisations (or respondents) across, turned to a row for each of them."""

from __future__ import annotations

import re

from collab.exchange.recognise.factors import CERTAIN, likeness
from collab.exchange.recognise.measurecolumns import Columns, columns_of, is_count_column, measure_columns
from collab.exchange.recognise.organisation import is_named_like
from collab.exchange.recognise.ratings import is_scale_like, profile
from collab.exchange.recognise.sectors import sector_meant, sector_of_word
from collab.exchange.recognise.table import Field, Table, column_of
from collab.exchange.recognise.text import fold, without_count
from collab.exchange.recognise.years import is_time
from collab.exchange.sheet import CellType
from collab.model import Instrument

_RESPONDENT = re.compile(r"^(respondent|participant|person|rater|r|encuestado|participante)? ?\d+$")
_ANSWER = re.compile(
    r"^(rating|ratings|answer|response|score|your rating|our rating|respuesta|calificacion|self rating|value|"
    r"level|selected rating|agreement)$"
)
_SUB = re.compile(r"^(mean|average|avg|score|n|count|responses|sd|std dev|percent|media|promedio)$")
_NUMBER_OF_RESPONSES = "Number of responses"


def turned(table: Table, instruments: tuple[Instrument, ...], known: set[str]) -> Table | None:
    """The table with a row for each organisation or respondent; None where questions do not run down. known:
    folded names of partners."""
    labels = [field for field in table.fields if _is_text(field)]
    measures = measure_columns(table.fields)
    data = [
        field
        for field in table.fields
        if field not in labels and field.filled and (is_scale_like(profile(field)) or field in measures)
    ]
    columns = columns_of(table)
    counting = {count.index for count in columns.counts.values()}
    data = [field for field in data if field.index not in counting]
    question = _question_field(labels, data, measures, instruments, known)
    if question is None or not data:
        return None
    above = [field for field in labels if field.index < question.index]
    rows = [row for row in range(table.rows) if question.codes[row]]
    fields = _owner_fields(data)
    for row in rows:
        heading = tuple(field.text(row) for field in above if field.text(row) and field.distinct < field.filled)
        fields.append(_made(len(fields), (*heading, question.text(row)), [field.text(row) for field in data]))
        counts = [_count_text(columns, field, row) for field in data]
        if any(counts):
            fields.append(_made(len(fields), (*heading, question.text(row), "Responses"), counts))
    numbers = table.source_rows[:1].repeat(len(data))
    return Table(table.sheet, tuple(fields), numbers, table.header_rows, table.preamble)


def _owner_fields(data: list[Field]) -> list[Field]:
    """Who stands above each column: organisation or respondent, how many people are behind it, and the sector."""
    fields = [_owner(data)]
    if fields[0].path == ("Respondent",) and (organisations := _organisations_above(data)):
        fields.append(_made(1, ("Organisation",), organisations))
    people = [without_count(_name_above(field))[1] for field in data]
    if any(people):
        fields.append(_made(len(fields), (_NUMBER_OF_RESPONSES,), [str(count or "") for count in people]))
    sectors = [_sector_above(field) for field in data]
    return [*fields, _made(len(fields), ("Sector",), sectors)] if any(sectors) else fields


def _is_text(field: Field) -> bool:
    return field.distinct > 0 and field.number_share < 0.4 and not is_scale_like(profile(field))


def _question_field(
    labels: list[Field], data: list[Field], measures: list[Field], instruments: tuple[Instrument, ...], known: set[str]
) -> Field | None:
    unique = [field for field in labels if field.distinct >= 0.9 * field.filled and field.filled >= 2]
    for field in unique:
        if any(_hits(field, instrument) >= min(3, max(2, field.filled // 2)) for instrument in instruments):
            return field
    heads = [text for field in data for text in field.path]
    if unique and len(data) >= 2 and heads:
        named = sum(is_named_like(text, known) for text in heads) >= 0.5 * len(heads)
        measured = all(field in measures or is_count_column(field) for field in data)
        first = unique[0]
        if named and measured and sum(is_named_like(text, known) for text in first.sample) < 0.3 * len(first.sample):
            return first
    return None


def _hits(field: Field, instrument: Instrument) -> int:
    dimensions = {fold(item.label) for item in instrument.dimensions}
    asked = sum(any(likeness((text,), factor) >= CERTAIN for factor in instrument.factors) for text in field.sample)
    return asked + sum(fold(text) in dimensions for text in field.sample)


def _owner(data: list[Field]) -> Field:
    """A field with the name above each column: an organisation's, a respondent's number, or nothing for a
    single form."""
    names = [_name_above(field) for field in data]
    if all(_RESPONDENT.match(fold(name)) for name in names):
        return _made(0, ("Respondent",), names)
    if len(names) == 1 and _ANSWER.match(fold(names[0])):
        return _made(0, ("Respondent",), ["1"])
    return _made(0, ("Organisation",), [without_count(name)[0] for name in names])


def _count_text(columns: Columns, field: Field, row: int) -> str:
    """How many people stand behind one figure, as the column beside it says; "" where none does."""
    count = columns.counts.get(field.index)
    return count.text(row) if count is not None else ""


def _sector_above(field: Field) -> str:
    """The sector's word over a column: a cell that is one, or a band over several columns that means one."""
    bands = (text for text in field.path[:-1] if sector_meant(text))
    return next((text for text in field.path if sector_of_word(text)), "") or next(bands, "")


def _organisations_above(data: list[Field]) -> list[str]:
    """The names over columns of respondents; none where a column has none, or where all have the same."""
    names = [
        next((text for text in field.path if not _RESPONDENT.match(fold(text)) and not sector_of_word(text)), "")
        for field in data
    ]
    return names if all(names) and len(set(names)) > 1 else []


def _name_above(field: Field) -> str:
    own = [text for text in field.path if not (_SUB.match(fold(text)) or sector_of_word(text) or is_time(text))]
    named = [text for text in own if not _ANSWER.match(fold(text))] or own
    return named[-1] if named else field.path[-1] if field.path else field.header


def _made(index: int, path: tuple[str, ...], texts: list[str]) -> Field:
    column = column_of(texts, [CellType.TEXT if text else CellType.EMPTY for text in texts])
    return Field(index, path, " – ".join(path), column.values, column.types, column.codes)


made_field = _made
