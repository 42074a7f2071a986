"""The tables of checklists: their items, the reviews that were held, and what each said of items and phases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from collab.content import Checklist, Item, Phase
from collab.exchange.tables_out import Table
from collab.framework import load_framework
from collab.journey import Review, ReviewEntry
from collab.scoring.progress import PhaseStanding
from collab.services import phases
from collab.services.phases import HeldReview
from collab.services.reviews import checklist_view
from collab.services.tables_out_columns import (
    SHARE,
    code,
    day,
    key,
    number,
    partner,
    refers,
    table,
    text,
    truth,
    whole,
    words,
)
from collab.services.workbook_material import Material

TOGETHER = "held together"


@dataclass(frozen=True)
class _Listed:
    """An item of a checklist with its phase."""

    place: int
    checklist: Checklist
    phase: Phase
    item: Item


@dataclass(frozen=True)
class _Entry:
    """What a review said of one item."""

    review: Review
    of: ReviewEntry


@dataclass(frozen=True)
class _Stands:
    """How a phase stands in one review."""

    review: Review
    phase: str
    of: PhaseStanding


def tables(material: Material) -> tuple[Table, ...]:
    """Items, reviews that were held, their entries, and how each phase stood in each. One under way is not in them."""
    held = [pair for each in load_framework().checklists for pair in _held(material, each)]
    return (_items(), _reviews(held), _entries(held), _phases(held))


def _held(material: Material, content: Checklist) -> Iterator[tuple[Checklist, HeldReview]]:
    """What a partner that was removed said counts no more; without its name it would look like a joint review."""
    view = checklist_view(
        material.store, material.initiative.id, content.key, today=material.today, person=material.person
    )
    there = {None, *(each.id for each in view.partners)}
    yield from ((content, each) for each in view.held if each.review.partner_id in there)


def _items() -> Table:
    found = [
        (checklist, phase, item)
        for checklist in load_framework().checklists
        for phase in checklist.phases
        for item in phase.items
    ]
    return table(
        "checklist_items",
        "The items of the checklists, in order.",
        [_Listed(place, *each) for place, each in enumerate(found, start=1)],
        ("item",),
        key("item", "Key of the item", lambda each: each.item.key),
        whole("position", "Its place, from 1", lambda each: each.place),
        code("checklist", "The checklist", "checklist", lambda each: each.checklist.key),
        words("phase", "Key of the phase", lambda each: each.phase.key),
        words("phase_label", "What the phase is called", lambda each: each.phase.label),
        words("label", "What the item is called", lambda each: each.item.label),
        words("statement", "What is asked", lambda each: each.item.statement),
    )


def _reviews(held: list[tuple[Checklist, HeldReview]]) -> Table:
    return table(
        "reviews",
        "Every pass over a checklist that was held; one under way enters no figure and is not here.",
        [each.review for _, each in held],
        ("review_id",),
        key("review_id", "Identifier of the review", lambda each: each.id),
        code("checklist", "The checklist", "checklist", lambda each: each.checklist),
        day("held_on", "When it was held", lambda each: each.held_on, missing=""),
        partner("The partner that held it on its own", lambda each: each.partner_id, missing=TOGETHER),
        refers(
            "started_from",
            "reviews",
            "The review that it began from",
            lambda each: each.started_from,
            missing="it began from none",
        ),
        text("phases_off", "Keys of the phases that do not apply, with ; between", _off, missing="all apply"),
    )


def _off(review: Review) -> str:
    return "; ".join(review.phases_off)


def _entries(held: list[tuple[Checklist, HeldReview]]) -> Table:
    found = [
        _Entry(each.review, each.entries[item.key])
        for checklist, each in held
        for phase in checklist.phases
        for item in phase.items
        if item.key in each.entries
    ]
    scores = {each.key: each.score for each in load_framework().statuses}
    return table(
        "review_entries",
        "What each review said of each item that it said anything of.",
        found,
        ("review_id", "item"),
        key("review_id", "The review", lambda each: each.of.review_id, refers="reviews"),
        key("item", "The item", lambda each: each.of.item, refers="checklist_items"),
        code("status", "How the item stands", "item_status", lambda each: each.of.status, missing="not looked at"),
        number(
            "score",
            "What the status counts as",
            lambda each: scores.get(each.of.status),
            unit=SHARE,
            missing="not looked at, or the item does not apply",
        ),
        truth("is_carried", "Whether the status is that of the review before", lambda each: each.of.carried),
        text("successes", "What goes well", lambda each: each.of.successes),
        text("challenges", "What is hard", lambda each: each.of.challenges),
        text("next_steps", "What is to be done", lambda each: each.of.next_steps),
        text("owner", "Who sees to it", lambda each: each.of.owner),
        partner("The partner that sees to it", lambda each: each.of.partner_id),
        day("due_on", "By when", lambda each: each.of.due_on),
        text("evidence", "What shows it", lambda each: each.of.evidence),
    )


def _phases(held: list[tuple[Checklist, HeldReview]]) -> Table:
    found = [
        _Stands(each.review, phase, stands)
        for checklist, each in held
        for phase, stands in phases.standing_of(checklist, each).items()
    ]
    return table(
        "phase_standings",
        "How each phase stood in each review.",
        found,
        ("review_id", "phase"),
        key("review_id", "The review", lambda each: each.review.id, refers="reviews"),
        key("phase", "Key of the phase", lambda each: each.phase),
        number(
            "mean",
            "Mean score of the items looked at",
            lambda each: each.of.mean,
            unit=SHARE,
            missing="fewer than half of the items were looked at, or the phase does not apply",
        ),
        whole("looked_at", "Items with a status", lambda each: each.of.looked_at, unit="items"),
        whole(
            "taken_over",
            "Of these, with the status of the review before",
            lambda each: each.of.taken_over,
            unit="items",
        ),
        whole("applicable", "Items that apply", lambda each: each.of.applicable, unit="items"),
    )
