"""`patience kb stats`: numbers per entry from what is remembered."""

import json
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.cli.console import now
from bot.cli.kb_stats import Fares, fares, in_words
from bot.core.records import DAY, Put, Reported, Tally
from bot.store.store import Batch, Store
from tests.builders import START, uttered
from tests.entries import entry
from tests.folders import HEAD, TERMINAL, fill
from tests.folders import entry as written

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
    assert in_words((Fares("one", 12, 3, 2, 1, ("oftc/#rdo",)),)).splitlines() == [
        "entry  given  unprompted  solved  not it  withheld in",
        "one       12           3       2       1  oftc/#rdo",
    ]


def test_nothing_is_said_in_words() -> None:
    assert in_words(()) == "No entry was given in this time."


def test_it_reads_the_store_of_a_running_bot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(tmp_path, FOLDER)
    with Store.open(f"sqlite:///{tmp_path}/patience.db") as store:
        store.commit([Batch((Put(uttered(1, at=now() - START - 60, entry="one")),))])
        assert main(["kb", "stats", "--config", str(tmp_path / "bot.yaml"), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["entries"]
    assert (row["entry"], row["given"]) == ("one", 1)
