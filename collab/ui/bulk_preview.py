"""What a sheet of reviews or milestones would do: what was understood, every fault, both texts, before and after."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from collab.ui.drafting import show_lines
from collab.ui.escape import plain
from collab.ui.wording import listed, many

if TYPE_CHECKING:
    from collab.services.bulk import Change, Preview, Row

MOST_IN_TABLE = 60
NOTHING = "nothing"
NAMING = frozenset({"item", "key", "section"})
LOOKED_AT = "Looked at again, unchanged"


def draw(noun: str, scope: str, shown: Preview, take: frozenset[str], choose: Callable[[str, str], None]) -> bool:
    """Draw it; returns whether the review is to be finished with it. choose: (key of the row, key of its box)."""
    st.markdown(f"**{plain(_summary(noun, shown))}**")
    if shown.where and not shown.refused:
        st.markdown(plain(shown.where))
    if shown.columns:
        st.caption(plain(_columns(shown)))
    if shown.refused:
        st.warning(plain(shown.refused))
        return False
    _problems(noun, shown)
    _close(shown)
    _both(scope, shown, take, choose)
    _changes(shown)
    if not (shown.begins and shown.saved):
        return False
    return st.checkbox("The review is finished with this sheet", value=True, key=f"finish_{scope}")


def _summary(noun: str, shown: Preview) -> str:
    if not shown.rows and shown.problems:
        return f"{shown.file_name}: nothing can be taken as it stands."
    same = len(shown.rows) - len(shown.saved) - len(shown.both)
    parts = [f"{many(len(shown.saved), noun)} would change"]
    parts += [f"{many(same, 'row')} {'says' if same == 1 else 'say'} what is kept already"] if same else []
    parts += [f"{many(len(shown.both), 'row')} was also changed by somebody else"] if len(shown.both) == 1 else []
    parts += [f"{len(shown.both)} rows were also changed by somebody else"] if len(shown.both) > 1 else []
    if not shown.saved and not shown.both and not shown.problems:
        return f"{shown.file_name}: unchanged. All of it is kept already."
    return f"{shown.file_name}: {'; '.join(parts)}."


def _columns(shown: Preview) -> str:
    headers = (f"“{header}”" for name, header in shown.columns.items() if name not in NAMING)
    known = listed(tuple(headers), most=12) or "none"
    unused = f" Not used: {listed(tuple(f'“{header}”' for header in shown.unused))}." if shown.unused else ""
    return f"Columns understood besides the names: {known}.{unused}"


def _problems(noun: str, shown: Preview) -> None:
    if not shown.problems:
        return
    left_out = "This row is" if len(shown.problems) == 1 else "These rows are"
    tail = f" {left_out} left out; the others can be saved." if shown.saved else f" {left_out} left out."
    with st.container(border=True):
        st.warning(f"{many(len(shown.problems), 'problem')}.{tail}")
        st.markdown("\n".join(f"- {plain(problem)}" for problem in shown.problems))


def _close(shown: Preview) -> None:
    near = [row for row in shown.rows if row.is_close]
    if near:
        st.markdown("Taken by a close spelling:")
        st.markdown("\n".join(f"- “{plain(row.is_close)}” as “{plain(row.label)}”" for row in near))


def _both(scope: str, shown: Preview, take: frozenset[str], choose: Callable[[str, str], None]) -> None:
    """Rows that somebody else changed since the workbook was downloaded; and those of them that were decided."""
    if shown.both:
        st.warning(
            "Somebody else changed these since the workbook was downloaded. What is saved stays, "
            "unless you take the text of the sheet."
        )
        show_lines(_lines(shown.both), alt="What somebody saved meanwhile beside what the sheet says")
    for row in shown.rows:
        if row in shown.both or row.key in take:
            box = f"take_{scope}_{row.key}"
            st.checkbox(
                f"Take the sheet’s text for “{plain(row.label)}” (row {row.place[1]})",
                value=row.key in take,
                key=box,
                on_change=choose,
                args=(row.key, box),
            )


def _changes(shown: Preview) -> None:
    if not shown.saved:
        return
    lines = _lines(shown.saved)
    alt = "Each change: what is kept now, and what the sheet says"
    if len(lines["Row"]) <= MOST_IN_TABLE:
        show_lines(lines, alt=alt)
    else:
        st.dataframe(lines, hide_index=True, alt=alt)


def _lines(rows: tuple[Row, ...]) -> dict[str, list[str]]:
    from collab.exchange.journey_values import TITLES

    every: list[tuple[Row, Change | None]] = [(row, change) for row in rows for change in (row.changes or (None,))]
    return {
        "Row": [str(row.place[1]) for row, _ in every],
        "What": [row.label for row, _ in every],
        "Part": [TITLES[change.field] if change else LOOKED_AT for _, change in every],
        "Kept now": [(change.before or NOTHING) if change else "" for _, change in every],
        "In the sheet": [(change.after or NOTHING) if change else "" for _, change in every],
    }
