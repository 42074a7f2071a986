"""How much a spreadsheet may ask for, and the limits that hold the child process to it."""

from __future__ import annotations

import sys

MEGABYTE = 1 << 20

FILE_BYTES = 256 * MEGABYTE
CELLS = 10_000_000
GRID_ROWS = 1_048_576
GRID_COLUMNS = 16_384
CELL_CHARACTERS = 32_767
SHEETS = 255
MERGED_RANGES = 200_000
ELEMENTS = 40_000_000
PLACES_KEPT = 2_000

MEMBERS = 5_000
UNPACKED_BYTES = 1_000 * MEGABYTE
RATIO = 200
RATIO_FREE_BYTES = 16 * MEGABYTE
CHUNK_LEFT_BYTES = 8 * MEGABYTE
SMALL_PART_BYTES = 32 * MEGABYTE

DISTINCT_TEXTS = 2_000_000
DISTINCT_CHARACTERS = 150_000_000
LINE_CHARACTERS = 8 * MEGABYTE
PAGE_BYTES = 48 * MEGABYTE
PAGE_CELLS = 1_000_000

MEMORY_EXIT = 77
MEMORY_BYTES = 1_024 * MEGABYTE
CPU_SECONDS = 20
CPU_SECONDS_PER_MEGABYTE = 0.5


def cpu_seconds(file_bytes: int) -> int:
    """Processor time that a file of this size may take: 20 seconds, and half a second per megabyte."""
    return CPU_SECONDS + int(file_bytes / MEGABYTE * CPU_SECONDS_PER_MEGABYTE)


def wall_seconds(file_bytes: int) -> int:
    """Time by the clock after which the child is ended: three times its processor time, for a busy machine."""
    return 3 * cpu_seconds(file_bytes)


def hold_this_process(file_bytes: int) -> None:
    """Limit memory, processor time, written files and core dumps of this process where the system can."""
    if sys.platform == "win32":
        return
    import resource

    seconds = cpu_seconds(file_bytes)
    wanted = {
        resource.RLIMIT_AS: (MEMORY_BYTES, MEMORY_BYTES),
        resource.RLIMIT_CPU: (seconds, seconds + 1),
        resource.RLIMIT_FSIZE: (MEGABYTE, MEGABYTE),
        resource.RLIMIT_CORE: (0, 0),
    }
    for kind, pair in wanted.items():
        try:
            resource.setrlimit(kind, pair)
        except (ValueError, OSError):  # macOS refuses some; the parent watches memory and time there
            continue
