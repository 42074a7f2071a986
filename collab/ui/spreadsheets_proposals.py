"""Where a dropped file goes unless a person says otherwise: by what was chosen, by its name, by what is there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from pathlib import PurePath
from typing import TYPE_CHECKING

from collab.model import Round, RoundState
from collab.store.keys import name_key
from collab.ui.wording import season

if TYPE_CHECKING:
    from collab.services.importing import Destination
    from collab.services.initiatives import InitiativeCard

LONGEST = 80
FALLBACK_NAME = "My initiative"
_DAY = re.compile(r"(?<!\d)(20\d\d)[-_.](0[1-9]|1[0-2])[-_.](0[1-9]|[12]\d|3[01])([-_.T ]\d\d[-_.:h]?\d\d)*(?!\d)")
_SCHOOL_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*[-–_/]\s*((?:20)?\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_SEASON = re.compile(r"\b(spring|summer|autumn|fall|winter)\b", re.IGNORECASE)
_TOOL_WORDS = re.compile(
    r"\b(all versions|labels|numeric|values|responses|raw data|export|results|final|copy|data)\b|\(\d+\)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class NameProposal:
    """What a file's name proposes; initiative is "" where the name says nothing."""

    initiative: str
    round_label: str


@dataclass(frozen=True)
class Chosen:
    """What stood in the form when files were dropped, "" where nothing did.

    by_hand: a person put it there; else it was filled in from the address or from what she looked at before.
    """

    initiative: str = ""
    round_label: str = ""
    by_hand: bool = False


def destination_for(
    file_name: str,
    chosen: Chosen,
    cards: Sequence[InitiativeCard],
    today: date,
    *,
    dropped: Sequence[str] = (),
) -> Destination:
    """Where a file goes: as chosen, else as its name and what is there propose.

    dropped: the names of all files that were dropped together, which begin one new initiative rather than several.
    """
    from collab.services.importing import Destination

    named = propose(file_name, today)
    together = _in_common([propose(name, today).initiative for name in dropped])
    wanted = " ".join(chosen.initiative.split()) or _initiative_named(file_name, named.initiative, cards)
    initiative = wanted or together or named.initiative or FALLBACK_NAME
    card = next((card for card in cards if name_key(card.initiative.name) == name_key(initiative)), None)
    rounds = [item.round for item in card.rounds] if card else []
    label = " ".join(chosen.round_label.split()) or _round_for(file_name, rounds) or named.round_label
    return Destination(card.initiative.name if card else initiative, label)


def otherwise(file_name: str, goes: Destination, chosen: Chosen, today: date) -> Destination | None:
    """A round named by the file or the season, where the proposed one turns out to be no place for the file."""
    label = propose(file_name, today).round_label
    return None if chosen.round_label or label == goes.round_label else replace(goes, round_label=label)


def only_initiative(cards: Sequence[InitiativeCard]) -> InitiativeCard | None:
    """The one that a file must mean where there is only one; the made-up sample is never meant unasked."""
    real = [card for card in cards if not card.initiative.made_up]
    return real[0] if len(real) == 1 else None


def _initiative_named(file_name: str, proposed: str, cards: Sequence[InitiativeCard]) -> str | None:
    """An initiative that is here and whose name stands in the file's name."""
    names = [card.initiative.name for card in cards]
    same = next((name for name in names if name_key(name) == name_key(proposed)), None)
    return same or _longest_in(file_name, [name for name in names if len(_words(name)) > 1])


def _in_common(names: Sequence[str]) -> str:
    """The words that all names begin with, "" where there are none."""
    words = [name.split() for name in names]
    shared = takewhile(lambda column: len({word.casefold() for word in column}) == 1, zip(*words, strict=False))
    return " ".join(column[0] for column in shared)


def _round_for(file_name: str, rounds: Sequence[Round]) -> str | None:
    """A round that the file's name names, else the one round that is open."""
    labels = [round_.label for round_ in rounds]
    time = _words(_round_of(PurePath(file_name).stem)[0])
    named = _longest_in(file_name, labels) or next((label for label in labels if _words(label) == time), None)
    is_open = [round_.label for round_ in rounds if round_.state is RoundState.OPEN]
    if named or len(is_open) != 1:
        return named
    return None if _is_of_another_time(file_name, is_open[0]) else is_open[0]


def _longest_in(file_name: str, names: Sequence[str]) -> str | None:
    """The longest of the names whose words stand in the file's name, side by side."""
    held = _words(PurePath(file_name).stem)
    found = [name for name in names if _stand_in(_words(name), held)]
    return max(found, key=lambda name: len(_words(name)), default=None)


def _stand_in(words: tuple[str, ...], held: tuple[str, ...]) -> bool:
    places = range(len(held) - len(words) + 1)
    return bool(words) and any(held[at : at + len(words)] == words for at in places)


def _words(text: str) -> tuple[str, ...]:
    return tuple("autumn" if word == "fall" else word for word in re.findall(r"[^\W_]+", text.casefold()))


def _is_of_another_time(file_name: str, label: str) -> bool:
    """The file's name and the round's label both name years, and none is the same; a day is when it was exported."""
    stem = _DAY.sub(" ", PurePath(file_name).stem)
    ours, theirs = _years(stem), _years(label)
    return bool(ours and theirs) and not ours & theirs


def _years(text: str) -> set[int]:
    spans = ((int(first), int(second) % 100) for first, second in _SCHOOL_YEAR.findall(text))
    following = {first + 1 for first, second in spans if second == (first + 1) % 100}
    return {int(year) for year in _YEAR.findall(text)} | following


def propose(file_name: str, today: date) -> NameProposal:
    """Initiative and round from a file's name: "parent_survey_2018-19.xlsx" is "Parent survey", "2018-19"."""
    stem = PurePath(file_name).stem
    label, rest = _round_of(stem)
    words = _TOOL_WORDS.sub(" ", re.sub(r"[_\-–.]+", " ", rest))
    name = " ".join(words.split())[:LONGEST].strip(" ,")
    has_word = any(character.isalpha() for character in name)
    return NameProposal(name[:1].upper() + name[1:] if has_word else "", label or season(today))


def _round_of(stem: str) -> tuple[str, str]:
    """The label of a round that stands in a name, and the name without it."""
    if found := _DAY.search(stem):
        return season(date(int(found[1]), int(found[2]), 1)), _without(stem, found)
    if (found := _SCHOOL_YEAR.search(stem)) and int(found[2]) % 100 == (int(found[1]) + 1) % 100:
        return f"{found[1]}-{found[2][-2:]}", _without(stem, found)
    if found := _YEAR.search(stem):
        named = _SEASON.search(stem.replace("_", " "))
        rest = _without(stem, found)
        if named:
            return f"{named[1].capitalize()} {found[1]}", re.sub(named[1], " ", rest)
        return found[1], rest
    return "", stem


def _without(stem: str, found: re.Match[str]) -> str:
    return f"{stem[: found.start()]} {stem[found.end() :]}"
