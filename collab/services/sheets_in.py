"""Answer sheets of a file and of a round, made comparable: texts, keyed marks, comments."""

from __future__ import annotations

from collections import Counter, defaultdict

from collab.exchange.findings import Answers, Content
from collab.model import Round
from collab.services.compared import Comments, Incoming, Present, Source
from collab.services.organisations import Meaning
from collab.store import imports, responses
from collab.store.codes import ratings_texts
from collab.store.keys import marks
from collab.store.unit import Unit

SHORTEST_UNIQUE_ID = 8
"""An id below this length ("17") is a row's number in one survey; longer ones are unique in the world."""


def incoming_sheets(
    unit: Unit, round_: Round | None, content: Content, meanings: tuple[Meaning, ...], *, shape: str
) -> tuple[Incoming, bool]:
    """The sheets of a file, and whether their ids are unique within one partner only."""
    answers = content.answers
    assert answers is not None
    tokens = [meaning.token for meaning in meanings]
    has_ids = any(answers.ids)
    is_weak = has_ids and max(map(len, answers.ids)) < SHORTEST_UNIQUE_ID
    keyed: list[str | None] = [None] * len(answers.ids)
    if round_ is not None and has_ids:
        keyed = marks_of(unit, round_.id, answers, shape=shape)
    incoming = Incoming(
        partners=[tokens[index] for index in answers.partner.tolist()],
        texts=ratings_texts(content.instrument, answers.ratings),
        marks=keyed,
        places=list(zip(answers.sheet_of.tolist(), answers.source_rows.tolist(), strict=True)),
        comments=_comments(answers),
        weak_ids=is_weak,
    )
    return incoming, is_weak and len(set(incoming.partners)) == 1


def marks_of(unit: Unit, round_id: str, answers: Answers, *, shape: str) -> list[str | None]:
    """The keyed mark of each row's id; None where it has none. Short ids count within one survey only."""
    longest = max(map(len, answers.ids), default=0)
    scope = round_id if longest >= SHORTEST_UNIQUE_ID else f"{round_id}|{shape}"
    keyed = marks(unit.secret, scope, _distinct(answers.ids))
    return [mark if text else None for mark, text in zip(keyed, answers.ids, strict=True)]


def _distinct(ids: tuple[str, ...]) -> list[str]:
    """Ids that occur again get their number, so that each row has its own."""
    if len(set(ids)) == len(ids):
        return list(ids)
    seen: Counter[str] = Counter()
    found = []
    for text in ids:
        found.append(f"{text}\n{seen[text]}" if seen[text] else text)
        seen[text] += 1
    return found


def _comments(answers: Answers) -> dict[int, Comments]:
    found: dict[int, list[tuple[str | None, str]]] = defaultdict(list)
    for row, factor, text in answers.comments:
        found[row].append((factor, text))
    return {row: _sorted(texts) for row, texts in found.items()}


def _sorted(texts: list[tuple[str | None, str]]) -> Comments:
    return tuple(sorted(texts, key=lambda each: (each[0] or "", each[1])))


def present_sheets(unit: Unit, round_: Round | None) -> Present:
    """What a round holds."""
    if round_ is None:
        return Present()
    held = responses.held_in(unit, round_.id)
    sources = {
        row.id: Source(row.id, row.file_name, row.digest, row.shape, tuple(row.rests_on))
        for row in imports.standing_in(unit, round_.id)
    }
    return Present(
        held=held,
        comments={key: _sorted(texts) for key, texts in responses.comments_in(unit, round_.id).items()},
        sources=sources,
        removed_marks=frozenset(responses.removed_marks(unit, round_.id)),
    )
