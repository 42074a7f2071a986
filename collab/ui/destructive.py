"""The look of what takes something away: red words and an icon, never the colour of the primary button."""

from __future__ import annotations


def taking_away(words: str) -> str:
    """The label of such a button, in the red of the theme. words: never text of users."""
    return f":red[:material/delete: {words}]"
