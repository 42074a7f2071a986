"""Where something that is to be done was written down: the page, and its address there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collab.ui import keys

if TYPE_CHECKING:
    from collab.services.tasks import Task


def place_of(initiative_id: str, task: Task) -> tuple[str, dict[str, str]]:
    """The page on which a task was written down, and the query parameters that lead to it there."""
    from collab.services.tasks import TaskKind

    here = {keys.INITIATIVE: initiative_id}
    if task.kind is TaskKind.STAGE:
        return "stages", {**here, keys.STAGE: task.where}
    if task.kind is TaskKind.MILESTONE:
        return "stages", {**here, keys.STAGE: task.where, keys.EDIT: f"milestone:{task.key}"}
    if task.kind is TaskKind.NEXT_STEP:
        place = {keys.ROUND: task.round_id, keys.DIMENSION: task.where, keys.EDIT: task.key} if task.round_id else {}
        return "conclusions", {**here, **place}
    if task.kind is TaskKind.ITEM:
        whose = {keys.PARTNER: task.said_by} if task.said_by else {}
        return "checklists", {**here, keys.CHECKLIST: task.where, keys.ITEM: task.key, **whose}
    if task.kind is TaskKind.PLAN_STEP:
        return "action_plans", {**here, keys.GOAL: task.where, keys.EDIT: f"plan_step:{task.key}"}
    return "initiative", {**here, keys.EDIT: f"goal:{task.key}"}
