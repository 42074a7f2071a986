"""The chart of stages on the overview, with its sentence, its rule and its table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from collab.charts.overview_stages import Dot, Strip, axis_reach, stage_strips
from collab.charts.sizes import PHONE, SCREEN
from collab.charts.theme import palette
from collab.model import Standing
from collab.scoring.stays import LEAST_STAYS, LONG_WITHOUT_SPREAD_DAYS
from collab.ui import figures, keys, overview_filters, overview_wanted, overview_words, viewport
from collab.ui.escape import plain
from collab.ui.wording import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pandas import DataFrame

    from collab.charts.sizes import Size
    from collab.services.digests import Digest, Overview

STANDS = frozenset({Standing.ACTIVE, Standing.PAUSED})
TITLE = "How many stand in each stage, and for how long"
ALT_NAMES = 12


def show(overview: Overview) -> None:
    """The chart with all that goes with it."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader(TITLE, anchor=False, width="content")
        st.button("Meeting view", icon=":material/present_to_all:", on_click=_to_meeting, key="open_meeting")
    size = PHONE if viewport.is_narrow() else replace(SCREEN, small=12)
    draw(overview, size, key="overview_stages")
    st.caption(plain(_told(repr(overview.stamp), overview)[0]))
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="controls_stalls"):
        if overview.stalled:
            words = f"Show {'the one' if len(overview.stalled) == 1 else f'the {len(overview.stalled)}'} that stall"
            st.button(words, icon=":material/hourglass_bottom:", on_click=_show_stalled, key="show_stalled")
    _table(overview)


def draw(overview: Overview, size: Size, *, key: str, note: str = "") -> None:
    """The chart alone. note: stands under it, safe for plotly."""
    dark = figures.is_dark()
    figure = figures.kept(
        ("overview_stages", repr(overview.stamp), size, dark, note),
        lambda: stage_strips(strips(overview), colours=palette(dark=dark), size=size, note=note),
    )
    figures.draw(figure, key=key, alt=_told(repr(overview.stamp), overview)[1], file_name="initiatives by stage")


@st.cache_resource(max_entries=16, show_spinner=False)
def _told(stamp: str, _overview: Overview) -> tuple[str, str]:
    """(the note, the chart in words): a look at every initiative, and the same until one of them changes."""
    return note(_overview), alt(_overview)


def _to_meeting() -> None:
    st.query_params[keys.MEETING] = "1"


def _show_stalled() -> None:
    overview_filters.show_only(overview_wanted.STALLS)


def in_stages(overview: Overview) -> dict[str, list[Digest]]:
    """Stage -> those that stand in it, the longest first; stopped and completed ones stand nowhere."""
    found: dict[str, list[Digest]] = {stage: [] for stage in overview_words.stage_labels()}
    for each in overview.digests:
        if each.stage in found and each.initiative.standing in STANDS:
            found[each.stage].append(each)
    return {stage: sorted(own, key=lambda each: -(each.days or 0)) for stage, own in found.items()}


def strips(overview: Overview) -> tuple[Strip, ...]:
    """What the chart draws: every stage, also one in which none stands."""
    labels = overview_words.stage_labels()
    return tuple(
        Strip(
            labels[stage],
            tuple(_dot(each, overview) for each in own),
            _long(overview, stage, own),
        )
        for stage, own in in_stages(overview).items()
    )


def _long(overview: Overview, stage: str, own: Sequence[Digest]) -> float | None:
    """From when on a stay is long; nothing where nobody stands and the stage has no spread of its own."""
    spread = overview.spreads[stage]
    return spread.long if own or spread.own else None


def note(overview: Overview) -> str:
    """What the marks mean, which rule each dotted line stands for, and what is not drawn."""
    drawn = {overview.spreads[stage].own for stage, own in in_stages(overview).items() if _long(overview, stage, own)}
    quartile, rule = "the upper quartile of all stays in the stage", f"{LONG_WITHOUT_SPREAD_DAYS} days"
    dotted = {
        frozenset(): "",
        frozenset({True}): f" Dotted: {quartile}.",
        frozenset({False}): f" Dotted: {rule}, since no stage with a dot has {LEAST_STAYS} stays yet.",
        frozenset({True, False}): f" Dotted: {quartile}, or {rule} where it has fewer than {LEAST_STAYS} stays.",
    }[frozenset(drawn)]
    late = sum(map(len, _late(overview).values()))
    edge = f" ▸ {late:,} at the right edge {'has' if late == 1 else 'have'} lasted beyond the axis." if late else ""
    return f"Each dot is an initiative.{dotted} ◆ stalls.{edge} {apart(overview)}".strip()


def _dot(each: Digest, overview: Overview) -> Dot:
    return Dot(each.initiative.name, each.days or 0, overview_words.stay(each), each.initiative.id in overview.stalled)


def apart(overview: Overview) -> str:
    """Those that the chart does not draw, counted."""
    others = [each for each in overview.digests if each.initiative.standing in STANDS and each.stage is None]
    begun = sum(each.began for each in others)
    ended = sum(each.initiative.standing not in STANDS for each in overview.digests)
    counts = (
        (len(others) - begun, "not begun"),
        (begun, "at the end of the way"),
        (ended, "completed or stopped"),
    )
    told = tuple(f"{count:,} {words}" for count, words in counts if count)
    return f"Not drawn: {listed(told)}." if told else ""


def alt(overview: Overview) -> str:
    """The chart in words."""
    labels = overview_words.stage_labels()
    found = in_stages(overview)
    counts = listed(tuple(f"{labels[stage]} {len(own)}" for stage, own in found.items()))
    stalled = [each for own in found.values() for each in own if each.initiative.id in overview.stalled]
    names = listed(tuple(f"{each.initiative.name} ({overview_words.stay(each)})" for each in stalled), most=ALT_NAMES)
    return f"How many initiatives stand in each stage: {counts}. Stalled: {names or 'none'}. The table below holds all."


def _table(overview: Overview) -> None:
    with st.expander(
        "Stages as a table, and when an initiative stalls",
        icon=":material/table:",
        key=keys.OVERVIEW_TABLE,
        on_change="rerun",
    ) as box:
        if box.open:
            st.markdown(plain(overview_words.STALL_RULE))
            st.table(
                _written(stage_table(overview)),
                border="horizontal",
                hide_index=True,
                alt="How many initiatives stand in each stage, for how long, and which of them stall",
            )
            st.caption(
                "Days in the present stay. Median and quartile: over all stays in the stage, those that go on included."
            )


def _written(table: DataFrame) -> DataFrame:
    """Every cell as text that Streamlit shows as it is; nothing where a figure is missing."""
    return table.map(lambda value: "" if value is None or value != value else plain(f"{value}".removesuffix(".0")))


def stage_table(overview: Overview) -> DataFrame:
    """One row per stage. Beyond the axis: those that the chart draws at its edge, where there are any."""
    import pandas as pd

    labels, rows = overview_words.stage_labels(), []
    late = _late(overview)
    for stage, own in in_stages(overview).items():
        spread = overview.spreads[stage]
        stalled = [each for each in own if each.initiative.id in overview.stalled]
        rows.append(
            {
                "Stage": labels[stage],
                "Initiatives": len(own),
                "Longest now (days)": own[0].days if own else None,
                "Stays": spread.stays,
                "Median stay (days)": spread.median,
                "Long from (days)": round(spread.long),
                "Upper quartile": "own" if spread.own else "too few stays",
                "Stall": len(stalled),
                "Which stall": _named(stalled),
                **({"Beyond the axis": _named(late[stage])} if any(late.values()) else {}),
            }
        )
    return pd.DataFrame(rows)


def _late(overview: Overview) -> dict[str, list[Digest]]:
    """Stage -> those that have been in it for longer than the axis is long."""
    reach = axis_reach(strips(overview))
    return {stage: [each for each in own if (each.days or 0) > reach] for stage, own in in_stages(overview).items()}


def _named(own: Sequence[Digest]) -> str:
    return "; ".join(f"{each.initiative.name} ({overview_words.stay(each)})" for each in own)
