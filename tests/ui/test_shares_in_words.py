"""Shares of stages and checklists as the screens print them."""

from __future__ import annotations

from datetime import date

from collab.charts import checklist_moves
from collab.services.digests import ChecklistDigest
from collab.ui import overview_table, stages_words


def test_a_stage_or_checklist_just_short_of_done_never_reads_as_done() -> None:
    checklist = ChecklistDigest("implementation", 0.7951, date(2026, 6, 1))
    assert stages_words.percent(0.7951) == "79.5%"
    assert checklist_moves.percent(0.7951) == "79.5%"
    assert "<b>79.5%</b>" in overview_table._checklist(checklist)
