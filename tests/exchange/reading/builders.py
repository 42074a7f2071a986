"""Workbooks made piece by piece, so that the flaw of each stands in the test that uses it."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.spreadsheet"
DEFLATED = zipfile.ZIP_DEFLATED

TWO_ROWS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>School</t></is></c><c r="B1" t="inlineStr"><is><t>Q1</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>North</t></is></c><c r="B2"><v>4</v></c></row>'
)


def sheet_xml(rows: str = TWO_ROWS, *, before: str = "", after: str = "", prolog: str = HEAD) -> str:
    """A worksheet with these rows."""
    return f'{prolog}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def cell(reference: str, text: str = "x") -> str:
    """An inline text cell."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, *cells: str) -> str:
    """A row with these cells."""
    return f'<row r="{number}">{"".join(cells)}</row>'


def workbook_parts(
    sheets: Iterable[str] = (sheet_xml(),),
    *,
    states: Iterable[str] = (),
    kind: str = "worksheet",
    main_type: str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
) -> dict[str, str | bytes]:
    """Name -> content of every part of an .xlsx file with these sheets."""
    sheets, states = list(sheets), list(states)
    entries = "".join(
        f'<sheet name="Sheet{at}" sheetId="{at}" r:id="rId{at}"'
        + (f' state="{states[at - 1]}"' if at <= len(states) else "")
        + "/>"
        for at in range(1, len(sheets) + 1)
    )
    targets = "".join(
        f'<Relationship Id="rId{at}" Type="{LINKS}/{kind}" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{main_type}"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{entries}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{targets}</Relationships>',
    }
    return parts | {f"xl/worksheets/sheet{at}.xml": sheet for at, sheet in enumerate(sheets, start=1)}


def with_shared_texts(parts: dict[str, str | bytes], texts: str) -> dict[str, str | bytes]:
    """The same workbook with a part of shared texts."""
    links = str(parts["xl/_rels/workbook.xml.rels"]).replace(
        "</Relationships>",
        f'<Relationship Id="rIdS" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    )
    return parts | {"xl/_rels/workbook.xml.rels": links, "xl/sharedStrings.xml": texts}


def zipped(parts: dict[str, str | bytes], *, compression: int = DEFLATED) -> bytes:
    """The parts as a ZIP file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def workbook(*sheets: str, **options: object) -> bytes:
    """An .xlsx file with these sheets (XML of each)."""
    return zipped(workbook_parts(sheets or (sheet_xml(),), **options))  # type: ignore[arg-type]


def ods_table(*rows: str) -> str:
    """A table of a document with these rows."""
    return f'<table:table table:name="A">{"".join(rows)}</table:table>'


def ods_row(*cells: str, **told: object) -> str:
    """A row of a document; number_rows_repeated=3 becomes its attribute."""
    return f"<table:table-row{_attributes(told)}>{''.join(cells)}</table:table-row>"


def ods_cell(text: str | None = "x", **told: object) -> str:
    """A text cell of a document, an empty one without a text."""
    if text is None:
        return f"<table:table-cell{_attributes(told)}/>"
    inside = f"<text:p>{text}</text:p>"
    return f'<table:table-cell office:value-type="string"{_attributes(told)}>{inside}</table:table-cell>'


def _attributes(told: dict[str, object]) -> str:
    return "".join(f' table:{name.replace("_", "-")}="{value}"' for name, value in told.items())


def external_link(kind: str, target: str) -> str:
    """Relationships with one part outside the file."""
    link = f'<Relationship Id="rId1" Type="{LINKS}/{kind}" Target="{target}" TargetMode="External"/>'
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{link}</Relationships>'


def open_document(table_xml: str, *, mimetype: str = OPEN_DOCUMENT, manifest: str = "") -> bytes:
    """An .ods file with this content inside office:spreadsheet."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    content = (
        f'{HEAD}<office:document-content {spaces} {calc} office:version="1.2"><office:body>'
        f"<office:spreadsheet>{table_xml}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = manifest or (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mimetype}"/></manifest:manifest>'
    )
    return zipped({"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": HEAD + manifest})


def ole(names: Iterable[str], *, circle: bool = False) -> bytes:
    """An OLE file whose directory names these streams, all empty; circle makes its directory endless."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0, 0)[:36]
    header = header[:76].ljust(76, b"\0") + struct.pack("<I", 0) + struct.pack("<I", free) * 108
    allocation = struct.pack("<II", table, 1 if circle else end) + struct.pack("<I", free) * 126
    entries = [_entry("Root Entry", 5)] + [_entry(name, 2) for name in names]
    directory = b"".join(entries).ljust(512, b"\0")[:512]
    return header + allocation + directory


def _entry(name: str, kind: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
    return (head + struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, 1)).ljust(116, b"\0") + struct.pack("<IQ", 0xFFFFFFFE, 0)
