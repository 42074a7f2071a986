"""The metadata that all tables share, and the kinds of column that they are made of."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from collab.when import When

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

KEY = sa.String(32)
"""A UUID (version 7) as 32 hexadecimal digits: keys sort by the time they were made."""


class Moment(sa.types.TypeDecorator[datetime]):
    """A time in UTC as ISO 8601 text: the same on every database, and sorting as text sorts by time."""

    impl = sa.String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """To text."""
        return value.isoformat(timespec="microseconds") if value is not None else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Back from text."""
        return datetime.fromisoformat(value) if value is not None else None


class Day(sa.types.TypeDecorator[date]):
    """A date as ISO 8601 text."""

    impl = sa.String(10)
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """To text."""
        return value.isoformat() if value is not None else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """Back from text."""
        return date.fromisoformat(value) if value is not None else None


class Roughly(sa.types.TypeDecorator[When]):
    """A year, a month or a day as ISO 8601 text."""

    impl = sa.String(10)
    cache_ok = True

    def process_bind_param(self, value: When | None, dialect: Dialect) -> str | None:
        """To text."""
        return value.isoformat() if value is not None else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> When | None:
        """Back from text."""
        return When.read(value) if value is not None else None


def key(name: str = "id") -> sa.Column[str]:
    """The primary key of a row."""
    return sa.Column(name, KEY, primary_key=True)


def link(name: str, target: str, *, nullable: bool = False, primary_key: bool = False) -> sa.Column[str]:
    """A reference to a row of another table."""
    return sa.Column(name, KEY, sa.ForeignKey(target), nullable=nullable, primary_key=primary_key)


def text(name: str, length: int | None = None, *, nullable: bool = False, default: str | None = None) -> sa.Column[str]:
    """Text, of any length unless one is given. default: what rows from before the column hold."""
    return sa.Column(name, sa.String(length) if length else sa.Text, nullable=nullable, server_default=default)


def number(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column[int]:
    """A whole number. default: what rows from before the column hold."""
    return sa.Column(name, sa.Integer, nullable=nullable, server_default=default)


def flag(name: str) -> sa.Column[bool]:
    """Yes or no."""
    return sa.Column(name, sa.Boolean, nullable=False)


def moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    """A time in UTC."""
    return sa.Column(name, Moment, nullable=nullable)


def day(name: str, *, nullable: bool = True) -> sa.Column[date]:
    """A date, or none."""
    return sa.Column(name, Day, nullable=nullable)


def roughly(name: str, *, nullable: bool = True) -> sa.Column[When]:
    """A year, a month or a day, or none."""
    return sa.Column(name, Roughly, nullable=nullable)
