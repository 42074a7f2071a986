"""Tidy tables in one archive: what is read back is what was written, in CSV and in Parquet."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from collab.exchange.tables import safe_text
from collab.exchange.tables_out import BOM, Field, Package, Table, Type, Value, csv_cell, write

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60) | st.sampled_from(
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "NA", "N/A", "null", "'", "a\r\nb", '"', ",", "TRUE", "1e5"]
)
FIELDS = (
    Field("key", Type.WHOLE, "A number"),
    Field("text", Type.TEXT, "Words", missing="nothing was written"),
    Field("count", Type.WHOLE, "A count", unit="answers", missing="hidden"),
    Field("figure", Type.NUMBER, "A figure", missing="hidden"),
    Field("is_so", Type.TRUTH, "Yes or no", missing="not said"),
    Field("day", Type.DAY, "A day", missing="no day"),
)
ROWS = st.lists(
    st.tuples(
        st.none() | TEXTS,
        st.none() | st.integers(-(2**63), 2**63 - 1),
        st.none() | st.floats(allow_nan=False, allow_infinity=False),
        st.none() | st.booleans(),
        st.none() | st.dates(),
    ),
    max_size=12,
)


def a_table(rows: list[tuple[Value, ...]], **overrides: object) -> Table:
    values: dict[str, object] = {"name": "things", "about": "Made-up things", "fields": FIELDS, "key": ("key",)}
    return Table(**{**values, "rows": rows, **overrides})  # type: ignore[arg-type]


def a_package(*tables: Table, made_up: bool = True) -> Package:
    return Package("made-up", "Made-up tables", ("Made-up.",), date(2026, 11, 22), made_up, tables)


def opened(package: Package) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(write(package))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def lines(content: bytes) -> list[list[str]]:
    text = content.decode()
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))


@given(ROWS)
def test_what_is_read_back_is_what_was_written(rows: list[tuple[Value, ...]]) -> None:
    numbered = [(place, *row) for place, row in enumerate(rows)]
    found = opened(a_package(a_table(numbered)))
    expected = [[None if value == "" else value for value in row] for row in numbered]
    table = parquet.read_table(io.BytesIO(found["parquet/things.parquet"]))
    assert [list(row.values()) for row in table.to_pylist()] == expected
    titles, *texts = lines(found["csv/things.csv"])
    assert titles == [each.name for each in FIELDS]
    assert [[told(cell, each.type) for cell, each in zip(row, FIELDS, strict=True)] for row in texts] == [
        [safe_text(value) for value in row] for row in expected
    ]


def told(cell: str, kind: Type) -> Value:
    """A cell of a CSV file by the type that the dictionary gives it."""
    if not cell:
        return None
    if kind is Type.TRUTH:
        return {"true": True, "false": False}[cell]
    readers = {Type.TEXT: str, Type.WHOLE: int, Type.NUMBER: float, Type.DAY: date.fromisoformat}
    return readers[kind](cell)  # type: ignore[no-any-return, operator]


def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe_and_a_number_does_not() -> None:
    rows: list[tuple[Value, ...]] = [(-1, "=1+1", -2, -0.5, None, None)]
    assert lines(opened(a_package(a_table(rows)))["csv/things.csv"])[1] == ["-1", "'=1+1", "-2", "-0.5", "", ""]


@pytest.mark.parametrize(
    ("value", "cell"), [(0, "0"), (0.0, "0.0"), (False, "false"), (None, ""), (0.1 + 0.2, "0.30000000000000004")]
)
def test_missing_is_empty_and_zero_is_zero(value: Value, cell: str) -> None:
    assert csv_cell(value) == cell


def test_a_table_without_rows_keeps_its_columns_and_their_types() -> None:
    found = opened(a_package(a_table([])))
    table = parquet.read_table(io.BytesIO(found["parquet/things.parquet"]))
    assert table.schema.types == [pa.int64(), pa.string(), pa.int64(), pa.float64(), pa.bool_(), pa.date32()]
    assert lines(found["csv/things.csv"]) == [[each.name for each in FIELDS]]


def test_a_column_that_is_never_missing_is_refused_where_it_is() -> None:
    with pytest.raises((ValueError, pa.ArrowException)):
        write(a_package(a_table([(None, "a", 1, 1.0, True, None)])))


def test_the_dictionary_has_a_line_for_every_column_of_every_table() -> None:
    field = Field("thing", Type.WHOLE, "The thing", refers="things")
    other = a_table([(1,)], name="others", fields=(field,), key=("thing",))
    found = opened(a_package(a_table([]), other))
    titles, *told_lines = lines(found["dictionary.csv"])
    by_title = [dict(zip(titles, line, strict=True)) for line in told_lines]
    assert [(each["table"], each["column"]) for each in by_title] == [
        *(("things", each.name) for each in FIELDS),
        ("others", "thing"),
    ]
    assert by_title[2] == {
        **dict.fromkeys(titles, ""),
        "table": "things",
        "column": "count",
        "type": "integer",
        "unit": "answers",
        "missing": "hidden",
        "description": "A count",
    }
    assert (by_title[-1]["missing"], by_title[-1]["refers_to"]) == ("never", "things.key")


def test_the_descriptor_names_types_keys_and_references() -> None:
    field = Field("thing", Type.WHOLE, "The thing", refers="things", among=("1", "2"))
    other = a_table([(1,)], name="others", fields=(field,), key=("thing",))
    told_of = json.loads(opened(a_package(a_table([]), other))["datapackage.json"])
    assert (told_of["as_of"], told_of["made_up"]) == ("2026-11-22", True)
    (resource,) = (each for each in told_of["resources"] if each["name"] == "others")
    assert (resource["path"], resource["parquet"]) == ("csv/others.csv", "parquet/others.parquet")
    assert resource["schema"] == {
        "fields": [
            {
                "name": "thing",
                "type": "integer",
                "description": "The thing",
                "constraints": {"required": True, "enum": ["1", "2"]},
            }
        ],
        "missingValues": [""],
        "primaryKey": ["thing"],
        "foreignKeys": [{"fields": "thing", "reference": {"resource": "things", "fields": "key"}}],
    }


def test_the_same_tables_give_the_same_bytes() -> None:
    made = a_package(a_table([(1, "a", 2, 0.5, True, date(2026, 1, 2))]))
    assert write(made) == write(made)
