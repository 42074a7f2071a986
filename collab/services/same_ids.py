"""Which rows of a file are sheets of a round by the source's own ids, and where such an id is too weak to say so."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import partial

from collab.services.compared import ADD, REPLACE, Incoming, Match, Present, Source, Terms
from collab.store.responses import Held

Pair = tuple[int, Held]
_SURELY_MET = 3


def match_ids(
    incoming: Incoming, present: Present, terms: Terms, result: Match, rows: Sequence[int]
) -> tuple[list[int], list[Held]]:
    """Note every row whose id is that of a sheet, and the sheets that vanished; returns the other rows and sheets.

    Short numbers whose rows mostly have other answers than the sheets are asked about: two forms count from 1.
    """
    if not present.held and not present.removed_marks:
        return list(rows), []
    family = _families(present.sources)
    pairs, rest = _pairs(incoming, present, terms, result, rows, family)
    doubted = _doubted(incoming, present, terms, pairs, family) if incoming.weak_ids else set()
    unsure = [(row, sheet) for row, sheet in pairs if family.get(str(sheet.import_id)) in doubted]
    if unsure and not terms.is_team:
        _ask(incoming, present, result, unsure, pairs)
    apart = {row for row, _ in unsure} if terms.is_team or terms.choice == ADD else set()
    for row, sheet in pairs:
        if row not in apart:
            result.settle_pair(incoming, present, row, sheet)
    if terms.is_team:
        rest = sorted([*rest, *apart])
    else:
        result.add.extend(apart)
    met = {sheet.id for sheet in result.met}
    free = [sheet for sheet in present.held if sheet.import_id is not None and sheet.id not in met]
    aside = set() if terms.choice == REPLACE else doubted
    _list_vanished(incoming, present, terms, result, free, family, aside)
    return rest, free


def _families(sources: dict[str, Source]) -> dict[str, str]:
    """Import -> the first import of its survey: each holds what an earlier state of it brought."""
    first = {key: key for key in sources}
    for key, source in sources.items():
        joined = {first[each] for each in (key, *source.rests_on) if each in first}
        first = {each: min(joined) if own in joined else own for each, own in first.items()}
    return first


def _pairs(
    incoming: Incoming,
    present: Present,
    terms: Terms,
    result: Match,
    rows: Sequence[int],
    family: dict[str, str],
) -> tuple[list[Pair], list[int]]:
    """Rows with the sheet of the same id; of several, one with the same answers, else of the survey nearest to the
    file. Rows that were removed by hand are counted."""
    by_mark: dict[str | None, list[Held]] = defaultdict(list)
    for sheet in present.held:
        by_mark[sheet.source_mark].append(sheet)
    by_mark.pop(None, None)
    nearest = _nearest(incoming, by_mark, rows, family)
    met = {sheet.id for sheet in result.met}
    pairs: list[Pair] = []
    rest: list[int] = []
    for row in rows:
        mark = incoming.marks[row]
        left = [
            sheet
            for sheet in by_mark.get(mark, ())
            if sheet.id not in met and incoming.may_be(row, sheet, one_partner=terms.one_partner)
        ]
        if left:
            sheet = (
                left[0] if len(left) == 1 else max(left, key=partial(_likeness, incoming.texts[row], nearest, family))
            )
            met.add(sheet.id)
            pairs.append((row, sheet))
        elif mark in present.removed_marks:
            result.left_out += 1
        else:
            rest.append(row)
    return pairs, rest


def _nearest(
    incoming: Incoming, by_mark: dict[str | None, list[Held]], rows: Sequence[int], family: dict[str, str]
) -> Counter[str | None]:
    """Survey -> its sheets that have the same id and the same answers in the file; needed where ids are shared only."""
    if all(len(sheets) == 1 for sheets in by_mark.values()):
        return Counter()
    return Counter(
        family.get(str(sheet.import_id))
        for row in rows
        for sheet in by_mark.get(incoming.marks[row], ())
        if incoming.texts[row] == sheet.ratings
    )


def _likeness(text: str, nearest: Counter[str | None], family: dict[str, str], sheet: Held) -> tuple[bool, int]:
    return sheet.ratings == text, nearest[family.get(str(sheet.import_id))]


def _doubted(
    incoming: Incoming, present: Present, terms: Terms, pairs: Iterable[Pair], family: dict[str, str]
) -> set[str]:
    """The surveys of which more than half of the sheets met have other answers in the file; sheets mended by hand
    aside. The very same file is no other survey, whatever was answered about it."""
    same_file = {family[key] for key, source in present.sources.items() if source.digest == terms.digest}
    balance: Counter[str] = Counter()
    for row, sheet in pairs:
        own = family.get(str(sheet.import_id))
        if own is not None and not sheet.mended:
            balance[own] += 1 if incoming.texts[row] != sheet.ratings else -1
    return {own for own, more in balance.items() if more > 0} - same_file


def _ask(incoming: Incoming, present: Present, result: Match, unsure: list[Pair], pairs: list[Pair]) -> None:
    """Which file is it? Where the file goes on from another one that is here, its other rows are further answers."""
    wondered = {sheet.id for _, sheet in unsure}
    sure = [row for row, sheet in pairs if sheet.id not in wondered and incoming.texts[row] == sheet.ratings]
    sources = {sheet.import_id: present.source_of(sheet) for _, sheet in unsure}
    result.ask = tuple(source for source in sources.values() if source is not None)
    other = sum(incoming.texts[row] != sheet.ratings for row, sheet in unsure)
    result.same_numbers = (other, len(unsure))
    result.proposal = ADD if len(sure) >= _SURELY_MET else None


def _list_vanished(
    incoming: Incoming,
    present: Present,
    terms: Terms,
    result: Match,
    free: list[Held],
    family: dict[str, str],
    doubted: set[str],
) -> None:
    """Sheets with ids of the same survey that the file no longer has, among the partners that it speaks of."""
    if not free or not any(mark is not None for mark in incoming.marks):
        return
    met = {sheet.import_id for sheet in result.met}
    met_surveys = {family.get(str(key)) for key in met}
    partners = set(incoming.partners)
    for sheet in free:
        source, survey = present.source_of(sheet), family.get(str(sheet.import_id))
        belongs = sheet.import_id in met or (source is not None and source.shape == terms.shape)
        if incoming.weak_ids:
            belongs = (survey in met_surveys if met_surveys else belongs) and survey not in doubted
        if sheet.source_mark is not None and belongs and sheet.partner_id in partners:
            result.vanished.append(sheet)
