"""The answers of one column: which labels, codes and marks occur, and which columns share one set of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from collab.exchange.recognise.scale import Said, concepts, misspelt, said
from collab.exchange.recognise.table import Field, once_per_field

MOST_LABELS = 11
YES_NO = "yes_no"
# These stand in the middle of any scale, not of agreement alone.
NEUTRAL = frozenset(("neutral", "neutro", "neutre", "neither"))
_MOST_DISTINCT = 60


@dataclass(frozen=True)
class Profile:
    """What the cells of one column say, counted in cells.

    words: folded label -> cells.   codes: bare code -> cells.   glued: folded label -> code, where one cell has both.
    marked: cells that say "not applicable" or "no answer".   spelled: folded label -> the text as most often written.
    """

    words: Counter[str] = field(default_factory=Counter)
    codes: Counter[int] = field(default_factory=Counter)
    glued: dict[str, int] = field(default_factory=dict)
    marked: int = 0
    spelled: dict[str, str] = field(default_factory=dict)

    @property
    def cells(self) -> int:
        """Cells with words or codes."""
        return self.words.total() + self.codes.total()

    @property
    def families(self) -> Counter[str]:
        """Family of labels -> cells that use one of its labels."""
        found: Counter[str] = Counter()
        neutral = 0
        slips = _slips(self.words)
        for words, count in self.words.items():
            for family in {family for family, _, _ in concepts(slips.get(words, words))}:
                found[family] += count
            neutral += count if words in NEUTRAL else 0
        for family in found if neutral else ():
            found[family] += neutral if family != "agreement" else 0
        return found

    @property
    def family(self) -> str | None:
        """The family that at least four fifths of the worded cells belong to."""
        if not self.words:
            return None
        name, count = next(iter(self.families.most_common(1)), ("", 0))
        return name if count * 5 >= self.words.total() * 4 else None


def _slips(words: Counter[str]) -> dict[str, str]:
    """Labels that are a slip of the pen for another label of the same column -> that label."""
    known = [word for word in words if concepts(word)]
    places = {word: place for place, word in enumerate(known)}
    found = {word: misspelt(word, places) for word in words if not concepts(word)} if known else {}
    return {word: known[place] for word, place in found.items() if place is not None}


@once_per_field
def profile(column: Field) -> Profile | None:
    """The profile of a column; None for one with too many different values to hold ratings."""
    if column.distinct > _MOST_DISTINCT or column.distinct == 0:
        return None
    result = Profile()
    marked = 0
    best: dict[str, int] = {}
    for code in column.present:
        text, count = column.values[code], int(column.counts[code])
        what = said(text)
        if what.mark is not None:
            marked += count
        elif what.words:
            _add_words(result, what, text, count, best)
        elif what.code is not None:
            result.codes[what.code] += count
    return Profile(result.words, result.codes, result.glued, marked, result.spelled)


def _add_words(result: Profile, what: Said, text: str, count: int, best: dict[str, int]) -> None:
    result.words[what.words] += count
    if what.code is not None:
        result.glued[what.words] = what.code
    if count > best.get(what.words, 0):
        best[what.words] = count
        result.spelled[what.words] = text


def merged(profiles: list[Profile]) -> Profile:
    """One profile of several columns together."""
    words: Counter[str] = Counter()
    codes: Counter[int] = Counter()
    glued: dict[str, int] = {}
    spelled: dict[str, str] = {}
    for part in profiles:
        words.update(part.words)
        codes.update(part.codes)
        glued.update(part.glued)
        spelled = part.spelled | spelled
    return Profile(words, codes, glued, sum(part.marked for part in profiles), spelled)


def is_scale_like(found: Profile | None) -> bool:
    """Whether a column could hold ratings of some scale: few labels of one family, few codes, or labels with codes."""
    if found is None or found.cells == 0:
        return False
    if found.words:
        own = len(found.words) - len(_slips(found.words)) + len(found.codes)
        return found.family != YES_NO and (found.family is not None or is_numbered(found)) and own <= MOST_LABELS + 4
    low, high = min(found.codes), max(found.codes)
    return low >= -99 and _spread(found.codes) <= MOST_LABELS and high <= 99


def is_numbered(found: Profile) -> bool:
    """Whether labels are points because each carries a number of its own: "1 - Seed", "2 - Sprout"; not
    "School 1", "School 2"."""
    return len(found.words) >= 3 and len(set(found.glued.values())) * 5 >= len(found.words) * 4


def _spread(codes: Counter[int]) -> int:
    """How many points a scale of these codes has, codes for missing answers left out."""
    inside = [code for code in codes if 0 <= code <= 10]
    return max(inside) - min(inside) + 1 if len(inside) > 0 else 99
