"""What is owed: all that is to be done, of one initiative or of all, by owner or by date; to tick, print and send."""

from collab.ui import shell

person = shell.admit()
with shell.page("What is owed?"):
    from collab.ui import owed_page  # nothing is loaded for who is not admitted, and the title is seen first

    owed_page.show(person)
