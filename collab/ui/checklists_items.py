"""Lists of Checklists: items with what was said of them, what is stuck, weak factors, and every figure as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.scoring import shown as rounded
from collab.ui import address, checklists_words, keys, printed, viewport
from collab.ui.escape import plain
from collab.ui.naming import named
from collab.ui.wording import day, many

if TYPE_CHECKING:
    from pandas import DataFrame

    from collab.content import Item, Phase
    from collab.journey import ReviewEntry
    from collab.services.phases import HeldReview
    from collab.ui.checklists_data import Shown

NOW = "now"
EVERY, OPEN, STUCK, LATE = "every", "open", "stuck", "late"
KINDS = {EVERY: "All items", OPEN: "Not in place yet", STUCK: "Stuck for three reviews", LATE: "Past their due date"}
STATUS, ITEM, DUE = "Status", "Item", "Owner, due"
OVERDUE = ":red-badge[:material/schedule: overdue]"
WIDTH = 250
LONGEST_ON_ONE_LINE, NO_BREAK = 20, "\u00a0"


def draw_asked(shown: Shown, *, today: date) -> None:
    """The item that the address names, with what the latest review says of it: that of the partner it names, or one
    held together."""
    asked, partner = st.query_params.get(keys.ITEM), st.query_params.get(keys.PARTNER, "")
    phase, item = next(((phase, item) for phase, item in shown.items if item.key == asked), (None, None))
    if phase is None or item is None:
        return
    held = next((each for each in reversed(shown.view.held) if (each.review.partner_id or "") == partner), None)
    said = held.entries.get(item.key) if held else None
    with st.container(border=True, key="asked_item"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{plain(item.label)}**", width="content")
            st.button(named("Close", f"“{item.label}”"), icon=":material/close:", key="close_item", on_click=_close)
        whose = plain(checklists_words.whose(shown.view, held.review)) if held else "not reviewed yet"
        st.caption(f"{plain(phase.label)} · {whose}")
        st.markdown(plain(item.statement))
        late = f" {OVERDUE}" if is_late(shown, said, today) else ""
        told = {STATUS: status_text([said.status if said else ""], said), **_texts(shown, said)}
        lines = [f"{name}: {plain(text)}{late if name == DUE else ''}" for name, text in told.items() if text]
        st.markdown("  \n".join(lines))


def _close() -> None:
    for name in (keys.ITEM, keys.PARTNER):
        st.query_params.pop(name, None)


def draw_items(shown: Shown, *, today: date) -> None:
    """The items with what the latest review says of them, or an earlier one."""
    st.subheader("Items", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        held = _choose_review(shown)
        kind = address.select("Show", KINDS, param=keys.ITEMS_SHOWN, widget=keys.PICK_ITEMS, default=EVERY, width=WIDTH)
    if len(held) > 1:
        st.caption("Status as the partners gave it. Choose one review to read what it says in words.")
    found = 0
    for phase in shown.view.checklist.phases:
        items = [item for item in phase.items if _is_wanted(shown, phase, item, held, kind, today)]
        found += len(items)
        if items:
            st.markdown(f"**{plain(phase.label)}**")
            late = [_is_late_now(shown, phase, item, held, today) for item in items]
            lines = [_line(shown, phase, item, held) for item in items]
            _table(lines, late=late, alt=f"Items of {phase.label} with their status and what was said of them")
    if not found:
        st.info(f"No item is here under “{KINDS[kind]}”.")


def _choose_review(shown: Shown) -> tuple[HeldReview, ...]:
    names = {NOW: "Latest"} | {
        each.review.id: checklists_words.whose(shown.view, each.review) for each in reversed(shown.view.held)
    }
    chosen = address.select("As of", names, param=keys.AS_OF, widget=keys.PICK_AS_OF, default=NOW, width=WIDTH + 50)
    return next(((each,) for each in shown.view.held if each.review.id == chosen), shown.now)


def _is_wanted(shown: Shown, phase: Phase, item: Item, held: Sequence[HeldReview], kind: str, today: date) -> bool:
    if kind == STUCK:
        return any(each.item.key == item.key for each in shown.view.stuck)
    entries = [each.entries[item.key] for each in held if item.key in each.entries]
    if kind == LATE:
        return any(each.due_on and each.due_on < today and _is_open(each.status) for each in entries)
    off = held and all(phase.key in each.review.phases_off for each in held)
    return kind == EVERY or (not off and (not entries or any(_is_open(each.status) for each in entries)))


def _is_open(status: str) -> bool:
    """Short of in place: not yet, partly, or not looked at; what does not apply is not open."""
    scores = {key: score for key, _, score in checklists_words.statuses()}
    score = scores.get(status, 0.0)
    return score is not None and score < 1


def is_late(shown: Shown, said: ReviewEntry | None, today: date) -> bool:
    """Whether its date has passed and it is not in place; nothing is overdue in an initiative that is over."""
    from collab.services.journey import OVER

    if said is None or said.due_on is None or shown.initiative.standing in OVER:
        return False
    return said.due_on < today and _is_open(said.status)


def _is_late_now(shown: Shown, phase: Phase, item: Item, held: Sequence[HeldReview], today: date) -> bool:
    """Of one review that still counts: what an earlier one says may be done since."""
    if len(held) != 1 or held[0] not in shown.now or phase.key in held[0].review.phases_off:
        return False
    return is_late(shown, held[0].entries.get(item.key), today)


def _line(shown: Shown, phase: Phase, item: Item, held: Sequence[HeldReview]) -> dict[str, str]:
    from collab.services.checklist_now import status_of

    given = [status_of(each, phase, item) for each in held]
    said = held[0].entries.get(item.key) if len(held) == 1 else None
    return {ITEM: item.label, STATUS: status_text(given, said), **_texts(shown, said)}


def status_text(given: Sequence[str], said: ReviewEntry | None = None) -> str:
    """One status as it is called, or how often each was given."""
    labels = {key: label for key, label, _ in checklists_words.statuses()} | {"": "Not looked at"}
    if len(given) == 1:
        return f"{labels[given[0]]}{' (taken over)' if said is not None and said.carried and given[0] else ''}"
    counts = {key: given.count(key) for key in labels}
    return ", ".join(f"{count} {labels[key].lower()}" for key, count in counts.items() if count)


def _texts(shown: Shown, said: ReviewEntry | None) -> dict[str, str]:
    if said is None:
        return dict.fromkeys(("Successes", "Challenges", "Next steps", DUE, "Evidence"), "")
    due = f"due {day(said.due_on)}" if said.due_on else ""
    return {
        "Successes": said.successes,
        "Challenges": said.challenges,
        "Next steps": said.next_steps,
        DUE: ", ".join(dict.fromkeys(text for text in (said.owner, _partner(shown, said), due) if text)),
        "Evidence": said.evidence,
    }


def _partner(shown: Shown, said: ReviewEntry) -> str:
    return next((each.name for each in shown.view.partners if each.id == said.partner_id), "")


def _table(lines: Sequence[Mapping[str, str]], *, alt: str, late: Sequence[bool] = ()) -> None:
    """A table whose texts wrap; on a phone a paragraph for each line. Columns that hold nothing are left out.

    late: for each line whether its date has passed; that is marked in words.
    """
    columns = [name for name in lines[0] if any(line[name] for line in lines)]
    shown = [{name: plain(line[name]) for name in columns} for line in lines]
    for cells, is_late in zip(shown, late, strict=bool(late)):
        if is_late:
            cells[DUE] = f"{cells[DUE]} {OVERDUE}"
    if viewport.is_narrow():
        for cells in shown:
            first, *rest = (name for name in columns if cells[name])
            more = "  \n".join(f"{name}: {cells[name]}" for name in rest)
            st.markdown(f"**{cells[first]}**  \n{more}")
        return
    table = {name: [cells[name] for cells in shown] for name in columns}
    if STATUS in table:
        table[STATUS] = [
            text if len(text) > LONGEST_ON_ONE_LINE else text.replace(" ", NO_BREAK) for text in table[STATUS]
        ]
    st.table(table, border="horizontal", hide_index=True, alt=alt)


def draw_stuck(shown: Shown, *, today: date) -> None:
    """What has not moved for three reviews, with since when and what was said last."""
    if not shown.view.stuck:
        return
    st.subheader("Stuck for three reviews or more", anchor=False)
    last = shown.view.joint[-1]
    phases = {phase.key: phase.label for phase in shown.view.checklist.phases}
    lines, late = [], []
    for each in shown.view.stuck:
        said = last.entries.get(each.item.key)
        texts = _texts(shown, said)
        since = f"{day(each.since)} ({many(each.reviews, 'review')})"
        late.append(is_late(shown, said, today))
        lines.append(
            {
                ITEM: each.item.label,
                "Phase": phases[each.phase],
                STATUS: status_text([each.status]),
                "Since": since,
                **{name: texts[name] for name in ("Challenges", "Next steps", DUE)},
            }
        )
    _table(lines, late=late, alt="Items that have not moved for three reviews or more, the longest first")


def draw_weak(shown: Shown) -> None:
    """Factors in concern, and the items that lean on them."""
    if not shown.weak.factors:
        return
    st.subheader("Weak factors, and the items that lean on them", anchor=False)
    lines = [
        {
            "Factor in concern": checklists_words.weak(each, rounded(each.score)),
            "Items that lean on it": "; ".join(_leaning(shown, phase, item) for phase, item in each.items),
        }
        for each in shown.weak.factors
    ]
    _table(lines, alt="Factors in concern and the items that lean on them")
    st.caption(f"Factors in concern in “{plain(shown.weak.round_label)}”, the latest assessment, the lowest first.")


def _leaning(shown: Shown, phase: Phase, item: Item) -> str:
    from collab.services.checklist_now import status_of

    given = [status_of(each, phase, item) for each in shown.now]
    return f"{item.label} ({status_text(given).lower()})" if given else item.label


def draw_content(shown: Shown) -> None:
    """What the checklist asks, before anybody has reviewed it."""
    for phase in shown.view.checklist.phases:
        st.markdown(f"**{plain(phase.label)}**")
        lines = [{ITEM: item.label, "What it asks": item.statement} for item in phase.items]
        _table(lines, alt=f"Items of {phase.label}")


def draw_figures(shown: Shown) -> None:
    """Every review and phase as a table, made only when somebody opens it."""
    with st.expander(
        "All figures as a table", icon=":material/table:", key=keys.CHECKLIST_TABLE, on_change="rerun"
    ) as box:
        if box.open:
            printed.show(
                _figures(shown.stamp, shown),
                key="checklist_figures",
                formats={"Stands at": "%.3f"},
                placeholder="",
                alt="Every review by phase: numbers of items by status, and where the phase stands from 0 to 1",
            )


@st.cache_resource(max_entries=32, show_spinner=False)
def _figures(key: tuple[object, ...], _shown: Shown) -> DataFrame:
    import pandas as pd

    return pd.DataFrame([line for held in reversed(_shown.view.held) for line in _figure_lines(_shown, held)])


def _figure_lines(shown: Shown, held: HeldReview) -> list[dict[str, object]]:
    """A line for each phase of one review."""
    from collab.services.checklist_now import status_row

    labels = {key: label for key, label, _ in checklists_words.statuses()} | {"": "Not looked at"}
    *_, who = checklists_words.whose(shown.view, held.review).split(", ", 1)
    found: list[dict[str, object]] = []
    for phase in shown.view.checklist.phases:
        row = status_row([phase], [held])
        counts = {labels[key]: count for key, count in row.counts.items()}
        mean = row.standing.mean if row.standing else None
        found.append({"Review": held.review.held_on, "By": who, "Phase": phase.label, **counts, "Stands at": mean})
    return found
