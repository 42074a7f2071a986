"""Stages: the five stages as a path, moving on and back, milestones, gates, and planned against actual time."""

from collab.ui import shell

person = shell.admit()
with shell.page("Where are we?"):
    from collab.ui import stages_page  # nothing is loaded for who is not admitted, and the title is seen first

    stages_page.show(person)
