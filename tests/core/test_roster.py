"""Who may be asked: the file, and over it people's own words. Never by a nick alone."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.core.people import Identity, Person
from bot.core.records import Claim, Offer, Pause, Put
from bot.core.roster import NO_END, Roster, identity_of
from tests.builders import NETWORK, START, bob, directory, expert, helper, memory, person

UNTIL = date(2027, 2, 1)


def offer(by: Person, *topics: str, **more: Any) -> Offer:
    return Offer(**{"person": by, "name": by.name, "topics": topics, "until": UNTIL, "at": START, **more})


def roster(*names: str) -> Roster:
    return Roster(directory(*map(expert, names)))


def test_without_offers_the_file_counts() -> None:
    assert roster("carol").expert(helper("carol"), memory()) == expert("carol")
    assert [one.name for one in roster("carol", "dave").offers("repos", memory())] == ["carol", "dave"]


def test_somebody_of_whom_the_file_says_nothing_may_offer() -> None:
    eve = helper("eve")
    known = memory(offer(eve, "packstack"))
    assert [one.name for one in roster("carol").offers("packstack", known)] == ["eve"]
    found = roster("carol").expert(eve, known)
    assert found is not None
    assert (found.topics, found.until, found.identities) == (("packstack",), UNTIL, (Identity(NETWORK, account="eve"),))


def test_ones_own_word_counts_before_the_file() -> None:
    known = memory(offer(helper("carol"), "packstack"))
    assert roster("carol").offers("repos", known) == ()
    assert [one.name for one in roster("carol").offers("packstack", known)] == ["carol"]


def test_who_wants_to_be_asked_nothing_is_asked_nothing() -> None:
    known = memory(offer(helper("carol")))
    assert roster("carol", "dave").offers("repos", known) == (expert("dave"),)
    found = roster("carol").expert(helper("carol"), known)
    assert found is not None
    assert found.topics == ()


def test_an_offer_holds_on_every_network_by_which_the_file_knows_the_person() -> None:
    both = replace(expert("carol"), identities=(Identity(NETWORK, account="carol"), Identity("matrix", id="@carol:example.org")))
    known = memory(offer(helper("carol"), "packstack"))
    there = Person("matrix", "@carol:example.org", "Carol", account="@carol:example.org")
    found = Roster(directory(both)).expert(there, known)
    assert found is not None
    assert (found.name, found.topics) == ("carol", ("packstack",))


@pytest.mark.parametrize(
    "stranger",
    [
        person("carol", host="m@elsewhere.org"),  # the nick alone
        person("carol", host=None),
        person("carol", account="mallory"),
        person("eve", account="caro"),
        person("carol", network="other", account="carol"),
    ],
)
def test_nobody_is_taken_for_an_expert_because_of_a_nick(stranger: Person) -> None:
    assert roster("carol").expert(stranger, memory(offer(helper("carol"), "repos"))) is None


def test_where_lines_carry_no_account_people_are_found_again_by_nick_and_host() -> None:
    known = memory(offer(helper("carol"), "packstack"))
    found = roster("carol").expert(person("carol"), known)
    assert found is not None
    assert (found.name, found.topics) == ("carol", ("packstack",))
    assert roster("carol").own(person("carol", account="mallory"), known) == ()


def test_without_accounts_an_offer_goes_by_nick_and_host() -> None:
    known = memory(offer(bob, "packstack"))
    assert roster().expert(bob, known) is not None
    assert roster().expert(replace(bob, host="bob@elsewhere.org"), known) is None
    assert roster().expert(person("bobby"), known) is None


def test_a_host_that_looks_like_a_mask_means_itself() -> None:
    odd = person("x*", host="x@*")
    assert identity_of(odd).is_person(odd)
    assert not identity_of(odd).is_person(person("xavier", host="x@example.org"))


def test_nobody_behind_a_bridge_is_an_expert() -> None:
    relayed = replace(helper("carol"), host="relayed")
    assert roster("carol").expert(relayed, memory(offer(helper("carol"), "repos"))) is None


def test_everybody_is_named_once() -> None:
    known = memory(offer(helper("carol")), offer(helper("eve"), "packstack"))
    assert [(one.name, one.topics) for one in roster("carol", "dave").everybody(known)] == [
        ("carol", ()),
        ("dave", ("repos",)),
        ("eve", ("packstack",)),
    ]
    found = roster("carol").named("eve", known)
    assert found is not None
    assert found.name == "eve"


def test_a_pause_ends_by_itself() -> None:
    known = memory(Pause("carol", START + 100, START))
    assert roster("carol").pause(expert("carol"), known) is not None
    known.now = START + 100
    assert roster("carol").pause(expert("carol"), known) is None


# --- names are not proof ---


def test_a_stranger_who_is_called_like_an_entry_is_somebody_else() -> None:
    mallory = person("carol", account="mallory")
    known = memory(offer(mallory, "packstack"))
    house = roster("carol")
    assert house.offers("repos", known) == (expert("carol"),)  # the entry of the file stands as it did
    (found,) = house.offers("packstack", known)
    assert (found.name, found.identities) == (mallory.identity, (Identity(NETWORK, account="mallory"),))
    assert house.expert(mallory, known) == found


def test_of_two_offers_under_one_name_the_older_keeps_it() -> None:
    older, newer = offer(helper("eve"), "repos"), offer(person("eve", account="mallory"), "repos", at=START + 1)
    assert [one.name for one in roster().everybody(memory(newer, older))] == ["eve", newer.key]


def test_the_newer_of_two_words_of_one_person_counts() -> None:
    both = replace(expert("carol"), identities=(Identity(NETWORK, account="carol"), Identity("matrix", id="@carol:example.org")))
    there = Person("matrix", "@carol:example.org", "Carol", account="@carol:example.org")
    known = memory(offer(there, "repos", at=START + 1), offer(helper("carol"), "packstack"))
    house = Roster(directory(both))
    assert [one.topics for one in house.everybody(known)] == [("repos",)]
    assert house.expert(helper("carol"), known) == house.expert(there, known)
    assert [one.person for one in house.own(helper("carol"), known)] == [there, helper("carol")]


def test_an_offer_holds_where_people_are_linked_with_themselves() -> None:
    eve, there = helper("eve"), Person("matrix", "@eve:example.org", "Eve", account="@eve:example.org")
    known = memory(offer(eve, "packstack"))
    assert roster().expert(there, known) is None
    mine, other = (known.hash(somebody.identity) for somebody in (there, eve))
    known.apply((Put(Claim(mine, other, START, mutual=True)), Put(Claim(other, mine, START, mutual=True))))
    found = roster().expert(there, known)
    assert found is not None
    assert found.name == "eve"


def test_an_entry_is_named_like_its_person_unless_somebody_else_is() -> None:
    house, mallory = roster("carol"), person("carol", account="mallory")
    assert house.name_for(helper("carol"), memory()) == "carol"
    assert house.name_for(helper("eve"), memory()) == "eve"
    assert house.name_for(mallory, memory()) == f"carol ({NETWORK})"
    taken = memory(offer(person("x"), "repos", name=f"carol ({NETWORK})"))
    assert house.name_for(mallory, taken) == mallory.identity


def test_an_offer_without_end_makes_an_entry_without_end() -> None:
    endless = offer(helper("eve"), "repos", until=NO_END)
    (found,) = roster().offers("repos", memory(endless))
    assert (found.until, endless.expires > START) == (None, True)
