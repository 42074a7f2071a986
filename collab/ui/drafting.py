"""Forms that are begun and not saved: kept as they are typed, shown again, and not fought over by two windows.

A key that is typed while a run of the page is under way starts another run beside it, in another thread; the first
one ends where it next asks for the session's state. So what a window knows of its forms has a lock, which is held
from looking at what is kept until what was written is noted: else a window would take itself for another one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from collab.errors import CollabError, StaleVersion
from collab.ui import keys
from collab.ui.escape import plain
from collab.ui.wording import moment

if TYPE_CHECKING:
    from collab.model import Person
    from collab.services.drafts import Draft
    from collab.store import Store

Content = Mapping[str, Any]
NOTHING = "nothing"
_FIRST = threading.Lock()
CHOOSE_FIRST = "Another window has this form too. Choose at the top which of the two goes on; then it can be saved."


@dataclass(frozen=True)
class Form:
    """A form that somebody types into.

    noun: what it is called in a sentence ("sheet").  blank: what it holds before anything is typed.
    described: content -> a line for each thing in it (where, what it is about, what was typed), to compare two.
    based_on_version: the version of the row that it edits; None where it makes a new one.
    afresh: how a window gives way to another one that saved the form or threw it away.
    """

    store: Store
    person: Person
    subject: str
    noun: str
    blank: Content
    described: Callable[[Content], Mapping[str, str]]
    based_on_version: int | None = None
    afresh: str = "Start with a blank one"


@dataclass(frozen=True)
class Typing:
    """What this window knows of a form.

    turn: names its fields; another one starts them afresh.  start: what they started from.
    follows: the draft that this window saw or wrote last.  begun: when what they started from was typed.
    clash: another window went on; unkept: what this one typed since.  failure: why the last change is not kept.
    thrown: what was thrown away last.  is_chosen: its fields are drawn anew with what the person chose to go on with.
    """

    turn: int = 0
    start: Content = field(default_factory=dict, repr=False)
    follows: str | None = None
    based_on_version: int | None = None
    begun: datetime | None = None
    clash: bool = False
    unkept: Content | None = field(default=None, repr=False)
    failure: str = ""
    thrown: Content | None = field(default=None, repr=False)
    is_chosen: bool = False


@dataclass(frozen=True)
class _Window:
    """What this window knows of every form, by subject."""

    typing: dict[str, Typing] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def known(self, form: Form) -> Typing:
        return self.typing.get(form.subject, Typing())

    def note(self, form: Form, **changes: Any) -> Typing:
        self.typing[form.subject] = replace(self.known(form), **changes)
        return self.typing[form.subject]

    def start_afresh(self, form: Form, **changes: Any) -> None:
        """Other fields from here on, which start from what is kept by then."""
        self.typing[form.subject] = Typing(turn=self.known(form).turn + 1, **changes)


def name_of(form: Form) -> str:
    """What names the fields of the form at present. unsaved.js tells by it which field of a later turn is the same."""
    return f"{form.subject.replace(':', '_')}_turn{_known(form).turn}"


def turn_of(form: Form) -> int:
    """Goes up whenever the form has other fields than before."""
    return _known(form).turn


def is_held(form: Form) -> bool:
    """Whether another window went on with the form, and nobody chose yet which of the two goes on."""
    return _known(form).clash


def opened(form: Form, *, is_on_screen: bool, takes_over: bool = True) -> tuple[Typing, Draft | None]:
    """What the fields start from, and the draft as it is kept now. Before the fields are drawn.

    is_on_screen: the fields were there in the last run, so that what they hold wins over what is kept.
    takes_over: fields of which nothing is kept show what another window begins meanwhile.
    """
    from collab.services.drafts import draft_of

    window = _window()
    with window.lock:
        stored, known = draft_of(form.store, form.person, form.subject), window.known(form)
        if is_on_screen and known.is_chosen:
            known = window.note(form, is_chosen=False)
        if not (is_on_screen or known.is_chosen):
            return _look_afresh(window, form, stored), stored
        if (stored.id if stored else None) != known.follows and not known.clash:
            if known.follows is None and not takes_over:
                return known, None
            if known.follows is None and not known.failure:
                return _look_afresh(window, form, stored, turn=known.turn + 1), stored
            return window.note(form, clash=True), stored
        return known, stored


def _look_afresh(window: _Window, form: Form, stored: Draft | None, **changes: Any) -> Typing:
    return window.note(
        form,
        start=stored.content if stored else form.blank,
        follows=stored.id if stored else None,
        based_on_version=stored.based_on_version if stored else form.based_on_version,
        begun=stored.saved_at if stored else None,
        clash=False,
        unkept=None,
        failure="",
        **changes,
    )


def keeper(form: Form, typed: Callable[[], Content]) -> Callable[[], None]:
    """The callback of each field of the form as it is drawn now: keeps what they hold, before anything is drawn.

    typed: what they hold. Fields that are no longer those of the form, since it was saved meanwhile, keep nothing.
    """
    return partial(_keep_fields, form, _known(form).turn, typed)


def _keep_fields(form: Form, turn: int, typed: Callable[[], Content]) -> None:
    window = _window()
    with window.lock:
        content = typed()
        if window.known(form).turn == turn:
            _keep(window, form, content)


def _keep(window: _Window, form: Form, content: Content) -> None:
    from collab.services.drafts import drop_draft, keep_draft

    known = window.known(form)
    if known.clash:
        window.note(form, unkept=content)
        return
    try:
        if content == form.blank:
            if known.follows is not None:
                drop_draft(form.store, form.person, form.subject, follows=known.follows)
            window.note(form, follows=None, failure="")
            return
        now = keep_draft(
            form.store,
            form.person,
            form.subject,
            content,
            follows=known.follows,
            based_on_version=known.based_on_version,
        )
        window.note(form, follows=now.id, failure="", thrown=None)
    except StaleVersion:
        window.note(form, clash=True, unkept=content)
    except CollabError as failure:
        window.note(form, failure=str(failure))


@contextmanager
def saving(form: Form) -> Iterator[str | None]:
    """Around the service that saves: gives the draft that it uses up; afterwards the fields start afresh."""
    from collab.services.drafts import draft_of

    window = _window()
    with window.lock:
        known = window.known(form)
        try:
            yield known.follows
        except StaleVersion:
            stored = draft_of(form.store, form.person, form.subject)
            if (stored.id if stored else None) == known.follows:
                raise
            window.note(form, clash=True)
        else:
            window.start_afresh(form)
            return
    st.rerun()


def settle(form: Form, turn: int, content: Content, save: Callable[[], object]) -> bool:
    """In the callback of a Save: keep what the fields hold, save it, and let the draft go. Raises what save raises.

    turn: that of the fields. False, and nothing is saved, where another window went on with the form.
    """
    from collab.services.drafts import draft_of, drop_draft

    window = _window()
    with window.lock:
        if window.known(form).turn != turn:
            return False
        _keep(window, form, content)
        stored, known = draft_of(form.store, form.person, form.subject), window.known(form)
        if known.clash or (stored.id if stored else None) != known.follows:
            window.note(form, clash=True, unkept=content)
            return False
        save()
        with suppress(CollabError):
            drop_draft(form.store, form.person, form.subject, follows=known.follows)
        window.start_afresh(form)
        return True


def settle_line(form: Form, content: Content, save: Callable[[], object]) -> bool:
    """The same for one of many rows that are added: what this window kept nothing of is saved whatever others type."""
    window = _window()
    with window.lock:
        known = window.known(form)
        if known.follows is not None or known.clash:
            return settle(form, known.turn, content, save)
        save()
        return True


def go_on_with(form: Form, content: Content, *, let_go: Content | None = None) -> None:
    """The fields hold this from here on. let_go: what they held before, which can be brought back."""
    window = _window()
    with window.lock:
        _keep(window, form, content)
        turn = window.known(form).turn + 1
        window.note(form, start=content, turn=turn, begun=None, thrown=let_go, is_chosen=True)


def tell(form: Form, stored: Draft | None, *, more: str = "") -> None:
    """Say what was begun earlier, or what could not be kept. more: a further sentence about what was begun.

    It has a place of its own, said or not: a field that moves on the page loses the cursor while somebody types.
    """
    with st.container():
        _tell(form, stored, more)


def _tell(form: Form, stored: Draft | None, more: str) -> None:
    known = _known(form)
    if known.failure:
        st.error(f"What you typed last is not kept. {plain(known.failure)}")
    if known.begun and stored and not known.clash:
        with st.container(key=f"begun_{name_of(form)}", horizontal=True, vertical_alignment="center"):
            st.info(
                f"You had begun this {form.noun} on {moment(known.begun)}; it is shown here, not yet saved. {more}",
                icon=":material/edit_note:",
            )
            throw_away_button(form, "notice")
    elif known.thrown is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"What you had typed on this {form.noun} is thrown away.", width="content")
            st.button("Bring it back", key=f"back_{name_of(form)}", on_click=_bring_back, args=(form,))


def throw_away_button(form: Form, place: str) -> None:
    """A button that forgets what was typed; it can be brought back until something else is typed."""
    st.button(
        "Throw it away",
        key=f"throw_{place}_{name_of(form)}",
        icon=":material/delete:",
        type="tertiary",
        on_click=throw_away,
        args=(form,),
    )


def throw_away(form: Form) -> None:
    """Forget what was typed, unless another window went on with it; it can be brought back."""
    from collab.services.drafts import draft_of, drop_draft

    window = _window()
    with window.lock:
        try:
            stored = draft_of(form.store, form.person, form.subject)
            drop_draft(form.store, form.person, form.subject, follows=window.known(form).follows)
        except StaleVersion:
            window.note(form, clash=True)
        except CollabError as failure:
            window.note(form, failure=str(failure))
        else:
            window.start_afresh(form, thrown=stored.content if stored else None)


def _bring_back(form: Form) -> None:
    window = _window()
    with window.lock:
        known = window.known(form)
        if known.thrown is not None:
            _keep(window, form, known.thrown)
            window.note(form, turn=known.turn + 1)


def ask_which(form: Form, stored: Draft | None, here: Content) -> None:
    """Two windows typed into the form: show both and let the person choose. here: what this window holds."""
    other = stored.content if stored else form.blank
    if stored:
        what = f"Another window went on with this {form.noun} on {moment(stored.saved_at)}."
    else:
        what = f"Another window saved this {form.noun} or threw it away."
    with st.container(border=True, key=f"clash_{name_of(form)}"):
        st.warning(f"{what} What you type here is not kept until you choose which of the two goes on.")
        _differences(form.described(here), form.described(other))
        with st.container(horizontal=True):
            st.button("Go on with what is here", on_click=insist, args=(form, stored, here), type="primary")
            way_out = "Take what the other window has" if stored else form.afresh
            st.button(way_out, on_click=give_way, args=(form,))


def _differences(here: Mapping[str, str], there: Mapping[str, str]) -> None:
    lines = [line for line in dict.fromkeys((*here, *there)) if here.get(line) != there.get(line)]
    columns = {
        "What": lines,
        "In this window": [here.get(line, NOTHING) for line in lines],
        "In the other": [there.get(line, NOTHING) for line in lines],
    }
    if lines:
        show_lines(columns, alt="What this window holds beside what the other one holds")


def show_lines(columns: Mapping[str, Sequence[str]], *, alt: str) -> None:
    """What somebody typed, as a table whose texts wrap on a phone."""
    shown = {name: [plain(text) for text in texts] for name, texts in columns.items()}
    st.table(shown, border="horizontal", hide_index=True, alt=alt)


def insist(form: Form, seen: Draft | None, here: Content) -> None:
    """Go on with what this window holds; its fields are drawn anew, so that the keys go to them again.

    seen: what the other window had when the person chose. Where it typed more since, the choice is asked again; where
    it saved or threw it away, there is nothing left that this one could overwrite.
    """
    from collab.services.drafts import draft_of

    window = _window()
    with window.lock:
        stored = draft_of(form.store, form.person, form.subject)
        if stored is not None and (seen is None or stored.id != seen.id):
            window.note(form, clash=True, unkept=here)
            return
        window.note(form, clash=False, unkept=None, follows=stored.id if stored else None)
        _keep(window, form, here)
        window.note(form, start=here, turn=window.known(form).turn + 1, begun=None, is_chosen=True)


def give_way(form: Form) -> None:
    """Let what this window typed go: its fields start from what is kept."""
    window = _window()
    with window.lock:
        window.start_afresh(form)


def _known(form: Form) -> Typing:
    return _window().known(form)


def _window() -> _Window:
    """Asked for before the lock is taken and before something is kept, since the run may end here."""
    with _FIRST:
        window: _Window = st.session_state.setdefault(keys.DRAFTS, _Window())
    return window
