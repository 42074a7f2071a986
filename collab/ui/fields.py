"""One thing to fill in: as it is drawn, as a draft holds it, as save wants it, and as it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import streamlit as st

from collab.errors import NotAllowed
from collab.ui.distinct import distinct
from collab.ui.escape import plain
from collab.when import When

FEW_CHOICES, LONGEST_CHOICE = 4, 44
"""More choices than these, or choices of more letters, are a list to open and not buttons beside each other."""
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
NOTHING = "nothing"
WHEN_HELP = "A day, or the month or year where only that is known: 4 Sep 2026, Sep 2026 or 2026."


@dataclass(frozen=True)
class Field:
    """One thing to fill in. options, of a choice: (value, how it is called); a value of None is allowed among them.

    label and help are Markdown; what the options are called is not. Of "several" any number may be chosen, whose values
    are texts without commas. A "when" is typed: a year, a month or a day.
    proposed: what the field holds to begin with where nothing is saved; only Save keeps it.
    """

    name: str
    label: str
    kind: Literal["line", "text", "day", "when", "choice", "several"] = "line"
    options: tuple[tuple[object, str], ...] = ()
    help: str = ""
    proposed: object = None

    def held(self, value: Any) -> str | None:
        """A value as a draft holds it."""
        if self.kind in ("line", "text"):
            return "" if value is None else str(value)
        if self.kind == "when":
            return _as_read("" if value is None else str(value))
        if self.kind == "several":
            return ",".join(str(code) for code, _ in self.options if code in (value or ()))
        if value is None:
            return None
        return value.isoformat() if isinstance(value, date) else str(value)

    def meant(self, held: str | None) -> Any:
        """What a draft holds, as the field has it."""
        if self.kind == "choice":
            return next((value for value, _ in self.options if self.held(value) == held), None)
        if self.kind == "several":
            return tuple(code for code, _ in self.options if code in (held or "").split(","))
        if self.kind == "day":
            return date.fromisoformat(held) if held else None
        return held or ""

    def wanted(self, held: str | None) -> Any:
        """What save gets. NotAllowed where a time was typed that nobody can read."""
        return when_of(self.label, held) if self.kind == "when" else self.meant(held)

    def shown(self, held: str | None) -> str:
        """What a draft holds, in words."""
        if self.kind == "choice":
            return next((name for value, name in self.options if self.held(value) == held), NOTHING)
        if self.kind == "several":
            return "; ".join(name for code, name in self.options if code in self.meant(held)) or NOTHING
        return held or NOTHING

    def with_present(self, present: object) -> Field:
        """What is saved stays among the options though it is no longer offered."""
        codes = {self.held(value) for value, _ in self.options}
        if self.kind != "choice" or present is None or self.held(present) in codes:
            return self
        return replace(self, options=(*self.options, (present, "As saved (no longer offered)")))


def draw_field(each: Field, start: Any, key: str, keep: Callable[[], None]) -> None:
    """The field. start: what it holds to begin with, as a draft has it; keep: what is called once it is changed."""
    help_ = each.help or None
    if each.kind == "day":
        at = each.meant(start)
        first, last = min(at or EARLIEST, EARLIEST), max(at or LATEST, LATEST)
        st.date_input(each.label, at, first, last, key=key, help=help_, on_change=keep, format="YYYY-MM-DD")
    elif each.kind == "text":
        st.text_area(each.label, start or "", key=key, help=help_, on_change=keep)
    elif each.kind == "several":
        names = distinct(dict(each.options))
        chosen = each.meant(start)
        st.multiselect(
            each.label,
            list(names),
            chosen,
            format_func=names.__getitem__,
            key=key,
            help=help_,
            on_change=keep,
            filter_mode="contains",
            select_all=False,
        )
    elif each.kind == "choice":
        _choice(each, start, key, keep)
    else:
        st.text_input(each.label, start or "", key=key, help=help_, on_change=keep)


def _choice(each: Field, start: Any, key: str, keep: Callable[[], None]) -> None:
    codes = [each.held(value) for value, _ in each.options]
    names = distinct(dict(zip(codes, (name for _, name in each.options), strict=True)))
    if len(codes) > FEW_CHOICES or max(map(len, names.values()), default=0) > LONGEST_CHOICE:
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


def _as_read(text: str) -> str:
    """A time as it is shown once it is saved, so that the same time is the same text; what nobody can read stays."""
    try:
        return str(When.read(text))
    except ValueError:
        return text


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
