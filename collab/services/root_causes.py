"""Why a problem is there: five whys with their evidence as a tree, the two tests, and the causes that were chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from collab.errors import NotAllowed, NotFound, StaleVersion
from collab.model import YOU, Person
from collab.plans import Cause, LogicEntry, PlanStep, Problem, Verdict
from collab.services.editing import add_once, every_said_by, refuse_changed, said_by, save_changes
from collab.services.given import given
from collab.services.permissions import Action, permit
from collab.services.planned import planned_in
from collab.store import Store, initiatives, records
from collab.store.bulk import pieces
from collab.store.keys import new_key
from collab.store.plan_tables import logic_entry, plan_step
from collab.store.unit import Unit

MOST_WHYS = 50
"""How deep a tree may go: far beyond what anybody asks, and still to be drawn and read."""
SAID_AT_ONCE = frozenset({"prevents", "fits", "is_chosen"})
"""What is said of an answer with one press each: its two tests, and whether it was chosen."""


@dataclass(frozen=True)
class Why:
    """One answer with the answers below it. depth: 1 for an answer to why the problem is there."""

    cause: Cause
    depth: int
    below: tuple[Why, ...]

    def branch(self) -> Iterator[Why]:
        """This answer and all below it, each before what stands below it."""
        yield self
        for each in self.below:
            yield from each.branch()


@dataclass(frozen=True)
class Tree:
    """A problem with the answers to why it is there."""

    problem: Problem
    whys: tuple[Why, ...]

    def every(self) -> Iterator[Why]:
        """All answers, each before what stands below it."""
        for each in self.whys:
            yield from each.branch()

    @property
    def chosen(self) -> tuple[Why, ...]:
        """The root causes that partners chose."""
        return tuple(each for each in self.every() if each.cause.is_chosen)


@dataclass(frozen=True)
class TakenUp:
    """What goes at an answer: entries of the logic model, and steps of action plans."""

    entries: tuple[LogicEntry, ...] = ()
    steps: tuple[PlanStep, ...] = ()


def root_causes(store: Store, initiative_id: str, *, person: Person = YOU) -> tuple[Tree, ...]:
    """The problems of an initiative in their order, each with its tree."""
    permit(person, Action.SEE, initiative_id)
    return store.read(lambda unit: trees_in(unit, initiative_id))


def trees_in(unit: Unit, initiative_id: str) -> tuple[Tree, ...]:
    """The same, inside a unit."""
    initiatives.initiative_by_id(unit, initiative_id)
    below: dict[tuple[str, str | None], list[Cause]] = {}
    for each in sorted(records.records(unit, Cause, initiative_id=initiative_id), key=lambda each: each.position):
        below.setdefault((each.problem_id, each.parent_id), []).append(each)
    problems = sorted(records.records(unit, Problem, initiative_id=initiative_id), key=lambda each: each.position)
    return tuple(Tree(each, _whys(below, each.id, None, 1)) for each in problems)


def _whys(
    below: Mapping[tuple[str, str | None], list[Cause]], problem_id: str, parent_id: str | None, depth: int
) -> tuple[Why, ...]:
    here = below.get((problem_id, parent_id), ())
    return tuple(Why(each, depth, _whys(below, problem_id, each.id, depth + 1)) for each in here)


def taken_up(store: Store, initiative_id: str, *, person: Person = YOU) -> dict[str, TakenUp]:
    """Answer id -> what goes at it, in the order in which it stands there; answers that nothing names are left out."""
    permit(person, Action.SEE, initiative_id)

    def work(unit: Unit) -> dict[str, TakenUp]:
        found = planned_in(unit, (initiative_id,))[initiative_id]
        entries = sorted(found.entries, key=lambda each: each.position)
        steps = sorted(found.steps, key=lambda each: each.position)
        return {
            key: TakenUp(
                tuple(each for each in entries if each.cause_id == key),
                tuple(each for each in steps if each.cause_id == key),
            )
            for key in ({each.cause_id for each in entries} | {each.cause_id for each in steps})
            if key is not None
        }

    return store.read(work)


def add_problem(
    store: Store, person: Person, initiative_id: str, *, problem_id: str | None = None, **values: object
) -> Problem:
    """A new problem after the others; values are fields of Problem. NotAllowed where the statement is empty.

    problem_id: names it before it is kept; the same that was added under it already is returned, not added again.
    """
    permit(person, Action.PLAN, initiative_id)
    wanted = given(Problem, {"statement": "", **values}, required={"statement": "The problem"})
    made_id = problem_id or new_key()

    def work(unit: Unit) -> Problem:
        initiatives.initiative_by_id(unit, initiative_id)
        place = _next_place(records.records(unit, Problem, initiative_id=initiative_id))
        made = Problem(made_id, initiative_id, **{"position": place, **wanted})
        return add_once(unit, made, what="add_problem", subject=made.statement)

    return store.change(person, work)


def save_problem(store: Store, person: Person, problem_id: str, *, version: int, **values: object) -> Problem:
    """Change what is given of a problem. StaleVersion where somebody saved first."""
    wanted = given(Problem, values, required={"statement": "The problem"})

    def work(unit: Unit) -> Problem:
        present = records.record_by_id(unit, Problem, problem_id)
        permit(person, Action.PLAN, present.initiative_id)
        return save_changes(
            unit,
            present,
            wanted,
            version=version,
            what="save_problem",
            subject=present.statement,
            initiative_id=present.initiative_id,
        )

    return store.change(person, work)


def add_cause(
    store: Store,
    person: Person,
    problem_id: str,
    *,
    parent_id: str | None = None,
    cause_id: str | None = None,
    **values: object,
) -> Cause:
    """One more answer to a why: of the problem, or (parent_id) of an answer. NotAllowed where the answer is empty, or
    would stand deeper than MOST_WHYS.

    cause_id: names it before it is kept; the same that was added under it already is returned, not added again.
    """
    wanted = given(Cause, {"answer": "", **values}, required={"answer": "The answer"})
    made_id = cause_id or new_key()

    def work(unit: Unit) -> Cause:
        problem = records.record_by_id(unit, Problem, problem_id)
        permit(person, Action.PLAN, problem.initiative_id)
        if parent_id is not None and records.record_by_id(unit, Cause, parent_id).problem_id != problem_id:
            raise NotFound("The answer that this one belongs to is about another problem. Look at the tree again.")
        _refuse_depth(unit, problem_id, parent_id)
        place = _next_place(records.records(unit, Cause, problem_id=problem_id, parent_id=parent_id))
        own = {"parent_id": parent_id, "position": place, **wanted}
        made = Cause(made_id, problem.initiative_id, problem_id, **own)
        return add_once(unit, made, what="add_cause", subject=made.answer)

    return store.change(person, work)


def _refuse_depth(unit: Unit, problem_id: str, parent_id: str | None) -> None:
    above = {each.id: each.parent_id for each in records.records(unit, Cause, problem_id=problem_id)}
    depth, here = 1, parent_id
    while here is not None:
        depth, here = depth + 1, above[here]
    if depth > MOST_WHYS:
        raise NotAllowed(
            f"{MOST_WHYS} answers stand one below the other here, which is as deep as a tree may go. Write this one "
            "beside another answer, or begin a new problem with it."
        )


def save_cause(store: Store, person: Person, cause_id: str, *, version: int, **values: object) -> Cause:
    """Change what is given of an answer: its words, evidence, tests, or whether it was chosen. StaleVersion where
    somebody saved first."""
    wanted = given(Cause, values, required={"answer": "The answer"})

    def work(unit: Unit) -> Cause:
        present = records.record_by_id(unit, Cause, cause_id)
        permit(person, Action.PLAN, present.initiative_id)
        return save_changes(
            unit,
            present,
            wanted,
            version=version,
            what="save_cause",
            subject=present.answer,
            initiative_id=present.initiative_id,
        )

    return store.change(person, work)


def say_of_cause(
    store: Store, person: Person, cause_id: str, name: str, *, seen: Verdict | bool, to: Verdict | bool
) -> Cause:
    """Say one of SAID_AT_ONCE of an answer. seen: what it was before the person's eyes.

    StaleVersion only where somebody else said this very thing otherwise since: what was written or said besides stays,
    so no version is asked.
    """
    if name not in SAID_AT_ONCE:
        raise TypeError(f"Of an answer to why, {name} is not said at once")

    def work(unit: Unit) -> Cause:
        present = records.record_by_id(unit, Cause, cause_id)
        permit(person, Action.PLAN, present.initiative_id)
        now = getattr(present, name)
        if now not in (seen, to):
            raise StaleVersion(
                f"Somebody else said otherwise of “{present.answer}” meanwhile, so yours was not saved. Look at what "
                "it says now, then say it again if you still want to.",
                mine={name: to},
                theirs={name: now},
            )
        return save_changes(
            unit,
            present,
            {name: to},
            version=present.version,
            what="save_cause",
            subject=present.answer,
            initiative_id=present.initiative_id,
        )

    return store.change(person, work)


def remove_problem(store: Store, person: Person, problem_id: str, *, version: int, seen: Mapping[str, int]) -> None:
    """Take a problem away with its whole tree; seen: cause id -> version, as the person had it before their eyes.

    StaleVersion where anybody changed or added anything of it since.
    """

    def work(unit: Unit) -> None:
        present = records.record_by_id(unit, Problem, problem_id)
        permit(person, Action.PLAN, present.initiative_id)
        refuse_changed(present.version, version, present.statement)
        tree = next(each for each in trees_in(unit, present.initiative_id) if each.problem.id == problem_id)
        _remove_all(unit, list(tree.every()), seen)
        records.remove(unit, present)
        before = said_by(unit, present)
        unit.record("remove_problem", present.statement, initiative_id=present.initiative_id, before=before)

    store.change(person, work)


def remove_cause(store: Store, person: Person, cause_id: str, *, seen: Mapping[str, int]) -> None:
    """Take an answer away with all that stands below it; what it was carried over to stays, and names it no more.

    seen: cause id -> version of the branch, as the person had it before their eyes. StaleVersion where anybody changed
    or added anything of it since.
    """

    def work(unit: Unit) -> None:
        present = records.record_by_id(unit, Cause, cause_id)
        permit(person, Action.PLAN, present.initiative_id)
        every = (why for tree in trees_in(unit, present.initiative_id) for why in tree.every())
        top = next(why for why in every if why.cause.id == cause_id)
        _remove_all(unit, list(top.branch()), seen)

    store.change(person, work)


def _remove_all(unit: Unit, whys: Sequence[Why], seen: Mapping[str, int]) -> None:
    """Answers, given each before what stands below it. The lowest goes first, for it names the one above it."""
    going = [each.cause for each in reversed(whys)]
    for each in going:
        refuse_changed(each.version, seen.get(each.id, 0), each.answer)
    went_at: dict[str, list[str]] = {}
    for some in pieces([each.id for each in going]):
        for entry in records.records(unit, LogicEntry, logic_entry.c.cause_id.in_(some)):
            went_at.setdefault(entry.cause_id or "", []).append(entry.text)
            records.change(unit, replace(entry, cause_id=None))
        for step in records.records(unit, PlanStep, plan_step.c.cause_id.in_(some)):
            went_at.setdefault(step.cause_id or "", []).append(step.step)
            records.change(unit, replace(step, cause_id=None))
    for each, said in zip(going, every_said_by(unit, going), strict=True):
        before = said | ({"went_at_it": went_at[each.id]} if each.id in went_at else {})
        records.remove(unit, each)
        unit.record("remove_cause", each.answer, initiative_id=each.initiative_id, before=before)


def _next_place(present: tuple[Problem, ...] | tuple[Cause, ...]) -> int:
    return max((each.position for each in present), default=-1) + 1


def refuse_cause(unit: Unit, initiative_id: str, cause_id: object) -> None:
    """NotFound where the initiative has no such cause (None is fine); NotAllowed where it was not chosen."""
    if cause_id is None:
        return
    found = records.record(unit, Cause, id=cause_id, initiative_id=initiative_id)
    if found is None:
        raise NotFound("This root cause is not there any more. Choose another one, or none.")
    if not found.is_chosen:
        raise NotAllowed(f"“{found.answer}” was not chosen as a root cause. Choose it first, or leave it open.")
