"""Everything that services write into the history has words of its own on the screen."""

from __future__ import annotations

import re
from pathlib import Path

from collab.services.sample import PLAYED
from collab.store.changes import RESTORED
from collab.ui.overview_history import WORDS

SERVICES = Path(__file__).resolve().parents[2] / "collab" / "services"
WRITTEN = re.compile(r"""(?:\.record\(\s*|\bwhat=)"(\w+)\"""")


def test_every_action_that_is_written_down_has_its_words() -> None:
    written = {name for module in SERVICES.glob("*.py") for name in WRITTEN.findall(module.read_text("utf-8"))}
    assert len(written) > 25
    assert {*written, PLAYED, RESTORED} - WORDS.keys() == set()
