"""The shared texts of a workbook: split where they begin, and read only when a cell refers to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from collab.exchange.reading import limits
from collab.exchange.reading.archive import Archive, check_prolog
from collab.exchange.reading.lengths import check_lengths
from collab.exchange.reading.refusals import refuse
from collab.exchange.reading.text import Clean, clean_text

OPENING = re.compile(rb"<(?:([\w.-]+):)?sst\b[^>]*>")
UNIQUE = re.compile(rb"\buniqueCount\s*=\s*[\"'](\d+)[\"']")
PLAIN = re.compile(rb"<t(?: xml:space=\"preserve\")?>([^<&]*)</t></si>\s*").fullmatch
ODD = re.compile(rb"<!|<\?|<si[\s/]")
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
SMALLEST_TEXT_BYTES = 5


class SharedTexts:
    """The texts in order; each is read from its XML when it is asked for."""

    def __init__(self, pieces: list[bytes] | None = None, *, clean: Clean = clean_text) -> None:
        self.pieces = pieces or []
        self.clean = clean

    def __len__(self) -> int:
        return len(self.pieces)

    def __getitem__(self, at: int) -> str:
        piece = self.pieces[at]
        plain = PLAIN(piece)
        if plain:
            return self.clean(unescaped(plain[1].decode("utf-8", "replace")))
        try:
            return self.clean(unescaped(rich_text(fromstring(b"<si>" + piece))))
        except (ParseError, ValueError) as fault:
            raise refuse("damaged") from fault


def shared_texts(archive: Archive, member: str, *, clean: Clean = clean_text) -> SharedTexts | None:
    """The shared texts of a workbook; None where they are written so that a full parser has to read them."""
    pieces: list[bytes] = []
    for run in _runs(archive, member):
        if run is None:
            return None
        pieces += run
        if len(pieces) > limits.DISTINCT_TEXTS:
            raise refuse("too_many_texts")
    if pieces:
        pieces[-1] = re.sub(rb"</sst>\s*$", b"", pieces[-1])
    return SharedTexts(pieces, clean=clean)


def _runs(archive: Archive, member: str) -> Iterator[list[bytes] | None]:
    """The XML after each <si> up to the next one, a list for each chunk; None where the writing is odd."""
    rest = prefix = b""
    for at, chunk in enumerate(archive.chunks(member)):
        data = rest + chunk
        if at == 0:
            check_prolog(chunk)
            opening = OPENING.search(chunk[:65_536])
            _check_count(opening[0] if opening else b"", archive.members[member].file_size)
            prefix = opening[1] + b":" if opening and opening[1] else b""
            data = data[opening.end() :] if opening else data
        cut = max(data.rfind(b"<" + prefix + b"si"), 0)
        rest = data[cut:]
        if len(rest) > limits.CHUNK_LEFT_BYTES:
            raise refuse("long_cell")
        yield _split(data[:cut], prefix)
    yield _split(rest, prefix)


def _split(data: bytes, prefix: bytes) -> list[bytes] | None:
    check_lengths(data)
    if ODD.search(data):
        return None
    if prefix:
        data = data.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</")
    return data.split(b"<si>")[1:]


def _check_count(opening: bytes, part_bytes: int) -> None:
    """A parser makes room for as many texts as the part says it has."""
    counts = [int(count) for count in UNIQUE.findall(opening)]
    if any(count * SMALLEST_TEXT_BYTES > part_bytes for count in counts):
        raise refuse("false_count", count=f"{max(counts):,}")


def unescaped(text: str) -> str:
    """Excel writes characters that XML forbids as _x0007_."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def rich_text(entry: Element) -> str:
    """The text of an entry, its runs joined; readings printed above a text (rPh) left out."""
    texts = []
    for child in entry:
        local = child.tag.rsplit("}", 1)[-1]
        if local == "t":
            texts.append(child.text or "")
        elif local == "r":
            texts += [part.text or "" for part in child if part.tag.rsplit("}", 1)[-1] == "t"]
    return "".join(texts)
