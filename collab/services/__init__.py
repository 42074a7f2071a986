"""One function for each thing that a user can do: transactions, permissions, history. No screen, no SQL."""
