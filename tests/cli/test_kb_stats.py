"""`patience kb stats`: numbers per entry from what is remembered."""

import json
from pathlib import Path
from typing import cast

import pytest

from bot.__main__ import main
from bot.cli.console import now
from bot.cli.kb_stats import Fares, Heard, Measures, fares, heard, in_words, needs
from bot.core.records import DAY, Fared, Put, Record, Reported, Tally
from bot.store.store import Batch, Store
from plugins.faq.room import with_line
from plugins.faq.sureness import SCALE
from tests.builders import ROOM, START, memory, uttered
from tests.entries import ENTRIES, entry
from tests.folders import HEAD, TERMINAL, fill
from tests.folders import entry as written
from tests.plugins.faq.test_plugin import faq

FOLDER = {"bot.yaml": HEAD + TERMINAL + "store: sqlite:///patience.db\n", "knowledge/faq/a.yaml": written()}
ONE = entry("one", "Where?")
TODAY = int(START // DAY)


def test_what_was_given_is_counted_and_what_was_withheld_is_not() -> None:
    records = (
        uttered(1, entry="one"),
        uttered(2, entry="one", prompted=True),
        uttered(3, entry="one", kind="again"),
        uttered(4, entry="one", kind="suggest"),
        uttered(5, entry="one", withheld="quiet"),
        uttered(6, at=-DAY, entry="one"),
    )
    assert fares(records, (ONE,), START) == (Fares("one", 3, 2, 0, 0, ()),)


def test_what_became_of_it_is_counted_by_whole_days() -> None:
    records = (
        Tally("solved:one", "r", TODAY, 2),
        Tally("solved:one", "q", TODAY, 1),
        Tally("not_it:one", "r", TODAY, 1),
        Tally("solved", "r", TODAY, 9),
        Tally("wait:3", "r", TODAY, 9),
        Tally("solved:one", "r", TODAY - 1, 9),
    )
    assert fares(records, (ONE,), START) == (Fares("one", 0, 0, 3, 1, ()),)


def test_a_report_counts_until_the_entry_says_something_else() -> None:
    records = (
        Reported("b", "one", START, "x", ONE.version),
        Reported("a", "one", START, "x", ONE.version),
        Reported("c", "one", START, "x"),
    )
    assert fares(records, (ONE,), START) == (Fares("one", 0, 0, 0, 0, ("a", "b")),)


def test_entries_stand_by_how_often_they_were_given() -> None:
    records = (uttered(1, entry="one"), uttered(2, entry="two"), uttered(3, entry="two"))
    assert [row.entry for row in fares(records, (), 0)] == ["two", "one"]


def test_the_table_has_a_row_for_each() -> None:
    row = Fares("one", 12, 3, 2, 1, ("oftc/#rdo",), {"oftc/#a": 0.951, "oftc/#rdo": 0.9, "oftc/#b": 0.92}, ("wrong", "not_it"))
    assert in_words((row, Fares("gone", 1, 0, 0, 0, ()))).splitlines() == [
        "entry  given  unprompted  solved  not it  needed     moved by       withheld in",
        "one       12           3       2       1  0.90-0.95  wrong, not it  oftc/#rdo",
        "gone       1           0       0       0  -          -              -",
    ]


def test_below_it_stands_what_is_known_of_each_room() -> None:
    assert in_words((), (Heard("oftc/#rdo", 1200, 40, 31.4, 0.876),)).splitlines() == [
        "No entry was given in this time.",
        "",
        "room       lines  asked  weighed  needed",
        "oftc/#rdo   1200     40       31    0.88",
    ]


# --- what is needed ---

ENTRY = ENTRIES[0]
TALK = with_line(None, ROOM.key, 0.5, START, SCALE)
LINES = Tally("lines", ROOM.key, TODAY, 400)


def needed(*records: Record) -> tuple[tuple[Fares, ...], tuple[Heard, ...]]:
    made, plugin = memory(*records), cast(Measures, faq())
    rooms = heard(records, plugin, START, made)
    return needs(fares(records, ENTRIES, 0.0), ENTRIES, rooms, plugin, START, made), rooms


def test_an_entry_that_was_called_wrong_needs_more_in_every_room_and_says_why() -> None:
    given, wrong = uttered(1, entry=ENTRY.id), Fared(ENTRY.id, ENTRY.version, START, wrong=1)
    elsewhere = Tally("lines", "oftc/#other", TODAY, 10)
    ((before,), _), ((after,), rooms) = needed(given, LINES, elsewhere), needed(given, LINES, elsewhere, wrong)
    assert set(before.needed) == set(after.needed) == {one.room for one in rooms} == {ROOM.key, "oftc/#other"}
    assert all(after.needed[room] > before.needed[room] for room in after.needed)
    assert (before.moved_by, after.moved_by) == ((), ("wrong",))


def test_of_a_room_lines_questions_and_what_was_weighed_are_told() -> None:
    _, (one,) = needed(LINES, Tally("asked", ROOM.key, TODAY, 9), TALK, Tally("lines", "oftc/@", TODAY, 3))
    assert (one.room, one.lines, one.asked, one.weighed) == (ROOM.key, 400, 9, 1.0)


def test_where_no_room_is_known_an_entry_needs_what_it_needs_anywhere_and_one_that_is_gone_nothing() -> None:
    rows, rooms = needed(uttered(1, entry=ENTRY.id), uttered(2, entry="gone"))
    assert ({row.entry: list(row.needed) for row in rows}, rooms) == ({ENTRY.id: [""], "gone": []}, ())


def test_nothing_is_said_in_words() -> None:
    assert in_words(()) == "No entry was given in this time."


def test_it_reads_the_store_of_a_running_bot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(tmp_path, FOLDER)
    with Store.open(f"sqlite:///{tmp_path}/patience.db") as store:
        store.commit([Batch((Put(uttered(1, at=now() - START - 60, entry="one")),))])
        assert main(["kb", "stats", "--config", str(tmp_path / "bot.yaml"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    (row,) = found["entries"]
    assert (row["entry"], row["given"], found["rooms"]) == ("one", 1, [])
