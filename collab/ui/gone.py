"""What the address opens and is not there any more: said, with what this person had typed of it and not saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from collab.services.drafts import draft_of, drop_draft
from collab.ui import shell
from collab.ui.escape import plain, plain_lines
from collab.ui.initiative_editing import close

if TYPE_CHECKING:
    from collab.model import Person
    from collab.services.drafts import Draft
    from collab.store import Store
    from collab.ui.fields import Field

TYPED = "You had typed this, and it was not saved. Copy what you need of it, then throw it away."


def tell(
    store: Store,
    person: Person,
    said: str,
    *,
    subjects: Sequence[str],
    fields: Sequence[Field],
    let_go: Callable[[], object] = close,
) -> None:
    """Say it. said: plain text; subjects: of the drafts that may be left; fields: what may have been typed.

    let_go: takes it from the address, at once where nothing was typed, else together with what was: until then it is
    found again under the same address.
    """
    drafts = [draft for subject in subjects if (draft := draft_of(store, person, subject))]
    lines = [line for draft in drafts for line in _typed(draft, fields)]
    if not lines:
        let_go()
        st.info(plain(said))
        return
    with st.container(border=True, key="gone"):
        st.warning(f"{plain(said)} {TYPED}", icon=":material/delete_history:")
        for label, text in lines:
            st.markdown(f"**{label}**  \n{plain_lines(text)}")
        throw_away = partial(_throw_away, store, person, drafts, let_go)
        st.button("Throw it away", key="throw_away_gone", icon=":material/delete:", on_click=throw_away)


def _typed(draft: Draft, fields: Sequence[Field]) -> list[tuple[str, str]]:
    """Label (Markdown) and text of every field that was changed and holds something."""
    typed, before = draft.content.get("typed", draft.content), draft.content.get("from", {})
    changed = (each for each in fields if typed.get(each.name) and typed[each.name] != before.get(each.name))
    return [(each.label, each.shown(typed[each.name])) for each in changed]


def _throw_away(store: Store, person: Person, drafts: Sequence[Draft], let_go: Callable[[], object]) -> None:
    def work() -> None:
        for each in drafts:
            drop_draft(store, person, each.subject, follows=each.id)
        let_go()

    shell.done_or_told(work)
