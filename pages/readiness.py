"""Readiness: the heatmap of one round, one cell in detail, and its meeting view."""

from collab.ui import shell

shell.admit()

from collab.ui import readiness_page  # noqa: E402 - nothing is loaded for who is not admitted

with shell.page("Where are we ready?"):
    readiness_page.show()
