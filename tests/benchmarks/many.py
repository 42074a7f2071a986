"""How long the server works on a rerun of Overview: with hundreds of initiatives, against a tenth of them."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from functools import cache
from pathlib import Path

from tests.benchmarks.processes import ratio, tell
from tests.benchmarks.rounds import url_of
from tests.benchmarks.server_time import APP, REPEATS, WARM_UP
from tests.benchmarks.visiting import Visit, elements_in, faults_in, serving, visiting

MANY, FEWER = 500, 50


def overview_500(folder: Path) -> float:
    """Server seconds of a rerun of Overview with 500 initiatives over 50."""
    with ExitStack() as stack:
        visits = []
        for count in (MANY, FEWER):
            served = stack.enter_context(
                serving(APP, folder, {"COLLAB_DATABASE_URL": url_of(initiatives(folder, count))})
            )
            visits.append(stack.enter_context(visiting(served)))
            warm(visits[-1])
        return ratio(visits[0].run, visits[1].run, REPEATS)


@cache
def initiatives(folder: Path, count: int) -> Path:
    """A database with so many made-up initiatives, each with its journey."""
    from collab.store import Store
    from tests.many_initiatives import make_initiatives

    tell(f"  making {count} initiatives")
    database = folder / f"initiatives_{count}.sqlite"
    store = Store.open(url_of(database))
    make_initiatives(store, count, today=date.today())
    store.close()
    return database


def warm(visit: Visit) -> None:
    """Run Overview until nothing is done for the first time; a fault on it stops the benchmark."""
    for _ in range(WARM_UP):
        visit.run()
    if faults_in(visit.drawn):
        raise RuntimeError(f"The page drew a fault: {faults_in(visit.drawn)}")
    if not any(kind.startswith("plotly_chart") for kind in elements_in(visit.drawn)):
        raise RuntimeError("The page did not draw its chart.")
