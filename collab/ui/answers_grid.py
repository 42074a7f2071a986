"""The answer sheet as a grid of radio buttons that number keys fill in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import streamlit as st

from collab.model import Instrument, Mark

BLANK = ""
NOT_APPLICABLE_KEY = "0"
PLACE_KEYS = "123456789abcdefghij"

HTML = """
<p class="hint"></p>
<table><thead></thead></table>
<p class="count" aria-live="polite"></p>
"""

CSS = """
:host { container-type: inline-size; display: block; }
* { box-sizing: border-box; }
table { width: 100%; border-collapse: collapse; font: inherit; color: var(--st-text-color); }
.hint, .count { margin: 0 0 .75rem; font-size: .875rem; color: var(--st-text-color); opacity: .75; }
.count { margin: .75rem 0 0; }
kbd { font: inherit; padding: 0 .35rem; border: 1px solid var(--st-border-color); border-radius: .25rem; }
thead th { position: sticky; top: 0; z-index: 1; padding: .5rem .25rem;
  background: var(--st-background-color);
  font-size: .8125rem; font-weight: 600; vertical-align: bottom; text-align: center; width: 6.2rem;
  border-bottom: 1px solid var(--st-border-color); }
thead th:first-child { width: auto; text-align: left; }
thead td { width: 2.25rem; border-bottom: 1px solid var(--st-border-color); }
thead small { display: block; font-weight: 400; opacity: .7; }
.dimension th { padding: 1.25rem .5rem .4rem 0; text-align: left; font-size: 1rem; font-weight: 600; }
.factor th { position: relative; padding: .5rem .75rem .5rem 1.6rem; text-align: left;
  font-weight: 400; line-height: 1.35; }
.factor td { padding: 0; text-align: center; }
.factor { border-bottom: 1px solid var(--st-border-color-light, var(--st-border-color)); }
.factor:focus-within { background: var(--st-secondary-background-color); }
.factor th::before { content: ""; position: absolute; left: .5rem; top: .95rem; width: .5rem;
  height: .5rem; border: 1px solid var(--st-text-color); border-radius: 50%; opacity: .45; }
.factor.answered th::before { background: var(--st-primary-color); border-color: var(--st-primary-color);
  opacity: 1; }
.factor.na th::before { background: var(--st-border-color); border-color: var(--st-border-color);
  opacity: 1; }
label { display: flex; align-items: center; justify-content: center; min-height: 2.75rem; cursor: pointer; }
label span { display: none; }
input { width: 1.25rem; height: 1.25rem; margin: 0; accent-color: var(--st-primary-color); cursor: pointer; }
input:focus-visible, button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
button { width: 2rem; height: 2rem; padding: 0; border: 0; border-radius: .25rem; background: none;
  font: inherit; color: inherit; opacity: .6; cursor: pointer; visibility: hidden; }
.answered button, .na button { visibility: visible; }
button:hover { opacity: 1; background: var(--st-secondary-background-color); }
@container (max-width: 640px) {
  .hint { display: none; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, th, td { display: block; }
  .factor { display: grid; grid-template-columns: repeat(var(--choices), 1fr); padding: .75rem 0; }
  .factor th { grid-column: 1 / -1; padding: 0 2rem .5rem 0; }
  .factor th::before { display: none; }
  .factor td:last-child { position: absolute; right: 0; }
  .factor { position: relative; }
  label { flex-direction: column; gap: .3rem; justify-content: flex-start; padding: .25rem 0; }
  label span { display: block; font-size: .75rem; line-height: 1.2; text-align: center; }
}
"""

JS = """
const element = (name, text, attributes = {}) => {
  const made = document.createElement(name)
  made.textContent = text
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

function head(table, choices) {
  const row = element("tr", "")
  row.append(element("th", "", { scope: "col" }))
  for (const choice of choices) {
    const cell = element("th", choice.label, { scope: "col" })
    cell.prepend(element("small", choice.key))
    row.append(cell)
  }
  row.append(element("td", ""))
  table.tHead.replaceChildren(row)
}

function factorRow(sheet, factor, choices) {
  const row = element("tr", "", { class: "factor", role: "radiogroup", "aria-label": factor.statement })
  row.dataset.factor = factor.key
  row.append(element("th", factor.statement, { scope: "row" }))
  for (const choice of choices) {
    const cell = element("td", ""), label = element("label", "")
    const input = element("input", "", { type: "radio", name: sheet + factor.key, value: choice.value,
      "aria-label": choice.label })
    label.append(input, element("span", choice.label))
    cell.append(label)
    row.append(cell)
  }
  const last = element("td", "")
  last.append(element("button", "\\u00d7", { type: "button", tabindex: "-1",
    "aria-label": "Clear the answer to: " + factor.statement, title: "Clear" }))
  row.append(last)
  return row
}

function build(root, data) {
  const table = root.querySelector("table")
  table.style.setProperty("--choices", data.choices.length)
  table.querySelectorAll("tbody").forEach(body => body.remove())
  head(table, data.choices)
  for (const dimension of data.dimensions) {
    const body = element("tbody", ""), title = element("tr", "", { class: "dimension" })
    title.append(element("th", dimension.label, { colspan: data.choices.length + 2, scope: "rowgroup" }))
    body.append(title)
    for (const factor of dimension.factors) body.append(factorRow(data.sheet, factor, data.choices))
    table.append(body)
  }
}

function show(root, data, ratings) {
  let answered = 0
  for (const row of root.querySelectorAll(".factor")) {
    const value = ratings[row.dataset.factor] ?? data.blank
    for (const input of row.querySelectorAll("input")) input.checked = input.value === value
    row.classList.toggle("answered", value !== data.blank && value !== data.notApplicable)
    row.classList.toggle("na", value === data.notApplicable)
    if (value !== data.blank) answered += 1
  }
  const all = root.querySelectorAll(".factor").length
  root.querySelector(".count").textContent = answered === all
    ? "All " + all + " answered."
    : answered + " of " + all + " answered. Blank rows are saved as skipped."
}

function hint(root, choices) {
  const keys = choices.map(choice => choice.key)
  const parts = ["Press ", ...keys.flatMap(key => [element("kbd", key), " "]),
    "to answer; the next row follows by itself. ", element("kbd", "\\u2191"), " ", element("kbd", "\\u2193"),
    " move, ", element("kbd", "Backspace"), " clears."]
  root.querySelector(".hint").replaceChildren(...parts)
}

const mounted = new WeakMap()

export default function ({ data, parentElement: root, setStateValue }) {
  let state = mounted.get(root)
  if (!state || state.sheet !== data.sheet) {
    state = { sheet: data.sheet, ratings: { ...data.ratings }, dirty: false }
    mounted.set(root, state)
    build(root, data)
    hint(root, data.choices)
    show(root, data, state.ratings)
  }
  const rows = () => [...root.querySelectorAll(".factor")]
  const focus = row => {
    if (!row) return
    const target = row.querySelector("input:checked") ?? row.querySelector("input")
    target.focus({ preventScroll: true })
    row.scrollIntoView({ block: "nearest", behavior: "smooth" })
  }
  const rate = (row, value) => {
    state.ratings = { ...state.ratings, [row.dataset.factor]: value }
    state.dirty = true
    show(root, data, state.ratings)
    setStateValue("ratings", state.ratings)
  }
  const table = root.querySelector("table")
  table.onchange = event => rate(event.target.closest(".factor"), event.target.value)
  table.onclick = event => {
    const button = event.target.closest("button")
    if (button) { rate(button.closest(".factor"), data.blank); focus(button.closest(".factor")) }
  }
  table.onkeydown = event => {
    const row = event.target.closest(".factor")
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return
    const all = rows(), at = all.indexOf(row)
    const choice = data.choices.find(each => each.key === event.key.toLowerCase())
    const moves = { ArrowDown: 1, Enter: 1, ArrowUp: -1 }
    if (choice) { rate(row, choice.value); focus(all[at + 1]) }
    else if (event.key in moves) focus(all[at + moves[event.key]])
    else if (event.key === "Backspace" || event.key === "Delete") rate(row, data.blank)
    else return
    event.preventDefault()
  }
  const warn = event => { if (state.dirty) event.preventDefault() }
  window.onbeforeunload = warn
  return () => { if (window.onbeforeunload === warn) window.onbeforeunload = null }
}
"""


def choices_of(instrument: Instrument) -> tuple[dict[str, str], ...]:
    """What may be ticked: value is the key of a scale point or of the mark, key is the key to press.

    The key is the score where every score is one digit from 1, else the place on the scale: 0 is not applicable.
    """
    one_digit = all(0 < score < 10 for score in instrument.scores)
    pressed = map(str, instrument.scores) if one_digit else PLACE_KEYS
    points = [
        {"value": point.key, "label": point.label, "key": key}
        for point, key in zip(instrument.scale, pressed, strict=False)
    ]
    if instrument.not_applicable:
        mark = {
            "value": str(Mark.NOT_APPLICABLE),
            "label": instrument.not_applicable,
            "key": NOT_APPLICABLE_KEY,
        }
        points.append(mark)
    return tuple(points)


def ticked_only(instrument: Instrument, given: Mapping[str, Any]) -> dict[str, str]:
    """Factor key to what was ticked, in order; what is blank or unknown is left out."""
    allowed = {choice["value"] for choice in choices_of(instrument)}
    return {key: given[key] for key in instrument.factor_keys if given.get(key) in allowed}


@cache
def _component() -> Any:
    return st.components.v2.component("answer_sheet", html=HTML, css=CSS, js=JS)


def answers_grid(instrument: Instrument, ratings: Mapping[str, str], *, sheet: str) -> dict[str, str]:
    """Draw the grid and return what is ticked: factor key to key of a scale point or mark, no blank ones.

    ratings: what to start from.  sheet: names the sheet; the grid starts afresh only when it changes, so that
    typing is never overwritten.
    """
    start = ticked_only(instrument, ratings)
    result = _component()(
        key=f"answer_sheet_{sheet}",
        data={
            "sheet": sheet,
            "ratings": start,
            "blank": BLANK,
            "notApplicable": str(Mark.NOT_APPLICABLE),
            "choices": list(choices_of(instrument)),
            "dimensions": _dimensions(instrument),
        },
        on_ratings_change=lambda: None,
    )
    now = getattr(result, "ratings", None)
    return ticked_only(instrument, start if now is None else now)


def _dimensions(instrument: Instrument) -> list[dict[str, object]]:
    return [
        {
            "label": dimension.label,
            "factors": [{"key": factor.key, "statement": factor.statement} for factor in dimension.factors],
        }
        for dimension in instrument.dimensions
    ]
