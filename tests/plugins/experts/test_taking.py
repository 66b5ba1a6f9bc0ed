"""mine and pass: "I take this one", and "not me, the next one"."""

import pytest

from bot.core.people import Person, Place
from bot.core.records import HOUR, Put, Quiet, Status
from tests.builders import ROOM, Chat, alice, bob, chat, direct, expert, helper, person

CAROL, DAVE = helper("carol"), helper("dave")


def tell(room: Chat, text: str, by: Person = CAROL, at: float = 0.0, place: Place | None = None) -> list[tuple[str, str]]:
    """What is said at that line: to whom, and the words."""
    room.wait(at)
    before = len(room.said)
    room.says(text, by, at, place=place or direct(by))
    return [(say.to.name if say.to else "", " ".join(say.lines)) for _, say in room.said[before:]]


def waiting(*topics: str) -> Chat:
    """Carol was called for Alice's question; Dave could be."""
    room = chat(expert("carol", topics or ("repos",)), expert("dave", topics or ("repos",)))
    room.says("is there a repo for gazpacho?")
    room.wait(700)
    return room


def test_what_is_taken_is_called_for_no_more() -> None:
    room = waiting()
    assert [to for to, _ in tell(room, "!mine", DAVE, 800, ROOM)] == ["dave"]  # it was put to Carol, not to Dave
    ((to, text),) = tell(room, "!mine 1", DAVE, 810, ROOM)
    assert (to, "Question 1 by alice is with you" in text) == ("dave", True)
    assert (room.question.status, room.question.calls[-1].person) == (Status.ROUTED, DAVE)
    before = len(room.said)
    room.wait(810 + HOUR / 2 - 10)
    assert len(room.said) == before


def test_in_private_the_asker_hears_that_somebody_has_it() -> None:
    room = waiting()
    mine, told = tell(room, "mine", CAROL, 800)
    assert (mine[0], told) == ("carol", ("alice", "carol is looking at your question."))
    assert room.said[-1][1].place == ROOM


def test_in_a_quiet_room_the_asker_hears_nothing() -> None:
    room = waiting()
    room.memory.apply((Put(Quiet(ROOM.key, room.memory.now + HOUR, "quiet")),))
    assert [to for to, _ in tell(room, "mine 1", CAROL, 800)] == ["carol"]


def test_who_passes_is_followed_by_the_next_at_once() -> None:
    room = waiting()
    ((to, text),) = tell(room, "pass", CAROL, 800)
    assert (to, "somebody else for question 1" in text) == ("carol", True)
    before = len(room.said)
    room.wait(801)
    assert [(say.to.name if say.to else "", "No word yet" in say.lines[0]) for _, say in room.said[before:]] == [
        ("dave", False),
        ("alice", False),
    ]


@pytest.mark.parametrize(
    ("said", "by", "says"),
    [
        ("pass", DAVE, "No open question is with you"),
        ("pass 1", DAVE, "no open question 1"),
        ("pass 7", CAROL, "no open question 7"),
        ("pass", bob, "No open question is with you"),
        ("mine 7", CAROL, "no open question 7"),
        ("mine it", CAROL, "no open question it"),
        ("mine", DAVE, "Which one?"),
        ("mine 1", bob, "log in to your account"),
        ("mine 1", person("carol"), "log in to your account"),  # a nick is not an expert
        ("mine 1", person("zoe", account="zoe"), "Anybody may answer"),
    ],
)
def test_what_cannot_be_is_refused_kindly(said: str, by: Person, says: str) -> None:
    room = waiting()
    ((_, text),) = tell(room, said, by, 800)
    assert says in text
    assert room.question.calls[-1].person == CAROL


def test_ones_own_question_cannot_be_taken() -> None:
    room = chat(expert("carol"))
    room.says("!ask is there a repo for gazpacho?", CAROL)
    assert "your own" in tell(room, "mine 1", CAROL, 200)[0][1]


def test_without_a_number_it_is_the_newest_that_was_put_to_them() -> None:
    room = chat(expert("carol"))
    room.says("is there a repo for gazpacho?", alice)
    room.says("which repo has the hibiscus packages then?", bob, at=1000)
    room.wait(1700)
    assert "Question 2 by bob" in tell(room, "mine", CAROL, 1800)[0][1]
    assert "Question 1 by alice" in tell(room, "mine 1", CAROL, 1900)[0][1]


def test_what_was_shown_to_somebody_is_theirs_to_take() -> None:
    room = chat(expert("carol", max_per_day=0))
    room.says("is there a repo for gazpacho?", alice)
    room.wait(700)
    assert room.says("lots of snow here", CAROL, at=800)
    assert "Question 1 by alice" in tell(room, "mine", CAROL, 900)[0][1]


def test_what_is_answered_is_not_taken() -> None:
    room = waiting()
    room.says("alice: enable the cloud sig repo", DAVE, at=800)
    assert "Which one?" in tell(room, "mine", CAROL, 900)[0][1]


def test_who_is_called_and_takes_it_twice_is_one_of_those_who_may_be_called() -> None:
    room = waiting()
    for at in (800, 810, 820):
        tell(room, "mine", CAROL, at)
    tell(room, "pass", CAROL, 830)
    room.wait(831)
    assert [call.expert for call in room.question.calls] == ["carol", "dave"]


def test_who_wants_to_be_left_alone_is_not_told_and_their_question_can_be_taken() -> None:
    room = waiting()
    room.says("!optout", alice, at=790)
    ((to, text),) = tell(room, "mine 1", CAROL, 800)
    assert (to, "Question 1" in text) == ("carol", True)
    assert room.question.history[-1].reason == "taken"
