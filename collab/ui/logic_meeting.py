"""The meeting view of the logic model: what leads to what, its setting, and then one way through it after the other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from collab.charts.letters import lines_within
from collab.services.logic_model import CAUSES_GO_TO
from collab.ui import logic_board, logic_words
from collab.ui.meeting import Step, numbered
from collab.ui.meeting import run as run_steps

if TYPE_CHECKING:
    from collab.plans import LogicEntry
    from collab.services.logic_model import LogicView, Place

WHOLE, SETTING = "What leads to what", "What helps, what stands in the way, and what we take for granted"
WIDTH, BETWEEN, AROUND, LABEL = 65.0, 2.3, 1.3, 13.5
LINES, OF_A_PROBLEM, OF_A_CARD, LARGER, MOST_LINES = 19.5, 1.2, 1.3, 1.15, 99
LINES_OF_ROWS, OF_A_ROW, OF_A_CARD_IN_A_ROW = 22.5, 1.3, 0.9
"""What a slide holds in letters of 28 pixels on 1920 x 1080. In heights of a letter: how wide the drawing is, what is
between its columns, in a card beside its text, and the label of a row of context. In lines: how high it is below the
heads of columns, or with rows, and what problem, card and row take beside their text; the problem is larger."""
LEAST_COLUMNS = 2


@dataclass(frozen=True)
class Part:
    """What one slide shows: these columns or rows of context, of them these entries, and the problem or not."""

    places: tuple[Place, ...]
    entries: frozenset[str]
    has_problem: bool = False


def run(view: LogicView, name: str) -> None:
    """The steps that there is something to show on; what is too large for one slide is shared among several."""
    steps = _slides(view, lambda part: _from_to(view, part), parts(view))
    steps += _slides(view, lambda _: SETTING, setting(view))
    for each in starts(view):
        steps += _way(view, each)
    run_steps(steps, " · ".join(part for part in (name, logic_words.counted(view)) if part))


def starts(view: LogicView) -> list[str]:
    """What partners do, each with a way of its own; where none of it is linked, whatever begins a way."""
    linked = {end for link in view.links for end in link}
    done = [each.id for each in view.entries.values() if each.id in linked and each.place == CAUSES_GO_TO]
    ends = {to for _, to in view.links}
    return done or [each for each in view.entries if each in linked - ends]


def parts(view: LogicView, only: Collection[str] | None = None) -> list[Part]:
    """The columns on as few slides as can be read: side by side, else some of them, at last some of their entries.

    Columns that are shared among slides overlap in one, so that every link is seen.  only: ids of entries; None for
    all. A column that has none of them is left out, and the others have its room.
    """
    columns = [column for column in view.columns if only is None or any(each.id in only for each in column.entries)]
    whole = _pages(view, columns, only, is_whole=True)
    if len(whole) == 1:
        return whole
    shared = []
    for size in range(LEAST_COLUMNS, len(columns)):
        windows = [columns[at : at + size] for at in range(0, len(columns) - 1, size - 1)]
        shared.append([page for window in windows for page in _pages(view, window, only, is_whole=False)])
    return min(shared, key=len, default=whole)


def _pages(view: LogicView, columns: Sequence[Place], only: Collection[str] | None, *, is_whole: bool) -> list[Part]:
    """These columns side by side: those that fit stand on every slide, of the others as many entries as fit.

    is_whole: no other columns are shown, so that the problem stands above them.
    """
    width = (WIDTH - BETWEEN * (len(columns) - 1)) / len(columns) - AROUND
    room = LINES - (OF_A_PROBLEM + LARGER * _lines(view.problem, WIDTH / LARGER) if is_whole and view.problem else 0)
    runs = [
        _runs([each for each in column.entries if only is None or each.id in only], width, room) for column in columns
    ]
    pages = []
    for page in range(max(map(len, runs))):
        shown = (own[0] if len(own) == 1 else own[page] if page < len(own) else [] for own in runs)
        pages.append(Part(tuple(columns), frozenset(each.id for entries in shown for each in entries), is_whole))
    return pages


def setting(view: LogicView) -> list[Part]:
    """The rows of context, on as many slides as their entries need; none where nobody wrote any."""
    width, room = WIDTH - LABEL - AROUND, LINES_OF_ROWS
    pages: list[list[tuple[Place, LogicEntry]]] = []
    for row in view.context:
        begins = OF_A_ROW
        for each in row.entries:
            takes = _lines(each.text, width) + OF_A_CARD_IN_A_ROW
            if not pages or begins + takes > room:
                pages.append([])
                begins, room = OF_A_ROW, LINES_OF_ROWS
            room -= begins + takes
            begins = 0.0
            pages[-1].append((row, each))
    if len(pages) == 1:
        return [Part(view.context, frozenset(each.id for _, each in pages[0]))]
    return [
        Part(tuple(dict.fromkeys(row for row, _ in page)), frozenset(each.id for _, each in page)) for page in pages
    ]


def _runs(entries: Sequence[LogicEntry], width: float, room: float) -> list[list[LogicEntry]]:
    """Entries one below the other, as many together as there is room for; one at least."""
    found: list[list[LogicEntry]] = [[]]
    left = room
    for each in entries:
        takes = _lines(each.text, width) + OF_A_CARD
        if found[-1] and takes > left:
            found.append([])
            left = room
        left -= takes
        found[-1].append(each)
    return found


def _lines(text: str, width: float) -> int:
    return len(lines_within(text, width, most=MOST_LINES))


def _from_to(view: LogicView, part: Part) -> str:
    if len(part.places) == len(view.columns):
        return WHOLE
    return f"{WHOLE}: from {part.places[0].prompt.label.lower()} to {part.places[-1].prompt.label.lower()}"


def _slides(view: LogicView, title_of: Callable[[Part], str], found: Sequence[Part]) -> list[Step]:
    """A step for each part; those with the same title are numbered."""
    by_title: dict[str, list[Callable[[], None]]] = {}
    for number, part in enumerate(found):
        by_title.setdefault(title_of(part), []).append(_drawn(view, part, key=f"meeting_{number}"))
    return [step for title, draws in by_title.items() for step in numbered(title, draws)]


def _drawn(view: LogicView, part: Part, *, key: str, opened: str = "") -> Callable[[], None]:
    drawn = [each.prompt.key for each in part.places]
    return lambda: logic_board.draw(
        view,
        key=f"{key}_{drawn[0]}",
        opened=opened,
        only=part.entries,
        places=drawn,
        has_problem=part.has_problem,
    )


def _way(view: LogicView, entry_id: str) -> list[Step]:
    found, opened = parts(view, view.way_of(entry_id)), f"entry:{entry_id}"
    draws = [_drawn(view, part, key=f"meeting_{entry_id}_{at}", opened=opened) for at, part in enumerate(found)]
    return numbered(f"One way: {view.entries[entry_id].text}", draws)
