"""python -m tests.benchmarks.served SCRIPT PORT TIMES: Streamlit as always, noting how long each run takes.

TIMES gets a line of seconds per run: from the moment the server begins to run the script until its last
element is handed to the connection. Streamlit offers no such measure without its usage statistics.
"""

from __future__ import annotations

import sys
import time
from functools import wraps
from pathlib import Path
from typing import Any

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.web import bootstrap

SETTINGS = {
    "server.headless": True,
    "server.address": "127.0.0.1",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": False,
}


def note_times(file: Path) -> None:
    """From now on each script run adds a line to the file."""
    run = ScriptRunner._run_script

    @wraps(run)
    def timed(self: ScriptRunner, *arguments: Any) -> None:
        began = time.perf_counter()
        run(self, *arguments)
        with file.open("a", encoding="utf-8") as out:
            out.write(f"{time.perf_counter() - began:.6f}\n")

    ScriptRunner._run_script = timed  # type: ignore[method-assign, assignment]


def main(script: str, port: str, times: str) -> None:
    """Serve the script until the process is ended."""
    options = {**SETTINGS, "server.port": int(port)}
    note_times(Path(times))
    bootstrap.load_config_options(flag_options={key.replace(".", "_"): value for key, value in options.items()})
    bootstrap.run(script, False, [], {})


if __name__ == "__main__":
    main(*sys.argv[1:])
