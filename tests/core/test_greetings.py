"""Hello and welcome among people."""

import pytest

from bot.core.people import Person
from tests.builders import QUESTION, Chat, alice, bob, chat, person

erin = person("erin")


def greeted(*lines: tuple[float, Person, str]) -> Chat:
    """A conversation in which Erin is new."""
    room = chat(plugins=(), here=(erin,))
    for at, by, text in lines:
        room.says(text, by, at)
    return room


@pytest.mark.parametrize("line", ["erin: hi", "hi erin", "welcome, erin!", "erin: welcome", "hi and welcome"])
def test_whom_a_person_greets_is_known_as_greeted(line: str) -> None:
    room = greeted((0, erin, QUESTION), (30, bob, line))
    assert room.memory.marked("hello", erin)


@pytest.mark.parametrize("line", ["hi", "hello all", "erin: look in the log", "erin is new here", "hi alice"])
def test_other_lines_greet_nobody_in_particular(line: str) -> None:
    room = greeted((0, erin, QUESTION), (30, bob, line))
    assert room.memory.marked("hello", erin) is None


def test_a_welcome_is_for_whoever_has_only_said_hello_so_far() -> None:
    room = greeted((0, erin, "hi"), (10, bob, "hi, welcome"))
    assert room.memory.marked("hello", erin)
    assert room.memory.next_due() is None


def test_a_welcome_long_after_is_for_others() -> None:
    room = greeted((0, erin, QUESTION), (400, bob, "hi and welcome"))
    assert room.memory.marked("hello", erin) is None


def test_nobody_welcomes_themselves() -> None:
    room = greeted((0, erin, QUESTION), (10, erin, "welcome to my world"))
    assert room.memory.marked("hello", erin) is None


def test_a_hello_back_does_not_take_the_question_away_that_follows() -> None:
    room = greeted((0, erin, "hi"), (10, bob, "erin: hello"), (60, erin, QUESTION))
    assert room.question.asker == erin


def test_a_hello_alone_waits_for_one_back() -> None:
    room = greeted((0, alice, "hello"))
    assert room.memory.next_due() is not None
