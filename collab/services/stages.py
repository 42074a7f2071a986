"""Moving an initiative along its stages: begin, go on, go back, put dates right; and what partners say of a stage."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from collab.content import Stage
from collab.errors import NotAllowed, NotFound
from collab.framework import load_framework
from collab.journey import Confirmation, Confirmed, StagePlan, StageVisit, VisitEnd
from collab.model import Person
from collab.services.editing import in_history, said_by, save_changes, told
from collab.services.journey import JourneyView, StageView, asked_on, journey
from collab.services.names import clean_required, clean_text, refuse_stale
from collab.services.permissions import Action, permit
from collab.services.stays import refuse_stay_after_end, stays_in, times_of
from collab.services.taking_part import refuse_partner
from collab.services.times import is_long_ago, refuse_later_than_today, refuse_out_of_order, refuse_to_come, time_given
from collab.store import Store, initiatives, records
from collab.store.keys import new_key
from collab.store.partners import partner_by_id
from collab.store.unit import Unit, now
from collab.when import When


def begin(store: Store, person: Person, initiative_id: str, *, stage: str, on: date | When) -> StageVisit:
    """The first stay of an initiative, in any stage; on: the day, or the month or year where only that is known.

    NotAllowed where it has begun already.
    """
    permit(person, Action.EDIT_JOURNEY, initiative_id)
    label, since = _content(stage).label, time_given(on)

    def work(unit: Unit) -> StageVisit:
        initiatives.initiative_by_id(unit, initiative_id)
        if stays_in(unit, initiative_id):
            raise NotAllowed(
                "This initiative has begun already. Go on to the next stage, or go back to an earlier one."
            )
        refuse_to_come(since, date.today())
        refuse_stay_after_end(unit, initiative_id, since)
        made = StageVisit(new_key(), initiative_id, stage, 1, since)
        records.add(unit, made)
        unit.record("begin_stage", label, initiative_id=initiative_id, after={"on": on.isoformat()})
        return made

    return store.change(person, work)


def go_on(
    store: Store,
    person: Person,
    initiative_id: str,
    *,
    seen: StageVisit,
    to: str | None,
    on: date | When,
    today: date,
    reason: str = "",
) -> StageVisit | None:
    """Leave the present stage (seen) for a later one, or (to None) end the last one.

    The gate advises: where it is not met, NotAllowed without a written reason, which is kept with what the gate said.
    A step of long ago is written down without it: nobody asked the gate then, and today it knows of another time.
    Returns the new stay, None at the end of the way.
    """
    permit(person, Action.EDIT_JOURNEY, initiative_id)
    view = journey(store, initiative_id, today=today, person=person)
    why = clean_text(reason, "The reason")
    when = time_given(on)
    unmet = () if is_long_ago(when, today) else view.stage(seen.stage).unmet
    if unmet and not why:
        raise NotAllowed(
            "The gate of this stage is not met. You can go on all the same: write down why. " + " ".join(unmet)
        )
    _refuse_direction(seen.stage, to, later=True)
    end = VisitEnd.DESPITE if unmet else VisitEnd.PASSED
    return _leave(store, person, view, seen, to=to, on=when, today=today, end=end, reason=why)


def go_back(
    store: Store,
    person: Person,
    initiative_id: str,
    *,
    seen: StageVisit,
    to: str,
    on: date | When,
    today: date,
    reason: str,
) -> StageVisit:
    """Leave the present stage (seen) for an earlier one, which is ordinary; NotAllowed without a reason."""
    permit(person, Action.EDIT_JOURNEY, initiative_id)
    why = clean_required(reason, "The reason for going back")
    _refuse_direction(seen.stage, to, later=False)
    view = journey(store, initiative_id, today=today, person=person)
    when = time_given(on)
    made = _leave(store, person, view, seen, to=to, on=when, today=today, end=VisitEnd.WENT_BACK, reason=why)
    assert made is not None
    return made


def come_back(
    store: Store, person: Person, initiative_id: str, *, stage: str, on: date | When, reason: str
) -> StageVisit:
    """Take up a stage again after the way was ended; NotAllowed while the initiative stands in a stage."""
    permit(person, Action.EDIT_JOURNEY, initiative_id)
    why = clean_required(reason, "The reason for coming back")
    label, since = _content(stage).label, time_given(on)

    def work(unit: Unit) -> StageVisit:
        visits = stays_in(unit, initiative_id)
        if not visits or visits[-1].ended_on is None:
            raise NotAllowed("This initiative stands in a stage already. Go back from there instead.")
        refuse_out_of_order(since, before=times_of(visits))
        refuse_to_come(since, date.today())
        refuse_stay_after_end(unit, initiative_id, since)
        made = StageVisit(new_key(), initiative_id, stage, visits[-1].number + 1, since, reason=why)
        records.add(unit, made)
        unit.record("come_back", label, initiative_id=initiative_id, after={"on": on.isoformat(), "reason": why})
        return made

    return store.change(person, work)


def _leave(
    store: Store,
    person: Person,
    view: JourneyView,
    seen: StageVisit,
    *,
    to: str | None,
    on: When,
    today: date,
    end: VisitEnd,
    reason: str,
) -> StageVisit | None:
    stage = view.stage(seen.stage)
    refuse_to_come(on, today)
    gate = {} if is_long_ago(on, today) else _kept_of_gate(view, stage)
    initiative_id = view.initiative.id

    def work(unit: Unit) -> StageVisit | None:
        present = _present(unit, initiative_id, seen)
        _refuse_changed(unit, view)
        refuse_out_of_order(on, before=times_of(stays_in(unit, initiative_id)))
        refuse_stay_after_end(unit, initiative_id, on)
        ended = {"ended_on": on, "end": end, "end_reason": reason, "gate": gate}
        records.change(unit, _with(present, ended))
        made = _next(present, to, on, reason if end is VisitEnd.WENT_BACK else "")
        records.add(unit, *([made] if made else []))
        after = {"from": seen.stage, "to": to, "on": on.isoformat(), "end": str(end), "reason": reason}
        unit.record("leave_stage", stage.stage.label, initiative_id=initiative_id, after=after)
        return made

    return store.change(person, work)


def _kept_of_gate(view: JourneyView, stage: StageView) -> dict[str, object]:
    """No sentence and no figure: what may be shown of a round can be less later than it is now."""
    weak = [list(each) for each in stage.gate.concerns]
    return {"progress": stage.progress} | ({"round": view.revealed.id, "concerns": weak} if view.revealed else {})


def _refuse_changed(unit: Unit, view: JourneyView) -> None:
    """What the gate was judged on must hold when the stay is left."""
    if initiatives.initiative_by_id(unit, view.initiative.id).activity != view.initiative.activity:
        raise NotAllowed(
            "Somebody else changed something in this initiative just now. Look at the gate again, then decide."
        )


def _with(present: StageVisit, values: dict[str, object]) -> StageVisit:
    return replace(present, **values)  # type: ignore[arg-type]


def _next(present: StageVisit, to: str | None, on: When, reason: str) -> StageVisit | None:
    if to is None:
        return None
    return StageVisit(new_key(), present.initiative_id, to, present.number + 1, on, reason=reason)


def _present(unit: Unit, initiative_id: str, seen: StageVisit) -> StageVisit:
    """The stay that has not ended, which must be the one that the person saw."""
    visits = stays_in(unit, initiative_id)
    if not visits or visits[-1].id != seen.id or visits[-1].ended_on is not None:
        raise NotAllowed("Somebody else has moved this initiative on meanwhile. Look where it stands now, then decide.")
    return visits[-1]


def correct_visit(
    store: Store,
    person: Person,
    visit_id: str,
    *,
    version: int,
    began_on: date | When,
    ended_on: date | When | None = None,
) -> StageVisit:
    """Put the dates of a stay right; they stay in order with all stays before and after.

    ended_on: None leaves it as it is. It is only looked at where the stay has ended; the next stay begins on that day.
    """

    def work(unit: Unit) -> StageVisit:
        present = records.record_by_id(unit, StageVisit, visit_id)
        permit(person, Action.EDIT_JOURNEY, present.initiative_id)
        visits = stays_in(unit, present.initiative_id)
        place = visits.index(present)
        since = time_given(began_on)
        until = time_given(ended_on or present.ended_on) if present.ended_on is not None else None
        before, after = times_of(visits[:place])[:-1], times_of(visits[place + 1 :])[1:]
        refuse_out_of_order(since, before=before, after=[*([until] if until else []), *after])
        if until is not None:
            refuse_out_of_order(until, before=before, after=after)
        refuse_stay_after_end(unit, present.initiative_id, since, until)
        saved = save_changes(
            unit,
            present,
            {"began_on": since, "ended_on": until},
            version=version,
            what="correct_visit",
            subject=_content(present.stage).label,
            initiative_id=present.initiative_id,
        )
        _move_neighbours(unit, visits, place, saved)
        return saved

    return store.change(person, work)


def _move_neighbours(unit: Unit, visits: tuple[StageVisit, ...], place: int, saved: StageVisit) -> None:
    """One stay ends on the day on which the next begins."""
    if place and visits[place - 1].ended_on != saved.began_on:
        _move(unit, visits[place - 1], {"ended_on": saved.began_on})
    if place + 1 < len(visits) and saved.ended_on not in (None, visits[place + 1].began_on):
        _move(unit, visits[place + 1], {"began_on": saved.ended_on})


def _move(unit: Unit, visit: StageVisit, wanted: dict[str, object]) -> None:
    save_changes(
        unit,
        visit,
        wanted,
        version=visit.version,
        what="correct_visit",
        subject=_content(visit.stage).label,
        initiative_id=visit.initiative_id,
    )


def take_back(store: Store, person: Person, initiative_id: str, *, seen: StageVisit) -> None:
    """Undo the latest move along the stages, made by mistake: the stay before it goes on as if it had not been left.

    seen: the latest stay as the person saw it, open or ended; NotAllowed where it was moved or corrected since.
    """
    permit(person, Action.EDIT_JOURNEY, initiative_id)

    def work(unit: Unit) -> None:
        visits = stays_in(unit, initiative_id)
        if not visits or (visits[-1].id, visits[-1].version) != (seen.id, seen.version):
            raise NotAllowed(
                "Somebody else has moved this initiative meanwhile. Look where it stands now, then decide."
            )
        is_open = visits[-1].ended_on is None
        goes_on = visits[:-1][-1:] if is_open else visits[-1:]
        told_before = said_by(unit, visits[-1]) if is_open else {}
        if is_open:
            records.remove(unit, visits[-1])
        for each in goes_on:
            told_before |= in_history(unit, {"ended_on": each.ended_on, "end": each.end, "end_reason": each.end_reason})
            records.change(unit, _with(each, {"ended_on": None, "end": None, "end_reason": "", "gate": {}}))
        label = _content(visits[-1].stage).label
        unit.record("take_back_stage", label, initiative_id=initiative_id, before=told_before)

    store.change(person, work)


def save_plan(
    store: Store,
    person: Person,
    initiative_id: str,
    stage: str,
    *,
    version: int,
    from_on: date | None,
    until_on: date | None,
) -> StagePlan:
    """When partners mean to be in a stage; NotAllowed where it would end before it begins."""
    permit(person, Action.EDIT_JOURNEY, initiative_id)
    label = _content(stage).label
    if from_on is not None and until_on is not None:
        refuse_out_of_order(time_given(until_on), before=[time_given(from_on)])

    def work(unit: Unit) -> StagePlan:
        initiatives.initiative_by_id(unit, initiative_id)
        present = records.record(unit, StagePlan, initiative_id=initiative_id, stage=stage)
        return save_changes(
            unit,
            present or StagePlan(initiative_id, stage),
            {"from_on": from_on, "until_on": until_on},
            version=version,
            what="plan_stage",
            subject=label,
            initiative_id=initiative_id,
        )

    return store.change(person, work)


def confirm(
    store: Store,
    person: Person,
    initiative_id: str,
    stage: str,
    partner_id: str,
    *,
    answer: Confirmed | None,
    note: str = "",
    said_on: date | None = None,
    version: int | None = None,
) -> Confirmation | None:
    """What one partner says of a stage; None takes its answer away. said_on: when it said so, where that is known.

    version: of the answer that the person saw, 0 where there was none; StaleVersion where somebody saved since. None:
    whatever is kept gives way.
    """
    permit(person, Action.EDIT_JOURNEY, initiative_id)
    label, said = _content(stage).label, clean_text(note, "The note")
    refuse_later_than_today(said_on if answer else None)

    def work(unit: Unit) -> Confirmation | None:
        partner = partner_by_id(unit, partner_id)
        present = records.record(unit, Confirmation, initiative_id=initiative_id, stage=stage, partner_id=partner_id)
        if answer is not None:
            spoke = present.partner_id if present else None
            day = said_on or asked_on(initiatives.initiative_by_id(unit, initiative_id), date.today())
            refuse_partner(unit, initiative_id, partner_id, kept=spoke, on=day)
        wanted = _said(answer, said, said_on)
        _refuse_stale_answer(version, present, wanted, partner.name)
        if answer is None:
            records.remove(unit, *([present] if present else []))
            made = None
        else:
            kept = present.version if present else 1
            made = Confirmation(initiative_id, stage, partner_id, answer, said, said_on, now(), kept)
            made = records.change(unit, made) if present else _added(unit, made)
        before = {name: told(value) for name, value in _said_by(present).items()} if present else None
        after = {"partner": partner.name} | {name: told(value) for name, value in _said_by(made).items()}
        unit.record("confirm_stage", label, initiative_id=initiative_id, before=before, after=after)
        return made

    return store.change(person, work)


def _said(answer: Confirmed | None, note: str, said_on: date | None) -> dict[str, object]:
    return {"answer": answer, "note": note, "said_on": said_on}


def _said_by(present: Confirmation | None) -> dict[str, object]:
    return _said(present.answer, present.note, present.said_on) if present else _said(None, "", None)


def _refuse_stale_answer(seen: int | None, present: Confirmation | None, mine: dict[str, object], partner: str) -> None:
    theirs = _said_by(present)
    if seen is None or (present and mine == theirs):
        return
    version = present.version if present else 0
    refuse_stale(seen, version, mine=mine, theirs=theirs, what=f"the answer of “{partner}”")


def _added(unit: Unit, made: Confirmation) -> Confirmation:
    records.add(unit, made)
    return made


def _content(stage: str) -> Stage:
    for each in load_framework().stages:
        if each.key == stage:
            return each
    raise NotFound(f"There is no stage “{stage}”. Stages: {', '.join(each.key for each in load_framework().stages)}.")


def _refuse_direction(present: str, to: str | None, *, later: bool) -> None:
    keys = [each.key for each in load_framework().stages]
    here = keys.index(present) if present in keys else -1
    if to is None:
        if here != len(keys) - 1:
            raise NotAllowed("Only the last stage can be ended without a next one. Choose a later stage.")
        return
    there = keys.index(_content(to).key)
    if (there > here) is not later or there == here:
        raise NotAllowed(f"“{_content(to).label}” is not {'a later' if later else 'an earlier'} stage. Choose another.")
