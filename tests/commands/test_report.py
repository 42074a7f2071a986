"""The command report: slides or a PDF by the ending of the file, and no file written over unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from collab.model import Mode
from collab.services import sample
from collab.services.importing import Destination
from collab.services.report import ONLY_TAGGED
from collab.store import Store
from tests.commands.conftest import Run
from tests.services.contents import a_content, bring


@pytest.mark.parametrize(("ending", "begins"), [("pptx", b"PK"), ("pdf", b"%PDF"), ("PDF", b"%PDF")])
def test_the_ending_says_what_is_written(run: Run, tmp_path: Path, ending: str, begins: bytes) -> None:
    run("sample")
    label = label_of_a_round(run)
    out = tmp_path / f"out.{ending}"
    told = run("report", "--initiative", sample.NAME, "--round", label, out)
    assert (told.status, told.err) == (0, "")
    assert str(out) in told.out
    assert out.read_bytes().startswith(begins)


def test_a_pdf_that_keeps_no_standard_is_written_and_says_so(run: Run, database: str, tmp_path: Path) -> None:
    store = Store.open(database)
    for name in ("Plain", "Made-up \U00012000"):
        bring(store, a_content([("D one", None, 1)]), destination=Destination(name, "Baseline"), mode=Mode.TEAM)
    store.close()
    plain, other = (
        run("report", "--initiative", name, "--round", "Baseline", tmp_path / f"{number}.pdf")
        for number, name in enumerate(("Plain", "Made-up \U00012000"))
    )
    assert ONLY_TAGGED not in plain.out
    assert (other.status, other.out.splitlines()[-1]) == (0, ONLY_TAGGED)
    assert (tmp_path / "1.pdf").read_bytes().startswith(b"%PDF")


def label_of_a_round(run: Run) -> str:
    """A round of the sample, as the refusal of one that is not there names it."""
    told = run("scores", "--initiative", sample.NAME, "--round", "no such round")
    return told.err.split("“")[2].split("”")[0]


def test_a_file_that_is_there_stays_unless_it_is_forced(run: Run, tmp_path: Path) -> None:
    run("sample")
    named = ("report", "--initiative", sample.NAME, "--round", label_of_a_round(run))
    out = tmp_path / "out.pdf"
    out.write_bytes(b"mine")
    told = run(*named, out)
    assert (told.status, out.read_bytes()) == (2, b"mine")
    assert "already there" in told.err
    assert run(*named, out, "--force").status == 0


def test_what_will_not_do_is_told_in_a_sentence_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    run("sample")
    named = ("report", "--initiative", sample.NAME, "--round")
    assert "neither in .pptx nor in .pdf" in run(*named, "Baseline", tmp_path / "out.docx").err
    assert "There is no folder" in run(*named, "Baseline", tmp_path / "none" / "out.pdf").err
    told = run(*named, "Nothing", tmp_path / "out.pdf")
    assert told.status == 2
    assert "There is no round “Nothing”" in told.err
    assert list(tmp_path.glob("out.*")) == []
