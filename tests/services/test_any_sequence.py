"""Whatever people do, in any order: tallies equal responses, and undo brings back exactly what was there."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from collab.errors import CollabError, NotAllowed
from collab.model import YOU, Mode, Sector
from collab.services import answers, importing, initiatives, maintenance, partners, rounds
from collab.services.second_answers import ANSWER_OF, EXISTING
from collab.store import Store
from collab.store.integrity import dump
from collab.store.keys import marks
from tests.services.contents import FACTORS, HERE, INSTRUMENT, a_content, averages_content, preview, state

NAMES = st.sampled_from(["D one", "C two", "C three", "O four"])
UNIQUE_IDS = [f"R_00000{n}" for n in range(6)]
LONG_IDS = st.sampled_from([None, *UNIQUE_IDS])
SHORT_IDS = st.sampled_from([str(n) for n in range(1, 5)])
ROWS = st.one_of(
    *(st.lists(st.tuples(NAMES, ids, st.integers(-3, 3)), min_size=1, max_size=6) for ids in (LONG_IDS, SHORT_IDS))
)
SEEDS = st.integers(0, 3)
FIGURES = st.dictionaries(
    NAMES,
    st.dictionaries(
        st.sampled_from(INSTRUMENT.factor_keys[:3]), st.sampled_from([None, 1.5, 2.0, 3.25]), min_size=1, max_size=3
    ),
    min_size=1,
    max_size=3,
)


def content_of(store: Store) -> dict[str, list[dict[str, object]]]:
    """All content, without lists of what happened and counters of versions."""
    return state(store, without=("history", "import", "partner_change"))


def twins(store: Store) -> list[tuple[str, str]]:
    """(round, id) of the world-wide unique ids that more than one answer sheet of a round has."""
    sheets = Counter((row["round_id"], row["source_mark"]) for row in content_of(store)["response"])
    round_ids = sorted({str(round_id) for round_id, _ in sheets})
    keyed = store.read(lambda unit: {each: marks(unit.secret, each, UNIQUE_IDS) for each in round_ids})
    pairs = ((each, given, mark) for each in round_ids for given, mark in zip(UNIQUE_IDS, keyed[each], strict=True))
    return [(each, given) for each, given, mark in pairs if sheets[each, mark] > 1]


class AnySequence(RuleBasedStateMachine):
    """Imports, fuller imports, typed sheets, mending, removing, merging, renaming and undoing."""

    @initialize(mode=st.sampled_from([Mode.TEAM, Mode.INDIVIDUAL]))
    def open_store(self, mode: Mode) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.store = Store.open(f"sqlite:///{self.folder / 'a.sqlite'}")
        self.mode = mode
        self.files = 0

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)

    @rule(
        rows=ROWS,
        seed=SEEDS,
        shape=st.sampled_from(["one", "two"]),
        choice=st.sampled_from(["add", "replace"]),
        pick=st.integers(0, 3),
    )
    def import_answers(
        self, rows: list[tuple[str, str | None, int]], seed: int, shape: str, choice: str, pick: int
    ) -> None:
        ratings = np.random.default_rng(seed).integers(-4, 4, (len(rows), FACTORS)).astype(np.int8)
        notes = [(0, None, f"note {seed}")] if seed else []
        self._bring(a_content(rows, ratings=ratings, comments=notes), shape=shape, choice=choice, pick=pick)

    @rule(figures=FIGURES)
    def import_averages(self, figures: dict[str, dict[str, float | None]]) -> None:
        self._bring(averages_content(figures), shape="averages", choice="replace")

    def _bring(self, content, *, shape: str, choice: str, pick: int = 0) -> None:
        self.files += 1
        name = f"file {self.files}"
        asked = preview(self.store, content, file_name=name, mode=self.mode, shape=shape, answers={EXISTING: choice})
        chosen = {each.id: each for each in asked.questions if each.id.startswith(ANSWER_OF)}
        picked = {key: each.choices[pick % len(each.choices)].key for key, each in chosen.items()}
        how = {"mode": self.mode, "shape": shape, "answers": {EXISTING: choice, **picked}}
        seen = preview(self.store, content, file_name=name, answered={"scale": name}, **how)
        if seen.status != "ready":
            return
        before = content_of(self.store)
        outcome = importing.save(self.store, YOU, seen)
        again = preview(self.store, content, file_name=name, **{**how, "answers": {EXISTING: "replace", **picked}})
        assert again.status == "unchanged" or not again.effect or again.effect.is_nothing, again.effect
        importing.undo_import(self.store, YOU, outcome.import_id or "")
        assert content_of(self.store) == before
        importing.save(self.store, YOU, preview(self.store, content, file_name=name, **how))

    @rule(place=st.integers(0, 9))
    def undo_some_import(self, place: int) -> None:
        for card in initiatives.overview(self.store):
            standing = [each for each in importing.past_imports(self.store, card.initiative.id) if not each.undone_at]
            if standing:
                try:
                    importing.undo_import(self.store, YOU, standing[place % len(standing)].id)
                except NotAllowed:
                    return

    @rule(place=st.integers(0, 9), what=st.sampled_from(["mend", "remove", "enter"]), points=st.integers(0, 3))
    def change_a_sheet(self, place: int, what: str, points: int) -> None:
        for card in initiatives.overview(self.store):
            for line in card.rounds:
                members = [each.partner for each in partners.partners_of(self.store, card.initiative.id)]
                if members:
                    self._change_one(line.round.id, members[place % len(members)].id, what, points)

    def _change_one(self, round_id: str, partner_id: str, what: str, points: int) -> None:
        ratings = dict.fromkeys(INSTRUMENT.factor_keys, INSTRUMENT.scale[points].key)
        try:
            if what == "enter":
                answers.enter_answers(self.store, YOU, round_id, partner_id, ratings, {"": "typed"})
                return
            for sheet in answers.answer_sheets(self.store, YOU, round_id, partner_id)[:1]:
                if what == "mend":
                    answers.mend_answers(
                        self.store, YOU, sheet.id, version=sheet.version, ratings=ratings, reason="misread"
                    )
                else:
                    answers.remove_answers(self.store, YOU, sheet.id, version=sheet.version, reason="withdrawn")
        except NotAllowed:
            return

    @rule(first=st.integers(0, 3), second=st.integers(0, 3), stays=st.booleans(), whose=st.integers(0, 1))
    def merge_two(self, first: int, second: int, stays: bool, whose: int) -> None:
        for card in initiatives.overview(self.store):
            members = [each.partner for each in partners.partners_of(self.store, card.initiative.id)]
            if max(first, second) >= len(members):
                continue
            before = content_of(self.store)
            pair = {"keep": members[first].id, "merged": members[second].id}
            plan = partners.what_merging_means(self.store, YOU, card.initiative.id, **pair)
            counting = {each.round.id: [*pair.values()][whose] for each in plan.conflicts}
            try:
                change = partners.merge_partners(self.store, YOU, **pair, counting=counting)
            except NotAllowed:
                assert plan.refusal
                continue
            if not stays:
                partners.undo_merge(self.store, YOU, change.id)
                assert content_of(self.store) == before

    @rule(place=st.integers(0, 3), everywhere=st.booleans(), stays=st.booleans())
    def remove_a_partner(self, place: int, everywhere: bool, stays: bool) -> None:
        for card in initiatives.overview(self.store):
            members = [each.partner.id for each in partners.partners_of(self.store, card.initiative.id)]
            if place >= len(members):
                continue
            here = (card.initiative.id, members[place])
            seen = partners.held_by(self.store, YOU, *here)
            if not seen and not everywhere:
                continue
            before = content_of(self.store)
            where = None if everywhere else seen[0].round.id
            change = partners.remove_partner(self.store, YOU, *here, seen=seen, reason="withdrew", round_id=where)
            if not stays:
                partners.undo_partner_change(self.store, YOU, change.id)
                assert content_of(self.store) == before

    @rule(label=st.sampled_from([HERE.round_label, "Another label"]), place=st.integers(0, 2))
    def relabel_a_round(self, label: str, place: int) -> None:
        for card in initiatives.overview(self.store):
            for line in card.rounds[place:][:1]:
                try:
                    rounds.change_round(self.store, YOU, line.round.id, version=line.round.version, label=label)
                except NotAllowed:
                    continue

    @rule(place=st.integers(0, 5))
    def undo_some_change(self, place: int) -> None:
        for card in initiatives.overview(self.store):
            recent = [
                each
                for each in partners.recent_partner_changes(self.store, card.initiative.id)
                if each.undone_at is None
            ]
            if recent:
                try:
                    partners.undo_partner_change(self.store, YOU, recent[place % len(recent)].id)
                except CollabError:
                    continue
                assert twins(self.store) == []

    @rule(place=st.integers(0, 3), name=st.sampled_from(["Renamed", "D one", "C two"]))
    def rename_one(self, place: int, name: str) -> None:
        for card in initiatives.overview(self.store):
            members = [each.partner for each in partners.partners_of(self.store, card.initiative.id)]
            if members:
                present = members[place % len(members)]
                try:
                    partners.rename_partner(self.store, YOU, present.id, version=present.version, name=name)
                except NotAllowed:
                    continue
                partners.set_sector(
                    self.store, YOU, present.id, version=present.version + (name != present.name), sector=Sector.STATE
                )

    @rule()
    def delete_everything(self) -> None:
        for card in initiatives.overview(self.store):
            initiatives.delete_initiative(self.store, YOU, card.initiative.id, typed_name=HERE.initiative)
        tables = self.store.read(lambda unit: dump(unit, without=("history",)))
        assert not any(tables.values()), {name: rows for name, rows in tables.items() if rows}

    @invariant()
    def the_database_is_sound(self) -> None:
        if hasattr(self, "store"):
            assert maintenance.check(self.store) == ()


TestAnySequence = AnySequence.TestCase
TestAnySequence.settings = settings(max_examples=10, stateful_step_count=12, suppress_health_check=list(HealthCheck))
