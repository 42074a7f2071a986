"""Who leads, where the work is at home, who pays: now and before, edited in place; nobody who left is forgotten."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.journey import TenureKind
from collab.ui import shell
from collab.ui.escape import plain
from collab.ui.fields import WHEN_HELP, Field
from collab.ui.initiative_editing import ADD, Removal, add_button, in_place, is_open, new_id, open_button
from collab.ui.initiative_words import KINDS, NONE_NAMED, ONE_OF, UNNAMED, ends_soon, held_for, holder
from collab.ui.partner_choices import choices
from collab.ui.stages_words import span

if TYPE_CHECKING:
    from collab.journey import Tenure
    from collab.model import Person
    from collab.services.at_a_glance import Glance
    from collab.store import Store

NAMES = {
    TenureKind.LEADER: ("Name", "Post"),
    TenureKind.HOME: ("Where", "What kind of home"),
    TenureKind.FUNDING: ("Who pays", "What for"),
}
OVER: tuple[tuple[object, str], ...] = ((False, "By its dates"), (True, "It is over"))


def draw(glance: Glance, kind: TenureKind, person: Person, store: Store, today: date) -> None:
    """Those of one kind: present first, then past."""
    from collab.services.purpose import is_present

    new, every = f"{ADD}:{kind}", glance.purpose.of(kind)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(KINDS[kind], anchor=False, width="content")
        add_button("Add", new, about=ONE_OF[kind])
    made = new_id(new, (each.id for each in every))
    if made is not None:
        _add(glance, kind, made, person, store)
    if not every:
        st.caption(NONE_NAMED[kind])
    for each in sorted(every, key=lambda one: not is_present(one, today)):
        _line(glance, each, person, store, today)


def _line(glance: Glance, each: Tenure, person: Person, store: Store, today: date) -> None:
    from collab.services.purpose import is_present

    what = f"tenure:{each.id}"
    partner = next((one.name for one in glance.view.everyone if one.id == each.partner_id), "")
    with st.container(horizontal=True, gap="small", key=f"tenure_{each.id}"):
        with st.container(gap=None):
            said = " · ".join(plain(part) for part in (_detail(each), each.amount, partner) if part)
            name = f"**{plain(each.called)}**" if is_present(each, today) else plain(each.called)
            between = " · " if each.name else ", "
            st.markdown(
                " ".join(part for part in (between.join(filter(None, (name, said))), _badge(each, today)) if part)
            )
            st.caption(plain(". ".join(part for part in (held_for(each), each.note) if part)))
        with st.container(width="content"):
            open_button("Edit", what, about=f"“{holder(each)}”")
    if is_open(what):
        _edit(glance, each, what, person, store)


def _detail(each: Tenure) -> str:
    """What stands behind the name; where only the post is known, that stands for the name."""
    return each.detail if each.name else UNNAMED[each.kind]


def _badge(each: Tenure, today: date) -> str:
    if each.is_over or (each.ends_on is not None and each.ends_on.last < today):
        return ":gray-badge[Before]"
    if each.ends_on is not None and ends_soon(each, today):
        time = f"in {span((each.ends_on.last - today).days)}" if each.ends_on.is_exact else each.ends_on.on_it
        return f":orange-badge[Ends {time}]"
    return ":gray-badge[Not begun]" if each.began_on is not None and each.began_on.first > today else ""


def _fields(glance: Glance, kind: TenureKind) -> tuple[Field, ...]:
    name, detail = NAMES[kind]
    money = (Field("amount", "How much", help="As it is written, with its currency"),)
    return (
        Field("name", name, help="Empty where only the post is known." if kind is TenureKind.LEADER else ""),
        Field("detail", detail),
        *(money if kind is TenureKind.FUNDING else ()),
        Field("began_on", "From", "when", help=WHEN_HELP),
        Field("ends_on", "Until", "when", help=f"Empty: it goes on with no end in sight. {WHEN_HELP}"),
        Field("is_over", "Is it over?", "choice", OVER, "For what ended on a day that nobody knows any more."),
        Field("partner_id", "Partner", "choice", choices(glance.view.present, glance.view.everyone)),
        Field("note", "Note", "text", help="Why it changed, say"),
    )


def _edit(glance: Glance, each: Tenure, what: str, person: Person, store: Store) -> None:
    from collab.services.purpose import save_tenure

    fields = _fields(glance, each.kind)
    in_place(
        store,
        person,
        what,
        title=holder(each),
        subject=f"tenure:{glance.view.initiative.id}:{each.id}",
        version=each.version,
        saved={field.name: getattr(each, field.name) for field in fields},
        fields=fields,
        save=lambda version, given: save_tenure(store, person, each.id, version=version, **given),
        done=f"Saved: {holder(each)}.",
        remove=Removal("Remove", holder(each), lambda: _remove(each, person, store)),
    )


def _remove(each: Tenure, person: Person, store: Store) -> None:
    from collab.errors import CollabError
    from collab.services.purpose import remove_tenure

    try:
        remove_tenure(store, person, each.id, version=each.version)
    except CollabError as failure:
        shell.flash(str(failure), kind="error")
    else:
        shell.flash(f"“{holder(each)}” is removed. What is over needs no removing: give it a date of end.")


def _add(glance: Glance, kind: TenureKind, made: str, person: Person, store: Store) -> None:
    from collab.services.purpose import add_tenure

    fields = _fields(glance, kind)
    initiative_id = glance.view.initiative.id
    blank = {field.name: "" if field.kind in ("line", "text") else None for field in fields}
    in_place(
        store,
        person,
        f"{ADD}:{kind}:{made}",
        title=f"Add {ONE_OF[kind]}",
        subject=f"tenure:{initiative_id}:add:{kind}",
        version=0,
        saved={**blank, "is_over": False},
        fields=fields,
        save=lambda _, given: add_tenure(store, person, initiative_id, kind=kind, tenure_id=made, **given),
        label="Add",
        done="Added.",
    )
