"""Whose averages a row of a table holds: the organisation's column, and the sector from a column or from headings."""

from __future__ import annotations

from collab.exchange.findings import Question
from collab.exchange.recognise.across import made_field
from collab.exchange.recognise.draft import Draft
from collab.exchange.recognise.enquiry import choices
from collab.exchange.recognise.exclusions import blank_rows, totals_rows
from collab.exchange.recognise.measurecolumns import Columns
from collab.exchange.recognise.organisation import candidates, merge_key
from collab.exchange.recognise.partners import NO_COLUMN, organisation_column, sector_column
from collab.exchange.recognise.sectors import sector_meant
from collab.exchange.recognise.table import Field, Table
from collab.exchange.recognise.text import counted, fold
from collab.exchange.recognise.tools import Use, use_of

_PIVOT_NAMES = frozenset(("row labels", "etiquetas de fila", "rotulos de fila"))
# A heading of a group of rows has no other words: "Traditional public schools" is one, "Lincoln Charter School" is not.
_HEADING_WORDS = frozenset((
    "all", "and", "agencies", "catholic", "charter", "charters", "community", "district", "districts", "lea", "leas",
    "managed", "networks", "of", "operated", "organisations", "organizations", "other", "parochial", "partners",
    "private", "public", "run", "school", "schools", "sector", "state", "systems", "the", "traditional",
    "escuelas", "distrito", "distritos", "privadas", "publicas", "tradicionales",
))  # fmt: skip


def owner_columns(draft: Draft, table: Table, columns: Columns) -> tuple[Field | None, Field | None]:
    """The columns that name each row's organisation and its sector; None where the table has none."""
    plain = [field for field in table.fields if field not in columns.measures and not _is_number_column(field)]
    sector = sector_column(draft, plain, None)
    names = [field for field in plain if sector is None or field.index != sector.index]
    alone = _only_names(draft, table, names)
    organisation = _settled_alone(draft, names, alone) if alone is not None else organisation_column(draft, names)
    if sector is None and organisation is not None:
        sector = _sector_from_headings(table, organisation, columns.measures)
    taken = (organisation, sector, columns.general_count, *columns.counts.values())
    draft.use(*(field for field in taken if field is not None))
    return organisation, sector


def _is_number_column(field: Field) -> bool:
    return field.number_share > 0.6 or use_of(field.names) in (Use.ID, Use.EMAIL)


def _only_names(draft: Draft, table: Table, fields: list[Field]) -> Field | None:
    """The only column of texts, all of them different, where no column is known for an organisation's."""
    known = {merge_key(name) for name, _ in draft.known.partners}
    if draft.known.partner is not None or any(item.is_strong for item in candidates(fields, known)):
        return None
    texts = [field for field in fields if field.filled and field.mean_length <= 80]
    if len(texts) != 1 or texts[0].distinct < texts[0].filled:
        return None
    rows = ~totals_rows(table, texts) & (texts[0].codes != 0)
    return texts[0] if rows.sum() >= 2 else None


def _settled_alone(draft: Draft, fields: list[Field], alone: Field) -> Field | None:
    question = Question(
        id="organisation",
        ask="Which column says whose averages a row holds?",
        choices=choices(
            {field.header: f"{field.header} ({counted(field.distinct, 'name')})" for field in fields}
            | {NO_COLUMN: "None: the whole file comes from one partner"}
        ),
        proposal=alone.header,
        group="Partners",
    )
    chosen = draft.enquiry.settle(question, certain=alone.header if _PIVOT_NAMES & set(alone.names) else None)
    return next((field for field in fields if field.header == chosen), None)


def _sector_from_headings(table: Table, organisation: Field, measures: tuple[Field, ...]) -> Field | None:
    """Each row's sector as the heading above it says; None where no row without figures is such a heading."""
    without_figures = blank_rows(list(measures), table.rows)
    words, word = [], ""
    for row in range(table.rows):
        text = organisation.text(row)
        if without_figures[row] and text:
            word = text if _is_heading(text) else ""
        words.append("" if without_figures[row] else word)
    place = 1 + max(field.index for field in table.fields)
    return made_field(place, ("Sector",), words) if any(words) else None


def _is_heading(text: str) -> bool:
    return set(fold(text).split()) <= _HEADING_WORDS and sector_meant(text) is not None
