"""The kinds of content that the files of data/framework hold, as frozen structs that refuse unknown keys."""

from __future__ import annotations

from typing import Literal

import msgspec

from collab.model import Instrument, Sector


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A piece of a content file; a key that nobody knows is a fault."""


class SectorWords(Content, frozen=True):
    """What a sector is called, and the words by which survey files name it."""

    sector: Sector = msgspec.field(name="key")
    label: str
    plural: str
    words: tuple[str, ...] = ()


OfCommitting = Literal["purpose", "both_sectors", "smart_goals"]
OfAssessing = Literal["all_answered", "discussed", "next_steps", "baseline"]
OfPlanning = Literal["causes", "logic_model", "action_plans"]
Evidence = OfCommitting | OfAssessing | OfPlanning
"""What in the data can answer a milestone."""


class Milestone(Content, frozen=True):
    """What marks a stage; phase names the phase of the stage's checklist that it stands for.

    answered_by names what in the data says whether it is reached; without it only persons say.
    """

    key: str
    label: str
    optional: bool = False
    phase: str | None = None
    answered_by: Evidence | None = None


class Stage(Content, frozen=True):
    """One of the five stages of an initiative."""

    key: str
    letter: str
    label: str
    title: str
    outcome: str
    milestones: tuple[Milestone, ...]
    checklist: str | None = None


class Status(Content, frozen=True):
    """What partners say of a checklist item; score 0..1, None where the item does not apply."""

    key: str
    label: str
    score: float | None = None


class Item(Content, frozen=True):
    """One line of a checklist, and the readiness factors that it leans on."""

    key: str
    label: str
    statement: str
    factors: tuple[str, ...] = ()


class Phase(Content, frozen=True):
    """A part of a checklist."""

    key: str
    label: str
    items: tuple[Item, ...]
    optional: bool = False


class Checklist(Content, frozen=True):
    """Items that partners review together, more than once."""

    key: str
    title: str
    phases: tuple[Phase, ...] = msgspec.field(name="phase")


class Barrier(Content, frozen=True):
    """A reason why people do not collaborate, and the remedies that help."""

    key: str
    label: str
    kind: Literal["motivation", "ability"]
    heard_as: str
    meaning: str
    made_worse_by: tuple[str, ...]
    remedies: dict[str, Literal["recommended", "limited"]]


class Labelled(Content, frozen=True):
    """A term with its meaning."""

    key: str
    label: str
    meaning: str = ""


class Area(Content, frozen=True):
    """A kind of cooperation with what it tends to cost and to bring; None where no source says."""

    key: str
    label: str
    cost: Literal["low", "high"] | None = None
    benefit: Literal["low", "high"] | None = None
    note: str = ""
    orientation_fit: dict[str, Literal["likely", "possible", "unlikely"]] = {}


class Sign(Content, frozen=True):
    """A sign that cooperation will last (good) or will not."""

    key: str
    good: bool
    label: str


class Compact(Content, frozen=True):
    """A place that signed a compact (year), and its maturity level of 2017 where the report states one."""

    place: str
    year: int
    larger_grant: bool = False
    level: str | None = None
    portfolio: bool = False
    statewide: bool = False


class Prompt(Content, frozen=True):
    """A question that a group or a person answers in writing."""

    key: str
    prompt: str
    label: str = ""
    dimension: str | None = None


class Reflection(Content, frozen=True):
    """Questions to ask while reading the cases of others."""

    individual: tuple[Prompt, ...]
    group: tuple[Prompt, ...]


class RootCauses(Content, frozen=True):
    """The five whys."""

    title: str
    problem_prompt: str
    whys: int
    why_prompt: str
    evidence_prompt: str
    test_prompt: str
    fit_prompt: str
    steps: tuple[str, ...]


class LogicModel(Content, frozen=True):
    """The columns and the context rows of a logic model."""

    title: str
    problem_prompt: str
    columns: tuple[Prompt, ...]
    context: tuple[Prompt, ...]


class ActionPlan(Content, frozen=True):
    """The fields of an action plan."""

    title: str
    goal_prompt: str
    outcomes_prompt: str
    step_fields: tuple[Prompt, ...]
    evidence_prompt: str
    evaluation_prompt: str


class Source(Content, frozen=True):
    """A public document that cases are drawn from."""

    key: str
    title: str
    publisher: str
    year: int | None = None


class Case(Content, frozen=True):
    """What others did and what came of it; teaches names readiness dimensions."""

    key: str
    place: str
    title: str
    area: str
    aim: Literal["access", "quality", "both"]
    outcome: Literal["lasting", "under_way", "ended", "failed", "mixed"]
    what: str
    lesson: str
    teaches: tuple[str, ...]
    sources: tuple[str, ...]
    began: int | None = None
    ended: int | None = None


class SectorsFile(Content, frozen=True):
    sector: tuple[SectorWords, ...]


class StagesFile(Content, frozen=True):
    stage: tuple[Stage, ...]


class ChecklistsFile(Content, frozen=True):
    status: tuple[Status, ...]
    checklist: tuple[Checklist, ...]


class BarriersFile(Content, frozen=True):
    barrier: tuple[Barrier, ...]
    remedy: tuple[Labelled, ...]
    reflection: Reflection


class LandscapeFile(Content, frozen=True):
    maturity: tuple[Labelled, ...]
    area: tuple[Area, ...]
    orientation: tuple[Labelled, ...]
    trait: tuple[Labelled, ...]
    sign: tuple[Sign, ...]
    compact: tuple[Compact, ...] = ()


class PlanningFile(Content, frozen=True):
    root_causes: RootCauses
    logic_model: LogicModel
    action_plan: ActionPlan


class CasesFile(Content, frozen=True):
    source: tuple[Source, ...]
    case: tuple[Case, ...]


class PointEntry(Content, frozen=True):
    key: str
    label: str
    score: int | None = None


class FactorEntry(Content, frozen=True):
    key: str
    label: str
    statement: str
    reversed: bool = False
    readiness_label: str = ""
    look_for: tuple[str, ...] = ()
    fingerprint: tuple[str, ...] = ()


class DimensionEntry(Content, frozen=True):
    key: str
    label: str
    factor: tuple[FactorEntry, ...]
    question: str = ""


class InstrumentFile(Content, frozen=True):
    key: str
    version: int
    title: str
    scale: tuple[PointEntry, ...]
    dimension: tuple[DimensionEntry, ...]
    heading: str = ""
    instructions: str = ""
    conclusion: tuple[PointEntry, ...] = ()


class Framework(msgspec.Struct, frozen=True):
    """All content: what every page, chart and spreadsheet says.

    headings: key of an instrument to the title of the screen that shows its figures, where its file gives one.
    """

    instruments: tuple[Instrument, ...]
    headings: dict[str, str]
    sectors: tuple[SectorWords, ...]
    stages: tuple[Stage, ...]
    checklists: tuple[Checklist, ...]
    statuses: tuple[Status, ...]
    barriers: tuple[Barrier, ...]
    remedies: tuple[Labelled, ...]
    reflection: Reflection
    maturity: tuple[Labelled, ...]
    areas: tuple[Area, ...]
    orientations: tuple[Labelled, ...]
    traits: tuple[Labelled, ...]
    signs: tuple[Sign, ...]
    compacts: tuple[Compact, ...]
    root_causes: RootCauses
    logic_model: LogicModel
    action_plan: ActionPlan
    cases: tuple[Case, ...]
    sources: tuple[Source, ...]

    def sector(self, sector: Sector) -> SectorWords:
        """The words of one sector."""
        return next(words for words in self.sectors if words.sector == sector)

    def instrument(self, key: str) -> Instrument:
        """The newest version of an instrument; KeyError where there is none."""
        found = [instrument for instrument in self.instruments if instrument.key == key]
        if not found:
            raise KeyError(key)
        return max(found, key=lambda instrument: instrument.version)

    def cases_teaching(self, dimension: str) -> tuple[Case, ...]:
        """The cases that say most about a readiness dimension."""
        return tuple(case for case in self.cases if dimension in case.teaches)
