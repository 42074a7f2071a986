"""The workbook that goes out: every sheet, the same figures as on the screens, and nothing that is hidden there."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from collab.errors import NotAllowed, NotFound
from collab.exchange.journey_values import fingerprint
from collab.exchange.reading import read_book
from collab.exchange.workbook import Book, Sheet
from collab.exchange.workbook.content import Value
from collab.model import YOU, Initiative, Mode, Person, RoundState, Sector
from collab.scoring import shown
from collab.services import action_plans, initiatives, partners, purpose, rounds
from collab.services.importing import Destination
from collab.services.readiness import readiness
from collab.services.sample import load_sample
from collab.services.workbook import book, workbook
from collab.store import Store
from tests.services.contents import INSTRUMENT, a_content, averages_content, bring
from tests.services.test_nothing_given_away import FEW, MANY, people

TODAY = date(2026, 11, 22)
ORDER = (
    *("Overview", "Readiness", "Comparison", "Over time", "Answers", "Conclusions", "Stages", "Milestones"),
    *("Implementation", "Sustainability", "Checklist figures", "Root causes", "Logic model", "Action plan"),
    *("What is owed", "Partners", "History"),
)
EDITED = ("Milestones", "Implementation", "Sustainability", "Action plan")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Initiative]]:
    """The made-up sample; tests only look at it."""
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('workbook') / 'sample.sqlite'}")
    yield store, load_sample(store, YOU, today=TODAY)
    store.close()


@pytest.fixture(scope="module")
def sample(loaded: tuple[Store, Initiative]) -> Book:
    """The workbook of the compact as plain data."""
    return book(loaded[0], loaded[1].id, today=TODAY)


def sheet(made: Book, name: str) -> Sheet:
    return next(each for each in made.sheets if each.name == name)


def names(made: Book) -> tuple[str, ...]:
    return tuple(each.name for each in made.sheets)


def everything(made: Book) -> list[Value]:
    """Every cell of every table and part, and every line."""
    found: list[Value] = []
    for each in made.sheets:
        tables = (each.rows, *(part.rows for part in each.parts))
        found += [*each.lines, *(value for rows in tables for row in rows for value in row)]
    return found


def an_initiative(store: Store, name: str = "Made-up compact") -> str:
    return initiatives.create_initiative(store, YOU, name=name).id


def test_the_sample_fills_every_sheet_in_its_order(sample: Book) -> None:
    assert names(sample) == ORDER
    assert all(each.rows for each in sample.sheets)
    assert tuple(each.name for each in sample.sheets if each.is_read_back) == EDITED


def test_the_mark_says_what_the_workbook_is_and_of_what(sample: Book, loaded: tuple[Store, Initiative]) -> None:
    mark = dict(sample.mark)
    assert mark.pop("exported_at")
    mark = {name: value for name, value in mark.items() if not name.startswith("choice|")}
    assert mark == {"kind": "initiative_workbook", "initiative": loaded[1].id, "format": "1"}
    assert sheet(sample, "Implementation").mark.keys() == {"checklist", "partner", "review"}


def test_readiness_shows_the_figures_of_the_screen(sample: Book, loaded: tuple[Store, Initiative]) -> None:
    table = sheet(sample, "Readiness")
    latest = next(each for each in rounds.rounds_of(loaded[0], loaded[1].id))
    view = readiness(loaded[0], latest.id)
    columns = {each.key: place for place, each in enumerate(table.columns)}
    for row, unit in enumerate(view.partners.units):
        assert unit.partner is not None
        at = columns[unit.partner.id]
        cells = [line[at] for line in table.rows]
        figures = [shown(value) for value in view.partners.mean[row]]
        assert [shown(cell) if isinstance(cell, float) else "" for cell in cells] == figures


def test_a_half_is_rounded_in_a_cell_as_it_is_on_the_screen(sample: Book) -> None:
    figures = [value for row in sheet(sample, "Readiness").rows for value in row if isinstance(value, float)]
    assert figures
    assert all(value == round(value, 10) for value in figures)


@pytest.mark.parametrize("name", EDITED)
def test_a_workbook_that_nobody_edited_reads_back_as_it_was_written(
    name: str, loaded: tuple[Store, Initiative], tmp_path: Path
) -> None:
    path = tmp_path / "out.xlsx"
    path.write_bytes(workbook(loaded[0], loaded[1].id, today=TODAY))
    found = read_book(path, file_name=path.name)
    table = next(each for each in found.sheets if each.name == name)
    made = sheet(book(loaded[0], loaded[1].id, today=TODAY), name)
    top = next(row for row in range(table.rows) if "Key" in table.row_texts(row))
    assert table.row_texts(top) == tuple(each.title for each in made.columns)
    for row, key in enumerate(made.keys, start=top + 1):
        texts = table.row_texts(row)
        assert texts[-1] == key
        for at, column in enumerate(made.columns):
            if column.editable:
                assert found.marker[f"{name}|was|{key}|{column.key}"] == fingerprint(texts[at])


def test_what_a_step_waits_for_is_told_by_the_numbers_of_the_sheet(
    sample: Book, loaded: tuple[Store, Initiative]
) -> None:
    table = sheet(sample, "Action plan")
    at = {each.key: place for place, each in enumerate(table.columns)}
    number = {row[at["key"]]: row[at["number"]] for row in table.rows}
    view = action_plans.action_plans(loaded[0], loaded[1].id, today=TODAY)
    waits = {each.step.id: each.step.after for plan in view.plans for each in plan.steps}
    for row in table.rows:
        said = str(row[at["after"]])
        assert {int(part) for part in said.split(";") if part} == {number[key] for key in waits[str(row[at["key"]])]}
    assert any(waits.values())


def test_overall_never_stands_without_the_weakest_dimension(sample: Book) -> None:
    (told,) = (str(row[1]) for row in sheet(sample, "Overview").rows if row[0] == "Readiness, all partners")
    assert re.match(r"overall \d\.\d .*; weakest: .+ \d\.\d", told)


def test_the_overview_says_which_sheets_may_be_edited(sample: Book) -> None:
    contents = sheet(sample, "Overview").parts[-1]
    assert [row[0] for row in contents.rows] == list(ORDER[1:])
    assert tuple(row[0] for row in contents.rows if str(row[2]).startswith("Yes")) == EDITED


def few_hidden(store: Store, number: int, secret: int) -> str:
    """An initiative whose smallest partner answered in secret."""
    rows = [*people("D one", MANY, 1), *people("C two", MANY, 2), *people("C few", FEW, secret)]
    for label in ("Baseline", "Later"):
        outcome = bring(store, a_content(rows), destination=Destination(f"Initiative {number}", label))
    return outcome.initiative_id or ""


def told(content: bytes) -> dict[str, str]:
    """The sheets of figures and all charts of a workbook, byte by byte, but for ids, moments and the number."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = {name: archive.read(name).decode() for name in archive.namelist()}
    wanted = ("xl/worksheets/sheet", "xl/charts/", "xl/sharedStrings")
    return {
        name: re.sub(r"Initiative \d|[0-9a-f]{32}|\b[0-9a-f]{16}\b|\d\d:\d\d(:\d\d)?", "", text)
        for name, text in found.items()
        if name.startswith(wanted)
    }


def test_what_few_people_answered_is_in_no_sheet_and_in_no_chart(store: Store) -> None:
    ids = [few_hidden(store, number, secret) for number, secret in enumerate((0, 3))]
    one, other = (workbook(store, each, today=TODAY) for each in ids)
    assert told(one) == told(other)
    made = book(store, ids[0], today=TODAY)
    assert {"Readiness", "Comparison", "Over time", "Answers"} <= set(names(made))
    assert "C few" not in {row[0] for row in sheet(made, "Answers").rows}
    assert "hidden" in {value for row in sheet(made, "Readiness").rows for value in row}


def test_a_chart_of_a_hidden_sector_has_no_bar_instead_of_one_of_zero(store: Store) -> None:
    rows = [*people("D one", MANY, 1), *people("C few", FEW, 3)]
    outcome = bring(store, a_content(rows), destination=Destination("Made-up compact", "Baseline"))
    table = sheet(book(store, outcome.initiative_id or "", today=TODAY), "Comparison")
    assert {row[3] for row in table.rows} == {None}
    assert all("too small to be shown" in str(row[5]) for row in table.rows)


def test_an_open_round_tells_who_has_answered_and_nothing_else(store: Store) -> None:
    here = an_initiative(store)
    rounds.create_round(store, YOU, here, label="Baseline", instrument_key=INSTRUMENT.key, mode=Mode.TEAM)
    content = a_content([("D one", None, 1), ("C two", None, 3)])
    bring(store, content, destination=Destination("Made-up compact", "Baseline"), mode=Mode.TEAM)
    made = book(store, here, today=TODAY)
    assert not {"Answers", "Comparison", "Conclusions"} & set(names(made))
    assert [row[:3] for row in sheet(made, "Readiness").rows] == [("D one", "District", 1), ("C two", "Charter", 1)]
    labels = {point.label for point in INSTRUMENT.scale}
    assert not labels & {str(value) for value in everything(made)}


def test_the_answers_of_a_team_round_stand_by_name_as_they_were_given(store: Store) -> None:
    content = a_content([("D one", None, 0), ("C two", None, 3)])
    outcome = bring(store, content, destination=Destination("Made-up compact", "Baseline"), mode=Mode.TEAM)
    table = sheet(book(store, outcome.initiative_id or "", today=TODAY), "Answers")
    lowest, highest = INSTRUMENT.scale[0].label, INSTRUMENT.scale[3].label
    assert [tuple(row) for row in table.rows] == [
        ("D one", "District", *[lowest] * len(INSTRUMENT.factors)),
        ("C two", "Charter", *[highest] * len(INSTRUMENT.factors)),
    ]


def test_counts_of_answers_are_as_given_and_add_up(store: Store) -> None:
    outcome = bring(store, a_content(people("D one", MANY, 3)), destination=Destination("Made-up compact", "Baseline"))
    table = sheet(book(store, outcome.initiative_id or "", today=TODAY), "Answers")
    assert {tuple(row[4:]) for row in table.rows} == {(0, 0, 0, MANY, 0, 0, 0, 0)}
    assert len(table.rows) == len(INSTRUMENT.factors)


def test_reported_averages_are_told_as_reported_and_what_the_source_hides_stays_hidden(store: Store) -> None:
    content = averages_content({"D one": {"purpose.problem": 3.25, "purpose.vision": None}})
    outcome = bring(store, content, destination=Destination("Made-up compact", "Baseline"))
    table = sheet(book(store, outcome.initiative_id or "", today=TODAY), "Answers")
    assert [(row[2], row[4]) for row in table.rows] == [("Factor", 3.25), ("Factor", "hidden by the source")]


def test_words_that_look_like_formulas_stay_words_in_every_sheet(store: Store) -> None:
    here = an_initiative(store, "=1+1")
    partners.add_partner(store, YOU, here, name="@SUM(A1)", sector=Sector.CHARTER)
    goal = purpose.add_goal(store, YOU, here, statement="+1 more bus for every school")
    action_plans.add_step(store, YOU, goal.id, step="-1", responsible='=HYPERLINK("http://x")')
    content = workbook(store, here, today=TODAY)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/")]
    assert not [text for text in texts if re.search(r"<f[ >]", text)]
    made = openpyxl.load_workbook(io.BytesIO(content))
    assert "-1" in [cell.value for cell in made["Action plan"]["C"]]


def test_an_initiative_with_nothing_in_it_still_has_its_sheets_to_fill_in(store: Store) -> None:
    made = book(store, an_initiative(store), today=TODAY)
    assert set(EDITED) <= set(names(made))
    assert sheet(made, "Action plan").rows == []
    assert openpyxl.load_workbook(io.BytesIO(workbook(store, an_initiative(store, "Other"), today=TODAY))).sheetnames


def test_who_may_not_see_an_initiative_gets_no_workbook_of_it(store: Store) -> None:
    here = an_initiative(store)
    with pytest.raises(NotAllowed):
        workbook(store, here, today=TODAY, person=Person("other", "Somebody"))
    with pytest.raises(NotFound):
        workbook(store, "nothing", today=TODAY)


def test_a_closed_round_is_shown_like_a_revealed_one(store: Store) -> None:
    content = a_content(people("D one", MANY, 3))
    outcome = bring(store, content, destination=Destination("Made-up compact", "Baseline"))
    present = rounds.get_round(store, outcome.round_id or "")
    rounds.change_round(store, YOU, present.id, version=present.version, state=RoundState.CLOSED)
    assert "Readiness" in names(book(store, outcome.initiative_id or "", today=TODAY))
