"""How large the window is, as the browser tells it: a phone or not, and the room that a meeting's chart may fill."""

from __future__ import annotations

import streamlit as st

from collab.charts.sizes import Box
from collab.ui import keys

NARROW = 700
_STEP = 20
_WIDE = "wide"
_PROJECTOR = "1920x1080"
_LEAST = Box(640, 330)

# It tells only what the page does not assume already: on a computer a page is run once.
_JS = """
export default function ({ data, setStateValue }) {
  const down = (pixels) => Math.floor(pixels / data.step) * data.step
  const tell = () => {
    if (window.matchMedia("print").matches) return
    const seen = data.narrow
      ? (window.innerWidth < data.narrow ? "narrow" : "wide")
      : `${down(window.innerWidth)}x${down(window.innerHeight)}`
    if (seen !== data.known) setStateValue("seen", seen)
  }
  let waiting
  const later = () => { clearTimeout(waiting); waiting = setTimeout(tell, 200) }
  tell()
  window.addEventListener("resize", later)
  return () => { clearTimeout(waiting); window.removeEventListener("resize", later) }
}
"""

_window = st.components.v2.component("common_ground_window", html="<span hidden></span>", js=_JS)


def watch_page() -> None:
    """Let the browser say when the window is as narrow as a phone. Once on a page, before anything is laid out."""
    _watch(keys.WINDOW, _WIDE, narrow=NARROW)


def watch_meeting() -> None:
    """Let the browser say how large the projector is. Once on a page, before anything is laid out."""
    _watch(keys.PROJECTOR, _PROJECTOR)


def is_narrow() -> bool:
    """Whether the window is as narrow as a phone; not before the browser has said so."""
    return st.session_state.get(keys.WINDOW, _WIDE) != _WIDE


def is_narrow_meeting() -> bool:
    """Whether a meeting view is read on a phone: a chart scrolls there, and is not made to fill the screen."""
    return _projector()[0] < NARROW


def _projector() -> tuple[int, int]:
    width, height = st.session_state.get(keys.PROJECTOR, _PROJECTOR).split("x")
    return int(width), int(height)


def meeting_room() -> Box:
    """The pixels that a chart may fill in a meeting view, between its title and the way on."""
    width, height = _projector()
    ratio = min(width / 1920, height / 1080)
    return Box(max(width - 96, _LEAST.width), max(round(height - 60 - 140 * ratio), _LEAST.height))


def _watch(key: str, assumed: str, *, narrow: int | None = None) -> None:
    known: str = st.session_state.get(key, assumed)

    def keep() -> None:
        st.session_state[key] = st.session_state[f"{key}_told"].get("seen") or known

    _window(key=f"{key}_told", data={"known": known, "narrow": narrow, "step": _STEP}, on_seen_change=keep)
