"""Spreadsheets: drop files, see what was understood, save, undo; templates and past imports."""

from collab.ui import shell, spreadsheets

person = shell.admit()
with shell.page("Spreadsheets"):
    spreadsheets.draw(shell.store(), person)
