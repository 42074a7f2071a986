"""Files that are no spreadsheet, or an old Office file that is none."""

from __future__ import annotations

import struct
import zlib

from tests.exchange.reading.builders import (
    ole,
    workbook,
)
from tests.exchange.reading.corpus import READ, Corpus

FILES = Corpus()

FILES.plain("nothing.xlsx", "empty", lambda: b"")
FILES.plain("nothing.csv", "empty", lambda: b"")
FILES.plain("pdf.xlsx", "PDF", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")
FILES.plain("picture.xlsx", "picture", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
FILES.plain("photo.csv", "picture", lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 4)
FILES.plain("gzip.csv", "compressed", lambda: b"\x1f\x8b\x08\x00" + zlib.compress(b"a,b\n1,2\n"))
FILES.plain("letter.rtf.xls", "Word", lambda: b"{\\rtf1\\ansi hello}")
FILES.plain("noise.xls", "not a spreadsheet", lambda: bytes((at * 73 + 41) % 256 for at in range(1, 40_000)))
FILES.plain("zeros.csv", "not a spreadsheet", lambda: b"\0" * 100_000)
FILES.plain("json.csv", "JSON", lambda: b'{"responses": [{"q1": 4}]}')
FILES.plain("list.json", "JSON", lambda: b'[{"q1": 4}, {"q1": 3}]')
FILES.plain(
    "xml2003.xls",
    "XML spreadsheet",
    lambda: (
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
    ),
)
FILES.plain("feed.xlsx", "XML", lambda: b'<?xml version="1.0"?><rss><item>1</item></rss>')
FILES.plain(
    "laughs.xml",
    "XML",
    lambda: b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><lolz>&b;</lolz>',
)
FILES.plain("sign_in.xls", "web page", lambda: b"<!DOCTYPE html><html><body><form>Please sign in</form></body></html>")
FILES.plain("database.xlsx", "database", lambda: b"SQLite format 3\0" + b"\0" * 500)
FILES.plain("spss.sav", "SPSS", lambda: b"$FL2@(#) SPSS DATA FILE" + b"\0" * 500)
FILES.plain("program.xlsx", "program", lambda: b"MZ\x90\x00" + b"\0" * 500)

# Old Office files.

FILES.plain("password.xlsx", "password", lambda: ole(["EncryptionInfo", "EncryptedPackage"]))
FILES.plain("letter.xls", "Word", lambda: ole(["WordDocument", "1Table"]))
FILES.plain("slides.xls", "presentation", lambda: ole(["PowerPoint Document"]))
FILES.plain("mail.xls", "e-mail", lambda: ole(["__properties_version1.0"]))
FILES.plain("no_workbook.xls", "no workbook", lambda: ole(["Contents"]))
FILES.plain("hollow.xls", "damaged", lambda: ole(["Workbook"]))
FILES.plain("endless_directory.xls", "end is missing", lambda: ole(["Workbook"], circle=True))
FILES.plain("cut.xls", "end is missing", lambda: ole(["Workbook"])[:600])
FILES.plain("stub.xls", "end is missing", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
FILES.plain("bare_stream.xls", "damaged", lambda: b"\x09\x08\x10\x00\x00\x06\x05\x00" + b"\xff" * 200)


@FILES.built("endless_allocation.xls", "damaged")
def _endless_allocation() -> bytes:
    data = bytearray(ole(["Workbook"]))
    struct.pack_into("<I", data, 512 + 8, 2)
    struct.pack_into("<IQ", data, 1024 + 128 + 116, 2, 1 << 31)
    return bytes(data) + b"\x09\x08\x10\x00" + b"\0" * 508


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


@FILES.built("oldest.xls", READ)
def _oldest() -> bytes:
    """A sheet of Excel 2, which had no container around it."""
    texts = (b"School", b"Q1"), (b"North", b"Agree")
    cells = b"".join(
        _record(4, struct.pack("<HH3xB", row, column, len(text)) + text)
        for row, line in enumerate(texts)
        for column, text in enumerate(line)
    )
    return _record(9, struct.pack("<HH", 2, 16)) + cells + _record(10, b"")


FILES.plain("text.xlsx", READ, lambda: b"id,school\n1,North\n")
FILES.plain("workbook.csv", READ, workbook)
