"""The meeting view of what is owed: what is overdue, what is due next, what has no date or owner, who owes how much."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from collab.services.owed import NOBODY, SOON_DAYS, Due
from collab.services.owed_lists import Group, by_owner
from collab.ui import meeting_table, owed_words, viewport
from collab.ui.escape import plain
from collab.ui.meeting import Step, numbered
from collab.ui.meeting import run as run_steps
from collab.ui.wording import day

if TYPE_CHECKING:
    from collab.services.owed import Owed

MOST_LINES, MOST_WITH_INITIATIVE, MOST_OWNERS, MOST_LETTERS = 8, 6, 9, 110
MOST_SLIDES = 4
"""No meeting turns more pages of one thing; the list itself has them all."""


def run(lines: Sequence[Owed], today: date, *, heading: str, about: str, with_initiative: bool) -> None:
    """Every step of the sequence that has something to show; where nothing is late, that is said first.

    heading: whose list it is.  about: what it was narrowed to, "" where it holds everything.
    """
    still = [each for each in lines if not each.is_done]
    late = [each for each in still if each.due(today) is Due.OVERDUE]
    soon = [each for each in still if each.due(today) in (Due.WEEK, Due.SOON)]
    loose = [each for each in still if each not in late and (each.task.due_on is None or each.owner_key == NOBODY)]

    def tables(title: str, found: Sequence[Owed]) -> list[Step]:
        most = MOST_WITH_INITIATIVE if with_initiative else MOST_LINES
        if len(found) > most * MOST_SLIDES:
            title, found = f"{title} The first {most * MOST_SLIDES} of {len(found):,}", found[: most * MOST_SLIDES]
        parts = [found[begin : begin + most] for begin in range(0, len(found), most)]
        return (
            numbered(title, [_table(part, today, with_initiative=with_initiative) for part in parts]) if found else []
        )

    steps = tables("What is overdue?", late) or [Step("What is overdue?", partial(_nothing_late, about))]
    steps += tables(f"What is due in the next {SOON_DAYS} days?", soon)
    steps += tables("What has no owner or no date?", loose)
    groups = by_owner(still, today)[: MOST_OWNERS * MOST_SLIDES]
    parts = [groups[begin : begin + MOST_OWNERS] for begin in range(0, len(groups), MOST_OWNERS)]
    steps += numbered("Who owes how much?", [_owners(part) for part in parts]) if parts else []
    made_up = " · made-up sample data" if any(each.initiative.made_up for each in lines) else ""
    run_steps(steps, f"{heading} · {day(today)}{made_up}")


def _nothing_late(about: str) -> None:
    """That nothing is late: of everything, or only of what was looked for."""
    if about:
        st.markdown(plain(f"Nothing overdue fits: {about}."))
    else:
        st.markdown(":green[:material/check_circle:] Nothing is overdue.")


def _table(lines: Sequence[Owed], today: date, *, with_initiative: bool) -> Callable[[], None]:
    def draw() -> None:
        if viewport.is_narrow_meeting():
            st.markdown("\n".join(_in_words(each, today, with_initiative=with_initiative) for each in lines))
            return
        columns = {
            "What": [plain(_short(each.task.text)) for each in lines],
            "Initiative": [plain(each.initiative.name) if with_initiative else "" for each in lines],
            "Whose": [plain(owed_words.whose(each)) for each in lines],
            "Due": [_together(owed_words.since(each) or "no date") for each in lines],
            "Late": [_late(each, today) for each in lines],
        }
        shown = {name: said for name, said in columns.items() if any(said)}
        meeting_table.draw(shown, alt="What is owed, whose it is and until when")

    return draw


def _in_words(each: Owed, today: date, *, with_initiative: bool) -> str:
    """A line on a phone, where no table can be read."""
    parts = (owed_words.whose(each), each.initiative.name if with_initiative else "", owed_words.when(each, today))
    return f"- **{plain(_short(each.task.text))}**: {plain(' · '.join(part for part in parts if part))}"


def _late(each: Owed, today: date) -> str:
    return f":orange[{_together(owed_words.when(each, today))}]" if each.task.overdue(today) else ""


def _together(words: str) -> str:
    """A day or a number of days on one line."""
    return plain(words).replace(" ", "\N{NO-BREAK SPACE}")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1].rstrip(' ,.-')}…"


def _owners(groups: Sequence[Group]) -> Callable[[], None]:
    def draw() -> None:
        first = [group.lines[0] for group in groups]
        columns = {
            "Owner": [plain(group.label) for group in groups],
            "Open": [str(len(group.lines)) for group in groups],
            "Overdue": [f":orange[**{group.overdue}**]" if group.overdue else "–" for group in groups],
            "First": [plain(f"{_short(each.task.text)} ({owed_words.since(each) or 'no date'})") for each in first],
        }
        meeting_table.draw(columns, alt="Each owner with how much is open and overdue")

    return draw
