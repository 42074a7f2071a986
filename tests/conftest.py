"""Resources that tests share: a fresh store on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from collab.store import Store
from tests.postgres import Server, start_server, why_not
from tests.stores import lent_database, new_file

# How long an example takes depends on what else the machine does.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL of this test process alone; skips, saying why, where none is installed."""
    reason = why_not()
    if reason:
        pytest.skip(reason)
    server = start_server()
    try:
        yield server
    finally:
        server.stop()


ENGINES = ["sqlite", "postgresql"]


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a database that holds empty tables, once on each engine."""
    if request.param == "sqlite":
        yield new_file(tmp_path / "common_ground.sqlite")
    else:
        monkeypatch.setenv("COLLAB_SECRET", "a secret for tests only")
        with lent_database(request.getfixturevalue("postgres")) as address:
            yield address


@pytest.fixture(params=ENGINES)
def bare_database_url(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a database without tables, once on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'common_ground.sqlite'}"
    else:
        server: Server = request.getfixturevalue("postgres")
        monkeypatch.setenv("COLLAB_SECRET", "a secret for tests only")
        name = server.create_database()
        try:
            yield server.url(name)
        finally:
            server.drop_database(name)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An empty store, once on each engine."""
    opened = Store.open(database_url)
    try:
        yield opened
    finally:
        opened.close()


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    """An empty store on SQLite, for what concerns its file or would take long on both engines."""
    opened = Store.open(new_file(tmp_path / "common_ground.sqlite"))
    try:
        yield opened
    finally:
        opened.close()
