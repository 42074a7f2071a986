"""One module for each command: read options, call a service, print. No rule of Common Ground lives here."""
