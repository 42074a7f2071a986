"""What a sheet of reviews or milestones would do: what was understood, every fault, both texts, before and after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from collab.ui import bulk_words
from collab.ui.escape import plain, plain_lines
from collab.ui.wording import day, many

if TYPE_CHECKING:
    from collab.journey import Review
    from collab.services.bulk import Change, Preview, Row

MOST_IN_TABLE = 60
NOTHING = "nothing"
ONLY_LOOKS = "only its lines, quotes or spaces"
LOOKED_AT = "Looked at again, unchanged"


@dataclass(frozen=True)
class Ways:
    """What can be chosen in it. choose: (key of the row, key of its box); reopen: a review that is finished."""

    choose: Callable[[str, str], None]
    reopen: Callable[[Review], None]


def draw(noun: str, scope: str, shown: Preview, take: frozenset[str], ways: Ways, *, reopened: Review | None) -> bool:
    """Draw it; returns whether the review is to be finished with it. reopened: a review that was opened for it."""
    st.markdown(f"**{plain(bulk_words.summary(noun, shown))}**")
    if shown.is_foreign:
        st.warning(plain(shown.refused))
        return False
    if shown.review is not None:
        st.markdown(plain(bulk_words.belongs_to(shown.review, begins=bool(shown.saved))))
    if shown.refused:
        _finished(scope, shown, ways.reopen)
        return False
    if shown.columns:
        st.caption(plain(bulk_words.columns(shown)))
    _problems(noun, shown)
    close(shown)
    both(scope, shown, take, name_of=lambda row: row.key, table=partial(_meanwhile, noun), choose=ways.choose)
    _changes(noun, shown)
    for note in shown.notes:
        st.caption(plain(note))
    return _finish(scope, shown, reopened)


def _finished(scope: str, shown: Preview, reopen: Callable[[Review], None]) -> None:
    """A finished review stands in the way: it can be opened again."""
    st.warning(plain(shown.refused))
    review = shown.review.kept if shown.review else None
    if review is not None:
        label = f"Open the review of {day(review.held_on)} again"
        st.button(label, key=f"reopen_{scope}", icon=":material/edit:", on_click=reopen, args=(review,))
        st.caption("While it is open again, the figures rest on the review before it.")


def _finish(scope: str, shown: Preview, reopened: Review | None) -> bool:
    """Ticked from the start only where nothing is left open, and the review is not under way by other hands."""
    if shown.review is None or not shown.saved:
        return False
    why_not = bulk_words.left_open(shown)
    kept = shown.review.kept
    ticked = not why_not and (kept is None or (reopened is not None and kept.id == reopened.id))
    is_chosen = st.checkbox("The review is finished with this sheet", value=ticked, key=f"finish_{scope}_{ticked}")
    if why_not:
        st.caption(plain(why_not))
    return is_chosen


def _problems(noun: str, shown: Preview) -> None:
    if not shown.problems:
        return
    left_out = "This row is" if len({(each.sheet, each.row) for each in shown.problems}) == 1 else "These rows are"
    tail = f" {left_out} left out; the others can be saved." if shown.saved else f" {left_out} left out."
    with st.container(border=True):
        st.warning(f"{many(len(shown.problems), 'problem')}.{tail}")
        st.markdown("\n".join(f"- {plain(problem)}" for problem in shown.problems))


def close(shown: Preview) -> None:
    """Rows that were taken for something whose name is written nearly so."""
    near = [row for row in shown.rows if row.is_close]
    if near:
        st.markdown("Taken by a close spelling:")
        st.markdown("\n".join(f"- “{plain(row.is_close)}” as “{plain(row.label)}”" for row in near))


def both(
    scope: str,
    shown: Preview,
    take: frozenset[str],
    *,
    name_of: Callable[[Row], str],
    table: Callable[[tuple[Row, ...]], None],
    choose: Callable[[str, str], None],
) -> None:
    """Rows that somebody else changed since the workbook was downloaded; and those of them that were decided.

    take: names (see name_of) of rows whose text of the sheet wins; choose: (name of the row, key of its box).
    """
    if shown.both:
        st.warning(
            "Somebody else changed these since the workbook was downloaded. What is saved stays, "
            "unless you take the text of the sheet."
        )
        table(shown.both)
    for row in shown.rows:
        name = name_of(row)
        if row in shown.both or name in take:
            box = f"take_{scope}_{name}"
            st.checkbox(
                f"Take the sheet’s text for “{plain(row.label)}” (row {row.place[1]})",
                value=name in take,
                key=box,
                on_change=choose,
                args=(name, box),
            )


def _meanwhile(noun: str, rows: tuple[Row, ...]) -> None:
    from collab.exchange.journey_values import titles

    show(lines(titles(noun), rows), alt="What somebody saved meanwhile beside what the sheet says")


def _changes(noun: str, shown: Preview) -> None:
    from collab.exchange.journey_values import titles

    if shown.saved:
        show(lines(titles(noun), shown.saved))


def show(found: dict[str, list[str]], *, alt: str = "Each change: what is kept now, and what the sheet says") -> None:
    """Lines as a table whose texts wrap; very many as a grid."""
    if len(found["Row"]) <= MOST_IN_TABLE:
        shown = {name: [plain_lines(text) for text in texts] for name, texts in found.items()}
        st.table(shown, border="horizontal", hide_index=True, alt=alt)
    else:
        st.dataframe(found, hide_index=True, alt=alt)


def lines(heads: Mapping[str, str], rows: tuple[Row, ...]) -> dict[str, list[str]]:
    """Column by column a line for each cell that would change. heads: field -> what stands above its column."""
    every: list[tuple[Row, Change | None]] = [(row, change) for row in rows for change in (row.changes or (None,))]
    return {
        "Row": [str(row.place[1]) for row, _ in every],
        "What": [row.label for row, _ in every],
        "Part": [_part(heads, change) if change else LOOKED_AT for _, change in every],
        "Kept now": [_said(change, change.before) if change else "" for _, change in every],
        "In the sheet": [_said(change, change.after) if change else "" for _, change in every],
    }


def _part(heads: Mapping[str, str], change: Change) -> str:
    """What stands above the column; where a table could not show what differs, what it is."""
    from collab.exchange.journey_values import comparable

    head = heads[change.field]
    return f"{head} ({ONLY_LOOKS})" if comparable(change.before) == comparable(change.after) else head


def _said(change: Change, text: str) -> str:
    """A value as screens say it."""
    from collab.exchange.journey_values import DAYS

    return day(date.fromisoformat(text)) if text and change.field in DAYS else text or NOTHING
