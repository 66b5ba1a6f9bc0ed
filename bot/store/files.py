"""Where a store lives: its URL, and on disk its file, its lock and its key, readable by their owner alone."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.store.errors import BadStore, StoreBusy

OWNER_ONLY = 0o600
FOLDER = 0o700
KEY_BYTES = 32  # product 8; as long as the digests that it keys
SCHEMES = frozenset({"sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg", "postgresql+psycopg2"})
POSTGRESQL_KEY = Path("var/patience.key")  # a server has no folder of ours to put it in


def parse(url: str) -> URL:
    """The URL of a kind of database that we know. Raises BadStore."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        parsed = URL.create("nothing")
    if parsed.drivername not in SCHEMES:
        raise BadStore(
            "store: is neither sqlite:///FOLDER/FILE.db nor postgresql://USER@HOST/DATABASE"
        )  # may hold a password: not repeated
    return parsed


def file_of(url: URL) -> Path | None:
    """The file of an SQLite database; None for one in memory, and for PostgreSQL."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database))


def shown(url: URL) -> str:
    """How messages call the store, without its password."""
    return str(file_of(url) or url.render_as_string(hide_password=True))


@contextmanager
def refusals(path: Path) -> Iterator[None]:
    """What the file system refuses, as BadStore with a remedy."""
    try:
        yield
    except OSError as refused:
        where = refused.filename or path
        raise BadStore(
            f"{path}: cannot be used: {where}: {refused.strerror}: make its folder writable for this user, or name another file in `store`"
        ) from refused


def prepare(path: Path) -> None:
    """Make the file if it is missing, for its owner alone. SQLite gives its -wal and -shm the mode of the database. Raises BadStore."""
    with refusals(path):
        path.parent.mkdir(mode=FOLDER, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, OWNER_ONLY))


def close_to_others(path: Path) -> None:
    """A file that was copied here may have a wider mode. Called once it is known to be ours: a mistyped name changes nobody else's file."""
    for file in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        with suppress(FileNotFoundError, PermissionError):  # owned by another user, who chose its mode
            file.chmod(OWNER_ONLY)


def lock(path: Path) -> int:
    """Take `<path>.lock` until the descriptor that is returned is closed, or the process dies. Raises StoreBusy, BadStore.

    The file stays behind: removing it would let two processes hold two locks of one name.
    """
    with refusals(path):
        path.parent.mkdir(mode=FOLDER, parents=True, exist_ok=True)
        descriptor = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, OWNER_ONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            holder = os.pread(descriptor, 20, 0).decode("ascii", "replace")
            os.close(descriptor)
            raise StoreBusy(f"{path}: in use by process {holder}: stop that one first, or name another file in `store`") from held
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    return descriptor


def key_file(url: str, base: Path = Path()) -> Path | None:
    """Where the key of the hashes lies; None for a store in memory."""
    parsed = parse(url)
    file = file_of(parsed)
    if file is None:
        return None if parsed.get_backend_name() == "sqlite" else base / POSTGRESQL_KEY
    return Path(f"{file}.key")


def hash_key(url: str, base: Path = Path(), *, make: bool = True) -> bytes:
    """The 32 bytes under which people are remembered as hashes: from `<file>.key` beside the database, made when it is missing.

    A store in memory gets new ones with each call; PostgreSQL's are in var/patience.key under `base`. Without the old
    file everybody is new. Raises BadStore.
    """
    path = key_file(url, base)
    if path is None:
        return os.urandom(KEY_BYTES)
    with refusals(path):
        if not path.exists() and make:
            _make_key(path)
        if not path.exists():
            raise BadStore(
                f"{path}: the key of the hashes is not there: without it nobody can tell whose they are; restore it from a backup"
            )
        key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise BadStore(f"{path}: holds {len(key)} bytes and not {KEY_BYTES}: restore it from a backup; or delete it, and everybody is new")
    return key


def beside(url: str, name: str, base: Path = Path()) -> Path:
    """The folder for what a network keeps besides the store: `<file>.<name>`; without a database file var/<name> under `base`."""
    file = file_of(parse(url))
    return base / "var" / name if file is None else Path(f"{file}.{name}")


def _make_key(path: Path) -> None:
    """Written aside and linked when whole, so that nobody reads half a key; whoever links first made the key."""
    path.parent.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    draft = Path(f"{path}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    try:
        os.write(descriptor, os.urandom(KEY_BYTES))
        os.fsync(descriptor)
        with suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        os.close(descriptor)
        draft.unlink()
