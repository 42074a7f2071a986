"""How each milestone of a stage stands, from what persons, the data and the reviews say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from collab.content import Milestone, Stage
from collab.journey import MilestoneRecord, MilestoneStanding
from collab.scoring.progress import PhaseStanding, is_done, stage_progress
from collab.services import milestone_facts
from collab.services.milestone_facts import Claim, Facts


@dataclass(frozen=True)
class MilestoneView:
    """One milestone. value: 1 done, 0 not, a phase at its mean 0..1, None where it does not apply.

    claim: what the data say, None where only persons can. phase: how its phase stands, None where it has none or
    nobody reviewed it. disputed: persons say otherwise than the data. own: added by the people of this initiative.
    known: persons, the data or a review say something of it; what is not known in a stage that was written down long
    afterwards has no value.
    """

    key: str
    label: str
    optional: bool
    own: bool
    record: MilestoneRecord
    value: float | None
    claim: Claim | None = None
    phase_key: str | None = None
    phase: PhaseStanding | None = None
    disputed: bool = False
    known: bool = True

    @property
    def done(self) -> bool:
        """It is reached; a phase from 80 percent on."""
        return is_done(self.value)

    @property
    def applies(self) -> bool:
        """It counts with a value."""
        return self.value is not None

    @property
    def is_unknown(self) -> bool:
        """It applies, and nobody knows any more whether it was reached."""
        return self.value is None and not self.known

    def overdue(self, today: date) -> bool:
        """It applies, is not done, and its date has passed."""
        due = self.record.due_on
        return self.applies and not self.done and due is not None and due < today


@dataclass(frozen=True)
class Told:
    """How a stage came to be written down. in_time: partners kept it while they were in it, so that what the data lack
    was not there. afterwards: long after partners had left it or passed it over, so that much may be forgotten."""

    in_time: bool
    afterwards: bool


def milestones_of(
    stage: Stage,
    facts: Facts,
    kept: Mapping[str, MilestoneRecord],
    phases: Mapping[str, PhaseStanding | None],
    told: Told,
) -> tuple[MilestoneView, ...]:
    """Those of the content, then those that the people of this initiative added. facts: of when the stage was left."""
    content = (_milestone(each, stage, facts, kept, phases, told) for each in stage.milestones)
    every = (*content, *_own(stage, kept))
    return tuple(map(_unless_unknown, every)) if told.afterwards else every


def progress_of(milestones: Sequence[MilestoneView]) -> float | None:
    """The share completed, 0..1; None where nothing is known, or of some milestone nobody knows any more."""
    is_told = any(each.known for each in milestones if each.applies)
    if not is_told or any(each.is_unknown for each in milestones):
        return None
    return stage_progress(each.value for each in milestones)


def _unless_unknown(milestone: MilestoneView) -> MilestoneView:
    """Who gives a milestone a date, an owner or evidence knows of it, whenever its stage was: it is open until done."""
    if milestone.known:
        return milestone
    record = milestone.record
    is_known = record.due_on is not None or bool(record.owner or record.partner_id or record.evidence)
    return replace(milestone, known=True) if is_known else replace(milestone, value=None)


def _milestone(
    content: Milestone,
    stage: Stage,
    facts: Facts,
    kept: Mapping[str, MilestoneRecord],
    phases: Mapping[str, PhaseStanding | None],
    told: Told,
) -> MilestoneView:
    record = kept.get(content.key, MilestoneRecord("", facts.initiative.id, stage.key, content.key))
    claim = milestone_facts.claim(content.answered_by, facts) if content.answered_by else None
    phase = phases.get(content.phase) if content.phase else None
    value = _phase_value(phase, record) if content.phase else _value(record, claim)
    return MilestoneView(
        key=content.key,
        label=content.label,
        optional=content.optional,
        own=False,
        record=record,
        value=value,
        claim=claim,
        phase_key=content.phase,
        phase=phase,
        known=_said(record)
        or (claim is not None and (claim.reached or (told.in_time and not claim.is_bare)))
        or (phase is not None and (phase.mean is not None or not phase.applies)),
        disputed=claim is not None
        and not claim.is_bare
        and value is not None
        and _said(record)
        and bool(value) != claim.reached,
    )


def _phase_value(phase: PhaseStanding | None, record: MilestoneRecord) -> float | None:
    if record.standing is MilestoneStanding.NOT_APPLICABLE or (phase is not None and not phase.applies):
        return None
    return phase.mean or 0.0 if phase is not None else 0.0


def _value(record: MilestoneRecord, claim: Claim | None) -> float | None:
    if record.standing is MilestoneStanding.NOT_APPLICABLE:
        return None
    reached = claim is not None and claim.reached if not _said(record) else record.standing is MilestoneStanding.DONE
    return 1.0 if reached else 0.0


def _said(record: MilestoneRecord) -> bool:
    return record.standing is not MilestoneStanding.UNSAID


def _own(stage: Stage, kept: Mapping[str, MilestoneRecord]) -> tuple[MilestoneView, ...]:
    """The milestones that the people of this initiative added to a stage."""
    known = {each.key for each in stage.milestones}
    return tuple(
        MilestoneView(each.key, each.label, optional=True, own=True, record=each, value=_value(each, None))
        for each in kept.values()
        if each.stage == stage.key and each.key not in known
    )
