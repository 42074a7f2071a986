"""Readiness: the heatmap of one round, one cell in detail, and its meeting view."""

from collab.ui import shell

shell.admit()

with shell.page(None):
    from collab.ui import readiness_page  # nothing is loaded for who is not admitted

    readiness_page.show()
