"""A database of the very first version, with something in every table that a later step touches, is upgraded whole."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from collab.framework import DEFAULT_INSTRUMENT
from collab.model import YOU, Mode, Sector
from collab.services import answers, drafts, initiatives, maintenance, partners, rounds
from collab.store import Store
from collab.store.engine import make_engine, normal_url
from collab.store.upgrade import MIGRATIONS, VERSIONS, run_migrations
from tests.factories import readiness_instrument

FIRST = "0001"


def as_first_made(url: str, other: str) -> None:
    """Fill the database of this address with the rows of another one, in the tables of the first version."""
    engine, source = make_engine(normal_url(url)), make_engine(normal_url(other))
    with engine.connect() as connection, connection.begin():
        run_migrations(connection, MIGRATIONS, FIRST)
        tables = sa.MetaData()
        tables.reflect(connection)
        with source.connect() as held:
            for table in tables.sorted_tables:
                rows = held.execute(sa.select(table)).mappings().all() if table.name != "alembic_version" else []
                if rows:
                    connection.execute(sa.insert(table), [dict(row) for row in rows])
    engine.dispose()
    source.dispose()


def a_used_database(file: Path) -> str:
    """The address of a new SQLite file with an initiative, a round, a partner and its answers."""
    store = Store.open(f"sqlite:///{file}")
    made = initiatives.create_initiative(store, YOU, name="Northside Compact")
    round_ = rounds.create_round(
        store, YOU, made.id, label="Baseline", instrument_key=DEFAULT_INSTRUMENT, mode=Mode.INDIVIDUAL
    )
    partner = partners.add_partner(store, YOU, made.id, name="Harbor Light", sector=Sector.CHARTER)
    ratings = dict.fromkeys(readiness_instrument().factor_keys, "agree")
    answers.enter_answers(store, YOU, round_.id, partner.id, ratings, {"": "On paper"})
    store.close()
    return store.url


def test_a_database_of_the_first_version_is_upgraded_and_keeps_everything(
    bare_database_url: str, tmp_path: Path
) -> None:
    as_first_made(bare_database_url, a_used_database(tmp_path / "used.sqlite"))
    store = Store.open(bare_database_url)
    ((made, (round_,)),) = [(card.initiative, card.rounds) for card in initiatives.choices(store)]
    (card,) = partners.partners_of(store, made.id)
    (sheet,) = answers.answer_sheets(store, YOU, round_.id, card.partner.id)
    with store.reading() as unit:
        worked = unit.value(sa.text("SELECT active_at FROM initiative"))
        assert worked == unit.value(sa.text("SELECT MAX(at) FROM history"))
    assert (made.name, card.partner.name, card.responses) == ("Northside Compact", "Harbor Light", 1)
    assert sheet.comments == {"": "On paper"}
    assert maintenance.check(store) == ()
    subject = drafts.subject_of("answers", round_.id, card.partner.id)
    begun = drafts.keep_draft(store, YOU, subject, {"ratings": {}}, follows=None)
    assert drafts.draft_of(store, YOU, subject) == begun
    with store.reading() as unit:
        assert unit.value(sa.text("SELECT version_num FROM alembic_version")) == VERSIONS[-1]
    store.close()


def test_an_upgraded_database_is_not_upgraded_again(bare_database_url: str, tmp_path: Path) -> None:
    as_first_made(bare_database_url, a_used_database(tmp_path / "used.sqlite"))
    for _ in range(2):
        Store.open(bare_database_url).close()
    if bare_database_url.startswith("sqlite"):
        assert len(list(tmp_path.glob("common_ground.before-*"))) == 1
