"""What the comparison says in words, as a real table with three decimals, effects and tests, and how it came about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from collab.charts.board import label_of
from collab.charts.pairs import Pair
from collab.model import Level
from collab.services import compare_words
from collab.services.compare_lines import lines_of, sentence_of
from collab.ui import printed
from collab.ui.escape import plain
from collab.ui.wording import many

if TYPE_CHECKING:
    from pandas import DataFrame

    from collab.scoring import Effect, Priority, SectorTest
    from collab.services.comparison import ComparisonView

SENTENCES_AT_ONCE = 5
AS_SHOWN = "Gap as shown"
P, P_ADJUSTED = "p", "p, adjusted (Holm)"
FORMATS = {AS_SHOWN: "%.1f", P: "%.4f", P_ADJUSTED: "%.4f"}


def in_words(view: ComparisonView) -> None:
    """One sentence a factor, the widest gap first, with how far single answers overlap."""
    effects = {effect.factor: effect for effect in view.effects}
    lines = [_sentence(view, line, effects.get(line.target.key)) for line in lines_of(view, Level.FACTOR)]
    if not lines:
        return
    st.subheader("In words", anchor=False)
    st.markdown("\n".join(lines[:SENTENCES_AT_ONCE]))
    if len(lines) > SENTENCES_AT_ONCE:
        with st.expander(f"{many(len(lines) - SENTENCES_AT_ONCE, 'more factor')} in words"):
            st.markdown("\n".join(lines[SENTENCES_AT_ONCE:]))


def _sentence(view: ComparisonView, line: Pair, effect: Effect | None) -> str:
    """One item of a list: the reading, and below it how far single answers overlap."""
    unit = " percentage points" if compare_words.is_of_shares(view) else ""
    sentence = sentence_of(view, line.target)
    gap = f", gap {line.gap.text}{unit}" if line.gap and "The gap of" not in sentence else ""
    stop = "" if line.label.endswith(("…", ".", "?", "!")) and not gap else "."
    said = f"- **{plain(line.label)}**{gap}{stop} {plain(sentence)}"
    words = compare_words.effect_words(effect)
    return f"{said}  \n  :small[{plain(words)}]" if words else said


def show(view: ComparisonView, key: tuple[object, ...]) -> None:
    """The table, which is made only when somebody opens it."""
    with st.expander("All figures as a table", icon=":material/table:", key="_compare_table", on_change="rerun") as box:
        if box.open:
            table = _table(key, view)
            st.caption(_caption(view))
            printed.show(
                table,
                key="comparison",
                formats={
                    str(name): FORMATS.get(str(name), "%.3f") for name, kind in table.dtypes.items() if kind.kind == "f"
                },
                alt="District and charter by factor, with gap, agreement, effect and test",
            )


def _caption(view: ComparisonView) -> str:
    shares = " Shares run from 0 to 1 here: 0.525 is 52.5%." if compare_words.is_of_shares(view) else ""
    return (
        f"Three decimals, so that every gap can be worked out by hand: charter minus district, from unrounded "
        f"{compare_words.figures_called(view)}. “{AS_SHOWN}” is what the charts print; with a minus, district is "
        f"higher.{shares}"
    )


@st.cache_resource(max_entries=32, show_spinner=False)
def _table(key: tuple[object, ...], _view: ComparisonView) -> DataFrame:
    return comparison_table(_view)


def comparison_table(view: ComparisonView) -> DataFrame:
    """One row per dimension and factor, the widest gap first; what is not defined is empty."""
    import pandas as pd

    effects = {effect.factor: effect for effect in view.effects}
    tests = {test.factor: test for test in view.tests}
    priorities = {item.key: item for item in view.priorities}
    rows = []
    for level in (Level.DIMENSION, Level.FACTOR):
        for line in lines_of(view, level):
            of_factor = line.target.key if level is Level.FACTOR else ""
            rows.append(
                {
                    "Level": str(level).capitalize(),
                    "Name": label_of(line.target, view.instrument),
                    **_of_pair(view, line),
                    **_of_effect(effects.get(of_factor)),
                    **_of_test(tests.get(of_factor)),
                    **_of_priority(priorities.get(of_factor)),
                }
            )
    return pd.DataFrame(rows).dropna(axis="columns", how="all")


def _of_pair(view: ComparisonView, line: Pair) -> dict[str, object]:
    gap = next(gap for gap in view.gaps if gap.target == line.target)
    known = gap.district is not None and gap.charter is not None
    return {
        "District": line.values[0],
        "Charter": line.values[1],
        "Gap, unrounded (charter minus district)": line.values[1] - line.values[0] if known else None,
        AS_SHOWN: None if gap.value is None else gap.value * (100 if compare_words.is_of_shares(view) else 1),
        "Why there is no gap": str(gap.why).replace("_", " ") if gap.why else None,
        "Agreement within district": line.agreement[0],
        "Agreement within charter": line.agreement[1],
    }


def _of_effect(effect: Effect | None) -> dict[str, object]:
    if effect is None:
        return {}
    return {"Cliff’s delta": effect.delta, "Size of the effect": effect.size}


def _of_test(test: SectorTest | None) -> dict[str, object]:
    if test is None:
        return {}
    return {
        P: test.p,
        P_ADJUSTED: test.adjusted,
        "Partners tested": f"{test.district_partners} district, {test.charter_partners} charter",
        "Why there is no p": test.why or None,
    }


def _of_priority(priority: Priority | None) -> dict[str, object]:
    if priority is None:
        return {}
    return {
        "Talk first (mean of need, gap, split)": priority.total,
        "Need": priority.need,
        "Gap, 0 to 1": priority.gap,
        "Split": priority.split,
    }


def how_computed(view: ComparisonView) -> None:
    """How every number on this screen comes about."""
    with st.expander("How this is computed", icon=":material/calculate:"):
        st.markdown("\n".join(f"- {line}" for line in _rules(view)))


def _rules(view: ComparisonView) -> list[str]:
    talk = (
        "Talk first: the mean of need, (highest - figure) / range for all partners; gap, the gap as shown / range; and "
        "split, (1 - agreement) / 2. A part that is not known is left out."
    )
    if compare_words.is_of_shares(view):
        return [
            "A sector’s figure is the unweighted mean of its partners’ shares, as the source reported them.",
            "Gap: charter minus district in percentage points, from unrounded shares, then rounded to one decimal.",
            "A gap counts from 10 percentage points. There are no bands, since shares are not scores.",
            _of_tests(),
            talk,
        ]
    return [
        "A sector’s score is the "
        + ("mean of all its answers (pooled)." if view.pooled else "unweighted mean of its partners’ scores."),
        "Gap: charter minus district, from unrounded scores, then rounded. It counts from a sixth of the scale.",
        "Agreement: van der Eijk’s A of the mean of the partners’ shares per level, -1 to +1.",
        "Effect: Cliff’s delta, each partner of a sector weighing the same. Below .147 negligible (“hardly differ”), "
        "below .33 small (“overlap widely”), below .474 medium (“overlap in part”), else large (“overlap little”).",
        _of_tests(),
        talk,
    ]


def _of_tests() -> str:
    return (
        "Test (in the table): a permutation test whose unit is a partner’s figure, since colleagues answer alike; p is "
        "adjusted by Holm over all factors and shown only where so many partners could reach .05 at all."
    )
