"""A review in one sitting: one item at a time, large, by keyboard; its looks and keys are in the .css and .js files."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from collab.charts.checklist import Look, looks
from collab.charts.theme import palette
from collab.services.names import LONGEST_TEXT
from collab.ui import checklists_words, figures, keys, shell, style
from collab.ui.checklists_window import Window, values_of
from collab.ui.wording import day

if TYPE_CHECKING:
    from collab.model import Person
    from collab.services.phases import HeldReview
    from collab.services.reviews import ReviewView
    from collab.store import Store

_HTML = """
<div class="sitting">
<div class="top"><span class="head"></span><span class="bar"><i></i></span>
<span class="progress" aria-live="polite"></span></div>
<div class="strip"></div>
<div class="stage" tabindex="-1"></div>
<div class="foot"><button class="back" type="button" tabindex="-1">Back</button><span class="keys"></span>
<span class="told" aria-live="polite"></span><button class="close" type="button">Close</button>
<button class="next" type="button">Next</button></div>
</div>
"""
# A run of the page after each key dims nothing, and a phone has no margin to spare.
_STYLE = """
.stElementContainer[data-stale] { opacity: 1 !important; transition: none !important; }
@media (max-width: 640px) { .stMainBlockContainer { padding: 0.75rem 1rem !important; } }
"""
_LINES = (("successes", "Successes", "s"), ("challenges", "Challenges", "c"), ("next_steps", "Next steps", "n"))
NOBODY = "No partner"
ENDS = {
    "finished": {
        "words": "This review was finished in another window. What you type here is kept, but the review does not say "
        "it until it is open again.",
        "way": "Open it again",
    },
    "deleted": {
        "words": "This review was deleted in another window. What you typed and had not saved is kept: put it into "
        "a new review here, or later from the checklist.",
        "way": "Put it into a new review",
    },
}
GONE = {"words": "This review was deleted in another window. Close leads back to the checklist.", "way": ""}


@cache
def _component() -> Any:
    here = Path(__file__)
    drawn, own = (
        (here.parent / name).read_text(encoding="utf-8") for name in ("checklists_drawn.js", "checklists_sitting.js")
    )
    css = here.with_suffix(".css").read_text(encoding="utf-8")
    return st.components.v2.component("checklist_sitting", html=_HTML, css=css, js=f"{drawn}\n{own}")


def is_open(initiative_id: str, review_id: str) -> bool:
    """Whether this window has the review on its screen, and so perhaps text of it that nobody else has."""
    window = _sittings().get(review_id)
    return window is not None and window.view is not None and window.view.review.initiative_id == initiative_id


def _sittings() -> dict[str, Window]:
    every: dict[str, Window] = st.session_state.setdefault(keys.SITTINGS, {})
    return every


def draw(store: Store, person: Person, review_id: str) -> None:
    """The whole screen. Where another window finished or deleted the review, it stays and says so, with a way on."""
    sittings = _sittings()
    window = sittings.get(review_id)
    if window is None:
        window = sittings[review_id] = Window(store, person, review_id)
    view = window.look()
    if shell.in_meeting():
        style.meeting_style()
    st.html(f"<style>{_STYLE}</style>")
    begun = window.begun()
    window.notice(view.entries, begun)
    key = f"sitting_{review_id}"
    _component()(
        key=key,
        data=_data(view, window, begun),
        on_typed_change=partial(_keep, window, key),
        on_finished_change=partial(_finish, sittings, window, key, view),
        on_closed_change=partial(_close, sittings, window, key),
        on_renewed_change=partial(_go_on, sittings, window, key),
    )


def _sent(key: str) -> dict[str, Any]:
    found: dict[str, Any] = st.session_state[key].get("typed") or {}
    return found


def _keep(window: Window, key: str) -> None:
    """What the browser sent is taken before anything is drawn; the address then says which item is on the screen."""
    sent = _sent(key)
    window.take(sent)
    if sent.get("at"):
        st.query_params[keys.ITEM] = str(sent["at"])


def _finish(sittings: dict[str, Window], window: Window, key: str, view: ReviewView) -> None:
    """What was typed goes first: it may come with the same message."""
    window.take(_sent(key))
    if window.finish():
        sittings.pop(window.review_id, None)
        shell.flash(f"The review of {checklists_words.of(view.review, view.partner)} is finished. All charts show it.")
        leave()


def _close(sittings: dict[str, Window], window: Window, key: str) -> None:
    """On to the checklist, unless something that was typed waits; what a phase left out hides is kept."""
    window.take(_sent(key))
    if not window.close():
        return
    sittings.pop(window.review_id, None)
    leave()


def _go_on(sittings: dict[str, Window], window: Window, key: str) -> None:
    """What this window holds goes into the review that is opened again, or into a new one."""
    sent = _sent(key)
    window.take(sent)
    review_id = window.go_on()
    if review_id == window.review_id:
        window.take(sent)
    elif review_id is not None:
        sittings.pop(window.review_id, None)
        enter(review_id)


def leave() -> None:
    """Back to the checklist."""
    for name in (keys.REVIEW, keys.MEETING, keys.ITEM):
        st.query_params.pop(name, None)


def enter(review_id: str) -> None:
    """On to the review, without side bar."""
    st.query_params.from_dict({**st.query_params.to_dict(), keys.REVIEW: review_id, keys.MEETING: "1"})


def _data(view: ReviewView, window: Window, begun: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """All that the browser needs; what it holds itself wins until it is acknowledged."""
    known = looks(checklists_words.statuses(), palette(dark=figures.is_dark()))
    return {
        "review": view.review.id,
        "title": _title(view),
        "phases": _phases(view),
        "count": sum(len(phase.items) for phase in view.checklist.phases),
        "statuses": _statuses(known),
        "fields": _fields(view),
        "longest": LONGEST_TEXT,
        "entries": {
            item: {"version": entry.version, "carried": entry.carried, "values": values_of(entry)}
            for item, entry in view.entries.items()
        },
        "before": _before(view.before),
        "carried": {item: said.status for item, said in view.before.entries.items()} if view.before else {},
        "beforeLabel": f"On {day(view.before.review.held_on)}" if view.before else "",
        "drafts": begun,
        "phasesOff": list(view.review.phases_off),
        "acks": dict(window.acks),
        "phaseAcks": dict(window.phase_acks),
        "clashes": {item: asdict(clash) | {"id": clash.id} for item, clash in dict(window.clashes).items()},
        "failures": dict(window.failures),
        "kept": dict(window.kept),
        "sentence": window.sentence,
        "end": _end(window),
        "at": st.query_params.get(keys.ITEM, ""),
    }


def _end(window: Window) -> dict[str, str] | None:
    """What became of the review in another window, and the way on where there is one."""
    return GONE if window.end == "deleted" and not window.unsaved() else ENDS.get(window.end)


def _title(view: ReviewView) -> str:
    made_up = " · made-up sample data" * view.initiative.made_up
    return f"{view.checklist.title} · {checklists_words.of(view.review, view.partner)}{made_up}"


def _phases(view: ReviewView) -> list[dict[str, Any]]:
    found, number = [], 0
    for phase in view.checklist.phases:
        items = []
        for item in phase.items:
            number += 1
            items.append({"key": item.key, "number": number, "label": item.label, "statement": item.statement})
        found.append({"key": phase.key, "label": phase.label, "optional": phase.optional, "items": items})
    return found


def _statuses(known: dict[str, Look]) -> list[dict[str, Any]]:
    """From 1 on in the order of the content; what does not apply is 0 too."""
    found = []
    for number, (key, label, score) in enumerate(checklists_words.statuses(), start=1):
        pressed = [str(number)] if score is not None else ["0", str(number)]
        look = known[key]
        found.append({"key": key, "label": label, "keys": pressed, "fill": look.fill, "ink": look.ink})
    return found


def _fields(view: ReviewView) -> list[dict[str, Any]]:
    partners = [["", NOBODY], *([each.id, each.name] for each in view.partners)]
    return [
        *({"key": key, "label": label, "letter": letter, "kind": "text"} for key, label, letter in _LINES),
        {"key": "owner", "label": "Owner", "letter": "o", "kind": "line"},
        {"key": "partner_id", "label": "Partner in charge", "letter": "p", "kind": "choice", "options": partners},
        {"key": "due_on", "label": "Due", "letter": "d", "kind": "day"},
        {"key": "evidence", "label": "Evidence", "letter": "e", "kind": "line"},
    ]


def _before(held: HeldReview | None) -> dict[str, str]:
    """Item -> what the review before said of it, in one line."""
    if held is None:
        return {}
    labels = {key: label for key, label, _ in checklists_words.statuses()}
    found = {}
    for item, entry in held.entries.items():
        said = (labels.get(entry.status, ""), entry.successes)
        found[item] = ". ".join(text for text in said if text)
    return {item: text for item, text in found.items() if text}
