"""Steps along dates: a bar from its first day to its due day, arrows for what waits for what, late ones marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from collab.charts.frame import base_layout, note_height, note_under
from collab.charts.gantt_arrows import arrow_heads, arrow_lines, iso, line_along
from collab.charts.gantt_looks import paint
from collab.charts.gantt_rows import GANTT, MOST_LINES, Drawing, Head, Look, Row, drawing_of, label_room
from collab.charts.sizes import Size
from collab.charts.theme import Palette
from collab.charts.time_axis import band, beside, date_axis, today_line, today_word
from collab.charts.words import safe, wrapped

Spec = dict[str, Any]
LEAST = 690  # pixels that it is never narrower than on a screen
PAD = 0.03  # of the whole time, free at both ends
WORD_WIDE = 11  # of the column at the right, in small letters' heights
FEW_DAYS = 75  # up to here the axis counts weeks
POINTS = 8
FAR = 640  # pixels from the axis at the bottom to the first row


def gantt(
    rows: tuple[Row | Head, ...],
    *,
    today: date,
    colours: Palette,
    goal_due: date | None = None,
    size: Size = GANTT,
    note: str = "",
    also: tuple[date, ...] = (),
) -> Spec:
    """Steps from the top in the order given, at least one of them. goal_due: a line of its own.

    also: days that the axis holds beside those of the rows, so that two slides have the same. note: any text.
    """
    begin, end = _span([row for row in rows if isinstance(row, Row)], today, (*also, *filter(None, [goal_due])))
    legend = wrapped(note, room=int((size.width if size.height else LEAST) / size.small_letter) - 4, lines=3)
    top, bottom = round(size.font * 2), round(size.font * 2.5) + note_height(legend, size)
    right = round(size.small * WORD_WIDE) + 12
    width = max(size.width - size.label - right, 120)
    high, day = max(size.height - top - bottom, 0), (end - begin) / width
    drawing = drawing_of(rows, colours=colours, size=size, today=today, high=high, day=day)
    again, dates = _axis_again(drawing), _dates(begin, end, width, drawing)
    top += sum(cell.get("yshift", 0) for cell in again)
    return {
        "data": [*arrow_lines(drawing), *_late(drawing), _diamonds(drawing), _hovers(drawing)],
        "layout": {
            "height": round(top + bottom + drawing.tops[-1] * drawing.line),
            "margin": {"l": size.label, "r": right, "t": top, "b": bottom, "pad": 0},
            "xaxis": dates,
            "yaxis": {"range": [drawing.tops[-1], 0], "visible": False, "fixedrange": True},
            "shapes": [
                *_bands(drawing),
                *_bars(drawing),
                *([_goal_line(goal_due, drawing)] if goal_due else []),
                *([today_line(today, colours, size)] if begin <= today <= end else []),
            ],
            "annotations": [
                *_day_words(begin, end, goal_due, drawing),
                *(text for cell in again for text in _axis_words(cell, dates, drawing)),
                *(text for place, row in enumerate(rows) for text in _texts(place, row, drawing)),
                *arrow_heads(drawing),
                *note_under(legend, left=size.label, down=round(size.font * 2.5), colours=colours, size=size),
            ],
            **base_layout(colours, size),
        },
    }


def _span(steps: Sequence[Row], today: date, others: Sequence[date]) -> tuple[date, date]:
    """From the first day to the last; today is among them as long as something is to be done."""
    every = [day for row in steps for day in (row.first, row.last)]
    every += others
    every += [today] if any(row.look is not Look.DONE for row in steps) else []
    pad = timedelta(days=max(round((max(every) - min(every)).days * PAD), 5))
    begin, end = min(every), max(every)
    return begin - min(pad, begin - date.min), end + min(pad, date.max - end)


def _dates(begin: date, end: date, width: int, drawing: Drawing) -> Spec:
    axis = date_axis(begin, end, width, drawing.colours, drawing.size)
    days = (end - begin).days
    if days > FEW_DAYS:
        return axis
    monday = begin + timedelta(days=-begin.weekday() % 7)
    weeks = 1 + days * drawing.size.small * 5 // (width * 7)
    ticks = [monday + timedelta(weeks=weeks * count) for count in range(days // (7 * weeks) + 1)]
    ticks = [tick for tick in ticks if tick <= end]
    return {
        **axis,
        "tickvals": [tick.isoformat() for tick in ticks],
        "ticktext": [
            f"{tick.day} {tick:%b}" + (f"<br>{tick.year}" if place == 0 else "") for place, tick in enumerate(ticks)
        ],
    }


def _axis_again(drawing: Drawing) -> list[Spec]:
    """The heights at which a long chart says its days once more, so that they can be read beside each row: in the bands
    of heads, else above the word for today."""
    if drawing.size.height or drawing.tops[-1] * drawing.line < FAR:
        return []
    heads = [place for place, row in enumerate(drawing.rows) if isinstance(row, Head)]
    above = {"y": 1, "yref": "paper", "yanchor": "bottom", "yshift": round(drawing.size.small * 1.5)}
    return [{"y": drawing.middle(place), "yanchor": "middle"} for place in heads] or [above]


def _axis_words(cell: Spec, dates: Spec, drawing: Drawing) -> Iterator[Spec]:
    """The words of the axis on one line at this height; the first and the last stay within the drawing."""
    begin, end = map(date.fromisoformat, dates["range"])
    look = {"borderpad": 0, "showarrow": False, "font": dates["tickfont"]}
    for day, words in zip(map(date.fromisoformat, dates["tickvals"]), dates["ticktext"], strict=True):
        half = len(words) * drawing.size.small_letter / 2 * drawing.day
        anchor = "left" if day - half < begin else "right" if day + half > end else "center"
        yield {"text": words.replace("<br>", " "), "x": day.isoformat(), "xanchor": anchor, **cell, **look}


def _bands(drawing: Drawing) -> list[Spec]:
    """Behind heads, where there are any; else behind every other row."""
    heads = [place for place, row in enumerate(drawing.rows) if isinstance(row, Head)]
    return [
        {**band(place, drawing.colours), "y0": drawing.tops[place], "y1": drawing.tops[place + 1]}
        for place in heads or range(0, len(drawing.rows), 2)
    ]


def _bars(drawing: Drawing) -> list[Spec]:
    return [_bar(place, row, drawing) for place, row in drawing.steps() if row.first < row.last]


def _bar(place: int, row: Row, drawing: Drawing) -> Spec:
    painted = paint(row.look, drawing.colours)
    return {
        "type": "rect",
        "x0": row.first.isoformat(),
        "x1": row.last.isoformat(),
        "y0": drawing.bar(place)[0],
        "y1": drawing.bar(place)[1],
        "fillcolor": painted.fill.see_through,
        "line": {
            "color": painted.edge.see_through,
            "width": drawing.size.font * 0.12,
            "dash": "dot" if painted.is_dotted else "solid",
        },
    }


def _late(drawing: Drawing) -> list[Spec]:
    """From the day on which a step was due to today, dashed."""
    late = [(place, row) for place, row in drawing.steps() if row.look is Look.OVERDUE]
    line = {"color": drawing.colours.fell, "width": drawing.size.font * 0.2, "dash": "dash"}
    return [
        line_along([(iso(day), drawing.middle(place)) for day in (row.last, drawing.today)], line)
        for place, row in late
    ]


def _diamonds(drawing: Drawing) -> Spec:
    """Steps of which one day is known only."""
    single = [(place, row) for place, row in drawing.steps() if row.first >= row.last]
    edges = [paint(row.look, drawing.colours).edge.see_through for _, row in single]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row.last.isoformat() for _, row in single],
        "y": [drawing.middle(place) for place, _ in single],
        "marker": {
            "symbol": "diamond",
            "size": drawing.size.font * 1.1,
            "opacity": 1,
            "color": [
                drawing.colours.background if row.look in (Look.WAITING, Look.AHEAD) else edge
                for edge, (_, row) in zip(edges, single, strict=True)
            ],
            "line": {"color": edges, "width": drawing.size.font * 0.14},
        },
        "unselected": {"marker": {"opacity": 1}},
        "hoverinfo": "skip",
    }


def _goal_line(goal_due: date, drawing: Drawing) -> Spec:
    line = {"color": drawing.colours.muted, "width": drawing.size.font * 0.14}
    return {**today_line(goal_due, drawing.colours, drawing.size), "line": line}


def _day_words(begin: date, end: date, goal_due: date | None, drawing: Drawing) -> list[Spec]:
    """Above the lines of today and of the goal, side by side where the two are close."""
    today, colours, size = drawing.today, drawing.colours, drawing.size
    found = [today_word(today, colours, size)] if begin <= today <= end else []
    if goal_due is None:
        return found
    word = {**today_word(goal_due, colours, size), "text": "<b>goal</b>"}
    word["font"] = {"size": size.small, "color": colours.muted}
    if found and abs(goal_due - today) < drawing.day * size.small * 4:
        is_earlier = goal_due < today
        found[0]["xanchor"], word["xanchor"] = ("left", "right") if is_earlier else ("right", "left")
    return [*found, word]


def _texts(place: int, row: Row | Head, drawing: Drawing) -> list[Spec]:
    """The name at the left, how it stands at the right."""
    size, colours = drawing.size, drawing.colours
    cell = {"y": drawing.middle(place), "yanchor": "middle"}
    wide = size.small * WORD_WIDE
    is_late = isinstance(row, Row) and row.look is Look.OVERDUE
    room = max(int(wide / size.small_letter) - 2, 6)
    word = wrapped(row.word, room=room, lines=MOST_LINES - 1)
    ink = colours.fell if is_late else colours.muted
    strong = f"<b>{word}</b>" if is_late else word
    right = {**beside(strong, 8, cell, size.small, ink), "xanchor": "left", "align": "left"}
    return [_name(place, row, drawing), right]


def _name(place: int, row: Row | Head, drawing: Drawing) -> Spec:
    size, colours = drawing.size, drawing.colours
    room = label_room(size)
    name = wrapped(row.label, room=room, lines=MOST_LINES)
    if isinstance(row, Head):
        text = f"<b>{name}</b>"
    else:
        ink = colours.muted if row.look is Look.DONE else colours.ink
        text = f'<span style="color:{ink}">{name}</span>'
        if row.who:
            who = wrapped(row.who, room=int(room * size.font / size.small), lines=1)
            text += f'<br><span style="font-size:{size.small}px;color:{colours.muted}">{who}</span>'
    return {
        "text": text,
        "x": 0,
        "xref": "paper",
        "xshift": -size.label,
        "xanchor": "left",
        "y": drawing.middle(place),
        "yanchor": "middle",
        "align": "left",
        "borderpad": 0,
        "showarrow": False,
        "font": {"size": size.font, "color": colours.ink},
    }


def _hovers(drawing: Drawing) -> Spec:
    """Points along each bar that tell it when the mouse comes near, and can be chosen."""
    points = [(day, place, row) for place, row in drawing.steps() for day in _along(row)]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [iso(day) for day, _, _ in points],
        "y": [drawing.middle(place) for _, place, _ in points],
        "customdata": [row.key for _, _, row in points],
        "marker": {"size": drawing.size.font * 1.4, "opacity": 0},
        "selected": {"marker": {"opacity": 0}},
        "unselected": {"marker": {"opacity": 0}},
        "hovertext": ["<br>".join(safe(line) for line in row.hover.split("\n")) for _, _, row in points],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _along(row: Row) -> list[date]:
    days = (row.last - row.first).days
    return (
        [row.first + timedelta(days=round(days * part / POINTS)) for part in range(POINTS + 1)] if days else [row.last]
    )
