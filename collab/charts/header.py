"""What stands above the heatmap: each sector once in its colour, the names of the columns, the gap's two sides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from collab.charts.board import Board
from collab.charts.column_names import FOLDED, has_partners, sector_room
from collab.charts.geometry import Geometry
from collab.charts.sizes import Size
from collab.charts.theme import Palette
from collab.charts.words import safe, shortened, wrapped
from collab.model import Sector

Spec = dict[str, Any]


def header(
    board: Board,
    places: Geometry,
    sector_names: Mapping[Sector, str],
    colours: Palette,
    size: Size,
    *,
    with_gap: bool,
) -> list[Spec]:
    """The annotations above the cells."""
    return (
        [_name(place, board, places, sector_names, colours, size) for place in range(len(board.columns))]
        + [
            _sector(sector, own, places, sector_names, colours, size)
            for sector, own in board.groups()
            if sector is not None and sector not in places.folded
        ]
        + (_gap(places, colours, size) if with_gap else [])
        + (_answers(board, places, colours, size) if places.answers_px else [])
    )


def _name(
    place: int,
    board: Board,
    places: Geometry,
    sector_names: Mapping[Sector, str],
    colours: Palette,
    size: Size,
) -> Spec:
    column = board.columns[place]
    text = places.names[place]
    colour = colours.ink
    if not has_partners(board):
        colour = colours.sector_text[column.sector]
    elif column.sector in places.folded:
        own = colours.sector_text[column.sector]
        sector = f'<span style="color:{own}"><b>{safe(shortened(sector_names[column.sector], FOLDED))}</b></span>'
        text = f"{sector}<br>{text}"
    answers = f"<br>{column.answers:,} answer sheets" if column.answers else ""
    return {
        **_above(places.x[place], places.answers_px + 2, size.small, colour),
        "text": text if column.is_partner else f"<b>{text}</b>",
        "textangle": -90 if places.turned else 0,
        "align": "left" if places.turned else "center",
        "hovertext": safe(column.name) + answers,
        "captureevents": False,
    }


def _sector(
    sector: Sector,
    own: list[int],
    places: Geometry,
    sector_names: Mapping[Sector, str],
    colours: Palette,
    size: Size,
) -> Spec:
    room = sector_room(len(own), size, places.pixels)
    name = wrapped(sector_names[sector], room=room, lines=1 if places.turned else 2)
    return {
        **_above(places.x[own[0]] - 0.47, places.name_px + 8 + size.font // 5, size.font, colours.sector_text[sector]),
        "text": f"<b>{name}</b>",
        "hovertext": safe(sector_names[sector]),
        "xanchor": "left",
        "align": "left",
    }


def _answers(board: Board, places: Geometry, colours: Palette, size: Size) -> list[Spec]:
    """How many answer sheets stand behind each column, in a row of its own between names and cells."""
    title = {
        **_above(0, 3, size.small, colours.muted),
        "xref": "paper",
        "xanchor": "right",
        "xshift": -8,
        "text": "Answer sheets",
    }
    numbers = [
        {**_above(x, 3, size.small, colours.muted), "text": f"{column.answers:,}"}
        for x, column in zip(places.x, board.columns, strict=True)
        if column.answers
    ]
    return [title, *numbers]


def _gap(places: Geometry, colours: Palette, size: Size) -> list[Spec]:
    sides = (("◂ district", "right", -4, Sector.DISTRICT), ("charter ▸", "left", 4, Sector.CHARTER))
    return [
        {**_above(places.gap_zero, size.small * 1.5, size.font, colours.ink), "text": "<b>Gap</b>"},
        *(
            {
                **_above(places.gap_zero, 2, size.small, colours.sector_text[sector]),
                "text": text,
                "xanchor": anchor,
                "xshift": shift,
            }
            for text, anchor, shift, sector in sides
        ),
    ]


def _above(x: float, up: float, font: int, colour: str) -> Spec:
    return {
        "xref": "x",
        "yref": "paper",
        "x": x,
        "y": 1,
        "yshift": up,
        "yanchor": "bottom",
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": font, "color": colour},
    }
