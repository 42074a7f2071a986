"""What the hidden mark of a filled template says of where it belongs, and what to tell where it goes elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from collab.errors import NotFound, Problem
from collab.model import Mode
from collab.services.preview import Destination
from collab.store import initiatives, rounds
from collab.store.keys import is_key, name_key
from collab.store.unit import Unit

LONGEST = 200
_MODES = {
    Mode.TEAM: "one agreed answer of each partner (team)",
    Mode.INDIVIDUAL: "answers of several people of each partner (individual)",
}


@dataclass(frozen=True)
class Mark:
    """What a filled template says of itself.

    here: the round it was made for, by its present names; None where this database has no such round.
    names: initiative and round as they were called when it was made; None where it does not say.
    names_a_round: it was made for a round that existed then, here or in another database.
    """

    here: Destination | None
    names: Destination | None
    names_a_round: bool
    mode: Mode | None

    @property
    def proposes(self) -> Destination | None:
        """Where the file goes unless a person says otherwise."""
        return self.here or self.names


def mark_of(unit: Unit, marker: Mapping[str, str]) -> Mark | None:
    """The mark of a file, with its round looked up; None where the file has no mark."""
    if not marker:
        return None
    key, mode = marker.get("round", ""), marker.get("mode", "")
    return Mark(
        here=_round_here(unit, key) if is_key(key) else None,
        names=_names(marker),
        names_a_round=bool(key),
        mode=Mode(mode) if mode in tuple(Mode) else None,
    )


def _round_here(unit: Unit, round_id: str) -> Destination | None:
    try:
        found = rounds.round_by_id(unit, round_id)
    except NotFound:
        return None
    return Destination(initiatives.initiative_by_id(unit, found.initiative_id).name, found.label)


def _names(marker: Mapping[str, str]) -> Destination | None:
    initiative, label = (" ".join(marker.get(key, "").split())[:LONGEST] for key in ("initiative", "label"))
    return Destination(initiative, label) if initiative and label else None


def is_same(one: Destination, other: Destination) -> bool:
    """Both are one place: case, spacing, dashes and quotes do not matter."""
    return all(
        name_key(own) == name_key(theirs)
        for own, theirs in ((one.initiative, other.initiative), (one.round_label, other.round_label))
    )


def remarks_on(mark: Mark | None, goes: Destination, mode: Mode | None) -> tuple[Problem, ...]:
    """What a person should know where the mark and what would happen differ; none of it forbids saving."""
    if mark is None:
        return ()
    found = (other_place(mark, goes), _no_such_round(mark), _other_mode(mark, mode))
    return tuple(remark for remark in found if remark is not None)


def other_place(mark: Mark | None, goes: Destination) -> Problem | None:
    """That a template goes elsewhere than into the round it was made for."""
    if mark is None or mark.here is None or is_same(mark.here, goes):
        return None
    return Problem(
        f"This template was made for the round “{mark.here.round_label}” of “{mark.here.initiative}”.",
        f"It goes into the round “{goes.round_label}” of “{goes.initiative}” instead.",
        "If that is not meant, choose the round that it was made for.",
    )


def _no_such_round(mark: Mark) -> Problem | None:
    if mark.here is not None or not mark.names_a_round:
        return None
    return Problem(
        "The round that this template was made for is not here: it belongs to another database, or was deleted.",
        "",
        "Make sure that it goes into the right initiative and round.",
    )


def _other_mode(mark: Mark, mode: Mode | None) -> Problem | None:
    if mark.mode is None or mode is None or mark.mode is mode:
        return None
    return Problem(
        f"This template was made for {_MODES[mark.mode]}.",
        f"Its rows are taken as {_MODES[mode]} here.",
        "If that is not meant, choose a round of that mode.",
    )
