"""What is remembered of a talk: bounded, and numbers only."""

from bot.core.company import SAID_KEPT, TALK_KEPT, VOICES, about
from bot.core.passing import Passing
from bot.core.text import words
from tests.builders import ROOM, alice, bob, chat, person


def test_what_a_line_is_about_is_not_what_every_line_has() -> None:
    assert about(words("could somebody tell me why packstack does not find mariadb?")) == {"packstack", "find", "mariadb"}
    assert about(words("what do you mean by that?")) == frozenset()


def test_only_so_much_is_remembered_of_a_talk() -> None:
    room = chat(plugins=())
    for number in range(3 * TALK_KEPT):
        room.says(f"number {number} of the talk", (alice, bob)[number % 2], number)
    talk = room.memory.talk(ROOM.key)
    assert (len(talk.lately), len(talk.voice("alice").said)) == (TALK_KEPT, SAID_KEPT)


def test_it_is_numbers_and_no_words() -> None:
    room = chat(plugins=())
    room.says("packstack stops at mariadb", alice)
    (_, by, subjects), *_ = room.memory.talk(ROOM.key).lately
    assert (by, {type(subject) for subject in subjects}) == ("alice", {int})


def test_only_so_many_speakers_are_remembered() -> None:
    room = Passing()
    for number in range(VOICES + 10):
        room.voice(person(f"n{number}").id).line = number + 1
    assert (len(room.voices), "n9" in room.voices, "n10" in room.voices) == (VOICES, False, True)
