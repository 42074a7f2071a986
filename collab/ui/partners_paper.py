"""The partners of an initiative on paper: all of them, as they are saved; the list to edit shows only what fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collab.ui import printed
from collab.ui.wording import sector_labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collab.model import Person
    from collab.services.initiatives import InitiativeRounds
    from collab.services.partners import PartnerCard
    from collab.store import Store


def draw(store: Store, person: Person, initiative: InitiativeRounds) -> None:
    """A table that the screen does not show."""
    from collab.services.partners import partners_of

    cards = partners_of(store, initiative.initiative.id, person=person)
    if cards:
        printed.only(rows(cards), key="partners")


def rows(cards: Sequence[PartnerCard]) -> dict[str, list[Any]]:
    """Column to a value for each partner; what no partner has is left out."""
    labels = sector_labels()
    found: dict[str, list[Any]] = {
        "Partner": [card.partner.name for card in cards],
        "Sector": [labels[card.partner.sector] for card in cards],
        "Role": [card.partner.role.value.capitalize() for card in cards],
        "Joined": [str(card.partner.joined_on or "") for card in cards],
        "Left": [str(card.partner.left_on or "") for card in cards],
        "Answer sheets": [card.responses for card in cards],
        "Figures": [card.averages for card in cards],
    }
    return {name: values for name, values in found.items() if any(values)}
