"""The colours in which a step stands along dates: the one table of them, for screens, slides and paper."""

from __future__ import annotations

from dataclasses import dataclass

from collab.charts.gantt_rows import Look
from collab.charts.theme import Palette, faded


@dataclass(frozen=True)
class Shade:
    """A colour ("#RRGGBB") with an opacity 0..1."""

    colour: str
    opacity: float = 1.0

    @property
    def see_through(self) -> str:
        """The shade as plotly takes it: what lies below shows."""
        return self.colour if self.opacity == 1 else faded(self.colour, self.opacity)

    def on(self, background: str) -> str:
        """The colour ("#RRGGBB") that it has on this background, for files that know no opacity."""
        pairs = zip(bytes.fromhex(self.colour[1:]), bytes.fromhex(background[1:]), strict=True)
        return "#{:02X}{:02X}{:02X}".format(*(round(below + (own - below) * self.opacity) for own, below in pairs))


@dataclass(frozen=True)
class Paint:
    """How a bar is painted. is_dotted: its edge."""

    fill: Shade
    edge: Shade
    is_dotted: bool = False


def paint(look: Look, colours: Palette) -> Paint:
    """The paint of a look. Never the only cue: how a step stands is written beside its bar."""
    pale, rose, fell = Shade(colours.rose, 0.16), Shade(colours.rose), Shade(colours.fell)
    return {
        Look.DONE: Paint(Shade(colours.muted, 0.3), Shade(colours.muted, 0.5)),
        Look.OVERDUE: Paint(fell, fell),
        Look.UNDER_WAY: Paint(rose, rose),
        Look.WAITING: Paint(pale, rose, is_dotted=True),
        Look.AHEAD: Paint(pale, rose),
    }[look]
