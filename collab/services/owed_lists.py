"""What is owed looked through: narrowed by whose, what and when, and grouped by owner or by date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from collab.model import Sector
from collab.services.owed import KINDS, NOBODY, SOON_DAYS, Due, Owed


@dataclass(frozen=True)
class Wanted:
    """What is looked for; "" and None stand for anything. due: OVERDUE, SOON (up to 30 days from now, overdue
    too) or NO_DATE."""

    partner_id: str = ""
    sector: str = ""
    owner: str = ""
    kind: str = ""
    due: str = ""
    search: str = ""


@dataclass(frozen=True)
class Group:
    """Things that are owed by the same, or due at the same time. overdue: how many of them are late."""

    key: str
    label: str
    lines: tuple[Owed, ...]
    overdue: int


def narrowed(lines: Iterable[Owed], wanted: Wanted, today: date) -> tuple[Owed, ...]:
    """Those that are looked for, in the same order."""
    return tuple(each for each in lines if _fits(each, wanted, today))


def _fits(each: Owed, wanted: Wanted, today: date) -> bool:
    task = each.task
    texts = (task.text, task.owner, task.partner, task.about, each.initiative.name, KINDS[task.kind])
    return (
        wanted.partner_id in ("", task.partner_id)
        and wanted.sector in ("", task.sector)
        and wanted.owner in ("", each.owner_key)
        and wanted.kind in ("", task.kind)
        and _is_due(each, wanted.due, today)
        and all(any(word in text.casefold() for text in texts) for word in wanted.search.casefold().split())
    )


def _is_due(each: Owed, wanted: str, today: date) -> bool:
    if wanted == Due.SOON:
        return each.task.due_on is not None and each.task.due_on <= today + timedelta(days=SOON_DAYS)
    return wanted in ("", each.due(today))


def sectors_of(lines: Iterable[Owed]) -> frozenset[Sector]:
    """The sectors whose partners owe something."""
    return frozenset(each.task.sector for each in lines if each.task.sector is not None)


def partners_named(lines: Iterable[Owed]) -> dict[str, str]:
    """Id -> name of each partner that owes something, by name."""
    named = {each.task.partner_id: each.task.partner for each in lines if each.task.partner_id}
    return dict(sorted(named.items(), key=lambda pair: pair[1].casefold()))


def owners_named(lines: Sequence[Owed]) -> dict[str, str]:
    """Owner key -> how it is called, by name, nobody last: a person as most often spelled."""
    spelled: dict[str, Counter[str]] = {}
    for each in lines:
        label = each.task.owner or each.task.partner or "Nobody yet"
        spelled.setdefault(each.owner_key, Counter())[" ".join(label.split())] += 1
    labels = {key: counted.most_common(1)[0][0] for key, counted in spelled.items()}
    return dict(sorted(labels.items(), key=lambda pair: (pair[0] == NOBODY, pair[1].casefold())))


def by_owner(lines: Sequence[Owed], today: date) -> tuple[Group, ...]:
    """Grouped by whose it is: who is late for longest first, then by the next date; nobody last."""
    labels = owners_named(lines)
    groups = _groups(lines, labels, today, of=lambda each: each.owner_key)
    return tuple(sorted(groups, key=_by_urgency))


def by_date(lines: Sequence[Owed], today: date, labels: Mapping[Due, str]) -> tuple[Group, ...]:
    """Grouped by when it is due, overdue first."""
    return tuple(_groups(lines, {due: labels[due] for due in Due}, today, of=lambda each: each.due(today)))


def _groups(
    lines: Sequence[Owed], labels: Mapping[str, str], today: date, *, of: Callable[[Owed], str]
) -> Iterable[Group]:
    found: dict[str, list[Owed]] = {}
    for each in lines:
        found.setdefault(of(each), []).append(each)
    for key, label in labels.items():
        if key in found:
            late = sum(each.task.overdue(today) for each in found[key])
            yield Group(key, label, tuple(found[key]), late)


def _by_urgency(group: Group) -> tuple[bool, date]:
    return group.key == NOBODY, group.lines[0].task.due_on or date.max
