"""What the overview says of an initiative in words: figures, dates and why something is missing; not escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collab.model import Band, Outcome, Sector, Standing
from collab.scoring import shown
from collab.scoring.stays import LEAST_STAYS, LONG_WITHOUT_SPREAD_DAYS, QUIET_DAYS
from collab.services.tasks import TaskKind
from collab.ui import shell
from collab.ui.initiative_words import CAME_OF_IT
from collab.ui.stages_words import lasted, span
from collab.ui.wording import day, listed, many

if TYPE_CHECKING:
    from collab.services.digest_readiness import ReadinessDigest
    from collab.services.digests import Digest, Overview

STANDINGS = {
    Standing.ACTIVE: "Running",
    Standing.PAUSED: "Paused",
    Standing.COMPLETED: "Completed",
    Standing.STOPPED: "Stopped",
}
KINDS = {
    TaskKind.MILESTONE: "milestone",
    TaskKind.NEXT_STEP: "next step",
    TaskKind.ITEM: "item",
    TaskKind.GOAL: "goal",
    TaskKind.STAGE: "stage",
    TaskKind.PLAN_STEP: "plan step",
}
ALL_PARTNERS = "all_partners"
BAND_MARKS = {Band.STRENGTH: "▲", Band.CONCERN: "▼", Band.BORDERLINE: "", None: ""}
BAND_WORDS = {Band.STRENGTH: "strength", Band.CONCERN: "concern", Band.BORDERLINE: "borderline", None: ""}
STALL_RULE = (
    "An initiative stalls where it has been in its stage for longer than the upper quartile of all stays in that stage "
    f"(three in four were shorter), and nothing in it was changed for more than {QUIET_DAYS} days. A stage with fewer "
    f"than {LEAST_STAYS} stays has no spread of its own: there {LONG_WITHOUT_SPREAD_DAYS} days stand for the quartile. "
    "What is paused, completed or stopped does not stall, nor does what stays in the last stage."
)


def stage_labels() -> dict[str, str]:
    """How each stage is called, in their order."""
    return {stage.key: stage.label for stage in shell.framework().stages}


def checklist_labels() -> dict[str, str]:
    """How each checklist is called in short: by its stage, else by its title."""
    titles = {checklist.key: checklist.title for checklist in shell.framework().checklists}
    return titles | {stage.checklist: stage.label for stage in shell.framework().stages if stage.checklist}


def where(digest: Digest) -> str:
    """Where it stands: "Plan", "Not begun", "Through all stages"."""
    if digest.stage is not None:
        return stage_labels().get(digest.stage, digest.stage)
    if digest.began:
        return "Way ended"
    settled = digest.initiative.standing in (Standing.COMPLETED, Standing.STOPPED)
    return "Not written down" if settled or digest.initiative.outcome is not Outcome.UNSAID else "Not begun"


def stay(digest: Digest) -> str:
    """How long it has been in its stage, as the pages of the initiative say it; nothing where that is not known."""
    return lasted(digest.spent) if digest.spent is not None and digest.days is not None else ""


def figure(value: float | None, *, shares: bool) -> str:
    """A figure as screens print it: one decimal, or percent for shares."""
    if value is None:
        return "–"
    return f"{shown(value * 100, 0)}%" if shares else shown(value)


def overall(found: ReadinessDigest) -> str:
    """The overall figure, or why there is none."""
    if found.overall is not None:
        return figure(found.overall, shares=found.shares)
    return "hidden" if found.why is not None and found.why.startswith("hidden") else "–"


def weakest(found: ReadinessDigest) -> str:
    """The weakest dimension with its figure."""
    if found.weakest is None:
        return "no dimension can be shown for all partners"
    mark = BAND_MARKS[found.weakest_band]
    return f"{found.weakest} {figure(found.weakest_figure, shares=found.shares)} {mark}".strip()


def concerns(found: ReadinessDigest) -> tuple[str, ...]:
    """What is in concern beside the weakest dimension: for all partners counted, for one sector alone named."""
    others = [each for each in found.concerns if each.dimension != found.weakest or ALL_PARTNERS not in each.who]
    alone: dict[tuple[str, ...], list[str]] = {}
    for each in others:
        if ALL_PARTNERS not in each.who:
            alone.setdefault(each.who, []).append(each.dimension)
    count = len(others) - sum(map(len, alone.values()))
    named = (f"concern for {_whose(who)}: {listed(tuple(own), most=1)}" for who, own in alone.items())
    return (*([f"{count} more in concern"] if count else []), *named)


def _whose(who: tuple[str, ...]) -> str:
    return listed(tuple(shell.framework().sector(Sector(each)).plural.lower() for each in who))


def came_of_it(digest: Digest) -> str:
    """What came of it, where somebody has said so."""
    outcome = digest.initiative.outcome
    return "" if outcome is Outcome.UNSAID else f"What came of it: {CAME_OF_IT[outcome][0].lower()}"


def area_labels() -> dict[str, str]:
    """How each field of work is called, in the order of the content."""
    return {area.key: area.label for area in shell.framework().areas}


def area(digest: Digest) -> str:
    """The field that it works in, where somebody has said so; one that the content no longer offers by its key."""
    own = digest.initiative.area
    return next((area.label for area in shell.framework().areas if area.key == own), own)


def change(found: ReadinessDigest) -> str:
    """The change of the overall figure since the baseline, signed, with its direction."""
    if found.baseline is None:
        return ""
    if found.change is None:
        return "hidden" if found.missing is not None and found.missing.startswith("hidden") else "–"
    value = found.change * 100 if found.shares else found.change
    unit = " points" if found.shares else ""
    if value == 0:
        return f"0.0 →{unit}"
    return f"{'+' if value > 0 else '−'}{shown(abs(value))} {'↗' if value > 0 else '↘'}{unit}"


def overdue(digest: Digest) -> str:
    """What is overdue: "2 milestones, 1 next step"."""
    counts = dict(digest.overdue_by)
    parts = ((counts.get(kind, 0), word) for kind, word in KINDS.items())
    return ", ".join(many(count, word) for count, word in parts if count)


def quiet(digest: Digest) -> str:
    """How long ago somebody worked on it."""
    if digest.active_at is None:
        return "–"
    if digest.quiet_days == 0:
        return "today"
    return "yesterday" if digest.quiet_days == 1 else f"{span(digest.quiet_days)} ago"


def funding(digest: Digest, overview: Overview) -> str:
    """When the money ends, or that no end is in sight; nothing where none is written down."""
    if digest.funding_goes_on:
        return "no end in sight"
    if digest.funding_ends is None:
        return "is over" if digest.funding_soon else ""
    ended = digest.funding_ends.last < overview.today
    return f"ended {digest.funding_ends.on_it}" if ended else day(digest.funding_ends)


def summary(overview: Overview) -> str:
    """What needs a look, counted."""
    digests, soon = overview.digests, sum(each.funding_soon for each in overview.digests)
    counts = (
        (len(overview.stalled), "stalls", "stall"),
        (sum(each.overdue > 0 for each in digests), "has something overdue", "have something overdue"),
        (sum(each.in_concern for each in digests), "has a dimension in concern", "have a dimension in concern"),
        (soon, "has funding that is over or ends within a year", "have funding that is over or ends within a year"),
    )
    told = tuple(f"{count:,} {one if count == 1 else several}" for count, one, several in counts if count)
    start = many(len(digests), "initiative")
    return f"{start}: {listed(told)}." if told else f"{start}. Nothing is overdue, and none stalls."
