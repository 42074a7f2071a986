"""What is asked where a round holds answers of a file already, or a partner of a team round has several.

The ids of these questions:

===================  ==================================================================================
existing_rows        "replace", "add" or "cancel": what a file is whose rows may be here already
answer_of:<partner>  which answer counts: the number of a row ("Sheet 7" where a file has several
                     sheets), "held" for what the round holds, or "individual": all of them count
===================  ==================================================================================
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from collab.errors import Problem
from collab.exchange.findings import Answers, Choice, Content, Question
from collab.model import Instrument, Mode, Round, RoundState
from collab.services.compared import ADD, CANCEL, HELD, REPLACE, Incoming, Match, Present, Rivals, Terms
from collab.services.matching import match
from collab.services.organisations import Meaning
from collab.store.codes import ratings_codes
from collab.store.responses import Held

EXISTING = "existing_rows"
ANSWER_OF = "answer_of:"
PASSED_OVER = "second_answer"
_INDIVIDUAL = str(Mode.INDIVIDUAL)
_MARKS = {-1: "Not applicable", -2: "No answer", -3: "Unreadable", -4: "Not asked"}


@dataclass(frozen=True)
class Asked:
    """Questions with the ids of those that are open, and what their answers bring about."""

    questions: tuple[Question, ...] = ()
    open_questions: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def with_mode(answers: Mapping[str, object], mode: Mode | None) -> dict[str, object]:
    """The answers, with the mode individual where a person let every answer of a partner count.

    mode: what the round or the person has fixed; then nothing changes it.
    """
    wants_all = any(key.startswith(ANSWER_OF) and str(value) == _INDIVIDUAL for key, value in answers.items())
    return {**answers, "mode": _INDIVIDUAL} if wants_all and mode is None else dict(answers)


def compared(incoming: Incoming, present: Present, terms: Terms, *, accept: bool) -> tuple[Match, Terms]:
    """How the file meets the round, and on which terms: accept takes every proposal."""
    found = match(incoming, present, terms)
    if not accept:
        return found, terms
    proposed = {each.partner: each.proposal for each in found.rivals if each.proposal is not None}
    choice = terms.choice if terms.choice is not None else found.proposal
    accepted = replace(terms, choice=choice, chosen={**proposed, **terms.chosen})
    return match(incoming, present, accepted), accepted


def chosen_rows(answers: Mapping[str, object], content: Answers, meanings: Sequence[Meaning]) -> dict[str, int | str]:
    """Partner -> the row that counts, or HELD, for every answer that names one."""
    told = {each.token: str(answers[f"{ANSWER_OF}{each.name}"]) for each in meanings if _id(each) in answers}
    found: dict[str, int | str] = {token: HELD for token, text in told.items() if text == HELD}
    for row, place in enumerate(content.partner.tolist() if told else ()):
        token = meanings[place].token
        if told.get(token) == _row_key(content, row):
            found[token] = row
    return found


def ask_existing(found: Match, choice: str | None) -> Asked:
    """The question what a file is whose rows cannot be told from those that the round holds."""
    if not found.ask:
        return Asked()
    question = _same_numbers(found) if found.same_numbers else _no_numbers(found)
    if choice == CANCEL:
        chosen = Problem("You chose not to save this file.", "", "Choose another answer to save it.")
        return Asked((question,), problems=(chosen,))
    return Asked((question,), () if choice in (ADD, REPLACE) else (EXISTING,))


def counted(excluded: Mapping[str, int], found: Match | None) -> dict[str, int]:
    """Rows left out, by reason, with those that another answer of their partner takes the place of."""
    passed_over = {PASSED_OVER: len(found.passed_over)} if found and found.passed_over else {}
    return {**excluded, **passed_over}


def _files(found: Match) -> str:
    return ", ".join(f"“{source.file_name}”" for source in found.ask)


def _no_numbers(found: Match) -> Question:
    return Question(
        id=EXISTING,
        ask=f"This round already holds answers of a file like this one ({_files(found)}), and the rows carry no "
        "numbers that tell which is which. What is this file?",
        choices=(
            Choice(REPLACE, "A newer state of that file: it takes the place of the earlier rows"),
            Choice(ADD, "Answers of other people: add all its rows"),
            Choice(CANCEL, "Neither: do not save"),
        ),
        proposal=found.proposal,
        group="Answers that are already here",
    )


def _same_numbers(found: Match) -> Question:
    assert found.same_numbers is not None
    other, rows = found.same_numbers
    return Question(
        id=EXISTING,
        ask=f"{rows} {'row carries the same number' if rows == 1 else 'rows carry the same numbers'} as rows that came "
        f"with {_files(found)}, but {other} of {rows} {'has' if other == 1 else 'have'} other answers. Two forms both "
        "count from 1. What is this file?",
        choices=(
            Choice(REPLACE, "A newer state of that form: these answers take the place of the earlier ones"),
            Choice(ADD, "Another form: add these rows as further answers"),
            Choice(CANCEL, "Neither: do not save"),
        ),
        proposal=found.proposal,
        group="Answers that are already here",
    )


def ask_rivals(
    found: Match,
    content: Content,
    meanings: Sequence[Meaning],
    present: Present,
    answers: Mapping[str, object],
    round_: Round | None,
    *,
    mode_is_free: bool,
) -> Asked:
    """One question for each partner of a team round with several answers, and what was passed over."""
    if not found.rivals:
        return Asked()
    asker = _Asker(content, {each.token: each.name for each in meanings}, present, round_, mode_is_free)
    questions = tuple(asker.question(each) for each in found.rivals)
    pairs = list(zip(questions, found.rivals, strict=True))
    return Asked(
        questions,
        tuple(question.id for question, each in pairs if each.chosen is None),
        tuple(
            _refused(question, answers[question.id]) for question, each in pairs if _is_wrong(each, question, answers)
        ),
        asker.passed_over(found),
    )


def _is_wrong(each: Rivals, question: Question, answers: Mapping[str, object]) -> bool:
    return each.chosen is None and question.id in answers


def _refused(question: Question, answer: object) -> Problem:
    allowed = ", ".join(choice.key for choice in question.choices)
    return Problem(f"The answer to “{question.id}” is “{answer}”.", f"Allowed: {allowed}.", "Correct this answer.")


@dataclass(frozen=True)
class _Asker:
    """What the questions about several answers of a partner need to know."""

    content: Content
    names: Mapping[str, str]
    present: Present
    round: Round | None
    mode_is_free: bool

    @property
    def answers(self) -> Answers:
        """The answer sheets of the file."""
        assert self.content.answers is not None
        return self.content.answers

    def question(self, each: Rivals) -> Question:
        """Which answer of this partner counts?"""
        name = self.names[each.partner]
        where = f"the team round “{self.round.label}”" if self.round else "a team round"
        return Question(
            id=f"{ANSWER_OF}{name}",
            ask=f"“{name}” has {self._where(each)}, and {where} takes one agreed answer of each partner. "
            f"{self._difference(each)} Which one counts?",
            choices=self._choices(each),
            proposal=None if each.proposal is None else _row_key(self.answers, each.proposal),
            group="More than one answer of a partner",
            beside=self._beside(each),
        )

    def passed_over(self, found: Match) -> tuple[Problem, ...]:
        """What is left out since another answer of the same partner counts."""
        rows = found.passed_over
        if not rows:
            return ()
        of = [self._place(row) for row in rows[:10]]
        more = f" and {len(rows) - 10} more" if len(rows) > 10 else ""
        said = "1 row does not count" if len(rows) == 1 else f"{len(rows)} rows do not count"
        return (Problem(f"{said} ({', '.join(of)}{more}).", "Another answer of the same partner was chosen.", ""),)

    def _where(self, each: Rivals) -> str:
        rows = [self._place(row) for row in each.rows]
        if len(rows) == 1:
            return f"an answer in this file ({rows[0]}) and one that is here already"
        more = " and one that is here already" if each.held is not None else ""
        return f"{len(rows)} answers in this file ({', '.join(rows[:-1])} and {rows[-1]}){more}"

    def _place(self, row: int) -> str:
        answers = self.answers
        sheet = f" of sheet “{answers.sheets[int(answers.sheet_of[row])]}”" if len(answers.sheets) > 1 else ""
        return f"row {int(answers.source_rows[row])}{sheet}"

    def _choices(self, each: Rivals) -> tuple[Choice, ...]:
        rows = [Choice(_row_key(self.answers, row), self._row_label(row)) for row in each.rows]
        held = [Choice(HELD, self._held_label(each.held))] if each.held is not None else []
        every = f"All count: several people of each partner answered (mode {Mode.INDIVIDUAL})"
        return (*rows, *held, *([Choice(_INDIVIDUAL, every)] if self.mode_is_free else []))

    def _row_label(self, row: int) -> str:
        told = f" ({self.answers.told[row]})" if self.answers.told and self.answers.told[row] else ""
        place = self._place(row)
        return f"{place[0].upper()}{place[1:]}{told}"

    def _held_label(self, held: Held) -> str:
        source = self.present.source_of(held)
        origin = f"row {held.source_row} of “{source.file_name}”" if source else "typed in under Enter answers"
        return f"Keep the answer that is here already ({origin}{', mended by hand' if held.mended else ''})"

    def _codes(self, each: Rivals) -> list[list[int]]:
        """The ratings of every rival, factor by factor, in the order of the choices."""
        found = [self.answers.ratings[row].tolist() for row in each.rows]
        return [*found, *([self._held_codes(each.held)] if each.held is not None else [])]

    def _held_codes(self, held: Held) -> list[int]:
        codes: list[int] = ratings_codes(self.content.instrument, [held.ratings])[0].tolist()
        return codes

    def _difference(self, each: Rivals) -> str:
        codes = list(zip(*self._codes(each), strict=True))
        differing = sum(len(set(of_factor)) > 1 for of_factor in codes)
        if not differing:
            return "They give the same ratings."
        return f"They differ on {differing} of {len(codes)} questions."

    def _beside(self, each: Rivals) -> tuple[tuple[str, ...], ...]:
        """The questions that were answered differently; nothing while a round is open, which shows counts only."""
        if self.round is not None and self.round.state is RoundState.OPEN:
            return ()
        headers = [f"Row {_row_key(self.answers, row)}" for row in each.rows]
        headers += ["Already here"] if each.held is not None else []
        lines = [
            (factor.label, *(_said(self.content.instrument, code) for code in of_factor))
            for factor, of_factor in zip(
                self.content.instrument.factors, zip(*self._codes(each), strict=True), strict=True
            )
            if len(set(of_factor)) > 1
        ]
        return (("Question", *headers), *lines) if lines else ()


def _id(meaning: Meaning) -> str:
    return f"{ANSWER_OF}{meaning.name}"


def _row_key(answers: Answers, row: int) -> str:
    """How an answer names a row: by its number, with its sheet where there are several."""
    number = str(int(answers.source_rows[row]))
    return f"{answers.sheets[int(answers.sheet_of[row])]} {number}" if len(answers.sheets) > 1 else number


def _said(instrument: Instrument, code: int) -> str:
    return instrument.scale[code].label if code >= 0 else _MARKS[code]
