"""What the logic model says in words: counts, gaps, the model as text, and its links as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collab.ui.wording import listed, many

if TYPE_CHECKING:
    from collab.plans import LogicEntry
    from collab.services.logic_model import LogicView

LEADS_NOWHERE = "leads to nothing yet"
LED_BY_NOTHING = "nothing leads here yet"
FROM_THE_WHYS = "as the five whys say"
MOST_TEXT = 60


def labels(view: LogicView) -> dict[str, str]:
    """Key of a column or row -> what it is called."""
    return {each.prompt.key: each.prompt.label for each in (*view.columns, *view.context)}


def counted(view: LogicView) -> str:
    """How much the model holds; "" where it holds nothing."""
    if not view.entries:
        return ""
    return f"{many(len(view.entries), 'entry', 'entries')}, {many(len(view.links), 'link')}"


def gap(view: LogicView, entry: LogicEntry) -> str:
    """What the chain lacks at this entry; "" where it lacks nothing."""
    if not view.is_loose(entry):
        return ""
    return LEADS_NOWHERE if view.can_lead_to(entry) else LED_BY_NOTHING


def gaps(view: LogicView) -> str:
    """Where the chain is broken, in one sentence; "" where it holds, or there is nothing to link."""
    empty = tuple(each.prompt.label for each in view.columns if not each.entries)
    loose = sum(view.is_loose(each) for each in view.entries.values())
    if not view.entries:
        return ""
    parts = []
    if empty:
        parts.append(f"Nothing stands yet in: {listed(empty)}.")
    if loose:
        parts.append(f"{many(loose, 'entry is', 'entries are')} not linked yet.")
    return " ".join(parts)


def called(view: LogicView, entry: LogicEntry, *, most: int = MOST_TEXT) -> str:
    """An entry with its column, short enough for a list to choose from."""
    text = entry.text if len(entry.text) <= most else f"{entry.text[: most - 1].rstrip()}…"
    return f"{labels(view)[entry.place]}: {text}"


def link_rows(view: LogicView) -> dict[str, list[str]]:
    """Every link as a row: from which column and entry to which, in the order of the model."""
    names = labels(view)
    found = [(each, to) for each in view.entries.values() for to in view.led_to_by(each.id)]
    return {
        "From": [names[start.place] for start, _ in found],
        "Entry": [start.text for start, _ in found],
        "Leads to": [names[to.place] for _, to in found],
        "Entry it leads to": [to.text for _, to in found],
    }


def as_text(view: LogicView) -> list[tuple[str, list[str]]]:
    """The model as headings with lines: problem, columns, context; each entry with what it leads to."""
    found = [("Problem", [view.problem or "Not stated yet."])]
    for place in (*view.columns, *view.context):
        lines = [_line(view, each) for each in place.entries]
        found.append((place.prompt.label, lines or ["Nothing yet."]))
    return found


def _line(view: LogicView, entry: LogicEntry) -> str:
    leads = "; ".join(each.text for each in view.led_to_by(entry.id))
    causes = {each.id: each.answer for each in view.causes}
    cause = causes.get(entry.cause_id or "")
    parts = [f"Goes at the root cause: {cause}" if cause else "", f"Leads to: {leads}" if leads else gap(view, entry)]
    told = ". ".join(part[0].upper() + part[1:] for part in parts if part)
    return f"{entry.text} ({told})" if told else entry.text
