"""The overview over many initiatives: search, filters, order and pages in the address; a row for each."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

import pytest

from collab.model import YOU, Sector, Standing
from collab.services.digests import Overview, all_digests
from collab.services.initiatives import create_initiative, set_parent
from collab.store import Store
from collab.ui import overview_chart, overview_filters, overview_words
from collab.ui.overview_filters import CONCERN, FUNDING, OVERDUE, PER_PAGE, SORTS, STALLS, Wanted, found
from collab.ui.overview_table import table
from tests.many_initiatives import make_initiatives
from tests.pages.conftest import Visit

TODAY = date.today()
WEIRD = "<b>bold</b> & \"quoted\" 'name'"


def several(store: Store, count: int) -> Overview:
    """So many made-up initiatives."""
    make_initiatives(store, count, today=TODAY)
    return all_digests(store, today=TODAY)


class _Words(HTMLParser):
    """The texts and tags of a piece of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)


@pytest.mark.parametrize("count", [1, 5, 11, 60])
def test_any_number_of_initiatives_is_shown_without_a_fault(store: Store, visit: Visit, count: int) -> None:
    several(store, count)
    screen = visit("overview")
    assert not screen.exception
    assert not screen.error
    many = count > 5
    assert ("Every initiative" in [each.value for each in screen.subheader]) is many
    assert bool([each for each in screen.selectbox if each.label == "Sort by"]) is many
    assert bool([each for each in screen.button if each.label == "New round"]) is not many


def test_everything_that_is_chosen_stands_in_the_address(store: Store, visit: Visit) -> None:
    several(store, 120)
    screen = visit("overview", stage="plan", only="stalls,overdue", sort="days", sector="district", find="made-up")
    assert not screen.exception
    chosen = {each.label: each.value for each in screen.selectbox}
    assert chosen == {
        "Stage": "plan",
        "Standing": "any",
        "With partners of": "district",
        "Sort by": "days",
    }
    assert next(each for each in screen.button_group if each.label == "Only").value == ["stalls", "overdue"]
    assert screen.text_input[0].value == "made-up"


def test_another_filter_leads_back_to_the_first_page(store: Store, visit: Visit) -> None:
    several(store, 120)
    screen = visit("overview")
    screen.query_params["page"] = "3"
    screen.run()
    assert any(each.value.startswith("101 to 120 of 120") for each in screen.caption)
    next(each for each in screen.selectbox if each.label == "Standing").set_value("active").run()
    assert screen.query_params["standing"] == "active"
    assert "page" not in screen.query_params
    next(each for each in screen.button if each.label == "Next").click().run()
    assert screen.query_params["page"] == "2"


def test_what_nobody_fits_says_so_and_offers_all(store: Store, visit: Visit) -> None:
    several(store, 11)
    screen = visit("overview")
    screen.text_input[0].set_value("no such word").run()
    assert "No initiative fits" in screen.info[0].value
    next(each for each in screen.button if each.label == "Show all").click().run()
    assert not screen.info
    assert screen.text_input[0].value == ""


def test_the_rounds_of_one_among_many_stand_under_its_address(store: Store, visit: Visit) -> None:
    overview = several(store, 11)
    one = overview.digests[3].initiative
    screen = visit("overview", initiative=one.id)
    assert not screen.exception
    assert len(screen.subheader) == 1
    assert [each.label for each in screen.button if each.label == "New round"] == ["New round"]
    next(each for each in screen.button if each.label == "All 11 initiatives").click().run()
    assert "Every initiative" in [each.value for each in screen.subheader]


def test_those_that_stall_are_one_press_away(store: Store, visit: Visit) -> None:
    overview = several(store, 60)
    screen = visit("overview")
    screen.query_params["page"] = "2"
    screen.text_input[0].set_value("compact").run()
    next(each for each in screen.button if each.key == "show_stalled").click().run()
    assert dict(screen.query_params) == {"only": "stalls"}
    count = len(overview.stalled)
    assert any(each.value.startswith(f"1 to {count} of {count}") for each in screen.caption)


def test_the_table_of_stages_counts_each_initiative_once(store: Store) -> None:
    overview = several(store, 60)
    stages = overview_chart.stage_table(overview)
    standing = [each for each in overview.digests if each.initiative.standing in (Standing.ACTIVE, Standing.PAUSED)]
    assert stages["Initiatives"].sum() == sum(each.stage is not None for each in standing)
    assert stages["Stall"].sum() == len(overview.stalled)
    assert sum(len(strip.dots) for strip in overview_chart.strips(overview)) == stages["Initiatives"].sum()
    for name in (each.initiative.name for each in overview.digests if each.initiative.id in overview.stalled):
        assert any(name in told for told in stages["Which stall"])


def test_each_filter_keeps_what_it_says_and_nothing_else(store: Store) -> None:
    overview = several(store, 60)
    every = set(overview.digests)
    kept = {
        STALLS: {each for each in every if each.initiative.id in overview.stalled},
        OVERDUE: {each for each in every if each.overdue},
        CONCERN: {each for each in every if each.in_concern},
        FUNDING: {each for each in every if each.funding_soon},
    }
    for key, wanted in kept.items():
        assert wanted
        assert set(found(overview, Wanted(only=(key,)))) == wanted
    assert set(found(overview, Wanted(only=(STALLS, OVERDUE)))) == kept[STALLS] & kept[OVERDUE]
    assert {each.stage for each in found(overview, Wanted(stage="plan"))} == {"plan"}
    assert not any(each.began for each in found(overview, Wanted(stage=overview_filters.NOT_BEGUN)))
    assert all(Sector.STATE in each.sectors for each in found(overview, Wanted(sector="state")))
    assert all("elm" in each.initiative.place.casefold() for each in found(overview, Wanted(search="ELM valley")))


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_holds_every_initiative_once(store: Store, sort: str) -> None:
    overview = several(store, 40)
    rows = found(overview, Wanted(sort=sort))
    assert len(rows) == len(set(rows)) == 40
    if sort == "days":
        days = [each.days for each in rows if each.days is not None]
        assert days == sorted(days, reverse=True)
        assert [each.days for each in rows[len(days) :]] == [None] * (40 - len(days))
    if sort == "weakest":
        known = [each.readiness.weakest_figure for each in rows if each.readiness and each.readiness.weakest_figure]
        assert known == sorted(known)


def test_the_table_holds_the_text_of_users_as_text(store: Store) -> None:
    create_initiative(store, YOU, name=WEIRD, place=WEIRD)
    overview = all_digests(store, today=TODAY)
    words = _Words(table(overview, overview.digests, with_rounds=True))
    assert WEIRD in words.texts
    assert any(text.startswith(WEIRD) and text.endswith("0 partners") for text in words.texts)


def test_what_runs_under_a_compact_says_so_and_is_found_by_its_name(store: Store) -> None:
    compact, part = (create_initiative(store, YOU, name=f"Made-up {name}") for name in ("compact", "application"))
    set_parent(store, YOU, part.id, version=1, parent_id=compact.id)
    overview = all_digests(store, today=TODAY)
    assert {each.initiative.id for each in found(overview, Wanted(search="compact"))} == {compact.id, part.id}
    assert "under Made-up compact · 0 partners" in _Words(table(overview, overview.digests, with_rounds=False)).texts


def test_every_row_says_its_path_aloud(store: Store) -> None:
    overview = several(store, 30)
    text = table(overview, overview.digests[:PER_PAGE], with_rounds=True)
    assert text.count('role="img" aria-label="Commit ') == 30
    assert text.count("<tr") == 31
    assert "Commit done, Assess" in text


def test_the_summary_counts_what_needs_a_look(store: Store) -> None:
    overview = several(store, 60)
    told = overview_words.summary(overview)
    assert told.startswith(f"60 initiatives: {len(overview.stalled)} stall")
    assert "something overdue" in told
