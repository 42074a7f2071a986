"""Which rows are not answer sheets, and why: each row is excluded for the first reason that applies."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from collab.exchange.recognise.draft import rows_where
from collab.exchange.recognise.organisation import is_test_name, is_yes_or_no
from collab.exchange.recognise.table import Field, Table
from collab.exchange.recognise.text import LONGEST, fold, without_count
from collab.exchange.recognise.tools import Use

TEST, UNFINISHED, TOTALS, DUPLICATE, BLANK, NO_ORGANISATION, HEADER, SPAM = (
    "test_or_preview", "unfinished", "totals", "duplicate", "blank", "no_organisation", "repeated_header", "spam",
)  # fmt: skip

REASONS = {
    TEST: "test or preview",
    UNFINISHED: "not finished",
    TOTALS: "totals",
    DUPLICATE: "sent twice (the latest is kept)",
    BLANK: "without any answer",
    NO_ORGANISATION: "without an organisation",
    HEADER: "headers repeated inside the table",
    SPAM: "marked as spam by the tool",
}

_PREVIEW_WORDS = frozenset((
    "survey preview", "survey test", "preview", "test", "testing", "vista previa de la encuesta",
    "prueba de la encuesta", "vista previa", "prueba",
    "survey preview spam", "offline survey preview", "test response", "previewed",
))  # fmt: skip
_PREVIEW_CODES = frozenset(("1", "2", "9", "17"))
_SPAM_CODES = frozenset(("8", "12", "40", "48"))
_UNFINISHED_WORDS = frozenset((
    "partial", "in progress", "incomplete", "incompleto", "incompleta", "parcial", "en progreso", "en curso",
    "started", "not finished", "no finalizado",
    "abandoned", "disqualified", "deleted", "unfinished", "draft",
))  # fmt: skip
_NOT_FINISHED = frozenset(("false", "0", "no", "falso", "incomplete", "f", "n"))
_TOTALS = frozenset((
    "all", "total", "totals", "grand total", "overall", "average", "averages", "mean", "means", "sum", "count",
    "median", "all schools", "all districts",
    "all organizations", "all organisations", "all partners", "district average", "state average",
    "overall average", "district total", "state total",
    "subtotal", "sub total", "std dev", "standard deviation", "promedio", "todos", "media", "suma",
    "all respondents", "district wide", "districtwide",
    "total general", "sd", "stdev", "n", "min", "max", "minimum", "maximum", "all types", "network average",
    "average of all schools", "group average", "city average",
    "total average", "average total", "all responses", "citywide", "statewide", "total responses", "average score",
    "mean score", "promedio general", "todas", "favorable", "favourable", "percent favorable", "percent favourable",
    "positive", "percent positive", "percent agree", "top box", "top 2 box", "top two box", "variance", "std",
    "standard error", "std error", "number of responses", "response count", "no of responses", "valid n",
    "average rating", "mean rating", "grand mean", "weighted average", "stdev p", "stdev s",
))  # fmt: skip
# "Above average" is an answer, and no row that sums up others.
_SUBTOTAL = re.compile(
    r"^((sub ?)?totals? (for|of|all) .+|(average|mean) (of|for|across) .+|.+ (sub ?)?totals?|"
    r"(?!(\w+ )?(above|below|about|near|over|under|better|worse|less|more)\b).+ (averages?|means?|avg|promedio)|"
    r"all (schools|charters?|districts?|partners|systems|agencies|leas|sites|campus(es)?|buildings|sectors|groups|"
    r"entities|institutions|networks|respondents|participants|members|teams|staff|organi[sz]ations|orgs)( .*)?)$"
)


_MOST_NAMES = 5000


@dataclass
class Exclusion:
    """The rows still kept, and how many went for which reason."""

    kept: np.ndarray
    counts: dict[str, int]

    def drop(self, reason: str, rows: np.ndarray) -> np.ndarray:
        """Take these rows out; returns those that were still kept."""
        gone = rows & self.kept
        number = int(gone.sum())
        if number:
            self.counts[reason] = self.counts.get(reason, 0) + number
            self.kept = self.kept & ~rows
        return gone


def blank_rows(fields: list[Field], rows: int) -> np.ndarray:
    """bool per data row: nothing in any of these fields."""
    blank = np.ones(rows, dtype=bool)
    for field in fields:
        blank &= field.codes == 0
    return blank


def totals_rows(table: Table, identity: list[Field]) -> np.ndarray:
    """bool per data row: the row sums up others: an organisation called "(all)",
    or several columns that begin with "All"."""
    found = np.zeros(table.rows, dtype=bool)
    begins_with_all = np.zeros(table.rows, dtype=np.int8)
    for field in identity:
        if is_yes_or_no(field):
            continue
        found |= rows_where(field, is_totals_name)
        begins_with_all += rows_where(
            field, lambda text: fold(text).startswith(("all ", "todos ", "todas ")) or fold(text) == "all"
        ).astype(np.int8)
    return found | (begins_with_all >= 2)


def summing_rows(table: Table) -> np.ndarray:
    """bool per data row: one of the first text columns calls the row a sum or an average, before any role is known."""
    first = [field for field in table.fields[:4] if field.distinct <= _MOST_NAMES]
    named = [field for field in first if field.number_share < 0.5 or (field is first[0] and field.number_share < 1)]
    return totals_rows(table, named)


def is_totals_name(text: str) -> bool:
    """Whether a name stands for a sum or average of rows."""
    folded = fold(without_count(text)[0]) if len(text) <= LONGEST else ""
    return folded in _TOTALS or bool(_SUBTOTAL.match(folded))


def repeated_headers(table: Table) -> np.ndarray:
    """bool per data row: at least half of the columns, two or more, repeat their own header."""
    hits = np.zeros(table.rows, dtype=np.int32)
    for field in table.fields:
        own = set(field.path)
        known = [code for code, text in enumerate(field.values) if text and text in own and field.counts[code]]
        hits += np.isin(field.codes, known) if known else 0
    return hits >= max(2, (len(table.fields) + 1) // 2)


def test_rows(table: Table, uses: dict[int, Use], tool: str, organisation: Field | None) -> np.ndarray:
    """bool per data row: sent while the survey was tried out."""
    found = np.zeros(table.rows, dtype=bool)
    for field in table.fields:
        if uses.get(field.index) in (Use.STATUS, Use.CHANNEL):
            coded = tool == "Qualtrics" and uses[field.index] == Use.STATUS
            found |= rows_where(
                field,
                lambda text, coded=coded: fold(text) in _PREVIEW_WORDS or (coded and text in _PREVIEW_CODES),
            )
    return found | rows_where(organisation, is_test_name) if organisation is not None else found


def spam_rows(table: Table, uses: dict[int, Use], tool: str) -> np.ndarray:
    """bool per data row: the tool itself took it for spam."""
    found = np.zeros(table.rows, dtype=bool)
    for field in table.fields:
        if uses.get(field.index) == Use.STATUS and tool == "Qualtrics":
            found |= rows_where(field, lambda text: text in _SPAM_CODES or fold(text) in ("spam", "survey spam"))
    return found


def unfinished_rows(table: Table, uses: dict[int, Use], tool: str) -> np.ndarray:
    """bool per data row: the respondent did not reach the end."""
    found = np.zeros(table.rows, dtype=bool)
    for field in table.fields:
        use = uses.get(field.index)
        if use == Use.FINISHED:
            found |= rows_where(field, lambda text: fold(text) in _NOT_FINISHED)
        elif use == Use.STATUS:
            found |= rows_where(field, lambda text: fold(text) in _UNFINISHED_WORDS)
    return found | _by_tool(table, uses, tool)


def _by_tool(table: Table, uses: dict[int, Use], tool: str) -> np.ndarray:
    none = np.zeros(table.rows, dtype=bool)
    if tool == "LimeSurvey":
        submitted = table.named("submitdate", "date submitted", "submit date", "fecha de envio")
        return submitted.codes == 0 if submitted is not None and submitted.filled else none
    if tool == "REDCap":
        marks = [field for field in table.fields if field.path and _is_redcap_complete(field)]
        return rows_where(marks[-1], lambda text: fold(text) in ("incomplete", "0", "")) if marks else none
    if tool == "Qualtrics" and Use.FINISHED not in uses.values():
        progress = table.named("progress", "progreso")
        return rows_where(progress, lambda text: text.isdigit() and int(text) < 100) if progress is not None else none
    return none


def _is_redcap_complete(field: Field) -> bool:
    return field.path[0].endswith("_complete") or fold(field.path[-1]) == "complete"


def duplicate_rows(kept: np.ndarray, keys: list[np.ndarray], when: np.ndarray) -> np.ndarray:
    """bool per data row: another kept row has the same key and is later, or as late and further down.

    keys: integer codes per row, 0 where the row has none.   when: sortable moment per row, NaN where unknown.
    """
    found = np.zeros(len(kept), dtype=bool)
    order = np.lexsort((np.arange(len(kept)), np.nan_to_num(when, nan=-np.inf)))
    for key in keys:
        rows = order[(kept & ~found)[order] & (key[order] != 0)]
        last = len(rows) - 1 - np.unique(key[rows][::-1], return_index=True)[1]
        again = np.ones(len(rows), dtype=bool)
        again[last] = False
        found[rows[again]] = True
    return found
