"""How long the server works on a rerun of Readiness: against constants, and with a million respondents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.benchmarks.processes import PROJECT, ratio
from tests.benchmarks.recording import save_recording
from tests.benchmarks.rounds import renaming, round_with, url_of
from tests.benchmarks.visiting import Visit, elements_in, faults_in, serving, visiting

APP = PROJECT / "app.py"
CONSTANTS = PROJECT / "tests" / "benchmarks" / "constants_app.py"
PAGE = "readiness"
WARM_UP, REPEATS = 4, 41


def page_server(folder: Path) -> float:
    """Server seconds of a rerun of Readiness with 20 partners, over the same elements from constants."""
    with ExitStack() as stack:
        real = stack.enter_context(_visit(folder, round_with(folder, 1_000)))
        constants = stack.enter_context(_visit_constants(folder, recorded(folder, real)))
        _must_draw_the_same(real, constants)
        return ratio(_again(real), _again(constants), REPEATS)


def page_scale(folder: Path) -> float:
    """Server seconds of Readiness with 1,000,000 respondents over 1,000, figures worked out anew."""
    with ExitStack() as stack:
        visits = []
        for respondents in (1_000_000, 1_000):
            database = round_with(folder, respondents)
            visits.append(_after(renaming(database), _again(stack.enter_context(_visit(folder, database)))))
        return ratio(*visits, REPEATS)


def recorded(folder: Path, real: Visit) -> Path:
    """What the page drew in its first run, kept as constants."""
    return save_recording(real.drawn, folder / "readiness.recording")


@contextmanager
def _visit(folder: Path, database: Path) -> Iterator[Visit]:
    """A visitor of Readiness whose latest run drew the page in full."""
    variables = {"COLLAB_DATABASE_URL": url_of(database)}
    with serving(APP, folder, variables) as served, visiting(served) as visit:
        warm(visit)
        yield visit


@contextmanager
def _visit_constants(folder: Path, recording: Path) -> Iterator[Visit]:
    variables = {"COMMON_GROUND_RECORDING": str(recording)}
    with serving(CONSTANTS, folder, variables) as served, visiting(served) as visit:
        warm(visit)
        yield visit


def warm(visit: Visit) -> None:
    """Run Readiness until nothing is done for the first time; a fault on it stops the benchmark."""
    visit.run()
    for _ in range(WARM_UP):
        visit.run(PAGE)
    if faults_in(visit.drawn):
        raise RuntimeError(f"The page drew a fault: {faults_in(visit.drawn)}")


def _must_draw_the_same(real: Visit, constants: Visit) -> None:
    drawn, held_to = elements_in(real.drawn), elements_in(constants.drawn)
    if drawn != held_to:
        raise RuntimeError(f"The page of constants draws something else: {held_to - drawn} for {drawn - held_to}")


def _again(visit: Visit) -> Callable[[], float]:
    return lambda: visit.run(PAGE)


def _after(first: Callable[[], None], then: Callable[[], float]) -> Callable[[], float]:
    def both() -> float:
        first()
        return then()

    return both
