"""Which organisation a name in a file means: one that is known, a close spelling to ask about, or a new one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from collab.exchange.findings import Choice, FoundPartner, Question
from collab.model import Partner, Sector
from collab.store.keys import name_key
from collab.store.partners import Organisation

PREFIX = "partner:"
SAME, NEW = "same", "new"
_GENERIC = frozenset(
    ["the", "of", "and", "for", "in", "at", "inc", "school", "schools", "public", "district", "charter", "isd", "usd"]
)
_LIKELY = 75


@dataclass(frozen=True)
class Meaning:
    """What one name in a file means. token stands for the organisation: its id, or "new:" and its name.

    partner is None for a new organisation. aliases: keys of other spellings, to be remembered.
    """

    token: str
    name: str
    sector: Sector
    partner: Partner | None
    takes_part: bool
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Meanings:
    """Every name of a file, in its order, with the questions that close spellings raise."""

    meanings: tuple[Meaning, ...]
    questions: tuple[Question, ...]
    open_questions: tuple[str, ...]


def meanings_of(
    found: Iterable[FoundPartner],
    known: tuple[Organisation, ...],
    answers: Mapping[str, object],
    *,
    accept: bool,
    ask_close: bool,
) -> Meanings:
    """Settle each name: the same key in the initiative, the same name and sector elsewhere, else new.

    ask_close: ask about close spellings. Recognition has asked already where a column names the organisations.
    """
    index = _Index(known)
    asked = _Asked(answers, accept)
    meanings = tuple(_with_spellings(_meaning(each, index, asked, ask_close), each) for each in found)
    return Meanings(meanings, tuple(asked.questions), tuple(asked.open_questions))


def _meaning(found: FoundPartner, index: _Index, asked: _Asked, ask_close: bool) -> Meaning:
    exact = index.exact(found)
    if exact is not None:
        return exact
    candidate = index.close(found) if ask_close else None
    if candidate is not None and asked.is_same(found, candidate):
        return candidate.means(aliases=(name_key(found.name),))
    return _new(found)


def _with_spellings(meaning: Meaning, found: FoundPartner) -> Meaning:
    """The other spellings in the file will mean this organisation in other files too."""
    own = name_key(meaning.name)
    keys = {*meaning.aliases, *(name_key(text) for text in (found.name, *found.variants))} - {own}
    return replace(meaning, aliases=tuple(sorted(keys)))


class _Asked:
    """The questions about close spellings, with the answers given."""

    def __init__(self, answers: Mapping[str, object], accept: bool) -> None:
        self._answers = answers
        self._accept = accept
        self.questions: list[Question] = []
        self.open_questions: list[str] = []

    def is_same(self, found: FoundPartner, candidate: _Candidate) -> bool:
        question = _question(found, candidate)
        self.questions.append(question)
        answer = self._answers.get(question.id, SAME if self._accept else None)
        if answer not in (SAME, NEW):
            self.open_questions.append(question.id)
        return answer == SAME


@dataclass(frozen=True)
class _Candidate:
    """An organisation that a name may mean."""

    token: str
    name: str
    sector: Sector
    partner: Partner
    takes_part: bool

    def means(self, *, aliases: tuple[str, ...] = ()) -> Meaning:
        return Meaning(self.token, self.name, self.sector, self.partner, self.takes_part, aliases)


class _Index:
    """The organisations that names are compared with, new ones of the file itself included."""

    def __init__(self, known: tuple[Organisation, ...]) -> None:
        self._inside: dict[str, _Candidate] = {}
        self._elsewhere: dict[str, list[_Candidate]] = {}
        self._close: list[tuple[str, _Candidate]] = []
        for organisation in known:
            partner = organisation.partner
            candidate = _Candidate(partner.id, partner.name, partner.sector, partner, organisation.takes_part)
            for key in organisation.keys:
                if organisation.takes_part:
                    self._inside.setdefault(key, candidate)
                else:
                    self._elsewhere.setdefault(key, []).append(candidate)
                self._close.append((_core(key), candidate))

    def exact(self, found: FoundPartner) -> Meaning | None:
        key = name_key(found.name)
        if key in self._inside:
            return self._inside[key].means()
        elsewhere = self._elsewhere.get(key, ())
        return next((each.means() for each in elsewhere if found.sector in (None, each.sector)), None)

    def close(self, found: FoundPartner) -> _Candidate | None:
        """The closest organisation whose name differs by a slip of the pen; those that take part come first."""
        if not self._close:
            return None
        from rapidfuzz import fuzz, process

        core = _core(name_key(found.name))
        texts = [text for text, _ in self._close]
        likely = process.extract(core, texts, scorer=fuzz.token_sort_ratio, score_cutoff=_LIKELY, limit=10)
        near = [(-score, place) for _, score, place in likely if self._is_slip(found, core, place)]
        if not near:
            return None
        return self._close[min(near, key=lambda each: (not self._close[each[1]][1].takes_part, *each))[1]][1]

    def _is_slip(self, found: FoundPartner, core: str, place: int) -> bool:
        text, candidate = self._close[place]
        if found.sector not in (None, candidate.sector):
            return False
        return differs_by_a_slip(core, text)


def _core(key: str) -> str:
    """A name without punctuation and words that any school may have."""
    words = re.sub(r"[^\w\s]", " ", key).split()
    kept = [word for word in words if word not in _GENERIC]
    return " ".join(kept or words)


def differs_by_a_slip(one: str, other: str) -> bool:
    """Whether two names differ by typing only: the same words in any order, long ones with one or two wrong letters.

    Words with digits must be equal ("PS 12" is not "PS 13"), and so must short ones ("East" is not "West").
    """
    first, second = sorted(one.split()), sorted(other.split())
    if "".join(first) == "".join(second) or "".join(one.split()) == "".join(other.split()):
        return True
    if len(first) != len(second):
        return False
    return all(_near(a, b) for a, b in zip(first, second, strict=True) if a != b)


def _near(one: str, other: str) -> bool:
    from rapidfuzz.distance import OSA

    shorter = min(len(one), len(other))
    if shorter < 5 or any(sign.isdigit() for sign in one + other):
        return False
    return OSA.distance(one, other) <= (1 if shorter < 8 else 2)


def _new(found: FoundPartner) -> Meaning:
    sector = found.sector or Sector.OTHER
    return Meaning(f"new:{name_key(found.name)}", found.name, sector, None, False)


def _question(found: FoundPartner, candidate: _Candidate) -> Question:
    where = "" if candidate.takes_part else " (it takes part in another initiative)"
    return Question(
        id=f"{PREFIX}{found.name}",
        ask=f"Is “{found.name}” the same organisation as “{candidate.name}”{where}?",
        choices=(
            Choice(SAME, f"Yes, it is “{candidate.name}”"),
            Choice(NEW, f"No, “{found.name}” is another organisation"),
        ),
        proposal=SAME,
        group="Organisations",
        why="The two names differ by a few letters only.",
    )
