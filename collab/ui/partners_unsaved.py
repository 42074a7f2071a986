"""What this window knows of the lists of partners that it shows: what was typed, is not saved, and must not be lost.

A list is drawn anew where it is saved, or where another window adds or removes a partner. What was typed is then laid
over the new one, and which versions the person has seen is remembered.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import streamlit as st

from collab.errors import CollabError, StaleVersion
from collab.ui import keys
from collab.ui.escape import plain
from collab.ui.told import tell_stale
from collab.ui.wording import listed

if TYPE_CHECKING:
    from collab.model import Partner
    from collab.services.partners import PartnerCard

CHOOSE = "What you wrote is in the list again: save it to put it in place of the other, or throw it away below."


@dataclass(frozen=True)
class Failure:
    """Why the edit of a partner is not saved. typed: column to text; is_begun: a part of it is saved."""

    partner: Partner
    fault: CollabError
    typed: dict[str, str] = field(repr=False)
    is_begun: bool

    @property
    def is_news(self) -> bool:
        """What is saved is other than the list shows."""
        return self.is_begun or isinstance(self.fault, StaleVersion)


@dataclass
class Listed:
    """One list of partners in this window.

    turn: names what stands on the screen; another one starts it afresh.  key: of the table that was drawn last.
    names: partner id to the name that it showed, in its order; seen: partner id to the version.
    unsaved: partner id to column to what was typed.  failures: what the last Save could not do.
    """

    turn: int = 0
    key: str = ""
    names: dict[str, str] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    unsaved: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)
    failures: tuple[Failure, ...] = ()

    def draws(self, key: str, cards: Sequence[PartnerCard]) -> None:
        """A table of this key is drawn now; where it was another one, what Save sent of that goes on in this."""
        if key != self.key:
            self._take_up()
            self.key = key
            self.names = {card.partner.id: card.partner.name for card in cards}
            self.seen = {each: self.seen[each] for each in self.unsaved if each in self.seen}
        self.seen = {card.partner.id: card.partner.version for card in cards} | self.seen

    def saved(self, failures: Sequence[Failure] = (), *, tried: Collection[str]) -> None:
        """What was typed of these partners (ids) was saved, but for the failures; another table follows."""
        self.unsaved = {each: cells for each, cells in self.unsaved.items() if each not in tried}
        self.seen = {each: self.seen[each] for each in self.unsaved if each in self.seen}
        self.key, self.turn = "", self.turn + 1
        self.failed(failures)

    def failed(self, failures: Sequence[Failure]) -> None:
        """What these hold is typed and not saved."""
        self.unsaved |= {each.partner.id: each.typed for each in failures}
        self.failures = tuple(failures)

    def throw_away(self) -> None:
        """Forget what was typed."""
        self.unsaved, self.failures, self.seen = {}, (), {}
        self.key, self.turn = "", self.turn + 1

    @property
    def not_saved(self) -> tuple[str, ...]:
        """The ids of the partners of whom something is typed and not saved, here or in a list before this one."""
        return tuple(dict.fromkeys((*self.unsaved, *self._typed_here())))

    def _take_up(self) -> None:
        for partner_id, texts in self._typed_here().items():
            self.unsaved.setdefault(partner_id, {}).update(texts)

    def _typed_here(self) -> dict[str, dict[str, str]]:
        """Partner id to column to what was typed into the table that was drawn last."""
        sent: Mapping[str, Any] = st.session_state.get(self.key, {}) if self.key else {}
        ids = list(self.names)
        found = {int(at): cells for at, cells in sent.get("edited_rows", {}).items() if int(at) < len(ids)}
        return {ids[at]: {column: str(text or "") for column, text in cells.items()} for at, cells in found.items()}


def every_list() -> dict[str, Listed]:
    """Initiative id to its list. Asked for before anything is saved, since the run may end here."""
    lists: dict[str, Listed] = st.session_state.setdefault(keys.PARTNERS_LISTS, {})
    return lists


def list_of(initiative_id: str) -> Listed:
    """The list of one initiative."""
    return every_list().setdefault(initiative_id, Listed())


def tell(present: Listed, everyone: Collection[PartnerCard]) -> None:
    """Which edits are not saved and why, as long as they are not; everyone: all that take part, shown or not."""
    tell_failures(present.failures)
    if not present.not_saved:
        return
    here = {card.partner.id: card.partner.name for card in everyone}
    gone = [present.names.get(key, "A partner") for key in present.not_saved if key not in here]
    if gone:
        st.warning(f"No longer among the partners here, so what you typed is not saved: {_names(gone)}.")
    if typed := [here[key] for key in present.not_saved if key in here]:
        hidden = [here[key] for key in present.not_saved if key in here and key not in present.names]
        also = f" Not listed by this search, and saved with the others: {_names(hidden)}." if hidden else ""
        st.info(f"Not saved yet: {_names(typed)}.{also}", icon=":material/edit_note:")
    st.button("Throw away what is not saved", icon=":material/delete:", type="tertiary", on_click=present.throw_away)


def tell_failures(failures: Sequence[Failure]) -> None:
    """Each partner with its reason; of two who wrote at once both texts."""
    for each in failures:
        what = "was saved only in part" if each.is_begun else "was not saved"
        st.markdown(f"**{plain(each.partner.name)}** {what}.")
        if isinstance(each.fault, StaleVersion):
            tell_stale(each.fault, then=CHOOSE)
        else:
            st.error(plain(each.fault))


def _names(names: Sequence[str]) -> str:
    return listed(tuple(f"“{plain(name)}”" for name in names))
