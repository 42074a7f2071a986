"""What a cell of a sheet that comes back says: a status, a partner, a day or words; and how a sheet holds a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from collab.errors import CollabError
from collab.exchange.journey_sheets import Sought, Target, closest
from collab.exchange.journey_values import DAY_ALLOWED, DAYS, TITLES, NoDay, comparable, day
from collab.exchange.recognise.text import fold, listed, shortened
from collab.exchange.returned_sheets import NO_RESULT
from collab.model import Partner
from collab.services.names import clean_text
from collab.services.organisations import differs_by_a_slip
from collab.store.keys import name_key
from collab.when import When

NOT_APPLICABLE_WORDS = ("not applicable", "n a", "na", "does not apply")
DONE_WORDS = ("done", "yes", "complete", "completed", "finished", "x", "✓", "✔", "true", "100")
NOT_YET_WORDS = ("not yet", "no", "not started", "none", "to do", "open", "pending", "false", "0")
PARTLY_WORDS = ("partly", "partly in place", "partial", "partially", "in progress", "under way", "underway", "ongoing")
FAILED = frozenset({"#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#N/A"})
SHOWN_LENGTH = 200
CHANGED_MEANWHILE = "Somebody changed this meanwhile. Nothing was saved. Look again at what would change."


@dataclass(frozen=True)
class Terms:
    """How cells are read. attributes: field -> attribute of the record; labels: status value -> how it is called.

    refused: (target, what is kept, values) -> a sentence where persons may not say so, else "".
    as_of: (what is kept, values) -> the day on which a partner that a row newly names must take part.
    readers: field -> what its text means, Unclear where nothing; writers: field -> how a sheet holds its value; these,
    and titles (field -> what stands above it), of fields that only one kind of sheet has.
    """

    attributes: Mapping[str, str]
    labels: Mapping[str, str]
    partners: Sequence[Partner]
    as_of: Callable[[Any, Mapping[str, object]], date | When]
    refused: Callable[[Target, Any, Mapping[str, object]], str] = lambda _target, _kept, _values: ""
    readers: Mapping[str, Callable[[str], object]] = field(default_factory=dict)
    writers: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)

    def title(self, name: str) -> str:
        """What stands above a column."""
        return self.titles.get(name) or TITLES[name]


class Unclear(CollabError):
    """A cell that cannot be taken: what was found, what is allowed, what to do."""

    def __init__(self, found: str, allowed: str, remedy: str) -> None:
        super().__init__(found)
        self.told = (found, allowed, remedy)


def status_words(*known: tuple[Sequence[str], str]) -> dict[str, str]:
    """Folded word -> the status it means."""
    return {fold(word) or word: value for words, value in known for word in words}


def written(terms: Terms, name: str, value: object) -> str:
    """A value as a sheet holds it."""
    if name in terms.writers:
        return terms.writers[name](value)
    if name == "status":
        return terms.labels.get(str(value), "")
    if name == "partner":
        return next((each.name for each in terms.partners if each.id == value), "")
    return value.isoformat() if isinstance(value, date) else str(value or "")


def read_day(raw: str) -> date | None:
    """The day that a cell says, None for an empty one; Unclear where it cannot be taken."""
    made = day(raw)
    if isinstance(made, NoDay):
        raise Unclear(made.found, DAY_ALLOWED, "Write it so.")
    return made


def read(name: str, raw: str, terms: Terms, sought: Sought, *, kept: object = None) -> object:
    """What a cell says; Unclear where it cannot be taken.

    kept: the value that is saved, whose lines and quotes stay, where a sheet gives texts without them; None where it
    gives texts as they were typed.
    """
    if raw == NO_RESULT:
        raise Unclear(
            "The cell holds a formula without a result.",
            "",
            "Type what it is to say; or open the workbook in a spreadsheet program, save it there, and bring it again.",
        )
    if raw in FAILED:
        raise Unclear(f"“{raw}” is a formula that failed.", "", "Type what the cell is to say.")
    if name in terms.readers:
        return terms.readers[name](raw)
    if name == "status":
        return _status(raw, terms, sought)
    if name == "partner":
        return _partner(raw, terms.partners)
    if name in DAYS:
        return read_day(raw)
    try:
        text = clean_text(raw, f"The text in “{terms.title(name)}”")
        return text if kept is None else woven(str(kept), text)
    except CollabError as failure:
        raise Unclear(str(failure), "", "") from failure


def woven(old: str, new: str) -> str:
    """The new text, with line breaks and quotes as in the old one where its words stayed: a cell comes back without."""
    before = re.findall(r"\S+\s*", old)
    words = new.split()
    pieces: list[str] = []
    for tag, first, last, start, end in SequenceMatcher(
        None, [comparable(each) for each in before], [comparable(each) for each in words], autojunk=False
    ).get_opcodes():
        pieces += before[first:last] if tag == "equal" else words[start:end]
    text = "".join(piece if piece[-1].isspace() else f"{piece} " for piece in pieces).strip()
    return text if comparable(text) == comparable(new) else new


def _status(raw: str, terms: Terms, sought: Sought) -> str:
    word = fold(raw) or raw.strip()
    if not word:
        return ""
    if word not in sought.statuses:
        labels = [label for label in terms.labels.values() if label]
        allowed, near = listed([f"“{label}”" for label in labels]), closest(raw, labels)
        remedy = f"Did you mean “{near}”?" if near else "Choose one of them."
        raise Unclear(f"“{cut(raw)}” is not a status.", f"Allowed: {allowed}.", remedy)
    return sought.statuses[word]


def _partner(raw: str, partners: Sequence[Partner]) -> str | None:
    key = name_key(raw)
    if not raw.strip():
        return None
    same = next((each.id for each in partners if name_key(each.name) == key), None)
    if same is not None:
        return same
    near = [each.name for each in partners if differs_by_a_slip(name_key(each.name), key)]
    allowed = f"Partners here: {listed([each.name for each in partners])}."
    remedy = f"Did you mean “{near[0]}”?" if near else "Correct the name, or add the partner first."
    raise Unclear(f"“{cut(raw)}” takes no part in this initiative.", allowed, remedy)


def cut(text: str) -> str:
    """A text of the sheet as sentences quote it."""
    return shortened(text, SHOWN_LENGTH)
