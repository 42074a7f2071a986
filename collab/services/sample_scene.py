"""Where a made-up journey is played: the store, the person, the initiative, and what its names and days mean there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from collab.journey import StageVisit
from collab.model import Person
from collab.services import partners, rounds
from collab.services.sample_script import Day
from collab.store import Store, records


@dataclass(frozen=True)
class Scene:
    """Where a journey is played. partner_ids: name -> id; today: the day of loading."""

    store: Store
    person: Person
    initiative_id: str
    today: date
    partner_ids: dict[str, str]

    @classmethod
    def of(cls, store: Store, person: Person, initiative_id: str, today: date) -> Scene:
        """The scene with the partners that take part now."""
        cards = partners.partners_of(store, initiative_id, person=person)
        return cls(store, person, initiative_id, today, {card.partner.name: card.partner.id for card in cards})

    def partner(self, name: str | None) -> str | None:
        """The id of the partner of this name; None for nobody."""
        return self.partner_ids[name] if name else None

    def day(self, when: Day | None) -> date | None:
        """A date as it stands, or counted from today."""
        return self.today + timedelta(days=when) if isinstance(when, int) else when

    def round_id(self, label: str) -> str:
        """The id of the round of this label."""
        return next(each.id for each in rounds.rounds_of(self.store, self.initiative_id) if each.label == label)

    def visit(self) -> StageVisit:
        """The stay that has not ended."""
        found = self.store.read(lambda unit: records.records(unit, StageVisit, initiative_id=self.initiative_id))
        return next(visit for visit in found if visit.ended_on is None)
