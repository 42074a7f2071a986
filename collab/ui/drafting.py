"""Forms that are begun and not saved: kept as they are typed, shown again, and not fought over by two windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
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
CHOOSE_FIRST = "Another window has this form too. Choose at the top which of the two goes on; then it can be saved."


@dataclass(frozen=True)
class Form:
    """A form that somebody types into.

    noun: what it is called in a sentence ("sheet").  blank: what it holds before anything is typed.
    described: content -> a line for each thing in it (where, what it is about, what was typed), to compare two.
    based_on_version: the version of the row that it edits; None where it makes a new one.
    """

    store: Store
    person: Person
    subject: str
    noun: str
    blank: Content
    described: Callable[[Content], Mapping[str, str]]
    based_on_version: int | None = None


@dataclass(frozen=True)
class Typing:
    """What this window knows of a form.

    turn: names its fields; another one starts them afresh.  start: what they started from.
    follows: the draft that this window saw or wrote last.  begun: when what they started from was typed.
    clash: another window went on; unkept: what this one typed since.  failure: why the last change is not kept.
    thrown: what was thrown away last.
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


def name_of(form: Form) -> str:
    """What names the fields of the form at present."""
    return f"{form.subject.replace(':', '_')}_{_known(form).turn}"


def opened(form: Form, *, is_on_screen: bool) -> tuple[Typing, Draft | None]:
    """What the fields start from, and the draft as it is kept now. Before the fields are drawn.

    is_on_screen: the fields were there in the last run, so that what they hold wins over what is kept.
    """
    from collab.services.drafts import draft_of

    stored, known = draft_of(form.store, form.person, form.subject), _known(form)
    if not is_on_screen:
        return _look_afresh(form, stored), stored
    if (stored.id if stored else None) != known.follows and not known.clash:
        if known.follows is None and not known.failure:
            return _look_afresh(form, stored, turn=known.turn + 1), stored
        return _remember(form, clash=True), stored
    return known, stored


def _look_afresh(form: Form, stored: Draft | None, **changes: Any) -> Typing:
    return _remember(
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


def keep(form: Form, typed: Callable[[], Content]) -> None:
    """Keep what the form holds now: the callback of each of its fields, so that it runs before anything is drawn."""
    _keep(form, typed())


def _keep(form: Form, content: Content) -> None:
    from collab.services.drafts import drop_draft, keep_draft

    typing = _all()
    known = typing.get(form.subject, Typing())
    if known.clash:
        _note(typing, form, unkept=content)
        return
    try:
        if content == form.blank:
            drop_draft(form.store, form.person, form.subject, follows=known.follows)
            _note(typing, form, follows=None, failure="")
            return
        now = keep_draft(
            form.store,
            form.person,
            form.subject,
            content,
            follows=known.follows,
            based_on_version=known.based_on_version,
        )
        _note(typing, form, follows=now.id, failure="", thrown=None)
    except StaleVersion:
        _note(typing, form, clash=True, unkept=content)
    except CollabError as failure:
        _note(typing, form, failure=str(failure))


@contextmanager
def saving(form: Form) -> Iterator[str | None]:
    """Around the service that saves: gives the draft that it uses up; afterwards the fields start afresh."""
    from collab.services.drafts import draft_of

    typing = _all()
    known = typing.get(form.subject, Typing())
    try:
        yield known.follows
    except StaleVersion:
        stored = draft_of(form.store, form.person, form.subject)
        if (stored.id if stored else None) == known.follows:
            raise
        _note(typing, form, clash=True)
        st.rerun()
    typing[form.subject] = Typing(turn=known.turn + 1)


def tell(form: Form, stored: Draft | None, *, more: str = "") -> None:
    """Say what was begun earlier, or what could not be kept. more: a further sentence about what was begun."""
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

    typing = _all()
    known = typing.get(form.subject, Typing())
    try:
        stored = draft_of(form.store, form.person, form.subject)
        drop_draft(form.store, form.person, form.subject, follows=known.follows)
    except StaleVersion:
        _note(typing, form, clash=True)
    except CollabError as failure:
        _note(typing, form, failure=str(failure))
    else:
        typing[form.subject] = Typing(turn=known.turn + 1, thrown=stored.content if stored else None)


def _bring_back(form: Form) -> None:
    known = _known(form)
    if known.thrown is not None:
        _keep(form, known.thrown)
        _remember(form, turn=known.turn + 1)


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
            st.button("Go on with what is here", on_click=_insist, args=(form, stored, here), type="primary")
            way_out = "Take what the other window has" if stored else "Start with a blank one"
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


def _insist(form: Form, stored: Draft | None, here: Content) -> None:
    """Go on with what this window holds; its fields are drawn anew, so that the keys go to them again."""
    _remember(form, clash=False, unkept=None, follows=stored.id if stored else None)
    _keep(form, here)
    _remember(form, start=here, turn=_known(form).turn + 1)


def give_way(form: Form) -> None:
    """Let what this window typed go: its fields start from what is kept."""
    _start_afresh(form)


def _start_afresh(form: Form) -> None:
    """Other fields from here on, which start from what is kept by then."""
    typing = _all()
    typing[form.subject] = Typing(turn=typing.get(form.subject, Typing()).turn + 1)


def _known(form: Form) -> Typing:
    return _all().get(form.subject, Typing())


def _remember(form: Form, **changes: Any) -> Typing:
    return _note(_all(), form, **changes)


def _note(typing: dict[str, Typing], form: Form, **changes: Any) -> Typing:
    typing[form.subject] = replace(typing.get(form.subject, Typing()), **changes)
    return typing[form.subject]


def _all() -> dict[str, Typing]:
    """What this window knows of every form.

    Asked for before something is kept, never after: reading the session's state is where Streamlit ends a run when
    another key was typed meanwhile, and what was kept would not be known here as this window's own.
    """
    typing: dict[str, Typing] = st.session_state.setdefault(keys.DRAFTS, {})
    return typing
