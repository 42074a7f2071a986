"""Several sheets of filled-in forms as one table: a row per partner, or one partner's dimensions side by side."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from collab.exchange.recognise.across import made_field
from collab.exchange.recognise.table import Table
from collab.exchange.recognise.text import fold


def side_by_side(tables: list[Table], owner: str, sector: str) -> Table:
    """One row with the questions of all sheets; owner and sector are "" where the form does not say them."""
    texts = [(field.path, field.text(0)) for table in tables for field in table.fields]
    fields = [made_field(place, path, [text]) for place, (path, text) in enumerate(texts)]
    if owner:
        fields.append(made_field(len(fields), ("Organisation",), [owner]))
    if sector:
        fields.append(made_field(len(fields), ("Sector",), [sector]))
    return replace(tables[0], fields=tuple(fields))


def stacked(forms: list[tuple[str, str, Table]]) -> Table:
    """A row per form. forms: (owner, sector, table of one row); questions are matched by their text."""
    paths: dict[str, tuple[str, ...]] = {}
    for _, _, table in forms:
        paths |= {
            fold(" ".join(field.path)): field.path for field in table.fields if fold(" ".join(field.path)) not in paths
        }
    answers = [{fold(" ".join(field.path)): field.text(0) for field in table.fields} for _, _, table in forms]
    fields = [
        made_field(place, path, [answer.get(key, "") for answer in answers])
        for place, (key, path) in enumerate(paths.items())
    ]
    fields.append(made_field(len(fields), ("Organisation",), [owner for owner, _, _ in forms]))
    if any(sector for _, sector, _ in forms):
        fields.append(made_field(len(fields), ("Sector",), [sector for _, sector, _ in forms]))
    tables = [table for _, _, table in forms]
    numbers = np.concatenate([table.source_rows for table in tables])
    sheets = tuple(table.sheet.name for table in tables)
    return replace(
        tables[0],
        fields=tuple(fields),
        source_rows=numbers,
        sheets=sheets,
        sheet_of=np.arange(len(forms), dtype=np.int16),
    )
