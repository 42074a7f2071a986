"""How long the server works on a rerun of Checklists with 24 reviews, against the same elements from constants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.processes import ratio
from tests.benchmarks.recording import save_recording
from tests.benchmarks.rounds import url_of
from tests.benchmarks.server_time import APP, CONSTANTS, REPEATS, WARM_UP
from tests.benchmarks.server_time import PAGE as PAGE_OF_CONSTANTS
from tests.benchmarks.visiting import Visit, elements_in, faults_in, serving, visiting

if TYPE_CHECKING:
    from collab.store import Store

PAGE = "checklists"
REVIEWS, PARTNERS = 18, 6


def checklist_page(folder: Path) -> float:
    """Server seconds of a rerun of Checklists with 18 joint reviews and 6 of partners, over constants."""
    with ExitStack() as stack:
        variables = {"COLLAB_DATABASE_URL": url_of(reviewed(folder))}
        real = stack.enter_context(_visit(folder, APP, variables, PAGE))
        recording = save_recording(real.drawn, folder / "checklists.recording")
        variables = {"COMMON_GROUND_RECORDING": str(recording)}
        constants = stack.enter_context(_visit(folder, CONSTANTS, variables, PAGE_OF_CONSTANTS))
        if elements_in(real.drawn) != elements_in(constants.drawn):
            raise RuntimeError("The page of constants draws something else.")
        return ratio(_again(real, PAGE), _again(constants, PAGE_OF_CONSTANTS), REPEATS)


@contextmanager
def _visit(folder: Path, script: Path, variables: dict[str, str], page: str) -> Iterator[Visit]:
    """A visitor whose latest run drew the page in full, nothing being done for the first time; a fault stops it."""
    with serving(script, folder, variables) as served, visiting(served) as visit:
        visit.run()
        for _ in range(WARM_UP):
            visit.run(page)
        if faults_in(visit.drawn):
            raise RuntimeError(f"The page drew a fault: {faults_in(visit.drawn)}")
        yield visit


def _again(visit: Visit, page: str) -> Callable[[], float]:
    return lambda: visit.run(page)


def reviewed(folder: Path) -> Path:
    """A database of one initiative with 24 reviews in which every item has a status and words."""
    from collab.model import YOU, Sector
    from collab.services.initiatives import create_initiative
    from collab.services.partners import add_partner
    from collab.store import Store

    database = folder / "reviewed.sqlite"
    store = Store.open(url_of(database))
    initiative = create_initiative(store, YOU, name="Made-up compact", made_up=True)
    sectors = (Sector.DISTRICT, Sector.CHARTER)
    partners = [
        add_partner(store, YOU, initiative.id, name=f"Made-up partner {place}", sector=sectors[place % 2])
        for place in range(PARTNERS)
    ]
    for place, partner in enumerate([None] * REVIEWS + [each.id for each in partners]):
        _hold(store, initiative.id, date(2024, 1, 1) + timedelta(days=30 * place), partner, place)
    store.close()
    return database


def _hold(store: Store, initiative_id: str, on: date, partner_id: str | None, turn: int) -> None:
    """A review in which items rise as the turns do."""
    from collab.framework import load_framework
    from collab.journey import ReviewState
    from collab.model import YOU
    from collab.services import reviews

    statuses = [each.key for each in load_framework().statuses if each.score is not None]
    begun = reviews.start_review(store, YOU, initiative_id, "implementation", held_on=on, partner_id=partner_id)
    view = reviews.review_view(store, begun.id)
    for place, (_, item) in enumerate(view.items):
        reviews.save_entry(
            store,
            YOU,
            begun.id,
            item.key,
            version=view.entries[item.key].version,
            status=statuses[min((turn + place) // 12, 2)],
            successes=f"Made-up success {turn}",
            next_steps="A made-up next step of some words",
        )
    reviews.save_review(store, YOU, begun.id, version=begun.version, state=ReviewState.HELD)
