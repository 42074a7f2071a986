"""Tallies: how many ratings of each level each partner gave to each factor of a round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import sqlalchemy as sa

from collab.model import MARKS, Instrument, Partner, Round
from collab.scoring.figures import Tallies
from collab.store.bulk import run_many
from collab.store.codes import level_names, ratings_codes, tally_counts
from collab.store.partners import partners_in
from collab.store.tables import tally
from collab.store.unit import Unit

_ADD = (
    'INSERT INTO tally (round_id, partner_id, factor, "level", n) VALUES (?, ?, ?, ?, ?) '
    'ON CONFLICT (round_id, partner_id, factor, "level") DO UPDATE SET n = tally.n + excluded.n'
)


def count_in(
    unit: Unit,
    round_id: str,
    instrument: Instrument,
    partner_ids: Sequence[str],
    partner: np.ndarray,
    ratings: np.ndarray,
    *,
    sign: int = 1,
) -> None:
    """Count answer sheets in (sign 1) or out (sign -1).

    partner: per row an index into partner_ids. ratings: int8 codes, rows x factors.
    """
    if len(ratings) == 0:
        return
    counts = tally_counts(instrument, partner, len(partner_ids), ratings)
    names = level_names(instrument.scores)
    where = np.argwhere(counts)
    rows = [
        (round_id, partner_ids[p], instrument.factor_keys[f], names[level], sign * int(counts[p, f, level]))
        for p, f, level in where.tolist()
    ]
    add_counts(unit, rows)
    if sign < 0:
        unit.run(sa.delete(tally).where(tally.c.round_id == round_id, tally.c.n == 0))


def add_counts(unit: Unit, rows: Sequence[tuple[str, str, str, str, int]]) -> None:
    """Add to tallies: (round id, partner id, factor, level, how many more)."""
    run_many(unit, _ADD, rows)


def count_texts(
    unit: Unit, round_id: str, instrument: Instrument, rows: Sequence[tuple[str, str]], *, sign: int
) -> None:
    """The same from stored responses: (partner id, ratings text) per answer sheet."""
    partner_ids = sorted({partner_id for partner_id, _ in rows})
    place = {partner_id: index for index, partner_id in enumerate(partner_ids)}
    partner = np.array([place[partner_id] for partner_id, _ in rows], dtype=np.int64)
    ratings = ratings_codes(instrument, [text for _, text in rows])
    count_in(unit, round_id, instrument, partner_ids, partner, ratings, sign=sign)


def tallies_of(unit: Unit, round_: Round, instrument: Instrument) -> Tallies:
    """The tallies of a round for every partner with an answer sheet, by sector and name."""
    query = sa.select(tally.c.partner_id, tally.c.factor, tally.c.level, tally.c.n)
    rows = unit.rows(query.where(tally.c.round_id == round_.id))
    present = {row[0] for row in rows}
    partners = tuple(each for each in partners_in(unit, round_.initiative_id) if each.id in present)
    return _arranged(partners, instrument, [tuple(row) for row in rows])


def tallies_of_each(
    unit: Unit, rounds: Sequence[tuple[Round, Instrument]], partners: Mapping[str, tuple[Partner, ...]]
) -> dict[str, Tallies]:
    """Round id -> tallies_of, for many rounds in one query. partners: initiative id -> all its partners, in order."""
    query = sa.select(tally.c.round_id, tally.c.partner_id, tally.c.factor, tally.c.level, tally.c.n)
    rows: dict[str, list[tuple]] = {round_.id: [] for round_, _ in rounds}
    for round_id, *rest in unit.rows(query.where(tally.c.round_id.in_(list(rows)))):
        rows[round_id].append(tuple(rest))
    found = {}
    for round_, instrument in rounds:
        present = {row[0] for row in rows[round_.id]}
        there = tuple(each for each in partners.get(round_.initiative_id, ()) if each.id in present)
        found[round_.id] = _arranged(there, instrument, rows[round_.id])
    return found


def _arranged(partners: tuple[Partner, ...], instrument: Instrument, rows: list[tuple]) -> Tallies:
    names = level_names(instrument.scores)
    places = (
        {partner.id: index for index, partner in enumerate(partners)},
        {key: index for index, key in enumerate(instrument.factor_keys)},
        {name: index for index, name in enumerate(names)},
    )
    counts = np.zeros((len(partners), len(instrument.factors), len(names)), dtype=np.int64)
    for partner_id, factor, level, n in rows:
        counts[places[0][partner_id], places[1][factor], places[2][level]] = n
    marks = counts[:, :, : len(MARKS)][:, :, ::-1]
    return Tallies(partners=partners, counts=counts[:, :, len(MARKS) :].copy(), marks=marks.copy())


def sheets_by_partner(tallies: Tallies) -> dict[str, int]:
    """Partner id -> answer sheets: every sheet gives exactly one level (marks included) to each factor."""
    if tallies.counts.shape[1] == 0:
        return {}
    totals = tallies.counts[:, 0, :].sum(axis=1) + tallies.marks[:, 0, :].sum(axis=1)
    return {partner.id: int(total) for partner, total in zip(tallies.partners, totals, strict=True)}
