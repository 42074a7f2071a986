"""What the name of a file proposes as initiative and round."""

from __future__ import annotations

from datetime import date

import pytest

from collab.ui.spreadsheets_proposals import NameProposal, propose

TODAY = date(2026, 11, 21)


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
