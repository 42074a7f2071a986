"""Several changes as one: a store all of whose work happens in one unit, so that it is whole or absent together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from collab.model import Person
from collab.store.database import Store
from collab.store.unit import Unit

_T = TypeVar("_T")


class _InOneUnit(Store):
    """The same database, but reading and changing never leave a unit that is open already."""

    def __init__(self, store: Store, unit: Unit) -> None:
        super().__init__(store._engine, store.url)
        self._open_unit = unit

    def read(self, work: Callable[[Unit], _T]) -> _T:
        """Run work in the open unit: it sees what was changed in it before."""
        return work(self._open_unit)

    def change(self, person: Person, work: Callable[[Unit], _T]) -> _T:
        """Run work in the open unit, as the person who opened it."""
        return work(self._open_unit)


def together(store: Store, person: Person, work: Callable[[Store], _T]) -> _T:
    """Run work, which calls services with the store that it is given, as one transaction.

    Everything happens as this person. Work that was begun again after a lost connection starts from the beginning.
    """
    return store.change(person, lambda unit: work(_InOneUnit(store, unit)))
