"""Conclusions: what partners concluded on each dimension beside its ratings, with next steps, and its meeting view."""

from collab.ui import shell

shell.admit()

with shell.page("What did we conclude?"):
    from collab.ui import conclusions_page  # nothing is loaded for who is not admitted, and the title is seen first

    conclusions_page.show()
