"""Removing a partner from one round or from an initiative, with a reason; what it held can be brought back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from collab.errors import NotAllowed, NotFound, StaleVersion
from collab.model import Partner, Person, Round, RoundState
from collab.services.names import clean_text
from collab.services.partner_changes import PartnerChange, as_change, stored_change
from collab.services.permissions import Action, permit
from collab.store import Store, aside, changes
from collab.store import partners as queries
from collab.store import rounds as round_queries
from collab.store.aside import Held
from collab.store.changes import REMOVE, REMOVE_IN_ROUND
from collab.store.unit import AnyRow, Unit

__all__ = ["Held", "HeldInRound", "held_by", "remove_partner", "undo_of_removal"]


@dataclass(frozen=True)
class HeldInRound:
    """What one round holds of a partner."""

    round: Round
    held: Held


def held_by(store: Store, person: Person, initiative_id: str, partner_id: str) -> tuple[HeldInRound, ...]:
    """What the rounds of an initiative hold of a partner, the newest round first; () where it has no answers."""
    permit(person, Action.SEE, initiative_id)
    return store.read(lambda unit: _held(unit, initiative_id, partner_id))


def _held(unit: Unit, initiative_id: str, partner_id: str) -> tuple[HeldInRound, ...]:
    held = aside.held_by_round(unit, initiative_id, partner_id)
    rounds = round_queries.rounds_in(unit, initiative_id)
    return tuple(HeldInRound(each, held[each.id]) for each in rounds if each.id in held)


def remove_partner(
    store: Store,
    person: Person,
    initiative_id: str,
    partner_id: str,
    *,
    seen: tuple[HeldInRound, ...],
    reason: str,
    round_id: str | None = None,
) -> PartnerChange:
    """Take a partner out of an initiative, with all that its rounds hold of it; or (round_id) out of one round only.

    seen: what held_by told the person; StaleVersion where it is something else by now. NotAllowed without a reason,
    where there is nothing to remove, and where a round is closed. It can be undone as any change of a partner.
    """
    permit(person, Action.EDIT_PARTNERS, initiative_id)
    why = clean_text(reason, "The reason")
    if not why:
        raise NotAllowed("A reason is needed, since somebody may ask later. Type why the partner is removed.")

    def work(unit: Unit) -> PartnerChange:
        present = _member(unit, initiative_id, partner_id)
        held = _chosen(_held(unit, initiative_id, partner_id), round_id)
        _refuse_other(_chosen(seen, round_id), held)
        closed = closed_refusal((each.round for each in held), (present,), "remove it")
        if closed:
            raise NotAllowed(closed)
        if round_id is not None and not held:
            raise NotAllowed(f"This round holds nothing of “{present.name}”.")
        kind = REMOVE if round_id is None else REMOVE_IN_ROUND
        after = {"name": present.name, "reason": why, **_told(held, round_id)}
        change_id = changes.insert_change(unit, kind, partner_id, initiative_id=initiative_id, before={}, after=after)
        changes.complete_change(unit, change_id, _take_out(unit, change_id, held, initiative_id, partner_id, round_id))
        words = {key: value for key, value in after.items() if key not in ("name", "from")}
        unit.record(f"{kind}_partner", present.name, initiative_id=initiative_id, after=words)
        return as_change(stored_change(unit, change_id), present.name)

    return store.change(person, work)


def _member(unit: Unit, initiative_id: str, partner_id: str) -> Partner:
    for each in queries.partners_in(unit, initiative_id):
        if each.id == partner_id:
            return each
    raise NotFound("This partner does not take part in this initiative, or no longer does.")


def _chosen(held: tuple[HeldInRound, ...], round_id: str | None) -> tuple[HeldInRound, ...]:
    return tuple(each for each in held if round_id in (None, each.round.id))


def _refuse_other(seen: tuple[HeldInRound, ...], held: tuple[HeldInRound, ...]) -> None:
    """Nothing goes that the person did not see."""
    mine, theirs = ({each.round.label: counted(each.held) for each in side} for side in (seen, held))
    if mine != theirs:
        absent = dict.fromkeys({*mine, *theirs}, "nothing")
        raise StaleVersion(
            "What the rounds hold of this partner has changed meanwhile. Nothing was removed. Look again.",
            mine={**absent, **mine},
            theirs={**absent, **theirs},
        )


def counted(held: Held) -> str:
    """What a round holds, in words: "12 answer sheets"."""
    count, what = (held.sheets, "answer sheet") if held.sheets else (held.figures, "reported figure")
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def closed_refusal(rounds: Iterable[Round], owners: Iterable[Partner], wish: str) -> str | None:
    """Why answers of partners cannot be taken out of these rounds; None where no round is closed."""
    closed = [f"“{each.label}”" for each in rounds if each.state is RoundState.CLOSED]
    if not closed:
        return None
    whose = " and ".join(f"“{each.name}”" for each in owners)
    return f"Closed rounds hold answers of {whose}: {', '.join(closed)}. Reveal them again, then {wish}."


def _told(held: tuple[HeldInRound, ...], round_id: str | None) -> dict[str, Any]:
    sheets, figures = (sum(getattr(each.held, name) for each in held) for name in ("sheets", "figures"))
    told = {"answer_sheets": sheets, "reported_figures": figures}
    if round_id is None:
        return {"from": "from this initiative", **told}
    label = held[0].round.label
    return {"from": f"from the round “{label}”", "round": label, **told}


def _take_out(
    unit: Unit,
    change_id: str,
    held: tuple[HeldInRound, ...],
    initiative_id: str,
    partner_id: str,
    round_id: str | None,
) -> dict[str, Any]:
    """Take content and, without a round, the partner out; returns what undoing needs."""
    rounds = {each.round.id: aside.set_aside(unit, change_id, each.round, partner_id) for each in held}
    if round_id is not None:
        return {"rounds": rounds, "participations": []}
    round_queries.touch_rounds_of_partner(unit, partner_id)
    taken = [row for row in queries.participations_of(unit, partner_id) if row["initiative_id"] == initiative_id]
    queries.end_part(unit, initiative_id, partner_id)
    return {"rounds": rounds, "participations": taken}


def undo_of_removal(unit: Unit, row: AnyRow) -> None:
    """Bring a partner and what it held back, exactly; NotAllowed says what has come in between."""
    obstacles = (*_in_between(unit, row), *aside.what_stands_in_the_way(unit, row))
    if obstacles:
        raise NotAllowed(f"“{row.after['name']}” cannot be brought back. " + " ".join(obstacles))
    present = set(queries.initiatives_with(unit, row.partner_id))
    rows = [each for each in row.before["participations"] if each["initiative_id"] not in present]
    queries.restore_participations(unit, rows)
    aside.put_back(unit, row)
    round_queries.touch_rounds_of_partner(unit, row.partner_id)


def _in_between(unit: Unit, row: AnyRow) -> tuple[str, ...]:
    merged = changes.merges_since(unit, row)
    if merged:
        return tuple(f"“{gone}” was merged into “{name}” afterwards: undo that merge first." for gone, name in merged)
    if row.kind == REMOVE_IN_ROUND and row.initiative_id not in queries.initiatives_with(unit, row.partner_id):
        return ("It does not take part in this initiative any more: undo that first.",)
    namesake = queries.partner_named(unit, row.initiative_id, queries.partner_by_id(unit, row.partner_id).name)
    if namesake is not None and namesake.id != row.partner_id:
        return (f"Another partner is called “{namesake.name}” by now: rename or remove that one first.",)
    return ()
