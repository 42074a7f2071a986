"""Files that nobody should be able to hurt the server with, each built in code with what must become of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.exchange.reading import hostile_archives, hostile_kinds, hostile_texts, hostile_workbooks
from tests.exchange.reading.corpus import READ, Build

BUILDERS = (
    *hostile_kinds.FILES,
    *hostile_archives.FILES,
    *hostile_workbooks.FILES,
    *hostile_texts.FILES,
)
__all__ = ["BUILDERS", "READ", "Build", "HostileFile", "hostile_files"]


@dataclass(frozen=True)
class HostileFile:
    """One file: outcome is "read", or words that the refusal must contain."""

    name: str
    path: Path
    outcome: str


def hostile_files(folder: Path) -> list[HostileFile]:
    """Build the whole corpus in a folder, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, outcome, build in BUILDERS:
        path = folder / name
        path.write_bytes(build())
        files.append(HostileFile(name, path, outcome))
    return files
