"""The terminal as a network: what is typed, and what is shown."""

import pytest

from bot.adapters.terminal import Hint, Quit, Terminal, Wait, later
from bot.core.actions import Say
from bot.core.events import Joined, Left, Message
from bot.core.people import Person, Place
from bot.core.settings import TerminalNetwork, Timing
from tests.transcript import terminal_settings

ROOM = Place("terminal", "#rdo")
ALICE = Person("terminal", "alice", "alice", host="alice@terminal")


def terminal() -> Terminal:
    return Terminal(terminal_settings(Timing()), TerminalNetwork("terminal"))


def test_a_line_with_a_name_is_said_by_that_person_who_comes_in_first() -> None:
    joined, said = terminal().typed("alice> hello there", 1.0)
    assert joined == Joined(1.0, ROOM, ALICE)
    assert isinstance(said, Message)
    assert (said.sender, said.text, said.place) == (ALICE, "hello there", ROOM)


def test_a_line_without_a_name_is_said_by_whoever_types() -> None:
    here = terminal()
    here.typed("/as alice", 1.0)
    (said,) = here.typed("hello there", 2.0)
    assert isinstance(said, Message)
    assert said.sender == ALICE


def test_a_sentence_with_a_bracket_is_not_a_name() -> None:
    *_, said = terminal().typed("2 > 1, is it not?", 1.0)
    assert isinstance(said, Message)
    assert said.text == "2 > 1, is it not?"


def test_two_slashes_say_a_line_that_begins_with_one() -> None:
    *_, said = terminal().typed("//etc is full", 1.0)
    assert isinstance(said, Message)
    assert said.text == "/etc is full"


def test_who_parts_is_gone() -> None:
    here = terminal()
    here.typed("alice> hi", 1.0)
    assert here.typed("/part alice", 2.0) == (Left(2.0, ROOM, ALICE),)


def test_waiting_and_quitting() -> None:
    assert terminal().typed("/wait 10m", 1.0) == (Wait(600.0),)
    assert terminal().typed("/quit", 1.0) == (Quit(),)


def test_an_empty_line_is_nothing() -> None:
    assert terminal().typed("  \n", 1.0) == ()


@pytest.mark.parametrize("order", ["/wait", "/wait never", "/as bad nick", "/unknown"])
def test_a_wrong_order_is_a_hint(order: str) -> None:
    (hint,) = terminal().typed(order, 1.0)
    assert isinstance(hint, Hint)


def test_what_is_said_carries_the_address_on_its_first_line_only() -> None:
    assert terminal().said(Say("1.0", ROOM, ("one", "two"), ALICE)) == ("<helper> alice: one", "<helper> two")


def test_private_lines_are_marked() -> None:
    private = Place("terminal", "alice", direct=True)
    assert terminal().said(Say("1.0", private, ("one",))) == ("<helper> (to alice, in private) one",)


def test_a_jump_in_time_is_told_in_plain_units() -> None:
    assert later(120.0) == "… 2 min later"
