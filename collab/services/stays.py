"""The stays of an initiative in its stages as they are kept, and how they lie to the end of the initiative."""

from __future__ import annotations

from collections.abc import Sequence

from collab.errors import NotAllowed
from collab.journey import StageVisit
from collab.model import Initiative
from collab.services.journey import OVER
from collab.services.times import refuse_out_of_order
from collab.store import initiatives, records
from collab.store.unit import Unit
from collab.when import When


def stays_in(unit: Unit, initiative_id: str) -> tuple[StageVisit, ...]:
    """Every stay of an initiative, the first first."""
    found = records.records(unit, StageVisit, initiative_id=initiative_id)
    return tuple(sorted(found, key=lambda visit: visit.number))


def times_of(stays: Sequence[StageVisit]) -> list[When]:
    """All that is known of when stays began and ended, in order."""
    return [each for stay in stays for each in (stay.began_on, stay.ended_on) if each is not None]


def refuse_end_before_stays(unit: Unit, initiative: Initiative, ended: When) -> None:
    """NotAllowed where an initiative would come to its end before it was in the last of its stages."""
    remedy = "An initiative ends after its stages: give a later time, or first correct the dates on Stages."
    refuse_out_of_order(ended, before=times_of(stays_in(unit, initiative.id)), remedy=remedy)


def refuse_stay_after_end(unit: Unit, initiative_id: str, *times: When | None) -> None:
    """NotAllowed where a stay would begin or end after its initiative came to its end."""
    initiative = initiatives.initiative_by_id(unit, initiative_id)
    ended = initiative.standing_on
    if initiative.standing not in OVER or ended is None:
        return
    for each in times:
        if each is not None and each.first > ended.last:
            raise NotAllowed(
                f"{each} lies after {ended}, when this initiative was {initiative.standing}. "
                "Give an earlier time, or say first on Initiative that it goes on."
            )
