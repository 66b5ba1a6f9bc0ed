"""A topic goes from one person to another with the other's yes."""

from dataclasses import replace
from datetime import date

import pytest

from bot.core.people import Person
from bot.core.records import DAY, Handing, Offer, Put
from tests.builders import START, Chat, alice, bob, chat, direct, expert, helper, known, person

CAROL = helper("carol")
DAVE = helper("dave")  # logged in, and in no file
IN_90_DAYS = date(2027, 2, 22)


def tell(room: Chat, text: str, by: Person = CAROL, at: float = 0.0) -> list[tuple[str, str]]:
    """What is said: to whom, in private."""
    before = len(room.said)
    room.says(text, by, at, place=direct(by))
    return [(say.place.room, " ".join(say.lines)) for _, say in room.said[before:]]


def house(*, bot: bool = False) -> Chat:
    """Carol, who offers two topics, and Dave."""
    return chat(expert("carol", ("repos", "packstack")), here=(replace(DAVE, bot=bot),))


def asked(by: str = "repos") -> Chat:
    """Carol has offered a topic to Dave."""
    room = house()
    tell(room, f"handover {by} to dave")
    return room


def offers(room: Chat) -> dict[str, tuple[str, ...]]:
    return {offer.name: offer.topics for offer in room.memory.offers()}


def test_the_other_is_asked_in_private_and_nothing_changes_until_the_yes() -> None:
    room = house()
    asks, told = tell(room, "handover repo to Dave")
    assert (asks[0], told[0]) == ("dave", "carol")
    assert all(part in asks[1] for part in ("carol", "repos", '"handover yes"', '"handover no"'))
    assert "stays with you" in told[1]
    assert (list(room.memory.handings()), offers(room)) == ([Handing("repos", "carol", CAROL, DAVE, START)], {})


@pytest.mark.parametrize("said", ["handover yes", "handover yes repos", "Handover Yes.", "yes", "yes, please", "ok"])
def test_with_the_yes_both_have_the_topic_right_and_the_giver_is_told(said: str) -> None:
    room = asked()
    taken, given = tell(room, said, DAVE, at=60)
    assert (taken[0], "repos" in taken[1]) == ("dave", True)
    assert (given[0], "dave has taken repos over" in given[1]) == ("carol", True)
    assert offers(room) == {"dave": ("repos",), "carol": ("packstack",)}
    assert list(room.memory.handings()) == []
    assert {o.name: o.until for o in room.memory.offers()}["dave"] == IN_90_DAYS


@pytest.mark.parametrize("said", ["handover no", "no"])
def test_with_the_no_nothing_changes_and_the_giver_is_told(said: str) -> None:
    room = asked()
    fine, kept = tell(room, said, DAVE, at=60)
    assert (fine[0], kept[0], "stays with you" in kept[1]) == ("dave", "carol", True)
    assert (offers(room), list(room.memory.handings())) == ({}, [])


@pytest.mark.parametrize("said", ["yes and no", "yes it is broken since the update", "hello", "thanks"])
def test_what_is_no_clear_word_decides_nothing(said: str) -> None:
    room = asked()
    tell(room, said, DAVE, at=60)
    assert len(list(room.memory.handings())) == 1


def test_what_the_taker_offers_already_stays() -> None:
    room = chat(expert("carol"), expert("dave", ("packstack",), max_per_day=1))
    tell(room, "handover repos to dave")
    tell(room, "handover yes", DAVE, at=60)
    (offer,) = [o for o in room.memory.offers() if o.name == "dave"]
    assert (offer.topics, offer.max_per_day) == (("packstack", "repos"), 1)


def test_who_has_given_everything_away_and_is_in_no_file_has_no_entry() -> None:
    room = house()
    eve = helper("eve")
    room.comes(eve)
    room.memory.apply((Put(Offer(eve, "eve", ("packaging",), IN_90_DAYS, START)),))
    tell(room, "handover packaging to dave", eve)
    tell(room, "handover yes", DAVE, at=60)
    assert offers(room) == {"dave": ("packaging",)}


def test_who_has_given_everything_away_and_is_in_the_file_is_asked_nothing() -> None:
    room = chat(expert("carol"), here=(DAVE,))
    tell(room, "handover repos to dave")
    tell(room, "handover yes", DAVE, at=60)
    assert offers(room) == {"dave": ("repos",), "carol": ()}


def test_several_topics_are_taken_at_once_or_by_name() -> None:
    room = asked()
    tell(room, "handover packstack to dave", at=30)
    tell(room, "handover yes packstack", DAVE, at=60)
    assert offers(room)["dave"] == ("packstack",)
    tell(room, "handover yes", DAVE, at=90)
    assert offers(room) == {"dave": ("packstack", "repos"), "carol": ()}


def test_a_word_to_something_that_was_said_since_decides_nothing() -> None:
    room = asked()
    tell(room, "about", DAVE, at=30)
    tell(room, "ok", DAVE, at=60)
    assert len(list(room.memory.handings())) == 1
    assert "repos" in tell(room, "handover yes", DAVE, at=90)[0][1]


# --- refusals ---


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("handover", "handover TOPIC to NICK"),
        ("handover repos", "handover TOPIC to NICK"),
        ("handover repos to dave and bob", "handover TOPIC to NICK"),
        ("handover frobs to dave", '"frobs" is not among them'),
        ("handover packaging to dave", '"packaging" is not among them'),
        ("handover repos to zoe", "nobody called zoe"),
        ("handover repos to carol", "can't ask carol"),
        ("handover yes", "No topic waits"),
    ],
)
def test_what_cannot_be_is_refused_kindly(said: str, says: str) -> None:
    room = house()
    ((_, answer),) = tell(room, said)
    assert says in answer
    assert list(room.memory.handings()) == []


def test_who_has_no_entry_hands_nothing_over() -> None:
    room = house()
    room.comes(helper("eve"))
    assert "no entry" in tell(room, "handover repos to dave", helper("eve"))[0][1]
    assert "log in" in tell(room, "handover repos to dave", bob, at=5)[0][1]


def test_who_wants_to_be_left_alone_is_not_asked() -> None:
    room = house()
    known(room.memory, DAVE, kind="optout")
    assert [to for to, _ in tell(room, "handover repos to dave")] == ["carol"]


@pytest.mark.parametrize(("said", "topics"), [("handover yes", {"dave": ("repos",), "carol": ("packstack",)}), ("handover no", {})])
def test_a_giver_who_wants_to_be_left_alone_is_not_told_and_the_word_counts(said: str, topics: dict[str, tuple[str, ...]]) -> None:
    room = asked()
    room.says("!optout", CAROL, at=30)
    assert [to for to, _ in tell(room, said, DAVE, at=60)] == ["dave"]
    assert (offers(room), list(room.memory.handings())) == (topics, [])


def test_bots_and_people_behind_a_bridge_are_not_asked() -> None:
    assert [to for to, _ in tell(house(bot=True), "handover repos to dave")] == ["carol"]
    relayed = chat(expert("carol"), here=(replace(DAVE, account=None, host="relayed"),))
    assert [to for to, _ in tell(relayed, "handover repos to dave")] == ["carol"]


def test_who_offers_it_already_is_not_asked() -> None:
    room = chat(expert("carol"), expert("dave"))
    assert [to for to, _ in tell(room, "handover repos to dave")] == ["carol"]


def test_nobody_is_asked_twice() -> None:
    room = asked()
    tell(room, "handover no", DAVE, at=60)
    assert [to for to, _ in tell(room, "handover repos to dave", at=10 * DAY)] == ["carol"]


def test_the_bot_is_not_sent_round_the_channel() -> None:
    room = house()
    people = [helper(name) for name in ("p1", "p2", "p3", "p4")]
    for number, somebody in enumerate(people):
        room.comes(somebody)
        tell(room, f"handover repos to {somebody.name}", at=60.0 * number)
    assert len(list(room.memory.handings())) == 3


def test_an_offered_topic_waits_a_week() -> None:
    room = asked()
    assert "No topic waits" in tell(room, "handover yes", DAVE, at=7 * DAY)[0][1]
    assert offers(room) == {}


# --- whose yes ---


@pytest.mark.parametrize("other", [person("dave", account="mallory"), person("dave", host="m@elsewhere.org"), alice, bob, helper("eve")])
@pytest.mark.parametrize("said", ["handover yes", "yes"])
def test_nobody_elses_yes_counts(other: Person, said: str) -> None:
    room = asked()
    tell(room, said, other, at=60)
    assert (offers(room), len(list(room.memory.handings()))) == ({}, 1)


def test_where_lines_carry_no_account_a_yes_counts_once_the_network_has_vouched() -> None:
    room = chat(expert("carol"), here=(person("dave"),))
    tell(room, "handover repos to dave")
    assert "say: handover yes" in tell(room, "yes", person("dave"), at=30)[0][1]
    assert "log in" in tell(room, "handover yes", person("dave"), at=60)[0][1]
    assert offers(room) == {}
    tell(room, "handover yes", DAVE, at=90)  # the same nick and host, and an account now
    assert offers(room) == {"dave": ("repos",), "carol": ()}
