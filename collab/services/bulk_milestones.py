"""Milestones in bulk: a workbook of all stages to take away, and a sheet that comes back, compared and saved as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from collab.errors import NotAllowed, Problem
from collab.exchange.journey_sheets import Found, FoundRow, Sought, Target, closest
from collab.exchange.journey_values import titles
from collab.exchange.journey_workbook import Filled, Line, write
from collab.exchange.recognise.text import fold, listed
from collab.framework import load_framework
from collab.journey import MilestoneRecord, MilestoneStanding
from collab.model import YOU, Person
from collab.services import bulk, milestones
from collab.services.bulk import Change, Preview, Row, Standing, Ways
from collab.services.bulk_cells import (
    CHANGED_MEANWHILE,
    DONE_WORDS,
    NOT_APPLICABLE_WORDS,
    NOT_YET_WORDS,
    PARTLY_WORDS,
    Terms,
    Unclear,
    cut,
    read_day,
    status_words,
    written,
)
from collab.services.bulk_memory import removed_since, whole
from collab.services.bulk_notes import notes_on, on_removed, without_removed
from collab.services.editing import said_by, save_changes
from collab.services.journey import asked_on
from collab.services.names import LONGEST_NAME, clean_name
from collab.services.permissions import Action, permit
from collab.services.taking_part import present
from collab.store import Store, initiatives, partners, records
from collab.store.keys import new_key
from collab.store.unit import Unit
from collab.when import When

KIND = "milestones"
ATTRIBUTES = {
    "status": "standing",
    "done_on": "done_on",
    "owner": "owner",
    "partner": "partner_id",
    "due_on": "due_on",
    "evidence": "evidence",
}
FIELDS = ("section", "item", *ATTRIBUTES, "key")
LABELS = {
    MilestoneStanding.UNSAID: "",
    MilestoneStanding.OPEN: "Open",
    MilestoneStanding.DONE: "Done",
    MilestoneStanding.NOT_APPLICABLE: "Not applicable",
}
SPARE_ROWS = 20
STAGE = titles("milestone")["section"]
NEW = "new:"


def sought(own: tuple[MilestoneRecord, ...] = ()) -> Sought:
    """What a sheet is searched for. own: milestones that persons added."""
    stages = load_framework().stages
    content = [Target(each.key, each.label, (each.label,), stage.key) for stage in stages for each in stage.milestones]
    added = [Target(each.key, each.label, (each.label,), each.stage) for each in own if each.label]
    sections = {}
    for stage in stages:
        for name in (stage.label, stage.title, stage.key, stage.letter, f"{stage.letter} {stage.label}"):
            sections[fold(name)] = stage.key
    return Sought("milestone", (*content, *added), _statuses(), sections)


def _statuses() -> dict[str, str]:
    return status_words(
        ((*NOT_YET_WORDS, *PARTLY_WORDS), str(MilestoneStanding.OPEN)),
        (DONE_WORDS, str(MilestoneStanding.DONE)),
        (NOT_APPLICABLE_WORDS, str(MilestoneStanding.NOT_APPLICABLE)),
    )


def read_milestones(store: Store, path: Path, *, file_name: str, initiative_id: str, person: Person = YOU) -> Found:
    """A file as rows of milestones; raises Refused where it cannot be read."""
    permit(person, Action.SEE, initiative_id)
    return bulk.read_sheet(path, file_name=file_name, sought=store.read(lambda unit: sought_in(unit, initiative_id)))


def sought_in(unit: Unit, initiative_id: str) -> Sought:
    """What a sheet of this initiative is searched for, inside a unit."""
    return sought(_own(_kept(unit, initiative_id)))


def _kept(unit: Unit, initiative_id: str) -> dict[str, MilestoneRecord]:
    return {each.key: each for each in records.records(unit, MilestoneRecord, initiative_id=initiative_id)}


def _own(kept: Mapping[str, MilestoneRecord]) -> tuple[MilestoneRecord, ...]:
    return tuple(each for each in kept.values() if milestones.content_of(each.key) is None)


def workbook(store: Store, initiative_id: str, *, person: Person = YOU) -> bytes:
    """Every milestone of every stage as it is kept, to be edited and brought back."""
    permit(person, Action.SEE, initiative_id)
    return write(store.read(lambda unit: filled_in(unit, initiative_id)))


def filled_in(unit: Unit, initiative_id: str) -> Filled:
    """The same before it is written, inside a unit, for who has asked permission."""
    terms, now = _terms(unit, initiative_id), _now(unit, initiative_id)
    day = asked_on(initiatives.initiative_by_id(unit, initiative_id), date.today())
    labels = {each.key: each.label for each in load_framework().stages}
    targets = sorted(sought(_own(now)).targets, key=lambda each: list(labels).index(each.section))
    return Filled(
        title="Milestones",
        noun="milestone",
        fields=FIELDS,
        lines=tuple(_line(terms, now[each.key], labels[each.section], each) for each in targets),
        lists={
            "section": tuple(labels.values()),
            "status": tuple(label for label in LABELS.values() if label),
            "partner": tuple(each.name for each in present(terms.partners, day)),
        },
        mark={"kind": KIND, "initiative": initiative_id},
        spare_rows=SPARE_ROWS,
    )


def _line(terms: Terms, record: MilestoneRecord, section: str, target: Target) -> Line:
    told = {name: written(terms, name, getattr(record, attribute)) for name, attribute in ATTRIBUTES.items()}
    return Line({"section": section, "item": target.label, "key": target.key, **told})


def _now(unit: Unit, initiative_id: str) -> dict[str, MilestoneRecord]:
    """Milestone key -> what is kept of it, of version 0 where nothing is."""
    blank = {
        each.key: MilestoneRecord("", initiative_id, stage.key, each.key)
        for stage in load_framework().stages
        for each in stage.milestones
    }
    return blank | _kept(unit, initiative_id)


def _terms(unit: Unit, initiative_id: str) -> Terms:
    labels = {str(standing): label for standing, label in LABELS.items()}
    day = asked_on(initiatives.initiative_by_id(unit, initiative_id), date.today())
    everyone = partners.partners_in(unit, initiative_id)
    return Terms(
        ATTRIBUTES,
        labels,
        everyone,
        lambda kept, values: _done_on(kept, values) or day,
        _not_allowed,
        readers={"done_on": _day_of_doing},
    )


def _day_of_doing(raw: str) -> date | None:
    done_on = read_day(raw)
    if done_on is not None and done_on > date.today():
        found = f"{When.of(done_on)} is still to come, so it cannot be done on that day."
        raise Unclear(found, "Today or a day before is allowed.", "Clear the day, or correct it.")
    return done_on


def _done_on(kept: MilestoneRecord, values: Mapping[str, object]) -> date | None:
    done_on = values.get("done_on", kept.done_on)
    return done_on if isinstance(done_on, date) else None


def _not_allowed(target: Target, kept: MilestoneRecord, values: Mapping[str, object]) -> str:
    content = milestones.content_of(target.key)
    standing = str(values.get("standing", kept.standing))
    if values.get("done_on") and standing != MilestoneStanding.DONE:
        return "It has a day on which it was done, but its status is not “Done”."
    if content is not None and "standing" in values:
        try:
            milestones.refuse_standing(content[1], MilestoneStanding(str(values["standing"] or "unsaid")))
        except NotAllowed as refusal:
            return str(refusal)
    return ""


def preview(
    store: Store, person: Person, found: Found, initiative_id: str, *, take: frozenset[str] = frozenset()
) -> Preview:
    """What the sheet would do, as things stand now; nothing is saved. take: keys whose text in the sheet wins."""
    permit(person, Action.SEE, initiative_id)
    return store.read(lambda unit: preview_in(unit, person, found, initiative_id, take))


def preview_in(unit: Unit, person: Person, found: Found, initiative_id: str, take: frozenset[str]) -> Preview:
    """The same inside a unit, for who has asked permission."""
    now, terms = _now(unit, initiative_id), _terms(unit, initiative_id)
    still_there, notes, removed = without_removed(whole(found), now, terms)
    named, unnamed = _with_added(still_there, now)
    added = {
        each.target.key: MilestoneRecord("", initiative_id, each.target.section, each.target.key, label=each.named)
        for each in named.rows
        if each.target is not None and each.target.key.startswith(NEW)
    }
    gone = removed_since(unit, initiative_id, found.marker, "remove_milestone") if added else frozenset()
    asked = frozenset(key for key, each in added.items() if fold(each.label) in gone)
    search = sought(_own(now))
    ways = Ways(follows=_without_its_day, asked=asked)
    rows, problems = bulk.compare(named, terms, search, now | added, take=take, ways=ways)
    rows = tuple(_as_new(row) for row in rows)
    refused = _refused(unit, person, found, initiative_id)
    problems = (*removed, *problems)
    told = (initiative_id, rows, problems, unnamed, refused)
    labels = {each.key: each.label for each in search.targets}
    return Preview(
        file_name=found.file_name,
        rows=rows,
        problems=bulk.in_order(*named.problems, *unnamed, *problems),
        columns=found.columns,
        unused=found.unused,
        refused=refused,
        is_foreign=bool(refused),
        notes=(*notes, *on_removed(named, asked), *_nearly(still_there, named), *notes_on(named, terms, labels)),
        seen=sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest(),
    )


def _without_its_day(kept: MilestoneRecord, values: Mapping[str, object]) -> dict[str, object]:
    """A milestone that is not done any more has no day on which it was."""
    is_undone = "standing" in values and values["standing"] != MilestoneStanding.DONE
    return {"done_on": None} if is_undone and kept.done_on else {}


def _nearly(before: Found, named: Found) -> tuple[str, ...]:
    """New milestones that are called nearly like one that is there."""
    near = {each.row: each.target.label for each in before.rows if each.target is not None and each.is_close}
    return tuple(
        f"Row {each.row}: “{cut(each.named)}” is added, though it is called nearly like “{cut(near[each.row])}”."
        for each in named.rows
        if each.row in near and each.target is not None and each.target.key.startswith(NEW)
    )


def _as_new(row: Row) -> Row:
    if not row.key.startswith(NEW):
        return row
    stage = next(each.label for each in load_framework().stages if each.key == row.section)
    is_asked = row.standing is Standing.BOTH
    changes = (Change("section", "new milestone", stage, both=is_asked), *row.changes)
    return replace(row, standing=row.standing if is_asked else Standing.NEW, changes=changes, is_added=True)


def _with_added(found: Found, now: Mapping[str, MilestoneRecord]) -> tuple[Found, tuple[Problem, ...]]:
    """Rows that no milestone is called like: one of the initiative's own, where the sheet says in which stage.

    In a workbook that was downloaded every milestone has its row, so that an added row is one of those only where it
    bears the very same name.
    """
    by_label = {(each.stage, fold(each.label)): each for each in now.values() if each.label}
    rows, problems = [], []
    for each in found.rows:
        is_of_its_own = bool(each.is_close and each.section and not each.key and found.marker)
        if each.target is not None and each.target.key in now and not is_of_its_own:
            if each.section in (None, each.target.section):
                rows.append(each)
            else:
                problems.append(_other_stage(each, each.target))
        elif not each.named or each.section is None or len(each.named) > LONGEST_NAME:
            problems.append(_no_stage(each))
        else:
            kept = by_label.get((each.section, fold(each.named)))
            key = kept.key if kept else f"{NEW}{each.section}:{fold(each.named)}"
            target = Target(key, each.named, (each.named,), each.section)
            rows.append(replace(each, target=target, is_close=False))
    return replace(found, rows=tuple(rows)), tuple(problems)


def _other_stage(each: FoundRow, target: Target) -> Problem:
    labels = {stage.key: stage.label for stage in load_framework().stages}
    stage = labels[target.section]
    return Problem(
        f"“{cut(target.label)}” belongs to “{stage}”; the sheet puts it into “{labels[str(each.section)]}”.",
        "A milestone stays in its stage.",
        f"Write “{stage}” there, or give the milestone another name.",
        sheet=each.sheet,
        row=each.row,
        column=STAGE,
    )


def _no_stage(each: FoundRow) -> Problem:
    if len(each.named) > LONGEST_NAME:
        found, remedy = f"The name of this milestone has {len(each.named)} characters.", "Shorten it."
        return Problem(found, f"At most {LONGEST_NAME} are allowed.", remedy, sheet=each.sheet, row=each.row)
    if not each.named:
        remedy = "Write its name, or delete the row; it is left out."
        return Problem("This row does not name a milestone.", "", remedy, sheet=each.sheet, row=each.row)
    stages = [stage.label for stage in load_framework().stages]
    allowed = f"Stages: {listed(stages)}."
    if each.no_section:
        near = closest(each.no_section, stages)
        remedy = f"Did you mean “{near}”?" if near else "Correct the stage, or delete the row; it is left out."
        found = f"“{cut(each.no_section)}” is not a stage, and “{cut(each.named)}” is not a milestone here yet."
        return Problem(found, allowed, remedy, sheet=each.sheet, row=each.row, column=STAGE)
    return Problem(
        f"“{cut(each.named)}” is not a milestone here, and the sheet does not say of which stage it would be.",
        allowed,
        f"Add a column “{STAGE}” with the stage, correct the words, or delete the row; it is left out.",
        sheet=each.sheet,
        row=each.row,
    )


def _refused(unit: Unit, person: Person, found: Found, initiative_id: str) -> str:
    if found.marker.get("kind") not in (None, KIND):
        return "This workbook was downloaded for something else than milestones. Download the one of this page."
    return bulk.elsewhere(unit, person, found.marker, initiative_id)


def save_milestones(
    store: Store, person: Person, found: Found, initiative_id: str, *, seen: str, take: frozenset[str] = frozenset()
) -> int:
    """Save what the preview showed, as one; returns how many milestones.

    NotAllowed where anything changed since that preview (seen), or nothing can be saved.
    """
    permit(person, Action.EDIT_JOURNEY, initiative_id)

    def work(unit: Unit) -> int:
        initiatives.initiative_by_id(unit, initiative_id)
        now = preview_in(unit, person, found, initiative_id, take)
        if now.seen != seen:
            raise NotAllowed(CHANGED_MEANWHILE)
        if now.refused:
            raise NotAllowed(now.refused)
        save_in(unit, initiative_id, now)
        return len(now.saved)

    return store.change(person, work)


def save_in(unit: Unit, initiative_id: str, shown: Preview) -> None:
    """Save the rows of a preview inside a unit, for who has asked permission."""
    for row in shown.saved:
        _save_row(unit, initiative_id, row)


def _save_row(unit: Unit, initiative_id: str, row: Row) -> None:
    present: MilestoneRecord = row.record
    wanted = dict(row.wanted)
    if "standing" in wanted:
        wanted["standing"] = MilestoneStanding(str(wanted["standing"] or "unsaid"))
    if row.key.startswith(NEW):
        _add(unit, initiative_id, row, wanted)
        return
    if not present.version:
        present = MilestoneRecord(new_key(), initiative_id, present.stage, present.key)
    save_changes(
        unit,
        present,
        wanted,
        version=present.version,
        what="save_milestone",
        subject=row.label,
        initiative_id=initiative_id,
    )


def _add(unit: Unit, initiative_id: str, row: Row, wanted: dict[str, Any]) -> None:
    made, name = new_key(), clean_name(row.label, "The milestone")
    if wanted.get("standing", MilestoneStanding.UNSAID) is MilestoneStanding.UNSAID:
        wanted["standing"] = MilestoneStanding.OPEN
    record = MilestoneRecord(made, initiative_id, row.record.stage, made, label=name, **wanted, version=1)
    records.add(unit, record)
    unit.record("add_milestone", name, initiative_id=initiative_id, after=said_by(unit, record))
