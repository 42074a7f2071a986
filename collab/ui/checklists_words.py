"""What the checklists say, in sentences of plain text; no drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collab.charts.checklist_moves import percent
from collab.scoring.progress import is_done
from collab.ui import shell
from collab.ui.wording import day, listed, many

if TYPE_CHECKING:
    from collab.journey import Review
    from collab.model import Partner
    from collab.scoring.progress import PhaseStanding
    from collab.services.checklist_now import StatusRow, WeakFactor
    from collab.services.phases import HeldReview, Looked
    from collab.services.reviews import ChecklistView

TOGETHER = "together"
MOST_NAMED = 3


def statuses() -> tuple[tuple[str, str, float | None], ...]:
    """Key, label and score of each status, in the order of the content."""
    return tuple((each.key, each.label, each.score) for each in shell.framework().statuses)


def label_of(status: str) -> str:
    """What a status is called."""
    return next((label for key, label, _ in statuses() if key == status), "Not looked at")


def of(review: Review, partner: Partner | None) -> str:
    """Whose review it is and when: "12 May 2026, together"."""
    who = partner.name if partner else "a partner that left" if review.partner_id else TOGETHER
    return f"{day(review.held_on)}, {who}"


def whose(view: ChecklistView, review: Review) -> str:
    """The same, of a review of this view."""
    return of(review, next((each for each in view.partners if each.id == review.partner_id), None))


def basis(view: ChecklistView, now: tuple[HeldReview, ...]) -> str:
    """What the figures rest on."""
    if not now:
        return f"{view.checklist.title}: no review was held yet."
    if now[0].review.partner_id is None:
        from collab.services import phases

        count = len(view.joint)
        told = f"{view.checklist.title}, as reviewed together on {day(now[0].review.held_on)} (review {count})"
        return f"{told}: {how_much(phases.looked(view.checklist, now[0].review.phases_off, now[0].entries))}."
    return f"{view.checklist.title}: the mean of what {many(len(now), 'partner')} said, each in its latest review."


def how_much(looked: Looked) -> str:
    """How much of a review was looked at: "8 of 27 items looked at, 19 taken over from the review before"."""
    over = f", {looked.taken_over} taken over from the review before" if looked.taken_over else ""
    return f"{looked.looked_at} of {many(looked.items, 'item')} looked at{over}"


def looked_at(standing: PhaseStanding) -> str:
    """The same of one phase: "2 of 8 looked at, 6 taken over"."""
    over = f", {standing.taken_over} taken over" if standing.taken_over else ""
    return f"{standing.looked_at_anew} of {standing.applicable} looked at{over}"


def reading(view: ChecklistView, rows: dict[str, StatusRow]) -> list[str]:
    """Where each phase stands, how it changed since the review before, and what is stuck."""
    parts = [_phase(phase.label, rows[phase.key]) for phase in view.checklist.phases]
    found = [f"{'; '.join(parts)}."]
    if len(view.joint) > 1:
        found.append(_since(view))
    if view.stuck:
        names = listed(tuple(each.item.label for each in view.stuck), most=MOST_NAMED)
        found.append(f"Stuck for at least three reviews: {names}.")
    return [sentence for sentence in found if sentence]


def _phase(label: str, row: StatusRow) -> str:
    standing = row.standing
    if standing is None or (standing.applies and standing.mean is None):
        return f"{label} not looked at enough to say"
    if not standing.applies:
        return f"{label} does not apply"
    return f"{label} stands at {percent(standing.mean)}{' (done)' if is_done(standing.mean) else ''}"


def _since(view: ChecklistView) -> str:
    """How many items moved between the last two joint reviews, and which fell back."""
    scores = {key: score for key, _, score in statuses()}
    before, now = (each.entries for each in view.joint[-2:])
    labels = {item.key: item.label for phase in view.checklist.phases for item in phase.items}
    ways: dict[bool, list[str]] = {True: [], False: []}
    for item, label in labels.items():
        ends = [scores.get(each[item].status) if item in each else None for each in (before, now)]
        if ends[0] is not None and ends[1] is not None and ends[0] != ends[1]:
            ways[ends[1] > ends[0]].append(label)
    on = day(view.joint[-2].review.held_on)
    if not any(ways.values()):
        return f"No item moved since {on}."
    fell = f"; fell back: {listed(tuple(ways[False]), most=MOST_NAMED)}" if ways[False] else ""
    return f"Since {on}, {many(len(ways[True]), 'item')} moved up{fell}."


def weak(found: WeakFactor, score: str) -> str:
    """A factor in concern: "Staff time 2.1 (charter schools)"."""
    return f"{found.label} {score} ({found.who})"


def computed() -> str:
    """How the figures are worked out."""
    scores = ", ".join(f"{label.lower()} {percent(score)}" for _, label, score in statuses() if score is not None)
    none = next(label for _, label, score in statuses() if score is None).lower()
    return (
        f"A phase stands at the mean of its items: {scores}. Items that are {none} and items that nobody looked at do "
        "not count; where fewer than half of a phase were looked at, it has no figure. It is done from 80%. The latest "
        "review held together counts; where there is none, the mean of the partners' latest, each weighing the same. "
        "A sector is the mean of its partners. An item is stuck when three reviews in a row left it where it was."
    )
