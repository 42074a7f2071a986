"""Every table in one metadata: whoever makes, migrates or checks a whole database asks here."""

from __future__ import annotations

from collab.store import journey_tables, plan_tables, tables
from collab.store.columns import metadata

__all__ = ["journey_tables", "metadata", "plan_tables", "tables"]
