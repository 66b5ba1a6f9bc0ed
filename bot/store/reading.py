"""What is kept, for reading alone: at the start, in reports, and beside a running bot.

`reading(url)` opens a second connection that cannot write and takes no lock: it may be used while the bot runs, and
shows what was committed so far. Where the bot is stopped, SQLite may leave an empty -wal and its -shm behind.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, Engine, Select, Table, create_engine, event, func, inspect, or_, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from bot.core.actions import Say
from bot.core.records import Record
from bot.store.codec import BadBody, decode
from bot.store.engine import BUSY_MS, postgresql_engine
from bot.store.errors import BadStore, StoreFailed, one_line
from bot.store.files import file_of, parse, shown
from bot.store.schema import refuse_newer
from bot.store.tables import OUTBOX, RECORDS, SENDING, WAITING

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reader:
    """The questions that can be put to a database. `name`: how messages call it; `tables`: those that it has."""

    engine: Engine
    name: str
    tables: frozenset[str]

    def load(self, now: float) -> Iterator[Record]:
        """Every record that is live; of each kind the soonest to expire first, and of equals the lower number: as they were made.

        Raises StoreFailed, and BadStore for a row that no version of this program wrote.
        """
        for kind, table in RECORDS.items():
            expires, by_number = table.c.expires, (func.length(table.c.key), table.c.key)
            live = select(table.c.key, table.c.body).where(or_(expires.is_(None), expires > now))
            for key, body in self._rows(table, live.order_by(expires.nulls_last(), *by_number)):
                yield self._decoded(table, key, body, kind)

    def waiting(self) -> list[Say]:
        """What was committed and not yet given to the wire, in that order."""
        return self._says(WAITING)

    def in_flight(self) -> list[Say]:
        """What was being given to the wire when the process died: nobody knows whether it was said."""
        return self._says(SENDING)

    def counts(self) -> dict[str, tuple[int, float | None]]:
        """Per table: how many rows, and when the next of them expires. Raises StoreFailed."""
        columns = {table: table.c.expires for table in RECORDS.values()} | {OUTBOX: OUTBOX.c.not_after}
        with transaction(self.engine, self.name) as connection:
            found = {
                table.name: connection.execute(select(func.count(), func.min(column)).select_from(table)).one()
                for table, column in columns.items()
                if table.name in self.tables
            }
        return {name: (rows, soonest) for name, (rows, soonest) in found.items()}

    def _says(self, state: str) -> list[Say]:
        rows = self._rows(OUTBOX, select(OUTBOX.c.key, OUTBOX.c.body).where(OUTBOX.c.state == state).order_by(OUTBOX.c.order))
        return [self._decoded(OUTBOX, key, body, Say) for key, body in rows]

    def _rows(self, table: Table, statement: Select[str, str]) -> list[tuple[str, str]]:
        if table.name not in self.tables:  # written by an older version, which kept nothing of this kind
            return []
        with transaction(self.engine, self.name) as connection:
            return [(row[0], row[1]) for row in connection.execute(statement)]

    def _decoded(self, table: Table, key: str, body: str, kind: type[T]) -> T:
        try:
            return decode(body, kind)
        except BadBody as bad:
            raise BadStore(
                f"{self.name}: table {table.name}, key {key!r}: {bad}: restore a backup, or delete this row while the bot is stopped"
            ) from bad


@contextmanager
def transaction(engine: Engine, name: str) -> Iterator[Connection]:
    """All or nothing, and the database's errors as ours."""
    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        raise StoreFailed(f"{name}: {one_line(error.orig)}") from error
    except SQLAlchemyError as error:
        raise StoreFailed(f"{name}: {error}") from error


@contextmanager
def reading(url: str) -> Iterator[Reader]:
    """A store to read from, whether or not the bot runs. Raises BadStore where there is none, or none that it can read."""
    parsed = parse(url)
    name, file = shown(parsed), file_of(parsed)
    if parsed.get_backend_name() == "sqlite":
        if file is None:
            raise BadStore(f"{name}: a store in memory is nobody else's to read: name a file in `store`")
        if not file.exists():
            raise BadStore(f"{name}: there is no store yet: it is made by the first `patience run`")
        engine = create_engine("sqlite://", creator=lambda: read_only(str(file)), poolclass=NullPool)
        event.listen(engine, "begin", _begin)
    else:
        engine = postgresql_engine(parsed).execution_options(postgresql_readonly=True)
    try:
        yield _reader(engine, name)
    finally:
        engine.dispose()


def _reader(engine: Engine, name: str) -> Reader:
    try:
        with transaction(engine, name) as connection:
            refuse_newer(connection, name)
            return Reader(engine, name, frozenset(inspect(connection).get_table_names()))
    except StoreFailed as failed:
        raise BadStore(f"{failed}: check that it is this program's database, and that this user is the one whom it belongs to") from failed


def read_only(file: str) -> sqlite3.Connection:
    """A connection to a database file that can change nothing in it."""
    path = file.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA busy_timeout={BUSY_MS}").close()
    return connection


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
