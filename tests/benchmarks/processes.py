"""Starts processes and measures them: how long they take, how much memory they hold together."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

import psutil

PROJECT = Path(__file__).resolve().parents[2]
PAUSE_SECONDS = 0.01


def python(*arguments: object) -> list[str]:
    """A command line for this Python."""
    return [sys.executable, *map(str, arguments)]


def seconds_of(command: Sequence[str], variables: Mapping[str, str] | None = None) -> float:
    """Wall time of a process that must end well."""
    began = time.perf_counter()
    ended = _run(command, variables)
    took = time.perf_counter() - began
    _must_be_well(ended, command)
    return took


def peak_megabytes_of(command: Sequence[str]) -> float:
    """The highest sum of resident memory of a process and its descendants, looked at every 10 ms.

    Memory that processes share counts once for each, so the true figure is somewhat lower.
    """
    process = subprocess.Popen(
        command,
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(None),
        text=True,
    )
    family, peak = psutil.Process(process.pid), 0
    while process.poll() is None:
        peak = max(peak, sum(map(_resident, _members(family))))
        time.sleep(PAUSE_SECONDS)
    out, err = process.communicate()
    _must_be_well(subprocess.CompletedProcess(command, process.returncode, out, err), command)
    return peak / 1_000_000


def ratio(measured: Callable[[], float], against: Callable[[], float], repeats: int) -> float:
    """Median of one over median of the other; they take turns, so that a slow minute hits both."""
    pairs = [(measured(), against()) for _ in range(repeats)]
    numbers = [median(side) for side in zip(*pairs, strict=True)]
    tell(f"  measured {_list(pair[0] for pair in pairs)} against {_list(pair[1] for pair in pairs)}")
    return numbers[0] / numbers[1]


def tell(text: str) -> None:
    """Progress on standard error, so that standard output holds the table only."""
    print(text, file=sys.stderr, flush=True)


def _list(values: object) -> str:
    return " ".join(f"{value:.4g}" for value in values)  # type: ignore[attr-defined]


def _run(command: Sequence[str], variables: Mapping[str, str] | None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, env=environment(variables), check=False)


def environment(more: Mapping[str, str] | None) -> dict[str, str]:
    """The environment without settings of Common Ground or Streamlit, and more."""
    own = {key: value for key, value in os.environ.items() if not key.startswith(("COLLAB_", "STREAMLIT_"))}
    return {**own, **(more or {})}


def _must_be_well(ended: subprocess.CompletedProcess[str], command: Sequence[str]) -> None:
    if ended.returncode:
        told = f"{ended.stdout[-2000:]}{ended.stderr[-2000:]}"
        raise RuntimeError(f"{' '.join(command)} ended with {ended.returncode}:\n{told}")


def _members(family: psutil.Process) -> list[psutil.Process]:
    try:
        return [family, *family.children(recursive=True)]
    except psutil.Error:
        return []


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0
