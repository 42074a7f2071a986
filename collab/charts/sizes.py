"""How large things are drawn: on a screen that one person reads, and in a room where twelve do."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Size:
    """Pixels. width: the narrowest width that the chart is laid out for; it may be stretched, never squeezed.

    label_lines: on how many lines the name of a row may stand.
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
    name_lines: int = 3
    mark: int = 9

    @property
    def letter(self) -> float:
        """About how wide a letter of the main size is."""
        return self.font * 0.49

    @property
    def small_letter(self) -> float:
        """About how wide a letter of the small size is."""
        return self.small * 0.52


SCREEN = Size(width=1048, font=13, small=11, row=27, label=212, gap=112, column=28, widest_column=104)
# Names on two lines leave a phone some of the chart to see.
BESIDE = Size(width=720, font=13, small=11, row=31, label=160, gap=0, column=0, widest_column=0)
# At 1920 x 1080 nothing in a meeting view may be smaller than 28 pixels.
MEETING = Size(
    width=1780, font=30, small=28, row=66, label=470, gap=290, column=64, widest_column=250, name_lines=2, mark=28
)
DRAWER = Size(width=600, font=13, small=11, row=40, label=0, gap=0, column=0, widest_column=0)


TALLEST_ROW = 92
ROOM_UNDER_UPRIGHT_NAMES, ROOM_UNDER_TURNED_NAMES = 630, 440


def meeting_size(rows: int, *, turned: bool = False) -> Size:
    """The meeting size with rows that still fit a screen of 1080 pixels; with many, names stand on one line.

    turned: long names stand on end above the columns and take room from the rows.
    """
    room = ROOM_UNDER_TURNED_NAMES if turned else ROOM_UNDER_UPRIGHT_NAMES
    row = min(TALLEST_ROW, room // max(rows, 1))
    return replace(MEETING, row=row, label_lines=2 if row >= MEETING.small * 2.3 else 1)
