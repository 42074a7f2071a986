"""The Root causes screen: asking on, testing, choosing, carrying over, taking away, the meeting, and nothing yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from collab.charts import cause_tree
from collab.framework import load_framework
from collab.model import YOU, Initiative
from collab.plans import Cause, Verdict
from collab.services import action_plans, logic_model, purpose, root_causes
from collab.services.drafts import draft_of
from collab.services.initiatives import create_initiative
from collab.services.root_causes import Tree
from collab.store import Store
from collab.ui import causes_meeting, causes_table, causes_words
from tests.pages.conftest import Visit
from tests.pages.rows import Row

WEIRD = "$x$ :red[a] <b>b</b> *c*"
DAY = date(2026, 11, 20)
TEXTS = load_framework().root_causes


@pytest.fixture
def initiative(store: Store) -> Initiative:
    return create_initiative(store, YOU, name=f"Northside {WEIRD}", made_up=True)


def tree(store: Store, initiative: Initiative) -> Tree:
    """The first tree."""
    return root_causes.root_causes(store, initiative.id)[0]


def grown(store: Store, initiative: Initiative) -> dict[str, Cause]:
    """A problem with two answers, one of which has an answer of its own; what each is called -> the answer."""
    problem = root_causes.add_problem(
        store,
        YOU,
        initiative.id,
        statement=f"Few use the one application {WEIRD}",
        evidence="41 percent",
        source="Count",
    )
    late = root_causes.add_cause(
        store, YOU, problem.id, answer=f"They hear of it late {WEIRD}", evidence="Calls in May"
    )
    nobody = root_causes.add_cause(store, YOU, problem.id, parent_id=late.id, answer="Nobody is told to tell them")
    english = root_causes.add_cause(store, YOU, problem.id, answer="It is in English only")
    return {"late": late, "nobody": nobody, "english": english}


def said(screen: AppTest) -> str:
    elements = [*screen.markdown, *screen.caption, *screen.info, *screen.success, *screen.error, *screen.subheader]
    return "\n".join(element.value for element in elements).replace("\\", "")


def pressed(screen: AppTest, label: str) -> AppTest:
    return next(button for button in screen.button if button.label.startswith(label)).click().run()


def labels(screen: AppTest) -> list[str]:
    return [button.label for button in screen.button]


def test_nothing_yet_teaches_the_steps_and_states_the_first_problem(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    screen = visit("root_causes", initiative=initiative.id)
    assert not screen.exception
    for step in TEXTS.steps:
        assert step in said(screen)
    screen = pressed(screen, "State the first problem")
    screen.text_area[0].set_value("Buses are late").run()
    screen = pressed(screen, "State it")
    assert not screen.exception
    assert tree(store, initiative).problem.statement == "Buses are late"
    assert "The problem is stated. Now ask why it happens." in said(screen)
    assert Row(screen, TEXTS.why_prompt).values == {TEXTS.why_prompt: ""}


def test_a_problem_is_told_with_its_evidence_and_what_was_found_so_far(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    ids = grown(store, initiative)
    root_causes.save_cause(store, YOU, ids["nobody"].id, version=1, is_chosen=True)
    screen = visit("root_causes", initiative=initiative.id)
    assert not screen.exception
    text = said(screen)
    assert f"Few use the one application {WEIRD}" in text
    assert "41 percent · Source: Count" in text
    assert "3 answers, 2 whys deep; 1 with evidence. 1 root cause chosen: “Nobody is told to tell them”." in text


def test_answers_are_added_below_and_beside(store: Store, visit: Visit, initiative: Initiative) -> None:
    ids = grown(store, initiative)
    screen = visit("root_causes", initiative=initiative.id, cause=ids["nobody"].id)
    below = Row(screen, TEXTS.why_prompt)
    below.type(answer="It is in no job description")
    below.enter()
    beside = Row(screen, "Another answer beside this one")
    beside.type(answer="The letter is late")
    beside.enter()
    assert not screen.exception
    found = [(why.depth, why.cause.answer) for why in tree(store, initiative).every()]
    assert (3, "It is in no job description") in found
    assert (2, "The letter is late") in found
    assert screen.query_params["cause"] == ids["nobody"].id


def test_asking_on_goes_to_the_new_answer(store: Store, visit: Visit, initiative: Initiative) -> None:
    ids = grown(store, initiative)
    screen = visit("root_causes", initiative=initiative.id, cause=ids["english"].id)
    row = Row(screen, TEXTS.why_prompt)
    assert row.data["second"] == "Add, and ask why of it"
    row.type(answer="Nobody translates")
    row.enter(second=True)
    new = next(why.cause for why in tree(store, initiative).every() if why.cause.answer == "Nobody translates")
    assert new.parent_id == ids["english"].id
    assert screen.query_params["cause"] == new.id
    assert "Says why: It is in English only" in said(screen)


def test_what_is_typed_and_not_added_is_kept(store: Store, visit: Visit, initiative: Initiative) -> None:
    ids = grown(store, initiative)
    screen = visit("root_causes", initiative=initiative.id, cause=ids["english"].id)
    Row(screen, TEXTS.why_prompt).type(answer="Nobody trans")
    kept = draft_of(store, YOU, f"cause:{initiative.id}:add:{ids['english'].id}")
    assert kept is not None
    assert kept.content["answer"] == "Nobody trans"
    again = visit("root_causes", initiative=initiative.id, cause=ids["english"].id)
    assert Row(again, TEXTS.why_prompt).values == {TEXTS.why_prompt: "Nobody trans"}


def test_after_five_whys_it_says_so_and_goes_on(store: Store, visit: Visit, initiative: Initiative) -> None:
    problem = root_causes.add_problem(store, YOU, initiative.id, statement="Buses are late")
    parent: str | None = None
    made = []
    for depth in range(TEXTS.whys):
        made.append(root_causes.add_cause(store, YOU, problem.id, parent_id=parent, answer=f"Because {depth}"))
        parent = made[-1].id
    told = f"{TEXTS.title} are usually enough"
    assert told not in said(visit("root_causes", initiative=initiative.id, cause=made[-2].id))
    screen = visit("root_causes", initiative=initiative.id, cause=made[-1].id)
    assert told in said(screen)
    assert Row(screen, TEXTS.why_prompt).values == {TEXTS.why_prompt: ""}


def test_tests_are_answered_in_one_press_and_advise_without_forbidding(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    ids = grown(store, initiative)
    screen = visit("root_causes", initiative=initiative.id, cause=ids["nobody"].id)
    assert f"“{TEXTS.test_prompt}” and “{TEXTS.fit_prompt}”" in said(screen)
    screen.button_group(key=f"test_prevents_{ids['nobody'].id}").set_value("yes").run()
    screen.button_group(key=f"test_fits_{ids['nobody'].id}").set_value("no").run()
    found = next(why.cause for why in tree(store, initiative).every() if why.cause.id == ids["nobody"].id)
    assert (found.prevents, found.fits) == (Verdict.YES, Verdict.NO)
    assert f"say Yes to “{TEXTS.fit_prompt}”. You can choose it all the same." in said(screen)
    screen = pressed(screen, "Choose as a root cause")
    assert [why.cause.id for why in tree(store, initiative).chosen] == [ids["nobody"].id]
    screen = pressed(screen, "Take the choice back")
    assert tree(store, initiative).chosen == ()


def test_a_test_that_somebody_else_answered_meanwhile_is_not_overwritten(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    ids = grown(store, initiative)
    screen = visit("root_causes", initiative=initiative.id, cause=ids["nobody"].id)
    root_causes.save_cause(store, YOU, ids["nobody"].id, version=1, prevents=Verdict.NO)
    screen.button_group(key=f"test_prevents_{ids['nobody'].id}").set_value("yes").run()
    found = next(why.cause for why in tree(store, initiative).every() if why.cause.id == ids["nobody"].id)
    assert found.prevents is Verdict.NO
    assert screen.error


def test_words_and_evidence_are_edited(store: Store, visit: Visit, initiative: Initiative) -> None:
    ids = grown(store, initiative)
    screen = visit("root_causes", initiative=initiative.id, cause=ids["late"].id)
    next(area for area in screen.text_area if area.label.replace("\\", "") == TEXTS.evidence_prompt).set_value(
        WEIRD
    ).run()
    screen = pressed(screen, "Save")
    assert not screen.exception
    found = next(why.cause for why in tree(store, initiative).every() if why.cause.id == ids["late"].id)
    assert (found.evidence, found.answer) == (WEIRD, ids["late"].answer)


def test_a_chosen_cause_is_carried_over_in_one_press_and_then_linked(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    ids = grown(store, initiative)
    root_causes.save_cause(store, YOU, ids["nobody"].id, version=1, is_chosen=True)
    goal = purpose.add_goal(store, YOU, initiative.id, statement="Nine of ten families apply")
    screen = visit("root_causes", initiative=initiative.id)
    assert "Nothing goes at it yet." in said(screen)
    screen = pressed(screen, "Carry over as an entry of")
    (entry,) = logic_model.logic_model(store, initiative.id).entries.values()
    assert (entry.place, entry.cause_id, entry.text) == (
        "activities",
        ids["nobody"].id,
        "What we do about: Nobody is told to tell them",
    )
    screen = pressed(screen, "Carry over as a plan step")
    assert not screen.exception
    (plan,) = action_plans.action_plans(store, initiative.id, today=DAY).plans
    assert [(each.step.goal_id, each.step.cause_id) for each in plan.steps] == [(goal.id, ids["nobody"].id)]
    assert "Nothing goes at it yet." not in said(screen)
    assert "It is carried over." in said(screen)


def test_with_several_goals_it_asks_for_which(store: Store, visit: Visit, initiative: Initiative) -> None:
    ids = grown(store, initiative)
    root_causes.save_cause(store, YOU, ids["nobody"].id, version=1, is_chosen=True)
    purpose.add_goal(store, YOU, initiative.id, statement="Nine of ten families apply")
    second = purpose.add_goal(store, YOU, initiative.id, statement="One calendar")
    pressed(visit("root_causes", initiative=initiative.id), "One calendar")
    plans = action_plans.action_plans(store, initiative.id, today=DAY).plans
    assert [(plan.goal.goal.id, len(plan.steps)) for plan in plans if plan.steps] == [(second.id, 1)]


def test_taking_away_counts_the_branch_and_names_what_rests_on_it(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    ids = grown(store, initiative)
    root_causes.save_cause(store, YOU, ids["nobody"].id, version=1, is_chosen=True)
    logic_model.add_entry(store, YOU, initiative.id, place="activities", text="A letter", cause_id=ids["nobody"].id)
    screen = visit("root_causes", initiative=initiative.id, cause=ids["late"].id)
    assert "It goes with 1 answer below it." in said(screen)
    assert "names it no more: 1 entry of the logic model." in said(screen)
    screen = pressed(screen, ":red[:material/delete: Take it away]")
    assert not screen.exception
    assert [why.cause.id for why in tree(store, initiative).every()] == [ids["english"].id]
    assert "cause" not in screen.query_params


def test_a_branch_that_grew_meanwhile_stays(store: Store, visit: Visit, initiative: Initiative) -> None:
    ids = grown(store, initiative)
    screen = visit("root_causes", initiative=initiative.id, cause=ids["late"].id)
    root_causes.add_cause(store, YOU, ids["late"].problem_id, parent_id=ids["nobody"].id, answer="No job description")
    screen = pressed(screen, ":red[:material/delete: Take it away]")
    assert screen.error
    assert len(list(tree(store, initiative).every())) == 4


def test_a_problem_is_taken_away_with_its_answers(store: Store, visit: Visit, initiative: Initiative) -> None:
    grown(store, initiative)
    screen = visit("root_causes", initiative=initiative.id, cause=tree(store, initiative).problem.id)
    assert "It goes with 3 answers." in said(screen)
    pressed(screen, ":red[:material/delete: Take it away]")
    assert root_causes.root_causes(store, initiative.id) == ()


def test_the_address_of_an_answer_opens_its_problem(store: Store, visit: Visit, initiative: Initiative) -> None:
    grown(store, initiative)
    second = root_causes.add_problem(store, YOU, initiative.id, statement="Buses are late")
    cause = root_causes.add_cause(store, YOU, second.id, answer="One depot")
    screen = visit("root_causes", initiative=initiative.id, cause=cause.id)
    assert screen.query_params["problem"] == second.id
    assert next(each.value.replace("\\", "") for each in screen.subheader) == "Buses are late"
    screen.selectbox(key="_pick_problem").select_index(0).run()
    assert "cause" not in screen.query_params
    assert screen.subheader[0].value.replace("\\", "").startswith("Few use the one application")


def test_another_problem_is_stated_and_opened(store: Store, visit: Visit, initiative: Initiative) -> None:
    grown(store, initiative)
    screen = pressed(visit("root_causes", initiative=initiative.id), "Another problem")
    screen.text_area[0].set_value("Buses are late").run()
    screen = pressed(screen, "State it")
    assert not screen.exception
    second = root_causes.root_causes(store, initiative.id)[1].problem
    assert screen.query_params["problem"] == second.id
    assert screen.subheader[0].value == "Buses are late"
    assert "edit" not in screen.query_params


def test_an_answer_that_is_gone_is_said_to_be(store: Store, visit: Visit, initiative: Initiative) -> None:
    grown(store, initiative)
    screen = visit("root_causes", initiative=initiative.id, cause="f" * 32)
    assert "is not there any more" in said(screen)
    assert "cause" not in screen.query_params


def test_the_table_has_every_answer_indented_with_what_takes_it_up(store: Store, initiative: Initiative) -> None:
    ids = grown(store, initiative)
    root_causes.save_cause(store, YOU, ids["nobody"].id, version=1, is_chosen=True, prevents=Verdict.YES)
    logic_model.add_entry(store, YOU, initiative.id, place="activities", text="A letter", cause_id=ids["nobody"].id)
    table = causes_table.table(tree(store, initiative), root_causes.taken_up(store, initiative.id))
    assert table == {
        "Answer": [ids["late"].answer, "\u2003Nobody is told to tell them", "It is in English only"],
        "Depth": ["Why 1", "Why 2", "Why 1"],
        "Evidence": ["Calls in May", "", ""],
        "Source": ["", "", ""],
        "Prevents": ["", "Yes", ""],
        "Joint": ["", "", ""],
        "Root cause": ["", "★ chosen", ""],
        "Taken up in": ["", "1 entry of the logic model", ""],
    }


def test_the_meeting_shows_the_problem_and_then_what_was_chosen(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    ids = grown(store, initiative)
    root_causes.save_cause(store, YOU, ids["nobody"].id, version=1, is_chosen=True, prevents=Verdict.YES)
    screen = visit("root_causes", initiative=initiative.id, meeting="1")
    assert not screen.exception
    assert "41 percent · Source: Count" in said(screen)
    screen = visit("root_causes", initiative=initiative.id, meeting="2")
    assert "Nobody is told to tell them" in said(screen)
    assert "Goes at it: nothing yet" in said(screen)
    assert screen.header[0].value.replace("\\", "").startswith("Root causes of: Few use the one application")


def test_the_meeting_without_a_problem_says_so(store: Store, visit: Visit, initiative: Initiative) -> None:
    assert "No problem is stated yet." in said(visit("root_causes", initiative=initiative.id, meeting="1"))


@pytest.mark.parametrize(
    ("prevents", "fits", "asked"),
    [
        (Verdict.YES, Verdict.YES, ()),
        (Verdict.YES, Verdict.UNSURE, (TEXTS.fit_prompt,)),
        (Verdict.NO, Verdict.YES, (TEXTS.test_prompt,)),
        (Verdict.UNSAID, Verdict.UNSAID, (TEXTS.test_prompt, TEXTS.fit_prompt)),
    ],
)
def test_advice_names_what_is_not_yes(
    monkeypatch: pytest.MonkeyPatch, prevents: Verdict, fits: Verdict, asked: tuple[str, ...]
) -> None:
    monkeypatch.setattr(causes_words, "content", lambda: TEXTS)
    cause = replace(Cause("c", "i", "p", "They hear of it late"), prevents=prevents, fits=fits)
    told = causes_words.advice(cause)
    assert bool(told) == bool(asked)
    assert [each for each in (TEXTS.test_prompt, TEXTS.fit_prompt) if each in told] == list(asked)


def test_two_answers_that_come_fast_are_both_kept(store: Store, visit: Visit, initiative: Initiative) -> None:
    ids = grown(store, initiative)
    key = ids["nobody"].id
    screen = visit("root_causes", initiative=initiative.id, cause=key)
    screen.button_group(key=f"test_prevents_{key}").set_value("yes")
    screen.button_group(key=f"test_fits_{key}").set_value("no")
    screen.run()
    found = next(why.cause for why in tree(store, initiative).every() if why.cause.id == key)
    assert (found.prevents, found.fits) == (Verdict.YES, Verdict.NO)
    assert not screen.error


def pressed_again(screen: AppTest, widget_id: str) -> None:
    """A press on a button as the browser had it before the page was drawn anew."""
    states = screen._tree.get_widget_states()
    state = states.widgets.add()
    state.id, state.trigger_value = widget_id, True
    screen._run(states)


def test_the_same_press_adds_once_and_what_adds_once_more_says_so(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    ids = grown(store, initiative)
    for key in ("nobody", "english"):
        root_causes.save_cause(store, YOU, ids[key].id, version=1, is_chosen=True)
    purpose.add_goal(store, YOU, initiative.id, statement="Nine of ten families apply")
    screen = visit("root_causes", initiative=initiative.id)
    button = next(each for each in screen.button if each.label.startswith("Carry over as a plan step"))
    button.click().run()
    pressed_again(screen, button.proto.id)
    assert not screen.exception
    (plan,) = action_plans.action_plans(store, initiative.id, today=DAY).plans
    assert len(plan.steps) == 1
    assert said(screen).count("It is carried over.") == 1
    again = next(each for each in screen.button if each.label.startswith("Carry over once more as a plan step"))
    assert again.disabled, "the second press of a double-click does nothing"
    pressed(screen.run(), "Carry over once more as a plan step")
    (plan,) = action_plans.action_plans(store, initiative.id, today=DAY).plans
    assert len(plan.steps) == 2


def test_every_button_that_carries_over_has_a_name_of_its_own(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    ids = grown(store, initiative)
    for key in ("nobody", "english"):
        root_causes.save_cause(store, YOU, ids[key].id, version=1, is_chosen=True)
    purpose.add_goal(store, YOU, initiative.id, statement="Nine of ten families apply")
    for goals in ("one goal", "several"):
        found = [each for each in labels(visit("root_causes", initiative=initiative.id)) if "“" in each]
        assert len(found) == len(set(found)), goals
        assert sum("English" in each for each in found) == 2 if goals == "one goal" else 3
        purpose.add_goal(store, YOU, initiative.id, statement="One calendar")


def test_what_is_open_for_want_of_anything_else_is_not_closed(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    root_causes.add_problem(store, YOU, initiative.id, statement="Buses are late")
    screen = visit("root_causes", initiative=initiative.id)
    assert Row(screen, TEXTS.why_prompt).values == {TEXTS.why_prompt: ""}
    assert not [each for each in labels(screen) if each.startswith("Close")]


def test_what_was_typed_of_an_answer_that_somebody_took_away_is_shown_until_it_is_thrown_away(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    ids = grown(store, initiative)
    key = ids["english"].id
    screen = visit("root_causes", initiative=initiative.id, cause=key)
    next(each for each in screen.text_area if each.label == "Answer").set_value(f"No translator {WEIRD}").run()
    Row(screen, TEXTS.why_prompt).type(answer="Nobody asked")
    root_causes.remove_cause(store, YOU, key, seen={key: 1})
    screen = visit("root_causes", initiative=initiative.id, cause=key)
    assert not screen.exception
    assert f"No translator {WEIRD}" in said(screen)
    assert "Nobody asked" in said(screen)
    screen = pressed(screen, "Throw it away")
    assert "No translator" not in said(screen)
    assert "cause" not in screen.query_params
    assert draft_of(store, YOU, f"cause:{initiative.id}:{key}") is None


def test_a_problem_that_is_gone_is_said_to_be(store: Store, visit: Visit, initiative: Initiative) -> None:
    grown(store, initiative)
    screen = visit("root_causes", initiative=initiative.id, problem="f" * 32)
    assert "The problem that the address names is not there any more." in said(screen)
    assert "problem" not in screen.query_params


def test_who_takes_a_problem_away_is_not_told_that_it_is_gone(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    grown(store, initiative)
    second = root_causes.add_problem(store, YOU, initiative.id, statement="Buses are late")
    screen = visit("root_causes", initiative=initiative.id, cause=second.id)
    screen = pressed(screen, ":red[:material/delete: Take it away]")
    assert "It is taken away." in said(screen)
    assert "is not there any more" not in said(screen)


def test_the_meeting_begins_with_the_problem_that_is_open(store: Store, visit: Visit, initiative: Initiative) -> None:
    grown(store, initiative)
    second = root_causes.add_problem(store, YOU, initiative.id, statement="Buses are late", evidence="GPS")
    screen = pressed(visit("root_causes", initiative=initiative.id, cause=second.id), "Meeting view")
    assert not screen.exception
    assert "GPS" in said(screen)
    screen = pressed(visit("root_causes", initiative=initiative.id), "Meeting view")
    assert "41 percent" in said(screen)


def test_the_smallest_letters_of_a_tree_on_a_projector_are_28_pixels_high() -> None:
    assert causes_meeting.LETTER * cause_tree.SMALL >= 28
