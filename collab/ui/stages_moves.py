"""Moving along the stages on the screen: begin, go on, go back, come back, undo, and dates put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from collab.errors import CollabError, NotAllowed
from collab.ui import shell, stages_words
from collab.ui.escape import plain
from collab.ui.fields import WHEN_HELP, Field
from collab.ui.initiative_editing import close, in_place, is_open, open_button
from collab.ui.stages_words import earlier_stages, later_stages, names_of, trace
from collab.when import When

if TYPE_CHECKING:
    from datetime import date

    from collab.journey import StageVisit
    from collab.model import Person
    from collab.services.journey import JourneyView, StageView
    from collab.store import Store

BEGIN, ON, BACK, AGAIN, UNDO = "begin", "go_on", "go_back", "come_back", "undo"
ON_FIELD = Field("on", "On", "when", help=f"When it happened, or happens. {WHEN_HELP}")


def buttons(view: JourneyView, person: Person, store: Store, today: date) -> None:
    """What can be done from here, and the form of what was chosen."""
    stage = view.current_stage
    with st.container(horizontal=True, key="controls_moves"):
        if not view.visits:
            open_button("Begin the first stage", BEGIN, icon=":material/flag:", primary=True)
        elif stage is None:
            open_button("Take up a stage again", _of(view, AGAIN), icon=":material/replay:", primary=True)
        else:
            open_button(_on_label(view, stage), _of(view, ON), icon=":material/arrow_forward:", primary=not stage.unmet)
            if earlier_stages(view, stage.stage.key):
                open_button("Go back", _of(view, BACK), icon=":material/undo:")
        if view.visits:
            open_button("Undo the last step", _of(view, UNDO), icon=":material/history:")
    for what, form in ((BEGIN, _begin), (ON, _go_on), (BACK, _go_back), (AGAIN, _come_back), (UNDO, _undo)):
        if is_open(_of(view, what)):
            form(view, person, store, today)


def _of(view: JourneyView, what: str) -> str:
    """What the address calls a move: it names the stay, so that an old address opens nothing for a newer stay."""
    if not view.visits:
        return what
    last = view.visits[-1]
    return f"{what}:{last.id}:{last.version}" if what == UNDO else f"{what}:{last.id}"


def _on_label(view: JourneyView, stage: StageView) -> str:
    later = later_stages(view, stage.stage.key)
    return f"Go on to {plain(stages_words.labels()[later[0]])}" if later else "End the way here"


def _begin(view: JourneyView, person: Person, store: Store, today: date) -> None:
    from collab.services import stages

    if view.visits:
        return
    keys = [each.stage.key for each in view.stages]
    initiative_id = view.initiative.id
    in_place(
        store,
        person,
        BEGIN,
        title="Begin",
        subject=f"stage:{initiative_id}:begin",
        version=0,
        saved={"stage": keys[0], "on": When.of(today)},
        fields=(
            Field("stage", "In which stage", "choice", names_of(keys), "An older initiative can begin in a later one."),
            ON_FIELD,
        ),
        save=lambda _, given: stages.begin(
            store, person, initiative_id, stage=str(given["stage"]), on=_when(given["on"], ON_FIELD.label)
        ),
        label="Begin",
        done="The initiative has begun. The path shows where it stands.",
    )


def _when(given: object, what: str) -> When:
    """A time that was cleared is asked for, never guessed."""
    if not isinstance(given, When):
        raise NotAllowed(f"“{what}” is empty. Give the day, or the month or year where only that is known.")
    return given


def _go_on(view: JourneyView, person: Person, store: Store, today: date) -> None:
    from collab.services import stages

    seen, stage = view.current, view.current_stage
    if seen is None or stage is None:
        return
    later = later_stages(view, seen.stage)
    _tell_gate(stage)
    why = "Why go on all the same" if stage.unmet else "A note, if you like"
    choose = (Field("to", "To", "choice", names_of(later)),) if later else ()
    visible = "It stays visible beside the stage." if stage.unmet else ""
    in_place(
        store,
        person,
        _of(view, ON),
        title=f"Leave {stage.stage.label}",
        subject=f"stage:{view.initiative.id}:on:{seen.id}",
        version=seen.version,
        saved={"to": later[0] if later else None, "on": When.of(today), "reason": ""},
        fields=(*choose, ON_FIELD, Field("reason", why, "text", help=visible)),
        save=lambda _, given: stages.go_on(
            store,
            person,
            view.initiative.id,
            seen=seen,
            to=str(given["to"]) if later else None,
            on=_when(given["on"], ON_FIELD.label),
            today=today,
            reason=str(given["reason"]),
        ),
        label="Go on",
        done=f"{stage.stage.label} is left behind; partners can come back to it at any time.",
    )


def _tell_gate(stage: StageView) -> None:
    """What the gate says, before anybody writes a reason."""
    if not stage.unmet:
        st.success("The gate of this stage is met.", icon=":material/check_circle:")
        return
    lines = "\n".join(f"- {plain(each)}" for each in stage.unmet)
    st.info(
        f"The gate advises to wait:\n\n{lines}\n\nYou can go on all the same: write down why. "
        "A step of more than two months ago is written down without it.",
        icon=":material/info:",
    )


def _go_back(view: JourneyView, person: Person, store: Store, today: date) -> None:
    from collab.services import stages

    seen = view.current
    earlier = earlier_stages(view, seen.stage) if seen else []
    if seen is None or not earlier:
        return
    in_place(
        store,
        person,
        _of(view, BACK),
        title="Go back to an earlier stage. Nothing is lost: stays, milestones and reviews remain.",
        subject=f"stage:{view.initiative.id}:back:{seen.id}",
        version=seen.version,
        saved={"to": earlier[0], "on": When.of(today), "reason": ""},
        fields=(
            Field("to", "To", "choice", names_of(earlier)),
            ON_FIELD,
            Field("reason", "Why", "text", help="One or two sentences; the path shows them."),
        ),
        save=lambda _, given: stages.go_back(
            store,
            person,
            view.initiative.id,
            seen=seen,
            to=str(given["to"]),
            on=_when(given["on"], ON_FIELD.label),
            today=today,
            reason=str(given["reason"]),
        ),
        label="Record going back",
        done="Partners went back. The path shows the loop.",
    )


def _come_back(view: JourneyView, person: Person, store: Store, today: date) -> None:
    from collab.services import stages

    if view.current is not None or not view.visits:
        return
    keys = [each.stage.key for each in view.stages]
    in_place(
        store,
        person,
        _of(view, AGAIN),
        title="Take up a stage again",
        subject=f"stage:{view.initiative.id}:again:{view.visits[-1].id}",
        version=0,
        saved={"stage": keys[0], "on": When.of(today), "reason": ""},
        fields=(Field("stage", "Which", "choice", names_of(keys)), ON_FIELD, Field("reason", "Why", "text")),
        save=lambda _, given: stages.come_back(
            store,
            person,
            view.initiative.id,
            stage=str(given["stage"]),
            on=_when(given["on"], ON_FIELD.label),
            reason=str(given["reason"]),
        ),
        label="Take it up",
        done="The initiative is under way again.",
    )


def _undo(view: JourneyView, person: Person, store: Store, today: date) -> None:
    """For a step that was recorded by mistake; one that was really taken is answered by going back."""
    if not view.visits:
        return
    steps = trace(view, today)
    last = steps[-2] if view.current else steps[-1]
    with st.container(border=True, key="place_undo"):
        st.markdown(f"**{plain(last)}**")
        st.caption("Undo it where it was recorded by mistake. If it really happened, go back: that leaves a trace.")
        with st.container(horizontal=True):
            st.button(
                "Undo it",
                type="primary",
                icon=":material/history:",
                key="undo_it",
                on_click=_take_back,
                args=(store, person, view),
            )
            st.button("Leave it", icon=":material/close:", key="leave_it", on_click=close)


def _take_back(store: Store, person: Person, view: JourneyView) -> None:
    from collab.services import stages

    try:
        stages.take_back(store, person, view.initiative.id, seen=view.visits[-1])
    except CollabError as failure:
        shell.flash(str(failure), kind="error")
    else:
        shell.flash("The last step is undone.")
    close()


def way_so_far(view: JourneyView, person: Person, store: Store, today: date) -> None:
    """Every stay as a sentence; the dates of each can be put right."""
    if not view.visits:
        return
    st.subheader("The way so far", anchor=False)
    st.markdown("\n".join(f"1. {plain(sentence)}" for sentence in trace(view, today)))
    what = next((f"visit:{visit.id}" for visit in view.visits if is_open(f"visit:{visit.id}")), None)
    with st.popover("Correct dates", icon=":material/edit_calendar:"):
        st.caption("Which stay?")
        for visit in view.visits:
            open_button(_stay(view, visit), f"visit:{visit.id}")
    if what is not None:
        _correct(next(visit for visit in view.visits if what == f"visit:{visit.id}"), person, store)


def _stay(view: JourneyView, visit: StageVisit) -> str:
    label = stages_words.labels().get(visit.stage, visit.stage)
    return plain(f"{label}: {stages_words.stay(view, visit)}")


def _correct(visit: StageVisit, person: Person, store: Store) -> None:
    from collab.services import stages

    ended = (
        (Field("ended_on", "Ended", "when", help=f"The next stay begins then. {WHEN_HELP}"),) if visit.ended_on else ()
    )
    saved = {"began_on": visit.began_on, **({"ended_on": visit.ended_on} if visit.ended_on else {})}
    in_place(
        store,
        person,
        f"visit:{visit.id}",
        title=f"Dates of a stay in {stages_words.labels().get(visit.stage, visit.stage)}",
        subject=f"stage:{visit.initiative_id}:dates:{visit.id}",
        version=visit.version,
        saved=saved,
        fields=(Field("began_on", "Began", "when", help=f"The stay before it ends then. {WHEN_HELP}"), *ended),
        save=lambda version, given: stages.correct_visit(
            store,
            person,
            visit.id,
            version=version,
            began_on=_when(given["began_on"], "Began"),
            ended_on=_when(given["ended_on"], "Ended") if visit.ended_on else None,
        ),
        done="The dates are put right.",
    )
