const element = (name, text = "", attributes = {}) => {
  const made = document.createElement(name)
  made.textContent = text
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

const TEXTS = ["successes", "challenges", "next_steps"]

function strip(state, data, here, go) {
  const box = element("div", "", { class: "strip" })
  for (const phase of data.phases) {
    const off = isOff(state, data, phase.key)
    const part = element("div", "", { class: "phase" + (here.phase?.key === phase.key ? " now" : "") })
    part.style.flexGrow = phase.items.length
    const done = phase.items.filter(item => isLookedAt(state, data, item.key)).length
    part.append(element("span", phase.label, { class: "name" }),
      element("span", off ? "not applicable" : done + " of " + phase.items.length, { class: "part" }))
    const ticks = element("div", "", { class: "ticks" })
    for (const item of phase.items) {
      const { values } = entryOf(state, data, item.key)
      const look = data.statuses.find(each => each.key === values.status)
      const tick = element("button", "", { type: "button", tabindex: "-1", "aria-label": item.number + ". " + item.label,
        title: item.number + ". " + item.label })
      if (isLookedAt(state, data, item.key) && !off) tick.style.background = look.fill
      if (state.at === item.key) tick.classList.add("now")
      if (data.clashes[item.key] || data.failures[item.key]) tick.classList.add("clash")
      tick.disabled = off
      tick.onclick = () => go(item.key)
      ticks.append(tick)
    }
    part.append(ticks)
    box.append(part)
  }
  return box
}

function statusButtons(state, data, item, rate) {
  const { values } = entryOf(state, data, item.key), looked = isLookedAt(state, data, item.key)
  const box = element("div", "", { class: "statuses", role: "radiogroup", "aria-label": "Status of " + item.label })
  for (const status of data.statuses) {
    const chosen = values.status === status.key
    const button = element("button", "", { type: "button", role: "radio", tabindex: "-1", "data-status": status.key,
      "aria-checked": String(chosen && looked) })
    button.append(element("kbd", status.keys[0]), element("span", (chosen && looked ? "\u2713 " : "") + status.label))
    button.classList.toggle("chosen", chosen && looked)
    if (chosen && !looked) button.append(element("small", "as last time"))
    button.classList.toggle("carried", chosen && !looked)
    if (chosen && looked) { button.style.background = status.fill; button.style.color = status.ink }
    button.onclick = () => rate(status.key)
    box.append(button)
  }
  return box
}

function fields(state, data, item, type) {
  const box = element("div", "", { class: "fields" })
  for (const field of data.fields) {
    const label = element("label", "", { class: TEXTS.includes(field.key) ? "text" : "line" })
    const name = element("span", field.label)
    name.prepend(element("kbd", field.letter.toUpperCase()))
    const input = element(field.kind === "text" ? "textarea" : field.kind === "choice" ? "select" : "input", "",
      { "data-field": field.key, "aria-label": field.label + " of " + item.label })
    if (field.kind === "day") input.type = "date"
    if (field.kind === "choice") {
      for (const [value, words] of field.options) input.append(new Option(words, value))
    }
    if (field.kind !== "choice" && field.kind !== "day") input.maxLength = data.longest
    input.value = entryOf(state, data, item.key).values[field.key] ?? ""
    input.oninput = () => type(item.key, field.key, input.value)
    label.append(name, input)
    box.append(label)
  }
  return box
}

function clashBox(state, data, item, settle) {
  const clash = data.clashes[item.key], mine = entryOf(state, data, item.key).values
  const box = element("div", "", { class: "clash", role: "alert" })
  box.append(element("strong", clash.typing ? "Another window is typing on this item too." :
    "Somebody else saved this item meanwhile."), " Nothing was overwritten. Choose what holds.")
  const table = element("table")
  const head = element("tr")
  head.append(element("th"), element("th", "Here"), element("th", "There"))
  table.append(head)
  const said = (key, value) => key === "status" ? data.statuses.find(each => each.key === value)?.label ?? "nothing" :
    key === "partner_id" ? data.fields.find(each => each.key === key).options.find(each => each[0] === value)?.[1] :
    value || "nothing"
  for (const field of [{ key: "status", label: "Status" }, ...data.fields]) {
    const here = mine[field.key] ?? "", there = clash.values[field.key] ?? ""
    if (here === there) continue
    const row = element("tr")
    row.append(element("th", field.label), element("td", said(field.key, here)), element("td", said(field.key, there)))
    table.append(row)
  }
  box.append(table)
  const ways = element("div", "", { class: "ways" })
  for (const [key, words] of [["M", "Keep what is here"], ["T", "Take what is there"], ["B", "Keep both texts"]]) {
    const button = element("button", "", { type: "button", tabindex: "-1", "data-settle": key.toLowerCase() })
    button.append(element("kbd", key), element("span", words))
    button.onclick = () => settle(key.toLowerCase())
    ways.append(button)
  }
  box.append(ways)
  return box
}

// Here wins for what can only be one; texts that differ stand one below the other.
function settled(mine, theirs, way) {
  if (way === "t") return { ...theirs }
  if (way === "m") return { ...mine }
  const both = { ...theirs, ...Object.fromEntries(Object.entries(mine).filter(([, value]) => value)) }
  for (const key of [...TEXTS, "evidence"]) {
    const texts = [...new Set([mine[key], theirs[key]].filter(Boolean))]
    both[key] = texts.join(key === "evidence" ? "; " : "\n")
  }
  return both
}

function last(data, item) {
  const before = data.before[item.key]
  if (!before) return element("p", data.beforeLabel ? "Not looked at last time." : "", { class: "last" })
  const box = element("p", "", { class: "last" })
  box.append(element("strong", data.beforeLabel + ": "), before)
  return box
}

// Another window finished or deleted this review: the way on, with all that is held here.
function ended(data, act) {
  if (!data.end) return null
  const box = element("div", data.end.words, { class: "ended", role: "alert" })
  if (!data.end.way) return box
  const ways = element("div", "", { class: "ways" })
  const button = element("button", "", { type: "button", tabindex: "-1", "data-way": "r" })
  button.append(element("kbd", "R"), element("span", data.end.way))
  button.onclick = act.renew
  ways.append(button)
  box.append(ways)
  return box
}

// Somebody left the phase out while this item is typed on here: the keys stay in the field that they were meant for.
const leftOut = phase => element("div", phase.label + " was marked as not applicable as a whole in another window. " +
  "What you type here is kept with the review, but counts in no figure while that holds.", { class: "ended", role: "alert" })

function itemScreen(state, data, here, act) {
  const { item, phase } = here, box = element("section", "", { class: "item", "data-item": item.key })
  const top = element("p", phase.label + " · " + item.number + " of " + data.count, { class: "where" })
  if (phase.optional) {
    const off = element("button", "", { type: "button", tabindex: "-1", class: "quiet", "data-off": phase.key })
    off.append(element("kbd", "A"), phase.label + " does not apply as a whole")
    off.onclick = () => act.toggle(phase)
    top.append(off)
  }
  box.append(top)
  const over = ended(data, act)
  if (over) box.append(over)
  if (isOff(state, data, phase.key)) box.append(leftOut(phase))
  box.append(element("h2", item.label), element("p", item.statement, { class: "statement" }), last(data, item))
  if (data.clashes[item.key]) box.append(clashBox(state, data, item, act.settle))
  for (const words of [data.failures[item.key], data.sentence]) {
    if (words) box.append(element("div", words, { class: "clash", role: "alert" }))
  }
  box.append(statusButtons(state, data, item, act.rate), fields(state, data, item, act.type))
  return box
}

function offScreen(data, here, act) {
  const box = element("section", "", { class: "item" })
  const over = ended(data, act)
  if (over) box.append(over)
  box.append(element("p", here.phase.label, { class: "where" }), element("h2", "Not applicable as a whole"),
    element("p", "Its " + here.phase.items.length + " items are left out of every figure of this review.",
      { class: "statement" }))
  const back = element("button", "", { type: "button", tabindex: "-1", class: "quiet", "data-off": here.phase.key })
  back.append(element("kbd", "A"), here.phase.label + " does apply")
  back.onclick = () => act.toggle(here.phase)
  box.append(back)
  return box
}

// "item 27", "items 3, 4 and 27": numbers alone would read as a count.
const FEW = 3

function itemsNamed(places) {
  if (places.length <= FEW) return places.map(each => each.item.number + ". " + each.item.label).join("; ")
  const numbers = places.map(each => each.item.number), end = numbers.pop()
  return "items " + numbers.join(", ") + " and " + end
}

function endScreen(state, data, act) {
  const items = itemsOf(state, data), open = items.filter(each => !isLookedAt(state, data, each.key))
  const box = element("section", "", { class: "item end" })
  const over = ended(data, act)
  if (over) box.append(over)
  box.append(element("h2", (items.length - open.length) + " of " + items.length + " looked at"))
  const counts = element("p", "", { class: "statement" })
  counts.textContent = data.statuses.map(status => {
    const count = items.filter(each => isLookedAt(state, data, each.key) &&
      entryOf(state, data, each.key).values.status === status.key).length
    return count + " " + status.label.toLowerCase()
  }).join(" · ")
  box.append(counts)
  if (open.length) {
    const stays = data.beforeLabel ? " What the last review said stays, marked as taken over." : ""
    box.append(element("p", "Not looked at: " + itemsNamed(open) + "." + stays, { class: "last" }))
  }
  const clashes = items.filter(each => data.clashes[each.key]).length
  if (clashes) box.append(element("div", "Choose first what holds where two texts differ (" + clashes + ").",
    { class: "clash", role: "alert" }))
  if (data.sentence) box.append(element("div", data.sentence, { class: "clash", role: "alert" }))
  const ways = element("div", "", { class: "ways" })
  const ways_ = [...(data.end ? [] : [["F", "Finish this review", act.finish]]), ["Q", "Close and go on later", act.close]]
  if (open.length) ways_.splice(-1, 0, ["G", "Go to the first that is open", act.gap])
  for (const [key, words, does] of ways_) {
    const button = element("button", "", { type: "button", "data-way": key.toLowerCase() })
    button.append(element("kbd", key), element("span", words))
    button.onclick = does
    ways.append(button)
  }
  box.append(ways)
  return box
}

function told(state, data) {
  const waiting = Object.entries(state.pending)
  if (data.end && waiting.length) return "Not part of the review"
  if (Object.keys(data.clashes).length) return "Two texts differ"
  if (Object.keys(data.failures).length) return "Not everything is saved"
  if (waiting.some(([, each]) => each.done)) return "Saving …"
  if (waiting.some(([, each]) => !each.kept)) return "Typing …"
  return waiting.length ? "Kept, not saved yet: it is saved when you go on" : "All saved"
}

function hint(root, data) {
  const keys = (...names) => names.flatMap(name => [element("kbd", name), " "])
  root.querySelector(".keys").replaceChildren(
    ...keys(...data.statuses.map(each => each.keys[0])), "status, again or ", ...keys("\u232b"), "clears it ",
    ...keys("Enter"), "as last time ",
    ...keys("\u2190", "\u2192"), "move ", ...keys("Esc"), "leaves a text ", ...keys("End"), "finish")
}

function foot(root, state, data) {
  const items = itemsOf(state, data), done = items.filter(each => isLookedAt(state, data, each.key)).length
  root.querySelector(".progress").textContent = done + " of " + items.length
  root.querySelector(".bar i").style.width = (items.length ? 100 * done / items.length : 0) + "%"
  root.querySelector(".told").textContent = told(state, data)
}
