const element = (name, text, attributes = {}) => {
  const made = document.createElement(name)
  made.textContent = text
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

const FEW = 6
const SAVING_MS = 3000

// Keys pressed while a sheet is on its way to the server: they are meant for the next sheet.
let ahead = []

function head(table, choices) {
  const row = element("tr", "")
  row.append(element("th", "", { scope: "col" }))
  for (const choice of choices) {
    const cell = element("th", choice.label, { scope: "col" })
    cell.prepend(element("small", choice.keys[0].toUpperCase()))
    row.append(cell)
  }
  row.append(element("td", ""))
  table.tHead.replaceChildren(row)
}

function factorRow(sheet, factor, choices) {
  const named = factor.number + ". " + factor.statement
  const row = element("tr", "", { class: "factor", role: "radiogroup", "aria-label": named })
  row.dataset.factor = factor.key
  row.dataset.number = factor.number
  const title = element("th", "", { scope: "row" }), question = element("div", "", { class: "question" })
  question.append(element("span", factor.number, { class: "number" }), element("span", factor.statement))
  title.append(question)
  row.append(title)
  for (const choice of choices) {
    const cell = element("td", ""), label = element("label", "")
    const input = element("input", "", { type: "radio", name: sheet + factor.key, value: choice.value,
      "aria-label": choice.label })
    label.append(input, element("span", choice.label))
    cell.append(label)
    row.append(cell)
  }
  const last = element("td", "")
  last.append(element("button", "\u00d7", { type: "button", tabindex: "-1",
    "aria-label": "Clear the answer to: " + named, title: "Clear" }))
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

function hint(root, choices) {
  const keys = choices.map(choice => element("kbd", choice.keys[0].toUpperCase()))
  root.querySelector(".hint").replaceChildren("Press ", ...keys.flatMap(key => [key, " "]),
    "to answer; the next row follows by itself. ", element("kbd", "\u2191"), " ", element("kbd", "\u2193"),
    " move, ", element("kbd", "Backspace"), " clears.")
}

const rowsOf = root => [...root.querySelectorAll(".factor")]

function show(root, data, ratings) {
  const rows = rowsOf(root), blank = []
  for (const row of rows) {
    const value = ratings[row.dataset.factor] ?? data.blank
    for (const input of row.querySelectorAll("input")) input.checked = input.value === value
    row.classList.toggle("answered", value !== data.blank && value !== data.notApplicable)
    row.classList.toggle("na", value === data.notApplicable)
    if (value === data.blank) blank.push(row.dataset.number)
  }
  const answered = rows.length - blank.length
  const which = answered && blank.length <= FEW ? " Blank: " + blank.join(", ") + "." : ""
  root.querySelector(".count").textContent = blank.length
    ? answered + " of " + rows.length + " answered." + which + " Blank rows are saved as skipped."
    : "All " + rows.length + " answered."
}

function focusRow(row) {
  if (!row) return
  const target = row.querySelector("input:checked") ?? row.querySelector("input")
  target.focus({ preventScroll: true })
  row.scrollIntoView({ block: "nearest", behavior: "smooth" })
}

// The first row without an answer takes the keys, as soon as a dialog that led here has given the focus back.
function takeFocus(root, ready) {
  if (window.matchMedia("(hover: none)").matches) return
  let tries = 40
  const take = () => {
    if (!root.host.isConnected || document.activeElement === root.host) return
    if (document.querySelector("[role=dialog]")) {
      if (tries--) setTimeout(take, 50)
      return
    }
    const row = rowsOf(root).find(each => !each.querySelector("input:checked")) ?? rowsOf(root)[0]
    const target = row.querySelector("input:checked") ?? row.querySelector("input")
    target.focus({ preventScroll: true })
    const { top, bottom } = row.getBoundingClientRect()
    if (top < 0 || bottom > window.innerHeight) row.scrollIntoView({ block: "center" })
    ready()
  }
  take()
  setTimeout(() => { if (["BODY", "BUTTON"].includes(document.activeElement?.tagName)) take() }, 300)
}

const mounted = new WeakMap()

export default function ({ data, parentElement: root, setStateValue, setTriggerValue }) {
  let state = mounted.get(root)
  const isNew = !state || state.sheet !== data.sheet
  if (isNew) {
    state = { sheet: data.sheet, ratings: { ...data.ratings }, saving: false }
    mounted.set(root, state)
    build(root, data)
    hint(root, data.choices)
    show(root, data, state.ratings)
  }
  const table = root.querySelector("table"), finish = root.querySelector(".finish")
  const rows = () => rowsOf(root)
  finish.hidden = !data.finish
  finish.replaceChildren(element("kbd", "Enter"), " " + data.finish)

  const rate = (row, value) => {
    state.ratings = { ...state.ratings, [row.dataset.factor]: value }
    show(root, data, state.ratings)
    setStateValue("ratings", state.ratings)
  }
  const go = at => {
    if (at < rows().length) focusRow(rows()[at])
    else if (data.finish) finish.focus()
  }
  const press = (row, key) => {
    const at = rows().indexOf(row), choice = data.choices.find(each => each.keys.includes(key.toLowerCase()))
    const moves = { ArrowDown: 1, Enter: 1, ArrowUp: -1 }
    if (choice) { rate(row, choice.value); go(at + 1) }
    else if (key in moves) go(at + moves[key])
    else if (key === "Backspace" || key === "Delete") rate(row, data.blank)
    else return false
    return true
  }
  const withModifier = event => event.ctrlKey || event.metaKey || event.altKey
  table.onchange = event => rate(event.target.closest(".factor"), event.target.value)
  table.onclick = event => {
    const row = event.target.closest(".factor"), button = event.target.closest("button")
    if (button) rate(row, data.blank)
    if (row && !event.target.closest("td:not(:last-child)")) focusRow(row)
  }
  table.onkeydown = event => {
    const row = event.target.closest(".factor")
    if (row && !withModifier(event) && press(row, event.key)) { event.preventDefault(); event.stopPropagation() }
  }
  finish.onclick = () => {
    if (state.saving) return
    state.saving = true
    ahead = []
    setTimeout(() => { state.saving = false; ahead = [] }, SAVING_MS)
    setTriggerValue("finished", true)
  }
  finish.onkeydown = event => {
    if (withModifier(event) || event.key === "Tab" || event.key === "Shift") return
    if (event.key === "Enter" && !event.repeat && !state.saving) return
    if (event.key === "ArrowUp") focusRow(rows().at(-1))
    else if (state.saving) ahead.push(event.key)
    event.preventDefault()
    event.stopPropagation()
  }
  if (isNew) takeFocus(root, () => {
    const keys = ahead
    ahead = []
    for (const key of keys) press(root.activeElement?.closest(".factor") ?? rows()[0], key)
  })

  const filled = ratings => JSON.stringify(Object.entries(ratings).filter(([, value]) => value !== data.blank).sort())
  const warn = event => { if (filled(state.ratings) !== filled(data.kept)) event.preventDefault() }
  window.onbeforeunload = warn
  return () => { if (window.onbeforeunload === warn) window.onbeforeunload = null }
}
