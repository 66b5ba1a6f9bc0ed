"""What people said, quoted so that it calls nobody."""

from bot.core.people import Place
from bot.core.quoting import names_around, quoted
from bot.core.text import JOINER
from tests.builders import NETWORK, ROOM, alice, bob, memory, person, settings

OTHER = Place("matrix", "#rdo:example.org")
HOUSE = settings(same_room=((ROOM, OTHER),))


def test_whoever_is_named_is_not_called_on_whichever_side_of_a_bridge() -> None:
    made = memory()
    made.passing(OTHER).people["@zoe:example.org"] = person("zoe", "matrix")
    assert set(names_around(ROOM, HOUSE, made)) == {"alice", "bob", "zoe"}
    assert quoted("ask zoe and Bob", ROOM, HOUSE, made) == f"ask z{JOINER}oe and B{JOINER}ob"


def test_where_nobody_is_nobody_is_named() -> None:
    assert quoted(f"ask {alice.name} or {bob.name}", Place(NETWORK, "#other"), HOUSE, memory()) == "ask alice or bob"
