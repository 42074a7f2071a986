"""Whether a file may be written where a person said."""

from __future__ import annotations

from pathlib import Path

from collab.errors import CollabError


def refuse_place(out: Path, *, force: bool) -> None:
    """A CollabError where nothing can be written, or something is there that nobody said may go."""
    if out.is_dir():
        raise CollabError(f"“{out}” is a folder. Name a file in it.")
    if not out.parent.is_dir():
        raise CollabError(f"There is no folder “{out.parent}”. Make it first, or choose another.")
    if out.exists() and out.stat().st_size and not force:
        raise CollabError(f"“{out}” is already there and is left as it is. Choose another name, or add --force.")
