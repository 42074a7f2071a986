"""One cell of the heatmap in detail, in a drawer at the side: chosen by a click, by the keyboard, or by the address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from collab.charts.board import Board, label_of, percent
from collab.charts.distributions import Spread, diverging_bars
from collab.charts.sizes import DRAWER
from collab.charts.theme import palette
from collab.model import Instrument, Level, Mark, Why
from collab.scoring import often_not_applicable, shown
from collab.scoring.figures import Target, Unit
from collab.ui import figures, keys, shell, wording
from collab.ui.escape import plain

if TYPE_CHECKING:
    from collab.scoring import Alpha
    from collab.services.readiness import CellDetail, ReadinessView

WHY = {
    Why.HIDDEN: "Hidden: fewer answers than this round shows, so that nobody can be picked out.",
    Why.HIDDEN_BY_SOURCE: "Hidden by the source: the file itself held this figure back.",
    Why.TOO_FEW_FACTORS: "No figure: fewer than half of the factors have a score, or a dimension has none.",
    Why.TOO_FEW_ANSWERS: "No figure: too few rated answers.",
    Why.NOT_ASKED: "No figure: this was not asked.",
    Why.AVERAGES: "No figure: the source reported averages, not single answers.",
}
MARKS = {
    Mark.NOT_APPLICABLE: "not applicable",
    Mark.SKIPPED: "skipped",
    Mark.UNREADABLE: "unreadable",
    Mark.NOT_ASKED: "not asked",
}
BANDS = {"strength": "▲ strength", "borderline": "borderline", "concern": "▼ concern"}


def open_clicked() -> None:
    """A cell of the heatmap was clicked; clicking the chosen one again opens it again."""
    points = st.session_state["chart_heatmap"].selection.points
    at = "|".join(points[0]["customdata"]) if points else st.session_state.get(keys.LAST_CELL)
    open_at(at)


def open_at(at: str | None) -> None:
    """Put the cell "column key|level|target key" into the address, which opens it."""
    if not at:
        return
    st.session_state[keys.LAST_CELL] = at
    st.query_params[keys.CELL] = at


def forget() -> None:
    """Take the cell out of the address, which closes it."""
    st.query_params.pop(keys.CELL, None)


def choose_cell(board: Board) -> None:
    """The way to a cell without a pointer: two lists and a button."""
    columns = {column.key: column.name for column in board.columns}
    rows = {f"{row.target.level}|{row.target.key}": row.label for row in board.rows}
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls_cell"):
        column = st.selectbox(
            "Look into", list(columns), format_func=columns.__getitem__, key=keys.LOOK_COLUMN, width=280
        )
        row = st.selectbox("on", list(rows), format_func=rows.__getitem__, key=keys.LOOK_ROW, width=280)
        st.button("Show answers", icon=":material/search:", on_click=open_at, args=(f"{column}|{row}",))


def open_chosen(view: ReadinessView, board: Board) -> None:
    """Open the cell that the address names; one that filters took off the screen is forgotten."""
    at = st.query_params.get(keys.CELL)
    if at is None:
        return
    key, _, rest = at.partition("|")
    column = next((column for column in board.columns if column.key == key), None)
    row = next((row for row in board.rows if f"{row.target.level}|{row.target.key}" == rest), None)
    if column is None or row is None:
        forget()
        return
    _drawer(view, column.unit, row.target)


@st.dialog("Behind this cell", width=600, position="right", on_dismiss=forget)
def _drawer(view: ReadinessView, unit: Unit, target: Target) -> None:
    from collab.services.readiness import cell

    detail = cell(shell.store(), view.round.id, unit, target)
    st.header(plain(label_of(target, view.instrument)), anchor=False)
    st.markdown(f"**{plain(unit_name(unit))}**")
    _figures(detail)
    _doubt(view, unit, target)
    _concluded(view, target)
    _statement(detail, label_of(target, view.instrument))
    if target.level is Level.DIMENSION:
        _factors_of(view, unit, target)
        _consistency(view, target)
    _distribution(detail, view.instrument)
    _comments(detail)
    _cases(target)


def unit_name(unit: Unit) -> str:
    """What a column is called in a sentence."""
    if unit.partner is not None:
        return unit.partner.name
    if unit.sector is None:
        return "All partners"
    return f"{wording.sector_labels()[unit.sector]}, mean of its partners"


def _figures(detail: CellDetail) -> None:
    parts = []
    if detail.mean is not None:
        parts.append(f"Score **{shown(detail.mean)}** {BANDS.get(str(detail.band), '')}")
    if detail.favourable_share is not None:
        parts.append(f"Favourable **{percent(detail.favourable_share)}**")
    if detail.agreement is not None:
        parts.append(f"Agreement **{shown(detail.agreement, 2)}**")
    if detail.rated is not None and detail.rated >= 0:
        parts.append(f"{detail.rated:,} rated")
    if parts:
        st.markdown(" · ".join(parts))
    if detail.why is not None:
        st.info(WHY[detail.why])
    if detail.reported:
        is_partner = detail.unit.partner is not None
        st.caption("As the source reported it." if is_partner else "Mean of what the source reported of each partner.")
    if detail.all_partners > 1:
        st.caption(f"From {detail.shown_partners} of {detail.all_partners} partners.")


def _doubt(view: ReadinessView, unit: Unit, target: Target) -> None:
    grid = view.partners if unit.partner is not None else view.sectors
    if often_not_applicable(grid)[grid.units.index(unit), grid.targets.index(target)]:
        st.warning("Not applicable or not known for over 30 percent of the answers: discuss what is meant.")


def _concluded(view: ReadinessView, target: Target) -> None:
    """What partners concluded about the dimension of this cell, and the way there; from there a link leads back."""
    if target.dimension is None or not view.instrument.dimension(target.dimension).scored:
        return
    from collab.services.conclusions import conclusions_of
    from collab.services.conclusions_words import short

    row = conclusions_of(shell.store(), view.round.id).of(target.dimension)
    there = {keys.INITIATIVE: view.initiative.id, keys.ROUND: view.round.id, keys.DIMENSION: target.dimension}
    with st.container(key="concluded", gap="small"):
        st.markdown(f"**Concluded on {plain(row.dimension.label)}:** {plain(short(row, view.instrument))}")
        st.page_link(
            "pages/conclusions.py",
            label="What was concluded",
            icon=":material/handshake:",
            query_params={**there, keys.CELL: st.query_params.get(keys.CELL, "")},
        )


def _consistency(view: ReadinessView, target: Target) -> None:
    """How well the answers to a dimension's factors go together, over all partners."""
    from collab.services.readiness import alphas

    alpha = alphas(shell.store(), view.round.id).get(target.key)
    if alpha is not None:
        st.caption(plain(consistency_words(alpha)))


def consistency_words(alpha: Alpha) -> str:
    """Cronbach's alpha of a dimension in one sentence (plain text), or why there is none."""
    if alpha.value is None:
        return f"Internal consistency of this dimension is not shown: {alpha.why}."
    careful = ", indicative" if alpha.indicative else ""
    return (
        f"Internal consistency of this dimension over all partners (Cronbach’s alpha): {shown(alpha.value, 2)} "
        f"from {alpha.respondents:,} complete answer sheets{careful}."
    )


def _statement(detail: CellDetail, heading: str) -> None:
    if detail.statement:
        if detail.statement != heading:
            st.markdown(f"“{plain(detail.statement)}”")
        if detail.dimension and not detail.dimension.scored:
            st.caption("This question belongs to no dimension. It enters no dimension’s figure and no overall.")
        if detail.factor and detail.factor.reversed:
            st.caption("Agreeing here is bad news, so the score is turned round. The answers below stand as given.")
    if detail.look_for:
        st.markdown("**What to look for**")
        st.markdown("\n".join(f"- {plain(sign)}" for sign in detail.look_for))


def _factors_of(view: ReadinessView, unit: Unit, target: Target) -> None:
    """A dimension has no answers of its own: its factors' figures say what it is made of."""
    grid = view.partners if unit.partner is not None else view.sectors
    row = grid.units.index(unit)
    own = [
        (place, factor) for place, factor in enumerate(grid.targets)
        if factor.level is Level.FACTOR and factor.dimension == target.key
    ]  # fmt: skip
    values = grid.favourable_share if grid.measure == "share" else grid.mean
    st.dataframe(
        {
            "Factor": [label_of(factor, view.instrument) for _, factor in own],
            "Share" if grid.measure == "share" else "Score": [
                None if values[row, place] != values[row, place] else round(float(values[row, place]), 3)
                for place, _ in own
            ],
        },
        hide_index=True,
        height="content",
        alt="The factors of this dimension",
    )


def _distribution(detail: CellDetail, instrument: Instrument) -> None:
    if detail.distribution is None or not sum(count for _, count in detail.distribution):
        return
    st.markdown("**Answers as given**")
    levels = tuple(point.label for point, _ in detail.distribution)
    counts = tuple(count for _, count in detail.distribution)
    dark = figures.is_dark()
    key = ("cell", instrument.key, instrument.version, detail.unit.name, str(detail.target), counts, dark)
    spread = Spread("", "", detail.unit.sector, counts)
    figure = figures.kept(key, lambda: diverging_bars((spread,), levels, colours=palette(dark=dark), size=DRAWER))
    figures.draw(figure, key="cell", alt="Answers by level; the table below holds the counts.", file_name="answers")
    st.dataframe(
        {
            "Answer": [*levels, *(MARKS[mark] for mark, count in (detail.marks or {}).items() if count)],
            "Count": [*counts, *(count for count in (detail.marks or {}).values() if count)],
        },
        hide_index=True,
        height="content",
        alt="How many answers of each kind",
    )


def _comments(detail: CellDetail) -> None:
    if not detail.comments and not detail.comments_why:
        return
    st.markdown("**Comments**")
    for comment in detail.comments:
        with st.container(border=True):
            st.text(comment.text)
            if comment.partner is not None:
                st.caption(plain(comment.partner.name))
    if detail.comments_why:
        st.caption(plain(detail.comments_why))


def _cases(target: Target) -> None:
    cases = shell.framework().cases_teaching(target.dimension or "")
    if not cases:
        return
    with st.expander(f"What others learned here ({len(cases)})"):
        for case in cases:
            st.markdown(f"**{plain(case.title)}**, {plain(case.place)}  \n{plain(case.lesson)}")
