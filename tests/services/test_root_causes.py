"""Five whys: a tree that branches, its two tests, the causes that are chosen, and what goes when a branch goes."""

from __future__ import annotations

from datetime import date

import pytest

from collab.errors import NotAllowed, NotFound, StaleVersion
from collab.model import YOU
from collab.plans import Verdict
from collab.services import action_plans, initiatives, logic_model, maintenance, purpose, root_causes
from collab.services.root_causes import Tree
from collab.store import Store
from tests.statements import asked_of

DAY = date(2026, 11, 20)


@pytest.fixture
def initiative_id(store: Store) -> str:
    return initiatives.create_initiative(store, YOU, name="Northside Compact").id


def tree(store: Store, initiative_id: str) -> Tree:
    """The only tree."""
    (found,) = root_causes.root_causes(store, initiative_id)
    return found


def grown(store: Store, initiative_id: str) -> dict[str, str]:
    """A problem with two answers, one of which has an answer of its own; what each is called -> its id."""
    problem = root_causes.add_problem(store, YOU, initiative_id, statement="Few families use the one application")
    first = root_causes.add_cause(store, YOU, problem.id, answer="They hear of it late")
    second = root_causes.add_cause(store, YOU, problem.id, answer="It is in English only")
    third = root_causes.add_cause(store, YOU, problem.id, parent_id=first.id, answer="Nobody is told to tell them")
    return {"problem": problem.id, "late": first.id, "english": second.id, "nobody": third.id}


def test_answers_stand_below_what_they_answer_in_the_order_in_which_they_were_given(
    store: Store, initiative_id: str
) -> None:
    grown(store, initiative_id)
    assert [(why.depth, why.cause.answer) for why in tree(store, initiative_id).every()] == [
        (1, "They hear of it late"),
        (2, "Nobody is told to tell them"),
        (1, "It is in English only"),
    ]


def test_the_two_tests_and_the_choice_are_kept_and_told_in_the_history(store: Store, initiative_id: str) -> None:
    ids = grown(store, initiative_id)
    root_causes.save_cause(
        store, YOU, ids["nobody"], version=1, prevents=Verdict.YES, fits=Verdict.UNSURE, is_chosen=True, source="Survey"
    )
    (chosen,) = tree(store, initiative_id).chosen
    assert (chosen.cause.prevents, chosen.cause.fits, chosen.cause.source) == (Verdict.YES, Verdict.UNSURE, "Survey")
    told = initiatives.changes_of(store, initiative_id)[0]
    assert (told.what, told.subject) == ("save_cause", "Nobody is told to tell them")


def test_a_branch_goes_whole_and_what_rested_on_it_stays(store: Store, initiative_id: str) -> None:
    ids = grown(store, initiative_id)
    root_causes.save_cause(store, YOU, ids["nobody"], version=1, is_chosen=True)
    entry = logic_model.add_entry(
        store, YOU, initiative_id, place="activities", text="A letter in August", cause_id=ids["nobody"]
    )
    goal = purpose.add_goal(store, YOU, initiative_id, statement="Nine of ten families apply")
    step = action_plans.add_step(store, YOU, goal.id, step="Write the letter", cause_id=ids["nobody"])
    root_causes.remove_cause(store, YOU, ids["late"], seen={ids["late"]: 1, ids["nobody"]: 2})
    assert [why.cause.answer for why in tree(store, initiative_id).every()] == ["It is in English only"]
    assert logic_model.logic_model(store, initiative_id).entries[entry.id].cause_id is None
    (plan,) = action_plans.action_plans(store, initiative_id, today=DAY).plans
    assert [(each.step.id, each.step.cause_id) for each in plan.steps] == [(step.id, None)]
    assert maintenance.check(store) == ()


def test_a_branch_that_grew_meanwhile_is_not_taken_away(store: Store, initiative_id: str) -> None:
    ids = grown(store, initiative_id)
    root_causes.add_cause(store, YOU, ids["problem"], parent_id=ids["nobody"], answer="It is in no job description")
    with pytest.raises(StaleVersion, match="job description"):
        root_causes.remove_cause(store, YOU, ids["late"], seen={ids["late"]: 1, ids["nobody"]: 1})
    assert len(list(tree(store, initiative_id).every())) == 4


def test_a_problem_goes_with_its_tree(store: Store, initiative_id: str) -> None:
    ids = grown(store, initiative_id)
    seen = {key: 1 for name, key in ids.items() if name != "problem"}
    root_causes.remove_problem(store, YOU, ids["problem"], version=1, seen=seen)
    assert root_causes.root_causes(store, initiative_id) == ()
    assert maintenance.check(store) == ()


def test_an_answer_cannot_stand_below_an_answer_of_another_problem(store: Store, initiative_id: str) -> None:
    ids = grown(store, initiative_id)
    other = root_causes.add_problem(store, YOU, initiative_id, statement="Buses are late")
    with pytest.raises(NotFound, match="another problem"):
        root_causes.add_cause(store, YOU, other.id, parent_id=ids["late"], answer="One depot")


def test_the_second_person_to_save_an_answer_is_refused_with_both_texts(store: Store, initiative_id: str) -> None:
    ids = grown(store, initiative_id)
    root_causes.save_cause(store, YOU, ids["late"], version=1, evidence="Half of the calls in May")
    with pytest.raises(StaleVersion) as refused:
        root_causes.save_cause(store, YOU, ids["late"], version=1, evidence="Two of three calls")
    assert refused.value.mine == {"evidence": "Two of three calls"}
    assert refused.value.theirs == {"evidence": "Half of the calls in May"}


def test_what_is_said_in_quick_succession_is_all_kept(store: Store, initiative_id: str) -> None:
    """Each press knows only what the screen said of its own question, and the words are being edited meanwhile."""
    late = grown(store, initiative_id)["late"]
    root_causes.say_of_cause(store, YOU, late, "prevents", seen=Verdict.UNSAID, to=Verdict.YES)
    root_causes.say_of_cause(store, YOU, late, "fits", seen=Verdict.UNSAID, to=Verdict.UNSURE)
    root_causes.save_cause(store, YOU, late, version=3, answer="They hear of it in August")
    root_causes.say_of_cause(store, YOU, late, "is_chosen", seen=False, to=True)
    kept = next(why.cause for why in tree(store, initiative_id).every() if why.cause.id == late)
    assert (kept.prevents, kept.fits, kept.is_chosen) == (Verdict.YES, Verdict.UNSURE, True)
    assert kept.answer == "They hear of it in August"


def test_a_test_that_somebody_else_answered_otherwise_is_not_answered_over(store: Store, initiative_id: str) -> None:
    late = grown(store, initiative_id)["late"]
    root_causes.say_of_cause(store, YOU, late, "fits", seen=Verdict.UNSAID, to=Verdict.NO)
    with pytest.raises(StaleVersion, match="They hear of it late") as refused:
        root_causes.say_of_cause(store, YOU, late, "fits", seen=Verdict.UNSAID, to=Verdict.YES)
    assert (refused.value.mine, refused.value.theirs) == ({"fits": Verdict.YES}, {"fits": Verdict.NO})
    same = root_causes.say_of_cause(store, YOU, late, "fits", seen=Verdict.UNSAID, to=Verdict.NO)
    assert (same.fits, same.version) == (Verdict.NO, 2)


def test_the_words_of_an_answer_are_not_said_without_a_version(store: Store, initiative_id: str) -> None:
    late = grown(store, initiative_id)["late"]
    with pytest.raises(TypeError, match="answer"):
        root_causes.say_of_cause(store, YOU, late, "answer", seen=False, to=True)


def test_only_a_chosen_cause_carries_over(store: Store, initiative_id: str) -> None:
    ids = grown(store, initiative_id)
    with pytest.raises(NotAllowed, match="was not chosen"):
        logic_model.add_entry(store, YOU, initiative_id, place="activities", text="A letter", cause_id=ids["late"])


def test_what_goes_at_a_cause_is_named_by_it(store: Store, initiative_id: str) -> None:
    ids = grown(store, initiative_id)
    assert root_causes.taken_up(store, initiative_id) == {}
    root_causes.save_cause(store, YOU, ids["nobody"], version=1, is_chosen=True)
    entry = logic_model.add_entry(
        store, YOU, initiative_id, place="activities", text="A letter in August", cause_id=ids["nobody"]
    )
    goal = purpose.add_goal(store, YOU, initiative_id, statement="Nine of ten families apply")
    step = action_plans.add_step(store, YOU, goal.id, step="Write the letter", cause_id=ids["nobody"])
    action_plans.add_step(store, YOU, goal.id, step="Count the families")
    assert root_causes.taken_up(store, initiative_id) == {ids["nobody"]: root_causes.TakenUp((entry,), (step,))}


def test_pressing_add_twice_adds_one(store: Store, initiative_id: str) -> None:
    ids = grown(store, initiative_id)
    for _ in range(2):
        root_causes.add_cause(store, YOU, ids["problem"], cause_id="c" * 32, answer="The office is closed in summer")
    assert len(list(tree(store, initiative_id).every())) == 4


def test_the_history_of_an_answer_names_its_problem_what_it_says_why_and_what_went_at_it(
    store: Store, initiative_id: str
) -> None:
    ids = grown(store, initiative_id)
    about = {
        "answer": "Nobody is told to tell them",
        "problem": "Few families use the one application",
        "says_why": "They hear of it late",
    }
    assert initiatives.changes_of(store, initiative_id)[0].after == about
    root_causes.say_of_cause(store, YOU, ids["nobody"], "is_chosen", seen=False, to=True)
    logic_model.add_entry(store, YOU, initiative_id, place="activities", text="A letter", cause_id=ids["nobody"])
    goal = purpose.add_goal(store, YOU, initiative_id, statement="Nine of ten families apply")
    action_plans.add_step(store, YOU, goal.id, step="Write it", cause_id=ids["nobody"])
    root_causes.remove_cause(store, YOU, ids["nobody"], seen={ids["nobody"]: 2})
    told = initiatives.changes_of(store, initiative_id)[0]
    assert told.before == about | {"is_chosen": True, "went_at_it": ["A letter", "Write it"]}


def test_a_tree_grows_so_deep_and_no_deeper(store: Store, initiative_id: str) -> None:
    problem = root_causes.add_problem(store, YOU, initiative_id, statement="Few families apply")
    above: str | None = None
    for depth in range(root_causes.MOST_WHYS):
        above = root_causes.add_cause(store, YOU, problem.id, parent_id=above, answer=f"Because {depth}").id
    with pytest.raises(NotAllowed, match="50 answers stand one below the other"):
        root_causes.add_cause(store, YOU, problem.id, parent_id=above, answer="Because of that")
    assert max(why.depth for why in tree(store, initiative_id).every()) == root_causes.MOST_WHYS


def test_the_store_is_asked_once_for_all_that_goes_with_a_problem(sqlite_store: Store) -> None:
    store = sqlite_store
    here = initiatives.create_initiative(store, YOU, name="Northside Compact").id
    problem = root_causes.add_problem(store, YOU, here, statement="Few families apply")
    seen = {root_causes.add_cause(store, YOU, problem.id, answer=str(number)).id: 1 for number in range(30)}
    with asked_of(store) as asked:
        root_causes.remove_problem(store, YOU, problem.id, version=1, seen=seen)
    assert len([each for each in asked if each.startswith("SELECT")]) < 12
