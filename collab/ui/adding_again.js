// Asks for the whole page where a row was not heard: after the server was started anew it knows no part of a page.
export default function ({ data, setStateValue }) {
  const onUnheard = ({ detail }) => { if (detail === data.row) setStateValue("nudge", Date.now()) }
  document.addEventListener("common-ground-unheard", onUnheard)
  return () => document.removeEventListener("common-ground-unheard", onUnheard)
}
