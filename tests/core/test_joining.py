"""How somebody stands to the talk when they say a line."""

from collections import deque

import pytest

from bot.core.company import Company
from bot.core.events import Renamed
from bot.core.people import Person
from tests.builders import ROOM, START, Chat, alice, bob, carol, chat, dave, kernel, known, memory

HOUR = 3600.0
Line = tuple[float, Person, str]


def company(*lines: Line) -> Company:
    """How the author of the last line stood as they said it."""
    room = Chat(kernel(plugins=()), memory(here=(alice, bob, carol, dave)))
    for at, by, text in lines:
        room.says(text, by, at)
    return room.memory.talk(ROOM.key).typing[lines[-1][1].id].company


def test_the_first_words_in_a_silent_room_are_a_newcomers() -> None:
    assert company((0, alice, "the build is green")) == Company()


def test_silence_counts_in_seconds_and_in_lines_of_others() -> None:
    found = company((0, alice, "the build is green"), (10, bob, "good"), (20, carol, "at last"), (200, alice, "coffee time"))
    assert (found.newcomer, found.silent_for, found.lines_since, found.talking) == (False, 200.0, 2, 180.0)


def test_their_lines_are_counted() -> None:
    assert company(*((at, alice, "coffee time") for at in (0.0, 100.0, 200.0))).lines == 2


def test_a_greeting_ends_no_silence() -> None:
    found = company((0, alice, "the build is green"), (300, bob, "good"), (400, alice, "hi all"), (600, alice, "coffee time"))
    assert (found.silent_for, found.lines_since) == (600.0, 2)


def test_with_nobody_speaking_between_they_stand_where_they_stood() -> None:
    found = company((0, alice, "the build is green"), (900, bob, "good"), (1000, alice, "coffee time"), (1020, alice, "for everybody here"))
    assert (found.silent_for, found.lines_since, found.talking) == (1000.0, 1, 100.0)


def test_after_others_have_spoken_they_do_not() -> None:
    found = company(
        (0, alice, "the build is green"), (1000, alice, "coffee time"), (1010, bob, "good"), (1020, alice, "for everybody here")
    )
    assert (found.silent_for, found.lines_since, found.talking) == (20.0, 1, 10.0)


def test_whoever_was_known_before_we_came_is_no_newcomer_and_in_no_talk() -> None:
    room = Chat(kernel(plugins=()), known(memory(here=(alice, bob)), alice))
    room.says("the build is green", bob)
    room.says("coffee time", alice, 30)
    found = room.memory.talk(ROOM.key).typing["alice"].company
    assert (found.newcomer, found.silent_for, found.lines_since) == (False, None, None)


SPOKEN_TO = (
    ("alice: which release?", (60.0, 60.0)),
    ("i think alice has one", (None, 60.0)),
    ("alice: hi", (None, None)),  # a hello is not the help that they came for
    ("malice is none", (None, None)),
)


@pytest.mark.parametrize(("text", "stands"), SPOKEN_TO)
def test_who_was_spoken_to_or_named_is_looked_after(text: str, stands: tuple[float | None, float | None]) -> None:
    found = company((0, alice, "the build is red"), (140, bob, text), (200, alice, "on epoxy"))
    assert (found.called, found.named) == stands


def test_until_they_have_spoken_themselves() -> None:
    found = company((0, alice, "the build is red"), (100, bob, "alice: which?"), (200, alice, "epoxy"), (400, alice, "and all others"))
    assert (found.called, found.named) == (None, 300.0)


NAMES = (
    ("that is what bob said", True),
    ("BOB, that is what you said", False),  # said to him: no need to look for names
    ("bobby tables", False),
    ("that is what dave said", False),  # has not spoken
    ("alice is my name", False),
)


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_a_line_names_who_takes_part(text: str, names: bool) -> None:
    assert company((0, bob, "the build is green"), (10, alice, text)).names is names


def test_who_has_not_spoken_for_an_hour_takes_no_part() -> None:
    assert not company((0, bob, "the build is green"), (HOUR + 10, alice, "that is what bob said")).names


HALF = (("bo: that one", False), ("carolina: that one", True), ("caro, that one", True), ("error: that one", False), ("caro that", False))


@pytest.mark.parametrize(("text", "half"), HALF)
def test_half_a_name_in_front_is_nearly_an_address(text: str, half: bool) -> None:
    assert company((0, carol, "the build is green"), (10, alice, text)).half_named is half


def test_a_line_takes_up_what_others_speak_of_for_a_while() -> None:
    lines: tuple[Line, ...] = ((0, bob, "packstack stops at mariadb"), (200, alice, "mariadb versus selinux, again"))
    assert company(*lines).takes_up == pytest.approx(1 / 3)
    assert company(lines[0], (301, alice, lines[1][2])).takes_up == 0.0
    assert company((0, alice, lines[0][2]), lines[1]).takes_up == 0.0  # of others


def test_who_says_the_same_again_repeats_themselves() -> None:
    lines: tuple[Line, ...] = (
        (0, alice, "packstack stops at mariadb"),
        (10, bob, "coffee time"),
        (600, alice, "so packstack stops at mariadb"),
    )
    assert company(*lines).repeats == 1.0
    assert company(*lines[:2], (9000, alice, lines[2][2])).repeats == 0.0
    assert company(lines[0], lines[1], (600, alice, "the weather is fine")).repeats == 0.0


@pytest.mark.parametrize("command", ["!forget me", "!optout"])
def test_whoever_wants_to_be_forgotten_has_said_nothing_here(command: str) -> None:
    room = chat()
    room.says("packstack stops at mariadb", alice)
    room.says("alice: which one", bob, 20)
    room.says(command, alice, 30)
    talk = room.memory.talk(ROOM.key)
    assert (talk.voice("alice").said, talk.voice("alice").named, [by for _, by, _ in talk.lately]) == (deque(), None, ["bob"])


def test_of_whoever_has_opted_out_nothing_is_remembered() -> None:
    room = Chat(kernel(plugins=()), known(known(memory(), alice), alice, kind="optout"))
    room.says("packstack stops at mariadb", alice)
    talk = room.memory.talk(ROOM.key)
    assert (list(talk.voice("alice").said), list(talk.lately)) == ([], [])


def test_a_person_under_another_nick_stands_where_they_stood() -> None:
    renamed = Person("oftc", "alice_", "alice_", host=alice.host)
    room = chat(plugins=())
    room.says("the build is red", alice)
    room.says("alice: which?", bob, 100)
    room.hear(Renamed(START + 110, alice, renamed))
    room.says("epoxy", renamed, 200)
    assert room.memory.talk(ROOM.key).typing["alice_"].company.called == 100.0
