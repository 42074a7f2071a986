"""What is open for editing on the pages of an initiative: one thing at a time, named in the address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from collab.store.keys import is_key, new_key
from collab.ui import keys
from collab.ui.destructive import taking_away
from collab.ui.editing import editor
from collab.ui.escape import plain
from collab.ui.fields import Field
from collab.ui.naming import named

if TYPE_CHECKING:
    from collab.model import Person
    from collab.store import Store

ADD = "add"


@dataclass(frozen=True)
class Removal:
    """How the whole thing is taken away. words: of its button; name: what goes, as a person wrote it."""

    words: str
    name: str
    work: Callable[[], None]


def close_what_is_saved() -> None:
    """First on a page: what was saved since is no longer open, and a sentence says so."""
    closed: dict[str, tuple[str, str]] = st.session_state.setdefault(keys.SAVED_EDIT, {})
    told = closed.pop(st.query_params.get(keys.EDIT, ""), None)
    if told is None:
        return
    done, subject = told
    # The editor keeps what its last Save came to until it is drawn again, which it is not.
    st.session_state.get(keys.EDITING, {}).pop(subject, None)
    st.query_params.pop(keys.EDIT, None)
    st.success(plain(done))


def is_open(what: str) -> bool:
    """Whether this is being edited."""
    return st.query_params.get(keys.EDIT) == what


def open_button(
    label: str, what: str, *, icon: str = ":material/edit:", primary: bool = False, about: str = "", help: str = ""
) -> None:
    """The button that opens something; label is Markdown, about completes its name. Pressed again it closes it."""
    st.button(
        named(label, about),
        key=f"open_{what}",
        icon=icon,
        type="primary" if primary else "secondary",
        help=help or None,
        on_click=_toggle,
        args=(what,),
    )


def _toggle(what: str) -> None:
    if is_open(what):
        close()
    else:
        st.query_params[keys.EDIT] = what


def add_button(label: str, what: str, *, about: str = "") -> None:
    """The button that opens the form of something new. The address names it before it is kept, so it is added once."""
    st.button(named(label, about), key=f"open_{what}", icon=":material/add:", on_click=_toggle_new, args=(f"{what}:",))


def _toggle_new(stem: str) -> None:
    if st.query_params.get(keys.EDIT, "").startswith(stem):
        close()
    else:
        st.query_params[keys.EDIT] = f"{stem}{new_key()}"


def new_id(what: str, kept: Iterable[str]) -> str | None:
    """What the address calls the new thing that is being written; None where none is, or it is kept already."""
    stem, _, made = st.query_params.get(keys.EDIT, "").rpartition(":")
    return made if stem == what and is_key(made) and made not in kept else None


def close() -> None:
    """Nothing is open any more; drafts of what was typed stay."""
    st.query_params.pop(keys.EDIT, None)


def in_place(
    store: Store,
    person: Person,
    what: str,
    *,
    title: str,
    subject: str,
    version: int,
    saved: Mapping[str, object],
    fields: Sequence[Field],
    save: Callable[[int, dict[str, object]], object],
    label: str = "Save",
    done: str = "Saved.",
    remove: Removal | None = None,
) -> None:
    """The editor of what is open, with its title and a way to close it; a draft of what was typed stays.

    save, label, done as for an editor. remove: asked for once more before it is done.
    """
    closed: dict[str, tuple[str, str]] = st.session_state.setdefault(keys.SAVED_EDIT, {})

    def saved_then_closed(seen: int, values: dict[str, object]) -> None:
        save(seen, values)
        closed[what] = (done, subject)

    with st.container(border=True, key=f"place_{what.replace(':', '_').replace('.', '_')}"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{plain(title)}**", width="content")
            with st.container(horizontal=True, width="content"):
                if remove is not None and st.button(taking_away(remove.words), key=f"remove_{what}"):
                    _ask(remove, what)
                st.button("Close", icon=":material/close:", key=f"close_{what}", on_click=close)
        editor(
            store,
            person,
            subject=subject,
            version=version,
            saved=saved,
            fields=fields,
            save=saved_then_closed,
            label=label,
            done=done,
        )


@st.dialog("Remove this?", width="medium")
def _ask(remove: Removal, what: str) -> None:
    st.markdown(f"**{plain(remove.name)}**")
    st.markdown("It goes from every page, with all that is written about it. Only the history keeps what it said.")
    if st.button(taking_away("Remove it"), key=f"really_{what}", on_click=remove.work):
        st.rerun()
