"""The table of initiatives: a row for each with its path in miniature; on a phone a card for each."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from collab.journey import StageState
from collab.model import Band, Standing
from collab.scoring.progress import percent_done
from collab.ui import keys, overview_words
from collab.ui.stages_words import ENDED, state
from collab.ui.wording import day, many

if TYPE_CHECKING:
    from collab.services.digests import ChecklistDigest, Digest, Overview

PAGE, ROUNDS = "initiative", ""
HEADS = (
    "Initiative",
    "Stage",
    "Readiness",
    "Since baseline",
    "Checklists",
    "Overdue",
    "Funding ends",
    "Last activity",
)
GLYPHS = {
    StageState.NOT_STARTED: "",
    StageState.UNDER_WAY: "●",
    StageState.DONE: "✓",
    StageState.REVISITING: "↺",
}

_CSS = """
.frame { overflow-x: auto; outline: none; container-type: inline-size; }
table { border-collapse: collapse; width: 100%; font-family: var(--st-font); color: var(--st-text-color);
  font-size: 0.93rem; line-height: 1.3; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { text-align: left; vertical-align: top; padding: 9px 14px 9px 0; font-weight: 400;
  border-bottom: 1px solid var(--st-border-color); }
thead th { font-size: 0.8rem; vertical-align: bottom; padding-top: 0; white-space: nowrap; opacity: 0.85; }
tbody th { min-width: 210px; max-width: 260px; overflow-wrap: anywhere; }
small { display: block; font-size: 0.8rem; opacity: 0.85; overflow-wrap: break-word; }
td { min-width: 74px; }
small a { margin-right: 10px; display: inline-block; }
a { color: var(--st-link-color); }
th > a { font-weight: 600; text-decoration: none; }
a:hover, a:focus-visible { text-decoration: underline; }
b { font-weight: 600; font-variant-numeric: tabular-nums; }
.now { white-space: nowrap; }
.badge { display: inline-block; font-size: 0.75rem; border: 1px solid currentColor; border-radius: 4px; padding: 0 5px;
  margin-right: 6px; opacity: 1; }
.came { margin-right: 10px; }
.also { color: var(--st-orange-text-color); opacity: 1; }
td[data-label="Readiness"] { min-width: 150px; }
.stall, .late { color: var(--st-orange-text-color); opacity: 1; font-weight: 600; }
.path { display: inline-flex; align-items: center; margin-bottom: 3px; }
.path i { font-style: normal; box-sizing: border-box; width: 21px; height: 21px; border-radius: 50%; font-size: 12px;
  line-height: 18px; text-align: center; border: 1.5px solid var(--st-border-color); color: var(--st-text-color); }
.path i + i { margin-left: 7px; position: relative; }
.path i + i::before { content: ""; position: absolute; left: -10px; top: 8px; width: 8px; border-top: 1.5px solid
  var(--st-border-color); }
.path .done { border-color: var(--st-primary-color); color: var(--st-link-color); }
.path .under_way, .path .revisiting { border-color: var(--st-primary-color); color: var(--st-link-color);
  border-style: dashed; }
.path .here { background: var(--st-primary-color); color: var(--st-background-color); border-style: solid; }
.bar { display: inline-block; width: 64px; height: 8px; border: 1px solid var(--st-border-color); border-radius: 4px;
  overflow: hidden; vertical-align: middle; margin-right: 7px; }
.bar span { display: block; height: 100%; background: var(--st-primary-color); }
@media screen { @container (max-width: 1140px) {
  table { font-size: 0.87rem; }
  th, td { padding-right: 9px; }
  thead th, .now { white-space: normal; }
  small { font-size: 0.77rem; }
  tbody th { min-width: 150px; }
  td { min-width: 60px; }
  td[data-label="Readiness"] { min-width: 120px; }
  .path { white-space: nowrap; }
} }
@media screen { @container (max-width: 820px) {
  table, tbody { display: block; } thead { display: none; }
  tr { display: grid; grid-template-columns: repeat(auto-fill, minmax(140px, 1fr)); gap: 8px 14px;
    border: 1px solid var(--st-border-color); border-radius: 6px; padding: 12px; margin-bottom: 12px; }
  tbody th { grid-column: 1 / -1; max-width: none; font-size: 1rem; }
  tbody th, td { border: 0; padding: 0; min-width: 0 !important; }
  td.none { display: none; }
  td::before { content: attr(data-label); display: block; font-size: 0.75rem; opacity: 0.85; }
} }
@media screen { @container (max-width: 480px) { td.wide { grid-column: 1 / -1; } } }
@media print {
  .frame { overflow: visible; }
  table { font-size: 0.7rem; }
  small { font-size: 0.62rem; }
  th, td { min-width: 0 !important; padding: 6px 8px 6px 0; }
  thead th { font-size: 0.65rem; white-space: normal; }
  tbody th { width: 22%; }
  .now { white-space: normal; }
  .path { white-space: nowrap; }
  .path i { width: 15px; height: 15px; font-size: 9px; line-height: 12px; }
  .path i + i { margin-left: 4px; }
  .path i + i::before { left: -6px; top: 6px; width: 5px; }
  .bar { width: 36px; margin-right: 4px; }
  .badge { font-size: 0.58rem; }
  .go { display: none; }
  tr { break-inside: avoid; }
  .path i, .bar span { print-color-adjust: exact; }
}
"""

_JS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
_HTML = '<div class="frame" tabindex="-1"></div>'
_table = st.components.v2.component("common_ground_overview", html=_HTML, css=_CSS, js=_JS)


def show(overview: Overview, rows: Sequence[Digest], *, with_rounds: bool, place: str = "") -> None:
    """The table of these rows. with_rounds: each has a link to its rounds, which are not on this page.

    place: where in the list the rows stand; where it changes, the browser goes to the top of the list.
    """
    which = repr((overview.stamp, [each.initiative.id for each in rows]))
    _table(key="overview_table", data={"table": _kept(which, with_rounds, overview, rows), "place": place})


@st.cache_resource(max_entries=64, show_spinner=False)
def _kept(which: str, with_rounds: bool, _overview: Overview, _rows: Sequence[Digest]) -> str:
    return table(_overview, _rows, with_rounds=with_rounds)


def table(overview: Overview, rows: Sequence[Digest], *, with_rounds: bool) -> str:
    """The table as HTML; every text of a user is escaped."""
    heads = "".join(f'<th scope="col" role="columnheader">{escape(head)}</th>' for head in HEADS)
    lines = "".join(_line(overview, each, with_rounds=with_rounds) for each in rows)
    return (
        '<table role="table"><caption>Initiatives with their stage, readiness, checklists and what is overdue</caption>'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead><tbody role="rowgroup">{lines}</tbody></table>'
    )


def _line(overview: Overview, digest: Digest, *, with_rounds: bool) -> str:
    cells = (
        _cell("Stage", _stage(overview, digest), wide=True),
        _cell("Readiness", _readiness(digest)),
        _cell("Since baseline", _change(digest)),
        _cell("Checklists", "".join(_checklist(each) for each in digest.checklists)),
        _cell("Overdue", _overdue(digest)),
        _cell("Funding ends", _funding(overview, digest)),
        _cell("Last activity", _activity(digest)),
    )
    return f'<tr role="row">{_name(overview, digest, with_rounds=with_rounds)}{"".join(cells)}</tr>'


def _cell(label: str, content: str, *, wide: bool = False) -> str:
    kind = " ".join(name for name, there in (("wide", wide), ("none", not content)) if there)
    shown = content or '<span aria-label="nothing">–</span>'
    return f'<td role="cell" class="{kind}" data-label="{escape(label)}">{shown}</td>'


def _name(overview: Overview, digest: Digest, *, with_rounds: bool) -> str:
    initiative = digest.initiative
    above = overview.names.get(initiative.parent_id or "")
    place = (initiative.place, overview_words.area(digest))
    parts = (f"under {above}" if above else "", *place, many(digest.partners, "partner"))
    told = " · ".join(part for part in parts if part)
    badges = [overview_words.STANDINGS[initiative.standing]] if initiative.standing is not Standing.ACTIVE else []
    badges += ["Made-up"] if initiative.made_up else []
    marks = "".join(f'<span class="badge">{escape(each)}</span>' for each in badges)
    outcome = overview_words.came_of_it(digest)
    came = f'<span class="came">{escape(outcome)}</span>' if outcome else ""
    rounds = _link(ROUNDS, initiative.id, "Rounds and more", kind="go") if with_rounds else ""
    below = f"<small>{marks}{came}{rounds}</small>" if marks or came or rounds else ""
    return (
        f'<th scope="row" role="rowheader">{_link(PAGE, initiative.id, initiative.name)}'
        f"<small>{escape(told)}</small>{below}</th>"
    )


def _link(page: str, initiative_id: str, words: str, *, kind: str = "") -> str:
    """A real link, so that it can be opened beside; the first page has an empty path. kind: "go" is not for paper."""
    address = f"{page}?{urlencode({keys.INITIATIVE: initiative_id})}"
    return f'<a class="{kind}" href="{escape(address)}">{escape(words)}</a>'


def _stage(overview: Overview, digest: Digest) -> str:
    labels = overview_words.stage_labels()
    here = ENDED.get(digest.initiative.standing, "now").lower()
    said = ", ".join(
        f"{labels[mark.stage]} {state(mark).lower()}{f' ({here})' if mark.is_current else ''}" for mark in digest.marks
    )
    marks = "".join(
        f'<i class="{mark.state}{" here" if mark.is_current else ""}" aria-hidden="true" '
        f'title="{escape(labels[mark.stage])}: {state(mark).lower()}">{GLYPHS[mark.state]}</i>'
        for mark in digest.marks
    )
    stay = overview_words.stay(digest)
    lasted = f" · {escape(stay)}" if stay else ""
    stalls = '<span class="stall"> · stalls</span>' if digest.initiative.id in overview.stalled else ""
    return (
        f'<span class="path" role="img" aria-label="{escape(said)}">{marks}</span>'
        f'<small class="now"><b>{escape(overview_words.where(digest))}</b>{lasted}{stalls}</small>'
    )


def _readiness(digest: Digest) -> str:
    found = digest.readiness
    waiting = f"<small>{escape(digest.open_round)} is open</small>" if digest.open_round else ""
    if found is None:
        return waiting
    mark = overview_words.BAND_MARKS[found.band]
    spoken = f'<span role="img" aria-label="{overview_words.BAND_WORDS[found.band]}"> {mark}</span>' if mark else ""
    lowest = overview_words.weakest(found)
    weak = ' class="stall"' if found.weakest_band is Band.CONCERN else ""
    more = overview_words.concerns(found)
    also = "".join(
        f'<small class="also">{overview_words.BAND_MARKS[Band.CONCERN]} {escape(each)}</small>' for each in more
    )
    figure = f"<b>{escape(overview_words.overall(found))}</b>{spoken}"
    return f"{figure}<small{weak}>{escape(lowest)}</small>{also}{waiting}"


def _change(digest: Digest) -> str:
    found = digest.readiness
    if found is None or found.baseline is None:
        return ""
    return f"<b>{escape(overview_words.change(found))}</b><small>{escape(found.baseline)}</small>"


def _checklist(checklist: ChecklistDigest) -> str:
    label = overview_words.checklist_labels().get(checklist.checklist, checklist.checklist)
    if checklist.share is None:
        return f"<b>–</b><small>{escape(label)}</small>"
    percent = percent_done(checklist.share)
    bar = f'<span class="bar" aria-hidden="true"><span style="width:{percent}"></span></span>'
    told = escape(f"{label}, {day(checklist.held_on)}")
    return f'<span class="now">{bar}<b>{percent}</b></span><small>{told}</small>'


def _overdue(digest: Digest) -> str:
    if not digest.overdue:
        return ""
    return f'<b class="late">{digest.overdue}</b><small>{escape(overview_words.overdue(digest))}</small>'


def _funding(overview: Overview, digest: Digest) -> str:
    told = overview_words.funding(digest, overview)
    if not told:
        return ""
    return f'<span class="now{" late" if digest.funding_soon else ""}">{escape(told)}</span>'


def _activity(digest: Digest) -> str:
    at = f"<small class='now'>{escape(day(digest.active_at.date()))}</small>" if digest.active_at else ""
    return f'<span class="now">{escape(overview_words.quiet(digest))}</span>{at}'
