"""The parts of an .xlsx file beside its cells: which sheets there are, where they stand, their tables."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from collab.exchange.reading import limits
from collab.exchange.reading.archive import Archive
from collab.exchange.reading.cells import Surrounding
from collab.exchange.reading.refusals import refuse
from collab.exchange.reading.shared import SharedTexts, shared_texts
from collab.exchange.reading.sheetxml import area_of
from collab.exchange.reading.styles import Meaning, meanings_of
from collab.exchange.reading.text import Clean, clean_text


@dataclass(frozen=True)
class WorksheetPart:
    """One worksheet of a workbook: its name, the member that holds it, and its tables as areas from 0."""

    name: str
    member: str
    hidden: bool
    tables: tuple[tuple[str, int, int, int, int], ...]


def worksheets(archive: Archive) -> tuple[WorksheetPart, ...]:
    """The worksheets in the order of the workbook; charts, dialogs and macro sheets are left out."""
    workbook = _main_part(archive)
    links = _links(archive, workbook)
    parts = []
    for entry in _root(archive, workbook).iter():
        if _local(entry.tag) != "sheet":
            continue
        kind, member = links.get(_attribute(entry, "id"), ("", ""))
        if kind != "worksheet" or member not in archive:
            continue
        hidden = entry.get("state", "visible").lower() != "visible"
        parts.append(WorksheetPart(entry.get("name", ""), member, hidden, _tables(archive, member)))
    if not parts:
        raise refuse("no_sheets")
    if len(parts) > limits.SHEETS:
        raise refuse("too_many_sheets", sheets=len(parts))
    return tuple(parts)


def check_other_parts(archive: Archive, seen: set[str]) -> None:
    """Unpack every other XML part once, within its declared size."""
    for name in archive.names():
        if name not in seen and name.lower().endswith((".xml", ".rels")):
            archive.drain(name)


def surrounding(archive: Archive, *, clean: Clean = clean_text) -> tuple[Surrounding, set[str]]:
    """What the cells of the workbook refer to, and the parts that were looked at for it."""
    workbook = _main_part(archive)
    parts = {kind: member for kind, member in _links(archive, workbook).values() if member in archive}
    from_1904 = any(
        _local(entry.tag) == "workbookPr" and entry.get("date1904") in ("1", "true")
        for entry in _root(archive, workbook)
    )
    shared = parts.get("sharedStrings", "")
    texts = shared_texts(archive, shared, clean=clean) if shared else None
    meanings = _meanings(_root(archive, parts["styles"])) if "styles" in parts else ()
    return Surrounding(texts or SharedTexts(), meanings, from_1904, clean), {shared}


def _meanings(styles: Element) -> tuple[Meaning, ...]:
    codes: dict[int, str] = {}
    formats: list[int] = []
    for group in styles:
        if _local(group.tag) == "numFmts":
            codes = {_whole(entry.get("numFmtId")): entry.get("formatCode", "") for entry in group}
        elif _local(group.tag) == "cellXfs":
            formats = [_whole(entry.get("numFmtId")) for entry in group]
    return meanings_of(formats, codes)


def _whole(told: str | None) -> int:
    return int(told) if told and told.isdecimal() and len(told) < 9 else 0


def _root(archive: Archive, name: str) -> Element:
    try:
        return fromstring(archive.part(name))
    except (ParseError, KeyError, ValueError) as fault:
        raise refuse("damaged") from fault


def _main_part(archive: Archive) -> str:
    for kind, member in _links(archive, "").values():
        if kind == "officeDocument" and member in archive:
            return member
    if "xl/workbook.xml" in archive:
        return "xl/workbook.xml"
    raise refuse("damaged")


def _links(archive: Archive, member: str) -> dict[str, tuple[str, str]]:
    """Id -> (kind, target member) of the relationships of a part; those outside the file are left out."""
    folder, file = posixpath.split(member)
    name = posixpath.join(folder, "_rels", f"{file}.rels")
    if name not in archive:
        return {}
    found = {}
    for entry in _root(archive, name).iter():
        if _local(entry.tag) != "Relationship" or entry.get("TargetMode") == "External":
            continue
        target = posixpath.normpath(posixpath.join("/", folder, entry.get("Target", ""))).lstrip("/")
        found[entry.get("Id", "")] = (entry.get("Type", "").rsplit("/", 1)[-1], target)
    return found


def _tables(archive: Archive, member: str) -> tuple[tuple[str, int, int, int, int], ...]:
    tables = []
    for kind, target in _links(archive, member).values():
        if kind != "table" or target not in archive:
            continue
        root = _root(archive, target)
        area = area_of(root.get("ref", ""))
        if area:
            tables.append((root.get("displayName") or root.get("name") or "", *area))
    return tuple(tables)


def _local(tag: object) -> str:
    return str(tag).rsplit("}", 1)[-1]


def _attribute(entry: Element, local: str) -> str:
    return next((value for name, value in entry.attrib.items() if _local(name) == local), "")
