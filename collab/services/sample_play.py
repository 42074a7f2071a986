"""Plays what a made-up journey tells: each event through the service that a person would have used."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from collab.framework import DEFAULT_INSTRUMENT
from collab.journey import (
    Confirmed,
    GoalOutcome,
    MilestoneRecord,
    MilestoneStanding,
    ReviewEntry,
    ReviewState,
)
from collab.model import Mark, Mode, RoundState
from collab.services import conclusions, initiatives, milestones, partners, purpose, reviews, rounds, stages
from collab.services import sample_script as script
from collab.services.answers import enter_answers
from collab.services.round_figures import heading
from collab.services.sample_plans import PLAYED_PLANS
from collab.services.sample_scene import Scene
from collab.store import records
from collab.when import When

_STATUS = {"i": "in_place", "p": "partial", "n": "not_started", "x": "not_applicable"}
_LOOKED_AT = ("challenges", "next_steps", "owner", "partner_id", "due_on", "evidence")


def play(scene: Scene, events: Iterable[script.AnyEvent]) -> None:
    """Do what the events say, in order."""
    for event in events:
        _PLAYED[type(event)](scene, event)


def _enter_round(scene: Scene, event: script.EnterRound) -> None:
    made = rounds.create_round(
        scene.store,
        scene.person,
        scene.initiative_id,
        label=event.label,
        instrument_key=DEFAULT_INSTRUMENT,
        mode=Mode.TEAM,
        held_on=event.held_on,
    )
    instrument = heading(scene.store, scene.person, made.id).instrument
    answers = {str(point.score): point.key for point in instrument.scale} | {"-": str(Mark.NOT_APPLICABLE)}
    for name, digits in event.ratings.items():
        given = [answers[digit] for digit in digits.replace(" ", "")]
        ratings = dict(zip(instrument.factor_keys, given, strict=True))
        enter_answers(scene.store, scene.person, made.id, scene.partner_ids[name], ratings)
    present = next(each for each in rounds.rounds_of(scene.store, scene.initiative_id) if each.id == made.id)
    rounds.change_round(scene.store, scene.person, made.id, version=present.version, state=RoundState.REVEALED)


def _set_part(scene: Scene, event: script.SetPart) -> None:
    cards = partners.partners_of(scene.store, scene.initiative_id, person=scene.person)
    present = next(card.partner for card in cards if card.partner.name == event.partner)
    where = (scene.store, scene.person, scene.initiative_id, present.id)
    joined, left = (When.read(text) if text else None for text in (event.joined, event.left))
    partners.set_part(*where, version=present.version, role=event.role, joined_on=joined, left_on=left)


def _goal(scene: Scene, event: script.AddGoal) -> None:
    parts = {name: getattr(event, name) for name in ("statement", "measure", "target", "attainable", "result")}
    where = (scene.store, scene.person)
    made = purpose.add_goal(*where, scene.initiative_id, **parts, due_on=scene.day(event.due_on))
    if event.outcome is not GoalOutcome.OPEN:
        purpose.save_goal(*where, made.id, version=made.version, outcome=event.outcome)


def _tenure(scene: Scene, event: script.AddTenure) -> None:
    purpose.add_tenure(
        scene.store,
        scene.person,
        scene.initiative_id,
        kind=event.kind,
        **{name: getattr(event, name) for name in ("name", "detail", "amount", "note")},
        partner_id=scene.partner(event.partner),
        began_on=scene.day(event.began_on),
        ends_on=scene.day(event.ends_on),
    )


def _plan_stage(scene: Scene, event: script.PlanStage) -> None:
    where = (scene.store, scene.person, scene.initiative_id, event.stage)
    stages.save_plan(*where, version=0, from_on=event.from_on, until_on=event.until_on)


def _begin(scene: Scene, event: script.Begin) -> None:
    stages.begin(scene.store, scene.person, scene.initiative_id, stage=event.stage, on=event.on)


def _go_on(scene: Scene, event: script.GoOn) -> None:
    where = (scene.store, scene.person, scene.initiative_id)
    stages.go_on(*where, seen=scene.visit(), to=event.to, on=event.on, today=event.on, reason=event.reason)


def _go_back(scene: Scene, event: script.GoBack) -> None:
    where = (scene.store, scene.person, scene.initiative_id)
    stages.go_back(*where, seen=scene.visit(), to=event.to, on=event.on, today=event.on, reason=event.reason)


def _milestone(scene: Scene, event: script.Milestone) -> None:
    where = (scene.store, scene.person, scene.initiative_id)
    key, standing = event.key, event.standing
    if event.label:
        key = milestones.add_milestone(*where, stage=event.stage, label=event.label).key
        standing = standing if standing is not MilestoneStanding.UNSAID else MilestoneStanding.OPEN
    kept = scene.store.read(
        lambda unit: records.record(unit, MilestoneRecord, initiative_id=scene.initiative_id, key=key)
    )
    milestones.save_milestone(
        *where,
        key,
        version=kept.version if kept else 0,
        standing=standing,
        owner=event.owner,
        partner_id=scene.partner(event.partner),
        due_on=scene.day(event.due_on),
        done_on=scene.day(event.done_on),
        evidence=event.evidence,
    )


def _confirm(scene: Scene, event: script.Confirm) -> None:
    said = [(name, Confirmed.CONFIRMED, "") for name in event.confirmed]
    said += [(name, Confirmed.NOT_YET, why) for name, why in event.not_yet.items()]
    for name, answer, note in said:
        where = (scene.store, scene.person, scene.initiative_id, event.stage, scene.partner_ids[name])
        stages.confirm(*where, answer=answer, note=note, said_on=event.on)


def _conclude(scene: Scene, event: script.Conclude) -> None:
    where = (scene.store, scene.person, scene.round_id(event.round), event.dimension)
    said: dict[str, Any] = {"version": 0, "said_on": event.on}
    conclusions.save_conclusion(*where, **said, reading=event.reading, text=event.text)
    for own in event.own:
        who = scene.partner(own.partner)
        conclusions.save_conclusion(*where, **said, partner_id=who, reading=own.reading, text=own.text)
    for step in event.steps:
        made = conclusions.add_step(*where, text=step.text, **_whose(scene, step))
        if step.done_on is not None:
            _settle(scene, made.id, made.version, step)


def _settle(scene: Scene, step_id: str, version: int, step: script.Step) -> None:
    done = {"text": step.text, "done_on": scene.day(step.done_on), **_whose(scene, step)}
    conclusions.save_step(scene.store, scene.person, step_id, version=version, **done)


def _whose(scene: Scene, step: script.Step | script.Note) -> dict[str, Any]:
    return {"owner": step.owner, "partner_id": scene.partner(step.partner), "due_on": scene.day(step.due_on)}


def _review(scene: Scene, event: script.HoldReview) -> None:
    begun = reviews.start_review(
        scene.store,
        scene.person,
        scene.initiative_id,
        event.checklist,
        held_on=scene.day(event.on) or scene.today,
        partner_id=scene.partner(event.partner),
    )
    if event.off:
        begun = reviews.save_review(scene.store, scene.person, begun.id, version=begun.version, phases_off=event.off)
    _write(scene, event, begun.id)
    if event.held:
        present = reviews.review_view(scene.store, begun.id, person=scene.person).review
        reviews.save_review(scene.store, scene.person, begun.id, version=present.version, state=ReviewState.HELD)


def _write(scene: Scene, event: script.HoldReview, review_id: str) -> None:
    """An entry for each item that has a letter."""
    view = reviews.review_view(scene.store, review_id, person=scene.person)
    notes = {note.item: note for note in event.notes}
    for phase in view.checklist.phases:
        letters = event.said.get(phase.key, "").replace(" ", "")
        for item, letter in zip(phase.items, letters, strict=False):
            if letter in _STATUS:
                said = _entry(scene, view.entries[item.key], _STATUS[letter], notes.get(item.key))
                reviews.save_entry(scene.store, scene.person, review_id, item.key, **said)


def _entry(scene: Scene, present: ReviewEntry, status: str, note: script.Note | None) -> dict[str, Any]:
    """What is written about an item: open matters go on from the last review until the item is in place."""
    kept = present if status not in ("in_place", "not_applicable") else replace(present, **_NOTHING_OPEN)
    said: dict[str, Any] = {name: getattr(kept, name) for name in _LOOKED_AT} | {"status": status}
    said["version"] = present.version
    if note is None:
        return said
    texts = {name: getattr(note, name) for name in ("successes", "challenges", "next_steps", "evidence")}
    given = {name: value for name, value in (texts | _whose(scene, note)).items() if value}
    return said | given


_NOTHING_OPEN: dict[str, Any] = {"challenges": "", "next_steps": "", "owner": "", "partner_id": None, "due_on": None}


def _stand(scene: Scene, event: script.Stand) -> None:
    present = initiatives.get_initiative(scene.store, scene.initiative_id, person=scene.person)
    where = (scene.store, scene.person, scene.initiative_id)
    said = {name: getattr(event, name) for name in ("standing", "on", "reason", "outcome", "lesson")}
    initiatives.set_standing(*where, version=present.version, **said)


_PLAYED: dict[type[Any], Callable[[Scene, Any], None]] = {
    script.EnterRound: _enter_round,
    script.SetPart: _set_part,
    script.AddGoal: _goal,
    script.AddTenure: _tenure,
    script.PlanStage: _plan_stage,
    script.Begin: _begin,
    script.GoOn: _go_on,
    script.GoBack: _go_back,
    script.Milestone: _milestone,
    script.Confirm: _confirm,
    script.Conclude: _conclude,
    script.HoldReview: _review,
    script.Stand: _stand,
    **PLAYED_PLANS,
}
