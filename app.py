"""The entry point: page configuration and the list of pages; nothing else."""

import streamlit as st

from collab.ui import shell

st.set_page_config(
    page_title="Common Ground",
    # Without one at once, Streamlit asks the outside for the icon of the page; our own follows after the title.
    page_icon="🤝",
    layout="wide",
    initial_sidebar_state="collapsed" if shell.in_meeting() else 240,
)
shell.open_house()

ALL = [
    st.Page("pages/overview.py", title="Overview", icon=":material/dashboard:", default=True),
    st.Page("pages/owed.py", title="Owed", icon=":material/task_alt:"),
    st.Page("pages/spreadsheets.py", title="Spreadsheets", icon=":material/table_view:"),
]
ONE = [
    st.Page("pages/initiative.py", title="Initiative", icon=":material/flag:"),
    st.Page("pages/stages.py", title="Stages", icon=":material/route:"),
    st.Page("pages/readiness.py", title="Readiness", icon=":material/grid_on:"),
    st.Page("pages/conclusions.py", title="Conclusions", icon=":material/handshake:"),
    st.Page("pages/compare.py", title="Compare", icon=":material/compare_arrows:"),
    st.Page("pages/over_time.py", title="Over time", icon=":material/timeline:"),
    st.Page("pages/root_causes.py", title="Root causes", icon=":material/account_tree:"),
    st.Page("pages/logic_model.py", title="Logic model", icon=":material/schema:"),
    st.Page("pages/checklists.py", title="Checklists", icon=":material/checklist:"),
    st.Page("pages/action_plans.py", title="Action plans", icon=":material/event_note:"),
    st.Page("pages/partners.py", title="Partners", icon=":material/groups:"),
    st.Page("pages/enter_answers.py", title="Enter answers", icon=":material/edit_note:"),
]
page = st.navigation(
    {"All initiatives": ALL, "This initiative": ONE},
    position="hidden" if shell.in_meeting() else "sidebar",
    expanded=True,
)
shell.go_where_wanted()
shell.draw(page)
