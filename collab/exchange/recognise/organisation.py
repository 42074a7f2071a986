"""Which column names the organisation, and which spellings mean the same one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from collab.exchange.recognise.draft import rows_where
from collab.exchange.recognise.long_names import names_at_length
from collab.exchange.recognise.scale import is_rating_like, said
from collab.exchange.recognise.sectors import says_only_sectors
from collab.exchange.recognise.table import Field, coalesced
from collab.exchange.recognise.text import LONGEST, fold, fold_code, number, whole_number, without_count

_RANKS: tuple[tuple[int, str], ...] = (
    (100, r"\b(orgs?|organi[sz]ations?|orgname|organi[sz]ationname|organizacion|organisme|partner|partners|lea|"
          r"local education agency|socio|organizacao)\b"),
    (90, r"\b(district or charter|district charter|charter network|cmo|charter or district|school system|"
         r"district network)\b"),
    (85, r"\b(district|districts|isd|distrito|distrito escolar)\b"),
    (80, r"\b(charter|charters)\b"),
    (75, r"\b(schools?|school name|escuela|ecole|escola|colegio|campus|academy)\b"),
    (73, r"\b((school )?systems?|communit(y|ies) of schools|school (communit(y|ies)|family))\b"),
    (72, r"\b(i work (for|at|in)|(do|did) you work( for| at)?|who employs you|place of work|"
         r"trabajo (para|en)|donde trabaja|je travaille|lieu de travail)\b"),
    (60, r"\bdata access group\b"),
    (70, r"\b(site|building|program|institution|agency|institucion|agencia|entity|employer|entidad|workplace|sede|"
         r"plantel)\b"),
)  # fmt: skip
_NOT = re.compile(
    r"\b(id|ids|number|no|code|type|level|grade|grades|band|size|year|years|count|role|position|many|much|rate|"
    r"sector|management|zip|other|long|"
    r"phone|email|address|title|tenure|start|category|often|state|url|website|status|enrollment|climate|"
    r"satisfied|quarter|term|describes|describe|kind|"
    r"tipo|codigo|numero|nivel|grado|cargo|puesto|leader|principal|superintendent|"
    r"contact|person|resources|counselor|operating|information|browser|device|server|engagement)\b"
)
_ASKING = re.compile(
    r"\b(which|what|where|name|select|choose|represent|affiliat\w*|work (for|at|in)|belong|indicate|identify|your|que|"
    r"cual|seleccione|nombre|representa|trabaja|elija)\b"
)
_ASKS_WHICH = re.compile(
    r"^(which|what is the name|what organi[sz]ation|(please )?(select|choose)|a que|que|cual|seleccione)\b"
)
_BEGINS = re.compile(
    r"^(organi[sz]ation|organizacion|partner|district|school|charter|lea|agency|institution|name of)\b"
)
_NAME_LIKE = re.compile(
    r"\b(schools?|district|academy|academies|isd|usd|charter|public|network|prep|preparatory|archdiocese|"
    r"diocese|elementary|middle|high|"
    r"foundation|university|college|department|distrito|escuela|kipp|unified|county|collegiate|alliance|"
    r"institute|education)\b"
)
_DEMOGRAPHIC = re.compile(
    r"\b(role|position|gender|race|ethnicity|age|grade|language|title|job|tenure|sex|how|education|years?|rol|"
    r"cargo|puesto|idioma|genero|edad|date|time|level|region|state|country|based|yes|status)\b"
)
_FOLLOW_UP = re.compile(r"\b(other|otro|otra|autre|specify|especifique|write in|text)\b")
_ABBREVIATIONS = {
    "sch": "school", "schs": "schools", "schl": "school", "dist": "district", "elem": "elementary",
    "acad": "academy", "dept": "department",
    "univ": "university", "org": "organization", "pub": "public", "cty": "county", "co": "county",
    "assn": "association", "intl": "international",
}  # fmt: skip
_GENERIC_WORDS = frozenset((
    "school", "schools", "district", "public", "charter", "academy", "elementary", "middle", "high", "primary",
    "secondary", "network", "unified", "county", "city",
))  # fmt: skip
_MOST_COMPARED = 600
_LONG_NAME = 80  # letters; longer texts are names only where their header leaves no doubt
_TEST = re.compile(
    r"^(tests?|testing|tester|prueba|asdf\w*|qwerty|xxx+|preview|dummy)"
    r"( (tests?|tester|\d+|school|district|organi[sz]ation|org|partner|site|entry|row|record|response|answer|data|user|"
    r"only|run|account|123))*( .*\b(ignore|delete|disregard|remove)\b.*)?$"
    r"|^(please |pls )?(ignore|delete|disregard|remove)( (this|me|row|entry|response|test|please))*$"
    r"|\b(please|pls) (ignore|delete|disregard)\b|^(esto es )?una prueba$"
)
_YES_NO = frozenset(("", "y", "n", "yes", "no", "true", "false", "t", "f", "x", "si", "oui", "non"))
_PLACE_WORDS = frozenset((
    "north", "south", "east", "west", "upper", "lower", "new", "old", "i", "ii", "iii", "iv", "boys", "girls",
    "elementary", "middle", "high", "primary", "secondary",
))  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """A column that may name the organisation; rank 0..100, 0 where only its values speak for it.

    is_coded: it holds numbers in place of names, as an export of codes does.
    """

    field: Field
    rank: int
    name_like: float
    is_coded: bool = False

    @property
    def is_strong(self) -> bool:
        """Whether header or values say so by themselves."""
        return self.rank > 0 or self.name_like >= 0.6


def candidates(fields: list[Field], known: set[str]) -> list[Candidate]:
    """Columns that may name the organisation, the likeliest first. known: keys of known partners' names."""
    found = []
    for field in fields:
        if is_coded_name(field):
            found.append(Candidate(field, _rank(field), 0.0, is_coded=True))
        if not _could_be_names(field):
            continue
        like = name_likeness(field, known)
        rank = _rank(field)
        if rank or like >= 0.6 or _repeats(field):
            found.append(Candidate(field, rank, like))
    return sorted(
        found,
        key=lambda item: (item.is_strong, not item.is_coded, item.rank, item.name_like, -item.field.index),
        reverse=True,
    )


def _could_be_names(field: Field) -> bool:
    if field.distinct == 0 or field.number_share > 0.5 or field.date_share > 0.3:
        return False
    if field.mean_length > _LONG_NAME and not names_at_length(field):
        return False
    if says_only_sectors(field) or is_yes_or_no(field):
        return False
    return sum(is_rating_like(text) for text in field.sample) * 2 < len(field.sample)


def is_yes_or_no(field: Field) -> bool:
    """Whether a column holds nothing but yes, no and the like."""
    return field.distinct > 0 and all(fold(text) in _YES_NO for text in field.sample)


def is_coded_name(field: Field) -> bool:
    """Whether a column that asks for the organisation holds a few whole numbers: the codes of its choices."""
    coded = 0 < field.distinct <= 60 and all(whole_number(text) is not None for text in field.sample)
    return coded and any(_ASKS_WHICH.match(name) and _header_rank(name) for name in _names(field))


def _rank(field: Field) -> int:
    return max((_header_rank(name) for name in _names(field)), default=0)


def _names(field: Field) -> set[str]:
    """The folded texts that may say what a column names, the last part of "Where do you work? - School" too."""
    tails = {fold(text.rpartition(" - ")[2]) for text in field.path}
    return set(field.names) | {fold_code(text) for text in (*field.path, field.header)} | tails - {""}


def _header_rank(name: str) -> int:
    if len(name.split()) > 4 and not _ASKING.search(name) and not _BEGINS.match(name):
        return 0
    if _NOT.search(re.sub(r"\b(high|middle|elementary) school\b", "school", name)) or len(name.split()) > 25:
        return 0
    return next((rank for rank, pattern in _RANKS if re.search(pattern, name)), 0)


def name_likeness(field: Field, known: set[str]) -> float:
    return sum(is_named_like(text, known) for text in field.sample) / max(1, len(field.sample))


def is_named_like(text: str, known: set[str]) -> bool:
    """Whether a text reads like the name of an organisation, or is one of these keys. A sentence is none."""
    folded = fold(text)
    return merge_key(text) in known or (
        len(folded.split()) <= 9 and bool(_NAME_LIKE.search(folded)) and not text.rstrip().endswith((".", "?"))
    )


def _repeats(field: Field) -> bool:
    if any(_DEMOGRAPHIC.search(name) for name in _names(field)):
        return False
    return 2 <= field.distinct <= 200 and field.filled >= 2 * field.distinct and field.mean_length <= 45


def goes_with(field: Field, sector: Field) -> bool:
    """Whether every value of a column stands beside one value of the sector's column only, as an organisation does."""
    both = (field.codes != 0) & (sector.codes != 0)
    pairs = np.unique(field.codes[both].astype(np.int64) * len(sector.values) + sector.codes[both])
    return field.distinct > sector.distinct >= 2 and len(pairs) == len(np.unique(field.codes[both])) > 0


def with_other_texts(column: Field, fields: list[Field]) -> Field:
    """The organisation's column with the texts that people wrote where they chose "Other"."""
    nameless = rows_where(column, is_no_name)
    texts = [
        field
        for field in fields
        if field is not column
        and field.filled
        and any(_FOLLOW_UP.search(name) for name in field.names)
        and any(name in other for name in column.names for other in field.names)
        and not np.any((field.codes != 0) & ~nameless)
    ]
    if not texts:
        return column
    named = replace(column, codes=np.where(nameless, 0, column.codes).astype(np.int32))
    return replace(coalesced([named, *texts], path=column.path, header=column.header), index=column.index)


def are_exclusive(fields: list[Field]) -> bool:
    """Whether no row fills more than one of these columns: the branches of one question."""
    filled = sum((field.codes != 0).astype(np.int8) for field in fields)
    return bool(np.all(filled <= 1)) and all(field.filled for field in fields)


def merge_key(name: str) -> str:
    """What is left of a name once case, accents, punctuation, spaces and usual abbreviations are evened out."""
    words = [word for word in fold(name.replace("&", " and ")).split() if word not in ("and", "the", "y")]
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)


def is_no_name(text: str) -> bool:
    """Whether a cell of the organisation's column names none."""
    return (
        not text or said(text).mark is not None or fold(text) in ("", "other", "otro", "otra", "other please specify")
    )


def is_test_name(text: str) -> bool:
    """Whether a cell of the organisation's column was typed to try the survey out."""
    return len(text) <= LONGEST and bool(_TEST.search(fold(text)))


@dataclass(frozen=True)
class Name:
    """One organisation: the spelling shown, every spelling found, and its rows."""

    shown: str
    spellings: tuple[str, ...]
    rows: int


def gathered(counts: Counter[str], known_names: dict[str, str]) -> list[Name]:
    """Spellings gathered into organisations by merge_key; a known partner's own spelling wins, else the most
    frequent."""
    groups: dict[str, list[str]] = {}
    for text in counts:
        groups.setdefault(merge_key(without_count(text)[0]), []).append(text)
    names = []
    for key, texts in groups.items():
        shown = known_names.get(key) or max(texts, key=lambda text: (counts[text], text != text.upper(), len(text)))
        bare = without_count(" ".join(shown.split()))[0]
        names.append(Name(bare, tuple(texts), sum(counts[text] for text in texts)))
    return names


def close_pairs(names: list[Name], known: list[str], *, among: bool = True) -> list[tuple[Name, str]]:
    """Organisations that may be another one misspelt: (the rarer, what it may be), each at most once.

    among: compare the names of the file with one another too, not only with known partners.
    """
    ordered = sorted(names, key=lambda name: (name.shown in known, name.rows), reverse=True)
    common = _common_words([name.shown for name in names] + known)
    own = {text: merge_key(text) for text in (*known, *(name.shown for name in names))}
    before = dict.fromkeys(known)
    pairs: list[tuple[Name, str]] = []
    for name in ordered if len(own) <= _MOST_COMPARED else ():
        if name.shown in before:
            continue
        match = next((target for target in before if _is_close(name.shown, target, own, common)), None)
        if match is not None:
            pairs.append((name, match))
        elif among:
            before[name.shown] = None
    return pairs


def _common_words(names: list[str]) -> frozenset[str]:
    found = Counter(word for name in names for word in set(merge_key(name).split()))
    return frozenset(word for word, count in found.items() if count >= 3) | _GENERIC_WORDS


def _is_close(first: str, second: str, own: dict[str, str], common: frozenset[str]) -> bool:
    from rapidfuzz import fuzz

    one, two = own[first], own[second]
    if fuzz.ratio(one, two) >= 86 or one.replace(" ", "") == two.replace(" ", ""):
        return _differ_by_a_slip(one, two, common)
    bracketed = ("(" in first) != ("(" in second) and _without_brackets(first) == _without_brackets(second)
    return bracketed or _initials_of(one, second) or _initials_of(two, first)


def _differ_by_a_slip(one: str, two: str, common: frozenset[str]) -> bool:
    from rapidfuzz import fuzz

    apart = set(one.split()) ^ set(two.split())
    if any(number(word) is not None or word in _PLACE_WORDS or len(word) == 1 for word in apart):
        return False
    shared = common & set(one.split()) & set(two.split())
    own_one = " ".join(word for word in one.split() if word not in shared) or one
    own_two = " ".join(word for word in two.split() if word not in shared) or two
    return own_one == own_two or fuzz.ratio(own_one, own_two) >= 84


def _without_brackets(name: str) -> str:
    return merge_key(re.sub(r"\([^)]*\)", " ", name))


def _initials_of(short: str, name: str) -> bool:
    words = fold(name).split()
    return len(words) >= 3 and " " not in short and short == "".join(word[0] for word in words)
