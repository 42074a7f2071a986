"""The figures behind Over time as real tables with three decimals, counts and tests; and how they were computed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import streamlit as st

from collab.charts.over_time import MISSING
from collab.model import Kind, Level, Measure, Mode
from collab.scoring.changes import changes
from collab.scoring.figures import Unit
from collab.services.comparison import told_least
from collab.ui import keys, printed, wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pandas import DataFrame

    from collab.scoring.over_time import Followed
    from collab.services.over_time import Attendance, OverTimeView

ALL_PARTNERS = "All partners"
OF_CHANGES = frozenset(
    {"Partner or sector", "Sector", "Level", "Row", "Change", "Partners in both"}
    | {"p", "p adjusted (Holm)", "Test", "Why empty"}
)


def show(view: OverTimeView, key: tuple[object, ...]) -> None:
    """The table, which is made only when somebody opens it."""
    with st.expander(
        "All figures as a table", icon=":material/table:", key=keys.CHANGES_TABLE, on_change="rerun"
    ) as box:
        if box.open:
            table = _table(key, view)
            printed.show(
                table,
                key="changes",
                formats={str(name): "%.3f" for name, kind in table.dtypes.items() if kind.kind == "f"},
                placeholder="",
                alt="Every change by partner, sector and row, with counts and tests",
            )


@st.cache_resource(max_entries=32, show_spinner=False)
def _table(key: tuple[object, ...], _view: OverTimeView) -> DataFrame:
    return change_table(_view)


def change_table(view: OverTimeView) -> DataFrame:
    """One row per unit and target: all partners and sectors first, then partners; what is not defined is empty."""
    import pandas as pd

    rows = [
        *(line for unit in reversed(view.sectors.units) for line in _lines(view, view.sectors, unit)),
        *(line for unit in view.partners.units for line in _lines(view, view.partners, unit)),
    ]
    return pd.DataFrame(rows).dropna(axis="columns", how="all")


def _lines(view: OverTimeView, followed: Followed, unit: Unit) -> list[dict[str, object]]:
    labels, row = wording.sector_labels(), followed.units.index(unit)
    names = names_apart([round_.label for round_ in view.rounds], OF_CHANGES)
    sector = unit.partner.sector if unit.partner else unit.sector
    tests = {test.target: test for test in view.tests} if unit == Unit() else {}
    found = []
    for column, change in enumerate(changes(followed, unit)):
        test = tests.get(change.target)
        found.append(
            {
                "Partner or sector": unit.partner.name if unit.partner else labels[sector] if sector else ALL_PARTNERS,
                "Sector": labels[sector] if sector else "",
                "Level": str(change.target.level),
                "Row": view.labels[change.target],
                **{name: _known(followed.figures[place, row, column]) for place, name in enumerate(names)},
                "Change": None if change.before is None or change.after is None else change.after - change.before,
                "Partners in both": change.partners,
                "p": test.p if test else None,
                "p adjusted (Holm)": test.adjusted if test else None,
                "Test": (test.why or ("exact" if test.exact else "9,999 draws")) if test else None,
                **_as_shown(names, followed, row, column),
                "Why empty": MISSING[change.why] if change.why else "",
            }
        )
    return found


def names_apart(labels: Sequence[str], taken: Iterable[str]) -> list[str]:
    """What the columns of rounds are called: their labels, told apart from other columns and from one another."""
    used, found = set(taken), []
    for label in labels:
        name = label
        while not used.isdisjoint(_columns_of(name)):
            name += " (round)"
        used.update(_columns_of(name))
        found.append(name)
    return found


def _columns_of(name: str) -> tuple[str, str, str]:
    return name, f"{name}, as shown", f"{name}, partners"


def _as_shown(names: Sequence[str], followed: Followed, row: int, column: int) -> dict[str, object]:
    """What each round shows, whoever is in it, and how many partners are behind it."""
    found: dict[str, object] = {}
    for place, name in enumerate(names):
        _, shown, behind = _columns_of(name)
        found[shown] = _known(followed.shown[place, row, column])
        found[behind] = int(followed.shown_partners[place, row, column])
    return found


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def attendance_table(view: OverTimeView) -> DataFrame:
    """One row per partner: whether it answered in each of the two rounds, and how its dimensions changed."""
    import pandas as pd

    places = {unit.partner.id: unit for unit in view.partners.units if unit.partner}
    labels, shares = wording.sector_labels(), view.partners.measure is Measure.SHARE
    ends = [view.rounds[0].label, view.rounds[-1].label]
    before, after = names_apart(ends, {"Partner", "Sector", *view.labels.values()})
    rows = []
    for each in view.attendance:
        moved = changes(view.partners, places[each.partner.id]) if each.partner.id in places else ()
        rows.append(
            {
                "Partner": each.partner.name,
                "Sector": labels[each.partner.sector],
                **{
                    view.labels[change.target]: None if change.value is None else change.value * (100 if shares else 1)
                    for change in moved
                    if change.target.level is Level.DIMENSION
                },
                before: _presence(view, each, 0),
                after: _presence(view, each, 1),
            }
        )
    return pd.DataFrame(rows, columns=[*max(rows, key=len)] if rows else None)


def _presence(view: OverTimeView, each: Attendance, end: int) -> str:
    """How many answer sheets, "reported", "hidden", or "–" where it did not answer."""
    if not each.answered[end]:
        return "–"
    if not each.shown[end]:
        return "hidden"
    round_ = view.rounds[0 if end == 0 else -1]
    return "reported" if round_.kind is Kind.AVERAGES else f"{each.sheets[end]:,}"


def how_computed(view: OverTimeView) -> None:
    """How every number on this screen comes about."""
    with st.expander("How this is computed", icon=":material/calculate:"):
        st.markdown("\n".join(f"- {line}" for line in _rules(view)))


def _rules(view: OverTimeView) -> list[str]:
    shares = view.sectors.measure is Measure.SHARE
    least = told_least(view.sectors.scores, shares=shares)
    return [
        "Change: later round minus earlier round, from unrounded figures, then rounded. Reversed factors are turned "
        "round in both, so up is always towards readiness.",
        "A partner’s factor counts where both rounds show it; its dimension is the mean of those factors, if they are "
        "at least half of the dimension. A dimension that the source reported stays as reported.",
        "Sector and all partners: unweighted mean over the partners that both rounds show. There is a change only "
        "where both rounds show the figure, so that no change can tell what a round hides.",
        "“As shown”: the figure of the round by itself, whoever is in it, as on Readiness.",
        "A round in between rests on those of the same partners, and of their factors, that it shows too.",
        f"Strong line and bold number: a change of at least {least}"
        + (" percentage points" if shares else " (a sixth of the scale)")
        + ", as for gaps. Rose and fell: the change as printed is not zero.",
        "Test: the unit is a partner’s score, since colleagues answer alike. If nothing had changed, each partner’s "
        "change would be as likely up as down: p is the share of all ways to turn the signs (9,999 drawn ones where "
        "there are too many) whose mean change is as large. Adjusted by Holm across the factors, and across the "
        "dimensions; shown only where so many partners could reach .05 at all.",
        *(
            ["Groups that a round hides enter no figure here either."]
            if Mode.INDIVIDUAL in {round_.mode for round_ in view.rounds}
            else []
        ),
    ]
