const SOON_MS = 60
const TYPING_MS = 400
const withModifier = event => event.ctrlKey || event.metaKey || event.altKey
const isField = node => ["TEXTAREA", "INPUT", "SELECT"].includes(node?.tagName)
const mounted = new WeakMap()

// What the browser holds until the server says that it has it; a number that only rises tells writings apart.
function freshState(data) {
  const state = { review: data.review, pending: {}, phases: {}, at: data.at, seq: Date.now(), drawn: "", told: "" }
  for (const [item, draft] of Object.entries(data.drafts)) {
    state.pending[item] = { seq: 0, base: draft.base, done: false, kept: true, values: draft.values }
  }
  return state
}

const next = state => (state.seq = Math.max(state.seq + 1, Date.now()))
const isOff = (state, data, phase) => state.phases[phase]?.off ?? data.phasesOff.includes(phase)
const entryOf = (state, data, item) => {
  const kept = data.entries[item], pending = state.pending[item]
  return {
    values: pending ? pending.values : kept.values,
    looked: pending ? pending.looked ?? (!kept.carried && Boolean(kept.values.status)) : !kept.carried,
  }
}
const isLookedAt = (state, data, item) => {
  const { values, looked } = entryOf(state, data, item)
  return looked && Boolean(values.status)
}

// Everything that the arrow keys go through: items, one screen for a phase that is left out, and the end.
function screens(state, data) {
  const found = []
  for (const phase of data.phases) {
    if (isOff(state, data, phase.key)) {
      found.push({ kind: "off", key: "phase " + phase.key, phase })
      const typed = phase.items.find(item => item.key === state.typedOn)
      if (typed) found.push({ kind: "item", key: typed.key, phase, item: typed })
    } else for (const item of phase.items) found.push({ kind: "item", key: item.key, phase, item })
  }
  return [...found, { kind: "end", key: "end", phase: null }]
}

// An item of a phase that somebody else left out meanwhile gives way to the screen that says so.
const placeOf = (state, data) => {
  const all = screens(state, data), place = all.findIndex(each => each.key === state.at)
  const holds = each => each.kind === "off" && each.phase.items.some(item => item.key === state.at)
  return Math.max(place < 0 ? all.findIndex(holds) : place, 0)
}
const itemsOf = (state, data) =>
  screens(state, data).filter(each => each.kind === "item" && !isOff(state, data, each.phase.key))

function firstOpen(state, data) {
  const items = itemsOf(state, data)
  return (items.find(each => !isLookedAt(state, data, each.key)) ?? items[0] ?? { key: "end" }).key
}

// What the server has is let go of; a choice between two texts that is on its way counts as made.
function reconcile(state, data) {
  for (const [item, clash] of Object.entries(data.clashes)) {
    if (state.pending[item]?.settles === clash.id) delete data.clashes[item]
  }
  for (const [item, pending] of Object.entries(state.pending)) {
    if ((data.kept[item] ?? -1) >= pending.seq) pending.kept = true
    if ((data.acks[item] ?? 0) < pending.seq || pending.seq === 0 || data.clashes[item]) continue
    if (pending.done) delete state.pending[item]
    else pending.kept = true
  }
  for (const [phase, pending] of Object.entries(state.phases)) {
    if ((data.phaseAcks[phase] ?? 0) >= pending.seq) delete state.phases[phase]
  }
}

const BOUNCE_MS = 250

export default function ({ data, parentElement: root, setStateValue, setTriggerValue }) {
  let state = mounted.get(root)
  if (!state || state.review !== data.review) {
    state = freshState(data)
    if (!screens(state, data).some(each => each.key === state.at)) state.at = firstOpen(state, data)
    mounted.set(root, state)
    hint(root, data)
  }
  // What was drawn by an earlier call asks this same object, so that it never acts on what was known then.
  data = state.data = Object.assign(state.data ?? {}, data)
  reconcile(state, data)
  const typed = state.pending[state.at]
  if (isField(root.activeElement) || typed && !typed.done) state.typedOn = state.at
  const stage = root.querySelector(".stage"), sitting = root.querySelector(".sitting")

  const send = () => {
    clearTimeout(state.timer)
    setStateValue("typed", { at: state.at, entries: structuredClone(state.pending),
      phases: structuredClone(state.phases) })
  }
  const sendIn = pause => { clearTimeout(state.timer); state.timer = setTimeout(() => state.send(), pause) }
  state.send = send
  const active = () => root.activeElement
  const here = () => screens(state, data)[placeOf(state, data)]

  const put = (item, values, done, more = {}) => {
    const { base = data.entries[item].version, settles = "" } = state.pending[item] ?? {}
    const looked = done ? !more.cleared : entryOf(state, data, item).looked
    state.pending[item] = { seq: next(state), base, settles, done, looked, kept: false, values, ...more }
  }
  const commit = item => {
    const pending = state.pending[item]
    if (pending && !pending.done && !data.clashes[item]) put(item, pending.values, true)
  }
  const go = key => {
    commit(state.at)
    state.at = key
    state.typedOn = ""
    draw()
    sendIn(Object.keys(state.pending).length ? SOON_MS : TYPING_MS)
    stage.focus({ preventScroll: true })
    window.scrollTo?.(0, 0)
  }
  const move = by => {
    const all = screens(state, data)
    go(all[Math.min(Math.max(placeOf(state, data) + by, 0), all.length - 1)].key)
  }
  const movePhase = by => {
    const all = screens(state, data), first = all.filter((each, at) => each.phase !== all[at - 1]?.phase)
    const at = first.findIndex(each => each.phase === here().phase)
    go(first[Math.min(Math.max(at + by, 0), first.length - 1)].key)
  }
  const act = {
    rate: status => {
      if (data.clashes[state.at]) return
      const { values } = entryOf(state, data, state.at)
      if (values.status === status && isLookedAt(state, data, state.at)) return act.clear()
      put(state.at, { ...values, status }, true)
      move(1)
    },
    // As before anybody looked at it: what the last review said of it, marked so, or no status.
    clear: () => {
      if (data.clashes[state.at] || !isLookedAt(state, data, state.at)) return
      const status = data.carried[state.at] ?? ""
      put(state.at, { ...entryOf(state, data, state.at).values, status }, true, { cleared: true })
      draw()
      sendIn(SOON_MS)
      stage.focus({ preventScroll: true })
    },
    type: (item, field, value) => {
      put(item, { ...entryOf(state, data, item).values, [field]: value }, false)
      foot(root, state, data)
      sendIn(TYPING_MS)
    },
    settle: way => {
      const clash = data.clashes[state.at]
      const cleared = Boolean(state.pending[state.at]?.cleared), mine = entryOf(state, data, state.at).values
      const values = settled(cleared && way === "b" ? { ...mine, status: "" } : mine, clash.values, way)
      put(state.at, values, true, { settles: clash.id, base: clash.version, cleared: cleared && way === "m" })
      delete data.clashes[state.at]
      draw()
      sendIn(SOON_MS)
      stage.focus({ preventScroll: true })
    },
    toggle: phase => {
      const off = !isOff(state, data, phase.key)
      state.phases[phase.key] = { seq: next(state), off }
      go(off ? "phase " + phase.key : phase.items[0].key)
    },
    gap: () => go(firstOpen(state, data)),
    finish: () => { Object.keys(state.pending).forEach(commit); send(); setTriggerValue("finished", true) },
    renew: () => { send(); setTriggerValue("renewed", true) },
    close: () => { commit(state.at); send(); setTriggerValue("closed", true) },
  }

  function draw() {
    const now = here()
    root.querySelector(".head").textContent = data.title
    root.querySelector(".strip").replaceWith(strip(state, data, now, go))
    const shown = now.kind === "item" ? itemScreen(state, data, now, act) : now.kind === "off" ? offScreen(data, now, act) :
      endScreen(state, data, act)
    stage.replaceChildren(shown)
    state.drawn = signature()
    foot(root, state, data)
  }
  // What a field holds is the browser's: it is drawn anew only where something else than its own typing changed.
  const signature = () => JSON.stringify([state.at, data.phasesOff, data.clashes, data.failures, data.sentence, data.end,
    here().kind === "item" && !state.pending[state.at] ? data.entries[state.at] : "", data.statuses])

  const confirm = () => {
    const values = here().kind === "item" ? entryOf(state, data, state.at).values : {}
    if (values.status && !isLookedAt(state, data, state.at)) act.rate(values.status)
    else move(1)
  }
  // A key that bounces, or is pressed twice in haste, must not rate an item that nobody has seen yet.
  const bounces = key => {
    const now = performance.now(), before = state.lastRating
    state.lastRating = { key, now }
    return before?.key === key && now - before.now < BOUNCE_MS
  }
  const press = key => {
    if (state.lastRating?.key !== key) state.lastRating = null
    const now = here(), letter = key.toLowerCase(), status = data.statuses.find(each => each.keys.includes(key))
    const moves = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }
    if (key in moves) move(moves[key])
    else if (key === "PageDown" || key === "PageUp") movePhase(key === "PageDown" ? 1 : -1)
    else if (key === "Home") go(screens(state, data)[0].key)
    else if (key === "End") go("end")
    else if (letter === "g") act.gap()
    else if (letter === "q") act.close()
    else if (data.end?.way && letter === "r") act.renew()
    else if (now.kind === "end" && !data.end && letter === "f") act.finish()
    else if (letter === "a" && now.phase?.optional) act.toggle(now.phase)
    else if (now.kind !== "item") return key === "Enter" && now.kind === "off" ? (move(1), true) : false
    else if (data.clashes[state.at] && "mtb".includes(letter)) act.settle(letter)
    else if ((status || key === "Enter") && bounces(key)) return true
    else if (status) act.rate(status.key)
    else if (key === "Backspace" || key === "Delete") act.clear()
    else if (key === "Enter") confirm()
    else {
      const field = data.fields.find(each => each.letter === letter)
      if (!field) return false
      const input = stage.querySelector(`[data-field=${field.key}]`)
      input.focus()
      if (input.type === "text" || input.type === "textarea") input.setSelectionRange(input.value.length, input.value.length)
    }
    return true
  }
  sitting.onkeydown = event => {
    const field = isField(event.target)
    if (field && event.key === "Escape") stage.focus({ preventScroll: true })
    else if (field && event.key === "Enter" && (event.ctrlKey || event.metaKey)) move(1)
    else if (field || withModifier(event) || (event.target.tagName === "BUTTON" && event.key === "Enter")) {
      event.stopPropagation()
      return
    } else if (event.repeat && !event.key.startsWith("Arrow")) { /* a key held down counts once */ }
    else if (!press(event.key)) return
    event.preventDefault()
    event.stopPropagation()
  }
  root.querySelector(".back").onclick = () => move(-1)
  root.querySelector(".next").onclick = () => move(1)
  root.querySelector(".close").onclick = act.close

  if (state.drawn !== signature()) {
    const field = isField(active()) ? active().dataset.field : ""
    const at = field ? [active().selectionStart, active().selectionEnd] : []
    draw()
    const again = field ? stage.querySelector(`[data-field=${field}]`) : stage
    again?.focus({ preventScroll: true })
    if (field && typeof at[0] === "number") again?.setSelectionRange?.(...at)
  } else {
    root.querySelector(".strip").replaceWith(strip(state, data, here(), go))
    foot(root, state, data)
  }
  if (!root.activeElement) stage.focus({ preventScroll: true })

  // Keys pressed while nothing has the focus, after a click beside it say, are meant for it all the same.
  const elsewhere = event => { if (document.activeElement === document.body) sitting.onkeydown(event) }
  document.body.onkeydown = elsewhere
  const warn = event => { if (Object.values(state.pending).some(each => !each.kept)) event.preventDefault() }
  window.onbeforeunload = warn
  return () => {
    if (window.onbeforeunload === warn) window.onbeforeunload = null
    if (document.body.onkeydown === elsewhere) document.body.onkeydown = null
  }
}
