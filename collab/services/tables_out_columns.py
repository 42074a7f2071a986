"""What tables for analysts are made of: a column says in one place what it is called, what it means and where it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from collab.exchange.tables_out import Field, Table, Type, Value
from collab.services.tables_out_codes import codes_of

Of = Callable[[Any], Value]
Column = tuple[Field, Of]
UNWRITTEN = "nothing was written"
NO_DAY = "no day was given"
NOBODY = "no partner was named, or it was removed"
SHARE = "share, 0 to 1"
AS_KNOWN = "YYYY-MM-DD; YYYY-MM or YYYY where only the month or the year is known"


def table(name: str, about: str, things: Iterable[Any], key: tuple[str, ...], *columns: Column) -> Table:
    """A table with a row for each thing; the key's columns must be among the columns."""
    rows = [tuple(of(each) for _, of in columns) for each in things]
    return Table(name, about, tuple(field for field, _ in columns), rows, key)


def key(name: str, about: str, of: Of, *, refers: str = "") -> Column:
    """An identifier that is always there; the same in every export."""
    return Field(name, Type.TEXT, about, refers=refers), of


def refers(name: str, other: str, about: str, of: Of, *, missing: str) -> Column:
    """The identifier of a row of another table, which may be missing."""
    return Field(name, Type.TEXT, about, missing=missing, refers=other), of


def partner(about: str, of: Of, *, missing: str = NOBODY) -> Column:
    """A partner, by its identifier."""
    return refers("partner_id", "partners", about, of, missing=missing)


def code(name: str, about: str, codes: str, of: Of, *, missing: str = "", source: str = "") -> Column:
    """One of a list of keys, whose words stand in the table of codes."""
    among = tuple(each.code for each in codes_of(codes))
    return Field(name, Type.TEXT, about, missing=missing, source=source, among=among, codes=codes), of


def text(name: str, about: str, of: Of, *, missing: str = UNWRITTEN, unit: str = "", source: str = "") -> Column:
    """Words, as people wrote them."""
    return Field(name, Type.TEXT, about, unit=unit, missing=missing, source=source), of


def words(name: str, about: str, of: Of) -> Column:
    """Words that are always there."""
    return Field(name, Type.TEXT, about), of


def when(name: str, about: str, of: Of, *, missing: str = NO_DAY) -> Column:
    """A time as exactly as people know it, as text."""

    def written(each: Any) -> Value:
        found: Any = of(each)
        return None if found is None else str(found.isoformat())

    return Field(name, Type.TEXT, about, unit=AS_KNOWN, missing=missing), written


def day(name: str, about: str, of: Of, *, missing: str = NO_DAY) -> Column:
    """A day."""
    return Field(name, Type.DAY, about, unit="YYYY-MM-DD", missing=missing), of


def whole(name: str, about: str, of: Of, *, unit: str = "", missing: str = "", source: str = "") -> Column:
    """A whole number."""
    return Field(name, Type.WHOLE, about, unit=unit, missing=missing, source=source), of


def number(name: str, about: str, of: Of, *, unit: str, missing: str = "", source: str = "") -> Column:
    """A figure, unrounded unless it says so."""
    return Field(name, Type.NUMBER, about, unit=unit, missing=missing, source=source), of


def truth(name: str, about: str, of: Of, *, missing: str = "") -> Column:
    """Yes or no."""
    return Field(name, Type.TRUTH, about, missing=missing), of
