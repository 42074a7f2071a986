"""Overview: every initiative with its rounds, and what to do next."""

from collab.ui import overview, shell

person = shell.admit()
with shell.page("Overview"):
    overview.draw(shell.store(), person)
