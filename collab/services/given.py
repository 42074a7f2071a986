"""What a form gives for a record: only fields that it has, its texts cleaned; the same for every kind of record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from collab.services.names import clean_required, clean_text

_OWN = frozenset({"id", "initiative_id", "version"})


def given(
    kind: type[Any], values: Mapping[str, object], *, required: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The values, cleaned. required: field -> what it is called, where it must not be empty if it is given.

    NotAllowed where a text is too long or a required one is empty; TypeError for a field that the kind does not have.
    """
    allowed = {each.name for each in fields(kind)} - _OWN
    unknown = set(values) - allowed
    if unknown:
        raise TypeError(f"{kind.__name__} has no field {sorted(unknown)[0]}")
    needed = required or {}
    return {name: _clean(name, value, needed.get(name, "")) for name, value in values.items()}


def _clean(name: str, value: object, called: str) -> object:
    if called:
        return clean_required(str(value or ""), called)
    return clean_text(value, name.replace("_", " ").capitalize()) if type(value) is str else value
