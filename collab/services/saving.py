"""Writes a plan into the store, in one transaction that belongs to the caller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from collab.exchange.findings import Answers, Content, Findings
from collab.model import Initiative, Kind, Mode, Round, RoundState
from collab.services.compared import Incoming, Match
from collab.services.names import clean_name
from collab.services.planning import Plan, is_own
from collab.services.preview import Destination
from collab.services.sheets_in import marks_of
from collab.store import averages, drafts, imports, partners, responses, rounds
from collab.store import initiatives as initiative_queries
from collab.store.instruments import save_instrument
from collab.store.keys import new_keys
from collab.store.tallies import count_in, count_texts
from collab.store.unit import Unit, now

Progress = Callable[[float, str], None]
NOT_REMEMBERED = ("mode", "partner")
"""Answers that belong to one round or one file and not to the shape of files."""


@dataclass(frozen=True)
class _Job:
    """What every step of saving needs."""

    unit: Unit
    import_id: str
    plan: Plan
    findings: Findings
    content: Content
    initiative: Initiative
    round: Round
    ids: dict[str, str]
    """Token of an organisation -> partner id."""

    @property
    def matched(self) -> tuple[Match, Incoming]:
        """The answer sheets of the plan."""
        assert self.plan.sheets is not None
        assert self.plan.incoming is not None
        return self.plan.sheets, self.plan.incoming


def write(
    unit: Unit,
    plan: Plan,
    findings: Findings,
    content: Content,
    *,
    import_id: str,
    destination: Destination,
    file_name: str,
    digest: str,
    progress: Progress,
) -> tuple[str, str]:
    """Make what is new, then write answers or figures; returns the ids of initiative and round."""
    initiative = plan.scene.initiative or _make_initiative(unit, plan, import_id, destination)
    round_ = plan.scene.round or _make_round(unit, content, import_id, destination, initiative)
    ids = _make_partners(unit, plan, import_id, initiative)
    job = _Job(unit, import_id, plan, findings, content, initiative, round_, ids)
    before = imports.remembered_row(unit, findings.shape)
    mode = round_.mode or findings.mode
    _insert_import(job, destination, file_name, digest, before, mode)
    if content.answers is not None:
        _write_sheets(job, content.answers, progress)
    else:
        _write_figures(job)
    measure = content.averages.measure if content.averages is not None else None
    rounds.set_contents(unit, round_.id, mode=mode, kind=content.kind, measure=measure)
    rounds.touch_round(unit, round_.id)
    _remember(job)
    drafts.forget_lost(unit)
    _tell(job, file_name)
    progress(1.0, "Done")
    return initiative.id, round_.id


def _make_initiative(unit: Unit, plan: Plan, import_id: str, destination: Destination) -> Initiative:
    name = clean_name(destination.initiative, "The name of the initiative")
    return initiative_queries.insert_initiative(unit, name=name, made_up=plan.scene.made_up, import_id=import_id)


def _make_round(
    unit: Unit, content: Content, import_id: str, destination: Destination, initiative: Initiative
) -> Round:
    """A round made by an import starts revealed: its answers have been given already."""
    made = rounds.insert_round(
        unit,
        initiative_id=initiative.id,
        instrument_id=save_instrument(unit, content.instrument, import_id=import_id),
        label=clean_name(destination.round_label, "The label of the round"),
        state=RoundState.REVEALED,
        mode=None,
        k=5,
        held_on=None,
        import_id=import_id,
    )
    return rounds.round_by_id(unit, made)


def _make_partners(unit: Unit, plan: Plan, import_id: str, initiative: Initiative) -> dict[str, str]:
    """The partner id of every organisation; new ones are made, and those that are new here take part."""
    ids: dict[str, str] = {}
    for meaning in plan.meanings:
        if meaning.token not in ids:
            partner = meaning.partner or partners.insert_partner(
                unit, name=meaning.name, sector=meaning.sector, made_up=plan.scene.made_up, import_id=import_id
            )
            ids[meaning.token] = partner.id
            if not meaning.takes_part:
                partners.take_part(unit, initiative.id, partner.id, import_id=import_id)
        for key in meaning.aliases:
            partners.add_alias(unit, ids[meaning.token], key, made_by=import_id)
    return ids


def _insert_import(
    job: _Job,
    destination: Destination,
    file_name: str,
    digest: str,
    mapping_before: dict[str, object] | None,
    mode: Mode | None,
) -> None:
    round_, effect, findings = job.round, job.plan.effect, job.findings
    summary = {**effect.as_dict(), "excluded": dict(findings.excluded), "round_label": round_.label}
    row = {
        "id": job.import_id,
        "initiative_id": job.initiative.id,
        "round_id": round_.id,
        "round_label": round_.label,
        "file_name": file_name,
        "digest": digest,
        "shape": findings.shape,
        "tool": findings.tool,
        "kind": str(job.content.kind),
        "sheets": list(job.content.answers.sheets) if job.content.answers else [],
        "summary": summary | {"partners": len(effect.partners)},
        "round_before": {
            "kind": round_.kind,
            "measure": round_.measure,
            "mode": round_.mode,
            "set_mode": round_.mode is None and mode is not None,
            "mapping": mapping_before,
        },
        "rests_on": _rests_on(job),
        "at": now(),
    }
    imports.insert_import(job.unit, row)


def _rests_on(job: _Job) -> list[str]:
    """The earlier imports whose answers this one counts on, since it holds the same."""
    if job.plan.sheets is not None:
        return job.plan.sheets.rests_on
    if job.plan.figures is None:
        return []
    places = [_placed(job, place) for place in job.plan.figures.same]
    return averages.sources_of(job.unit, job.round.id, places)


def _write_sheets(job: _Job, answers: Answers, progress: Progress) -> None:
    found, _ = job.matched
    progress(0.1, "Comparing with what is there")
    gone = [sheet.id for sheet in found.remove]
    changed = [sheet.id for _, sheet in found.change]
    responses.supersede(job.unit, job.import_id, gone + changed)
    responses.delete_responses(job.unit, gone)
    _count_out(job, [*found.remove, *(sheet for _, sheet in found.change)])
    _rewrite(job, answers)
    _insert_new(job, answers, progress)
    progress(0.8, "Counting")
    rows = np.array([*found.add, *(row for row, _ in found.change)], dtype=np.int64)
    partner_ids = [job.ids[meaning.token] for meaning in job.plan.meanings]
    distinct = sorted(set(partner_ids))
    place = np.array([distinct.index(partner_id) for partner_id in partner_ids], dtype=np.int64)
    count_in(
        job.unit,
        job.round.id,
        job.content.instrument,
        distinct,
        place[answers.partner[rows]],
        answers.ratings[rows],
    )


def _count_out(job: _Job, sheets: list[responses.Held]) -> None:
    texts = [(sheet.partner_id, sheet.ratings) for sheet in sheets]
    if texts:
        count_texts(job.unit, job.round.id, job.content.instrument, texts, sign=-1)


def _rewrite(job: _Job, answers: Answers) -> None:
    found, incoming = job.matched
    responses.delete_comments(job.unit, [sheet.id for _, sheet in found.change])
    responses.rewrite(
        job.unit,
        [
            (job.ids[incoming.partners[row]], incoming.texts[row], *incoming.places[row], job.import_id, sheet.id)
            for row, sheet in found.change
        ],
    )
    responses.insert_comments(
        job.unit,
        [(sheet.id, *each) for row, sheet in found.change for each in incoming.comments.get(row, ())],
    )


def _insert_new(job: _Job, answers: Answers, progress: Progress) -> None:
    """The hot path: 100,000 sheets in about a second."""
    found, incoming = job.matched
    progress(0.2, f"Writing {len(found.add):,} answer sheets")
    keyed = incoming.marks
    if job.plan.scene.round is None and any(answers.ids):
        keyed = marks_of(job.unit, job.round.id, answers, shape=job.findings.shape)
    round_id, import_id, ids = job.round.id, job.import_id, job.ids
    at = now().isoformat(timespec="microseconds")
    keys = new_keys(len(found.add)) if found.add else []
    texts, tokens, places = incoming.texts, incoming.partners, incoming.places
    rows = [
        (key, round_id, ids[tokens[row]], import_id, *places[row], keyed[row], texts[row], import_id, False, 1, at)
        for key, row in zip(keys, found.add, strict=True)
    ]
    responses.insert_responses(job.unit, rows)
    if incoming.comments:
        notes = [
            (key, *each) for key, row in zip(keys, found.add, strict=True) for each in incoming.comments.get(row, ())
        ]
        responses.insert_comments(job.unit, notes)


def _placed(job: _Job, place: averages.Place) -> averages.Place:
    return job.ids[place[0]], place[1], place[2]


def _write_figures(job: _Job) -> None:
    figures = job.plan.figures
    assert figures is not None
    change = {_placed(job, place): figure for place, figure in figures.change.items()}
    add = {_placed(job, place): figure for place, figure in figures.add.items()}
    averages.supersede_figures(job.unit, job.round.id, job.import_id, list(change))
    averages.insert_figures(job.unit, job.round.id, job.import_id, add | change)


def _remember(job: _Job) -> None:
    """Answers for the next file of this shape; those about one round or one name are left out."""
    kept = {key: value for key, value in job.findings.answered.items() if key not in NOT_REMEMBERED and not is_own(key)}
    if kept:
        imports.remember(job.unit, job.findings.shape, kept, job.import_id)


def _tell(job: _Job, file_name: str) -> None:
    effect = job.plan.effect
    what = "averages" if job.content.kind is Kind.AVERAGES else "responses"
    after = {"round": job.round.label, "kind": what, **effect.as_dict(), "partners": len(effect.partners)}
    if effect.new_partners:
        after["new_partners"] = list(effect.new_partners)
    job.unit.record("import", file_name, initiative_id=job.initiative.id, after={**after}, import_id=job.import_id)
