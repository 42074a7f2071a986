"""Every table of the database and the two column types of our own; no query lives here."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

KEY = sa.String(32)
"""A UUID (version 7) as 32 hexadecimal digits: keys sort by the time they were made."""


class Moment(sa.types.TypeDecorator[datetime]):
    """A time in UTC as ISO 8601 text: the same on every database, and sorting as text sorts by time."""

    impl = sa.String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """To text."""
        return value.isoformat(timespec="microseconds") if value is not None else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Back from text."""
        return datetime.fromisoformat(value) if value is not None else None


def _key(name: str = "id") -> sa.Column[str]:
    return sa.Column(name, KEY, primary_key=True)


def _link(name: str, target: str, *, nullable: bool = False, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(name, KEY, sa.ForeignKey(target), nullable=nullable, primary_key=primary_key)


def _text(name: str, length: int | None = None, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length) if length else sa.Text, nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=nullable)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, Moment, nullable=nullable)


initiative = sa.Table(
    "initiative",
    metadata,
    _key(),
    _text("name"),
    sa.Column("name_key", sa.Text, nullable=False, unique=True),
    _text("place"),
    _text("purpose"),
    _flag("made_up"),
    _number("version"),
    _moment("created_at"),
    sa.Column("import_id", KEY),
)

partner = sa.Table(
    "partner",
    metadata,
    _key(),
    _text("name"),
    sa.Column("name_key", sa.Text, nullable=False, index=True),
    _text("sector", 32),
    _flag("made_up"),
    _number("version"),
    _link("merged_into", "partner.id", nullable=True),
    sa.Column("import_id", KEY),
)

alias = sa.Table(
    "alias",
    metadata,
    _link("partner_id", "partner.id", primary_key=True),
    sa.Column("name_key", sa.Text, primary_key=True),
    sa.Column("made_by", KEY, nullable=False),
)

participation = sa.Table(
    "participation",
    metadata,
    _link("initiative_id", "initiative.id", primary_key=True),
    _link("partner_id", "partner.id", primary_key=True),
    _text("role", 16),
    sa.Column("import_id", KEY),
)

instrument = sa.Table(
    "instrument",
    metadata,
    _key(),
    _text("key"),
    _number("version"),
    _text("title"),
    _text("digest", 64),
    _text("content"),
    sa.Column("import_id", KEY),
    sa.UniqueConstraint("key", "digest"),
)

round_ = sa.Table(
    "round",
    metadata,
    _key(),
    _link("initiative_id", "initiative.id"),
    _link("instrument_id", "instrument.id"),
    _text("label"),
    _text("label_key"),
    _text("state", 16),
    _text("mode", 16, nullable=True),
    _text("kind", 16, nullable=True),
    _text("measure", 16, nullable=True),
    _number("k"),
    _text("held_on", 10, nullable=True),
    _moment("revealed_at", nullable=True),
    _number("version"),
    _number("data_version"),
    _moment("created_at"),
    sa.Column("import_id", KEY),
    sa.UniqueConstraint("initiative_id", "label_key"),
)

import_ = sa.Table(
    "import",
    metadata,
    _key(),
    _link("initiative_id", "initiative.id"),
    sa.Column("round_id", KEY, nullable=False, index=True),
    _text("round_label"),
    _text("file_name"),
    _text("digest", 64),
    _text("shape"),
    _text("tool"),
    _text("kind", 16),
    sa.Column("sheets", sa.JSON, nullable=False),
    sa.Column("summary", sa.JSON, nullable=False),
    sa.Column("round_before", sa.JSON, nullable=False),
    sa.Column("rests_on", sa.JSON, nullable=False),
    _moment("at"),
    _text("actor_key"),
    _text("actor_name"),
    _moment("undone_at", nullable=True),
)


def _response_columns(*, superseded: bool) -> tuple[sa.Column, ...]:
    """What a response holds; a superseded copy holds the same, without links to rows that may go."""
    return (
        _key(),
        sa.Column("round_id", KEY, nullable=False) if superseded else _link("round_id", "round.id"),
        sa.Column("partner_id", KEY, nullable=False) if superseded else _link("partner_id", "partner.id"),
        sa.Column("import_id", KEY) if superseded else _link("import_id", "import.id", nullable=True),
        _number("sheet", nullable=True),
        _number("source_row", nullable=True),
        _text("source_mark", 32, nullable=True),
        _text("ratings"),
        sa.Column("changed_by", KEY, nullable=False),
        _flag("mended"),
        _number("version"),
        _moment("at"),
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
    _key(),
    sa.Column("response_id", KEY, sa.ForeignKey("response.id"), nullable=False, index=True),
    _text("factor", nullable=True),
    _text("text"),
    sqlite_with_rowid=False,
)

tally = sa.Table(
    "tally",
    metadata,
    _link("round_id", "round.id", primary_key=True),
    _link("partner_id", "partner.id", primary_key=True),
    sa.Column("factor", sa.Text, primary_key=True),
    sa.Column("level", sa.String(16), primary_key=True),
    _number("n"),
    sqlite_with_rowid=False,
)


def _reported_columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("level", sa.String(16), primary_key=True),
        sa.Column("target", sa.Text, primary_key=True),
        sa.Column("value", sa.Double),
        _number("answers"),
        _flag("suppressed"),
        sa.Column("import_id", KEY, nullable=False),
    )


reported = sa.Table(
    "reported",
    metadata,
    _link("round_id", "round.id", primary_key=True),
    _link("partner_id", "partner.id", primary_key=True),
    *_reported_columns(),
)


def _comment_copy_columns() -> tuple[sa.Column, ...]:
    """What a comment holds that is kept beside its table, without links to rows that may go."""
    return (
        _key(),
        sa.Column("response_id", KEY, nullable=False),
        _text("factor", nullable=True),
        _text("text"),
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
    _link("by_import", "import.id", primary_key=True),
    *_response_columns(superseded=True),
)

superseded_comment = sa.Table(
    "superseded_comment",
    metadata,
    _link("by_import", "import.id", primary_key=True),
    *_comment_copy_columns(),
)

superseded_reported = sa.Table(
    "superseded_reported",
    metadata,
    _link("by_import", "import.id", primary_key=True),
    *_reported_copy_columns(),
)

removed_response = sa.Table(
    "removed_response",
    metadata,
    _key(),
    _link("round_id", "round.id"),
    sa.Column("response_id", KEY, nullable=False),
    sa.Column("import_id", KEY),
    sa.Column("source_mark", sa.String(32)),
    _moment("at"),
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
    _key(),
    _link("partner_id", "partner.id"),
    _link("other_id", "partner.id", nullable=True),
    sa.Column("initiative_id", KEY),
    _text("kind", 16),
    sa.Column("before", sa.JSON, nullable=False),
    sa.Column("after", sa.JSON, nullable=False),
    _moment("at"),
    _text("actor_key"),
    _text("actor_name"),
    _moment("undone_at", nullable=True),
)

moved_response = sa.Table(
    "moved_response",
    metadata,
    _link("change_id", "partner_change.id", primary_key=True),
    sa.Column("response_id", KEY, primary_key=True),
)

moved_reported = sa.Table(
    "moved_reported",
    metadata,
    _link("change_id", "partner_change.id", primary_key=True),
    sa.Column("round_id", KEY, primary_key=True),
    sa.Column("level", sa.String(16), primary_key=True),
    sa.Column("target", sa.Text, primary_key=True),
)

set_aside_response = sa.Table(
    "set_aside_response",
    metadata,
    _link("change_id", "partner_change.id", primary_key=True),
    *_response_columns(superseded=True),
)

set_aside_comment = sa.Table(
    "set_aside_comment",
    metadata,
    _link("change_id", "partner_change.id", primary_key=True),
    *_comment_copy_columns(),
)

set_aside_reported = sa.Table(
    "set_aside_reported",
    metadata,
    _link("change_id", "partner_change.id", primary_key=True),
    *_reported_copy_columns(),
)

draft = sa.Table(
    "draft",
    metadata,
    _key(),
    _text("person_key"),
    _text("subject"),
    _text("content"),
    _number("based_on_version", nullable=True),
    _moment("saved_at"),
    sa.UniqueConstraint("person_key", "subject"),
)

history = sa.Table(
    "history",
    metadata,
    _key(),
    sa.Column("unit_id", KEY, nullable=False, index=True),
    _moment("at"),
    _text("actor_key"),
    _text("actor_name"),
    sa.Column("initiative_id", KEY, index=True),
    _text("what"),
    _text("subject"),
    sa.Column("before", sa.JSON),
    sa.Column("after", sa.JSON),
    sa.Column("import_id", KEY),
)
