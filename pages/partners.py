"""Partners: rename, set the sector, merge two that are one, add one; every change can be undone."""

from collab.ui import partners, shell
from collab.ui.picking import choose_initiative

person = shell.admit()
with shell.page("Partners"):
    partners.draw(shell.store(), person, choose_initiative())
