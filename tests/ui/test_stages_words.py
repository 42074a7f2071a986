"""What the Stages page says of times that are known to the month or the year only."""

from __future__ import annotations

from datetime import date

import pytest

from collab.journey import MilestoneRecord, MilestoneStanding, ReviewState
from collab.model import YOU, Standing
from collab.scoring.progress import PhaseStanding
from collab.services import milestones, reviews, stages
from collab.services.initiatives import create_initiative, get_initiative, set_standing
from collab.services.journey import JourneyView, journey
from collab.services.milestone_views import MilestoneView
from collab.services.reviews import content_of
from collab.store import Store
from collab.ui import stages_words
from collab.ui.stages_charts import _lines, loops_of, path_alt
from collab.ui.stages_table import stage_table, stay_table
from collab.when import When

TODAY = date(2018, 11, 20)
DAYS = (date(2017, 11, 10), date(2018, 3, 3))


@pytest.fixture
def years(store: Store) -> JourneyView:
    """Entered by hand from 2011 on, in years only; back within 2013."""
    made = create_initiative(store, YOU, name="Northside Compact")
    seen = stages.begin(store, YOU, made.id, stage="commit", on=When(2011))
    for stage, year in (("assess", 2012), ("commit", 2013), ("assess", 2013), ("plan", 2016)):
        moved = {"seen": seen, "to": stage, "on": When(year), "today": date(year, 12, 31), "reason": "So it was"}
        went = stages.go_back if stage == "commit" else stages.go_on
        later = went(store, YOU, made.id, **moved)  # type: ignore[arg-type]
        assert later is not None
        seen = later
    return journey(store, made.id, today=TODAY)


def test_times_known_to_the_year_are_told_in_whole_years(years: JourneyView) -> None:
    told = [stages_words.spent(years, (visit,)) for visit in years.visits]
    assert told == ["about 1 year", "about 1 year", "less than a year", "about 3 years", "about 2 years"]
    assert stages_words.spent(years, years.stage("assess").visits) == "about 4 years"


def test_no_sentence_is_more_exact_than_what_is_known(years: JourneyView) -> None:
    said = " ".join([*stages_words.reading(years, TODAY), *stages_words.trace(years, TODAY)])
    assert "since 2016 (about 2 years)" in said
    assert "after less than a year in Commit" in said
    assert not [wrong for wrong in ("on 2013", "months", "days", ".0 years") if wrong in said]
    assert stages_words.stay(years, years.visits[2]) == "2013"
    assert loops_of(years)[0].words == "Back to Commit in 2013"
    assert stages_words.passed_despite(years, years.stage("plan")) == []
    assert "all the same in 2012" in stages_words.passed_despite(years, years.stage("commit"))[0]


def test_an_exact_stay_that_ended_with_the_initiative_in_some_year_lasted_about_so_long(store: Store) -> None:
    made = create_initiative(store, YOU, name="Northside Compact")
    visit = stages.begin(store, YOU, made.id, stage="plan", on=date(2014, 3, 1))
    version = get_initiative(store, made.id).version
    set_standing(store, YOU, made.id, version=version, standing=Standing.STOPPED, on=When(2017), reason="Made up")
    assert stages_words.spent(journey(store, made.id, today=TODAY), (visit,)) == "about 3 years"


def test_a_share_that_nobody_knows_reads_the_same_in_every_place(store: Store) -> None:
    made = create_initiative(store, YOU, name="Northside Compact")
    first = stages.begin(store, YOU, made.id, stage="commit", on=When(2011))
    stages.go_on(store, YOU, made.id, seen=first, to="implement", on=When(2013), today=TODAY)
    milestones.save_milestone(store, YOU, made.id, "commit.goals", version=0, standing=MilestoneStanding.DONE)
    view = journey(store, made.id, today=TODAY)
    commit, plan = view.stage("commit"), view.stage("plan")
    told = f"1 of {len(commit.milestones)} known to be reached"
    assert (stages_words.completed(commit), stages_words.share(commit)) == (told, told)
    assert stage_table(view)["Completed"].tolist()[0] == told
    assert stay_table(view)["How it ended"].tolist() == ["went on; nobody asked the gate", "goes on"]
    assert f"Commit: done, {told};" in path_alt(view)
    assert stages_words.completed(plan) == f"0 of {len(plan.milestones)} known to be reached"
    assert {stages_words.of_milestone(each) for each in plan.milestones} == {"Not known"}
    assert not stages_words.has_gate(view, plan)
    assert stages_words.gate_behind(view, plan) == "Partners passed this stage over, so nobody asked its gate."
    assert stages_words.has_gate(view, view.stage("sustain"))
    assert stages_words.completed(view.stage("sustain")) == "nothing written down"


@pytest.fixture
def sent_on(store: Store) -> JourneyView:
    """Back to its first stage twice; each time that partners went on they wrote down why, long afterwards."""
    made = create_initiative(store, YOU, name="Northside Compact")
    seen = stages.begin(store, YOU, made.id, stage="assess", on=date(2016, 1, 5))
    moves = (("plan", 2, "Money came"), ("assess", 5, "Sent back"), ("plan", 6, ""), ("assess", 9, "Again"))
    for stage, month, reason in moves:
        went = stages.go_back if stage == "assess" else stages.go_on
        moved = {"seen": seen, "to": stage, "on": date(2016, month, 5), "today": TODAY, "reason": reason}
        later = went(store, YOU, made.id, **moved)  # type: ignore[arg-type]
        assert later is not None
        seen = later
    return journey(store, made.id, today=TODAY)


def test_what_partners_wrote_when_they_went_on_is_told_though_no_gate_was_asked(sent_on: JourneyView) -> None:
    assess, plan = sent_on.stage("assess"), sent_on.stage("plan")
    assert stages_words.trace(sent_on, TODAY)[1].endswith("in Assess. “Money came”.")
    assert stages_words.trace(sent_on, TODAY)[3].endswith("in Assess.")
    assert stages_words.passed_with_words(assess) == ["When partners left it on 5 Feb 2016: “Money came”."]
    assert stages_words.passed_with_words(plan) == []


def test_where_the_path_leaves_stays_out_it_says_how_many_the_total_is_of(sent_on: JourneyView) -> None:
    (assess, plan) = (_lines(sent_on, sent_on.stage(key), narrow=False, planned=False) for key in ("assess", "plan"))
    assert assess == (
        "5 May 2016 to 5 Jun 2016",
        "5 Sep 2016 to now",
        f"3 stays, {stages_words.spent(sent_on, sent_on.stage('assess').visits)}",
    )
    assert plan[-1] == stages_words.spent(sent_on, sent_on.stage("plan").visits)


@pytest.mark.parametrize(
    ("phase", "told"),
    [
        (
            PhaseStanding(0.5, 3, 4, taken_over=1, held_on=DAYS[:1]),
            "Its items stand at 50 percent in the review of 10 Nov 2017: 2 of 4 items looked at, "
            "1 taken over from the review before.",
        ),
        (
            PhaseStanding(1.0, 6, 6, held_on=DAYS),
            "Its items stand at 100 percent in the reviews of 2 partners, the last of 3 Mar 2018: "
            "6 of 6 items looked at.",
        ),
        (
            PhaseStanding(None, 1, 6, held_on=DAYS[:1]),
            "Too little was looked at in the review of 10 Nov 2017 to say how it stands: 1 of 6 items looked at.",
        ),
        (
            PhaseStanding(None, 0, 0, applies=False, held_on=DAYS[:1]),
            "It does not apply, says the review of 10 Nov 2017.",
        ),
    ],
    ids=["one review", "two partners", "too little", "does not apply"],
)
def test_of_a_phase_it_is_said_how_it_stands_and_in_which_reviews(phase: PhaseStanding, told: str) -> None:
    record = MilestoneRecord("", "", "implement", "implement.full")
    of_phase = MilestoneView("implement.full", "", False, False, record, phase.mean, phase_key="full", phase=phase)
    assert stages_words.milestone_source(of_phase) == told


def test_a_phase_knows_the_days_of_the_reviews_that_it_stands_in(store: Store) -> None:
    made = create_initiative(store, YOU, name="Northside Compact")
    phase = next(each for each in content_of("implementation").phases if each.key == "full")
    held_on = date(2018, 11, 10)
    review = reviews.start_review(store, YOU, made.id, "implementation", held_on=held_on)
    for item in phase.items:
        reviews.save_entry(store, YOU, review.id, item.key, version=0, status="partial")
    reviews.save_review(store, YOU, review.id, version=review.version, state=ReviewState.HELD)
    view = journey(store, made.id, today=TODAY)
    full = next(each for each in view.stage("implement").milestones if each.phase_key == "full")
    assert full.phase is not None
    assert full.phase.held_on == (held_on,)
    assert "stand at 50 percent in the review of 10 Nov 2018" in stages_words.milestone_source(full)
