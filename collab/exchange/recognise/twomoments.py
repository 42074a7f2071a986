"""Questions asked twice in one row, for now and for an earlier time: a round takes the answers of one moment."""

from __future__ import annotations

import re

from collab.exchange.findings import Question
from collab.exchange.recognise.draft import Draft
from collab.exchange.recognise.enquiry import choices
from collab.exchange.recognise.table import Field
from collab.exchange.recognise.text import counted, fold

NOW, THEN = "now", "then"
_FEWEST_PAIRS = 3
_NOW = re.compile(r"\b(right now|now|today|currently|at present|this year|ahora|hoy|actualmente|maintenant)\b")
_THEN = re.compile(
    r"\b((a|one|two|three|\d) (years?|months?) ago|last (year|spring|fall)|in the past|previously|"
    r"before|at the start|hace un ano|el ano pasado|antes|il y a un an|avant)\b"
)
_CODE = re.compile(r"^[a-z]{1,8} ?\d+( \d+)* ")


def of_one_moment(draft: Draft, fields: list[Field]) -> list[Field]:
    """The columns without those of the moment that does not count; all of them where nothing is asked twice."""
    now, then = ({_asked(field, pattern): field for field in fields} for pattern in (_NOW, _THEN))
    twice = (now.keys() & then.keys()) - {""}
    if len(twice) < _FEWEST_PAIRS:
        return fields
    words = next(iter(_words(then[text], _THEN) for text in twice))
    question = Question(
        id="moment",
        ask=f"{counted(len(twice), 'question')} are asked twice, for now and for “{words}”. Which answers count here?",
        choices=choices({NOW: "Now", THEN: words[:1].upper() + words[1:]}),
        proposal=NOW,
        group="Questions",
        why="Import the file again into a round of its own to take the other answers too.",
    )
    left = then if draft.enquiry.settle(question) != THEN else now
    gone = {left[text].index for text in twice}
    told = f"about “{words}”" if left is then else "about now"
    draft.facts.append(f"Not taken: {counted(len(gone), 'column')} {told}.")
    return [field for field in fields if field.index not in gone]


def _asked(field: Field, pattern: re.Pattern[str]) -> str:
    """What a header asks once its code and its moment are taken off; "" where it names no such moment."""
    text = _CODE.sub("", fold(" ".join(field.path)))
    return " ".join(pattern.sub(" ", text, count=1).split()) if pattern.search(text) else ""


def _words(field: Field, pattern: re.Pattern[str]) -> str:
    found = pattern.search(fold(" ".join(field.path)))
    return found[0] if found else "before"
