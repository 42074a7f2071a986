// Fields of one row after the other. Enter takes what is in them as a line and empties them at once; lines are sent
// until the server has taken them. Streamlit may take the row off the page for a moment and bring another one, where a
// run of the page is followed closely by a run of its part: what is typed in between goes where the cursor was.
const PAUSE_MS = 1500, LONGEST_MS = 10000, GONE_MS = 3000

// What each row holds. held: what is in the fields.  lines: what was entered and is not taken yet.  later: what waits
// for empty fields.  sent: what the server was told of the fields.  focused: the field that has the cursor.
const rows = new Map()

const named = () => Date.now().toString(36) + "-" + Math.random().toString(36).slice(2)
const isBlank = held => Object.values(held).every(value => !value)
const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other)

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children)
  return made
}

function input(part, longest) {
  const about = { name: part.name, "aria-label": part.label }
  if (part.kind === "day") return element("input", { ...about, type: "date", min: "1990-01-01", max: "2100-12-31" })
  if (part.kind === "text") return element("input",
    { ...about, type: "text", maxlength: longest, placeholder: part.placeholder, autocomplete: "off" })
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
    const label = element("label", {}, element("span", {}, part.label), input(part, data.longest))
    label.style.setProperty("--share", part.share)
    return label
  })
  const { focused } = row, line = root.querySelector(".row")
  line.replaceChildren(...fields, element("button", { type: "button" }, "Add"))
  line.addEventListener("focusin", ({ target }) => { row.focused = target.name })
  line.addEventListener("focusout", () => setTimeout(() => {
    if (row.root === root && root.host.isConnected) row.focused = root.activeElement?.name ?? null
    row.sendWhatIsNew()
  }))
  write(root, row.held ?? data.start)
  if (focused && document.activeElement === document.body) inputs(root).find(each => each.name === focused)?.focus()
}

// The line that is typed becomes one that is sent; its fields are empty then, or hold what waited for that.
function enter(row) {
  const [name] = Object.keys(row.held)
  if (row.isHeld || !row.held[name].trim()) return false
  row.lines = [...row.lines, { id: named(), ...row.held }]
  row.held = row.later.shift() ?? Object.fromEntries(Object.keys(row.held).map(each => [each, ""]))
  row.focused = name
  return true
}

// A key while the row is off the page.
function typeUnseen(row, event) {
  const { key, ctrlKey, metaKey, altKey } = event, name = row.focused
  if (ctrlKey || metaKey || altKey || document.activeElement !== document.body) return
  if (key === "Enter") enter(row)
  else if (key === "Backspace") row.held[name] = row.held[name].slice(0, -1)
  else if (key.length === 1) row.held[name] += key
  else return
  event.preventDefault()
  event.stopImmediatePropagation()
}

export default function ({ data, parentElement: root, setStateValue }) {
  const row = rows.get(data.row) ?? { lines: [], later: [], load: null, held: null, sent: null, focused: null, since: 0 }
  rows.set(data.row, row)
  row.comeBack?.()
  row.isHeld = data.isHeld

  const send = () => {
    clearTimeout(row.timer)
    row.timer = null
    row.sent = { ...row.held }
    setStateValue("now", { load: row.load, typed: row.sent, lines: row.lines })
  }
  row.sendWhatIsNew = () => { if (!isSame(row.held, row.sent)) send() }
  const wait = () => {
    const now = performance.now()
    if (!row.timer) row.since = now
    clearTimeout(row.timer)
    row.timer = setTimeout(() => row.sendWhatIsNew(), Math.max(Math.min(PAUSE_MS, row.since + LONGEST_MS - now), 0))
  }

  const shape = JSON.stringify(data.parts), isBack = row.root && row.root !== root
  if (row.root !== root || row.shape !== shape) {
    Object.assign(row, { root, shape })
    build(row, root, data)
  }
  if (row.load !== data.load) {
    const wasTyping = row.held && !isBlank(row.held) && (data.isGivenBack || !isSame(row.held, row.sent))
    if (wasTyping) row.later.push(row.held)
    row.load = data.load
    write(root, data.start)
    row.held = values(root)
    row.sent = { ...row.held }
  }
  row.lines = row.lines.filter(line => !data.taken.includes(line.id))
  if (row.isUnsent || (isBack && row.lines.length)) send()
  row.isUnsent = false

  const enterHere = () => {
    inputs(root)[0].focus()
    if (!enter(row)) return
    write(root, row.held)
    send()
  }
  const button = root.querySelector("button"), line = root.querySelector(".row")
  button.disabled = data.isHeld
  button.onclick = enterHere
  line.oninput = () => { row.held = values(root); wait() }
  line.onkeydown = event => {
    if (event.key !== "Enter" || event.isComposing || event.target === button) return
    event.preventDefault()
    if (!event.repeat) enterHere()
  }
  const onHidden = () => { if (document.visibilityState === "hidden") row.sendWhatIsNew() }
  const onLeaving = () => row.sendWhatIsNew()
  document.addEventListener("visibilitychange", onHidden)
  window.addEventListener("beforeunload", onLeaving)

  return () => {
    document.removeEventListener("visibilitychange", onHidden)
    window.removeEventListener("beforeunload", onLeaving)
    row.sendWhatIsNew = () => {}
    const onKey = event => { if (row.focused) { typeUnseen(row, event); row.isUnsent = true } }
    document.addEventListener("keydown", onKey, true)
    const gone = setTimeout(() => { row.comeBack(); rows.delete(data.row) }, GONE_MS)
    row.comeBack = () => {
      clearTimeout(gone)
      document.removeEventListener("keydown", onKey, true)
    }
  }
}
