"""From bytes to figures: real files through reading, recognition, saving and undoing."""

from __future__ import annotations

import csv
from pathlib import Path

from collab.model import YOU
from collab.services import importing, initiatives, maintenance, readiness
from collab.services.importing import Preview
from collab.store import Store
from tests.services.contents import HERE, INSTRUMENT

LABELS = [point.label for point in INSTRUMENT.scale]


def a_csv(folder: Path, name: str, rows: list[tuple[str, str, int]]) -> Path:
    """A raw export: an id, the organisation, its sector, one column per statement with labels."""
    file = folder / name
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["ResponseId", "Organization", "Sector", *(factor.statement for factor in INSTRUMENT.factors)])
        for number, (given, organisation, point) in enumerate(rows):
            answers = [LABELS[(point + number + place) % 4] for place in range(len(INSTRUMENT.factors))]
            sector = "Charter" if organisation.startswith("C") else "District"
            writer.writerow([given, organisation, sector, *answers])
    return file


def look(store: Store, file: Path, **how: object) -> Preview:
    """What the person sees."""
    given = {"destination": HERE, "accept": True, **how}
    return importing.examine(store, YOU, file, file_name=file.name, **given)  # type: ignore[arg-type]


def test_a_raw_export_goes_in_grows_and_comes_out_again(store: Store, tmp_path: Path) -> None:
    week1 = [(f"R_abcdefgh{n:03d}", "Cedar Charter" if n % 2 else "District of Elm", n) for n in range(12)]
    file = a_csv(tmp_path, "week1.csv", week1)
    seen = look(store, file)
    assert (seen.status, seen.problems) == ("ready", ())
    first = importing.save(store, YOU, seen)
    report = seen.report(first)
    assert (report["status"], report["responses"], report["kind"]) == ("saved", 12, "responses")
    assert report["partners"] == [
        {"name": "District of Elm", "sector": "district", "responses": 6},
        {"name": "Cedar Charter", "sector": "charter", "responses": 6},
    ]
    assert look(store, file).status == "unchanged"
    week2 = a_csv(tmp_path, "week2.csv", [*week1, ("R_zzzzzzzzzzz", "Cedar Charter", 1)])
    fuller = look(store, week2)
    assert fuller.effect is not None
    assert (fuller.effect.added, fuller.effect.unchanged) == (1, 12)
    second = importing.save(store, YOU, fuller)
    assert readiness.counts(store, second.round_id or "").responses == 13
    assert maintenance.check(store) == ()
    for outcome in (second, first):
        importing.undo_import(store, YOU, outcome.import_id or "")
    assert initiatives.overview(store) == ()
    assert look(store, file).status == "ready"


def test_further_answers_and_another_destination_need_no_new_reading(store: Store, tmp_path: Path) -> None:
    file = a_csv(tmp_path, "week1.csv", [(f"R_abcdefgh{n:03d}", "District of Elm", n) for n in range(6)])
    seen = look(store, file, accept=False)
    assert seen.status == "needs_answers"
    file.unlink()
    answered = importing.reconsider(store, YOU, seen, answers={"mode": "individual"}, accept=True)
    assert answered.status == "ready"
    elsewhere = importing.Destination("Elsewhere", "Autumn")
    moved = importing.reconsider(store, YOU, answered, answers={}, destination=elsewhere)
    importing.save(store, YOU, moved)
    assert [card.initiative.name for card in initiatives.overview(store)] == ["Elsewhere"]
