"""The parts of a report, and what each is called."""

from __future__ import annotations

from enum import StrEnum


class Topic(StrEnum):
    """A part of a report."""

    READINESS = "readiness"
    COMPARE = "compare"
    FIRST = "first"
    CONCLUSIONS = "conclusions"
    PLANS = "plans"
    OWED = "owed"


TITLES = {
    Topic.READINESS: "Readiness",
    Topic.COMPARE: "District beside charter",
    Topic.FIRST: "What to talk about first",
    Topic.CONCLUSIONS: "Conclusions",
    Topic.PLANS: "Action plans",
    Topic.OWED: "What is owed",
}
