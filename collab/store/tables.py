"""The tables of initiatives, partners, rounds and answers; no query lives here. journey_tables.py holds the rest."""

from __future__ import annotations

import sqlalchemy as sa

from collab.store.columns import KEY, flag, key, link, metadata, moment, number, roughly, text

initiative = sa.Table(
    "initiative",
    metadata,
    key(),
    text("name"),
    sa.Column("name_key", sa.Text, nullable=False, unique=True),
    text("place"),
    text("purpose"),
    flag("made_up"),
    number("version"),
    moment("created_at"),
    sa.Column("import_id", KEY),
    text("governance", default=""),
    link("parent_id", "initiative.id", nullable=True),
    text("standing", 16, default="active"),
    roughly("standing_on"),
    text("standing_reason", default=""),
    text("outcome", 16, default="unsaid"),
    text("lesson", default=""),
    text("area", 64, default=""),
    link("successor_id", "initiative.id", nullable=True),
    number("activity", default="1"),
    moment("active_at", nullable=True),
)

partner = sa.Table(
    "partner",
    metadata,
    key(),
    text("name"),
    sa.Column("name_key", sa.Text, nullable=False, index=True),
    text("sector", 32),
    flag("made_up"),
    number("version"),
    link("merged_into", "partner.id", nullable=True),
    sa.Column("import_id", KEY),
)

alias = sa.Table(
    "alias",
    metadata,
    link("partner_id", "partner.id", primary_key=True),
    sa.Column("name_key", sa.Text, primary_key=True),
    sa.Column("made_by", KEY, nullable=False),
)

participation = sa.Table(
    "participation",
    metadata,
    link("initiative_id", "initiative.id", primary_key=True),
    link("partner_id", "partner.id", primary_key=True),
    text("role", 16),
    sa.Column("import_id", KEY),
    roughly("joined_on"),
    roughly("left_on"),
)

instrument = sa.Table(
    "instrument",
    metadata,
    key(),
    text("key"),
    number("version"),
    text("title"),
    text("digest", 64),
    text("content"),
    sa.Column("import_id", KEY),
    sa.UniqueConstraint("key", "digest"),
)

round_ = sa.Table(
    "round",
    metadata,
    key(),
    link("initiative_id", "initiative.id"),
    link("instrument_id", "instrument.id"),
    text("label"),
    text("label_key"),
    text("state", 16),
    text("mode", 16, nullable=True),
    text("kind", 16, nullable=True),
    text("measure", 16, nullable=True),
    number("k"),
    text("held_on", 10, nullable=True),
    moment("revealed_at", nullable=True),
    number("version"),
    number("data_version"),
    moment("created_at"),
    sa.Column("import_id", KEY),
    sa.UniqueConstraint("initiative_id", "label_key"),
)

import_ = sa.Table(
    "import",
    metadata,
    key(),
    link("initiative_id", "initiative.id"),
    sa.Column("round_id", KEY, nullable=False, index=True),
    text("round_label"),
    text("file_name"),
    text("digest", 64),
    text("shape"),
    text("tool"),
    text("kind", 16),
    sa.Column("sheets", sa.JSON, nullable=False),
    sa.Column("summary", sa.JSON, nullable=False),
    sa.Column("round_before", sa.JSON, nullable=False),
    sa.Column("rests_on", sa.JSON, nullable=False),
    moment("at"),
    text("actor_key"),
    text("actor_name"),
    moment("undone_at", nullable=True),
)


def _response_columns(*, superseded: bool) -> tuple[sa.Column, ...]:
    """What a response holds; a superseded copy holds the same, without links to rows that may go."""
    return (
        key(),
        sa.Column("round_id", KEY, nullable=False) if superseded else link("round_id", "round.id"),
        sa.Column("partner_id", KEY, nullable=False) if superseded else link("partner_id", "partner.id"),
        sa.Column("import_id", KEY) if superseded else link("import_id", "import.id", nullable=True),
        number("sheet", nullable=True),
        number("source_row", nullable=True),
        text("source_mark", 32, nullable=True),
        text("ratings"),
        sa.Column("changed_by", KEY, nullable=False),
        flag("mended"),
        number("version"),
        moment("at"),
    )


response = sa.Table(
    "response",
    metadata,
    *_response_columns(superseded=False),
    sa.Index("ix_response_round_id", "round_id", "partner_id"),
    sqlite_with_rowid=False,
)

comment = sa.Table(
    "comment",
    metadata,
    key(),
    sa.Column("response_id", KEY, sa.ForeignKey("response.id"), nullable=False, index=True),
    text("factor", nullable=True),
    text("text"),
    sqlite_with_rowid=False,
)

tally = sa.Table(
    "tally",
    metadata,
    link("round_id", "round.id", primary_key=True),
    link("partner_id", "partner.id", primary_key=True),
    sa.Column("factor", sa.Text, primary_key=True),
    sa.Column("level", sa.String(16), primary_key=True),
    number("n"),
    sqlite_with_rowid=False,
)


def _reported_columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("level", sa.String(16), primary_key=True),
        sa.Column("target", sa.Text, primary_key=True),
        sa.Column("value", sa.Double),
        number("answers"),
        flag("suppressed"),
        sa.Column("import_id", KEY, nullable=False),
    )


reported = sa.Table(
    "reported",
    metadata,
    link("round_id", "round.id", primary_key=True),
    link("partner_id", "partner.id", primary_key=True),
    *_reported_columns(),
)


def _comment_copy_columns() -> tuple[sa.Column, ...]:
    """What a comment holds that is kept beside its table, without links to rows that may go."""
    return (
        key(),
        sa.Column("response_id", KEY, nullable=False),
        text("factor", nullable=True),
        text("text"),
    )


def _reported_copy_columns() -> tuple[sa.Column, ...]:
    """What a reported figure holds that is kept beside its table, without links to rows that may go."""
    return (
        sa.Column("round_id", KEY, primary_key=True),
        sa.Column("partner_id", KEY, primary_key=True),
        *_reported_columns(),
    )


superseded_response = sa.Table(
    "superseded_response",
    metadata,
    link("by_import", "import.id", primary_key=True),
    *_response_columns(superseded=True),
)

superseded_comment = sa.Table(
    "superseded_comment",
    metadata,
    link("by_import", "import.id", primary_key=True),
    *_comment_copy_columns(),
)

superseded_reported = sa.Table(
    "superseded_reported",
    metadata,
    link("by_import", "import.id", primary_key=True),
    *_reported_copy_columns(),
)

removed_response = sa.Table(
    "removed_response",
    metadata,
    key(),
    link("round_id", "round.id"),
    sa.Column("response_id", KEY, nullable=False),
    sa.Column("import_id", KEY),
    sa.Column("source_mark", sa.String(32)),
    moment("at"),
)

mapping = sa.Table(
    "mapping",
    metadata,
    sa.Column("shape", sa.Text, primary_key=True),
    sa.Column("answers", sa.JSON, nullable=False),
    sa.Column("import_id", KEY, nullable=False),
)

partner_change = sa.Table(
    "partner_change",
    metadata,
    key(),
    link("partner_id", "partner.id"),
    link("other_id", "partner.id", nullable=True),
    sa.Column("initiative_id", KEY),
    text("kind", 16),
    sa.Column("before", sa.JSON, nullable=False),
    sa.Column("after", sa.JSON, nullable=False),
    moment("at"),
    text("actor_key"),
    text("actor_name"),
    moment("undone_at", nullable=True),
)

moved_response = sa.Table(
    "moved_response",
    metadata,
    link("change_id", "partner_change.id", primary_key=True),
    sa.Column("response_id", KEY, primary_key=True),
)

moved_reported = sa.Table(
    "moved_reported",
    metadata,
    link("change_id", "partner_change.id", primary_key=True),
    sa.Column("round_id", KEY, primary_key=True),
    sa.Column("level", sa.String(16), primary_key=True),
    sa.Column("target", sa.Text, primary_key=True),
)

set_aside_response = sa.Table(
    "set_aside_response",
    metadata,
    link("change_id", "partner_change.id", primary_key=True),
    *_response_columns(superseded=True),
)

set_aside_comment = sa.Table(
    "set_aside_comment",
    metadata,
    link("change_id", "partner_change.id", primary_key=True),
    *_comment_copy_columns(),
)

set_aside_reported = sa.Table(
    "set_aside_reported",
    metadata,
    link("change_id", "partner_change.id", primary_key=True),
    *_reported_copy_columns(),
)

draft = sa.Table(
    "draft",
    metadata,
    key(),
    text("person_key"),
    text("subject"),
    text("content"),
    number("based_on_version", nullable=True),
    moment("saved_at"),
    sa.UniqueConstraint("person_key", "subject"),
)

history = sa.Table(
    "history",
    metadata,
    key(),
    sa.Column("unit_id", KEY, nullable=False, index=True),
    moment("at"),
    text("actor_key"),
    text("actor_name"),
    sa.Column("initiative_id", KEY, index=True),
    text("what"),
    text("subject"),
    sa.Column("before", sa.JSON),
    sa.Column("after", sa.JSON),
    sa.Column("import_id", KEY),
)
