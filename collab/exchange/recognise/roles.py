"""What each column of a table of answers is: a tool's own, personal, a rating, a comment, or something else."""

from __future__ import annotations

import re
from dataclasses import dataclass

from collab.exchange.recognise.long_names import names_at_length
from collab.exchange.recognise.ratings import Profile, is_scale_like, profile
from collab.exchange.recognise.scale import concepts
from collab.exchange.recognise.table import Field, Table
from collab.exchange.recognise.text import LONGEST
from collab.exchange.recognise.tools import OWN_TABLE, Use, use_of

_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_ADDRESS = re.compile(r"^\d{1,3}(\.\d{1,3}){3}$|^[0-9a-f]{0,4}(:[0-9a-f]{0,4}){5,7}$", re.IGNORECASE)
_PERSONAL_HEADER = re.compile(
    r"\b(e ?mail|correo|phone|telephone|telefono|ip address|first name|last name|full name|your name|surname|"
    r"nombre y apellido|"
    r"name of (the )?(respondent|person|principal)|respondent s? ?name|signature|date of birth|home address|"
    r"latitude|longitude|student name|contact name)\b"
)
_ORGANISATION_WORD = re.compile(
    r"\b(organi[sz]ation|school|district|charter|partner|agency|institution|campus|network|company|escuela|"
    r"distrito|organizacion)\b"
)
_COMMENT_HEADER = re.compile(
    r"\b(comments?|comentarios?|explain|why|feedback|notes?|suggestions?|anything else|describe|elaborate|"
    r"explique)\b"
)
# "Other (please specify)" is answered in a person's own words; "We trust each other" is a statement.
_OTHER_HEADER = re.compile(r"\b(other|otro|otra)\b")


@dataclass(frozen=True)
class Roles:
    """Columns by role. uses: index of a tool's own column -> what it is for."""

    uses: dict[int, Use]
    personal: tuple[Field, ...]
    ratings: dict[int, Profile]
    texts: tuple[Field, ...]
    others: tuple[Field, ...]

    def first(self, table: Table, use: Use) -> Field | None:
        """The first column for this use that is not empty."""
        return next((field for field in table.fields if self.uses.get(field.index) == use and field.filled), None)


def roles_of(table: Table, tool: str, spared: set[int] = frozenset()) -> Roles:  # type: ignore[assignment]
    """Sort the columns of a table into roles; columns in spared (known questions) are never taken for a tool's own."""
    uses: dict[int, Use] = {}
    personal: list[Field] = []
    ratings: dict[int, Profile] = {}
    texts: list[Field] = []
    others: list[Field] = []
    for field in table.fields:
        use = None if field.index in spared else _use(field, tool)
        if use is not None:
            uses[field.index] = use
        if use in (Use.EMAIL, Use.PERSONAL):
            personal.append(field)
        elif use is None:
            found = profile(field)
            if is_scale_like(found) and found is not None:
                ratings[field.index] = found
            elif is_comment(field):
                texts.append(field)
            else:
                others.append(field)
    return Roles(uses, tuple(personal), ratings, tuple(texts), tuple(others))


def _use(field: Field, tool: str) -> Use | None:
    use = use_of(field.names)
    if use == Use.PERSONAL and tool == OWN_TABLE and _is_organisation_name(field):
        return None
    if use is not None:
        return use
    if _is_personal(field):
        return (
            Use.EMAIL
            if any("mail" in name or "correo" in name for name in field.names) or _holds(field, _EMAIL)
            else Use.PERSONAL
        )
    if any(text.endswith("_complete") or text == "Complete?" for text in field.path):
        return Use.OTHER
    return Use.SUBMITTED if field.date_share > 0.8 else None


def _is_organisation_name(field: Field) -> bool:
    """Whether a column called only "Name" holds organisations and not people."""
    from collab.exchange.recognise.organisation import name_likeness

    return bool({"name", "nombre"} & set(field.names)) and name_likeness(field, set()) >= 0.5


def _is_personal(field: Field) -> bool:
    named = any(_PERSONAL_HEADER.search(name) and not _ORGANISATION_WORD.search(name) for name in field.names)
    return (named and field.mean_length < 80) or _holds(field, _EMAIL) or _holds(field, _ADDRESS)


def _holds(field: Field, pattern: re.Pattern[str]) -> bool:
    texts = field.sample[:50]
    return (
        len(texts) > 0
        and sum(len(text) <= LONGEST and bool(pattern.match(text)) for text in texts) * 5 >= len(texts) * 4
    )


def is_comment(field: Field) -> bool:
    """Whether a column holds free text that people wrote."""
    if field.distinct == 0 or field.number_share > 0.5:
        return False
    if any(_COMMENT_HEADER.search(name) for name in field.names) and field.mean_length >= 3:
        return True
    if any(_OTHER_HEADER.search(name) for name in field.names) and field.mean_length >= 3 and not _are_labels(field):
        return True
    return field.mean_length > 35 and field.distinct * 2 > field.filled and not names_at_length(field)


def _are_labels(field: Field) -> bool:
    """Whether at least half of a column's cells are labels of rating scales."""
    found = profile(field)
    return (
        found is not None and sum(count for word, count in found.words.items() if concepts(word)) * 2 >= found.cells > 0
    )
