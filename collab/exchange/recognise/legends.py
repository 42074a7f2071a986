"""What a file itself explains, written out: a code book's wording in place of a question's code, and a key's labels in
place of the letters that stand for them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from collab.exchange.recognise.notes import notes_of
from collab.exchange.recognise.scale import concepts, said
from collab.exchange.recognise.table import Field, Table
from collab.exchange.recognise.text import content_words, fold
from collab.exchange.sheet import Book

_ENTRY = re.compile(
    r"^\s*[(\[]?(?P<code>[^\W\d_][\w.]{0,23}(?: \d{1,3})?)[)\]]?\s*(?:=|:|\s[-–—]\s)\s*(?P<text>\S.*)$", re.DOTALL
)
_LISTED = re.compile(r"[;,|/\n]\s*(?=[(\[]?[A-Za-z]{1,3}[)\]]?\s*[=:])|\s+(?=[(\[]?[A-Z]{1,2}[)\]]?\s*=)")
_LETTERS = re.compile(r"^[A-Za-z]{1,3}$")
_FEWEST = 3


def written_out(book: Book, table: Table) -> Table:
    """The table with coded headers and lettered answers as the file's own notes explain them."""
    coded = [field for field in table.fields if _is_coded(field)]
    lettered = [field for field in table.fields if _is_lettered(field)]
    if len(coded) < _FEWEST and len(lettered) < _FEWEST:
        return table
    entries = _entries(notes_of(book, table))
    labels = {code: text for code, text in entries.items() if _LETTERS.match(code) and _is_answer(text)}
    worded = {field.index for field in coded if len(content_words(entries.get(fold(field.path[0]), ""))) >= 2}
    fields = [_worded(field, entries) if field.index in worded else field for field in table.fields]
    if len(worded) < _FEWEST:
        fields = list(table.fields)
    if sum(bool(concepts(said(text).words)) for text in labels.values()) >= _FEWEST:
        fields = [_labelled(field, labels) for field in fields]
    return table.with_fields(tuple(fields))


def _is_coded(field: Field) -> bool:
    """Whether a header is a code alone: "Q4_1", "r12"."""
    return len(field.path) == 1 and len(field.path[0]) <= 24 and len(field.path[0].split()) <= 2


def _is_lettered(field: Field) -> bool:
    return 2 <= field.distinct <= 12 and all(_LETTERS.match(text) for text in field.sample)


def _is_answer(text: str) -> bool:
    what = said(text)
    return what.mark is not None or bool(concepts(what.words))


def _entries(notes: Iterable[str]) -> dict[str, str]:
    """Folded code -> what the notes say it means; codes with two meanings are left out."""
    found: dict[str, set[str]] = {}
    for note in notes:
        for part in _LISTED.split(note[:2000]):
            if (entry := _ENTRY.match(part)) and "=" not in entry["text"]:
                found.setdefault(fold(entry["code"]), set()).add(" ".join(entry["text"].split()))
    return {code: texts.pop() for code, texts in found.items() if len(texts) == 1}


def _worded(field: Field, entries: dict[str, str]) -> Field:
    return replace(field, path=(*field.path, entries[fold(field.path[0])]))


def _labelled(field: Field, labels: dict[str, str]) -> Field:
    """A lettered column with labels in place of letters; any other, or one with a letter that is not explained, as
    it is."""
    if not _is_lettered(field) or not all(fold(text) in labels or said(text).mark is not None for text in field.sample):
        return field
    return replace(field, values=tuple(labels.get(fold(text), text) for text in field.values))
