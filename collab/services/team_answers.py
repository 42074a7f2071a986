"""One agreed answer of each partner: how a file meets a team round, and where only a person can say which counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from collab.services.compared import ADD, HELD, REPLACE, Incoming, Match, Present, Rivals, Terms
from collab.store.responses import Held


def single_rows(incoming: Incoming, present: Present, terms: Terms, result: Match) -> list[int]:
    """The rows that are compared with the round: of several rows of a partner, the one that counts, if any."""
    held_marks = {sheet.source_mark for sheet in present.held}
    holder = _holders(present)
    going: list[int] = []
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row, (partner, mark) in enumerate(zip(incoming.partners, incoming.marks, strict=True)):
        was_removed = mark in present.removed_marks and mark not in held_marks
        (going if was_removed else rows_of[partner]).append(row)
    for partner, rows in rows_of.items():
        if len(rows) == 1:
            going += rows
            continue
        held = holder.get(partner)
        before = _chosen_before(incoming, present, terms, rows, held)
        counts = _settle_rivals(incoming, present, terms, result, partner, rows, held, before)
        going += [counts] if counts is not None else []
    return sorted(going)


def settle_team(incoming: Incoming, present: Present, terms: Terms, result: Match, rest: Sequence[int]) -> None:
    """The partner is the key: equal answers are the same; another answer replaces, or a person says which counts."""
    holder = _holders(present)
    _settle_corrected(incoming, present, terms, result, holder)
    leaving = {sheet.id for _, sheet in _corrected(incoming, result)}
    for row in rest:
        held = holder.get(incoming.partners[row])
        if held is None or held.id in leaving:
            result.add.append(row)
        elif incoming.content(row) == present.content(held):
            result.same.append(held)
        else:
            _settle_second(incoming, present, terms, result, row, held)
    disputed = {each.held.id for each in result.rivals if each.held is not None}
    result.vanished = [sheet for sheet in result.vanished if sheet.id not in disputed]


def _holders(present: Present) -> dict[str, Held]:
    return {sheet.partner_id: sheet for sheet in present.held}


def _settle_rivals(
    incoming: Incoming,
    present: Present,
    terms: Terms,
    result: Match,
    partner: str,
    rows: Sequence[int],
    held: Held | None,
    before: int | None = None,
) -> int | None:
    """Note that several answers compete, and settle them as a person chose; the row that goes on, if any."""
    chosen = terms.chosen.get(partner)
    if chosen not in rows and (chosen != HELD or held is None):
        chosen = before
    result.rivals.append(Rivals(partner, tuple(rows), held, chosen, _certain(incoming, present, rows, held)))
    if not isinstance(chosen, int):
        return None
    if held is None:
        return chosen
    if chosen == before or incoming.content(chosen) == present.content(held):
        result.settle_pair(incoming, present, chosen, held)
    else:
        # Another sheet takes the place of the held one, with a number and a file of its own: kept under the old
        # number, the next export of the first survey would bring the answer back that nobody chose.
        result.remove.append(held)
        result.add.append(chosen)
    return None


def _chosen_before(
    incoming: Incoming, present: Present, terms: Terms, rows: Sequence[int], held: Held | None
) -> int | None:
    """The row that was chosen when this very file was saved."""
    if held is None or all(source.digest != terms.digest for source in present.sources.values()):
        return None
    there = (row for row in rows if incoming.places[row] == (held.sheet, held.source_row))
    return next((row for row in there if held.mended or incoming.content(row) == present.content(held)), None)


def _certain(incoming: Incoming, present: Present, rows: Sequence[int], held: Held | None) -> int | None:
    """The row that says what the round holds; without a held answer the first row, where all rows say the same."""
    if held is not None:
        return next((row for row in rows if incoming.content(row) == present.content(held)), None)
    return rows[0] if len({incoming.content(row) for row in rows}) == 1 else None


def _corrected(incoming: Incoming, result: Match) -> list[tuple[int, Held]]:
    """The rows that give a sheet to another partner."""
    return [(row, sheet) for row, sheet in result.change if incoming.partners[row] != sheet.partner_id]


def _settle_corrected(
    incoming: Incoming, present: Present, terms: Terms, result: Match, holder: dict[str, Held]
) -> None:
    """A sheet that goes to another partner competes with the answer that this one holds and keeps."""
    settled: set[int] = set()
    while True:
        corrected = _corrected(incoming, result)
        leaving = {sheet.id for _, sheet in corrected}
        held_by = {row: holder.get(incoming.partners[row]) for row, _ in corrected if row not in settled}
        disputed = [
            (row, sheet, other)
            for row, sheet in corrected
            if (other := held_by.get(row)) is not None and other.id not in leaving
        ]
        if not disputed:
            return
        row, sheet, other = disputed[0]
        settled.add(row)
        chosen = terms.chosen.get(incoming.partners[row])
        chosen = chosen if chosen in (row, HELD) else None
        result.rivals.append(Rivals(incoming.partners[row], (row,), other, chosen))
        if chosen == row:
            result.remove.append(other)
        else:
            result.change.remove((row, sheet))


def _settle_second(incoming: Incoming, present: Present, terms: Terms, result: Match, row: int, held: Held) -> None:
    """Another answer of a partner: a newer state of the same file, or one of two that a person chooses."""
    source, partner = present.source_of(held), incoming.partners[row]
    is_newer = source is not None and held.source_mark is None and source.shape == terms.shape
    if partner in terms.chosen or source is None or not is_newer or terms.choice == ADD:
        _settle_rivals(incoming, present, terms, result, partner, [row], held)
    elif held.mended:
        result.kept.append(held)
    else:
        if source not in result.ask:
            result.ask = (*result.ask, source)
        result.proposal = REPLACE
        result.change.append((row, held))
