"""One unit of work: a connection inside a transaction, who acts, when, and the history that goes with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from collab.model import Person
from collab.store.keys import new_key
from collab.store.tables import history, initiative

AnyRow = Row[*tuple[Any, ...]]
"""A row of any columns."""


class Keeper(Protocol):
    """Whoever keeps the secret: the Store."""

    @property
    def secret(self) -> bytes:
        """The secret, made on first use."""


@dataclass(frozen=True)
class Unit:
    """What query functions get. id marks the transaction, so that a retried write can see whether it had landed."""

    connection: Connection
    id: str
    person: Person
    keeper: Keeper

    @property
    def secret(self) -> bytes:
        """The secret that keyed marks are made with."""
        return self.keeper.secret

    @property
    def is_sqlite(self) -> bool:
        """SQLite, or else PostgreSQL."""
        return self.connection.dialect.name == "sqlite"

    def rows(self, statement: sa.Executable) -> Sequence[AnyRow]:
        """All rows."""
        return self.connection.execute(statement).all()

    def row(self, statement: sa.Executable) -> AnyRow | None:
        """The first row or None."""
        return self.connection.execute(statement).first()

    def value(self, statement: sa.Executable) -> Any:
        """The first column of the first row, or None."""
        return self.connection.execute(statement).scalar()

    def run(self, statement: sa.Executable) -> int:
        """Execute a change; how many rows it met."""
        return self.connection.execute(statement).rowcount

    def insert(self, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
        """Insert rows; none is fine."""
        if rows:
            self.connection.execute(sa.insert(table), list(rows))

    def record(
        self,
        what: str,
        subject: str,
        *,
        initiative_id: str | None,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
        import_id: str | None = None,
        is_work: bool = True,
    ) -> None:
        """Write one line of history in this transaction. Never pass ratings or comments.

        is_work: somebody worked on the initiative. A restore, which its history tells as well, does not make it active.
        """
        self.insert(
            history,
            [
                {
                    "id": new_key(),
                    "unit_id": self.id,
                    "at": now(),
                    "actor_key": self.person.key,
                    "actor_name": self.person.name,
                    "initiative_id": initiative_id,
                    "what": what,
                    "subject": subject,
                    "before": before,
                    "after": after,
                    "import_id": import_id,
                }
            ],
        )
        if initiative_id is not None and is_work:
            note_activity(self, initiative.c.id == initiative_id, active_at=now())

    def has_landed(self) -> bool:
        """An earlier try of this unit was committed although its answer was lost."""
        return self.value(sa.select(history.c.id).where(history.c.unit_id == self.id).limit(1)) is not None


def note_activity(unit: Unit, where: sa.ColumnElement[bool], **more: Any) -> None:
    """Something in these initiatives changed: everything kept about them as a whole is out of date."""
    unit.run(sa.update(initiative).where(where).values(activity=initiative.c.activity + 1, **more))


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)
