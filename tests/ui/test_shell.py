"""What every page has in common."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def _page(words: str) -> None:
    """A page whose first run fails with these words."""
    import streamlit as st

    from collab.ui import shell

    class Page:
        def run(self) -> None:
            if "ran" not in st.session_state:
                st.session_state.ran = True
                raise RuntimeError(words)
            st.write("Drawn")

    shell.draw(Page())  # type: ignore[arg-type]


def test_a_page_that_read_while_another_run_wrote_begins_once_more() -> None:
    screen = AppTest.from_function(_page, args=("dictionary changed size during iteration",)).run()
    assert [each.value for each in screen.markdown] == ["Drawn"]
    assert not screen.exception


def test_another_fault_is_told() -> None:
    assert len(AppTest.from_function(_page, args=("Something else",)).run().exception) == 1
