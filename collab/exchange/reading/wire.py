"""How the child hands over what it read: framed bytes, text as JSON and codes as raw int32. Never pickle."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from typing import IO, BinaryIO

import numpy as np

from collab.errors import Problem
from collab.exchange.reading import limits
from collab.exchange.reading.parts import Contents
from collab.exchange.sheet import CellType, Column, Sheet

FRAME = struct.Struct("<cQ")
PROGRESS, REFUSED, CONTENTS, CODES, FAILED = b"P", b"R", b"B", b"C", b"F"
LARGEST = {
    PROGRESS: 10_000,
    REFUSED: 10 * limits.MEGABYTE,
    FAILED: limits.MEGABYTE,
    CONTENTS: 1_024 * limits.MEGABYTE,
    CODES: 4 * limits.CELLS * 2,
}


class Malformed(ValueError):
    """The child wrote something that is not a frame."""


def send(stream: BinaryIO, kind: bytes, body: bytes) -> None:
    """Write one frame."""
    stream.write(FRAME.pack(kind, len(body)))
    stream.write(body)
    stream.flush()


def frames(stream: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """(kind, body) of each frame until the stream ends."""
    while head := stream.read(FRAME.size):
        if len(head) < FRAME.size:
            raise Malformed("half a frame")
        kind, length = FRAME.unpack(head)
        if length > LARGEST.get(kind, -1):
            raise Malformed("an unknown or too large frame")
        body = stream.read(length)
        if len(body) < length:
            raise Malformed("half a frame")
        yield kind, body


def send_contents(stream: BinaryIO, contents: Contents) -> None:
    """Write the contents: one frame of JSON, one of all codes, column after column."""
    sheets = [_sheet_head(sheet) for sheet in contents.sheets]
    head = {"format": contents.format, "marker": contents.marker, "notes": contents.notes, "sheets": sheets}
    send(stream, CONTENTS, json.dumps(head).encode("ascii"))
    columns = [column for sheet in contents.sheets for column in sheet.columns]
    stream.write(FRAME.pack(CODES, 4 * sum(len(column.codes) for column in columns)))
    for column in columns:
        stream.write(np.ascontiguousarray(column.codes, dtype="<i4").data)
    stream.flush()


def contents_of(head: bytes, codes: bytes) -> Contents:
    """The contents that send_contents wrote."""
    told = json.loads(head)
    numbers = np.frombuffer(codes, dtype="<i4")
    sheets, at = [], 0
    for entry in told["sheets"]:
        sheet, at = _sheet(entry, numbers, at)
        sheets.append(sheet)
    return Contents(told["format"], tuple(sheets), told["marker"], tuple(told["notes"]))


def _sheet_head(sheet: Sheet) -> dict[str, object]:
    return {
        "name": sheet.name,
        "rows": sheet.rows,
        "at": (sheet.first_row, sheet.first_column),
        "hidden": sheet.hidden,
        "merged": sheet.merged,
        "tables": sheet.tables,
        "hidden_rows": sheet.hidden_rows,
        "hidden_columns": sheet.hidden_columns,
        "uncalculated": sheet.uncalculated,
        "uncalculated_at": sheet.uncalculated_at,
        "columns": [(column.values, "".join(column.types)) for column in sheet.columns],
    }


def _sheet(entry: dict, numbers: np.ndarray, at: int) -> tuple[Sheet, int]:
    rows = entry["rows"]
    columns = []
    for values, types in entry["columns"]:
        codes = numbers[at : at + rows]
        if len(codes) < rows or (rows and int(codes.max()) >= len(values)) or len(types) != len(values):
            raise Malformed("codes without values")
        columns.append(Column(tuple(values), tuple(map(TYPES.__getitem__, types)), codes))
        at += rows
    return Sheet(
        name=entry["name"],
        columns=tuple(columns),
        rows=rows,
        first_row=entry["at"][0],
        first_column=entry["at"][1],
        hidden=entry["hidden"],
        merged=tuple(map(tuple, entry["merged"])),
        tables=tuple(map(tuple, entry["tables"])),
        hidden_rows=tuple(entry["hidden_rows"]),
        hidden_columns=tuple(entry["hidden_columns"]),
        uncalculated=entry["uncalculated"],
        uncalculated_at=tuple(map(tuple, entry["uncalculated_at"])),
    ), at


TYPES = {str(kind): kind for kind in CellType}


def problems_of(body: bytes) -> tuple[Problem, ...]:
    """The problems of a REFUSED frame."""
    return tuple(Problem(**entry) for entry in json.loads(body))
