// Presses of Back, Next and the arrow keys, faster than pages can be drawn: the place to go to is counted here, and
// the latest one is sent, so that no press is lost while a page is on its way.
const STILL_MS = 1500
const ELSEWHERE = "input, textarea, select, [contenteditable], [role=radiogroup], [role=dialog], [role=listbox], "
  + "[role=combobox], [role=slider], [role=tablist], [role=grid]"
const KEYS = { ArrowLeft: -1, ArrowRight: 1 }
const BUTTONS = { ".st-key-meeting_back button": -1, ".st-key-meeting_next button": 1 }

const turns = { place: 1, pressed: -Infinity, number: 0 }

export default function ({ data, setStateValue }) {
  if (performance.now() - turns.pressed > STILL_MS) turns.place = data.place

  const turn = (event, by) => {
    event.preventDefault()
    event.stopImmediatePropagation()
    turns.place = Math.min(Math.max(turns.place + by, 1), data.count)
    turns.pressed = performance.now()
    turns.number += 1
    setStateValue("turn", { to: turns.place, number: turns.number })
  }
  const onKey = event => {
    const target = event.composedPath()[0]
    const isMeantElsewhere = target.closest?.(ELSEWHERE) || event.ctrlKey || event.metaKey || event.altKey
    if (event.key in KEYS && !event.shiftKey && !isMeantElsewhere) turn(event, KEYS[event.key])
  }
  const onClick = event => {
    for (const [button, by] of Object.entries(BUTTONS)) if (event.target.closest?.(button)) turn(event, by)
  }
  window.addEventListener("keydown", onKey, true)
  window.addEventListener("click", onClick, true)
  return () => {
    window.removeEventListener("keydown", onKey, true)
    window.removeEventListener("click", onClick, true)
  }
}
