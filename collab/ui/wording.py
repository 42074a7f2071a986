"""Small pieces of sentences that several screens use: counts, dates, states, sectors; not escaped."""

from __future__ import annotations

from datetime import date

from collab.model import Mode, RoundState
from collab.services import labels
from collab.services.labels import sector_labels
from collab.services.wording import day, listed, many, moment

__all__ = [
    "MODES",
    "MODE_MEANINGS",
    "STATES",
    "STATE_COLOURS",
    "STATE_MEANINGS",
    "day",
    "listed",
    "many",
    "moment",
    "season",
    "sector_labels",
]

STATES = labels.ROUND_STATES
STATE_COLOURS = {RoundState.OPEN: "orange", RoundState.REVEALED: "green", RoundState.CLOSED: "gray"}
STATE_MEANINGS = {
    RoundState.OPEN: "Answers come in. Nobody sees another partner's.",
    RoundState.REVEALED: "Partners look at all answers together.",
    RoundState.CLOSED: "Finished. Nothing can be added.",
}
MODES = {
    Mode.INDIVIDUAL: "Several people of each partner answer",
    Mode.TEAM: "One agreed answer for each partner",
}
MODE_MEANINGS = {
    Mode.INDIVIDUAL: "Nobody is named, and small groups stay hidden.",
    Mode.TEAM: "Each answer is shown with its partner's name.",
}
_SEASONS = ("Winter", "Spring", "Summer", "Autumn")


def season(day: date) -> str:
    """The season of a day, as rounds are called: "Autumn 2026"."""
    return f"{_SEASONS[day.month % 12 // 3]} {day.year}"
