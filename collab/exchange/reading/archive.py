"""The guard of ZIP files: number, size, ratio and names of members, read without trusting what they say."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from collab.exchange.reading import limits
from collab.exchange.reading.refusals import refuse

CHUNK = 4 * limits.MEGABYTE
LOCAL_HEADER = struct.Struct("<4s5H3I2H")
END_RECORD = struct.Struct("<4s4H2IH")
STORED, DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
PROLOG_BYTES = 65_536


class Archive:
    """An open ZIP file whose directory has been checked; members are unpacked within their declared size."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file_bytes = path.stat().st_size
        self.members = _directory(path)
        self._check()

    def __contains__(self, name: str) -> bool:
        return name in self.members

    def names(self) -> tuple[str, ...]:
        """The names of all members."""
        return tuple(self.members)

    def _check(self) -> None:
        unpacked = sum(member.file_size for member in self.members.values())
        packed = sum(member.compress_size for member in self.members.values())
        if packed > self.file_bytes:
            raise refuse("false_size")
        greedy = any(
            member.file_size > max(limits.RATIO_FREE_BYTES, limits.RATIO * member.compress_size)
            for member in self.members.values()
        )
        if greedy or unpacked > limits.UNPACKED_BYTES:
            raise refuse("unpacked", megabytes=f"{unpacked / limits.MEGABYTE:,.0f}")
        for member in self.members.values():
            _check_member(member)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a member in pieces; refuses one that is larger, smaller or other than it says."""
        member = self.members[name]
        size = checksum = 0
        for chunk in _inflated(self.path, member):
            size += len(chunk)
            checksum = zlib.crc32(chunk, checksum)
            if size > member.file_size:
                raise refuse("false_size")
            yield chunk
        if size != member.file_size or checksum != member.CRC:
            raise refuse("false_size" if size != member.file_size else "damaged")

    def part(self, name: str) -> bytes:
        """A small member whole, free of DOCTYPE and ENTITY; refuses a large one."""
        if self.members[name].file_size > limits.SMALL_PART_BYTES:
            raise refuse("unpacked", megabytes=f"{self.members[name].file_size / limits.MEGABYTE:,.0f}")
        content = b"".join(self.chunks(name))
        check_prolog(content)
        if FORBIDDEN.search(content):
            raise refuse("entity")
        return content

    def drain(self, name: str) -> None:
        """Unpack a member to see that its size is true and its opening harmless."""
        for at, chunk in enumerate(self.chunks(name)):
            if at == 0:
                check_prolog(chunk)


def check_prolog(start: bytes) -> None:
    """Refuse XML that is not UTF-8, or that defines entities before its first element."""
    prolog = start[:PROLOG_BYTES]
    if prolog[:2] in (b"\xff\xfe", b"\xfe\xff") or prolog[:4].count(0):
        raise refuse("encoding")
    declared = re.match(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)", prolog)
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        raise refuse("encoding")
    root = re.search(rb"<[A-Za-z_]", prolog)
    if FORBIDDEN.search(prolog, 0, root.start() if root else len(prolog)):
        raise refuse("entity")
    if root is None and len(start) > PROLOG_BYTES:
        raise refuse("damaged")


def _directory(path: Path) -> dict[str, zipfile.ZipInfo]:
    _check_end(path)
    try:
        with zipfile.ZipFile(path) as archive:
            listed = archive.infolist()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, struct.error, EOFError) as fault:
        raise refuse("truncated") from fault
    except (NotImplementedError, UnicodeDecodeError, OverflowError) as fault:
        raise refuse("damaged") from fault
    if len(listed) > limits.MEMBERS:
        raise refuse("too_many_parts", members=f"{len(listed):,}")
    members = {member.filename: member for member in listed}
    folded = {name.lower().replace("\\", "/").lstrip("/") for name in members}
    if len(folded) != len(listed):
        raise refuse("duplicate_part")
    return members


def _check_end(path: Path) -> None:
    """The end record must be the last thing in the file, and describe a directory right before it."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 65_557))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < END_RECORD.size:
        raise refuse("truncated")
    fields = END_RECORD.unpack_from(tail, at)
    members, directory_bytes, offset, comment = fields[4], fields[5], fields[6], fields[7]
    if at + END_RECORD.size + comment != len(tail):
        raise refuse("trailing")
    is_zip64 = 0xFFFFFFFF in (directory_bytes, offset) or members == 0xFFFF
    if not is_zip64 and offset + directory_bytes != size - len(tail) + at and b"PK\x06\x06" not in tail:
        raise refuse("trailing")
    if members > limits.MEMBERS:
        raise refuse("too_many_parts", members="more than 5,000")


def _check_member(member: zipfile.ZipInfo) -> None:
    parts = re.split(r"[\\/]", member.filename)
    unsafe = ".." in parts or parts[0] == "" or ":" in parts[0] or "\0" in member.orig_filename
    if unsafe or stat.S_ISLNK(member.external_attr >> 16):
        raise refuse("unsafe_name")
    if member.flag_bits & 0x1:
        raise refuse("password_zip")
    if member.compress_type not in (STORED, DEFLATED):
        raise refuse("method")


def _inflated(path: Path, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(member.header_offset)
        header = file.read(LOCAL_HEADER.size)
        if len(header) < LOCAL_HEADER.size or header[:4] != b"PK\x03\x04":
            raise refuse("damaged")
        fields = LOCAL_HEADER.unpack(header)
        name = file.read(fields[9])
        if name != member.orig_filename.encode("utf-8" if member.flag_bits & 0x800 else "cp437"):
            raise refuse("damaged")
        file.seek(fields[10], 1)
        yield from (_stored if member.compress_type == STORED else _deflated)(file, member.compress_size)


def _stored(file: BinaryIO, left: int) -> Iterator[bytes]:
    while left:
        chunk = file.read(min(CHUNK, left))
        if not chunk:
            raise refuse("truncated")
        left -= len(chunk)
        yield chunk


def _deflated(file: BinaryIO, left: int) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-15)
    waiting = b""
    while not inflater.eof:
        if not waiting:
            waiting = file.read(min(CHUNK // 8, left))
            left -= len(waiting)
            if not waiting:
                raise refuse("truncated")
        try:
            chunk = inflater.decompress(waiting, CHUNK)
        except zlib.error as fault:
            raise refuse("damaged") from fault
        waiting = inflater.unconsumed_tail
        if chunk:
            yield chunk
    if left or waiting or inflater.unused_data:
        raise refuse("false_size")
