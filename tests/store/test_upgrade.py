"""Schema versions: one truth in tables and migrations, and an upgrade that cannot lose anything."""

from __future__ import annotations

import re
import shutil
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from collab.errors import StoreError
from collab.model import YOU
from collab.services import initiatives
from collab.store import Store, upgrade
from collab.store.engine import make_engine, normal_url
from collab.store.schema import metadata
from collab.store.upgrade import MIGRATIONS, VERSIONS, bring_up_to_date, run_migrations

NEXT = '''"""A column more, and a parent table rebuilt."""
import sqlalchemy as sa
from alembic import op

revision = "{own}"
down_revision = "{before}"


def upgrade() -> None:
    with op.batch_alter_table("initiative", recreate="always") as batch:
        batch.add_column(sa.Column("motto", sa.Text, nullable=False, server_default=""))
    {more}
'''
ONE_MORE = "9999"


def migrations_with_one_more(folder: Path, more: str = "pass") -> Path:
    """A copy of the migrations with a further one."""
    copy = folder / "migrations"
    shutil.copytree(MIGRATIONS, copy, ignore=shutil.ignore_patterns("__pycache__"))
    text = NEXT.format(own=ONE_MORE, before=VERSIONS[-1], more=more)
    (copy / "versions" / f"{ONE_MORE}_motto.py").write_text(text, encoding="utf-8")
    return copy


def an_older_database(folder: Path) -> Store:
    """A store of the present version with something in it, closed."""
    store = Store.open(f"sqlite:///{folder / 'a.sqlite'}")
    made = initiatives.create_initiative(store, YOU, name="Northside Compact")
    with store.writing(YOU) as unit:
        from collab.model import Sector
        from collab.store import partners

        partner = partners.insert_partner(unit, name="Harbor Light", sector=Sector.CHARTER, made_up=False)
        partners.take_part(unit, made.id, partner.id)
    store.close()
    return store


def bring(store: Store, migrations: Path) -> None:
    """Open the file with a program that knows one version more."""
    engine = make_engine(store.url)
    try:
        bring_up_to_date(engine, store.file, versions=(*VERSIONS, ONE_MORE), migrations=migrations)
    finally:
        engine.dispose()


def test_the_program_knows_every_migration_in_order() -> None:
    found = {}
    for file in sorted((MIGRATIONS / "versions").glob("*.py")):
        text = file.read_text(encoding="utf-8")
        revision = re.search(r'^revision = "(\w+)"', text, re.M)
        before = re.search(r'^down_revision = (?:"(\w+)"|None)', text, re.M)
        assert revision, f"{file.name} names no revision"
        assert before, f"{file.name} names no revision before it"
        found[revision[1]] = before[1]
    assert tuple(found) == VERSIONS
    assert tuple(found.values()) == (None, *VERSIONS[:-1])


def test_migrations_make_exactly_the_tables_of_the_program(bare_database_url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = make_engine(normal_url(bare_database_url))
    with engine.connect() as connection, connection.begin():
        run_migrations(connection, MIGRATIONS, VERSIONS[-1])
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_a_new_file_and_a_migrated_one_have_the_same_schema(tmp_path: Path) -> None:
    new, migrated = tmp_path / "new.sqlite", tmp_path / "migrated.sqlite"
    Store.open(f"sqlite:///{new}").close()
    engine = make_engine(f"sqlite:///{migrated}")
    with engine.connect() as connection, connection.begin():
        run_migrations(connection, MIGRATIONS, VERSIONS[-1])
    engine.dispose()
    assert schema_of(new) == schema_of(migrated)


def schema_of(file: Path) -> set[str]:
    """Every statement of the schema, the order of lines and constraints apart."""
    connection = sqlite3.connect(file)
    rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    connection.close()
    return {" ".join(sorted(re.split(r"[\s,]+", re.sub(r'["()]', " ", text)))) for (text,) in rows}


def test_an_upgrade_keeps_every_row_and_leaves_a_sound_backup(tmp_path: Path) -> None:
    store = an_older_database(tmp_path)
    bring(store, migrations_with_one_more(tmp_path))
    connection = sqlite3.connect(tmp_path / "a.sqlite")
    assert connection.execute("SELECT name, motto FROM initiative").fetchall() == [("Northside Compact", "")]
    assert connection.execute("SELECT count(*) FROM participation").fetchone() == (1,)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (ONE_MORE,)
    connection.close()
    (kept,) = tmp_path.glob(f"a.before-{ONE_MORE}.*.sqlite")
    restored = Store.open(f"sqlite:///{kept}")
    assert [card.initiative.name for card in initiatives.overview(restored)] == ["Northside Compact"]
    restored.close()


@pytest.mark.parametrize(
    "more",
    [
        'op.execute("DELETE FROM participation")',
        'op.execute("DELETE FROM partner")',
        'raise RuntimeError("the migration has a fault")',
    ],
    ids=["loses rows", "leaves orphans", "fails"],
)
def test_an_upgrade_that_goes_wrong_changes_nothing(tmp_path: Path, more: str) -> None:
    store = an_older_database(tmp_path)
    with pytest.raises(StoreError, match=r"could not be upgraded .* It is unchanged; a backup lies in"):
        bring(store, migrations_with_one_more(tmp_path, more))
    again = Store.open(store.url)
    assert [card.initiative.name for card in initiatives.overview(again)] == ["Northside Compact"]
    again.close()


def test_an_upgrade_without_room_for_three_copies_is_not_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = an_older_database(tmp_path)
    tight = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(upgrade.shutil, "disk_usage", lambda _: tight)
    with pytest.raises(StoreError, match="Make room and start again"):
        bring(store, migrations_with_one_more(tmp_path))
    assert not list(tmp_path.glob("a.before-*"))


def test_the_schema_has_nothing_that_distributed_engines_lack() -> None:
    for table in metadata.sorted_tables:
        assert not [column for column in table.columns if column.default is not None and column.default.is_sequence]
        assert all(not constraint.deferrable for constraint in table.constraints)
        assert all(isinstance(column.type, sa.types.TypeEngine) for column in table.columns)
        assert table.primary_key.columns
