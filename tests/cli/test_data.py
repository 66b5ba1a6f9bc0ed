"""`patience data …`: what is kept is shown, given out, erased and copied; and nobody is named by a nick alone."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.cli.console import now
from bot.core.actions import Say
from bot.core.memory import Memory
from bot.core.people import Person
from bot.core.records import DAY, KINDS, Claim, Counter, Helped, Mark, Put, Record, Reply, Said
from bot.store.files import hash_key
from bot.store.store import Batch, Store
from tests.builders import ROOM, bob, person, question
from tests.folders import fill

CONFIG = """\
name: helper
owner: the operators
knowledge: knowledge
store: sqlite:///var/patience.db
networks:
  - {name: oftc, kind: irc, host: irc.example.org, rooms: ["#rdo"]}
  - name: matrix
    kind: matrix
    homeserver: "https://matrix.example.org"
    user: "@helper:example.org"
    password: secret
    rooms: ["#rdo:example.org"]
"""
FILES = {"bot.yaml": CONFIG, "knowledge/faq/a.yaml": ""}
CAROL = person("carol", account="carol")
LOGGED_OUT = person("dave")
WORDS = "why does my zebra stripe sideways"


def records(memory: Memory, at: float) -> tuple[Record, ...]:
    """A question of carol's that bob answered, and one of bob's; and what belongs to them."""
    more = {"asked_at": at, "last_at": at, "keep_until": at + DAY, "due_at": at + DAY}
    return (
        question(WORDS, by=CAROL, number=1, replies=(Reply(at, bob, "turn it around", ""),), **more),
        question("of somebody else", by=bob, number=2, **more),
        question("logged out", by=LOGGED_OUT, number=3, **more),
        Said(1, 1, at, "answer", ROOM.key, ROOM, CAROL.identity, prompted=True, text="look at the page"),
        Helped(CAROL.identity, "carol", "nova", int(at // DAY), 1),
        Mark("spoke", memory.hash(CAROL.identity), at),
        Mark("optout", memory.hash(CAROL.identity), at),
        Counter("said", 2),
    )


def made(folder: Path, more: Sequence[Record] = ()) -> str:
    """A folder with a store in it; the path of its bot.yaml."""
    fill(folder, FILES)
    url, at = f"sqlite:///{folder}/var/patience.db", now()
    with Store.open(url) as store:
        memory = Memory(hash_key(url))
        kept = (*records(memory, at), *more)
        store.commit(
            [Batch(tuple(map(Put, kept)), (Say("9", ROOM, ("carol, this waits",), CAROL), Say("10", ROOM, ("not for her",), bob)))]
        )
    return str(folder / "bot.yaml")


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in (folder / "var").iterdir() if path.is_file())


def run(*words: str) -> int:
    return main(["data", *words])


# --- report ---


def test_the_report_names_every_kind_with_how_many_and_how_long(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("report", "--config", made(tmp_path)) == 0
    text = capsys.readouterr().out
    assert all(f"  {kind.__name__.lower()} " in text for kind in KINDS)
    assert "until solved, at most timing.keep" in text
    assert text.endswith("No channel log, nothing else.\n")


def test_the_report_as_data_counts_and_dates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("report", "--json", "--config", made(tmp_path)) == 0
    found = json.loads(capsys.readouterr().out)
    kinds = {one["kind"]: one for one in found["kinds"]}
    assert {name: one["count"] for name, one in kinds.items() if one["count"]} == {
        "question": 3,
        "said": 1,
        "helped": 1,
        "mark": 2,
        "counter": 1,
    }
    assert 0 < kinds["question"]["next_goes_in_seconds"] <= DAY
    assert (found["outbox"], found["faults"]) == (2, [])
    assert {file["what"] for file in found["files"]} >= {"the store", "the key of the hashes", "who has it open"}


def test_it_is_read_beside_a_running_bot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = made(tmp_path)
    with Store.open(f"sqlite:///{tmp_path}/var/patience.db") as store:
        store.commit([Batch((Put(Counter("lines lost", 1)),))])
        assert run("report", "--json", "--config", config) == 0
    kinds = {one["kind"]: one["count"] for one in json.loads(capsys.readouterr().out)["kinds"]}
    assert kinds["counter"] == 2


def test_what_should_be_gone_is_a_fault_once_the_night_has_passed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = now()
    tonight = Mark("spoke", "tonight", at - 365 * DAY - 60)
    late = Mark("spoke", "late", at - 367 * DAY)
    assert run("report", "--config", made(tmp_path / "one", (tonight,))) == 0
    assert "1 expired: gone with the next nightly deletion." in capsys.readouterr().out
    assert run("report", "--config", made(tmp_path / "two", (late,))) == 1
    assert "mark: 1 should have been deleted by now" in capsys.readouterr().err


def test_what_is_not_ours_or_open_to_others_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config, file = made(tmp_path), tmp_path / "var" / "patience.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE channel_log (line TEXT)")
    (tmp_path / "var" / "patience.db.key").chmod(0o644)
    assert run("report", "--config", config) == 1
    told = capsys.readouterr().err
    assert "there is a table 'channel_log' that this program did not make" in told
    assert "patience.db.key: can be read by others" in told


def test_without_a_store_there_is_nothing_to_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(tmp_path, FILES)
    assert run("report", "--config", str(tmp_path / "bot.yaml")) == 1
    assert "there is no store yet" in capsys.readouterr().err


# --- export ---


def test_a_person_gets_what_is_theirs_and_of_others_no_more_than_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", "--who", "oftc:account=Carol", "--config", made(tmp_path)) == 0
    found = json.loads(capsys.readouterr().out)
    assert sorted(one["kind"] for one in found["own"]) == ["helped", "mark", "mark", "question", "said"]
    asked = next(one for one in found["own"] if one["kind"] == "question")
    assert asked["record"]["replies"][0]["by"] == {"name": "bob"}
    assert asked["record"]["asker"]["host"] == "carol@example.org"
    assert found["waiting_to_be_said"] == [["carol, this waits"]]
    assert "of somebody else" not in json.dumps(found)


def test_without_an_account_somebody_is_found_by_nick_and_host(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = made(tmp_path)
    assert run("export", "--who", "oftc:Dave!dave@example.org", "--config", config) == 0
    assert [one["kind"] for one in json.loads(capsys.readouterr().out)["own"]] == ["question"]
    assert run("export", "--who", "oftc:dave!dave@elsewhere.example.org", "--config", config) == 0
    assert json.loads(capsys.readouterr().out)["own"] == []


def test_accounts_that_are_linked_are_one_person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(tmp_path, FILES)
    memory = Memory(hash_key(f"sqlite:///{tmp_path}/var/patience.db"))
    there = Person("matrix", "@carol:example.org", "Carol", account="@carol:example.org")
    one, other = memory.hash(CAROL.identity), memory.hash(there.identity)
    config = made(tmp_path, (Claim(one, other, now(), mutual=True), Claim(other, one, now(), mutual=True)))
    assert run("export", "--who", "matrix:@carol:example.org", "--config", config) == 0
    assert "question" in {one["kind"] for one in json.loads(capsys.readouterr().out)["own"]}


WRONG = (
    ("nowhere:account=carol", "there is no network 'nowhere' in bot.yaml (there are: oftc, matrix)"),
    ("oftc:carol", "a nick alone is anybody's"),
    ("oftc:carol!", "people are named like oftc:account=carol or oftc:carol!user@host"),
    ("oftc:account=", "people are named like"),
    ("matrix:carol", "people are named like matrix:@carol:example.org"),
    ("carol", "there is no network 'carol'"),
)


@pytest.mark.parametrize("order", ["export", "erase"])
@pytest.mark.parametrize(("who", "told"), WRONG)
def test_who_is_not_named_well_is_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str], order: str, who: str, told: str) -> None:
    fill(tmp_path, FILES)
    assert run(order, "--who", who, "--config", str(tmp_path / "bot.yaml")) == 2
    assert told in capsys.readouterr().err


# --- erase ---


def test_what_is_erased_is_no_longer_in_any_byte_on_the_disk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = made(tmp_path)
    gone = (WORDS.encode(), b"carol", b"turn it around", b"look at the page")
    assert all(word in bytes_of(tmp_path) for word in gone)
    assert run("erase", "--who", "oftc:account=carol", "--yes", "--config", config) == 0
    assert not any(word in bytes_of(tmp_path) for word in gone)
    assert "Backups that were made before still hold it" in capsys.readouterr().out
    assert b"of somebody else" in bytes_of(tmp_path)
    with Store.open(f"sqlite:///{tmp_path}/var/patience.db") as store:
        assert [record.kind for record in store.load(0.0) if isinstance(record, Mark)] == ["optout"]
        assert [say.lines for say in store.waiting()] == [("not for her",)]


def test_erasing_once_more_finds_nothing_but_the_opt_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = made(tmp_path)
    for _ in range(2):
        assert run("erase", "--who", "oftc:account=carol", "--yes", "--config", config) == 0
    assert "oftc:account=carol: 1 records of their own, 0 of others that name them" in capsys.readouterr().out


def test_a_running_bot_is_not_written_under(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = made(tmp_path)
    with Store.open(f"sqlite:///{tmp_path}/var/patience.db"):
        assert run("erase", "--who", "oftc:account=carol", "--yes", "--config", config) == 1
    assert "or let them say to the bot: forget me" in capsys.readouterr().err
    assert WORDS.encode() in bytes_of(tmp_path)


def test_nothing_is_erased_where_nobody_can_be_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("erase", "--who", "oftc:account=carol", "--config", made(tmp_path)) == 2
    assert "add --yes" in capsys.readouterr().err
    assert WORDS.encode() in bytes_of(tmp_path)


def test_without_the_key_nobody_can_be_found_and_none_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config, key = made(tmp_path), tmp_path / "var" / "patience.db.key"
    key.unlink()
    assert run("export", "--who", "oftc:account=carol", "--config", config) == 1
    assert "restore it from a backup" in capsys.readouterr().err
    assert not key.exists()


# --- backup ---


def test_a_backup_is_written_with_its_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("backup", str(tmp_path / "copy.db"), "--config", made(tmp_path)) == 0
    told = capsys.readouterr()
    assert told.out == f"{tmp_path}/copy.db\n{tmp_path}/copy.db.key\n"
    assert told.err == "not in it: the logins of matrix; the next start logs in anew with the password\n"
