// Streamlit tells a screen reader the Markdown of a label as it stands: with a backslash before each sign that a
// person typed. What is heard is what is read. A literal backslash that is left is not taken for another of these.
const BEFORE_A_SIGN = /\\([!-/:-@[-`{-~])/g
const ESCAPED = '[aria-label*="\\\\"]'
const told = new WeakMap()

function sayAsRead() {
  for (const each of document.querySelectorAll(ESCAPED)) {
    const label = each.getAttribute("aria-label")
    if (told.get(each) === label) continue
    const words = label.replace(BEFORE_A_SIGN, "$1")
    told.set(each, words)
    each.setAttribute("aria-label", words)
  }
}

export default function () {
  const watch = new MutationObserver(sayAsRead)
  watch.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-label"] })
  sayAsRead()
  return () => watch.disconnect()
}
