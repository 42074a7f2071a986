"""Partners that join and leave, on the screens: told by name and time, kept where they are saved."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from collab.framework import DEFAULT_INSTRUMENT
from collab.journey import MilestoneStanding, TenureKind
from collab.model import YOU, Initiative, Mode, RoundState, Sector
from collab.services import conclusions, milestones, purpose, stages
from collab.services.initiatives import create_initiative
from collab.services.journey import journey
from collab.services.partners import add_partner, set_part
from collab.services.rounds import change_round, create_round
from collab.store import Store
from collab.when import When
from tests.pages.conftest import Visit
from tests.pages.rows import Row
from tests.services.contents import partner_named

GONE = "Beacon Prep"
STAY = ["Adair Schools", "Belmont Schools", "Calder Schools", "Dunmore Schools", "Eastport Schools"]


@pytest.fixture
def here(store: Store) -> Initiative:
    made = create_initiative(store, YOU, name="Northside Compact")
    for name in STAY:
        add_partner(store, YOU, made.id, name=name, sector=Sector.DISTRICT)
    add_partner(store, YOU, made.id, name=GONE, sector=Sector.CHARTER)
    return made


def part(store: Store, here: Initiative, *, joined: When | None = None, left: When | None = None) -> str:
    """Say when Beacon Prep joined and left; its id."""
    present = partner_named(store, here.id, GONE)
    dates = {"joined_on": joined, "left_on": left}
    return set_part(store, YOU, here.id, present.id, version=present.version, role=present.role, **dates).id


def offered(screen: AppTest, label: str) -> tuple[str, list[str]]:
    """What a choice of partners shows as chosen, and all that it offers."""
    (box,) = (each for each in screen.selectbox if each.label == label and each.options[:1] == ["No partner"])
    return box.format_func(box.value), list(box.options)


def said(screen: AppTest) -> str:
    assert not screen.exception
    return "\n".join(each.value for each in [*screen.markdown, *screen.caption]).replace("\\", "")


def test_a_milestone_names_the_partner_that_left_and_offers_no_other_that_did(
    store: Store, here: Initiative, visit: Visit
) -> None:
    stages.begin(store, YOU, here.id, stage="plan", on=date(2016, 1, 1))
    mine, other = (each.key for each in journey(store, here.id, today=date.today()).stage("plan").milestones[:2])
    owner = partner_named(store, here.id, GONE).id
    milestones.save_milestone(store, YOU, here.id, mine, version=0, standing=MilestoneStanding.OPEN, partner_id=owner)
    part(store, here, left=When(2017))
    screen = visit("stages", initiative=here.id, stage="plan", edit=f"milestone:{mine}")
    told = f"{GONE} (left in 2017)"
    assert offered(screen, "Partner that owns it") == (told, ["No partner", *STAY, told])
    screen = visit("stages", initiative=here.id, stage="plan", edit=f"milestone:{other}")
    assert offered(screen, "Partner that owns it") == ("No partner", ["No partner", *STAY])


def test_a_leader_of_then_can_be_of_a_partner_that_left(store: Store, here: Initiative, visit: Visit) -> None:
    part(store, here, left=When(2017))
    made = purpose.add_tenure(
        store, YOU, here.id, kind=TenureKind.LEADER, name="Ada Lovelace", began_on=When(2012), ends_on=When(2017)
    )
    screen = visit("initiative", initiative=here.id, edit=f"tenure:{made.id}")
    assert offered(screen, "Partner") == ("No partner", ["No partner", *STAY, f"{GONE} (left in 2017)"])


def test_a_next_step_names_the_partner_that_left(store: Store, here: Initiative, visit: Visit) -> None:
    made = create_round(store, YOU, here.id, label="Baseline", instrument_key=DEFAULT_INSTRUMENT, mode=Mode.TEAM)
    change_round(store, YOU, made.id, version=made.version, state=RoundState.REVEALED)
    owner = partner_named(store, here.id, GONE).id
    step = conclusions.add_step(store, YOU, made.id, "purpose", text="Call them", partner_id=owner)
    conclusions.save_conclusion(store, YOU, made.id, "purpose", version=0, partner_id=owner, reading="ready")
    part(store, here, left=When(2017))
    there = {"initiative": here.id, "round": made.id, "dimension": "purpose"}
    screen = visit("conclusions", **there, edit=step.id)
    told = f"{GONE} (left in 2017)"
    assert offered(screen, "Partner") == (told, ["No partner", *STAY, told])
    asked = next(part for part in Row(screen, "Add a next step").data["parts"] if part["name"] == "partner")
    assert [name for _, name in asked["options"]] == STAY


@pytest.mark.parametrize(
    ("joined", "left", "told"),
    [
        (None, When(date.today().year), f"leaves in {date.today().year}"),
        (None, When(2199), "leaves in 2199"),
        (None, When(2017), "left in 2017"),
        (When(2199), None, "joins in 2199"),
    ],
    ids=["this year", "far ahead", "long ago", "not here yet"],
)
def test_what_is_still_to_come_is_not_told_as_past(
    store: Store, here: Initiative, visit: Visit, joined: When | None, left: When | None, told: str
) -> None:
    owner = part(store, here, joined=joined, left=left)
    assert f"· {told}" in said(visit("initiative", initiative=here.id))
    stages.begin(store, YOU, here.id, stage="commit", on=date(2012, 1, 1))
    stages.confirm(store, YOU, here.id, "commit", owner, answer=stages.Confirmed.CONFIRMED, said_on=date(2016, 1, 1))
    assert f" · {told}" in said(visit("stages", initiative=here.id, stage="commit"))


def test_enter_answers_says_until_when_a_partner_takes_part(store: Store, here: Initiative, visit: Visit) -> None:
    made = create_round(store, YOU, here.id, label="Baseline", instrument_key=DEFAULT_INSTRUMENT, mode=Mode.TEAM)
    part(store, here, left=When(2199))
    screen = visit("enter_answers", initiative=here.id, round=made.id)
    (box,) = (each for each in screen.selectbox if each.label == "Partner")
    assert f"{GONE} (Charter, leaves in 2199)" in box.options


def test_the_list_of_partners_counts_only_those_that_left(store: Store, here: Initiative, visit: Visit) -> None:
    part(store, here, joined=When(2199))
    assert "of them left" not in said(visit("partners", initiative=here.id))
    part(store, here, left=When(2017))
    assert "1 of them left." in said(visit("partners", initiative=here.id))
