"""What tells one answer sheet of a partner from another and names nobody: when it was sent, and in what role."""

from __future__ import annotations

import re

import numpy as np

from collab.exchange.recognise.draft import Draft
from collab.exchange.recognise.roles import Roles
from collab.exchange.recognise.table import Field, Table
from collab.exchange.recognise.text import shortened
from collab.exchange.recognise.tools import Use

_ROLE = re.compile(
    r"\b(role|position|job|function|grade|team|committee|cohort|group|wave|session|version|rol|cargo|puesto|funcion|"
    r"fonction|poste)\b"
)
_MOST_COLUMNS = 3


def told_by_row(draft: Draft, table: Table, roles: Roles, rows: np.ndarray) -> tuple[str, ...]:
    """One text for each of these rows: "3 May 2026 10:12, Role: Principal"; "" where the row says nothing more."""
    times = [field for field in table.fields if roles.uses.get(field.index) is Use.SUBMITTED and field.filled]
    times = times or [field for field in table.fields if roles.uses.get(field.index) is Use.STARTED and field.filled]
    others = [field for field in roles.others if field.index not in draft.used and _says_in_what_role(field)]
    return tuple(_told(times[:1], others[:_MOST_COLUMNS], int(row)) for row in rows)


def _says_in_what_role(field: Field) -> bool:
    """Whether a column's header promises a role; any other text may be a name."""
    return bool(field.filled) and any(_ROLE.search(name) for name in field.names)


def _told(times: list[Field], others: list[Field], row: int) -> str:
    said = [field.text(row) for field in times]
    said += [f"{shortened(field.header, 30)}: {shortened(field.text(row))}" for field in others if field.text(row)]
    return ", ".join(filter(None, said))
