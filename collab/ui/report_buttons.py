"""The buttons that take what a screen shows to a meeting: slides and a PDF, made only when one is pressed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from collab.model import YOU
from collab.services.report_topics import TITLES, Topic
from collab.ui import shell
from collab.ui.templates import file_name

if TYPE_CHECKING:
    from collab.model import Initiative, Person, Round
    from collab.reports import Report
    from collab.ui.readiness_controls import Filters

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PDF = "application/pdf"
ABOUT_SLIDES = "PowerPoint, LibreOffice or Google Slides: a message a slide, tables and charts that you can edit."
ABOUT_PAPER = "To print or to send: tagged, so that screen readers can read it."
FORMS = (
    ("pptx", "Slides", ":material/slideshow:", PPTX, ABOUT_SLIDES),
    ("pdf", "PDF", ":material/picture_as_pdf:", PDF, ABOUT_PAPER),
)


def draw(
    initiative: Initiative,
    *topics: Topic,
    round_: Round | None = None,
    filters: Filters | None = None,
    person: Person = YOU,
) -> None:
    """Two buttons. filters: the choice of the screen, which the files then name."""
    found = partial(_found, initiative, topics, round_, filters, person)
    name = (initiative.name, round_.label if round_ else "", TITLES[topics[0]], date.today().isoformat())
    for form, label, icon, mime, about in FORMS:
        st.download_button(
            label,
            partial(_made, found, form),
            file_name=f"{file_name(*name).removesuffix('xlsx')}{form}",
            mime=mime,
            icon=icon,
            help=about,
            key=f"report_{form}",
            on_click=_tell,
            args=(found,),
        )


def _tell(found: Callable[[], Report]) -> None:
    """Why a file is not made, for the page to say: Streamlit says only that it is not."""
    shell.done_or_told(found)


def _found(
    initiative: Initiative, topics: tuple[Topic, ...], round_: Round | None, filters: Filters | None, person: Person
) -> Report:
    """What the file holds."""
    from collab.services.report import Chosen, report

    chosen = Chosen(filters.sectors, filters.partner_ids, filters.pooled) if filters else Chosen()
    return report(shell.store(), initiative, round_, today=date.today(), topics=topics, chosen=chosen, person=person)


def _made(found: Callable[[], Report], form: str) -> bytes:
    from collab.services.report import Form, made

    return made(found(), Form(form))
