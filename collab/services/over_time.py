"""Rounds of one initiative side by side: which can be compared, what changed, who answered in both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from collab.charts.board import label_of
from collab.errors import NotAllowed
from collab.model import YOU, Initiative, Instrument, Level, Partner, Person, Round, RoundState, Sector
from collab.scoring.changes import Change, changes
from collab.scoring.figures import FigureGrid, Target, Unit
from collab.scoring.over_time import Followed, common_measure, follow
from collab.scoring.sign_flips import ChangeTest, change_tests
from collab.services import round_figures
from collab.services.permissions import Action, permit
from collab.services.round_figures import Choice, Figures, Heading
from collab.store import Store
from collab.store.initiatives import initiative_by_id
from collab.store.instruments import instrument_by_id
from collab.store.rounds import rounds_in
from collab.store.unit import Unit as StoreUnit


@dataclass(frozen=True)
class Series:
    """The rounds on one survey that have figures to show, the oldest first. instrument: its newest wording."""

    instrument: Instrument
    rounds: tuple[Round, ...]


@dataclass(frozen=True)
class Offered:
    """What can be compared in an initiative: series with the newest round first; open and empty rounds apart."""

    initiative: Initiative
    series: tuple[Series, ...]
    open_rounds: tuple[Round, ...]
    empty_rounds: tuple[Round, ...]

    def series_with(self, round_id: str | None) -> Series | None:
        """The series that a round belongs to; unasked the newest in which there is something to compare."""
        asked = [each for each in self.series if round_id in {round_.id for round_ in each.rounds}]
        several = [each for each in self.series if len(each.rounds) > 1]
        return next(iter([*asked, *several, *self.series]), None)


@dataclass(frozen=True)
class Attendance:
    """One partner in the first and the last round. sheets: its answer sheets (0 for averages).

    answered: whether it handed in anything. shown: whether any of its figures can be shown.
    """

    partner: Partner
    answered: tuple[bool, bool]
    shown: tuple[bool, bool]
    sheets: tuple[int, int]

    @property
    def in_both(self) -> bool:
        """Whether it handed in something in both rounds."""
        return all(self.answered)


@dataclass(frozen=True)
class OverTimeView:
    """All that the screen draws. rounds: from the first to the last, with those in between that can be compared.

    changes: of all chosen partners, one per target. tests: per factor and dimension that has a change.
    attendance: every chosen partner of the first or the last round. choices: the same before the choice.
    labels: how each target is called. reworded: factors whose statement is not the same in both rounds.
    """

    initiative: Initiative
    rounds: tuple[Round, ...]
    instrument: Instrument
    partners: Followed
    sectors: Followed
    changes: tuple[Change, ...]
    tests: tuple[ChangeTest, ...]
    attendance: tuple[Attendance, ...]
    choices: tuple[Partner, ...]
    labels: Mapping[Target, str]
    reworded: tuple[str, ...]


def offered(store: Store, initiative_id: str, *, person: Person = YOU) -> Offered:
    """Which rounds of an initiative can be compared with which, and which not yet."""
    permit(person, Action.SEE, initiative_id)

    def work(unit: StoreUnit) -> Offered:
        every = rounds_in(unit, initiative_id)
        ready = [each for each in every if each.kind is not None and each.state is not RoundState.OPEN]
        questions = {each.instrument_id: instrument_by_id(unit, each.instrument_id) for each in ready}
        return Offered(
            initiative=initiative_by_id(unit, initiative_id),
            series=series_of(ready, questions),
            open_rounds=tuple(each for each in every if each.state is RoundState.OPEN),
            empty_rounds=tuple(each for each in every if each.kind is None and each.state is not RoundState.OPEN),
        )

    return store.read(work)


def series_of(newest_first: Sequence[Round], questions: Mapping[str, Instrument]) -> tuple[Series, ...]:
    """Revealed rounds with figures, put together by the survey that they asked. questions: instrument id -> it."""
    found: list[list[Round]] = []
    for round_ in newest_first:
        own = questions[round_.instrument_id]
        like = (each for each in found if all(is_same_survey(questions[one.instrument_id], own) for one in each))
        run = next(like, None)
        if run is None:
            found.append([round_])
        else:
            run.append(round_)
    return tuple(Series(questions[run[0].instrument_id], tuple(reversed(run))) for run in found)


def is_same_survey(one: Instrument, other: Instrument) -> bool:
    """Whether two instruments are one that was changed: the same scale, and most questions of the shorter in both.

    Own questions are named for their place on a form ("Q5"), so under another name none of them may be reworded.
    """
    if one.key == other.key:
        return True
    asked = [{key: each.factor(key).statement.casefold() for key in each.factor_keys} for each in (one, other)]
    shared = asked[0].keys() & asked[1].keys()
    labels = [[point.label for point in each.scale] for each in (one, other)]
    return (
        (one.scores, labels[0]) == (other.scores, labels[1])
        and all(asked[0][key] == asked[1][key] for key in shared)
        and len(shared) * 2 > min(map(len, asked))
    )


def over_time(
    store: Store,
    from_id: str,
    to_id: str,
    *,
    sectors: Iterable[Sector] | None = None,
    partner_ids: Iterable[str] | None = None,
    person: Person = YOU,
) -> OverTimeView:
    """What changed from one round to another, for the chosen sectors and partners (None: all).

    NotAllowed where a round is open, where both are one, and where they have other questions or nothing in common
    that could be compared.
    """
    first, last = (round_figures.revealed(store, person, each) for each in (from_id, to_id))
    _refuse_unlike(first, last)
    choice = Choice.of(sectors, partner_ids, pooled=False)
    heads = _with_those_between(store, first, last, person)
    versions = tuple(
        (each.round.id, each.round.data_version, each.round.version, each.round.mode, each.round.k) for each in heads
    )
    what = ("over_time", versions, last.initiative.version, choice)
    return round_figures.kept(store, last.round, what, lambda: _view(store, heads, choice))


def _refuse_unlike(first: Heading, last: Heading) -> None:
    if first.round.id == last.round.id:
        raise NotAllowed("Both sides are the same round. Choose two different rounds to see what has changed.")
    if first.round.initiative_id != last.round.initiative_id:
        raise NotAllowed("These rounds belong to different initiatives. Choose two rounds of one initiative.")
    if not is_same_survey(first.instrument, last.instrument):
        raise NotAllowed(
            f"“{first.round.label}” asked the questions of “{first.instrument.title}” and “{last.round.label}” those "
            f"of “{last.instrument.title}”. Answers to different questions cannot be compared. Choose two rounds on "
            "the same questions."
        )


def _with_those_between(store: Store, first: Heading, last: Heading, person: Person) -> list[Heading]:
    """The two ends, and between them the rounds that lie between them in time and can be compared with both."""
    ends = [_figures(store, each, Choice()).partners for each in (first, last)]
    measure = common_measure(ends)
    if measure is None:
        raise NotAllowed(
            f"“{first.round.label}” and “{last.round.label}” cannot be compared: one holds means on the scale and the "
            "other shares, as their sources reported them. Choose two rounds with figures of one kind."
        )
    series = offered(store, first.round.initiative_id, person=person).series_with(first.round.id)
    ids = [each.id for each in series.rounds] if series else []
    here, there = ids.index(first.round.id), ids.index(last.round.id)
    inner = ids[here + 1 : there] if here < there else ids[there + 1 : here][::-1]
    between = [round_figures.revealed(store, person, each) for each in inner]
    fitting = [each for each in between if common_measure([*ends, _figures(store, each, Choice()).partners]) is measure]
    return [first, *fitting, last]


def _figures(store: Store, head: Heading, choice: Choice) -> Figures:
    return round_figures.figures(store, head, choice)


def _view(store: Store, heads: list[Heading], choice: Choice) -> OverTimeView:
    found = [_figures(store, each, choice) for each in heads]
    partners, sectors = follow([each.partners for each in found], [each.sectors for each in found])
    moved = changes(sectors, Unit())
    instruments = [each.instrument for each in heads]
    present = _present(found[0], found[-1])
    return OverTimeView(
        initiative=heads[-1].initiative,
        rounds=tuple(each.round for each in heads),
        instrument=heads[-1].instrument,
        partners=partners,
        sectors=sectors,
        changes=moved,
        tests=change_tests(partners, moved),
        attendance=tuple(_attendance(each, found[0], found[-1]) for each in present if choice.takes(each)),
        choices=present,
        labels={target: _label(target, instruments) for target in sectors.targets},
        reworded=_reworded(instruments[0], instruments[-1]),
    )


def _present(first: Figures, last: Figures) -> tuple[Partner, ...]:
    """Every partner with content in one of two rounds, by sector and name."""
    every = {each.id: each for found in (first, last) for each in found.partners_present}
    order = list(Sector)
    return tuple(sorted(every.values(), key=lambda each: (order.index(each.sector), each.name.casefold(), each.id)))


def _attendance(partner: Partner, first: Figures, last: Figures) -> Attendance:
    ends = (first, last)
    answered, shown = [any(each.id == partner.id for each in end.partners_present) for end in ends], []
    for end in ends:
        own = [place for place, unit in enumerate(end.partners.units) if unit.partner and unit.partner.id == partner.id]
        shown.append(bool(own) and _any_figure(end.partners, own[0]))
    sheets = [end.responses.get(partner.id, 0) for end in ends]
    return Attendance(partner, (answered[0], answered[1]), (shown[0], shown[1]), (sheets[0], sheets[1]))


def _any_figure(grid: FigureGrid, row: int) -> bool:
    return not bool((np.isnan(grid.mean[row]) & np.isnan(grid.favourable_share[row])).all())


def _label(target: Target, instruments: Sequence[Instrument]) -> str:
    """By the newest wording that has it."""
    for instrument in reversed(instruments):
        keys = {each.key for each in instrument.dimensions} | set(instrument.factor_keys)
        if target.level is Level.OVERALL or target.key in keys:
            return label_of(target, instrument)
    raise KeyError(target.key)


def _reworded(first: Instrument, last: Instrument) -> tuple[str, ...]:
    both = [key for key in last.factor_keys if key in first.factor_keys]
    return tuple(
        last.factor(key).readiness_name for key in both if first.factor(key).statement != last.factor(key).statement
    )
