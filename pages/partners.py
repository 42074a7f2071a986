"""Partners: rename, set the sector, merge two that are one, add one; every change can be undone."""

from collab.ui import shell

person = shell.admit()
with shell.page("Partners"):
    from collab.ui import partners  # the title is seen first
    from collab.ui.picking import choose_initiative

    partners.draw(shell.store(), person, choose_initiative())
