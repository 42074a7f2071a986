"""Settles whose answers a file holds: the organisation of every row, its spellings, and its sector."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from collab.exchange.findings import Choice, FoundPartner, Question
from collab.exchange.recognise.draft import Draft
from collab.exchange.recognise.enquiry import choices
from collab.exchange.recognise.flags import read_as_sectors
from collab.exchange.recognise.organisation import (
    Candidate,
    are_exclusive,
    candidates,
    close_pairs,
    gathered,
    goes_with,
    is_no_name,
    merge_key,
    with_other_texts,
)
from collab.exchange.recognise.sectors import is_denied, sector_choices, sector_columns, sector_meant, sector_of_name
from collab.exchange.recognise.table import Field, coalesced
from collab.exchange.recognise.text import counted, listed
from collab.model import Sector

NO_COLUMN = "none"
_MOST_ASKED = 15
# Names are compared with one another: beyond this it would keep the server busy for half a minute.
MOST_ORGANISATIONS = 5_000


@dataclass(frozen=True)
class Owners:
    """Partners and, per row, the index of its partner; -1 where the row names none."""

    partners: tuple[FoundPartner, ...]
    of_row: np.ndarray


def organisation_column(draft: Draft, fields: list[Field], *, instead: Field | None = None) -> Field | None:
    """The column that names the organisation, asked where more than one could; None where there is none.

    instead: the sector's column; a column of names that go with one sector each is proposed beside it.
    """
    known = {merge_key(name) for name, _ in draft.known.partners}
    found = candidates(fields, known)
    strong = [item for item in found if item.is_strong]
    branches = [item.field for item in strong if item.rank]
    if len(branches) > 1 and are_exclusive(branches) and not draft.enquiry.has("organisation"):
        draft.use(*branches)
        return coalesced(branches, path=branches[0].path, header=branches[0].header)
    if instead is not None and not strong:
        strong = [item for item in found if goes_with(item.field, instead)][:1]
        found = strong or found
    question = _organisation_question(draft, found, fields, strong[0].field.header if strong else NO_COLUMN)
    chosen = draft.enquiry.settle(question, certain=_certain_column(draft, found, strong))
    column = next((field for field in (*fields, *filter(None, [instead])) if field.header == chosen), None)
    return with_other_texts(column, fields) if column is not None else None


def _certain_column(draft: Draft, found: list[Candidate], strong: list[Candidate]) -> str | None:
    if not strong:
        return NO_COLUMN if not found or draft.known.partner else None
    best, *rest = strong
    ahead = not rest or (best.rank >= rest[0].rank + 10 and rest[0].rank < 75) or _names_more(strong)
    return best.field.header if ahead and best.is_strong and not best.is_coded else None


def _names_more(strong: list[Candidate]) -> bool:
    """Whether only the first of the columns is named like an organisation: the others are merely made of such words."""
    return strong[0].rank > 0 and all(item.rank == 0 for item in strong[1:])


def _organisation_question(draft: Draft, found: list[Candidate], fields: list[Field], proposal: str) -> Question:
    offered = fields if draft.enquiry.has("organisation") or not found else [item.field for item in found]
    labels = {field.header: f"{field.header} ({counted(field.distinct, 'name')})" for field in offered}
    return Question(
        id="organisation",
        ask="Which column says whose answers a row holds?",
        choices=choices(labels | {NO_COLUMN: "None: the whole file comes from one partner"}),
        proposal=proposal,
        group="Partners",
    )


def owners_by_row(
    draft: Draft, column: Field | None, sector: Field | None, kept: np.ndarray, *, ask_variants: bool = True
) -> Owners:
    """The partner of each row from the column, from what the person said, or from the file's own name."""
    if column is None:
        name = whole_file_partner(draft)
        partners = (_single(draft, name, sector, kept),) if name else ()
        return Owners(partners, np.zeros(len(kept), dtype=np.int32) if name else np.full(len(kept), -1, dtype=np.int32))
    counts = Counter(
        {
            column.values[code]: int(number)
            for code, number in enumerate(np.bincount(column.codes[kept], minlength=len(column.values)))
            if number and not is_no_name(column.values[code])
        }
    )
    if len(counts) > MOST_ORGANISATIONS:
        draft.problem(
            f"{len(counts):,} different organisations stand here.",
            f"At most {MOST_ORGANISATIONS:,} are compared in one round.",
            "Choose the column that names the organisation with the answer “organisation”, or divide the file.",
            column=column.header,
        )
        return Owners((), np.full(len(kept), -1, dtype=np.int32))
    groups = _merged_names(draft, counts, ask_variants)
    if not groups and draft.known.partner:
        groups = {draft.known.partner: ()}
    of_row = _rows_of(column, groups, draft.known.partner)
    words = _sector_words(sector, of_row, len(groups), kept)
    return Owners(
        tuple(_found(draft, name, groups[name], word) for name, word in zip(groups, words, strict=True)),
        of_row,
    )


def _merged_names(draft: Draft, counts: Counter[str], ask_variants: bool) -> dict[str, tuple[str, ...]]:
    """Partner's name -> every spelling of it in the file."""
    known = {merge_key(name): name for name, _ in reversed(draft.known.partners)}
    names = gathered(counts, known)
    merged = {name.shown: name.spellings for name in names}
    pairs = close_pairs(names, list(known.values()), among=ask_variants)
    rows = {name.shown: name.rows for name in names}
    for name, other in pairs:
        question = Question(
            id=f"variant:{name.shown}",
            ask=f"Is “{name.shown}” ({counted(name.rows, 'row')}) the same organisation as “{other}” "
            f"({_standing(other, rows)})?",
            choices=choices({"same": "The same", "different": "Two different organisations"}),
            proposal="same",
            group="Partners",
        )
        if draft.enquiry.settle(question) == "same":
            merged[other] = (*merged.get(other, ()), *merged.pop(name.shown, ()))
    return merged


def _standing(name: str, rows: dict[str, int]) -> str:
    return counted(rows[name], "row") if name in rows else "a known partner"


def _rows_of(column: Field, groups: dict[str, tuple[str, ...]], fallback: str | None) -> np.ndarray:
    place = {spelling: at for at, spellings in enumerate(groups.values()) for spelling in spellings}
    names = list(groups)
    spare = names.index(fallback) if fallback in names else -1
    table = np.array([place.get(text, spare) for text in column.values], dtype=np.int32)
    return table[column.codes]


def _sector_words(sector: Field | None, of_row: np.ndarray, partners: int, kept: np.ndarray) -> list[str]:
    """Each partner's most frequent word in the sector's column; "" where it has none."""
    if sector is None:
        return [""] * partners
    size = len(sector.values)
    rows = kept & (of_row >= 0) & (sector.codes > 0)
    table = np.bincount(of_row[rows].astype(np.int64) * size + sector.codes[rows], minlength=partners * size).reshape(
        partners, size
    )
    return [sector.values[int(row.argmax())] if row.any() else "" for row in table]


def whole_file_partner(draft: Draft, suggestion: str | None = None) -> str | None:
    """The one partner whose answers the whole file holds: as the person said, else asked."""
    question = Question(
        id="partner",
        ask="No column names an organisation. Whose answers are these?",
        proposal=suggestion or _named_after(draft),
        group="Partners",
        why="Write the name of the partner that gave all answers in this file.",
    )
    value = draft.enquiry.settle(question, certain=draft.known.partner)
    return str(value) if value else None


def _named_after(draft: Draft) -> str | None:
    """The known partner that the file or a sheet is named after."""
    titles = [
        merge_key(draft.book.file_name.rsplit(".", 1)[0]),
        *(merge_key(sheet.name) for sheet in draft.book.sheets),
    ]
    for name, _ in draft.known.partners:
        key = merge_key(name)
        if len(key) > 3 and any(f" {key} " in f" {title} " for title in titles):
            return name
    return None


def _single(draft: Draft, name: str, sector: Field | None, kept: np.ndarray) -> FoundPartner:
    words = _sector_words(sector, np.zeros(len(kept), dtype=np.int32), 1, kept)
    return _found(draft, name, (), words[0])


def _found(draft: Draft, name: str, spellings: tuple[str, ...], word: str) -> FoundPartner:
    known = {merge_key(known_name): sector for known_name, sector in draft.known.partners}.get(merge_key(name))
    said = sector_meant(word) if word else None
    others = tuple(text for text in spellings if text != name)
    if known is not None and said is not None and known != said:
        draft.warn(
            f"“{name}” is recorded as {known}; this file says “{word}”.",
            remedy="The recorded sector stays. Change it on the page Partners if the file is right.",
        )
    return FoundPartner(name, known or said, word, others)


def sector_column(draft: Draft, fields: list[Field], organisation: Field | None) -> Field | None:
    """The column that says each organisation's sector, asked where it is not beyond doubt."""
    found = [
        (field, sure)
        for field, sure in sector_columns(
            [read_as_sectors(field) for field in fields if organisation is None or field.index != organisation.index]
        )
    ]
    question = Question(
        id="sector_column",
        ask="Which column says whether an organisation is a district, a charter or something else?",
        choices=choices(
            {field.header: field.header for field, _ in found or [(field, False) for field in fields]}
            | {NO_COLUMN: "None"}
        ),
        proposal=found[0][0].header if found else NO_COLUMN,
        group="Partners",
    )
    certain = found[0][0].header if found and found[0][1] else None if found else NO_COLUMN
    chosen = draft.enquiry.settle(question, certain=certain)
    return next((read_as_sectors(field) for field in fields if field.header == chosen), None)


def with_sectors(draft: Draft, partners: tuple[FoundPartner, ...]) -> tuple[FoundPartner, ...]:
    """The partners with their sectors: one question per unknown word, then names, then one question per
    nameless rest."""
    by_word = _by_words(draft, partners)
    unsettled = [partner for partner in partners if partner.sector is None and not partner.sector_word]
    by_name = {partner.name: _by_name(draft, partner) for partner in unsettled}
    silent = [name for name, sector in by_name.items() if sector is None]
    by_name |= _asked(draft, silent)
    return tuple(
        FoundPartner(
            partner.name,
            partner.sector or by_word.get(partner.sector_word) or by_name.get(partner.name),
            partner.sector_word,
            partner.variants,
        )
        for partner in partners
    )


def _by_words(draft: Draft, partners: tuple[FoundPartner, ...]) -> dict[str, Sector]:
    found: dict[str, Sector] = {}
    unknown = Counter(
        partner.sector_word.strip() for partner in partners if partner.sector is None and partner.sector_word
    )
    for word, number in unknown.items():
        question = Question(
            id=f"sector:{word}",
            ask=f"{counted(number, 'organisation')} {'is' if number == 1 else 'are'} "
            f"{'marked' if is_denied(word) else 'called'} “{word}”. Which sector is that?",
            choices=sector_choices(),
            proposal=str(Sector.DISTRICT if is_denied(word) else Sector.OTHER),
            group="Sectors",
        )
        value = draft.enquiry.settle(question)
        if value is not None and not draft.enquiry.is_open(question.id):
            found |= {
                partner.sector_word: Sector(str(value)) for partner in partners if partner.sector_word.strip() == word
            }
    return found


def _by_name(draft: Draft, partner: FoundPartner) -> Sector | None:
    if draft.known.sector is not None:
        return draft.known.sector
    sector, certain = sector_of_name(partner.name)
    return sector if certain and not draft.enquiry.has(f"sector_of:{partner.name}") else None


def _asked(draft: Draft, names: list[str]) -> dict[str, Sector]:
    """Sectors of organisations about which the file says nothing: all at once where they are many."""
    if len(names) > _MOST_ASKED and (together := _asked_together(draft, names)) is not None:
        return together
    found: dict[str, Sector] = {}
    for name in names:
        likely = sector_of_name(name)[0] or Sector.OTHER
        question = Question(
            id=f"sector_of:{name}",
            ask=f"Which sector is “{name}”?",
            choices=sector_choices(),
            proposal=str(likely),
            group="Sectors",
        )
        value = draft.enquiry.settle(question)
        if value is not None and not draft.enquiry.is_open(question.id):
            found[name] = Sector(str(value))
    return found


def _asked_together(draft: Draft, names: list[str]) -> dict[str, Sector] | None:
    """One sector for all of them, or by the words in their names; None where the person wants to be asked one
    by one."""
    words = Choice("names", "By the words in their names; those that say nothing count as Other")
    each = Choice("each", "Ask about each of them")
    question = Question(
        id="sectors",
        ask=f"Nothing in the file says the sector of {counted(len(names), 'organisation')} "
        f"({listed(names, 3)}). Which is it?",
        choices=(words, each, *sector_choices()),
        proposal="names",
        group="Sectors",
        why="Each of them can be changed on the page Partners.",
    )
    value = draft.enquiry.settle(question)
    if value == "each":
        return None
    if draft.enquiry.is_open(question.id):
        return {}
    return {
        name: (sector_of_name(name)[0] or Sector.OTHER) if value == "names" else Sector(str(value)) for name in names
    }
