"""One event through all the steps: who gets it, what a turn holds, how time passes, and that nothing is left to chance."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.core.actions import Action, Verify
from bot.core.commands import CommandSpec
from bot.core.directory import Directory
from bot.core.events import Gone, Healed, Joined, Left, Message, Named, Reached, Renamed, Split, Tick, Undelivered
from bot.core.kernel import Kernel, Turn
from bot.core.knowledge import Entry
from bot.core.memory import Memory
from bot.core.moments import AskerBack, Command, Greeted, HelperActive, Moment, SpokenTo, StillWaiting, TooFast
from bot.core.people import Person
from bot.core.plugin import Proposal
from bot.core.records import DAY, KINDS, Counter, Drop, Mark, Position, Put, Question, Read, Record, Reported, Status
from bot.core.settings import Bridge, MatrixNetwork
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
    carol,
    chat,
    direct,
    expert,
    helper,
    kernel,
    knowledge,
    known,
    life,
    memory,
    person,
    question,
    room_of,
    says,
    settings,
    small_plugins,
    uttered,
)

EVERYTHING = (SpokenTo, Command, StillWaiting, AskerBack, HelperActive, Greeted, TooFast)


class Listener:
    """Hears everything and says nothing."""

    name = "listener"
    hears: tuple[type[Moment], ...] = EVERYTHING
    commands = (
        CommandSpec("open", "open", "", words=0),
        CommandSpec("ask", "ask QUESTION", "", asks=True),
        CommandSpec("status", "status", "", words=0, privileged=True),
    )

    def __init__(self) -> None:
        self.heard: list[Moment] = []

    def handle(self, moment: Moment, memory: View) -> Iterable[Proposal]:  # noqa: ARG002 - it only listens
        self.heard.append(moment)
        return ()


def heard(*events: Message | Tick | Joined, **more: int) -> list[str]:
    """The kinds of moments that these events cause."""
    listener = Listener()
    Chat(kernel(plugins=(listener,), **more), known(memory(), alice, bob)).hear(*events)
    return [type(moment).__name__ for moment in listener.heard]


ROUTES: tuple[tuple[Message, list[str]], ...] = (
    (says("!open"), ["Command"]),
    (says("helper: open"), ["Command"]),
    (says("open", place=direct()), ["Command"]),
    (says("!karma"), []),  # of another bot
    (says("!karma", place=direct()), ["Command"]),  # they can only mean us
    (says("!ask"), ["Command"]),
    (says(f"!ask {QUESTION}"), ["SpokenTo"]),
    (says(f"helper: {QUESTION}"), ["SpokenTo"]),
    (says("hello", place=direct()), ["SpokenTo"]),
    (says(QUESTION), []),
    (says("> helper: hi"), []),
    (says("helper: hi", by=person("meetbot")), []),
    (says("helper: hi", notice=True), []),
    (says("helper: hi", playback=True), []),
    (says("helper: hi", own=True), []),
    (says("!open", sent=START - 1000), []),
)


@pytest.mark.parametrize(("message", "moments"), ROUTES)
def test_a_line_is_heard_as_what_it_is(message: Message, moments: list[str]) -> None:
    assert heard(message) == moments


def test_too_many_lines_are_hinted_at_once() -> None:
    lines = [says(f"helper: hi {n}", at=n) for n in range(5)]
    assert heard(*lines, commands_per_minute=2) == ["SpokenTo", "SpokenTo", "TooFast"]


@pytest.mark.case(18)
def test_two_bots_that_answer_each_other_fall_silent() -> None:
    """Both write as people do and take every line in their direct chat as one to them; ten minutes, five seconds for each line."""
    limit, minutes, lag = 3, 10, 5.0
    names = (HELPER, "sexton")
    chats = [Chat(kernel(name=name, commands_per_minute=limit), known(memory(), *map(person, names))) for name in names]
    for one, name in zip(chats, names, strict=True):
        one.hear(Named(START, NETWORK, name))
    under_way = [(0.0, 0, "hello")]  # when, to whom, what
    heard = 0
    while under_way and under_way[0][0] < minutes * 60:
        at, to, text = under_way.pop(0)
        heard += 1
        other = person(names[1 - to])
        replies = chats[to].says(text, other, at, place=direct(other), id=f"${heard}")
        under_way += [(at + lag, 1 - to, reply) for reply in replies]
    assert 2 * limit < heard <= 2 * (limit + 1) + 1
    assert under_way == []  # after the hint nobody has anything to answer


def test_lines_to_the_room_cost_no_pace() -> None:
    assert heard(*(says(f"words {n}", at=n) for n in range(9)), says("!open", at=9), commands_per_minute=1) == ["Command"]


def test_a_question_is_heard_of_with_each_step() -> None:
    listener = Listener()
    room = Chat(kernel(plugins=(listener,)), known(memory(), alice))
    room.says(QUESTION)
    room.wait(3600)
    assert [(m.step, m.at - START) for m in listener.heard if isinstance(m, StillWaiting)] == [("answer", 120), ("route", 600)]


def test_a_greeting_is_heard_of_when_nobody_returned_it() -> None:
    listener = Listener()
    room = Chat(kernel(plugins=(listener,)), known(memory(), alice))
    room.says("hi")
    room.wait(180)
    assert listener.heard == [Greeted(START + 180, ROOM, ROOM.key, alice)]


# --- commands that need rights ---


def ordered(message: Message, made: Memory | None = None) -> tuple[tuple[Action, ...], list[Moment]]:
    """What is done, and what is heard, when this line is said."""
    listener = Listener()
    return kernel(plugins=(listener,)).handle(message, made or memory()).actions, listener.heard


@pytest.mark.case(30)
def test_whoever_gives_an_order_that_needs_rights_is_asked_about_first() -> None:
    line = says("!status")
    assert ordered(line) == ((Verify(line),), [])


@pytest.mark.case(30)
@pytest.mark.parametrize("by", [alice, replace(alice, account="alice")])
def test_with_the_answer_the_order_is_heard_and_nobody_is_asked_about_twice(by: Person) -> None:
    made = memory()
    (verify,), _ = ordered(says("!status", id="m1"), made)
    assert isinstance(verify, Verify)
    actions, heard = ordered(replace(verify.message, sender=by, vouched=True), made)
    assert actions == ()
    assert [(type(moment), moment.person) for moment in heard if isinstance(moment, Command)] == [(Command, by)]


@pytest.mark.case(30)
def test_an_account_found_for_one_line_is_kept_nowhere() -> None:
    made = memory()
    ordered(says("!status"), made)
    ordered(says("!status", by=replace(alice, account="carol"), vouched=True), made)
    assert made.present(ROOM, "alice") == alice


@pytest.mark.parametrize(
    "line",
    [
        says("!open"),
        says("!status", by=helper()),
        says("!status", sent=START - 1000),
        says("!status", playback=True),
        says("status of it?"),
    ],
)
def test_nobody_else_is_asked_about(line: Message) -> None:
    assert ordered(line)[0] == ()


@pytest.mark.case(30)
def test_people_behind_a_bridge_are_never_asked_about() -> None:
    """The network knows somebody else of that name."""
    relay = settings(bridges=(Bridge("relay", r"<(?P<nick>[^>]+)> (?P<text>.*)"),))
    listener = Listener()
    turn = Kernel(relay, knowledge(), (listener,)).handle(says("<carol> !status", by=person("relay")), memory())
    assert turn.actions == ()
    assert [moment.person.account for moment in listener.heard if isinstance(moment, Command)] == [None]


def test_a_vouched_order_costs_no_second_step_of_the_pace() -> None:
    made, listener = memory(), Listener()
    strict = kernel(plugins=(listener,), commands_per_minute=1)
    for line in (says("!status"), says("!status", vouched=True)):
        strict.handle(line, made)
    assert [type(moment) for moment in listener.heard] == [Command]


@pytest.mark.case(30)
def test_an_expert_who_logs_in_after_joining_is_one_and_no_longer_after_logging_out() -> None:
    plain, expert_ = person("carol"), helper()
    room = Chat(kernel(expert()), memory(here=(alice, plain)))
    listed = Directory.of(room.kernel.knowledge)
    for old, new, known_ in ((plain, expert_, True), (expert_, plain, False)):
        room.hear(Renamed(START, old, new))
        now = room.memory.present(ROOM, "carol")
        assert now is not None
        assert (listed.expert(now) is not None) is known_


# --- events that are not lines ---


def turn(
    *events: Named | Reached | Tick | Undelivered | Renamed | Gone | Left, records: Iterable[Question | Mark] = ()
) -> tuple[Chat, Turn]:
    room = Chat(kernel(plugins=()), memory(*records))
    for event in events[:-1]:
        room.hear(event)
    return room, room.kernel.handle(events[-1], room.memory)


def test_how_far_a_network_was_read_is_kept() -> None:
    assert turn(Reached(START, NETWORK, "x"))[1].changes == (Put(Position(NETWORK, "x")),)


def test_a_position_that_is_known_is_not_kept_again() -> None:
    assert turn(Reached(START, NETWORK, "x"), Reached(START + 1, NETWORK, "x"))[1].changes == ()


def on_matrix(records: Iterable[Record] = ()) -> Chat:
    """A conversation on a network that is read again from its last position after a crash."""
    house = replace(settings(), networks=(MatrixNetwork(NETWORK, "https://hs.example", "@helper:hs.example"),))
    return Chat(Kernel(house, knowledge(), small_plugins(knowledge(), house)), memory(*records))


def kept(talk: Chat) -> list[Record]:
    return [record for kind in KINDS for record in talk.memory.records[kind].values()]


ASKED_OF_US = "helper: " + QUESTION


def test_a_line_with_consequences_has_none_when_it_is_read_again_after_a_crash() -> None:
    talk = on_matrix()
    assert talk.says(ASKED_OF_US, id="$1")
    crashed = on_matrix(kept(talk))
    again = crashed.kernel.handle(says(ASKED_OF_US, at=60.0, id="$1"), crashed.memory)
    assert (again.changes, again.actions) == ((), ())
    assert crashed.says(ASKED_OF_US, at=60.0, id="$2") != []


def test_what_was_read_is_remembered_only_up_to_the_next_position() -> None:
    talk = on_matrix()
    talk.says(ASKED_OF_US, id="$1")
    assert talk.memory.read_on(NETWORK) == [f"{NETWORK}/$1"]
    turned = talk.kernel.handle(Reached(START + 1, NETWORK, "s1"), talk.memory)
    assert turned.changes == (Put(Position(NETWORK, "s1")), Drop(Read, f"{NETWORK}/$1"))
    assert talk.memory.read_on(NETWORK) == []


def test_a_line_without_consequences_is_not_remembered() -> None:
    talk = on_matrix()
    talk.says("nice weather", by=bob, id="$1")
    talk.says("nice weather", by=bob, id="$2")
    assert talk.memory.read_on(NETWORK) == [f"{NETWORK}/$1"]  # the first line of somebody new is remembered of them


def test_where_nothing_is_read_again_nothing_is_remembered() -> None:
    talk = Chat(kernel(), memory())
    talk.says(ASKED_OF_US, id="$1")
    assert talk.memory.read_on(NETWORK) == []


def test_what_we_are_called_is_known_and_not_kept() -> None:
    room, named = turn(Named(START, NETWORK, "helper_", ("helper",)))
    assert (room.memory.own_names(NETWORK), named.changes) == (("helper_", "helper"), ())


def test_a_network_that_calls_us_by_a_name_has_let_us_in() -> None:
    room, _ = turn(Gone(START, NETWORK, None, "no connection"), Named(START + 1, NETWORK, "helper"))
    assert room.memory.trouble(NETWORK) is None


def test_a_lost_line_is_counted() -> None:
    assert turn(Undelivered(START, ROOM, "1.0", "refused"))[1].changes == (Put(Counter("lines lost", 1)),)


def test_a_tick_forgets_what_has_had_its_day() -> None:
    assert turn(Tick(START + 400 * DAY), records=[Mark("spoke", "h", START)])[1].changes == (Drop(Mark, "spoke:h"),)


def test_a_question_that_expires_is_counted_and_dropped() -> None:
    old = life().parked(question(), START, "nobody")
    room, ticked = turn(Tick(old.keep_until), records=[old])
    assert (room.memory.question(old.key), room.memory.counter("questions expired")) == (None, 1)
    assert [c.key for c in ticked.changes if isinstance(c, Drop)] == [old.key]


@pytest.mark.case(31)
def test_a_question_follows_its_asker_to_another_nick() -> None:
    new = person("alice_", host=alice.host)
    room, _ = turn(Renamed(START, alice, new), records=[question()])
    assert room.question.asker == new


def test_what_was_held_comes_up_on_joining_and_on_our_own_return() -> None:
    held = life().held(question(), START, "away")
    for event in (Joined(START, ROOM, alice), Healed(START, ROOM, (bob, alice)), room_of(alice, bob)):
        listener = Listener()
        Chat(kernel(plugins=(listener,)), memory(held, here=())).hear(event)
        assert [type(moment) for moment in listener.heard] == [AskerBack]


@pytest.mark.case(26)
def test_a_netsplit_of_hundreds_and_its_end_say_nothing_and_keep_nothing() -> None:
    crowd = tuple(person(f"u{number}") for number in range(500))
    room = Chat(kernel(), memory(question(), here=(alice, bob, *crowd)))
    turns = [room.kernel.handle(event, room.memory) for event in (Split(START + 1, ROOM, crowd), Healed(START + 9, ROOM, crowd)) * 10]
    assert [(turn.changes, turn.actions) for turn in turns] == [((), ())] * 20
    assert len(list(room.memory.people_in(ROOM))) == 502


@pytest.mark.case(27)
def test_an_answer_due_in_a_netsplit_is_held_for_the_asker_and_not_given_to_a_new_owner_of_the_nick() -> None:
    room = chat()
    room.says(QUESTION)
    room.hear(Split(START + 60, ROOM, (alice, bob)), Joined(START + 70, ROOM, person("alice", host="mallory@example.net")))
    assert room.wait(1000) == []
    assert room.question.held
    room.hear(Left(START + 1001, ROOM, person("alice", host="mallory@example.net")), Healed(START + 1002, ROOM, (bob, alice)))
    room.wait(3000)
    assert [to for _, to in room.told] == ["alice"]


# --- time ---


def test_time_never_goes_back() -> None:
    room = Chat(kernel(plugins=()), memory())
    room.hear(Tick(START + 50), says("x", at=10))
    assert room.memory.now == START + 50


def test_time_passes_from_one_due_thing_to_the_next() -> None:
    room = Chat(kernel(plugins=()), known(memory(), alice))
    room.says(QUESTION)
    assert [t.event.at - START for t in room.kernel.until(START + 4000, room.memory)] == [90, 120, 600]
    assert room.memory.now == START + 4000


def test_when_nothing_is_due_time_passes_in_one_step() -> None:
    room = Chat(kernel(plugins=()), memory())
    assert list(room.kernel.until(START + DAY, room.memory)) == []
    assert room.memory.now == START + DAY


def test_with_no_waits_at_all_time_still_passes() -> None:
    quick: dict[str, Any] = dict.fromkeys(("settle", "hello", "answer", "route", "frustrated", "next_expert"), 0.0)
    room = chat(expert("carol"), expert("dave"), here=(), **quick)
    room.says(QUESTION)
    room.says("hi", bob, 1)
    room.wait(10)
    assert [to for _, to in room.told][:4] == ["carol", "alice", "dave", "alice"]


# --- turns ---


def test_a_line_that_means_nothing_changes_nothing() -> None:
    room = chat(plugins=())
    assert room.kernel.handle(says("coffee time"), room.memory).changes == ()


def test_the_trail_says_why() -> None:
    room = chat(expert())
    room.says(QUESTION)
    (tick,) = [t for t in room.kernel.until(START + 600, room.memory) if t.actions]
    assert {reason.by for reason in tick.reasons} >= {"referee", "talk"}


def test_the_prefix_is_that_of_the_settings() -> None:
    assert Kernel(settings(plugins=(("commands", {"prefix": "."}),)), knowledge(), ()).ear.prefix == "."
    assert Kernel(settings(), knowledge(), ()).ear.prefix == "!"


def script(room: Chat) -> list[Turn]:
    """A morning in the channel."""
    events = (
        says("hi all", carol, 0),
        says(QUESTION, alice, 5),
        says("helper: who knows packstack?", bob, 20),
        says("!open", bob, 30),
        Left(START + 40, ROOM, alice),
        says("alice: no idea", bob, 50),
        Joined(START + 700, ROOM, alice),
        says("!why", alice, 800),
        says("morning", helper(), 900),
        says("thanks, that worked", alice, 2000),
    )
    turns: list[Turn] = []
    for event in events:
        turns += [*room.kernel.until(event.at, room.memory), room.kernel.handle(event, room.memory)]
    return turns


def test_the_same_events_give_the_same_turns() -> None:
    assert repr(script(chat(expert()))) == repr(script(chat(expert())))


def test_a_restart_in_the_middle_changes_nothing_that_is_kept() -> None:
    room = chat(expert())
    room.says(QUESTION)
    again = memory(*(r for kind in room.memory.records.values() for r in kind.values()), here=(alice, bob, helper()))
    assert [turn.changes for turn in room.kernel.until(START + 900, room.memory)] == [
        turn.changes for turn in room.kernel.until(START + 900, again)
    ]


def test_what_was_said_before_a_restart_counts_after_it() -> None:
    room = Chat(kernel(expert(), unprompted_per_hour=1), known(memory(uttered(), question(), here=(alice, helper())), alice))
    assert room.wait(1000) == []
    assert room.question.status is Status.ASKED


def test_a_day_settles_reports_that_an_edit_has_answered_and_numbers_those_from_before() -> None:
    entry = Entry("e", "repos", "q?", "a", date(2026, 1, 1), date(2027, 1, 1))
    kept = (Reported(ROOM.key, "e", START - 40 * DAY, "hash", entry.version), Reported("oftc/#other", "e", START, "hash", "as it was"))
    made, known = memory(*kept), knowledge(entries=(entry,))
    Kernel(settings(), known, ()).handle(Tick(START, daily=True), made)
    assert list(made.reports()) == [Reported(ROOM.key, "e", START - 40 * DAY, "", entry.version, number=1)]
