"""The milestones of one stage: how each stands, what the data say of it, who owns it; edited in place."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.journey import MilestoneStanding
from collab.ui import shell
from collab.ui.escape import plain
from collab.ui.fields import Field
from collab.ui.initiative_editing import ADD, Removal, add_button, in_place, is_open, new_id, open_button
from collab.ui.partner_choices import choices
from collab.ui.stages_words import milestone_source, of_milestone
from collab.ui.wording import day

if TYPE_CHECKING:
    from collab.model import Person
    from collab.services.journey import JourneyView, StageView
    from collab.services.milestone_views import MilestoneView
    from collab.store import Store

DONE, OPEN, OUT = ":material/check_circle:", ":material/radio_button_unchecked:", ":material/do_not_disturb_on:"
UNKNOWN = ":material/help:"


def draw(view: JourneyView, stage: StageView, person: Person, store: Store, today: date) -> None:
    """The list, each with its button to edit, and one more of the initiative's own."""
    for each in stage.milestones:
        what = f"milestone:{each.key}"
        with st.container(key=f"milestone_{each.key.replace('.', '_')}", gap="xsmall"):
            _line(view, each, what, today)
            if is_open(what):
                _edit(view, stage, each, what, person, store)
    what = f"{ADD}:milestone:{stage.stage.key}"
    add_button("Add a milestone", what)
    made = new_id(what, (each.key for each in stage.milestones))
    if made is not None:
        _add(view, stage, made, person, store)


def _line(view: JourneyView, each: MilestoneView, what: str, today: date) -> None:
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        with st.container(gap=None):
            st.markdown(f"{mark(each)} {plain(each.label)} {_badges(view, each, today)}")
            below = [milestone_source(each), _owned(view, each), _done_on(each)]
            nobody = "Nobody owns it yet." if each.applies and not each.done else ""
            st.caption("  \n".join(plain(line) for line in below if line) or nobody)
        with st.container(width="content"):
            open_button("Edit", what, about=f"“{each.label}”")


def mark(each: MilestoneView) -> str:
    """The mark before a milestone."""
    if not each.applies:
        return f":gray[{UNKNOWN if each.is_unknown else OUT}]"
    return f":green[{DONE}]" if each.done else f":gray[{OPEN}]"


def _badges(view: JourneyView, each: MilestoneView, today: date) -> str:
    """How it stands in words, so that the mark is never the only cue."""
    found = [f":{'green' if each.done and each.applies else 'gray'}-badge[{plain(of_milestone(each))}]"]
    if each.record.due_on and each.overdue(today) and not view.is_over:
        found.append(f":orange-badge[Was due {plain(day(each.record.due_on))}]")
    if each.disputed:
        found.append(":orange-badge[Partners and data differ]")
    if each.optional and not each.own:
        found.append(":gray-badge[Optional]")
    if each.own:
        found.append(":gray-badge[Your own]")
    return " ".join(found)


def _owned(view: JourneyView, each: MilestoneView) -> str:
    """Owner and date in one line; nothing where neither is known."""
    partner = next((one.name for one in view.everyone if one.id == each.record.partner_id), "")
    owner = ", ".join(dict.fromkeys(part for part in (each.record.owner, partner) if part))
    past = each.record.due_on is not None and each.record.due_on < date.today()
    word = "was due" if view.is_over and past else "due"
    due = f"{word} {day(each.record.due_on)}" if each.record.due_on and not each.done else ""
    told = " · ".join(part for part in (f"Owner: {owner}" if owner else "", due) if part)
    return told[:1].upper() + told[1:]


def _done_on(each: MilestoneView) -> str:
    record = each.record
    done = f"Done on {day(record.done_on)}" if record.done_on else ""
    return ". ".join(part for part in (done, f"Evidence: {record.evidence}" if record.evidence else "") if part)


def _edit(view: JourneyView, stage: StageView, each: MilestoneView, what: str, person: Person, store: Store) -> None:
    from collab.services.milestones import save_milestone

    record, standings = each.record, _standings(each, is_history=stage.is_history)
    kept = (one for one in view.everyone if one.id == record.partner_id)
    fields = (
        *((Field("standing", "Where it stands", "choice", standings),) if len(standings) > 1 else ()),
        Field("due_on", "Due", "day"),
        *((Field("done_on", "Done on", "day"),) if each.phase_key is None else ()),
        Field("owner", "Owner", help="A person or a team"),
        Field("partner_id", "Partner that owns it", "choice", choices(view.present, kept)),
        Field("evidence", "Evidence", "text", help="What shows it: a document, a decision, a place to look"),
    )

    def save(version: int, given: dict[str, object]) -> None:
        values = {"standing": record.standing, "done_on": record.done_on, **given}
        save_milestone(store, person, view.initiative.id, each.key, version=version, **values)  # type: ignore[arg-type]

    in_place(
        store,
        person,
        what,
        title=each.label,
        subject=f"milestone:{view.initiative.id}:{each.key}",
        version=record.version,
        saved={field.name: getattr(record, field.name) for field in fields},
        fields=fields,
        save=save,
        done=f"Saved: {each.label}.",
        remove=Removal("Remove this milestone", each.label, lambda: _remove(store, person, each)) if each.own else None,
    )


def _standings(each: MilestoneView, *, is_history: bool) -> tuple[tuple[object, str], ...]:
    """What persons can say of it: only what the milestone can be; of history, that nobody knows."""
    said = MilestoneStanding
    if each.phase_key is not None:
        found: list[tuple[object, str]] = [(said.UNSAID, "As the reviews say")]
    elif each.claim is not None:
        found = [(said.UNSAID, "As the data say"), (said.DONE, "Done"), (said.OPEN, "Not done")]
    elif is_history and not each.own and (each.is_unknown or each.record.standing is not said.UNSAID):
        found = [(said.UNSAID, "Not known"), (said.OPEN, "Open"), (said.DONE, "Done")]
    else:
        is_said = each.record.standing is said.OPEN or each.own
        found = [(said.OPEN if is_said else said.UNSAID, "Open"), (said.DONE, "Done")]
    return (*found, *([(said.NOT_APPLICABLE, "Not applicable")] if each.optional else []))


def _remove(store: Store, person: Person, each: MilestoneView) -> None:
    from collab.errors import CollabError
    from collab.services.milestones import remove_milestone

    try:
        remove_milestone(store, person, each.record.id, version=each.record.version)
    except CollabError as failure:
        shell.flash(str(failure), kind="error")
    else:
        shell.flash(f"“{each.label}” is removed.")


def _add(view: JourneyView, stage: StageView, made: str, person: Person, store: Store) -> None:
    from collab.services.milestones import add_milestone

    in_place(
        store,
        person,
        f"{ADD}:milestone:{stage.stage.key}:{made}",
        title=f"A milestone of your own in {stage.stage.label}",
        subject=f"milestone:{view.initiative.id}:add:{stage.stage.key}",
        version=0,
        saved={"label": ""},
        fields=(Field("label", "What is reached then", help="It counts like the others."),),
        save=lambda _, given: add_milestone(
            store, person, view.initiative.id, stage=stage.stage.key, label=str(given["label"]), milestone_id=made
        ),
        label="Add it",
        done="The milestone is added.",
    )
