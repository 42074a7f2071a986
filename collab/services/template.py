"""The template workbook of a round, by name; the workbook itself is drawn in collab.exchange.template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from collab.errors import NotFound
from collab.exchange.template import write_template
from collab.framework import DEFAULT_INSTRUMENT
from collab.model import YOU, Initiative, Instrument, Mode, Partner, Person, Round
from collab.services.initiatives import find_initiative
from collab.services.partners import partners_of
from collab.services.permissions import Action, permit
from collab.services.readiness import counts
from collab.services.rounds import find_round, instrument_of, instruments
from collab.services.taking_part import present
from collab.store import Store


@dataclass(frozen=True)
class Template:
    """A template as bytes of an .xlsx file. note tells the person what is not there yet, "" where all is."""

    content: bytes
    note: str = ""


def blank_template(store: Store, *, mode: Mode | None = None, person: Person = YOU) -> Template:
    """The template of the built-in instrument, for a first start: no initiative, no partners."""
    permit(person, Action.SEE)
    return _write(_default_instrument(store), mode=mode)


def template_of(
    store: Store, initiative_name: str, round_label: str, *, mode: Mode | None = None, person: Person = YOU
) -> Template:
    """The template of a round, its partners filled in.

    An initiative or round that does not exist is not made: it comes into being when the filled template is
    imported. mode counts only where the round has none.
    """
    permit(person, Action.SEE)
    try:
        initiative = find_initiative(store, initiative_name, person=person)
    except NotFound:
        note = f"There is no initiative “{initiative_name}” yet; importing the filled template makes it."
        return _write(_default_instrument(store), names=(initiative_name, round_label), mode=mode, note=note)
    return _of_initiative(store, initiative, round_label, mode, person)


def _of_initiative(
    store: Store, initiative: Initiative, round_label: str, mode: Mode | None, person: Person
) -> Template:
    names = (initiative.name, round_label)
    try:
        found = find_round(store, initiative.id, round_label, person=person)
    except NotFound:
        everyone = (card.partner for card in partners_of(store, initiative.id, person=person))
        partners = present(everyone, date.today())
        note = f"“{initiative.name}” has no round “{round_label}” yet; importing the filled template makes it."
        return _write(_default_instrument(store), names=names, mode=mode, partners=partners, note=note)
    instrument = instrument_of(store, found.id, person=person)
    asked = counts(store, found.id, person=person).asked(date.today())
    partners = tuple(line.partner for line in asked)
    return _write(instrument, names=(initiative.name, found.label), round_=found, mode=mode, partners=partners)


def _default_instrument(store: Store) -> Instrument:
    every = instruments(store)
    return next((each for each in every if each.key == DEFAULT_INSTRUMENT), every[0])


def _write(
    instrument: Instrument,
    *,
    names: tuple[str, str] = ("", ""),
    round_: Round | None = None,
    mode: Mode | None = None,
    partners: tuple[Partner, ...] = (),
    note: str = "",
) -> Template:
    content = write_template(
        instrument,
        initiative=names[0],
        round_label=names[1],
        round_id=round_.id if round_ else "",
        mode=(round_.mode if round_ else None) or mode,
        partners=partners,
    )
    return Template(content, note)
