"""The answer sheet as a grid of radio buttons that number keys fill in; its looks and keys are in the .css and .js."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from collab.model import Instrument, Mark

BLANK = ""
NOT_APPLICABLE_KEYS = ("n", "0")
PLACE_KEYS = "123456789abcdefghij"
_HTML = """
<p class="hint"></p>
<table><thead></thead></table>
<div class="foot"><span class="count" aria-live="polite"></span>
<button class="finish" type="button" tabindex="-1"></button></div>
"""


def choices_of(instrument: Instrument) -> tuple[dict[str, Any], ...]:
    """What may be ticked: value is the key of a scale point or of the mark, keys are the keys to press.

    The key is the score where every score is one digit from 1, else the place on the scale: N or 0 is not applicable.
    """
    one_digit = all(0 < score < 10 for score in instrument.scores)
    pressed = map(str, instrument.scores) if one_digit else PLACE_KEYS
    points = [
        {"value": point.key, "label": point.label, "keys": [key]}
        for point, key in zip(instrument.scale, pressed, strict=False)
    ]
    if instrument.not_applicable:
        mark = {"value": str(Mark.NOT_APPLICABLE), "label": instrument.not_applicable}
        return (*points, mark | {"keys": list(NOT_APPLICABLE_KEYS)})
    return tuple(points)


def numbered(instrument: Instrument) -> dict[str, int]:
    """Factor key to its number on the sheet, as on a paper form: counted on through all dimensions."""
    return {key: number for number, key in enumerate(instrument.factor_keys, start=1)}


def ticked_only(instrument: Instrument, given: Mapping[str, Any]) -> dict[str, str]:
    """Factor key to what was ticked, in order; what is blank or unknown is left out."""
    allowed = {choice["value"] for choice in choices_of(instrument)}
    return {key: given[key] for key in instrument.factor_keys if given.get(key) in allowed}


@cache
def _component() -> Any:
    here = Path(__file__)
    css, js = (here.with_suffix(ending).read_text(encoding="utf-8") for ending in (".css", ".js"))
    return st.components.v2.component("answer_sheet", html=_HTML, css=css, js=js)


def answers_grid(
    instrument: Instrument,
    start: Mapping[str, str],
    *,
    sheet: str,
    kept: Mapping[str, str],
    on_change: Callable[[], None],
    finish: str = "",
) -> bool:
    """Draw the grid; True where the keyboard said that the sheet is finished. typed_ratings says what is ticked.

    start: what to start from.  sheet: names the sheet; the grid starts afresh only when it changes, so that typing
    is never overwritten.  kept: what the server has kept, else the browser warns before the page is left.
    finish: what Enter does after the last row, in words; "" where it does nothing.
    """
    result = _component()(
        key=_key(sheet),
        data={
            "sheet": sheet,
            "ratings": ticked_only(instrument, start),
            "kept": ticked_only(instrument, kept),
            "blank": BLANK,
            "notApplicable": str(Mark.NOT_APPLICABLE),
            "choices": list(choices_of(instrument)),
            "dimensions": _dimensions(instrument),
            "finish": finish,
        },
        on_ratings_change=on_change,
        on_finished_change=lambda: None,
    )
    return bool(result.finished)


def typed_ratings(instrument: Instrument, start: Mapping[str, str], *, sheet: str) -> dict[str, str]:
    """What is ticked now: factor key to key of a scale point or mark, no blank ones."""
    now = st.session_state.get(_key(sheet), {}).get("ratings")
    return ticked_only(instrument, start if now is None else now)


def _key(sheet: str) -> str:
    return f"answer_sheet_{sheet}"


def _dimensions(instrument: Instrument) -> list[dict[str, object]]:
    numbers = numbered(instrument)
    return [
        {
            "label": dimension.label,
            "factors": [
                {"key": factor.key, "number": numbers[factor.key], "statement": factor.statement}
                for factor in dimension.factors
            ],
        }
        for dimension in instrument.dimensions
    ]
