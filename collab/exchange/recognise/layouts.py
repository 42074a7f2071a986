"""Finds the data in a book: which sheets hold them, in which layout, and as one table of rows."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace

from collab.exchange.findings import Question
from collab.exchange.recognise.across import made_field, turned
from collab.exchange.recognise.draft import Draft
from collab.exchange.recognise.enquiry import choices
from collab.exchange.recognise.exclusions import summing_rows
from collab.exchange.recognise.expanded import collapsed
from collab.exchange.recognise.figures import figures
from collab.exchange.recognise.form import read_form
from collab.exchange.recognise.forms import side_by_side, stacked
from collab.exchange.recognise.headers import read_table
from collab.exchange.recognise.instruments import exactly_named
from collab.exchange.recognise.legends import written_out
from collab.exchange.recognise.longform import Long, find_long, pivoted
from collab.exchange.recognise.measurecolumns import is_count_column, measure_columns
from collab.exchange.recognise.organisation import candidates, is_named_like, merge_key
from collab.exchange.recognise.ratingsets import rating_sets
from collab.exchange.recognise.refusals import are_times, is_summary, refuse_nothing, refuse_uncalculated
from collab.exchange.recognise.roles import roles_of
from collab.exchange.recognise.scale import concepts, is_label, said
from collab.exchange.recognise.table import Field, Table, joined
from collab.exchange.recognise.text import counted, fold, listed
from collab.exchange.recognise.tools import OWN_TABLE, TEMPLATE, tool_of, use_of
from collab.exchange.sheet import Sheet
from collab.model import Kind

ALL_SHEETS = "all"
# A sheet with questions of a known instrument outweighs one with ten times its size.
_FAMILIAR = 10.0
_TIMELY = re.compile(
    r"\b((19|20)\d\d|spring|fall|autumn|winter|summer|round|wave|baseline|follow ?up|pre|post|q[1-4]|copy|raw|"
    r"clean|cleaned|old|backup|v\d|coded|labels|values|year|primavera|otono|copia)\b"
)
_GENERIC = re.compile(
    r"^(sheet|hoja|data|datos|form responses|responses|table|tabla|results|export|feuil|tabelle|"
    r"respuestas( de formulario)?)? ?\d*$"
)


@dataclass(frozen=True)
class Laid:
    """One table of data: answer sheets or averages. one_each: every sheet of the file is one partner's form."""

    table: Table
    kind: Kind
    layout: str
    strength: float
    one_each: bool = False
    long: Long | None = None
    is_printed_form: bool = False
    owner: str = ""
    sector: str = ""


def lay_out(draft: Draft) -> Laid | None:
    """The table that holds the data; None, with a problem in the draft, where there is none."""
    found = [laid for sheet in draft.book.sheets if (laid := _laid(draft, sheet)) is not None]
    if not found:
        refuse_nothing(draft)
        return None
    best = max(found, key=lambda laid: laid.strength)
    draft.tool = TEMPLATE if draft.book.marker.get("kind") == "template" else tool_of(best.table)
    draft.layout = "template" if draft.tool == TEMPLATE else best.layout
    draft.shape = _shape(draft.tool, found)
    if draft.enquiry.remember(draft.known.remembered.get(draft.shape, {})):
        draft.facts.append("A file of this shape was imported before: what was answered then is taken up.")
    chosen = _chosen(draft, found, best)
    _tell_hidden(draft, chosen)
    refuse_uncalculated(draft, {laid.table.sheet.name for laid in chosen})
    laid = _together(draft, chosen)
    if laid.long is None:
        return laid
    table = pivoted(draft, laid.table, laid.long)
    return replace(laid, table=table) if table is not None else None


def _tell_hidden(draft: Draft, chosen: list[Laid]) -> None:
    """Say that hidden rows and columns are read like the others."""
    sheets = [laid.table.sheet for laid in chosen]
    rows, columns = sum(len(sheet.hidden_rows) for sheet in sheets), sum(len(sheet.hidden_columns) for sheet in sheets)
    parts = [counted(number, f"hidden {noun}") for number, noun in ((rows, "row"), (columns, "column")) if number]
    if parts:
        draft.warn(
            f"The sheet has {listed(parts)}, read like the others.",
            remedy="Delete what should not count, and import the file again, or leave it so.",
            sheet=next(sheet.name for sheet in sheets if sheet.hidden_rows or sheet.hidden_columns),
        )


def _shape(tool: str, found: list[Laid]) -> str:
    """A digest of tool, layouts and headers: the same for a fuller export of the same survey."""
    parts = sorted(
        {"\x1f".join((laid.layout, *(laid.table.signature if laid.layout != "form" else ()))) for laid in found}
    )
    return hashlib.sha256("\x1e".join([tool, *parts]).encode()).hexdigest()[:32]


def _laid(draft: Draft, sheet: Sheet) -> Laid | None:
    """A sheet's data in whatever layout fits; None for notes, dictionaries and empty sheets."""
    if not sheet.columns or sheet.rows < 2 or is_summary(sheet):
        return None
    weight = 0.1 if sheet.hidden else 1.0
    form = read_form(sheet, draft.known.instruments)
    if form is not None:
        return Laid(
            form.table,
            Kind.RESPONSES,
            "form",
            weight * len(form.table.fields),
            one_each=True,
            is_printed_form=True,
            owner=form.owner,
            sector=form.sector,
        )
    table = read_table(sheet)
    if table is None or not table.rows:
        return None
    return _laid_table(draft, written_out(draft.book, collapsed(table)), weight)


def _laid_table(draft: Draft, table: Table, weight: float) -> Laid | None:
    instruments = draft.known.instruments
    long = find_long(table, instruments)
    if long is not None:
        kind = Kind.AVERAGES if long.reports_averages else Kind.RESPONSES
        return Laid(table, kind, "long" if kind == Kind.RESPONSES else "averages", weight * table.rows, long=long)
    wide = _plain(draft, table, weight, "wide")
    if wide is not None and wide.kind == Kind.RESPONSES and len(exactly_named(table, instruments)) >= 2:
        return wide
    known = {merge_key(name) for name, _ in draft.known.partners}
    other = turned(table, instruments, known)
    laid = _plain(draft, other, weight, "form") if other is not None else None
    if laid is None:
        return wide
    respondents = other is not None and other.rows > 1 and other.fields[0].path == ("Respondent",)
    return replace(laid, one_each=laid.kind == Kind.RESPONSES and not respondents)


def _plain(draft: Draft, table: Table, weight: float, layout: str) -> Laid | None:
    """A table with a row per answer sheet or per organisation."""
    tool = tool_of(table)
    table_of_all, table = table, table.taken(~summing_rows(table))
    roles = roles_of(table, tool, exactly_named(table, draft.known.instruments))
    fields = [field for field in table.fields if field.index not in roles.uses]
    measures = measure_columns(fields)
    rateable = [field for field in fields if not is_count_column(field) and not _is_dictionary(field)]
    rated = sum(field not in measures for item in rating_sets(rateable)[:1] for field in item.fields)
    exact = len(exactly_named(table, draft.known.instruments))
    weight *= _FAMILIAR if exact >= 2 else 1.0
    if _count_labels(fields, measures) or are_times(measures):
        return None
    if len(measures) > rated and tool == OWN_TABLE and (len(measures) >= 2 or exact):
        return Laid(table_of_all, Kind.AVERAGES, "averages", weight * len(measures) * table.rows)
    if rated or exact >= 2:
        return Laid(table_of_all, Kind.RESPONSES, layout, weight * max(rated, exact) * table.rows)
    return None


def _is_dictionary(field: Field) -> bool:
    """Whether a column lists the labels of a scale, each once, and does not use them: its header is a label too."""
    own = said(field.path[-1]).words if field.path else ""
    return field.distinct == field.filled > 1 and bool(concepts(own))


def _count_labels(fields: list[Field], measures: list[Field]) -> bool:
    """Whether columns of numbers are headed by three labels of a scale: they count answers, and are no averages."""
    headed = [field for field in fields if field.path and is_label(field.path[-1])]
    counts = [field for field in headed if field in measures or (figures(field).numbers and figures(field).is_whole)]
    labels = {fold(field.path[-1]) for field in counts}
    return len(labels) >= 3 and any(field in measures or figures(field).high > 1 for field in counts)


def _chosen(draft: Draft, found: list[Laid], best: Laid) -> list[Laid]:
    """The sheets to read: all that continue one another, or the one that a person chooses."""
    sheets = [
        laid
        for laid in found
        if laid.strength >= 0.2 * best.strength and (laid.kind == best.kind or laid.kind == Kind.RESPONSES)
    ]
    if best.kind == Kind.AVERAGES and any(laid.kind == Kind.RESPONSES for laid in sheets):
        best = max((laid for laid in sheets if laid.kind == Kind.RESPONSES), key=lambda laid: laid.strength)
        sheets = [laid for laid in sheets if laid.kind == Kind.RESPONSES]
    alike = [
        laid
        for laid in found
        if laid.is_printed_form == best.is_printed_form and (laid.is_printed_form or _are_alike(laid, best))
    ]
    if len(alike) == 1 and len(sheets) == 1 and not draft.enquiry.has("sheet"):
        return _told(draft, found, [best])
    names = {laid.table.sheet.name: f"{laid.table.sheet.name} ({counted(laid.table.rows, 'row')})" for laid in found}
    together = (
        {ALL_SHEETS: f"All of them together: {listed([laid.table.sheet.name for laid in alike], 8)}"}
        if len(alike) > 1
        else {}
    )
    question = Question(
        id="sheet",
        ask="More than one sheet holds data. Which one is meant?",
        choices=choices(together | names),
        proposal=ALL_SHEETS if len(alike) > 1 and not _are_versions(alike) else best.table.sheet.name,
        group="File",
    )
    certain = (
        ALL_SHEETS if len(alike) > 1 and len(alike) >= len(sheets) and _is_sheet_per_partner(draft, alike) else None
    )
    value = draft.enquiry.settle(question, certain=certain)
    return _told(
        draft,
        found,
        alike if value == ALL_SHEETS else [laid for laid in found if laid.table.sheet.name == value][:1],
    )


def _are_alike(one: Laid, two: Laid) -> bool:
    return one.layout == two.layout and one.table.signature == two.table.signature


def _told(draft: Draft, found: list[Laid], chosen: list[Laid]) -> list[Laid]:
    left = [laid.table.sheet.name for laid in found if laid not in chosen]
    if left:
        draft.facts.append(f"Not read: {'sheets' if len(left) > 1 else 'sheet'} {listed(left, 8)}.")
    return chosen


def _are_versions(alike: list[Laid]) -> bool:
    """Whether sheets look like copies or other years of one another, by their names."""
    return any(_TIMELY.search(fold(laid.table.sheet.name)) for laid in alike)


def _is_sheet_per_partner(draft: Draft, alike: list[Laid]) -> bool:
    """Whether each sheet is the form or the list of one partner, or of one dimension of a single form."""
    names = [laid.table.sheet.name for laid in alike]
    if any(_TIMELY.search(fold(name)) for name in names):
        return False
    if alike[0].is_printed_form:
        return True
    known = {merge_key(name) for name, _ in draft.known.partners}
    named = sum(is_named_like(name, known) for name in names)
    return not _has_organisation(alike[0].table) and (
        named * 2 >= len(names) or not any(_GENERIC.match(fold(name)) for name in names)
    )


def _has_organisation(table: Table) -> bool:
    plain = [field for field in table.fields if use_of(field.names) is None]
    return any(item.rank for item in candidates(plain, set()))


def _together(draft: Draft, chosen: list[Laid]) -> Laid:
    """Several sheets as one table; where none names an organisation, the sheet's own name does."""
    first = chosen[0]
    if first.is_printed_form:
        return _forms_together(chosen)
    if len(chosen) == 1:
        return first
    table = joined([laid.table for laid in chosen])
    if not _has_organisation(table):
        names = [table.sheets[at] for at in (table.sheet_of if table.sheet_of is not None else ())]
        table = table.with_fields(
            (
                *table.fields,
                made_field(1 + max(field.index for field in table.fields), ("Organisation",), names),
            )
        )
    return replace(first, table=table, long=find_long(table, draft.known.instruments) if first.long else None)


def _forms_together(chosen: list[Laid]) -> Laid:
    """Forms of several partners below one another, or the dimensions of one partner's form side by side."""
    first = chosen[0]
    if len(chosen) == 1 or not _ask_the_same(chosen):
        owner, sector = (
            next((text for text in texts if text), "")
            for texts in zip(*((laid.owner, laid.sector) for laid in chosen), strict=True)
        )
        return replace(first, table=side_by_side([laid.table for laid in chosen], owner, sector))
    return replace(
        first, table=stacked([(laid.owner or laid.table.sheet.name, laid.sector, laid.table) for laid in chosen])
    )


def _ask_the_same(chosen: list[Laid]) -> bool:
    """Whether most questions of the shorter of two forms stand in the other too."""
    one, two = ({fold(field.path[-1]) for field in laid.table.fields} for laid in chosen[:2])
    return len(one & two) * 2 > min(len(one), len(two))
