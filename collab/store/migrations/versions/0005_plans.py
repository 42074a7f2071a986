"""Problems and their causes, logic models with their links, action plans with their steps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go from 0004 to 0005."""
    _make_problem()
    _make_cause()
    _make_logic_model()
    _make_logic_entry()
    _make_logic_link()
    _make_action_plan()
    _make_plan_step()


def _make_problem() -> None:
    op.create_table(
        "problem",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("initiative_id", sa.String(32), nullable=False),
        sa.Column("statement", sa.Text, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_problem_initiative_id"),
        sa.PrimaryKeyConstraint("id", name="pk_problem"),
    )
    op.create_index("ix_problem_initiative_id", "problem", ["initiative_id"])


def _make_cause() -> None:
    op.create_table(
        "cause",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("initiative_id", sa.String(32), nullable=False),
        sa.Column("problem_id", sa.String(32), nullable=False),
        sa.Column("parent_id", sa.String(32), nullable=True),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("prevents", sa.String(16), nullable=False),
        sa.Column("fits", sa.String(16), nullable=False),
        sa.Column("is_chosen", sa.Boolean, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_cause_initiative_id"),
        sa.ForeignKeyConstraint(["parent_id"], ["cause.id"], name="fk_cause_parent_id"),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name="fk_cause_problem_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cause"),
    )
    op.create_index("ix_cause_initiative_id", "cause", ["initiative_id"])


def _make_logic_model() -> None:
    op.create_table(
        "logic_model",
        sa.Column("initiative_id", sa.String(32), nullable=False),
        sa.Column("problem", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_logic_model_initiative_id"),
        sa.PrimaryKeyConstraint("initiative_id", name="pk_logic_model"),
    )


def _make_logic_entry() -> None:
    op.create_table(
        "logic_entry",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("initiative_id", sa.String(32), nullable=False),
        sa.Column("place", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("cause_id", sa.String(32), nullable=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["cause_id"], ["cause.id"], name="fk_logic_entry_cause_id"),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_logic_entry_initiative_id"),
        sa.PrimaryKeyConstraint("id", name="pk_logic_entry"),
    )
    op.create_index("ix_logic_entry_initiative_id", "logic_entry", ["initiative_id"])


def _make_logic_link() -> None:
    op.create_table(
        "logic_link",
        sa.Column("from_id", sa.String(32), nullable=False),
        sa.Column("to_id", sa.String(32), nullable=False),
        sa.Column("initiative_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["logic_entry.id"], name="fk_logic_link_from_id"),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_logic_link_initiative_id"),
        sa.ForeignKeyConstraint(["to_id"], ["logic_entry.id"], name="fk_logic_link_to_id"),
        sa.PrimaryKeyConstraint("from_id", "to_id", name="pk_logic_link"),
    )
    op.create_index("ix_logic_link_initiative_id", "logic_link", ["initiative_id"])


def _make_action_plan() -> None:
    op.create_table(
        "action_plan",
        sa.Column("goal_id", sa.String(32), nullable=False),
        sa.Column("initiative_id", sa.String(32), nullable=False),
        sa.Column("outcomes", sa.Text, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("evaluation", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name="fk_action_plan_goal_id"),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_action_plan_initiative_id"),
        sa.PrimaryKeyConstraint("goal_id", name="pk_action_plan"),
    )
    op.create_index("ix_action_plan_initiative_id", "action_plan", ["initiative_id"])


def _make_plan_step() -> None:
    op.create_table(
        "plan_step",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("initiative_id", sa.String(32), nullable=False),
        sa.Column("goal_id", sa.String(32), nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("responsible", sa.Text, nullable=False),
        sa.Column("partner_id", sa.String(32), nullable=True),
        sa.Column("begins_on", sa.String(10), nullable=True),
        sa.Column("due_on", sa.String(10), nullable=True),
        sa.Column("resources_available", sa.Text, nullable=False),
        sa.Column("resources_needed", sa.Text, nullable=False),
        sa.Column("barriers", sa.Text, nullable=False),
        sa.Column("communications", sa.Text, nullable=False),
        sa.Column("done_on", sa.String(10), nullable=True),
        sa.Column("after", sa.JSON, nullable=False),
        sa.Column("cause_id", sa.String(32), nullable=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["cause_id"], ["cause.id"], name="fk_plan_step_cause_id"),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name="fk_plan_step_goal_id"),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_plan_step_initiative_id"),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name="fk_plan_step_partner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_step"),
    )
    op.create_index("ix_plan_step_initiative_id", "plan_step", ["initiative_id"])
