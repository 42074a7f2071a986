"""Spreadsheets: drop files, see what was understood, save, undo; templates and past imports."""

from collab.ui import shell

person = shell.admit()
with shell.page("Spreadsheets"):
    from collab.ui import spreadsheets  # the title is seen first

    spreadsheets.draw(shell.store(), person)
