"""A copy of the store while the bot runs: whole, checked, for its owner alone, and with the key without which it is worth half.

SQLite's online backup copies page by page and begins anew when the bot writes meanwhile, so the copy is the store of one
moment. It appears under its name once it has been checked. https://www.sqlite.org/backup.html
"""

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from bot.store.errors import BadStore, one_line
from bot.store.files import OWNER_ONLY, file_of, key_file, parse, refusals, shown
from bot.store.reading import read_only

PAGES = 500  # copied at once (2 MB): the bot never waits longer than for these


def back_up(url: str, target: Path) -> tuple[Path, ...]:
    """Write the store to `target` and its key to `<target>.key`; the files that were written. Raises BadStore, and then nothing was."""
    parsed = parse(url)
    file = file_of(parsed)
    if file is None:
        remedy = (
            "use pg_dump, and keep var/patience.key with what it writes"
            if parsed.get_backend_name() == "postgresql"
            else "name a file in `store`"
        )
        raise BadStore(f"{shown(parsed)}: is no file that could be copied: {remedy}")
    if not file.exists():
        raise BadStore(f"{file}: there is no store yet: it is made by the first `patience run`")
    if target.exists() and target.samefile(file):
        raise BadStore(f"{target}: is the store itself: name another file")
    key = key_file(url)
    if key is None or not key.exists():
        raise BadStore(f"{key}: the key of the hashes is not there: without it a backup forgets who everybody is; restore it first")
    draft = Path(f"{target}.{os.getpid()}.part")
    try:
        with refusals(target):
            os.close(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWNER_ONLY))
            _copy(file, draft)
            return _in_place(draft, target), _in_place(_key_copy(key, draft), Path(f"{target}.key"))
    finally:
        for left in (draft, Path(f"{draft}.key"), Path(f"{draft}-journal"), Path(f"{draft}-wal"), Path(f"{draft}-shm")):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def _copy(file: Path, draft: Path) -> None:
    try:
        with closing(read_only(str(file))) as source, closing(sqlite3.connect(draft)) as copy:
            source.backup(copy, pages=PAGES)
            copy.execute("PRAGMA journal_mode=DELETE").close()  # one file, and not one with a -wal beside it
            verdict = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        raise BadStore(f"{file}: cannot be copied: {one_line(error)}: check the disks, and try again") from error
    if verdict != "ok":
        raise BadStore(f"{file}: the copy is damaged ({one_line(verdict)}), and so is the store: restore an older backup")


def _key_copy(key: Path, draft: Path) -> Path:
    copy = Path(f"{draft}.key")
    os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY))
    shutil.copyfile(key, copy)
    return copy


def _in_place(draft: Path, target: Path) -> Path:
    """Whole on the disk first, then under its name."""
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    draft.replace(target)
    return target
