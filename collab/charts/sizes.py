"""How large things are drawn: on a screen that one person reads, on a phone, and in a room where twelve do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """The pixels that a chart may fill."""

    width: int
    height: int


@dataclass(frozen=True)
class Size:
    """Pixels. width: the narrowest width that the chart is laid out for; it may be stretched, never squeezed.

    label_lines, name_lines: on how many lines the name of a row or a column may stand.
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

    def row_in(self, rows: float, *, above: int, below: int) -> float:
        """How high a row is where so many share the room between what stands above and below."""
        if not self.height:
            return self.row
        return max((self.height - above - below) / max(rows, 1), self.font * 1.15)


SCREEN = Size(width=1048, font=13, small=11, row=27, label=212, gap=112, column=28, widest_column=104, note_lines=2)
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
    note_lines=0,
)
# Names on two lines leave a phone some of the chart to see.
BESIDE = Size(width=720, font=13, small=11, row=31, label=160, gap=0, column=0, widest_column=0)
DRAWER = Size(width=600, font=13, small=11, row=40, label=0, gap=0, column=0, widest_column=0)

# What a chart may fill on a projector of 1920 x 1080: there nothing in a meeting view may be smaller than 28 pixels.
FULL = Box(1824, 880)
LETTER, MIDDLE_LETTER, LARGEST_LETTER, LEAST_LETTER = 30, 34, 40, 13


def meeting_size(box: Box, rows: int, *, columns: int = 0) -> Size:
    """The meeting size that fills this box: letters as large as rows and columns (0: nothing beside) let them be.

    On a smaller projector all shrinks alike, less so where only the height is missing, since rows have some to spare.
    With many rows their names stand on one line.
    """
    ratio = min(box.width / FULL.width, box.height / FULL.height * 1.15)
    row = box.height * (0.66 if columns > 8 else 0.76) / max(rows, 1)
    largest = (LARGEST_LETTER if columns < 5 else MIDDLE_LETTER if columns < 8 else LETTER) * ratio
    font = max(round(min(max(row / 2.6, LETTER * ratio), largest)), LEAST_LETTER)
    small = max(round(font * 28 / LETTER), LEAST_LETTER)
    lines = 2 if row >= small * 2.6 else 1
    return Size(
        width=box.width - 8,
        font=font,
        small=small,
        row=round(row),
        label=round(font * (15.7 if not 0 < columns < 8 or lines == 1 else 12 if columns < 5 else 9)),
        gap=round(font * 9.7),
        column=round(font * 2.15),
        widest_column=round(box.width / 7),
        label_lines=lines,
        name_lines=3 if columns < 9 else 2,
        mark=small,
        height=box.height,
    )
