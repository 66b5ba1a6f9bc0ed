"""Where the keys of our device lie on disk: one folder, one process, one secret. Loaded only with `encryption: true`.

`keys.db` is nio's store (SQLite through peewee), written before a call returns; what is secret in it is encrypted with `pickle.key`.
Both belong to one device: a store that is lost, damaged or older than what the homeserver knows is never used again, because the
homeserver and everybody's devices still count on what was in it. It is moved aside, and a new device is needed.
"""

import fcntl
import os
import secrets
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from nio.crypto import Olm
from nio.store import SqliteStore
from peewee import DatabaseError, OperationalError, PeeweeException

from bot.adapters.base import Refused

FOLDER = "crypto"
KEYS, SECRET, LOCK = "keys.db", "pickle.key", "lock"
SECRET_BYTES = 32
OWNER_ONLY, OWNERS_FOLDER = 0o600, 0o700

FAULTS = (PeeweeException, sqlite3.Error)  # of the store: peewee passes on some of SQLite's errors as they are


class CryptoLocked(Refused):
    """Another process works with these keys."""


class StoreLost(Exception):
    """The keys of this device are gone or of no use any more: only a new device helps. Says why."""


class CryptoStore:
    """The folder of one device's keys, ours alone until `close`. Raises CryptoLocked, Refused when it cannot be used at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / FOLDER
        self._lock: IO[bytes] | None = None
        self._open: SqliteStore | None = None
        try:
            self.folder.mkdir(mode=OWNERS_FOLDER, parents=True, exist_ok=True)
            self._lock = (self.folder / LOCK).open("ab")
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.close()
            raise CryptoLocked(
                f"{self.folder} is in use by another process: one account's keys serve one bot (stop the other, or give it its own account)"
            ) from None
        except OSError as error:
            self.close()
            raise Refused(f"{self.folder} cannot be used: {error.strerror} (make it writable for the bot)") from None

    def load(self, user: str, device_id: str) -> Olm:
        """The keys of this device, made on first use. Raises StoreLost when they cannot be read, Refused when nothing can be stored."""
        self._release()
        file = self.folder / KEYS
        try:
            secret = self._secret(new=not file.exists())
            self._open = SqliteStore(user, device_id, str(self.folder), pickle_key=secret, database_name=KEYS)
            file.chmod(OWNER_ONLY)
            found = self._open.database.execute_sql("PRAGMA quick_check").fetchone()
            if found != ("ok",):
                raise StoreLost("keys.db is damaged")
            return Olm(user, device_id, self._open)
        except (OperationalError, sqlite3.OperationalError) as error:
            raise Refused(f"{file} cannot be used: {error}") from None
        except OSError as error:
            raise Refused(f"{self.folder} cannot be used: {error.strerror} (make it writable for the bot)") from None
        except (DatabaseError, sqlite3.Error, ValueError, TypeError, AttributeError) as error:  # vodozemac's errors are ValueErrors
            raise StoreLost(f"keys.db cannot be read ({type(error).__name__})") from None

    def _secret(self, *, new: bool) -> str:
        """What the keys are encrypted with. Without it they are of no use: for a new store there is a new one."""
        file = self.folder / SECRET
        if new:
            with suppress(FileNotFoundError):
                file.unlink()
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w") as written:
                written.write(secrets.token_hex(SECRET_BYTES))
                written.flush()
                os.fsync(written.fileno())
        try:
            secret = file.read_text().strip()
        except FileNotFoundError:
            raise StoreLost(f"{SECRET} is missing") from None
        if len(secret) != 2 * SECRET_BYTES:
            raise StoreLost(f"{SECRET} is damaged")
        return secret

    def aside(self, now: float) -> None:
        """Move keys and secret aside, under names that say when. `now` is seconds since the epoch."""
        self._release()
        when = datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%d-%H%M%S")
        for name in (KEYS, f"{KEYS}-journal", SECRET):
            with suppress(FileNotFoundError):
                (self.folder / name).replace(self.folder / f"{name}.lost-{when}")

    def close(self) -> None:
        """Close the file and let go of the folder."""
        self._release()
        if self._lock is not None:
            self._lock.close()  # and with it the lock
            self._lock = None

    def _release(self) -> None:
        if self._open is not None:
            self._open.database.close()
            self._open = None
