"""Checklists: what is in place, review by review, and a review in one sitting."""

from collab.ui import shell

person = shell.admit()

with shell.page("What is in place?"):
    from collab.ui import checklists  # nothing is loaded for who is not admitted, and the title is seen first

    checklists.show(shell.store(), person)
