"""Which answer sheets of a file a round already holds: pure comparison, no database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from collab.services.compared import (
    ADD,
    ENOUGH_TO_TELL,
    NEARLY_ALL,
    REPLACE,
    Content,
    Incoming,
    Match,
    Present,
    Source,
    Terms,
)
from collab.services.same_ids import match_ids
from collab.services.team_answers import settle_team, single_rows
from collab.store.responses import Held


def match(incoming: Incoming, present: Present, terms: Terms) -> Match:
    """Compare by the source's ids, then by content."""
    result = Match()
    every = range(len(incoming.texts))
    rows = single_rows(incoming, present, terms, result) if terms.is_team else every
    rest, free = match_ids(incoming, present, terms, result, rows)
    if terms.is_team:
        settle_team(incoming, present, terms, result, rest)
    else:
        _settle_individual(incoming, present, result, rest, free, terms)
    result.add.sort()
    return result


def _settle_individual(
    incoming: Incoming, present: Present, result: Match, rest: list[int], free: list[Held], terms: Terms
) -> None:
    if not free:
        result.add.extend(rest)
        return
    groups = _narrowed(incoming, present, rest, free, _related(incoming, present, rest, free, terms), terms)
    old = [sheet for sheet in free if sheet.import_id in groups]
    if not old:
        result.add.extend(rest)
        return
    pairs, unmet, old_rows = _pair_equal(incoming, present, rest, old)
    mended, new_rows, old_rows = _pair_mended(incoming, unmet, old_rows)
    is_known = not new_rows and not old_rows
    sure = is_known and _is_surely_the_same(present, groups, len(old), terms.digest)
    if not sure:
        result.ask = (*result.ask, *(source for source in groups.values() if source not in result.ask))
        proposal = _proposal(groups, len(pairs) + len(mended), len(old), terms.digest)
        result.proposal = proposal if result.same_numbers is None else None
    if terms.choice == ADD and not sure:
        result.add.extend(rest)
        return
    result.same.extend(sheet for _, sheet in pairs)
    result.kept.extend(mended)
    result.add.extend(new_rows)
    result.remove.extend(old_rows)
    gone = {sheet.id for sheet in old_rows}
    result.vanished = [sheet for sheet in result.vanished if sheet.id not in gone]


def _related(
    incoming: Incoming, present: Present, rest: list[int], free: list[Held], terms: Terms
) -> dict[str, Source]:
    """Earlier imports that this file may be a newer state of, where ids cannot tell."""
    contents = Counter(incoming.content(row) for row in rest)
    partners = {incoming.partners[row] for row in rest}
    has_ids = any(incoming.marks[row] is not None for row in rest)
    groups: dict[str, list[Held]] = defaultdict(list)
    for sheet in free:
        if sheet.import_id in present.sources:
            groups[str(sheet.import_id)].append(sheet)
    return {
        key: present.sources[key]
        for key, sheets in groups.items()
        if _is_related(present, present.sources[key], sheets, contents, partners, has_ids, terms)
    }


def _narrowed(
    incoming: Incoming,
    present: Present,
    rest: list[int],
    free: list[Held],
    groups: dict[str, Source],
    terms: Terms,
) -> dict[str, Source]:
    """The one import that holds exactly this, else those of the same bytes, else those that share most, else all.

    A file that replaced an earlier one holds only what was new in it: what both hold stays with the earlier import.
    """
    contents = Counter(incoming.content(row) for row in rest)
    held = {key: Counter[Content]() for key in groups}
    for sheet in free:
        if sheet.import_id in held:
            held[sheet.import_id][present.content(sheet)] += 1
    same_file = {key for key, source in groups.items() if source.digest == terms.digest}
    equal = {key for key, sheets in held.items() if sheets == contents}
    sure = [key for key in equal if key in same_file or contents.total() >= ENOUGH_TO_TELL]
    sharing = {key for key, sheets in held.items() if (sheets & contents).total() * 2 >= sheets.total()}
    lies_elsewhere = contents - sum((held[key] for key in same_file), Counter[Content]())
    of_these_bytes = same_file | sharing if same_file and lies_elsewhere else same_file
    chosen = set(sure[:1]) or of_these_bytes or sharing or set(groups)
    return {key: source for key, source in groups.items() if key in chosen}


def _is_related(
    present: Present,
    source: Source,
    sheets: list[Held],
    contents: Counter[Content],
    partners: set[str],
    has_ids: bool,
    terms: Terms,
) -> bool:
    overlap = (Counter(present.content(sheet) for sheet in sheets) & contents).total() / len(sheets)
    if has_ids and sheets[0].source_mark is not None:
        return overlap >= NEARLY_ALL and len(sheets) >= ENOUGH_TO_TELL
    if source.digest == terms.digest:
        return True
    if source.shape == terms.shape:
        return any(sheet.partner_id in partners for sheet in sheets)
    return overlap >= 0.5 and len(sheets) >= ENOUGH_TO_TELL


def _pair_equal(
    incoming: Incoming, present: Present, rows: Iterable[int], old: Sequence[Held]
) -> tuple[list[tuple[int, Held]], list[int], list[Held]]:
    waiting: dict[Content, list[Held]] = defaultdict(list)
    for sheet in reversed(old):
        waiting[present.content(sheet)].append(sheet)
    pairs, unmet = [], []
    for row in rows:
        sheets = waiting.get(incoming.content(row))
        if sheets:
            pairs.append((row, sheets.pop()))
        else:
            unmet.append(row)
    met = {sheet.id for _, sheet in pairs}
    return pairs, unmet, [sheet for sheet in old if sheet.id not in met]


def _pair_mended(incoming: Incoming, rows: list[int], old: list[Held]) -> tuple[list[Held], list[int], list[Held]]:
    """Sheets mended by hand stay, where the file has a row of the same partner at the place they came from."""
    mended = {(sheet.partner_id, sheet.sheet, sheet.source_row): sheet for sheet in old if sheet.mended}
    kept, unmet = [], []
    for row in rows:
        sheet = mended.pop((incoming.partners[row], *incoming.places[row]), None)
        if sheet is None:
            unmet.append(row)
        else:
            kept.append(sheet)
    gone = {sheet.id for sheet in kept}
    return kept, unmet, [sheet for sheet in old if sheet.id not in gone]


def _is_surely_the_same(present: Present, groups: dict[str, Source], count: int, digest: str) -> bool:
    """Equal content is the same file, unless it is so short that two people may well have answered alike."""
    everything = count == len(present.held)
    same_file = any(source.digest == digest for source in groups.values())
    return everything or same_file or count >= ENOUGH_TO_TELL


def _proposal(groups: dict[str, Source], met: int, count: int, digest: str) -> str | None:
    same_file = any(source.digest == digest for source in groups.values())
    return REPLACE if same_file or met >= NEARLY_ALL * count else None
