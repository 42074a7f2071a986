"""Whatever becomes of the child process, the parent lives and says why in plain words."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from collab.errors import Refused
from collab.exchange.reading import limits, process, read_book
from collab.exchange.reading.memory import resident_bytes

CHILDREN = {
    "it aborts": ("import os; os.abort()", "could not be read"),
    "it leaves without a word": ("pass", "could not be read"),
    "it runs out of memory": (f"import sys; sys.exit({limits.MEMORY_EXIT})", "memory"),
    "it talks nonsense": ("print('x' * 100_000)", "could not be read"),
    "it stops in the middle": ("import sys; sys.stdout.buffer.write(b'B' + b'\\xff' * 4)", "could not be read"),
    "it promises too much": ("import sys; sys.stdout.buffer.write(b'P' + b'\\xff' * 8)", "could not be read"),
}


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    """A small file."""
    path = tmp_path / "survey.csv"
    path.write_bytes(b"a,b\n1,2\n")
    return path


@pytest.mark.parametrize(("program", "words"), CHILDREN.values(), ids=CHILDREN)
def test_a_child_that_fails_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch, survey: Path, program: str, words: str
) -> None:
    """Not an exception of the server."""
    monkeypatch.setattr(process, "PROGRAM", program)
    with pytest.raises(Refused, match=words):
        read_book(survey, file_name="survey.csv")


def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch, survey: Path) -> None:
    """By the clock, whatever it is doing."""
    monkeypatch.setattr(process, "PROGRAM", "import time; time.sleep(60)")
    monkeypatch.setattr(limits, "wall_seconds", lambda size: 0.2)
    with pytest.raises(Refused, match="too long"):
        read_book(survey, file_name="survey.csv")


def test_a_child_that_takes_too_much_memory_is_ended(monkeypatch: pytest.MonkeyPatch, survey: Path) -> None:
    """Also where the system sets no limit."""
    monkeypatch.setattr(process, "PROGRAM", "import time; x = bytearray(80_000_000); time.sleep(60)")
    monkeypatch.setattr(limits, "MEMORY_BYTES", 60_000_000)
    with pytest.raises(Refused, match="memory"):
        read_book(survey, file_name="survey.csv")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits; the parent watches there")
def test_the_child_holds_itself_to_its_limits(monkeypatch: pytest.MonkeyPatch, survey: Path) -> None:
    """Memory first: an allocation beyond the limit fails at once."""
    monkeypatch.setattr(
        process,
        "PROGRAM",
        (
            "import sys; sys.path[:] = sys.argv[2:]\n"
            "from collab.exchange.reading import limits\n"
            "limits.hold_this_process(8)\n"
            "try:\n    bytearray(limits.MEMORY_BYTES)\n"
            "except MemoryError:\n    sys.exit(limits.MEMORY_EXIT)\n"
        ),
    )
    with pytest.raises(Refused, match="memory"):
        read_book(survey, file_name="survey.csv")


def test_the_child_is_ended_when_the_person_goes_away(survey: Path) -> None:
    """An exception in the progress callback, as a rerun of a page raises, leaves nothing running."""

    class WentAway(Exception):
        pass

    def leave(share: float, sentence: str) -> None:
        raise WentAway

    with pytest.raises(WentAway):
        read_book(survey, file_name="survey.csv", progress=leave)
    assert not [thread for thread in threading.enumerate() if thread.name == "spreadsheet-watch"]


def test_the_child_sees_no_secrets_of_the_server(monkeypatch: pytest.MonkeyPatch, survey: Path) -> None:
    """Its environment holds only what a program needs to start."""
    monkeypatch.setenv("COLLAB_DATABASE_URL", "postgresql://somebody:secret@127.0.0.1/x")
    monkeypatch.setattr(
        process,
        "PROGRAM",
        f"import os, sys; sys.exit({limits.MEMORY_EXIT} if 'COLLAB_DATABASE_URL' in os.environ else 0)",
    )
    with pytest.raises(Refused, match="could not be read"):
        read_book(survey, file_name="survey.csv")


def test_several_people_can_read_at_once(survey: Path) -> None:
    """Each file has a child of its own."""
    found: list[str] = []

    def read() -> None:
        found.append(read_book(survey, file_name="survey.csv").sheets[0].text(1, 1))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["2"] * 4


def test_the_memory_of_a_process_can_be_asked_for() -> None:
    """Of this one, and 0 of one that is no more."""
    assert resident_bytes(os.getpid()) > 5_000_000
    assert resident_bytes(2**22 - 1) == 0


def test_an_unusual_name_is_no_obstacle(tmp_path: Path) -> None:
    """Names are the people's business."""
    path = tmp_path / "--help; “ä” $(x).csv"
    path.write_bytes(b"a,b\n1,2\n")
    assert read_book(path, file_name="a\0b.csv").file_name == "a\0b.csv"


def test_what_a_file_says_never_reaches_the_log(
    monkeypatch: pytest.MonkeyPatch, survey: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A fault of the program tells its kind and its place; its text may quote a person."""
    program = (
        "import sys; sys.path[:] = sys.argv[2:]\n"
        "from collab.exchange.reading import child\n"
        "def fail(*_): raise ValueError('Jane Doe')\n"
        "child.read_file = fail\n"
        "child.main(sys.argv[1])\n"
    )
    monkeypatch.setattr(process, "PROGRAM", program)
    with pytest.raises(Refused, match="could not be read"):
        read_book(survey, file_name="survey.csv")
    assert "ValueError" in caplog.text
    assert "Jane" not in caplog.text
