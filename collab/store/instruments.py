"""Instruments as stored: each wording once, found again by its digest."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import lru_cache

import msgspec
import sqlalchemy as sa

from collab.errors import NotFound
from collab.model import Instrument
from collab.store.keys import new_key
from collab.store.tables import instrument as table
from collab.store.unit import Unit

# Built while this module is imported: msgspec prepares a type at its first use, and two threads at once crash it.
_DECODER = msgspec.json.Decoder(Instrument)


def save_instrument(unit: Unit, instrument: Instrument, *, import_id: str | None = None) -> str:
    """The id of this instrument in exactly this wording; stored where it was not."""
    content = json.dumps(asdict(instrument), ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(content.encode()).hexdigest()
    known = sa.select(table.c.id).where(table.c.key == instrument.key, table.c.digest == digest)
    found = unit.value(known)
    if found is not None:
        return str(found)
    row = {"id": new_key(), "key": instrument.key, "version": instrument.version, "title": instrument.title}
    unit.insert(table, [{**row, "digest": digest, "content": content, "import_id": import_id}])
    return row["id"]  # type: ignore[return-value]


def instrument_by_id(unit: Unit, instrument_id: str) -> Instrument:
    """The instrument of this id; NotFound where there is none."""
    content = unit.value(sa.select(table.c.content).where(table.c.id == instrument_id))
    if content is None:
        raise NotFound("The questions of this round are not in the database. Run: python -m collab check.")
    return _decoded(content)


def stored_instruments(unit: Unit) -> tuple[Instrument, ...]:
    """Every stored instrument, the latest wording first."""
    return tuple(_decoded(row.content) for row in unit.rows(sa.select(table.c.content).order_by(table.c.id.desc())))


@lru_cache(maxsize=64)
def _decoded(content: str) -> Instrument:
    return _DECODER.decode(content)
