"""Initiative: one initiative at a glance, and its goals, leaders, home, funding, partners and compact."""

from collab.ui import shell

person = shell.admit()
with shell.page(None):
    from collab.ui import initiative_page  # nothing is loaded for who is not admitted

    initiative_page.show(person)
