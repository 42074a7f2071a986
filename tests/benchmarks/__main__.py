"""python -m tests.benchmarks [NAME ...]: a line about the machine, then name, value, limit of each."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

import psutil

from tests.benchmarks.processes import tell

# name -> the module that measures it, the limit
BENCHMARKS: dict[str, tuple[str, float]] = {
    "import_100k": ("tests.benchmarks.importing", 3.0),
    "import_memory": ("tests.benchmarks.importing", 700),
    "page_server": ("tests.benchmarks.server_time", 1.5),
    "page_scale": ("tests.benchmarks.server_time", 1.2),
    "cold_start": ("tests.benchmarks.in_browser", 1.4),
    "heatmap_visible": ("tests.benchmarks.in_browser", 1.4),
    "many_partners": ("tests.benchmarks.in_browser", 2.0),
    "checklist_page": ("tests.benchmarks.checklists", 1.6),
    "overview_500": ("tests.benchmarks.many", 2.0),
    "workbook_write": ("tests.benchmarks.workbooks", 1.6),
    "workbook_back": ("tests.benchmarks.workbooks", 2.0),
}


def main(names: Sequence[str]) -> int:
    """Measure the named benchmarks, or all of them, and print the table."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        tell(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(BENCHMARKS)}.")
        return 2
    print(machine(), flush=True)
    with tempfile.TemporaryDirectory(prefix="common-ground-") as folder:
        for name in names or BENCHMARKS:
            module, limit = BENCHMARKS[name]
            measure: Callable[[Path], float] = getattr(import_module(module), name)
            tell(f"{name} ...")
            print(f"{name}\t{measure(Path(folder)):.2f}\t{limit:g}", flush=True)
    return 0


def machine() -> str:
    """One line about this computer."""
    memory = psutil.virtual_memory().total / 2**30
    parts = (
        f"{os.cpu_count()} cores",
        _processor(),
        f"{memory:.0f} GB",
        platform.platform(terse=True),
        f"Python {platform.python_version()}",
    )
    return f"# {', '.join(part for part in parts if part)}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
