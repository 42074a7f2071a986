"""Partners that join and leave over the years: whoever left is asked for nothing, and what it said before stays."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from collab.errors import NotAllowed
from collab.framework import DEFAULT_INSTRUMENT
from collab.journey import Confirmed, MilestoneStanding, ReviewState, TenureKind
from collab.model import YOU, Initiative, Mode, Partner, Role, RoundState, Sector, Standing
from collab.services import conclusions, milestones, purpose, readiness, reviews, stages
from collab.services.answers import enter_answers
from collab.services.at_a_glance import at_a_glance
from collab.services.checklist_now import by_partner, counting
from collab.services.digests import all_digests
from collab.services.initiatives import create_initiative, get_initiative, set_standing
from collab.services.journey import journey
from collab.services.milestone_views import MilestoneView
from collab.services.partners import add_partner, merge_partners, partners_of, set_part
from collab.services.rounds import change_round, create_round, rounds_of
from collab.services.taking_part import told_of
from collab.services.template import template_of
from collab.store import Store
from collab.when import When
from tests.factories import readiness_instrument
from tests.services.contents import partner_named

TODAY = date(2026, 11, 20)
CHECKLIST = "implementation"
PILOT = [f"pilot.{name}" for name in ("defined", "informed", "resourced", "measures", "relationships")]
PILOT += [f"pilot.{name}" for name in ("results", "shared", "capacity")]
DISTRICT, STAYED, GONE = "Northside Schools", "Harbor Light", "Beacon Prep"


@pytest.fixture
def here(store: Store) -> Initiative:
    """An initiative of a district and two charter partners."""
    made = create_initiative(store, YOU, name="Northside Compact")
    for name in (DISTRICT, STAYED, GONE):
        sector = Sector.DISTRICT if name == DISTRICT else Sector.CHARTER
        add_partner(store, YOU, made.id, name=name, sector=sector)
    return made


def part(store: Store, here: Initiative, name: str, *, joined: When | None = None, left: When | None = None) -> Partner:
    """Say when a partner joined and left."""
    present = partner_named(store, here.id, name)
    return set_part(
        store, YOU, here.id, present.id, version=present.version, role=present.role, joined_on=joined, left_on=left
    )


def id_of(store: Store, here: Initiative, name: str) -> str:
    return partner_named(store, here.id, name).id


def answered(store: Store, here: Initiative, *names: str, held_on: date | None = None) -> str:
    """A round in which these partners answered; its id."""
    made = create_round(
        store, YOU, here.id, label="Baseline", instrument_key=DEFAULT_INSTRUMENT, mode=Mode.TEAM, held_on=held_on
    )
    for name in names:
        ratings = {factor.key: "agree" for factor in readiness_instrument().factors}
        enter_answers(store, YOU, made.id, id_of(store, here, name), ratings, {})
    return made.id


def hold(store: Store, here: Initiative, status: str, name: str) -> None:
    """A review by one partner that gives one status to every item of the pilot."""
    begun = reviews.start_review(
        store, YOU, here.id, CHECKLIST, held_on=date(2016, 3, 1), partner_id=id_of(store, here, name)
    )
    for item in PILOT:
        reviews.save_entry(store, YOU, begun.id, item, version=0, status=status)
    reviews.save_review(store, YOU, begun.id, version=begun.version, state=ReviewState.HELD)


def milestone(store: Store, here: Initiative, key: str) -> MilestoneView:
    stage = journey(store, here.id, today=TODAY).stage(key.partition(".")[0])
    return next(each for each in stage.milestones if each.key == key)


def answers_milestone(store: Store, here: Initiative) -> tuple[bool, str]:
    """What the data say of “every partner has answered”."""
    stage = journey(store, here.id, today=TODAY).stage("assess")
    claim = next(each.claim for each in stage.milestones if each.claim and "have answered in" in each.claim.sentence)
    return claim.reached, claim.sentence


def names(partners: tuple[Partner, ...]) -> set[str]:
    return {each.name for each in partners}


@pytest.mark.parametrize(
    ("when", "day", "takes_part"),
    [
        (When(2017), date(2017, 12, 31), True),
        (When(2017), date(2018, 1, 1), False),
        (When(2017, 6), date(2017, 6, 30), True),
        (When(2017, 6, 4), date(2017, 6, 4), True),
        (When(2017, 6, 4), date(2017, 6, 5), False),
        (None, date(2030, 1, 1), True),
    ],
)
def test_one_that_left_counts_until_that_time_is_over(when: When | None, day: date, takes_part: bool) -> None:
    assert Partner("a", "Beacon Prep", Sector.CHARTER, left_on=when).takes_part(day) is takes_part


@pytest.mark.parametrize(
    ("when", "day", "takes_part"),
    [
        (When(2017), date(2016, 12, 31), False),
        (When(2017), date(2017, 1, 1), True),
        (When(2017, 6, 4), date(2017, 6, 3), False),
    ],
)
def test_one_that_joins_counts_from_the_first_day_that_it_can_mean(when: When, day: date, takes_part: bool) -> None:
    assert Partner("a", "Beacon Prep", Sector.CHARTER, joined_on=when).takes_part(day) is takes_part


@pytest.mark.parametrize(
    ("joined", "left", "told"),
    [
        (When(2012), None, ""),
        (None, When(2017), "left in 2017"),
        (None, When(2026), "leaves in 2026"),
        (None, When(2026, 11, 19), "left on 19 Nov 2026"),
        (When(2028), None, "joins in 2028"),
        (When(2028), When(2030), "joins in 2028"),
    ],
)
def test_since_when_or_until_when_one_takes_part_in_words(joined: When | None, left: When | None, told: str) -> None:
    assert told_of(Partner("a", "Beacon Prep", Sector.CHARTER, joined_on=joined, left_on=left), TODAY) == told


def test_a_round_asks_only_those_that_took_part_on_its_day(store: Store, here: Initiative) -> None:
    answered(store, here, DISTRICT, held_on=date(2016, 5, 1))
    assert answers_milestone(store, here) == (False, "1 of 3 partners have answered in “Baseline”.")
    part(store, here, STAYED, joined=When(2018))
    part(store, here, GONE, left=When(2015))
    assert answers_milestone(store, here) == (True, "1 of 1 partners have answered in “Baseline”.")


def test_one_that_left_after_the_round_was_asked_in_it(store: Store, here: Initiative) -> None:
    round_id = answered(store, here, DISTRICT, STAYED, held_on=date(2016, 5, 1))
    change_round(store, YOU, round_id, version=1, state=RoundState.REVEALED)
    part(store, here, GONE, left=When(2017))
    assert answers_milestone(store, here) == (False, "2 of 3 partners have answered in “Baseline”.")


def test_whoever_answered_was_asked_whatever_the_dates_say(store: Store, here: Initiative) -> None:
    answered(store, here, DISTRICT, STAYED, GONE)
    for name in (DISTRICT, STAYED):
        part(store, here, name, left=When(2016))
    part(store, here, GONE, joined=When(2028))
    assert answers_milestone(store, here) == (True, "3 of 3 partners have answered in “Baseline”.")


def test_a_merge_with_one_that_joined_later_leaves_the_round_as_answered(store: Store, here: Initiative) -> None:
    answered(store, here, DISTRICT, STAYED, held_on=date(2016, 5, 1))
    later = part(store, here, GONE, joined=When(2018))
    assert answers_milestone(store, here) == (True, "2 of 2 partners have answered in “Baseline”.")
    merge_partners(store, YOU, keep=id_of(store, here, STAYED), merged=later.id)
    assert partner_named(store, here.id, STAYED).joined_on is None
    assert answers_milestone(store, here) == (True, "2 of 2 partners have answered in “Baseline”.")


def test_milestone_open_page_and_template_ask_the_same_partners(store: Store, here: Initiative) -> None:
    """A round of 2025 that is open: one joined after it, one left since without a word."""
    for name in ("Late Academy", "Quit Academy"):
        add_partner(store, YOU, here.id, name=name, sector=Sector.CHARTER)
    round_id = answered(store, here, DISTRICT, GONE, held_on=date(2025, 5, 1))
    part(store, here, "Late Academy", joined=When(2026))
    part(store, here, "Quit Academy", left=When(2025))
    part(store, here, GONE, left=When(2025))
    asked = {DISTRICT, STAYED, GONE}
    assert {line.partner.name for line in readiness.counts(store, round_id).asked(TODAY)} == asked
    assert answers_milestone(store, here) == (False, "2 of 3 partners have answered in “Baseline”.")
    (digest,) = all_digests(store, today=TODAY).digests
    assert digest.partners == 3
    written = template_of(store, here.name, "Baseline").content
    named = {cell for sheet in load_workbook(BytesIO(written)) for row in sheet.values for cell in row}
    assert named & {*asked, "Late Academy", "Quit Academy"} == asked


def test_a_template_of_a_round_without_a_day_asks_as_of_the_day_it_was_made(store: Store, here: Initiative) -> None:
    round_id = answered(store, here)
    made = next(each for each in rounds_of(store, here.id) if each.id == round_id).created_at
    assert made is not None
    part(store, here, GONE, joined=When(2198))
    assert {line.partner.name for line in readiness.counts(store, round_id).asked(TODAY)} == {DISTRICT, STAYED}


def test_both_sectors_take_part_only_while_a_partner_of_each_does(store: Store, here: Initiative) -> None:
    assert milestone(store, here, "commit.partners").done
    part(store, here, STAYED, left=When(2017))
    part(store, here, GONE, left=When(2017))
    assert not milestone(store, here, "commit.partners").done


def test_one_that_joins_later_does_not_count_yet(store: Store, here: Initiative) -> None:
    part(store, here, STAYED, joined=When(2028))
    part(store, here, GONE, joined=When(2028))
    assert not milestone(store, here, "commit.partners").done
    view = journey(store, here.id, today=TODAY)
    assert (names(view.present), names(view.everyone)) == ({DISTRICT}, {DISTRICT, STAYED, GONE})


def test_partners_differ_only_while_those_that_take_part_do(store: Store, here: Initiative) -> None:
    def say(name: str, answer: Confirmed) -> None:
        stages.confirm(store, YOU, here.id, "commit", id_of(store, here, name), answer=answer, said_on=date(2016, 1, 1))

    say(STAYED, Confirmed.CONFIRMED)
    say(GONE, Confirmed.NOT_YET)
    assert journey(store, here.id, today=TODAY).stage("commit").differ
    part(store, here, GONE, left=When(2017))
    commit = journey(store, here.id, today=TODAY).stage("commit")
    assert (commit.differ, len(commit.confirmations)) == (False, 2)
    say(DISTRICT, Confirmed.NOT_YET)
    assert journey(store, here.id, today=TODAY).stage("commit").differ


def test_what_the_screens_of_one_that_is_over_offer_can_be_chosen(store: Store, here: Initiative) -> None:
    """Completed in 2016, with a partner that left in 2018."""
    round_id = answered(store, here, GONE, held_on=date(2015, 5, 1))
    change_round(store, YOU, round_id, version=1, state=RoundState.REVEALED)
    gone = part(store, here, GONE, left=When(2018)).id
    key = journey(store, here.id, today=TODAY).stage("plan").milestones[0].key
    values = {"standing": MilestoneStanding.OPEN, "partner_id": gone}
    with pytest.raises(NotAllowed, match="“Beacon Prep” left in 2018"):
        milestones.save_milestone(store, YOU, here.id, key, version=0, **values)  # type: ignore[arg-type]
    version = get_initiative(store, here.id).version
    set_standing(store, YOU, here.id, version=version, standing=Standing.COMPLETED, on=When(2016))
    assert gone in {each.id for each in journey(store, here.id, today=TODAY).present}
    assert gone in {each.id for each in conclusions.conclusions_of(store, round_id, today=TODAY).present}
    milestones.save_milestone(store, YOU, here.id, key, version=0, **values)  # type: ignore[arg-type]
    stages.confirm(store, YOU, here.id, "commit", gone, answer=Confirmed.CONFIRMED)
    made = conclusions.add_step(store, YOU, round_id, "purpose", text="Call them", partner_id=gone)
    alone = conclusions.save_step(store, YOU, made.id, version=made.version, text="Call them")
    conclusions.save_step(store, YOU, made.id, version=alone.version, text="Call them", partner_id=gone)


def test_of_a_stage_those_are_asked_that_take_part_and_those_that_had_answered(store: Store, here: Initiative) -> None:
    for name in (STAYED, GONE):
        stages.confirm(
            store,
            YOU,
            here.id,
            "commit",
            id_of(store, here, name),
            answer=Confirmed.CONFIRMED,
            said_on=date(2016, 1, 1),
        )
    part(store, here, GONE, left=When(2017))
    view = journey(store, here.id, today=TODAY)
    commit, plan = view.stage("commit"), view.stage("plan")
    assert (commit.confirmed(), len(commit.asked)) == (2, 3)
    assert names(plan.asked) == {DISTRICT, STAYED}
    assert (names(view.present), names(view.partners)) == ({DISTRICT, STAYED}, {DISTRICT, STAYED, GONE})


def test_one_that_left_without_a_word_is_not_waited_for(store: Store, here: Initiative) -> None:
    part(store, here, GONE, left=When(2017))
    view = journey(store, here.id, today=TODAY)
    assert names(view.partners) == names(view.stage("commit").asked) == {DISTRICT, STAYED}
    assert names(view.everyone) == {DISTRICT, STAYED, GONE}


def test_one_that_left_speaks_of_a_stage_only_as_of_a_day_before(store: Store, here: Initiative) -> None:
    gone = part(store, here, GONE, left=When(2017, 6)).id
    with pytest.raises(NotAllowed, match="“Beacon Prep” left in Jun 2017"):
        stages.confirm(store, YOU, here.id, "commit", gone, answer=Confirmed.CONFIRMED)
    stages.confirm(store, YOU, here.id, "commit", gone, answer=Confirmed.CONFIRMED, said_on=date(2016, 1, 1))
    stages.confirm(store, YOU, here.id, "commit", gone, answer=Confirmed.NOT_YET, version=1)
    assert journey(store, here.id, today=TODAY).stage("commit").confirmations[0].answer is Confirmed.NOT_YET


def test_the_review_of_one_that_left_decides_nothing_and_stays(store: Store, here: Initiative) -> None:
    hold(store, here, "in_place", STAYED)
    hold(store, here, "not_started", GONE)
    assert milestone(store, here, "implement.pilot").value == 0.5
    part(store, here, GONE, left=When(2017))
    assert milestone(store, here, "implement.pilot").value == 1.0
    view = reviews.checklist_view(store, here.id, CHECKLIST, today=TODAY)
    assert (view.now["pilot"].mean if view.now["pilot"] else None) == 1.0
    assert len(counting(view)) == 1
    assert names(tuple(by_partner(view))) == {STAYED}
    assert len(view.held) == 2
    as_then = reviews.checklist_view(store, here.id, CHECKLIST, today=date(2016, 12, 1))
    assert (as_then.now["pilot"].mean if as_then.now["pilot"] else None) == 0.5


def test_of_one_that_came_to_its_end_those_decide_that_were_there_then(store: Store, here: Initiative) -> None:
    hold(store, here, "in_place", STAYED)
    hold(store, here, "not_started", GONE)
    part(store, here, GONE, left=When(2017))
    set_standing(
        store,
        YOU,
        here.id,
        version=get_initiative(store, here.id).version,
        standing=Standing.STOPPED,
        reason="The money ended",
        on=When(2016, 12),
    )
    assert milestone(store, here, "implement.pilot").value == 0.5
    assert len(counting(reviews.checklist_view(store, here.id, CHECKLIST, today=TODAY))) == 2
    (digest,) = all_digests(store, today=TODAY).digests
    assert digest.partners == 3


def test_the_overview_says_what_the_pages_say(store: Store, here: Initiative) -> None:
    stages.begin(store, YOU, here.id, stage="implement", on=date(2016, 1, 1))
    hold(store, here, "in_place", DISTRICT)
    hold(store, here, "not_started", GONE)
    part(store, here, STAYED, left=When(2017))
    part(store, here, GONE, left=When(2017))
    (digest,) = all_digests(store, today=TODAY).digests
    view = journey(store, here.id, today=TODAY)
    assert (digest.partners, digest.sectors) == (len(view.present), frozenset({Sector.DISTRICT}))
    assert [each.share for each in digest.checklists if each.checklist == CHECKLIST] == [pytest.approx(1 / 3)]


def test_only_those_that_take_part_are_still_expected_in_an_open_round(store: Store, here: Initiative) -> None:
    round_id = answered(store, here, STAYED, held_on=date(2026, 10, 1))
    part(store, here, STAYED, left=When(2026, 11, 1))
    part(store, here, GONE, left=When(2026, 11, 1))
    held = readiness.counts(store, round_id)
    assert {line.partner.name for line in held.partners} == {DISTRICT, STAYED, GONE}
    assert {line.partner.name for line in held.asked(TODAY)} == {DISTRICT, STAYED}


def test_answers_of_long_ago_can_be_typed_in_for_one_that_left_since(store: Store, here: Initiative) -> None:
    part(store, here, GONE, left=When(2017))
    then = answered(store, here, held_on=date(2016, 5, 1))
    assert {line.partner.name for line in readiness.counts(store, then).partners} == {DISTRICT, STAYED, GONE}
    change_round(store, YOU, then, version=1, held_on=date(2018, 5, 1))
    assert {line.partner.name for line in readiness.counts(store, then).partners} == {DISTRICT, STAYED}


def test_a_round_of_long_ago_shows_everyone_that_answered(store: Store, here: Initiative) -> None:
    round_id = answered(store, here, DISTRICT, GONE, held_on=date(2016, 5, 1))
    change_round(store, YOU, round_id, version=1, state=RoundState.REVEALED)
    before = readiness.readiness(store, round_id)
    part(store, here, GONE, left=When(2017))
    after = readiness.readiness(store, round_id)
    assert [unit.name for unit in after.partners.units] == [unit.name for unit in before.partners.units]
    assert after.partners.mean.tolist() == before.partners.mean.tolist()


def test_one_that_left_owns_nothing_new_and_keeps_what_it_owned(store: Store, here: Initiative) -> None:
    gone = id_of(store, here, GONE)
    one, other = (each.key for each in journey(store, here.id, today=TODAY).stage("plan").milestones[:2])

    def own(key: str, version: int) -> int:
        values = {"standing": MilestoneStanding.OPEN, "partner_id": gone, "due_on": TODAY}
        return milestones.save_milestone(store, YOU, here.id, key, version=version, owner="Ada", **values).version

    version = own(one, 0)
    part(store, here, GONE, left=When(2017))
    own(one, version)
    with pytest.raises(NotAllowed, match="Choose a partner that takes part"):
        own(other, 0)
    owned = [task.owned_by for task in at_a_glance(store, here.id, today=TODAY).tasks if task.key == one]
    assert owned == [f"Ada, {GONE}"]


def test_one_that_left_starts_no_review_but_one_of_a_day_before(store: Store, here: Initiative) -> None:
    gone = part(store, here, GONE, left=When(2017)).id
    with pytest.raises(NotAllowed, match="left in 2017"):
        reviews.start_review(store, YOU, here.id, CHECKLIST, held_on=TODAY, partner_id=gone)
    then = reviews.start_review(store, YOU, here.id, CHECKLIST, held_on=date(2016, 1, 1), partner_id=gone)
    view = reviews.review_view(store, then.id)
    assert (view.partner.name if view.partner else None, GONE in names(view.partners)) == (GONE, True)
    together = reviews.start_review(store, YOU, here.id, CHECKLIST, held_on=TODAY)
    assert names(reviews.review_view(store, together.id).partners) == {DISTRICT, STAYED}
    assert names(reviews.checklist_view(store, here.id, CHECKLIST, today=TODAY).present) == {DISTRICT, STAYED}


def test_one_that_left_is_not_asked_to_conclude_and_what_it_concluded_stays(store: Store, here: Initiative) -> None:
    round_id = answered(store, here, GONE, held_on=date(2016, 5, 1))
    change_round(store, YOU, round_id, version=1, state=RoundState.REVEALED)
    part(store, here, GONE, left=When(2017))
    view = conclusions.conclusions_of(store, round_id, today=TODAY)
    assert (names(view.partners), names(view.everyone)) == ({DISTRICT, STAYED}, {DISTRICT, STAYED, GONE})
    gone = id_of(store, here, GONE)
    conclusions.save_conclusion(store, YOU, round_id, "purpose", version=0, partner_id=gone, reading="ready")
    view = conclusions.conclusions_of(store, round_id, today=TODAY)
    assert names(view.partners) == {DISTRICT, STAYED, GONE}
    assert view.of("purpose").own[gone].reading == "ready"
    with pytest.raises(NotAllowed, match="left in 2017"):
        conclusions.add_step(store, YOU, round_id, "purpose", text="Call them", partner_id=gone)


def test_the_leader_of_then_can_be_one_of_a_partner_that_left(store: Store, here: Initiative) -> None:
    gone = part(store, here, GONE, left=When(2017)).id
    made = purpose.add_tenure(
        store,
        YOU,
        here.id,
        kind=TenureKind.LEADER,
        name="Ada Lovelace",
        partner_id=gone,
        began_on=When(2012),
        ends_on=When(2017),
    )
    assert made.partner_id == gone


def test_a_role_is_kept_with_the_dates(store: Store, here: Initiative) -> None:
    present = partner_named(store, here.id, GONE)
    set_part(
        store,
        YOU,
        here.id,
        present.id,
        version=present.version,
        role=Role.LEAD,
        joined_on=When(2012, 9),
        left_on=When(2017),
    )
    (kept,) = (card.partner for card in partners_of(store, here.id) if card.partner.id == present.id)
    assert (kept.role, kept.joined_on, kept.left_on) == (Role.LEAD, When(2012, 9), When(2017))


def test_of_one_that_ended_in_some_year_those_count_that_were_there_in_it(store: Store, here: Initiative) -> None:
    part(store, here, STAYED, joined=When(2016, 9))
    part(store, here, GONE, left=When(2016, 3))
    version = get_initiative(store, here.id).version
    set_standing(store, YOU, here.id, version=version, standing=Standing.COMPLETED, on=When(2016))
    assert names(journey(store, here.id, today=TODAY).present) == {DISTRICT, STAYED, GONE}
