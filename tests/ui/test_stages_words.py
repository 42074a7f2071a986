"""What the Stages page says of times that are known to the month or the year only."""

from __future__ import annotations

from datetime import date

import pytest

from collab.journey import MilestoneStanding
from collab.model import YOU, Standing
from collab.services import milestones, stages
from collab.services.initiatives import create_initiative, get_initiative, set_standing
from collab.services.journey import JourneyView, journey
from collab.store import Store
from collab.ui import stages_words
from collab.ui.stages_charts import loops_of, path_alt
from collab.ui.stages_table import stage_table, stay_table
from collab.when import When

TODAY = date(2018, 11, 20)


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
