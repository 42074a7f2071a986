"""Which encoding a text file is written in: marks first, then UTF-8, then the usual suspects."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from collab.exchange.reading.limits import MEGABYTE
from collab.exchange.reading.refusals import refuse

SAMPLE_BYTES = 262_144
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
CONTROLS = bytes(set(range(32)) - {0, 9, 10, 11, 12, 13, 26, 28, 29, 30, 31})
LETTERS = frozenset("áéíóúñüàèìòùâêîôûäëïöåçãõøæœßÿÁÉÍÓÚÑÜÀÈÌÒÙÂÊÎÔÛÄËÏÖÅÇÃÕØÆŒª°")
SIGNS = frozenset("“”‘’–—…•€£©®™°¿¡«»§\xa0")
NAMES = {"cp1252": "Windows (Western)", "mac_roman": "Mac Roman"}


@dataclass(frozen=True)
class Encoding:
    """How to decode a file, and what to tell the person about it."""

    name: str
    errors: str = "strict"
    note: str = ""


def encoding_of(path: Path) -> Encoding:
    """The encoding of a text file; raises Refused where the file is no text at all."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    for mark, name in MARKS:
        if sample.startswith(mark):
            return Encoding(name, errors="replace")
    if b"\0" in sample:
        wide = _wide(sample)
        if wide:
            return Encoding(wide, errors="replace")
        if sample.count(0) * 10 > len(sample):
            raise refuse("unknown")
    if len(sample) - len(sample.translate(None, CONTROLS)) > len(sample) / 50:
        raise refuse("unknown")
    valid, invalid, cut = _utf8(path)
    if not invalid:
        note = "The file ends in the middle of a character: it may be incomplete." if cut else ""
        return Encoding("utf-8", errors="replace", note=note)
    if valid > 10 * invalid:
        return Encoding("utf-8", errors="replace", note="Some characters of the file are damaged; they are shown as �.")
    name = _single_byte(path)
    return Encoding(name, errors="replace", note=f"The file was read as {NAMES.get(name, name)} text.")


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of mostly Latin text is zero."""
    pairs = len(sample) // 2
    first, second = sample[0 : 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if second > pairs * 0.6 and first < pairs * 0.1:
        return "utf-16-le"
    return "utf-16-be" if first > pairs * 0.6 and second < pairs * 0.1 else None


def _utf8(path: Path) -> tuple[int, int, bool]:
    """How many characters beyond ASCII are valid UTF-8, how many bytes are not, and whether the end is cut."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape")
    valid = invalid = 0
    with path.open("rb") as file:
        while chunk := file.read(4 * MEGABYTE):
            text = decoder.decode(chunk)
            if text.isascii():
                continue
            wrong = sum("\udc80" <= character <= "\udcff" for character in text if character > "\x7f")
            invalid += wrong
            valid += sum(character > "\x7f" for character in text) - wrong
    return valid, invalid, bool(decoder.getstate()[0])


def _single_byte(path: Path) -> str:
    lines = _lines_beyond_ascii(path)
    scores = {name: _plausible(lines.decode(name, "replace")) for name in ("cp1252", "mac_roman")}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] >= 0.5:
        return best
    from charset_normalizer import from_bytes

    found = from_bytes(lines).best()
    return found.encoding if found and found.encoding != "utf_8" else best


def _lines_beyond_ascii(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(8 * MEGABYTE)
    lines = [line for line in data.splitlines() if not line.isascii()]
    return b"\n".join(lines)[:SAMPLE_BYTES]


def _plausible(text: str) -> float:
    """The share of characters beyond ASCII that stand where Western text would have them."""
    good = total = 0
    for before, character, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if character <= "\x7f":
            continue
        total += 1
        inside = before.isalpha() and after.isalpha()
        alone = before <= "\x7f" or after <= "\x7f"
        good += (character in LETTERS and alone) or (character in SIGNS and (not inside or character == "’"))
    return good / total if total else 1.0
