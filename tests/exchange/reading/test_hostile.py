"""No file of the hostile corpus hurts: each is read, or refused in plain words, in bounded time and memory."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from collab.errors import Refused
from collab.exchange.reading import read_book
from collab.exchange.reading.refusals import ACCEPTED, ENDINGS
from tests.exchange.reading.hostile import BUILDERS, READ, hostile_files

SECONDS = 60
CHILD_KILOBYTES = 1_100_000


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Path of each hostile file by name."""
    return {file.name: file.path for file in hostile_files(tmp_path_factory.mktemp("hostile"))}


def test_the_corpus_holds_at_least_sixty_files_of_different_names() -> None:
    """The number that was promised."""
    assert len({name for name, _, _ in BUILDERS}) == len(BUILDERS) >= 60


@pytest.mark.parametrize(("name", "outcome"), [(name, outcome) for name, outcome, _ in BUILDERS])
def test_a_hostile_file_is_read_or_refused_in_plain_words(corpus: dict[str, Path], name: str, outcome: str) -> None:
    """The words of the refusal name what is wrong with this very file."""
    began = time.monotonic()
    if outcome == READ:
        assert read_book(corpus[name], file_name=name).sheets
    else:
        with pytest.raises(Refused) as refused:
            read_book(corpus[name], file_name=name)
        assert outcome in str(refused.value)
        assert all(problem.found and problem.allowed and problem.remedy for problem in refused.value.problems)
        assert Path(name).suffix not in ENDINGS or ACCEPTED not in str(refused.value)
    assert time.monotonic() - began < SECONDS
    if sys.platform == "linux":
        import resource

        assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < CHILD_KILOBYTES
