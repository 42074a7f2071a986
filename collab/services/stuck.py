"""What has been stuck: items that review after review left where they were, short of "in place"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from collab.content import Checklist, Item
from collab.framework import load_framework
from collab.services.phases import HeldReview

STUCK_AFTER = 3
"""An item is stuck when this many reviews in a row left it below "in place" without any movement."""


@dataclass(frozen=True)
class StuckItem:
    """An item that has not moved for at least three reviews; since: the date of the first of them."""

    item: Item
    phase: str
    status: str
    reviews: int
    since: date


def stuck_items(checklist: Checklist, reviews: Iterable[HeldReview]) -> tuple[StuckItem, ...]:
    """Items that at least three reviews in a row, up to the latest, left where they were, short of "in place".

    reviews: of the same people, by date. A review that left the phase out says nothing of its items.
    """
    scores = {status.key: status.score for status in load_framework().statuses}
    latest_first = list(reviews)[::-1]
    found = []
    for phase in checklist.phases:
        saying = [each for each in latest_first if phase.key not in each.review.phases_off]
        if not latest_first or not saying or saying[0] is not latest_first[0]:
            continue
        for item in phase.items:
            run = _run(item.key, saying)
            if len(run) >= STUCK_AFTER and (scores[run[0][1]] or 0.0) < 1.0 and scores[run[0][1]] is not None:
                found.append(StuckItem(item, phase.key, run[0][1], len(run), run[-1][0]))
    return tuple(sorted(found, key=lambda each: (-each.reviews, each.since)))


def _run(item: str, latest_first: list[HeldReview]) -> list[tuple[date, str]]:
    """(date, status) of the latest reviews that all say the same of an item; empty where the latest says nothing."""
    run: list[tuple[date, str]] = []
    for each in latest_first:
        status = each.entries[item].status if item in each.entries else ""
        if not status or (run and status != run[0][1]):
            break
        run.append((each.review.held_on, status))
    return run
