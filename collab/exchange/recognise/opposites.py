"""A statement on which agreement is bad news, turned positive in a file: its answers are turned around."""

from __future__ import annotations

import re

import numpy as np

from collab.exchange.findings import Question
from collab.exchange.recognise.draft import Draft
from collab.exchange.recognise.enquiry import choices
from collab.exchange.recognise.table import Field
from collab.exchange.recognise.text import content_words, fold, shortened
from collab.model import Factor

_NEGATED = re.compile(
    r"\b(not|no|never|without|none|free of|free from|few|haven t|hasn t|didn t|don t|isn t|aren t|sin|nunca|ningun|"
    r"ninguna|aucun|aucune|n avons pas|libre de)\b"
)

_SENTENCE = re.compile(r"[.?!:]\s|\s[-–—]\s")


def turned_around(draft: Draft, field: Field, factor: Factor, ratings: np.ndarray, points: int) -> np.ndarray:
    """The ratings (int8 per row), turned where the column asks a reversed factor the other way round.

    The instrument reverses the factor before it averages: turned here, agreement counts as the good news it is.
    """
    if not factor.reversed or not _says_the_opposite(field, factor):
        return ratings
    question = Question(
        id=f"reversed:{factor.key}",
        ask=f"The instrument says “{factor.statement}”, and agreement is bad news. This file says "
        f"“{shortened(' – '.join(field.path), 160)}”. Is agreement with that bad news too?",
        choices=choices({"no": "No, agreement is good news here", "yes": "Yes, as in the instrument"}),
        proposal="no",
        group="Questions",
    )
    if draft.enquiry.settle(question) != "no":
        return ratings
    draft.facts.append(
        f"“{field.header}” says the opposite of the known question: its answers are turned around "
        f"(the lowest becomes the highest), so that agreement counts as good news."
    )
    return np.where(ratings >= 0, points - 1 - ratings, ratings).astype(np.int8)


def _says_the_opposite(field: Field, factor: Factor) -> bool:
    """Whether the header denies something that neither the statement nor the label of the factor denies."""
    known = set(content_words(" ".join((factor.statement, factor.label, *factor.fingerprint))))
    sentences = [part for text in field.path for part in _SENTENCE.split(text)]
    asking = max(sentences, key=lambda part: len(known & set(content_words(part))), default="")
    own = fold(f"{factor.statement} {factor.label}")
    return bool(_NEGATED.search(fold(asking))) and not _NEGATED.search(own)
