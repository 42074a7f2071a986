"""What a workbook that was downloaded here remembers of its cells, and what somebody did since it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property

from collab.errors import Problem
from collab.exchange.journey_sheets import Found
from collab.exchange.journey_values import fingerprint
from collab.exchange.journey_workbook import BETWEEN, CELLS, remembered, was
from collab.exchange.recognise.text import fold
from collab.store.changes import history_of
from collab.store.unit import Unit

LATEST_CHANGES = 2000


@dataclass(frozen=True)
class Memory:
    """The mark of a sheet: fingerprints of what its cells held. Empty where the sheet was not downloaded here."""

    mark: Mapping[str, str]

    @cached_property
    def keys(self) -> dict[str, int]:
        """Key of each row that it remembers -> its place, from 1."""
        return {key: at for at, key in enumerate(dict.fromkeys(key for key, _ in remembered(self.mark)), start=1)}

    def was(self, key: str, name: str) -> str | None:
        """The fingerprint of what a cell held; None where it does not remember it."""
        return self.mark.get(was(key, name))

    def is_untouched(self, key: str, name: str, raw: str) -> bool:
        """Whether a cell says nothing new: it is as it was, or is empty where nothing is remembered of it."""
        print_ = self.was(key, name)
        return not raw if print_ is None else fingerprint(raw) == print_

    def is_stale(self, key: str, name: str, present: str, version: int) -> bool:
        """Whether what is kept may be what somebody wrote since. version: of the record that holds it.

        A record of which nothing is remembered came since, or by another workbook: what it says is somebody's.
        """
        print_ = self.was(key, name)
        if print_ is not None:
            return fingerprint(present) != print_
        return bool(self.mark) and version > 0 and (bool(present) or version > 1)


def whole(found: Found) -> Found:
    """What was found; without its rows, and with a problem, where the mark lost part of what it remembered of them."""
    told = found.marker.get(CELLS, "")
    if not told or told == str(len(remembered(found.marker))):
        return found
    rest = {name: value for name, value in found.marker.items() if not name.startswith(f"was{BETWEEN}")}
    lost = Problem(
        "The workbook lost part of what it remembers of this sheet, so nobody can tell what was changed in it.",
        "",
        "Download the workbook again, and copy your changes into that one.",
        sheet=next((row.sheet for row in found.rows), None),
    )
    return replace(found, rows=(), problems=(*found.problems, lost), marker=rest)


def removed_since(unit: Unit, initiative_id: str, mark: Mapping[str, str], what: str) -> frozenset[str]:
    """Folded words of all that was removed since a workbook was downloaded. what: how the history calls it."""
    since = _moment(mark.get("exported_at", ""))
    if since is None:
        return frozenset()
    past = history_of(unit, initiative_id, LATEST_CHANGES)
    return frozenset(fold(each.subject) for each in past if each.what == what and _aware(each.at) >= since)


def _moment(text: str) -> datetime | None:
    try:
        return _aware(datetime.fromisoformat(text))
    except ValueError:
        return None


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
