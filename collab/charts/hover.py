"""What the pointer reads on a cell, in words; safe for plotly."""

from __future__ import annotations

from collab.charts.board import Board, Cell, Show, State
from collab.charts.words import safe, wrapped

_SAYS = {
    Show.MEAN: "Score",
    Show.SHARE: "Favourable",
    Show.AGREEMENT: "Agreement",
    Show.ANSWERS: "Answers",
}
_BANDS = {"▲": ", strength", "▼": ", concern", "": ""}
MISSING = {
    State.HIDDEN: "Hidden: too few answers to show without pointing at people",
    State.HIDDEN_BY_SOURCE: "Hidden by the source",
    State.NOT_APPLICABLE: "Answered “not applicable”",
    State.NO_ANSWER: "No figure: too few answers",
    State.NOT_ASKED: "Not asked",
}
DOUBT = "Over 30 percent not applicable or not known: discuss"


def hover_text(board: Board, row: int, column: int) -> str:
    """Name, row and figure of one cell."""
    head = safe(board.columns[column].name)
    label = wrapped(board.rows[row].label, room=60, lines=2)
    cell = board.cells[row][column]
    doubt = f"<br>{DOUBT}" if cell.doubtful else ""
    return f"<b>{head}</b><br>{label}<br>{_figure(cell, board.show)}{doubt}"


def _figure(cell: Cell, show: Show) -> str:
    if cell.state is not State.FIGURE:
        return MISSING[cell.state]
    basis = f"<br>From {cell.basis}" if cell.basis and show is not Show.ANSWERS else ""
    return f"{_SAYS[show]} {cell.text}{_BANDS[cell.mark]}{basis}"
