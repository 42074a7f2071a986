"""The report of a meeting: what screens show of a round and of plans, as slides or as a tagged PDF."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from collab.errors import NotAllowed
from collab.model import YOU, Initiative, Person, Round
from collab.reports import Page, Report, slides, typeset
from collab.services import (
    readiness_words,
    report_compare,
    report_conclusions,
    report_plans,
    report_readiness,
)
from collab.services.compare_lines import has_both
from collab.services.comparison import ComparisonView, comparison
from collab.services.permissions import Action, permit
from collab.services.readiness import ReadinessView, readiness
from collab.services.report_material import Chosen, Scene
from collab.services.report_topics import Topic
from collab.services.wording import day, listed
from collab.store import Store

__all__ = ["Chosen", "Form", "Topic", "Written", "made", "report", "written"]

EVERY = tuple(Topic)
OF_FIGURES = frozenset({Topic.READINESS, Topic.COMPARE, Topic.FIRST, Topic.CONCLUSIONS})


class Form(StrEnum):
    """What kind of file a report is."""

    SLIDES = "pptx"
    PAPER = "pdf"


ONLY_TAGGED = (
    "It is tagged for screen readers, but keeps neither PDF/UA nor PDF/A: a text has signs that no letters on this "
    "computer can show. Write these texts in other signs, or install letters that have them."
)


@dataclass(frozen=True)
class Written:
    """The file of a report. note: what to know about it, "" for nothing."""

    content: bytes
    note: str = ""


def made(found: Report, form: Form) -> bytes:
    """The file of a report."""
    return written(found, form).content


def written(found: Report, form: Form) -> Written:
    """The file of a report, with a note where a PDF does not keep the standards."""
    if form is Form.SLIDES:
        return Written(slides(found))
    set_ = typeset(found)
    return Written(set_.content, "" if set_.is_standard else ONLY_TAGGED)


def report(
    store: Store,
    initiative: Initiative,
    round_: Round | None = None,
    *,
    today: date,
    topics: Collection[Topic] = EVERY,
    chosen: Chosen | None = None,
    person: Person = YOU,
) -> Report:
    """What these topics show, as of a day. NotAllowed while the round is open, or where there is nothing to show yet.

    round_: needed by topics of figures. chosen: sectors and partners, as on the screens.
    """
    permit(person, Action.SEE, initiative.id)
    scene = Scene(store, person, today, initiative, round_, chosen or Chosen())
    ratings = _ratings(scene) if OF_FIGURES & set(topics) else None
    pages = tuple(page for topic in EVERY if topic in topics for page in _pages(scene, topic, ratings))
    if not pages:
        raise NotAllowed("There is nothing to show yet: no answers, no conclusions and no plans.")
    present = tuple(dict.fromkeys(page.topic for page in pages))
    return Report(
        title=initiative.name,
        subtitle=listed(present),
        about=tuple(line for line in _about(scene, ratings) if line),
        context=scene.context,
        data_of=scene.data_of,
        pages=pages,
    )


def _ratings(scene: Scene) -> ReadinessView | None:
    """The figures of the round as chosen; None where it holds none."""
    if scene.round is None:
        return None
    chosen = scene.chosen
    found = readiness(
        scene.store,
        scene.round.id,
        sectors=chosen.sectors,
        partner_ids=chosen.partner_ids,
        pooled=chosen.pooled,
        person=scene.person,
    )
    return found if found.partners.units else None


def _pages(scene: Scene, topic: Topic, ratings: ReadinessView | None) -> Iterator[Page]:
    match topic:
        case Topic.READINESS if ratings:
            yield from report_readiness.pages(scene, ratings)
        case Topic.COMPARE if ratings and has_both(ratings):
            yield from report_compare.pages(scene, _compared(scene, ratings))
        case Topic.FIRST if ratings and has_both(ratings):
            yield from report_compare.first_pages(scene, _compared(scene, ratings))
        case Topic.CONCLUSIONS:
            yield from report_conclusions.pages(scene, ratings)
        case Topic.PLANS:
            yield from report_plans.pages(scene)
        case Topic.OWED:
            yield from report_plans.owed_pages(scene)


def _compared(scene: Scene, ratings: ReadinessView) -> ComparisonView:
    chosen = scene.chosen
    return comparison(
        scene.store,
        ratings.round.id,
        sectors=chosen.sectors,
        partner_ids=chosen.partner_ids,
        pooled=chosen.pooled,
        person=scene.person,
    )


def _about(scene: Scene, ratings: ReadinessView | None) -> Iterator[str]:
    yield scene.initiative.place
    if scene.initiative.made_up:
        yield "Made-up sample data: no real organisation gave these answers."
    if scene.round is not None:
        held = f", held on {day(scene.round.held_on)}" if scene.round.held_on else ""
        yield f"Round “{scene.round.label}”{held}"
    if ratings is not None:
        behind = readiness_words.kind(ratings)
        yield f"{behind[:1].upper()}{behind[1:]}"
        yield readiness_words.state_line(ratings.round.state, ratings.round.mode, ratings.round.k)
        yield scene.chosen.said(ratings.choices)
    yield f"{scene.data_of}. {scene.changed}"
