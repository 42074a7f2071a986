"""What saving a file would do to its destination: the plan behind every preview, made anew when it is saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from collab.errors import Problem
from collab.exchange.findings import Content, Findings, Question
from collab.model import Initiative, Instrument, Kind, Mode, Round, RoundState
from collab.services import organisations, second_answers
from collab.services.compared import Incoming, Match, Present, Terms
from collab.services.figures_in import FiguresPlan, plan_figures
from collab.services.preview import Destination, Effect, PartnerEffect
from collab.services.sheets_in import incoming_sheets, present_sheets
from collab.services.small_changes import few_in_a_shown_group
from collab.store import averages
from collab.store import initiatives as initiative_queries
from collab.store import partners as partner_queries
from collab.store import rounds as round_queries
from collab.store.instruments import instrument_by_id
from collab.store.unit import Unit


@dataclass(frozen=True)
class Scene:
    """What the store holds at the destination; None where saving would make it."""

    initiative: Initiative | None
    round: Round | None
    instrument: Instrument | None
    made_up: bool


@dataclass(frozen=True)
class Plan:
    """Everything that saving would do, and what stands in its way."""

    scene: Scene
    meanings: tuple[organisations.Meaning, ...]
    effect: Effect
    sheets: Match | None = None
    incoming: Incoming | None = None
    figures: FiguresPlan | None = None
    questions: tuple[Question, ...] = ()
    open_questions: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


@dataclass
class _Notes:
    """Collects while a plan is made."""

    questions: list[Question] = field(default_factory=list)
    open_questions: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def take(self, asked: second_answers.Asked) -> None:
        """Add what was asked elsewhere, with its consequences."""
        self.questions += asked.questions
        self.open_questions += asked.open_questions
        self.problems += asked.problems
        self.warnings += asked.warnings


def look(unit: Unit, destination: Destination, *, made_up: bool) -> Scene:
    """What is there at the destination."""
    initiative = initiative_queries.initiative_named(unit, destination.initiative)
    if initiative is None:
        return Scene(None, None, None, made_up)
    round_ = round_queries.round_labelled(unit, initiative.id, destination.round_label)
    instrument = instrument_by_id(unit, round_.instrument_id) if round_ else None
    return Scene(initiative, round_, instrument, initiative.made_up)


def own_answers(answers: Mapping[str, object]) -> dict[str, object]:
    """The answers to questions that are asked here; the rest belong to recognition."""
    return {key: value for key, value in answers.items() if is_own(key)}


def is_own(question_id: str) -> bool:
    """Whether a question is asked here and not by recognition."""
    own = (organisations.PREFIX, second_answers.ANSWER_OF)
    return question_id == second_answers.EXISTING or question_id.startswith(own)


def plan(
    unit: Unit,
    scene: Scene,
    findings: Findings,
    content: Content,
    *,
    digest: str,
    answers: Mapping[str, object],
    accept: bool,
    owner_was_told: bool,
    mode_is_free: bool = True,
) -> Plan:
    """Compare the content with the store. Problems and questions are all collected, none is raised.

    owner_was_told: a person, and not the file, said whose answers these are. mode_is_free: nobody has fixed the mode.
    """
    notes = _Notes()
    _refuse_destination(scene, findings, content, notes)
    initiative_id = scene.initiative.id if scene.initiative else None
    known = partner_queries.organisations(unit, initiative_id, made_up=scene.made_up)
    names = organisations.meanings_of(content.partners, known, answers, accept=accept, ask_close=owner_was_told)
    notes.questions += names.questions
    notes.open_questions += names.open_questions
    if notes.problems:
        return _finished(scene, names.meanings, Effect(), notes)
    if content.answers is not None:
        return _plan_sheets(
            unit, scene, findings, content, names.meanings, notes, digest, answers, accept, mode_is_free
        )
    return _plan_figures(unit, scene, content, names.meanings, notes)


def _finished(
    scene: Scene, meanings: tuple[organisations.Meaning, ...], effect: Effect, notes: _Notes, **parts: object
) -> Plan:
    return Plan(
        scene,
        meanings,
        effect,
        questions=tuple(notes.questions),
        open_questions=tuple(notes.open_questions),
        problems=tuple(notes.problems),
        warnings=tuple(notes.warnings),
        **parts,  # type: ignore[arg-type]
    )


def _refuse_destination(scene: Scene, findings: Findings, content: Content, notes: _Notes) -> None:
    """Problems of a round that cannot take this content."""
    round_, held = scene.round, scene.instrument
    if round_ is None or held is None:
        return
    if round_.state is RoundState.CLOSED:
        notes.problems.append(
            Problem(f"The round “{round_.label}” is closed.", "", "Reveal it again, or choose another round.")
        )
    if round_.kind is not None and round_.kind is not content.kind:
        notes.problems.append(_other_kind(round_, content.kind))
    if held.key != content.instrument.key or held.factor_keys != content.instrument.factor_keys:
        notes.problems.append(
            Problem(
                f"The file answers “{content.instrument.title}”.",
                f"The round “{round_.label}” uses “{held.title}”, and a round has one set of questions.",
                "Choose another round, or type the label of a new one.",
            )
        )
    averages_ = content.averages
    if averages_ is not None and round_.measure is not None and round_.measure is not averages_.measure:
        notes.problems.append(
            Problem(
                f"The file holds {_MEASURES[averages_.measure]}.",
                f"The round “{round_.label}” holds {_MEASURES[round_.measure]}, and the two do not mix.",
                "Choose another round.",
            )
        )
    if round_.mode is not None and findings.mode is not None and round_.mode is not findings.mode:
        notes.problems.append(
            Problem(
                f"This file is taken as {_MODES[findings.mode]}.",
                f"The round “{round_.label}” takes {_MODES[round_.mode]}.",
                "Import it with that mode, or choose another round.",
            )
        )


_MEASURES = {"mean": "means", "share": "shares"}
_MODES = {
    Mode.TEAM: "one agreed answer per partner (team)",
    Mode.INDIVIDUAL: "answers of several people (individual)",
}
_KINDS = {Kind.RESPONSES: "answer sheets", Kind.AVERAGES: "averages"}


def _other_kind(round_: Round, kind: Kind) -> Problem:
    held = _KINDS[round_.kind] if round_.kind else ""
    return Problem(
        f"The file holds {_KINDS[kind]}.",
        f"The round “{round_.label}” holds {held}, and a round holds one or the other.",
        "Choose another round, or type the label of a new one.",
    )


def _plan_sheets(
    unit: Unit,
    scene: Scene,
    findings: Findings,
    content: Content,
    meanings: tuple[organisations.Meaning, ...],
    notes: _Notes,
    digest: str,
    answers: Mapping[str, object],
    accept: bool,
    mode_is_free: bool,
) -> Plan:
    assert content.answers is not None
    is_team = (scene.round.mode if scene.round and scene.round.mode else findings.mode) is Mode.TEAM
    incoming, one_partner = incoming_sheets(unit, scene.round, content, meanings, shape=findings.shape)
    present = present_sheets(unit, scene.round)
    given = answers.get(second_answers.EXISTING)
    choice = str(given) if given is not None else None
    chosen = second_answers.chosen_rows(answers, content.answers, meanings)
    wanted = Terms(findings.shape, digest, is_team, one_partner, choice, chosen)
    found, terms = second_answers.compared(incoming, present, wanted, accept=accept)
    free = mode_is_free and (scene.round is None or scene.round.mode is None)
    notes.take(second_answers.ask_existing(found, terms.choice))
    notes.take(second_answers.ask_rivals(found, content, meanings, present, answers, scene.round, mode_is_free=free))
    has_been_shown = scene.round is not None and round_queries.was_revealed(unit, scene.round.id)
    _warn(unit, found, incoming, present, scene, meanings, notes, small_groups=has_been_shown and not is_team)
    passed_over = set(found.passed_over)
    sheets = Counter(
        meanings[index].token for row, index in enumerate(content.answers.partner.tolist()) if row not in passed_over
    )
    effect = Effect(
        added=len(found.add),
        changed=len(found.change),
        removed=len(found.remove),
        unchanged=len(found.same) + len(found.kept),
        vanished=len(found.vanished),
        partners=_partner_effects(meanings, {meaning.token: sheets[meaning.token] for meaning in meanings}),
        overwrites=_digest((each.id, present.content(each)) for each in found.overwritten),
        initiative_is_new=scene.initiative is None,
        round_is_new=scene.round is None,
        instrument_is_new=scene.round is None and _is_new(unit, content.instrument),
    )
    return _finished(scene, meanings, effect, notes, sheets=found, incoming=incoming)


def _is_new(unit: Unit, instrument: Instrument) -> bool:
    from collab.services.rounds import instruments_on_offer

    return instrument not in instruments_on_offer(unit)


def _partner_effects(
    meanings: tuple[organisations.Meaning, ...], responses: Mapping[str, int | None]
) -> tuple[PartnerEffect, ...]:
    """One line per organisation, in the order of the file."""
    once = {meaning.token: meaning for meaning in meanings}
    return tuple(
        PartnerEffect(meaning.name, meaning.sector, responses[token], is_new=not meaning.takes_part)
        for token, meaning in once.items()
    )


def _stated_answers(content: Content, meanings: tuple[organisations.Meaning, ...]) -> dict[str, int | None]:
    """How many answers the source states for each organisation: the most behind any of its figures."""
    assert content.averages is not None
    most = content.averages.answers.max(axis=1, initial=-1).tolist()
    return {meaning.token: None if count < 0 else count for meaning, count in zip(meanings, most, strict=True)}


def _digest(overwritten: Iterable[object]) -> str:
    """One text for what is there now and would be written over, in any order; "" for nothing."""
    found = sorted(repr(each) for each in overwritten)
    return sha256("\n".join(found).encode("utf-8", "surrogatepass")).hexdigest() if found else ""


def _warn(
    unit: Unit,
    found: Match,
    incoming: Incoming,
    present: Present,
    scene: Scene,
    meanings: tuple[organisations.Meaning, ...],
    notes: _Notes,
    *,
    small_groups: bool,
) -> None:
    if found.vanished:
        notes.warnings.append(
            Problem(
                f"{len(found.vanished)} answers that came with an earlier file are no longer in this one.",
                "They are kept.",
                "Remove them under Enter answers if they should not count.",
            )
        )
    if found.kept:
        notes.warnings.append(_mended_by_hand(len(found.kept)))
    if found.left_out:
        notes.warnings.append(_left_out(found.left_out))
    if scene.round is not None and small_groups:
        _warn_small_additions(unit, found, incoming, present, scene.round.k, meanings, notes)


def _mended_by_hand(count: int) -> Problem:
    if count == 1:
        return Problem("1 answer sheet was mended by hand.", "It stays as it was mended.", "")
    return Problem(f"{count:,} answer sheets were mended by hand.", "They stay as they were mended.", "")


def _left_out(count: int) -> Problem:
    if count == 1:
        return Problem("1 row was removed, or set aside with its partner, before.", "It stays out.", "")
    return Problem(f"{count:,} rows were removed, or set aside with their partner, before.", "They stay out.", "")


def _warn_small_additions(
    unit: Unit,
    found: Match,
    incoming: Incoming,
    present: Present,
    k: int,
    meanings: tuple[organisations.Meaning, ...],
    notes: _Notes,
) -> None:
    """Old and new figures together could reveal the few who were added to (or left) a shown group."""
    before = Counter(sheet.partner_id for sheet in present.held)
    moves = [(row, sheet) for row, sheet in found.change if incoming.partners[row] != sheet.partner_id]
    moved = Counter(incoming.partners[row] for row in (*found.add, *(row for row, _ in moves)))
    gone = Counter(sheet.partner_id for sheet in (*found.remove, *(sheet for _, sheet in moves)))
    names = {meaning.token: meaning.name for meaning in meanings}
    names |= partner_queries.names_of(unit, sorted(set(gone) - set(names)))
    warning = few_in_a_shown_group(before, (moved, gone), names, k)
    if warning is not None:
        notes.warnings.append(warning)


def _plan_figures(
    unit: Unit, scene: Scene, content: Content, meanings: tuple[organisations.Meaning, ...], notes: _Notes
) -> Plan:
    present = averages.figures_of(unit, scene.round.id) if scene.round else {}
    figures = plan_figures(content, meanings, present)
    notes.problems += figures.problems
    effect = Effect(
        added=len(figures.add),
        changed=len(figures.change),
        unchanged=figures.unchanged,
        vanished=figures.vanished,
        partners=_partner_effects(meanings, _stated_answers(content, meanings)),
        overwrites=_digest((place, present[place]) for place in figures.change),
        initiative_is_new=scene.initiative is None,
        round_is_new=scene.round is None,
        instrument_is_new=scene.round is None and _is_new(unit, content.instrument),
    )
    if figures.vanished:
        notes.warnings.append(
            Problem(f"{figures.vanished} figures of an earlier file are not in this one.", "They are kept.", "")
        )
    return _finished(scene, meanings, effect, notes, figures=figures)
