"""What was concluded about one dimension: jointly and by each partner, shown and edited."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.model import YOU
from collab.services import conclusions_words
from collab.services.conclusions import save_conclusion
from collab.services.drafts import subject_of
from collab.ui import address, keys, shell, wording
from collab.ui.editing import editor
from collab.ui.escape import plain
from collab.ui.fields import Field

if TYPE_CHECKING:
    from collab.journey import Conclusion
    from collab.services.conclusions import ConclusionsView, DimensionConclusion

TOGETHER = "together"
NOBODY = ""


def badge(reading: str, label: str) -> str:
    """A reading as Markdown, with a sign beside its colour."""
    if not reading:
        return f":gray-badge[:material/pending: {plain(label)}]"
    if conclusions_words.is_ready(reading):
        return f":green-badge[:material/check: {plain(label)}]"
    return f":orange-badge[:material/build: {plain(label)}]"


def _in_colour(reading: str, label: str) -> str:
    """The same for a table, whose texts wrap on a phone."""
    if not reading:
        return plain(label)
    sign = "green[:material/check:" if conclusions_words.is_ready(reading) else "orange[:material/build:"
    return f":{sign} {plain(label)}]"


def show_joint(view: ConclusionsView, row: DimensionConclusion) -> None:
    """What partners concluded together, to be read."""
    labels = conclusions_words.options_of(view.instrument)
    st.markdown(badge(row.joint.reading, labels.get(row.joint.reading, row.joint.reading)))
    if row.joint.text:
        st.text(row.joint.text)
    if row.joint.said_on:
        st.caption(f"Said on {wording.day(row.joint.said_on)}.")
    if any(own.reading for own in row.own.values()):
        st.caption(plain(conclusions_words.of_partners(view, row)))


def edit_joint(view: ConclusionsView, row: DimensionConclusion) -> None:
    """What partners concluded together, to be written."""
    _edit(view, row, row.joint, None)


def _edit(view: ConclusionsView, row: DimensionConclusion, present: Conclusion, partner_id: str | None) -> None:
    options = tuple(conclusions_words.options_of(view.instrument).items())
    round_, dimension = view.round, row.dimension

    def save(version: int, values: dict[str, object]) -> object:
        return save_conclusion(
            shell.store(),
            YOU,
            round_.id,
            dimension.key,
            version=version,
            partner_id=partner_id,
            reading=str(values["reading"] or ""),
            text=str(values["text"] or ""),
            said_on=values["said_on"],  # type: ignore[arg-type]
        )

    editor(
        shell.store(),
        YOU,
        subject=subject_of("conclusion", view.initiative.id, round_.id, partner_id or TOGETHER, dimension.key),
        version=present.version,
        saved={"reading": present.reading, "text": present.text, "said_on": present.said_on},
        fields=(
            Field("reading", "Reading", "choice", options),
            Field("text", "What was said, in a few sentences", "text"),
            Field("said_on", "Said on", "day", proposed=None if present.reading or present.text else date.today()),
        ),
        save=save,
        label="Save the conclusion",
    )


def own(view: ConclusionsView, row: DimensionConclusion) -> None:
    """What each partner concluded on its own, beside what all concluded, and the way to write it."""
    if not view.partners:
        return
    st.subheader("Each partner on its own", anchor=False)
    st.markdown(plain(conclusions_words.of_partners(view, row)))
    if row.own:
        st.table(_own_table(view, row), border="horizontal", hide_index=True, alt="What each partner concluded")
    names = {NOBODY: "Choose a partner", **{each.id: each.name for each in view.partners}}
    chosen = address.select(
        "Write for", names, param=keys.PARTNER, widget=keys.PICK_CONCLUDER, default=NOBODY, width=360
    )
    if chosen:
        from collab.journey import Conclusion

        blank = Conclusion("", view.round.id, row.dimension.key, chosen)
        _edit(view, row, row.own.get(chosen, blank), chosen)


def _own_table(view: ConclusionsView, row: DimensionConclusion) -> dict[str, list[str]]:
    """A line for each partner that wrote something; ≠ where it reads the dimension otherwise than all together."""
    labels, sectors = conclusions_words.options_of(view.instrument), wording.sector_labels()
    said = [(each, row.own[each.id]) for each in view.partners if each.id in row.own]
    return {
        "Partner": [f"{plain(each.name)} ({plain(sectors[each.sector])})" for each, _ in said],
        "Reading": [
            _in_colour(own.reading, labels.get(own.reading, own.reading)) + _apart(own.reading, row.joint.reading)
            for _, own in said
        ],
        "What it said": [plain(own.text) for _, own in said],
        "Said on": [wording.day(own.said_on) if own.said_on else "" for _, own in said],
    }


def _apart(reading: str, joint: str) -> str:
    return " (≠ together)" if reading and joint and reading != joint else ""
