"""A Streamlit program that draws a recording; COMMON_GROUND_RECORDING names its file."""

import os
from pathlib import Path

import streamlit as st

from tests.benchmarks.recording import drawing_of

st.set_page_config(page_title="Constants", layout="wide")


def first() -> None:
    """A page to start from, so that the other can be clicked on."""
    st.title("First")


def constants() -> None:
    """The page of constants."""
    drawing_of(Path(os.environ["COMMON_GROUND_RECORDING"]))()


st.navigation(
    [
        st.Page(first, title="First", default=True),
        st.Page(constants, title="Readiness", url_path="readiness"),
    ],
    position="sidebar",
).run()
