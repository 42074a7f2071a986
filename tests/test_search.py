"""Looking for words: capitals and accents make no difference, in either direction."""

from __future__ import annotations

import pytest

from collab.search import holds


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("San José, California", "San Jose"),
        ("San Jose, California", "san josé"),
        ("Östra skolan", "OSTRA"),
        ("Łódź and Ærø", "lodz and aero"),
        ("Jose\u0301 Martí", "josé marti"),
        ("STRASSE", "straße"),
        ("İzmir", "izmir"),
        ("東京の学校", "東京"),
        ("Two  spaces", " two spaces "),
        ("Anything", ""),
    ],
)
def test_a_text_holds_what_differs_by_accents_and_capitals_alone(text: str, wanted: str) -> None:
    assert holds(text, wanted)


@pytest.mark.parametrize(("text", "wanted"), [("San José", "San Juan"), ("東京", "京東"), ("", "a")])
def test_a_text_does_not_hold_other_words(text: str, wanted: str) -> None:
    assert not holds(text, wanted)
