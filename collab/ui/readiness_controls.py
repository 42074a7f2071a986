"""What a person chooses on Readiness and Compare: what cells show, sectors, partners, rows; kept in the address."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from collab.charts.board import Show
from collab.model import Instrument, Kind, Partner, Round, Sector
from collab.ui import address, keys, wording

EVERYTHING, SUMMARY = "all", "dimensions"
SHOW_LABELS = {
    Show.MEAN: "Score",
    Show.SHARE: "Favourable",
    Show.AGREEMENT: "Agreement",
    Show.ANSWERS: "Answers",
}


@dataclass(frozen=True)
class Filters:
    """Which sectors and partners; None is all of them. pooled: every answer counts alike."""

    sectors: tuple[Sector, ...] | None = None
    partner_ids: tuple[str, ...] | None = None
    pooled: bool = False


def choose_show(offered: tuple[Show, ...]) -> Show:
    """What the cells print."""
    if len(offered) == 1:
        return offered[0]
    chosen = st.segmented_control(
        "Show",
        [str(show) for show in offered],
        format_func=lambda show: SHOW_LABELS[Show(show)],
        default=str(offered[0]),
        required=True,
        key=keys.MODE,
        bind="query-params",
    )
    return Show(chosen or offered[0])


def choose_filters(choices: tuple[Partner, ...], round_: Round) -> Filters:
    """Sectors and partners, and whether answers are pooled."""
    sectors = choose_sectors(choices)
    with st.popover("Filters", icon=":material/tune:"):
        partner_ids = choose_partners(choices)
        pooled = round_.kind is not Kind.AVERAGES and choose_pooled()
    return Filters(sectors=sectors, partner_ids=partner_ids, pooled=pooled)


def choose_sectors(choices: tuple[Partner, ...]) -> tuple[Sector, ...] | None:
    """Some of the sectors that are there; None for all of them."""
    present = [sector for sector in Sector if any(partner.sector is sector for partner in choices)]
    if len(present) < 2:
        return None
    labels = wording.sector_labels()
    chosen = st.pills(
        "Sectors",
        [str(sector) for sector in present],
        format_func=lambda sector: labels[Sector(sector)],
        selection_mode="multi",
        default=[str(sector) for sector in present],
        key=keys.SECTORS,
        bind="query-params",
        wrap=True,
    )
    wanted = tuple(sector for sector in present if sector in chosen)
    return wanted if wanted and len(wanted) < len(present) else None


def choose_partners(choices: tuple[Partner, ...], *, placeholder: str = "All partners") -> tuple[str, ...] | None:
    """Some of these partners, or None for all of them."""
    names = {partner.id: partner.name for partner in choices}
    chosen = st.multiselect(
        "Partners",
        list(names),
        format_func=names.__getitem__,
        placeholder=placeholder,
        key=keys.PARTNERS,
        bind="query-params",
        filter_mode="contains",
    )
    return tuple(chosen) or None


def choose_pooled() -> bool:
    """Whether every answer counts alike."""
    return st.toggle(
        "Count every answer alike",
        key=keys.POOLED,
        bind="query-params",
        help="Off: every partner counts alike, however many people answered. "
        "On: every answer counts alike, so that a large team weighs more.",
    )


def choose_rows(instrument: Instrument, *, many: bool) -> str:
    """Which rows: everything, dimensions only, or the key of one dimension or group of questions."""
    scored = [dimension for dimension in instrument.dimensions if dimension.scored]
    summary = "Dimensions" if len(scored) == len(instrument.dimensions) else "Dimensions and other questions"
    return address.select(
        "Columns" if many else "Rows",
        {
            **({SUMMARY: summary} if scored else {}),
            **({} if scored and many else {EVERYTHING: "Dimensions and factors" if scored else "All questions"}),
            **{dimension.key: f"Only {dimension.label}" for dimension in instrument.dimensions if dimension.factors},
        },
        param=keys.ROWS,
        widget=keys.PICK_ROWS,
        default=SUMMARY if scored and many else EVERYTHING,
        width=280 if len(scored) < len(instrument.dimensions) else 205,
    )
