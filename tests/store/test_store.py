"""What is kept is there again: records, utterances, order; faults are told with a remedy."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.actions import Say
from bot.core.people import Place
from bot.core.records import DAY, KINDS, SAID_KEPT, Counter, Drop, Mark, Position, Put, Quiet, Record, Said
from bot.store.errors import BadStore, StoreBusy, StoreFailed
from bot.store.store import Batch, Store
from bot.store.tables import RECORDS
from tests.strategies import records, says

NOW = 1_790_000_000.0
ROOM = Place("oftc", "#rdo")


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open("sqlite://") as opened:
        yield opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "var" / "patience.db"


def opened(file: Path) -> Store:
    return Store.open(f"sqlite:///{file}")


def puts(*kept: Record) -> Batch:
    return Batch(tuple(Put(record) for record in kept))


def say(key: str, words: str = "words") -> Say:
    return Say(key, ROOM, (words,))


def keys(queue: list[Say]) -> list[str]:
    return [one.key for one in queue]


def by_address(kept: list[Record]) -> dict[tuple[type[Record], str], Record]:
    return {(type(record), record.key): record for record in kept}


def beside(file: Path, statement: str) -> None:
    """What somebody does to the file while we have it open."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement)


# --- records ---


@pytest.mark.slow
@given(st.lists(records, max_size=6))
def test_every_record_comes_back_as_it_went(kept: list[Record]) -> None:
    with Store.open("sqlite://") as store:
        store.commit([puts(record) for record in kept])
        assert by_address(list(store.load(-1.0))) == by_address(kept)


def test_every_kind_of_record_has_a_table() -> None:
    assert tuple(RECORDS) == KINDS


def test_the_last_word_on_a_key_counts(store: Store) -> None:
    changes = (Put(Counter("a", 1)), Drop(Counter, "a"), Put(Counter("a", 2)), Put(Counter("b", 1)), Drop(Counter, "b"))
    store.commit([Batch(changes), puts(Counter("a", 3))])
    assert list(store.load(NOW)) == [Counter("a", 3)]


def test_a_drop_concerns_its_kind_alone(store: Store) -> None:
    store.commit([puts(Counter("oftc", 1), Position("oftc", "7"))])
    store.commit([Batch((Drop(Counter, "oftc"), Drop(Mark, "nobody")))])
    assert list(store.load(NOW)) == [Position("oftc", "7")]


def test_what_has_expired_is_not_loaded(store: Store) -> None:
    store.commit([puts(Quiet("a", NOW, "quiet"), Quiet("b", NOW + 1, "quiet"), Mark("optout", "x", 0.0))])
    assert [record.key for record in store.load(NOW)] == ["optout:x", "b|quiet"]


def test_what_was_said_is_loaded_in_the_order_of_saying(store: Store) -> None:
    made = [(NOW, 8), (NOW, 9), (NOW, 10), (NOW + 0.5, 11), (NOW + 1e-6, 100)]
    said = [Said(number, number, at, "answer", "r", ROOM, "bob", prompted=True) for at, number in made]
    store.commit([puts(*reversed(said))])
    assert list(store.load(NOW)) == sorted(said, key=lambda one: (one.at, one.number))


def test_forgetting_deletes_what_has_expired_and_nothing_else(store: Store) -> None:
    store.commit([puts(Quiet("a", NOW, "quiet"), Quiet("b", NOW + 1, "quiet"), Counter("c", 1), Mark("spoke", "x", 0.0))])
    assert (store.forget(NOW), [record.key for record in store.load(0.0)]) == (2, ["b|quiet", "c"])


def test_the_counts_say_how_much_is_kept_and_until_when(store: Store) -> None:
    said = [Said(n, n, NOW + n * DAY, "answer", "r", ROOM, "bob", prompted=True) for n in range(3)]
    store.commit([Batch(tuple(map(Put, said)), (say("endless"), Say("soon", ROOM, ("x",), not_after=NOW)))])
    counts = store.counts()
    assert (counts["said"], counts["outbox"], counts["helped"]) == ((3, NOW + SAID_KEPT), (2, NOW), (0, None))


def test_what_is_forgotten_is_no_longer_in_the_file(file: Path) -> None:
    with opened(file) as store:
        store.commit([puts(Position("oftc", "a very secret thing"))])
        store.commit([Batch((Drop(Position, "oftc"),))])
    assert b"very secret" not in file.read_bytes()


def bytes_of(file: Path) -> bytes:
    """All that lies on the disk under the name of the database."""
    return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))


def test_what_a_person_left_is_gone_from_the_log_of_writes_too_when_it_goes(file: Path) -> None:
    with opened(file) as store:
        store.commit([puts(Mark("spoke", "a very secret thing", NOW))])
        assert b"very secret" in bytes_of(file)
        store.commit([Batch((Drop(Mark, "spoke:a very secret thing"),))])
        assert b"very secret" not in bytes_of(file)


def test_what_has_expired_is_gone_from_the_log_of_writes_too(file: Path) -> None:
    with opened(file) as store:
        store.commit([puts(Quiet("a very secret room", NOW, "quiet"))])
        store.forget(NOW)
        assert b"very secret" not in bytes_of(file)


def test_what_was_replaced_is_gone_once_the_database_is_written_anew(file: Path) -> None:
    with opened(file) as store:
        store.commit([puts(Position("oftc", "a very secret thing"))])
        store.commit([puts(Position("oftc", "nothing"))])
        assert store.scrub()
        assert b"very secret" not in bytes_of(file)


def test_a_reader_who_looks_on_puts_off_that_the_log_is_emptied_and_stops_nobody(file: Path) -> None:
    with opened(file) as store:
        store.commit([puts(Mark("spoke", "x", NOW))])
        with closing(sqlite3.connect(file, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM mark").fetchall()
            beside_busy(store)
        assert [record.key for record in store.load(NOW)] == []


def beside_busy(store: Store) -> None:
    """A commit that deletes, without waiting long for a reader."""
    with store._opened.engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=1")
    store.commit([Batch((Drop(Mark, "spoke:x"),))])


# --- outbox ---


@pytest.mark.slow
@given(st.lists(says, max_size=5, unique_by=lambda one: one.key))
def test_every_utterance_waits_as_it_was_committed_and_in_order(queue: list[Say]) -> None:
    with Store.open("sqlite://") as store:
        store.commit([Batch((), tuple(queue[:2])), Batch((), tuple(queue[2:]))])
        assert store.waiting() == queue


def test_what_is_being_sent_no_longer_waits(store: Store) -> None:
    store.commit([Batch((), (say("a"), say("b")))])
    store.mark_sending(["a"])
    assert (keys(store.waiting()), keys(store.in_flight())) == (["b"], ["a"])


def test_what_could_not_be_sent_waits_in_its_old_turn(store: Store) -> None:
    store.commit([Batch((), (say("a"), say("b")))])
    store.mark_sending(["a", "b"])
    store.mark_waiting(["a", "b"])
    assert keys(store.waiting()) == ["a", "b"]


def test_what_is_done_is_gone(store: Store) -> None:
    store.commit([Batch((), (say("a"), say("b")))])
    store.mark_sending(["a"])
    store.done(["a", "never heard of"])
    assert (keys(store.waiting()), store.in_flight()) == (["b"], [])


def test_nothing_to_mark_is_nothing_to_do(store: Store) -> None:
    store.mark_sending([])
    store.mark_waiting([])
    store.done([])
    store.commit([])
    assert store.waiting() == []


def test_a_key_that_is_there_is_not_added_twice_and_not_sent_again(store: Store) -> None:
    store.commit([Batch((), (say("a", "first"), say("a", "second")))])
    store.mark_sending(["a"])
    store.commit([Batch((), (say("a", "third"),))])
    assert (store.waiting(), store.in_flight()) == ([], [say("a", "first")])


def test_the_order_goes_on_after_a_restart(file: Path) -> None:
    with opened(file) as store:
        store.commit([Batch((), (say("z"),))])
    with opened(file) as store:
        store.commit([Batch((), (say("a"),))])
        assert keys(store.waiting()) == ["z", "a"]


# --- one transaction ---


def test_a_commit_that_fails_leaves_nothing_and_can_be_made_again(file: Path) -> None:
    batch = [puts(Counter("a", 2)), Batch((Put(Position("oftc", "7")), Drop(Counter, "b")), (say("fine"), say("fatal")))]
    with opened(file) as store:
        store.commit([puts(Counter("a", 1), Counter("b", 1))])
        beside(file, "CREATE TRIGGER full BEFORE INSERT ON outbox WHEN NEW.key = 'fatal' BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
        with pytest.raises(StoreFailed, match=r"patience\.db: disk is full"):
            store.commit(batch)
        assert (list(store.load(NOW)), store.waiting()) == ([Counter("a", 1), Counter("b", 1)], [])
        beside(file, "DROP TRIGGER full")
        store.commit(batch)
        store.commit(batch)
        assert (list(store.load(NOW)), keys(store.waiting())) == ([Counter("a", 2), Position("oftc", "7")], ["fine", "fatal"])


def test_a_closed_transaction_is_what_others_see(file: Path) -> None:
    with opened(file) as store:
        store.commit([puts(Counter("a", 1)), puts(Counter("b", 1))])
        with closing(sqlite3.connect(file)) as other:
            assert other.execute("SELECT key FROM counter ORDER BY key").fetchall() == [("a",), ("b",)]


# --- the file ---


def test_only_the_owner_may_read_the_files(file: Path) -> None:
    with opened(file) as store:
        store.commit([puts(Counter("a", 1))])
        modes = {path.name: path.stat().st_mode & 0o777 for path in (file.parent, *file.parent.iterdir())}
    assert modes == {"var": 0o700} | dict.fromkeys(["patience.db", "patience.db-wal", "patience.db-shm", "patience.db.lock"], 0o600)


def test_a_file_that_others_could_read_is_closed_to_them(file: Path) -> None:
    opened(file).close()
    file.chmod(0o644)
    opened(file).close()
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_second_opening_is_refused_and_names_the_file(file: Path) -> None:
    with opened(file), pytest.raises(StoreBusy, match=r"patience\.db: in use by process \d+: stop that one first"):
        opened(file)


def test_a_store_that_was_closed_can_be_opened(file: Path) -> None:
    opened(file).close()
    opened(file).close()


def test_stores_in_memory_do_not_know_each_other(store: Store) -> None:
    store.commit([puts(Counter("a", 1))])
    with Store.open("sqlite://") as other:
        assert list(other.load(NOW)) == []


def test_a_file_that_is_no_database_is_refused_and_left_alone(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("some notes of mine, " * 100)
    file.chmod(0o644)
    with pytest.raises(BadStore, match=r"patience\.db: file is not a database: restore a backup"):
        opened(file)
    assert (file.read_text()[:10], file.stat().st_mode & 0o777) == ("some notes", 0o644)


def test_a_damaged_file_is_refused_and_not_left_locked(file: Path) -> None:
    with opened(file) as store:
        store.commit([puts(*(Position(f"{n}", "x" * 500) for n in range(200)))])
    whole = file.read_bytes()
    file.write_bytes(whole[:8192] + b"\xff" * 20_000 + whole[28_192:])
    for _ in range(2):
        with pytest.raises(BadStore, match=r"patience\.db: .*restore a backup"):
            opened(file)


def test_a_folder_that_cannot_be_made_is_refused_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(BadStore, match="make its folder writable for this user, or name another file"):
        opened(tmp_path / "var" / "patience.db")


def test_a_row_that_nobody_wrote_is_named(file: Path) -> None:
    with opened(file) as store:
        beside(file, "INSERT INTO counter VALUES ('lines', NULL, '{}')")
        with pytest.raises(
            BadStore, match=r"patience\.db: table counter, key 'lines': .*missing required field.*: restore a backup, or delete"
        ):
            list(store.load(NOW))
