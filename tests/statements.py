"""What a store is asked, so that a test can tell that the questions do not grow with what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from collab.store import Store


@contextmanager
def asked_of(store: Store) -> Iterator[list[str]]:
    """Every statement that reaches the database inside, in order."""
    asked: list[str] = []

    def note(*event: object) -> None:
        asked.append(str(event[2]))

    sa.event.listen(store._engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        sa.event.remove(store._engine, "before_cursor_execute", note)
