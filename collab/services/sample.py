"""The made-up sample: its files go through the same import as anybody's, its journeys through the same services."""

from __future__ import annotations

from datetime import date
from functools import partial

from collab.errors import CollabError, NotFound
from collab.framework import PROJECT
from collab.model import Initiative, Mode, Person
from collab.services import initiatives
from collab.services.importing import Destination, examine, save
from collab.services.partners import add_partner
from collab.services.rounds import change_round, rounds_of
from collab.services.sample_play import play
from collab.services.sample_scene import Scene
from collab.services.sample_script import AnyEvent, LoadRound, Script, read_script
from collab.store import Store
from collab.store.together import together

FOLDER = PROJECT / "data" / "samples"
NAME = "Made-up sample: Eastport Compact"
COMPACT = "eastport_compact.toml"
OTHERS = ("eastport_reading_coaches.toml", "harrow_common_application.toml")
"""Smaller journeys, so that there is more than one to look at."""
# Comments are never taken unasked; in the sample they are wanted.
COMMENT_COLUMN = "What should we talk about first?"
PLAYED = "load_sample"
"""In the history: the journey after this round is there."""


def loaded_sample(store: Store) -> Initiative | None:
    """The sample, where it is there whole; else None."""
    initiative = _present(store, NAME)
    if initiative is None:
        return None
    wanted = {each.label for each in read_script(COMPACT).rounds}
    labels = {round_.label for round_ in rounds_of(store, initiative.id) if round_.kind is not None}
    whole = labels >= wanted and _played(store, initiative) >= wanted
    return initiative if whole and all(_present(store, name) for name in other_names()) else None


def other_names() -> tuple[str, ...]:
    """The smaller initiatives that come with the sample."""
    return tuple(read_script(name).name for name in OTHERS)


def _present(store: Store, name: str) -> Initiative | None:
    try:
        return initiatives.find_initiative(store, name)
    except NotFound:
        return None


def _played(store: Store, initiative: Initiative) -> set[str]:
    """The rounds after which the journey is there already."""
    past = initiatives.changes_of(store, initiative.id, limit=100_000)
    return {change.subject for change in past if change.what == PLAYED}


def load_sample(store: Store, person: Person, *, today: date | None = None) -> Initiative:
    """Load the sample, or what is missing of it; where it is there already, nothing changes.

    today: the day that what is due or ends soon is counted from.
    """
    loaded = loaded_sample(store)
    if loaded is not None:
        return loaded
    on = today or date.today()
    compact = read_script(COMPACT)
    initiative = _present(store, NAME) or together(store, person, partial(_create, person=person, script=compact))
    for number, round_ in enumerate(compact.rounds):
        _load_round(store, person, initiative, round_)
        _play_once(store, person, initiative, round_, compact.after(round_), on)
        if number == 0:
            _load_others(store, person, on)
    return initiatives.get_initiative(store, initiative.id)


def _create(store: Store, *, person: Person, script: Script) -> Initiative:
    made = initiatives.create_initiative(
        store, person, name=script.name, place=script.place, purpose=script.purpose, made_up=True
    )
    words = {"governance": script.governance, "area": script.area}
    return initiatives.edit_initiative(store, person, made.id, version=made.version, name=made.name, **words)


def _load_round(store: Store, person: Person, initiative: Initiative, sample: LoadRound) -> None:
    preview = examine(
        store,
        person,
        FOLDER / sample.file,
        file_name=sample.file,
        destination=Destination(NAME, sample.label),
        mode=Mode.INDIVIDUAL,
        answers={"comments": [COMMENT_COLUMN]},
        accept=True,
        made_up=True,
    )
    if preview.status not in ("ready", "unchanged"):
        told = " ".join(str(problem) for problem in preview.problems) or ", ".join(preview.open_questions)
        raise CollabError(f"The sample file “{sample.file}” was not understood: {told}")
    save(store, person, preview)
    made = next(each for each in rounds_of(store, initiative.id) if each.label == sample.label)
    if made.held_on is None:
        change_round(store, person, made.id, version=made.version, held_on=sample.held_on)


def _play_once(
    store: Store, person: Person, initiative: Initiative, round_: LoadRound, events: tuple[AnyEvent, ...], today: date
) -> None:
    """The journey after a round, whole or not at all; where it is there already, nothing changes."""
    if round_.label in _played(store, initiative):
        return

    def work(inside: Store) -> None:
        play(Scene.of(inside, person, initiative.id, today), events)
        inside.change(person, lambda unit: unit.record(PLAYED, round_.label, initiative_id=initiative.id))

    together(store, person, work)


def _load_others(store: Store, person: Person, today: date) -> None:
    """The smaller journeys that are not there yet, each whole or not at all."""
    for script in map(read_script, OTHERS):
        if _present(store, script.name) is None:
            together(store, person, partial(_load_other, person=person, script=script, today=today))


def _load_other(store: Store, *, person: Person, script: Script, today: date) -> None:
    made = _create(store, person=person, script=script)
    for partner in script.partners:
        add_partner(store, person, made.id, name=partner.name, sector=partner.sector, role=partner.role)
    above = _present(store, script.under) if script.under else None
    if above is not None:
        initiatives.set_parent(store, person, made.id, version=made.version, parent_id=above.id)
    play(Scene.of(store, person, made.id, today), script.events)
