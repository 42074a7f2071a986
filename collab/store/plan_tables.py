"""The tables of planning: problems and their causes, logic models, action plans; no query lives here."""

from __future__ import annotations

import sqlalchemy as sa

from collab.store.columns import KEY, day, flag, key, link, metadata, number, text


def _of_initiative() -> sa.Column[str]:
    return sa.Column("initiative_id", KEY, sa.ForeignKey("initiative.id"), nullable=False, index=True)


problem = sa.Table(
    "problem",
    metadata,
    key(),
    _of_initiative(),
    text("statement"),
    text("evidence"),
    text("source"),
    number("position"),
    number("version"),
)

cause = sa.Table(
    "cause",
    metadata,
    key(),
    _of_initiative(),
    link("problem_id", "problem.id"),
    link("parent_id", "cause.id", nullable=True),
    text("answer"),
    text("evidence"),
    text("source"),
    text("prevents", 16),
    text("fits", 16),
    flag("is_chosen"),
    number("position"),
    number("version"),
)

logic_model = sa.Table(
    "logic_model",
    metadata,
    link("initiative_id", "initiative.id", primary_key=True),
    text("problem"),
    number("version"),
)

logic_entry = sa.Table(
    "logic_entry",
    metadata,
    key(),
    _of_initiative(),
    text("place", 64),
    text("text"),
    link("cause_id", "cause.id", nullable=True),
    number("position"),
    number("version"),
)

logic_link = sa.Table(
    "logic_link",
    metadata,
    link("from_id", "logic_entry.id", primary_key=True),
    link("to_id", "logic_entry.id", primary_key=True),
    _of_initiative(),
)

action_plan = sa.Table(
    "action_plan",
    metadata,
    link("goal_id", "goal.id", primary_key=True),
    _of_initiative(),
    text("outcomes"),
    text("evidence"),
    text("evaluation"),
    number("version"),
)

plan_step = sa.Table(
    "plan_step",
    metadata,
    key(),
    _of_initiative(),
    link("goal_id", "goal.id"),
    text("step"),
    text("responsible"),
    link("partner_id", "partner.id", nullable=True),
    day("begins_on"),
    day("due_on"),
    text("resources_available"),
    text("resources_needed"),
    text("barriers"),
    text("communications"),
    day("done_on"),
    sa.Column("after", sa.JSON, nullable=False),
    link("cause_id", "cause.id", nullable=True),
    number("position"),
    number("version"),
)
