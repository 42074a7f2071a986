"""Which columns of an unknown survey share one set of answers, and could be the items of one instrument."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from collab.exchange.recognise.ratings import MOST_LABELS, YES_NO, Profile, is_numbered, merged, profile
from collab.exchange.recognise.roles import is_comment
from collab.exchange.recognise.scale import concepts
from collab.exchange.recognise.table import Field
from collab.exchange.recognise.text import counted, slug

_LONGEST_LABEL = 60
# Sets whose labels no family of the vocabulary explains.
_UNNAMED = ("labels", "numbers", "long numbers")


@dataclass(frozen=True)
class RatingSet:
    """Columns that share one set of labels or codes."""

    fields: tuple[Field, ...]
    profile: Profile
    family: str

    @property
    def ends(self) -> str:
        """The lowest and the highest answer; all of them where their order is not known."""
        labels = [self.profile.spelled[word] for word in sorted(_labels(self), key=_rank)]
        if not labels or (self.profile.codes and self.family == "numbers"):
            codes = sorted(code for code in self.profile.codes if code >= 0) or sorted(self.profile.codes)
            return f"{codes[0]} … {codes[-1]}"
        return f"{labels[0]} … {labels[-1]}" if self.family != "labels" else " / ".join(labels)

    @property
    def key(self) -> str:
        """The key of the set among the choices of a question."""
        return slug(self.ends.replace("…", " to "))

    @property
    def described(self) -> str:
        """The set in words, for a choice."""
        return f"{self.ends} ({counted(len(self.fields), 'question')})"


def _labels(found: RatingSet) -> list[str]:
    """The words that are points of the scale: notes typed into a cell are none where its family is known."""
    words = list(found.profile.words)
    own = [word for word in words if any(name == found.family for name, _, _ in concepts(word))]
    return own if own and found.family not in _UNNAMED else words


def _rank(word: str) -> tuple[int, str]:
    return next((rank for _, _, rank in concepts(word)), 99), word


def rating_sets(fields: list[Field]) -> list[RatingSet]:
    """Sets of columns with one scale, the likeliest first: agreement before others, then the larger."""
    found = [(field, part) for field in fields if (part := profile(field)) is not None and _could_be_rating(part)]
    groups: list[list[tuple[Field, Profile, str]]] = []
    for field, part in found:
        name = _kind(part)
        home = next((group for group in groups if _belong_together(group, part, name)), None)
        if home is None:
            groups.append([(field, part, name)])
        else:
            home.append((field, part, name))
    groups = _lengthened(_completed(groups))
    sets = [
        RatingSet(tuple(field for field, _, _ in group), merged([part for _, part, _ in group]), group[0][2])
        for group in _absorbed(groups)
    ]
    return sorted(
        (item for item in sets if _is_scale(item)),
        key=lambda item: (item.family != YES_NO, len(item.fields) >= 3, item.family == "agreement", len(item.fields)),
        reverse=True,
    )


def _could_be_rating(part: Profile) -> bool:
    own = len(part.words) + len(part.codes)
    return 1 <= own <= MOST_LABELS + 2


def _kind(part: Profile) -> str:
    if part.family:
        return part.family
    if part.words:
        return "labels"
    high = max((code for code in part.codes if code <= 10), default=0)
    return "numbers" if high <= 7 else "long numbers"


def _belong_together(group: list[tuple[Field, Profile, str]], part: Profile, name: str) -> bool:
    if group[0][2] != name:
        return False
    if name != "labels":
        return True
    known = {word for _, other, _ in group for word in other.words}
    return len(known & set(part.words)) >= min(2, len(part.words), len(known))


def _completed(groups: list[list[tuple[Field, Profile, str]]]) -> list[list[tuple[Field, Profile, str]]]:
    """Columns with a label too many for any family join the columns of a family with which they share the others."""
    named = [group for group in groups if group[0][2] not in (*_UNNAMED, YES_NO)]
    used = Counter(word for group in groups for _, part, _ in group for word in part.words)
    everything = [item for group in groups for item in group]
    homes = {item[0].index: home for item in everything if (home := _home(item, named, used)) is not None}
    completed = []
    for group in groups:
        joining = [(field, part, group[0][2]) for field, part, _ in everything if homes.get(field.index) is group]
        staying = [item for item in group if item[0].index not in homes]
        completed.append(sorted(staying + joining, key=lambda item: item[0].index))
    return [group for group in completed if group]


def _home(
    item: tuple[Field, Profile, str], named: list[list[tuple[Field, Profile, str]]], used: Counter[str]
) -> list[tuple[Field, Profile, str]] | None:
    """The family whose labels a column has in at least two ways and half of its cells; its other labels stand in
    another column too, so that they are no notes."""
    field, part, kind = item
    if kind != "labels" or is_comment(field):
        return None
    for group in named:
        shared = part.words.keys() & {word for _, other, _ in group for word in other.words}
        others = part.words.keys() - shared
        if (
            len(shared) >= 2
            and sum(part.words[word] for word in shared) * 2 >= part.cells
            and all(used[word] >= 2 for word in others)
        ):
            return group
    return None


def _absorbed(groups: list[list[tuple[Field, Profile, str]]]) -> list[list[tuple[Field, Profile, str]]]:
    """Bare numbers join the labelled columns that mix words with numbers: one grid, its ends not always chosen."""
    mixed = next(
        (
            group
            for group in groups
            if group[0][2] not in ("numbers", "long numbers") and any(part.codes for _, part, _ in group)
        ),
        None,
    )
    if mixed is None:
        return groups
    for group in [group for group in groups if group[0][2] in ("numbers", "long numbers")]:
        mixed += group
        groups = [other for other in groups if other is not group]
    return groups


def _lengthened(groups: list[list[tuple[Field, Profile, str]]]) -> list[list[tuple[Field, Profile, str]]]:
    """Numbers that happen to stay low join the long scale (0 to 10, say) that they stand in the midst of."""
    long = next((group for group in groups if group[0][2] == "long numbers"), None)
    short = next((group for group in groups if group[0][2] == "numbers"), None)
    if long is None or short is None:
        return groups
    first, last = min(field.index for field, _, _ in long) - 1, max(field.index for field, _, _ in long) + 1
    joining = [
        item for item in short if first <= item[0].index <= last and (max(item[1].codes) > 5 or 0 in item[1].codes)
    ]
    rest = [item for item in short if item not in joining]
    others = [group for group in groups if group is not long and group is not short]
    return [sorted(long + joining, key=lambda item: item[0].index), *([rest] if rest else []), *others]


def _is_scale(item: RatingSet) -> bool:
    if item.family == YES_NO:
        return len(item.fields) >= 3
    points = len(_labels(item)) + len([code for code in item.profile.codes if 0 <= code <= 10])
    if item.family == "labels":
        brief = max(map(len, item.profile.words), default=0) <= _LONGEST_LABEL
        enough = 2 if is_numbered(item.profile) else 3
        return brief and len(item.fields) >= enough and 3 <= points <= MOST_LABELS
    if item.family in ("numbers", "long numbers"):
        return len(item.fields) >= 3 and 3 <= points <= MOST_LABELS
    return 2 <= points <= MOST_LABELS + 2
