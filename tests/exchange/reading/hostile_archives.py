"""ZIP files that are something else than a workbook, or lie about what they hold."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile

from tests.exchange.reading.builders import (
    TWO_ROWS,
    cell,
    open_document,
    row,
    sheet_xml,
    workbook,
    workbook_parts,
    zipped,
)
from tests.exchange.reading.corpus import READ, Corpus

FILES = Corpus()

FILES.plain("folder.zip", "ZIP folder", lambda: zipped({"survey.csv": "a,b\n1,2\n"}))
FILES.plain("folder.xlsx", "“survey.xlsx”", lambda: zipped({"survey.xlsx": workbook()}))
FILES.plain("empty.zip", "ZIP folder", lambda: zipped({}))
FILES.plain(
    "letter.xlsx",
    "Word",
    lambda: workbook(main_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
)
FILES.plain(
    "slides.xlsx",
    "presentation",
    lambda: workbook(main_type="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
)
FILES.plain(
    "binary.xlsx", ".xlsb", lambda: workbook(main_type="application/vnd.ms-excel.sheet.binary.macroEnabled.main")
)
FILES.plain("apple.xlsx", "Numbers", lambda: zipped({"Index/Document.iwa": b"\0\1", "Metadata/Properties.plist": b""}))
FILES.plain("writer.ods", "Word or text", lambda: open_document("", mimetype="application/vnd.oasis.opendocument.text"))
FILES.plain(
    "drawing.ods",
    "not a spreadsheet",
    lambda: open_document("", mimetype="application/vnd.oasis.opendocument.graphics"),
)
FILES.plain("cut.xlsx", "end is missing", lambda: workbook()[:-200])
FILES.plain("half.xlsx", "end is missing", lambda: workbook()[: len(workbook()) // 2])
FILES.plain("with_tail.xlsx", "other data", lambda: workbook() + b"<html>")
FILES.plain("with_front.xlsx", "not a spreadsheet", lambda: b"\0\1\2\3" * 2_000 + workbook())
FILES.plain("two_in_one.xlsx", "other data", lambda: workbook() + workbook())
FILES.plain(
    "no_workbook.xlsx", "damaged", lambda: zipped({"[Content_Types].xml": workbook_parts()["[Content_Types].xml"]})
)
FILES.plain("climbing.xlsx", "unsafe name", lambda: zipped(workbook_parts() | {"../../outside.xml": "<a/>"}))
FILES.plain("absolute.xlsx", "unsafe name", lambda: zipped(workbook_parts() | {"/etc/outside.xml": "<a/>"}))
FILES.plain("drive.xlsx", "unsafe name", lambda: zipped(workbook_parts() | {"C:\\outside.xml": "<a/>"}))
FILES.plain(
    "case_twins.xlsx",
    "two parts of the same name",
    lambda: zipped(workbook_parts() | {"XL/worksheets/SHEET1.xml": sheet_xml()}),
)
FILES.plain(
    "many_parts.xlsx", "parts", lambda: zipped(workbook_parts() | {f"xl/media/{at}.xml": "" for at in range(6_000)})
)
FILES.plain("lzma.xlsx", "packed in a way", lambda: zipped(workbook_parts(), compression=zipfile.ZIP_LZMA))
FILES.plain(
    "spaces_bomb.xlsx", "unpack to", lambda: zipped(workbook_parts([sheet_xml(row(1, cell("A1", " " * 60_000_000)))]))
)
FILES.plain(
    "zeros_bomb.xlsx", "unpack to", lambda: zipped(workbook_parts() | {"xl/media/image1.png": b"\0" * 80_000_000})
)


@FILES.built("twins.xlsx", "two parts of the same name")
def _twins() -> bytes:
    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w") as archive:
        warnings.simplefilter("ignore")
        for name, content in [*workbook_parts().items(), ("xl/worksheets/sheet1.xml", sheet_xml(""))]:
            archive.writestr(name, content)
    return target.getvalue()


@FILES.built("link.xlsx", "link to another file")
def _link() -> bytes:
    target = io.BytesIO(workbook())
    with zipfile.ZipFile(target, "a") as archive:
        member = zipfile.ZipInfo("xl/media/link.png")
        member.external_attr = 0o120777 << 16
        archive.writestr(member, "/etc/hostname")
    return target.getvalue()


@FILES.built("locked_part.xlsx", "password")
def _locked_part() -> bytes:
    data = bytearray(workbook())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + offset] |= 1
    return bytes(data)


def _with_false_size(claimed: int) -> bytes:
    """A sheet's entry in the directory claims another size than its bytes unpack to."""
    data = bytearray(workbook(sheet_xml(TWO_ROWS + row(3, cell("A3", " " * 1_000)))))
    at = data.rfind(b"PK\x01\x02")
    assert b"sheet1.xml" in data[at : at + 100]
    struct.pack_into("<I", data, at + 24, claimed)
    return bytes(data)


FILES.plain("larger_than_said.xlsx", "another size", lambda: _with_false_size(200))
FILES.plain("smaller_than_said.xlsx", "another size", lambda: _with_false_size(9_000))


@FILES.built("overlap.xlsx", "another size")
def _overlap() -> bytes:
    """Many entries of the directory share the same packed bytes."""
    data = workbook_parts() | {"xl/media/a.bin": bytes(range(256)) * 4_000}
    whole = zipped(data, compression=zipfile.ZIP_STORED)
    start = struct.unpack_from("<I", whole, len(whole) - 6)[0]
    at = whole.rfind(b"PK\x01\x02")
    entry = whole[at : len(whole) - 22]
    copies = b"".join(entry.replace(b"a.bin", b"%c.bin" % letter) for letter in range(ord("b"), ord("z")))
    end = bytearray(whole[-22:])
    struct.pack_into("<HH", end, 8, len(data) + 24, len(data) + 24)
    struct.pack_into("<I", end, 12, len(whole) - 22 - start + len(copies))
    return whole[:-22] + copies + bytes(end)


@FILES.built("wrong_checksum.xlsx", "damaged")
def _wrong_checksum() -> bytes:
    data = bytearray(workbook())
    struct.pack_into("<I", data, data.rfind(b"PK\x01\x02") + 16, 12345)
    return bytes(data)


@FILES.built("other_local_name.xlsx", "damaged")
def _other_local_name() -> bytes:
    return workbook().replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheet9.xml", 1)


@FILES.built("large_format.xlsx", READ)
def _large_format() -> bytes:
    """Written with the sizes of ZIP64, as some tools do for every file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in workbook_parts().items():
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(content.encode() if isinstance(content, str) else content)
    return target.getvalue()
