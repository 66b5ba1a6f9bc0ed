"""Brings a database to the schema of this program, or says why it cannot be."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from bot.store.errors import BadStore
from bot.store.tables import metadata


def migrate(connection: Connection, name: str) -> None:
    """Run what is missing, within the transaction of the caller. `name` is how the operator calls this store. Raises BadStore."""
    config = _config()
    config.attributes["connection"] = connection
    head = ScriptDirectory.from_config(config).get_current_head()
    revision = refuse_newer(connection, name)
    if revision == head:
        return
    if revision is None:
        _refuse_strangers(connection, name)
    command.upgrade(config, "head")


def refuse_newer(connection: Connection, name: str) -> str | None:
    """The schema of this database, None for one without our history. Raises BadStore when a newer version has written it."""
    scripts = ScriptDirectory.from_config(_config())
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is not None and revision not in {script.revision for script in scripts.walk_revisions()}:
        raise BadStore(
            f"{name}: written by a newer version of this program (schema {revision}, this one knows {scripts.get_current_head()}): "
            "install that version again, or restore a backup from before"
        )
    return revision


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


def _refuse_strangers(connection: Connection, name: str) -> None:
    """A database without our history must not already hold tables of our names: they are somebody else's."""
    taken = sorted(set(metadata.tables) & set(inspect(connection).get_table_names()))
    if taken:
        raise BadStore(f"{name}: holds a table {taken[0]!r} that this program did not make: name another database in `store`")
