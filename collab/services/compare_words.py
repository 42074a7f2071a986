"""What Compare says beside its charts, on screens and in files, in sentences of plain text; no drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collab.charts.board import percent
from collab.charts.pairs import PAIR, Pair
from collab.charts.talk_first import PARTS, Bar, joined, known_parts
from collab.framework import load_framework
from collab.model import Kind, Measure
from collab.scoring import EffectSize
from collab.services.comparison import least_gap
from collab.services.wording import listed

if TYPE_CHECKING:
    from collab.model import Partner
    from collab.scoring import Effect
    from collab.services.comparison import ComparisonView
    from collab.services.readiness import ReadinessView

AGREEMENT = "Agreement: -1 split in two, 0 spread evenly, +1 all alike"
OF_AGREEMENT = "How alike the answers within a sector are. Below 0 a sector is split into two camps."
_OVERLAP = {
    EffectSize.NEGLIGIBLE: "single answers hardly differ",
    EffectSize.SMALL: "single answers overlap widely",
    EffectSize.MEDIUM: "single answers overlap in part",
    EffectSize.LARGE: "single answers overlap little",
}


def is_of_shares(view: ComparisonView | ReadinessView) -> bool:
    """Whether figures are shares, so that gaps are percentage points."""
    return view.sectors.measure is Measure.SHARE


def figures_called(view: ComparisonView | ReadinessView) -> str:
    """What a figure is: "scores" or "shares"."""
    return "shares" if is_of_shares(view) else "scores"


def under_gap(view: ComparisonView | ReadinessView, *, narrow: bool) -> str:
    """What stands under the head of the gaps, short on a phone."""
    if is_of_shares(view):
        return "points" if narrow else "points, from unrounded shares"
    return "unrounded" if narrow else "from unrounded scores"


def of_gaps(view: ComparisonView | ReadinessView) -> str:
    """How a gap is worked out, and why it can differ from the two numbers beside it."""
    unit = " in percentage points" if is_of_shares(view) else ""
    return (
        f"Gaps{unit} are from unrounded {figures_called(view)}, "
        "so a gap can differ by 0.1 from the two numbers that are shown."
    )


def of_bold(view: ComparisonView | ReadinessView) -> str:
    """From where on a gap is bold."""
    least = f"{least_gap(view.sectors)} percentage points" if is_of_shares(view) else _a_sixth(view)
    return f"Bold: at least {least}, in the higher sector’s colour."


def _a_sixth(view: ComparisonView | ReadinessView) -> str:
    return f"{least_gap(view.sectors)}, a sixth of the scale"


def of_scale(view: ComparisonView | ReadinessView) -> str:
    """What the ends of the scale mean."""
    if is_of_shares(view):
        return "Favourable answers in percent."
    low, high = view.instrument.scale[0], view.instrument.scale[-1]
    return f"Scores from {_end(low.score, low.label)} to {_end(high.score, high.label)}."


def _end(score: float, label: str) -> str:
    return f"{score:g}" if label in ("", f"{score:g}") else f"{score:g} ({label})"


def legend(view: ComparisonView, lines: tuple[Pair, ...]) -> str:
    """What stands under the dots on the page."""
    parts = [of_scale(view), of_gaps(view), of_bold(view)]
    if view.round.kind is not Kind.AVERAGES:
        parts.append(f"{AGREEMENT}.")
    if any(line.gap is None for line in lines):
        parts.append("–: cannot be compared, since a side is hidden or missing.")
    return " ".join(parts)


def on_slide(view: ComparisonView | ReadinessView, lines: tuple[Pair, ...]) -> tuple[str, ...]:
    """What stands under the dots on a slide, in short lines."""
    gaps = f"Gap from unrounded {figures_called(view)}"
    unit = ", in percentage points" if is_of_shares(view) else ""
    bold = f"bold from {least_gap(view.sectors)}"
    first = f"{of_scale(view)} {gaps}{unit}; {bold}."
    known = any(value == value for line in lines for value in line.agreement)
    second = [f"{AGREEMENT}."] if known else []
    if any(line.gap is None for line in lines):
        second.append("–: a side is hidden or missing.")
    return (first, " ".join(second)) if second else (first,)


def nothing_compared(view: ComparisonView) -> str:
    """Why no gap at all can be shown; "" where there is one."""
    if any(gap.value is not None for gap in view.gaps):
        return ""
    reasons = tuple(dict.fromkeys(view.sentences.values()))
    return f"No gap can be shown here. {reasons[0]}" if len(reasons) == 1 else "No gap can be shown here."


def not_compared(choices: tuple[Partner, ...], *, some_chosen: bool, is_reported: bool) -> str:
    """What partners of other sectors are here for; "" where there are none. some_chosen: not all partners count."""
    present = {partner.sector for partner in choices}
    others = tuple(
        words.label for words in load_framework().sectors if words.sector in present and words.sector not in PAIR
    )
    if not others:
        return ""
    sectors = "sector" if len(others) == 1 else "sectors"
    said = f"District and charter are compared. Partners of the {sectors} {listed(others)} are not"
    if some_chosen:
        return f"{said}, and do not count at all while partners are chosen under Filters."
    parts = "need" if is_reported else "need and the split"
    return f"{said}; they only count in the {parts} of “What to talk about first”. Readiness shows them all."


def of_parts(view: ComparisonView, bars: tuple[Bar, ...]) -> str:
    """What the parts of "What to talk about first" are; without those that are not known."""
    figure = "share" if is_of_shares(view) else "score"
    says = {
        "need": f"Need: how low the {figure} of all partners is.",
        "gap": "Gap: how far district and charter are apart.",
        "split": "Split: how little the answers of all partners agree.",
    }
    known = known_parts(bars)
    mean = f" The bar is as long as the mean of {joined(known)}." if len(known) > 1 else ""
    return " ".join([*(says[part] for part in known), "Each runs from 0 to 1."]) + mean


def on_slide_of_parts(view: ComparisonView) -> str:
    """What the parts are, short enough for a slide."""
    figure = "share" if is_of_shares(view) else "score"
    split = "" if _is_reported(view) else " · Split: how little answers agree"
    return f"Need: how low the {figure} is · Gap: between the sectors{split} · each from 0 to 1"


def what_is_missing(view: ComparisonView, bars: tuple[Bar, ...]) -> str:
    """Which parts are not known, and of what the number then is the mean; "" where none is missing."""
    known = known_parts(bars)
    gone = tuple(part for part in PARTS if part not in known)
    said = []
    if gone:
        reason = ", since the source reported averages" if gone == ("split",) and _is_reported(view) else ""
        said.append(f"{joined(gone).capitalize()} {_is(gone)} not known here{reason}, and left out.")
    if any(bar.parts[PARTS.index(part)] is None for bar in bars for part in known):
        said.append("–: not known for this factor, and left out of the mean.")
    return " ".join(said)


def _is(parts: tuple[str, ...]) -> str:
    return "is" if len(parts) == 1 else "are"


def _is_reported(view: ComparisonView) -> bool:
    return view.round.kind is Kind.AVERAGES


def effect_words(effect: Effect | None) -> str:
    """Cliff's delta in words, from the side that is higher; "" where it is not defined."""
    if effect is None or effect.delta is None or effect.size is None:
        return ""
    sides = (("district", effect.district_higher), ("charter", effect.charter_higher))
    (higher, share), (lower, _) = sides if effect.delta >= 0 else sides[::-1]
    return (
        f"A randomly chosen {higher} answer is higher than a randomly chosen {lower} answer "
        f"{percent(share or 0.0)} of the time, equal {percent(effect.equal or 0.0)}: {_OVERLAP[effect.size]}."
    )
