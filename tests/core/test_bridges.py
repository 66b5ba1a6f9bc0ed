"""One place across networks: whose line it is, what is heard twice, what has not crossed, and that nobody gains rights by a bridge."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from bot.core.events import Edited, Event, Joined, Left, Message, Named, Present, Reacted
from bot.core.health import UNCROSSED, UNCROSSED_FOR, silences
from bot.core.kernel import Kernel
from bot.core.moments import Moment, SpokenTo
from bot.core.people import BRIDGE_HOST, Identity, Person, Place, Standing
from bot.core.plugin import CommandSpec, Gave, Proposal, Words
from bot.core.records import Helped, Question, Status
from bot.core.settings import Bridge, IrcNetwork, MatrixNetwork, Mode, Room, Settings
from bot.core.view import View
from tests.builders import (
    HELPER,
    NETWORK,
    QUESTION,
    ROOM,
    START,
    Chat,
    alice,
    bob,
    expert,
    helper,
    knowledge,
    memory,
    person,
    small_plugins,
)
from tests.builders import settings as house

FAR = Place("matrix", "#rdo:example.org")
RELAYED = r"^<(?P<nick>[^>]+)> (?P<text>.*)$"
IRC_BRIDGES = (Bridge("matrixrelay", RELAYED), Bridge(puppets=r"^(?P<nick>.+?)\[m\]\d*$"))
MATRIX_BRIDGES = (Bridge("@relay:example.org", RELAYED), Bridge(puppets=r"^@oftc_(?P<nick>[^:]+):example\.org$"))
RELAY = person("matrixrelay")
ANSWER = "There is none, and there will be none: Epoxy was the last release of this project."
OUR_ID = "@helper:example.org"


def on_matrix(name: str, display: str = "") -> Person:
    mxid = f"@{name}:example.org"
    return Person("matrix", mxid, display or name, account=mxid)


eve, mallory = on_matrix("eve"), on_matrix("mallory")
puppet_eve = person("eve[m]")
FAR_RELAY = on_matrix("relay", "Bridge")


def puppet(nick: str) -> Person:
    """Somebody of IRC as Matrix shows them."""
    return on_matrix(f"oftc_{nick}", f"{nick} (IRC)")


def joined_settings(**more: Any) -> Settings:
    networks = (
        IrcNetwork(NETWORK, "irc.example.org", rooms=(Room("#rdo"),), bots=("meetbot",), bridges=IRC_BRIDGES),
        MatrixNetwork("matrix", "https://example.org", OUR_ID, rooms=(Room(FAR.room),), bridges=MATRIX_BRIDGES),
    )
    return house(**{"networks": networks, "same_room": ((ROOM, FAR),), **more})


def two_sides(*experts: Any, here: tuple[Person, ...] = (alice, bob), there: tuple[Person, ...] = (eve,), **more: Any) -> Chat:
    """We are in both rooms; nobody is new, so that no line begins with a welcome."""
    settings, known = joined_settings(**more), knowledge(*experts)
    chat = Chat(Kernel(settings, known, small_plugins(known, settings)), memory(here=here))
    chat.hear(Named(START, "matrix", HELPER, (OUR_ID,)), Present(START, FAR, there))
    for somebody in (*here, *there):
        chat.hear(says("good", somebody, -900))
    chat.memory.crossings.clear()
    return chat


def says(text: str, by: Person = alice, at: float = 0.0, **more: Any) -> Message:
    """A line on the side where this person is."""
    place = FAR if by.network == "matrix" else ROOM
    return Message(**{"at": START + at, "place": place, "sender": by, "text": text, **more})


def relayed(text: str, nick: str, at: float = 0.0, **more: Any) -> Message:
    """A line that the relaying bot of IRC brings from Matrix."""
    return says(f"<{nick}> {text}", RELAY, at, **more)


def questions(chat: Chat) -> list[Question]:
    return list(chat.memory.questions(ROOM.key))


class Answering:
    """A plugin that knows one answer."""

    name = "answering"
    hears: tuple[type[Moment], ...] = (SpokenTo,)
    commands: tuple[CommandSpec, ...] = ()

    def handle(self, moment: Moment, memory: View) -> Iterable[Proposal]:  # noqa: ARG002 - as every plugin
        if isinstance(moment, SpokenTo):
            yield Proposal("answer", (Words(ANSWER, to=moment.person),), "it knows", entry="repos", effect=Gave("repos"))


# --- whose line it is ---


def test_a_puppet_is_somebody_else_without_any_rights() -> None:
    chat = two_sides()
    bridges = chat.kernel.guard.bridges
    found = bridges.speaker(says("hi", replace(puppet("zoe"), account="@zoe:example.org"), standing=Standing.OP), chat.memory)
    assert found.sender == Person("matrix", "@oftc_zoe:example.org", "zoe", host=BRIDGE_HOST)
    assert found.standing is Standing.NONE
    assert bridges.puppet(alice) is None


def test_on_irc_a_puppet_keeps_the_nick_that_the_bridge_makes_a_mention_of() -> None:
    chat = two_sides()
    found = chat.kernel.guard.bridges.puppet(puppet_eve)
    assert found is not None
    assert (found.name, found.id, found.relayed) == ("eve[m]", "eve[m]", True)


def test_a_relaying_bot_is_known_by_its_matrix_id_or_its_name() -> None:
    chat = two_sides()
    for relay in (FAR_RELAY, on_matrix("other", "@relay:example.org")):
        found = chat.kernel.guard.bridges.speaker(says("<zoe> one\ntwo", relay), chat.memory)
        assert (found.sender.name, found.text) == ("zoe", "one\ntwo")


def test_what_a_relaying_bot_says_itself_is_a_bots() -> None:
    chat = two_sides()
    assert chat.hear(says("helper: about", RELAY)) == []
    assert questions(chat) == []


def test_a_relayed_line_is_heard_where_its_speaker_is() -> None:
    chat = two_sides()
    message = chat.kernel.guard.bridges.at_home(chat.kernel.guard.bridges.speaker(relayed("hi", "e\u200bve"), chat.memory), chat.memory)
    assert (message.place, message.via, message.sender) == (FAR, ROOM, Person("matrix", eve.id, "eve", host=BRIDGE_HOST))


def test_a_puppet_that_comes_in_offers_nobody() -> None:
    chat = two_sides(expert("carol"))
    impostor = replace(helper("carol"), name="carol[m]", id="carol[m]")
    chat.hear(Joined(START, ROOM, impostor))
    chat.hear(says(QUESTION))
    assert "carol" not in " ".join(chat.wait(7200))


# --- heard once, on the side where it was asked ---


@pytest.mark.case(24)
@pytest.mark.parametrize("first", ["own", "copy"])
@pytest.mark.parametrize("copy", [relayed(QUESTION, "eve", 1), says(QUESTION, puppet_eve, 1)])
def test_a_question_is_one_and_answered_where_it_was_asked(copy: Message, first: str) -> None:
    chat = two_sides()
    lines = [says(QUESTION, eve, id="$1"), copy]
    chat.hear(*(lines if first == "own" else [lines[1], replace(lines[0], at=START + 2)]))
    assert [(q.asker, q.place) for q in questions(chat)] == [(eve, FAR)]
    said = chat.wait(9000)
    assert len(said) == 1
    assert {say.place for _, say in chat.said} == {FAR}


def test_somebody_first_heard_over_the_bridge_is_at_home_once_they_are_heard_there() -> None:
    chat = two_sides(there=())
    chat.hear(relayed(QUESTION, "eve"))
    assert [(q.asker.id, q.place) for q in questions(chat)] == [("matrixrelay/eve", ROOM)]
    chat.hear(says(QUESTION, eve, 2, id="$1"))
    assert [(q.asker, q.place, q.message_id) for q in questions(chat)] == [(eve, FAR, "$1")]
    chat.hear(says("it is for packstack", eve, 20), relayed("it is for packstack", "eve", 21))
    assert [q.text for q in questions(chat)] == [f"{QUESTION} it is for packstack"]


FAULTS: tuple[tuple[str, tuple[Event, ...]], ...] = (
    ("twice at home", (says(QUESTION, eve, id="$1"), relayed(QUESTION, "eve", 1, id="a"), relayed(QUESTION, "eve", 2, id="b"))),
    ("twice, and nothing at home", (relayed(QUESTION, "eve", 1, id="a"), relayed(QUESTION, "eve", 3, id="b"))),
    ("late", (says(QUESTION, eve), relayed(QUESTION, "eve", 59))),
    ("early", (relayed(QUESTION, "eve"), says(QUESTION, eve, 3))),
    (
        "in the other order",
        (says(QUESTION, eve), says("for packstack", eve, 1), relayed("for packstack", "eve", 2), relayed(QUESTION, "eve", 3)),
    ),
    ("in pieces", (says(f"hello\n{QUESTION}", eve), relayed("hello", "eve", 1), relayed(QUESTION, "eve", 1))),
    ("in pieces, and first", (relayed("hello", "eve"), says(f"hello\n{QUESTION}", eve, 1), relayed(QUESTION, "eve", 2))),
    ("cut", (says(QUESTION, eve), relayed("is there a repo... (full message at https://example.org/1)", "eve", 1))),
    ("cut, and first", (relayed("is there a repo... (full message at https://example.org/1)", "eve"), says(QUESTION, eve, 1))),
    ("under a longer name", (says(QUESTION, eve), says(QUESTION, person("eve[m]1"), 1), says(QUESTION, person("eve_[m]"), 2))),
    ("with its reply", (says(QUESTION, eve), relayed(f'<bob> "what..." <- {QUESTION}', "eve", 1))),
    ("with its quote", (says(QUESTION, eve), relayed("> <bob> is there a repo for ocata?", "eve", 1))),
    (
        "corrected",
        (
            says("is there a repo for gaspacho?", eve),
            relayed("is there a repo for gaspacho?", "eve", 1),
            relayed(f"* {QUESTION}", "eve", 9),
        ),
    ),
    ("corrected by sed", (relayed("is there a repo for gaspacho?", "eve", 1), relayed("s/gaspacho/gazpacho/", "eve", 9))),
    ("puppets come and go", (Joined(START, ROOM, puppet_eve), says(QUESTION, eve), says(QUESTION, puppet_eve, 1))),
)


@pytest.mark.parametrize("events", [events for _, events in FAULTS], ids=[name for name, _ in FAULTS])
def test_whatever_a_bridge_does_a_question_is_one_and_has_one_answer(events: tuple[Event, ...]) -> None:
    chat = two_sides()
    chat.hear(*events)
    assert [(q.asker.id, q.place) for q in questions(chat)] == [(eve.id, FAR)]
    assert len(chat.wait(9000)) == 1


def test_a_correction_over_the_bridge_changes_the_question() -> None:
    chat = two_sides()
    chat.hear(relayed("is there a repo for gaspacho?", "eve", 1), relayed("s/gaspacho/gazpacho/", "eve", 9), relayed("s///", "eve", 10))
    assert [q.text for q in questions(chat)] == [QUESTION]


def test_a_line_said_again_later_is_said_again() -> None:
    chat = two_sides()
    for at in (0, 20):
        chat.hear(relayed("hello?", "eve", at), says("hello?", eve, at + 1))
    chat.hear(says("hello?", eve, 40), relayed("hello?", "eve", 41))
    heard = [line.at - START for line in chat.memory.bridged[ROOM.key, "eve"] if line.text == "hello?"]
    assert heard == [0, 1, 21, 40]  # the first one on both sides, the later ones at home


def test_a_correction_of_an_edit_that_was_seen_at_home_is_none() -> None:
    chat = two_sides()
    wrong = "is there a repo for gaspacho?"
    chat.hear(says(wrong, eve, id="$1"), relayed(wrong, "eve", 1), Edited(START + 5, FAR, eve, "$1", QUESTION, "$2"))
    chat.hear(relayed("s/gaspacho/gazpacho/", "eve", 6), relayed(f"* {QUESTION}", "eve", 7))
    assert [q.text for q in questions(chat)] == [QUESTION]


def test_what_a_relaying_bot_says_that_people_do_is_done_by_them() -> None:
    chat = two_sides()
    bridges = chat.kernel.guard.bridges
    found = bridges.speaker(says("/me eve waves", RELAY), chat.memory)
    assert (found.sender.name, found.text) == ("eve", "/me waves")
    assert bridges.speaker(says("/me restarts now", RELAY), chat.memory).sender == RELAY


@pytest.mark.parametrize("restart", [False, True])
def test_a_line_read_at_home_long_after_its_copy_is_the_same_line(restart: bool) -> None:
    chat = two_sides()
    chat.hear(relayed(QUESTION, "eve", 3))
    chat.wait(400)
    if restart:
        chat.memory.bridged.clear()
    told = len(chat.said)
    chat.hear(says(QUESTION, eve, 400, id="$1", sent=START))
    assert [(q.asker, len(q.lines)) for q in questions(chat)] == [(eve, 1)]
    assert len(chat.said) == told


# --- our own lines ---


@pytest.mark.case(16)
@pytest.mark.parametrize(
    "echo",
    [
        relayed("alice: nobody who knows packaging is around right now", HELPER, 1),
        says("alice: whatever", puppet(HELPER), 1, id="$9"),
        says("anything", person("helper[m]"), 1),
    ],
)
def test_our_own_line_over_a_bridge_is_ours(echo: Message) -> None:
    chat = two_sides()
    assert chat.hear(echo) == []
    assert questions(chat) == []
    if echo.id:
        assert chat.hear(says("is there another repo for ocata?", eve, 9, reply_to="$9")) != []


def test_our_words_are_ours_under_whatever_name() -> None:
    chat = two_sides()
    said = chat.hear(says("helper: is there a repo for ocata?", eve))
    before = len(questions(chat))
    assert chat.hear(says(f"eve: {said[0]} is there another?", person("somebridge"), 2)) == []
    assert len(questions(chat)) == before


def test_a_sign_at_the_copy_of_an_answer_is_a_sign_at_the_answer() -> None:
    asker = person("alice", account="alice")
    settings, known = joined_settings(), knowledge()
    chat = Chat(Kernel(settings, known, (Answering(), *small_plugins(known, settings))), memory(here=(asker, bob)))
    chat.hear(Named(START, "matrix", HELPER, (OUR_ID,)), Present(START, FAR, (eve,)))
    chat.hear(says(f"helper: {QUESTION}", asker), says(f"alice: {ANSWER}", puppet(HELPER), 1, id="$copy"))
    assert chat.memory.said_as("$copy") is not None
    chat.hear(Reacted(START + 2, FAR, eve, "$copy", "👎", "$sign"))
    assert chat.memory.reported(ROOM.key, "repos") is not None


# --- answers from the other side ---


def test_an_answer_from_the_other_side_counts_when_it_has_crossed_and_counts_once() -> None:
    chat = two_sides()
    chat.hear(says(QUESTION), says("alice: there is none", eve, 40))
    assert questions(chat)[0].status is Status.GATHERING
    chat.hear(relayed("alice: there is none", "eve", 45))
    assert (questions(chat)[0].status, questions(chat)[0].answered_by) == (Status.ANSWERED, eve)
    chat.hear(relayed("alice: there is none", "eve", 46))
    assert chat.wait(9000) == []
    assert [r.count for r in chat.memory.records[Helped].values() if isinstance(r, Helped)] == [1]


def test_an_answer_that_is_lost_on_its_way_answers_nobody() -> None:
    chat = two_sides()
    chat.hear(says(QUESTION), says("alice: there is none", eve, 40))
    assert len(chat.wait(9000)) == 1


def test_an_answer_first_heard_where_the_asker_is_counts_at_once() -> None:
    chat = two_sides()
    chat.hear(says(QUESTION), relayed("alice: there is none", "eve", 40))
    assert questions(chat)[0].status is Status.ANSWERED


def test_talk_on_the_other_side_restarts_the_waiting_when_it_has_crossed() -> None:
    chat = two_sides()
    chat.hear(says(QUESTION), says("hm, good question, i think it moved", eve, 60))
    assert questions(chat)[0].faq
    chat.hear(relayed("hm, good question, i think it moved", "eve", 61))
    assert not questions(chat)[0].faq


@pytest.mark.parametrize("name", ["eve", "eve[m]", "Eve"])
def test_a_name_means_the_same_person_on_both_sides(name: str) -> None:
    chat = two_sides()
    chat.hear(says(QUESTION, eve), says(f"{name}: there is none", bob, 40), says(f"{name}: there is none", puppet("bob"), 41))
    assert questions(chat)[0].answered_by == bob


def test_a_reply_to_a_copy_is_said_to_its_speaker() -> None:
    chat = two_sides()
    chat.hear(says(QUESTION), says(QUESTION, puppet("alice"), 1, id="$copy"), says("there is none", eve, 40, reply_to="$copy"))
    chat.hear(relayed("alice: there is none", "eve", 41))
    assert questions(chat)[0].answered_by == eve


# --- rights ---


def test_no_bridge_brings_rights() -> None:
    chat = two_sides(maintainers=(Identity("matrix", id=eve.id),))
    assert chat.hear(relayed("!status", "eve")) == []
    assert "entries" in chat.hear(says("!status", eve, 1))[0]
    assert chat.hear(relayed("!status", "eve", 2)) == []
    assert chat.hear(says("!status", puppet("alice"), 3)) == []


def test_a_command_is_obeyed_once() -> None:
    chat = two_sides()
    assert len(chat.hear(relayed("!about", "eve"), says("!about", eve, 1), says("!about", puppet_eve, 2))) == 1
    assert [say.place for _, say in chat.said] == [FAR]


@pytest.mark.parametrize("first", ["own", "copy"])
def test_whose_question_it_is_is_known_by_their_own_line(first: str) -> None:
    chat = two_sides()
    chat.hear(says(QUESTION, eve))
    own, copy = says("!solved", eve, 200), relayed("!solved", "eve", 200)
    assert "closed" in " ".join(chat.hear(*((own, copy) if first == "own" else (copy, own))))
    assert len(chat.said) == 1


def test_who_answered_is_known_with_all_that_their_network_says_of_them() -> None:
    chat = two_sides()
    chat.hear(says(QUESTION), relayed("alice: there is none", "eve", 40), says("alice: there is none", eve, 41))
    assert questions(chat)[0].answered_by == eve


def test_how_an_experts_words_are_read_needs_no_rights() -> None:
    offering = replace(expert("eve"), identities=(Identity("matrix", id=eve.id),))
    chat = two_sides(offering)
    chat.hear(relayed("the mirror fails again, any ideas why?", "eve"))
    assert questions(chat) == []


# --- whether anything crosses ---


def test_a_bridge_that_brings_nothing_is_known_by_what_was_said_since() -> None:
    chat = two_sides()
    chat.hear(relayed("fine", "eve", -800), says("fine", puppet("alice"), -800), says("fine", puppet("bob"), -799))
    assert (chat.memory.crossing(ROOM, FAR), chat.memory.crossing(FAR, ROOM)) == ((0, 0.0), (0, 0.0))
    for number in range(6):
        chat.hear(says(f"line {number}", at=number), says(f"word {number}", eve, number), relayed(f"word {number}", "eve", number + 1))
    assert (chat.memory.crossing(ROOM, FAR), chat.memory.crossing(FAR, ROOM)) == ((6, START), (0, 0.0))
    chat.hear(says("line 5", puppet("alice"), 9))
    assert chat.memory.crossing(ROOM, FAR) == (0, 0.0)


def test_experts_are_called_where_they_are_and_the_asker_is_told_where_they_asked() -> None:
    offering = replace(expert("carol"), identities=(Identity("matrix", id="@carol:example.org"),))
    chat = two_sides(offering, there=(eve, on_matrix("carol")))
    chat.hear(says(QUESTION))
    chat.wait(700)
    assert [(say.place, say.to and say.to.name) for _, say in chat.said] == [(FAR, "carol"), (ROOM, "alice")]
    chat.hear(says("alice: enable crb", on_matrix("carol"), 720), relayed("alice: enable crb", "carol", 721))
    assert questions(chat)[0].status is Status.ANSWERED


def test_nobody_is_called_on_a_side_where_we_only_listen() -> None:
    offering = replace(expert("carol"), identities=(Identity("matrix", id="@carol:example.org"),))
    networks = joined_settings().networks
    listening = (networks[0], replace(networks[1], rooms=(Room(FAR.room, Mode.LISTEN),)))
    chat = two_sides(offering, there=(eve, on_matrix("carol")), networks=listening)
    chat.hear(says(QUESTION))
    chat.wait(9000)
    assert {say.place for _, say in chat.said} == {ROOM}


def test_calls_on_both_sides_are_calls_of_one_expert() -> None:
    here, there = helper("carol"), on_matrix("carol")
    offering = replace(expert("carol", max_per_day=1), identities=(Identity(NETWORK, account="carol"), Identity("matrix", id=there.id)))
    chat = two_sides(offering, here=(alice, bob, here), there=(eve,))
    chat.hear(says(QUESTION))
    chat.wait(700)
    chat.hear(Left(START + 710, ROOM, here), Joined(START + 710, FAR, there), says("is there a repo for ocata?", bob, 3000))
    chat.wait(3900)
    assert [say.to.name for _, say in chat.said if say.to and say.question].count("carol") == 1


def test_who_asks_on_one_side_is_not_called_on_the_other() -> None:
    here, there = helper("carol"), on_matrix("carol")
    offering = replace(expert("carol"), identities=(Identity(NETWORK, account="carol"), Identity("matrix", id=there.id)))
    chat = two_sides(offering, here=(alice, here), there=(there,))
    chat.hear(says("can anybody help me find the repo for gazpacho please? it fails", here))
    assert questions(chat) != []
    chat.wait(9000)
    assert there not in [say.to for _, say in chat.said]


def test_quiet_holds_on_both_sides() -> None:
    chat = two_sides()
    chat.hear(says("#startmeeting", eve, 0), says(QUESTION, at=9))
    assert chat.wait(3600) == []


# --- what status says of it ---


def test_a_bridge_is_silent_when_people_speak_and_nothing_of_it_is_seen_for_a_while() -> None:
    chat = two_sides()
    for number in range(UNCROSSED):
        chat.hear(says(f"line {number}", at=number))
    assert list(silences(chat.kernel.settings, chat.memory)) == []
    chat.wait(UNCROSSED_FOR)
    (one,) = [silence for silence in silences(chat.kernel.settings, chat.memory) if silence.said == ROOM]
    assert (one.unseen, one.lines) == (FAR, UNCROSSED)
    chat.hear(says("line 0", puppet("alice"), UNCROSSED_FOR + 1))
    assert list(silences(chat.kernel.settings, chat.memory)) == []


def test_what_crossed_while_we_were_away_nobody_knows() -> None:
    chat = two_sides()
    for number in range(UNCROSSED):
        chat.hear(says(f"line {number}", at=number))
    chat.hear(Present(START + 700, FAR, (eve,)))
    assert list(silences(chat.kernel.settings, chat.memory)) == []


def test_a_quiet_night_is_no_silence() -> None:
    chat = two_sides()
    chat.hear(says("good night"), says("good night", eve, 1))
    chat.wait(30_000)
    assert list(silences(chat.kernel.settings, chat.memory)) == []


def test_status_tells_which_direction_is_silent_and_since_when() -> None:
    chat = two_sides(maintainers=(Identity("matrix", id=eve.id),))
    for number in range(UNCROSSED):
        chat.hear(says(f"line {number}", at=number))
    said = chat.hear(says("!status", eve, 1800))
    told = "5 lines were said on oftc #rdo since, the first one 30 minutes ago."
    assert said[1:] == [f"The bridge from oftc #rdo to matrix #rdo:example.org brings nothing: {told}"]
