"""The Over time screen: what changed in words first, the address, the meeting, and every state without a comparison."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from collab.framework import DEFAULT_INSTRUMENT
from collab.model import YOU, Initiative, Instrument, Measure, Mode, Round, RoundState, Sector
from collab.services.answers import enter_answers
from collab.services.importing import Destination
from collab.services.initiatives import create_initiative
from collab.services.partners import add_partner, partners_of
from collab.services.rounds import change_round, create_round, get_round
from collab.store import Store
from tests.factories import instrument, readiness_instrument
from tests.pages.conftest import Visit
from tests.services.contents import a_content, averages_content, bring

WEIRD = "$x$ :red[a] <b>b</b>"
LEVELS = ("strongly_disagree", "disagree", "agree", "strongly_agree")
NAMES = ("Eastport Schools", "Harbor Charter", "Lantern Charter")


def compact(store: Store, *, names: tuple[str, ...] = NAMES) -> Initiative:
    """An initiative with these partners, the first of them a district."""
    initiative = create_initiative(store, YOU, name=f"Compact {names[0]}", made_up=True)
    for place, name in enumerate(names):
        sector = Sector.CHARTER if place else Sector.DISTRICT
        add_partner(store, YOU, initiative.id, name=name, sector=sector)
    return initiative


def hold(
    store: Store, initiative: Initiative, label: str, levels: tuple[int, ...], *, year: int, reveal: bool = True
) -> Round:
    """A team round of the first partners, each with one level (0..3) for every factor."""
    made = create_round(
        store,
        YOU,
        initiative.id,
        label=label,
        instrument_key=DEFAULT_INSTRUMENT,
        mode=Mode.TEAM,
        held_on=date(year, 1, 1),
    )
    ordered = sorted(
        (card.partner for card in partners_of(store, initiative.id)), key=lambda each: each.sector is Sector.CHARTER
    )
    for partner, level in zip(ordered, levels, strict=False):
        ratings = {factor.key: LEVELS[level] for factor in readiness_instrument().factors}
        enter_answers(store, YOU, made.id, partner.id, ratings, {})
    if reveal:
        present = get_round(store, made.id)
        change_round(store, YOU, made.id, version=present.version, state=RoundState.REVEALED)
    return get_round(store, made.id)


def said(screen: AppTest) -> str:
    elements = [*screen.markdown, *screen.caption, *screen.info]
    return "\n".join(element.value for element in elements).replace("\\", "")


def test_the_first_sentence_counts_what_rose_and_a_reversed_factor_falls(store: Store, visit: Visit) -> None:
    initiative = compact(store)
    hold(store, initiative, "Baseline", (1, 1, 1), year=2025)
    hold(store, initiative, "Later", (2, 2, 2), year=2026)
    screen = visit("over_time")
    assert not screen.exception
    text = said(screen)
    assert "16 of 17 factors rose, 1 fell between “Baseline” and “Later”, for the 3 partners that both show." in text
    assert "Rose most:" in text
    assert "+1.0 (2.0 to 3.0)" in text
    assert "Too few partners to tell changes of factors and dimensions from chance: 3 in both rounds" in text
    assert "it takes 10 for 17 factors and 8 for 4 dimensions" in text
    assert "Made-up sample data" in text


def test_who_was_in_one_round_only_is_named_and_not_compared(store: Store, visit: Visit) -> None:
    initiative = compact(store)
    hold(store, initiative, "Baseline", (1, 1), year=2025)
    hold(store, initiative, "Later", (1, 1, 3), year=2026)
    text = said(visit("over_time"))
    assert "17 of 17 factors stayed the same" in text
    assert "2 of 3 partners answered in both rounds." in text
    assert "Only in “Later”: Lantern Charter." in text
    assert "Compared are only partners that both rounds show" in text
    assert "Figures of Readiness, with whoever each round shows, would say Unifying purpose +0.7 (2.0 to 2.7)" in text


def test_the_rounds_stand_in_the_address_and_unasked_are_the_first_and_the_newest(store: Store, visit: Visit) -> None:
    initiative = compact(store)
    first, middle, last = (
        hold(store, initiative, f"Year {year}", (level,) * 3, year=year)
        for year, level in ((2024, 1), (2025, 3), (2026, 2))
    )
    screen = visit("over_time")
    assert [screen.query_params[name] for name in ("from", "to")] == [first.id, last.id]
    assert "+1.0 (2.0 to 3.0)" in said(screen)
    asked = visit("over_time", **{"from": middle.id, "to": last.id})
    assert not asked.exception
    assert "between “Year 2025” and “Year 2026”" in said(asked)
    gone = visit("over_time", **{"from": "nothing", "to": middle.id})
    assert "The earlier round that the address names is not here." in said(gone)
    assert gone.query_params["from"] == first.id


def test_another_later_round_forgets_an_earlier_one_that_no_longer_lies_before_it(store: Store, visit: Visit) -> None:
    initiative = compact(store)
    first, middle, last = (hold(store, initiative, f"Year {year}", (1,) * 3, year=year) for year in (2024, 2025, 2026))
    screen = visit("over_time", **{"from": middle.id, "to": last.id})
    next(box for box in screen.selectbox if box.label == "To").set_value(middle.id).run()
    assert not screen.exception
    assert [screen.query_params[name] for name in ("from", "to")] == [first.id, middle.id]


@pytest.mark.parametrize("place", ["1", "3", "6", "99", "x"])
@pytest.mark.parametrize("rounds", [2, 3])
def test_each_step_of_the_meeting_is_drawn_and_says_no_p(store: Store, visit: Visit, place: str, rounds: int) -> None:
    initiative = compact(store)
    for year in range(rounds):
        hold(store, initiative, f"Year {year}", (year, year, year), year=2020 + year)
    screen = visit("over_time", meeting=place)
    assert not screen.exception
    assert screen.get("plotly_chart")
    assert {"Back", "Next", "Close"} <= {button.label for button in screen.button}
    assert "chance" not in said(screen)


def test_a_dimension_opens_its_factors_sector_by_sector(store: Store, visit: Visit) -> None:
    initiative = compact(store)
    for year in (0, 1):
        hold(store, initiative, f"Year {year}", (year, 1, 2), year=2020 + year)
    screen = visit("over_time")
    charts = len(screen.get("plotly_chart"))
    dimension = readiness_instrument().dimensions[1]
    next(box for box in screen.selectbox if box.label == "Factors of").set_value(dimension.key).run()
    assert not screen.exception
    assert len(screen.get("plotly_chart")) == charts + 1
    assert f"{dimension.label}, sector by sector" in [heading.value.replace("\\", "") for heading in screen.subheader]


def test_names_of_users_are_never_formatting(store: Store, visit: Visit) -> None:
    initiative = compact(store, names=(WEIRD, "Harbor Charter"))
    hold(store, initiative, WEIRD, (1,), year=2025)
    hold(store, initiative, "Later", (2, 2), year=2026)
    screen = visit("over_time")
    assert not screen.exception
    assert WEIRD not in "\n".join(element.value for element in [*screen.markdown, *screen.caption, *screen.info])


def test_the_table_holds_both_ends_the_counts_and_the_test(store: Store, visit: Visit) -> None:
    from collab.services.over_time import over_time
    from collab.ui.over_time_table import attendance_table, change_table

    initiative = compact(store)
    first = hold(store, initiative, "Baseline", (1, 1), year=2025)
    last = hold(store, initiative, "Later", (1, 2, 3), year=2026)
    view = over_time(store, first.id, last.id)
    table = change_table(view)
    row = table[(table["Partner or sector"] == "All partners") & (table["Row"] == "Unifying purpose")].iloc[0]
    assert (row["Baseline"], row["Later"], row["Change"], row["Partners in both"]) == (2.0, 2.5, 0.5, 2)
    assert (row["Baseline, as shown"], row["Later, as shown"], row["Later, partners"]) == (2.0, 3.0, 3)
    assert row["Test"] == "too few partners to test"
    alone = table[table["Partner or sector"] == "Lantern Charter"].iloc[0]
    assert alone["Why empty"] == "not in both rounds"
    assert set(table["Partner or sector"]) == {"All partners", "District", "Charter", *NAMES}
    presence = attendance_table(view).set_index("Partner")
    assert presence.loc["Lantern Charter", ["Baseline", "Later"]].tolist() == ["–", "1"]


def test_no_round_one_round_and_an_open_round_each_say_what_is_missing(store: Store, visit: Visit) -> None:
    initiative = compact(store)
    assert "No round of this initiative has figures to show yet" in said(visit("over_time"))
    hold(store, initiative, "Baseline", (1, 1), year=2025)
    assert "“Baseline” is the only round with figures so far" in said(visit("over_time"))
    hold(store, initiative, "Next", (2, 2), year=2026, reveal=False)
    screen = visit("over_time", meeting="1")
    assert not screen.exception
    assert "“Next” is still open: its figures stay out until it is revealed." in said(screen)
    assert not screen.get("plotly_chart")
    assert "meeting" not in screen.query_params


def survey(store: Store, label: str, questions: Instrument) -> None:
    rows: list[tuple[str, str | None, int]] = [(name, None, 1) for name in ("D one", "C two") for _ in range(6)]
    bring(store, a_content(rows, instrument=questions), destination=Destination("Surveys", label), file_name=label)


def test_other_questions_are_said_not_to_be_compared(store: Store, visit: Visit) -> None:
    survey(store, "Baseline", readiness_instrument())
    survey(store, "Climate", instrument(sizes=(2, 3)))
    screen = visit("over_time")
    assert not screen.exception
    assert "No two rounds of this initiative asked the same questions" in said(screen)
    survey(store, "Later", readiness_instrument())
    screen = visit("over_time")
    assert "17 of 17 factors stayed the same" in said(screen)
    assert "“Climate” asked other questions (Made-up instrument)" in said(screen)
    survey(store, "Climate again", instrument(sizes=(2, 3)))
    screen = visit("over_time")
    box = next(each for each in screen.selectbox if each.label == "Questions")
    other = next(key for key in (DEFAULT_INSTRUMENT, "made-up") if key != box.value)
    box.set_value(other).run()
    assert not screen.exception
    assert next(each for each in screen.selectbox if each.label == "Questions").value == other


def test_shares_are_told_in_points_and_have_no_bands(store: Store, visit: Visit) -> None:
    for label, share in (("2024", 0.4), ("2025", 0.6)):
        figures = {name: {"purpose.vision": share} for name in ("D one", "C two")}
        content = averages_content(figures, measure=Measure.SHARE)
        bring(store, content, destination=Destination("Shares", label), file_name=label)
    text = said(visit("over_time"))
    assert "Vision of the collaboration +20.0 points (40.0% to 60.0%)" in text
    assert "concern" not in text


def test_means_and_shares_are_refused_in_a_sentence(store: Store, visit: Visit) -> None:
    for label, figure, measure in (("Means", 2.4, Measure.MEAN), ("Shares", 0.6, Measure.SHARE)):
        content = averages_content({"D one": {"purpose.vision": figure}}, measure=measure)
        bring(store, content, destination=Destination("Both", label), file_name=label)
    screen = visit("over_time")
    assert not screen.exception
    assert "cannot be compared" in screen.error[0].value.replace("\\", "")


def test_where_a_sector_is_hidden_the_two_sectors_are_told_instead_of_all_partners(store: Store, visit: Visit) -> None:
    for label, code in (("Baseline", 1), ("Later", 2)):
        rows: list[tuple[str, str | None, int]] = [(name, None, code) for name in ("D one", "C two") for _ in range(6)]
        content = a_content([*rows, ("O few", None, 1)])
        bring(store, content, destination=Destination("Hidden", label), file_name=label)
    text = said(visit("over_time"))
    assert "16 of 17 factors rose, 1 fell for the 1 district partner that both show." in text
    assert "All partners together cannot be compared" in text
    assert "Hidden in a round, and therefore not compared: O few." in text


def test_an_empty_database_says_what_to_do_first(visit: Visit) -> None:
    screen = visit("over_time")
    assert not screen.exception
    assert "no initiative yet" in said(screen)


def test_rounds_that_are_called_like_other_columns_keep_columns_of_their_own(store: Store) -> None:
    from collab.services.over_time import over_time
    from collab.ui.over_time_table import attendance_table, change_table

    initiative = compact(store)
    first = hold(store, initiative, "Change", (1, 1, 1), year=2025)
    last = hold(store, initiative, "Partner", (2, 2, 2), year=2026)
    view = over_time(store, first.id, last.id)
    line = change_table(view).iloc[0]
    assert (line["Change (round)"], line["Partner"], line["Change"]) == (2.0, 3.0, 1.0)
    presence = attendance_table(view)
    assert set(presence["Partner"]) == set(NAMES)
    assert {"Change", "Partner (round)"} <= set(presence.columns)
