"""The memory on disk. Everything here blocks: the shell calls it in one thread, one call after the other.

One commit is one transaction for all that it is given: records, positions and outbox rows together, so nothing is said
that is not remembered. The same batches may be committed again after a failure: records are replaced by key, and an
outbox key that is there already is left as it is.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy import Connection, Executable, Table, bindparam, delete, func, select, update
from sqlalchemy.exc import SQLAlchemyError

from bot.core.actions import Say
from bot.core.records import Change, Drop, Put, Record
from bot.core.retention import PROMISES
from bot.store.codec import encode, moment, plain
from bot.store.engine import Opened, open_database
from bot.store.errors import StoreFailed, one_line
from bot.store.files import parse, shown
from bot.store.reading import Reader, transaction
from bot.store.statements import adding, replacing
from bot.store.tables import OUTBOX, RECORDS, SENDING, WAITING, metadata

Row = dict[str, Any]
PERSONAL = frozenset(kind for kind, promise in PROMISES.items() if promise.names != "nobody")  # what must be gone when it goes


@dataclass(frozen=True, slots=True)
class Batch:
    """What one Turn leaves behind: all of it is kept, or nothing."""

    changes: tuple[Change, ...] = ()
    says: tuple[Say, ...] = ()
    at: float = 0.0  # of the event behind it, seconds since the epoch: noted beside the says


class Store:
    """An open database. Close it, or leave it to `with`."""

    def __init__(self, opened: Opened, name: str) -> None:
        self._opened = opened
        self._reader = Reader(opened.engine, name, frozenset(metadata.tables))
        with self._transaction() as connection:
            last = connection.execute(select(func.max(OUTBOX.c.order))).scalar()
        self._orders = count((last or 0) + 1)

    @classmethod
    def open(cls, url: str) -> "Store":
        """Lock it, bring its schema up to date and check it. Raises StoreBusy, or BadStore with what to do about it."""
        parsed = parse(url)
        opened = open_database(parsed)
        try:
            return cls(opened, shown(parsed))
        except BaseException:
            opened.let_go()
            raise

    def close(self) -> None:
        """Let go of the database and its lock."""
        self._opened.let_go()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def load(self, now: float) -> Iterator[Record]:
        """Every record that is live, as Reader.load gives them. Raises StoreFailed, BadStore."""
        return self._reader.load(now)

    def commit(self, batch: Sequence[Batch]) -> None:
        """Keep all of it in one transaction. Raises StoreFailed, and then nothing of it was kept."""
        changes = {_address(change): change for one in batch for change in one.changes}  # the last word on each key
        rows = [self._outbox_row(say, one.at) for one in batch for say in one.says]
        with self._transaction() as connection:
            for kind, table in RECORDS.items():
                _delete(connection, table, [c.key for c in changes.values() if isinstance(c, Drop) and c.kind is kind])
                _run(
                    connection,
                    replacing(connection.dialect.name, table),
                    [_row(c.record) for c in changes.values() if isinstance(c, Put) and type(c.record) is kind],
                )
            _run(connection, adding(connection.dialect.name), rows)
        if any(isinstance(change, Drop) and change.kind in PERSONAL for change in changes.values()):
            self._settle()

    def waiting(self) -> list[Say]:
        """What was committed and not yet given to the wire, in that order."""
        return self._reader.waiting()

    def in_flight(self) -> list[Say]:
        """What was being given to the wire when the process died: nobody knows whether it was said."""
        return self._reader.in_flight()

    def mark_sending(self, keys: Sequence[str]) -> None:
        """To be called before the wire is touched: IRC is at most once. Raises StoreFailed."""
        self._mark(keys, SENDING)

    def mark_waiting(self, keys: Sequence[str]) -> None:
        """The wire was not touched after all (NotConnected): it may be tried again. Raises StoreFailed."""
        self._mark(keys, WAITING)

    def done(self, keys: Sequence[str]) -> None:
        """Said, or given up: the rows go. Raises StoreFailed."""
        with self._transaction() as connection:
            _delete(connection, OUTBOX, keys)

    def forget(self, now: float) -> int:
        """Delete what has expired, and say how many records that were. The outbox forgets by `done` alone. Raises StoreFailed."""
        with self._transaction() as connection:
            gone = sum(connection.execute(delete(table).where(table.c.expires <= now)).rowcount for table in RECORDS.values())
        self._settle()
        return gone

    def scrub(self) -> bool:
        """Write the database anew: its file holds what is kept and nothing else. False where a server decides that. Raises StoreFailed."""
        if self._opened.engine.dialect.name != "sqlite":
            return False
        self._settle()
        self._outside("VACUUM")
        self._settle()
        return True

    def _settle(self) -> None:
        """SQLite's -wal still has what was deleted from the pages: bring it home and empty it. A reader may put that off till next time."""
        if self._opened.engine.dialect.name == "sqlite":
            self._outside("PRAGMA wal_checkpoint(TRUNCATE)")

    def _outside(self, statement: str) -> None:
        """What SQLite does outside of a transaction only."""
        try:
            with closing(self._opened.engine.raw_connection()) as connection:
                connection.cursor().execute(statement).fetchall()
        except (sqlite3.Error, SQLAlchemyError) as error:
            raise StoreFailed(f"{self._reader.name}: {one_line(error)}") from error

    def counts(self) -> dict[str, tuple[int, float | None]]:
        """Per table: how many rows, and when the next of them expires. Raises StoreFailed."""
        return self._reader.counts()

    def _mark(self, keys: Sequence[str], state: str) -> None:
        statement = update(OUTBOX).where(OUTBOX.c.key == bindparam("at")).values(state=state)
        with self._transaction() as connection:
            _run(connection, statement, [{"at": plain(key)} for key in keys])

    def _outbox_row(self, say: Say, at: float) -> Row:
        return {
            "key": plain(say.key),
            "network": plain(say.place.network),
            "body": encode(say),
            "state": WAITING,
            "created": at,
            "not_after": moment(say.not_after),
            "order": next(self._orders),
        }

    def _transaction(self) -> AbstractContextManager[Connection]:
        return transaction(self._opened.engine, self._reader.name)


def _address(change: Change) -> tuple[type[Record], str]:
    return (change.kind, change.key) if isinstance(change, Drop) else (type(change.record), change.record.key)


def _row(record: Record) -> Row:
    return {"key": plain(record.key), "expires": moment(record.expires), "body": encode(record)}


def _delete(connection: Connection, table: Table, keys: Sequence[str]) -> None:
    _run(connection, delete(table).where(table.c.key == bindparam("at")), [{"at": plain(key)} for key in keys])


def _run(connection: Connection, statement: Executable, rows: list[Row]) -> None:
    """Once for each row; SQLAlchemy would take no rows for one without parameters."""
    if rows:
        connection.execute(statement, rows)
