"""What every test of a screen needs: a database of its own, and a way to open a page as a person would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from collab.store import Store
from tests.stores import new_file

PROJECT = Path(__file__).resolve().parents[2]
Visit = Callable[..., AppTest]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store that the pages of this test use: an empty SQLite file."""
    url = new_file(tmp_path / "common_ground.sqlite")
    monkeypatch.setenv("COLLAB_DATABASE_URL", url)
    st.cache_resource.clear()
    yield Store.open(url)
    st.cache_resource.clear()


@pytest.fixture
def visit(store: Store) -> Visit:
    """Open a page by its name, with query parameters, through app.py."""

    def opened(page: str, **query: str) -> AppTest:
        screen = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
        screen.run()
        for name, value in query.items():
            screen.query_params[name] = value
        screen.switch_page(f"pages/{page}.py")
        for name, value in query.items():
            screen.query_params[name] = value
        return screen.run()

    return opened
