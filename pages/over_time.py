"""Over time: readiness of two or more rounds side by side, and its meeting view."""

from collab.ui import shell

shell.admit()

with shell.page("What has changed?"):
    from collab.ui import over_time_page  # nothing is loaded for who is not admitted, and the title is seen first

    over_time_page.show()
