"""No file stops the program: every hostile file through the command line, full disks, two people at once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, Thread
from typing import Any, TypeVar

import pytest

from collab.__main__ import main
from collab.commands.running import DONE, NEEDS_ANSWERS, REFUSED
from collab.errors import CollabError, StaleVersion
from collab.exchange.reading import limits
from collab.model import YOU, Mode
from collab.services import importing, maintenance
from collab.services.importing import Destination, Preview
from collab.services.initiatives import overview
from collab.services.sample import load_sample
from collab.store import Store
from collab.store.integrity import dump
from tests.commands.conftest import Told, written_survey
from tests.exchange.reading.hostile import BUILDERS, hostile_files

_T = TypeVar("_T")

INTO = ("--initiative", "Compact", "--round", "Baseline", "--mode", "individual", "--accept", "--json")
STATUS = {DONE: ("saved", "unchanged"), REFUSED: ("refused",), NEEDS_ANSWERS: ("needs_answers",)}
WORST = (
    *("spaces_bomb.xlsx", "far_corner.xlsx", "false_unique.xlsx", "endless_unique.xlsx", "million_rows.xlsx"),
    *("many_merges.xlsx", "laughs.xlsx", "two_prefixes.xlsx", "overlap.xlsx", "grid_bomb.ods"),
    *("endless_allocation.xls", "too_many_cells.csv", "open_quote.csv"),
)
REST_SECONDS = 60


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Path of each hostile file by name."""
    return {file.name: file.path for file in hostile_files(tmp_path_factory.mktemp("hostile"))}


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A database that holds the made-up sample, so that there is something to lose."""
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('data') / 'common_ground.sqlite'}")
    load_sample(store, YOU)
    return store


def within(seconds: float, work: Callable[[], _T]) -> _T:
    """What the work returns or raises; TimeoutError where it takes longer than a program may."""
    outcome: Future[_T] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as fault:  # a parser's panic is no Exception, and must be seen here
            outcome.set_exception(fault)

    Thread(target=run, daemon=True).start()
    return outcome.result(timeout=seconds)


def patience(path: Path) -> float:
    """Seconds that a file of this size may take: the product's own limit, and a start and an end."""
    return limits.wall_seconds(path.stat().st_size) + REST_SECONDS


def holds_as_told(told: Told, before: Any, store: Store) -> None:
    """One JSON object, a sentence where nothing was saved, and then a database as it was."""
    report = told.json
    assert report["status"] in STATUS[told.status]
    assert "Traceback" not in told.out + told.err
    if told.status == REFUSED:
        assert report["problems"]
        assert all(problem["found"] and problem["remedy"] for problem in report["problems"])
    if told.status == NEEDS_ANSWERS:
        assert report["questions"]
        assert all(question["ask"] for question in report["questions"])
    if told.status != DONE:
        assert store.read(dump) == before


def sheets_in(store: Store) -> int:
    """How many answer sheets the database holds."""
    return sum(line.responses for card in overview(store) for line in card.rounds)


@pytest.mark.parametrize("name", [name for name, _, _ in BUILDERS])
def test_a_hostile_file_is_answered_with_a_status_and_a_sentence(
    name: str, corpus: dict[str, Path], lived_in: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    before = lived_in.read(dump)
    capsys.readouterr()
    command = ["import", str(corpus[name]), *INTO, "--database", lived_in.url]
    status = within(patience(corpus[name]), lambda: main(command))
    printed = capsys.readouterr()
    holds_as_told(Told(status, printed.out, printed.err), before, lived_in)


@pytest.mark.parametrize("name", WORST)
def test_one_of_the_worst_leaves_a_process_of_its_own_in_good_order(
    name: str, corpus: dict[str, Path], lived_in: Store
) -> None:
    before = lived_in.read(dump)
    done = subprocess.run(
        [sys.executable, "-m", "collab", "import", str(corpus[name]), *INTO, "--database", lived_in.url],
        capture_output=True,
        encoding="utf-8",
        timeout=patience(corpus[name]),
    )
    told = Told(done.returncode, done.stdout, done.stderr)
    holds_as_told(told, before, lived_in)
    assert len(told.err.splitlines()) == len(told.json["problems"]), "nothing but the sentences is told"


def test_after_the_worst_the_database_is_sound_and_takes_the_next_file(
    corpus: dict[str, Path], lived_in: Store, tmp_path: Path
) -> None:
    main(["import", str(corpus["far_corner.xlsx"]), *INTO, "--database", lived_in.url])
    before = sheets_in(lived_in)
    file = written_survey(tmp_path / "honest.csv", people=7)
    assert main(["import", str(file), *INTO, "--database", lived_in.url]) == DONE
    assert sheets_in(lived_in) == before + 7
    assert maintenance.check(lived_in) == ()


ON_A_SMALL_DISK = """
import resource, sys
from collab.__main__ import main
room = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file")
@pytest.mark.parametrize("kilobytes", [0, 8, 200, 600, 1_500])
def test_a_disk_that_is_full_at_any_moment_refuses_and_loses_nothing(kilobytes: int, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'common_ground.sqlite'}"
    first = written_survey(tmp_path / "first.csv", people=6)
    assert main(["import", str(first), *INTO, "--database", url]) == DONE
    store = Store.open(url)
    before = store.read(dump)
    store.close()
    second = written_survey(tmp_path / "second.csv", people=20_000, school="Made-up Charter")
    command = ["import", str(second), *INTO, "--database", url]
    room = str(kilobytes * 1_024)
    refused = subprocess.run(
        [sys.executable, "-c", ON_A_SMALL_DISK, room, *command], capture_output=True, encoding="utf-8", timeout=120
    )
    assert refused.returncode == REFUSED, refused.stderr
    assert json.loads(refused.stdout)["status"] == "refused"
    assert "disk" in refused.stderr
    assert "Traceback" not in refused.stderr
    store = Store.open(url)
    assert store.read(dump) == before
    assert main(command) == DONE
    assert sheets_in(store) == 6 + 20_000
    assert maintenance.check(store) == ()


def look(store: Store, file: Path) -> Preview:
    """The file looked at by somebody, ready to be saved."""
    seen = importing.examine(
        *(store, YOU, file),
        file_name=file.name,
        destination=Destination("Compact", "Baseline"),
        mode=Mode.INDIVIDUAL,
        accept=True,
    )
    assert seen.status == "ready"
    return seen


def test_of_two_people_who_save_at_one_moment_the_second_is_told_and_loses_nothing(
    store: Store, tmp_path: Path
) -> None:
    files = [written_survey(tmp_path / f"{name}.csv", people=6, school=f"Made-up {name}") for name in ("A", "B")]
    previews = [look(store, file) for file in files]
    together = Barrier(2)

    def save(seen: Preview) -> str:
        together.wait(timeout=30)
        try:
            return importing.save(store, YOU, seen).status
        except StaleVersion as told:
            return str(told)

    with ThreadPoolExecutor(2) as people:
        outcomes = list(people.map(save, previews))
    assert outcomes.count("saved") == 1
    assert "The round changed since this file was looked at" in max(outcomes, key=len)
    assert sheets_in(store) == 6
    again = importing.reconsider(store, YOU, previews[outcomes[0] == "saved"], answers={})
    assert again.effect is not None
    assert (again.effect.added, again.effect.removed, again.effect.changed) == (6, 0, 0)
    importing.save(store, YOU, again)
    assert sheets_in(store) == 12
    assert maintenance.check(store) == ()


def test_commands_started_at_one_moment_save_whole_files_or_refuse_in_a_sentence(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'common_ground.sqlite'}"
    files = [written_survey(tmp_path / f"{n}.csv", people=400, school=f"Made-up school {n}") for n in range(3)]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "collab", "import", str(file), *INTO, "--database", url],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for file in files
    ]
    told = []
    for process in running:
        out, err = process.communicate(timeout=120)
        told.append(Told(process.returncode, out, err))
    saved = [each for each in told if each.status == DONE]
    assert saved
    assert all(each.json["status"] == "saved" for each in saved)
    refused = [each for each in told if each.status != DONE]
    assert all(each.status == REFUSED and "Nothing was saved" in each.err for each in refused)
    store = Store.open(url)
    assert sheets_in(store) == 400 * len(saved)
    assert all(main(["import", str(file), *INTO, "--database", url]) == DONE for file in files)
    assert len(overview(store)) == len(overview(store)[0].rounds) == 1
    assert sheets_in(store) == 400 * len(files)
    assert maintenance.check(store) == ()


def test_a_file_that_vanishes_while_it_is_read_is_a_sentence_or_is_read(lived_in: Store, tmp_path: Path) -> None:
    file = written_survey(tmp_path / "going.csv", people=2_000)
    before = lived_in.read(dump)

    def vanish(share: float, words: str) -> None:
        file.unlink(missing_ok=True)

    def read() -> None:
        importing.examine(
            *(lived_in, YOU, file),
            file_name=file.name,
            destination=Destination("Compact", "Gone"),
            progress=vanish,
        )

    with suppress(CollabError):
        read()
    assert not file.exists()
    with pytest.raises(CollabError, match="cannot be opened"):
        read()
    assert lived_in.read(dump) == before
