// Draws the logic model: cards in columns, curves between the cards that are linked, rows of context below. A card that
// is pointed at or has the cursor shows its way back and forth. On paper it fits one sheet on its side.
const PAPER = { width: 970, height: 590 }
const NARROW = 820, SMALLEST = 14, LARGEST = 46, FOCUS_MS = 2500, EVERY_MS = 60
// How far apart links lie at least, and how many times as far one goes round so as not to share a way; in a meeting how
// high the way on is before it is drawn, and what is around it.
const LEAST_STEP = 3, ROUND = 40, CONTROLS = 44, AROUND_CONTROLS = 36
const KEYS_MS = 30000, EDITABLE = "input, textarea, select, [contenteditable]"
const FIELDS = "textarea, .stTextInput input, input[type=radio]"

// A card that comes to lie under a pointer that stands still is not pointed at.
const pointer = { at: "", moves: false }
window.addEventListener("mousemove", ({ clientX, clientY }) => {
  pointer.moves = `${clientX} ${clientY}` !== pointer.at
  pointer.at = `${clientX} ${clientY}`
}, true)

const element = (name, className = "", text = "", attributes = {}) => {
  const made = document.createElement(name)
  if (className) made.className = className
  if (text) made.textContent = text
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

const drawn = (name, attributes) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

const namesOf = data => Object.fromEntries(
  [...data.columns, ...data.context].flatMap(place => place.entries.map(each => [each.id, each.text])))

function pressable(data, className, what, name) {
  const isOpen = data.opened === what, look = className + (isOpen ? " open" : "")
  if (!data.edits) return element("div", look, "", { tabindex: "0", role: "group", "aria-label": name })
  return element("button", look, "",
    { type: "button", "data-what": what, "aria-expanded": isOpen, "aria-label": name })
}

function problem(data) {
  const text = data.problem || "Say what is to be solved."
  const made = pressable(data, data.problem ? "problem" : "problem unsaid", "problem", `Problem: ${text}`)
  made.append(element("b", "", "Problem"), text)
  const notes = [data.proposed, data.unsaved.includes("problem") ? "a draft is not saved" : ""].filter(Boolean)
  if (notes.length && data.edits) made.append(element("small", "", notes.join(" · ")))
  return made
}

function card(data, names, entry, label) {
  const leads = data.links.filter(([from]) => from === entry.id).map(([, to]) => names[to])
  const led = data.links.filter(([, to]) => to === entry.id).map(([from]) => names[from])
  const told = [`${label}: ${entry.text}`, entry.cause && `Goes at the root cause: ${entry.cause}`,
    led.length && `Led to by: ${led.join("; ")}`, leads.length && `Leads to: ${leads.join("; ")}`, entry.gap]
  const made = pressable(data, "card", `entry:${entry.id}`, told.filter(Boolean).join(". "))
  made.dataset.id = entry.id
  made.append(entry.text)
  if (entry.cause && data.edits)
    made.append(element("small", "cause", "◆ goes at a root cause", { title: entry.cause }))
  if (leads.length) made.append(element("small", "leads", `leads to: ${leads.join("; ")}`))
  if (entry.gap && data.edits) made.append(element("small", "gap", `○ ${entry.gap}`))
  if (data.unsaved.includes(`entry:${entry.id}`)) made.append(element("small", "", "✎ a draft is not saved"))
  return made
}

function add(data, place) {
  if (!data.edits) return []
  const what = `add:${place.key}`, words = data.unsaved.includes(what) ? "+ Go on with a draft" : "+ Add"
  const made = pressable(data, "add", what, `${words} to ${place.label}`)
  made.textContent = words
  return [made]
}

function build(board, data) {
  const names = namesOf(data)
  const columns = element("div", "columns")
  if (data.columns.length) columns.append(drawn("svg", { "aria-hidden": "true" }))
  for (const place of data.columns) {
    const column = element("section", "column", "", { "aria-label": place.label })
    const head = element("div", "head")
    head.append(element("b", "", place.label), element("small", "", place.prompt))
    column.append(head, ...place.entries.map(each => card(data, names, each, place.label)), ...add(data, place))
    columns.append(column)
  }
  const rows = element("div", "rows")
  for (const place of data.context) {
    const row = element("section", "row", "", { "aria-label": place.label })
    const things = element("div", "things")
    things.append(...place.entries.map(each => card(data, names, each, place.label)), ...add(data, place))
    row.append(element("b", "", place.label), element("small", "", place.prompt), things)
    rows.append(row)
  }
  board.classList.toggle("meets", !data.edits)
  const parts = [data.edits || data.problem ? problem(data) : null, data.columns.length ? columns : null,
    data.context.length ? rows : null]
  board.replaceChildren(...parts.filter(Boolean))
}

// Where a link may pass a column: between its cards, below its head and below its last card. What is not shown is no
// card: it has no place.
function waysPast(column) {
  const shown = [...column.querySelectorAll(".card, .add")].filter(each => each.offsetHeight)
  const head = column.querySelector(".head")
  let top = head.offsetTop + head.offsetHeight
  const gaps = shown.map(each => {
    const gap = [top, each.offsetTop]
    top = each.offsetTop + each.offsetHeight
    return gap
  })
  return { column, gaps, below: shown.length ? top : 0, lowest: column.offsetTop + column.offsetHeight, taken: [] }
}

function heights({ gaps, below, lowest }, wanted, step) {
  const between = gaps.flatMap(([top, bottom]) => {
    const count = Math.max(1, Math.round((bottom - top) / step) - 1)
    return Array.from({ length: count }, (_, place) => top + (bottom - top) * (place + 1) / (count + 1))
  })
  const first = Math.max(wanted, below + step * 2), count = Math.max(1, Math.floor((lowest - first) / step) + 1)
  return [...between, ...Array.from({ length: count }, (_, place) => first + place * step)]
}

// A link that passes over columns goes between their cards, at the height that is nearest to the straight line. Links
// that have neither end in common lie beside each other there, unless that is a long way round.
function lane(past, wanted, [from, to], step) {
  const isShared = y => past.taken.some(each =>
    each.from !== from && each.to !== to && Math.abs(each.y - y) < step * 0.75)
  const cost = y => Math.abs(y - wanted) + (isShared(y) ? step * ROUND : 0)
  const y = heights(past, wanted, step).reduce((best, each) => cost(each) < cost(best) ? each : best)
  past.taken.push({ y, from, to })
  return y
}

const curve = ([x, y], [toX, toY]) => `C ${(x + toX) / 2} ${y} ${(x + toX) / 2} ${toY} ${toX} ${toY}`

function wayBetween(start, end, columns, step) {
  const from = [start.offsetLeft + start.offsetWidth, start.offsetTop + start.offsetHeight / 2]
  const tip = Math.max(5, start.offsetParent.clientWidth / 240)
  const to = [end.offsetLeft - tip, end.offsetTop + end.offsetHeight / 2]
  const passed = columns.filter(({ column }) =>
    column.offsetLeft > start.offsetLeft && column.offsetLeft < end.offsetLeft)
  const ends = [start.dataset.id, end.dataset.id]
  let here = from, way = `M ${from[0]} ${from[1]}`
  for (const past of passed) {
    const column = past.column, share = (column.offsetLeft - from[0]) / (to[0] - from[0])
    const y = lane(past, from[1] + (to[1] - from[1]) * share, ends, step)
    const there = [column.offsetLeft, y], after = [column.offsetLeft + column.offsetWidth, y]
    way += ` ${curve(here, there)} L ${after[0]} ${after[1]}`
    here = after
  }
  const head = `M ${to[0] + tip} ${to[1]} l ${-1.6 * tip} ${-tip} v ${2 * tip} z`
  return [`${way} ${curve(here, to)}`, head]
}

function link(board, data) {
  const svg = board.querySelector("svg")
  if (!svg) return
  const cards = Object.fromEntries([...board.querySelectorAll(".column .card")].map(each => [each.dataset.id, each]))
  const heads = [...board.querySelectorAll(".head")]
  board.style.setProperty("--head", "0px")
  board.style.setProperty("--head", `${Math.max(...heads.map(each => each.offsetHeight)) + 1}px`)
  svg.replaceChildren()
  const columns = [...board.querySelectorAll(".column")].map(waysPast)
  const step = Math.max(LEAST_STEP, parseFloat(getComputedStyle(board).fontSize) * 0.22)
  for (const [from, to] of data.links) {
    if (!cards[from] || !cards[to]) continue
    const [way, tip] = wayBetween(cards[from], cards[to], columns, step)
    svg.append(drawn("path", { d: way, "data-link": `${from} ${to}` }),
      drawn("path", { d: tip, class: "tip", "data-link": `${from} ${to}` }))
  }
  light(board, data)
}

function reached(start, links) {
  const found = new Set([start])
  for (let grew = true; grew;) {
    grew = false
    for (const [from, to] of links) if (found.has(from) && !found.has(to)) { found.add(to); grew = true }
  }
  return found
}

// What is pointed at goes before what has the cursor, and that before what is open.
function light(board, data) {
  const focused = board.getRootNode().activeElement?.dataset?.id
  const opened = data.opened.startsWith("entry:") ? data.opened.slice(6) : ""
  const id = board.pointed || focused || opened
  const forth = reached(id, data.links), back = reached(id, data.links.map(([from, to]) => [to, from]))
  const isLit = data.links.some(each => each.includes(id))
  board.classList.toggle("on-way", isLit)
  for (const each of board.querySelectorAll(".column .card"))
    each.classList.toggle("on", isLit && (forth.has(each.dataset.id) || back.has(each.dataset.id)))
  for (const each of board.querySelectorAll("path")) {
    const [from, to] = each.dataset.link.split(" ")
    each.classList.toggle("on", isLit && ((forth.has(from) && forth.has(to)) || (back.has(from) && back.has(to))))
  }
}

// What a meeting's drawing may fill depends on what stands above it and on the way on below it.
function roomOf(board) {
  const scrolled = document.querySelector("[data-testid=stMain]")?.scrollTop ?? 0
  const controls = document.querySelector(".st-key-controls")?.offsetHeight || CONTROLS
  return window.innerHeight - board.getBoundingClientRect().top - scrolled - controls - AROUND_CONTROLS
}

function areWordsWhole(board) {
  board.classList.add("measured")
  const are = [...board.querySelectorAll(".card")].every(each => each.scrollWidth <= each.clientWidth)
  board.classList.remove("measured")
  return are
}

// In a meeting letters are as large as the room lets them be. Where words would break, they are smaller, as long as they
// can be read from the back.
function fit(board, data) {
  if (data.edits || board.offsetWidth <= NARROW) return
  const room = roomOf(board), least = Math.max(SMALLEST, window.innerWidth / 68)
  const draw = unit => board.style.setProperty("--unit", `${unit}px`)
  let largest = 0
  for (let unit = Math.min(LARGEST, window.innerWidth / 44); unit >= SMALLEST; unit -= 0.5) {
    draw(unit)
    if (board.offsetHeight > room) continue
    if (areWordsWhole(board)) return
    largest ||= unit
    if (unit - 0.5 < least) break
  }
  draw(largest || SMALLEST)
}

function onPaper(board, data) {
  board.classList.add("paper")
  board.style.setProperty("--unit", "13px")
  for (let scale = 1; scale > 0.35; scale -= 0.05) {
    board.style.width = `${PAPER.width / scale}px`
    board.style.transform = `scale(${scale})`
    if (board.offsetHeight * scale <= PAPER.height) break
  }
  const scale = PAPER.width / board.offsetWidth
  link(board, data)
  const height = `${Math.ceil(board.offsetHeight * scale) + 2}px`
  Object.assign(board.parentElement.style, { width: `${PAPER.width + 2}px`, height, overflow: "hidden" })
}

function offPaper(board, data) {
  board.classList.remove("paper")
  board.removeAttribute("style")
  board.parentElement.removeAttribute("style")
  fit(board, data)
  link(board, data)
}

// The first field of what was opened, also where it is part of a component.
function workField() {
  for (const each of document.querySelectorAll(".st-key-logic_work *")) {
    const field = each.matches(FIELDS) ? each : each.shadowRoot?.querySelector("input")
    if (field) return field
  }
  return null
}

// What is typed after a press of "+ Add" is kept until its row is there, which takes it. Who goes on elsewhere stays there.
function keepKeys(what) {
  window.commonGroundKeys?.stop()
  const here = location.pathname
  const isElsewhere = () => {
    let at = document.activeElement
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
    return location.pathname !== here || at?.matches(EDITABLE)
  }
  const kept = { what, lines: [], text: "" }
  const onKey = event => {
    const { key, ctrlKey, metaKey, altKey, isComposing, keyCode, repeat } = event
    if (isElsewhere()) return kept.stop()
    if (ctrlKey || metaKey || altKey || isComposing || keyCode === 229) return
    if (key === "Backspace") kept.text = kept.text.slice(0, -1)
    else if (key.length === 1) kept.text += key
    else if (key !== "Enter") return
    else if (!repeat && kept.text.trim()) {
      kept.lines.push({ text: kept.text, second: false })
      kept.text = ""
    }
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  kept.stop = () => {
    clearTimeout(timer)
    document.removeEventListener("keydown", onKey, true)
    delete window.commonGroundKeys
  }
  const timer = setTimeout(kept.stop, KEYS_MS)
  document.addEventListener("keydown", onKey, true)
  window.commonGroundKeys = kept
}

const isDrawn = () => !document.querySelector("[data-test-script-state=running]")

// The cursor goes where work goes on: into what was opened, and back to the card once that is closed.
function follow(board, data) {
  const before = board.opened
  board.opened = data.opened
  if (before === undefined || before === data.opened) return
  const back = () => [...board.querySelectorAll("[data-what]")].find(each => each.dataset.what === before)
  let until = performance.now() + FOCUS_MS
  const stale = data.opened && before ? workField() : null
  const look = () => {
    const field = data.opened ? workField() : back()
    if (!isDrawn()) until = performance.now() + FOCUS_MS
    if (field && field !== stale) {
      field.focus({ preventScroll: true })
      field.scrollIntoView({ block: "nearest" })
    }
    else if (performance.now() < until) setTimeout(look, EVERY_MS)
  }
  setTimeout(look, EVERY_MS)
}

export default function ({ data, parentElement, setTriggerValue }) {
  const board = parentElement.querySelector(".board")
  const focused = board.getRootNode().activeElement?.dataset?.what
  build(board, data)
  if (focused) [...board.querySelectorAll("[data-what]")].find(each => each.dataset.what === focused)
    ?.focus({ preventScroll: true })
  board.pointed = ""
  fit(board, data)
  link(board, data)

  board.onclick = event => {
    const what = event.target.closest("[data-what]")?.dataset.what
    // The second press of a double click would close what the first one opened.
    if (!what || event.detail > 1) return
    if (what === data.opened && what.startsWith("add:")) return workField()?.focus()
    if (what.startsWith("add:")) keepKeys(what)
    setTriggerValue("opened", what)
  }
  board.onmousemove = event => {
    const id = event.target.closest(".column .card")?.dataset.id ?? ""
    if (id === board.pointed || !pointer.moves) return
    board.pointed = id
    light(board, data)
  }
  board.onmouseleave = () => { board.pointed = ""; light(board, data) }
  const onFocus = () => light(board, data)
  board.addEventListener("focusin", onFocus)
  board.addEventListener("focusout", onFocus)
  follow(board, data)

  // The page above and below is drawn after this, and changes without it.
  const measure = () => `${board.offsetWidth} ${data.edits ? "" : roomOf(board)}`
  let measured = measure()
  const again = () => { fit(board, data); link(board, data) }
  const anew = () => {
    if (board.classList.contains("paper") || measure() === measured) return
    measured = measure()
    again()
  }
  const sizes = new ResizeObserver(anew)
  sizes.observe(board)
  const page = document.querySelector(".stMainBlockContainer")
  if (page && !data.edits) sizes.observe(page)
  window.addEventListener("resize", anew)
  document.fonts?.ready.then(again)
  const print = () => onPaper(board, data), printed = () => offPaper(board, data)
  window.addEventListener("beforeprint", print)
  window.addEventListener("afterprint", printed)
  return () => {
    sizes.disconnect()
    window.removeEventListener("resize", anew)
    board.removeEventListener("focusin", onFocus)
    board.removeEventListener("focusout", onFocus)
    window.removeEventListener("beforeprint", print)
    window.removeEventListener("afterprint", printed)
  }
}
