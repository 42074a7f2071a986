"""Settles which instrument the questions of a file belong to, and which column asks which factor."""

from __future__ import annotations

import re
from dataclasses import dataclass

from collab.exchange.findings import Question
from collab.exchange.recognise.draft import Draft
from collab.exchange.recognise.enquiry import choices
from collab.exchange.recognise.factors import Match, is_named_exactly, match_factors
from collab.exchange.recognise.leftovers import with_leftovers
from collab.exchange.recognise.table import Field, Table
from collab.exchange.recognise.text import counted, fold, listed, shortened
from collab.model import Factor, Instrument

NEW, NONE = "new", "none"
_NUMBERED = re.compile(r"^(?:q|question|item|pregunta|p|factor|f|r|resp|statement|var|v)?[\s_.#]*(\d{1,3})$")


@dataclass(frozen=True)
class Items:
    """The columns that ask factors of a known instrument."""

    instrument: Instrument
    pairs: tuple[tuple[Field, Factor], ...]


def exactly_named(table: Table, instruments: tuple[Instrument, ...]) -> set[int]:
    """Indexes of columns whose header is a factor's own key, label or statement."""
    return {
        field.index
        for field in table.fields
        if any(is_named_exactly(field.path, instrument) for instrument in instruments)
    }


def known_items(draft: Draft, fields: list[Field], rated: int) -> Items | None:
    """The known instrument that the file asks, its uncertain columns settled by questions; None for a new instrument.

    fields: columns that may ask a factor.   rated: how many columns hold ratings of any kind.
    """
    found = {instrument_key(draft, item): (item, match_factors(fields, item)) for item in draft.known.instruments}
    best = max(found, key=lambda key: _weight(found[key][1]), default=NEW)
    matches = found[best][1] if best in found else ()
    sure = sum(match.certain for match in matches)
    whole = best in found and sure * 4 >= len(found[best][0].factors) * 3
    certain = best if sure and (sure * 2 >= rated or whole) else None
    ordered = _in_order(draft, fields) if not matches else None
    proposal = best if len(matches) * 2 >= max(1, rated) or ordered is not None else NEW
    chosen = draft.enquiry.settle(
        _instrument_question(draft, proposal, len(matches)),
        certain=certain or (_first(draft) if ordered is not None else None),
    )
    if chosen not in found:
        return None
    instrument, matches = found[str(chosen)]
    if not matches and ordered is not None:
        return _items_in_order(draft, instrument, ordered)
    pairs = settled(draft, instrument, matches, fields)
    return Items(instrument, with_leftovers(draft, instrument, pairs, fields))


def instrument_key(draft: Draft, instrument: Instrument) -> str:
    """How a question names an instrument: by its key, with the version where several share the key."""
    same = [item for item in draft.known.instruments if item.key == instrument.key]
    return instrument.key if len(same) == 1 or instrument is same[0] else f"{instrument.key}@{instrument.version}"


def _weight(matches: tuple[Match, ...]) -> tuple[float, int]:
    return sum(match.confidence for match in matches if match.certain), len(matches)


def _first(draft: Draft) -> str | None:
    return instrument_key(draft, draft.known.instruments[0]) if draft.known.instruments else None


def _instrument_question(draft: Draft, proposal: str, matched: int) -> Question:
    labels = {instrument_key(draft, item): item.title for item in draft.known.instruments}
    found = (
        f"{counted(matched, 'question')} of a known instrument"
        if matched
        else "none of the questions of a known instrument"
    )
    return Question(
        id="instrument",
        ask=f"This file asks {found}. What is it?",
        choices=choices(labels | {NEW: "A new instrument, made from this file’s own questions"}),
        proposal=proposal,
        group="Questions",
    )


def settled(
    draft: Draft, instrument: Instrument, matches: tuple[Match, ...], fields: list[Field], *, ask_all: bool = False
) -> tuple[tuple[Field, Factor], ...]:
    """Columns with their factors; an uncertain match is a question, and a person's word wins over any match.

    ask_all: a column that matches nothing is a question too.
    """
    taken: dict[str, Field] = {}
    by_field = {match.field.index: match for match in matches}
    for field in fields:
        match = by_field.get(field.index)
        if match is None and not ask_all and not draft.enquiry.has(f"factor:{field.header}"):
            continue
        key = _settled_factor(draft, instrument, field, match)
        if key in instrument.factor_keys and key not in taken:
            taken[key] = field
    return tuple((field, instrument.factor(key)) for key, field in taken.items())


def _settled_factor(draft: Draft, instrument: Instrument, field: Field, match: Match | None) -> str:
    proposal = match.factor.key if match is not None else NONE
    labels = {factor.key: factor.label for factor in instrument.factors}
    question = Question(
        id=f"factor:{field.header}",
        ask=f"Which question is the column “{shortened(' – '.join(field.path) or field.header, 160)}”?",
        choices=choices(labels | {NONE: "None of these"}),
        proposal=proposal,
        group="Questions",
    )
    return str(draft.enquiry.settle(question, certain=proposal if match is not None and match.certain else None))


def _in_order(draft: Draft, fields: list[Field]) -> dict[int, Field] | None:
    """Number of a question -> its column, where headers say nothing but a number or nothing at all."""
    fields = [field for field in fields if field.filled]
    if not draft.known.instruments or not fields:
        return None
    size = len(draft.known.instruments[0].factors)
    numbers = [_number(field) for field in fields]
    if (
        all(number is not None and 1 <= number <= size for number in numbers)
        and len(set(numbers)) == len(numbers)
        and len(numbers) * 2 >= size
    ):
        return {int(number or 0): field for number, field in zip(numbers, fields, strict=True)}
    texts = {fold(" ".join(field.path)) for field in fields}
    if len(fields) == size and (len(texts) <= 2 or all(number is not None for number in numbers)):
        return dict(enumerate(fields, start=1))
    return None


def _number(field: Field) -> int | None:
    found = next((hit for text in field.path if (hit := _NUMBERED.match(fold(text).replace(" ", "")))), None)
    return int(found[1]) if found and all(len(text) < 25 for text in field.path) else None


def _items_in_order(draft: Draft, instrument: Instrument, ordered: dict[int, Field]) -> Items | None:
    names = [ordered[number].header for number in sorted(ordered)]
    question = Question(
        id="order",
        ask=f"The columns {listed(names, 3)} have numbers instead of wording. Are they the questions of "
        f"“{instrument.title}” in their order?",
        choices=choices({"yes": "Yes, in this order", "no": "No, they are other questions"}),
        proposal="yes",
        group="Questions",
    )
    if draft.enquiry.settle(question) != "yes":
        return None
    return Items(
        instrument,
        tuple((field, instrument.factors[number - 1]) for number, field in sorted(ordered.items())),
    )
