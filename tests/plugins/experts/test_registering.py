"""iknow, away, back and renew: people's own word on what they may be asked."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.core.knowledge import Expert, Hours, Notify
from bot.core.memory import Memory
from bot.core.people import Identity, Person
from bot.core.records import DAY, HOUR, Offer, Pause, Put
from tests.builders import NETWORK, ROOM, START, Chat, alice, bob, chat, direct, expert, helper, known, memory, person

EVE = helper("eve")  # logged in, and in no file
IN_90_DAYS = date(2027, 2, 22)
PARIS = Hours("Europe/Paris", frozenset(range(5)), 9 * 60, 18 * 60)


def tell(room: Chat, text: str, by: Person = EVE, at: float = 0.0) -> str:
    """What is answered in private."""
    before = len(room.said)
    room.says(text, by, at, place=direct(by))
    return " ".join(" ".join(say.lines) for _, say in room.said[before:] if say.place == direct(by))


def offers(made: Memory) -> list[Offer]:
    return list(made.offers())


def accounts(*people: Expert) -> Chat:
    """A room of a network with accounts, Eve in it."""
    return chat(expert("carol", ("packstack",)), *people, here=(EVE,))


# --- iknow ---


def test_what_is_said_is_noted_and_told() -> None:
    room = accounts()
    answer = tell(room, "iknow repo, packstack 90d hours 07-16 UTC max 3/day notify private")
    assert all(part in answer for part in ("22 Feb 2027", "repos, packstack", "07:00-16:00 UTC", "at most 3 a day", "in private", "away"))
    hours = Hours("UTC", frozenset(range(7)), 420, 960)
    assert offers(room.memory) == [Offer(EVE, "eve", ("repos", "packstack"), IN_90_DAYS, START, hours, 3, Notify.PRIVATE)]


def test_what_is_left_out_has_its_usual_value() -> None:
    room = accounts()
    answer = tell(room, "iknow repos")
    assert all(part in answer for part in ("22 Feb 2027", "at any time", "at most 2 a day", "in the room"))
    assert offers(room.memory) == [Offer(EVE, "eve", ("repos",), IN_90_DAYS, START)]


def test_only_what_is_said_changes() -> None:
    room = accounts()
    tell(room, "iknow repos until 2027-01-05 hours 07-16 Europe/Paris mon-fri max 3/day digest")
    tell(room, "iknow packstack", at=10)
    tell(room, "iknow here sat", at=20)
    (offer,) = offers(room.memory)
    hours = Hours("Europe/Paris", frozenset({5}), 420, 960)
    assert offer == Offer(EVE, "eve", ("packstack",), date(2027, 1, 5), START + 20, hours, 3, Notify.HERE)


def test_an_entry_of_the_file_is_changed_by_its_persons_own_word() -> None:
    filed = expert("dave", ("repos",), hours=PARIS, max_per_day=5, notify=Notify.PRIVATE)
    room = chat(filed)
    tell(room, "iknow packstack max 1/day", helper("dave"))
    (offer,) = offers(room.memory)
    assert (offer.name, offer.topics, offer.hours, offer.max_per_day, offer.notify) == ("dave", ("packstack",), PARIS, 1, Notify.PRIVATE)
    assert "without an end" in tell(room, "iknow", helper("dave"))


def test_who_registered_on_two_networks_has_one_entry() -> None:
    both = replace(expert("dave"), identities=(Identity(NETWORK, account="dave"), Identity("matrix", id="@dave:example.org")))
    room = chat(both)
    there = Person("matrix", "@dave:example.org", "Dave", account="@dave:example.org")
    room.memory.apply((Put(Offer(there, "dave", ("repos",), IN_90_DAYS, START, max_per_day=7)),))
    tell(room, "iknow packstack", helper("dave"), at=10)
    assert [(o.person, o.topics, o.max_per_day) for o in offers(room.memory)] == [(helper("dave"), ("packstack",), 7)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("iknow repos and frobs", ('I understood repos, but not "frobs"', "Nothing is noted", "iknow repos for 90d")),
        ("iknow repoz hours 07-16", ("07:00-16:00 UTC", '"repoz"', "Did you mean repos?")),
        ("iknow qqqqqq", ('I did not understand "qqqqqq". Nothing is noted',)),
        ("iknow repoz", ("Did you mean repos?", "iknow repos for 90d")),
        ("iknow repos until 1 jan 2020", ('"until 1 jan 2020". Nothing is noted',)),
        ("iknow", ("Which topics do you know?",)),
        ("iknow for 90d", ("Which topics do you know?",)),
    ],
)
def test_what_is_not_understood_is_named_and_nothing_is_noted(text: str, says: tuple[str, ...]) -> None:
    room = accounts()
    answer = tell(room, text)
    assert [part for part in says if part not in answer] == []
    assert offers(room.memory) == []


def test_it_works_in_the_room_too() -> None:
    room = accounts()
    assert "Noted" in " ".join(room.says("!iknow repos", EVE))
    assert room.said[-1][1].place == ROOM


def test_who_has_opted_out_is_told_that_it_comes_first() -> None:
    room = accounts()
    known(room.memory, EVE, kind="optout")
    assert '"optin"' in tell(room, "iknow repos")


def test_ones_entry_is_shown() -> None:
    room = accounts()
    tell(room, "iknow repos hours 22:00-06:00 mon,wed-fri Europe/Paris")
    assert "repos; mon,wed-fri 22:00-06:00 Europe/Paris; at most 2 a day; in the room" in tell(room, "iknow", at=5)
    tell(room, "away until 5 Jan", at=10)
    assert "away until 5 Jan 2027" in tell(room, "iknow", at=15)


def test_an_entry_that_has_ended_is_shown_as_ended() -> None:
    room = chat(expert("dave", until=date(2026, 11, 1)))
    assert "ended (until 1 Nov 2026)" in tell(room, "iknow", helper("dave"))


# --- leaving ---


def test_who_leaves_is_forgotten() -> None:
    room = accounts()
    tell(room, "iknow repos")
    tell(room, "away", at=5)
    assert "ask you nothing" in tell(room, "iknow nothing", at=10)
    assert (offers(room.memory), room.memory.pause("eve")) == ([], None)


def test_who_is_in_the_file_and_leaves_is_asked_nothing_until_they_say_otherwise() -> None:
    room = chat(expert("dave", until=date(2027, 1, 1)))
    tell(room, "iknow nothing.", helper("dave"))
    (offer,) = offers(room.memory)
    assert (offer.topics, offer.expires > START + 3000 * DAY) == ((), True)
    assert "no entry" in tell(room, "renew", helper("dave"), at=5)
    tell(room, "iknow repos", helper("dave"), at=10)
    assert offers(room.memory)[0].until == IN_90_DAYS


def test_who_has_no_entry_cannot_leave() -> None:
    assert "no entry" in tell(accounts(), "iknow nothing")


# --- away and back ---


@pytest.mark.parametrize(
    ("said", "last", "zone"),
    [
        ("away until 5 Jan", "2027-01-06T00:00", None),
        ("away until 2027-01-05", "2027-01-05T23:00", PARIS),  # midnight where they live
        ("away for 2w", "2026-12-09T00:00", None),
        ("away tomorrow", "2026-11-26T00:00", None),
        ("away", "2027-02-23T00:00", None),  # at most 90 days
        ("away until 2027-12-01", "2027-02-23T00:00", None),
    ],
)
def test_away_lasts_to_the_end_of_the_day(said: str, last: str, zone: Hours | None) -> None:
    room = chat(expert("dave", hours=zone))
    assert "call you for nothing" in tell(room, said, helper("dave"))
    until = datetime.fromisoformat(last).replace(tzinfo=UTC).timestamp()
    assert room.memory.pause("dave") == Pause("dave", until, START)


@pytest.mark.parametrize(
    ("said", "says"),
    [("away whenever I like", "Until when?"), ("away until 1 Jan 2020", "1 Jan 2020 has passed"), ("away until 2026-02-31", "Until when?")],
)
def test_what_is_no_day_pauses_nothing(said: str, says: str) -> None:
    room = chat(expert("dave"))
    assert says in tell(room, said, helper("dave"))
    assert room.memory.pause("dave") is None


def test_whose_entry_ends_meanwhile_is_told() -> None:
    assert "ends on 10 Dec 2026 meanwhile" in tell(chat(expert("dave", until=date(2026, 12, 10))), "away until 5 Jan", helper("dave"))


def test_who_is_away_is_not_called_and_who_is_back_is() -> None:
    room = chat(expert("dave"))
    tell(room, "away for 1w", helper("dave"))
    room.says("is there a repo for gazpacho?", at=10)
    room.wait(HOUR)
    assert [to for at, to in room.told if at > 10] == ["alice"]
    assert "call you again" in tell(room, "back", helper("dave"), at=HOUR + 1)
    assert "not away" in tell(room, "back", helper("dave"), at=HOUR + 120)
    room.says("is there a repo for the hibiscus release?", bob, at=HOUR + 200)
    room.wait(2 * HOUR)
    assert "dave" in [to for at, to in room.told if at > HOUR + 200]


@pytest.mark.parametrize("said", ["away", "back", "renew"])
def test_who_has_no_entry_is_told_how_one_begins(said: str) -> None:
    assert "iknow nova" in tell(accounts(), said)


# --- renew and the reminder ---


@pytest.mark.parametrize(
    ("until", "renewed"), [(date(2026, 11, 28), IN_90_DAYS), (date(2026, 11, 1), IN_90_DAYS), (date(2027, 6, 1), date(2027, 6, 1))]
)
def test_renew_adds_90_days_to_now_and_takes_none_away(until: date, renewed: date) -> None:
    room = chat(expert("dave", ("repos",), hours=PARIS, until=until))
    tell(room, "renew", helper("dave"))
    assert offers(room.memory) == [Offer(helper("dave"), "dave", ("repos",), renewed, START, PARIS)]


def test_an_entry_without_end_needs_no_renewal() -> None:
    room = chat(expert("dave"))
    assert "no end" in tell(room, "renew", helper("dave"))
    assert offers(room.memory) == []


def test_before_the_end_one_is_reminded_once_in_private_and_after_a_renewal_anew() -> None:
    dave = helper("dave")
    room = chat(expert("dave", until=date(2026, 11, 28)))
    room.says("lots of snow here", dave)
    ((_, say),) = room.said
    assert (say.place, say.to, "28 Nov 2026" in say.lines[0], "renew" in say.lines[0]) == (direct(dave), dave, True, True)
    room.says("lots of mail today", dave, at=HOUR)
    room.says("still reading it", dave, at=2 * DAY)
    assert len(room.said) == 1
    tell(room, "renew", dave, at=2 * DAY + 10)
    assert room.memory.marked("reminded", dave) is None


def test_who_has_opted_out_is_not_reminded() -> None:
    room = chat(expert("dave", until=date(2026, 11, 28)))
    known(room.memory, helper("dave"), kind="optout")
    assert room.says("lots of snow here", helper("dave")) == []


# --- whose word counts ---


def test_where_there_are_accounts_one_must_be_logged_in() -> None:
    room = accounts()
    for said in ("iknow repos", "away", "renew", "handover repos to bob"):
        assert "log in to your account" in tell(room, said, bob, at=len(room.said))
    assert offers(room.memory) == []


def test_somebody_under_the_nick_of_an_expert_changes_nothing() -> None:
    room = chat(expert("dave"))
    mallory = person("dave", account="mallory", host="m@elsewhere.org")
    tell(room, "iknow nothing", mallory)
    tell(room, "away", mallory, at=5)
    tell(room, "iknow packstack", mallory, at=10)
    assert room.memory.pause("dave") is None
    assert [(o.name, o.person.account) for o in offers(room.memory)] == [(f"dave ({NETWORK})", "mallory")]
    room.says("is there a repo for gazpacho?", at=20)
    room.wait(HOUR)
    assert ("dave", "dave") in [(say.to.name, say.to.account) for _, say in room.said if say.to]


def test_where_there_are_no_accounts_nick_and_host_count_together() -> None:
    room = chat()
    tell(room, "iknow repos", bob)
    assert [o.person for o in offers(room.memory)] == [bob]
    stranger = replace(bob, host="bob@elsewhere.org")
    assert "another host" in tell(room, "iknow packstack", stranger, at=5)
    assert "another host" in tell(room, "away", stranger, at=10)
    assert [o.topics for o in offers(room.memory)] == [("repos",)]
    assert "at most 2" in tell(room, "iknow", bob, at=15)
    assert "Which topics" in tell(room, "iknow", stranger, at=20)


def test_nobody_registers_over_a_bridge() -> None:
    room = chat()
    relayed = replace(bob, host="relayed")
    assert "Over a bridge" in " ".join(room.says("!iknow repos", relayed))
    assert offers(room.memory) == []


def test_alice_may_register_under_her_own_name() -> None:
    room = chat()
    tell(room, "iknow repos", alice)
    assert offers(room.memory)[0].name == "alice"


# --- where lines carry no account ---


def test_who_has_registered_is_found_again_by_nick_and_host_and_called() -> None:
    eve = person("eve")  # as the room sees her; her account is known where the network is asked
    room = chat(expert("carol", ("packstack",)), here=(eve,))
    tell(room, "iknow repos", EVE)
    room.says("is there a repo for gazpacho?", at=10)
    room.wait(HOUR)
    assert "eve" in [to for _, to in room.told]


def test_whoever_has_the_nick_from_elsewhere_is_not_called() -> None:
    room = chat(expert("carol", ("packstack",)), here=(person("eve", host="m@elsewhere.org"),))
    tell(room, "iknow repos", EVE)
    room.says("is there a repo for gazpacho?", at=10)
    room.wait(HOUR)
    assert "eve" not in [to for at, to in room.told if at > 10]


def test_from_another_host_one_is_found_again_after_any_word_that_is_vouched_for() -> None:
    moved = person("eve", host="eve@train.example.org")
    room = chat(expert("carol", ("packstack",)), here=(moved,))
    tell(room, "iknow repos", EVE)
    tell(room, "iknow", replace(moved, account="eve"), at=10)
    assert [offer.person.host for offer in room.memory.offers()] == ["eve@train.example.org"]


def test_who_is_in_the_file_by_account_is_found_after_their_first_word() -> None:
    room = Chat(chat(expert("dave")).kernel, known(memory(here=(alice, person("dave"))), alice, person("dave")))
    assert "Your entry" in tell(room, "iknow", helper("dave"))
    room.says("is there a repo for gazpacho?", at=10)
    room.wait(HOUR)
    assert "dave" in [to for at, to in room.told if at > 10]


def test_nick_and_host_alone_change_nothing() -> None:
    eve = person("eve")
    room = chat(expert("carol", ("packstack",)), here=(eve,))
    tell(room, "iknow repos", EVE)
    before = offers(room.memory)
    for number, said in enumerate(("iknow nothing", "iknow packstack", "away", "renew", "handover repos to bob", "mine", "pass", "iknow")):
        tell(room, said, eve, at=100.0 * number)
    assert (offers(room.memory), room.memory.pause("eve"), list(room.memory.handings())) == (before, None, [])
