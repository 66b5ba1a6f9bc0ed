"""tell: to whom, what, how often, and what the teller hears when it may not be."""

from dataclasses import replace
from typing import Any

import pytest

from bot.core.knowledge import Topic
from bot.core.memory import Memory
from bot.core.moments import Command
from bot.core.people import Person, Place
from bot.core.plugin import Gave, Proposal
from bot.core.records import HOUR, Reported, Status
from plugins.faq.matcher import Matcher
from plugins.faq.showing import Showing
from plugins.faq.telling import Telling
from tests.builders import HELPER, ROOM, START, alice, bob, carol, direct, known, memory, person, phrases, question, settings
from tests.entries import CHATTER, ENTRIES, SERIES, entry

TWINS = (
    entry("first", "volume stuck in creating state", "cinder volume hangs while creating", links=("https://example.org/1",)),
    entry("second", "volume stuck in deleting state", "cinder volume hangs while deleting"),
)
MATCHER = Matcher.build((*ENTRIES, *TWINS), CHATTER, SERIES)
TELLING = Telling(phrases(), MATCHER, Showing.of((Topic("repos", ("repo",)),), MATCHER.releases), settings())
SURE = "bob admin password of the dashboard"


def order(args: str, made: Memory | None = None, by: Person = alice, at: float = 0.0, **more: Any) -> Proposal:
    moment = Command(START + at, **{"place": ROOM, "room": ROOM.key, **more}, person=by, name="tell", args=args)
    return TELLING.command(moment, made or memory())


def refused(proposal: Proposal) -> bool:
    return proposal.kind == "command" and proposal.effect is None and proposal.changes == ()


@pytest.mark.parametrize("name", ["bob", "BOB", "@bob", "bob:", "bob,"])
def test_somebody_here_is_told_in_the_name_of_the_teller(name: str) -> None:
    proposal = order(SURE.replace("bob", name, 1))
    (words,) = proposal.words
    assert (proposal.kind, proposal.entry, words.to, words.links) == ("tell", "login", bob, ("https://example.org/login",))
    assert "alice" in words.text
    assert "The answer of login." in words.text


def test_it_answers_what_they_have_asked() -> None:
    asked = question(by=bob)
    assert order(SURE, memory(asked)).effect == Gave("login", asked.key, next(e.version for e in ENTRIES if e.id == "login"))


def test_what_a_person_has_answered_stays_theirs() -> None:
    assert order(SURE, memory(question(by=bob, status=Status.ANSWERED))).effect is None


def test_three_an_hour_are_all_that_one_teller_has() -> None:
    made = memory()
    told = []
    for minute in range(4):
        proposal = order(SURE, made, at=minute * 60)
        made.apply(proposal.changes)
        told.append(proposal.kind)
    assert told == ["tell", "tell", "tell", "command"]
    assert order(SURE, made, by=bob, at=240).kind == "tell"
    assert order(SURE, made, at=HOUR + 1).kind == "tell"


@pytest.mark.parametrize(
    ("args", "part"),
    [
        ("", "For example"),
        ("bob", "For example"),
        ("erin admin password of the dashboard", "nobody called erin"),
        ("carol admin password of the dashboard", "nobody called carol"),
        (f"{HELPER} admin password of the dashboard", "nobody called"),
        ("bob which cleaner do you use for a sticky keyboard", "not sure"),
    ],
)
def test_what_cannot_be_is_refused_kindly_to_the_teller_alone(args: str, part: str) -> None:
    proposal = order(args)
    assert refused(proposal)
    assert part in proposal.words[0].text
    assert {words.to for words in proposal.words} == {alice}


def test_a_bot_and_who_has_opted_out_are_not_spoken_to() -> None:
    robot = person("robby", bot=True)
    assert refused(order("robby admin password of the dashboard", memory(here=(alice, robot))))
    assert refused(order("meetbot admin password of the dashboard", memory(here=(alice, person("meetbot")))))
    assert refused(order(SURE, known(memory(), bob, kind="optout")))


def test_who_tells_themselves_may_have_opted_out() -> None:
    assert order("alice admin password of the dashboard", known(memory(), alice, kind="optout")).kind == "tell"


def test_never_from_a_private_conversation() -> None:
    proposal = order(SURE, place=direct(alice), room=direct(alice).key)
    assert refused(proposal)
    assert all(words.place is None for words in proposal.words)


def test_the_nearest_two_are_for_the_teller_in_private() -> None:
    room, private = order("bob cinder volume hangs").words
    assert (private.place, private.to, room.to) == (direct(alice), alice, alice)
    assert all(twin.question in private.text for twin in TWINS)


def test_what_somebody_here_called_wrong_is_told_to_nobody() -> None:
    (login,) = (one for one in ENTRIES if one.id == "login")
    assert refused(order(SURE, memory(Reported(ROOM.key, "login", START, "", login.version, 1))))


def test_where_nobody_has_a_list_somebody_seen_here_can_be_told() -> None:
    made = memory()
    room = made.passing(ROOM)
    room.complete = False
    room.saw(carol, START)
    assert order(SURE.replace("bob", "carol"), made).words[0].to == Person(carol.network, carol.id, "carol")


def test_a_name_full_of_codes_is_cut_and_cleaned() -> None:
    proposal = order("\x02" + "x" * 500 + " dashboard password")
    assert len(proposal.words[0].text) < 200
    assert replace(proposal, words=()).kind == "command"


def test_somebody_on_the_other_side_of_a_bridge_is_told_there() -> None:
    other, erin = Place("matrix", "#rdo"), Person("matrix", "@erin:example.org", "erin", account="@erin:example.org")
    made = memory()
    room = made.passing(other)
    room.people[erin.id] = erin
    room.saw(erin, START)
    telling = replace(TELLING, settings=settings(same_room=((ROOM, other),)))
    moment = Command(START, ROOM, ROOM.key, alice, "tell", SURE.replace("bob", "erin"))
    (words,) = telling.command(moment, made).words
    assert (words.to, words.place) == (erin, other)
