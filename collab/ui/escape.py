"""Text from users made safe to show: in Markdown, in labels and in plotly; never any other formatting."""

from __future__ import annotations

import re

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$<>:&@/=^\"'])")
_BREAKS = re.compile(r"\s+")


def plain_lines(text: str) -> str:
    """The text as literal Markdown, each of its lines on a line of its own."""
    return "  \n".join(plain(line) for line in text.splitlines() if line.strip())


def plain(text: object) -> str:
    """The text as literal Markdown on one line: no emphasis, link, icon, colour, formula or HTML.

    Every character that Markdown, a Streamlit directive (:red[...], :material/...:), a formula ($...$) or
    HTML could read is preceded by a backslash; runs of white space become one blank, since a line break
    could otherwise begin a list or a heading.
    """
    return _MARKDOWN.sub(r"\\\1", _BREAKS.sub(" ", str(text)).strip())
