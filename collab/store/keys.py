"""Keys that sort by time, the secret outside the database, and the keyed marks made with it."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import time
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

MARK_LENGTH = 32
_KEY = re.compile("[0-9a-f]{32}")
_BLOCK = hashlib.sha256().block_size


def new_key() -> str:
    """A UUID of version 7 as 32 hexadecimal digits."""
    return new_keys(1)[0]


def new_keys(count: int) -> list[str]:
    """Many keys, rising in the order of the list (so that inserting them only appends).

    Layout of RFC 9562: 48 bits of milliseconds, version, 12 + 14 bits of a counter around the variant, and
    48 random bits that all keys of one call share.
    """
    stem = f"{time.time_ns() // 1_000_000:012x}7"
    tail = secrets.token_hex(6)
    start = secrets.randbelow(1 << 14) if count < (1 << 20) else 0
    return [
        f"{stem}{number >> 14 & 0xFFF:03x}{0x8000 | number & 0x3FFF:04x}{tail}"
        for number in range(start, start + count)
    ]


def made_after(day: date) -> Callable[[str], bool]:
    """Tells of a key whether new_key made it after that day, by the calendar of this place.

    A key that was made otherwise does not tell, and counts as made before.
    """
    if day >= date.today():
        return lambda key: False
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time())
    first, last = (f"{int(seconds * 1000):012x}" for seconds in (midnight.timestamp(), time.time()))
    return lambda key: first <= key[:12] <= last and key[12:13] == "7"


def is_key(text: str) -> bool:
    """Whether a text from outside can be a key: 32 hexadecimal digits, small letters."""
    return _KEY.fullmatch(text) is not None


def name_key(name: str) -> str:
    """What makes two spellings the same name: case, spacing, dashes and quotes do not matter."""
    text = unicodedata.normalize("NFKC", name).casefold()
    text = text.translate(_PLAIN)
    return " ".join(text.split())


_PLAIN = {ord("‘"): "'", ord("’"): "'", ord("–"): "-", ord("—"): "-", ord("“"): '"', ord("”"): '"'}


def load_secret(beside: Path) -> bytes:
    """The secret of this installation: COLLAB_SECRET, else the file beside the database, made on first use."""
    given = os.environ.get("COLLAB_SECRET")
    if given:
        return given.encode()
    if not beside.exists():
        _write_once(beside, secrets.token_hex(32))
    return beside.read_text(encoding="ascii").strip().encode()


def _write_once(path: Path, text: str) -> None:
    """Whole or absent, readable by the owner only; where two processes try at once the first one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{new_key()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def marks(secret: bytes, scope: str, ids: list[str]) -> list[str]:
    """A keyed mark (HMAC-SHA-256, 128 bits) for each id; the same id in another scope has another mark.

    Written out as in RFC 2104, so that the two blocks of the key are hashed once and not with each id: half the
    time of hmac.digest. A test holds it to hmac.
    """
    key = hmac.digest(secret, scope.encode(), hashlib.sha256).ljust(_BLOCK, b"\0")
    begun_inside = hashlib.sha256(bytes(byte ^ 0x36 for byte in key)).copy
    begun_outside = hashlib.sha256(bytes(byte ^ 0x5C for byte in key)).copy
    found = []
    for text in ids:
        inside, outside = begun_inside(), begun_outside()
        inside.update(text.encode())
        outside.update(inside.digest())
        found.append(outside.hexdigest()[:MARK_LENGTH])
    return found
