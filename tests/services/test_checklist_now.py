"""How a checklist stands now: phases, sectors and partners by status, and the items that weak factors touch."""

from __future__ import annotations

from datetime import date

import pytest

from collab.framework import DEFAULT_INSTRUMENT
from collab.model import YOU, Mode, Partner, RoundState, Sector
from collab.services import checklist_now, reviews
from collab.services.answers import enter_answers
from collab.services.initiatives import create_initiative
from collab.services.partners import add_partner
from collab.services.rounds import change_round, create_round, get_round
from collab.store import Store
from tests.factories import readiness_instrument
from tests.services.test_reviews import CHECKLIST, PILOT, hold


@pytest.fixture
def initiative_id(store: Store) -> str:
    return create_initiative(store, YOU, name="Northside Compact").id


def partner(store: Store, initiative_id: str, name: str, sector: Sector = Sector.CHARTER) -> Partner:
    return add_partner(store, YOU, initiative_id, name=name, sector=sector)


def test_a_phase_counts_every_item_and_what_nobody_looked_at_is_no_zero(store: Store, initiative_id: str) -> None:
    said = {PILOT[0]: "in_place", PILOT[1]: "in_place", PILOT[2]: "partial", PILOT[3]: "not_applicable"}
    hold(store, initiative_id, date(2026, 3, 1), said | {PILOT[4]: "not_started"})
    view = reviews.checklist_view(store, initiative_id, CHECKLIST)
    row = checklist_now.status_row([view.checklist.phases[0]], checklist_now.counting(view))
    assert row.counts == {"in_place": 2, "partial": 1, "not_started": 1, "not_applicable": 1, "": 3}
    assert row.shares["in_place"] == 2 / 8
    assert row.standing is not None
    assert (row.standing.mean, row.standing.looked_at, row.standing.applicable) == (2.5 / 4, 4, 7)


def test_a_phase_that_was_left_out_says_that_its_items_do_not_apply(store: Store, initiative_id: str) -> None:
    held = hold(store, initiative_id, date(2026, 3, 1), {PILOT[0]: "in_place"})
    reviews.save_review(store, YOU, held.id, version=held.version, phases_off=("pilot",))
    view = reviews.checklist_view(store, initiative_id, CHECKLIST)
    row = checklist_now.status_row([view.checklist.phases[0]], checklist_now.counting(view))
    assert row.counts["not_applicable"] == 8
    assert row.standing is not None
    assert not row.standing.applies


def test_each_partner_of_a_sector_weighs_alike_whatever_it_looked_at(store: Store, initiative_id: str) -> None:
    one, other = partner(store, initiative_id, "Harbor Light"), partner(store, initiative_id, "Lantern")
    partner(store, initiative_id, "Beacon")
    district = partner(store, initiative_id, "Northside Schools", Sector.DISTRICT)
    hold(store, initiative_id, date(2026, 3, 1), dict.fromkeys(PILOT, "in_place"), one.id)
    hold(store, initiative_id, date(2026, 3, 2), dict.fromkeys(PILOT[:4], "not_started"), other.id)
    hold(store, initiative_id, date(2026, 3, 3), dict.fromkeys(PILOT, "partial"), district.id)
    view = reviews.checklist_view(store, initiative_id, CHECKLIST)
    assert set(checklist_now.by_partner(view)) == {one, other, district}
    sectors = checklist_now.by_sector(view)
    charter = checklist_now.status_row([view.checklist.phases[0]], sectors[Sector.CHARTER])
    assert (charter.shares["in_place"], charter.shares["not_started"], charter.shares[""]) == (0.5, 0.25, 0.25)
    assert charter.standing is not None
    assert charter.standing.mean == 0.5
    assert checklist_now.status_row([view.checklist.phases[0]], sectors[Sector.DISTRICT]).standing.mean == 0.5  # type: ignore[union-attr]


def assess(store: Store, initiative_id: str, partners: list[Partner], *, weak: str, reveal: bool = True) -> None:
    """A team round in which all agree strongly, save on one factor."""
    made = create_round(store, YOU, initiative_id, label="Baseline", instrument_key=DEFAULT_INSTRUMENT, mode=Mode.TEAM)
    for each in partners:
        ratings = {factor.key: "strongly_agree" for factor in readiness_instrument().factors}
        enter_answers(store, YOU, made.id, each.id, ratings | {weak: "strongly_disagree"}, {})
    if reveal:
        version = get_round(store, made.id).version
        change_round(store, YOU, made.id, version=version, state=RoundState.REVEALED)


def test_scarce_staff_time_points_to_the_items_that_lean_on_it(store: Store, initiative_id: str) -> None:
    partners = [partner(store, initiative_id, name) for name in ("Harbor Light", "Lantern")]
    assess(store, initiative_id, partners, weak="capacity.staff")
    view = reviews.checklist_view(store, initiative_id, CHECKLIST)
    places = checklist_now.weak_places(store, initiative_id, view.checklist)
    weak = next(each for each in places.factors if "full.time" in [item.key for _, item in each.items])
    assert (places.round_label, weak.who, weak.score) == ("Baseline", "all partners", 1.0)
    assert all("capacity.staff" in item.factors for _, item in weak.items)


def test_an_open_round_points_nowhere(store: Store, initiative_id: str) -> None:
    partners = [partner(store, initiative_id, name) for name in ("Harbor Light", "Lantern")]
    assess(store, initiative_id, partners, weak="capacity.staff", reveal=False)
    view = reviews.checklist_view(store, initiative_id, CHECKLIST)
    assert checklist_now.weak_places(store, initiative_id, view.checklist) == checklist_now.WeakPlaces(None, ())
