"""Many rows at once: tuples straight to the driver on SQLite, COPY on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from collab.store.unit import Unit

_T = TypeVar("_T")
_PIECE = 500


def insert_many(unit: Unit, table: sa.Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert tuples, their values in the order of columns; values are of the kinds that drivers know."""
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in columns)
    if unit.is_sqlite:
        places = ", ".join("?" for _ in columns)
        unit.connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({names}) VALUES ({places})', list(rows))
        return
    _copy_in(unit, f'COPY "{table.name}" ({names}) FROM STDIN', rows)


def _copy_in(unit: Unit, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """COPY goes past SQLAlchemy: its errors are put into SQLAlchemy's, which the Store knows when to try again."""
    raw, dialect = unit.connection.connection, unit.connection.dialect
    try:
        with raw.cursor().copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except dialect.loaded_dbapi.Error as error:
        lost = dialect.is_disconnect(error, raw.dbapi_connection, None)
        base = dialect.loaded_dbapi.Error
        raise sa.exc.DBAPIError.instance(statement, None, error, base, connection_invalidated=lost) from error


def run_many(unit: Unit, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Execute one SQL statement for each tuple; the statement has ? for values."""
    if rows:
        text = statement if unit.is_sqlite else statement.replace("?", "%s")
        unit.connection.exec_driver_sql(text, list(rows))


def pieces(items: Sequence[_T], size: int = _PIECE) -> Iterator[Sequence[_T]]:
    """The items in pieces that fit into one statement."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
