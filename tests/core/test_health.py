"""Where we should be and are not."""

from bot.core.health import absences
from bot.core.memory import Memory
from bot.core.settings import IrcNetwork, Room
from bot.core.view import Trouble
from tests.builders import NETWORK, ROOM, START, memory, settings

HOUSE = settings(networks=(IrcNetwork(NETWORK, "irc.test", rooms=(Room("#rdo"), Room("#RDO-Dev"))), IrcNetwork("libera", "irc.test")))


def known() -> Memory:
    made = memory()
    made.names["libera"] = ("helper",)
    return made


def test_a_room_not_entered_yet_is_told() -> None:
    assert list(absences(HOUSE, known())) == [(f"{NETWORK} #RDO-Dev", None)]


def test_a_closed_room_is_told_with_the_reason() -> None:
    made = known()
    made.gone(NETWORK, "#rdo-dev", START, "banned")
    assert list(absences(HOUSE, made)) == [(f"{NETWORK} #RDO-Dev", Trouble(START, "banned"))]


def test_the_rooms_of_a_network_that_is_away_are_not_told_one_by_one() -> None:
    made = known()
    made.gone(NETWORK, "", START, "refused")
    made.passing(ROOM).joined = False
    assert list(absences(HOUSE, made)) == [(NETWORK, Trouble(START, "refused"))]


def test_a_network_that_has_not_let_us_in_yet_is_told() -> None:
    made = known()
    del made.names["libera"]
    assert ("libera", None) in list(absences(HOUSE, made))
