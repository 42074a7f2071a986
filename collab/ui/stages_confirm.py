"""What each partner says of a stage on its own, differences first; and the dates that were planned for it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.errors import NotAllowed
from collab.journey import Confirmation, Confirmed
from collab.ui import stages_words
from collab.ui.escape import plain
from collab.ui.fields import Field
from collab.ui.initiative_editing import in_place, is_open, open_button
from collab.ui.wording import day, sector_labels

if TYPE_CHECKING:
    from collab.model import Partner, Person
    from collab.services.journey import JourneyView, StageView
    from collab.store import Store

MARKS = {Confirmed.CONFIRMED: ":green[:material/check_circle:]", Confirmed.NOT_YET: ":orange[:material/pending:]"}
ORDER = (Confirmed.NOT_YET, Confirmed.CONFIRMED, None)
IN_A_ROW = 3
SILENT = ":gray[:material/radio_button_unchecked:]"
ANSWERS: tuple[tuple[object, str], ...] = (
    (None, "No answer"),
    (Confirmed.CONFIRMED, "Confirms it"),
    (Confirmed.NOT_YET, "Not yet"),
)


def draw(view: JourneyView, stage: StageView, person: Person, store: Store) -> None:
    """Who differs first, three in a row; what is open for editing stands below its row."""
    st.markdown("**What partners say**")
    if not stage.asked:
        st.caption("No partner takes part yet.")
        st.page_link("pages/partners.py", label="Add partners", icon=":material/groups:")
        return
    st.markdown(plain(stages_words.confirmations(stage, {each.id: each.name for each in stage.asked})))
    if stage.differ:
        st.info("Partners see this stage differently. Talk about it before you go on.", icon=":material/forum:")
    said = {each.partner_id: each for each in stage.confirmations}
    ordered = sorted(stage.asked, key=lambda each: ORDER.index(said[each.id].answer if each.id in said else None))
    for first in range(0, len(ordered), IN_A_ROW):
        row = ordered[first : first + IN_A_ROW]
        for column, partner in zip(st.columns(IN_A_ROW), row, strict=False):
            with column:
                _partner(stage, partner, said.get(partner.id))
        for partner in row:
            if is_open(_what(stage, partner)):
                _edit(view, stage, partner, said.get(partner.id), person, store)


def _what(stage: StageView, partner: Partner) -> str:
    return f"confirm:{stage.stage.key}:{partner.id}"


def _partner(stage: StageView, partner: Partner, said: Confirmation | None) -> None:
    from collab.services.taking_part import told_of

    with st.container(horizontal=True, gap="small", key=f"confirm_{partner.id}"):
        mark = MARKS[said.answer] if said else SILENT
        words = stages_words.CONFIRMED[said.answer] if said else "No answer"
        note = f": {stages_words.quoted(said.note)}" if said and said.note else ""
        on = f", {day(said.said_on)}" if said and said.said_on else ""
        told = told_of(partner, date.today())
        gone = f" · {told}" if told else ""
        with st.container(gap=None):
            st.markdown(f"{mark} {plain(partner.name)}")
            st.caption(plain(f"{sector_labels()[partner.sector]} · {words}{on}{note}{gone}"))
        with st.container(width="content"):
            open_button("Say", _what(stage, partner), icon=":material/how_to_vote:", about=f"what {partner.name} says")


def _edit(
    view: JourneyView,
    stage: StageView,
    partner: Partner,
    said: Confirmation | None,
    person: Person,
    store: Store,
) -> None:
    from collab.services.stages import confirm

    def save(version: int, given: dict[str, object]) -> None:
        answer = given["answer"]
        if answer is None and given["note"] not in ("", said.note if said else ""):
            raise NotAllowed("A reason alone is not kept. Choose “Confirms it” or “Not yet”, or empty the reason.")
        confirm(
            store,
            person,
            view.initiative.id,
            stage.stage.key,
            partner.id,
            version=version,
            answer=answer if isinstance(answer, Confirmed) else None,
            note=str(given["note"]),
            said_on=given["said_on"],  # type: ignore[arg-type]
        )

    in_place(
        store,
        person,
        _what(stage, partner),
        title=f"What {partner.name} says of {stage.stage.label}",
        subject=f"confirmation:{view.initiative.id}:{stage.stage.key}:{partner.id}",
        version=said.version if said else 0,
        saved={name: getattr(said, name, None) for name in ("answer", "note", "said_on")},
        fields=(
            Field("answer", "Is this stage done?", "choice", ANSWERS),
            Field("note", "Why", "text"),
            Field("said_on", "Said on", "day", proposed=None if said else date.today()),
        ),
        save=save,
        done=f"{partner.name}: saved.",
    )


def draw_plan(view: JourneyView, stage: StageView, person: Person, store: Store) -> None:
    """Planned beside actual dates."""
    stays = [stages_words.stay(view, each) for each in stage.visits]
    lasted = (
        f", {stages_words.spent(view, stage.visits)}{' in all' if len(stays) > 1 else ''}"
        if stage.spent.days is not None
        else ""
    )
    st.markdown(
        f"**Planned** {plain(stages_words.planned(stage.plan))}  \n"
        f"**Actual** {plain('; '.join(stays) + lasted if stays else stages_words.state(stage).lower())}"
    )
    what = f"plan:{stage.stage.key}"
    open_button("Plan dates", what, icon=":material/edit_calendar:", about=f"of {stage.stage.label}")
    if is_open(what):
        _plan(view, stage, what, person, store)


def _plan(view: JourneyView, stage: StageView, what: str, person: Person, store: Store) -> None:
    from collab.services.stages import save_plan

    in_place(
        store,
        person,
        what,
        title=f"When partners mean to be in {stage.stage.label}",
        subject=f"stage_plan:{view.initiative.id}:{stage.stage.key}",
        version=stage.plan.version,
        saved={"from_on": stage.plan.from_on, "until_on": stage.plan.until_on},
        fields=(Field("from_on", "From", "day"), Field("until_on", "Until", "day")),
        save=lambda version, given: save_plan(
            store,
            person,
            view.initiative.id,
            stage.stage.key,
            version=version,
            from_on=given["from_on"],  # type: ignore[arg-type]
            until_on=given["until_on"],  # type: ignore[arg-type]
        ),
        done=f"The plan of {stage.stage.label} is saved.",
    )
