"""One server on 127.0.0.1 whose database is emptied for each test, and one Chromium for all of them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from collab.model import YOU
from collab.services.action_plans import add_step
from collab.services.initiatives import create_initiative
from collab.services.purpose import add_goal
from collab.store import Store
from tests.stores import empty

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

PROJECT = Path(__file__).resolve().parents[2]
SYSTEM_CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
START_SECONDS = 60
DATABASE = "common_ground.sqlite"
PATIENCE_MS = 20_000


@pytest.fixture(scope="session")
def one_chromium() -> Iterator[playwright.Browser]:
    """The system's Chromium, else Playwright's own; tests are skipped where there is neither."""
    playwright.expect.set_options(timeout=PATIENCE_MS)
    with playwright.sync_playwright() as driver:
        path = str(SYSTEM_CHROMIUM) if SYSTEM_CHROMIUM.exists() else None
        try:
            browser = driver.chromium.launch(executable_path=path, args=list(QUIET))
        except playwright.Error as fault:
            pytest.skip(f"no Chromium to drive: {str(fault).splitlines()[0]}")
        yield browser
        browser.close()


@pytest.fixture
def chromium(one_chromium: playwright.Browser) -> Iterator[playwright.Browser]:
    """That browser; windows that a test leaves open are closed after it."""
    yield one_chromium
    for context in one_chromium.contexts:
        context.close()


@dataclass(frozen=True)
class Served:
    """A running server: where it answers, its process, its database and what it logs."""

    address: str
    process: subprocess.Popen[bytes]
    database: str
    log: Path


def planned(store: Store, goal: str, steps: Iterable[Mapping[str, object]]) -> str:
    """The id of an initiative with these steps in the plan of its one goal."""
    made = create_initiative(store, YOU, name="Northside Compact")
    held = add_goal(store, YOU, made.id, statement=goal)
    for step in steps:
        add_step(store, YOU, held.id, **step)
    return made.id


@contextmanager
def serving(folder: Path, port: int | None = None) -> Iterator[Served]:
    """Common Ground on a database in this folder, started as a person would start it. port: a free one if not given."""
    port = port or free_port()
    database = f"sqlite:///{folder / DATABASE}"
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "streamlit", "run", "app.py"),
                *("--server.headless=true", f"--server.port={port}", "--server.fileWatcherType=none"),
            ],
            cwd=PROJECT,
            env={**os.environ, "COLLAB_DATABASE_URL": database},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_healthy(f"http://127.0.0.1:{port}", server)
            yield Served(f"http://127.0.0.1:{port}", server, database, folder / "server.log")
        finally:
            end(server)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server that the tests of this process share."""
    with serving(tmp_path_factory.mktemp("house")) as running:
        yield running


@pytest.fixture
def served(house: Served) -> Served:
    """That server, on a database that was emptied; a module that needs its own has a fixture of this name."""
    assert house.process.poll() is None, house.log.read_text(encoding="utf-8", errors="replace")[-3000:]
    empty(house.database)
    return house


@pytest.fixture
def address(served: Served) -> str:
    """Where Common Ground answers."""
    return served.address


@pytest.fixture
def store(served: Served) -> Iterator[Store]:
    """The database of the running server, as another program sees it."""
    opened = Store.open(served.database)
    yield opened
    opened.close()


@pytest.fixture
def page(chromium: playwright.Browser, served: Served) -> Iterator[playwright.Page]:
    """A blank browser tab, in a window that knows the server."""
    context = chromium.new_context(base_url=served.address, viewport={"width": 1440, "height": 900})
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE_MS)
    yield tab
    context.close()


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(address: str, server: subprocess.Popen[bytes]) -> None:
    """Return once the server answers; fail where it ended or takes too long."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended while it was starting"
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server did not answer within {START_SECONDS} seconds")


def end(server: subprocess.Popen[bytes]) -> None:
    """End the server that was started here."""
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
