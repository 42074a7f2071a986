"""Root causes: a problem, five whys as a tree with their evidence, the two tests, and what was chosen."""

from collab.ui import shell

person = shell.admit()
with shell.page("Why does it happen?"):
    from collab.ui import causes_page  # nothing is loaded for who is not admitted, and the title is seen first

    causes_page.show(person)
