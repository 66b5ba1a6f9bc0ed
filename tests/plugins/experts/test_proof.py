"""Whose word about themselves counts."""

from dataclasses import replace
from datetime import date

import pytest

from bot.core.knowledge import Expert
from bot.core.people import Identity, Person
from bot.core.records import Offer
from bot.core.roster import Roster
from bot.core.settings import IrcNetwork, Login, MatrixNetwork, Settings, TerminalNetwork
from plugins.experts.proof import Proof
from tests.builders import NETWORK, START, alice, bob, directory, expert, helper, memory, settings

NICK = Expert("bob", (Identity(NETWORK, nick="bob"),), ("repos",))
LOGGED_IN = settings(networks=(IrcNetwork(NETWORK, "irc.example.org", login=Login("nickserv")),))
MATRIX = settings(networks=(MatrixNetwork("matrix", "https://example.org", "@helper:example.org"),))
TERMINAL = settings(networks=(TerminalNetwork(NETWORK),))


def offer(by: Person) -> Offer:
    return Offer(by, by.name, ("repos",), date(2027, 1, 1), START)


@pytest.mark.parametrize(
    ("people", "house", "here", "has"),
    [
        ((), settings(), (), False),
        ((NICK,), settings(), (alice, bob), False),
        ((), TERMINAL, (), False),
        ((expert("carol"),), settings(), (), True),  # somebody is known by an account
        ((), settings(maintainers=(Identity(NETWORK, account="carol"),)), (), True),
        ((), settings(maintainers=(Identity("other", account="carol"),)), (), False),
        ((), settings(), (helper("carol"),), True),  # somebody is logged in
        ((), LOGGED_IN, (), True),  # we are
    ],
)
def test_whether_a_network_has_accounts(people: tuple[Expert, ...], house: Settings, here: tuple[Person, ...], has: bool) -> None:
    assert Proof(Roster(directory(*people)), house).has_accounts(NETWORK, memory(here=here)) is has


def test_everybody_has_an_account_on_matrix() -> None:
    assert Proof(Roster(directory()), MATRIX).has_accounts("matrix", memory())


def test_who_registered_with_an_account_shows_that_there_are_some() -> None:
    assert Proof(Roster(directory()), settings()).has_accounts(NETWORK, memory(offer(helper("eve"))))


@pytest.mark.parametrize(
    ("by", "missing"),
    [
        (bob, ""),
        (helper("carol"), ""),
        (replace(bob, host=None), "login"),
        (replace(bob, host="relayed"), "bridge"),
        (replace(helper("carol"), host="relayed"), "bridge"),
        (replace(alice, host="a@elsewhere.org"), "taken"),
    ],
)
def test_what_is_missing(by: Person, missing: str) -> None:
    known = memory(offer(alice))
    assert Proof(Roster(directory()), settings()).missing(by, known) == missing


def test_an_entry_of_the_file_by_nick_is_changed_from_one_host_alone() -> None:
    proof, known = Proof(Roster(directory(NICK)), settings()), memory(offer(bob))
    assert (proof.missing(bob, known), proof.missing(replace(bob, host="b@elsewhere.org"), known)) == ("", "taken")


def test_who_is_known_by_hostmask_needs_no_account() -> None:
    masked = Expert("bob", (Identity(NETWORK, hostmask="bob!*@example.org"),), ("repos",))
    proof = Proof(Roster(directory(masked, expert("carol"))), settings())
    assert (proof.missing(bob, memory()), proof.missing(replace(bob, host="b@elsewhere.org"), memory())) == ("", "login")
