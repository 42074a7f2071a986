"""How large things are drawn: on a screen that one person reads, and on a phone; slides.py knows the meeting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from collab.charts.words import lines_needed


@dataclass(frozen=True)
class Box:
    """The pixels that a chart may fill."""

    width: int
    height: int


@dataclass(frozen=True)
class Size:
    """Pixels. width: the narrowest width that the chart is laid out for; it may be stretched, never squeezed.

    label_lines, name_lines: on how many lines the name of a row or a column stands where it can.
    widest_label, most_lines: what a row's name may take where it is longer than that.
    turned_letters: how long a line of a turned name may be.
    height: how high the chart is, its rows sharing what there is; 0: as high as its rows ask for.
    """

    width: int
    font: int
    small: int
    row: int
    label: int
    gap: int
    column: int
    widest_column: int
    label_lines: int = 2
    name_lines: int = 4
    widest_label: int = 0
    most_lines: int = 4
    turned_letters: int = 34
    mark: int = 9
    height: int = 0
    note_lines: int = 1

    @property
    def letter(self) -> float:
        """About how wide a letter of the main size is."""
        return self.font * 0.49

    @property
    def small_letter(self) -> float:
        """About how wide a letter of the small size is."""
        return self.small * 0.5

    def label_room(self, label: float) -> int:
        """How many letters of a row's name fit on one line of so many pixels."""
        return int((label - self.font + 2) / self.letter)

    def lines_high(self, lines: int) -> float:
        """How high a row has to be for a name on so many lines."""
        return lines * self.font * 1.3 + 5

    def label_for(self, labels: Iterable[str]) -> int:
        """The least width at which each of these names stands on its lines; the widest where none is enough."""
        names = tuple(labels)
        widths = range(self.label, max(self.widest_label, self.label) + 1, max(self.font // 2, 1))
        return next((width for width in widths if self._is_enough(width, names)), widths[-1])

    def _is_enough(self, width: int, labels: tuple[str, ...]) -> bool:
        room = self.label_room(width)
        return all(lines_needed(text, room=room) <= self.label_lines for text in labels)

    def row_in(self, rows: float, *, above: int, below: int) -> float:
        """How high a row is where so many share the room between what stands above and below."""
        if not self.height:
            return self.row
        return max((self.height - above - below) / max(rows, 1), self.font * 1.15)


SCREEN = Size(
    width=1048,
    font=13,
    small=11,
    row=27,
    label=212,
    gap=112,
    column=28,
    widest_column=104,
    widest_label=330,
    note_lines=2,
)
# On a phone at least three columns stand beside the names of the rows.
PHONE = Size(
    width=358,
    font=12,
    small=11,
    row=36,
    label=112,
    gap=92,
    column=34,
    widest_column=60,
    label_lines=3,
    name_lines=2,
    widest_label=124,
    most_lines=7,
    turned_letters=24,
    note_lines=0,
)
# Names on two lines leave a phone some of the chart to see.
BESIDE = Size(width=720, font=13, small=11, row=31, label=160, gap=0, column=0, widest_column=0)
DRAWER = Size(width=600, font=13, small=11, row=40, label=0, gap=0, column=0, widest_column=0)
