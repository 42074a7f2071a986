"""Which answer sheets of a file a round already holds: pure comparison, no database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from collab.store.responses import Held

ADD, REPLACE, CANCEL = "add", "replace", "cancel"
NEARLY_ALL = 0.9
ENOUGH_TO_TELL = 5
Comments = tuple[tuple[str | None, str], ...]
Content = tuple[str, str, Comments]


@dataclass(frozen=True)
class Incoming:
    """The answer sheets of a file, one entry of each list per sheet. marks: None where the source has no id.

    weak_ids: ids are short numbers, which two forms with one set of questions both count from 1.
    """

    partners: Sequence[str]
    texts: Sequence[str]
    marks: Sequence[str | None]
    places: Sequence[tuple[int, int]]
    comments: dict[int, Comments]
    weak_ids: bool = False

    def may_be(self, row: int, sheet: Held, *, one_partner: bool) -> bool:
        """Whether a row with a sheet's id can be that sheet: a short number of another partner's form is another
        person, unless the answers are the same and only the partner was corrected."""
        if self.partners[row] == sheet.partner_id or not (one_partner or self.weak_ids):
            return True
        return not one_partner and self.texts[row] == sheet.ratings

    def content(self, row: int) -> Content:
        """What makes two sheets equal."""
        return self.partners[row], self.texts[row], self.comments.get(row, ())


@dataclass(frozen=True)
class Terms:
    """How to compare. shape and digest are the file's; choice answers existing_rows.

    one_partner: the source's ids are only unique within one partner, so the partner must be the same too.
    """

    shape: str
    digest: str
    is_team: bool
    one_partner: bool = False
    choice: str | None = None


@dataclass(frozen=True)
class Source:
    """An earlier import into the round. digest is of the file's bytes, shape of its structure."""

    id: str
    file_name: str
    digest: str
    shape: str


@dataclass(frozen=True)
class Present:
    """What the round holds: sheets, their comments, the imports they came with, marks of removed sheets."""

    held: Sequence[Held] = ()
    comments: dict[str, Comments] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    removed_marks: frozenset[str] = frozenset()

    def content(self, sheet: Held) -> Content:
        """What makes two sheets equal."""
        return sheet.partner_id, sheet.ratings, self.comments.get(sheet.id, ())


@dataclass
class Match:
    """How a file meets a round. add: rows; change: (row, held sheet); the rest are held sheets.

    kept: mended by hand, so that the file does not overwrite them. left_out: rows removed by hand before.
    ask: the earlier imports that the question existing_rows is about; proposal: what nearly equal rows suggest.
    conflicts: (row, held sheet or None) where a partner would have a second answer in a team round.
    """

    add: list[int] = field(default_factory=list)
    change: list[tuple[int, Held]] = field(default_factory=list)
    remove: list[Held] = field(default_factory=list)
    same: list[Held] = field(default_factory=list)
    kept: list[Held] = field(default_factory=list)
    vanished: list[Held] = field(default_factory=list)
    left_out: int = 0
    ask: tuple[Source, ...] = ()
    proposal: str | None = None
    conflicts: list[tuple[int, Held | None]] = field(default_factory=list)

    @property
    def overwritten(self) -> list[Held]:
        """The held sheets that saving would change or take away."""
        return [*(sheet for _, sheet in self.change), *self.remove]

    @property
    def rests_on(self) -> list[str]:
        """The imports whose sheets this file counts on."""
        return sorted({sheet.import_id for sheet in self.same + self.kept if sheet.import_id})


def match(incoming: Incoming, present: Present, terms: Terms) -> Match:
    """Compare by the source's ids, then by content."""
    result = Match()
    rest, free = _by_mark(incoming, present, result, one_partner=terms.one_partner)
    _list_vanished(incoming, present, result, free, shape=terms.shape)
    if terms.is_team:
        _settle_team(incoming, present, result, rest, terms)
    else:
        _settle_individual(incoming, present, result, rest, free, terms)
    result.add.sort()
    return result


def _by_mark(incoming: Incoming, present: Present, result: Match, *, one_partner: bool) -> tuple[list[int], list[Held]]:
    """Rows without a partner in the round, and imported sheets that no row's mark met."""
    if not present.held and not present.removed_marks:
        return list(range(len(incoming.texts))), []
    by_mark: dict[str, list[Held]] = defaultdict(list)
    for sheet in present.held:
        if sheet.source_mark is not None:
            by_mark[sheet.source_mark].append(sheet)
    rest, met = [], set()
    for row, mark in enumerate(incoming.marks):
        candidates = by_mark.get(mark, []) if mark is not None else []
        candidates = [
            sheet
            for sheet in candidates
            if sheet.id not in met and incoming.may_be(row, sheet, one_partner=one_partner)
        ]
        if candidates:
            sheet = candidates[0]
            met.add(sheet.id)
            _settle_pair(incoming, present, result, row, sheet)
        elif mark is not None and mark in present.removed_marks:
            result.left_out += 1
        else:
            rest.append(row)
    return rest, [sheet for sheet in present.held if sheet.import_id is not None and sheet.id not in met]


def _settle_pair(incoming: Incoming, present: Present, result: Match, row: int, sheet: Held) -> None:
    if incoming.content(row) == present.content(sheet):
        result.same.append(sheet)
    elif sheet.mended:
        result.kept.append(sheet)
    else:
        result.change.append((row, sheet))


def _list_vanished(incoming: Incoming, present: Present, result: Match, free: list[Held], *, shape: str) -> None:
    """Sheets with ids of the same survey that the file no longer has, among the partners that it speaks of."""
    if not free:
        return
    met = {sheet.import_id for sheet in (*result.same, *result.kept, *(held for _, held in result.change))}
    partners = set(incoming.partners)
    has_ids = any(mark is not None for mark in incoming.marks)
    for sheet in free if has_ids else ():
        source = present.sources.get(sheet.import_id or "")
        belongs = sheet.import_id in met or (source is not None and source.shape == shape)
        if sheet.source_mark is not None and belongs and sheet.partner_id in partners:
            result.vanished.append(sheet)


def _settle_team(incoming: Incoming, present: Present, result: Match, rest: list[int], terms: Terms) -> None:
    """The partner is the key: equal answers are the same; another answer replaces or is a conflict."""
    holder = {sheet.partner_id: sheet for sheet in present.held}
    taken: set[str] = set()
    for row, sheet in result.change:
        partner = incoming.partners[row]
        if partner in taken or holder.get(partner, sheet) is not sheet:
            result.conflicts.append((row, holder.get(partner)))
        taken.add(partner)
    for row in rest:
        partner = incoming.partners[row]
        held = holder.get(partner)
        if partner in taken:
            result.conflicts.append((row, None))
        elif held is None:
            result.add.append(row)
        elif incoming.content(row) == present.content(held):
            result.same.append(held)
        else:
            _settle_second(present, result, row, held, terms)
        taken.add(partner)


def _settle_second(present: Present, result: Match, row: int, sheet: Held, terms: Terms) -> None:
    """Another answer of a partner: a newer state of the same file, or a conflict."""
    source = present.sources.get(sheet.import_id or "")
    is_newer = sheet.source_mark is None and source is not None and source.shape == terms.shape
    if source is None or not is_newer or terms.choice == ADD:
        result.conflicts.append((row, sheet))
    elif sheet.mended:
        result.kept.append(sheet)
    else:
        if source not in result.ask:
            result.ask = (*result.ask, source)
        result.proposal = REPLACE
        result.change.append((row, sheet))


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
        result.ask = tuple(groups.values())
        result.proposal = _proposal(groups, len(pairs) + len(mended), len(old), terms.digest)
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
    """The one import that holds exactly this, else those of the same bytes, else those that share most, else all."""
    contents = Counter(incoming.content(row) for row in rest)
    held = {key: Counter[Content]() for key in groups}
    for sheet in free:
        if sheet.import_id in held:
            held[sheet.import_id][present.content(sheet)] += 1
    same_file = {key for key, source in groups.items() if source.digest == terms.digest}
    equal = {key for key, sheets in held.items() if sheets == contents}
    sure = [key for key in equal if key in same_file or contents.total() >= ENOUGH_TO_TELL]
    sharing = {key for key, sheets in held.items() if (sheets & contents).total() * 2 >= sheets.total()}
    chosen = set(sure[:1]) or same_file or sharing or set(groups)
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
