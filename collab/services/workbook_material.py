"""What the sheets of a workbook are made from, gathered once, and small pieces that several of them need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from collab.exchange.journey_values import DAYS, titles
from collab.exchange.journey_workbook import WIDTHS, Filled
from collab.exchange.workbook import Column, Look, Sheet
from collab.exchange.workbook.content import Value
from collab.framework import load_framework
from collab.model import Initiative, Instrument, Person, Round, RoundState
from collab.services.at_a_glance import Glance, at_a_glance
from collab.services.journey import JourneyView
from collab.services.labels import sector_labels
from collab.services.round_figures import Heading
from collab.services.rounds import rounds_of
from collab.services.wording import figure
from collab.store import Store
from collab.store.instruments import instrument_by_id
from collab.store.unit import Unit
from collab.when import When

__all__ = ["Material", "editable_sheet", "figure", "gathered", "sector_labels", "stage_labels", "when"]


@dataclass(frozen=True)
class Material:
    """One initiative as of a day, for one person. rounds: the newest first; instruments: round id -> its questions."""

    store: Store
    person: Person
    today: date
    glance: Glance
    rounds: tuple[Round, ...]
    instruments: Mapping[str, Instrument]

    @property
    def initiative(self) -> Initiative:
        """What the workbook is about."""
        return self.glance.view.initiative

    @property
    def view(self) -> JourneyView:
        """Its way through the stages."""
        return self.glance.view

    @property
    def names(self) -> dict[str, str]:
        """Partner id -> its name, of all that ever took part."""
        return {each.id: each.name for each in self.view.everyone}

    @property
    def discussed_rounds(self) -> tuple[Round, ...]:
        """The rounds that may have conclusions: those that are not open, answers or not."""
        return tuple(each for each in self.rounds if each.state is not RoundState.OPEN)

    @property
    def shown_rounds(self) -> tuple[Round, ...]:
        """The rounds with figures to show."""
        return tuple(each for each in self.discussed_rounds if each.kind is not None)

    @property
    def heads(self) -> tuple[Heading, ...]:
        """The rounds with figures to show, each with its questions."""
        return tuple(Heading(self.initiative, each, self.instruments[each.id]) for each in self.shown_rounds)

    @property
    def open_rounds(self) -> tuple[Round, ...]:
        """The rounds of which only is shown who has answered."""
        return tuple(each for each in self.rounds if each.state is RoundState.OPEN)

    @property
    def made_up(self) -> str:
        """What is said at the end of a heading where the data are made up, and the name does not say so."""
        is_told = "made-up" in self.initiative.name.casefold()
        return " (made-up sample data)" if self.initiative.made_up and not is_told else ""

    def heading(self, what: str) -> str:
        """The heading of a sheet."""
        return f"{what}: {self.initiative.name}{self.made_up}"


def gathered(store: Store, initiative_id: str, *, today: date, person: Person) -> Material:
    """What is kept of an initiative; NotFound where there is none."""
    glance = at_a_glance(store, initiative_id, today=today, person=person)
    rounds = rounds_of(store, initiative_id, person=person)
    return Material(store, person, today, glance, rounds, _instruments(store, rounds))


def _instruments(store: Store, rounds: tuple[Round, ...]) -> dict[str, Instrument]:
    """Round id -> its questions; each instrument is read once."""

    def work(unit: Unit) -> dict[str, Instrument]:
        return {each: instrument_by_id(unit, each) for each in {round_.instrument_id for round_ in rounds}}

    found = store.read(work)
    return {each.id: found[each.instrument_id] for each in rounds}


def stage_labels() -> dict[str, str]:
    """Stage key -> what it is called, in order."""
    return {each.key: each.label for each in load_framework().stages}


def when(on: date | When | None) -> Value:
    """A day as a real date; a month or a year, as far as it is known, in words."""
    if isinstance(on, When):
        return on.first if on.is_exact else str(on)
    return on


def editable_sheet(
    filled: Filled,
    *,
    name: str,
    heading: str,
    lines: tuple[str, ...],
    choices: Mapping[str, str],
    beside: Mapping[str, Mapping[str, str]] | None = None,
) -> Sheet:
    """A sheet that may be edited and brought back. choices: field -> name of its list.

    beside: title of a column that is only to be read -> key of a row -> what it says; it stands before the hidden key.
    """
    told = dict(beside or {})
    fields = filled.fields[:-1]
    columns = [_column(filled, each, choices.get(each, "")) for each in fields]
    columns += [Column(title, title, 46) for title in told]
    keys = tuple(line.cells["key"] for line in filled.lines)
    rows = [
        (
            *(_cell(each, line.cells.get(each, "")) for each in fields),
            *(texts.get(key, "") for texts in told.values()),
            key,
        )
        for key, line in zip(keys, filled.lines, strict=True)
    ]
    return Sheet(
        name=name,
        heading=heading,
        columns=(*columns, Column("key", titles(filled.noun)["key"], 26, hidden=True)),
        rows=rows,
        lines=lines,
        keys=keys,
        spare_rows=filled.spare_rows,
        frozen_columns=2,
        mark=filled.mark,
    )


def _column(filled: Filled, name: str, choices: str) -> Column:
    return Column(
        key=name,
        title=titles(filled.noun)[name],
        width=WIDTHS.get(name, 36),
        look=Look.DAY if name in DAYS else Look.TEXT,
        editable=name not in ("section", "item"),
        choices=choices,
    )


def _cell(name: str, text: str) -> Value:
    if name in DAYS:
        return date.fromisoformat(text) if text else None
    return text
