"""What was found in a file, shown back: facts, organisations, questions, and every problem."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from collab.model import Instrument, Kind
from collab.ui.escape import plain
from collab.ui.wording import listed, many, sector_labels

if TYPE_CHECKING:
    from collab.errors import Problem
    from collab.exchange.findings import Findings
    from collab.services.importing import Preview

MOST_LINES = 80
MOST_SENTENCES = 4
MOST_NAMES = 3
SHORT, TALLEST = 10, 460
WRAPPED = 66
"""The height of a row, in pixels, from which on text wraps."""


def draw(preview: Preview) -> None:
    """Facts first; the details are folded away beneath."""
    findings = preview.findings
    facts = (*findings.facts, *_on_their_own(findings))
    if facts:
        st.markdown("**What was found**")
        st.markdown("\n".join(f"- {plain(fact)}" for fact in facts))
    _organisations(preview)
    _matches(findings)
    _columns(findings)


def refusal(problems: Sequence[Problem]) -> None:
    """Why a file cannot be taken, in sentences."""
    for problem in problems:
        st.error(plain(str(problem)), icon=":material/block:")


def problems(faults: Sequence[Problem]) -> None:
    """Every problem that forbids saving, all at once: those with a place in tables, the others as sentences."""
    placed = [fault for fault in faults if fault.sheet or fault.row or fault.column]
    refusal([fault for fault in faults if fault not in placed])
    if placed:
        st.error(f"{many(len(placed), 'problem')} must be settled before this file can be saved.")
        _table(placed, alt="Problems that forbid saving, with place, what was found, what is allowed and what to do")


def remarks(warnings: Sequence[Problem]) -> None:
    """What to know before saving; a few as sentences, many as a table."""
    if len(warnings) > MOST_SENTENCES:
        st.warning(f"{many(len(warnings), 'remark')}. The file can be saved all the same.")
        _table(warnings, alt="Remarks that do not forbid saving, with place, what was found and what to do")
    elif warnings:
        st.warning("\n".join(f"- {plain(warning)}" for warning in warnings), title="Good to know before saving")


def _on_their_own(findings: Findings) -> tuple[str, ...]:
    """A sentence about the questions found that belong to no dimension."""
    groups = findings.instrument.dimensions if findings.instrument else ()
    factors = [
        factor for each in groups if not each.scored for factor in each.factors if factor.key in findings.factors
    ]
    if not factors:
        return ()
    names = listed(tuple(f"“{factor.label}”" for factor in factors), most=MOST_NAMES)
    if len(factors) == 1:
        return (f"1 question belongs to no dimension: it is shown on its own and enters no dimension score ({names}).",)
    many_of_them = f"{many(len(factors), 'question')} belong to no dimension"
    return (f"{many_of_them}: they are shown on their own and enter no dimension score ({names}).",)


def _organisations(preview: Preview) -> None:
    effect, found = preview.effect, preview.findings.partners
    if not (effect and effect.partners) and not found:
        return
    labels = sector_labels()
    if effect and effect.partners:
        counted = "Answer sheets" if preview.findings.kind is Kind.RESPONSES else "Answers, as reported"
        rows: dict[str, list[object]] = {
            "Organisation": [partner.name for partner in effect.partners],
            "Sector": [labels[partner.sector] for partner in effect.partners],
            counted: [partner.responses for partner in effect.partners],
            "New": [partner.is_new for partner in effect.partners],
        }
        if not any(partner.responses for partner in effect.partners):
            del rows[counted]
    else:
        rows = {
            "Organisation": [partner.name for partner in found],
            "Sector": [labels[partner.sector] if partner.sector else "not settled yet" for partner in found],
            "In the file": [partner.sector_word for partner in found],
        }
    with st.expander(many(len(rows["Organisation"]), "organisation"), icon=":material/groups:", type="compact"):
        st.dataframe(rows, hide_index=True, alt="Organisations in the file with their sector")


def _matches(findings: Findings) -> None:
    if not findings.factors:
        return
    names = _names(findings.instrument)
    rows = {
        "Column in the file": list(findings.factors.values()),
        "Understood as": [names.get(key, key) for key in findings.factors],
        "Dimension": [_dimension_of(findings.instrument, key) for key in findings.factors],
    }
    label = f"{many(len(findings.factors), 'column')} understood as questions"
    with st.expander(label, icon=":material/rule:", type="compact"):
        _table_of(rows, alt="Columns of the file and the questions they were understood as")


def _names(instrument: Instrument | None) -> dict[str, str]:
    if instrument is None:
        return {}
    dimensions = {each.key: f"{each.label}, as a whole" for each in instrument.dimensions}
    overall = dict.fromkeys(("overall", ""), "Overall")
    return {**dimensions, **{each.key: each.label for each in instrument.factors}, **overall}


def _dimension_of(instrument: Instrument | None, key: str) -> str:
    if instrument is None or key not in instrument.factor_keys:
        return ""
    return instrument.dimension(instrument.factor(key).dimension).label


def _columns(findings: Findings) -> None:
    left = len(findings.ignored_columns) + len(findings.personal_columns)
    if not left:
        return
    with st.expander(f"{many(left, 'column')} not taken", icon=":material/visibility_off:", type="compact"):
        if findings.personal_columns:
            st.markdown(f"Personal, never stored: {_joined(findings.personal_columns)}.")
        if findings.ignored_columns:
            st.markdown(f"Not needed: {_joined(findings.ignored_columns)}.")


def _joined(headers: Iterable[str]) -> str:
    return ", ".join(f"“{plain(header)}”" for header in headers)


def _table(faults: Sequence[Problem], *, alt: str) -> None:
    """Faults that allow and ask the same stand in one small table, which a phone shows whole."""
    groups: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for fault in faults:
        groups[fault.allowed, fault.remedy].append(fault)
    for said, alike in groups.items():
        if len(alike) == 1:
            st.markdown(f"- {plain(alike[0])}")
        else:
            st.caption(plain(" ".join((*_shared_sheet(alike), *said))))
            _places(alike, alt=alt)


def _shared_sheet(faults: Sequence[Problem]) -> tuple[str, ...]:
    sheets = {fault.sheet for fault in faults}
    return tuple(f"Sheet “{sheet}”." for sheet in sheets if sheet) if len(sheets) == 1 else ()


def _places(faults: Sequence[Problem], *, alt: str) -> None:
    rows = {
        "Sheet": [] if _shared_sheet(faults) else [fault.sheet or "" for fault in faults],
        "Row": ["" if fault.row is None else str(fault.row) for fault in faults],
        "Column": [fault.column or "" for fault in faults],
        "Found": [fault.found for fault in faults],
    }
    _table_of({name: values for name, values in rows.items() if any(values)}, alt=alt)


def _table_of(rows: dict[str, list[str]], *, alt: str) -> None:
    """A table whose text wraps at any width; a long one scrolls, a very long one is a grid."""
    length = max(map(len, rows.values()), default=0)
    if length > MOST_LINES:
        st.dataframe(rows, hide_index=True, row_height=WRAPPED, alt=alt)
    else:
        escaped = {name: [plain(value) for value in values] for name, values in rows.items()}
        st.table(escaped, hide_index=True, height=TALLEST if length > SHORT else "content", alt=alt)
