"""Action plans: for each goal who does what by when, what waits for what, and what is late."""

from collab.ui import shell

person = shell.admit()
with shell.page("Who does what by when?"):
    from collab.ui import plans_page  # nothing is loaded for who is not admitted, and the title is seen first

    plans_page.show(person)
