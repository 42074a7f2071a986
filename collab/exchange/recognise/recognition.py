"""The way from a book to findings: tables, tool, layout, then answer sheets or averages."""

from __future__ import annotations

from collections.abc import Mapping

from collab.exchange.findings import Findings, Known
from collab.exchange.recognise.averages import read_averages
from collab.exchange.recognise.draft import Draft
from collab.exchange.recognise.enquiry import Enquiry
from collab.exchange.recognise.layouts import lay_out
from collab.exchange.recognise.refusals import refuse_too_wide
from collab.exchange.recognise.responses import read_responses
from collab.exchange.sheet import Book
from collab.model import Kind


def recognise(book: Book, known: Known, answers: Mapping[str, object], *, accept: bool = False) -> Findings:
    """Everything that can be understood of a book, with the answers given so far applied.

    Pure; bad data become problems in the findings. accept takes every proposal; a question without one stays open.
    """
    draft = Draft(book, known, Enquiry(answers, accept=accept))
    draft.enquiry.comment_headers()
    if refuse_too_wide(draft):
        return draft.findings()
    laid = lay_out(draft)
    if laid is None:
        return draft.findings()
    if laid.kind == Kind.AVERAGES:
        read_averages(draft, laid.table)
    else:
        read_responses(draft, laid.table, one_each=laid.one_each)
    return draft.findings()
