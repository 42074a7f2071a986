"""What becomes of a dropped file: no click is lost or counts twice, and what another window did is said."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from collab.errors import CollabError
from collab.model import YOU, Mode
from collab.services.importing import Destination, past_imports, undo_import
from collab.services.initiatives import create_initiative, overview
from collab.services.rounds import create_round
from collab.store import Store
from collab.ui import spreadsheets_work as work
from collab.ui.pending import Batch, PendingUploads, Stage, Upload
from collab.ui.shared_answers import shared_questions, what_is_asked
from tests.commands.conftest import SAMPLES, written_survey
from tests.templates import filled_template

GOES = Destination("Made-up compact", "Baseline")
INDIVIDUAL = {"mode": "individual"}


@pytest.fixture
def uploads() -> PendingUploads:
    return PendingUploads()


@pytest.fixture
def batch(uploads: PendingUploads) -> Batch:
    return uploads.open(YOU.key)


@pytest.fixture
def upload(uploads: PendingUploads, batch: Batch, store: Store, tmp_path: Path) -> Upload:
    """A file that was read and asks what one row is."""
    return dropped(uploads, batch, store, tmp_path, "survey.csv")


def dropped(
    uploads: PendingUploads, batch: Batch, store: Store, folder: Path, name: str, *, school: str = "Made-up District"
) -> Upload:
    """A file, read as the page reads it."""
    added = uploads.add(batch, name, GOES)
    path = written_survey(folder / name, people=6, school=school)
    work.read(uploads, store, YOU, batch, added, uploads.keep_briefly(memoryview(path.read_bytes())))
    return settled(added)


def settled(*several: Upload) -> Upload:
    """The upload once nobody works on it."""
    until = time.monotonic() + 30
    while any(upload.is_busy for upload in several) and time.monotonic() < until:
        time.sleep(0.01)
    return several[0]


def saved(uploads: PendingUploads, batch: Batch, store: Store, upload: Upload) -> Upload:
    work.reconsider(store, YOU, upload, answers=INDIVIDUAL)
    work.save(uploads, store, YOU, batch, upload, upload.revision)
    return settled(upload)


def test_answers_that_are_not_new_change_nothing(upload: Upload, store: Store) -> None:
    work.reconsider(store, YOU, upload, answers=INDIVIDUAL)
    before = upload.revision
    work.reconsider(store, YOU, upload, answers=INDIVIDUAL)
    work.reconsider(store, YOU, upload, destination=GOES)
    assert upload.revision == before


def test_clicks_at_the_same_moment_are_one_click(upload: Upload, store: Store) -> None:
    before = upload.revision
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: work.reconsider(store, YOU, upload, answers=INDIVIDUAL), range(4)))
    assert upload.revision == before + 1


def test_a_save_of_what_is_no_longer_shown_is_told_and_not_done(
    uploads: PendingUploads, batch: Batch, upload: Upload, store: Store
) -> None:
    work.reconsider(store, YOU, upload, answers=INDIVIDUAL)
    seen = upload.revision
    work.reconsider(store, YOU, upload, destination=Destination("Another", "Round"))
    work.save(uploads, store, YOU, batch, upload, seen)
    assert (upload.stage, overview(store)) == (Stage.SHOWN, ())
    assert "changed after you looked at it" in upload.note


def test_of_two_saves_one_is_done(uploads: PendingUploads, batch: Batch, upload: Upload, store: Store) -> None:
    work.reconsider(store, YOU, upload, answers=INDIVIDUAL)
    seen = upload.revision
    for _ in range(2):
        work.save(uploads, store, YOU, batch, upload, seen)
    settled(upload)
    (card,) = overview(store)
    assert len(past_imports(store, card.initiative.id)) == 1
    assert upload.note == ""


def test_answers_that_come_while_the_file_is_saved_are_told_to_be_late(
    uploads: PendingUploads, batch: Batch, upload: Upload, store: Store
) -> None:
    saved(uploads, batch, store, upload)
    work.reconsider(store, YOU, upload, answers={"mode": "team"})
    assert (upload.stage, "too late" in upload.note) == (Stage.SAVED, True)


def test_an_undo_in_a_second_window_says_that_it_was_undone(
    uploads: PendingUploads, batch: Batch, upload: Upload, store: Store
) -> None:
    outcome = saved(uploads, batch, store, upload).outcome
    assert outcome is not None
    for _ in range(2):
        work.undo(store, YOU, upload, outcome.import_id or "")
    assert upload.stage is Stage.UNDONE
    assert "undone already" in upload.note


def test_an_undo_that_happened_elsewhere_is_seen_by_the_card(
    uploads: PendingUploads, batch: Batch, upload: Upload, store: Store
) -> None:
    outcome = saved(uploads, batch, store, upload).outcome
    assert outcome is not None
    undo_import(store, YOU, outcome.import_id or "")
    work.undo(store, YOU, upload, outcome.import_id or "")
    assert (upload.stage, upload.is_ready) == (Stage.UNDONE, True)
    assert "undone already" in upload.note


def test_an_undo_never_takes_back_a_later_import(
    uploads: PendingUploads, batch: Batch, upload: Upload, store: Store
) -> None:
    first = saved(uploads, batch, store, upload).outcome
    assert first is not None
    work.undo(store, YOU, upload, first.import_id or "")
    second = saved(uploads, batch, store, upload).outcome
    work.undo(store, YOU, upload, first.import_id or "")
    assert (upload.stage, upload.outcome) == (Stage.SAVED, second)
    assert "undone already" in upload.note


@pytest.fixture
def second_window(uploads: PendingUploads) -> Batch:
    """What was dropped in another window."""
    return uploads.open(YOU.key)


def test_a_round_that_another_window_made_is_named(
    uploads: PendingUploads, batch: Batch, second_window: Batch, upload: Upload, store: Store, tmp_path: Path
) -> None:
    other = dropped(uploads, second_window, store, tmp_path, "other.csv", school="Made-up Charter")
    work.reconsider(store, YOU, other, answers=INDIVIDUAL)
    saved(uploads, batch, store, upload)
    work.save(uploads, store, YOU, second_window, other, other.revision)
    settled(other)
    assert other.stage is Stage.SHOWN
    assert "“Baseline” of “Made-up compact” was new when you looked, and was made meanwhile" in other.note
    work.save(uploads, store, YOU, second_window, other, other.revision)
    assert settled(other).stage is Stage.SAVED


def test_a_file_that_another_window_saved_is_said_to_be_there(
    uploads: PendingUploads, batch: Batch, second_window: Batch, upload: Upload, store: Store, tmp_path: Path
) -> None:
    again = dropped(uploads, second_window, store, tmp_path, "survey.csv")
    work.reconsider(store, YOU, again, answers=INDIVIDUAL)
    saved(uploads, batch, store, upload)
    work.save(uploads, store, YOU, second_window, again, again.revision)
    settled(again)
    assert again.preview is not None
    assert again.preview.status == "unchanged"
    assert "It holds exactly this file already" in again.note


class TestSeveralFiles:
    """One question for all of them, and one click that saves them."""

    @pytest.fixture
    def files(self, uploads: PendingUploads, batch: Batch, store: Store, tmp_path: Path) -> tuple[Upload, ...]:
        names = ("one.csv", "two.csv", "three.csv")
        return tuple(
            dropped(uploads, batch, store, tmp_path, name, school=f"Made-up school {name[:-4]}") for name in names
        )

    def test_the_same_question_is_asked_once(self, files: tuple[Upload, ...]) -> None:
        (shared,) = shared_questions(files)
        assert (shared.question.id, shared.uploads) == ("mode", files)

    def test_one_answer_settles_it_for_all_and_for_a_file_that_is_read_later(
        self,
        files: tuple[Upload, ...],
        uploads: PendingUploads,
        batch: Batch,
        store: Store,
        tmp_path: Path,
    ) -> None:
        (shared,) = shared_questions(files)
        work.answer_all(uploads, store, YOU, batch, {shared.key: "individual"})
        settled(*files)
        assert all(file.is_ready for file in files)
        assert dropped(uploads, batch, store, tmp_path, "late.csv", school="Made-up late school").is_ready

    def test_save_all_saves_what_was_shown_as_ready(
        self, files: tuple[Upload, ...], uploads: PendingUploads, batch: Batch, store: Store
    ) -> None:
        for file in files[:2]:
            work.reconsider(store, YOU, file, answers=INDIVIDUAL)
        seen = {file.key: file.revision for file in files[:2]}
        work.reconsider(store, YOU, files[2], answers=INDIVIDUAL)
        work.save_all(uploads, store, YOU, batch, seen)
        settled(*files)
        assert [file.stage for file in files] == [Stage.SAVED, Stage.SAVED, Stage.SHOWN]

    def test_each_can_be_saved_by_itself_into_the_round_that_the_first_one_made(
        self, files: tuple[Upload, ...], uploads: PendingUploads, batch: Batch, store: Store
    ) -> None:
        for file in files:
            work.reconsider(store, YOU, file, answers=INDIVIDUAL)
        for file in files:
            work.save(uploads, store, YOU, batch, file, file.revision)
        settled(*files)
        assert [(file.stage, file.note) for file in files] == [(Stage.SAVED, "")] * 3

    def test_a_file_that_the_others_made_out_of_date_is_told_and_not_saved(
        self, uploads: PendingUploads, batch: Batch, store: Store, tmp_path: Path
    ) -> None:
        files = tuple(dropped(uploads, batch, store, tmp_path, name) for name in ("one.csv", "two.csv"))
        for file in files:
            work.reconsider(store, YOU, file, answers=INDIVIDUAL)
        work.save_all(uploads, store, YOU, batch, {file.key: file.revision for file in files})
        settled(*files)
        assert [file.stage for file in files] == [Stage.SAVED, Stage.SHOWN]
        assert files[1].note.startswith("The files saved before this one changed what it would do.")

    def test_what_concerns_one_file_is_never_asked_for_all(self, upload: Upload) -> None:
        assert upload.preview is not None
        (mode,) = (each for each in upload.preview.questions if each.id == "mode")
        assert what_is_asked(mode) is not None
        for own in ("partner", "existing_rows", "answer_of:Made-up District"):
            assert what_is_asked(replace(mode, id=own)) is None


def test_a_file_goes_where_its_mark_says_only_where_nobody_chose(
    uploads: PendingUploads, batch: Batch, store: Store, tmp_path: Path
) -> None:
    initiative = create_initiative(store, YOU, name="Northside Compact")
    create_round(store, YOU, initiative.id, label="Open", instrument_key="cross-sector-readiness", mode=Mode.TEAM)
    names = ("Northside Compact", "Open")
    path = filled_template(store, tmp_path / "filled.xlsx", names, partners=["Made-up District"])
    found = []
    for is_chosen in (False, True):
        added = uploads.add(batch, path.name, GOES, is_chosen=is_chosen)
        work.read(uploads, store, YOU, batch, added, uploads.keep_briefly(memoryview(path.read_bytes())))
        found.append(settled(added).destination)
    assert found == [Destination(*names), GOES]


def test_a_proposed_round_that_cannot_take_a_file_makes_room_for_another(
    uploads: PendingUploads, batch: Batch, store: Store
) -> None:
    initiative = create_initiative(store, YOU, name=GOES.initiative)
    create_round(store, YOU, initiative.id, label=GOES.round_label, instrument_key="cross-sector-readiness")
    content = memoryview((SAMPLES / "made_up_school_survey.xlsx").read_bytes())
    other = Destination(GOES.initiative, "Autumn 2026")
    found = []
    for otherwise in (other, None):
        added = uploads.add(batch, "school survey.xlsx", GOES, otherwise=otherwise)
        work.read(uploads, store, YOU, batch, added, uploads.keep_briefly(content))
        assert settled(added).preview is not None
        proposals = {each.id: each.proposal for each in added.preview.questions}  # type: ignore[union-attr]
        work.reconsider(store, YOU, added, answers=proposals)
        found.append((added.destination, added.is_ready, "So another round is proposed." in added.note))
    assert found == [(other, True, True), (GOES, False, False)]


def test_no_room_for_an_upload_is_told_in_a_sentence(uploads: PendingUploads, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: memoryview) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(uploads._folder, "write", full)
    with pytest.raises(CollabError, match="is full, so this file cannot be read"):
        uploads.keep_briefly(memoryview(b"made up"))
