"""A database is brought to the schema of this program, or refused with the reason."""

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from bot.store.errors import BadStore
from bot.store.schema import migrate
from bot.store.store import Store
from bot.store.tables import metadata


def changed(file: Path, statement: str) -> str:
    """A store after somebody else's statement; its URL."""
    with sqlite3.connect(file) as connection:
        connection.execute(statement)
    connection.close()
    return f"sqlite:///{file}"


def test_migrating_an_empty_database_gives_the_tables_that_the_code_declares() -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        migrate(connection, "a test")
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_a_store_that_is_up_to_date_is_left_as_it_is(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/patience.db"
    Store.open(url).close()
    Store.open(url).close()


def test_a_newer_schema_is_refused_with_a_remedy(tmp_path: Path) -> None:
    Store.open(f"sqlite:///{tmp_path}/patience.db").close()
    url = changed(tmp_path / "patience.db", "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(
        BadStore, match=r"patience\.db: written by a newer version .* \(schema 9999, this one knows \d+\): install that version"
    ):
        Store.open(url)


def test_somebody_elses_table_is_not_touched(tmp_path: Path) -> None:
    url = changed(tmp_path / "other.db", "CREATE TABLE question (id INTEGER)")
    with pytest.raises(BadStore, match="holds a table 'question' that this program did not make: name another database"):
        Store.open(url)
