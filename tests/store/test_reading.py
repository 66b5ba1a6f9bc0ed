"""The store read beside the one that writes it: everything committed is seen, nothing can be changed, and no file is made."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.actions import Say
from bot.core.people import Place
from bot.core.records import Counter, Mark, Position, Put
from bot.store.errors import BadStore
from bot.store.reading import read_only, reading
from bot.store.store import Batch, Store

NOW = 1_790_000_000.0
WAITS = Say("1", Place("oftc", "#rdo"), ("words",))


def url(file: Path) -> str:
    return f"sqlite:///{file}"


def test_what_the_running_bot_has_committed_is_read_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "patience.db"
    with Store.open(url(file)) as store, reading(url(file)) as reader:
        store.commit([Batch((Put(Counter("said", 7)),), (WAITS,))])
        assert (list(reader.load(NOW)), reader.waiting(), reader.counts()["counter"]) == ([Counter("said", 7)], [WAITS], (1, None))


def test_it_is_read_when_the_bot_is_stopped_too(tmp_path: Path) -> None:
    file = tmp_path / "patience.db"
    with Store.open(url(file)) as store:
        store.commit([Batch((Put(Position("matrix", "s1")),))])
    with reading(url(file)) as reader:
        assert list(reader.load(NOW)) == [Position("matrix", "s1")]


def test_reading_can_change_nothing(tmp_path: Path) -> None:
    file = tmp_path / "patience.db"
    Store.open(url(file)).close()
    with closing(read_only(str(file))) as connection, pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM counter")


def test_a_name_with_signs_of_an_address_is_a_file_name(tmp_path: Path) -> None:
    file = tmp_path / "100%#.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE t (x)")
    with closing(read_only(str(file))) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("t",)]


def test_what_an_older_version_had_no_table_for_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "patience.db"
    with Store.open(url(file)) as store:
        store.commit([Batch((Put(Mark("spoke", "x", NOW)),))])
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DROP TABLE counter")
    with reading(url(file)) as reader:
        assert (list(reader.load(NOW)), "counter" in reader.counts()) == ([Mark("spoke", "x", NOW)], False)


def test_a_store_that_does_not_exist_is_not_made(tmp_path: Path) -> None:
    file = tmp_path / "patience.db"
    with pytest.raises(BadStore, match="there is no store yet"), reading(url(file)):
        pass
    assert not file.exists()


def test_a_store_in_memory_is_told_apart() -> None:
    with pytest.raises(BadStore, match="in memory"), reading("sqlite://"):
        pass


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    file = tmp_path / "patience.db"
    file.write_text("this is a letter to my grandmother " * 40)
    with pytest.raises(BadStore, match="not a database"), reading(url(file)):
        pass


def test_a_row_that_nobody_here_wrote_is_named(tmp_path: Path) -> None:
    file = tmp_path / "patience.db"
    with Store.open(url(file)) as store:
        store.commit([Batch((Put(Counter("said", 7)),))])
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE counter SET body = '{}'")
    with reading(url(file)) as reader, pytest.raises(BadStore, match="table counter, key 'said'"):
        list(reader.load(NOW))


def test_what_a_newer_version_wrote_is_not_read_either(tmp_path: Path) -> None:
    file = tmp_path / "patience.db"
    Store.open(url(file)).close()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(BadStore, match=r"patience\.db: written by a newer version .*9999"), reading(url(file)):
        pass
