"""Uploads between drop and save: tokens, owners, forgetting, and one save out of two clicks."""

from __future__ import annotations

import sys
import time
import weakref
from types import SimpleNamespace

import numpy as np
import pytest

from collab.exchange.sheet import Book, CellType, Column, Sheet
from collab.services.importing import Destination
from collab.ui.pending import OPEN, Batch, PendingUploads, Stage, Upload

GOES = Destination("Made-up compact", "Autumn")


class Clock:
    """Time that a test moves by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def shown(batch: Batch, uploads: PendingUploads, *, rows: int) -> Upload:
    """An upload whose preview holds a book of so many rows."""
    column = Column(("",), (CellType.EMPTY,), np.zeros(rows, dtype=np.int32))
    book = Book("made_up.csv", "csv", "digest", (Sheet("Sheet1", (column,), rows),))
    upload = uploads.add(batch, "made_up.csv", GOES)
    upload.settle(Stage.SHOWN, preview=SimpleNamespace(book=book, status="ready"))
    return upload


def test_a_batch_is_found_by_its_token() -> None:
    uploads = PendingUploads()
    batch = uploads.open("local")
    assert uploads.find(batch.token, "local") is batch


@pytest.mark.parametrize("token", [None, "", "made-up"])
def test_an_unknown_token_finds_nothing(token: str | None) -> None:
    assert PendingUploads().find(token, "local") is None


def test_nobody_else_finds_the_batch_of_a_person() -> None:
    uploads = PendingUploads()
    assert uploads.find(uploads.open("ann").token, "ben") is None


def test_a_batch_nobody_looked_at_for_an_hour_is_forgotten(clock: Clock) -> None:
    uploads = PendingUploads(lifetime=3600, clock=clock)
    batch = uploads.open("local")
    clock.now = 3601
    assert uploads.find(batch.token, "local") is None


def test_a_batch_is_forgotten_also_when_nobody_comes_back() -> None:
    uploads = PendingUploads(lifetime=0.05)
    forgotten = weakref.ref(uploads.open("local"))
    until = time.monotonic() + 5
    while forgotten() is not None and time.monotonic() < until:
        time.sleep(0.02)
    assert forgotten() is None


def test_looking_at_a_batch_keeps_it_alive(clock: Clock) -> None:
    uploads = PendingUploads(lifetime=3600, clock=clock)
    batch = uploads.open("local")
    for clock.now in (3000.0, 6000.0):
        assert uploads.find(batch.token, "local") is batch


def test_a_batch_that_is_being_worked_on_is_never_forgotten(clock: Clock) -> None:
    uploads = PendingUploads(lifetime=3600, clock=clock)
    batch = uploads.open("local")
    uploads.add(batch, "made_up.csv", GOES)
    clock.now = 9999
    assert uploads.find(batch.token, "local") is batch


def test_the_oldest_batch_makes_room_when_memory_is_full(clock: Clock) -> None:
    uploads = PendingUploads(most_bytes=10_000, clock=clock)
    first = uploads.open("local")
    shown(first, uploads, rows=2000)
    clock.now = 1
    second = uploads.open("local")
    shown(second, uploads, rows=2000)
    assert uploads.find(second.token, "local") is second
    assert uploads.find(first.token, "local") is None


def test_of_two_clicks_on_save_only_one_begins() -> None:
    uploads = PendingUploads()
    upload = shown(uploads.open("local"), uploads, rows=1)
    assert [upload.begin(Stage.SAVING, allowed=OPEN) for _ in range(2)] == [True, False]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such bits; the folder is the account's own")
def test_uploaded_bytes_are_kept_where_only_this_account_can_read() -> None:
    uploads = PendingUploads()
    path = uploads.keep_briefly(memoryview(b"made up"))
    assert path.read_bytes() == b"made up"
    assert path.stat().st_mode & 0o077 == 0
    path.unlink()
