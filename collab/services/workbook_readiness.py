"""The sheets of readiness: the heatmap of the latest round that was revealed, and who answered what is still open."""

from __future__ import annotations

from collab.charts.board import Board, Cell, Row, Show, State, board, columns, headings_of, label_of, rows, shows
from collab.charts.board import Column as BoardColumn
from collab.charts.theme import LIGHT
from collab.exchange.workbook import Column, Look, Part, Scale, Sheet
from collab.exchange.workbook.content import Value
from collab.model import Level, Mode, Round
from collab.services import readiness_words
from collab.services.readiness import ReadinessView, counts, readiness
from collab.services.wording import day
from collab.services.workbook_material import Material, figure, sector_labels

NAME = "Readiness"
WHOLE = "Whole dimension"
FIRST = 2
"""How many columns stand before the figures."""
COLOURS = (LIGHT.scale[0], LIGHT.scale[2], LIGHT.scale[4])
_LOOKS = {Show.MEAN: Look.SCORE, Show.SHARE: Look.SHARE, Show.AGREEMENT: Look.AGREEMENT, Show.ANSWERS: Look.WHOLE}
_MARKS = {"▲": Look.STRENGTH, "▼": Look.CONCERN}
_STATES = {
    State.HIDDEN: "hidden",
    State.HIDDEN_BY_SOURCE: "hidden by the source",
    State.NOT_APPLICABLE: "n/a",
    State.NO_ANSWER: "no answer",
    State.NOT_ASKED: "not asked",
}
_PARTS = {
    Show.SHARE: "Favourable share: answers of agree or better, out of rated answers",
    Show.AGREEMENT: "Agreement: +1 all alike, 0 spread evenly, -1 split in two",
    Show.ANSWERS: "Number of rated answers",
}


def sheets(material: Material) -> tuple[Sheet, ...]:
    """The heatmap, or where no round was revealed yet who has answered; nothing where there is neither."""
    opened = tuple(_who_answered(material, each) for each in material.open_rounds)
    revealed = material.view.revealed
    if revealed is not None:
        view = readiness(material.store, revealed.id, person=material.person)
        return (_heatmap(material, view, opened),)
    return (_only_open(material, opened),) if opened else ()


def _only_open(material: Material, opened: tuple[Part, ...]) -> Sheet:
    first, *rest = opened
    titled = tuple(Column(title, title, 30) for title in first.titles)
    return Sheet(
        NAME,
        material.heading("Who has answered"),
        (*titled[:2], *(Column(each.key, each.title, 16, Look.WHOLE) for each in titled[2:])),
        first.rows,
        lines=(first.heading, "Each partner rates on its own first. Figures are shown once the round is revealed."),
        parts=tuple(rest),
        upright=True,
    )


def _who_answered(material: Material, round_: Round) -> Part:
    found = counts(material.store, round_.id, person=material.person)
    labels = sector_labels()
    lines = [(each.partner.name, labels[each.partner.sector], each.responses) for each in found.asked(material.today)]
    heading = f"“{round_.label}” is still open: who has answered"
    return Part(heading, ("Partner", "Sector", "Answer sheets"), lines, (Look.TEXT, Look.TEXT, Look.WHOLE))


def _heatmap(material: Material, view: ReadinessView, opened: tuple[Part, ...]) -> Sheet:
    show = readiness_words.main_show(view.sectors)
    main, across = _board(view, show), _across(view)
    lines = [_line(view, main, place) for place in range(len(main.rows))]
    low, high = (0.0, 1.0) if show is Show.SHARE else (float(view.sectors.scores[0]), float(view.sectors.scores[-1]))
    last = (len(main.rows) - 1, FIRST + len(across) - 1)
    others = [each for each in shows(view.sectors) if each is not show]
    return Sheet(
        name=NAME,
        heading=material.heading("Readiness"),
        columns=(Column("dimension", "Dimension", 34), Column("factor", "Factor", 38), *_titled(across, show)),
        rows=lines,
        lines=(readiness_words.context_line(view), *readiness_words.reading(view)),
        parts=(_how_to_read(view, main, show), *(_part(view, each) for each in others), *opened),
        scales=(Scale((FIRST, last[1]), (0, last[0]), (low, (low + high) / 2, high), COLOURS),),
        bold=frozenset(place for place, row in enumerate(main.rows) if row.target.level is not Level.FACTOR),
        looks=_looks(main),
        frozen_columns=FIRST,
    )


def _across(view: ReadinessView) -> tuple[BoardColumn, ...]:
    """All partners, then the mean of each sector, then partners by sector."""
    found = columns(view.partners, view.sectors, labels=sector_labels(), responses=view.responses)
    means = [each for each in found if not each.is_partner]
    everyone = [each for each in means if each.sector is None]
    return (*everyone, *(each for each in means if each.sector), *(each for each in found if each.is_partner))


def _titled(across: tuple[BoardColumn, ...], show: Show) -> tuple[Column, ...]:
    return tuple(Column(each.key, _title(each), 12.5, _LOOKS[show]) for each in across)


def _title(column: BoardColumn) -> str:
    if column.is_partner and column.sector is not None:
        return f"{column.name} ({sector_labels()[column.sector]})"
    return column.name


def _board(view: ReadinessView, show: Show) -> Board:
    overall = Row(view.sectors.targets[-1], label_of(view.sectors.targets[-1], view.instrument))
    every = (*rows(view.sectors, view.instrument), overall)
    return board(view.partners, view.sectors, show=show, columns=_across(view), rows=every, k=view.round.k)


def _line(view: ReadinessView, found: Board, place: int) -> tuple[Value, ...]:
    row = found.rows[place]
    return (*_about(view, row), *(_value(each, found.show) for each in found.cells[place]))


def _about(view: ReadinessView, row: Row) -> tuple[str, str]:
    target = row.target
    if target.level is Level.OVERALL:
        return row.label, "All dimensions"
    group = view.instrument.dimension(target.dimension).label if target.dimension else ""
    return (row.label, WHOLE) if row.is_dimension else (group, row.label)


def _value(cell: Cell, show: Show) -> Value:
    if cell.state is State.FIGURE:
        return int(cell.value) if show is Show.ANSWERS else figure(cell.value)
    if show is Show.AGREEMENT and cell.state is State.NO_ANSWER:
        return None
    return _STATES[cell.state]


def _looks(found: Board) -> dict[tuple[int, int], Look]:
    return {
        (place, FIRST + at): _MARKS[cell.mark]
        for place, line in enumerate(found.cells)
        for at, cell in enumerate(line)
        if cell.mark
    }


def _part(view: ReadinessView, show: Show) -> Part:
    found, across = _board(view, show), _across(view)
    titles = ("Dimension", "Factor", *(each.title for each in _titled(across, show)))
    of_factors = show is Show.ANSWERS
    places = [at for at, row in enumerate(found.rows) if row.target.level is Level.FACTOR or not of_factors]
    lines = [_line(view, found, place) for place in places]
    return Part(_PARTS[show], titles, lines, (Look.TEXT, Look.TEXT, *[_LOOKS[show]] * len(across)))


def _how_to_read(view: ReadinessView, main: Board, show: Show) -> Part:
    missing = {cell.state for line in main.cells for cell in line} & {State.HIDDEN}
    told = [
        f"{readiness_words.scale_line(view, show)}. A cell holds the unrounded figure and shows one decimal.",
        "A dimension is the mean of its factors, if at least half of them have a figure; overall is the mean of all "
        "dimensions. A sector, and all partners, are the unweighted mean of their partners that are shown.",
        readiness_words.state_line(view.round.state, view.round.mode, view.round.k),
    ]
    if missing and view.round.mode is not Mode.TEAM:
        told.append(f"hidden: fewer than {view.round.k} answers. What is hidden enters no figure of this workbook.")
    if headings_of(view.instrument):
        told.append("Questions that belong to no dimension stand below and are not summed up.")
    if view.round.held_on:
        told.append(f"Held on {day(view.round.held_on)}.")
    return Part("How to read it", (), [(line,) for line in told])
