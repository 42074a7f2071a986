"""The button that downloads the template workbook, of a round or for a first start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collab.model import Initiative, Person, Round
    from collab.store import Store

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_PART = 60
_KEPT = "-_"


def round_template_button(store: Store, person: Person, initiative: Initiative, round_: Round) -> None:
    """The template of a round with its partners; made only when the button is pressed."""

    def content() -> bytes:
        from collab.services.template import template_of

        return template_of(store, initiative.name, round_.label, person=person).content

    _button(content, file_name(initiative.name, round_.label), key=f"template_{round_.id}")


def blank_template_button(store: Store, person: Person, *, key: str) -> None:
    """The template of the built-in instrument; made only when the button is pressed."""

    def content() -> bytes:
        from collab.services.template import blank_template

        return blank_template(store, person=person).content

    _button(content, file_name("Template"), key=key)


def file_name(*parts: str) -> str:
    """A file name from texts of users: letters, digits, blanks and dashes only."""
    kept = ("".join(c if c.isalnum() or c in _KEPT else " " for c in part) for part in parts)
    words = " - ".join(" ".join(text.split())[:LONGEST_PART] for text in kept if text.strip())
    return f"{words or 'Template'}.xlsx"


def _button(content: object, name: str, *, key: str) -> None:
    st.download_button(
        "Download the template",
        content,  # type: ignore[arg-type]
        file_name=name,
        mime=XLSX,
        key=key,
        icon=":material/download:",
        on_click="ignore",
    )
