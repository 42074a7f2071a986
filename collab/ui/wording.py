"""Small pieces of sentences that several screens use: counts, dates, states, sectors; not escaped."""

from __future__ import annotations

from datetime import date, datetime

from collab.model import Mode, RoundState, Sector
from collab.ui import shell
from collab.when import When

STATES = {RoundState.OPEN: "Open", RoundState.REVEALED: "Revealed", RoundState.CLOSED: "Closed"}
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


def many(count: int, one: str, several: str = "") -> str:
    """A count with its noun: "1 partner", "1,204 partners"."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def listed(words: tuple[str, ...], *, most: int = 8) -> str:
    """Words in a row: "a, b and c"; beyond most, how many more."""
    shown, rest = words[:most], len(words) - most
    if rest > 0:
        return f"{', '.join(shown)} and {rest} more"
    return " and ".join(part for part in (", ".join(shown[:-1]), *shown[-1:]) if part)


def season(day: date) -> str:
    """The season of a day, as rounds are called: "Autumn 2026"."""
    return f"{_SEASONS[day.month % 12 // 3]} {day.year}"


def moment(at: datetime) -> str:
    """A point in time as people here read it: local, to the minute."""
    local = at.astimezone() if at.tzinfo else at
    return f"{local.day} {local:%b %Y, %H:%M}"


def sector_labels() -> dict[Sector, str]:
    """How each sector is called on screens."""
    return {words.sector: words.label for words in shell.framework().sectors}


def day(on: date | When) -> str:
    """A day, or as much of it as is known, as people here read it: "5 Oct 2026", "Oct 2026", "2026"."""
    return str(on if isinstance(on, When) else When(on.year, on.month, on.day))
