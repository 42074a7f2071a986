"""How every page looks on paper: charts as wide as the sheet, whole, and none of the buttons."""

from __future__ import annotations

import streamlit as st

# A plotly drawing has the pixels of the window that it was made for. Given a viewBox, CSS can fit it to any sheet.
PRINT = """
@page { margin: 10mm; }
@media print {
  .stApp, .stApp * { print-color-adjust: exact; }
  [data-testid="stSidebar"], [data-testid="stHeader"], [class*="st-key-controls"], .stButton, .modebar,
  [data-testid="stElementToolbar"], details:not([open]) { display: none !important; }
  .stMainBlockContainer { padding: 0 !important; max-width: none; }
  .stMain, .stApp, [data-testid="stAppViewContainer"] { overflow: visible !important; }
  [data-testid="stVerticalBlock"] { gap: 0.5rem; }
  h1 { font-size: 1.5rem !important; padding: 0 !important; }
  h2, h3 { font-size: 1.05rem !important; padding: 0.4rem 0 0 !important; }
  .stMarkdown p, .stMarkdown li, .stMarkdown span { font-size: 0.75rem !important; line-height: 1.35; }
  .stMarkdown li { margin-top: 0.1rem !important; }
  .stPlotlyChart, .stDataFrame, .stTable, .stMarkdown li, [class*="st-key-together_"] { break-inside: avoid; }
  .stElementContainer:has([data-testid="stHeading"], .stSelectbox) { break-after: avoid; break-inside: avoid; }
  [data-testid="stLayoutWrapper"]:has(> [class*="st-key-wide_"])
    + .stElementContainer:has([data-testid="stCaptionContainer"]) { break-before: avoid; }
  [class*="st-key-wide_"] { overflow: visible; }
  [class*="st-key-wide_"] .stElementContainer { min-width: 0 !important; }
  [class*="st-key-wide_"] :is(.stElementContainer, [data-testid="stFullScreenFrame"], .stPlotlyChart, .js-plotly-plot,
    .plot-container, .svg-container) { width: 100% !important; height: auto !important; }
  .stPlotlyChart .main-svg { width: 100% !important; height: auto !important; }
  .stPlotlyChart .main-svg:first-of-type { position: static !important; }
}
@media print and (orientation: landscape) {
  .stPlotlyChart .main-svg { max-height: 136mm; }
  .st-key-comparison .stElementContainer:has(.stPlotlyChart) { max-width: 84% !important; }
}
"""

_JS = """
export default function () {
  const fit = () => {
    for (const drawing of document.querySelectorAll(".js-plotly-plot .main-svg")) {
      const width = parseFloat(drawing.getAttribute("width")), height = parseFloat(drawing.getAttribute("height"))
      if (!width || !height) continue
      drawing.setAttribute("viewBox", `0 0 ${width} ${height}`)
      drawing.setAttribute("preserveAspectRatio", "xMinYMin meet")
    }
  }
  const forget = () => {
    for (const drawing of document.querySelectorAll(".js-plotly-plot .main-svg")) drawing.removeAttribute("viewBox")
  }
  window.addEventListener("beforeprint", fit)
  window.addEventListener("afterprint", forget)
  return () => { window.removeEventListener("beforeprint", fit); window.removeEventListener("afterprint", forget) }
}
"""

_paper = st.components.v2.component("common_ground_paper", html="<span hidden></span>", js=_JS)


def ready_for_paper() -> None:
    """Let the browser fit charts to the sheet when somebody prints. Last on a page: it moves nothing while it loads."""
    _paper(key="_paper")
