"""The private folder for uploaded bytes: nobody else reads it, and a server that was killed leaves none behind."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from collab.ui.private_folder import IN_USE, PREFIX, PrivateFolder, remove_left_over

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes end and files lock differently there")

KEEP = """
import sys, time
from pathlib import Path
from collab.ui.private_folder import PrivateFolder
folder = PrivateFolder(Path(sys.argv[1]))
folder.write(memoryview(b"names of people"))
print(folder.path, flush=True)
time.sleep(60)
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that keeps an upload in a folder of its own here."""
    process = subprocess.Popen([sys.executable, "-c", KEEP, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.communicate()


def folder_of(process: subprocess.Popen[str]) -> Path:
    """Its folder, once the upload is in it."""
    assert process.stdout is not None
    return Path(process.stdout.readline().strip())


def test_what_a_killed_server_left_is_removed_at_the_next_start(server: subprocess.Popen[str], tmp_path: Path) -> None:
    left = folder_of(server)
    server.kill()
    server.wait()
    assert len(list(left.iterdir())) == 2
    own = PrivateFolder(tmp_path)
    assert list(tmp_path.iterdir()) == [own.path]


def test_what_a_running_server_keeps_stays(server: subprocess.Popen[str], tmp_path: Path) -> None:
    kept = folder_of(server)
    remove_left_over(tmp_path)
    assert len(list(kept.iterdir())) == 2


def test_a_folder_that_is_locked_stays_although_no_such_process_runs_here(tmp_path: Path) -> None:
    own = PrivateFolder(tmp_path)
    elsewhere = own.path.rename(tmp_path / f"{PREFIX}{ended_process()}_abcdefgh")
    remove_left_over(tmp_path)
    assert (elsewhere / IN_USE).exists()


@pytest.mark.parametrize("name", ["common_ground_old", "common_ground_12", "common_ground__x", "something_else"])
def test_folders_of_other_names_stay(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / IN_USE).touch()
    remove_left_over(tmp_path)
    assert (tmp_path / name / IN_USE).exists()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "precious"
    target.mkdir()
    (target / IN_USE).touch()
    (tmp_path / f"{PREFIX}{ended_process()}_abcdefgh").symlink_to(target)
    remove_left_over(tmp_path)
    assert (target / IN_USE).exists()


def test_a_folder_without_the_file_that_is_locked_stays(tmp_path: Path) -> None:
    unknown = tmp_path / f"{PREFIX}{ended_process()}_abcdefgh"
    unknown.mkdir()
    remove_left_over(tmp_path)
    assert unknown.exists()


def test_an_upload_that_finds_no_room_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = PrivateFolder(tmp_path)
    import resource  # there is none on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(OSError, match="too large"):
            folder.write(memoryview(bytes(100_000)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [path.name for path in folder.path.iterdir()] == [IN_USE]


def test_a_folder_that_was_cleared_away_is_made_again(tmp_path: Path) -> None:
    folder = PrivateFolder(tmp_path)
    shutil.rmtree(folder.path)
    assert folder.write(memoryview(b"made up")).read_bytes() == b"made up"


def ended_process() -> int:
    """The id of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid
