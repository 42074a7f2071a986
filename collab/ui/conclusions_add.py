"""The row that adds next steps to a dimension, one after the other."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from collab.model import YOU
from collab.services.conclusions import add_step
from collab.services.drafts import subject_of
from collab.ui import adding, shell
from collab.ui.adding import ID, Part

if TYPE_CHECKING:
    from collab.journey import NextStep
    from collab.services.conclusions import ConclusionsView, DimensionConclusion
    from collab.ui.drafting import Content


def draw(view: ConclusionsView, row: DimensionConclusion) -> None:
    """The row of a dimension. Enter adds a step and leaves the cursor where it is, for the next one."""
    parts = (
        Part("text", "Add a next step", 6, placeholder="What will be done"),
        Part("owner", "Owner", 4, placeholder="A person"),
        Part("partner", "Partner", 5, "choice", options=tuple((each.id, each.name) for each in view.present)),
        Part("due", "Due", 4, "day"),
    )
    adding.row(
        shell.store(),
        YOU,
        subject_of("step", view.initiative.id, "add", view.round.id, row.dimension.key),
        noun="step",
        parts=parts,
        add=partial(_add, view.round.id, row.dimension.key),
        kept=frozenset(each.id for each in row.next_steps),
    )


def _add(round_id: str, dimension: str, content: Content) -> NextStep:
    return add_step(
        shell.store(),
        YOU,
        round_id,
        dimension,
        text=content["text"],
        owner=content["owner"],
        partner_id=content["partner"],
        due_on=date.fromisoformat(content["due"]) if content["due"] else None,
        step_id=content[ID] or None,
    )
