"""The report of a meeting: the figures of the screens, nothing that is hidden there, only what was asked for."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import openpyxl
import pytest
from pptx import Presentation

from collab.charts.theme import LIGHT
from collab.errors import NotAllowed
from collab.model import YOU, Initiative, Mode, Round, Sector
from collab.reports import Bars, Grid, Page, Report, Spans, Table
from collab.reports.paper import _told
from collab.reports.slide_tables import LATE
from collab.scoring import shown
from collab.services import initiatives, readiness_words, report_readiness, rounds
from collab.services.action_plans import Progress
from collab.services.comparison import comparison
from collab.services.importing import Destination
from collab.services.readiness import readiness
from collab.services.report import ONLY_TAGGED, Chosen, Form, made, report, written
from collab.services.report_topics import TITLES, Topic
from collab.services.sample import load_sample
from collab.store import Store
from tests.services.contents import INSTRUMENT, a_content, averages_content, bring
from tests.services.test_nothing_given_away import FEW, MANY, people

TODAY = date(2026, 11, 22)
Loaded = tuple[Store, Initiative, Round]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """The made-up sample; tests only look at it."""
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('report') / 'sample.sqlite'}")
    initiative = load_sample(store, YOU, today=TODAY)
    yield store, initiative, rounds.rounds_of(store, initiative.id)[0]
    store.close()


@pytest.fixture(scope="module")
def sample(loaded: Loaded) -> Report:
    """All parts of the compact's latest round."""
    return report(*loaded, today=TODAY)


def of(found: Report, topic: Topic) -> list[Page]:
    return [page for page in found.pages if page.topic == TITLES[topic]]


def told(found: Report) -> str:
    """Everything that stands in a report."""
    return repr(found)


def test_the_sample_fills_every_part_in_its_order(sample: Report) -> None:
    assert list(dict.fromkeys(page.topic for page in sample.pages)) == list(TITLES.values())
    assert all(page.headline and (page.block is None or page.told) for page in sample.pages)


def test_it_says_that_data_are_made_up_and_of_which_day_they_are(sample: Report) -> None:
    assert "made-up sample data" in sample.context
    assert "Made-up sample data: no real organisation gave these answers." in sample.about
    assert sample.data_of == "Data as of 22 Nov 2026"


def test_readiness_begins_with_the_sentence_of_the_screen_and_shows_its_figures(sample: Report, loaded: Loaded) -> None:
    store, _, round_ = loaded
    view = readiness(store, round_.id)
    first = of(sample, Topic.READINESS)[0]
    assert [first.headline, *first.lines] == readiness_words.reading(view)
    assert isinstance(first.block, Grid)
    everyone = [head.name for head in first.block.heads].index("All partners")
    row = next(at for at, unit in enumerate(view.sectors.units) if unit.sector is None)
    labels = {each.label: each.key for each in view.instrument.dimensions}
    for line in first.block.rows:
        place = next(at for at, target in enumerate(view.sectors.targets) if target.key == labels[line.label])
        assert line.cells[everyone].text.split()[0] == shown(view.sectors.mean[row, place])


def test_the_bars_of_a_comparison_are_its_unrounded_figures(sample: Report, loaded: Loaded) -> None:
    store, _, round_ = loaded
    view = comparison(store, round_.id)
    bars = of(sample, Topic.COMPARE)[0].block
    assert isinstance(bars, Bars)
    labels = {each.key: each.label for each in view.instrument.dimensions}
    wanted = {labels[gap.target.key]: (gap.district, gap.charter) for gap in view.gaps if gap.target.key in labels}
    found = dict(zip(bars.names, zip(*(each.values for each in bars.series), strict=True), strict=True))
    assert found.keys() == wanted.keys()
    for name, values in found.items():
        assert values == pytest.approx(wanted[name])


def test_all_factors_stand_with_the_reading_of_each(sample: Report, loaded: Loaded) -> None:
    store, _, round_ = loaded
    sentences = comparison(store, round_.id).sentences
    table = of(sample, Topic.COMPARE)[-1].block
    assert isinstance(table, Table)
    assert {row[4] for row in table.rows} <= set(sentences.values())
    assert len(table.rows) == len(INSTRUMENT.factors)


def test_overdue_steps_stand_out_and_say_so_in_words(sample: Report) -> None:
    for topic in (Topic.CONCLUSIONS, Topic.PLANS, Topic.OWED):
        tables = [page.block for page in of(sample, topic) if isinstance(page.block, Table)]
        last = [row[-1] for table in tables for at, row in enumerate(table.rows) if at in table.late]
        assert last, topic
        assert all(re.search(r"[Oo]verdue|\d days?$", text) for text in last), last


def test_a_standing_has_one_colour_on_all_pages_of_plans_the_one_of_the_screens(sample: Report) -> None:
    progress, *pages = (page.block for page in of(sample, Topic.PLANS))
    assert isinstance(progress, Bars)
    kinds = {kind.name: kind for block in pages if isinstance(block, Spans) for kind in block.kinds}
    done, overdue, to_do = ((each.colour, each.edge) for each in progress.series)
    assert [(kinds[name].colour, kinds[name].edge) for name in ("Done", "Overdue", "To come")] == [done, overdue, to_do]
    assert {overdue[0], LATE} == {LIGHT.fell}
    assert kinds["Under way"].colour == LIGHT.rose
    assert len({(kind.colour, kind.edge, kind.is_dotted) for kind in kinds.values()}) == len(Progress)
    assert [kind.name for kind in kinds.values() if kind.is_dotted] == ["Waits"]


def few_hidden(store: Store, number: int, secret: int) -> tuple[Initiative, Round]:
    """A round whose smallest partner answered in secret."""
    rows = [*people("D one", MANY, 1), *people("C two", MANY, 2), *people("C few", FEW, secret)]
    outcome = bring(store, a_content(rows), destination=Destination(f"Initiative {number}", "Baseline"))
    return place_of(store, outcome.initiative_id)


def place_of(store: Store, initiative_id: str | None) -> tuple[Initiative, Round]:
    card = next(each for each in initiatives.overview(store) if each.initiative.id == initiative_id)
    return card.initiative, rounds.rounds_of(store, card.initiative.id)[0]


def file_told(content: bytes) -> list[str]:
    """Every text, table, chart with its numbers, description and note of slides, but for what differs by itself."""
    deck = Presentation(io.BytesIO(content))
    found: list[str] = []
    for slide in deck.slides:
        found += [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        found += [cell.text for s in slide.shapes if s.has_table for row in s.table.rows for cell in row.cells]
        found += [repr(chart_told(s.chart)) for s in slide.shapes if s.has_chart]
        found += [repr(cells_of(s.chart)) for s in slide.shapes if s.has_chart]
        found += [about.get("descr") or "" for about in slide.shapes._spTree.xpath(".//p:cNvPr")]
        found.append(slide.notes_slide.notes_text_frame.text)
    return [anonymous(text) for text in found]


def anonymous(text: str) -> str:
    """Without the number of the initiative and moments."""
    return re.sub(r"Initiative \d|\d\d:\d\d", "", text)


def cells_of(chart: Any) -> list[tuple[object, ...]]:
    """Every cell of the workbook behind a chart."""
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    return [row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]


def paper_told(found: Report) -> str:
    """All that the typesetter is given, from which nothing but the PDF is made."""
    return anonymous(json.dumps(_told(found), default=str))


def chart_told(chart: Any) -> list[tuple[str, tuple[float | None, ...]]]:
    return [(each.name, tuple(each.values)) for each in chart.plots[0].series]


def few_reported(store: Store, number: int, secret: int) -> tuple[Initiative, Round]:
    """A round of reported averages, of which one partner's are those of few people."""
    means = {"D one": 3.0, "D two": 2.5, "C two": 2.0, "C few": 1.0 + secret}
    content = averages_content({name: dict.fromkeys(INSTRUMENT.factor_keys, mean) for name, mean in means.items()})
    assert content.averages is not None
    counts = np.full(content.averages.values.shape, MANY)
    counts[list(means).index("C few")] = FEW
    content = replace(content, averages=replace(content.averages, answers=counts))
    outcome = bring(store, content, destination=Destination(f"Initiative {number}", "Baseline"))
    return place_of(store, outcome.initiative_id)


@pytest.mark.parametrize("hidden", [few_hidden, few_reported])
def test_what_few_people_answered_is_in_no_page_and_in_no_chart(
    store: Store, hidden: Callable[[Store, int, int], tuple[Initiative, Round]]
) -> None:
    found = [report(store, *hidden(store, number, secret), today=TODAY) for number, secret in enumerate((0, 3))]
    decks = [file_told(made(each, Form.SLIDES)) for each in found]
    assert decks[0] == decks[1]
    assert paper_told(found[0]) == paper_told(found[1])
    assert any("<5" in text for text in decks[0])
    assert "<5" in paper_told(found[0])
    assert any("C two" in text for text in decks[0])


def test_a_hidden_sector_has_no_bar_instead_of_one_of_zero(store: Store) -> None:
    outcome = bring(
        store,
        a_content([*people("D one", MANY, 1), *people("C few", FEW, 3)]),
        destination=Destination("Made-up compact", "Baseline"),
    )
    found = report(store, *place_of(store, outcome.initiative_id), today=TODAY, topics=(Topic.COMPARE,))
    bars = found.pages[0].block
    assert isinstance(bars, Bars)
    assert {value for each in bars.series if each.name == "Charter" for value in each.values} == {None}
    assert "cannot be compared" in found.pages[0].headline


def test_an_open_round_is_refused_and_shows_nothing(store: Store) -> None:
    initiative = initiatives.create_initiative(store, YOU, name="Made-up compact")
    rounds.create_round(store, YOU, initiative.id, label="Baseline", instrument_key=INSTRUMENT.key, mode=Mode.TEAM)
    bring(
        store, a_content([("D one", None, 1)]), destination=Destination("Made-up compact", "Baseline"), mode=Mode.TEAM
    )
    with pytest.raises(NotAllowed, match="is open"):
        report(store, *place_of(store, initiative.id), today=TODAY)


def test_a_choice_of_sectors_is_kept_and_named(loaded: Loaded) -> None:
    chosen = Chosen(sectors=(Sector.DISTRICT,))
    found = report(*loaded, today=TODAY, topics=(Topic.READINESS,), chosen=chosen)
    assert "Only the sectors District." in found.about
    assert "Charter" not in told(found)


def test_averages_are_shown_as_reported_and_have_no_agreement(store: Store) -> None:
    one, two = INSTRUMENT.factor_keys[:2]
    content = averages_content({"D one": {one: 3.2, two: 2.0}, "C two": {one: 1.4, two: None}})
    outcome = bring(store, content, destination=Destination("Made-up compact", "Baseline"))
    found = report(store, *place_of(store, outcome.initiative_id), today=TODAY)
    table = of(found, Topic.COMPARE)[-1].block
    assert isinstance(table, Table)
    assert not [each.title for each in table.columns if "Agreement" in each.title]
    assert made(found, Form.SLIDES)[:2] == b"PK"
    assert made(found, Form.PAPER)[:4] == b"%PDF"


def test_more_partners_than_columns_stand_in_rows(store: Store) -> None:
    rows = [line for number in range(60) for line in people(f"{'DC'[number % 2]} number {number}", 1, number % 4)]
    outcome = bring(store, a_content(rows), destination=Destination("Made-up compact", "Baseline"), mode=Mode.TEAM)
    found = report(store, *place_of(store, outcome.initiative_id), today=TODAY, topics=(Topic.READINESS,))
    first, *_, last = found.pages
    assert isinstance(first.block, Grid)
    assert isinstance(last.block, Grid)
    assert len(first.block.heads) <= report_readiness.MOST_PARTNERS
    assert sum(row.label.startswith(("D n", "C n")) for row in last.block.rows) == 60


def test_a_gap_stands_beside_both_means_under_the_names_of_the_sectors(sample: Report) -> None:
    dimensions = [page.block for page in of(sample, Topic.READINESS)[1:]]
    assert dimensions
    for block in dimensions:
        assert isinstance(block, Grid)
        kept = {head.name: head.group for head in block.heads if head.kept}
        assert {"Gap": "", "District mean": "District", "Charter mean": "Charter"}.items() <= kept.items()
        assert all(head.group for head in block.heads if not head.kept)


def test_a_pdf_with_signs_that_no_letters_show_says_that_it_keeps_no_standard(sample: Report) -> None:
    assert written(sample, Form.PAPER).note == ""
    assert written(replace(sample, subtitle="\U00012000"), Form.PAPER).note == ONLY_TAGGED


def test_an_initiative_with_nothing_to_show_says_so(store: Store) -> None:
    initiative = initiatives.create_initiative(store, YOU, name="Made-up compact")
    with pytest.raises(NotAllowed, match="nothing to show yet"):
        report(store, initiative, today=TODAY, topics=(Topic.PLANS,))
