"""One look for every chart: colours for light and dark, the readiness scale, and ink that can be read on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from collab.model import Sector

# The bars and dots of a sector (DESIGN.md section 8); None is all partners.
SECTOR_FILL: Mapping[Sector | None, str] = {
    Sector.DISTRICT: "#0072B2",
    Sector.CHARTER: "#D55E00",
    Sector.CATHOLIC_PRIVATE: "#CC79A7",
    Sector.STATE: "#6B7280",
    Sector.COMMUNITY: "#009E73",
    Sector.OTHER: "#8B7E6A",
    None: "#3F4A54",
}
# The same hues for words, dark or light enough for a contrast of 4.5 (WCAG 1.4.3) on the page.
_TEXT_ON_LIGHT: Mapping[Sector | None, str] = {
    Sector.DISTRICT: "#006BA6",
    Sector.CHARTER: "#B04D00",
    Sector.CATHOLIC_PRIVATE: "#A2487A",
    Sector.STATE: "#5B6470",
    Sector.COMMUNITY: "#00714F",
    Sector.OTHER: "#6B5F4D",
    None: "#11161B",
}
_TEXT_ON_DARK: Mapping[Sector | None, str] = {
    Sector.DISTRICT: "#5DB3E6",
    Sector.CHARTER: "#F28C4B",
    Sector.CATHOLIC_PRIVATE: "#E29BC2",
    Sector.STATE: "#AEB6C1",
    Sector.COMMUNITY: "#3CC79F",
    Sector.OTHER: "#BFB29D",
    None: "#E8E6E1",
}
_FILL_ON_DARK: Mapping[Sector | None, str] = {
    **SECTOR_FILL,
    Sector.DISTRICT: "#2E94D0",
    Sector.CHARTER: "#E8702A",
    Sector.STATE: "#8A93A0",
    None: "#A8B0B8",
}
INK_DARK = "#14191E"
INK_LIGHT = "#FFFFFF"
BLACK = "#000000"


@dataclass(frozen=True)
class Palette:
    """Every colour of a chart on one background. scale: five colours at 0, .25, .5, .75 and 1.

    All of a scale takes the same ink with a contrast of 4.5: figures that change from black to white within a
    column look as if that meant something. rose, fell: teal and brown that can be read as text on the background.
    """

    background: str
    ink: str
    muted: str
    line: str
    neutral: str
    scale: tuple[str, str, str, str, str]
    rose: str
    fell: str
    sector_fill: Mapping[Sector | None, str]
    sector_text: Mapping[Sector | None, str]


LIGHT = Palette(
    background="#FFFFFF",
    ink="#11161B",
    muted="#5A646E",
    line="#C9C5BD",
    neutral="#F1EFEB",
    scale=("#B97A27", "#D9B26F", "#F4F3F0", "#80C3B8", "#2F9288"),
    rose="#01665E",
    fell="#8C510A",
    sector_fill=SECTOR_FILL,
    sector_text=_TEXT_ON_LIGHT,
)
DARK = Palette(
    background="#16191C",
    ink="#E8E6E1",
    muted="#A9B0B7",
    line="#4A5158",
    neutral="#262B30",
    scale=("#9A6620", "#694E2B", "#2C3136", "#2A5F59", "#1D7F74"),
    rose="#3FBFAE",
    fell="#D9963F",
    sector_fill=_FILL_ON_DARK,
    sector_text=_TEXT_ON_DARK,
)


def palette(*, dark: bool) -> Palette:
    """The colours on a dark or a light page."""
    return DARK if dark else LIGHT


def colourscale(colours: Palette) -> list[list[object]]:
    """The readiness scale, brown to teal, as plotly takes it."""
    return [[step / 4, colour] for step, colour in enumerate(colours.scale)]


def colour_at(colours: Palette, position: float) -> str:
    """The readiness colour (#RRGGBB) at a position 0..1 between the ends of a scale; outside it, the end."""
    return _mixed(colours.scale, position)


@lru_cache(maxsize=8192)
def _mixed(scale: tuple[str, str, str, str, str], position: float) -> str:
    place = min(max(position, 0.0), 1.0) * 4
    step = min(int(place), 3)
    low, high = _rgb(scale[step]), _rgb(scale[step + 1])
    mixed = (round(a + (b - a) * (place - step)) for a, b in zip(low, high, strict=True))
    return "#{:02X}{:02X}{:02X}".format(*mixed)


@lru_cache(maxsize=4096)
def ink_on(fill: str) -> str:
    """Ink with a contrast of at least 4.5 on this fill (WCAG 1.4.3): soft dark or white; black where neither does."""
    best = max((INK_DARK, INK_LIGHT), key=lambda ink: contrast(ink, fill))
    return best if contrast(best, fill) >= 4.5 else BLACK


def contrast(one: str, other: str) -> float:
    """Contrast ratio 1..21 of two #RRGGBB colours (WCAG 2.1, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def faded(colour: str, opacity: float) -> str:
    """The colour with an opacity 0..1, as plotly takes it."""
    return "rgba({},{},{},{})".format(*_rgb(colour), opacity)


@lru_cache(maxsize=4096)
def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
