"""Overview: every initiative with its rounds, and what to do next."""

from collab.ui import shell

person = shell.admit()
with shell.page("Overview"):
    from datetime import date

    from collab.ui import overview  # the title is seen first

    overview.draw(shell.store(), person, date.today())
