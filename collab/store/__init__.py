"""The database: tables, sessions, queries, migrations. Rows never leave this package, only collab.model objects."""

from collab.store.database import Store

__all__ = ["Store"]
