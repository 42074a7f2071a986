"""The sheets that are lists: what is owed, who takes part, and what happened here."""

from __future__ import annotations

from collections.abc import Mapping

from collab.exchange.workbook import Column, Look, Sheet
from collab.framework import load_framework
from collab.services import labels
from collab.services.history_words import details, what
from collab.services.initiatives import changes_of
from collab.services.owed import KINDS
from collab.services.partners import partners_of
from collab.services.taking_part import told_of
from collab.services.tasks import Task
from collab.services.wording import many, moment
from collab.services.workbook_material import Material, sector_labels, stage_labels, when

LATEST_CHANGES = 500


def owed(material: Material) -> Sheet:
    """All that is to be done, overdue first, then by date, those without one last."""
    late, ahead = material.glance.overdue(material.today), material.glance.ahead(material.today)
    places = _places(material)
    return Sheet(
        name="What is owed",
        heading=material.heading("What is owed"),
        columns=(
            Column("due_on", "Due date", 12, Look.DAY),
            Column("overdue", "Overdue", 13),
            Column("what", "What", 70),
            Column("kind", "Kind", 20),
            Column("where", "Where", 34),
            Column("owner", "Owner", 26),
            Column("partner", "Partner", 28),
        ),
        rows=[
            (
                *(task.due_on, _late(material, task), task.text, KINDS[task.kind]),
                *(places.get(task.where, ""), task.owner, task.partner),
            )
            for task in (*late, *ahead)
        ],
        lines=(f"{many(len(late) + len(ahead), 'thing is', 'things are')} open, {len(late)} overdue.",),
        bold=frozenset(range(len(late))),
        frozen_columns=0,
    )


def _places(material: Material) -> Mapping[str, str]:
    """Key of a stage, a checklist or a goal -> what it is called."""
    checklists = {each.key: each.title for each in load_framework().checklists}
    goals = {each.goal.id: each.goal.statement for each in material.glance.purpose.goals}
    return stage_labels() | checklists | goals


def _late(material: Material, task: Task) -> str:
    if task.due_on is None or not task.overdue(material.today):
        return ""
    return f"by {many((material.today - task.due_on).days, 'day')}"


def partners(material: Material) -> Sheet:
    """Every partner that takes or took part."""
    found = partners_of(material.store, material.initiative.id, person=material.person)
    sectors = sector_labels()
    return Sheet(
        name="Partners",
        heading=material.heading("Partners"),
        columns=(
            Column("partner", "Partner", 36),
            Column("sector", "Sector", 20),
            Column("role", "Role", 14),
            Column("joined", "Joined", 13, Look.DAY),
            Column("left", "Left", 13, Look.DAY),
            Column("part", "Takes part", 20),
            Column("sheets", "Answer sheets, all rounds", 14, Look.WHOLE),
            Column("averages", "Reported figures", 14, Look.WHOLE),
        ),
        rows=[
            (
                *(each.partner.name, sectors[each.partner.sector], labels.ROLES[each.partner.role]),
                *(when(each.partner.joined_on), when(each.partner.left_on)),
                *(told_of(each.partner, material.today) or "yes", each.responses, each.averages),
            )
            for each in found
        ],
        upright=True,
    )


def history(material: Material) -> Sheet:
    """The latest changes, the latest first; no rating is ever in it."""
    found = changes_of(material.store, material.initiative.id, limit=LATEST_CHANGES, person=material.person)
    full = len(found) == LATEST_CHANGES
    return Sheet(
        name="History",
        heading=material.heading("What happened here"),
        columns=(
            Column("at", "When", 18),
            Column("who", "Who", 24),
            Column("what", "What", 34),
            Column("about", "About", 50),
            Column("details", "Details", 80),
        ),
        rows=[(moment(each.at), each.actor, what(each), each.subject, details(each)) for each in found],
        lines=(f"The latest {LATEST_CHANGES} changes; there are older ones.",) if full else ("All changes.",),
    )
