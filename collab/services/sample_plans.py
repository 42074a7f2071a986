"""Plays what a made-up journey tells of planning together: five whys, the logic model, action plans."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from collab.services import action_plans, logic_model, purpose, root_causes
from collab.services import sample_script as script
from collab.services.sample_scene import Scene


def _ask_why(scene: Scene, event: script.AskWhy) -> None:
    where = (scene.store, scene.person)
    said: dict[str, Any] = {"statement": event.problem, "evidence": event.evidence, "source": event.source}
    problem = root_causes.add_problem(*where, scene.initiative_id, **said)
    made: dict[str, str] = {}
    for each in event.causes:
        texts: dict[str, Any] = {
            name: getattr(each, name) for name in ("answer", "evidence", "source", "prevents", "fits")
        }
        parent = made[each.under] if each.under else None
        cause = root_causes.add_cause(*where, problem.id, parent_id=parent, is_chosen=each.chosen, **texts)
        made[each.answer] = cause.id


def _draw_model(scene: Scene, event: script.DrawModel) -> None:
    where = (scene.store, scene.person)
    if event.problem:
        logic_model.save_model(*where, scene.initiative_id, version=0, problem=event.problem)
    made: dict[str, str] = {}
    for each in event.entries:
        cause_id = _cause(scene, each.cause)
        entry = logic_model.add_entry(*where, scene.initiative_id, place=each.place, text=each.text, cause_id=cause_id)
        made[each.text] = entry.id
    for each in event.entries:
        if each.leads_to:
            logic_model.set_links(*where, made[each.text], to={made[text] for text in each.leads_to}, seen=())


def _plan_action(scene: Scene, event: script.PlanAction) -> None:
    where = (scene.store, scene.person)
    goals = purpose.purpose_of(scene.store, scene.initiative_id, person=scene.person).goals
    goal_id = next(each.goal.id for each in goals if each.goal.statement == event.goal)
    texts: dict[str, Any] = {name: getattr(event, name) for name in ("outcomes", "evidence", "evaluation")}
    action_plans.save_plan(*where, goal_id, version=0, **texts)
    made: dict[str, str] = {}
    for each in event.steps:
        said: dict[str, Any] = {name: getattr(each, name) for name in _OF_STEP} | {
            name: scene.day(getattr(each, name)) for name in ("begins_on", "due_on", "done_on")
        }
        own: dict[str, Any] = {"partner_id": scene.partner(each.partner), "cause_id": _cause(scene, each.cause)}
        said["after"] = tuple(made[words] for words in each.after)
        made[each.step] = action_plans.add_step(scene.store, scene.person, goal_id, **said, **own).id


_OF_CAUSE = ("answer", "evidence", "source", "prevents", "fits")
_OF_STEP = ("step", "responsible", "resources_available", "resources_needed", "barriers", "communications")


def _cause(scene: Scene, answer: str) -> str | None:
    """The id of the answer of these words; None for no words."""
    if not answer:
        return None
    trees = root_causes.root_causes(scene.store, scene.initiative_id, person=scene.person)
    return next(why.cause.id for tree in trees for why in tree.every() if why.cause.answer == answer)


PLAYED_PLANS: dict[type[Any], Callable[[Scene, Any], None]] = {
    script.AskWhy: _ask_why,
    script.DrawModel: _draw_model,
    script.PlanAction: _plan_action,
}
