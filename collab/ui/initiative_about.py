"""What an initiative is, how it stands as a whole and what came of it; edited in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from collab.model import Outcome, Standing
from collab.ui import initiative_family, initiative_words, stages_words
from collab.ui.escape import plain, plain_lines
from collab.ui.fields import WHEN_HELP, Field
from collab.ui.initiative_editing import in_place, is_open, open_button
from collab.ui.initiative_words import CAME_OF_IT, STANDINGS
from collab.ui.wording import day
from collab.when import When

if TYPE_CHECKING:
    from collab.model import Initiative, Person
    from collab.services.at_a_glance import Glance
    from collab.store import Store

ABOUT, STANDING = "about", "standing"
FIRST = (
    Field("name", "Name"),
    Field("place", "Place", help="A city, a county, a state"),
    Field("purpose", "Unifying purpose", "text", help="One sentence that every partner can say"),
)
GOVERNANCE = Field("governance", "Governance", "text", help="Who decides what, how often, by which rules")


def draw(glance: Glance, person: Person, store: Store) -> None:
    """Governance in words, and the two ways to change what is said at the top."""
    initiative = glance.view.initiative
    st.subheader("Governance", anchor=False)
    st.markdown(plain_lines(initiative.governance) or "_How partners decide is not written down._")
    with st.container(horizontal=True):
        open_button("Edit name, place, area, purpose, governance", ABOUT)
        open_button("How it stands and what came of it", STANDING, icon=":material/flag_circle:")
    if is_open(ABOUT):
        _about(initiative, person, store)
    if is_open(STANDING):
        _standing(initiative, person, store)


def draw_standing(initiative: Initiative) -> None:
    """How it stands, where it is not simply going on, and what came of it, where somebody says so."""
    found = []
    if initiative.standing is not Standing.ACTIVE:
        words, colour = STANDINGS[initiative.standing]
        since = f" since {day(initiative.standing_on)}" if initiative.standing_on else ""
        found.append(f":{colour}-badge[{words}{since}]")
    if initiative.outcome is not Outcome.UNSAID:
        words, _, colour = CAME_OF_IT[initiative.outcome]
        found.append(f":{colour}-badge[What came of it: {words.lower()}]")
    if initiative.standing is not Standing.ACTIVE and initiative.standing_reason:
        found.append(plain(stages_words.quoted(initiative.standing_reason)))
    if found:
        st.markdown(" ".join(found))


def draw_lesson(initiative: Initiative) -> None:
    """What others can learn from it, in the words of those who did it."""
    if initiative.lesson:
        with st.container(key="lesson"):
            st.markdown(f"> What others can learn: {plain(stages_words.quoted(initiative.lesson))}")


def _about(initiative: Initiative, person: Person, store: Store) -> None:
    from collab.services.initiatives import edit_initiative

    def save(version: int, given: dict[str, object]) -> None:
        texts = {name: str(value) for name, value in given.items()}
        edit_initiative(store, person, initiative.id, version=version, **texts)

    fields = (*FIRST, Field("area", "Area of cooperation", "choice", initiative_words.areas()), GOVERNANCE)
    in_place(
        store,
        person,
        ABOUT,
        title="What this initiative is",
        subject=f"initiative:{initiative.id}:about",
        version=initiative.version,
        saved={field.name: getattr(initiative, field.name) for field in fields},
        fields=fields,
        save=save,
        done="The initiative is saved.",
    )


def _standing(initiative: Initiative, person: Person, store: Store) -> None:
    from collab.services.initiatives import set_standing

    def save(version: int, given: dict[str, object]) -> None:
        on, successor = given["on"], given["successor_id"]
        set_standing(
            store,
            person,
            initiative.id,
            version=version,
            standing=Standing(str(given["standing"])),
            on=on if isinstance(on, When) else None,
            reason=str(given["reason"]),
            outcome=Outcome(str(given["outcome"])),
            lesson=str(given["lesson"]),
            successor_id=str(successor) if successor else None,
        )

    in_place(
        store,
        person,
        STANDING,
        title="How it stands as a whole, and what came of it",
        subject=f"initiative:{initiative.id}:standing",
        version=initiative.version,
        saved={
            "standing": initiative.standing,
            "on": initiative.standing_on,
            "reason": initiative.standing_reason,
            "outcome": initiative.outcome,
            "lesson": initiative.lesson,
            "successor_id": initiative.successor_id or "",
        },
        fields=_of_standing(initiative, person, store),
        save=save,
        done="Saved. The top of the page says how it stands and what came of it.",
    )


def _of_standing(initiative: Initiative, person: Person, store: Store) -> tuple[Field, ...]:
    standings = tuple((standing, words) for standing, (words, _) in STANDINGS.items())
    outcomes = tuple((outcome, sentence) for outcome, (_, sentence, _) in CAME_OF_IT.items())
    others = initiative_family.others(initiative, person, store)
    return (
        Field("standing", "It is", "choice", standings),
        Field("on", "Since", "when", help=f"Empty where nobody knows. {WHEN_HELP}"),
        Field("reason", "Why", "text", help="A pause or a stop is told with its reason, so that others can learn."),
        Field("outcome", "What came of it", "choice", outcomes, "An initiative that goes on can say so too."),
        Field("lesson", "What others can learn from it", "text", help="A sentence or two"),
        Field(
            "successor_id",
            "Its work goes on in",
            "choice",
            (("", "No other initiative"), *others),
            "For work that moved to another initiative, or was tried again as one.",
        ),
    )
