"""Which rows of a table of answers are answer sheets that count: decided before and after the answers are read."""

from __future__ import annotations

import numpy as np

from collab.exchange.recognise import exclusions
from collab.exchange.recognise.draft import Draft
from collab.exchange.recognise.exclusions import Exclusion
from collab.exchange.recognise.moments import has_time, moments
from collab.exchange.recognise.organisation import is_no_name
from collab.exchange.recognise.roles import Roles
from collab.exchange.recognise.scale import NOT_ASKED_MARK, SKIPPED_MARK
from collab.exchange.recognise.table import Field, Table
from collab.exchange.recognise.text import counted, listed
from collab.exchange.recognise.tools import Use

_ANONYMOUS = frozenset(("anonymous", "anónimo", "anonimo", "anonyme"))


def no_answer_sheets(
    draft: Draft, table: Table, roles: Roles, organisation: Field | None, sector: Field | None
) -> Exclusion:
    """Take out what shows before any answer is read: headers, totals, tests, spam, blank rows, unfinished sheets."""
    exclusion = Exclusion(np.ones(table.rows, dtype=bool), {})
    identity = [field for field in (organisation, sector) if field is not None] or list(roles.others[:1])
    identity += _first_column(table, roles, identity)
    exclusion.drop(exclusions.HEADER, exclusions.repeated_headers(table))
    exclusion.drop(exclusions.TOTALS, exclusions.totals_rows(table, identity))
    exclusion.drop(exclusions.TEST, exclusions.test_rows(table, roles.uses, draft.tool, organisation))
    exclusion.drop(exclusions.SPAM, exclusions.spam_rows(table, roles.uses, draft.tool))
    exclusion.drop(exclusions.BLANK, exclusions.blank_rows(list(table.fields), table.rows))
    exclusion.drop(exclusions.UNFINISHED, exclusions.unfinished_rows(table, roles.uses, draft.tool))
    draft.excluded.update(exclusion.counts)
    return exclusion


def unusable_answer_sheets(
    draft: Draft, table: Table, roles: Roles, ratings: np.ndarray, organisation: Field | None
) -> Exclusion:
    """Take out sheets without any answer, without an organisation, and sent twice. ratings: int8, rows x factors."""
    exclusion = Exclusion(np.ones(table.rows, dtype=bool), {})
    answered = np.any((ratings != SKIPPED_MARK) & (ratings != NOT_ASKED_MARK), axis=1)
    exclusion.drop(exclusions.BLANK, ~answered)
    _drop_nameless(draft, table, organisation, exclusion)
    exclusion.drop(exclusions.DUPLICATE, _duplicates(table, roles, organisation, exclusion.kept))
    draft.excluded.update(exclusion.counts)
    return exclusion


def _first_column(table: Table, roles: Roles, identity: list[Field]) -> list[Field]:
    """The first column, where it may say "Average": not a question and not looked at already."""
    first = table.fields[0]
    return [] if first.index in roles.ratings or first in identity or first.distinct > 5000 else [first]


def _drop_nameless(draft: Draft, table: Table, organisation: Field | None, exclusion: Exclusion) -> None:
    if organisation is None or draft.known.partner is not None:
        return
    nameless = exclusions.rows_where(organisation, is_no_name)
    gone = np.flatnonzero(exclusion.drop(exclusions.NO_ORGANISATION, nameless))
    if len(gone):
        draft.warn(
            f"{counted(len(gone), 'row')} with answers name no organisation (row "
            f"{listed([str(table.source_rows[row]) for row in gone], 12)}).",
            "Every row needs an organisation.",
            "They are left out. Fill in the organisation and import the file again, or leave it so.",
            sheet=table.sheet_name(int(gone[0])),
            row=int(table.source_rows[gone[0]]),
            column=organisation.header,
        )


def _duplicates(table: Table, roles: Roles, organisation: Field | None, kept: np.ndarray) -> np.ndarray:
    """Rows sent again: same response id, same address, or the whole row with its time of day."""
    number, address = roles.first(table, Use.ID), roles.first(table, Use.EMAIL)
    moment = next((field for field in _dates(table, roles, Use.SUBMITTED) if has_time(field)), None)
    keys = []
    if number is not None and number.filled > number.distinct > number.filled / 2:
        keys.append(number.codes.astype(np.int64))
    if address is not None:
        keys.append(_person_key(address, organisation))
    if moment is not None and moment.distinct < moment.filled:
        keys.append(_whole_row_key(table, moment))
    keys = [key for key in keys if _repeats(key[kept])]
    return exclusions.duplicate_rows(kept, keys, _latest(table, roles)) if keys else np.zeros(table.rows, dtype=bool)


def _dates(table: Table, roles: Roles, *uses: Use) -> list[Field]:
    return [field for field in table.fields if roles.uses.get(field.index) in uses]


def _latest(table: Table, roles: Roles) -> np.ndarray:
    """float64 per row: the latest moment that the row tells, NaN where it tells none."""
    told = [moments(field, table.rows) for field in _dates(table, roles, Use.SUBMITTED, Use.STARTED)]
    return np.max(np.nan_to_num(told, nan=-np.inf), axis=0) if told else np.full(table.rows, np.nan)


def _repeats(key: np.ndarray) -> bool:
    present = key[key != 0]
    return len(np.unique(present)) < len(present)


def _person_key(field: Field, organisation: Field | None) -> np.ndarray:
    """One number per person and organisation, the case of letters aside; 0 where the row does not say who."""
    numbers: dict[str, int] = {}
    table = np.zeros(len(field.values), dtype=np.int64)
    for code in field.present:
        text = field.values[code].casefold()
        if text not in _ANONYMOUS and not is_no_name(text):
            table[code] = numbers.setdefault(text, 1 + len(numbers))
    people = table[field.codes]
    if organisation is None:
        return people
    return np.where(people == 0, 0, people * (len(organisation.values) + 1) + organisation.codes)


def _whole_row_key(table: Table, date: Field) -> np.ndarray:
    """One number per row, equal where every cell is equal; 0 where the row has no date."""
    key = np.zeros(table.rows, dtype=np.uint64)
    for field in table.fields:
        key = key * np.uint64(1_000_003) + field.codes.astype(np.uint64) + np.uint64(7)
    return np.where(date.codes == 0, np.uint64(0), key)
