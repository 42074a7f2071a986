"""What a person looks for on the overview: read from the address, said in words, and which initiatives fit it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from collab.model import Outcome, Sector, Standing
from collab.search import holds
from collab.ui import keys, overview_words, wording
from collab.ui.initiative_words import CAME_OF_IT

if TYPE_CHECKING:
    from collab.services.digest_readiness import ReadinessDigest
    from collab.services.digests import Digest, Overview

ANY = "any"
NOT_BEGUN, ENDED = "not_begun", "ended"
UNSAID = str(Outcome.UNSAID)
STALLS, OVERDUE, CONCERN, FUNDING = "stalls", "overdue", "concern", "funding"
LOOKS = {
    STALLS: "Stalls",
    OVERDUE: "Overdue",
    CONCERN: "Dimension in concern",
    FUNDING: "Funding over or ends in a year",
}
BY_ACTIVITY = "activity"
SORTS = {
    BY_ACTIVITY: "Worked on last",
    "quiet": "Longest without work",
    "name": "Name",
    "stage": "Stage",
    "days": "Longest in its stage",
    "weakest": "Weakest dimension",
    "readiness": "Readiness, lowest first",
    "change": "Change, what fell most first",
    "checklist": "Checklists, lowest first",
    "overdue": "Most overdue",
    "funding": "Funding that ends first",
}
_LAST = float("inf")


@dataclass(frozen=True)
class Wanted:
    """What is looked for. only: any of STALLS, OVERDUE, CONCERN, FUNDING, all of which must hold."""

    search: str = ""
    stage: str = ANY
    standing: str = ANY
    sector: str = ANY
    area: str = ANY
    outcome: str = ANY
    only: tuple[str, ...] = ()
    sort: str = BY_ACTIVITY

    @property
    def is_narrowed(self) -> bool:
        """Whether some initiatives may be left out."""
        return self != Wanted(sort=self.sort)

    def but_only(self, *more: str) -> Wanted:
        """The same, of which these must hold as well."""
        return replace(self, only=tuple(look for look in LOOKS if look in self.only or look in more))


@dataclass(frozen=True)
class Choice:
    """A list to choose one from. names: key to words, without "any"; empty where there is nothing to choose."""

    label: str
    param: str
    names: Mapping[str, str]


def choices(overview: Overview) -> dict[str, Choice]:
    """The lists by the field of Wanted that they set; what initiatives say of themselves only where one does."""
    return {
        "stage": Choice(
            "Stage", keys.STAGE, {NOT_BEGUN: "Not begun", **overview_words.stage_labels(), ENDED: "Way ended"}
        ),
        "standing": Choice(
            "Standing", keys.STANDING, {str(key): told for key, told in overview_words.STANDINGS.items()}
        ),
        "sector": Choice("With partners of", keys.SECTOR, _sectors(overview)),
        "area": Choice("Area of cooperation", keys.AREA, _or_unsaid(_areas(overview))),
        "outcome": Choice("What came of it", keys.OUTCOME, _or_unsaid(_outcomes(overview))),
    }


def _or_unsaid(names: dict[str, str]) -> dict[str, str]:
    return {**names, UNSAID: "Not said"} if names else {}


def _sectors(overview: Overview) -> dict[str, str]:
    present = {sector for digest in overview.digests for sector in digest.sectors}
    return {str(sector): label for sector, label in wording.sector_labels().items() if sector in present}


def _areas(overview: Overview) -> dict[str, str]:
    """In the order of the content; one that the content no longer offers comes last, by its key."""
    present = {digest.initiative.area for digest in overview.digests} - {""}
    labels = overview_words.area_labels()
    known = {key: label for key, label in labels.items() if key in present}
    return known | {key: key for key in sorted(present - labels.keys())}


def _outcomes(overview: Overview) -> dict[str, str]:
    present = {digest.initiative.outcome for digest in overview.digests} - {Outcome.UNSAID}
    return {str(outcome): words for outcome, (words, _, _) in CAME_OF_IT.items() if outcome in present}


def in_address(overview: Overview) -> Wanted:
    """What the address asks for; what it names and nobody can choose counts for nothing."""
    asked = {field: st.query_params.get(each.param, "") for field, each in choices(overview).items()}
    known = {field: key for field, key in asked.items() if key in choices(overview)[field].names}
    only = st.query_params.get(keys.ONLY, "").split(",")
    sort = st.query_params.get(keys.SORT, "")
    return Wanted(
        **known,
        search=st.query_params.get(keys.SEARCH, ""),
        only=tuple(look for look in LOOKS if look in only),
        sort=sort if sort in SORTS else BY_ACTIVITY,
    )


def filters(overview: Overview, wanted: Wanted) -> dict[str, str]:
    """The label of each filter that is set to its words; not escaped."""
    found = {"Find": f"“{wanted.search}”"} if wanted.search else {}
    for field, each in choices(overview).items():
        key = getattr(wanted, field)
        if key != ANY:
            found[each.label] = each.names.get(key, key)
    return found | ({"Only": ", ".join(LOOKS[look] for look in wanted.only)} if wanted.only else {})


def found(overview: Overview, wanted: Wanted) -> list[Digest]:
    """The initiatives that are looked for, in their order; what has no figure to sort by comes last."""
    kept = [each for each in overview.digests if _fits(each, wanted, overview)]
    return sorted(kept, key=_orders(overview)[wanted.sort])


def counted(overview: Overview, wanted: Wanted) -> dict[str, int]:
    """How many would be left if one more of the looks were asked for, beside all that is asked for already."""
    kept = [each for each in overview.digests if _fits(each, wanted, overview)]
    return {look: sum(_needs(each, look, overview) for each in kept) for look in LOOKS}


def _needs(digest: Digest, key: str, overview: Overview) -> bool:
    if key == STALLS:
        return digest.initiative.id in overview.stalled
    if key == OVERDUE:
        return digest.overdue > 0
    return digest.in_concern if key == CONCERN else digest.funding_soon


def _fits(digest: Digest, wanted: Wanted, overview: Overview) -> bool:
    initiative = digest.initiative
    return (
        (not wanted.search or _tells_of(digest, wanted.search.split(), overview))
        and wanted.stage in (ANY, digest.stage or (ENDED if digest.began else NOT_BEGUN))
        and (wanted.standing == ANY or initiative.standing is Standing(wanted.standing))
        and (wanted.sector == ANY or Sector(wanted.sector) in digest.sectors)
        and wanted.area in (ANY, initiative.area or UNSAID)
        and wanted.outcome in (ANY, initiative.outcome)
        and all(_needs(digest, key, overview) for key in wanted.only)
    )


def _tells_of(digest: Digest, words: list[str], overview: Overview) -> bool:
    initiative = digest.initiative
    above = overview.names.get(initiative.parent_id or "", "")
    texts = (initiative.name, initiative.place, initiative.purpose, above, overview_words.area(digest))
    return all(any(holds(text, word) for text in texts) for word in words)


def _orders(overview: Overview) -> dict[str, Callable[[Digest], Any]]:
    places = {stage: place for place, stage in enumerate(overview_words.stage_labels())}
    return {
        BY_ACTIVITY: lambda each: -each.active_at.timestamp() if each.active_at else 0.0,
        "quiet": lambda each: each.active_at.timestamp() if each.active_at else 0.0,
        "name": lambda each: each.initiative.name.casefold(),
        "stage": lambda each: places.get(each.stage or "", len(places) if each.began else -1),
        "days": lambda each: -(each.days if each.days is not None else -1),
        "weakest": lambda each: _position(each.readiness, weakest=True),
        "readiness": lambda each: _position(each.readiness, weakest=False),
        "change": lambda each: _change(each.readiness),
        "checklist": lambda each: _or_last(each.checklists[-1].share if each.checklists else None),
        "overdue": lambda each: -each.overdue,
        "funding": lambda each: (not each.funding_soon, each.funding_ends.last if each.funding_ends else date.max),
    }


def _position(readiness: ReadinessDigest | None, *, weakest: bool) -> float:
    """Where a figure stands between the ends of its scale, 0..1: instruments have scales of several lengths."""
    value = None if readiness is None else readiness.weakest_figure if weakest else readiness.overall
    if readiness is None or value is None:
        return _LAST
    low, high = readiness.ends
    return (value - low) / (high - low)


def _change(readiness: ReadinessDigest | None) -> float:
    if readiness is None or readiness.change is None:
        return _LAST
    low, high = readiness.ends
    return readiness.change / (high - low)


def _or_last(value: float | None) -> float:
    return _LAST if value is None else value
