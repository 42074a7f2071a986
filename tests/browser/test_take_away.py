"""What is taken away from the screens: the workbook and the tables come as files that open, reached by keyboard too."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from collab.model import YOU
from collab.services.sample import load_sample
from collab.store import Store
from tests.browser.conftest import playwright

pytestmark = pytest.mark.browser
MENU = "Take it with you"
TODAY = date(2026, 11, 22)


def test_the_workbook_and_the_tables_come_as_files(
    page: playwright.Page, store: Store, address: str, tmp_path: Path
) -> None:
    initiative = load_sample(store, YOU, today=TODAY)
    page.goto(f"{address}/initiative?initiative={initiative.id}")
    page.get_by_role("button", name=MENU).focus()
    page.keyboard.press("Enter")
    for label, ending in (("Download the workbook", ".xlsx"), ("Download the tables", ".zip")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=label).click()
        out = tmp_path / f"out{ending}"
        waiting.value.save_as(out)
        assert waiting.value.suggested_filename.startswith("Made-up sample")
        assert waiting.value.suggested_filename.endswith(ending)
    assert "Readiness" in openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames
    assert "parquet/scores.parquet" in zipfile.ZipFile(tmp_path / "out.zip").namelist()
