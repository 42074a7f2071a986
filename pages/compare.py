"""Compare: district beside charter in one round, and its meeting view."""

from collab.ui import shell

shell.admit()

from collab.ui import compare_page  # noqa: E402 - nothing is loaded for who is not admitted

with shell.page("Where do the sectors differ?"):
    compare_page.show()
