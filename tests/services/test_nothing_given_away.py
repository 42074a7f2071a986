"""What few people answered, what is not yet revealed and what was deleted: in no service, no text and no byte."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from collab.errors import NotAllowed, StaleVersion
from collab.exchange.findings import Content
from collab.model import YOU, Level, Mode, Role, RoundState, Sector
from collab.scoring.figures import Target
from collab.services import (
    answers,
    comparison,
    importing,
    initiatives,
    maintenance,
    partners,
    readiness,
    rounds,
    scores,
)
from collab.services.importing import Destination
from collab.store import Store
from tests.services.contents import HERE, INSTRUMENT, a_content, averages_content, bring, partner_named, preview
from tests.services.test_real_files import LABELS

FEW, MANY = 3, 8
AGREE = dict.fromkeys(INSTRUMENT.factor_keys, "agree")
PERSONAL = ("ada.lovelace@example.org", "Lovelace", "203.0.113.77", "R_3kPqZ81xYvLmN0a")


def people(name: str, count: int, code: int) -> list[tuple[str, str | None, int]]:
    """Answer sheets of so many people of one partner, all alike."""
    return [(name, f"R_{name.replace(' ', '')}{number:05d}", code) for number in range(count)]


def everything_shown(store: Store, round_id: str, **choice: Any) -> str:
    """All figures of a round under one choice, in every service that gives figures."""
    view = readiness.readiness(store, round_id, **choice)
    beside = comparison.comparison(store, round_id, **choice)
    grids = [
        [getattr(grid, name).tolist() for name in ("mean", "favourable_share", "agreement", "rated", "counts", "marks")]
        for grid in (view.partners, view.sectors)
    ]
    return repr((grids, beside.gaps, beside.effects, beside.tests, beside.priorities, beside.sentences))


def choices(store: Store, round_id: str) -> Iterator[dict[str, Any]]:
    """Every choice of one partner, of all but one, of one sector; pooled or not."""
    ids = [partner.id for partner in readiness.readiness(store, round_id).choices]
    parts = [None, *([each] for each in ids), *([other for other in ids if other != each] for each in ids)]
    for pooled in (False, True):
        yield from ({"partner_ids": part, "pooled": pooled} for part in parts)
        yield from ({"sectors": [sector], "pooled": pooled} for sector in (Sector.DISTRICT, Sector.CHARTER))


@pytest.mark.parametrize("sector", [Sector.DISTRICT, Sector.CHARTER, Sector.STATE])
def test_no_choice_of_partners_or_sectors_tells_what_few_people_answered(store: Store, sector: Sector) -> None:
    found = []
    for number, secret in enumerate((0, 3)):
        rows = [*people("D one", MANY, 1), *people("C two", MANY, 2), *people("C few", FEW, secret)]
        outcome = bring(store, a_content(rows), destination=Destination(f"Initiative {number}", "Baseline"))
        round_id, few = outcome.round_id or "", partner_named(store, outcome.initiative_id, "C few")
        if sector is not few.sector:
            partners.set_sector(store, YOU, few.id, version=few.version, sector=sector)
        shown = [everything_shown(store, round_id, **choice) for choice in choices(store, round_id)]
        texts = [
            json.dumps(scores.scores(store, f"Initiative {number}", "Baseline", by=by)) for by in ("partner", "sector")
        ]
        view = readiness.readiness(store, round_id)
        cells = [
            (cell.mean, cell.distribution, cell.marks, cell.rated, cell.comments)
            for unit in (*view.partners.units, *view.sectors.units)
            for cell in (readiness.cell(store, round_id, unit, target) for target in view.partners.targets)
        ]
        found.append((shown, texts, repr(cells), repr(readiness.alphas(store, round_id))))
    assert found[0] == found[1]


def test_a_team_answer_that_came_with_a_file_stays_closed_while_the_round_is_open(store: Store) -> None:
    made = initiatives.create_initiative(store, YOU, name=HERE.initiative)
    round_ = rounds.create_round(
        store, YOU, made.id, label=HERE.round_label, instrument_key=INSTRUMENT.key, mode=Mode.TEAM
    )
    bring(store, a_content([("D one", None, 1)], comments=[(0, None, "Ours")]), mode=Mode.TEAM)
    district = partner_named(store, made.id, "D one")
    (sheet,) = answers.answer_sheets(store, YOU, round_.id, district.id)
    assert (sheet.ratings, sheet.comments) == (None, None)
    with pytest.raises(NotAllowed, match="came with a file in an open round"):
        answers.mend_answers(store, YOU, sheet.id, version=1, ratings=AGREE, reason="misread")
    present = rounds.get_round(store, round_.id)
    rounds.change_round(store, YOU, round_.id, version=present.version, state=RoundState.REVEALED)
    (sheet,) = answers.answer_sheets(store, YOU, round_.id, district.id)
    assert sheet.comments == {"": "Ours"}


def test_a_few_people_more_need_no_warning_where_no_figure_was_seen(store: Store) -> None:
    made = initiatives.create_initiative(store, YOU, name=HERE.initiative)
    rounds.create_round(store, YOU, made.id, label=HERE.round_label, instrument_key=INSTRUMENT.key)
    bring(store, a_content(people("D one", MANY, 1)))
    assert not preview(store, a_content(people("D one", MANY + 1, 1)), file_name="b").warnings


def test_a_merge_that_could_give_a_few_away_says_so_before(store: Store) -> None:
    outcome = bring(store, a_content([*people("D one", MANY, 1), *people("D onne", FEW, 3), *people("D two", MANY, 2)]))
    one, few, two = (partner_named(store, outcome.initiative_id, name) for name in ("D one", "D onne", "D two"))
    here = outcome.initiative_id or ""
    (sentence,) = partners.what_merging_means(store, YOU, here, keep=one.id, merged=few.id).revealing
    assert sentence.startswith("In the round “Baseline” figures of one of the two were shown before")
    assert "only 3 answer sheets" in sentence
    assert partners.what_merging_means(store, YOU, here, keep=one.id, merged=two.id).revealing == ()


def test_comments_on_a_dimension_are_shown_though_one_of_its_questions_was_not_asked(store: Store) -> None:
    rows = people("D one", 10, 2)
    content = a_content(rows, comments=[(0, "purpose.vision", "Seen")])
    assert content.answers is not None
    content.answers.ratings[:, INSTRUMENT.factor_keys.index("purpose.problem")] = -4
    outcome = bring(store, content)
    view = readiness.readiness(store, outcome.round_id or "")
    found = readiness.cell(
        store, outcome.round_id or "", view.partners.units[0], Target(Level.DIMENSION, "purpose", "purpose")
    )
    assert [comment.text for comment in found.comments] == ["Seen"]


@pytest.mark.parametrize(
    "versions",
    [
        [a_content([("D one", "R_0000001", code)]) for code in (1, 2, 3)],
        [averages_content({"D one": {"purpose.problem": figure}}) for figure in (1.0, 2.0, 3.0)],
    ],
    ids=["answer sheets", "averages"],
)
def test_a_file_does_not_write_over_what_somebody_else_imported_in_between(
    store: Store, versions: list[Content]
) -> None:
    first, mine, theirs = versions
    bring(store, first, file_name="first")
    seen = preview(store, mine, file_name="mine")
    assert seen.status == "ready"
    bring(store, theirs, file_name="theirs")
    with pytest.raises(StaleVersion):
        importing.save(store, YOU, seen)


def test_two_people_who_change_a_role_at_once_do_not_overwrite_each_other(store: Store) -> None:
    outcome = bring(store, a_content(people("D one", 1, 1)))
    present, here = partner_named(store, outcome.initiative_id, "D one"), outcome.initiative_id or ""
    partners.set_part(
        store, YOU, here, present.id, version=present.version, role=Role.LEAD, joined_on=None, left_on=None
    )
    with pytest.raises(StaleVersion) as caught:
        partners.set_part(
            store, YOU, here, present.id, version=present.version, role=Role.CONVENER, joined_on=None, left_on=None
        )
    assert (caught.value.mine["role"], caught.value.theirs["role"]) == ("convener", "lead")


def bytes_of(store: Store) -> bytes:
    """Everything that lies on the disk for this database, save the secret."""
    assert store.file is not None
    return b"".join(
        file.read_bytes() for file in store.file.parent.iterdir() if file.is_file() and file.suffix != ".key"
    )


def test_names_addresses_and_response_ids_reach_no_byte_of_the_database(sqlite_store: Store, tmp_path: Path) -> None:
    file = tmp_path / "upload" / "survey.csv"
    file.parent.mkdir()
    mail, name, address, given = PERSONAL
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        statements = [factor.statement for factor in INSTRUMENT.factors]
        writer.writerow(
            ["ResponseId", "IPAddress", "RecipientEmail", "RecipientLastName", "Organization", "Sector", *statements]
        )
        for number in range(6):
            who = (f"{given}{number}", address, mail, name)
            writer.writerow([*who, "Cedar Charter", "Charter", *[LABELS[number % 4]] * len(statements)])
    seen = importing.examine(sqlite_store, YOU, file, file_name=file.name, destination=HERE, accept=True)
    outcome = importing.save(sqlite_store, YOU, seen)
    assert outcome.status == "saved"
    told = json.dumps(seen.report(outcome), default=str) + repr(
        initiatives.changes_of(sqlite_store, outcome.initiative_id or "")
    )
    importing.undo_import(sqlite_store, YOU, outcome.import_id or "")
    on_disk = bytes_of(sqlite_store)
    assert b"survey.csv" in on_disk
    for secret in PERSONAL:
        assert secret.encode() not in on_disk
        assert secret not in told


def test_what_was_undone_is_no_longer_in_the_file(sqlite_store: Store) -> None:
    outcome = bring(sqlite_store, a_content(people("D one", 1, 1), comments=[(0, None, "Between us: a secret")]))
    assert b"a secret" in bytes_of(sqlite_store)
    importing.undo_import(sqlite_store, YOU, outcome.import_id or "")
    sqlite_store.close()
    assert b"a secret" not in bytes_of(sqlite_store)


def test_an_initiative_can_be_deleted_after_a_merge_that_another_one_shares(store: Store) -> None:
    rows = [*people("D one", 1, 1), *people("D onne", 1, 2)]
    first, second = (bring(store, a_content(rows), destination=Destination(name, "Baseline")) for name in "AB")
    keep, gone = (partner_named(store, first.initiative_id, name) for name in ("D one", "D onne"))
    change = partners.merge_partners(store, YOU, keep=keep.id, merged=gone.id)
    first_part, _ = sorted((first.initiative_id or "", second.initiative_id or ""))
    name = initiatives.get_initiative(store, first_part).name
    initiatives.delete_initiative(store, YOU, first_part, typed_name=name)
    assert maintenance.check(store) == ()
    partners.undo_merge(store, YOU, change.id)
    (card,) = initiatives.overview(store)
    assert sorted(each.partner.name for each in partners.partners_of(store, card.initiative.id)) == ["D one", "D onne"]
    assert maintenance.check(store) == ()


def test_deleting_an_initiative_forgets_what_its_files_taught_though_others_have_the_same_shape(store: Store) -> None:
    kept = bring(store, a_content(people("D one", 1, 1)), destination=Destination("Kept", "A"), answered={"scale": "a"})
    gone = bring(store, a_content(people("D two", 1, 1)), file_name="b", answered={"sector_of:Secret School": "other"})
    initiatives.delete_initiative(store, YOU, gone.initiative_id or "", typed_name=HERE.initiative)
    known = store.read(lambda unit: importing.imports.remembered(unit))
    assert "Secret School" not in repr(known)
    assert importing.past_imports(store, kept.initiative_id or "")
