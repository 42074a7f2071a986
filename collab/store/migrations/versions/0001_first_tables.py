"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go from nothing to 0001."""
    _make_history()
    _make_initiative()
    _make_instrument()
    _make_mapping()
    _make_partner()
    _make_alias()
    _make_import()
    _make_participation()
    _make_partner_change()
    _make_round()
    _make_moved_reported()
    _make_moved_response()
    _make_removed_response()
    _make_reported()
    _make_response()
    _make_superseded_comment()
    _make_superseded_reported()
    _make_superseded_response()
    _make_tally()
    _make_comment()


def _make_history() -> None:
    op.create_table(
        "history",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("unit_id", sa.String(32), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("actor_key", sa.Text, nullable=False),
        sa.Column("actor_name", sa.Text, nullable=False),
        sa.Column("initiative_id", sa.String(32), nullable=True),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("before", sa.JSON, nullable=True),
        sa.Column("after", sa.JSON, nullable=True),
        sa.Column("import_id", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_history"),
    )
    op.create_index("ix_history_initiative_id", "history", ["initiative_id"])
    op.create_index("ix_history_unit_id", "history", ["unit_id"])


def _make_initiative() -> None:
    op.create_table(
        "initiative",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("name_key", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("made_up", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("import_id", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_initiative"),
        sa.UniqueConstraint("name_key", name="uq_initiative_name_key"),
    )


def _make_instrument() -> None:
    op.create_table(
        "instrument",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("import_id", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_instrument"),
        sa.UniqueConstraint("key", "digest", name="uq_instrument_key"),
    )


def _make_mapping() -> None:
    op.create_table(
        "mapping",
        sa.Column("shape", sa.Text, nullable=False),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.Column("import_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("shape", name="pk_mapping"),
    )


def _make_partner() -> None:
    op.create_table(
        "partner",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("name_key", sa.Text, nullable=False),
        sa.Column("sector", sa.String(32), nullable=False),
        sa.Column("made_up", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("merged_into", sa.String(32), nullable=True),
        sa.Column("import_id", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_partner"),
        sa.ForeignKeyConstraint(["merged_into"], ["partner.id"], name="fk_partner_merged_into"),
    )
    op.create_index("ix_partner_name_key", "partner", ["name_key"])


def _make_alias() -> None:
    op.create_table(
        "alias",
        sa.Column("partner_id", sa.String(32), nullable=False),
        sa.Column("name_key", sa.Text, nullable=False),
        sa.Column("made_by", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("partner_id", "name_key", name="pk_alias"),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name="fk_alias_partner_id"),
    )


def _make_import() -> None:
    op.create_table(
        "import",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("initiative_id", sa.String(32), nullable=False),
        sa.Column("round_id", sa.String(32), nullable=False),
        sa.Column("round_label", sa.Text, nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("shape", sa.Text, nullable=False),
        sa.Column("tool", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("sheets", sa.JSON, nullable=False),
        sa.Column("summary", sa.JSON, nullable=False),
        sa.Column("round_before", sa.JSON, nullable=False),
        sa.Column("rests_on", sa.JSON, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("actor_key", sa.Text, nullable=False),
        sa.Column("actor_name", sa.Text, nullable=False),
        sa.Column("undone_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_import"),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_import_initiative_id"),
    )
    op.create_index("ix_import_round_id", "import", ["round_id"])


def _make_participation() -> None:
    op.create_table(
        "participation",
        sa.Column("initiative_id", sa.String(32), nullable=False),
        sa.Column("partner_id", sa.String(32), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("import_id", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("initiative_id", "partner_id", name="pk_participation"),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_participation_initiative_id"),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name="fk_participation_partner_id"),
    )


def _make_partner_change() -> None:
    op.create_table(
        "partner_change",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("partner_id", sa.String(32), nullable=False),
        sa.Column("other_id", sa.String(32), nullable=True),
        sa.Column("initiative_id", sa.String(32), nullable=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("before", sa.JSON, nullable=False),
        sa.Column("after", sa.JSON, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("actor_key", sa.Text, nullable=False),
        sa.Column("actor_name", sa.Text, nullable=False),
        sa.Column("undone_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_partner_change"),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name="fk_partner_change_partner_id"),
        sa.ForeignKeyConstraint(["other_id"], ["partner.id"], name="fk_partner_change_other_id"),
    )


def _make_round() -> None:
    op.create_table(
        "round",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("initiative_id", sa.String(32), nullable=False),
        sa.Column("instrument_id", sa.String(32), nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("label_key", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("mode", sa.String(16), nullable=True),
        sa.Column("kind", sa.String(16), nullable=True),
        sa.Column("measure", sa.String(16), nullable=True),
        sa.Column("k", sa.Integer, nullable=False),
        sa.Column("held_on", sa.String(10), nullable=True),
        sa.Column("revealed_at", sa.String(32), nullable=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("data_version", sa.Integer, nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("import_id", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_round"),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name="fk_round_initiative_id"),
        sa.ForeignKeyConstraint(["instrument_id"], ["instrument.id"], name="fk_round_instrument_id"),
        sa.UniqueConstraint("initiative_id", "label_key", name="uq_round_initiative_id"),
    )


def _make_moved_reported() -> None:
    op.create_table(
        "moved_reported",
        sa.Column("change_id", sa.String(32), nullable=False),
        sa.Column("round_id", sa.String(32), nullable=False),
        sa.Column("level", sa.String(16), nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("change_id", "round_id", "level", "target", name="pk_moved_reported"),
        sa.ForeignKeyConstraint(["change_id"], ["partner_change.id"], name="fk_moved_reported_change_id"),
    )


def _make_moved_response() -> None:
    op.create_table(
        "moved_response",
        sa.Column("change_id", sa.String(32), nullable=False),
        sa.Column("response_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("change_id", "response_id", name="pk_moved_response"),
        sa.ForeignKeyConstraint(["change_id"], ["partner_change.id"], name="fk_moved_response_change_id"),
    )


def _make_removed_response() -> None:
    op.create_table(
        "removed_response",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("round_id", sa.String(32), nullable=False),
        sa.Column("response_id", sa.String(32), nullable=False),
        sa.Column("import_id", sa.String(32), nullable=True),
        sa.Column("source_mark", sa.String(32), nullable=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_removed_response"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_removed_response_round_id"),
    )


def _make_reported() -> None:
    op.create_table(
        "reported",
        sa.Column("round_id", sa.String(32), nullable=False),
        sa.Column("partner_id", sa.String(32), nullable=False),
        sa.Column("level", sa.String(16), nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("value", sa.Double, nullable=True),
        sa.Column("answers", sa.Integer, nullable=False),
        sa.Column("suppressed", sa.Boolean, nullable=False),
        sa.Column("import_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("round_id", "partner_id", "level", "target", name="pk_reported"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_reported_round_id"),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name="fk_reported_partner_id"),
    )


def _make_response() -> None:
    op.create_table(
        "response",
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
        sa.PrimaryKeyConstraint("id", name="pk_response"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_response_round_id"),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name="fk_response_partner_id"),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name="fk_response_import_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_response_round_id", "response", ["round_id", "partner_id"])


def _make_superseded_comment() -> None:
    op.create_table(
        "superseded_comment",
        sa.Column("by_import", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("response_id", sa.String(32), nullable=False),
        sa.Column("factor", sa.Text, nullable=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("by_import", "id", name="pk_superseded_comment"),
        sa.ForeignKeyConstraint(["by_import"], ["import.id"], name="fk_superseded_comment_by_import"),
    )


def _make_superseded_reported() -> None:
    op.create_table(
        "superseded_reported",
        sa.Column("by_import", sa.String(32), nullable=False),
        sa.Column("round_id", sa.String(32), nullable=False),
        sa.Column("partner_id", sa.String(32), nullable=False),
        sa.Column("level", sa.String(16), nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("value", sa.Double, nullable=True),
        sa.Column("answers", sa.Integer, nullable=False),
        sa.Column("suppressed", sa.Boolean, nullable=False),
        sa.Column("import_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint(
            "by_import", "round_id", "partner_id", "level", "target", name="pk_superseded_reported"
        ),
        sa.ForeignKeyConstraint(["by_import"], ["import.id"], name="fk_superseded_reported_by_import"),
    )


def _make_superseded_response() -> None:
    op.create_table(
        "superseded_response",
        sa.Column("by_import", sa.String(32), nullable=False),
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
        sa.PrimaryKeyConstraint("by_import", "id", name="pk_superseded_response"),
        sa.ForeignKeyConstraint(["by_import"], ["import.id"], name="fk_superseded_response_by_import"),
    )


def _make_tally() -> None:
    op.create_table(
        "tally",
        sa.Column("round_id", sa.String(32), nullable=False),
        sa.Column("partner_id", sa.String(32), nullable=False),
        sa.Column("factor", sa.Text, nullable=False),
        sa.Column("level", sa.String(16), nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("round_id", "partner_id", "factor", "level", name="pk_tally"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_tally_round_id"),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name="fk_tally_partner_id"),
        sqlite_with_rowid=False,
    )


def _make_comment() -> None:
    op.create_table(
        "comment",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("response_id", sa.String(32), nullable=False),
        sa.Column("factor", sa.Text, nullable=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_comment"),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name="fk_comment_response_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_comment_response_id", "comment", ["response_id"])
