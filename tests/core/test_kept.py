"""Look-ups of records by key, and walks."""

from bot.core.records import Counter, Position, Quiet, Read, Tally
from tests.builders import ROOM, START, memory, question, uttered


def test_what_was_never_kept_is_nothing_or_nought() -> None:
    made = memory()
    assert (made.counter("x"), made.tally("asked", ROOM.key, 1), made.position("oftc"), made.quiet(ROOM.key, START)) == (0, 0, None, None)


def test_records_are_found_by_their_keys() -> None:
    made = memory(Counter("x", 3), Tally("asked", ROOM.key, 1, 2), Position("oftc", "p"), Read("oftc", "$1", START))
    assert (made.counter("x"), made.tally("asked", ROOM.key, 1), made.position("oftc")) == (3, 2, "p")
    assert made.was_read("oftc", "$1")
    assert made.read_on("oftc") == ["oftc/$1"]


def test_quiet_ends_by_itself() -> None:
    made = memory(Quiet(ROOM.key, START + 60, "quiet"))
    assert made.quiet(ROOM.key, START) is not None
    assert made.quiet(ROOM.key, START + 60) is None


def test_walks_are_in_order_of_time() -> None:
    made = memory(question(number=2, at=2.0), question(number=1, at=1.0), uttered(2, at=5.0), uttered(1, at=3.0))
    assert [q.number for q in made.all_questions()] == [1, 2]
    assert [said.number for said in made.all_said(START + 4)] == [2]
