"""What a file really is, by its first bytes and its directory; its name does not count."""

from __future__ import annotations

import re
from pathlib import Path

from collab.exchange.reading.archive import Archive
from collab.exchange.reading.ole import streams

HEAD_BYTES = 65_536
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BARE_WORKBOOKS = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")

SIGNATURES: tuple[tuple[bytes, str, dict[str, str]], ...] = (
    (b"%PDF", "pdf", {}),
    (b"{\\rtf", "word", {}),
    (b"\x89PNG", "picture", {}),
    (b"\xff\xd8\xff", "picture", {}),
    (b"GIF8", "picture", {}),
    (b"II*\x00", "picture", {}),
    (b"MM\x00*", "picture", {}),
    (b"BM", "picture", {}),
    (b"\x1f\x8b", "compressed", {"what": "gzip"}),
    (b"7z\xbc\xaf\x27\x1c", "compressed", {"what": "7-Zip"}),
    (b"Rar!", "compressed", {"what": "RAR"}),
    (b"BZh", "compressed", {"what": "bzip2"}),
    (b"\xfd7zXZ", "compressed", {"what": "xz"}),
    (b"\x28\xb5\x2f\xfd", "compressed", {"what": "Zstandard"}),
    (b"$FL2", "statistics", {"what": "SPSS"}),
    (b"$FL3", "statistics", {"what": "SPSS"}),
    (b"<stata_dta>", "statistics", {"what": "Stata"}),
    (b"PAR1", "statistics", {"what": "Parquet"}),
    (b"ARROW1", "statistics", {"what": "Arrow"}),
    (b"SQLite format 3\x00", "program", {}),
    (b"MZ\x90", "program", {}),
    (b"\x7fELF", "program", {}),
    (b"\xfe\xed\xfa", "program", {}),
    (b"\xcf\xfa\xed\xfe", "program", {}),
)
WORD_LIKE = (b"BM", b"BZh")
OLE_KINDS = (
    ("EncryptedPackage", "password"),
    ("EncryptionInfo", "password"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("WordDocument", "word"),
    ("PowerPoint Document", "slides"),
    ("__properties_version1.0", "mail"),
)
CONTENT_TYPES = (
    (b"sheet.binary", "xlsb"),
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
    (b"ms-excel.sheet.macroenabled.main+xml", "xlsx"),
    (b"spreadsheetml.template.main+xml", "xlsx"),
    (b"ms-excel.template.macroenabled.main+xml", "xlsx"),
    (b"wordprocessingml", "word"),
    (b"ms-word", "word"),
    (b"presentationml", "slides"),
    (b"ms-powerpoint", "slides"),
)
HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,4000}?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|style|title)\b",
    re.IGNORECASE | re.DOTALL,
)
JSON = re.compile(rb"\s*(?:\{\s*\"[^\"]{0,200}\"\s*:|\[\s*[\[{]|\[\s*\])")
XML = re.compile(rb"\s*<(?:\?xml\b|!DOCTYPE\b|[A-Za-z_][\w.:-]*\s+xmlns)")
SPREADSHEETS_IN_XML = (b"urn:schemas-microsoft-com:office:spreadsheet", b"opendocument:xmlns:office")

Kind = tuple[str, dict[str, str]]


def kind_of_file(path: Path) -> Kind:
    """ "archive", "xls", "html", "text", or the key of a refusal with its details."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return "archive", {}
    if head[:8] == OLE:
        return _kind_of_ole(path), {}
    for signature, kind, details in SIGNATURES:
        if head.startswith(signature) and (signature not in WORD_LIKE or b"\0" in head[:64]):
            return kind, details
    if head[:2] in BARE_WORKBOOKS and head[2:4] in (b"\x04\x00", b"\x06\x00", b"\x08\x00", b"\x10\x00"):
        return "xls", {}
    if b"%PDF-" in head[:1024] and b"\0" in head:
        return "pdf", {}
    return _kind_of_text(head), {}


def _kind_of_ole(path: Path) -> str:
    names = streams(path)
    if names is None:
        return "truncated"
    return next((kind for name, kind in OLE_KINDS if name in names), "other_ole")


def _kind_of_text(head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf")
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = start[2:].replace(b"\0", b"")
    if HTML.match(start):
        return "html"
    if XML.match(start):
        return "xml_spreadsheet" if any(mark in start for mark in SPREADSHEETS_IN_XML) else "xml"
    return "json" if JSON.match(start) else "text"


def kind_of_archive(archive: Archive) -> Kind:
    """ "xlsx", "ods", or the key of a refusal with its details."""
    if "mimetype" in archive:
        media = archive.part("mimetype").strip()
        if media.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            return "ods", {}
        if media.startswith(b"application/vnd.oasis.opendocument"):
            return ("word" if b".text" in media else "other_open_document"), {}
    if "[Content_Types].xml" in archive:
        listed = archive.part("[Content_Types].xml").lower()
        return next((kind for mark, kind in CONTENT_TYPES if mark in listed), "damaged"), {}
    if any(name.endswith(".iwa") for name in archive.names()):
        return "numbers", {}
    if "xl/workbook.xml" in archive or "content.xml" in archive:
        return "damaged", {}
    return "zip", {"inside": _inside(archive)}


def _inside(archive: Archive) -> str:
    files = [name for name in archive.names() if not name.endswith("/") and not name.startswith("__MACOSX/")]
    if not files:
        return "nothing"
    shown = ", ".join(f"“{name[:80]}”" for name in files[:3])
    return f"{shown} and {len(files) - 3} more" if len(files) > 3 else shown
