"""Turns the content files of data/framework into frozen, validated objects; nothing here knows a database."""

from __future__ import annotations

import os
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import msgspec

from collab.content import (
    BarriersFile,
    CasesFile,
    ChecklistsFile,
    DimensionEntry,
    Framework,
    InstrumentFile,
    LandscapeFile,
    PlanningFile,
    SectorsFile,
    StagesFile,
)
from collab.errors import ContentError
from collab.model import ConclusionOption, Dimension, Factor, Instrument, ScalePoint, Sector

PROJECT = Path(__file__).resolve().parent.parent
BUILT_IN = PROJECT / "data" / "framework"
LOCAL = PROJECT / "data" / "local" / "framework"
DEFAULT_INSTRUMENT = "cross-sector-readiness"
NOT_APPLICABLE = "not_applicable"

# msgspec prepares a type at its first use, and two threads that do so at once crash the process.
_LOADING = Lock()


def default_folders() -> tuple[Path, ...]:
    """Where content is looked for: what ships, then the agency's own; a later file of a name wins."""
    own = os.environ.get("COLLAB_FRAMEWORK")
    if own and not Path(own).is_dir():
        raise ContentError(f"COLLAB_FRAMEWORK names the folder “{own}”, which does not exist. Correct or remove it.")
    return (BUILT_IN, LOCAL, *((Path(own),) if own else ()))


def load_framework(folders: Iterable[Path] | None = None) -> Framework:
    """All content of these folders (by default the built-in one and the agency's own).

    A file of the same name in a later folder takes the place of the earlier; further files with
    dimensions and a scale are further instruments. Raises ContentError naming file, key and fault.
    """
    with _LOADING:
        return _load(tuple(folders) if folders is not None else default_folders())


@lru_cache(maxsize=8)
def _load(folders: tuple[Path, ...]) -> Framework:
    files: dict[str, Path] = {}
    for folder in folders:
        files.update({path.name: path for path in sorted(folder.glob("*.toml"))})
    read = {name: _parse(path) for name, path in files.items()}
    instruments = {name: _instrument(raw, files[name]) for name, raw in read.items() if "dimension" in raw}

    def typed(name: str, kind: type[_T]) -> _T:
        if name not in read:
            raise ContentError(f"{name}: the file is missing. Put it back into {BUILT_IN.name}/.")
        return _convert(read[name], kind, name)

    checklists = typed("checklists.toml", ChecklistsFile)
    barriers = typed("barriers.toml", BarriersFile)
    landscape = typed("landscape.toml", LandscapeFile)
    planning = typed("planning.toml", PlanningFile)
    cases = typed("cases.toml", CasesFile)
    framework = Framework(
        instruments=tuple(instruments.values()),
        headings={item.key: heading for name, item in instruments.items() if (heading := read[name].get("heading"))},
        sectors=typed("sectors.toml", SectorsFile).sector,
        stages=typed("stages.toml", StagesFile).stage,
        checklists=checklists.checklist,
        statuses=checklists.status,
        barriers=barriers.barrier,
        remedies=barriers.remedy,
        reflection=barriers.reflection,
        maturity=landscape.maturity,
        areas=landscape.area,
        orientations=landscape.orientation,
        traits=landscape.trait,
        signs=landscape.sign,
        compacts=landscape.compact,
        root_causes=planning.root_causes,
        logic_model=planning.logic_model,
        action_plan=planning.action_plan,
        cases=cases.case,
        sources=cases.source,
    )
    _validate(framework)
    return framework


_T = TypeVar("_T")


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise ContentError(f"{path.name}: this is not valid TOML ({fault}).") from fault


def _convert(raw: object, kind: type[_T], name: str) -> _T:
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as fault:
        raise ContentError(f"{name}: {fault}.") from fault


def _instrument(raw: dict[str, Any], path: Path) -> Instrument:
    content = _convert(raw, InstrumentFile, path.name)
    not_applicable = next((point.label for point in content.scale if point.key == NOT_APPLICABLE), "")
    instrument = Instrument(
        key=content.key,
        version=content.version,
        title=content.title,
        scale=tuple(
            ScalePoint(point.key, point.label, point.score)
            for point in sorted(content.scale, key=lambda point: point.score or 0)
            if point.score is not None
        ),
        dimensions=tuple(_dimension(dimension) for dimension in content.dimension),
        not_applicable=not_applicable,
        instructions=content.instructions.strip(),
        conclusions=tuple(ConclusionOption(point.key, point.label) for point in content.conclusion),
    )
    _validate_instrument(instrument, content, path.name)
    return instrument


def _dimension(content: DimensionEntry) -> Dimension:
    factors = tuple(
        Factor(
            key=factor.key,
            label=factor.label,
            statement=factor.statement,
            dimension=content.key,
            reversed=factor.reversed,
            readiness_label=factor.readiness_label,
            look_for=factor.look_for,
            fingerprint=factor.fingerprint,
        )
        for factor in content.factor
    )
    return Dimension(content.key, content.label, factors, content.question)


def _validate_instrument(instrument: Instrument, content: InstrumentFile, name: str) -> None:
    _unique(name, "dimension", (dimension.key for dimension in instrument.dimensions))
    _unique(name, "factor", instrument.factor_keys)
    _unique(name, "scale", (point.key for point in content.scale))
    _unique(name, "scale score", (str(score) for score in instrument.scores))
    if not 2 <= len(instrument.scale) <= 11:
        raise ContentError(f"{name}: scale has {len(instrument.scale)} points with a score; 2 to 11 are allowed.")
    unscored = [p.key for p in content.scale if p.score is None and p.key != NOT_APPLICABLE]
    if unscored:
        raise ContentError(f"{name}: scale point {unscored[0]} has no score; only {NOT_APPLICABLE} may lack one.")
    for dimension in instrument.dimensions:
        if not dimension.factors:
            raise ContentError(f"{name}: dimension {dimension.key} has no factor; give it at least one.")
    for factor in instrument.factors:
        if factor.reversed and not factor.readiness_label:
            raise ContentError(f"{name}: factor {factor.key} is reversed and needs a readiness_label.")


def _validate(framework: Framework) -> None:
    _unique("instruments", "key and version", (f"{item.key} {item.version}" for item in framework.instruments))
    missing = set(Sector) - {words.sector for words in framework.sectors}
    if missing:
        raise ContentError(f"sectors.toml: sector {sorted(missing)[0]} is missing; all six are needed.")
    factors = set(chain.from_iterable(instrument.factor_keys for instrument in framework.instruments))
    dimensions = {dimension.key for item in framework.instruments for dimension in item.dimensions}
    for checklist in framework.checklists:
        items = [item for phase in checklist.phases for item in phase.items]
        _unique("checklists.toml", f"item of {checklist.key}", (item.key for item in items))
        for item in items:
            _known("checklists.toml", f"{item.key} factors", item.factors, factors)
    _validate_stages(framework)
    areas = {area.key for area in framework.areas}
    sources = {source.key for source in framework.sources}
    for case in framework.cases:
        _known("cases.toml", f"{case.key} teaches", case.teaches, dimensions)
        _known("cases.toml", f"{case.key} sources", case.sources, sources)
        _known("cases.toml", f"{case.key} area", (case.area,), areas)


def _validate_stages(framework: Framework) -> None:
    phases = {checklist.key: {phase.key for phase in checklist.phases} for checklist in framework.checklists}
    _unique("stages.toml", "stage", (stage.key for stage in framework.stages))
    for stage in framework.stages:
        if stage.checklist is not None:
            _known("stages.toml", f"{stage.key} checklist", (stage.checklist,), set(phases))
        for milestone in stage.milestones:
            if milestone.phase is not None:
                known = phases.get(stage.checklist or "", set())
                _known("stages.toml", f"{milestone.key} phase", (milestone.phase,), known)


def _unique(name: str, what: str, keys: Iterable[str]) -> None:
    twice = [key for key, count in Counter(keys).items() if count > 1]
    if twice:
        raise ContentError(f"{name}: {what} {twice[0]} stands there twice; each may stand once.")


def _known(name: str, what: str, found: Iterable[str], allowed: set[str]) -> None:
    for key in found:
        if key not in allowed:
            raise ContentError(f"{name}: {what} names {key}, which does not exist; allowed: {sorted(allowed)}.")
