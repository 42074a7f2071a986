"""Colours as a browser computes them, compared by the rule that the charts use."""

from __future__ import annotations

from collections.abc import Sequence

from collab.charts import theme


def contrast(one: Sequence[float], other: Sequence[float]) -> float:
    """Contrast ratio 1..21 of two colours as [red, green, blue, ...] of 0..255; what follows is left out."""
    return theme.contrast(_hex(one), _hex(other))


def _hex(colour: Sequence[float]) -> str:
    return "#{:02X}{:02X}{:02X}".format(*(round(value) for value in colour[:3]))
