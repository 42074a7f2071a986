"""Name, place, purpose and governance of an initiative, and how it stands as a whole; edited in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from collab.model import Standing
from collab.ui import stages_words
from collab.ui.editing import WHEN_HELP, Field
from collab.ui.escape import plain
from collab.ui.initiative_editing import in_place, is_open, open_button
from collab.ui.initiative_words import STANDINGS
from collab.ui.wording import day
from collab.when import When

if TYPE_CHECKING:
    from collab.model import Initiative, Person
    from collab.services.at_a_glance import Glance
    from collab.store import Store

ABOUT, STANDING = "about", "standing"
FIELDS = (
    Field("name", "Name"),
    Field("place", "Place", help="A city, a county, a state"),
    Field("purpose", "Unifying purpose", "text", help="One sentence that every partner can say"),
    Field("governance", "Governance", "text", help="Who decides what, how often, by which rules"),
)


def draw(glance: Glance, person: Person, store: Store) -> None:
    """Governance in words, and the two ways to change what is said at the top."""
    initiative = glance.view.initiative
    st.subheader("Governance", anchor=False)
    st.markdown(plain(initiative.governance) if initiative.governance else "_How partners decide is not written yet._")
    with st.container(horizontal=True):
        open_button("Edit name, place, purpose, governance", ABOUT)
        open_button("Pause, complete or stop", STANDING, icon=":material/flag_circle:")
    if is_open(ABOUT):
        _about(initiative, person, store)
    if is_open(STANDING):
        _standing(initiative, person, store)


def draw_standing(initiative: Initiative) -> None:
    """Said only where it is not simply going on."""
    if initiative.standing is Standing.ACTIVE:
        return
    words, colour = STANDINGS[initiative.standing]
    since = f" since {day(initiative.standing_on)}" if initiative.standing_on else ""
    why = stages_words.quoted(initiative.standing_reason) if initiative.standing_reason else ""
    st.markdown(f":{colour}-badge[{words}{since}] {plain(why)}")


def _about(initiative: Initiative, person: Person, store: Store) -> None:
    from collab.services.initiatives import edit_initiative

    def save(version: int, given: dict[str, object]) -> None:
        texts = {name: str(value) for name, value in given.items()}
        edit_initiative(store, person, initiative.id, version=version, **texts)

    in_place(
        store,
        person,
        ABOUT,
        title="What this initiative is",
        subject=f"initiative:{initiative.id}:about",
        version=initiative.version,
        saved={field.name: getattr(initiative, field.name) for field in FIELDS},
        fields=FIELDS,
        save=save,
        done="The initiative is saved.",
    )


def _standing(initiative: Initiative, person: Person, store: Store) -> None:
    from collab.services.initiatives import set_standing

    def save(version: int, given: dict[str, object]) -> None:
        standing, on = given["standing"], given["on"]
        set_standing(
            store,
            person,
            initiative.id,
            version=version,
            standing=standing if isinstance(standing, Standing) else Standing.ACTIVE,
            on=on if isinstance(on, When) else None,
            reason=str(given["reason"]),
        )

    options = tuple((standing, words) for standing, (words, _) in STANDINGS.items())
    in_place(
        store,
        person,
        STANDING,
        title="How it stands as a whole",
        subject=f"initiative:{initiative.id}:standing",
        version=initiative.version,
        saved={
            "standing": initiative.standing,
            "on": initiative.standing_on,
            "reason": initiative.standing_reason,
        },
        fields=(
            Field("standing", "It is", "choice", options),
            Field("on", "Since", "when", help=f"Empty where nobody knows. {WHEN_HELP}"),
            Field("reason", "Why", "text", help="A pause or a stop is told with its reason, so that others can learn."),
        ),
        save=save,
        done="Saved. The top of the page says how it stands.",
    )
