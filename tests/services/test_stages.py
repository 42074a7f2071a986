"""Moving along the stages: gates advise, going back is ordinary, and nothing earlier is lost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from collab.errors import NotAllowed, NotFound, StaleVersion
from collab.journey import Confirmed, MilestoneStanding, StageState, StageVisit, TenureKind, VisitEnd
from collab.model import YOU, Sector, Standing
from collab.services import milestones, purpose, stages
from collab.services.digests import all_digests
from collab.services.initiatives import changes_of, create_initiative, get_initiative, set_standing
from collab.services.journey import JourneyView, journey
from collab.services.partners import add_partner
from collab.store import Store
from collab.when import When

TODAY = date(2026, 11, 20)
MILESTONES_SAID = ("commit.initiator", "commit.spanner")


@pytest.fixture
def initiative_id(store: Store) -> str:
    """An initiative with a district and a charter partner, not begun."""
    made = create_initiative(store, YOU, name="Northside Compact", purpose="One calendar for every school")
    add_partner(store, YOU, made.id, name="Northside Schools", sector=Sector.DISTRICT)
    add_partner(store, YOU, made.id, name="Harbor Light", sector=Sector.CHARTER)
    return made.id


def on_to_assess(store: Store, initiative_id: str, first: StageVisit, reason: str = "") -> StageVisit | None:
    """Leave the first stage within the days in which its gate is asked."""
    on, today = date(2025, 9, 15), date(2025, 9, 20)
    return stages.go_on(store, YOU, initiative_id, seen=first, to="assess", on=on, today=today, reason=reason)


def seen(store: Store, initiative_id: str) -> JourneyView:
    return journey(store, initiative_id, today=TODAY)


def begin(store: Store, initiative_id: str) -> StageVisit:
    return stages.begin(store, YOU, initiative_id, stage="commit", on=date(2025, 8, 1))


def commit_wholly(store: Store, initiative_id: str) -> None:
    """Everything that the gate of the first stage asks for."""
    purpose.add_goal(
        store,
        YOU,
        initiative_id,
        statement="All forty schools use one enrollment calendar",
        measure="schools that use it",
        target="40",
        attainable="Thirty have agreed",
        result="Families apply once",
        due_on=date(2027, 6, 1),
    )
    for key in MILESTONES_SAID:
        milestones.save_milestone(store, YOU, initiative_id, key, version=0, standing=MilestoneStanding.DONE)


def test_an_initiative_that_has_not_begun_stands_nowhere(store: Store, initiative_id: str) -> None:
    view = seen(store, initiative_id)
    assert view.current is None
    assert {stage.state for stage in view.stages} == {StageState.NOT_STARTED}


def test_a_gate_that_is_met_lets_through_without_a_reason(store: Store, initiative_id: str) -> None:
    first = begin(store, initiative_id)
    commit_wholly(store, initiative_id)
    assert seen(store, initiative_id).stage("commit").gate.met
    on_to_assess(store, initiative_id, first)
    view = seen(store, initiative_id)
    assert [visit.end for visit in view.visits] == [VisitEnd.PASSED, None]
    assert view.stage("commit").state is StageState.DONE
    assert (view.stage("commit").spent.days, view.stage("assess").is_current) == (45, True)


def test_going_on_against_the_gate_needs_a_reason_that_stays_visible(store: Store, initiative_id: str) -> None:
    first = begin(store, initiative_id)
    with pytest.raises(NotAllowed, match="write down why"):
        on_to_assess(store, initiative_id, first)
    assert seen(store, initiative_id).current == first
    on_to_assess(store, initiative_id, first, "The mayor waits")
    left = seen(store, initiative_id).visits[0]
    assert (left.end, left.end_reason, left.gate["progress"]) == (VisitEnd.DESPITE, "The mayor waits", 0.4)


def test_going_back_keeps_everything_and_shows_the_loop(store: Store, initiative_id: str) -> None:
    visit = begin(store, initiative_id)
    for to, on in (("assess", date(2025, 9, 15)), ("plan", date(2026, 1, 10)), ("implement", date(2026, 3, 1))):
        following = stages.go_on(
            store, YOU, initiative_id, seen=visit, to=to, on=on, today=TODAY, reason="Time is short"
        )
        assert following is not None
        visit = following
    with pytest.raises(NotAllowed, match="reason for going back is empty"):
        stages.go_back(store, YOU, initiative_id, seen=visit, to="plan", on=date(2026, 6, 1), today=TODAY, reason=" ")
    stages.go_back(
        store, YOU, initiative_id, seen=visit, to="plan", on=date(2026, 6, 1), today=TODAY, reason="The pilot failed"
    )
    view = seen(store, initiative_id)
    assert [each.stage for each in view.visits] == ["commit", "assess", "plan", "implement", "plan"]
    assert view.stage("plan").state is StageState.REVISITING
    assert view.stage("implement").state is StageState.UNDER_WAY
    assert view.stage("plan").visits[-1].reason == "The pilot failed"
    assert view.stage("plan").spent.days == 50 + 172


def test_two_people_cannot_move_an_initiative_on_at_once(store: Store, initiative_id: str) -> None:
    first = begin(store, initiative_id)
    options = {"seen": first, "on": date(2025, 9, 15), "today": TODAY, "reason": "Enough"}
    stages.go_on(store, YOU, initiative_id, to="assess", **options)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed, match="Somebody else has moved"):
        stages.go_on(store, YOU, initiative_id, to="plan", **options)  # type: ignore[arg-type]
    assert len(seen(store, initiative_id).visits) == 2


def test_a_move_made_by_mistake_is_taken_back_whole(store: Store, initiative_id: str) -> None:
    first = begin(store, initiative_id)
    second = on_to_assess(store, initiative_id, first, "Enough")
    assert second is not None
    later = stages.correct_visit(store, YOU, second.id, version=1, began_on=date(2025, 10, 1))
    with pytest.raises(NotAllowed, match="Somebody else has moved"):
        stages.take_back(store, YOU, initiative_id, seen=second)
    stages.take_back(store, YOU, initiative_id, seen=later)
    assert changes_of(store, initiative_id)[0].before == {
        "stage": "assess",
        "began_on": "2025-10-01",
        "ended_on": "2025-10-01",
        "end": "despite",
        "end_reason": "Enough",
    }
    view = seen(store, initiative_id)
    assert [(each.id, each.ended_on, each.end, each.gate) for each in view.visits] == [(first.id, None, None, {})]
    stages.take_back(store, YOU, initiative_id, seen=view.visits[-1])
    assert seen(store, initiative_id).visits == ()


def test_the_end_of_the_way_can_be_reached_and_left_again(store: Store, initiative_id: str) -> None:
    last = stages.begin(store, YOU, initiative_id, stage="sustain", on=date(2026, 1, 1))
    ended = stages.go_on(
        store, YOU, initiative_id, seen=last, to=None, on=date(2026, 6, 1), today=TODAY, reason="It is permanent"
    )
    assert ended is None
    view = seen(store, initiative_id)
    assert (view.current, view.stage("sustain").state) == (None, StageState.DONE)
    stages.come_back(store, YOU, initiative_id, stage="assess", on=date(2026, 9, 1), reason="A new purpose")
    assert seen(store, initiative_id).stage("assess").is_current


def test_dates_of_stays_can_be_put_right_and_stay_in_order(store: Store, initiative_id: str) -> None:
    first = begin(store, initiative_id)
    second = on_to_assess(store, initiative_id, first, "Enough")
    assert second is not None
    stages.correct_visit(store, YOU, second.id, version=1, began_on=date(2025, 10, 1))
    view = seen(store, initiative_id)
    assert [(each.began_on, each.ended_on) for each in view.visits] == [
        (When(2025, 8, 1), When(2025, 10, 1)),
        (When(2025, 10, 1), None),
    ]
    moved = [each for each in changes_of(store, initiative_id) if each.what == "correct_visit"]
    assert [(each.before, each.after) for each in moved] == [
        ({"ended_on": "2025-09-15"}, {"ended_on": "2025-10-01"}),
        ({"began_on": "2025-09-15"}, {"began_on": "2025-10-01"}),
    ]
    with pytest.raises(NotAllowed, match="lies before"):
        stages.correct_visit(store, YOU, second.id, version=2, began_on=date(2025, 7, 1))


def test_a_plan_of_a_stage_is_kept_and_a_stale_one_refused(store: Store, initiative_id: str) -> None:
    options = {"from_on": date(2026, 1, 1), "until_on": date(2026, 3, 1)}
    stages.save_plan(store, YOU, initiative_id, "plan", version=0, **options)  # type: ignore[arg-type]
    with pytest.raises(StaleVersion) as stale:
        stages.save_plan(store, YOU, initiative_id, "plan", version=0, from_on=None, until_on=date(2026, 4, 1))
    assert stale.value.theirs["until_on"] == date(2026, 3, 1)
    assert seen(store, initiative_id).stage("plan").plan.until_on == date(2026, 3, 1)
    with pytest.raises(NotAllowed, match="lies before"):
        stages.save_plan(
            store, YOU, initiative_id, "plan", version=1, from_on=date(2026, 5, 1), until_on=date(2026, 4, 1)
        )


def test_partners_confirm_on_their_own_and_a_difference_shows(store: Store, initiative_id: str) -> None:
    begin(store, initiative_id)
    one, other = (partner.id for partner in seen(store, initiative_id).partners)
    stages.confirm(store, YOU, initiative_id, "commit", one, answer=Confirmed.CONFIRMED)
    assert not seen(store, initiative_id).stage("commit").differ
    said = {"note": "Our board has not voted", "said_on": date(2025, 9, 2)}
    stages.confirm(store, YOU, initiative_id, "commit", other, answer=Confirmed.NOT_YET, **said)
    commit = seen(store, initiative_id).stage("commit")
    assert (commit.differ, commit.confirmed()) == (True, 1)
    told = {"partner": "Harbor Light", "answer": "not_yet", "note": "Our board has not voted", "said_on": "2025-09-02"}
    assert changes_of(store, initiative_id)[0].after in (told, told | {"partner": "Northside Schools"})
    stages.confirm(store, YOU, initiative_id, "commit", other, answer=None)
    assert len(seen(store, initiative_id).stage("commit").confirmations) == 1


def test_only_a_partner_that_takes_part_can_confirm(store: Store, initiative_id: str) -> None:
    elsewhere = create_initiative(store, YOU, name="Southside Compact").id
    stranger = add_partner(store, YOU, elsewhere, name="Lakeview", sector=Sector.CHARTER)
    with pytest.raises(NotFound, match="does not take part"):
        stages.confirm(store, YOU, initiative_id, "commit", stranger.id, answer=Confirmed.CONFIRMED)


def test_what_persons_say_of_a_milestone_wins_and_the_difference_shows(store: Store, initiative_id: str) -> None:
    def both_sectors() -> tuple[float | None, bool]:
        found = next(m for m in seen(store, initiative_id).stage("commit").milestones if m.key == "commit.partners")
        return found.value, found.disputed

    assert both_sectors() == (1.0, False)
    milestones.save_milestone(
        store, YOU, initiative_id, "commit.partners", version=0, standing=MilestoneStanding.OPEN, evidence="Unsigned"
    )
    assert both_sectors() == (0.0, True)


def test_only_optional_milestones_can_be_left_out(store: Store, initiative_id: str) -> None:
    out = MilestoneStanding.NOT_APPLICABLE
    with pytest.raises(NotAllowed, match="always applies"):
        milestones.save_milestone(store, YOU, initiative_id, "commit.goals", version=0, standing=out)
    milestones.save_milestone(store, YOU, initiative_id, "commit.spanner", version=0, standing=out)
    assert seen(store, initiative_id).stage("commit").progress == 0.5


def test_a_milestone_of_a_phase_stands_where_reviews_put_it(store: Store, initiative_id: str) -> None:
    with pytest.raises(NotAllowed, match="Hold a review"):
        milestones.save_milestone(
            store, YOU, initiative_id, "implement.full", version=0, standing=MilestoneStanding.DONE
        )


def test_milestones_of_their_own_count_and_can_go_again(store: Store, initiative_id: str) -> None:
    made = milestones.add_milestone(store, YOU, initiative_id, stage="plan", label="The board has voted")
    before = seen(store, initiative_id).stage("plan").progress
    milestones.save_milestone(store, YOU, initiative_id, made.key, version=1, standing=MilestoneStanding.DONE)
    assert (before, seen(store, initiative_id).stage("plan").progress) == (0.0, 1 / 6)
    milestones.remove_milestone(store, YOU, made.id, version=2)
    assert seen(store, initiative_id).stage("plan").progress is None


def test_every_move_is_in_the_history_and_moves_the_activity(store: Store, initiative_id: str) -> None:
    before = get_initiative(store, initiative_id)
    begin(store, initiative_id)
    after = get_initiative(store, initiative_id)
    assert after.activity > before.activity
    assert changes_of(store, initiative_id)[0].what == "begin_stage"


def test_an_answer_of_a_partner_that_somebody_saved_meanwhile_is_not_overwritten(
    store: Store, initiative_id: str
) -> None:
    one = seen(store, initiative_id).partners[0].id
    stages.confirm(store, YOU, initiative_id, "commit", one, answer=Confirmed.CONFIRMED, version=0)
    with pytest.raises(StaleVersion) as stale:
        stages.confirm(store, YOU, initiative_id, "commit", one, answer=Confirmed.NOT_YET, note="No", version=0)
    assert (stale.value.mine["answer"], stale.value.theirs["answer"]) == (Confirmed.NOT_YET, Confirmed.CONFIRMED)
    assert seen(store, initiative_id).stage("commit").confirmed() == 1


def test_a_date_that_is_not_given_stays_as_it_is(store: Store, initiative_id: str) -> None:
    first = begin(store, initiative_id)
    on_to_assess(store, initiative_id, first, "Enough")
    present = seen(store, initiative_id).visits[0]
    stages.correct_visit(store, YOU, first.id, version=present.version, began_on=date(2025, 7, 1))
    view = seen(store, initiative_id)
    assert [(each.began_on, each.ended_on) for each in view.visits] == [
        (When(2025, 7, 1), When(2025, 9, 15)),
        (When(2025, 9, 15), None),
    ]
    all_digests(store, today=TODAY)


def test_a_gate_that_was_judged_before_somebody_else_saved_lets_nobody_through(
    store: Store, initiative_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = begin(store, initiative_id)
    commit_wholly(store, initiative_id)

    def judged_then_changed(*args: Any, **options: Any) -> JourneyView:
        view = journey(*args, **options)
        open_ = MilestoneStanding.OPEN
        milestones.save_milestone(store, YOU, initiative_id, MILESTONES_SAID[0], version=1, standing=open_)
        return view

    monkeypatch.setattr(stages, "journey", judged_then_changed)
    with pytest.raises(NotAllowed, match="Look at the gate again"):
        on_to_assess(store, initiative_id, first)
    assert seen(store, initiative_id).current == first


def test_a_stay_cannot_begin_before_any_of_the_earlier_ones(store: Store, initiative_id: str) -> None:
    first = stages.begin(store, YOU, initiative_id, stage="commit", on=date(2015, 9, 1))
    options = {"today": TODAY, "reason": "So it was"}
    second = stages.go_on(store, YOU, initiative_id, seen=first, to="assess", on=When(2015), **options)  # type: ignore[arg-type]
    assert second is not None
    with pytest.raises(NotAllowed, match="Mar 2015 lies before 1 Sep 2015"):
        stages.go_on(store, YOU, initiative_id, seen=second, to="plan", on=When(2015, 3), **options)  # type: ignore[arg-type]
    third = stages.go_on(store, YOU, initiative_id, seen=second, to="plan", on=When(2015, 11), **options)  # type: ignore[arg-type]
    assert third is not None
    with pytest.raises(NotAllowed, match="Mar 2015 lies before 1 Sep 2015"):
        stages.correct_visit(store, YOU, third.id, version=third.version, began_on=When(2015, 3))
    with pytest.raises(NotAllowed, match="Nov 2015 lies before 1 Dec 2015"):
        stages.correct_visit(store, YOU, first.id, version=2, began_on=date(2015, 12, 1))
    assert [each.began_on for each in seen(store, initiative_id).visits] == [
        When(2015, 9, 1),
        When(2015),
        When(2015, 11),
    ]


@pytest.mark.parametrize("on", [date(1850, 1, 1), When(1850), date(2200, 1, 1)], ids=str)
def test_a_time_that_could_not_be_read_again_is_refused(store: Store, initiative_id: str, on: date | When) -> None:
    with pytest.raises(NotAllowed, match="is not between 1900 and 2199"):
        stages.begin(store, YOU, initiative_id, stage="commit", on=on)
    with pytest.raises(NotAllowed, match="is not between 1900 and 2199"):
        purpose.add_tenure(store, YOU, initiative_id, kind=TenureKind.HOME, name="City hall", began_on=on)
    version = get_initiative(store, initiative_id).version
    with pytest.raises(NotAllowed, match="is not between 1900 and 2199"):
        set_standing(store, YOU, initiative_id, version=version, standing=Standing.COMPLETED, on=on)
    assert seen(store, initiative_id).visits == ()
    first = begin(store, initiative_id)
    with pytest.raises(NotAllowed, match="is not between 1900 and 2199"):
        stages.correct_visit(store, YOU, first.id, version=1, began_on=on)


def test_nobody_can_have_confirmed_a_stage_on_a_day_to_come(store: Store, initiative_id: str) -> None:
    one = seen(store, initiative_id).partners[0].id
    tomorrow, said = date.today() + timedelta(days=1), Confirmed.CONFIRMED
    with pytest.raises(NotAllowed, match="is still to come"):
        stages.confirm(store, YOU, initiative_id, "commit", one, answer=said, said_on=tomorrow)
    assert seen(store, initiative_id).stage("commit").confirmations == ()
    stages.confirm(store, YOU, initiative_id, "commit", one, answer=said, said_on=date.today())
    assert seen(store, initiative_id).stage("commit").confirmed() == 1


def test_a_step_of_long_ago_is_written_down_without_asking_the_gate(store: Store, initiative_id: str) -> None:
    first = stages.begin(store, YOU, initiative_id, stage="plan", on=When(2013))
    second = stages.go_on(store, YOU, initiative_id, seen=first, to="implement", on=When(2014), today=TODAY)
    assert second is not None
    view = seen(store, initiative_id)
    assert [(each.end, each.gate) for each in view.visits] == [(VisitEnd.PASSED, {}), (None, {})]
    assert view.gates_then == {}
    plan = view.stage("plan")
    assert (plan.progress, {each.value for each in plan.milestones}) == (None, {None})
    where = (store, YOU, initiative_id)
    milestones.save_milestone(*where, "plan.scope", version=0, standing=MilestoneStanding.DONE)
    plan = seen(store, initiative_id).stage("plan")
    assert (plan.progress, plan.reached, len(plan.counted)) == (None, 1, len(plan.milestones))
    for each in plan.milestones:
        if each.is_unknown:
            milestones.save_milestone(*where, each.key, version=0, standing=MilestoneStanding.OPEN)
    assert seen(store, initiative_id).stage("plan").progress == 1 / len(plan.milestones)
    with pytest.raises(NotAllowed, match="write down why"):
        stages.go_on(*where, seen=second, to="sustain", on=TODAY - timedelta(days=30), today=TODAY)


def test_what_nobody_spoke_of_is_no_zero_and_meets_no_gate(store: Store, initiative_id: str) -> None:
    stages.begin(store, YOU, initiative_id, stage="sustain", on=date(2026, 10, 1))
    sustain = seen(store, initiative_id).stage("sustain")
    assert sustain.progress is None
    assert sustain.unmet[0] == "Nothing is written down about its milestones yet; the gate asks for 80 percent."
    milestones.add_milestone(store, YOU, initiative_id, stage="sustain", label="The board has voted")
    assert seen(store, initiative_id).stage("sustain").progress == 0.0


def test_nothing_that_happened_lies_ahead(store: Store, initiative_id: str) -> None:
    ahead = When(date.today().year + 2)
    with pytest.raises(NotAllowed, match="is still to come"):
        stages.begin(store, YOU, initiative_id, stage="commit", on=ahead)
    first = begin(store, initiative_id)
    for move, to in ((stages.go_on, "assess"), (stages.go_back, "commit")):
        here = (
            first
            if to == "assess"
            else stages.go_on(store, YOU, initiative_id, seen=first, to="assess", on=date(2025, 9, 1), today=TODAY)
        )
        assert here is not None
        with pytest.raises(NotAllowed, match="is still to come"):
            move(store, YOU, initiative_id, seen=here, to=to, on=ahead, today=TODAY, reason="Soon")
    with pytest.raises(NotAllowed, match="is still to come"):
        set_standing(
            store,
            YOU,
            initiative_id,
            version=get_initiative(store, initiative_id).version,
            standing=Standing.STOPPED,
            on=ahead,
            reason="Made up",
        )


def test_a_stage_that_was_left_asks_those_that_were_there(store: Store, initiative_id: str) -> None:
    first = begin(store, initiative_id)
    stages.go_on(store, YOU, initiative_id, seen=first, to="assess", on=date(2025, 9, 15), today=TODAY)
    later = add_partner(
        store, YOU, initiative_id, name="River United Way", sector=Sector.COMMUNITY, joined_on=When(2026)
    )
    view = seen(store, initiative_id)
    assert later.id not in {each.id for each in view.stage("commit").asked}
    assert later.id in {each.id for each in view.stage("assess").asked}


def ended(store: Store, initiative_id: str, on: date | When, standing: Standing = Standing.COMPLETED) -> None:
    version = get_initiative(store, initiative_id).version
    set_standing(store, YOU, initiative_id, version=version, standing=standing, on=on, reason="Made up")


@pytest.mark.parametrize("standing", [Standing.COMPLETED, Standing.STOPPED])
def test_an_initiative_is_not_over_before_the_last_of_its_stages(
    store: Store, initiative_id: str, standing: Standing
) -> None:
    first = begin(store, initiative_id)
    on_to_assess(store, initiative_id, first, "Partners decided so")
    for early in (date(2024, 9, 1), date(2025, 8, 20), When(2025, 8)):
        with pytest.raises(NotAllowed, match=r"lies before 15 Sep 2025\. An initiative ends after its stages"):
            ended(store, initiative_id, early, standing)
    assert get_initiative(store, initiative_id).standing is Standing.ACTIVE
    ended(store, initiative_id, When(2025), standing)
    assert get_initiative(store, initiative_id).standing is standing


def test_one_that_was_paused_may_have_been_so_before_its_stages_were_written_down(
    store: Store, initiative_id: str
) -> None:
    begin(store, initiative_id)
    ended(store, initiative_id, date(2025, 7, 1), Standing.PAUSED)
    assert get_initiative(store, initiative_id).standing is Standing.PAUSED


def test_no_stay_begins_or_ends_after_the_initiative_did(store: Store, initiative_id: str) -> None:
    ended(store, initiative_id, When(2025, 10))
    late = "lies after Oct 2025, when this initiative was completed"
    with pytest.raises(NotAllowed, match=late):
        stages.begin(store, YOU, initiative_id, stage="commit", on=date(2025, 11, 1))
    first = begin(store, initiative_id)
    moved: dict[str, Any] = {"seen": first, "to": "assess", "today": TODAY, "reason": "Made up"}
    with pytest.raises(NotAllowed, match=late):
        stages.go_on(store, YOU, initiative_id, on=When(2026), **moved)
    second = stages.go_on(store, YOU, initiative_id, on=When(2025), **moved)
    assert second is not None
    with pytest.raises(NotAllowed, match=late):
        stages.correct_visit(store, YOU, second.id, version=second.version, began_on=When(2026, 1))
    assert len(seen(store, initiative_id).visits) == 2
