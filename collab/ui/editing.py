"""One record edited on a page: fields, an explicit Save, a draft of what is not saved, and both texts where two met.

The draft holds what was typed and what the fields showed before, so that a change that somebody else saved meanwhile
is noticed whatever became of the version, and is told field by field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from collab.errors import CollabError, StaleVersion
from collab.ui import drafting, keys, meanwhile
from collab.ui.drafting import Content, Form
from collab.ui.escape import plain
from collab.ui.fields import Field, draw_field
from collab.ui.told import told
from collab.ui.wording import listed

if TYPE_CHECKING:
    from collab.model import Person
    from collab.services.drafts import Draft
    from collab.store import Store
    from collab.ui.drafting import Typing

SHORT_FIELDS_IN_A_ROW = 3
WHICH = {"mine": "What you typed", "theirs": "What was saved meanwhile"}
MEANWHILE = (
    "Somebody else saved this after you had begun. Nothing of theirs was overwritten, and nothing of yours is lost. "
    "Choose for each part which text goes on; you can still change it before you save."
)
NEWS = "Somebody else saved meanwhile, and this stands here now beside what you typed, which is not saved yet:"
ELSEWHERE = (
    "Somebody else changed another part of this meanwhile, so nothing of yours was saved yet. "
    "Look at what is shown here now, then save again."
)


@dataclass
class _Said:
    """What the last press of Save came to. is_news: the page has not been drawn since.

    refused: what was to be saved, where somebody else had saved first.  is_read: what is saved was just read.
    turn: that of the fields when it was.  news: what others saved since this was begun, and the fields hold now.
    pressed: what the fields held when they were saved last; a second press before they are drawn anew saves nothing.
    """

    done: str = ""
    failure: str = ""
    is_news: bool = False
    is_read: bool = False
    turn: int = 0
    news: tuple[str, ...] = ()
    refused: Content | None = field(default=None, repr=False)
    pressed: Content | None = field(default=None, repr=False)


@dataclass(frozen=True)
class _Editing:
    """One editor as it is drawn now."""

    form: Form
    fields: tuple[Field, ...]
    version: int
    save: Callable[[int, dict[str, object]], object] = field(repr=False)
    label: str
    done: str
    said: _Said

    @property
    def saved(self) -> Content:
        """What is saved now, as drafts hold it."""
        now: Content = self.form.blank["from"]
        return now


def editor(
    store: Store,
    person: Person,
    *,
    subject: str,
    version: int,
    saved: Mapping[str, object],
    fields: Sequence[Field],
    save: Callable[[int, dict[str, object]], object],
    label: str = "Save",
    done: str = "Saved.",
) -> None:
    """The fields of one record, with Save. Several may stand on one page; subject tells them apart.

    subject: "kind:<initiative id>:<anything>", the name of the draft.  version: that of the record as it was read for
    saved; 0 where none is kept yet.  save(version, values) saves, values by the name of the field: text, a date, a
    When or None, the value of an option; it may raise a CollabError. The page is run again after it.
    """
    present = {each.name: each.held(saved.get(each.name)) for each in fields}
    options = tuple(each.with_present(saved.get(each.name)) for each in fields)
    offered = {each.name: each.held(each.proposed) for each in fields if each.proposed and not present[each.name]}
    blank = {"typed": present | offered, "from": present}
    form = Form(store, person, subject, "form", blank, partial(_described, options), afresh="Take what is saved")
    said = _said(subject)
    if not said.is_news:
        said.done, said.failure, said.refused = "", "", None
    said.is_news, said.is_read = False, True
    _draw(_Editing(form, options, version, save, label, done, said))


@st.fragment
def _draw(work: _Editing) -> None:
    if work.said.is_news:
        st.rerun()
    is_read, work.said.is_read = work.said.is_read, False
    with st.container(key=f"editor_{work.form.subject.replace(':', '_')}"), told():
        typing, stored = _opened(work)
        is_overtaken = bool(stored and not typing.clash and stored.content.get("from") != work.saved)
        if (is_overtaken or (typing.clash and not stored)) and not is_read:
            st.rerun()
        if stored and is_overtaken:
            typing, stored = _carried_over(work, typing, stored)
        is_other, work.said.turn = typing.turn != work.said.turn, typing.turn
        if stored and not typing.clash and stored.content.get("from") != work.saved:
            _ask_each(work, stored.content)
        else:
            _draw_fields(work, typing, stored)
        if is_other and not is_read:
            # A choice was made: what the page says above the form is read anew, too, once the fields are there.
            st.rerun()


def _carried_over(work: _Editing, typing: Typing, stored: Draft) -> tuple[Typing, Draft | None]:
    """What was typed goes on beside what somebody else saved, where nobody has to choose between two texts.

    What they saved is shown before it is saved again; a press of Save that they forestalled is done where it was.
    """
    onto, unseen = meanwhile.carried_over(stored.content, work.saved), meanwhile.unseen(stored.content, work.saved)
    if onto is None:
        return typing, stored
    drafting.go_on_with(work.form, onto)
    typing, now = drafting.opened(work.form, is_on_screen=True)
    is_wanted = work.said.refused is not None
    work.said.failure, work.said.refused = "", None
    work.said.news = tuple(each.label for each in work.fields if each.name in unseen)
    if is_wanted and not unseen and not typing.clash:
        _press(work, typing.turn, lambda: onto)
        st.rerun()
    return typing, now


def _opened(work: _Editing) -> tuple[Typing, Draft | None]:
    """What the fields start from. Where nothing was typed they follow what somebody else saved meanwhile."""
    form = work.form
    name = drafting.name_of(form)
    is_on_screen = any(_key(name, each) in st.session_state for each in work.fields)
    typing, stored = drafting.opened(form, is_on_screen=is_on_screen)
    mine = None if stored else _overtaken(work, typing, name)
    if mine is not None:
        drafting.insist(form, None, mine)
        typing, stored = drafting.opened(form, is_on_screen=True)
    if stored and _is_saved(work, stored.content):
        drafting.settle(form, typing.turn, stored.content, lambda: None)
        if work.said.refused is not None:
            work.said.done, work.said.failure, work.said.refused = work.done, "", None
        return drafting.opened(form, is_on_screen=False)
    is_untouched = stored is None and not (typing.clash or typing.failure)
    if is_untouched and typing.start != form.blank and _typed(work, typing.start, name) == typing.start:
        drafting.give_way(form)
        return drafting.opened(form, is_on_screen=False)
    return typing, stored


def _overtaken(work: _Editing, typing: Typing, name: str) -> Content | None:
    """What this window holds, where somebody else saved other texts meanwhile and no draft of this one is left."""
    mine = _typed(work, typing.start, name) if typing.clash else work.said.refused
    return mine if mine is not None and mine["from"] != work.saved else None


def _is_saved(work: _Editing, content: Content) -> bool:
    """The draft outlived its save, or somebody else saved the very same; what is proposed can be emptied unsaved."""
    return bool(content.get("typed") == work.saved == work.form.blank["typed"])


def _draw_fields(work: _Editing, typing: Typing, stored: Draft | None) -> None:
    form, name = work.form, drafting.name_of(work.form)
    now = partial(_typed, work, typing.start, name)
    keep = partial(_typing_goes_on, work.said, drafting.keeper(form, now))
    drafting.tell(form, stored)
    with st.container():
        work.said.news = work.said.news if stored else ()
        if typing.clash:
            drafting.ask_which(form, stored, meanwhile.having_seen(now(), stored.content if stored else None))
        elif work.said.news:
            st.info(f"{NEWS} {plain(listed(work.said.news))}.", icon=":material/group:")
    for is_short, group in groupby(work.fields, key=lambda each: each.kind != "text"):
        together = tuple(group)
        rows = range(0, len(together), SHORT_FIELDS_IN_A_ROW if is_short else 1)
        for first in rows:
            row = together[first : first + rows.step]
            for column, each in zip(st.columns(len(row)), row, strict=True):
                with column:
                    draw_field(each, typing.start["typed"].get(each.name), _key(name, each), keep)
    _foot(work, typing, stored, now)


def _foot(work: _Editing, typing: Typing, stored: Draft | None, now: Callable[[], Content]) -> None:
    """Save, and what became of the last one."""
    if typing.clash:
        st.warning(drafting.CHOOSE_FIRST)
        return
    if work.said.failure:
        st.error(plain(work.said.failure))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            work.label,
            key=f"save_{work.form.subject.replace(':', '_')}",
            type="primary",
            icon=":material/save:",
            on_click=_press,
            args=(work, typing.turn, now),
        )
        if work.said.done:
            st.markdown(f":green[:material/check: {plain(work.said.done)}]", width="content")
        elif stored:
            st.caption("Not saved yet; kept as a draft.", width="content")
            if not typing.begun:
                drafting.throw_away_button(work.form, "foot")


def _press(work: _Editing, turn: int, now: Callable[[], Content]) -> None:
    """Save what the fields hold. What comes of it is noted in plain objects, which no other run can cut off."""
    content, said = now(), work.said
    done, failure, refused = "", "", None
    try:
        values = {each.name: each.wanted(content["typed"][each.name]) for each in work.fields}
        if drafting.settle(work.form, turn, content, lambda: work.save(work.version, values)):
            done, said.news, said.pressed = work.done, (), content
        elif content == said.pressed:
            done = said.done
        else:
            refused = content
    except StaleVersion:
        failure, refused = ELSEWHERE, content
    except CollabError as fault:
        failure = str(fault)
    said.done, said.failure, said.refused, said.is_news = done, failure, refused, True


def _typing_goes_on(said: _Said, keep: Callable[[], None]) -> None:
    keep()
    said.done, said.failure, said.refused = "", "", None


def _ask_each(work: _Editing, content: Content) -> None:
    """Somebody else saved since this was begun: both texts of every part that differs, and which goes on."""
    name = drafting.name_of(work.form)
    differing = [each for each in work.fields if content["typed"].get(each.name) != work.saved[each.name]]
    with st.container(border=True, key=f"meanwhile_{name}"):
        st.warning(MEANWHILE)
        for each in differing:
            mine, theirs = content["typed"].get(each.name), work.saved[each.name]
            is_mine = mine != content["from"].get(each.name)
            st.radio(
                each.label,
                ("mine", "theirs"),
                index=0 if is_mine else 1,
                format_func=(WHICH if is_mine else WHICH | {"mine": "As it was before"}).__getitem__,
                captions=(plain(each.shown(mine)), plain(each.shown(theirs))),
                key=f"which_{name}_{each.name}",
            )
        st.button(
            "Go on with these",
            key=f"go_on_{name}",
            type="primary",
            on_click=_go_on,
            args=(work, content, name, tuple(differing)),
        )


def _go_on(work: _Editing, content: Content, name: str, differing: tuple[Field, ...]) -> None:
    typed = dict(work.saved)
    for each in differing:
        if st.session_state.get(f"which_{name}_{each.name}") == "mine":
            typed[each.name] = content["typed"].get(each.name)
    is_whole = all(typed[each.name] == content["typed"].get(each.name) for each in differing)
    work.said.failure, work.said.refused = "", None
    drafting.go_on_with(
        work.form, {"typed": typed, "from": dict(work.saved)}, let_go=None if is_whole else dict(content)
    )


def _key(name: str, each: Field) -> str:
    return f"field_{name}_{each.name}"


def _typed(work: _Editing, start: Content, name: str) -> Content:
    """What the fields hold now; one that is not drawn holds what it started from."""
    typed = {}
    for each in work.fields:
        before = each.meant(start["typed"].get(each.name))
        typed[each.name] = each.held(st.session_state.get(_key(name, each), before))
    return meanwhile.typed_since(start, typed)


def _described(fields: tuple[Field, ...], content: Content) -> Mapping[str, str]:
    return {each.label: each.shown(content["typed"].get(each.name)) for each in fields}


def _said(subject: str) -> _Said:
    every: dict[str, _Said] = st.session_state.setdefault(keys.EDITING, {})
    return every.setdefault(subject, _Said())
