"""What the kernel counts of the talk of a room: lines to people and to all, under whatever nick; and nothing of whom that is not wanted."""

import pytest

from bot.core.answering import Signs
from bot.core.events import Moved, Renamed
from bot.core.people import Place
from tests.builders import NETWORK, ROOM, START, Chat, alice, bob, chat, direct, person

ASKS, ANSWERS = "how do i resize a share of manila?", "look at the log of manila first"


def signs(room: Chat, who: str = "bob", place: Place = ROOM) -> Signs | None:
    return room.memory.signs(place.key, who, "carol", room.memory.now)


def picked(room: Chat, who: str = "bob", place: Place = ROOM) -> int:
    found = signs(room, who, place)
    return round(found.picked) if found else 0


def helped(text: str = f"alice: {ANSWERS}") -> Chat:
    """Bob has said this after Alice has asked the room."""
    room = chat()
    room.says(ASKS, alice)
    room.says(text, bob, at=30)
    return room


@pytest.mark.parametrize(
    ("text", "count"), [(f"alice: {ANSWERS}", 1), (f"alice {ANSWERS}", 1), (f"{ANSWERS}, alice", 1), (ANSWERS, 0), (f"carol: {ANSWERS}", 0)]
)
def test_an_answer_in_the_room_counts_for_whoever_gives_it(text: str, count: int) -> None:
    assert picked(helped(text)) == count


def test_what_is_said_to_the_bot_or_commands_it_or_in_private_is_no_talk() -> None:
    room = chat()
    room.says(f"helper: {ASKS}", alice)
    room.says("!open", alice, at=1)
    room.says(ASKS, alice, at=2, place=direct(alice))
    assert signs(room, "alice") is None


def test_a_line_that_is_read_too_late_tells_nothing_of_now() -> None:
    room = chat()
    room.says(ASKS, alice, sent=START - 3600)
    assert signs(room, "alice") is None


def test_what_is_known_goes_with_a_nick_and_with_a_room() -> None:
    room, bobby, new = helped(), person("bobby", account="bobby"), Place(NETWORK, "#rdo2")
    room.hear(Renamed(START + 60, bob, bobby))
    assert (picked(room, "bob"), picked(room, "bobby")) == (0, 1)
    room.hear(Moved(START + 61, ROOM, new))
    assert (picked(room, "bobby"), picked(room, "bobby", new)) == (0, 1)


@pytest.mark.parametrize("command", ["!forget me", "!optout"])
def test_whoever_says_so_is_forgotten(command: str) -> None:
    room = helped()
    room.says(command, bob, at=60)
    assert signs(room) is None
    assert signs(room, "alice") is not None


def test_of_whoever_has_opted_out_nothing_is_counted() -> None:
    room = chat()
    room.says("!optout", bob)
    room.says(ASKS, alice, at=10)
    room.says(f"alice: {ANSWERS}", bob, at=30)
    assert signs(room) is None
