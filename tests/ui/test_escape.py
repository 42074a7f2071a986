"""Text from users is literal wherever Markdown is read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collab.ui.escape import plain, plain_lines

LIVE = re.compile(r"(?<!\\)(?:\\\\)*[*_`$<>\[\]#|~:]")


@pytest.mark.parametrize(
    "text",
    ["**bold**", ":red[a]", ":material/home:", "$x^2$", "<b>b</b>", "# Head", "[a](http://b)", "`c`", "a | b", "1. x"],
)
def test_no_formatting_survives(text: str) -> None:
    assert not LIVE.search(plain(text))


@given(st.text())
def test_only_backslashes_and_white_space_change(text: str) -> None:
    assert re.sub(r"\\([\x21-\x7e])", r"\1", plain(text)) == " ".join(text.split())


def test_a_line_break_cannot_begin_a_list() -> None:
    assert "\n" not in plain("a\n- b\n# c")


def test_lines_stay_apart_and_still_begin_neither_a_list_nor_a_heading() -> None:
    assert (
        plain_lines("The board decides.\n\n- Each month\r\n1. x") == "The board decides\\.  \n\\- Each month  \n1\\. x"
    )
