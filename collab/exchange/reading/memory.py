"""How much memory another process holds, asked of the operating system without further libraries."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def resident_bytes(pid: int) -> int:
    """Bytes that the process holds in memory; 0 where it has ended or the system does not say."""
    try:
        return _ASK.get(sys.platform, _from_ps)(pid)
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        return 0


def _from_proc(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _from_ps(pid: int) -> int:
    command = ["ps", "-o", "rss=", "-p", str(pid)]
    found = subprocess.run(command, capture_output=True, timeout=2, check=True, text=True)
    return int(found.stdout.strip() or 0) * 1024


def _from_windows(pid: int) -> int:
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = [("size", wintypes.DWORD), ("faults", wintypes.DWORD)] + [
            (name, ctypes.c_size_t) for name in ("peak", "working", "a", "b", "c", "d", "pagefile", "peak_pagefile")
        ]

    windows = ctypes.windll  # type: ignore[attr-defined,unused-ignore]
    handle = windows.kernel32.OpenProcess(0x0400 | 0x0010, False, pid)
    counters = Counters(size=ctypes.sizeof(Counters))
    asked = windows.psapi.GetProcessMemoryInfo(handle, ctypes.byref(counters), counters.size)
    windows.kernel32.CloseHandle(handle)
    return int(counters.pagefile) if asked else 0


_ASK = {"linux": _from_proc, "win32": _from_windows}
