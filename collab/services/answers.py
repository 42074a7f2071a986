"""Answer sheets one by one: typed in from paper, mended or removed with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from collab.errors import NotAllowed, NotFound
from collab.model import MARKS, YOU, Instrument, Kind, Mark, Mode, Person, Round, RoundState
from collab.services.drafts import subject_of, use_up
from collab.services.names import clean_text, refuse_stale
from collab.services.permissions import Action, permit
from collab.store import Store, drafts, partners, responses, rounds
from collab.store.codes import code_of, ratings_codes, ratings_texts
from collab.store.instruments import instrument_by_id
from collab.store.keys import new_key
from collab.store.responses import StoredSheet
from collab.store.tallies import count_texts
from collab.store.unit import Unit, now


@dataclass(frozen=True)
class AnswerSheet:
    """One answer sheet of a partner.

    ratings maps each factor's key to the key of a ScalePoint or the value of a Mark ("not_applicable",
    "skipped", ...); it is None where the ratings are not shown (imported, in a round that is open or
    of individual answers).
    comments maps a factor's key ("" for none) to text; None where ratings is None.
    file_name, sheet and row say where an imported sheet came from; typed_in is True for one entered by hand.
    """

    id: str
    round_id: str
    partner_id: str
    version: int
    typed_in: bool
    at: datetime
    ratings: dict[str, str] | None
    comments: dict[str, str] | None
    file_name: str | None = None
    sheet: str | None = None
    row: int | None = None
    mended: bool = False


def answer_sheets(store: Store, person: Person, round_id: str, partner_id: str) -> tuple[AnswerSheet, ...]:
    """The answer sheets of one partner in one round, in the order they came."""

    def work(unit: Unit) -> tuple[AnswerSheet, ...]:
        round_ = rounds.round_by_id(unit, round_id)
        permit(person, Action.ENTER_ANSWERS, round_.initiative_id)
        return _opened(unit, round_, responses.sheets_of(unit, round_id, partner_id))

    return store.read(work)


def answer_sheet(store: Store, sheet_id: str, *, person: Person = YOU) -> AnswerSheet:
    """One answer sheet; NotFound where it was removed."""

    def work(unit: Unit) -> AnswerSheet:
        sheet = responses.sheet_by_id(unit, sheet_id)
        round_ = rounds.round_by_id(unit, sheet.round_id)
        permit(person, Action.ENTER_ANSWERS, round_.initiative_id)
        return _opened(unit, round_, (sheet,))[0]

    return store.read(work)


def _opened(unit: Unit, round_: Round, sheets: tuple[StoredSheet, ...]) -> tuple[AnswerSheet, ...]:
    """The sheets with their ratings, where those may be seen."""
    instrument = instrument_by_id(unit, round_.instrument_id)
    readable = [sheet.id for sheet in sheets if _is_readable(round_, sheet)]
    comments = responses.comments_of(unit, readable)
    return tuple(
        AnswerSheet(
            id=sheet.id,
            round_id=sheet.round_id,
            partner_id=sheet.partner_id,
            version=sheet.version,
            typed_in=sheet.import_id is None,
            at=sheet.at,
            ratings=_named(instrument, sheet.ratings) if sheet.id in comments else None,
            comments=comments.get(sheet.id),
            file_name=sheet.file_name,
            sheet=sheet.sheet,
            row=sheet.row,
            mended=sheet.mended,
        )
        for sheet in sheets
    )


def _is_readable(round_: Round, sheet: StoredSheet) -> bool:
    """What a person typed in can be opened; what somebody sent in only where it is attributed and revealed."""
    return sheet.import_id is None or (round_.mode is Mode.TEAM and round_.state is not RoundState.OPEN)


def _named(instrument: Instrument, text: str) -> dict[str, str]:
    codes = ratings_codes(instrument, [text])[0].tolist()
    return {
        key: instrument.scale[code].key if code >= 0 else str(MARKS[-1 - code])
        for key, code in zip(instrument.factor_keys, codes, strict=True)
    }


def _coded(instrument: Instrument, ratings: Mapping[str, str]) -> str:
    """The ratings text of what was typed; NotAllowed names what is not on the scale."""
    places = {point.key: index for index, point in enumerate(instrument.scale)}
    places |= {str(mark): code_of(mark) for mark in MARKS}
    unknown = sorted(set(ratings) - set(instrument.factor_keys))
    wrong = sorted({value for value in ratings.values() if value not in places})
    if unknown or wrong:
        found = ", ".join(f"“{text}”" for text in (*unknown, *wrong))
        raise NotAllowed(f"{found} is not among the questions or answers of “{instrument.title}”.")
    codes = [places[ratings.get(key, Mark.SKIPPED)] for key in instrument.factor_keys]
    if all(code in (code_of(Mark.SKIPPED), code_of(Mark.NOT_ASKED)) for code in codes):
        raise NotAllowed("Nothing was answered on this sheet. Rate at least one factor, then save.")
    return ratings_texts(instrument, np.array([codes], dtype=np.int8))[0]


def enter_answers(
    store: Store,
    person: Person,
    round_id: str,
    partner_id: str,
    ratings: Mapping[str, str],
    comments: Mapping[str, str] | None = None,
    *,
    draft: str | None = None,
) -> AnswerSheet:
    """Type in one answer sheet: factor key -> key of a scale point or value of a mark; no entry is "skipped".

    draft: the id of the draft that it was typed as, which goes in the same transaction.
    StaleVersion where another window went on with that draft.
    NotAllowed where the round has no mode yet, is closed or holds averages, where this is a second answer of
    a partner in a team round, or where nothing was answered at all.
    """

    def work(unit: Unit) -> AnswerSheet:
        round_ = rounds.round_by_id(unit, round_id)
        permit(person, Action.ENTER_ANSWERS, round_.initiative_id)
        name = _member(unit, round_, partner_id)
        _refuse_round(unit, round_, partner_id, name)
        if draft is not None:
            use_up(unit, person, subject_of("answers", round_id, partner_id), follows=draft)
        instrument = instrument_by_id(unit, round_.instrument_id)
        text = _coded(instrument, ratings)
        made = new_key()
        at = now().isoformat(timespec="microseconds")
        row = (made, round_id, partner_id, None, None, None, None, text, made, False, 1, at)
        responses.insert_responses(unit, [row])
        responses.insert_comments(unit, _comments(instrument, made, comments or {}))
        count_texts(unit, round_id, instrument, [(partner_id, text)], sign=1)
        rounds.set_contents(unit, round_id, mode=round_.mode, kind=Kind.RESPONSES, measure=None)
        _tell(unit, round_, "enter_answers", name, {"sheet": made})
        return _opened(unit, round_, (responses.sheet_by_id(unit, made),))[0]

    return store.change(person, work)


def _member(unit: Unit, round_: Round, partner_id: str) -> str:
    """The name of a partner that takes part in the round's initiative."""
    members = {each.id: each.name for each in partners.partners_in(unit, round_.initiative_id)}
    if partner_id not in members:
        raise NotFound("This partner does not take part in this initiative. Add it under Partners first.")
    return members[partner_id]


def _refuse_round(unit: Unit, round_: Round, partner_id: str, name: str) -> None:
    if round_.state is RoundState.CLOSED:
        raise NotAllowed(f"The round “{round_.label}” is closed. Open or reveal it again to enter answers.")
    if round_.kind is Kind.AVERAGES:
        raise NotAllowed(f"The round “{round_.label}” holds reported averages, so it cannot hold answers.")
    if round_.mode is None:
        raise NotAllowed(
            f"It is not settled yet whether the round “{round_.label}” takes one agreed answer per partner or "
            "several people's. Choose its mode first."
        )
    if round_.mode is Mode.TEAM and responses.sheets_of(unit, round_.id, partner_id):
        raise NotAllowed(
            f"“{name}” has already handed in its answer in the team round “{round_.label}”. "
            "Mend or remove that one instead."
        )


def _comments(instrument: Instrument, sheet_id: str, comments: Mapping[str, str]) -> list[tuple[str, str | None, str]]:
    unknown = sorted(set(comments) - {*instrument.factor_keys, ""})
    if unknown:
        raise NotAllowed(f"“{unknown[0]}” is not a question of “{instrument.title}”.")
    texts = {factor: clean_text(text, "The comment") for factor, text in comments.items()}
    return [(sheet_id, factor or None, text) for factor, text in texts.items() if text]


def mend_answers(
    store: Store,
    person: Person,
    sheet_id: str,
    *,
    version: int,
    ratings: Mapping[str, str],
    reason: str,
    comments: Mapping[str, str] | None = None,
    draft: str | None = None,
) -> AnswerSheet:
    """Correct one answer sheet, with a reason; comments None leaves them; draft as in enter_answers.

    NotAllowed where its ratings are not shown. StaleVersion where somebody saved first.
    """

    def work(unit: Unit) -> AnswerSheet:
        sheet, round_, name, why = _to_change(unit, person, sheet_id, reason)
        if not _is_readable(round_, sheet):
            where = "an open round" if round_.mode is Mode.TEAM else "a round of individual answers"
            raise NotAllowed(
                f"This sheet came with a file in {where}, so its ratings are not shown and cannot be mended here. "
                "Remove it, or correct the file and import it again."
            )
        instrument = instrument_by_id(unit, round_.instrument_id)
        theirs = _named(instrument, sheet.ratings)
        refuse_stale(version, sheet.version, mine=dict(ratings), theirs=theirs, what="this answer sheet")
        if draft is not None:
            use_up(unit, person, subject_of("mend", sheet_id), follows=draft)
        text = _coded(instrument, ratings)
        responses.mend(unit, sheet, text, unit.id)
        if comments is not None:
            responses.delete_comments(unit, [sheet_id])
            responses.insert_comments(unit, _comments(instrument, sheet_id, comments))
        count_texts(unit, round_.id, instrument, [(sheet.partner_id, sheet.ratings)], sign=-1)
        count_texts(unit, round_.id, instrument, [(sheet.partner_id, text)], sign=1)
        _tell(unit, round_, "mend_answers", name, {"sheet": sheet_id, "reason": why})
        return _opened(unit, round_, (responses.sheet_by_id(unit, sheet_id),))[0]

    return store.change(person, work)


def remove_answers(store: Store, person: Person, sheet_id: str, *, version: int, reason: str) -> None:
    """Remove one answer sheet for good, with a reason; next week's export will leave it out too."""

    def work(unit: Unit) -> None:
        sheet, round_, name, why = _to_change(unit, person, sheet_id, reason)
        refuse_stale(version, sheet.version, mine={}, theirs={}, what="this answer sheet")
        instrument = instrument_by_id(unit, round_.instrument_id)
        if sheet.import_id is not None:
            responses.note_removed(unit, sheet, new_key())
        responses.delete_responses(unit, [sheet_id])
        drafts.forget_lost(unit)
        count_texts(unit, round_.id, instrument, [(sheet.partner_id, sheet.ratings)], sign=-1)
        rounds.settle_empty(unit, round_.id, mode=round_.mode)
        _tell(unit, round_, "remove_answers", name, {"sheet": sheet_id, "reason": why})

    store.change(person, work)


def _to_change(unit: Unit, person: Person, sheet_id: str, reason: str) -> tuple[StoredSheet, Round, str, str]:
    """The sheet, its round, its partner's name and the reason, where changing it is allowed."""
    sheet = responses.sheet_by_id(unit, sheet_id)
    round_ = rounds.round_by_id(unit, sheet.round_id)
    permit(person, Action.ENTER_ANSWERS, round_.initiative_id)
    why = clean_text(reason, "The reason")
    if not why:
        raise NotAllowed("A reason is needed, since somebody may ask later. Type why this sheet is changed.")
    if round_.state is RoundState.CLOSED:
        raise NotAllowed(f"The round “{round_.label}” is closed. Reveal it again to change its answers.")
    return sheet, round_, partners.partner_by_id(unit, sheet.partner_id).name, why


def _tell(unit: Unit, round_: Round, what: str, subject: str, after: dict[str, str]) -> None:
    rounds.touch_round(unit, round_.id)
    told = {"round": round_.label} | after
    unit.record(what, subject, initiative_id=round_.initiative_id, after={**told})
