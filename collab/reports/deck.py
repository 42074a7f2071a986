"""The file of slides: its size, letters and colours, and the parts that every slide has."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from collab.reports.content import Report
from collab.reports.sizes import (
    FOOT_TOP,
    HEIGHT,
    MARGIN,
    ROOM,
    SMALL_POINTS,
    TITLE_TOP,
    TOPIC_TOP,
    WIDTH,
    Box,
    letters,
    lines_high,
)
from collab.reports.texts import BOLD, ELLIPSIS, cut, lines_of, tidy, wide

if TYPE_CHECKING:
    from pptx.slide import Slide

FONT = "Arial"
"""On every computer, so that lines break where they were laid out."""
INK, MUTED, TEAL, LINE_INK = "#11161B", "#5A646E", "#01665E", "#D9DDE1"
SPARE_IN_LINE = 0.92
"""What one line may fill: signs that a computer has no letters for are wider than thought."""
LONGEST_PROPERTY = 255
"""So many letters the title and the subject of a file may have."""
_FIRST_TOP, _TITLE_POINTS = 1.5, (40, 34, 28)
_EASY_TITLE_LINES, _MOST_TITLE_LINES = 3, 5
"""The letters of the title are smaller where it has more lines than the first; more than the second it never has."""
_TITLE_LAYOUT, _PAGE_LAYOUT = 0, 5
_OLD_WIDTH = 10.0
_SLIDE_NUMBER = (
    '<a:fld xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'id="{2F1B5C0E-6F6D-4A3C-9B59-0D6C7B1E5A10}" type="slidenum"><a:rPr lang="en-US"/><a:t>‹#›</a:t></a:fld>'
)


class Deck:
    """A file of slides that is being written."""

    def __init__(self, report: Report) -> None:
        from pptx import Presentation
        from pptx.util import Inches

        self.report = report
        self.file = Presentation()
        self.file.slide_width, self.file.slide_height = Inches(WIDTH), Inches(HEIGHT)
        self._widen()
        self._dress()
        about = self.file.core_properties
        about.title = _property(f"{report.title}: {report.subtitle}")
        about.subject, about.author = _property(report.context), "Common Ground"
        about.comments, about.language = _property(report.data_of), report.language
        about.keywords = ""

    def first(self, report: Report) -> None:
        """The title, and what this is about."""
        slide = self.file.slides.add_slide(self.file.slide_layouts[_TITLE_LAYOUT])
        title, below = slide.shapes.title, slide.placeholders[1]
        points = _title_points(tidy(report.title))
        room = letters(ROOM, points) / BOLD
        said = cut(tidy(report.title), room, _MOST_TITLE_LINES)
        high = 0.1 + lines_high(lines_of(said, room), points)
        _put(title, Box(MARGIN, _FIRST_TOP, ROOM, high))
        write(title.text_frame, [said], points=points, is_bold=True)
        _put(below, Box(MARGIN, _FIRST_TOP + high + 0.2, ROOM, 2.6))
        lines = [report.subtitle, *report.about]
        write(below.text_frame, [cut(tidy(line), letters(ROOM, 20), 3) for line in lines], points=20)
        self._foot(slide)
        self.notes(slide, [report.title, *report.about])

    def slide(self, topic: str, headline: str, *, points: int, end: float) -> Slide:
        """A slide with its headline, and at its foot what it is about and of when its data are."""
        slide = self.file.slides.add_slide(self.file.slide_layouts[_PAGE_LAYOUT])
        title = slide.shapes.title
        _put(title, Box(MARGIN, TITLE_TOP, ROOM, end - TITLE_TOP))
        write(title.text_frame, [headline], points=points, is_bold=True)
        self.words(slide, [topic], Box(MARGIN, TOPIC_TOP, ROOM, 0.32), points=SMALL_POINTS, ink=TEAL)
        self._foot(slide)
        return slide

    def words(
        self,
        slide: Slide,
        lines: Sequence[str],
        box: Box,
        *,
        points: float,
        is_muted: bool = False,
        ink: str = INK,
        on_right: bool = False,
    ) -> Any:
        """Lines of text in a box."""
        shape = slide.shapes.add_textbox(*_emus(box))
        write(shape.text_frame, lines, points=points, ink=MUTED if is_muted else ink, on_right=on_right)
        return shape

    def notes(self, slide: Slide, lines: Sequence[str]) -> None:
        """What the speaker reads: the message in words, sources, what had no room, and of when the data are."""
        said = [*lines, self.report.context, self.report.data_of]
        frame: Any = slide.notes_slide.notes_text_frame
        frame.text = "\n".join(tidy(line) for line in said if line)

    def _foot(self, slide: Slide) -> None:
        room = ROOM - 0.8
        last = f" · {tidy(self.report.data_of)}"
        said = cut(tidy(self.report.context), letters(room, SMALL_POINTS) * SPARE_IN_LINE - wide(last), 1)
        self.words(slide, [said + last], Box(MARGIN, FOOT_TOP, room, 0.34), points=SMALL_POINTS, is_muted=True)
        box = Box(MARGIN + room, FOOT_TOP, 0.8, 0.34)
        shape = self.words(slide, [""], box, points=SMALL_POINTS, is_muted=True, on_right=True)
        _number(shape)

    def _widen(self) -> None:
        """The layouts of the template are for narrow slides."""
        for place in (*self.file.slide_master.shapes, *(s for each in self.file.slide_layouts for s in each.shapes)):
            if place.width and place.left is not None:
                place.left, place.width = (round(side * WIDTH / _OLD_WIDTH) for side in (place.left, place.width))

    def _dress(self) -> None:
        """The letters of the theme, so that what people add looks alike."""
        from pptx.opc.constants import RELATIONSHIP_TYPE

        theme = self.file.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        theme._blob = theme.blob.replace(b'typeface="Calibri"', f'typeface="{FONT}"'.encode())


def write(
    frame: Any,
    lines: Sequence[str],
    *,
    points: float,
    ink: str = INK,
    is_bold: bool = False,
    on_right: bool = False,
    on_center: bool = False,
) -> None:
    """Put lines of text into a frame, a paragraph each, from its top and its left edge.

    A line that holds line breaks is several paragraphs: within one, a break would be a blank.
    """
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
    from pptx.util import Pt

    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for place, line in enumerate(part for each in lines for part in each.split("\n")):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if on_right else PP_ALIGN.CENTER if on_center else PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold, run.font.name = Pt(points), is_bold, FONT
        run.font.color.rgb = RGBColor.from_string(ink[1:])


def _title_points(title: str) -> int:
    """The largest letters in which the title has few lines, else the smallest."""
    fitting = (each for each in _TITLE_POINTS if lines_of(title, letters(ROOM, each) / BOLD) <= _EASY_TITLE_LINES)
    return next(fitting, _TITLE_POINTS[-1])


def _property(text: str) -> str:
    said = tidy(text)
    return said if len(said) <= LONGEST_PROPERTY else f"{said[: LONGEST_PROPERTY - 1].rstrip()}{ELLIPSIS}"


def describe(shape: Any, told: str, *, name: str) -> None:
    """Say what a table or a chart shows, for who cannot see it."""
    about = shape._element.xpath(".//p:cNvPr")[0]
    about.set("descr", told)
    about.set("name", name)


def _number(shape: Any) -> None:
    """The number of the slide, which follows where slides are moved."""
    from pptx.oxml import parse_xml

    run = shape.text_frame.paragraphs[0].runs[0]._r
    field = parse_xml(_SLIDE_NUMBER)
    looks = copy.deepcopy(run.rPr)
    field.replace(field[0], looks)
    run.getparent().replace(run, field)


def _put(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = _emus(box)


def _emus(box: Box) -> tuple[Any, Any, Any, Any]:
    from pptx.util import Inches

    return Inches(box.left), Inches(box.top), Inches(box.width), Inches(box.height)
