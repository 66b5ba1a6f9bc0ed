"""Opening a database so that it is ours alone: the engine, SQLite's settings, and what keeps a second process out."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import QueuePool, StaticPool

from bot.store.errors import BadStore, StoreBusy, one_line
from bot.store.files import close_to_others, file_of, lock, prepare, shown
from bot.store.schema import migrate
from bot.store.tables import metadata

BUSY_MS = 5_000  # an online backup may hold the file for a moment; a person waiting for an answer does not notice five seconds
ADVISORY = 0x70617469  # "pati": PostgreSQL's lock of this program, one number per database
PRAGMAS = (
    f"PRAGMA busy_timeout={BUSY_MS}",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",  # survives the death of the process; a power cut may lose the last second
    "PRAGMA secure_delete=ON",  # what is forgotten is overwritten, not left in free pages
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A migrated database and what must be called to let go of it."""

    engine: Engine
    let_go: Callable[[], None]


def open_database(url: URL) -> Opened:
    """Open, lock and migrate. Raises BadStore with a remedy, StoreBusy when another process has it."""
    with ExitStack() as held:
        file = file_of(url)
        if file is not None:
            held.callback(os.close, lock(file))
            prepare(file)
        engine = _sqlite(url) if url.get_backend_name() == "sqlite" else postgresql_engine(url)
        held.callback(engine.dispose)
        try:
            if engine.dialect.name == "postgresql":
                held.callback(_alone(engine, url).close)
            _ready(engine, url)
        except DBAPIError as error:
            raise BadStore(f"{shown(url)}: {one_line(error.orig)}: {_remedy(url, error)}") from error
        except SQLAlchemyError as error:
            raise BadStore(f"{shown(url)}: {error}: {_remedy(url, error)}") from error
        if file is not None:
            close_to_others(file)
        return Opened(engine, held.pop_all().close)


def _ready(engine: Engine, url: URL) -> None:
    """Check and migrate. A store in memory has no past: it gets its tables at once."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            if file_of(url) is None:
                metadata.create_all(connection)
                return
            verdict = connection.execute(text("PRAGMA quick_check(1)")).scalar()
            if verdict != "ok":
                raise BadStore(f"{shown(url)}: damaged ({one_line(verdict)}): {_remedy(url)}")
        migrate(connection, shown(url))


def _sqlite(url: URL) -> Engine:
    """One connection for good, whichever thread the caller lends. Transactions are ours: the driver would leave DDL out of them."""
    engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def settle(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(pragma).close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def postgresql_engine(url: URL) -> Engine:
    """Two connections: one for the work, made anew when the server was restarted, and one that holds the lock."""
    try:
        return create_engine(url, poolclass=QueuePool, pool_size=2, max_overflow=0, pool_pre_ping=True)
    except ModuleNotFoundError as missing:
        raise BadStore(f"store: PostgreSQL needs the package {missing.name}: install {missing.name} beside this program") from missing


def _alone(engine: Engine, url: URL) -> Connection:
    """The connection whose session holds PostgreSQL's lock: until we close it, die, or the server is restarted."""
    guard = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    if guard.execute(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": ADVISORY}).scalar():
        return guard
    guard.close()
    raise StoreBusy(f"{shown(url)}: in use by another process: stop that one first, or name another database in `store`")


def _remedy(url: URL, error: SQLAlchemyError | None = None) -> str:
    """What the operator can do about it."""
    if url.get_backend_name() != "sqlite":
        return "check that the server runs and that this user may create tables there"
    if isinstance(error, OperationalError):
        return "check the disk, and that the file and its folder are writable for this user"
    return f"restore a backup, or move {shown(url)} and its -wal and -shm files away to begin with an empty memory"
