"""One record edited on a page: fields, an explicit Save, a draft of what is not saved, and both texts where two met.

The draft holds what was typed and what the fields showed before, so that a change that somebody else saved meanwhile
is noticed whatever became of the version, and is told field by field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from collab.errors import CollabError, NotAllowed, StaleVersion
from collab.ui import drafting, keys
from collab.ui.drafting import Content, Form
from collab.ui.escape import plain
from collab.ui.told import told
from collab.when import When

if TYPE_CHECKING:
    from collab.model import Person
    from collab.services.drafts import Draft
    from collab.store import Store
    from collab.ui.drafting import Typing

FEW_CHOICES = 4
SHORT_FIELDS_IN_A_ROW = 3
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
NOTHING = "nothing"
WHEN_HELP = "A day, or the month or year where only that is known: 4 Sep 2026, Sep 2026 or 2026."
WHICH = {"mine": "What you typed", "theirs": "What was saved meanwhile"}
MEANWHILE = (
    "Somebody else saved this after you had begun. Nothing of theirs was overwritten, and nothing of yours is lost. "
    "Choose for each part which text goes on; you can still change it before you save."
)
ELSEWHERE = (
    "Somebody else changed another part of this meanwhile, so nothing of yours was saved yet. "
    "Look at what is shown here now, then save again."
)


@dataclass(frozen=True)
class Field:
    """One thing to fill in. options, of a choice: (value, how it is called); a value of None is allowed among them.

    label and help are Markdown; what the options are called is not. A "when" is typed: a year, a month or a day.
    proposed: what the field holds to begin with where nothing is saved; only Save keeps it.
    """

    name: str
    label: str
    kind: Literal["line", "text", "day", "when", "choice"] = "line"
    options: tuple[tuple[object, str], ...] = ()
    help: str = ""
    proposed: object = None


@dataclass
class _Said:
    """What the last press of Save came to. is_news: the page has not been drawn since.

    refused: what was to be saved, where somebody else had saved first.  is_read: what is saved was just read.
    """

    done: str = ""
    failure: str = ""
    is_news: bool = False
    is_read: bool = False
    refused: Content | None = field(default=None, repr=False)


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
    present = {each.name: _held(each, saved.get(each.name)) for each in fields}
    options = tuple(_with_present(each, saved.get(each.name)) for each in fields)
    blank = {"typed": present | _proposed(options, present), "from": present}
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
        if typing.clash and not stored and not is_read:
            st.rerun()
        if stored and not typing.clash and stored.content.get("from") != work.saved:
            _ask_each(work, stored.content)
        else:
            _draw_fields(work, typing, stored)


def _opened(work: _Editing) -> tuple[Typing, Draft | None]:
    """What the fields start from. Where nothing was typed they follow what somebody else saved meanwhile."""
    form = work.form
    name = drafting.name_of(form)
    is_on_screen = any(_key(name, each) in st.session_state for each in work.fields)
    typing, stored = drafting.opened(form, is_on_screen=is_on_screen)
    mine = None if stored else _overtaken(work, typing, name)
    if mine is not None:
        work.said.failure, work.said.refused = "", None
        drafting.insist(form, None, mine)
        typing, stored = drafting.opened(form, is_on_screen=True)
    if stored and _is_saved(work, stored.content):
        drafting.settle(form, typing.turn, stored.content, lambda: None)
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
        if typing.clash:
            drafting.ask_which(form, stored, now())
    for is_short, group in groupby(work.fields, key=lambda each: each.kind != "text"):
        together = tuple(group)
        rows = range(0, len(together), SHORT_FIELDS_IN_A_ROW if is_short else 1)
        for first in rows:
            row = together[first : first + rows.step]
            for column, each in zip(st.columns(len(row)), row, strict=True):
                with column:
                    _field(each, typing.start["typed"].get(each.name), _key(name, each), keep)
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
    said.done, said.failure, said.refused = "", "", None
    try:
        values = {each.name: _wanted(each, content["typed"][each.name]) for each in work.fields}
        if drafting.settle(work.form, turn, content, lambda: work.save(work.version, values)):
            said.done = work.done
    except StaleVersion:
        said.failure, said.refused = ELSEWHERE, content
    except CollabError as failure:
        said.failure = str(failure)
    said.is_news = True


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
                captions=(plain(_shown(each, mine)), plain(_shown(each, theirs))),
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


def _field(each: Field, start: Any, key: str, keep: Callable[[], None]) -> None:
    help_ = each.help or None
    if each.kind == "day":
        at = _meant(each, start)
        first, last = min(at or EARLIEST, EARLIEST), max(at or LATEST, LATEST)
        st.date_input(each.label, at, first, last, key=key, help=help_, on_change=keep, format="YYYY-MM-DD")
    elif each.kind == "text":
        st.text_area(each.label, start or "", key=key, help=help_, on_change=keep)
    elif each.kind == "choice":
        _choice(each, start, key, keep)
    else:
        st.text_input(each.label, start or "", key=key, help=help_, on_change=keep)


def _choice(each: Field, start: Any, key: str, keep: Callable[[], None]) -> None:
    codes = [_held(each, value) for value, _ in each.options]
    names = dict(zip(codes, (name for _, name in each.options), strict=True))
    if len(codes) > FEW_CHOICES:
        index = codes.index(start) if start in codes else None
        st.selectbox(
            each.label, codes, index, format_func=names.__getitem__, key=key, help=each.help or None, on_change=keep
        )
        return
    st.segmented_control(
        each.label,
        codes,
        default=start if start in codes else None,
        format_func=lambda code: plain(names[code]),
        key=key,
        help=each.help or None,
        on_change=keep,
        required=True,
        wrap=True,
    )


def _key(name: str, each: Field) -> str:
    return f"field_{name}_{each.name}"


def _typed(work: _Editing, start: Content, name: str) -> Content:
    """What the fields hold now; one that is not drawn holds what it started from."""
    held = {}
    for each in work.fields:
        before = start["typed"].get(each.name)
        held[each.name] = _held(each, st.session_state.get(_key(name, each), _meant(each, before)))
    return {"typed": held, "from": start["from"]}


def _held(each: Field, value: Any) -> str | None:
    """A value as a draft holds it."""
    if each.kind in ("line", "text"):
        return "" if value is None else str(value)
    if each.kind == "when":
        return _as_read("" if value is None else str(value))
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


def _as_read(text: str) -> str:
    """A time as it is shown once it is saved, so that the same time is the same text; what nobody can read stays."""
    try:
        return str(When.read(text))
    except ValueError:
        return text


def _meant(each: Field, held: str | None) -> Any:
    """What a draft holds, as save wants it."""
    if each.kind == "choice":
        return next((value for value, _ in each.options if _held(each, value) == held), None)
    if each.kind == "day":
        return date.fromisoformat(held) if held else None
    return held or ""


def _wanted(each: Field, held: str | None) -> Any:
    """What save gets. NotAllowed where a time was typed that nobody can read."""
    if each.kind != "when":
        return _meant(each, held)
    return when_of(each.label, held)


def when_of(label: str, held: str | None) -> When | None:
    """The time that somebody typed; NotAllowed where nobody can read it."""
    if not held or not held.strip():
        return None
    try:
        return When.read(held)
    except ValueError:
        raise NotAllowed(
            f"“{label}” says “{held}”, which is no day of the calendar, no month and no year. "
            "Write it as 2015, 2015-09 or 2015-09-04, or as Sep 2015 or 4 Sep 2015."
        ) from None


def _with_present(each: Field, present: object) -> Field:
    """What is saved stays among the options though it is no longer offered."""
    codes = {_held(each, value) for value, _ in each.options}
    if each.kind != "choice" or present is None or _held(each, present) in codes:
        return each
    options = (*each.options, (present, "As saved (no longer offered)"))
    return replace(each, options=options)


def _proposed(fields: tuple[Field, ...], present: Content) -> dict[str, str | None]:
    return {each.name: _held(each, each.proposed) for each in fields if each.proposed and not present[each.name]}


def _described(fields: tuple[Field, ...], content: Content) -> Mapping[str, str]:
    return {each.label: _shown(each, content["typed"].get(each.name)) for each in fields}


def _shown(each: Field, held: str | None) -> str:
    if each.kind == "choice":
        return next((name for value, name in each.options if _held(each, value) == held), NOTHING)
    return held or NOTHING


def _said(subject: str) -> _Said:
    every: dict[str, _Said] = st.session_state.setdefault(keys.EDITING, {})
    return every.setdefault(subject, _Said())
