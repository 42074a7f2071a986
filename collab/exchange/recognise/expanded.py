"""Exports with a column per answer option, put back together: one column per question."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

import numpy as np

from collab.exchange.recognise.organisation import are_exclusive
from collab.exchange.recognise.scale import is_rating_like
from collab.exchange.recognise.table import Field, Table, coalesced
from collab.exchange.recognise.text import fold

_TICKS = frozenset(("x", "1", "yes", "true", "selected", "checked", "si", "✓", "✔", "✗", "•"))


def collapsed(table: Table) -> Table:
    """The table with every expanded question as one field."""
    fields: list[Field] = []
    for _, run in groupby(table.fields, key=_question):
        members = list(run)
        fields += [_one(members)] if _is_expanded(members) else members
    return table.with_fields(tuple(fields)) if len(fields) < len(table.fields) else table


def _question(field: Field) -> tuple[object, ...]:
    """What the columns of one expanded question share: the texts above, and the row of a matrix."""
    if len(field.path) < 2:
        return (field.index,)
    row, _ = _row_and_option(field)
    return (*field.path[:-1], row)


def _row_and_option(field: Field) -> tuple[str, str]:
    """A matrix's option column is called "row - option"; the cell repeats the option, or nobody chose it."""
    own = field.path[-1]
    for separator in (" - ", " – ", ": ", " | "):
        row, found, option = own.rpartition(separator)
        if found and (field.distinct == 0 or fold(field.sample[0]) == fold(option) or is_rating_like(option)):
            return row, option
    return "", own


def _is_expanded(members: list[Field]) -> bool:
    filled = [field for field in members if field.filled]
    if len(members) < 2 or not filled or any(field.distinct > 1 for field in members):
        return False
    return all(
        _repeats_option(field) or _is_ticked(field) or _is_coded(field, filled) for field in filled
    ) and are_exclusive(filled)


def _repeats_option(field: Field) -> bool:
    return fold(field.sample[0]) in (fold(_row_and_option(field)[1]), fold(field.path[-1]))


def _is_ticked(field: Field) -> bool:
    return field.sample[0].casefold() in _TICKS and is_rating_like(_row_and_option(field)[1])


def _is_coded(field: Field, filled: list[Field]) -> bool:
    """Numbers instead of labels: every option's column holds its own number."""
    values = [other.sample[0] for other in filled]
    return len(set(values)) == len(values) > 1 and field.sample[0].lstrip("-").isdigit()


def _one(members: list[Field]) -> Field:
    filled = [field for field in members if field.filled]
    row, _ = _row_and_option(members[0])
    path = (*members[0].path[:-1], row) if row else members[0].path[:-1]
    named = [_with_option(field) if _is_ticked(field) and not _is_coded(field, filled) else field for field in filled]
    return replace(coalesced(named, path=path, header=" – ".join(path)), index=members[0].index)


def _with_option(field: Field) -> Field:
    """The field with its option's label in place of the tick."""
    option = _row_and_option(field)[1]
    values = tuple(option if text and np.any(field.counts[code]) else text for code, text in enumerate(field.values))
    return replace(field, values=values)
