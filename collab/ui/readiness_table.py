"""The figures behind Readiness as a real table with three decimals and all counts, and how they were computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from collab.charts.board import label_of
from collab.model import Kind, Measure, Mode, Sector
from collab.scoring import often_not_applicable
from collab.scoring.figures import FigureGrid, Target, Unit
from collab.services import readiness_words
from collab.ui import keys, printed, shell, wording
from collab.ui.escape import plain

if TYPE_CHECKING:
    from pandas import DataFrame

    from collab.services.readiness import ReadinessView
    from collab.ui.readiness_controls import Filters

THREE_DECIMALS = ("Score", "Favourable share", "Agreement")
MARK_NAMES = ("Not applicable", "Skipped", "Unreadable", "Not asked")


def show(view: ReadinessView, filters: Filters) -> None:
    """The table, which is made only when somebody opens it."""
    from collab.ui.readiness_page import stamp

    with st.expander("All figures as a table", icon=":material/table:", key=keys.SHOWN_TABLE, on_change="rerun") as box:
        if box.open:
            printed.show(
                _table(stamp(view, filters), view),
                key="figures",
                formats=dict.fromkeys(THREE_DECIMALS, "%.3f"),
                alt="Every figure of this round by column and row, with counts",
            )


@st.cache_resource(max_entries=32, show_spinner=False)
def _table(key: tuple[object, ...], _view: ReadinessView) -> DataFrame:
    import pandas as pd

    return pd.concat([figure_table(_view.sectors, _view), figure_table(_view.partners, _view)], ignore_index=True)


def figure_table(grid: FigureGrid, view: ReadinessView) -> DataFrame:
    """One row per unit and target, units x targets in order; what is null stays empty and says why."""
    import pandas as pd

    units, targets = len(grid.units), len(grid.targets)
    labels = wording.sector_labels()
    names = [_unit_name(unit, labels) for unit in grid.units]
    sectors = [_sector_name(unit, labels) for unit in grid.units]
    columns: dict[str, object] = {
        "Partner or sector": np.repeat(names, targets),
        "Sector": np.repeat(sectors, targets),
        "Level": np.tile([str(target.level) for target in grid.targets], units),
        "Dimension": np.tile([_group_name(target, view) for target in grid.targets], units),
        "Row": np.tile([label_of(target, view.instrument) for target in grid.targets], units),
        "Score": grid.mean.ravel(),
        "Favourable share": grid.favourable_share.ravel(),
        "Agreement": grid.agreement.ravel(),
        "Band": [str(band) if band else "" for band in grid.band.ravel()],
        "Rated": _counts(grid.rated.ravel()),
        **{name: _counts(grid.marks[..., place].ravel()) for place, name in enumerate(MARK_NAMES)},
        **{
            plain_label: _counts(grid.counts[..., place].ravel())
            for place, plain_label in enumerate(point.label for point in view.instrument.scale)
            if place < grid.counts.shape[2]
        },
        "Often not applicable": often_not_applicable(grid).ravel(),
        "Partners shown": grid.shown_partners.ravel(),
        "Partners": grid.all_partners.ravel(),
        "Why empty": [str(why).replace("_", " ") if why else "" for why in grid.why.ravel()],
        "As reported": grid.reported.ravel(),
    }
    return pd.DataFrame(columns).dropna(axis="columns", how="all")


def _group_name(target: Target, view: ReadinessView) -> str:
    return view.instrument.dimension(target.dimension).label if target.dimension else ""


def _sector_name(unit: Unit, labels: dict[Sector, str]) -> str:
    sector = unit.partner.sector if unit.partner is not None else unit.sector
    return "" if sector is None else labels[sector]


def _unit_name(unit: Unit, labels: dict[Sector, str]) -> str:
    if unit.partner is not None:
        return unit.partner.name
    return f"{labels[unit.sector]}, mean" if unit.sector is not None else "All partners"


def _counts(values: np.ndarray) -> object:
    """Whole numbers where -1 becomes empty."""
    import pandas as pd

    return pd.Series(values, dtype="Int64").mask(values < 0)


def how_computed(view: ReadinessView) -> None:
    """How every number on this screen comes about."""
    with st.expander("How this is computed", icon=":material/calculate:"):
        st.markdown("\n".join(f"- {line}" for line in _rules(view)))
        if view.round.kind is not Kind.AVERAGES:
            _consistency(view)


def _rules(view: ReadinessView) -> list[str]:
    if view.sectors.measure is not None:
        return _rules_of_averages(view)
    everyone = "of all answers together (pooled)" if view.pooled else "unweighted mean over its partners"
    return [
        "Factor score of a partner: mean of its rated answers, reversed factors turned round first.",
        "Dimension: mean of its factors’ scores, if at least half of them have one. Overall: mean of all dimensions.",
        f"Sector and all partners: {everyone}.",
        "Favourable share: answers of agree or better, out of rated answers.",
        "Agreement: van der Eijk’s A over the answers: -1 split in two, 0 spread evenly, +1 all alike.",
        plain(readiness_words.scale_line(view, readiness_words.main_show(view.sectors))) + ".",
        "Gap: charter minus district, from unrounded scores, then rounded. Strong colour from a sixth of the scale.",
        "“Not applicable”, skipped and unreadable answers never enter a score. Colours are fixed to the scale’s ends.",
        "?: over 30 percent of the answers to a factor say not applicable or not known; talk about what is meant.",
        plain(readiness_words.state_line(view.round.state, view.round.mode, view.round.k)),
        *(
            ["The program hides small groups, but whoever holds the database file can read it."]
            if view.round.mode is Mode.INDIVIDUAL
            else []
        ),
    ]


def _rules_of_averages(view: ReadinessView) -> list[str]:
    shares = view.sectors.measure is Measure.SHARE
    return [
        "The source reported averages for each partner; single answers are not known here.",
        "What the source reported for a dimension wins over a mean of its questions, unless something in it is hidden.",
        "Sector and all partners: unweighted mean over its partners that have a figure.",
        "Gap: charter minus district"
        + (
            ", in percentage points. Strong colour: 10 points or more."
            if shares
            else ". Strong colour: a sixth or more."
        ),
        "S: the source itself held the figure back. It enters no mean.",
        *(["There are no bands, since shares are not scores. Colours run from 0 to 100 percent."] if shares else []),
    ]


def _consistency(view: ReadinessView) -> None:
    from collab.services.readiness import alphas

    if not st.toggle("Internal consistency (Cronbach’s alpha)", key="consistency"):
        return
    found = alphas(shell.store(), view.round.id)
    printed.show(
        {
            "Dimension": [view.instrument.dimension(key).label for key in found],
            "Alpha": [None if alpha.value is None else round(alpha.value, 3) for alpha in found.values()],
            "Complete answer sheets": [alpha.respondents for alpha in found.values()],
            "Reading": [alpha.why or ("indicative" if alpha.indicative else "") for alpha in found.values()],
        },
        key="consistency",
        height="content",
        alt="Internal consistency by dimension",
    )
