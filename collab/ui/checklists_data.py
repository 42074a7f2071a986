"""What the Checklists screen shows of one checklist, gathered once for each state of the initiative."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.ui import shell

if TYPE_CHECKING:
    from collab.content import Item, Phase
    from collab.journey import Review
    from collab.model import Initiative, Partner, Sector
    from collab.services.checklist_now import StatusRow, WeakPlaces
    from collab.services.phases import HeldReview
    from collab.services.reviews import ChecklistView
    from collab.store import Store


@dataclass(frozen=True)
class Begun:
    """A review under way: how many of its items were looked at."""

    review: Review
    looked_at: int
    items: int


@dataclass(frozen=True)
class Shown:
    """One checklist of an initiative. now: the reviews that count; rows: phase key -> how it stands by them.

    stamp: what every kept picture of it depends on, as scalars.
    """

    view: ChecklistView
    now: tuple[HeldReview, ...]
    rows: dict[str, StatusRow]
    partners: dict[Partner, HeldReview]
    sectors: dict[Sector, tuple[HeldReview, ...]]
    weak: WeakPlaces
    begun: tuple[Begun, ...]
    stamp: tuple[object, ...]

    @property
    def initiative(self) -> Initiative:
        """Whose checklist it is."""
        return self.view.initiative

    @property
    def items(self) -> tuple[tuple[Phase, Item], ...]:
        """Every item with its phase, in order."""
        return tuple((phase, item) for phase in self.view.checklist.phases for item in phase.items)


def shown(initiative: Initiative, checklist: str) -> Shown:
    """The state that this initiative is in today; whoever changes anything in it makes its activity another one."""
    store = shell.store()
    return _shown(store.identity, initiative.id, initiative.activity, checklist, date.today(), store)


@st.cache_resource(max_entries=64, show_spinner=False)
def _shown(identity: str, initiative_id: str, activity: int, checklist: str, today: date, _store: Store) -> Shown:
    from collab.services import checklist_now
    from collab.services.reviews import checklist_view

    view = checklist_view(_store, initiative_id, checklist, today=today)
    now = checklist_now.counting(view)
    return Shown(
        view=view,
        now=now,
        rows={phase.key: checklist_now.status_row([phase], now) for phase in view.checklist.phases},
        partners=checklist_now.by_partner(view),
        sectors=checklist_now.by_sector(view),
        weak=checklist_now.weak_places(_store, initiative_id, view.checklist),
        begun=tuple(_begun(_store, review) for review in view.under_way),
        stamp=(identity, initiative_id, activity, checklist, today),
    )


def _begun(store: Store, review: Review) -> Begun:
    from collab.services.reviews import review_view

    view = review_view(store, review.id)
    return Begun(review, view.looked_at, len(view.items))
