// The tree of causes: a card is opened by click, Enter or Space; arrow keys go from card to card as the eye does.
// What is drawn anew while somebody is in it leaves them where they were. The picture is made here, from the drawing.
// A card that was opened by the keyboard hands the cursor on to the field that asks why of it; one that was closed has
// it again. Beside what is open the tree is another element than before, so that this is remembered here.
const PANEL = ".st-key-cause_panel", ROW = '[class*="st-key-row_adding_cause"] *', WAIT_MS = 100, TRIES = 20
const STACKED = "(max-width: 900px)", SHARP = 2
let byKey = null

const shown = (frame) => [...frame.querySelectorAll("svg")].find((each) => each.getClientRects().length)
const cards = (frame) => [...(shown(frame)?.querySelectorAll(".card") || [])]
const keyed = (frame, key) => cards(frame).find((each) => each.dataset.key === key)
const level = (card) => Number(card.dataset.level)

function next(all, card, key) {
  const at = all.indexOf(card), here = level(card)
  if (key === "ArrowRight") return level(all[at + 1] || card) > here ? all[at + 1] : null
  if (key === "ArrowLeft") return all.slice(0, at).reverse().find((each) => level(each) < here)
  const way = key === "ArrowDown" ? all.slice(at + 1) : all.slice(0, at).reverse()
  return way.find((each) => level(each) === here) || way[0]
}

function mark(frame, open) {
  for (const svg of frame.querySelectorAll(":is(.wide, .narrow) svg")) {
    const all = [...svg.querySelectorAll(".card")], chosen = all.find((each) => each.dataset.key === open)
    for (const each of all) {
      each.setAttribute("aria-selected", String(each === chosen))
      each.setAttribute("tabindex", each === (chosen || all[0]) ? "0" : "-1")
    }
  }
}

// What is open is seen: its card within the frame, and on a phone what can be done with it.
function bringIntoView(frame, open) {
  const card = keyed(frame, open)
  if (!card) return
  const box = card.getBoundingClientRect(), room = frame.getBoundingClientRect()
  if (box.left < room.left || box.right > room.right) frame.scrollLeft += box.left - room.left - 40
  if (window.matchMedia(STACKED).matches) setTimeout(() => document.querySelector(PANEL)?.scrollIntoView({ block: "start" }), 300)
}

function showMore(frame) {
  const { scrollLeft, scrollWidth, clientWidth } = frame
  frame.classList.toggle("more-left", scrollLeft > 1)
  frame.classList.toggle("more-right", scrollLeft + clientWidth < scrollWidth - 1)
}

// A picture has no letters of the page: others take the room of those that are seen.
function withRoomKept(svg) {
  const copy = svg.cloneNode(true), copies = copy.querySelectorAll("text")
  svg.querySelectorAll("text").forEach((each, place) => {
    copies[place].setAttribute("textLength", each.getComputedTextLength())
    copies[place].setAttribute("lengthAdjust", "spacingAndGlyphs")
  })
  copy.querySelectorAll(".ring").forEach((each) => each.remove())
  return copy
}

function handOn(words, tries) {
  const panel = document.querySelector(PANEL)
  const row = [...(panel?.querySelectorAll(ROW) ?? [])].find((each) => each.shadowRoot?.querySelector("input"))
  const field = row?.shadowRoot.querySelector("input")
  if (field && panel.textContent.includes(words)) field.focus()
  else if (tries) setTimeout(() => handOn(words, tries - 1), WAIT_MS)
}

function savePicture(frame, name) {
  const svg = shown(frame), picture = new Image(), canvas = document.createElement("canvas")
  canvas.width = svg.width.baseVal.value * SHARP
  canvas.height = svg.height.baseVal.value * SHARP
  picture.onload = () => {
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height)
    const link = Object.assign(document.createElement("a"), { href: canvas.toDataURL("image/png"), download: name })
    link.click()
  }
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(withRoomKept(svg)))}`
}

export default function ({ data, parentElement, setTriggerValue }) {
  const frame = parentElement.querySelector(".frame"), save = parentElement.querySelector(".save")
  const drawn = `${data.wide}${data.narrow}${data.paper}`
  if (frame.drawn !== drawn) {
    const focused = parentElement.activeElement?.dataset?.key
    frame.querySelector(".wide").innerHTML = data.wide
    frame.querySelector(".narrow").innerHTML = data.narrow
    frame.querySelector(".paper").innerHTML = data.paper
    frame.drawn = drawn
    if (focused) keyed(frame, focused)?.focus({ preventScroll: true })
  }
  frame.classList.toggle("has-narrow", Boolean(data.narrow))
  frame.classList.toggle("has-paper", Boolean(data.paper))
  frame.classList.toggle("works", !data.still)
  save.hidden = data.still
  const more = () => showMore(frame), sizes = new ResizeObserver(more)
  sizes.observe(frame)
  frame.onscroll = more
  const ended = () => sizes.disconnect()
  more()
  if (data.still) return ended
  mark(frame, data.open)
  if ((frame.open ?? "") !== data.open) bringIntoView(frame, data.open)
  frame.open = data.open
  if (byKey && byKey.opens === (byKey.key === data.open)) {
    const card = keyed(frame, byKey.key)
    if (card && byKey.opens) handOn(card.querySelector("title").textContent.replace(/\s+/g, " ").trim(), TRIES)
    else card?.focus({ preventScroll: true })
    byKey = null
  }

  const press = (card) => card && setTriggerValue("pick", { key: card.dataset.key, at: Date.now() })
  frame.onclick = (event) => { byKey = null; press(event.target.closest(".card")) }
  frame.onkeydown = (event) => {
    const card = event.target.closest(".card")
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === "Enter" || event.key === " ") {
      byKey = { key: card.dataset.key, opens: card.dataset.key !== data.open }
      press(card)
    } else if (event.key.startsWith("Arrow")) next(cards(frame), card, event.key)?.focus()
    else return
    event.preventDefault()
  }
  save.onclick = () => savePicture(frame, data.file)
  return ended
}
