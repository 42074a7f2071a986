// Streamlit takes a text over when its field is left. Who closes the tab, reloads or goes back leaves no field: so a
// field whose text is kept as a draft tells of itself in every pause, and before the page goes. Focus and caret stay.
const PAUSE_MS = 1500, LONGEST_MS = 10000
const KEPT = ["field_", "c_", "why_"].map(start => `[class*="st-key-${start}"]`)
const FIELDS = `:is(${KEPT}) :is(.stTextArea textarea, .stTextInput input)`

// What a server is told as a page goes, it may never hear: a run that is under way then ends unfinished, and what
// waits for its end is dropped. So the tab keeps what was typed in the field that has the cursor over a reload, and puts
// it back where one of the texts still stands that the server had before it.
const SHELF = "common-ground-typed", HEARD_MS = 10000, BACK_MS = 60000, LOOK_MS = 300, STAYED_MS = 3000

// told: what the server was told of the field, newest last; what it surely heard is only the first of them.
const typing = { field: null, since: 0, timer: 0, told: [] }

// A form that was begun anew in this tab names its fields by its turn; after a reload it begins again at the first.
const nameOf = field => [...field.closest(`:is(${KEPT})`).classList].find(each => each.startsWith("st-key-"))
  .replace(/_turn\d+/, "")

function tell(field) {
  const now = performance.now(), isHeard = each => now - each.at > HEARD_MS
  typing.told = [...typing.told.slice(typing.told.findLastIndex(isHeard)), { text: field.value, at: now }]
  // React's onBlur listens to the first; the second brings back what it draws round a field that has the focus.
  field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }))
  field.dispatchEvent(new FocusEvent("focusin", { bubbles: true }))
}

const hasCursor = field => field?.isConnected && document.activeElement === field

function takeOver() {
  clearTimeout(typing.timer)
  typing.timer = 0
  if (hasCursor(typing.field)) tell(typing.field)
}

function onFocus({ target }) {
  if (target === typing.field || !target.matches?.(FIELDS)) return
  clearTimeout(typing.timer)
  Object.assign(typing, { field: target, timer: 0, told: [{ text: target.value, at: -HEARD_MS }] })
}

function onInput({ target }) {
  if (target !== typing.field) return
  const now = performance.now()
  if (!typing.timer) typing.since = now
  clearTimeout(typing.timer)
  typing.timer = setTimeout(takeOver, Math.max(Math.min(PAUSE_MS, typing.since + LONGEST_MS - now), 0))
}

function shelve() {
  const { field, told } = typing, now = performance.now()
  if (!hasCursor(field)) return
  const { value: text } = field, last = told.at(-1)
  if (text === last.text && now - last.at > HEARD_MS) return
  const before = told.map(each => each.text).filter(each => each !== text)
  sessionStorage.setItem(SHELF, JSON.stringify({ name: nameOf(field), before, text, at: Date.now() }))
}

function onLeaving() {
  try {
    shelve()
    // Who is asked whether to leave, and stays, goes on with what is on the screen.
    setTimeout(() => sessionStorage.removeItem(SHELF), STAYED_MS)
  } catch { /* a tab without storage keeps what the server has */ }
  takeOver()
}

const onHidden = () => { if (document.visibilityState === "hidden") takeOver() }

function fromShelf() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(SHELF))
    sessionStorage.removeItem(SHELF)
    return kept && Date.now() - kept.at < BACK_MS ? kept : null
  } catch { return null }
}

// Streamlit trims some texts before it keeps them.
const isSame = (one, other) => one.trim() === other.trim()

function putInto(field, text) {
  const isFree = [document.body, field].includes(document.activeElement)
  if (isFree) {
    field.focus({ preventScroll: true })
    onFocus({ target: field })
  }
  // React keeps a setter of its own on the field, and would take this for the text that it knows.
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, text)
  field.dispatchEvent(new InputEvent("input", { bubbles: true }))
  if (isFree) field.setSelectionRange(text.length, text.length)
  else setTimeout(() => field.dispatchEvent(new FocusEvent("focusout", { bubbles: true })))
}

function putBack(kept) {
  const looking = setInterval(() => {
    const isLate = Date.now() - kept.at > BACK_MS
    const field = [...document.querySelectorAll(FIELDS)].find(each => nameOf(each) === kept.name)
    if (!field && !isLate) return
    clearInterval(looking)
    if (field && !isSame(field.value, kept.text) && kept.before.some(each => isSame(each, field.value)))
      putInto(field, kept.text)
  }, LOOK_MS)
}

const kept = fromShelf()
if (kept) putBack(kept)

export default function () {
  const begun = document.activeElement
  if (begun !== typing.field && begun.matches(FIELDS)) {
    onFocus({ target: begun })
    onInput({ target: begun })
  }
  document.addEventListener("focusin", onFocus)
  document.addEventListener("input", onInput)
  document.addEventListener("visibilitychange", onHidden)
  window.addEventListener("beforeunload", onLeaving)
  return () => {
    document.removeEventListener("focusin", onFocus)
    document.removeEventListener("input", onInput)
    document.removeEventListener("visibilitychange", onHidden)
    window.removeEventListener("beforeunload", onLeaving)
  }
}
