"""The overview over many initiatives: search, filters, order and pages in the address; a row for each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from json import loads

import pytest

from collab.model import YOU, Band, Outcome, Sector, Standing
from collab.scoring.stays import Spread
from collab.services import stages
from collab.services.at_a_glance import at_a_glance
from collab.services.digests import Overview, all_digests
from collab.services.initiatives import create_initiative, edit_initiative, set_parent, set_standing
from collab.services.journey import journey
from collab.store import Store
from collab.ui import keys, overview_chart, overview_wanted, overview_words, stages_words
from collab.ui.escape import plain
from collab.ui.overview_filters import PER_PAGE, line
from collab.ui.overview_table import table
from collab.ui.overview_wanted import CONCERN, FUNDING, OVERDUE, SORTS, STALLS, Wanted, counted, found
from collab.when import When
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
    for page in ("9" * 5000, "3"):
        screen.query_params["page"] = page
        screen.run()
        assert not screen.exception
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
    assert not any(each.began for each in found(overview, Wanted(stage=overview_wanted.NOT_BEGUN)))
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


def test_the_dotted_line_is_called_what_it_is(store: Store) -> None:
    few = several(store, 1)
    quartile, rule = "the upper quartile of all stays in the stage", "365 days"
    stay = next(stage for stage, own in overview_chart.in_stages(few).items() if own)
    own, short = Spread(9, 30.0, 90.0, own=True), Spread(2, 30.0, 365.0, own=False)
    others = dict.fromkeys(few.spreads, short)
    said = overview_chart.note(replace(few, spreads=others))
    assert rule in said
    assert quartile not in said
    assert quartile in (said := overview_chart.note(replace(few, spreads=others | {stay: own})))
    assert rule not in said
    both = overview_chart.note(replace(few, spreads=dict.fromkeys(few.spreads, own) | {stay: short}))
    assert f"{quartile}, or {rule}" in both
    assert [strip.long for strip in overview_chart.strips(replace(few, spreads=others))].count(None) == 4


def test_the_summary_counts_what_needs_a_look(store: Store) -> None:
    overview = several(store, 60)
    told = overview_words.summary(overview)
    assert told.startswith(f"60 initiatives: {len(overview.stalled)} stall")
    assert "something overdue" in told


def test_a_dimension_in_concern_for_one_sector_alone_is_told_in_words(store: Store) -> None:
    overview = several(store, 60)
    alone = [
        each
        for each in overview.digests
        if each.in_concern and each.readiness and each.readiness.weakest_band is Band.BORDERLINE
    ]
    assert alone
    for each in alone:
        assert each.readiness is not None
        told = overview_words.concerns(each.readiness)
        assert any(text.startswith(("concern for charter", "concern for district")) for text in told)
        shown = _Words(table(overview, [each], with_rounds=False)).texts
        assert all(f"▼ {text}" in shown for text in told)


def test_times_are_said_as_the_pages_of_an_initiative_say_them(store: Store) -> None:
    made = create_initiative(store, YOU, name="Made-up compact")
    stages.begin(store, YOU, made.id, stage="plan", on=When.read("2020"))
    overview = all_digests(store, today=date(2026, 6, 30))
    view = journey(store, made.id, today=date(2026, 6, 30))
    assert view.current is not None
    said = stages_words.spent(view, [view.current])
    assert said.startswith("about 6")
    assert f" · {said}" in _Words(table(overview, overview.digests, with_rounds=False)).texts
    assert said in {dot.told for strip in overview_chart.strips(overview) for dot in strip.dots}


def test_area_and_outcome_are_asked_for_only_where_one_initiative_says_one(store: Store, visit: Visit) -> None:
    overview = several(store, 11)
    labels = {each.label for each in visit("overview").selectbox}
    assert labels == {"Stage", "Standing", "With partners of", "Sort by"}
    one, other = (each.initiative for each in overview.digests[:2])
    edit_initiative(store, YOU, one.id, version=one.version, name=one.name, area="enrollment")
    said = {"standing": Standing.COMPLETED, "on": TODAY, "outcome": Outcome.LASTING}
    set_standing(store, YOU, other.id, version=other.version, **said)  # type: ignore[arg-type]
    screen = visit("overview", area="enrollment")
    offered = {each.label: each.options for each in screen.selectbox}
    assert offered["Area of cooperation"] == ["All", "Common enrollment", "Not said"]
    assert offered["What came of it"] == ["All", "Lasting", "Not said"]
    assert any(each.value.startswith("1 to 1 of 1") for each in screen.caption)
    now = all_digests(store, today=TODAY)
    assert {each.initiative.id for each in found(now, Wanted(area="enrollment"))} == {one.id}
    assert {each.initiative.id for each in found(now, Wanted(outcome="lasting"))} == {other.id}
    assert len(found(now, Wanted(area="unsaid"))) == len(found(now, Wanted(outcome="unsaid"))) == 10
    assert {each.initiative.id for each in found(now, Wanted(search="common enrollment"))} == {one.id}
    texts = _Words(table(now, now.digests, with_rounds=False)).texts
    assert "What came of it: lasting" in texts
    assert any("· Common enrollment ·" in text for text in texts)


def test_who_comes_back_from_elsewhere_finds_the_list_as_it_was_left(store: Store, visit: Visit) -> None:
    several(store, 60)
    screen = visit("overview", stage="plan", sort="days")
    screen.switch_page("pages/spreadsheets.py").run()
    screen.query_params.clear()
    screen.switch_page("pages/overview.py").run()
    assert {key: screen.query_params[key] for key in screen.query_params} == {"stage": "plan", "sort": "days"}
    chosen = {each.label: each.value for each in screen.selectbox}
    assert (chosen["Stage"], chosen["Sort by"]) == ("plan", "days")
    next(each for each in screen.button if each.key == "show_all").click().run()
    assert {key: screen.query_params[key] for key in screen.query_params} == {"sort": "days"}


def test_an_initiative_that_is_not_here_is_told_once(store: Store, visit: Visit) -> None:
    make_initiatives(store, 8, today=TODAY)
    lost = visit("overview", initiative="nothere")
    assert any("is not here" in caption.value for caption in lost.caption)
    lost.switch_page("pages/partners.py").run()
    lost.query_params.clear()
    back = lost.switch_page("pages/overview.py").run()
    assert not back.exception
    assert not any("is not here" in caption.value for caption in back.caption)


def test_the_meeting_view_shows_the_stages_and_then_what_needs_a_look(store: Store, visit: Visit) -> None:
    overview = several(store, 60)
    screen = visit("overview")
    next(each for each in screen.button if each.key == "open_meeting").click().run()
    assert not screen.exception
    assert [each.value for each in screen.header] == [overview_chart.TITLE]
    titles = []
    while not next(each for each in screen.button if each.key == "meeting_next").disabled:
        next(each for each in screen.button if each.key == "meeting_next").click().run()
        assert not screen.exception
        titles.append(screen.header[0].value.replace("\\", ""))
    count = len(overview.stalled)
    assert titles[0].startswith(f"What stalls: {count} initiatives, the longest in their stage first")
    assert [any(title.startswith(start) for title in titles) for start in ("A dimension in", "Something overdue")]
    overdue = sum(each.overdue > 0 for each in overview.digests)
    assert overdue > 18
    screen.query_params["meeting"] = str(next(n for n, t in enumerate(titles, 2) if "overdue" in t and "(3 of 3)" in t))
    screen.run()
    assert f"And {overdue - 18} more: the page lists them all." in [each.value for each in screen.markdown]


def test_a_meeting_without_any_initiative_leads_to_the_start(visit: Visit) -> None:
    screen = visit("overview", meeting="1")
    assert not screen.exception
    assert "Load the made-up sample" in [each.label for each in screen.button]


def test_the_page_of_an_initiative_says_the_overall_figure_of_its_row_with_the_weakest_below(
    store: Store, visit: Visit
) -> None:
    overview = several(store, 30)
    row = next(each for each in overview.digests if each.readiness and each.readiness.overall is not None)
    assert row.readiness is not None
    screen = visit("initiative", initiative=row.initiative.id)
    assert not screen.exception
    figure = overview_words.overall(row.readiness).replace(".", "\\.")
    assert any(each.value.startswith(f"**{figure}** Overall") for each in screen.markdown)
    found = at_a_glance(store, row.initiative.id, today=TODAY).readiness
    assert found is not None
    assert found.overall.value == row.readiness.overall
    assert found.dimensions[0].label == row.readiness.weakest


def test_the_meeting_view_holds_what_the_page_looked_for_and_says_so(store: Store, visit: Visit) -> None:
    overview = several(store, 60)
    wanted = Wanted(stage="plan", only=(OVERDUE,))
    plans, weak = (found(overview, each) for each in (wanted, wanted.but_only(CONCERN)))
    assert len(weak) > 1
    screen = visit("overview", stage="plan", only="overdue", meeting="1")
    assert not screen.exception
    count = f"{len(plans)} of 60 initiatives"
    assert screen.header[0].value == plain(f"{overview_chart.TITLE}: {count}")
    assert any(plain(f"{count} (Stage: Plan; Only: Overdue)") in each.value for each in screen.markdown)
    slides = {}
    while not next(each for each in screen.button if each.key == "meeting_next").disabled:
        next(each for each in screen.button if each.key == "meeting_next").click().run()
        title, text = screen.header[0].value, " ".join(each.value for each in screen.markdown)
        slides[title.replace("\\", "")] = text.replace("\\", "")
    start = f"A dimension in concern: {len(weak)} initiatives, the weakest first · Plan, Overdue"
    told = " ".join(text for title, text in slides.items() if title.startswith(start))
    assert {each for each in overview.digests if each.initiative.name in told} == set(weak)


def test_the_chart_of_a_narrowed_meeting_draws_those_alone(store: Store, visit: Visit) -> None:
    overview = several(store, 60)
    screen = visit("overview", stage="plan", meeting="1")
    texts = [each["text"] for each in loads(screen.get("plotly_chart")[0].proto.spec)["layout"]["annotations"]]
    assert f"<b>Plan</b>  {len(overview_chart.in_stages(overview)['plan'])}" in texts
    assert "<b>Implement</b>  0" in texts


def test_each_chip_counts_what_pressing_it_would_leave(store: Store, visit: Visit) -> None:
    overview = several(store, 60)
    for wanted in (Wanted(), Wanted(stage="plan"), Wanted(stage="plan", only=(OVERDUE,)), Wanted(search="compact 01")):
        left = {look: len(found(overview, wanted.but_only(look))) for look in (STALLS, OVERDUE, CONCERN, FUNDING)}
        assert counted(overview, wanted) == left
    plans = counted(overview, Wanted(stage="plan"))
    assert plans[OVERDUE] < counted(overview, Wanted())[OVERDUE]
    screen = visit("overview", stage="plan")
    chips = next(each for each in screen.button_group if each.label == "Only")
    assert f"Overdue ({plans[OVERDUE]})" in [each.content for each in chips.proto.options]


def test_paper_says_which_rows_it_has_of_how_many_and_in_which_order(store: Store, visit: Visit) -> None:
    overview = several(store, 60)
    screen = visit("overview")
    said = "1 to 50 of 60 initiatives · Sorted by: Worked on last"
    assert any(said in each.proto.body for each in screen.get("html"))
    wanted = Wanted(search="<b>", stage="plan", only=(STALLS,), sort="days")
    assert line(overview, overview.digests[:3], wanted) == (
        "1 to 3 of 3 initiatives that fit, of 60 in all · Find: “<b>” · Stage: Plan · Only: Stalls"
        " · Sorted by: Longest in its stage"
    )


def test_accents_make_no_difference_to_what_is_found(store: Store) -> None:
    made = [create_initiative(store, YOU, name=name, place=name) for name in ("San José compact", "Östra skolan")]
    overview = all_digests(store, today=TODAY)
    for words, one in (("san jose", made[0]), ("JOSÉ", made[0]), ("OSTRA", made[1])):
        assert [each.initiative.id for each in found(overview, Wanted(search=words))] == [one.id]


def test_what_has_lasted_beyond_the_axis_is_told_below_the_chart_and_in_the_table(store: Store) -> None:
    several(store, 60)
    assert "beyond the axis" not in overview_chart.note(now := all_digests(store, today=TODAY))
    assert "Beyond the axis" not in overview_chart.stage_table(now).columns
    old = create_initiative(store, YOU, name="Made-up old")
    stages.begin(store, YOU, old.id, stage="plan", on=When.read(str(TODAY.year - 14)))
    now = all_digests(store, today=TODAY)
    assert "▸ 1 at the right edge has lasted beyond the axis." in overview_chart.note(now)
    told = [each for each in overview_chart.stage_table(now)["Beyond the axis"] if each]
    assert len(told) == 1
    assert told[0].startswith("Made-up old (about 1")


def test_the_table_of_stages_shows_a_name_as_it_is_written(store: Store, visit: Visit) -> None:
    several(store, 8)
    old = create_initiative(store, YOU, name="**Made-up** $old$")
    stages.begin(store, YOU, old.id, stage="plan", on=When.read(str(TODAY.year - 14)))
    screen = visit("overview")
    screen.session_state[keys.OVERVIEW_TABLE] = True
    screen.run()
    assert not screen.exception
    cells = " ".join(screen.table[0].value["Beyond the axis"])
    assert plain("**Made-up** $old$") in cells
