// Streamlit takes a text over when its field is left. Who closes the tab, reloads or goes back leaves no field: so a
// field whose text is kept as a draft tells of itself in every pause, and before the page goes. Focus and caret stay.
const PAUSE_MS = 1500, LONGEST_MS = 10000
const KEPT = ["field_", "c_", "why_"].map(start => `[class*="st-key-${start}"]`)
const FIELDS = `:is(${KEPT}) :is(.stTextArea textarea, .stTextInput input)`

// What a server is told as a page goes, it may never hear: a run that is under way then ends unfinished, and what
// waits for its end is dropped. The tab keeps such a text over a reload, and puts it back where still stands what
// stood there before it.
const SHELF = "common-ground-typed", BACK_MS = 60000

const typing = { field: null, since: 0, timer: 0 }
const unheard = new Map()

const nameOf = field => [...field.closest(`:is(${KEPT})`).classList].find(each => each.startsWith("st-key-"))
const isRunning = () => document.querySelector(".stApp")?.dataset.testScriptState === "running"

function leave(field) {
  // React's onBlur listens to the first; the second brings back what it draws round a field that has the focus.
  field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }))
  if (document.activeElement === field) field.dispatchEvent(new FocusEvent("focusin", { bubbles: true }))
}

function takeOver() {
  clearTimeout(typing.timer)
  const { field } = typing
  typing.field = null
  if (!field?.isConnected || document.activeElement !== field) return
  unheard.get(nameOf(field))?.before.push(field.value)
  leave(field)
}

function onBeforeInput({ target }) {
  if (!target.matches?.(FIELDS)) return
  const name = nameOf(target)
  if (!unheard.has(name)) unheard.set(name, { before: [target.value], text: target.value })
}

function onInput({ target }) {
  if (!target.matches?.(FIELDS)) return
  const now = performance.now(), told = unheard.get(nameOf(target))
  if (told) told.text = target.value
  if (typing.field !== target) Object.assign(typing, { field: target, since: now })
  clearTimeout(typing.timer)
  typing.timer = setTimeout(takeOver, Math.max(Math.min(PAUSE_MS, typing.since + LONGEST_MS - now), 0))
}

function onLeaving() {
  takeOver()
  try {
    const kept = { at: Date.now(), page: location.pathname, texts: [...unheard] }
    if (unheard.size) sessionStorage.setItem(SHELF, JSON.stringify(kept))
  } catch { /* a tab without storage keeps what the server has */ }
}

function shelved() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(SHELF))
    return kept?.page === location.pathname && Date.now() - kept.at < BACK_MS ? kept : null
  } catch { return null }
}

// Whether the text need not be looked for any longer: it stands in its field, or something newer does.
function isBack([name, { before, text }]) {
  const field = document.querySelector(`.${CSS.escape(name)} :is(textarea, input)`)
  if (!field) return false
  if (before.includes(field.value) && field.value !== text) {
    // React keeps a setter of its own on the field, and would take this for the text that it knows.
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, text)
    field.dispatchEvent(new InputEvent("input", { bubbles: true }))
    setTimeout(() => leave(field))
  }
  return true
}

function putBack() {
  const kept = shelved()
  if (!kept) return
  const texts = kept.texts.filter(each => !isBack(each))
  if (texts.length) sessionStorage.setItem(SHELF, JSON.stringify({ ...kept, texts }))
  else sessionStorage.removeItem(SHELF)
}

function onRun() {
  if (isRunning()) return
  if (!typing.field) unheard.clear()
  putBack()
}

const onHidden = () => { if (document.visibilityState === "hidden") takeOver() }

export default function () {
  const runs = new MutationObserver(onRun)
  runs.observe(document.querySelector(".stApp"), { attributeFilter: ["data-test-script-state"] })
  onRun()
  document.addEventListener("beforeinput", onBeforeInput)
  document.addEventListener("input", onInput)
  document.addEventListener("visibilitychange", onHidden)
  window.addEventListener("beforeunload", onLeaving)
  return () => {
    runs.disconnect()
    document.removeEventListener("beforeinput", onBeforeInput)
    document.removeEventListener("input", onInput)
    document.removeEventListener("visibilitychange", onHidden)
    window.removeEventListener("beforeunload", onLeaving)
  }
}
