"""The frame around every page: admitting a person, the store, the title, what is chosen, and failures in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import streamlit as st
from streamlit.errors import StreamlitAPIException

from collab.errors import CollabError
from collab.model import YOU, Initiative, Person
from collab.ui import keys
from collab.ui.escape import plain
from collab.ui.naming import say_as_read
from collab.ui.one_step import one_step_each
from collab.ui.paper import ready_for_paper
from collab.ui.style import page_style
from collab.ui.unsaved import keep_what_is_typed

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from collab.framework import Framework
    from collab.store import Store


# A file of our own: a Material icon as a favicon would be fetched from the outside.
ICON = Path(__file__).with_name("icon.svg")
_READ_WHILE_WRITTEN = "changed size during iteration"


def open_house() -> None:
    """Mark this session as one that came through app.py."""
    st.session_state[keys.ADMITTED] = True


def admit() -> Person:
    """The person at this page. The first line of every page.

    After a server start, and until some session has gone through app.py, Streamlit runs a page that is addressed
    directly without app.py. Such a run goes through app.py, which comes back here; where it cannot, it stops.
    """
    if not st.session_state.get(keys.ADMITTED):
        st.session_state[keys.WANTED] = (_page_in_address(), st.query_params.to_dict())
        with suppress(StreamlitAPIException):
            st.switch_page("app.py")
        st.info("This page is part of Common Ground. Please open it from the first page.")
        st.stop()
    return YOU


def go_where_wanted() -> None:
    """After the list of pages is known: on to the page that was asked for before anybody was admitted."""
    page, parameters = st.session_state.pop(keys.WANTED, (None, {}))
    if page:
        with suppress(StreamlitAPIException):
            st.switch_page(f"pages/{page}.py", query_params=parameters)


def draw(page: StreamlitPage) -> None:
    """Run the page.

    Streamlit begins the next run of a session beside the one that it told to end. Where that one writes into their
    common memory in the same moment, reading it fails, and the page begins once more.
    """
    try:
        page.run()
    except RuntimeError as fault:
        if _READ_WHILE_WRITTEN not in str(fault):
            raise
        st.rerun()


def _page_in_address() -> str:
    return urlsplit(st.context.url or "").path.rstrip("/").rpartition("/")[2]


def in_meeting() -> bool:
    """Whether the address asks for a meeting view."""
    return keys.MEETING in st.query_params


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The one store of this process."""
    from collab.store import Store

    return Store.open()


@st.cache_resource(show_spinner=False)
def framework() -> Framework:
    """The content that every label comes from."""
    from collab.framework import load_framework

    return load_framework()


@contextmanager
def page(title: str | None, *, icon: str | None = None) -> Iterator[None]:
    """A page with its title; an operation that cannot go on is told in its own sentence, and nothing else is caught.

    title: None where it depends on what is chosen, so that the page writes it.
    """
    if title and not in_meeting():
        st.title(title, icon=icon)
    # Streamlit loads numpy and a library of pictures for the icon: not before the title can be seen.
    st.set_page_config(page_icon=ICON)
    page_style()
    show_flash()
    try:
        yield
    except CollabError as error:
        st.error(plain(error))
    ready_for_paper()
    keep_what_is_typed()
    say_as_read()
    one_step_each()


@dataclass(frozen=True)
class Way:
    """A link that goes with a sentence: where to go on. words are plain text; page is another than the open one."""

    page: str
    words: str
    icon: str
    there: dict[str, str]


def flash(message: str, *, kind: str = "success", ways: tuple[Way, ...] = ()) -> None:
    """Keep a sentence (plain text) for the next run of a page, since st.rerun would wipe it out."""
    st.session_state[keys.FLASH] = (kind, message, ways)


def done_or_told(work: Callable[[], object]) -> bool:
    """Do it in a callback: whether it was done; a failure is kept for the page to tell."""
    try:
        work()
    except CollabError as failure:
        flash(str(failure), kind="error")
        return False
    return True


def show_flash() -> None:
    """Say the kept sentence once, with its links beneath."""
    kind, message, ways = st.session_state.pop(keys.FLASH, (None, None, ()))
    if not message:
        return
    {"success": st.success, "info": st.info, "warning": st.warning, "error": st.error}[kind](plain(message))
    if ways:
        with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="ways_on"):
            for way in ways:
                st.page_link(f"pages/{way.page}.py", label=plain(way.words), icon=way.icon, query_params=way.there)


def address(**parameters: str) -> None:
    """Let the address of the open page say this and nothing else: a link to the page itself would do nothing."""
    st.query_params.from_dict(parameters)


def made_up_banner(initiative: Initiative) -> None:
    """Say that the data are made up, on every screen that shows them."""
    if initiative.made_up:
        st.markdown(":orange-badge[Made-up sample data] No real organisation gave these answers.")
