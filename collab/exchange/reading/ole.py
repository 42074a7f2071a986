"""The directory of an OLE file (old Office), read just far enough to know what the file is."""

from __future__ import annotations

import struct
from pathlib import Path

NAMES_READ = 4_096
ENTRY_BYTES = 128
END = 0xFFFFFFFA


def streams(path: Path) -> frozenset[str] | None:
    """The names of its streams; None where the directory cannot be followed (cut off, or in a circle)."""
    data = path.read_bytes()
    if len(data) < 512:
        return None
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        return None
    sector = 1 << shift
    table = _allocation(data, sector)
    names: set[str] = set()
    at, visited = struct.unpack_from("<I", data, 48)[0], set()
    while at < END:
        start = (at + 1) * sector
        if at in visited or start + ENTRY_BYTES > len(data) or len(names) > NAMES_READ:
            return None
        visited.add(at)
        names |= _names(data[start : start + sector])
        at = table[at] if at < len(table) else END
    return frozenset(names)


def _allocation(data: bytes, sector: int) -> tuple[int, ...]:
    """The next sector of each sector, as far as the header's own list reaches (about 7 megabytes or more)."""
    entries: list[int] = []
    for at in struct.unpack_from("<109I", data, 76):
        start = (at + 1) * sector
        if at >= END or start + sector > len(data):
            continue
        entries += struct.unpack_from(f"<{sector // 4}I", data, start)
    return tuple(entries)


def _names(directory: bytes) -> set[str]:
    found = set()
    for at in range(0, len(directory) - ENTRY_BYTES + 1, ENTRY_BYTES):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        if 2 <= length <= 64:
            found.add(directory[at : at + length - 2].decode("utf-16-le", "replace"))
    return found
