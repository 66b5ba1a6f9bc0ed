"""What one event has caused so far."""

from bot.core.life import Life
from bot.core.plugin import Reason
from bot.core.records import Counter, Drop, Mark, Put, Question, Status
from tests.builders import START, TIMING, alice, known, memory, notes, question


def test_a_change_is_known_at_once_and_written_down() -> None:
    made = notes()
    made.put(question())
    assert (made.memory.question(question().key), made.changes) == (question(), [Put(question())])


def test_what_is_dropped_is_gone_at_once() -> None:
    made = notes(question())
    made.drop(Question, question().key)
    assert (made.memory.question(question().key), made.changes) == (None, [Drop(Question, question().key)])


def test_a_counter_counts_from_one() -> None:
    made = notes()
    assert (made.count("said"), made.count("said"), made.changes[-1]) == (1, 2, Put(Counter("said", 2)))


def test_a_mark_is_written_under_the_hash_alone() -> None:
    made = notes()
    made.mark("spoke", alice.identity, START)
    assert made.changes == [Put(Mark("spoke", memory().hash(alice.identity), START))]
    assert made.memory.marked("spoke", alice) == known(memory(), alice).marked("spoke", alice)


def test_a_transition_comes_with_its_reason() -> None:
    made = notes()
    moved = made.moved(Life(TIMING).parked(question(), START, "nobody is around"))
    assert moved.status is Status.PARKED
    assert made.reasons == [Reason("talk", "question 1: parked (nobody is around); next: expire")]


def test_a_question_without_history_moves_silently() -> None:
    made = notes()
    made.moved(question())
    assert (made.reasons, made.changes) == ([], [Put(question())])
