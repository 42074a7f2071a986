"""From a table with a row per organisation to reported averages: measures, counts, what the source suppressed."""

from __future__ import annotations

import numpy as np

from collab.exchange.findings import Averages, Content
from collab.exchange.recognise import exclusions
from collab.exchange.recognise.averageowners import owner_columns
from collab.exchange.recognise.averagetargets import (
    Targets,
    known_targets,
    proposed_targets,
    questions_among,
)
from collab.exchange.recognise.bothmeasures import of_one_measure
from collab.exchange.recognise.draft import Draft
from collab.exchange.recognise.exclusions import Exclusion
from collab.exchange.recognise.figures import figures
from collab.exchange.recognise.measurecolumns import Columns, columns_of
from collab.exchange.recognise.measures import Measured, measure_of
from collab.exchange.recognise.notes import notes_of
from collab.exchange.recognise.partners import (
    Owners,
    owners_by_row,
    with_sectors,
)
from collab.exchange.recognise.refusals import refuse_nothing
from collab.exchange.recognise.scale import is_few
from collab.exchange.recognise.table import Field, Table
from collab.exchange.recognise.text import counted, listed
from collab.exchange.recognise.years import of_one_year
from collab.model import Kind, Level, Measure, Mode


def read_averages(draft: Draft, table: Table) -> None:
    """Understand a table with a row per organisation and a column per question or dimension."""
    draft.kind, draft.mode = Kind.AVERAGES, draft.known.mode or Mode.INDIVIDUAL
    table = of_one_year(draft, table)
    columns = of_one_measure(draft, columns_of(table))
    organisation, sector = owner_columns(draft, table, columns)
    targets = known_targets(draft, columns.measures, columns.unclear)
    if targets is None and organisation is None and not draft.known.partner:
        refuse_nothing(draft)
        return
    if targets is None:
        measures = (*columns.measures, *questions_among(draft, columns.unclear))
        targets = proposed_targets(draft, measures, notes_of(draft.book, table))
    if targets is None:
        draft.list_ignored(table)
        return
    draft.use(*(target.field for target in targets.all))
    draft.factors = {target.key or "overall": target.field.header for target in targets.all}
    exclusion, owners = _rows(draft, table, targets, organisation, sector)
    draft.partners = with_sectors(draft, owners.partners)
    draft.list_ignored(table)
    measured = measure_of(draft, targets, exclusion.kept)
    draft.instrument = measured.instrument
    _tell(draft, targets, exclusion, measured)
    if measured.measure is not None:
        draft.content = _content(draft, table, targets, columns, exclusion, owners, measured)


def _rows(
    draft: Draft, table: Table, targets: Targets, organisation: Field | None, sector: Field | None
) -> tuple[Exclusion, Owners]:
    exclusion = Exclusion(np.ones(table.rows, dtype=bool), {})
    identity = [field for field in table.fields if field.number_share < 0.6 or field is organisation]
    identity = [field for field in identity if field.index not in {target.field.index for target in targets.all}]
    first = [field for field in table.fields[:1] if field not in identity]
    exclusion.drop(exclusions.TOTALS, exclusions.totals_rows(table, [*identity, *first]))
    exclusion.drop(exclusions.BLANK, exclusions.blank_rows([target.field for target in targets.all], table.rows))
    if organisation is not None:
        exclusion.drop(exclusions.NO_ORGANISATION, organisation.codes == 0)
    owners = owners_by_row(draft, organisation, sector, exclusion.kept, ask_variants=False)
    _check_once(draft, table, exclusion, owners)
    draft.excluded.update(exclusion.counts)
    return exclusion, owners


def _check_once(draft: Draft, table: Table, exclusion: Exclusion, owners: Owners) -> None:
    rows_of: dict[int, list[int]] = {}
    for row in np.flatnonzero(exclusion.kept & (owners.of_row >= 0)):
        rows_of.setdefault(int(owners.of_row[row]), []).append(int(row))
    for place, rows in rows_of.items():
        if len(rows) > 1:
            draft.problem(
                f"“{owners.partners[place].name}” has {len(rows)} rows of averages.",
                "An organisation has one row.",
                "Keep the row that counts, or put different years or groups into different files.",
                sheet=table.sheet_name(rows[1]),
                row=int(table.source_rows[rows[1]]),
            )


_MEASURES = {Measure.SHARE: "shares of positive answers", Measure.MEAN: "means on the rating scale"}


def _tell(draft: Draft, targets: Targets, exclusion: Exclusion, measured: Measured) -> None:
    what = _MEASURES[measured.measure] if measured.measure is not None else "figures"
    levels = [target.level for target in targets.all]
    nouns = {Level.DIMENSION: "dimension", Level.FACTOR: "question", Level.OVERALL: "overall figure"}
    parts = [counted(levels.count(level), noun) for level, noun in nouns.items() if level in levels]
    owners = counted(int(exclusion.kept.sum()), "organisation")
    draft.facts.insert(0, f"A table of averages: {what} of {owners} for {listed(parts)}.")
    hidden = sum(
        int(part.suppressed[target.field.codes[exclusion.kept]].sum())
        for part, target in zip(measured.figures, targets.all, strict=True)
    )
    if hidden:
        draft.facts.append(f"{counted(hidden, 'figure')} suppressed by the source: they stay hidden.")
    for reason, count in exclusion.counts.items():
        draft.facts.append(f"{counted(count, 'row')} left out: {exclusions.REASONS[reason]}.")


def _content(
    draft: Draft,
    table: Table,
    targets: Targets,
    columns: Columns,
    exclusion: Exclusion,
    owners: Owners,
    measured: Measured,
) -> Content | None:
    rows = np.flatnonzero(exclusion.kept & (owners.of_row >= 0))
    partners = owners.of_row[rows]
    size = (len(owners.partners), len(targets.all))
    values, suppressed, answers = (
        np.full(size, np.nan),
        np.zeros(size, dtype=bool),
        np.full(size, -1, dtype=np.int64),
    )
    for place, (target, part) in enumerate(zip(targets.all, measured.figures, strict=True)):
        codes = target.field.codes[rows]
        values[partners, place] = part.values[codes]
        suppressed[partners, place] = part.suppressed[codes]
        count = columns.counts.get(target.field.index, columns.general_count)
        answers[partners, place] = _answers(count, rows, part.suppressed[codes])
    measure = measured.measure or Measure.SHARE
    if not _fits(draft, table, targets, measured, values):
        return None
    levels = tuple((target.level, target.key) for target in targets.all)
    return Content(
        Kind.AVERAGES,
        measured.instrument,
        draft.partners,
        averages=Averages(measure, levels, values, answers, suppressed),
    )


def _answers(count: Field | None, rows: np.ndarray, suppressed: np.ndarray) -> np.ndarray:
    """How many answers stand behind each row's figure; -1 where the file does not say, 1 where it says "too few".

    suppressed: which figures the source hid itself; what it says of their number is then of no use.
    """
    if count is None:
        return np.full(len(rows), -1, dtype=np.int64)
    codes = count.codes[rows]
    few = np.array([is_few(text) for text in count.values])[codes] & ~suppressed
    told = np.where(few, 1, figures(count).values[codes])
    return np.where(np.isnan(told), -1, np.nan_to_num(told)).astype(np.int64)


def _fits(draft: Draft, table: Table, targets: Targets, measured: Measured, values: np.ndarray) -> bool:
    """Whether every figure lies where it can; each column with one outside is a problem."""
    scores = measured.instrument.scores
    is_share = measured.measure == Measure.SHARE
    low, high = (0.0, 1.0) if is_share else (float(scores[0]), float(scores[-1]))
    right = True
    for place, target in enumerate(targets.all):
        column = values[:, place]
        outside = column[(column < low - 1e-9) | (column > high + 1e-9)]
        if len(outside):
            right = False
            shown = "0 to 100 percent" if is_share else f"{low:g} to {high:g}"
            draft.problem(
                f"{counted(len(outside), 'figure')} outside of the range, for example {outside[0]:g}.",
                f"Figures lie from {shown}.",
                "Correct them, or leave the column out.",
                sheet=table.sheet.name,
                column=target.field.header,
            )
    return right
