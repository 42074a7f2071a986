"""Logic model: the problem, what partners put in and do, and what that leads to, on one screen."""

from collab.ui import shell

person = shell.admit()
with shell.page("What leads to what?"):
    from collab.ui import logic_page  # nothing is loaded for who is not admitted, and the title is seen first

    logic_page.show(person)
