"""A backup is the store of one moment, whole and checked, with its key, and nobody but its owner reads it."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.records import Counter, Put
from bot.store.backup import back_up
from bot.store.errors import BadStore
from bot.store.files import hash_key
from bot.store.store import Batch, Store

NOW = 1_790_000_000.0


def made(folder: Path) -> str:
    """A store with a key; its URL."""
    url = f"sqlite:///{folder}/var/patience.db"
    with Store.open(url) as store:
        store.commit([Batch((Put(Counter("said", 7)),))])
    hash_key(url)
    return url


def modes(files: tuple[Path, ...]) -> list[str]:
    return [oct(stat.S_IMODE(file.stat().st_mode)) for file in files]


def test_a_backup_is_a_store_with_its_key_for_its_owner_alone(tmp_path: Path) -> None:
    url = made(tmp_path)
    files = back_up(url, tmp_path / "copy.db")
    assert (files, modes(files)) == ((tmp_path / "copy.db", tmp_path / "copy.db.key"), ["0o600", "0o600"])
    copy = f"sqlite:///{files[0]}"
    with Store.open(copy) as store:
        assert list(store.load(NOW)) == [Counter("said", 7)]
    assert hash_key(copy) == hash_key(url)


def test_it_is_taken_while_the_bot_writes(tmp_path: Path) -> None:
    url = made(tmp_path)
    with Store.open(url) as store:
        store.commit([Batch((Put(Counter("said", 8)),))])
        back_up(url, tmp_path / "copy.db")
        store.commit([Batch((Put(Counter("said", 9)),))])
    with Store.open(f"sqlite:///{tmp_path}/copy.db") as copy:
        assert list(copy.load(NOW)) == [Counter("said", 8)]


def test_an_older_backup_gives_way_and_nothing_else_is_left_behind(tmp_path: Path) -> None:
    url, folder = made(tmp_path), tmp_path / "backups"
    folder.mkdir()
    for _ in range(2):
        back_up(url, folder / "copy.db")
    assert sorted(path.name for path in folder.iterdir()) == ["copy.db", "copy.db.key"]


@pytest.mark.parametrize(
    ("url", "remedy"),
    [
        ("sqlite://", "name a file"),
        ("postgresql://bot@db/patience", "use pg_dump, and keep var/patience.key"),
        ("sqlite:////nowhere/patience.db", "there is no store yet"),
    ],
)
def test_what_cannot_be_copied_is_told_with_what_to_do(tmp_path: Path, url: str, remedy: str) -> None:
    with pytest.raises(BadStore, match=remedy):
        back_up(url, tmp_path / "copy.db")


def test_the_store_is_not_overwritten_with_itself(tmp_path: Path) -> None:
    url = made(tmp_path)
    with pytest.raises(BadStore, match="is the store itself"):
        back_up(url, tmp_path / "var" / ".." / "var" / "patience.db")


def test_without_the_key_there_is_no_backup(tmp_path: Path) -> None:
    url = made(tmp_path)
    (tmp_path / "var" / "patience.db.key").unlink()
    with pytest.raises(BadStore, match="without it a backup forgets who everybody is"):
        back_up(url, tmp_path / "copy.db")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    url = made(tmp_path)
    with pytest.raises(BadStore, match="No such file or directory"):
        back_up(url, tmp_path / "no" / "copy.db")


def test_a_damaged_store_makes_no_backup(tmp_path: Path) -> None:
    url = made(tmp_path)
    file = tmp_path / "var" / "patience.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("UPDATE sqlite_master SET rootpage = 1 WHERE name = 'ix_said_expires'")
    with pytest.raises(BadStore, match=r"damaged|malformed"):
        back_up(url, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
