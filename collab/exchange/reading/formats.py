"""From what a file really is to the reader of that format. Runs in the child process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from collab.exchange.reading.archive import Archive
from collab.exchange.reading.parts import Contents, Tell
from collab.exchange.reading.refusals import refuse_as
from collab.exchange.reading.sniff import kind_of_archive, kind_of_file
from collab.exchange.reading.text import Clean, clean_text, typed_text


def read_file(path: Path, tell: Tell) -> Contents:
    """The contents of a file of any accepted format; raises Refused otherwise. Its name decides nothing.

    Texts are taken over in one clean form; those of a workbook in which words are written as they were typed.
    """
    contents = _read(path, tell, clean_text)
    return _read(path, _silent, typed_text) if contents.is_written_in else contents


def _silent(_share: float, _sentence: str) -> None:
    """The file has been told of already."""


def _read(path: Path, tell: Tell, clean: Clean) -> Contents:
    tell(0.01, "Looking at what kind of file this is.")
    kind, details = kind_of_file(path)
    if kind == "archive":
        archive = Archive(path)
        kind, details = kind_of_archive(archive)
        if kind == "xlsx":
            from collab.exchange.reading.workbook import read_workbook

            return read_workbook(path, archive, tell, clean=clean)
        if kind == "ods":
            from collab.exchange.reading.open_document import read_open_document

            return read_open_document(path, archive, tell, clean=clean)
    if kind == "xls":
        from collab.exchange.reading.old_excel import read_old_excel

        return read_old_excel(path, tell, clean=clean)
    if kind in READERS:
        return READERS[kind]()(path, tell)
    raise refuse_as(kind, details)


def _delimited() -> Callable[[Path, Tell], Contents]:
    from collab.exchange.reading.delimited import read_delimited

    return read_delimited


def _web_page() -> Callable[[Path, Tell], Contents]:
    from collab.exchange.reading.web_page import read_web_page

    return read_web_page


READERS = {"text": _delimited, "html": _web_page}
