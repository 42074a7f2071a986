"""Rows that are added one after the other: typed in the browser, added by Enter or a button, kept as a draft.

The fields are the browser's own and stay where they are, so that who types on while the page is drawn loses no
letter: each Enter puts a line into a queue, which is sent whole until the server says what it took of it. Where the
server does not answer, since it was started anew, a second component asks for the whole page, which mends that.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from collab.errors import CollabError
from collab.store.keys import is_key
from collab.ui import drafting, keys, wording
from collab.ui.drafting import Content, Form
from collab.ui.escape import plain
from collab.ui.fields import EARLIEST, LATEST

if TYPE_CHECKING:
    from collab.model import Person
    from collab.services.drafts import Draft
    from collab.store import Store
    from collab.ui.drafting import Typing

LONGEST = 500
ID = "id"


@dataclass(frozen=True)
class Part:
    """One thing to fill in of a row. share: of the row's width.  options, of a choice: (value, how it is called)."""

    name: str
    label: str
    share: int
    kind: Literal["text", "choice", "day"] = "text"
    placeholder: str = ""
    options: tuple[tuple[str, str], ...] = ()

    @property
    def blank(self) -> str | None:
        """What it holds where nothing is filled in."""
        return "" if self.kind == "text" else None

    def read(self, sent: object) -> str | None:
        """What the browser sent, as a draft holds it; what is not allowed is blank."""
        text = sent[:LONGEST] if isinstance(sent, str) else ""
        if self.kind == "text":
            return text
        if self.kind == "choice":
            return text if text in dict(self.options) else None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return None
        return day.isoformat() if EARLIEST <= day <= LATEST else None

    def told(self, held: str | None) -> str:
        """What a draft holds, in words."""
        if self.kind == "day" and held:
            return wording.day(date.fromisoformat(held))
        return (dict(self.options).get(held or "", "") if self.kind == "choice" else held) or drafting.NOTHING


@dataclass
class _Added:
    """What this window added to one list.

    taken: the lines that were added or given back, by their ids.  settled: how many turns the form made by adding.
    given_back: the load in which a line that was not added went back into the fields.  failure: why it was not.
    is_news: the page has not been drawn since something was added.
    """

    taken: set[str] = field(default_factory=set)
    settled: int = 0
    given_back: int | None = None
    failure: str = ""
    is_news: bool = False
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)


@dataclass(frozen=True)
class _Row:
    """The row as it is drawn now."""

    form: Form
    parts: tuple[Part, ...]
    add: Callable[[Content], object]
    kept: frozenset[str]
    added: _Added
    second: str
    then: Callable[[Any, bool], object]
    hint: str

    @property
    def key(self) -> str:
        return f"adding_{self.form.subject.replace(':', '_')}"

    @property
    def load(self) -> int:
        """Goes up whenever the fields are to start from something else than what the browser has in them."""
        with self.added.lock:
            return drafting.turn_of(self.form) - self.added.settled

    def sent(self) -> dict[str, Any]:
        """What the browser sent last: number, load, typed (what the fields hold), lines (what was entered)."""
        found: dict[str, Any] = (st.session_state.get(self.key) or {}).get("now") or {}
        return found

    def content(self, sent: Mapping[str, Any]) -> Content:
        """What is filled in, with the id that what is made of it will have; "" where nothing is filled in."""
        made_id = sent.get(ID)
        known = made_id if isinstance(made_id, str) and is_key(made_id) else ""
        return {**{part.name: part.read(sent.get(part.name)) for part in self.parts}, ID: known}

    def typed(self, start: Content) -> Content:
        """What is in the fields, as far as the server knows."""
        sent = self.sent()
        return self.content(sent["typed"]) if sent.get("load") == self.load else {**self.form.blank, **start}


def row(
    store: Store,
    person: Person,
    subject: str,
    *,
    noun: str,
    parts: tuple[Part, ...],
    add: Callable[[Content], object],
    kept: frozenset[str] = frozenset(),
    second: str = "",
    then: Callable[[Any, bool], object] = lambda *_: None,
    hint: str = "",
) -> None:
    """Draw the row; its first part is the text without which nothing is added.

    noun: what is added, in a sentence.  add: saves one content; CollabError where it cannot, and it goes back.
    content: holds the parts and ID, what the row that is made is to be called; added twice under it, it is kept once.
    kept: the ids of what was added.
    second: another way to add, by Shift and Enter or a button with these words; the row that is drawn next has the
    cursor then.  then: what follows once something was added, with what add gave and whether it was the second way.
    hint: what is said below where nothing else is.
    """
    described = partial(_described, parts)
    blank = {**{part.name: part.blank for part in parts}, ID: ""}
    form = Form(store, person, subject, noun, blank, described)
    every: dict[str, _Added] = st.session_state.setdefault(keys.ADDED, {})
    added = every.setdefault(subject, _Added())
    added.is_news = False
    now = _Row(form, parts, add, kept, added, second, then, hint)
    _draw(now)
    with st.container(key=f"again_{now.key}", gap=None):
        _again()(key=f"nudge_{now.key}", data={"row": now.key}, on_nudge_change=lambda: None)


def _described(parts: tuple[Part, ...], content: Content) -> Mapping[str, str]:
    return {part.label: part.told(content[part.name]) for part in parts}


@st.fragment
def _draw(now: _Row) -> None:
    _take(now)
    form = now.form
    typing, stored = _opened(now)
    drafting.tell(form, stored)
    with st.container():
        if typing.clash:
            drafting.ask_which(form, stored, now.typed(typing.start))
    with st.container(key=f"row_{now.key}", gap="xsmall"):
        _fields()(key=now.key, data=_data(now, typing), on_now_change=partial(_typed_on, now))
        if now.added.failure:
            st.error(plain(now.added.failure))
        elif typing.clash:
            st.caption(drafting.CHOOSE_FIRST)
        elif stored:
            st.caption("Not added yet; kept as a draft.")
        elif now.hint:
            st.caption(plain(now.hint))
    # Last: what a fragment has not drawn when it ends is taken from the page, and the cursor with it.
    if now.added.is_news:
        st.rerun()


def _opened(now: _Row) -> tuple[Typing, Draft | None]:
    """What the fields start from. A draft that outlived its row, which has its name, is not offered again."""
    on_screen = now.sent().get("load") == now.load
    typing, stored = drafting.opened(now.form, is_on_screen=on_screen, takes_over=False)
    outlived = stored is not None and stored.content.get(ID) in now.kept
    if stored and outlived and drafting.settle(now.form, typing.turn, stored.content, lambda: None):
        return drafting.opened(now.form, is_on_screen=False)
    return typing, stored


def _data(now: _Row, typing: Typing) -> dict[str, Any]:
    return {
        "row": now.key,
        "name": f"New {now.form.noun}",
        "parts": [
            {
                "name": part.name,
                "label": part.label,
                "share": part.share,
                "kind": part.kind,
                "placeholder": part.placeholder,
                "options": [list(option) for option in part.options],
            }
            for part in now.parts
        ],
        "longest": LONGEST,
        "second": now.second,
        "earliest": EARLIEST.isoformat(),
        "latest": LATEST.isoformat(),
        "heard": now.sent().get("number", 0),
        "load": now.load,
        "start": {**now.form.blank, **typing.start},
        "isGivenBack": now.added.given_back == now.load,
        "taken": [line["id"] for line in now.sent().get("lines", ()) if line["id"] in now.added.taken],
        "isHeld": typing.clash,
    }


def _typed_on(now: _Row) -> None:
    """Each change in the browser: what was entered is added, then what is in the fields is kept."""
    now.added.failure = ""
    _take(now)
    sent = now.sent()
    if sent.get("load") == now.load:
        drafting.keeper(now.form, lambda: now.content(sent["typed"]))()


def _take(now: _Row) -> None:
    """Add the lines that came, in their order; the first that cannot be goes back into the fields, the rest wait."""
    lines, added, form = now.sent().get("lines", ()), now.added, now.form
    made: list[tuple[Any, bool]] = []

    def add(content: Content, *, is_second: bool) -> None:
        made.append((now.add(content), is_second))

    with added.lock:
        for line in lines:
            if line["id"] in added.taken or added.failure or drafting.is_held(form):
                continue
            content, turn = now.content(line), drafting.turn_of(form)
            try:
                work = partial(add, content, is_second=bool(line.get("second")))
                is_added = drafting.settle_line(form, content, work)
            except CollabError as failure:
                is_added, added.failure = False, str(failure)
            if is_added:
                added.settled += drafting.turn_of(form) - turn
                added.is_news = True
            else:
                drafting.go_on_with(form, content)
                added.given_back = now.load
            added.taken.add(line["id"])
    for each, is_second in made:
        now.then(each, is_second)


@cache
def _fields() -> Any:
    here = Path(__file__)
    css, js = (here.with_suffix(ending).read_text(encoding="utf-8") for ending in (".css", ".js"))
    return st.components.v2.component(
        "common_ground_adding",
        html='<div class="row" role="group"></div><p class="status" role="status"></p>',
        css=css,
        js=js,
    )


@cache
def _again() -> Any:
    script = Path(__file__).with_name("adding_again.js").read_text(encoding="utf-8")
    return st.components.v2.component("common_ground_adding_again", html="<span hidden></span>", js=script)
