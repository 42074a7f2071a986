"""What changes of partners took out of rounds, kept for their undo."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go from 0002 to 0003."""
    _make_set_aside_response()
    _make_set_aside_comment()
    _make_set_aside_reported()


def _make_set_aside_response() -> None:
    op.create_table(
        "set_aside_response",
        sa.Column("change_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("round_id", sa.String(32), nullable=False),
        sa.Column("partner_id", sa.String(32), nullable=False),
        sa.Column("import_id", sa.String(32), nullable=True),
        sa.Column("sheet", sa.Integer, nullable=True),
        sa.Column("source_row", sa.Integer, nullable=True),
        sa.Column("source_mark", sa.String(32), nullable=True),
        sa.Column("ratings", sa.Text, nullable=False),
        sa.Column("changed_by", sa.String(32), nullable=False),
        sa.Column("mended", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("change_id", "id", name="pk_set_aside_response"),
        sa.ForeignKeyConstraint(["change_id"], ["partner_change.id"], name="fk_set_aside_response_change_id"),
    )


def _make_set_aside_comment() -> None:
    op.create_table(
        "set_aside_comment",
        sa.Column("change_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("response_id", sa.String(32), nullable=False),
        sa.Column("factor", sa.Text, nullable=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("change_id", "id", name="pk_set_aside_comment"),
        sa.ForeignKeyConstraint(["change_id"], ["partner_change.id"], name="fk_set_aside_comment_change_id"),
    )


def _make_set_aside_reported() -> None:
    op.create_table(
        "set_aside_reported",
        sa.Column("change_id", sa.String(32), nullable=False),
        sa.Column("round_id", sa.String(32), nullable=False),
        sa.Column("partner_id", sa.String(32), nullable=False),
        sa.Column("level", sa.String(16), nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("value", sa.Double, nullable=True),
        sa.Column("answers", sa.Integer, nullable=False),
        sa.Column("suppressed", sa.Boolean, nullable=False),
        sa.Column("import_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("change_id", "round_id", "partner_id", "level", "target", name="pk_set_aside_reported"),
        sa.ForeignKeyConstraint(["change_id"], ["partner_change.id"], name="fk_set_aside_reported_change_id"),
    )
