"""Next steps of an initiative across its rounds: which are still open, which are late, saying that one is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from collab.journey import Conclusion, NextStep
from collab.model import YOU, Dimension, Initiative, Partner, Person, Round
from collab.services.editing import is_said_already, save_changes
from collab.services.journey import OVER
from collab.services.permissions import Action, permit
from collab.store import Store, initiatives, partners, records, rounds
from collab.store.instruments import instrument_by_id
from collab.store.journey_tables import conclusion
from collab.store.unit import Unit


@dataclass(frozen=True)
class OpenStep:
    """A step that is not done, with the round and dimension whose conclusion it came from.

    dimension: None where the questions of the round no longer hold it. partner: who the step names, or None.
    """

    step: NextStep
    round: Round
    dimension: Dimension | None
    partner: Partner | None
    overdue: bool


def is_overdue(step: NextStep, initiative: Initiative, today: date) -> bool:
    """Whether a step should have been done before today and is not; nothing is due in an initiative that is over."""
    if initiative.standing in OVER or step.done_on is not None:
        return False
    return step.due_on is not None and step.due_on < today


def open_steps(store: Store, initiative_id: str, *, today: date, person: Person = YOU) -> tuple[OpenStep, ...]:
    """Every step of the initiative that is not done, of any round: the longest overdue first, undated ones last."""
    permit(person, Action.SEE, initiative_id)
    return store.read(lambda unit: _open_steps(unit, initiative_id, today))


def _open_steps(unit: Unit, initiative_id: str, today: date) -> tuple[OpenStep, ...]:
    initiative = initiatives.initiative_by_id(unit, initiative_id)
    every = rounds.rounds_in(unit, initiative_id)
    by_id = {each.id: each for each in every}
    instruments = {key: instrument_by_id(unit, key) for key in {each.instrument_id for each in every}}
    places = {
        each.id: (by_id[each.round_id], each.dimension)
        for each in records.records(unit, Conclusion, conclusion.c.round_id.in_(list(by_id)))
    }
    named = {each.id: each for each in partners.partners_in(unit, initiative_id)}
    found = []
    for step in records.records(unit, NextStep, initiative_id=initiative_id, done_on=None):
        round_, key = places[step.subject_id]
        dimensions = {each.key: each for each in instruments[round_.instrument_id].dimensions}
        partner = named.get(step.partner_id or "")
        found.append(OpenStep(step, round_, dimensions.get(key), partner, is_overdue(step, initiative, today)))
    return tuple(sorted(found, key=lambda each: (each.step.due_on or date.max, each.step.position)))


def say_done(store: Store, person: Person, step_id: str, *, done_on: date | None, seen: date | None = None) -> NextStep:
    """Say on which day a step was done; where somebody said so already, their day stays.

    done_on: None takes back what was said. seen: the day that the person takes back; StaleVersion where another one is
    kept by now. What others wrote in the step stays, so no version is asked.
    """

    def work(unit: Unit) -> NextStep:
        present = records.record_by_id(unit, NextStep, step_id)
        permit(person, Action.CONCLUDE, present.initiative_id)
        if is_said_already(present.text, present.done_on, done_on, seen=seen):
            return present
        return save_changes(
            unit,
            present,
            {"done_on": done_on},
            version=present.version,
            what="save_step",
            subject=present.text,
            initiative_id=present.initiative_id,
        )

    return store.change(person, work)
