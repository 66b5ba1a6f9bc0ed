"""What no restart keeps, looked up."""

from bot.core.fleeting import Fleeting
from bot.core.passing import Crossing
from bot.core.people import Place
from tests.builders import ROOM, START, alice, memory

FAR = Place("matrix", "#rdo:example.org")


def test_nothing_is_known_in_the_beginning() -> None:
    made = Fleeting()
    assert (made.in_room(ROOM), made.present(ROOM, "alice"), made.person_named(ROOM, "alice", START)) == (False, None, None)
    assert (list(made.people_in(ROOM)), list(made.people_on(ROOM.network)), made.own_names("oftc")) == ([], [], ())
    assert (made.trouble("oftc"), made.crossing(ROOM, FAR)) == (None, (0, 0.0))
    assert made.places == {}


def test_who_spoke_to_whom_is_kept_once_for_joined_rooms_under_the_first_of_them() -> None:
    made = memory()
    assert made.talk(ROOM.key) is made.passing(ROOM)
    assert made.talk(ROOM.key) is not made.passing(FAR)


def test_each_direction_of_a_bridge_is_known_for_itself() -> None:
    made = memory()
    made.crossings[ROOM.key, FAR.key] = Crossing(3, START)
    assert (made.crossing(ROOM, FAR), made.crossing(FAR, ROOM)) == ((3, START), (0, 0.0))


def test_people_are_known_by_name_for_a_day_after_they_have_left() -> None:
    made = memory(here=(alice,))
    del made.passing(ROOM).people["alice"]
    assert made.person_named(ROOM, "alice", START + 86_000) == "alice"
    assert made.person_named(ROOM, "alice", START + 87_000) is None
