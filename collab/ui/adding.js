// Fields of one row after the other. Enter takes what is in them as a line and empties them at once; lines are sent
// until the server has taken them, and lie in the tab's storage meanwhile, so that a reload loses none. Streamlit may
// take the row off the page for a moment and bring another one, where a run of the page is followed closely by a run
// of its part: what is typed in between goes where the cursor was.
const PAUSE_MS = 1500, LONGEST_MS = 10000, GONE_MS = 3000, UNHEARD_MS = 6000, DRAWN_MS = 150
const AHEAD_MS = 8000
const BLANK_FIRST = "Type this first; the rest goes with it."

// What each row holds. held: what is in the fields, with the id of what will be made of it.  lines: what was entered
// and is not taken yet.  later: what waits for empty fields.  sent: what the fields held when they were sent last, in
// the message of this number.  focused, caret: the field that has the cursor, and where in it.
const rows = new Map()

// What was typed before the row was there, after the press that brought it: see logic_board.js.
function takeKeys(row, root) {
  const kept = window.commonGroundKeys
  if (!kept || !row.name.endsWith(`_${kept.what.replace(":", "_")}`)) return
  kept.stop()
  if (kept.lines.length || kept.text) {
    replay(row, kept.lines, kept.text)
    write(root, row.held)
  }
  inputs(root)[0].focus({ preventScroll: true })
}

// What is typed after a line that leads to another row, until that row is there. lines: what was entered of it, as
// {text, second}.  text: what came after them.
let ahead = null

const named = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map(each => each.toString(16).padStart(2, "0")).join("")
const texts = ({ id, ...held }) => Object.fromEntries(Object.entries(held).map(([name, value]) => [name, value ?? ""]))
const isBlank = held => Object.values(texts(held)).every(value => !value)
const isSame = (one, other) => JSON.stringify(texts(one)) === JSON.stringify(texts(other))
const shelf = row => `common-ground ${row}`

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children)
  return made
}

function input(part, data) {
  const about = { name: part.name, "aria-label": part.label }
  if (part.kind === "day") return element("input", { ...about, type: "date", min: data.earliest, max: data.latest })
  if (part.kind === "text") return element("input",
    { ...about, type: "text", maxlength: data.longest, placeholder: part.placeholder, autocomplete: "off" })
  const options = part.options.map(([value, label]) => element("option", { value }, label))
  return element("select", about, element("option", { value: "" }, "\u2013"), ...options)
}

const inputs = root => [...root.querySelectorAll("input, select")]
const values = root => Object.fromEntries(inputs(root).map(each => [each.name, each.value]))

function write(root, held) {
  for (const each of inputs(root)) each.value = held[each.name] ?? ""
}

function build(row, root, data) {
  const fields = data.parts.map(part => {
    const label = element("label", {}, element("span", {}, part.label), input(part, data))
    label.style.setProperty("--share", part.share)
    return label
  })
  const { focused, caret } = row, line = root.querySelector(".row")
  line.setAttribute("aria-label", data.name)
  const second = data.second ? [element("button", { type: "button", class: "second" }, data.second)] : []
  line.classList.toggle("two", Boolean(data.second))
  line.replaceChildren(...fields, element("button", { type: "button" }, "Add"), ...second)
  line.addEventListener("focusin", ({ target }) => { row.focused = target.name })
  line.addEventListener("focusout", () => setTimeout(() => {
    if (row.root === root && root.host.isConnected) row.focused = root.activeElement?.name ?? null
    row.sendWhatIsNew()
  }))
  write(root, row.held)
  const field = inputs(root).find(each => each.name === focused)
  if (!field || document.activeElement !== document.body) return
  field.focus()
  if (field.type === "text") field.setSelectionRange(caret ?? field.value.length, caret ?? field.value.length)
}

// What the tab still knows of a row: after a reload what was typed last, and what the server has not taken.
function restored(data) {
  const row = { lines: [], later: [], load: null, sent: {}, number: data.heard, focused: null, since: 0 }
  try {
    const { held, lines, later } = JSON.parse(sessionStorage.getItem(shelf(data.row)) ?? "{}")
    const typed = held && !isBlank(held) ? [held] : []
    Object.assign(row, { isUnsent: Boolean(lines?.length), lines: lines ?? [], later: [...typed, ...(later ?? [])] })
  } catch { /* a tab without storage keeps what the server has */ }
  row.held = { ...data.start }
  return row
}

function shelve(row, name) {
  const { held, lines, later } = row, isEmpty = isBlank(held) && !lines.length && !later.length
  try {
    if (isEmpty) sessionStorage.removeItem(shelf(name))
    else sessionStorage.setItem(shelf(name), JSON.stringify({ held, lines, later }))
  } catch { /* as above */ }
}

const blank = held => Object.fromEntries(Object.keys(held).map(each => [each, ""]))

// The line that is typed becomes one that is sent; its fields are empty then, or hold what waited for that.
function enter(row, second = false) {
  const [name] = Object.keys(row.held)
  if (row.isHeld || !row.held[name].trim()) return false
  row.lines = [...row.lines, { ...row.held, second, id: row.held.id || named() }]
  row.held = row.later.shift() ?? blank(row.held)
  row.focused = name
  row.caret = null
  return true
}

// A key while the row is off the page. Only texts are typed so.
function typeUnseen(row, event) {
  const { key, ctrlKey, metaKey, altKey } = event, name = row.focused
  if (ctrlKey || metaKey || altKey || document.activeElement !== document.body) return
  const text = row.held[name], at = row.caret ?? text.length
  if (key === "Enter") enter(row)
  else if (key === "Backspace") {
    row.held[name] = text.slice(0, Math.max(at - 1, 0)) + text.slice(at)
    row.caret = Math.max(at - 1, 0)
  } else if (key.length === 1 && text.length < row.longest) {
    row.held[name] = text.slice(0, at) + key + text.slice(at)
    row.caret = at + 1
  } else return
  row.isUnsent = true
  event.preventDefault()
  event.stopImmediatePropagation()
}

// A press that cannot be a line says why, at its field.
function isFit(row, root) {
  const [first, ...others] = inputs(root)
  const lacksFirst = !first.value.trim() && others.some(each => each.value)
  first.setCustomValidity(lacksFirst ? BLANK_FIRST : "")
  const unfit = inputs(root).find(each => !each.checkValidity())
  unfit?.reportValidity()
  return !unfit
}

const isFree = host => document.activeElement === document.body || document.activeElement === host

function waitForNextRow(row) {
  letGo()
  const here = location.pathname
  const onKey = event => {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event
    if (location.pathname !== here) return letGo()
    if (ctrlKey || metaKey || altKey || event.isComposing || event.keyCode === 229 || !isFree(row.root.host)) return
    if (key === "Enter") enterAhead(shiftKey, event.repeat)
    else if (key === "Backspace") ahead.text = ahead.text.slice(0, -1)
    else if (key.length !== 1) return
    else if (ahead.text.length < row.longest) ahead.text += key
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  document.addEventListener("keydown", onKey, true)
  const stopWaiting = () => {
    letGo()
    row.sendWhatIsNew()
  }
  ahead = { row, lines: [], text: "", onKey, timer: setTimeout(stopWaiting, AHEAD_MS) }
}

function enterAhead(second, isRepeated) {
  if (isRepeated || !ahead.text.trim()) return
  ahead.lines.push({ text: ahead.text, second })
  ahead.text = ""
}

// Nothing is waited for any more; what was typed goes to a row: the next one, else the one that it was typed in. There
// nothing of it is entered, since it was meant for another place: each line waits for empty fields. Who is elsewhere
// by now stays there.
function letGo(into = ahead?.row) {
  if (!ahead) return
  const { row, lines, text, onKey, timer } = ahead
  clearTimeout(timer)
  document.removeEventListener("keydown", onKey, true)
  ahead = null
  if (into === row) holdForLater(into, [...lines, { text }])
  else replay(into, lines, text)
  shelve(into, into.name)
  if (!into.root.host.isConnected) return
  write(into.root, into.held)
  if (isFree(row.root.host)) inputs(into.root)[0].focus()
}

// Enter what was entered before the row was there, up to a line that leads on to yet another one.
function replay(row, lines, text) {
  const [name] = Object.keys(row.held), [line, ...others] = lines
  if (!line || row.isHeld || !isBlank(row.held)) return holdForLater(row, [...lines, { text }])
  row.held[name] = line.text
  enter(row, line.second)
  row.isUnsent = true
  if (!line.second) return replay(row, others, text)
  waitForNextRow(row)
  Object.assign(ahead, { lines: others, text })
}

function holdForLater(row, lines) {
  const [name] = Object.keys(row.held)
  const texts = lines.map(line => line.text).filter(Boolean)
  row.later.push(...texts.map(each => ({ ...blank(row.held), [name]: each, id: named() })))
  if (isBlank(row.held) && row.later.length) row.held = row.later.shift()
}

export default function ({ data, parentElement: root, setStateValue }) {
  const isNext = !rows.has(data.row), row = rows.get(data.row) ?? restored(data)
  const isBack = row.root && row.root !== root
  rows.set(data.row, row)
  row.comeBack?.()
  Object.assign(row, { name: data.row, isHeld: data.isHeld, longest: data.longest })

  const send = () => {
    clearTimeout(row.timer)
    clearTimeout(row.unheard)
    row.timer = null
    row.number += 1
    row.sent = { ...row.held }
    shelve(row, data.row)
    setStateValue("now", { number: row.number, load: row.load, typed: row.held, lines: row.lines })
    row.unheard = setTimeout(askAgain, UNHEARD_MS)
    setTimeout(tell)
  }
  // Streamlit drops what is sent while there is no server, and what is meant for a part that a new server does not know.
  const askAgain = () => {
    document.dispatchEvent(new CustomEvent("common-ground-unheard", { detail: data.row }))
    row.unheard = setTimeout(askAgain, UNHEARD_MS)
    row.isUnheard = true
    tell()
  }
  const tell = () => {
    const waiting = row.lines.length
    root.querySelector(".status").textContent = !row.isUnheard ? "" : waiting
      ? `${waiting} entered, not yet added: Common Ground does not answer. This tab keeps trying.`
      : "Common Ground does not answer. This tab keeps what you typed."
  }
  row.sendWhatIsNew = () => { if (!isSame(row.held, row.sent)) send() }
  const wait = () => {
    const now = performance.now()
    if (!row.timer) row.since = now
    clearTimeout(row.timer)
    row.timer = setTimeout(() => row.sendWhatIsNew(), Math.max(Math.min(PAUSE_MS, row.since + LONGEST_MS - now), 0))
  }

  const shape = JSON.stringify(data.parts)
  if (row.root !== root || row.shape !== shape) {
    Object.assign(row, { root, shape })
    build(row, root, data)
  }
  const isHeard = data.heard >= row.number
  if (isHeard) {
    clearTimeout(row.unheard)
    row.isUnheard = false
  }
  if (row.load !== data.load) {
    const isNew = row.load === null
    const wasTyping = !isBlank(row.held) && (data.isGivenBack || !isHeard || !isSame(row.held, row.sent))
    row.load = data.load
    if (isNew || !wasTyping || !isBlank(data.start)) {
      if (wasTyping && !isNew && !isSame(row.held, data.start)) row.later.push(row.held)
      row.held = { ...data.start, id: isNew ? data.start.id : isBlank(data.start) ? "" : named() }
      if (isNew && row.held.id && row.later[0]?.id === row.held.id) row.held = row.later.shift()
    }
    row.later = row.later.filter(each => !isSame(each, row.held))
    if (isBlank(row.held) && row.later.length) row.held = row.later.shift()
    write(root, row.held)
    row.sent = isSame(row.held, data.start) ? { ...row.held } : {}
  }
  row.lines = row.lines.filter(line => !data.taken.includes(line.id))
  if (ahead && ((isNext && data.second) || (ahead.row === row && data.isGivenBack))) letGo(row)
  takeKeys(row, root)
  shelve(row, data.row)
  tell()
  if (row.isUnsent || (isBack && !isHeard && row.lines.length)) send()
  else if (!isSame(row.held, row.sent)) wait()
  row.isUnsent = false

  const seeCursor = () => root.activeElement?.scrollIntoView({ block: "nearest" })
  setTimeout(seeCursor, DRAWN_MS)
  const enterHere = second => {
    const [first] = inputs(root)
    if (data.isHeld || !isFit(row, root)) return
    first.focus()
    if (!enter(row, second)) return
    write(root, row.held)
    send()
    if (second) waitForNextRow(row)
  }
  const buttons = [...root.querySelectorAll("button")], line = root.querySelector(".row")
  for (const each of buttons) {
    each.disabled = data.isHeld
    each.onclick = () => enterHere(each.className === "second")
  }
  line.oninput = () => {
    inputs(root)[0].setCustomValidity("")
    const held = values(root)
    row.held = { ...held, id: isBlank(held) ? "" : row.held.id || named() }
    shelve(row, data.row)
    wait()
  }
  line.onkeydown = event => {
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229 || buttons.includes(event.target)) return
    event.preventDefault()
    if (!event.repeat) enterHere(event.shiftKey && Boolean(data.second))
  }
  const onHidden = () => { if (document.visibilityState === "hidden") row.sendWhatIsNew() }
  const onLeaving = () => row.sendWhatIsNew()
  document.addEventListener("visibilitychange", onHidden)
  window.addEventListener("beforeunload", onLeaving)

  return () => {
    document.removeEventListener("visibilitychange", onHidden)
    window.removeEventListener("beforeunload", onLeaving)
    clearTimeout(row.unheard)
    row.sendWhatIsNew = () => {}
    const here = location.pathname + location.search
    const field = inputs(root).find(each => each.name === row.focused)
    row.caret = field?.type === "text" ? field.selectionStart : null
    const onKey = event => { if (here === location.pathname + location.search) typeUnseen(row, event) }
    if (field?.type === "text") document.addEventListener("keydown", onKey, true)
    const gone = setTimeout(() => { row.comeBack(); rows.delete(data.row) }, GONE_MS)
    row.comeBack = () => {
      clearTimeout(gone)
      document.removeEventListener("keydown", onKey, true)
    }
  }
}
