"""The two charts of the stages, kept per change of their initiative: the path, and planned against actual time."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from collab.charts.sizes import PHONE, SCREEN, Size
from collab.charts.stage_path import Loop, Stop, stage_path
from collab.charts.theme import palette
from collab.charts.timeline import Bar, Lane, hops_between, timeline
from collab.charts.words import safe, wrapped
from collab.journey import VisitEnd
from collab.services.time_spent import KnownTo
from collab.ui import figures, stages_words, viewport
from collab.ui.stages_words import between, span
from collab.ui.wording import many

if TYPE_CHECKING:
    from datetime import date

    from collab.journey import StageVisit
    from collab.services.journey import JourneyView, StageView

TIMES = {2: "twice", 3: "three times", 4: "four times"}
HEADS = ("Time spent", "Planned time", "Completed")
LEAST_TIMELINE, LEAST_PATH = 560, 340
MOST_STAYS = 2
"""How many stays in a stage stand below it on the path, the latest ones."""


def stamp_of(view: JourneyView, today: date) -> tuple[object, ...]:
    """What every kept thing of this view depends on, as scalars."""
    assessed = (view.assessment.id, view.assessment.data_version, view.assessment.version) if view.assessment else ()
    partners = tuple((each.id, each.version) for each in view.partners)
    return (view.initiative.id, view.initiative.activity, view.initiative.version, today, assessed, partners)


def draw_path(
    view: JourneyView, stamp: tuple[object, ...], *, key: str = "path", size: Size | None = None, dates: bool = True
) -> None:
    """The five stages with their states and the loops. dates: what stands below each stage, with when it was."""
    chosen = size or (PHONE if viewport.is_narrow() else SCREEN)
    dark, narrow = figures.is_dark(), chosen.width <= PHONE.width
    stops = tuple(_stop(view, stage, dates=dates, narrow=narrow, planned=not size) for stage in view.stages)
    loops = loops_of(view, short=narrow)
    note = _path_note(view, meeting=bool(size)) if dates else ""
    figure = figures.kept(
        ("path", *stamp, dates, chosen, dark, note),
        lambda: stage_path(stops, loops, colours=palette(dark=dark), size=chosen, note=safe(note)),
    )
    figures.draw(
        figure,
        key=key,
        alt=path_alt(view),
        file_name=f"stages {view.initiative.name}",
        least_width=None if size else LEAST_PATH,
    )


def _path_note(view: JourneyView, *, meeting: bool) -> str:
    if not any(visit.end is VisitEnd.DESPITE for visit in view.visits) or (viewport.is_narrow() and not meeting):
        return ""
    return "◇ went on against the advice of the gate"


def path_alt(view: JourneyView) -> str:
    """The path in words."""
    parts = [
        f"{each.stage.label}: {stages_words.state_in(view, each).lower()}, {stages_words.completed(each)}"
        for each in view.stages
    ]
    where = stages_words.ENDED.get(view.initiative.standing, "Now")
    here = f" {where} in {view.current_stage.stage.label}." if view.current_stage else ""
    back = "".join(f" {loop.words}." for loop in loops_of(view))
    return f"The stages as a path. {'; '.join(parts)}.{here}{back} All of it is in the table of stages."


def _stop(view: JourneyView, stage: StageView, *, dates: bool, narrow: bool, planned: bool) -> Stop:
    against = [visit.end_reason for visit in stage.visits if visit.end is VisitEnd.DESPITE]
    return Stop(
        letter=stage.stage.letter,
        label=stage.stage.label,
        state=stage.state,
        words=stages_words.here(view, stage),
        share=stage.progress,
        completed=stages_words.share(stage),
        is_here=stage.is_current,
        passed=any(visit.end in (VisitEnd.PASSED, VisitEnd.DESPITE) for visit in stage.visits),
        against=against[-1] if against else "",
        lines=_lines(view, stage, narrow=narrow, planned=planned) if dates else (),
        hover=_hover(view, stage),
    )


def _lines(view: JourneyView, stage: StageView, *, narrow: bool, planned: bool) -> tuple[str, ...]:
    """When partners were there, how long, and what was planned; a phone shows only how long."""
    shown = stage.visits[-MOST_STAYS:]
    spent = (stages_words.spent(view, stage.visits),) if stage.visits and stage.spent.days is not None else ()
    if narrow:
        return spent
    stays = tuple(stages_words.stay(view, visit) for visit in shown)
    if len(shown) < len(stage.visits):
        spent = (", ".join([many(len(stage.visits), "stay"), *spent]),)
    plan = between(stage.plan.from_on, stage.plan.until_on) if planned else ""
    return (*stays, *spent, *((f"planned {plan}",) if plan else ()))


def _hover(view: JourneyView, stage: StageView) -> str:
    stays = [stages_words.stay(view, visit) for visit in stage.visits]
    lines = [f"<b>{safe(stage.stage.title)}</b>", safe(stages_words.state_in(view, stage)), *map(safe, stays)]
    return "<br>".join([*lines, wrapped(stage.stage.outcome, room=56, lines=3)])


def loops_of(view: JourneyView, *, short: bool = False) -> tuple[Loop, ...]:
    """Every way back, those between the same two stages as one. short: in words that fit a phone."""
    places = {each.stage.key: place for place, each in enumerate(view.stages)}
    found = [
        (places[before.stage], places[after.stage], after)
        for before, after in pairwise(view.visits)
        if places[after.stage] <= places[before.stage]
    ]
    counted = Counter((start, end) for start, end, _ in found)
    latest = {(start, end): visit for start, end, visit in found}
    return tuple(
        Loop(*ways, _loop_words(visit, counted[ways], short=short), visit.reason) for ways, visit in latest.items()
    )


def _loop_words(visit: StageVisit, times: int, *, short: bool) -> str:
    label = stages_words.labels()[visit.stage]
    if short:
        return f"Back to {label}" + (f", {times} times" if times > 1 else "")
    again = f" {TIMES.get(times, f'{times} times')}, last" if times > 1 else ""
    return f"Back to {label}{again} {visit.began_on.on_it}"


def has_time(view: JourneyView) -> bool:
    """Whether there is any date to draw."""
    return bool(view.visits) or any(_plan_bar(each) for each in view.stages)


def draw_timeline(view: JourneyView, stamp: tuple[object, ...], *, today: date, size: Size | None = None) -> None:
    """Planned against actual; on a phone it scrolls, and the figures stand in the table below."""
    narrow = viewport.is_narrow() and not size
    chosen = size or (replace(PHONE, width=LEAST_TIMELINE) if narrow else SCREEN)
    dark, heads = figures.is_dark(), () if narrow else HEADS
    lanes = tuple(_lane(view, each) for each in view.stages)
    rough = any(bar.surely_from for lane in lanes for bar in lane.actual)
    notes = ["Pale: planned. Strong: what happened. Brown: partners went back."]
    notes += ["Dotted and fading: known to the month or year only."] if rough else []
    note = ("<br>" if narrow else " ").join(safe(each) for each in notes)
    figure = figures.kept(
        ("timeline", *stamp, chosen, dark),
        lambda: timeline(
            lanes,
            hops_between(_stays(view)),
            today=today,
            heads=heads,
            colours=palette(dark=dark),
            size=chosen,
            note=note,
        ),
    )
    figures.draw(
        figure,
        key="timeline",
        alt=timeline_alt(view),
        file_name=f"timeline {view.initiative.name}",
        least_width=None if size else LEAST_TIMELINE,
    )


def timeline_alt(view: JourneyView) -> str:
    """Planned against actual in words."""
    told = [
        f"{each.stage.label}: planned {between(each.plan.from_on, each.plan.until_on) or 'without dates'}, "
        + (f"{stages_words.spent(view, each.visits)} spent in {stays}" if each.visits else "not begun")
        for each in view.stages
        if (stays := many(len(each.visits), "stay")) and (each.visits or each.plan.version)
    ]
    return f"Planned against actual time of each stage. {'; '.join(told)}. All of it is in the table of stages."


def _stays(view: JourneyView) -> tuple[tuple[int, date], ...]:
    places = {each.stage.key: place for place, each in enumerate(view.stages)}
    return tuple((places[visit.stage], view.times[visit.id].begins.day) for visit in view.visits)


def _plan_bar(stage: StageView) -> Bar | None:
    begin, end = stage.plan.from_on or stage.plan.until_on, stage.plan.until_on or stage.plan.from_on
    if begin is None or end is None:
        return None
    return Bar(begin, end, f"{stage.stage.label}, planned {between(stage.plan.from_on, stage.plan.until_on)}")


def _lane(view: JourneyView, stage: StageView) -> Lane:
    plan, label = _plan_bar(stage), stage.stage.label
    actual = tuple(_stay_bar(view, visit, label) for visit in stage.visits)
    spent = stages_words.spent(view, stage.visits) if stage.visits else "–"
    wanted = span((plan.ends - plan.begins).days) if plan and stage.plan.from_on and stage.plan.until_on else "–"
    return Lane(label, plan, actual, (spent, wanted, stages_words.share(stage) or "–"))


def _stay_bar(view: JourneyView, visit: StageVisit, label: str) -> Bar:
    time = view.times[visit.id]
    began, end = time.begins, time.ends or time.begins
    rough = time.known_to is not KnownTo.DAY
    return Bar(
        began.first,
        end.last,
        f"{label}, {stages_words.stay(view, visit)}, {stages_words.spent(view, (visit,))}",
        goes_on=visit.ended_on is None and not view.is_over,
        went_back=visit.end is VisitEnd.WENT_BACK,
        surely_from=began.last if rough else None,
        surely_to=end.first if rough else None,
    )
