"""What the list of what is owed says in words: when, whose, how many, what was looked for; not escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from collab.model import Sector
from collab.services.owed import KINDS, NOBODY, SOON_DAYS, WEEK_DAYS, Due
from collab.services.tasks import TaskKind
from collab.ui.wording import day, listed, many, sector_labels

if TYPE_CHECKING:
    from collab.services.owed import Owed
    from collab.services.owed_lists import Group, Wanted

GROUPS = {
    Due.OVERDUE: "Overdue",
    Due.WEEK: f"In the next {WEEK_DAYS} days",
    Due.SOON: f"In {WEEK_DAYS + 1} to {SOON_DAYS} days",
    Due.LATER: "Later",
    Due.NO_DATE: "No date",
}
NARROWED_TO = {
    str(Due.OVERDUE): "Overdue",
    str(Due.SOON): f"Up to {SOON_DAYS} days from now",
    str(Due.NO_DATE): "No date",
}
COLOURS = {Due.OVERDUE: "orange", Due.WEEK: "blue", Due.SOON: "gray", Due.LATER: "gray", Due.NO_DATE: "gray"}
ICONS = {
    TaskKind.MILESTONE: ":material/flag_2:",
    TaskKind.ITEM: ":material/checklist:",
    TaskKind.GOAL: ":material/target:",
    TaskKind.STAGE: ":material/route:",
}


def when(each: Owed, today: date) -> str:
    """When it is due, or how late it is: "12 days overdue", "by 4 Dec 2026", "no date", "done 4 Dec 2026"."""
    task = each.task
    if task.done_on is not None:
        return f"done {day(task.done_on)}"
    if task.due_on is None:
        return "no date"
    if task.overdue(today):
        return f"{many((today - task.due_on).days, 'day')} overdue"
    return "today" if task.due_on == today else f"by {day(task.due_on)}"


def since(each: Owed) -> str:
    """The day that has passed; "" where there is none."""
    return day(each.task.due_on) if each.task.due_on else ""


def whose(each: Owed) -> str:
    """The person and the partner that owe it."""
    return each.task.owned_by or "Nobody owns it yet"


def source(each: Owed, *, with_initiative: bool) -> str:
    """What kind of thing it is and where it was written."""
    about = f"{KINDS[each.task.kind]}: {each.task.about}" if each.task.about else KINDS[each.task.kind]
    return f"{each.initiative.name} · {about}" if with_initiative else about


def counted(lines: Sequence[Owed], today: date) -> str:
    """How many are open, late, due soon, without a date and without an owner."""
    still = [each for each in lines if not each.is_done]
    done = len(lines) - len(still)
    dues = [each.due(today) for each in still]
    soon = sum(due in (Due.WEEK, Due.SOON) for due in dues)
    parts = (
        (dues.count(Due.OVERDUE), "overdue"),
        (soon, f"due in the next {SOON_DAYS} days"),
        (dues.count(Due.LATER), "later"),
        (dues.count(Due.NO_DATE), "without a date"),
    )
    told = listed(tuple(f"{count:,} {words}" for count, words in parts if count))
    said = f"{len(still):,} open: {told}." if still else "Nothing is open."
    nobody = sum(each.owner_key == NOBODY for each in still)
    said += f" {nobody:,} {'has' if nobody == 1 else 'have'} no owner." if nobody else ""
    return said + (
        f" {done:,} just done: take the tick away to open {'it' if done == 1 else 'them'} again." if done else ""
    )


def heading(group: Group) -> str:
    """The heading of a group with how many of it are open, and how many of those are late."""
    done = sum(each.is_done for each in group.lines)
    late = f", {group.overdue:,} overdue" if group.overdue and group.key != Due.OVERDUE else ""
    return f"{group.label} ({len(group.lines) - done:,}{late}{f', {done:,} just done' if done else ''})"


def called(heading: str, wanted: Wanted, owners: dict[str, str]) -> str:
    """A list and all that it was narrowed to, for where nothing else says it: the heading names the partner."""
    rest = looked_for(replace(wanted, partner_id=""), {}, owners)
    return f"{heading} ({rest})" if rest else heading


def looked_for(wanted: Wanted, names: dict[str, str], owners: dict[str, str]) -> str:
    """What the list was narrowed to, for paper and files; "" where it holds everything. names: of partners by id."""
    parts = (
        ("Partner", names.get(wanted.partner_id, "")),
        ("Sector", sector_labels()[Sector(wanted.sector)] if wanted.sector else ""),
        ("Owner", owners.get(wanted.owner, "")),
        ("Kind", KINDS[TaskKind(wanted.kind)] if wanted.kind else ""),
        ("Due", NARROWED_TO.get(wanted.due, "")),
        ("With the words", wanted.search),
    )
    return "; ".join(f"{label}: {words}" for label, words in parts if words)
