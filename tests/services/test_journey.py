"""Where an initiative stands: states from stays, time added up, what the data say, what a gate misses."""

from __future__ import annotations

import re
from datetime import date

import pytest

from collab.errors import NotFound
from collab.framework import DEFAULT_INSTRUMENT
from collab.journey import MilestoneStanding, ReviewState, StageState, StageVisit, VisitEnd
from collab.model import YOU, Mode, RoundState, Sector, Standing
from collab.services import milestones, reviews, stages
from collab.services.answers import answer_sheets, enter_answers, remove_answers
from collab.services.at_a_glance import at_a_glance
from collab.services.checklist_now import weak_places
from collab.services.initiatives import create_initiative, get_initiative, set_standing
from collab.services.journey import NOTHING_KNOWN, JourneyView, journey, state_of
from collab.services.milestone_views import MilestoneView
from collab.services.partners import add_partner
from collab.services.rounds import change_round, create_round, get_round
from collab.store import Store
from collab.when import When
from tests.factories import readiness_instrument

TODAY = date(2026, 11, 20)
LEVELS = ("strongly_disagree", "disagree", "agree", "strongly_agree")


@pytest.fixture
def initiative_id(store: Store) -> str:
    made = create_initiative(store, YOU, name="Northside Compact")
    add_partner(store, YOU, made.id, name="Northside Schools", sector=Sector.DISTRICT)
    add_partner(store, YOU, made.id, name="Harbor Light", sector=Sector.CHARTER)
    return made.id


def seen(store: Store, initiative_id: str) -> JourneyView:
    return journey(store, initiative_id, today=TODAY)


def milestone(store: Store, initiative_id: str, key: str) -> MilestoneView:
    stage = seen(store, initiative_id).stage(key.partition(".")[0])
    return next(each for each in stage.milestones if each.key == key)


def assess(
    store: Store, initiative_id: str, *, district: int, charter: int, reveal: bool = True, label: str = "Baseline"
) -> None:
    """A team round in which each partner gave one level (0..3) to every factor."""
    made = create_round(store, YOU, initiative_id, label=label, instrument_key=DEFAULT_INSTRUMENT, mode=Mode.TEAM)
    for partner in seen(store, initiative_id).partners:
        level = LEVELS[district if partner.sector is Sector.DISTRICT else charter]
        ratings = {factor.key: level for factor in readiness_instrument().factors}
        enter_answers(store, YOU, made.id, partner.id, ratings, {})
    if reveal:
        present = get_round(store, made.id)
        change_round(store, YOU, made.id, version=present.version, state=RoundState.REVEALED)


def hold(store: Store, initiative_id: str, statuses: dict[str, str], *, partner_id: str | None = None) -> None:
    """A review of the implementation in which these items have these statuses."""
    review = reviews.start_review(
        store, YOU, initiative_id, "implementation", held_on=date(2026, 6, 1), partner_id=partner_id
    )
    entries = reviews.review_view(store, review.id).entries
    for item, status in statuses.items():
        reviews.save_entry(store, YOU, review.id, item, version=entries[item].version, status=status)
    present = reviews.review_view(store, review.id).review
    reviews.save_review(store, YOU, review.id, version=present.version, state=ReviewState.HELD)


def items_of(store: Store, initiative_id: str, phase: str) -> list[str]:
    checklist = reviews.checklist_view(store, initiative_id, "implementation").checklist
    return [item.key for each in checklist.phases if each.key == phase for item in each.items]


def stay(number: int, *, end: VisitEnd | None = None) -> StageVisit:
    return StageVisit(str(number), "1", "plan", number, When(2026, number, 1), When(2026, 9, 1) if end else None, end)


@pytest.mark.parametrize(
    ("stays", "state"),
    [
        ((), StageState.NOT_STARTED),
        ((stay(1),), StageState.UNDER_WAY),
        ((stay(1, end=VisitEnd.PASSED),), StageState.DONE),
        ((stay(1, end=VisitEnd.DESPITE),), StageState.DONE),
        ((stay(1, end=VisitEnd.WENT_BACK),), StageState.UNDER_WAY),
        ((stay(1, end=VisitEnd.PASSED), stay(3)), StageState.REVISITING),
        ((stay(1, end=VisitEnd.WENT_BACK), stay(3, end=VisitEnd.PASSED)), StageState.DONE),
    ],
    ids=["none", "there", "passed", "passed despite", "went back", "there again", "passed in the end"],
)
def test_the_state_of_a_stage_follows_from_its_stays(stays: tuple[StageVisit, ...], state: StageState) -> None:
    assert state_of(stays) is state


def test_time_in_a_stage_is_added_up_over_its_stays(store: Store, initiative_id: str) -> None:
    visit = stages.begin(store, YOU, initiative_id, stage="plan", on=date(2026, 1, 1))
    on = stages.go_on(
        store, YOU, initiative_id, seen=visit, to="implement", on=date(2026, 1, 31), today=TODAY, reason="Enough"
    )
    assert on is not None
    stages.go_back(
        store, YOU, initiative_id, seen=on, to="plan", on=date(2026, 11, 10), today=TODAY, reason="The pilot"
    )
    view = seen(store, initiative_id)
    assert (view.stage("plan").spent.days, view.stage("implement").spent.days) == (30 + 10, 283)


def test_no_initiative_no_journey(store: Store) -> None:
    with pytest.raises(NotFound):
        journey(store, "nowhere", today=TODAY)


def test_the_data_say_who_has_answered_and_what_is_kept_as_baseline(store: Store, initiative_id: str) -> None:
    assess(store, initiative_id, district=2, charter=2, reveal=False)
    answered, baseline = (milestone(store, initiative_id, f"assess.{key}") for key in ("self", "baseline"))
    assert answered.claim is not None
    assert answered.claim.sentence == "2 of 2 partners have answered in “Baseline”."
    assert (answered.done, baseline.done) == (True, False)
    add_partner(store, YOU, initiative_id, name="Lantern Charter", sector=Sector.CHARTER)
    assert not milestone(store, initiative_id, "assess.self").done


def test_a_dimension_in_concern_keeps_a_gate_from_being_met_only_after_assessing(
    store: Store, initiative_id: str
) -> None:
    assess(store, initiative_id, district=3, charter=0)
    view = seen(store, initiative_id)
    assert not any("concern" in sentence for sentence in view.stage("commit").unmet)
    weak = [sentence for sentence in view.stage("plan").unmet if "concern" in sentence]
    assert len(weak) == 4
    assert all("charter" in sentence for sentence in weak[1:])


def test_an_open_round_gives_no_concern_away(store: Store, initiative_id: str) -> None:
    assess(store, initiative_id, district=0, charter=0, reveal=False)
    assert len(seen(store, initiative_id).stage("plan").unmet) == 1


def test_a_phase_counts_at_its_mean_and_is_done_at_80_percent(store: Store, initiative_id: str) -> None:
    items = items_of(store, initiative_id, "reflect")
    hold(store, initiative_id, dict(zip(items, ["in_place"] * 3 + ["partial"] * 2, strict=True)))
    reflected = milestone(store, initiative_id, "implement.reflect")
    assert (reflected.value, reflected.done) == (0.8, True)
    view = seen(store, initiative_id).stage("implement")
    assert view.progress == pytest.approx(0.8 / 3)


def test_a_pilot_that_does_not_apply_leaves_the_count(store: Store, initiative_id: str) -> None:
    hold(store, initiative_id, dict.fromkeys(items_of(store, initiative_id, "full"), "in_place"))
    assert seen(store, initiative_id).stage("implement").progress == pytest.approx(1 / 3)
    milestones.save_milestone(
        store, YOU, initiative_id, "implement.pilot", version=0, standing=MilestoneStanding.NOT_APPLICABLE
    )
    assert not milestone(store, initiative_id, "implement.pilot").applies
    assert seen(store, initiative_id).stage("implement").progress == pytest.approx(1 / 2)


def test_partners_own_reviews_count_as_their_mean_until_there_is_a_joint_one(store: Store, initiative_id: str) -> None:
    items = items_of(store, initiative_id, "reflect")
    one, other = (partner.id for partner in seen(store, initiative_id).partners)
    hold(store, initiative_id, dict.fromkeys(items, "in_place"), partner_id=one)
    hold(store, initiative_id, dict.fromkeys(items, "not_started"), partner_id=other)
    assert milestone(store, initiative_id, "implement.reflect").value == 0.5
    hold(store, initiative_id, dict.fromkeys(items, "partial"))
    hold(store, initiative_id, dict.fromkeys(items, "in_place"), partner_id=other)
    assert milestone(store, initiative_id, "implement.reflect").value == 0.5


def test_a_gate_just_short_never_says_that_it_stands_at_what_it_asks_for(store: Store, initiative_id: str) -> None:
    """59 milestones of 74 are 79.7 percent."""
    for place in range(69):
        own = milestones.add_milestone(store, YOU, initiative_id, stage="plan", label=f"Step {place}")
        if place < 59:
            milestones.save_milestone(store, YOU, initiative_id, own.key, version=1, standing=MilestoneStanding.DONE)
    (sentence,) = seen(store, initiative_id).stage("plan").unmet
    assert sentence == "59 of 74 milestones are reached (79.7 percent; the gate asks for 80 percent)."


def test_a_stage_that_was_never_entered_while_a_later_one_was_is_passed_over(store: Store, initiative_id: str) -> None:
    stages.begin(store, YOU, initiative_id, stage="plan", on=date(2026, 1, 1))
    view = seen(store, initiative_id)
    assert [each.stage.key for each in view.stages if each.passed_over] == ["commit", "assess"]


def test_what_was_passed_over_long_ago_is_not_known_and_stands_before_no_gate(store: Store, initiative_id: str) -> None:
    first = stages.begin(store, YOU, initiative_id, stage="assess", on=When(2011))
    stages.go_on(store, YOU, initiative_id, seen=first, to="implement", on=When(2012), today=TODAY)
    view = seen(store, initiative_id)
    told = [(each.stage.key, each.is_history, each.is_ahead) for each in view.stages]
    assert told == [
        ("commit", True, False),
        ("assess", True, False),
        ("plan", True, False),
        ("implement", False, False),
        ("sustain", False, True),
    ]
    commit, plan = view.stage("commit"), view.stage("plan")
    assert all(each.is_unknown for each in plan.milestones)
    assert (commit.progress, [each.key for each in commit.milestones if each.done]) == (None, ["commit.partners"])
    due = {"standing": MilestoneStanding.UNSAID, "due_on": date(2027, 1, 8)}
    milestones.save_milestone(store, YOU, initiative_id, "plan.scope", version=0, **due)
    assert milestone(store, initiative_id, "plan.scope").value == 0.0


def test_a_stage_passed_over_while_partners_kept_the_way_is_open(store: Store, initiative_id: str) -> None:
    first = stages.begin(store, YOU, initiative_id, stage="commit", on=date(2026, 10, 1))
    on = stages.go_on(
        store, YOU, initiative_id, seen=first, to="plan", on=date(2026, 11, 2), today=TODAY, reason="No time"
    )
    assert on is not None
    assess_stage = seen(store, initiative_id).stage("assess")
    assert (assess_stage.passed_over, assess_stage.is_history, assess_stage.is_ahead) == (True, False, False)
    assert not any(each.is_unknown for each in assess_stage.milestones)


def test_a_stage_passed_over_lies_ahead_again_once_partners_went_back(store: Store, initiative_id: str) -> None:
    first = stages.begin(store, YOU, initiative_id, stage="commit", on=When(2011))
    on = stages.go_on(store, YOU, initiative_id, seen=first, to="plan", on=When(2012), today=TODAY)
    assert on is not None
    stages.go_back(store, YOU, initiative_id, seen=on, to="commit", on=When(2013), today=TODAY, reason="Made up")
    found = seen(store, initiative_id).stage("assess")
    assert (found.is_history, found.is_ahead) == (False, True)
    assert not any(each.is_unknown for each in found.milestones)


@pytest.mark.parametrize(
    ("standing", "on", "days"),
    [
        (Standing.PAUSED, date(2026, 3, 1), (TODAY - date(2026, 1, 1)).days),
        (Standing.STOPPED, date(2026, 3, 1), 59),
        (Standing.COMPLETED, None, None),
    ],
)
def test_time_in_the_present_stage_ends_where_the_initiative_does(
    store: Store, initiative_id: str, standing: Standing, on: date | None, days: int | None
) -> None:
    visit = stages.begin(store, YOU, initiative_id, stage="plan", on=date(2026, 1, 1))
    version = get_initiative(store, initiative_id).version
    set_standing(store, YOU, initiative_id, version=version, standing=standing, on=on, reason="Made up")
    view = seen(store, initiative_id)
    assert (view.stage("plan").spent.days, view.days_of(visit)) == (days, days)


def test_a_newer_round_that_is_still_open_does_not_silence_the_gate(store: Store, initiative_id: str) -> None:
    assess(store, initiative_id, district=3, charter=0)
    said = seen(store, initiative_id).stage("plan").unmet
    assess(store, initiative_id, district=3, charter=3, reveal=False, label="Follow-up")
    view = seen(store, initiative_id)
    assert view.stage("plan").unmet == said
    assert (view.assessment and view.assessment.label, view.revealed and view.revealed.label) == (
        "Follow-up",
        "Baseline",
    )
    answered = milestone(store, initiative_id, "assess.self").claim
    assert answered is not None
    assert answered.sentence.endswith("“Follow-up”.")
    readiness = at_a_glance(store, initiative_id, today=TODAY).readiness
    assert readiness is not None
    assert readiness.round.label == "Baseline"
    places = weak_places(store, initiative_id, reviews.checklist_view(store, initiative_id, "implementation").checklist)
    assert places.round_label == "Baseline"


def test_a_gate_that_was_passed_keeps_no_figure_and_tells_nothing_that_is_hidden_since(
    store: Store, initiative_id: str
) -> None:
    sheets = assess_protected(store, initiative_id)
    visit = stages.begin(store, YOU, initiative_id, stage="plan", on=date(2026, 1, 1))
    stages.go_on(
        store,
        YOU,
        initiative_id,
        seen=visit,
        to="implement",
        on=date(2026, 2, 1),
        today=date(2026, 2, 1),
        reason="Enough",
    )
    left = seen(store, initiative_id)
    assert set(left.visits[0].gate) == {"progress", "round", "concerns"}
    told = " ".join(left.gates_then[visit.id])
    assert "stood in concern (all partners, charter partners)." in told
    assert not re.search(r"\d\.\d", told)
    remove_answers(store, YOU, sheets[-1], version=1, reason="Sent in twice")
    later = seen(store, initiative_id)
    assert "concern" not in " ".join(later.stage("plan").unmet)
    assert "concern" not in " ".join(later.gates_then[visit.id])
    assert later.gates_then[visit.id] == (NOTHING_KNOWN,)


def assess_protected(store: Store, initiative_id: str) -> list[str]:
    """A revealed round of as many answers of the charter partner as may be shown, all of them low."""
    made = create_round(
        store, YOU, initiative_id, label="Baseline", instrument_key=DEFAULT_INSTRUMENT, mode=Mode.INDIVIDUAL
    )
    (charter,) = (each for each in seen(store, initiative_id).partners if each.sector is Sector.CHARTER)
    ratings = {factor.key: LEVELS[0] for factor in readiness_instrument().factors}
    for _ in range(made.k):
        enter_answers(store, YOU, made.id, charter.id, ratings, {})
    present = get_round(store, made.id)
    change_round(store, YOU, made.id, version=present.version, state=RoundState.REVEALED)
    return [each.id for each in answer_sheets(store, YOU, made.id, charter.id)]
