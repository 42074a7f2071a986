// Enter adds the step that is typed, once Streamlit has taken the text over. A step that was added makes the page
// longer, and Streamlit draws other fields for the next one: the cursor goes to the first of them. Who types on
// without waiting for it types into the old field, or into none: that goes there, too, and so does a further Enter.
const ROW = '[class*="st-key-adding_step_"]', ADD = '[class*="st-key-add_step_"] button'
const REFUSED = '[data-testid="stAlert"], button:disabled'
const AGAIN_MS = 50, SETTLED_MS = 3000, LONGEST_MS = 30000
const seen = {}
// field: where Enter was pressed; before: what it held when it was last looked at; rest: typed since, lines for steps.
let adding = null

const isAdding = () =>
  adding && performance.now() < adding.until && !adding.field.closest(ROW)?.querySelector(REFUSED)

function typedSince(before, now) {
  const shorter = Math.min(before.length, now.length)
  let start = 0, end = 0
  while (start < shorter && before[start] === now[start]) start += 1
  while (end < shorter - start && before.at(-1 - end) === now.at(-1 - end)) end += 1
  return now.slice(start, now.length - end)
}

function gather() {
  adding.rest += typedSince(adding.before, adding.field.value)
  adding.before = adding.field.value
}

function endLine() {
  gather()
  const isLine = adding.rest !== "" && !adding.rest.endsWith("\n")
  if (isLine) adding.rest += "\n"
  return isLine
}

// The old field is gone, and the next one has not got the cursor yet.
function typeOn({ key, ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || altKey) return false
  if (key === "Enter") return endLine()
  if (key.length !== 1 && key !== "Backspace") return false
  gather()
  adding.rest = key === "Backspace" ? adding.rest.slice(0, -1) : adding.rest + key
  return true
}

function take(event) {
  event.preventDefault()
  event.stopImmediatePropagation()
}

function onKey(event) {
  const { key, target } = event
  if (event.isComposing) return
  if (target === document.body && isAdding() && !adding.field.isConnected) {
    if (typeOn(event)) take(event)
    return
  }
  const row = key === "Enter" && target.matches?.(".stTextInput input") && target.closest(ROW)
  if (!row) return
  if (isAdding() && target === adding.field && !adding.isHandedOver) {
    if (endLine()) return take(event)
  } else if (row.querySelector("input").value.trim())
    adding = { field: target, before: target.value, rest: "", until: performance.now() + LONGEST_MS }
  setTimeout(() => row.querySelector(ADD)?.click())
}

function write(field, text) {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, text)
  field.dispatchEvent(new Event("input", { bubbles: true }))
  field.setSelectionRange(text.length, text.length)
}

function handOver(field, label) {
  gather()
  const [line, ...later] = adding.rest.split("\n")
  const now = adding = { field, before: "", rest: "", until: performance.now() + SETTLED_MS, isHandedOver: true }
  if (line) write(field, line)
  if (later.length) setTimeout(() => {
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }))
    if (adding !== now) adding.rest = later.join("\n")
  })
  setTimeout(watch, AGAIN_MS, now, label)
}

// Until the longer page stands, Streamlit may draw the new field once more; who leaves it is let go.
function watch(now, label) {
  if (adding !== now) return
  if (!now.field.isConnected) goOn(label)
  else if (document.activeElement === now.field && isAdding()) setTimeout(watch, AGAIN_MS, now, label)
  else adding = null
}

function goOn(label) {
  const field = document.querySelector(`${ROW} input[aria-label="${label}"]`)
  const isOld = adding?.field.isConnected && !adding.isHandedOver
  if (isAdding() && (!field || isOld)) return setTimeout(goOn, AGAIN_MS, label)
  field?.focus()
  if (field && adding && adding.field !== field) handOver(field, label)
}

export default function ({ data }) {
  const before = seen[data.form]
  seen[data.form] = data.added
  if (before !== undefined && before !== data.added) setTimeout(goOn, AGAIN_MS, data.field)
  document.addEventListener("keydown", onKey, true)
  return () => document.removeEventListener("keydown", onKey, true)
}
