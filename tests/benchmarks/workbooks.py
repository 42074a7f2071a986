"""How long the workbook of an initiative takes to write, against bare cells, and to read back, against bare reading."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

from collab.model import Sector
from tests.benchmarks.processes import ratio, tell
from tests.benchmarks.rounds import url_of

if TYPE_CHECKING:
    from collab.exchange.workbook import Book
    from collab.services.bulk import Preview
    from collab.store import Store

SECTORS = (Sector.DISTRICT, Sector.CHARTER)
ANSWERS, PARTNERS, REPEATS = 10_000, 600, 9
"""A team round: each partner rates 17 factors, so that some 10,000 answers stand in the workbook by name."""
STEPS, OWN_MILESTONES = 60, 20


def workbook_write(folder: Path) -> float:
    """Processor time of writing the workbook over that of writing bare cells, both from the same plain data."""
    from collab.exchange.workbook import write

    made = _book(folder)
    cells = _cells(made)
    tell(f"  {sum(len(row) for _, rows in cells for row in rows):,} cells in {len(cells)} sheets")
    return ratio(lambda: _seconds(lambda: write(made)), lambda: _seconds(lambda: _bare(cells)), REPEATS)


def workbook_back(folder: Path) -> float:
    """Processor time, the reading child's too, of reading an untouched workbook back and comparing every cell of it
    with what is kept, over that of reading it alone, with the same guarded reader."""
    from collab.exchange.reading import read_book
    from collab.model import YOU
    from collab.services import workbook_back
    from collab.services.workbook import workbook
    from collab.store import Store

    file = folder / "workbook_back.xlsx"
    with closing(Store.open(url_of(folder / "workbook_back.sqlite"))) as store:
        file.write_bytes(workbook(store, _initiative(store), today=date.today()))

        def bring_back() -> None:
            back = workbook_back.workbook_of(store, YOU, read_book(file, file_name=file.name))
            shown = workbook_back.preview(store, YOU, back, held_on=date.today())
            if shown.saved or any(not each.preview or _waits(each.preview) for each in shown.sheets):
                raise RuntimeError("An untouched workbook would change something.")

        def read() -> None:
            read_book(file, file_name=file.name)

        return ratio(lambda: _seconds_of_all(bring_back), lambda: _seconds_of_all(read), REPEATS)


def _waits(shown: Preview) -> bool:
    """Whether anything of a sheet waits for somebody, or no row of it was understood."""
    return bool(shown.problems or shown.both or shown.refused or not shown.rows)


def _book(folder: Path) -> Book:
    from collab.services.workbook import book
    from collab.store import Store

    with closing(Store.open(url_of(folder / "workbook.sqlite"))) as store:
        made = book(store, _initiative(store), today=date.today())
    answers = next(each for each in made.sheets if each.name == "Answers")
    if len(answers.rows) * (len(answers.columns) - 2) < ANSWERS:
        raise RuntimeError(f"The sheet of answers has only {len(answers.rows)} rows.")
    return made


def _initiative(store: Store) -> str:
    import numpy as np

    from collab.framework import DEFAULT_INSTRUMENT, load_framework
    from collab.model import YOU, Kind, Mode, RoundState
    from collab.services.initiatives import create_initiative
    from collab.services.partners import add_partner
    from collab.services.rounds import create_round
    from collab.store import responses, rounds, tallies
    from collab.store.codes import ratings_texts
    from collab.store.keys import new_keys
    from collab.store.unit import Unit, now

    instrument = load_framework().instrument(DEFAULT_INSTRUMENT)
    here = create_initiative(store, YOU, name="Benchmark").id
    round_ = create_round(
        store, YOU, here, label="Round", instrument_key=instrument.key, mode=Mode.TEAM, state=RoundState.REVEALED
    )
    ids = [
        add_partner(store, YOU, here, name=f"Made-up partner {number:03}", sector=SECTORS[number % len(SECTORS)]).id
        for number in range(PARTNERS)
    ]
    chance = np.random.default_rng(PARTNERS)
    codes = chance.integers(0, len(instrument.scale), (PARTNERS, len(instrument.factors)), dtype=np.int8)
    texts = ratings_texts(instrument, codes)

    def work(unit: Unit) -> None:
        at = now().isoformat(timespec="microseconds")
        rows = [
            (key, round_.id, partner, None, None, None, None, text, key, False, 1, at)
            for key, partner, text in zip(new_keys(PARTNERS), ids, texts, strict=True)
        ]
        responses.insert_responses(unit, rows)
        tallies.count_texts(unit, round_.id, instrument, list(zip(ids, texts, strict=True)), sign=1)
        rounds.set_contents(unit, round_.id, mode=Mode.TEAM, kind=Kind.RESPONSES, measure=None)

    store.change(YOU, work)
    _planned(store, here)
    return here


def _planned(store: Store, here: str) -> None:
    """A plan with steps that wait for one another, own milestones, and a review in which every item is spoken of."""
    from collab.framework import load_framework
    from collab.model import YOU
    from collab.services import action_plans, milestones, purpose, reviews

    framework = load_framework()
    goal, before = purpose.add_goal(store, YOU, here, statement="Made-up goal").id, tuple[str, ...]()
    for number in range(STEPS):
        step = action_plans.add_step(
            store, YOU, goal, step=f"Made-up step {number}", barriers="Time\nMoney", due_on=date.today(), after=before
        )
        before = (step.id,)
    for number in range(OWN_MILESTONES):
        milestones.add_milestone(store, YOU, here, stage=framework.stages[0].key, label=f"Made-up milestone {number}")
    for checklist in framework.checklists:
        review = reviews.start_review(store, YOU, here, checklist.key, held_on=date.today())
        for item in (item for phase in checklist.phases for item in phase.items):
            status = framework.statuses[0].key
            reviews.save_entry(store, YOU, review.id, item.key, version=0, status=status, successes="Made-up words")


def _cells(made: Book) -> list[tuple[str, list[tuple[object, ...]]]]:
    """Sheet by sheet the rows of every table, titles and lines of text."""
    found = []
    for sheet in made.sheets:
        rows: list[tuple[object, ...]] = [(sheet.heading,), *((line,) for line in sheet.lines)]
        rows += [tuple(each.title for each in sheet.columns), *map(tuple, sheet.rows)]
        for part in sheet.parts:
            rows += [(part.heading,), part.titles, *map(tuple, part.rows)]
        found.append((sheet.name, rows))
    return found


def _bare(cells: list[tuple[str, list[tuple[object, ...]]]]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name, rows in cells:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif isinstance(value, date):
                    sheet.write_datetime(number, column, value)
                elif value is not None:
                    sheet.write_number(number, column, value)
    book.close()
    return buffer.getvalue()


def _seconds_of_all(work: Callable[[], object]) -> float:
    """Processor time of this process and of those that it starts and waits for."""
    began = os.times()
    work()
    ended = os.times()
    return sum(ended[:4]) - sum(began[:4])


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
