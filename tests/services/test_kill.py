"""An import is whole or absent, whatever moment the process dies at."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from collab.model import YOU
from collab.services import initiatives, maintenance
from collab.store import Store

PROJECT = Path(__file__).resolve().parents[2]
SHEETS = 20_000
CODE = f"""
import sys
from collab.model import YOU
from collab.services import importing
from collab.store import Store
from tests.services.contents import a_content, preview

content = a_content([("D one", f"R_{{n:09d}}", n % 4) for n in range({SHEETS})])
store = Store.open(sys.argv[1])
seen = preview(store, content)
print("ready", flush=True)
importing.save(store, YOU, seen)
print("saved", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_import_leaves_nothing_and_the_next_one_works(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.sqlite'}"
    Store.open(url).close()
    moments = random.Random(7)
    for _ in range(6):
        running = subprocess.Popen([sys.executable, "-c", CODE, url], cwd=PROJECT, stdout=subprocess.PIPE, text=True)
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        time.sleep(moments.uniform(0, 0.5))
        running.send_signal(signal.SIGKILL)
        was_told = "saved" in running.stdout.read()
        running.wait()
        store = Store.open(url)
        assert maintenance.check(store) == ()
        cards = initiatives.overview(store)
        sheets = [line.responses for card in cards for line in card.rounds]
        assert sheets in ([], [SHEETS])
        assert sheets == [SHEETS] or not was_told
        for card in cards:
            initiatives.delete_initiative(store, YOU, card.initiative.id, typed_name=card.initiative.name)
        store.close()
