// Puts the cursor into the row that adds steps once somebody wants to plan one for a root cause, which stands far below.
const FOCUS_MS = 2500, EVERY_MS = 60
const ROW = "[class*='st-key-row_adding_plan_step_'] *"

const isDrawn = () => !document.querySelector("[data-test-script-state=running]")

const field = () =>
  [...document.querySelectorAll(ROW)].map(each => each.shadowRoot?.querySelector("input")).find(Boolean)

export default function ({ data, parentElement }) {
  const before = parentElement.wanted
  parentElement.wanted = data.wanted
  if (before === undefined || !data.wanted || before === data.wanted) return
  const until = performance.now() + FOCUS_MS
  const look = () => {
    if (isDrawn() && field()) field().focus()
    else if (performance.now() < until) setTimeout(look, EVERY_MS)
  }
  setTimeout(look, EVERY_MS)
}
