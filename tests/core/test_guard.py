"""Whom the house does not listen to, and who is where."""

from dataclasses import replace

import pytest

from bot.core.events import Gone, Healed, Joined, Left, Message, Present, Renamed, Split
from bot.core.guard import Guard, presence, seen
from bot.core.kernel import Kernel
from bot.core.memory import OURS, RECENT_IDS
from bot.core.passing import Utterance
from bot.core.people import Person, Place, Standing
from bot.core.records import Counter
from bot.core.settings import Bridge, IrcNetwork, Room
from bot.core.view import Trouble
from tests.builders import (
    NETWORK,
    ROOM,
    START,
    Chat,
    alice,
    bob,
    carol,
    knowledge,
    memory,
    notes,
    person,
    question,
    room_of,
    says,
    settings,
    small_plugins,
)

BRIDGES = (Bridge("matrixrelay", r"^<(?P<nick>[^>]+)> (?P<text>.*)$"),)
GUARD = Guard(settings(bridges=BRIDGES))
RELAY = person("MatrixRelay")

REFUSED = (
    (says(own=True), "our own line"),
    (says(by=person("helper")), "our own line"),
    (says(playback=True), "history played back on joining"),
    (says(notice=True), "a notice is never answered"),
    (says(by=person("someone", bot=True)), "said by a bot"),
    (says(by=person("MeetBot")), "said by a bot"),
    (says("<helper> hello", by=RELAY), "our own line"),  # ours, as it looks on the other side of a bridge
    (says("<meetbot> hello", by=RELAY), "said by a bot"),
)


@pytest.mark.parametrize(("message", "why"), REFUSED)
@pytest.mark.case(16)
@pytest.mark.case(17)
@pytest.mark.case(23)
def test_it_is_none_of_our_business(message: Message, why: str) -> None:
    made = notes()
    assert GUARD.admits(message, made) is None
    assert [reason.text for reason in made.reasons] == [why]


@pytest.mark.parametrize("message", [says(), says(id="x"), says(by=person("meetbot2")), says(""), says(by=person("helper2"))])
def test_people_are_listened_to(message: Message) -> None:
    made = notes()
    assert (GUARD.admits(message, made), made.reasons, made.changes) == (message, [], [])


@pytest.mark.case(16)
def test_whoever_has_the_nick_that_we_wanted_is_a_person() -> None:
    made = notes()
    made.memory.names[NETWORK] = ("helper_", "helper")
    assert GUARD.admits(says(by=person("helper")), made) is not None
    assert GUARD.admits(says(by=person("helper_")), made) is None


def test_bots_are_listed_by_network() -> None:
    assert GUARD.admits(says(by=person("meetbot", network="libera"), place=Place("libera", "#rdo")), notes()) is not None


@pytest.mark.case(16)
def test_our_own_lines_are_remembered_so_that_replies_to_them_are_to_us() -> None:
    made = notes()
    GUARD.admits(says(own=True, id="m1"), made)
    assert made.memory.ids["m1"] == OURS


# --- twice ---


def admitted(*messages: Message) -> list[bool]:
    made = notes()
    return [GUARD.admits(message, made) is not None for message in messages]


TWICE = (
    ((says(id="a"), says(id="a", at=500)), [True, False]),
    ((says(id="a"), says(id="b")), [True, True]),
    ((says("x"), says("x", at=1.9)), [True, False]),  # without ids: the same words at once
    ((says("x"), says("x", at=2)), [True, True]),
    ((says("x"), says("y")), [True, True]),
    ((says("x"), says("x", by=bob)), [True, True]),
    ((says("x"), says("x", place=Place(NETWORK, "#other"))), [True, True]),
)


@pytest.mark.parametrize(("messages", "heard"), TWICE)
@pytest.mark.case(24)
def test_what_is_delivered_twice_is_heard_once(messages: tuple[Message, ...], heard: list[bool]) -> None:
    assert admitted(*messages) == heard


def test_only_the_latest_ids_and_lines_are_remembered() -> None:
    made = notes()
    for number in range(RECENT_IDS + 3):
        GUARD.admits(says(f"line {number}"), made)
        GUARD.admits(says(f"line {number}", id=f"m{number}"), made)
        GUARD.admits(says(own=True, id=f"o{number}"), made)
    assert len(made.memory.ids) <= RECENT_IDS
    assert len(made.memory.lately) <= RECENT_IDS


# --- bridges ---


def test_a_relayed_line_belongs_to_the_person_named_in_it() -> None:
    heard = GUARD.admits(says("<Zoë> is there a repo?", by=RELAY), notes())
    assert heard is not None
    assert (heard.sender.name, heard.sender.id, heard.sender.account, heard.text) == ("Zoë", "matrixrelay/zoë", None, "is there a repo?")


def test_a_relayed_person_is_nobody_else_of_that_name() -> None:
    heard = GUARD.admits(says("<alice> hi", by=RELAY), notes())
    assert heard is not None
    assert heard.sender.identity != alice.identity


def test_nobody_has_the_rights_of_the_bridge_that_relays_them() -> None:
    heard = GUARD.admits(says("<mallory> !quiet 1w", by=person("matrixrelay", account="ops"), standing=Standing.OP), notes())
    assert heard is not None
    assert (heard.standing, heard.sender.account) == (Standing.NONE, None)


def test_what_the_bridge_says_itself_is_said_by_a_bot() -> None:
    assert GUARD.admits(says("zoe joined", by=RELAY), notes()) is None


# --- rooms joined by a bridge ---

FAR = Place("libera", "#rdo")
FAR_RELAY = person("ircrelay", network="libera")
JOINED = settings(
    networks=(
        IrcNetwork(NETWORK, "irc.example.org", rooms=(Room("#rdo"),), bridges=BRIDGES),
        IrcNetwork("libera", "irc.example.net", rooms=(Room("#rdo"),), bridges=(Bridge("ircrelay", BRIDGES[0].pattern),)),
    ),
    same_room=((ROOM, FAR),),
)
JOINED_GUARD = Guard(JOINED)
TWO_SIDES = (
    (says("x", id="a"), says("<alice> x", by=FAR_RELAY, place=FAR, at=3, id="b"), False),
    (says("<eve> x", by=RELAY), says("x", by=person("eve", network="libera"), place=FAR, at=3), False),  # the copy came first
    (says("x"), says("x", by=person("alice", network="libera"), place=FAR, at=3), True),  # two people, nothing relayed
    (says("x"), says("<bob> x", by=FAR_RELAY, place=FAR, at=3), True),
    (says("x"), says("<alice> y", by=FAR_RELAY, place=FAR, at=3), True),
    (says("x"), says("<alice> x", by=FAR_RELAY, place=FAR, at=61), True),
)


@pytest.mark.parametrize(("first", "second", "heard"), TWO_SIDES)
def test_a_line_that_crossed_a_bridge_is_heard_once(first: Message, second: Message, heard: bool) -> None:
    made = notes()
    assert JOINED_GUARD.admits(first, made) is not None
    assert (JOINED_GUARD.admits(second, made) is not None) is heard


def test_rooms_that_are_not_joined_are_two_rooms() -> None:
    made = notes()
    apart = Guard(replace(JOINED, same_room=()))
    assert apart.admits(says("x"), made) is not None
    assert apart.admits(says("<alice> x", by=FAR_RELAY, place=FAR, at=3), made) is not None


def test_a_question_is_one_on_both_sides_and_so_is_its_answer() -> None:
    known = knowledge()
    room = Chat(Kernel(JOINED, known, small_plugins(known, JOINED)), memory())
    room.says("is there a repo for gazpacho?")
    room.hear(says("<alice> is there a repo for gazpacho?", by=FAR_RELAY, place=FAR, at=2))
    room.hear(says("alice: there is none", by=person("zoe", network="libera"), place=FAR, at=20))
    room.hear(says("<zoe> alice: there is none", by=RELAY, at=22))
    assert [(q.asker, q.answered_by and q.answered_by.name) for q in room.memory.questions(ROOM.key)] == [(alice, "zoe")]
    assert room.wait(9000) == []


# --- presence ---


def test_people_come_and_go() -> None:
    made = notes(here=())
    presence(room_of(alice, bob), made)
    presence(Joined(START, ROOM, carol), made)
    presence(Left(START, ROOM, alice), made)
    assert list(made.memory.people_in(ROOM)) == [bob, carol]


def test_the_list_of_people_replaces_what_was_known() -> None:
    made = notes(here=(alice,))
    presence(room_of(bob), made)
    assert (list(made.memory.people_in(ROOM)), made.memory.in_room(ROOM)) == ([bob], True)


def test_how_long_we_know_a_room_is_noted_once() -> None:
    made = notes()
    presence(room_of(bob), made)
    presence(room_of(bob, at=50), made)
    assert made.memory.records[Counter] == {f"since:{ROOM.key}": Counter(f"since:{ROOM.key}", int(START))}


@pytest.mark.case(26)
def test_a_netsplit_of_everybody_leaves_an_empty_room_in_which_names_are_still_known() -> None:
    made = notes(question(), here=(alice, bob, carol))
    presence(Split(START + 5, ROOM, (alice, bob, carol)), made)
    assert (list(made.memory.people_in(ROOM)), made.memory.in_room(ROOM)) == ([], True)
    assert made.memory.person_named(ROOM, "bob", START + 60) == "bob"
    assert made.memory.question(question().key) == question()


@pytest.mark.case(26)
def test_after_a_netsplit_those_who_came_back_are_here() -> None:
    made = notes(here=(alice, bob, carol))
    presence(Split(START + 5, ROOM, (alice, bob)), made)
    presence(Healed(START + 9, ROOM, (bob,)), made)
    assert list(made.memory.people_in(ROOM)) == [carol, bob]


@pytest.mark.parametrize("place", [ROOM, None])
def test_when_we_are_gone_nobody_is_known_to_be_there(place: Place | None) -> None:
    made = notes()
    presence(Gone(START, NETWORK, place), made)
    assert (list(made.memory.people_in(ROOM)), made.memory.in_room(ROOM)) == ([], False)


def test_losing_one_network_empties_no_other() -> None:
    made = notes()
    presence(Gone(START, "oft"), made)
    assert list(made.memory.people_in(ROOM)) == [alice, bob]


def test_a_person_under_another_nick_is_the_same_person() -> None:
    made = notes()
    room = made.memory.passing(ROOM)
    room.spoke["alice"] = START
    room.voice("alice").named = START
    room.typing["alice"] = Utterance(alice, ROOM, [], False, START)
    presence(Renamed(START, alice, person("alice_", host=alice.host)), made)
    assert [list(crowd) for crowd in (room.spoke, room.voices, room.typing)] == [["alice_"]] * 3
    assert (made.memory.present(ROOM, "alice"), made.memory.person_named(ROOM, "alice_", START)) == (None, "alice_")


@pytest.mark.parametrize("new", [person("alice", account="alice"), person("alice", host="elsewhere")])
def test_a_person_with_another_account_or_host_is_known_by_it(new: Person) -> None:
    made = notes()
    made.memory.passing(ROOM).spoke["alice"] = START
    presence(Renamed(START, alice, new), made)
    assert (made.memory.present(ROOM, "alice"), list(made.memory.passing(ROOM).spoke)) == (new, ["alice"])


def test_a_person_who_is_away_is_the_same_person_and_known_to_be_away() -> None:
    made, away = notes(), replace(alice, away=True)
    presence(Renamed(START, alice, away), made)
    now = made.memory.present(ROOM, "alice")
    assert now is not None
    assert (now.away, now == alice, hash(now) == hash(alice)) == (True, True, True)


def test_a_line_that_the_network_has_vouched_for_is_heard_again() -> None:
    made = notes()
    guard = Guard(settings())
    for line in (says("!status"), says("!status", id="m1")):
        assert guard.admits(line, made) is not None
        assert guard.admits(replace(line, vouched=True), made) is not None
        assert guard.admits(line, made) is None


def test_a_greeting_is_not_answered_under_a_name_that_is_gone() -> None:
    made = notes()
    made.memory.greeted(ROOM, alice, START + 60)
    presence(Left(START + 1, ROOM, alice), made)
    assert made.memory.due_hello(START + 60) is None


def test_whoever_is_renamed_elsewhere_does_not_come_in() -> None:
    made = notes(here=(bob,))
    presence(Renamed(START, alice, carol), made)
    assert list(made.memory.people_in(ROOM)) == [bob]


def test_who_spoke_is_here() -> None:
    made = memory(here=())
    seen(says(by=carol, at=7), made)
    room = made.passing(ROOM)
    assert (made.present(ROOM, "carol"), room.spoke, room.last_line, room.last_by) == (carol, {"carol": START + 7}, START + 7, "carol")


def test_relayed_people_are_known_by_name_and_never_in_the_room() -> None:
    made = notes()
    heard = GUARD.admits(says("<zoe> hi", by=RELAY), made)
    assert heard is not None
    seen(heard, made.memory)
    assert (made.memory.present(ROOM, heard.sender.id), made.memory.person_named(ROOM, "zoe", START)) == (None, heard.sender.id)


# --- where we are not ---


def test_why_we_are_not_there_is_kept_since_the_first_failure_and_forgotten_when_we_are() -> None:
    made = notes()
    presence(Gone(START, NETWORK, ROOM, "kicked"), made)
    presence(Gone(START + 60, NETWORK, ROOM, "cannot join"), made)
    assert made.memory.trouble(NETWORK, ROOM.room) == Trouble(START, "cannot join")
    presence(Present(START + 90, ROOM, ()), made)
    assert made.memory.trouble(NETWORK, ROOM.room) is None


def test_a_goodbye_without_a_reason_is_no_trouble() -> None:
    made = notes()
    presence(Gone(START, NETWORK), made)
    assert made.memory.troubles == {}
