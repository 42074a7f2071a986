"""Everything that services write into the history has words of its own, and so has what was said."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from collab.framework import load_framework
from collab.model import Change
from collab.services.history_words import WORDS, details
from collab.services.sample import PLAYED
from collab.store.changes import RESTORED

SERVICES = Path(__file__).resolve().parents[2] / "collab" / "services"
OUTPUTS = next(each for each in load_framework().logic_model.columns if each.key == "outputs")
WRITTEN = re.compile(r"""(?:\.record\(\s*|\bwhat=)"(\w+)\"""")


def test_every_action_that_is_written_down_has_its_words() -> None:
    written = {name for module in SERVICES.glob("*.py") for name in WRITTEN.findall(module.read_text("utf-8"))}
    assert len(written) > 25
    assert {*written, PLAYED, RESTORED} - WORDS.keys() == set()


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"prevents": "unsaid"}, {"prevents": "yes"}, "prevents: nothing → yes"),
        ({"fits": "unsure"}, {"fits": "unsaid"}, "joint: unsure → nothing"),
        ({"is_chosen": False}, {"is_chosen": True}, "root cause: no → yes"),
        (
            {"answer": "Late", "prevents": "unsaid", "is_chosen": True},
            None,
            "answer: Late → nothing; root cause: yes → nothing",
        ),
        ({"place": "outputs"}, None, f"place: {OUTPUTS.label} → nothing"),
        (None, {"text": "A letter", "place": "outputs"}, f"text: A letter; place: {OUTPUTS.label}"),
        (
            None,
            {"step": "Sign", "goal": "One form", "waits_for": ["Agree", "Count"]},
            "waits for: Agree; Count; goal: One form",
        ),
        (
            None,
            {"answer": "Late", "problem": "Few apply", "prevents": "unsaid", "evidence": "A survey", "source": "May"},
            "answer: Late; problem: Few apply; evidence: A survey; source: May",
        ),
        ({"position": 3}, {"position": 2}, "position: 3 → 2"),
        ({"status": "done", "carried": True}, {"status": "under_way", "carried": False}, "status: done → under way"),
        ({"carried": True}, {"carried": False}, "as in the review before"),
    ],
)
def test_what_was_said_is_told_in_the_words_of_the_screens(
    before: dict[str, object] | None, after: dict[str, object] | None, told: str
) -> None:
    assert details(Change(datetime(2026, 11, 22, tzinfo=UTC), "Ada", "save_cause", "Late", before, after)) == told
