"""A place counted from 1 that the address or the browser names: the page of a list, the step of a sequence."""

from __future__ import annotations

import streamlit as st

MOST_DIGITS = 9
"""More are no place of anything, and Python refuses to read some thousands of them."""


def number_in_address(param: str, most: int) -> int:
    """The number under this name, from 1 to most; one beyond the ends is the nearest end, anything else is 1."""
    return within(st.query_params.get(param, ""), most)


def within(asked: str, most: int) -> int:
    """What was asked for as a number from 1 to most; one beyond the ends is the nearest end, anything else is 1."""
    if not asked.isdecimal():
        return 1
    return min(max(int(asked), 1), most) if len(asked) <= MOST_DIGITS else most
