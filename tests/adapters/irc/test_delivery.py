"""Refusals find the line that they refuse."""

import pytest

from bot.core.actions import Say
from bot.core.events import Undelivered
from bot.core.people import Place
from tests.servers.script import Script, joined

ROOM, ANN = Place("oftc", "#rdo"), Place("oftc", "ann", direct=True)


def wrote(*says: tuple[str, Place]) -> Script:
    script = joined()
    for key, place in says:
        script.wire.wrote(Say(key, place, ("x",)), script.at)
    return script


@pytest.mark.parametrize("numeric", ["404", "477", "403"])
def test_a_refused_line_in_a_room_is_undelivered(numeric: str) -> None:
    script = wrote(("one", ROOM), ("two", ROOM)).server(f":s {numeric} helper #RDO :Cannot send to channel")
    assert script.heard() == [Undelivered(script.at, ROOM, "two", f"Cannot send to channel ({numeric})")]
    assert script.reports == [f"#rdo: a line of mine was refused: Cannot send to channel ({numeric})"]


@pytest.mark.parametrize("numeric", ["401", "716", "531"])
def test_a_refused_private_line_is_undelivered(numeric: str) -> None:
    script = wrote(("one", ANN), ("two", ROOM)).server(f":s {numeric} helper ANN :is not there")
    assert script.heard() == [Undelivered(script.at, ANN, "one", f"is not there ({numeric})")]


def test_each_utterance_is_undelivered_once() -> None:
    script = wrote(("one", ROOM)).server(*[":s 404 helper #rdo :no"] * 3)
    assert len(script.heard()) == 1


def test_an_old_line_is_not_taken_for_the_refused_one() -> None:
    script = wrote(("one", ROOM))
    script.at += 11.0
    assert script.server(":s 404 helper #rdo :no").heard() == []


def test_a_refusal_for_another_place_is_not_ours() -> None:
    assert wrote(("one", ROOM)).server(":s 404 helper #other :no", ":s 401 helper bob :no").heard() == []
