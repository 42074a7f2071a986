"""The made-up sample: its files go through the same import as anybody's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from collab.errors import CollabError, NotFound
from collab.framework import PROJECT
from collab.model import Initiative, Mode, Person
from collab.services.importing import Destination, examine, save
from collab.services.initiatives import create_initiative, find_initiative
from collab.services.rounds import change_round, rounds_of
from collab.store import Store

FOLDER = PROJECT / "data" / "samples"
NAME = "Made-up sample: Eastport Compact"
# Comments are never taken unasked; in the sample they are wanted.
COMMENT_COLUMN = "What should we talk about first?"
PLACE = "Eastport (an invented city)"
PURPOSE = (
    "One enrollment calendar, shared buses and shared training across district and charter schools. "
    "Every organisation and every answer in this initiative is made up."
)


@dataclass(frozen=True)
class SampleRound:
    """One round of the sample and the file that it comes from."""

    label: str
    file: str
    held_on: date


ROUNDS = (
    SampleRound("Baseline, autumn 2025", "made_up_readiness_autumn_2025.xlsx", date(2025, 10, 6)),
    SampleRound("One year later, autumn 2026", "made_up_readiness_autumn_2026.xlsx", date(2026, 10, 5)),
)


def loaded_sample(store: Store) -> Initiative | None:
    """The sample, where it is there whole; else None."""
    try:
        initiative = find_initiative(store, NAME)
    except NotFound:
        return None
    present = {round_.label for round_ in rounds_of(store, initiative.id)}
    return initiative if present >= {each.label for each in ROUNDS} else None


def load_sample(store: Store, person: Person) -> Initiative:
    """Load the sample, or what is missing of it; where it is there already, nothing changes."""
    loaded = loaded_sample(store)
    if loaded is not None:
        return loaded
    try:
        initiative = find_initiative(store, NAME)
    except NotFound:
        initiative = create_initiative(store, person, name=NAME, place=PLACE, purpose=PURPOSE, made_up=True)
    for each in ROUNDS:
        _load_round(store, person, each)
    for round_ in rounds_of(store, initiative.id):
        held_on = next((each.held_on for each in ROUNDS if each.label == round_.label), None)
        if held_on and round_.held_on is None:
            change_round(store, person, round_.id, version=round_.version, held_on=held_on)
    return initiative


def _load_round(store: Store, person: Person, sample: SampleRound) -> None:
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
