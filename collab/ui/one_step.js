// What a page writes into its address by itself (the list as it was left, the initiative that was chosen last) belongs
// to the step that led to it: a step of its own would be one that Back leads to and that leads forward again at once.
const OF_A_PERSON = ["pointerdown", "click", "keydown", "change", "drop"]

export default function () {
  if (window.history.oneStep) return
  window.history.oneStep = true
  const push = window.history.pushState.bind(window.history)
  // What was pressed before this ran is a step, too.
  let acted = navigator.userActivation?.hasBeenActive ?? false
  OF_A_PERSON.forEach((name) =>
    window.addEventListener(name, () => { acted = true }, { capture: true, passive: true }))
  window.history.pushState = (state, title, url) => {
    if (acted) push(state, title, url)
    else window.history.replaceState({ ...window.history.state, ...state }, title, url)
    acted = false
  }
}
