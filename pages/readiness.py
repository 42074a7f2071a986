"""Readiness: the heatmap of one round, one cell in detail, and its meeting view."""

from collab.ui import shell

shell.admit()

with shell.page("Where are we ready?"):
    from collab.ui import readiness_page  # nothing is loaded for who is not admitted, and the title is seen first

    readiness_page.show()
