"""Files as recognition hands them on, built in code so that what a test needs is visible in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

import numpy as np

from collab.exchange.findings import Answers, Averages, Content, Findings, FoundPartner
from collab.exchange.sheet import Book
from collab.framework import load_framework
from collab.model import YOU, Instrument, Kind, Level, Measure, Mode, Partner, Sector
from collab.services import importing, partners
from collab.services.importing import Destination, Outcome, Preview
from collab.store import Store
from collab.store.integrity import dump

INSTRUMENT: Instrument = load_framework().instruments[0]
FACTORS = len(INSTRUMENT.factors)
COUNTERS = frozenset({"data_version", "activity", "active_at"})
HERE = Destination("Northside Compact", "Baseline")
SECTORS = {"D": Sector.DISTRICT, "C": Sector.CHARTER, "O": Sector.OTHER}

Row = tuple[str, str | None, int]
"""Partner, the source's id (None: it has none), the code that every factor gets."""


def sector_of(name: str) -> Sector:
    """Partners of tests are named for their sector: "D one", "C two"."""
    return SECTORS.get(name[0], Sector.OTHER)


def a_content(
    rows: Sequence[Row],
    *,
    ratings: np.ndarray | None = None,
    comments: Sequence[tuple[int, str | None, str]] = (),
    instrument: Instrument = INSTRUMENT,
) -> Content:
    """Answer sheets: one row each."""
    names = list(dict.fromkeys(name for name, _, _ in rows))
    codes = np.array([[code] * len(instrument.factors) for _, _, code in rows], dtype=np.int8)
    answers = Answers(
        partner=np.array([names.index(name) for name, _, _ in rows], dtype=np.int32),
        ratings=ratings if ratings is not None else codes.reshape(len(rows), len(instrument.factors)),
        ids=tuple(given or "" for _, given, _ in rows),
        source_rows=np.arange(2, len(rows) + 2, dtype=np.int32),
        sheet_of=np.zeros(len(rows), dtype=np.int16),
        sheets=("Answers",),
        comments=tuple(comments),
    )
    partners = tuple(FoundPartner(name, sector_of(name)) for name in names)
    return Content(Kind.RESPONSES, instrument, partners, answers=answers)


def averages_content(figures: Mapping[str, Mapping[str, float | None]], *, measure: Measure = Measure.MEAN) -> Content:
    """Averages: partner -> factor key -> figure; None is hidden by the source."""
    keys = list(dict.fromkeys(key for line in figures.values() for key in line))
    values = np.array([[line.get(key, np.nan) for key in keys] for line in figures.values()], dtype=float)
    hidden = np.array([[key in line and line[key] is None for key in keys] for line in figures.values()])
    averages = Averages(
        measure=measure,
        targets=tuple((Level.FACTOR, key) for key in keys),
        values=values,
        answers=np.full(values.shape, -1, dtype=np.int64),
        suppressed=hidden,
    )
    partners = tuple(FoundPartner(name, sector_of(name)) for name in figures)
    return Content(Kind.AVERAGES, INSTRUMENT, partners, averages=averages)


def preview(
    store: Store,
    content: Content,
    *,
    file_name: str = "answers.xlsx",
    destination: Destination = HERE,
    mode: Mode = Mode.INDIVIDUAL,
    shape: str = "a survey",
    answers: Mapping[str, object] | None = None,
    accept: bool = False,
    answered: Mapping[str, object] | None = None,
    partner: str | None = None,
    made_up: bool = False,
) -> Preview:
    """What the person would see before saving this content."""
    findings = Findings(
        tool="an own table",
        layout="wide",
        kind=content.kind,
        instrument=content.instrument,
        shape=shape,
        content=content,
        mode=mode,
        answered=dict(answered or {}),
        partners=content.partners,
    )
    book = Book(file_name, "xlsx", sha256(file_name.encode()).hexdigest(), ())
    return importing.weigh(
        store,
        Preview(
            book=book,
            findings=findings,
            destination=destination,
            status="refused",
            questions=(),
            open_questions=(),
            answers=dict(answers or {}),
            problems=(),
            warnings=(),
            accepted=accept,
            partner=partner,
            made_up=made_up,
        ),
    )


def bring(store: Store, content: Content, **how: object) -> Outcome:
    """Look at the content and save it."""
    seen = preview(store, content, **how)  # type: ignore[arg-type]
    return importing.save(store, YOU, seen)


def state(store: Store, without: Sequence[str] = ("history", "partner_change")) -> dict[str, list[dict[str, object]]]:
    """All content, without what happened and without counters."""
    tables = store.read(lambda unit: dump(unit, without=tuple(without)))
    return {
        name: [{key: value for key, value in row.items() if key not in COUNTERS} for row in rows]
        for name, rows in tables.items()
    }


def partner_named(store: Store, initiative_id: str | None, name: str) -> Partner:
    """The partner of this name."""
    cards = partners.partners_of(store, initiative_id or "")
    return next(card.partner for card in cards if card.partner.name == name)
