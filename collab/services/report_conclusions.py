"""The pages of conclusions: all dimensions, each one with what was said and its next steps, and what is still open."""

from __future__ import annotations

from collections.abc import Iterator

from collab.model import Partner
from collab.reports import Column, Page, Table
from collab.services import conclusions_words as words
from collab.services.conclusions import ConclusionsView, DimensionConclusion, conclusions_of, to_discuss
from collab.services.next_steps import OpenStep, is_overdue, open_steps
from collab.services.readiness import ReadinessView
from collab.services.report_material import Scene
from collab.services.report_topics import TITLES, Topic
from collab.services.wording import day, many, responsible

TOPIC = TITLES[Topic.CONCLUSIONS]
MOST_RATINGS = 2


def pages(scene: Scene, ratings: ReadinessView | None) -> Iterator[Page]:
    """What partners concluded in the round; nothing where its questions belong to no dimension."""
    if scene.round is None:
        return
    view = conclusions_of(scene.store, scene.round.id, today=scene.today, person=scene.person)
    if not view.dimensions:
        return
    rows = _ordered(scene, view)
    yield _all(scene, view, rows)
    for row in rows:
        if row.joint.reading or row.joint.text or row.next_steps or any(own.reading for own in row.own.values()):
            yield _one(scene, view, row, ratings)
    yield from _open(scene)


def _ordered(scene: Scene, view: ConclusionsView) -> tuple[DimensionConclusion, ...]:
    """As they are to be discussed, those without figures last."""
    ranks = {each.key: at for at, each in enumerate(to_discuss(scene.store, view.round.id, person=scene.person))}
    return tuple(sorted(view.dimensions, key=lambda row: ranks.get(row.dimension.key, len(ranks))))


def _all(scene: Scene, view: ConclusionsView, rows: tuple[DimensionConclusion, ...]) -> Page:
    lines = words.reading(view, scene.today)
    options = words.options_of(view.instrument)
    return Page(
        topic=TOPIC,
        headline=words.settled(view),
        lines=tuple(lines),
        block=Table(
            (
                Column("Dimension", 2.6),
                Column("Concluded together", 2),
                Column("In words", 5),
                Column("Next steps", 1.2),
            ),
            [
                (
                    row.dimension.label,
                    options.get(row.joint.reading, row.joint.reading),
                    row.joint.text or "–",
                    str(len(row.next_steps) or "–"),
                )
                for row in rows
            ],
        ),
        told="Each dimension with what partners concluded together and how many next steps follow.",
        sources=_sources(view),
    )


def _sources(view: ConclusionsView) -> tuple[str, ...]:
    return (f"Source: conclusions written in Common Ground on “{view.round.label}”.",)


def _one(scene: Scene, view: ConclusionsView, row: DimensionConclusion, ratings: ReadinessView | None) -> Page:
    options = words.options_of(view.instrument)
    said = f"Said on {day(row.joint.said_on)}: " if row.joint.said_on and row.joint.text else ""
    names = {each.id: each for each in view.everyone}
    ratings_said = tuple(words.of_ratings(ratings, row.dimension.key)[:MOST_RATINGS]) if ratings else ()
    own = (words.of_partners(view, row),) if any(each.reading for each in row.own.values()) else ()
    steps = [
        (step.text, _who(step.owner, names.get(step.partner_id or "")), words.due(step, view.initiative, scene.today))
        for step in row.next_steps
    ]
    return Page(
        topic=TOPIC,
        headline=f"{row.dimension.label}: {options.get(row.joint.reading, row.joint.reading)}",
        lines=tuple(line for line in (said + row.joint.text, *ratings_said, *own) if line),
        block=Table(
            (Column("Next step", 4.8), Column("Who", 2.4), Column("By when", 2.6)),
            steps,
            frozenset(at for at, step in enumerate(row.next_steps) if is_overdue(step, view.initiative, scene.today)),
        )
        if steps
        else None,
        told=f"{many(len(steps), 'next step')}, each with who does it and by when." if steps else "",
        sources=_sources(view),
    )


def _who(owner: str, partner: Partner | None) -> str:
    return responsible(owner, partner.name if partner else "") or "nobody named yet"


def _open(scene: Scene) -> Iterator[Page]:
    found = open_steps(scene.store, scene.initiative.id, today=scene.today, person=scene.person)
    if not found:
        return
    late = sum(each.overdue for each in found)
    count = many(len(found), "next step")
    yield Page(
        topic=TOPIC,
        headline=f"{count} {'is' if len(found) == 1 else 'are'} open" + (f", {late} overdue" if late else ""),
        block=Table(
            (Column("Next step", 4.6), Column("From", 2.6), Column("Who", 2.2), Column("By when", 2.5)),
            [_open_row(scene, each) for each in found],
            frozenset(at for at, each in enumerate(found) if each.overdue),
        ),
        told="Every next step of this initiative that is not done, the longest overdue first.",
        sources=("Open next steps are those of all rounds of this initiative, the longest overdue first.",),
    )


def _open_row(scene: Scene, each: OpenStep) -> tuple[str, ...]:
    place = each.dimension.label if each.dimension else ""
    source = ", ".join(part for part in (place, each.round.label) if part)
    return (
        each.step.text,
        source,
        _who(each.step.owner, each.partner),
        words.due(each.step, scene.initiative, scene.today),
    )
