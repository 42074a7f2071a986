"""Whatever partners wrote, the workbook of it comes back without a single change."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collab.errors import NotAllowed
from collab.framework import load_framework
from collab.journey import MilestoneRecord, MilestoneStanding, ReviewEntry
from collab.model import YOU, Sector
from collab.plans import PlanStep
from collab.services import action_plans, initiatives, milestones, partners, purpose, reviews, root_causes
from collab.services.workbook import workbook
from collab.store import Store, records
from tests.services.workbooks import TODAY, brought, changes, looked, notes, told

ODD = st.sampled_from(
    [
        *(
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\tTab",
            "'quoted'",
            "“curly” ‘signs’",
            "#REF!",
            "TRUE",
            "007",
            "1; 4",
            "3/4/2027",
        ),
        *(
            "Line\nbreak",
            "  spaces  between ",
            "Ünïcödé 👍🏽",
            "e\u0301",
            "\u00a0",
            "\u200bhidden",
            "_x000D_",
            "<b>&amp;</b>",
        ),
        *("x" * 4000, "n/a", "None", "1e5", "2027-03-31", "a|b|c", "was|key|owner"),
    ]
)
TEXTS = st.one_of(st.just(""), ODD, st.text(max_size=60))
DAYS = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2100, 12, 31)))
DONE_DAYS = st.one_of(st.none(), st.dates(date(1990, 1, 1), TODAY))
STATUSES = st.sampled_from(["", *(each.key for each in load_framework().statuses)])
STAGES = load_framework().stages
FREE = [each.key for stage in STAGES for each in stage.milestones if each.phase is None]
CHECKLISTS = load_framework().checklists
ITEMS = [item.key for checklist in CHECKLISTS for phase in checklist.phases for item in phase.items]
PHASES = [phase.key for checklist in CHECKLISTS for phase in checklist.phases]
NOBODY_OR_ONE = st.sampled_from([None, 0, 1])
GOALS = ("=Goal one", "Goal\ntwo", "Goal\ntwo")
CAUSES = ("Nobody asked =1", "Lack of trust", "Lack of trust")
"""What two of them say is the same."""

MILESTONE = st.fixed_dictionaries(
    {
        "standing": st.sampled_from(MilestoneStanding),
        "done_on": DONE_DAYS,
        "owner": TEXTS,
        "evidence": TEXTS,
        "due_on": DAYS,
        "partner": NOBODY_OR_ONE,
    }
)
ENTRY = st.fixed_dictionaries(
    {
        "status": STATUSES,
        **dict.fromkeys(("successes", "challenges", "next_steps", "owner", "evidence"), TEXTS),
        "due_on": DAYS,
        "partner": NOBODY_OR_ONE,
    }
)
STEP = st.fixed_dictionaries(
    {
        **dict.fromkeys(("step", "responsible", "resources_available", "resources_needed"), TEXTS),
        **dict.fromkeys(("barriers", "communications"), TEXTS),
        "begins_on": DAYS,
        "due_on": DAYS,
        "done_on": DONE_DAYS,
        "partner": NOBODY_OR_ONE,
        "goal": st.integers(0, len(GOALS) - 1),
        "after": st.booleans(),
        "cause": st.sampled_from([None, *range(len(CAUSES))]),
        "by": st.integers(-2, 2),
    }
)
Cells = dict[str, Any]
INITIATIVE = st.fixed_dictionaries(
    {
        "names": st.lists(st.one_of(ODD, st.text(max_size=40)), max_size=2),
        "own": st.lists(TEXTS, max_size=2),
        "said": st.dictionaries(st.sampled_from(FREE), MILESTONE, max_size=3),
        "entries": st.dictionaries(st.sampled_from(ITEMS), ENTRY, max_size=4),
        "off": st.sets(st.sampled_from(PHASES), max_size=2),
        "steps": st.lists(STEP, max_size=6),
    }
)
MEANWHILE = st.lists(st.tuples(st.sampled_from(["step", "milestone", "entry", "move", "add"]), TEXTS), max_size=5)


def kept(work: Callable[..., Any], *args: object, **values: object) -> Any:
    """What is kept of it, None where it cannot be written so."""
    try:
        return work(*args, **values)
    except NotAllowed:
        return None


def chosen(values: Cells, who: list[str]) -> Cells:
    """The same with the id of the partner."""
    given = who[values["partner"]] if values["partner"] is not None and values["partner"] < len(who) else None
    return {name: value for name, value in values.items() if name != "partner"} | {"partner_id": given}


def written(store: Store, of: Cells) -> str:
    """An initiative in which all of this was written down."""
    here = initiatives.create_initiative(store, YOU, name="Made-up compact").id
    added = [kept(partners.add_partner, store, YOU, here, name=each, sector=Sector.CHARTER) for each in of["names"]]
    who = [each.id for each in added if each]
    for each in of["own"]:
        kept(milestones.add_milestone, store, YOU, here, stage=STAGES[0].key, label=each)
    for key, values in of["said"].items():
        kept(milestones.save_milestone, store, YOU, here, key, version=0, **chosen(values, who))
    for checklist in CHECKLISTS:
        review = reviews.start_review(store, YOU, here, checklist.key, held_on=TODAY)
        for key in reviews.item_keys(checklist.key) & set(of["entries"]):
            reviews.save_entry(store, YOU, review.id, key, version=0, **chosen(of["entries"][key], who))
        for phase in of["off"] & {each.key for each in checklist.phases}:
            kept(reviews.leave_out_phase, store, YOU, review.id, phase, left_out=True)
    write_steps(store, here, of["steps"], who)
    return here


def write_steps(store: Store, here: str, steps: list[Cells], who: list[str]) -> None:
    """Goals, root causes, and steps in an order of their own."""
    problem = root_causes.add_problem(store, YOU, here, statement="A problem").id
    causes = [root_causes.add_cause(store, YOU, problem, answer=each, is_chosen=True).id for each in CAUSES]
    goals = [purpose.add_goal(store, YOU, here, statement=each).id for each in GOALS]
    before: dict[str, str] = {}
    for each in steps:
        goal = goals[each["goal"]]
        values = {name: value for name, value in chosen(each, who).items() if name not in ("goal", "cause", "by")}
        values["after"] = (before[goal],) if each["after"] and goal in before else ()
        values["cause_id"] = causes[each["cause"]] if each["cause"] is not None else None
        made = kept(action_plans.add_step, store, YOU, goal, **values)
        before |= {goal: made.id} if made else {}
        if made:
            action_plans.move_step(store, YOU, made.id, by=each["by"])


def changed_by_another(store: Store, here: str, what: str, text: str) -> None:
    """Somebody saves something after the workbook was downloaded."""
    steps = store.read(lambda unit: records.records(unit, PlanStep, initiative_id=here))
    if what == "add" or not steps:
        goal = purpose.purpose_of(store, here).goals[0].goal.id
        kept(action_plans.add_step, store, YOU, goal, step=text)
    elif what == "step":
        kept(action_plans.save_step, store, YOU, steps[0].id, version=steps[0].version, step=text, barriers=text)
    elif what == "move":
        action_plans.move_step(store, YOU, steps[-1].id, by=-1)
    elif what == "milestone":
        record = store.read(lambda unit: records.record(unit, MilestoneRecord, initiative_id=here, key=FREE[0]))
        said = {"standing": MilestoneStanding.OPEN, "owner": text}
        milestones.save_milestone(store, YOU, here, FREE[0], version=record.version if record else 0, **said)  # type: ignore[arg-type]
    else:
        (review,) = reviews.checklist_view(store, here, CHECKLISTS[0].key).under_way
        entry = store.read(lambda unit: records.record(unit, ReviewEntry, review_id=review.id, item=ITEMS[0]))
        version = entry.version if entry else 0
        reviews.save_entry(store, YOU, review.id, ITEMS[0], version=version, status="", owner=text)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(of=INITIATIVE, meanwhile=MEANWHILE)
def test_export_then_import_is_no_change_at_all_whatever_somebody_saved_since(
    of: Cells, meanwhile: list[tuple[str, str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{folder}/any.sqlite")
        try:
            here = written(store, of)
            content = workbook(store, here, today=TODAY)
            for what, text in meanwhile:
                changed_by_another(store, here, what, text)
            shown = looked(store, brought(store, content, Path(folder)))
        finally:
            store.close()
    assert (changes(shown), told(shown), notes(shown), shown.saved) == ({}, [], [], 0)
