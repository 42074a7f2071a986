"""Spreadsheets in: look at a file, answer what is uncertain, save it in one transaction, undo it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from collab.errors import NotAllowed, Problem, StaleVersion
from collab.exchange.findings import Content, Findings, Known, Question
from collab.exchange.sheet import Book
from collab.model import YOU, ImportRecord, Instrument, Mode, Person, Sector
from collab.services import destinations, planning, saving, second_answers
from collab.services.permissions import Action, permit
from collab.services.preview import Destination, Effect, Outcome, PartnerEffect, Preview
from collab.services.rounds import instruments_on_offer
from collab.services.undoing import is_undone, undo_import
from collab.store import Store, imports
from collab.store import partners as partner_queries
from collab.store.keys import new_key
from collab.store.unit import Unit

__all__ = [
    "Destination",
    "Effect",
    "Outcome",
    "PartnerEffect",
    "Preview",
    "Progress",
    "consider",
    "examine",
    "is_undone",
    "past_imports",
    "reconsider",
    "save",
    "undo_import",
]

Progress = Callable[[float, str], None]


def examine(
    store: Store,
    person: Person,
    path: Path,
    *,
    file_name: str,
    destination: Destination,
    partner: str | None = None,
    sector: Sector | None = None,
    mode: Mode | None = None,
    answers: Mapping[str, object] | None = None,
    accept: bool = False,
    made_up: bool = False,
    follow_mark: bool = False,
    progress: Progress | None = None,
) -> Preview:
    """Read a file and say what was understood and what saving would change. Writes nothing.

    partner and sector: whose answers these are where the file does not say. accept takes every proposal.
    follow_mark: a filled template goes where its own mark says, and not to destination.
    Refused where the file cannot be read at all; other faults are in the preview's problems.
    """
    permit(person, Action.IMPORT)
    from collab.exchange.reading import read_book

    book = read_book(path, file_name=file_name, progress=progress)
    return consider(
        store,
        person,
        book,
        destination=destination,
        partner=partner,
        sector=sector,
        mode=mode,
        answers=answers,
        accept=accept,
        made_up=made_up,
        follow_mark=follow_mark,
    )


def reconsider(
    store: Store,
    person: Person,
    preview: Preview,
    *,
    answers: Mapping[str, object],
    accept: bool = False,
    destination: Destination | None = None,
) -> Preview:
    """The same file with further answers (added to earlier ones) or another destination; not read again."""
    return consider(
        store,
        person,
        preview.book,
        destination=destination or preview.destination,
        partner=preview.partner,
        sector=preview.sector,
        mode=preview.mode,
        answers={**preview.answers, **answers},
        accept=accept or preview.accepted,
        made_up=preview.made_up,
    )


def consider(
    store: Store,
    person: Person,
    book: Book,
    *,
    destination: Destination,
    partner: str | None = None,
    sector: Sector | None = None,
    mode: Mode | None = None,
    answers: Mapping[str, object] | None = None,
    accept: bool = False,
    made_up: bool = False,
    follow_mark: bool = False,
) -> Preview:
    """The same for a file that was read already."""
    permit(person, Action.IMPORT)
    from collab.exchange.recognise import recognise

    given = dict(answers or {})
    mark = store.read(lambda unit: destinations.mark_of(unit, book.marker))
    goes = (mark.proposes if follow_mark and mark else None) or destination
    known = store.read(lambda unit: _known(unit, goes, partner=partner, sector=sector, mode=mode, made_up=made_up))
    told = second_answers.with_mode(given, known.mode)
    asked = {key: value for key, value in told.items() if not planning.is_own(key)}
    findings = recognise(book, known, asked, accept=accept)
    preview = Preview(
        book=book,
        findings=findings,
        destination=goes,
        status="refused",
        questions=(*findings.questions, *findings.settled),
        open_questions=_still_open(findings),
        answers=given,
        problems=findings.problems,
        warnings=(*findings.warnings, *destinations.remarks_on(mark, goes, findings.mode)),
        partner=partner,
        sector=sector,
        mode=mode,
        made_up=made_up,
        accepted=accept,
        mark=mark,
        answered_as=store.read(lambda unit: imports.remembered_from(unit, findings.shape)),
    )
    return weigh(store, preview)


def _still_open(findings: Findings) -> tuple[str, ...]:
    return tuple(question.id for question in findings.questions if question.id not in findings.answered)


def _known(
    unit: Unit,
    destination: Destination,
    *,
    partner: str | None,
    sector: Sector | None,
    mode: Mode | None,
    made_up: bool,
) -> Known:
    """What the store knows that helps to understand a file for this destination."""
    scene = planning.look(unit, destination, made_up=made_up)
    offered = [each for each in instruments_on_offer(unit) if not scene.instrument or each.key != scene.instrument.key]
    own = [scene.instrument] if scene.instrument else []
    initiative_id = scene.initiative.id if scene.initiative else None
    everyone = partner_queries.organisations(unit, initiative_id, made_up=scene.made_up)
    names = [(name, each.partner.sector) for each in everyone for name in (each.partner.name, *each.keys[1:])]
    return Known(
        instruments=(*own, *offered),
        round_instrument=scene.instrument.key if scene.instrument else None,
        partners=tuple(names),
        remembered=imports.remembered(unit),
        partner=partner,
        sector=sector,
        mode=scene.round.mode if scene.round and scene.round.mode else mode,
    )


def weigh(store: Store, preview: Preview) -> Preview:
    """Complete a preview of findings with what saving them would do, and with its status."""
    content = preview.findings.content
    if content is None:
        return replace(preview, status=_status(preview), problems=preview.problems or _unexplained(preview))
    plan = store.read(lambda unit: _plan(unit, preview, content))
    complete = replace(
        preview,
        findings=replace(preview.findings, excluded=second_answers.counted(preview.findings.excluded, plan.sheets)),
        questions=_open_first((*preview.questions, *plan.questions), plan.open_questions),
        open_questions=(*preview.open_questions, *plan.open_questions),
        problems=(*preview.problems, *_mode_problem(preview, plan), *plan.problems),
        warnings=(*preview.warnings, *plan.warnings),
        effect=plan.effect,
    )
    return replace(complete, status=_status(complete))


def _open_first(questions: tuple[Question, ...], unsettled: tuple[str, ...]) -> tuple[Question, ...]:
    return tuple(sorted(questions, key=lambda question: question.id not in unsettled))


def _plan(unit: Unit, preview: Preview, content: Content) -> planning.Plan:
    scene = planning.look(unit, preview.destination, made_up=preview.made_up)
    return planning.plan(
        unit,
        scene,
        preview.findings,
        _own_key(unit, scene, content),
        digest=preview.book.digest,
        answers=planning.own_answers(preview.answers),
        accept=preview.accepted,
        owner_was_told=preview.partner is not None or "partner" in preview.findings.answered,
        mode_is_free=preview.mode is None,
    )


def _own_key(unit: Unit, scene: planning.Scene, content: Content) -> Content:
    """An instrument made from this file gets a key that no other instrument has."""
    taken: dict[str, Instrument] = {each.key: each for each in instruments_on_offer(unit)}
    if scene.instrument is not None:
        taken[scene.instrument.key] = scene.instrument
    instrument, number = content.instrument, 2
    while instrument.key in taken and not _same_questions(instrument, taken[instrument.key]):
        instrument = replace(content.instrument, key=f"{content.instrument.key}-{number}")
        number += 1
    return replace(content, instrument=instrument)


def _same_questions(one: Instrument, other: Instrument) -> bool:
    return one.factor_keys == other.factor_keys and one.scores == other.scores


def _mode_problem(preview: Preview, plan: planning.Plan) -> tuple[Problem, ...]:
    """The person named a mode that the round does not have."""
    round_ = plan.scene.round
    if preview.mode is None or round_ is None or round_.mode in (None, preview.mode):
        return ()
    return (
        Problem(
            f"You named the mode {preview.mode}.",
            f"The round “{round_.label}” is a round of mode {round_.mode}.",
            "Leave the mode out, or choose another round.",
        ),
    )


def _status(preview: Preview) -> str:
    if preview.problems:
        return "refused"
    if preview.open_questions:
        return "needs_answers"
    if preview.effect is None:
        return "refused"
    is_new = preview.effect.round_is_new
    return "unchanged" if preview.effect.is_nothing and not is_new else "ready"


def _unexplained(preview: Preview) -> tuple[Problem, ...]:
    if preview.open_questions:
        return ()
    return (
        Problem(
            "No ratings were found in this file.",
            "A file needs one row per answer sheet or one line of averages per organisation.",
            "Choose the export of the answers in your survey tool, or use the template.",
        ),
    )


def save(store: Store, person: Person, preview: Preview, *, progress: Progress | None = None) -> Outcome:
    """Save a ready preview in one transaction.

    NotAllowed where it is not ready; StaleVersion where the round changed so that the effect would differ.
    """
    permit(person, Action.IMPORT)
    content = preview.findings.content
    if preview.status == "unchanged":
        return _nothing_new(store, preview)
    if preview.status != "ready" or content is None:
        raise NotAllowed("This file is not ready to be saved: see its questions and problems.")
    import_id = new_key()

    def work(unit: Unit) -> tuple[str, str]:
        plan = _plan(unit, preview, content)
        if plan.effect != preview.effect or plan.problems or plan.open_questions:
            raise StaleVersion(
                "The round changed since this file was looked at, so saving would do something else. "
                "Nothing was saved. Look at the file again.",
                mine=_told(preview.effect),
                theirs=_told(plan.effect),
            )
        return saving.write(
            unit,
            plan,
            preview.findings,
            _own_key(unit, plan.scene, content),
            import_id=import_id,
            destination=preview.destination,
            file_name=preview.book.file_name,
            digest=preview.book.digest,
            progress=progress or _silent,
        )

    initiative_id, round_id = store.change(person, work)
    effect = preview.effect or Effect()
    return Outcome("saved", _saved_sentence(preview, effect), import_id, initiative_id, round_id, effect)


def _silent(share: float, text: str) -> None:
    """Nobody watches."""


def _told(effect: Effect | None) -> dict[str, object]:
    return {**(effect or Effect()).as_dict()}


def _saved_sentence(preview: Preview, effect: Effect) -> str:
    what = "figure" if preview.findings.content and preview.findings.content.averages else "answer sheet"
    parts = [f"{effect.added:,} {what}{'' if effect.added == 1 else 's'} added"]
    parts += [f"{effect.changed:,} changed"] if effect.changed else []
    parts += [f"{effect.removed:,} removed"] if effect.removed else []
    parts += [f"{effect.unchanged:,} were there already"] if effect.unchanged else []
    return f"Saved “{preview.book.file_name}”: {', '.join(parts)}."


def _nothing_new(store: Store, preview: Preview) -> Outcome:
    def work(unit: Unit) -> planning.Scene:
        return planning.look(unit, preview.destination, made_up=preview.made_up)

    scene = store.read(work)
    sentence = f"Nothing to save: the round already holds all that “{preview.book.file_name}” says."
    initiative_id = scene.initiative.id if scene.initiative else None
    round_id = scene.round.id if scene.round else None
    return Outcome("unchanged", sentence, None, initiative_id, round_id, preview.effect or Effect())


def past_imports(store: Store, initiative_id: str, *, person: Person = YOU) -> tuple[ImportRecord, ...]:
    """The imports of an initiative, the latest first, undone ones included.

    summary holds: round_label, added, changed, removed, unchanged, vanished, excluded (reason -> rows), partners.
    """
    permit(person, Action.SEE, initiative_id)
    return store.read(lambda unit: imports.imports_of(unit, initiative_id))
