"""The tables of the way through the stages: the initiative, its partners, stages with every stay, milestones."""

from __future__ import annotations

from dataclasses import dataclass

from collab.exchange.tables_out import Table
from collab.journey import Confirmation, MilestoneStanding
from collab.model import Partner
from collab.services.bulk_milestones import LABELS as SAID
from collab.services.journey import StageView
from collab.services.milestone_views import MilestoneView
from collab.services.tables_out_columns import (
    SHARE,
    Column,
    code,
    day,
    key,
    number,
    partner,
    table,
    text,
    truth,
    when,
    whole,
    words,
)
from collab.services.workbook_material import Material

PHASES_SOURCE = "Mean over the milestones that apply; one with a phase counts at the phase's mean"


def tables(material: Material) -> tuple[Table, ...]:
    """Initiative, partners, tenures, stages, visits, confirmations, milestones."""
    return (
        _initiative(material),
        _partners(material),
        _tenures(material),
        _stages(material),
        _visits(material),
        _confirmations(material),
        _milestones(material),
    )


def _initiative(material: Material) -> Table:
    return table(
        "initiative",
        "The initiative that all other tables are about: one row.",
        [material.initiative],
        ("initiative_id",),
        key("initiative_id", "Identifier of the initiative", lambda each: each.id),
        words("name", "What it is called", lambda each: each.name),
        truth("is_made_up", "Whether these are made-up sample data", lambda each: each.made_up),
        day("as_of", "The day on which these tables were written", lambda _: material.today, missing=""),
        text("place", "Where it is", lambda each: each.place),
        text("purpose", "Its unifying purpose", lambda each: each.purpose),
        text("governance", "Who decides what", lambda each: each.governance),
        code("area", "The field that it works in", "area", lambda each: each.area, missing="not said"),
        code("standing", "How it stands as a whole", "standing", lambda each: each.standing),
        when("standing_on", "Since when it stands so", lambda each: each.standing_on),
        text("standing_reason", "Why it stands so", lambda each: each.standing_reason),
        code("outcome", "What came of it", "outcome", lambda each: each.outcome),
        text("lesson", "What others can learn", lambda each: each.lesson),
    )


def _partners(material: Material) -> Table:
    there = {each.id for each in material.view.present}

    def present(each: Partner) -> bool:
        return each.id in there

    return table(
        "partners",
        "Every organisation that takes or took part.",
        material.view.everyone,
        ("partner_id",),
        key("partner_id", "Identifier of the partner", lambda each: each.id),
        words("name", "What it is called", lambda each: each.name),
        code("sector", "What kind of organisation it is", "sector", lambda each: each.sector),
        code("role", "In what role it takes part", "role", lambda each: each.role),
        when("joined_on", "When it joined", lambda each: each.joined_on),
        when("left_on", "When it left", lambda each: each.left_on, missing="it has not left, or nobody knows when"),
        truth("takes_part", "Whether it takes part on the day of these tables", present),
    )


def _tenures(material: Material) -> Table:
    return table(
        "tenures",
        "Who leads, where the work is at home, who pays; each for a time.",
        material.glance.purpose.tenures,
        ("tenure_id",),
        key("tenure_id", "Identifier of the tenure", lambda each: each.id),
        code("tenure", "What it is about", "tenure", lambda each: each.kind),
        text(
            "name", "The leader, the home or the source of money", lambda each: each.name, missing="only detail known"
        ),
        text("detail", "The post, what kind of home, what the money is for", lambda each: each.detail),
        partner("The partner that it belongs to", lambda each: each.partner_id),
        text("amount", "How much money, as it was written", lambda each: each.amount),
        when("began_on", "When it began", lambda each: each.began_on),
        when(
            "ends_on", "When it ended or will end", lambda each: each.ends_on, missing="no end in sight, or not known"
        ),
        truth("is_over", "Whether it ended on a day that nobody knows", lambda each: each.is_over),
        text("note", "What else was said", lambda each: each.note),
    )


def _stages(material: Material) -> Table:
    return table(
        "stages",
        "The five stages, in order, as the initiative stands in each.",
        list(enumerate(material.view.stages, start=1)),
        ("stage",),
        code("stage", "The stage", "stage", lambda each: each[1].stage.key),
        whole("position", "Its place among the five", lambda each: each[0]),
        code("state", "How it stands", "stage_state", lambda each: each[1].state),
        truth("is_current", "Whether partners are in it now", lambda each: each[1].is_current),
        truth(
            "is_passed_over",
            "Whether nobody was in it though a later one was entered",
            lambda each: each[1].passed_over,
        ),
        day("planned_from", "From when it was planned", lambda each: each[1].plan.from_on),
        day("planned_until", "Until when it was planned", lambda each: each[1].plan.until_on),
        whole(
            "days",
            "How long all stays in it took until now",
            lambda each: each[1].spent.days if each[1].visits else None,
            unit="days",
            missing="nobody was in it, or nobody knows how long",
        ),
        whole("milestones_reached", "Milestones that are done", lambda each: each[1].reached, unit="milestones"),
        whole("milestones_counted", "Milestones that apply", lambda each: len(each[1].counted), unit="milestones"),
        number(
            "progress",
            "How much of it is completed",
            lambda each: each[1].progress,
            unit=SHARE,
            missing="nothing is known of its milestones, or of some of them no more",
            source=PHASES_SOURCE,
        ),
        text("gate_misses", "What its gate misses, in sentences", _unmet, missing="the gate is met"),
        whole("partners_confirm", "Partners that confirm it", lambda each: each[1].confirmed(), unit="partners"),
        whole("partners_asked", "Partners whose word counts", lambda each: len(each[1].asked), unit="partners"),
    )


def _unmet(each: tuple[int, StageView]) -> str:
    return " ".join(each[1].unmet)


def _visits(material: Material) -> Table:
    view = material.view
    return table(
        "visits",
        "Every stay in a stage, in order; a stage that partners went back to has several.",
        view.visits,
        ("visit_id",),
        key("visit_id", "Identifier of the stay", lambda each: each.id),
        whole("position", "Its place among all stays", lambda each: each.number),
        code("stage", "The stage", "stage", lambda each: each.stage),
        when("began_on", "When it began", lambda each: each.began_on, missing=""),
        when(
            "ended_on", "When it ended", lambda each: each.ended_on, missing="it goes on, or ended with the initiative"
        ),
        whole("days", "How long it took until now", view.days_of, unit="days", missing="nobody knows when it ended"),
        code("end", "How it ended", "visit_end", lambda each: each.end, missing="it has not ended"),
        text("reason", "Why partners came here by going back", lambda each: each.reason),
        text("end_reason", "Why they left against the gate's advice, or went back", lambda each: each.end_reason),
    )


def _confirmations(material: Material) -> Table:
    found: list[Confirmation] = [each for stage in material.view.stages for each in stage.confirmations]
    return table(
        "confirmations",
        "What each partner says of whether a stage is done.",
        found,
        ("stage", "partner_id"),
        code("stage", "The stage", "stage", lambda each: each.stage),
        key("partner_id", "The partner", lambda each: each.partner_id, refers="partners"),
        code("answer", "What it says", "confirmed", lambda each: each.answer),
        text("note", "In its own words", lambda each: each.note),
        day("said_on", "When it said so", lambda each: each.said_on),
    )


@dataclass(frozen=True)
class _Milestone:
    """A milestone in its stage."""

    stage: str
    of: MilestoneView


def _milestones(material: Material) -> Table:
    found = [_Milestone(stage.stage.key, each) for stage in material.view.stages for each in stage.milestones]
    return table(
        "milestones",
        "Every milestone of every stage, those included that people of this initiative added.",
        found,
        ("milestone",),
        key("milestone", "Key of the milestone", lambda each: each.of.key),
        code("stage", "The stage", "stage", lambda each: each.stage),
        words("label", "What it is called", lambda each: each.of.label),
        truth("is_own", "Whether people of this initiative added it", lambda each: each.of.own),
        truth("is_optional", "Whether it can be left out", lambda each: each.of.optional),
        number(
            "value",
            "1 done, 0 not; one with a phase at the mean of its phase",
            lambda each: each.of.value,
            unit=SHARE,
            missing="it does not apply, or nobody knows any more",
        ),
        truth("is_done", "Whether it counts as done: from .80 on", lambda each: each.of.done),
        truth("is_overdue", "Whether its day has passed", lambda each: each.of.overdue(material.today)),
        code("said", "What people say of it", "milestone_said", _said, missing="nobody said anything: the data count"),
        *_kept(),
    )


def _said(each: _Milestone) -> str | None:
    standing: MilestoneStanding = each.of.record.standing
    return standing if SAID[standing] else None


def _kept() -> tuple[Column, ...]:
    return (
        day("done_on", "When it was done", lambda each: each.of.record.done_on),
        text("owner", "Who sees to it", lambda each: each.of.record.owner),
        partner("The partner that sees to it", lambda each: each.of.record.partner_id),
        day("due_on", "By when", lambda each: each.of.record.due_on),
        text("evidence", "What shows it", lambda each: each.of.record.evidence),
    )
