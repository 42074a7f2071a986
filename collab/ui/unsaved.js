// Streamlit takes a text over when its field is left. Who closes the tab, reloads or goes back leaves no field: so a
// field whose text is kept as a draft tells of itself in every pause, and before the page goes. Focus and caret stay.
const PAUSE_MS = 1500, LONGEST_MS = 10000
const KEPT = ["field_", "c_", "why_"].map(start => `[class*="st-key-${start}"]`)
const FIELDS = `:is(${KEPT}) :is(.stTextArea textarea, .stTextInput input)`

const typing = { field: null, since: 0, timer: 0 }

function takeOver() {
  clearTimeout(typing.timer)
  const { field } = typing
  typing.field = null
  if (!field?.isConnected || document.activeElement !== field) return
  // React's onBlur listens to the first; the second brings back what it draws round a field that has the focus.
  field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }))
  field.dispatchEvent(new FocusEvent("focusin", { bubbles: true }))
}

function onInput({ target }) {
  if (!target.matches?.(FIELDS)) return
  const now = performance.now()
  if (typing.field !== target) Object.assign(typing, { field: target, since: now })
  clearTimeout(typing.timer)
  typing.timer = setTimeout(takeOver, Math.max(Math.min(PAUSE_MS, typing.since + LONGEST_MS - now), 0))
}

const onHidden = () => { if (document.visibilityState === "hidden") takeOver() }

export default function () {
  document.addEventListener("input", onInput)
  document.addEventListener("visibilitychange", onHidden)
  window.addEventListener("beforeunload", takeOver)
  return () => {
    document.removeEventListener("input", onInput)
    document.removeEventListener("visibilitychange", onHidden)
    window.removeEventListener("beforeunload", takeOver)
  }
}
