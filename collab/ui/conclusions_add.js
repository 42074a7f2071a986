// Enter adds the step that is typed, once Streamlit has taken the text over. A step that was added makes the page
// longer, and Streamlit lets go of the field that had the cursor: it goes to the next one.
const ROW = '[class*="st-key-adding_step_"]', ADD = '[class*="st-key-add_step_"] button'
const seen = {}

function onKey({ key, target, isComposing }) {
  const row = key === "Enter" && !isComposing && target.matches?.(".stTextInput input") && target.closest(ROW)
  if (row) setTimeout(() => row.querySelector(ADD)?.click())
}

export default function ({ data }) {
  const before = seen[data.form]
  seen[data.form] = data.added
  if (before !== undefined && before !== data.added)
    setTimeout(() => document.querySelector(`${ROW} input[aria-label="${data.field}"]`)?.focus(), 50)
  document.addEventListener("keydown", onKey)
  return () => document.removeEventListener("keydown", onKey)
}
