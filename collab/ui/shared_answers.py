"""Questions that several files of one drop ask alike, and the answers given to all of them at once. Draws nothing."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from collab.ui.pending import OPEN

if TYPE_CHECKING:
    from collab.exchange.findings import Question
    from collab.services.importing import Preview
    from collab.ui.pending import Upload

# About one file alone, whatever the others ask: whose answers it holds, and what they are to those saved before.
OF_ONE_FILE = ("partner", "existing_rows")
OF_ONE_ANSWER = "answer_of:"


@dataclass(frozen=True)
class Shared:
    """One question that several files ask. Its proposal is None where they do not propose the same."""

    question: Question
    uploads: tuple[Upload, ...]

    @property
    def key(self) -> Hashable:
        """What is asked."""
        return what_is_asked(self.question)


def what_is_asked(question: Question) -> Hashable | None:
    """The same for questions that one answer settles; None where each file needs an answer of its own."""
    if not question.choices or question.id in OF_ONE_FILE or question.id.startswith(OF_ONE_ANSWER):
        return None
    return question.id, question.ask, question.choices, question.several


def open_questions(preview: Preview) -> tuple[Question, ...]:
    """What a file still asks."""
    waiting = set(preview.open_questions)
    return tuple(question for question in preview.questions if question.id in waiting)


def shared_questions(uploads: Iterable[Upload]) -> tuple[Shared, ...]:
    """Every question that at least two files ask, in the order in which they are met."""
    asked: dict[Hashable, list[tuple[Question, Upload]]] = {}
    for upload in uploads:
        if upload.stage in OPEN and upload.preview is not None:
            for question in open_questions(upload.preview):
                asked.setdefault(what_is_asked(question), []).append((question, upload))
    asked.pop(None, None)
    return tuple(_shared(found) for found in asked.values() if len(found) > 1)


def _shared(found: list[tuple[Question, Upload]]) -> Shared:
    (first, _), *_ = found
    proposals = {question.proposal for question, _ in found}
    question = first if len(proposals) == 1 else replace(first, proposal=None)
    return Shared(question, tuple(upload for _, upload in found))


def given_to_all(preview: Preview, answers: Mapping[Hashable, object]) -> dict[str, object]:
    """What was answered for all files already, of the questions that this one still asks."""
    known = {question.id: what_is_asked(question) for question in open_questions(preview)}
    return {key: answers[asked] for key, asked in known.items() if asked in answers}
