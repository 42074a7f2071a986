"""What was found in a file, shown back: facts, organisations, questions, and every problem."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from collab.model import Instrument, Kind
from collab.ui.escape import plain
from collab.ui.wording import many, sector_labels

if TYPE_CHECKING:
    from collab.errors import Problem
    from collab.exchange.findings import Findings
    from collab.services.importing import Preview

MOST_LINES = 12
MOST_SENTENCES = 4


def draw(preview: Preview) -> None:
    """Facts first; the details are folded away beneath."""
    findings = preview.findings
    if findings.facts:
        st.markdown("**What was found**")
        st.markdown("\n".join(f"- {plain(fact)}" for fact in findings.facts))
    _organisations(preview)
    _matches(findings)
    _columns(findings)


def refusal(problems: Sequence[Problem]) -> None:
    """Why a file cannot be taken, in sentences."""
    for problem in problems:
        st.error(plain(str(problem)), icon=":material/block:")


def problems(faults: Sequence[Problem]) -> None:
    """Every problem that forbids saving, all at once: those with a place as a table, the others as sentences."""
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
        st.dataframe(rows, hide_index=True, alt="Columns of the file and the questions they were understood as")


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
    rows = {
        "Sheet": [fault.sheet or "" for fault in faults],
        "Row": ["" if fault.row is None else str(fault.row) for fault in faults],
        "Column": [fault.column or "" for fault in faults],
        "Found": [fault.found for fault in faults],
        "Allowed": [fault.allowed for fault in faults],
        "What to do": [fault.remedy for fault in faults],
    }
    filled = {name: values for name, values in rows.items() if any(values)}
    if len(faults) > MOST_LINES:
        st.dataframe(filled, hide_index=True, alt=alt)
    else:
        st.table(
            {name: [plain(value) for value in values] for name, values in filled.items()},
            hide_index=True,
            alt=alt,
        )
