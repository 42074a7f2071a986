"""The pages that set district beside charter, and what to talk about first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from collab.charts.pairs import PAIR, Pair
from collab.charts.talk_first import PARTS, SAYS, fills, known_parts, lengths
from collab.charts.theme import LIGHT
from collab.charts.words import shortened
from collab.model import Level, Sector
from collab.reports import Bars, Column, Page, Series, Table
from collab.scoring import shown
from collab.services import compare_words, readiness_words
from collab.services.compare_lines import alt_of, bars_of, lines_of, sentence_of
from collab.services.comparison import ComparisonView, gap_words, least_gap
from collab.services.report_material import Scene, of_sectors, told_of, value_of
from collab.services.report_topics import TITLES, Topic
from collab.services.wording import listed, many

TOPIC, FIRST = TITLES[Topic.COMPARE], TITLES[Topic.FIRST]
MOST_FIRST = 6
LONGEST = 70
_HIGHER = {Sector.DISTRICT: "district", Sector.CHARTER: "charter"}


def pages(scene: Scene, view: ComparisonView) -> Iterator[Page]:
    """Dimensions, the factors of each, and all factors with the reading of each."""
    dimensions = lines_of(view, Level.DIMENSION)
    if dimensions:
        yield _bars(scene, view, dimensions, "")
    for group in view.instrument.dimensions:
        lines = lines_of(view, Level.FACTOR, group.key)
        if any(text for line in lines for text in line.texts):
            yield _bars(scene, view, lines, group.label)
    yield _table(scene, view, lines_of(view, Level.FACTOR))


def _bars(scene: Scene, view: ComparisonView, every: Sequence[Pair], group: str) -> Page:
    """Bars of what has a figure on at least one side; where nothing has, of all."""
    lines = [line for line in every if any(line.texts)] or every
    bars = of_sectors(
        [line.label for line in lines],
        {sector: [line.values[at] for line in lines] for at, sector in enumerate(PAIR)},
        {sector: [line.texts[at] for line in lines] for at, sector in enumerate(PAIR)},
        ends=_ends(view),
        shares=compare_words.is_of_shares(view),
    )
    return Page(
        topic=TOPIC,
        headline=_message(view, lines, group),
        block=bars,
        legend=f"{compare_words.of_scale(view)} The widest gap stands first.",
        told=f"{alt_of(view, tuple(lines))} {told_of(bars)}.",
        sources=_sources(scene, view),
    )


def _ends(view: ComparisonView) -> tuple[float, float]:
    if compare_words.is_of_shares(view):
        return 0.0, 1.0
    return float(view.sectors.scores[0]), float(view.sectors.scores[-1])


def _message(view: ComparisonView, lines: Sequence[Pair], group: str) -> str:
    """The widest gap in a sentence, or that there is no clear one."""
    head = f"{group}: " if group else ""
    widest = lines[0]
    if widest.gap is None:
        return f"{head}{_lower(sentence_of(view, widest.target))}" if head else sentence_of(view, widest.target)
    if not widest.gap.notable:
        what = "factor" if group else "dimension"
        return f"{head}district and charter do not clearly differ on any {what}" if head else _no_difference(what)
    higher = _HIGHER[widest.gap.higher] if widest.gap.higher else ""
    by = gap_words(_width(view, widest), view.sectors)
    return f"{head}“{shortened(widest.label, LONGEST)}” differs most, {higher} higher by {by}"


def _no_difference(what: str) -> str:
    return f"District and charter do not clearly differ on any {what}"


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _width(view: ComparisonView, line: Pair) -> float:
    found = next(gap for gap in view.gaps if gap.target == line.target)
    return found.value or 0.0


def _sources(scene: Scene, view: ComparisonView) -> tuple[str, ...]:
    found = (
        f"Source: {readiness_words.context_of(view)}.",
        compare_words.of_gaps(view),
        f"A gap counts from {least_gap(view.sectors)}{' points' if compare_words.is_of_shares(view) else ''}.",
        readiness_words.hidden_line(view),
        scene.chosen.said([unit.partner for unit in view.partners.units if unit.partner]),
    )
    return tuple(each for each in found if each)


def _table(scene: Scene, view: ComparisonView, lines: Sequence[Pair]) -> Page:
    notable = sum(bool(line.gap and line.gap.notable) for line in lines)
    known = any(value == value for line in lines for value in line.agreement)
    agreement = (Column("Agreement, district", 1.35, right=True), Column("Agreement, charter", 1.35, right=True))
    return Page(
        topic=TOPIC,
        headline=f"{notable} of {many(len(lines), 'factor')} {'shows' if notable == 1 else 'show'} a gap that counts",
        block=Table(
            columns=(
                Column("Factor", 2.9),
                Column("District", 0.9, right=True),
                Column("Charter", 0.9, right=True),
                Column("Gap", 0.6, right=True),
                Column("Reading", 5.0),
                *(agreement if known else ()),
            ),
            rows=[_row(view, line, with_agreement=known) for line in lines],
        ),
        legend=" ".join([compare_words.of_gaps(view), *([f"{compare_words.AGREEMENT}."] if known else [])]),
        told=alt_of(view, tuple(lines)),
        sources=_sources(scene, view),
    )


def _row(view: ComparisonView, line: Pair, *, with_agreement: bool) -> tuple[str, ...]:
    agreed = tuple(shown(value, 2) if value == value else "–" for value in line.agreement) if with_agreement else ()
    texts = tuple(text or "–" for text in line.texts)
    return (line.label, *texts, line.gap.text if line.gap else "–", sentence_of(view, line.target), *agreed)


def first_pages(scene: Scene, view: ComparisonView) -> Iterator[Page]:
    """What to talk about first, as bars as long as the mean of their parts."""
    found = bars_of(view, MOST_FIRST)
    if not found:
        return
    parts, drawn = known_parts(found), [lengths(bar) for bar in found]
    colours = fills(LIGHT)
    bars = Bars(
        names=tuple(bar.label for bar in found),
        series=tuple(
            Series(
                SAYS[part],
                colours[part],
                tuple(value_of(length[PARTS.index(part)]) for length in drawn),
                tuple(_part(bar.parts[PARTS.index(part)]) for bar in found),
            )
            for part in parts
        ),
        ends=(0.0, max(round(max(bar.total for bar in found) + 0.05, 1), 0.1)),
        figures="0.00",
        stacked=True,
        labelled=False,
        totals=tuple(shown(bar.total, 2) for bar in found),
    )
    second = (
        f", then about {listed(tuple(f'“{shortened(bar.label, LONGEST)}”' for bar in found[1:3]))}" if found[1:] else ""
    )
    yield Page(
        topic=FIRST,
        headline=f"Talk first about “{shortened(found[0].label, LONGEST)}”{second}",
        block=bars,
        legend=compare_words.of_parts(view, found),
        told=f"What to talk about first. {told_of(bars)}.",
        notes=tuple(filter(None, (compare_words.what_is_missing(view, found),))),
        sources=_sources(scene, view),
    )


def _part(value: float | None) -> str:
    return "not known" if value is None else shown(value, 2)
