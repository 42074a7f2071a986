"""Compare: district beside charter in one round, and its meeting view."""

from collab.ui import shell

shell.admit()

with shell.page("Where do the sectors differ?"):
    from collab.ui import compare_page  # nothing is loaded for who is not admitted, and the title is seen first

    compare_page.show()
