"""How rows get in: the two statements that SQLite and PostgreSQL both know, each in a class of its own (ON CONFLICT)."""

from collections.abc import Callable

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.tables import OUTBOX

Insert = sqlite.Insert | postgresql.Insert
INSERTS: dict[str, Callable[[Table], Insert]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def replacing(dialect: str, table: Table) -> Insert:
    """Add a record, or replace the one with its key."""
    insert = INSERTS[dialect](table)
    return insert.on_conflict_do_update(index_elements=["key"], set_={name: insert.excluded[name] for name in ("expires", "body")})


def adding(dialect: str) -> Insert:
    """Add an outbox row that is not there yet; one that is there keeps its state and its turn."""
    return INSERTS[dialect](OUTBOX).on_conflict_do_nothing(index_elements=["key"])
