"""Which questions of an unknown survey belong together: from notes, headings, matrix stems or the codes of
questions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from collab.exchange.recognise.text import fold, fold_code, slug, split_code

_BRACKETED = re.compile(r"^(?P<stem>.*?)\s*\[(?P<row>[^\[\]]+)\]\s*$", re.DOTALL)
_OVERALL = re.compile(r"\b(overall|total|composite|index|general|global)\b")
ALL_QUESTIONS = "All questions"


@dataclass(frozen=True)
class Item:
    """One question of an unknown survey. heading: the group that its header names, "" where none."""

    column: int
    code: str
    statement: str
    heading: str = ""
    key: str = ""

    @property
    def prefix(self) -> str:
        """The folded letters that the code begins with."""
        return fold_code(re.sub(r"\d.*$", "", self.code)).replace(" ", "")


@dataclass(frozen=True)
class Group:
    """A dimension in the making. certain: the file itself says so.   stands_alone: kept even without questions."""

    key: str
    label: str
    items: tuple[Item, ...]
    certain: bool = False
    stands_alone: bool = False


@dataclass(frozen=True)
class Grouping:
    """Every question in its group; rest: those that belong to none."""

    groups: tuple[Group, ...]
    rest: tuple[Item, ...] = ()

    @cached_property
    def _places(self) -> dict[int, str]:
        placed = {item.column: f"{group.key}.{item.key}" for group in self.groups for item in group.items}
        return placed | {item.column: f"other_questions.{item.key}" for item in self.rest}

    def place(self, column: int) -> str | None:
        """The factor key of a column."""
        return self._places.get(column)


def item_of(path: tuple[str, ...], column: int) -> Item:
    """The question that a header asks: its code, its text, the heading above it."""
    own, above = path[-1], path[:-1]
    heading = next((text for text in above if not _is_bare_code(text)), "")
    code = next((text for text in above if _is_bare_code(text)), "")
    bracketed = _BRACKETED.match(own)
    if bracketed and len(bracketed["stem"]) > 0 and not _is_bare_code(bracketed["row"]):
        heading, own = heading or split_code(bracketed["stem"])[1], bracketed["row"]
    found, text = split_code(own)
    if "/" in own and " " not in own:
        *folders, text = own.split("/")
        heading = heading or (folders[-1].replace("_", " ").capitalize() if folders else "")
    return Item(column, (found or code).strip(), " ".join(text.split()), " ".join(heading.split()))


def _is_bare_code(text: str) -> bool:
    return " " not in text.strip() and len(text) <= 24


def grouped(items: Sequence[Item], notes: Sequence[str], headed: Sequence[str] = ()) -> Grouping:
    """Items in groups. notes: lines such as "Safety = Safe12, Safe13".   headed: labels of dimensions that the
    file reports itself."""
    keyed = _with_keys(_without_common_stem(items))
    lists = _lists(notes, keyed)
    if lists or headed:
        return _by_notes(keyed, lists, headed)
    for grouping in (_by_heading(keyed), _by_prefix(keyed)):
        if grouping is not None:
            return grouping
    return Grouping((Group("all_questions", ALL_QUESTIONS, tuple(keyed)),))


def _with_keys(items: Sequence[Item]) -> list[Item]:
    """Every item with a key of its own: its code, else its words."""
    taken: Counter[str] = Counter()
    keyed = []
    for item in items:
        base = slug(item.code) or slug(item.statement, limit=40) or f"question_{item.column + 1}"
        taken[base] += 1
        keyed.append(replace(item, key=base if taken[base] == 1 else f"{base}_{taken[base]}"))
    return keyed


def _without_common_stem(items: Sequence[Item]) -> list[Item]:
    """Matrix questions written "stem - row": the stem becomes the heading where neighbours share it."""
    stems = Counter(stem for item in items if (stem := _stem(item.statement)))
    return [_split_stem(item) if stems[_stem(item.statement)] >= 2 else item for item in items]


def _stem(statement: str) -> str:
    return statement.rsplit(" - ", 1)[0] if " - " in statement else ""


def _split_stem(item: Item) -> Item:
    stem, row = item.statement.rsplit(" - ", 1)
    return replace(item, statement=row.strip(), heading=item.heading or stem.strip(" .:"))


def _lists(notes: Sequence[str], items: Sequence[Item]) -> dict[str, set[str]]:
    """Label -> folded codes, from lines that list the codes of this file's questions: "Safety = Safe12, Safe13"."""
    codes = {fold(item.code) for item in items if item.code}
    prefixes = {item.prefix for item in items if item.code}
    found: dict[str, set[str]] = {}
    for line in notes:
        label, sign, listing = line.partition("=") if "=" in line else line.partition(":")
        if sign and 1 < len(label.strip()) <= 60 and len(listing) < 2000 and not _OVERALL.search(fold(label)):
            named = {fold(code) for code in listing.split(",") if code.strip()}
            if named & codes or {re.sub(r"[\d ].*$", "", code) for code in named} & prefixes:
                found[label.strip()] = named
    return found


def _by_notes(items: list[Item], lists: dict[str, set[str]], headed: Sequence[str]) -> Grouping:
    """Groups as notes and reported dimensions name them; the words of a reported dimension win over those of a note."""
    labels = {label: _nearest(label, headed) or label for label in lists}
    order = [*headed, *(label for label in labels.values() if label not in headed)]
    homes: dict[str, list[Item]] = {label: [] for label in order}
    rest: list[Item] = []
    for item in items:
        home = _home(item, lists, labels, order)
        (homes[home] if home else rest).append(item)
    groups = tuple(
        Group(slug(label), label, tuple(homes[label]), certain=True, stands_alone=label in headed) for label in order
    )
    return Grouping(groups, tuple(rest))


def _home(item: Item, lists: dict[str, set[str]], labels: dict[str, str], order: Sequence[str]) -> str | None:
    """The dimension of an item: listed by code, else the one that its heading or the letters of its code name."""
    for label, codes in lists.items():
        if item.code and fold(item.code) in codes:
            return labels[label]
    if item.heading and (near := _nearest(item.heading, order)):
        return near
    prefix = item.prefix
    spelled = {fold(label).replace(" ", ""): label for label in order} | {
        fold(label).replace(" ", ""): labels[label] for label in labels
    }
    if len(prefix) >= 4 and prefix in spelled:
        return spelled[prefix]
    if lists or len(prefix) < 4:
        return None
    return next(
        (
            label
            for label in order
            if any(
                word.startswith(prefix) or (prefix.startswith(word) and len(word) > 3) for word in fold(label).split()
            )
        ),
        None,
    )


def _nearest(label: str, labels: Sequence[str]) -> str | None:
    """The label that says the same in more or fewer words."""
    words = set(fold(label).split())
    same = next((other for other in labels if fold(other) == fold(label)), None)
    if same is not None:
        return same
    near = [
        other for other in labels if words and (words <= set(fold(other).split()) or set(fold(other).split()) <= words)
    ]
    return near[0] if len(near) == 1 else None


def _by_heading(items: list[Item]) -> Grouping | None:
    headings = list(dict.fromkeys(item.heading for item in items))
    if len(headings) < 2 and not (headings and headings[0]):
        return None
    if len(headings) > max(2, len(items) // 2):
        return None
    groups = tuple(
        Group(
            slug(heading, limit=40) or "other_questions_group",
            heading or "More questions",
            tuple(item for item in items if item.heading == heading),
        )
        for heading in headings
    )
    return Grouping(groups)


def _by_prefix(items: list[Item]) -> Grouping | None:
    """Groups by the letters of codes ("Safe12"), where they make at least two groups and not one for each question."""
    prefixes = list(dict.fromkeys(item.prefix for item in items))
    if "" in prefixes or not 2 <= len(prefixes) <= max(2, len(items) // 2):
        return None
    return Grouping(
        tuple(
            Group(prefix, prefix.capitalize(), tuple(item for item in items if item.prefix == prefix))
            for prefix in prefixes
        )
    )
