"""Whom a name means in one place."""

import tracemalloc

import pytest

from bot.core.passing import SEEN_FOR, SEEN_NAMES, Passing
from bot.core.people import Person
from tests.builders import START, alice, carol, person

NAMES = (
    (alice, 0, "alice"),
    (alice, 3 * SEEN_FOR, "alice"),
    (carol, SEEN_FOR, "carol"),
    (carol, SEEN_FOR + 1, None),
    (person("dave"), 0, None),
)


@pytest.mark.parametrize(("who", "later", "found"), NAMES)
def test_a_name_means_whoever_is_here_or_was_within_a_day(who: Person, later: float, found: str | None) -> None:
    room = Passing()
    room.people[alice.id] = alice
    for one in (alice, carol):
        room.saw(one, START)
    assert room.named(who.name.upper(), START + later) == found


def test_only_the_latest_names_are_remembered() -> None:
    room = Passing()
    for number in range(SEEN_NAMES + 10):
        room.saw(person(f"n{number}"), START)
    assert (len(room.names), "n9" in room.names, "n10" in room.names) == (SEEN_NAMES, False, True)


def test_a_silent_room_costs_next_to_nothing() -> None:
    tracemalloc.start()
    rooms = [Passing() for _ in range(1_000)]
    cost = tracemalloc.get_traced_memory()[0] / len(rooms)
    tracemalloc.stop()
    assert cost < 300  # bytes; with all its containers it is more than a thousand


def test_what_is_in_a_room_stays_in_it() -> None:
    room, other = Passing(), Passing()
    room.left["x"] = START
    assert (dict(room.left), dict(other.left)) == ({"x": START}, {})
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        room.nothing_of_the_kind  # noqa: B018
