"""A list of files to build, each with what must become of it."""

from __future__ import annotations

from collections.abc import Callable

READ = "read"

Build = Callable[[], bytes]


class Corpus(list[tuple[str, str, Build]]):
    """Name, outcome and builder of each file. The outcome is "read", or words that the refusal must contain."""

    def plain(self, name: str, outcome: str, build: Build) -> None:
        """Add a file that one expression makes."""
        self.append((name, outcome, build))

    def built(self, name: str, outcome: str) -> Callable[[Build], Build]:
        """Add the file that the decorated function makes."""

        def register(build: Build) -> Build:
            self.append((name, outcome, build))
            return build

        return register
