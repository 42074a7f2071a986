// A plain click stays in this session, as the back button does; one that asks for a new tab or window is the browser's.
// st.switch_page would leave a step between in the browser's history: this page with the other's parameters.
// The step that is left remembers the row and where on the screen it stood, so that Back leads to the same place.
const STILL_MS = 2500
const EVERY_MS = 50
const HEADER = 76

const isDrawn = () => !document.querySelector("[data-test-script-state=running]")
const area = () => document.querySelector("[data-testid=stMain]") || document.scrollingElement
const topOf = (element) => element.getBoundingClientRect().top
const linkOf = (frame, href) => [...frame.querySelectorAll("a")].find((each) => each.getAttribute("href") === href)

// What stands above the table grows while the page is drawn, which may take long; a person who scrolls meanwhile
// knows better.
function comeBack(frame, left) {
  let until = performance.now() + STILL_MS
  let moved = false
  let focused = false
  const stop = () => { moved = true }
  const own = ["wheel", "touchstart", "keydown", "pointerdown"]
  own.forEach((name) => window.addEventListener(name, stop, { once: true, passive: true }))
  const settle = () => {
    if (!isDrawn()) until = performance.now() + STILL_MS
    if (moved || window.history.state?.overview?.at !== left.at || performance.now() > until) {
      own.forEach((name) => window.removeEventListener(name, stop))
      return
    }
    const link = frame.isConnected && linkOf(frame, left.href)
    if (link) {
      if (!focused) link.focus({ preventScroll: true })
      focused = true
      const off = topOf(link) - left.top
      if (Math.abs(off) > 1) area().scrollTop += off
    }
    setTimeout(settle, EVERY_MS)
  }
  settle()
}

// Another page of the list begins at its top, for the eye and for the keyboard.
function toTheTop(frame) {
  const pager = document.querySelector(".st-key-controls_pages_above")
  area().scrollTop += topOf(pager || frame) - HEADER
  if (document.activeElement?.closest(".st-key-controls_pages_below")) frame.focus({ preventScroll: true })
}

export default function ({ data, parentElement }) {
  const frame = parentElement.querySelector(".frame")
  if (frame.shown !== data.table) { frame.innerHTML = data.table; frame.shown = data.table }
  if (frame.place !== undefined && frame.place !== data.place) toTheTop(frame)
  frame.place = data.place

  // Forward and Back may follow each other so closely that the table never leaves the page.
  const arrive = () => {
    const left = window.history.state?.overview
    if (left && frame.left !== left.at) comeBack(frame, left)
    frame.left = left?.at
  }
  const onStep = () => { frame.left = undefined; arrive() }
  arrive()
  window.addEventListener("popstate", onStep)

  frame.onclick = (event) => {
    const link = event.target.closest("a")
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button) return
    event.preventDefault()
    const leaving = { href: link.getAttribute("href"), top: topOf(link), at: Date.now() }
    window.history.replaceState({ ...window.history.state, overview: leaving }, "")
    window.history.pushState({}, "", link.href)
    window.dispatchEvent(new PopStateEvent("popstate"))
  }
  return () => window.removeEventListener("popstate", onStep)
}
