"""The workbook of an initiative: everything that is kept of it, to be read, worked on and brought back."""

from __future__ import annotations

from datetime import date

from collab.exchange.returned_sheets import KIND
from collab.exchange.workbook import Book, Sheet, write
from collab.framework import load_framework
from collab.journey import MilestoneStanding
from collab.model import YOU, Person
from collab.services import (
    workbook_answers,
    workbook_choices,
    workbook_compare,
    workbook_journey,
    workbook_lists,
    workbook_plans,
    workbook_readiness,
)
from collab.services.action_plans import PlansView
from collab.services.bulk_milestones import LABELS
from collab.services.permissions import Action, permit
from collab.services.workbook_material import Material, gathered, stage_labels
from collab.services.workbook_overview import overview
from collab.store import Store
from collab.store.unit import now

FORMAT = "1"


def workbook(store: Store, initiative_id: str, *, today: date, person: Person = YOU) -> bytes:
    """An .xlsx file of all that is kept of an initiative, as of a day; NotFound where there is none."""
    return write(book(store, initiative_id, today=today, person=person))


def book(store: Store, initiative_id: str, *, today: date, person: Person = YOU) -> Book:
    """The same as plain data. What is hidden on screens is in no sheet of it."""
    permit(person, Action.SEE, initiative_id)
    material = gathered(store, initiative_id, today=today, person=person)
    plans = workbook_plans.plans_of(material)
    sheets = _sheets(material, plans)
    return Book(
        title=f"{material.initiative.name}{material.made_up}",
        subject="Common Ground: the workbook of an initiative",
        sheets=(overview(material, plans, sheets), *sheets),
        mark={
            "kind": KIND,
            "initiative": initiative_id,
            "format": FORMAT,
            "exported_at": now().isoformat(timespec="seconds"),
            **workbook_choices.choice_marks(plans),
        },
        lists=_lists(plans),
    )


def _sheets(material: Material, plans: PlansView) -> tuple[Sheet, ...]:
    views = workbook_journey.views_of(material)
    return (
        *workbook_readiness.sheets(material),
        *workbook_compare.sheets(material),
        *workbook_answers.answers(material),
        *workbook_answers.conclusions(material),
        workbook_journey.stages(material),
        workbook_journey.milestones(material),
        *workbook_journey.checklists(material, views),
        *workbook_journey.checklist_figures(material, views),
        *workbook_plans.causes(material),
        *workbook_plans.logic(material),
        workbook_plans.plan(material, plans),
        workbook_lists.owed(material),
        workbook_lists.partners(material),
        workbook_lists.history(material),
    )


def _lists(plans: PlansView) -> dict[str, tuple[str, ...]]:
    """What may be chosen in the cells that are edited."""
    return {
        workbook_journey.STAGES: tuple(stage_labels().values()),
        workbook_journey.MILESTONE_STATUSES: tuple(LABELS[each] for each in MilestoneStanding if LABELS[each]),
        workbook_journey.ITEM_STATUSES: tuple(each.label for each in load_framework().statuses),
        workbook_journey.PARTNERS: tuple(each.name for each in plans.present),
        workbook_plans.GOALS: tuple(each.goal.goal.statement for each in plans.plans),
        workbook_plans.CAUSES: tuple(each.answer for each in plans.causes),
    }
