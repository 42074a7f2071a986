"""Where a file is proposed to go: by what was chosen, by its name, and by what is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from collab.model import Initiative, Mode, Round, RoundState
from collab.services.importing import Destination
from collab.services.initiatives import InitiativeCard, RoundCard
from collab.ui.spreadsheets_proposals import Chosen, NameProposal, destination_for, only_initiative, propose

TODAY = date(2026, 11, 21)
OPEN, REVEALED, CLOSED = RoundState.OPEN, RoundState.REVEALED, RoundState.CLOSED


def card(name: str, *rounds: tuple[str, RoundState], made_up: bool = False) -> InitiativeCard:
    """An initiative with rounds of these labels and states."""
    held = tuple(
        RoundCard(Round(label, name, "instrument", label, state, Mode.INDIVIDUAL, None, None), "Readiness", 0, 0)
        for label, state in rounds
    )
    return InitiativeCard(Initiative(name, name, made_up=made_up), held)


def goes(file_name: str, chosen: Chosen, *cards: InitiativeCard, dropped: Sequence[str] = ()) -> tuple[str, str]:
    found = destination_for(file_name, chosen, cards, TODAY, dropped=dropped)
    assert isinstance(found, Destination)
    return found.initiative, found.round_label


@pytest.mark.parametrize(
    ("file_name", "initiative", "round_label"),
    [
        ("parent_survey_2018-19.xlsx", "Parent survey", "2018-19"),
        ("Ready_Survey_Fall_2024 (1).csv", "Ready Survey", "Fall 2024"),
        ("partners_post_2018.csv", "Partners post", "2018"),
        ("made_up_-_all_versions_-_labels_-_2024-03-05-10-11.csv", "Made up", "Spring 2024"),
        ("export.csv", "", "Autumn 2026"),
        ("2018-12.xlsx", "", "2018"),
    ],
)
def test_a_file_name_proposes_initiative_and_round(file_name: str, initiative: str, round_label: str) -> None:
    assert propose(file_name, TODAY) == NameProposal(initiative, round_label)


@pytest.mark.parametrize(
    ("file_name", "rounds", "label"),
    [
        ("export.csv", [("Baseline", OPEN)], "Baseline"),
        ("export_2026-11-20.csv", [("Spring 2026", OPEN)], "Spring 2026"),
        ("export.csv", [("Baseline", REVEALED)], "Autumn 2026"),
        ("export.csv", [("Follow-up", OPEN), ("Baseline", CLOSED)], "Follow-up"),
        ("export.csv", [("North", OPEN), ("South", OPEN)], "Autumn 2026"),
        ("survey_2018-19.xlsx", [("Autumn 2026", OPEN)], "2018-19"),
        ("survey_2018-19.xlsx", [("2019", OPEN)], "2019"),
        ("survey_2018-19.xlsx", [("Baseline", OPEN)], "Baseline"),
        ("baseline_answers.xlsx", [("Follow-up", OPEN), ("Baseline", REVEALED)], "Baseline"),
        ("survey_follow-up_2.xlsx", [("Follow up", OPEN), ("Follow-up 2", REVEALED)], "Follow-up 2"),
        ("Ready_Survey_Fall_2024.csv", [("Autumn 2024", REVEALED)], "Autumn 2024"),
        ("export.csv", [], "Autumn 2026"),
    ],
    ids=[
        "the only round is open",
        "a day is when the file was exported",
        "the only round is not open",
        "one of several is open",
        "two are open",
        "another year than the open round",
        "a year of the school year",
        "an open round without a year",
        "named by the file",
        "the longest name counts",
        "fall is autumn",
        "no round yet",
    ],
)
def test_the_round_of_a_chosen_initiative(file_name: str, rounds: list[tuple[str, RoundState]], label: str) -> None:
    assert goes(file_name, Chosen("Compact"), card("Compact", *rounds)) == ("Compact", label)


def test_what_a_person_chose_stands() -> None:
    held = card("Compact", ("Baseline", OPEN))
    assert goes("export.csv", Chosen(" New  one ", ""), held) == ("New one", "Autumn 2026")
    assert goes("export.csv", Chosen("Compact", "Second"), held) == ("Compact", "Second")


def test_another_spelling_of_an_initiative_is_that_initiative() -> None:
    assert goes("export.csv", Chosen("COMPACT "), card("Compact", ("Baseline", OPEN))) == ("Compact", "Baseline")


@pytest.mark.parametrize(
    ("file_name", "initiative"),
    [
        ("riverside compact export.xlsx", "Riverside compact"),
        ("answers Riverside_Compact 2026.xlsx", "Riverside compact"),
        ("survey.csv", "Survey"),
        ("parent survey.csv", "Parent survey"),
        ("export.csv", "My initiative"),
    ],
    ids=["equal", "in the middle", "one word, equal", "one word, beside others", "nothing named"],
)
def test_an_initiative_that_the_name_of_the_file_names(file_name: str, initiative: str) -> None:
    assert goes(file_name, Chosen(), card("Riverside compact"), card("Survey"))[0] == initiative


def test_files_that_were_dropped_together_begin_one_initiative() -> None:
    names = ["Made up schools north.csv", "Made up schools south.csv"]
    assert {goes(name, Chosen(), dropped=names) for name in names} == {("Made up schools", "Autumn 2026")}
    different = ["parents.csv", "teachers.csv"]
    assert [goes(name, Chosen(), dropped=different)[0] for name in different] == ["Parents", "Teachers"]


def test_the_only_initiative_is_meant_but_never_the_made_up_sample() -> None:
    sample, one, two = card("Sample", made_up=True), card("One"), card("Two")
    assert only_initiative((sample, one)) is one
    assert only_initiative((sample,)) is None
    assert only_initiative((one, two)) is None
