"""The workbook of an initiative that comes back: sheet by sheet what it would change, then saved as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from hashlib import sha256

from collab.errors import NotAllowed, NotFound, Problem, Refused
from collab.exchange.journey_sheets import Found, Sought, find
from collab.exchange.journey_values import titles
from collab.exchange.journey_workbook import BETWEEN
from collab.exchange.returned_sheets import Returned, copies, returned_sheet
from collab.exchange.sheet import Book
from collab.exchange.unread_cells import added_columns, edited_unread, in_words
from collab.framework import load_framework
from collab.model import Initiative, Person
from collab.services import bulk_milestones, bulk_plans, bulk_reviews
from collab.services.bulk import Preview
from collab.services.bulk_cells import CHANGED_MEANWHILE
from collab.services.bulk_reviews import Place
from collab.services.permissions import Action, permit
from collab.services.workbook import FORMAT
from collab.services.workbook_choices import in_present_words, present_words
from collab.services.workbook_journey import MILESTONES, name_of
from collab.services.workbook_plans import PLAN, STANDS, TO_BE_DONE
from collab.store import Store, changes, initiatives
from collab.store.unit import Unit

MILESTONE, ITEM, STEP = "milestone", "item", "step"
ACTIONS = {MILESTONE: Action.EDIT_JOURNEY, ITEM: Action.REVIEW, STEP: Action.PLAN}
_Read = Callable[[Returned], Found]


@dataclass(frozen=True)
class Part:
    """One sheet that may be edited. noun: what its rows are about; checklist: its key, where it is one.

    found: None where the sheet is not in the file any more, or cannot be taken (problem). unread: what was written into
    it where nothing is read back, in sentences.
    """

    name: str
    noun: str
    found: Found | None
    checklist: str = ""
    problem: Problem | None = None
    unread: tuple[str, ...] = ()

    @property
    def titles(self) -> dict[str, str]:
        """Field -> what stands above its column."""
        return _titles(self.noun)


@dataclass(frozen=True)
class Workbook:
    """What a workbook holds that came back. exported_at: when it was written, in UTC; None where nobody can say.

    copied: sheets that look like copies of one that may be edited, and are not read.
    """

    file_name: str
    initiative_id: str
    exported_at: datetime | None
    parts: tuple[Part, ...]
    copied: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetPreview:
    """What one sheet would do. preview: None where the sheet is not there any more."""

    part: Part
    preview: Preview | None

    @property
    def saved(self) -> int:
        """How many of its rows a save would write."""
        return len(self.preview.saved) if self.preview and not self.preview.refused else 0

    @property
    def asks_day(self) -> bool:
        """Whether it matters on which day a review is held: one would begin, or that day has one that is finished."""
        review = self.preview.review if self.preview else None
        if review is None or self.part.found is None or self.part.found.marker.get("review"):
            return False
        return bool(self.preview and self.preview.refused) or (bool(self.saved) and review.kept is None)


@dataclass(frozen=True)
class WorkbookPreview:
    """What the whole workbook would do, as it stands now. seen: names this state.

    since: how many changes of the initiative were saved since the workbook was downloaded, its own among them.
    """

    workbook: Workbook
    initiative: Initiative
    sheets: tuple[SheetPreview, ...]
    seen: str
    since: int

    @property
    def saved(self) -> int:
        """How many rows a save would write."""
        return sum(each.saved for each in self.sheets)

    @property
    def asks_day(self) -> bool:
        """Whether it matters on which day a review is held."""
        return any(each.asks_day for each in self.sheets)


def workbook_of(store: Store, person: Person, book: Book) -> Workbook:
    """The editable sheets of a file that was read; Refused where it is of no initiative here, or of another time."""
    here = book.marker.get("initiative", "")
    if book.marker.get("format") != FORMAT:
        raise Refused((_of_another_version(),))
    try:
        initiative = store.read(lambda unit: initiatives.initiative_by_id(unit, here))
        permit(person, Action.SEE, initiative.id)
    except (NotFound, NotAllowed) as fault:
        raise Refused((_of_nowhere(),)) from fault
    of_milestones = store.read(lambda unit: bulk_milestones.sought_in(unit, here))
    checklists = {name_of(each): each.key for each in load_framework().checklists}
    readers: dict[str, tuple[str, _Read]] = {MILESTONES: (MILESTONE, partial(_rows_about, of_milestones))}
    readers |= {name: (ITEM, partial(_rows_about, bulk_reviews.sought(key))) for name, key in checklists.items()}
    readers[PLAN] = (STEP, bulk_plans.read_plans)
    sheets = {name: returned_sheet(book, name, _titles(noun).values()) for name, (noun, _) in readers.items()}
    parts = tuple(
        _part(sheets[name], noun, read, checklist=checklists.get(name, "")) for name, (noun, read) in readers.items()
    )
    at = _moment(book.marker.get("exported_at", ""))
    return Workbook(book.file_name, here, at, parts, copies(book, sheets.values()))


def _titles(noun: str) -> dict[str, str]:
    return bulk_plans.titles() if noun == STEP else titles(noun)


def _moment(text: str) -> datetime | None:
    """A moment of the mark, None where a person wrote something else there."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _rows_about(sought: Sought, returned: Returned) -> Found:
    assert returned.book is not None
    return find(returned.book, sought)


def _part(returned: Returned, noun: str, read: _Read, *, checklist: str = "") -> Part:
    if returned.book is None:
        return Part(returned.name, noun, None, checklist)
    if returned.is_unplaced:
        return Part(returned.name, noun, None, checklist, _uncalculated(returned))
    found = read(returned)
    edited = edited_unread(found, returned, named="step")
    unread = in_words(added_columns(found, returned, _titles(noun).values()), edited)
    unread += (TO_BE_DONE,) if noun == STEP and STANDS in edited else ()
    return Part(returned.name, noun, found, checklist, unread=unread)


def _uncalculated(returned: Returned) -> Problem:
    return Problem(
        "Very many cells hold a formula without a result.",
        "",
        "Open the workbook in a spreadsheet program, save it there, and bring it again.",
        sheet=returned.name,
    )


def _of_another_version() -> Problem:
    found = "This workbook was written by another version of Common Ground."
    return Problem(found, "", "Download the workbook again, and make your changes in that one.")


def _of_nowhere() -> Problem:
    return Problem(
        "This is the workbook of an initiative that is not here: it was deleted, or kept in another database.",
        "",
        "Bring it to where it was downloaded, or download the workbook of an initiative that is here.",
    )


def preview(
    store: Store, person: Person, workbook: Workbook, *, held_on: date, take: frozenset[str] = frozenset()
) -> WorkbookPreview:
    """What the workbook would do, as things stand now; nothing is saved.

    held_on: the day of a review that is begun with it. take: rows (see row_id) whose text in the sheet wins.
    """
    permit(person, Action.SEE, workbook.initiative_id)
    return store.read(lambda unit: _preview(unit, person, workbook, held_on, take))


def row_id(part: Part, key: str) -> str:
    """What a row of a sheet goes by in the whole workbook."""
    return f"{part.name}{BETWEEN}{key}"


def _preview(unit: Unit, person: Person, workbook: Workbook, held_on: date, take: frozenset[str]) -> WorkbookPreview:
    initiative = initiatives.initiative_by_id(unit, workbook.initiative_id)
    words = present_words(unit, workbook.initiative_id)
    sheets = tuple(
        SheetPreview(each, _of_part(unit, person, workbook, _reworded(each, words), held_on, take))
        for each in workbook.parts
    )
    seen = sha256("".join(each.preview.seen for each in sheets if each.preview).encode()).hexdigest()
    return WorkbookPreview(workbook, initiative, sheets, seen, _since(unit, workbook))


def _since(unit: Unit, workbook: Workbook) -> int:
    """What was saved after the second in which the workbook was written."""
    at = workbook.exported_at
    return changes.count_since(unit, workbook.initiative_id, at + timedelta(seconds=1)) if at else 0


def _reworded(part: Part, words: Mapping[str, str]) -> Part:
    return replace(part, found=in_present_words(part.found, words)) if part.found else part


def _of_part(
    unit: Unit, person: Person, workbook: Workbook, part: Part, held_on: date, take: frozenset[str]
) -> Preview | None:
    if part.problem is not None:
        return Preview(workbook.file_name, (), (part.problem,), {}, ())
    if part.found is None:
        return None
    shown = _compared(unit, person, workbook, part, held_on, take)
    return replace(shown, notes=(*part.unread, *shown.notes))


def _compared(
    unit: Unit, person: Person, workbook: Workbook, part: Part, held_on: date, take: frozenset[str]
) -> Preview:
    assert part.found is not None
    own = frozenset(each.partition(BETWEEN)[2] for each in take if each.partition(BETWEEN)[0] == part.name)
    here = workbook.initiative_id
    if part.noun == STEP:
        return bulk_plans.preview_in(unit, part.found, here, own)
    if part.noun == ITEM:
        return bulk_reviews.preview_in(unit, person, part.found, Place(here, part.checklist, held_on), own)
    return bulk_milestones.preview_in(unit, person, part.found, here, own)


@dataclass(frozen=True)
class Saved:
    """What a save did: rows changed and rows added."""

    changed: int
    added: int


def save(
    store: Store,
    person: Person,
    workbook: Workbook,
    *,
    held_on: date,
    seen: str,
    take: frozenset[str] = frozenset(),
) -> Saved:
    """Save what the preview showed, all sheets in one transaction; what has a problem or waits is left out.

    NotAllowed where anything changed since that preview (seen): nothing is saved then.
    """

    def work(unit: Unit) -> Saved:
        now = _preview(unit, person, workbook, held_on, take)
        if now.seen != seen:
            raise NotAllowed(CHANGED_MEANWHILE)
        written = [each for each in now.sheets if each.saved and each.preview is not None]
        for each in written:
            permit(person, ACTIONS[each.part.noun], workbook.initiative_id)
            _save_part(unit, workbook, each.part, each.preview, held_on)
        rows = [row for each in written if each.preview for row in each.preview.saved]
        saved = Saved(sum(not row.is_added for row in rows), sum(row.is_added for row in rows))
        if rows:
            told = {"added": saved.added, "changed": saved.changed, "detail": "; ".join(_names(written))}
            unit.record("bring_workbook", workbook.file_name, initiative_id=workbook.initiative_id, after=told)
        return saved

    permit(person, Action.SEE, workbook.initiative_id)
    return store.change(person, work)


def _names(written: Iterable[SheetPreview]) -> list[str]:
    return [each.part.name for each in written]


def _save_part(unit: Unit, workbook: Workbook, part: Part, shown: Preview | None, held_on: date) -> None:
    assert part.found is not None
    assert shown is not None
    here = workbook.initiative_id
    if part.noun == STEP:
        bulk_plans.save_in(unit, here, shown)
    elif part.noun == ITEM:
        bulk_reviews.save_in(unit, part.found, Place(here, part.checklist, held_on), shown)
    else:
        bulk_milestones.save_in(unit, here, shown)
