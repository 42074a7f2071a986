"""What is owed to take away or to read as a table: calendar file, Excel file, table on screen and paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.services.owed import KINDS
from collab.ui import keys, owed_words, printed
from collab.ui.templates import XLSX, file_name
from collab.ui.wording import day, sector_labels

if TYPE_CHECKING:
    from collab.services.owed import Owed

CALENDAR = "text/calendar"
HOW = (
    "A line is overdue from the day after its date, as long as nobody has said that it is done. Milestones, items of "
    "checklists, goals and stages are done where they were written; next steps and steps of a plan can be ticked here. "
    "The Overview and the page of each initiative count the same lines."
)
ABOUT_CALENDAR = (
    "In Outlook: File, Open & Export, Import. In Google Calendar: Settings, Import & export. Each line is an entry of "
    "the whole day. A newer file brings the same entries up to date; what is done since then stays in the calendar "
    "until you take it out."
)


def buttons(
    lines: Sequence[Owed], today: date, *, heading: str, called: str, about: str, with_initiative: bool
) -> None:
    """The two files of what is listed; made only when a button is pressed. called: the name of the calendar."""
    from collab.services import owed_files

    dated = sum(each.task.due_on is not None and not each.is_done for each in lines)
    with st.container(horizontal=True, vertical_alignment="center", key="controls_owed_files"):
        st.download_button(
            f"Calendar file ({dated:,})",
            lambda: owed_files.calendar(lines, name=called),
            file_name=file_name(heading, about).removesuffix("xlsx") + "ics",
            mime=CALENDAR,
            icon=":material/calendar_add_on:",
            help=ABOUT_CALENDAR,
            disabled=not dated,
            key="owed_calendar",
            on_click="ignore",
        )
        st.download_button(
            "Excel file",
            lambda: owed_files.sheet(lines, heading=heading, about=about, today=today, with_initiative=with_initiative),
            file_name=file_name(heading, about, today.isoformat()),
            mime=XLSX,
            icon=":material/download:",
            key="owed_excel",
            on_click="ignore",
        )
        undated = sum(each.task.due_on is None and not each.is_done for each in lines)
        if undated:
            st.caption(f"{undated:,} without a day {'is' if undated == 1 else 'are'} in no calendar.", width="content")


def table(lines: Sequence[Owed], today: date, *, with_initiative: bool) -> None:
    """The list as a table: on the screen when somebody opens it, on paper always."""
    with st.expander("As a table", icon=":material/table:", key=keys.OWED_TABLE, on_change="rerun") as box:
        if box.open:
            with st.container(key="controls_owed_table"):
                rows = [_row(each, today, with_initiative=with_initiative) for each in lines]
                st.dataframe(_columns(rows), hide_index=True, placeholder="", alt="All that is owed, a line each")
            st.caption(HOW)
    printed.only(_columns([_on_paper(each, today, with_initiative=with_initiative) for each in lines]), key="owed")


def _columns(rows: Sequence[dict[str, object]]) -> dict[str, list[object]]:
    return {name: [each[name] for each in rows] for name in rows[0]}


def _row(each: Owed, today: date, *, with_initiative: bool) -> dict[str, object]:
    task = each.task
    return {
        "What": task.text,
        "Owner": task.owner,
        "Partner": task.partner,
        "Sector": sector_labels()[task.sector] if task.sector else "",
        "Due": task.due_on,
        "Days overdue": (today - task.due_on).days if task.overdue(today) and task.due_on else None,
        "Done on": task.done_on,
        "Kind": KINDS[task.kind],
        "Where it was written": task.about,
        **({"Initiative": each.initiative.name} if with_initiative else {}),
    }


def _on_paper(each: Owed, today: date, *, with_initiative: bool) -> dict[str, object]:
    """In as few columns as a sheet has room for. A box to tick stands first."""
    task = each.task
    late = f" ({owed_words.when(each, today)})" if task.overdue(today) else ""
    return {
        "What": f"{'☑' if each.is_done else '☐'} {task.text}",
        "Whose": task.owned_by,
        "Due": f"{day(task.due_on)}{late}" if task.due_on else "",
        "Where it was written": owed_words.source(each, with_initiative=with_initiative),
    }
