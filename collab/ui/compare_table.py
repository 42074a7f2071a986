"""What the comparison says in words and as a real table with three decimals, effects and tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from collab.charts.board import label_of, percent
from collab.charts.pairs import Pair
from collab.model import Level, Measure
from collab.ui.compare_charts import lines_of, sentence_of
from collab.ui.escape import plain

if TYPE_CHECKING:
    from pandas import DataFrame

    from collab.scoring import Effect
    from collab.services.comparison import ComparisonView

SENTENCES_AT_ONCE = 5


def in_words(view: ComparisonView) -> None:
    """One sentence a factor, the widest gap first, with how far single answers overlap."""
    st.subheader("In words", anchor=False)
    effects = {effect.factor: effect for effect in view.effects}
    lines = [_sentence(view, line, effects.get(line.target.key)) for line in lines_of(view, Level.FACTOR)]
    st.markdown("\n".join(f"- {line}" for line in lines[:SENTENCES_AT_ONCE] if line))
    if len(lines) > SENTENCES_AT_ONCE:
        with st.expander(f"The other {len(lines) - SENTENCES_AT_ONCE} factors"):
            st.markdown("\n".join(f"- {line}" for line in lines[SENTENCES_AT_ONCE:] if line))


def _sentence(view: ComparisonView, line: Pair, effect: Effect | None) -> str:
    unit = " percentage points" if view.sectors.measure is Measure.SHARE else ""
    sentence = sentence_of(view, line.target)
    gap = f", gap {line.gap.text}{unit}" if line.gap and "gap of" not in sentence else ""
    stop = "" if line.label.endswith(("…", ".", "?", "!")) and not gap else "."
    said = f"**{plain(line.label)}**{gap}{stop} {plain(sentence)}"
    words = effect_words(effect)
    return f"{said} {plain(words)}" if words else said


def effect_words(effect: Effect | None) -> str:
    """Cliff's delta in words (plain text), "" where it is not defined."""
    if effect is None or effect.district_higher is None or effect.equal is None:
        return ""
    return (
        f"A randomly chosen district answer is higher than a randomly chosen charter answer "
        f"{percent(effect.district_higher)} of the time, equal {percent(effect.equal)} ({effect.size} difference)."
    )


def show(view: ComparisonView, key: tuple[object, ...]) -> None:
    """The table, which is made only when somebody opens it."""
    with st.expander("All figures as a table", icon=":material/table:", key="_compare_table", on_change="rerun") as box:
        if box.open:
            table = _table(key, view)
            st.dataframe(
                table,
                hide_index=True,
                column_config={
                    str(name): st.column_config.NumberColumn(format="%.3f")
                    for name, kind in table.dtypes.items()
                    if kind.kind == "f"
                },
                alt="District and charter by factor, with gap, agreement, effect and test",
            )


@st.cache_resource(max_entries=32, show_spinner=False)
def _table(key: tuple[object, ...], _view: ComparisonView) -> DataFrame:
    return comparison_table(_view)


def comparison_table(view: ComparisonView) -> DataFrame:
    """One row per dimension and factor, the widest gap first; what is not defined is empty."""
    import pandas as pd

    effects = {effect.factor: effect for effect in view.effects}
    tests = {test.factor: test for test in view.tests}
    priorities = {item.factor: item for item in view.priorities}
    exact = {gap.target: gap for gap in view.gaps}
    rows = []
    for level in (Level.DIMENSION, Level.FACTOR):
        for line in lines_of(view, level):
            effect, test = effects.get(line.target.key), tests.get(line.target.key)
            priority = priorities.get(line.target.key)
            rows.append(
                {
                    "Level": str(level),
                    "Row": label_of(line.target, view.instrument),
                    "District": line.values[0],
                    "Charter": line.values[1],
                    "Gap (charter minus district)": exact[line.target].value,
                    "Agreement district": line.agreement[0],
                    "Agreement charter": line.agreement[1],
                    "Cliff’s delta": effect.delta if effect else None,
                    "Size of the effect": effect.size if effect else None,
                    "p": test.p if test else None,
                    "p adjusted (Holm)": test.adjusted if test else None,
                    "Partners tested": f"{test.district_partners} and {test.charter_partners}" if test else None,
                    "Test": test.why if test else None,
                    "Talk first": priority.total if priority else None,
                    "Need": priority.need if priority else None,
                    "Gap part": priority.gap if priority else None,
                    "Split": priority.split if priority else None,
                }
            )
    return pd.DataFrame(rows).dropna(axis="columns", how="all")


def how_computed(view: ComparisonView) -> None:
    """How every number on this screen comes about."""
    with st.expander("How this is computed", icon=":material/calculate:"):
        st.markdown("\n".join(f"- {line}" for line in _rules(view)))


def _rules(view: ComparisonView) -> list[str]:
    if view.sectors.measure is Measure.SHARE:
        return [
            "A sector’s figure is the unweighted mean of its partners’ shares, as the source reported them.",
            "Gap: charter minus district in percentage points, from unrounded shares, then rounded.",
            "A gap counts from 10 percentage points. There are no bands, since shares are not scores.",
        ]
    return [
        "A sector’s score is the "
        + ("mean of all its answers (pooled)." if view.pooled else "unweighted mean of its partners’ scores."),
        "Gap: charter minus district, from unrounded scores, then rounded. It counts from a sixth of the scale.",
        "Agreement: van der Eijk’s A of the mean of the partners’ shares per level, -1 to +1.",
        "Effect: Cliff’s delta, each partner of a sector weighing the same. "
        "Below .147 negligible, below .33 small, below .474 medium, else large.",
        "Test: the unit is a partner’s score, since colleagues answer alike; p is adjusted by Holm over all factors "
        "and shown only where so many partners could reach .05 at all.",
        "Talk first: mean of need, gap and split. A part that is not known is left out.",
    ]
