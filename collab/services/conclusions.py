"""What partners concluded about the dimensions of a round, each on its own and together, with next steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from collab.errors import NotAllowed, NotFound
from collab.framework import DEFAULT_INSTRUMENT, load_framework
from collab.journey import Conclusion, NextStep
from collab.model import (
    YOU,
    ConclusionOption,
    Dimension,
    Initiative,
    Instrument,
    Partner,
    Person,
    Round,
    RoundState,
)
from collab.scoring import Priority, dimension_priorities, gaps
from collab.services import round_figures
from collab.services.editing import remove_record, said_by, save_changes
from collab.services.journey import asked_on
from collab.services.names import clean_required, clean_text
from collab.services.permissions import Action, permit
from collab.services.taking_part import day_of, present, present_or, refuse_partner
from collab.services.times import refuse_later_than_today
from collab.store import Store, initiatives, partners, records
from collab.store.instruments import instrument_by_id
from collab.store.journey_tables import next_step
from collab.store.keys import new_key
from collab.store.rounds import round_by_id
from collab.store.unit import Unit, now
from collab.when import When


@dataclass(frozen=True)
class DimensionConclusion:
    """All that was concluded about one dimension. joint.version 0: nothing yet. own: partner id -> its conclusion.

    differ: the partners that settled on something did not all settle on the same, joint conclusion included.
    """

    dimension: Dimension
    joint: Conclusion
    own: Mapping[str, Conclusion]
    next_steps: tuple[NextStep, ...]

    @property
    def differ(self) -> bool:
        """Partners read the dimension differently."""
        return len({each.reading for each in (self.joint, *self.own.values()) if each.reading}) > 1


@dataclass(frozen=True)
class ConclusionsView:
    """The conclusions of one round, a row per scored dimension in the instrument's order.

    everyone: all partners; present: those that take part; partners: these, and the others that concluded in this round.
    """

    initiative: Initiative
    round: Round
    instrument: Instrument
    everyone: tuple[Partner, ...]
    present: tuple[Partner, ...]
    partners: tuple[Partner, ...]
    dimensions: tuple[DimensionConclusion, ...]

    def of(self, dimension: str) -> DimensionConclusion:
        """The row of a dimension; KeyError where the instrument does not score it."""
        return {each.dimension.key: each for each in self.dimensions}[dimension]

    @property
    def settled(self) -> int:
        """On how many dimensions partners concluded together."""
        return sum(bool(each.joint.reading) for each in self.dimensions)


def conclusions_of(store: Store, round_id: str, *, today: date | None = None, person: Person = YOU) -> ConclusionsView:
    """The conclusions of a round, as of today; none while it is open, since partners discuss once it is revealed."""

    def work(unit: Unit) -> ConclusionsView:
        round_ = round_by_id(unit, round_id)
        permit(person, Action.SEE, round_.initiative_id)
        instrument = instrument_by_id(unit, round_.instrument_id)
        initiative = initiatives.initiative_by_id(unit, round_.initiative_id)
        everyone = partners.partners_in(unit, round_.initiative_id)
        rows = _rows(unit, round_id, instrument, everyone)
        spoke = {partner_id for row in rows for partner_id in row.own}
        day = asked_on(initiative, today or date.today())
        return ConclusionsView(
            initiative=initiative,
            round=round_,
            instrument=instrument,
            everyone=everyone,
            present=present(everyone, day),
            partners=present_or(everyone, day, spoke),
            dimensions=rows,
        )

    return store.read(work)


def to_discuss(store: Store, round_id: str, *, person: Person = YOU) -> tuple[Priority, ...]:
    """The scored dimensions of a revealed round, the weakest and most divided first; NotAllowed while it is open."""
    head = round_figures.revealed(store, person, round_id)
    sectors = round_figures.figures(store, head, round_figures.Choice()).sectors
    return dimension_priorities(sectors, gaps(sectors, head.instrument))


def _rows(
    unit: Unit, round_id: str, instrument: Instrument, taking_part: Sequence[Partner]
) -> tuple[DimensionConclusion, ...]:
    """A row per scored dimension; what a partner that was removed concluded counts no more."""
    found = records.records(unit, Conclusion, round_id=round_id)
    joint = {each.dimension: each for each in found if each.partner_id is None}
    steps = _steps(unit, [each.id for each in joint.values()])
    present = {each.id for each in taking_part}
    own: dict[str, dict[str, Conclusion]] = {}
    for each in found:
        if each.partner_id is not None and each.partner_id in present:
            own.setdefault(each.dimension, {})[each.partner_id] = each
    rows = []
    for dimension in (each for each in instrument.dimensions if each.scored):
        together = joint.get(dimension.key, Conclusion("", round_id, dimension.key))
        mine = tuple(each for each in steps if each.subject_id == together.id)
        rows.append(DimensionConclusion(dimension, together, own.get(dimension.key, {}), mine))
    return tuple(rows)


def _steps(unit: Unit, conclusion_ids: Sequence[str]) -> tuple[NextStep, ...]:
    """What follows from these conclusions, done ones last."""
    found = records.records(unit, NextStep, next_step.c.subject_id.in_(conclusion_ids))
    return tuple(sorted(found, key=lambda step: (step.done_on is not None, step.position)))


def save_conclusion(
    store: Store,
    person: Person,
    round_id: str,
    dimension: str,
    *,
    version: int,
    partner_id: str | None = None,
    reading: str = "",
    text: str = "",
    said_on: date | None = None,
) -> Conclusion:
    """What a partner (None: all together) concluded about a dimension. version 0: there was none yet.

    said_on: when they said so, where that is known; where they said nothing there is no such day.
    NotAllowed while the round is open, or where the reading is not one of the instrument's. StaleVersion where somebody
    saved first.
    """
    words = clean_text(text, "The conclusion")
    refuse_later_than_today(said_on)
    wanted = {"reading": reading, "text": words, "said_on": said_on if reading or words else None}

    def work(unit: Unit) -> Conclusion:
        round_ = round_by_id(unit, round_id)
        permit(person, Action.CONCLUDE, round_.initiative_id)
        label = _refuse(round_, instrument_by_id(unit, round_.instrument_id), dimension, reading)
        present = _present(unit, round_id, dimension, partner_id)
        spoke = present.partner_id if present.version else None
        refuse_partner(unit, round_.initiative_id, partner_id, kept=spoke, on=day_of(round_))
        return save_changes(
            unit,
            present,
            wanted,
            version=version,
            what="save_conclusion",
            subject=_subject(unit, round_, label, partner_id),
            initiative_id=round_.initiative_id,
        )

    return store.change(person, work)


def _refuse(round_: Round, instrument: Instrument, dimension: str, reading: str) -> str:
    """The dimension's label; NotAllowed or NotFound where nothing can be concluded about it."""
    if round_.state is RoundState.OPEN:
        raise NotAllowed(f"“{round_.label}” is still open. Reveal it first: partners conclude on what all have seen.")
    found = next((each for each in instrument.dimensions if each.key == dimension and each.scored), None)
    if found is None:
        raise NotFound("This round has no such dimension.")
    allowed = [option.key for option in readings_of(instrument)]
    if reading and reading not in allowed:
        raise NotAllowed(f"“{reading}” is not a conclusion. Allowed: {', '.join(allowed)}.")
    return found.label


def readings_of(instrument: Instrument) -> tuple[ConclusionOption, ...]:
    """What can be concluded about a dimension: the instrument's own options, else those of the built-in one."""
    return instrument.conclusions or load_framework().instrument(DEFAULT_INSTRUMENT).conclusions


def _present(unit: Unit, round_id: str, dimension: str, partner_id: str | None) -> Conclusion:
    by = partner_id or ""
    found = records.record(unit, Conclusion, round_id=round_id, dimension=dimension, by=by)
    return found or Conclusion(new_key(), round_id, dimension, partner_id, at=now())


def _subject(unit: Unit, round_: Round, label: str, partner_id: str | None) -> str:
    who = partners.partner_by_id(unit, partner_id).name if partner_id else "together"
    return f"{label}, {round_.label}, {who}"


def _now_in(unit: Unit, initiative_id: str) -> When:
    """When it is that its partners take part."""
    return asked_on(initiatives.initiative_by_id(unit, initiative_id), date.today())


def add_step(
    store: Store,
    person: Person,
    round_id: str,
    dimension: str,
    *,
    text: str,
    owner: str = "",
    partner_id: str | None = None,
    due_on: date | None = None,
    step_id: str | None = None,
) -> NextStep:
    """A next step of what partners concluded together; the conclusion is made where there is none yet.

    step_id: names the step before it is kept; what was added under it already is returned instead of a second one.
    """
    words = clean_required(text, "The next step")
    who = clean_text(owner, "The owner")
    made_id = step_id or new_key()

    def work(unit: Unit) -> NextStep:
        round_ = round_by_id(unit, round_id)
        permit(person, Action.CONCLUDE, round_.initiative_id)
        kept = records.record(unit, NextStep, id=made_id, initiative_id=round_.initiative_id)
        if kept is not None:
            return kept
        label = _refuse(round_, instrument_by_id(unit, round_.instrument_id), dimension, "")
        refuse_partner(unit, round_.initiative_id, partner_id, on=_now_in(unit, round_.initiative_id))
        joint = _present(unit, round_id, dimension, None)
        if not joint.version:
            joint = replace(joint, version=1)
            records.add(unit, joint)
        place = len(_steps(unit, [joint.id]))
        made = NextStep(made_id, round_.initiative_id, joint.id, words, who, partner_id, due_on, position=place)
        records.add(unit, made)
        unit.record("add_step", f"{label}: {words}", initiative_id=round_.initiative_id, after=said_by(unit, made))
        return made

    return store.change(person, work)


def save_step(
    store: Store,
    person: Person,
    step_id: str,
    *,
    version: int,
    text: str,
    owner: str = "",
    partner_id: str | None = None,
    due_on: date | None = None,
    done_on: date | None = None,
) -> NextStep:
    """Change a next step, or say (done_on) that it is done. StaleVersion where somebody saved first."""
    wanted = {
        "text": clean_required(text, "The next step"),
        "owner": clean_text(owner, "The owner"),
        "partner_id": partner_id,
        "due_on": due_on,
        "done_on": done_on,
    }

    def work(unit: Unit) -> NextStep:
        present = records.record_by_id(unit, NextStep, step_id)
        permit(person, Action.CONCLUDE, present.initiative_id)
        day = done_on or _now_in(unit, present.initiative_id)
        refuse_partner(unit, present.initiative_id, partner_id, kept=present.partner_id, on=day)
        return save_changes(
            unit,
            present,
            wanted,
            version=version,
            what="save_step",
            subject=present.text,
            initiative_id=present.initiative_id,
        )

    return store.change(person, work)


def remove_step(store: Store, person: Person, step_id: str, *, version: int) -> None:
    """Take a next step away that nobody wants any more. StaleVersion where somebody saved since."""

    def work(unit: Unit) -> None:
        present = records.record_by_id(unit, NextStep, step_id)
        permit(person, Action.CONCLUDE, present.initiative_id)
        remove_record(
            unit,
            present,
            version=version,
            what="remove_step",
            subject=present.text,
            initiative_id=present.initiative_id,
        )

    store.change(person, work)
