"""Hundreds of made-up initiatives with all that a journey holds, written in bulk: for tests and benchmarks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import numpy as np
import sqlalchemy as sa

from collab.content import Stage
from collab.framework import DEFAULT_INSTRUMENT, load_framework
from collab.journey import (
    Conclusion,
    Goal,
    MilestoneRecord,
    MilestoneStanding,
    NextStep,
    Review,
    ReviewEntry,
    ReviewState,
    StagePlan,
    StageVisit,
    Tenure,
    TenureKind,
    VisitEnd,
)
from collab.model import YOU, Initiative, Instrument, Kind, Mode, Partner, RoundState, Sector, Standing
from collab.store import Store, initiatives, instruments, partners, records, responses, rounds, tallies
from collab.store.codes import ratings_texts
from collab.store.keys import new_key, new_keys
from collab.store.tables import initiative as initiative_table
from collab.store.unit import Unit
from collab.when import When

PLACES = (
    "Alder County",
    "Birch City",
    "Cedar Falls",
    "Dogwood",
    "Elm Valley",
    "Fir Harbor",
    "Grove State",
    "Hazel Bay",
)
TOPICS = ("enrollment", "teacher training", "shared buildings", "special education", "bus routes", "school performance")
# One initiative of so many has been planning for years, and nobody has touched it for one: it stalls whatever is drawn.
STUCK_EVERY = 20
STUCK_DAYS = 800
STUCK_QUIET = 400
SECTORS = (Sector.DISTRICT, Sector.CHARTER, Sector.CHARTER, Sector.DISTRICT, Sector.CATHOLIC_PRIVATE, Sector.STATE)


@dataclass(frozen=True)
class _Making:
    """What one initiative is made with."""

    unit: Unit
    chance: Random
    instrument: Instrument
    instrument_id: str
    today: date


def make_initiatives(store: Store, count: int, *, today: date, first: int = 1) -> tuple[str, ...]:
    """The ids of so many new initiatives, numbered from first, each in another place of its journey."""
    instrument = load_framework().instrument(DEFAULT_INSTRUMENT)

    def work(unit: Unit) -> tuple[str, ...]:
        instrument_id = instruments.save_instrument(unit, instrument)
        making = _Making(unit, Random(first), instrument, instrument_id, today)
        return tuple(_initiative(making, number) for number in range(first, first + count))

    return store.change(YOU, work)


def _initiative(making: _Making, number: int) -> str:
    chance = making.chance
    place, topic = chance.choice(PLACES), chance.choice(TOPICS)
    made = initiatives.insert_initiative(
        making.unit,
        name=f"Made-up {topic} compact {number:03}",
        place=place,
        purpose=f"Families in {place} find {topic} that works the same in every school",
        made_up=True,
    )
    taking_part = _partners(making, made, number)
    stuck = number % STUCK_EVERY == 0
    visits = tuple(_visits(making, made, stuck=stuck))
    held = tuple(_rounds(making, made, taking_part, visits))
    records.add(making.unit, *visits, *_journey(making, made, visits))
    records.add(making.unit, *_agreed(making, made, held), *_reviews(making, made, visits))
    _settle(making, made, visits, stuck=stuck)
    return made.id


def _partners(making: _Making, made: Initiative, number: int) -> tuple[Partner, ...]:
    found = []
    for place in range(making.chance.randint(3, len(SECTORS))):
        name = f"Made-up partner {number:03}-{place + 1}"
        found.append(partners.insert_partner(making.unit, name=name, sector=SECTORS[place], made_up=True))
        partners.take_part(making.unit, made.id, found[-1].id)
    return tuple(found)


def _visits(making: _Making, made: Initiative, *, stuck: bool) -> Iterator[StageVisit]:
    """From the first stage to some stage; now and then a pilot sends partners back to planning."""
    stages, chance = [stage.key for stage in load_framework().stages], making.chance
    way = stages[: 3 if stuck else chance.choice((0, 1, 2, 2, 3, 3, 4, 4, 4, 5, 5))]
    if len(way) >= 4 and chance.random() < 0.3:
        way = [*way[:4], "plan", *way[3:]]
    lengths = [max(int(chance.gammavariate(2.2, 75)), 6) for _ in way]
    if stuck:
        lengths[-1] = STUCK_DAYS
    began = making.today - timedelta(days=sum(lengths))
    through = way[-1:] == [stages[-1]] and chance.random() < 0.15
    for number, (stage, days) in enumerate(zip(way, lengths, strict=True), start=1):
        last = number == len(way)
        ended = None if last and not through else began + timedelta(days=days)
        back = not last and stages.index(way[number]) < stages.index(stage)
        yield StageVisit(
            new_key(),
            made.id,
            stage,
            number,
            When.of(began),
            When.of(ended) if ended else None,
            (VisitEnd.WENT_BACK if back else VisitEnd.PASSED) if ended else None,
            end_reason="Made up: the pilot showed that the plan did not fit" if back else "",
        )
        began += timedelta(days=days)


def _rounds(
    making: _Making, made: Initiative, taking_part: tuple[Partner, ...], visits: tuple[StageVisit, ...]
) -> Iterator[str]:
    """A baseline once they assess, a second round later on; one in five with several people of each partner."""
    assessed = [visit for visit in visits if visit.stage == "assess"]
    if not assessed:
        return
    mode = Mode.INDIVIDUAL if making.chance.random() < 0.2 else Mode.TEAM
    level = making.chance.uniform(0.9, 2.3)
    wanted = [("Made-up baseline", assessed[0].began_on.first, level)]
    if len(visits) > 3:
        wanted.append(("Made-up second round", visits[3].began_on.first, level + making.chance.uniform(-0.3, 0.6)))
    for label, day, mean in wanted:
        is_open = len(visits) == 2 and making.chance.random() < 0.3
        state = RoundState.OPEN if is_open else RoundState.REVEALED
        round_id = rounds.insert_round(
            making.unit,
            initiative_id=made.id,
            instrument_id=making.instrument_id,
            label=label,
            state=state,
            mode=mode,
            k=5,
            held_on=day,
        )
        _answers(making, round_id, taking_part, mode, mean)
        yield round_id


def _answers(making: _Making, round_id: str, taking_part: tuple[Partner, ...], mode: Mode, mean: float) -> None:
    """Answer sheets with their tallies; now and then a small group, which stays hidden."""
    numbers = np.random.default_rng(making.chance.getrandbits(32))
    sheets = [1 if mode is Mode.TEAM else making.chance.choice((3, 6, 9, 12)) for _ in taking_part]
    whose = np.repeat(np.arange(len(taking_part)), sheets)
    dimensions = np.concatenate(
        [np.full(len(each.factors), numbers.normal(0, 0.5)) for each in making.instrument.dimensions]
    )
    drawn = numbers.normal(mean + dimensions, 0.7, (len(whose), len(dimensions)))
    codes = np.clip(np.rint(drawn), 0, len(making.instrument.scale) - 1).astype(np.int8)
    moment = datetime.combine(making.today, time(9), tzinfo=UTC).isoformat(timespec="microseconds")
    ids = [partner.id for partner in taking_part]
    texts = zip(new_keys(len(whose)), whose.tolist(), ratings_texts(making.instrument, codes), strict=True)
    rows = [(key, round_id, ids[place], *[None] * 4, text, key, False, 1, moment) for key, place, text in texts]
    responses.insert_responses(making.unit, rows)
    tallies.count_in(making.unit, round_id, making.instrument, ids, whose, codes)
    rounds.set_contents(making.unit, round_id, mode=str(mode), kind=str(Kind.RESPONSES), measure=None)


def _journey(making: _Making, made: Initiative, visits: tuple[StageVisit, ...]) -> Iterator[Any]:
    """Plans, milestones, goals and tenures."""
    chance, today = making.chance, making.today
    began = visits[0].began_on.first if visits else today
    yield Goal(
        new_key(),
        made.id,
        "Every family applies once",
        measure="schools in it",
        target="40",
        attainable="Thirty agreed",
        result="One form",
        due_on=today,
    )
    for place, stage in enumerate(load_framework().stages):
        from_on = began + timedelta(days=150 * place)
        yield StagePlan(made.id, stage.key, from_on, from_on + timedelta(days=150), version=1)
    current = visits[-1] if visits and visits[-1].ended_on is None else None
    for stage in load_framework().stages:
        yield from _milestones(making, made, stage, visits, current)
    yield Tenure(new_key(), made.id, TenureKind.LEADER, "Made-up facilitator", "facilitator", began_on=When.of(began))
    if chance.random() < 0.7:
        ends = When.of(today + timedelta(days=chance.randint(-120, 1500)))
        money = {"amount": "made up", "began_on": When.of(began), "ends_on": ends}
        yield Tenure(new_key(), made.id, TenureKind.FUNDING, "Made-up foundation", **money)


def _milestones(
    making: _Making, made: Initiative, stage: Stage, visits: tuple[StageVisit, ...], current: StageVisit | None
) -> Iterator[MilestoneRecord]:
    been = any(visit.stage == stage.key for visit in visits)
    now = current is not None and current.stage == stage.key
    for each in stage.milestones:
        if each.phase or each.answered_by or not been:
            continue
        done = not now or making.chance.random() < 0.5
        due = making.today + timedelta(days=making.chance.randint(-60, 200)) if now else None
        standing = MilestoneStanding.DONE if done else MilestoneStanding.OPEN
        yield MilestoneRecord(
            new_key(), made.id, stage.key, each.key, standing=standing, owner="Made-up owner", due_on=due, version=1
        )


def _agreed(making: _Making, made: Initiative, held: tuple[str, ...]) -> Iterator[Any]:
    """What was concluded of the latest round, with next steps."""
    if not held or making.chance.random() < 0.3:
        return
    for dimension in making.instrument.dimensions:
        drawn = Conclusion(new_key(), held[-1], dimension.key, reading="needs_work", version=1, at=datetime.now(UTC))
        yield drawn
        due = making.today + timedelta(days=making.chance.randint(-40, 300))
        done = making.today - timedelta(days=3) if making.chance.random() < 0.5 else None
        yield NextStep(
            new_key(), made.id, drawn.id, "Made-up next step", owner="Made-up owner", due_on=due, done_on=done
        )


def _reviews(making: _Making, made: Initiative, visits: tuple[StageVisit, ...]) -> Iterator[Any]:
    """Three reviews of each checklist whose stage they have been in, each a little further on."""
    statuses = [status.key for status in load_framework().statuses if status.score is not None]
    for stage in load_framework().stages:
        been = [visit for visit in visits if visit.stage == stage.key]
        if not stage.checklist or not been:
            continue
        content = next(each for each in load_framework().checklists if each.key == stage.checklist)
        for number in range(3):
            day = been[0].began_on.first + timedelta(days=30 * number)
            review = Review(new_key(), made.id, content.key, day, state=ReviewState.HELD, created_at=datetime.now(UTC))
            yield review
            for phase in content.phases:
                for item in phase.items:
                    step = min(int(making.chance.random() * (2 + number)), len(statuses) - 1)
                    yield ReviewEntry(review.id, item.key, statuses[step], version=1)


def _settle(making: _Making, made: Initiative, visits: tuple[StageVisit, ...], *, stuck: bool) -> None:
    """When it was worked on last, and how it stands as a whole."""
    chance = making.chance
    quiet = STUCK_QUIET if stuck else chance.choice((1, 3, 8, 20, 45, 70, 120, 200, 400))
    at = datetime.combine(making.today - timedelta(days=quiet), time(10), tzinfo=UTC)
    values: dict[str, object] = {"active_at": at}
    if visits and visits[-1].ended_on is not None:
        values |= {"standing": str(Standing.COMPLETED), "standing_on": visits[-1].ended_on}
    elif not stuck and chance.random() < 0.08:
        standing = chance.choice((Standing.PAUSED, Standing.STOPPED))
        values |= {
            "standing": str(standing),
            "standing_on": When.of(at.date()),
            "standing_reason": "Made up: leaders changed",
        }
    making.unit.run(sa.update(initiative_table).where(initiative_table.c.id == made.id).values(**values))
