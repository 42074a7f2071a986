"""Tidy tables for analysts as one archive: CSV, Parquet and a dictionary of every column; knows no initiative."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from collab.exchange.tables import safe_text

BOM = "\ufeff"
DICTIONARY, DESCRIPTOR, READ_ME = "dictionary.csv", "datapackage.json", "READ ME.txt"
_SAME_MOMENT = (1980, 1, 1, 0, 0, 0)
"""Of every member, so that the same data give the same bytes."""
Value = str | int | float | bool | date | None


class Type(StrEnum):
    """What a column holds, by the name that a Frictionless table schema has for it."""

    TEXT = "string"
    WHOLE = "integer"
    NUMBER = "number"
    TRUTH = "boolean"
    DAY = "date"


@dataclass(frozen=True)
class Field:
    """One column. missing: what a missing value means, "" where none ever is. source: where a formula comes from.

    among: every value that it can take, () where that is not laid down. codes: the list in the table of codes that says
    what they mean. refers: the table whose key it holds.
    """

    name: str
    type: Type
    about: str
    unit: str = ""
    missing: str = ""
    source: str = ""
    among: tuple[str, ...] = ()
    codes: str = ""
    refers: str = ""


@dataclass(frozen=True)
class Table:
    """One table. key: the columns that tell its rows apart. A text that nobody wrote is missing, never empty."""

    name: str
    about: str
    fields: tuple[Field, ...]
    rows: Sequence[tuple[Value, ...]]
    key: tuple[str, ...]

    def column(self, name: str) -> list[Value]:
        """The values of one column, from the first row to the last; KeyError where there is none of this name."""
        place = {each.name: at for at, each in enumerate(self.fields)}[name]
        return [None if row[place] == "" else row[place] for row in self.rows]


@dataclass(frozen=True)
class Package:
    """All tables with what is said of them as a whole. lines: sentences for a person who opens the archive."""

    name: str
    title: str
    lines: tuple[str, ...]
    as_of: date
    made_up: bool
    tables: tuple[Table, ...]


def write(package: Package) -> bytes:
    """A ZIP archive: csv/NAME.csv and parquet/NAME.parquet of every table, dictionary.csv and datapackage.json."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        _add(archive, READ_ME, _read_me(package))
        _add(archive, DICTIONARY, _csv(DICTIONARY_TITLES, _dictionary(package.tables)))
        _add(archive, DESCRIPTOR, json.dumps(_descriptor(package), ensure_ascii=False, indent=2).encode())
        for table in package.tables:
            titles = [each.name for each in table.fields]
            _add(archive, f"csv/{table.name}.csv", _csv(titles, table.rows))
        for table in package.tables:
            _add(archive, f"parquet/{table.name}.parquet", _parquet(table, package))
    return buffer.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    member = zipfile.ZipInfo(name, _SAME_MOMENT)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    archive.writestr(member, content)


def csv_cell(value: Value) -> str:
    """A value as it stands in a CSV file: text that a spreadsheet would run gets an apostrophe; missing is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return str(safe_text(value))
    return value.isoformat() if isinstance(value, date) else repr(value)


def _csv(titles: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """UTF-8 with a byte order mark, without which Excel takes it for an older encoding; lines end as RFC 4180 says."""
    buffer = io.StringIO()
    buffer.write(BOM)
    writer = csv.writer(buffer)
    writer.writerow(titles)
    writer.writerows([csv_cell(value) for value in row] for row in rows)
    return buffer.getvalue().encode()


def _parquet(table: Table, package: Package) -> bytes:
    """The table with its exact values; what each column means stands in the schema too."""
    import pyarrow as pa
    from pyarrow import parquet

    kinds = {
        Type.TEXT: pa.string(),
        Type.WHOLE: pa.int64(),
        Type.NUMBER: pa.float64(),
        Type.TRUTH: pa.bool_(),
        Type.DAY: pa.date32(),
    }
    told = {"title": package.title, "description": table.about, "made_up": str(package.made_up).lower()}
    fields = [
        pa.field(each.name, kinds[each.type], nullable=bool(each.missing), metadata={"description": each.about})
        for each in table.fields
    ]
    columns = [pa.array(table.column(each.name), kinds[each.type]) for each in table.fields]
    sink = pa.BufferOutputStream()
    parquet.write_table(pa.Table.from_arrays(columns, schema=pa.schema(fields, metadata=told)), sink)
    return bytes(sink.getvalue())


DICTIONARY_TITLES = (
    *("table", "column", "type", "unit", "missing", "description", "source", "values", "codes", "refers_to"),
)


def _dictionary(tables: Sequence[Table]) -> Iterable[tuple[Value, ...]]:
    """A row for each column of each table."""
    keys = {each.name: each.key[0] for each in tables}
    for table in tables:
        for each in table.fields:
            refers = f"{each.refers}.{keys[each.refers]}" if each.refers else ""
            told = (each.unit, each.missing or "never", each.about, each.source)
            yield table.name, each.name, each.type.value, *told, "; ".join(each.among), each.codes, refers


def _descriptor(package: Package) -> dict[str, object]:
    """The archive as a Frictionless tabular data package, whose tools then check types, keys and references."""
    keys = {each.name: each.key for each in package.tables}
    return {
        "profile": "tabular-data-package",
        "name": package.name,
        "title": package.title,
        "description": " ".join(package.lines),
        "as_of": package.as_of.isoformat(),
        "made_up": package.made_up,
        "resources": [_resource(each, keys) for each in package.tables],
    }


def _resource(table: Table, keys: dict[str, tuple[str, ...]]) -> dict[str, object]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "description": table.about,
        "path": f"csv/{table.name}.csv",
        "parquet": f"parquet/{table.name}.parquet",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "rows": len(table.rows),
        "schema": {
            "fields": [_described(each) for each in table.fields],
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {"fields": each.name, "reference": {"resource": _other(each, table), "fields": keys[each.refers][0]}}
                for each in table.fields
                if each.refers
            ],
        },
    }


def _other(field: Field, table: Table) -> str:
    """The table that a column refers to; a table that refers to itself is named "" there."""
    return "" if field.refers == table.name else field.refers


def _described(field: Field) -> dict[str, object]:
    found: dict[str, object] = {"name": field.name, "type": field.type.value, "description": field.about}
    more = {"unit": field.unit, "missing": field.missing, "source": field.source, "codes": field.codes}
    found |= {name: text for name, text in more.items() if text}
    constraints: dict[str, object] = {} if field.missing else {"required": True}
    if field.among:
        constraints["enum"] = list(field.among)
    return found | ({"constraints": constraints} if constraints else {})


def _read_me(package: Package) -> bytes:
    """Windows' own editor shows such a text as it is meant."""
    listed = [f"{each.name} ({_counted(len(each.rows))}): {each.about}" for each in package.tables]
    lines = (package.title, "", *package.lines, "", "Tables", "", *listed, "")
    return (BOM + "\r\n".join(lines)).encode()


def _counted(rows: int) -> str:
    return f"{rows:,} row{'' if rows == 1 else 's'}"
