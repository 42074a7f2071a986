"""Goals, tenures, stages, milestones, conclusions and reviews; and what an initiative says of itself as a whole."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go from 0003 to 0004."""
    _extend_initiative()
    _extend_participation()
    _make_confirmation()
    _make_goal()
    _make_milestone()
    _make_next_step()
    _make_review()
    _make_stage_plan()
    _make_stage_visit()
    _make_tenure()
    _make_conclusion()
    _make_review_entry()


def _extend_initiative() -> None:
    with op.batch_alter_table("initiative") as batch:
        batch.add_column(sa.Column("governance", sa.Text, nullable=False, server_default=""))
        batch.add_column(sa.Column("parent_id", sa.String(32), nullable=True))
        batch.add_column(sa.Column("standing", sa.String(16), nullable=False, server_default="active"))
        batch.add_column(sa.Column("standing_on", sa.String(10), nullable=True))
        batch.add_column(sa.Column("standing_reason", sa.Text, nullable=False, server_default=""))
        batch.add_column(sa.Column("outcome", sa.String(16), nullable=False, server_default="unsaid"))
        batch.add_column(sa.Column("lesson", sa.Text, nullable=False, server_default=""))
        batch.add_column(sa.Column("area", sa.String(64), nullable=False, server_default=""))
        batch.add_column(sa.Column("successor_id", sa.String(32), nullable=True))
        batch.add_column(sa.Column("activity", sa.Integer, nullable=False, server_default="1"))
        batch.add_column(sa.Column("active_at", sa.String(32), nullable=True))
        batch.create_foreign_key("fk_initiative_parent_id", "initiative", ["parent_id"], ["id"])
        batch.create_foreign_key("fk_initiative_successor_id", "initiative", ["successor_id"], ["id"])
    # Bringing back a backup is told in the history too, and is no work on an initiative.
    op.execute(
        "UPDATE initiative SET active_at = (SELECT MAX(history.at) FROM history "
        "WHERE history.initiative_id = initiative.id AND history.what <> 'restored_from_a_backup')"
    )


def _extend_participation() -> None:
    with op.batch_alter_table("participation") as batch:
        batch.add_column(sa.Column("joined_on", sa.String(10), nullable=True))
        batch.add_column(sa.Column("left_on", sa.String(10), nullable=True))


def _make_confirmation() -> None:
    op.create_table(
        "confirmation",
        sa.Column("initiative_id", sa.String(32), nullable=False),
        sa.Column("stage", sa.String(64), nullable=False),
        sa.Column("partner_id", sa.String(32), nullable=False),
        sa.Column("answer", sa.String(16), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("said_on", sa.String(10), nullable=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_confirmation_initiative_id"),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name="fk_confirmation_partner_id"),
        sa.PrimaryKeyConstraint("initiative_id", "stage", "partner_id", name="pk_confirmation"),
    )


def _make_goal() -> None:
    op.create_table(
        "goal",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("initiative_id", sa.String(32), nullable=False),
        sa.Column("statement", sa.Text, nullable=False),
        sa.Column("measure", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("attainable", sa.Text, nullable=False),
        sa.Column("result", sa.Text, nullable=False),
        sa.Column("due_on", sa.String(10), nullable=True),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("reached", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_goal_initiative_id"),
        sa.PrimaryKeyConstraint("id", name="pk_goal"),
    )
    op.create_index("ix_goal_initiative_id", "goal", ["initiative_id"])


def _make_milestone() -> None:
    op.create_table(
        "milestone",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("initiative_id", sa.String(32), nullable=False),
        sa.Column("stage", sa.String(64), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("standing", sa.String(16), nullable=False),
        sa.Column("done_on", sa.String(10), nullable=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("partner_id", sa.String(32), nullable=True),
        sa.Column("due_on", sa.String(10), nullable=True),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_milestone_initiative_id"),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name="fk_milestone_partner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_milestone"),
        sa.UniqueConstraint("initiative_id", "key", name="uq_milestone_initiative_id"),
    )


def _make_next_step() -> None:
    op.create_table(
        "next_step",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("initiative_id", sa.String(32), nullable=False),
        sa.Column("subject_id", sa.String(32), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("partner_id", sa.String(32), nullable=True),
        sa.Column("due_on", sa.String(10), nullable=True),
        sa.Column("done_on", sa.String(10), nullable=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_next_step_initiative_id"),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name="fk_next_step_partner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_next_step"),
    )
    op.create_index("ix_next_step_initiative_id", "next_step", ["initiative_id"])
    op.create_index("ix_next_step_subject_id", "next_step", ["subject_id"])


def _make_review() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("initiative_id", sa.String(32), nullable=False),
        sa.Column("checklist", sa.String(64), nullable=False),
        sa.Column("held_on", sa.String(10), nullable=False),
        sa.Column("partner_id", sa.String(32), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("started_from", sa.String(32), nullable=True),
        sa.Column("phases_off", sa.JSON, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_review_initiative_id"),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name="fk_review_partner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review"),
    )
    op.create_index("ix_review_initiative_id", "review", ["initiative_id"])


def _make_stage_plan() -> None:
    op.create_table(
        "stage_plan",
        sa.Column("initiative_id", sa.String(32), nullable=False),
        sa.Column("stage", sa.String(64), nullable=False),
        sa.Column("from_on", sa.String(10), nullable=True),
        sa.Column("until_on", sa.String(10), nullable=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_stage_plan_initiative_id"),
        sa.PrimaryKeyConstraint("initiative_id", "stage", name="pk_stage_plan"),
    )


def _make_stage_visit() -> None:
    op.create_table(
        "stage_visit",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("initiative_id", sa.String(32), nullable=False),
        sa.Column("stage", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("began_on", sa.String(10), nullable=False),
        sa.Column("ended_on", sa.String(10), nullable=True),
        sa.Column("end", sa.String(16), nullable=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("end_reason", sa.Text, nullable=False),
        sa.Column("gate", sa.JSON, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_stage_visit_initiative_id"),
        sa.PrimaryKeyConstraint("id", name="pk_stage_visit"),
        sa.UniqueConstraint("initiative_id", "number", name="uq_stage_visit_initiative_id"),
    )


def _make_tenure() -> None:
    op.create_table(
        "tenure",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("initiative_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("partner_id", sa.String(32), nullable=True),
        sa.Column("amount", sa.Text, nullable=False),
        sa.Column("began_on", sa.String(10), nullable=True),
        sa.Column("ends_on", sa.String(10), nullable=True),
        sa.Column("is_over", sa.Boolean, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_tenure_initiative_id"),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name="fk_tenure_partner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tenure"),
    )
    op.create_index("ix_tenure_initiative_id", "tenure", ["initiative_id"])


def _make_conclusion() -> None:
    op.create_table(
        "conclusion",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("round_id", sa.String(32), nullable=False),
        sa.Column("dimension", sa.String(255), nullable=False),
        sa.Column("partner_id", sa.String(32), nullable=True),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("reading", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("said_on", sa.String(10), nullable=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name="fk_conclusion_partner_id"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_conclusion_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_conclusion"),
        sa.UniqueConstraint("round_id", "dimension", "by", name="uq_conclusion_round_id"),
    )


def _make_review_entry() -> None:
    op.create_table(
        "review_entry",
        sa.Column("review_id", sa.String(32), nullable=False),
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("carried", sa.Boolean, nullable=False),
        sa.Column("successes", sa.Text, nullable=False),
        sa.Column("challenges", sa.Text, nullable=False),
        sa.Column("next_steps", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("partner_id", sa.String(32), nullable=True),
        sa.Column("due_on", sa.String(10), nullable=True),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name="fk_review_entry_partner_id"),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name="fk_review_entry_review_id"),
        sa.PrimaryKeyConstraint("review_id", "item", name="pk_review_entry"),
    )
