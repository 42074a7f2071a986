"""The content files: they load, they agree with one another, and a fault in them is named."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from collab.errors import ContentError
from collab.framework import BUILT_IN, DEFAULT_INSTRUMENT, load_framework
from collab.model import Sector


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the built-in content that a test may damage."""
    copy = tmp_path / "framework"
    shutil.copytree(BUILT_IN, copy)
    return copy


def test_the_built_in_instrument_has_four_dimensions_and_seventeen_factors() -> None:
    instrument = load_framework([BUILT_IN]).instrument(DEFAULT_INSTRUMENT)
    assert [len(dimension.factors) for dimension in instrument.dimensions] == [4, 4, 4, 5]
    assert instrument.scores == (1, 2, 3, 4)
    assert instrument.not_applicable == "Not applicable"
    assert [factor.key for factor in instrument.factors if factor.reversed] == ["environment.setbacks"]


def test_checklists_have_the_items_that_the_stages_count_on() -> None:
    framework = load_framework([BUILT_IN])
    sizes = {c.key: [len(phase.items) for phase in c.phases] for c in framework.checklists}
    assert sizes == {"implementation": [8, 14, 5], "sustainability": [2, 3, 4, 2]}
    assert [stage.letter for stage in framework.stages] == list("ABCDE")


def test_every_sector_has_words_and_no_word_names_two_sectors() -> None:
    framework = load_framework([BUILT_IN])
    assert {words.sector for words in framework.sectors} == set(Sector)
    all_words = [word.casefold() for words in framework.sectors for word in words.words]
    assert len(all_words) == len(set(all_words))


def test_every_case_teaches_a_dimension_and_names_its_source() -> None:
    framework = load_framework([BUILT_IN])
    titles = {source.key for source in framework.sources}
    assert all(case.teaches and set(case.sources) <= titles for case in framework.cases)
    assert framework.cases_teaching("purpose")


def test_an_agency_puts_its_own_wording_in_place_of_ours(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    text = (folder / "readiness.toml").read_text(encoding="utf-8")
    (own / "readiness.toml").write_text(text.replace('"Clear benefits"', '"Benefits"'), encoding="utf-8")
    instrument = load_framework([folder, own]).instrument(DEFAULT_INSTRUMENT)
    assert instrument.factor("purpose.benefits").label == "Benefits"


def test_an_agency_adds_an_instrument_of_its_own(folder: Path) -> None:
    text = (folder / "readiness.toml").read_text(encoding="utf-8")
    (folder / "ours.toml").write_text(text.replace('key = "cross-sector-readiness"', 'key = "ours"'), "utf-8")
    assert load_framework([folder]).instrument("ours").title


def test_an_instrument_may_name_the_screen_that_shows_its_figures(folder: Path) -> None:
    text = (folder / "readiness.toml").read_text("utf-8").replace('key = "cross-sector-readiness"', 'key = "ours"', 1)
    (folder / "ours.toml").write_text(text.replace('heading = "Where are we ready?"\n', ""), "utf-8")
    assert load_framework([folder]).headings == {DEFAULT_INSTRUMENT: "Where are we ready?"}


FAULTS = {
    "not TOML": ("stages.toml", "[[stage]]", "[[stage", "stages.toml: this is not valid TOML"),
    "unknown key": ("readiness.toml", "[[dimension.factor]]", "[[dimension.factor]]\nweight = 2", "weight"),
    "missing key": ("cases.toml", 'place = "Washington, DC"\n', "", "place"),
    "wrong type": ("readiness.toml", "score = 1", 'score = "one"', "readiness.toml"),
    "same key twice": ("readiness.toml", '"purpose.vision"', '"purpose.problem"', "purpose.problem stands"),
    "unknown factor": ("checklists.toml", '"capacity.staff"', '"capacity.stuff"', "capacity.stuff"),
    "unknown source": ("cases.toml", 'sources = ["toolkit"]', 'sources = ["rumour"]', "rumour"),
    "sector missing": ("sectors.toml", 'key = "state"', 'key = "estate"', "estate"),
    "reversed without its good end": (
        "readiness.toml",
        'readiness_label = "Free of damaging events"\n',
        "",
        "environment.setbacks is reversed and needs a readiness_label",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "said"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_named_with_file_and_key(folder: Path, file: str, old: str, new: str, said: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_framework([folder])
    assert file in str(caught.value)
    assert said in str(caught.value)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "barriers.toml").unlink()
    with pytest.raises(ContentError, match=r"barriers\.toml: the file is missing"):
        load_framework([folder])


def test_many_threads_may_ask_for_the_content_at_once_right_after_the_start() -> None:
    script = """
import sys, threading
sys.setswitchinterval(1e-6)
from collab.framework import load_framework
gate = threading.Barrier(8)
def ask():
    gate.wait()
    load_framework()
threads = [threading.Thread(target=ask) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""
    for _ in range(5):
        done = subprocess.run([sys.executable, "-c", script], cwd=BUILT_IN.parent.parent, check=False)
        assert done.returncode == 0
