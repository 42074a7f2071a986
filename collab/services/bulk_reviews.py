"""Reviews of a checklist in bulk: a workbook to take away, and a sheet that comes back, compared and saved as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from collab.content import Checklist
from collab.errors import NotAllowed
from collab.exchange.journey_sheets import Found, Sought, Target
from collab.exchange.journey_workbook import Filled, Line, write
from collab.exchange.recognise.text import fold
from collab.framework import load_framework
from collab.journey import Review, ReviewEntry, ReviewState
from collab.model import YOU, Person
from collab.services import bulk, bulk_cells, phases, reviews
from collab.services.bulk import OfReview, Preview, Row
from collab.services.bulk_cells import CHANGED_MEANWHILE, Terms
from collab.services.bulk_memory import whole
from collab.services.bulk_notes import notes_on
from collab.services.editing import save_changes
from collab.services.journey import asked_on
from collab.services.permissions import Action, permit
from collab.services.taking_part import present
from collab.store import Store, initiatives, partners, records
from collab.store.unit import Unit
from collab.when import When

KIND = "reviews"
ATTRIBUTES = {
    "status": "status",
    "successes": "successes",
    "challenges": "challenges",
    "next_steps": "next_steps",
    "owner": "owner",
    "partner": "partner_id",
    "due_on": "due_on",
    "evidence": "evidence",
}
FIELDS = ("section", "item", *ATTRIBUTES, "key")
FINISHED = "This review was finished. Open it again to change what it says."
FINISHED_THAT_DAY = "The review of {day} was finished. Choose another day, or open that review again."


@dataclass(frozen=True)
class Place:
    """Which review a sheet is of: by one partner or together (None), on a day."""

    initiative_id: str
    checklist: str
    held_on: date
    partner_id: str | None = None


@dataclass(frozen=True)
class _Now:
    """What is kept of the place. review: None where it is still to be begun, with these phases_off."""

    review: Review | None
    entries: Mapping[str, ReviewEntry]
    phases_off: tuple[str, ...]


def sought(checklist: str) -> Sought:
    """What a sheet is searched for."""
    content = reviews.content_of(checklist)
    targets = tuple(
        Target(item.key, item.label, (item.label, item.statement), phase.key)
        for phase in content.phases
        for item in phase.items
    )
    return Sought("item", targets, _statuses(), {fold(phase.label): phase.key for phase in content.phases})


def _statuses() -> dict[str, str]:
    own = [((each.label, each.key), each.key) for each in load_framework().statuses]
    usual = (
        (bulk_cells.NOT_YET_WORDS, "not_started"),
        (bulk_cells.PARTLY_WORDS, "partial"),
        (bulk_cells.DONE_WORDS, "in_place"),
        (bulk_cells.NOT_APPLICABLE_WORDS, "not_applicable"),
    )
    known = {each.key for each in load_framework().statuses}
    return bulk_cells.status_words(*(pair for pair in usual if pair[1] in known), *own)


def read_reviews(path: Path, *, file_name: str, checklist: str) -> Found:
    """A file as rows of this checklist; raises Refused where it cannot be read."""
    return bulk.read_sheet(path, file_name=file_name, sought=sought(checklist))


def workbook(
    store: Store, initiative_id: str, checklist: str, *, partner_id: str | None, person: Person = YOU
) -> bytes:
    """The review under way by the same, or what the next one would begin from, to be filled in and brought back."""
    permit(person, Action.SEE, initiative_id)
    return write(store.read(lambda unit: filled_in(unit, initiative_id, checklist, partner_id)))


def filled_in(unit: Unit, initiative_id: str, checklist: str, partner_id: str | None) -> Filled:
    """The same before it is written, inside a unit, for who has asked permission."""
    content = reviews.content_of(checklist)
    place = Place(initiative_id, checklist, date.max, partner_id)
    now = _now(unit, place, {})
    next_one = asked_on(initiatives.initiative_by_id(unit, initiative_id), date.today())
    day = now.review.held_on if now.review else next_one
    terms = _terms(unit, initiative_id, day)
    return Filled(
        title=content.title,
        noun="item",
        fields=FIELDS,
        lines=tuple(_line(terms, now, content, *each) for each in _items(content, now.phases_off)),
        lists={
            "status": tuple(label for label in terms.labels.values() if label),
            "partner": tuple(each.name for each in present(terms.partners, day)),
        },
        mark=_mark(place, now.review),
    )


def _items(content: Checklist, phases_off: tuple[str, ...]) -> list[tuple[str, str, str]]:
    every = (phase for phase in content.phases if phase.key not in phases_off)
    return [(phase.label, item.key, item.label) for phase in every for item in phase.items]


def _line(terms: Terms, now: _Now, content: Checklist, section: str, key: str, label: str) -> Line:
    entry = now.entries[key]
    told = {name: bulk_cells.written(terms, name, getattr(entry, attribute)) for name, attribute in ATTRIBUTES.items()}
    return Line({"section": section, "item": label, "key": key, **told})


def _mark(place: Place, review: Review | None) -> dict[str, str]:
    return {
        "kind": KIND,
        "initiative": place.initiative_id,
        "checklist": place.checklist,
        "partner": place.partner_id or "",
        "review": review.id if review else "",
    }


def preview(store: Store, person: Person, found: Found, place: Place, *, take: frozenset[str] = frozenset()) -> Preview:
    """What the sheet would do, as things stand now; nothing is saved. take: items whose text in the sheet wins."""
    permit(person, Action.SEE, place.initiative_id)
    return store.read(lambda unit: preview_in(unit, person, found, place, take))


def preview_in(unit: Unit, person: Person, found: Found, place: Place, take: frozenset[str]) -> Preview:
    """The same inside a unit, for who has asked permission."""
    now = _now(unit, place, found.marker)
    terms = _terms(unit, place.initiative_id, now.review.held_on if now.review else place.held_on)
    search = sought(place.checklist)
    found = whole(found)
    rows, problems = bulk.compare(found, terms, search, now.entries, take=take)
    foreign = _foreign(unit, person, found.marker, place)
    is_held = now.review is not None and now.review.state is ReviewState.HELD
    is_refused = is_held and any(row.standing is not bulk.Standing.SAME for row in rows)
    refused = foreign or (_finished(found, now.review) if is_refused and now.review else "")
    seen = sha256(repr((place, now.review, rows, problems, refused)).encode("utf-8", "surrogatepass")).hexdigest()
    return Preview(
        file_name=found.file_name,
        rows=rows,
        problems=bulk.in_order(*found.problems, *problems),
        columns=found.columns,
        unused=found.unused,
        review=_of_review(now, place, rows),
        refused=refused,
        is_foreign=bool(foreign),
        notes=notes_on(found, terms, {each.key: each.label for each in search.targets}),
        seen=seen,
    )


def _finished(found: Found, review: Review) -> str:
    """A sheet that names the review is of it alone; any other one may be of another day."""
    if not found.marker or found.marker.get("review") == review.id:
        return FINISHED
    return FINISHED_THAT_DAY.format(day=When.of(review.held_on))


def _of_review(now: _Now, place: Place, rows: tuple[Row, ...]) -> OfReview:
    saved = {row.key: row for row in rows if row.is_saved}
    after = {
        key: replace(entry, status=str(saved[key].wanted.get("status", entry.status)), carried=False)
        if key in saved
        else entry
        for key, entry in now.entries.items()
    }
    content = reviews.content_of(place.checklist)
    held_on = now.review.held_on if now.review else place.held_on
    said = {row.section for row in saved.values()}
    off = tuple(phase.label for phase in content.phases if phase.key in said and phase.key in now.phases_off)
    return OfReview(held_on, now.review, phases.looked(content, now.phases_off, after), off)


def _foreign(unit: Unit, person: Person, mark: Mapping[str, str], place: Place) -> str:
    if mark.get("kind") not in (None, KIND):
        return "This workbook was downloaded for something else than a review. Download the one of this checklist."
    from_another = bulk.elsewhere(unit, person, mark, place.initiative_id)
    if from_another:
        return from_another
    checklist = mark.get("checklist", "")
    if checklist not in ("", place.checklist):
        titles = {each.key: f"the checklist “{each.title}”" for each in load_framework().checklists}
        source = titles.get(checklist, "another checklist")
        return f"This workbook was downloaded from {source}. Nothing of it is taken here; bring it back there."
    if mark and mark.get("partner", "") != (place.partner_id or ""):
        return f"This workbook was downloaded for a review {_by(unit, mark)}. Choose above whose review it is."
    return ""


def _by(unit: Unit, mark: Mapping[str, str]) -> str:
    partner_id = mark.get("partner", "")
    if not partner_id:
        return "that partners held together"
    name = partners.names_of(unit, [partner_id]).get(partner_id)
    return f"by “{name}”" if name else "by a partner that is not here any more"


def _terms(unit: Unit, initiative_id: str, on: date | When) -> Terms:
    labels = {"": ""} | {each.key: each.label for each in load_framework().statuses}
    return Terms(ATTRIBUTES, labels, partners.partners_in(unit, initiative_id), lambda _kept, _values: on)


def _now(unit: Unit, place: Place, marker: Mapping[str, str]) -> _Now:
    """The review that the workbook names, the one of that day, the one under way; else what a new one begins from."""
    initiatives.initiative_by_id(unit, place.initiative_id)
    same = {"initiative_id": place.initiative_id, "checklist": place.checklist, "partner_id": place.partner_id}
    every = records.records(unit, Review, **same)
    named = [each for each in every if each.id == marker.get("review")]
    of_the_day = [each for each in every if each.held_on == place.held_on]
    under_way = [each for each in every if each.state is ReviewState.UNDER_WAY]
    review = next(iter((*named, *of_the_day, *under_way)), None)
    if review is not None:
        kept = {each.item: each for each in records.records(unit, ReviewEntry, review_id=review.id)}
        off = review.phases_off
    else:
        last = reviews.last_of(phases.reviews_in(unit, place.initiative_id), place.checklist, place.partner_id)
        kept = {each.item: each for each in reviews.carried_from(last, "")}
        off = last.review.phases_off if last else ()
    items = [item.key for phase in reviews.content_of(place.checklist).phases for item in phase.items]
    return _Now(review, {key: kept.get(key, ReviewEntry(review.id if review else "", key)) for key in items}, off)


def save_reviews(
    store: Store,
    person: Person,
    found: Found,
    place: Place,
    *,
    seen: str,
    take: frozenset[str] = frozenset(),
    finish: bool = False,
) -> int:
    """Save what the preview showed, as one; returns how many items. finish: the review is finished with it.

    NotAllowed where anything changed since that preview (seen), nothing can be saved, or no item of a review that is to
    be finished has a status; then nothing is saved.
    """
    permit(person, Action.REVIEW, place.initiative_id)

    def work(unit: Unit) -> int:
        now = preview_in(unit, person, found, place, take)
        if now.seen != seen:
            raise NotAllowed(CHANGED_MEANWHILE)
        if now.refused:
            raise NotAllowed(now.refused)
        review = save_in(unit, found, place, now)
        if finish:
            reviews.change(unit, review, {"state": ReviewState.HELD}, version=review.version)
        return len(now.saved)

    return store.change(person, work)


def save_in(unit: Unit, found: Found, place: Place, shown: Preview) -> Review:
    """Save the rows of a preview inside a unit, for who has asked permission; the review that holds them now."""
    review = _now(unit, place, found.marker).review or reviews.begin(
        unit, place.initiative_id, place.checklist, held_on=place.held_on, partner_id=place.partner_id
    )
    for row in shown.saved:
        _save_row(unit, review, row)
    return review


def _save_row(unit: Unit, review: Review, row: Row) -> None:
    present = records.record(unit, ReviewEntry, review_id=review.id, item=row.key) or ReviewEntry(review.id, row.key)
    save_changes(
        unit,
        present,
        {**row.wanted, "carried": False},
        version=present.version,
        what="save_entry",
        subject=row.label,
        initiative_id=review.initiative_id,
    )
