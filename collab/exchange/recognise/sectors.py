"""What sector an organisation belongs to, from the word in a file's column or from the organisation's own name."""

from __future__ import annotations

import re
from functools import lru_cache

from collab.exchange.findings import Choice
from collab.exchange.recognise.table import Field
from collab.exchange.recognise.text import LONGEST, fold, fold_code
from collab.framework import load_framework
from collab.model import Sector

_STRONG_HEADERS = re.compile(
    r"\b(sector|management type|governance|school type|type of school|organi[sz]ation type|"
    r"type of organi[sz]ation|lea type|agency type|"
    r"partner type|type of partner|operator|authorizer type|tipo de escuela|tipo de organizacion|"
    r"tipo de institucion|school model)\b"
)
_DESCRIBES = re.compile(
    r"\b(best describes|type|kind|tipo|describe mejor)\b.*\b(organi[sz]ation|school|district|partner|"
    r"institution|organizacion|escuela)\b"
)
# A longer value names a sector where it has the word of one sector and of no other: "Public charter school".
_PHRASES: tuple[tuple[Sector, str], ...] = (
    (Sector.DISTRICT, r"\b(traditional|tradicional|school district|districts?|dist|distritos?|isd|ecole publique)\b"),
    (Sector.CHARTER, r"\b(charters?|chtr|cmo|ecole a charte|subvencionada)\b"),
    (
        Sector.CATHOLIC_PRIVATE,
        r"\b(catholic|private|parochial|archdiocese|diocese|diocesan|catholique|privee?|"
        r"catolic[ao]|privad[ao]|parroquial|diocesan[ao])\b",
    ),
    (Sector.STATE, r"\b(state (education )?agency|state department|department of education)\b"),
    (Sector.COMMUNITY, r"\b(community|nonprofit|non profit|foundation|university)\b"),
)
# Words that a phrase for a sector is made of: a value of such words alone names no organisation.
_SECTOR_WORDS = re.compile(
    r"^(a|an|the|or|and|of|my|type|class|other|local|education|educational|agency|agencies|lea|public|traditional|"
    r"regular|independent|autonomous|school|schools|district|districts|charter|charters|network|networks|operator|"
    r"cmo|management|organi[sz]ation|run|operated|private|parochial|catholic|religious|state|department|community|"
    r"nonprofit|non|profit|foundation|sector|partner|ecole|publique|privee?|catholique|escuela|publica|privada|"
    r"catolica|distrito|escolar|isd|\d+)$"
)
_WEAK_HEADERS = re.compile(r"\b(type|tipo|category|kind|classification|model)\b")
_NUMBERING = re.compile(r"\b(\d+|[a-z]|[ivx]+)\b")
_NAMED_SECTOR = re.compile(r"^(\w+ ){0,3}sector( (of|de) .*| \w+)?$")
# What a "no" to "Is it a charter school?" says: it leaves open what the organisation is instead.
DENIED = "Not "
_CERTAIN_NAMES: tuple[tuple[str, Sector], ...] = (
    (r"\b(archdiocese|diocese|diocesan|catholic|parochial|lutheran schools?|jesuit)\b", Sector.CATHOLIC_PRIVATE),
    (r"\b(charter|charters|cmo)\b", Sector.CHARTER),
    (r"\b(isd|usd|cisd|school district|unified district|public schools|public school district|"
     r"school corporation|unified schools|board of education|"
     r"distrito escolar|county schools|city schools|area schools|parish schools|parish school (board|system|district)|"
     r"school board|unified|(area|city|county|joint|parish|local|independent|community|central) sd)\b",
     Sector.DISTRICT),
    (r"^(state (department|board) of education|.*\bstate (department|board) of education\b.*|"
     r".*\bstate education agency\b.*)$", Sector.STATE),
)  # fmt: skip
# Charter networks whose names read like a district's ("... Public Schools"): proposed as charter, never taken for
# granted.
_CHARTER_NETWORKS = re.compile(
    r"\b(kipp|dsst|strive|rocketship|aspire|idea public|uplift|yes prep|success academy|uncommon|"
    r"achievement first|noble|mastery|green dot|summit|"
    r"harmony public|basis|great hearts|democracy prep|alliance college|breakthrough|freedom prep|collegiate|"
    r"uncommon schools|citizens of the world|alpha public|icef)\b"
)
_LIKELY_NAMES: tuple[tuple[str, Sector], ...] = (
    (r"\b(department of education|department of public instruction|education agency|"
     r"office of public instruction)\b", Sector.STATE),
    (r"\b(prep|preparatory|academies|academy|kipp|network|collegiate|montessori|lighthouse)\b", Sector.CHARTER),
    (r"\b(foundation|university|college|alliance|united way|coalition|institute|association|nonprofit|"
     r"partnership|ymca|chamber|mayor s office|city of|library)\b", Sector.COMMUNITY),
    (r"\b(saint|st|our lady|christian|friends school|day school|private|hebrew|islamic)\b", Sector.CATHOLIC_PRIVATE),
    (r"\b(district|distrito|public|csd|sd|\w?usd)\b", Sector.DISTRICT),
)  # fmt: skip


@lru_cache(maxsize=1)
def _words() -> dict[str, Sector]:
    return {
        fold(word): entry.sector
        for entry in load_framework().sectors
        for word in (*entry.words, entry.label, entry.sector)
    }


def sector_choices() -> tuple[Choice, ...]:
    """The six sectors as choices."""
    return tuple(Choice(str(entry.sector), entry.label) for entry in load_framework().sectors)


def sector_of_word(word: str) -> Sector | None:
    """The sector that a whole value of a column names, else None."""
    words = _words()
    return words.get(fold(word)) or words.get(fold_code(word))


def sector_meant(word: str) -> Sector | None:
    """The sector that a value of the sector's own column means, a longer phrase included; else None."""
    return sector_of_word(word) or _sector_of_phrase(fold(word))


def _sector_of_phrase(folded: str) -> Sector | None:
    found = [sector for sector, pattern in _PHRASES if re.search(pattern, folded)]
    return found[0] if len(found) == 1 and not re.search(r"\b(not|non|no)\b", folded) else None


def is_denied(word: str) -> bool:
    """Whether a word says of a sector that it is not this one: "Not Charter"."""
    return word.startswith(DENIED) and sector_of_word(word.removeprefix(DENIED)) is not None


def says_only_sectors(field: Field) -> bool:
    """Whether every value of a column is a sector and nothing more: such a column never names organisations."""
    values = [text for text in field.sample if fold(text) not in ("other", "otro", "otra", "autre")]
    only = len(values) > 0 and field.distinct <= 40 and all(_is_only_sector(text) for text in values)
    return only and not _are_numbered(field)


def _are_numbered(field: Field) -> bool:
    """Whether values differ by numbers or letters alone and are no types: "District 1", "District 2"."""
    if any(_WEAK_HEADERS.search(name) or _STRONG_HEADERS.search(name) for name in field.names):
        return False
    return len({_NUMBERING.sub("", fold(text)).strip() for text in field.sample}) < len(field.sample)


def _is_only_sector(text: str) -> bool:
    if sector_of_word(text) is not None:
        return True
    return sector_meant(text) is not None and all(_SECTOR_WORDS.match(word) for word in fold(text).split())


def sector_of_name(name: str) -> tuple[Sector | None, bool]:
    """The sector that an organisation's own name speaks for, and whether it does so beyond doubt."""
    folded = fold(name[:LONGEST])
    if _CHARTER_NETWORKS.search(folded):
        return Sector.CHARTER, bool(re.search(r"\bcharters?\b", folded))
    found = {sector for pattern, sector in _CERTAIN_NAMES if re.search(pattern, folded)}
    if len(found) == 1:
        return found.pop(), True
    if found:
        return (Sector.CHARTER if Sector.CHARTER in found else sorted(found)[0]), False
    likely = next((sector for pattern, sector in _LIKELY_NAMES if re.search(pattern, folded)), None)
    return likely, False


def sector_columns(fields: list[Field]) -> list[tuple[Field, bool]]:
    """Columns that say a sector, the surest first, each with whether that is beyond doubt."""
    rated = sorted(
        ((_sureness(field), -field.index, field) for field in fields), key=lambda item: item[:2], reverse=True
    )
    return [(field, sureness >= 2) for sureness, _, field in rated if sureness > 0]


def _sureness(field: Field) -> int:
    """2 beyond doubt, 1 worth asking, 0 no sector column."""
    if not 1 <= field.distinct <= 40 or field.mean_length > 45:
        return 0
    known = sum(sector_of_word(text) is not None for text in field.sample)
    meant = sum(sector_meant(text) is not None or is_denied(text) for text in field.sample)
    strong = any(_STRONG_HEADERS.search(name) or _DESCRIBES.search(name) for name in field.names)
    if (strong and (known or meant)) or (field.distinct >= 2 and says_only_sectors(field)) or says_sector(field):
        return 2
    if any(is_denied(text) for text in field.sample):
        return 2
    typed = any(_WEAK_HEADERS.search(name) for name in field.names)
    if typed and meant == field.distinct >= 2:
        return 2
    if known * 2 >= field.distinct and ((known and typed) or known == field.distinct >= 2):
        return 2
    return 1 if strong or (known and typed) else 0


def says_sector(field: Field) -> bool:
    """Whether a column of a few words or codes is called "Sector" itself: what they stand for can be asked."""
    return any(_NAMED_SECTOR.match(name) for name in field.names) and 2 <= field.distinct <= 12
