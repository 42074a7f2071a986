"""Partners: rename, set the sector, merge two that are one, add one; every change can be undone."""

from collab.ui import shell

person = shell.admit()
with shell.page("Partners"):
    from collab.ui import partners, partners_paper  # the title is seen first
    from collab.ui.picking import choose_initiative

    initiative = choose_initiative()
    partners_paper.draw(shell.store(), person, initiative)
    partners.draw(shell.store(), person, initiative)
