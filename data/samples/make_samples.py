"""Writes the made-up sample files again, always the same: python -m data.samples.make_samples [FOLDER]."""

from __future__ import annotations

import sys
from pathlib import Path

from data.samples.readiness_rounds import WAVES, write_wave
from data.samples.school_survey import write_survey

HERE = Path(__file__).resolve().parent


def make_samples(folder: Path = HERE) -> tuple[Path, ...]:
    """Write all sample files into a folder and return their paths."""
    return (*(write_wave(wave, folder) for wave in WAVES), write_survey(folder))


if __name__ == "__main__":
    for path in make_samples(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE):
        print(path)
