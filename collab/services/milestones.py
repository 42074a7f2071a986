"""What persons say of milestones: owner, date, evidence, done or not; and milestones of their own."""

from __future__ import annotations

from datetime import date

from collab.content import Milestone
from collab.errors import NotAllowed, NotFound
from collab.framework import load_framework
from collab.journey import MilestoneRecord, MilestoneStanding
from collab.model import Person
from collab.services.editing import add_once, remove_record, save_changes
from collab.services.journey import asked_on
from collab.services.names import clean_name, clean_text
from collab.services.permissions import Action, permit
from collab.services.taking_part import refuse_partner
from collab.services.times import refuse_to_come
from collab.store import Store, initiatives, records
from collab.store.keys import new_key
from collab.store.unit import Unit
from collab.when import When


def save_milestone(
    store: Store,
    person: Person,
    initiative_id: str,
    key: str,
    *,
    version: int,
    standing: MilestoneStanding,
    owner: str = "",
    partner_id: str | None = None,
    due_on: date | None = None,
    done_on: date | None = None,
    evidence: str = "",
) -> MilestoneRecord:
    """What persons say of a milestone of the content, or of one of their own (key is then its id).

    NotAllowed where a milestone that always applies is marked as not applicable, one that stands for the phase of a
    checklist as done, or where one that is not done is newly given a day on which it was. StaleVersion where somebody
    saved first.
    """
    permit(person, Action.EDIT_JOURNEY, initiative_id)
    if done_on is not None:
        refuse_to_come(When.of(done_on), date.today())
    wanted = {
        "standing": standing,
        "owner": clean_text(owner, "The owner"),
        "partner_id": partner_id,
        "due_on": due_on,
        "done_on": done_on if standing is MilestoneStanding.DONE else None,
        "evidence": clean_text(evidence, "The evidence"),
    }

    def work(unit: Unit) -> MilestoneRecord:
        day = done_on or asked_on(initiatives.initiative_by_id(unit, initiative_id), date.today())
        present, label = _present(unit, initiative_id, key)
        refuse_partner(unit, initiative_id, partner_id, kept=present.partner_id, on=day)
        _refuse(present, standing, done_on)
        return save_changes(
            unit,
            present,
            wanted,
            version=version,
            what="save_milestone",
            subject=label,
            initiative_id=initiative_id,
        )

    return store.change(person, work)


def _refuse(present: MilestoneRecord, standing: MilestoneStanding, done_on: date | None) -> None:
    """A day that is kept already goes with being done; one that somebody just gave is not thrown away."""
    content = content_of(present.key)
    if content is not None:
        refuse_standing(content[1], standing)
    if done_on not in (None, present.done_on) and standing is not MilestoneStanding.DONE:
        raise NotAllowed("You gave a day on which it was done: choose “Done”, or clear the day.")


def _present(unit: Unit, initiative_id: str, key: str) -> tuple[MilestoneRecord, str]:
    kept = records.record(unit, MilestoneRecord, initiative_id=initiative_id, key=key)
    content = content_of(key)
    if content is None:
        if kept is None:
            raise NotFound("This milestone does not exist, or no longer does.")
        return kept, kept.label
    stage, milestone = content
    return kept or MilestoneRecord(new_key(), initiative_id, stage, key), milestone.label


def content_of(key: str) -> tuple[str, Milestone] | None:
    """The stage and the content of a milestone; None for one that persons added."""
    for stage in load_framework().stages:
        for milestone in stage.milestones:
            if milestone.key == key:
                return stage.key, milestone
    return None


def refuse_standing(milestone: Milestone, standing: MilestoneStanding) -> None:
    """NotAllowed where persons may not say this of a milestone of the content."""
    if standing is MilestoneStanding.NOT_APPLICABLE and not milestone.optional:
        raise NotAllowed(f"“{milestone.label}” always applies; only optional milestones can be left out.")
    if milestone.phase is not None and standing in (MilestoneStanding.DONE, MilestoneStanding.OPEN):
        raise NotAllowed(
            f"“{milestone.label}” stands where the reviews of its checklist put it. Hold a review instead."
        )


def add_milestone(
    store: Store, person: Person, initiative_id: str, *, stage: str, label: str, milestone_id: str | None = None
) -> MilestoneRecord:
    """A milestone of the initiative's own in a stage, open.

    milestone_id: names it before it is kept; the same that was added under it already is returned, not added again.
    """
    permit(person, Action.EDIT_JOURNEY, initiative_id)
    name = clean_name(label, "The milestone")
    made = milestone_id or new_key()
    if stage not in {each.key for each in load_framework().stages}:
        raise NotFound(f"There is no stage “{stage}”.")

    def work(unit: Unit) -> MilestoneRecord:
        initiatives.initiative_by_id(unit, initiative_id)
        kept = MilestoneRecord(made, initiative_id, stage, made, label=name, standing=MilestoneStanding.OPEN, version=1)
        return add_once(unit, kept, what="add_milestone", subject=name)

    return store.change(person, work)


def remove_milestone(store: Store, person: Person, milestone_id: str, *, version: int) -> None:
    """Take away a milestone that persons had added; NotAllowed for those of the content.

    StaleVersion where somebody saved since.
    """

    def work(unit: Unit) -> None:
        present = records.record_by_id(unit, MilestoneRecord, milestone_id)
        permit(person, Action.EDIT_JOURNEY, present.initiative_id)
        if content_of(present.key) is not None:
            raise NotAllowed("This milestone belongs to the stage and cannot be removed.")
        remove_record(
            unit,
            present,
            version=version,
            what="remove_milestone",
            subject=present.label,
            initiative_id=present.initiative_id,
        )

    store.change(person, work)
