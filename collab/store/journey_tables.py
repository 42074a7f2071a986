"""The tables of the journey: goals, tenures, stages, milestones, conclusions, reviews; no query lives here."""

from __future__ import annotations

import sqlalchemy as sa

from collab.store.columns import KEY, day, flag, key, link, metadata, moment, number, roughly, text

goal = sa.Table(
    "goal",
    metadata,
    key(),
    sa.Column("initiative_id", KEY, sa.ForeignKey("initiative.id"), nullable=False, index=True),
    text("statement"),
    text("measure"),
    text("target"),
    text("attainable"),
    text("result"),
    day("due_on"),
    text("outcome", 16),
    text("reached"),
    number("position"),
    number("version"),
)

tenure = sa.Table(
    "tenure",
    metadata,
    key(),
    sa.Column("initiative_id", KEY, sa.ForeignKey("initiative.id"), nullable=False, index=True),
    text("kind", 16),
    text("name"),
    text("detail"),
    link("partner_id", "partner.id", nullable=True),
    text("amount"),
    roughly("began_on"),
    roughly("ends_on"),
    flag("is_over"),
    text("note"),
    number("version"),
)

stage_plan = sa.Table(
    "stage_plan",
    metadata,
    link("initiative_id", "initiative.id", primary_key=True),
    sa.Column("stage", sa.String(64), primary_key=True),
    day("from_on"),
    day("until_on"),
    number("version"),
)

stage_visit = sa.Table(
    "stage_visit",
    metadata,
    key(),
    link("initiative_id", "initiative.id"),
    text("stage", 64),
    number("number"),
    roughly("began_on", nullable=False),
    roughly("ended_on"),
    text("end", 16, nullable=True),
    text("reason"),
    text("end_reason"),
    sa.Column("gate", sa.JSON, nullable=False),
    number("version"),
    sa.UniqueConstraint("initiative_id", "number"),
)

milestone = sa.Table(
    "milestone",
    metadata,
    key(),
    link("initiative_id", "initiative.id"),
    text("stage", 64),
    text("key", 64),
    text("label"),
    text("standing", 16),
    day("done_on"),
    text("owner"),
    link("partner_id", "partner.id", nullable=True),
    day("due_on"),
    text("evidence"),
    number("version"),
    sa.UniqueConstraint("initiative_id", "key"),
)

confirmation = sa.Table(
    "confirmation",
    metadata,
    link("initiative_id", "initiative.id", primary_key=True),
    sa.Column("stage", sa.String(64), primary_key=True),
    link("partner_id", "partner.id", primary_key=True),
    text("answer", 16),
    text("note"),
    day("said_on"),
    moment("at"),
    number("version"),
)

conclusion = sa.Table(
    "conclusion",
    metadata,
    key(),
    link("round_id", "round.id"),
    text("dimension", 255),
    link("partner_id", "partner.id", nullable=True),
    # The partner, or "" for what all concluded together: a unique constraint takes two nulls for different.
    text("by", 32),
    text("reading", 64),
    text("text"),
    day("said_on"),
    moment("at"),
    number("version"),
    sa.UniqueConstraint("round_id", "dimension", "by"),
)

next_step = sa.Table(
    "next_step",
    metadata,
    key(),
    sa.Column("initiative_id", KEY, sa.ForeignKey("initiative.id"), nullable=False, index=True),
    sa.Column("subject_id", KEY, nullable=False, index=True),
    text("text"),
    text("owner"),
    link("partner_id", "partner.id", nullable=True),
    day("due_on"),
    day("done_on"),
    number("position"),
    number("version"),
)

review = sa.Table(
    "review",
    metadata,
    key(),
    sa.Column("initiative_id", KEY, sa.ForeignKey("initiative.id"), nullable=False, index=True),
    text("checklist", 64),
    day("held_on", nullable=False),
    link("partner_id", "partner.id", nullable=True),
    text("state", 16),
    sa.Column("started_from", KEY),
    sa.Column("phases_off", sa.JSON, nullable=False),
    number("version"),
    moment("created_at"),
)

review_entry = sa.Table(
    "review_entry",
    metadata,
    link("review_id", "review.id", primary_key=True),
    sa.Column("item", sa.String(64), primary_key=True),
    text("status", 16),
    flag("carried"),
    text("successes"),
    text("challenges"),
    text("next_steps"),
    text("owner"),
    link("partner_id", "partner.id", nullable=True),
    day("due_on"),
    text("evidence"),
    number("version"),
)
