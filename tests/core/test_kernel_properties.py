"""Whatever people write and however they come and go: what the house owes them all the same (product 1, 2 and 9)."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.core.actions import Say
from bot.core.events import (
    Deed,
    Delivered,
    Edited,
    Event,
    Gone,
    Healed,
    Joined,
    Left,
    Message,
    Moved,
    Named,
    Present,
    Reached,
    Reacted,
    Removed,
    Renamed,
    Split,
    Tick,
    Typing,
    Undelivered,
    Unreadable,
)
from bot.core.kernel import Kernel, Turn
from bot.core.memory import Memory
from bot.core.people import Identity, Person, Place, Standing
from bot.core.records import HOUR, KINDS, Position, Put, Question, Read, Record, Said
from bot.core.settings import Bridge, IrcNetwork, MatrixNetwork, Mode, Room, Settings
from tests.builders import HELPER, NETWORK, START, knowledge, person, settings, small_plugins
from tests.builders import expert as offers

ROOMS = tuple(Place(NETWORK, name) for name in ("#rdo", "#dev", "#listen"))
LISTEN = ROOMS[2]
NICKS = ("alice", "bob", "carol", "dave", "helper_", "hi", "Zoë[m]")
PEOPLE = (*(person(nick) for nick in NICKS), person("carol", account="carol"), person("dave", account="dave"), person("alice", host="m@x"))
TALKERS = (person("alice"), person("alice"), person("eve"), person("bob"), PEOPLE[7], PEOPLE[8])
BOT, RELAY = person("meetbot", bot=True), person("matrixrelay")
RELAYED = r"^<(?P<nick>[^>]+)> (?P<text>.*)$"
EXPERTS = (offers("carol", ("repos",)), offers("dave", ("repos", "packstack")))

LINES = (
    "is there a repo for gazpacho?",
    "can somebody help me with packstack? it fails at mariadb, third day of this shit",
    "hi",
    "hi all, anybody here?",
    "thanks, that worked",
    "it still fails",
    "never mind",
    "that's not it",
    "no idea",
    "#startmeeting x",
    "#endmeeting",
    "<eve> can anybody tell me where the repo is?",
    "> quoted",
    "```\nTraceback (most recent call last)",
)
WORDS = ("help", "about", "ask is there a repo?", "open", "solved", "solved 1", "reopen 1", "why", "quiet 1h", "speak", "optout", "optin")
COMMANDS = (*WORDS, "status", "reload", "who repos", "who ", "ask", "quiet x", "help help", "nonsense")
TALK = (
    *LINES,
    *LINES[:2],
    *(f"helper: {text}" for text in LINES[:6]),
    *(f"!{word}" for word in COMMANDS),
    "alice: which release?",
    "alice: enable crb",
)
hostile = st.text(st.characters(exclude_categories=()), max_size=40)
spoiled = st.builds(lambda a, b, c: a + b + c, hostile, st.sampled_from((*LINES, *COMMANDS)), hostile)
huge = st.builds(lambda text, times: text * times, st.sampled_from(("a", "x ", "é", "\x03", "👩‍👩‍👧", "alice: ")), st.integers(1, 4000))
texts = st.one_of(
    st.sampled_from(LINES),
    st.builds(lambda front, word: front + word, st.sampled_from(("!", "helper: ", "helper: !", "helper, ")), st.sampled_from(COMMANDS)),
    st.builds(lambda who, text: f"{who}: {text}", st.sampled_from((*NICKS, HELPER, "nobody")), st.sampled_from(LINES)),
    hostile,
    spoiled,
    huge,
)
who = st.sampled_from((*PEOPLE, *PEOPLE, BOT, RELAY, person(HELPER)))
rooms = st.sampled_from(ROOMS)


def _line(by: Person, room: Place, private: bool, text: str, more: tuple[str, str | None, Standing, float | None]) -> Message:
    message_id, reply_to, standing, sent = more
    place = Place(NETWORK, by.id, direct=True) if private else room
    return Message(0.0, place, by, text, message_id, sent, reply_to, standing=standing)


IDS, OURS = ("", "", "m1", "m2", "m3", "m4", "m5", "m6"), ("a1", "a2", "a3")  # of people's lines, and of the bot's
details = st.tuples(
    st.sampled_from(IDS),
    st.sampled_from((None, None, "m1", "m2")),
    st.sampled_from(Standing),
    st.sampled_from((None, None, None, START - 2000)),
)
usual = st.builds(
    _line,
    st.sampled_from(TALKERS),
    st.just(ROOMS[0]),
    st.just(False),
    st.sampled_from(TALK),
    st.sampled_from(IDS).map(lambda id_: (id_, None, Standing.NONE, None)),
)
targets = st.sampled_from((*IDS, *OURS, "nowhere"))
afterwards = st.one_of(  # what happens to lines that were said before
    st.builds(
        Edited, st.just(0.0), st.just(ROOMS[0]), st.sampled_from(TALKERS), targets, st.sampled_from(TALK), st.sampled_from(("", "e1"))
    ),
    st.builds(Edited, st.just(0.0), rooms, who, targets, texts, st.just(""), st.sampled_from((None, START - 2000))),
    st.builds(Removed, st.just(0.0), st.just(ROOMS[0]), targets, st.sampled_from(("", "r1"))),
    st.builds(Reacted, st.just(0.0), st.just(ROOMS[0]), st.sampled_from(TALKERS), targets, st.sampled_from(("✅", "✔️", "👎", "👍", ""))),
    st.builds(Delivered, st.just(0.0), st.just(ROOMS[0]), st.sampled_from(("1", "2", "3", "4", "x")), st.sampled_from(OURS)),
    st.builds(Typing, st.just(0.0), rooms, st.sampled_from(((), ("bob",), ("alice", "bob")))),
    st.builds(Unreadable, st.just(0.0), rooms, who, st.just("u1")),
    rooms.map(lambda room: Moved(0.0, room, Place(NETWORK, f"{room.room}-2"))),
)
unusual = st.one_of(
    st.builds(_line, who, rooms, st.booleans(), texts, details),
    st.builds(_line, st.sampled_from(PEOPLE), st.just(ROOMS[0]), st.just(False), texts, details),
    st.builds(Joined, st.just(0.0), rooms, who),
    st.builds(Left, st.just(0.0), rooms, who),
    st.builds(Split, st.just(0.0), rooms, st.lists(who, max_size=4).map(tuple)),
    st.builds(Healed, st.just(0.0), rooms, st.lists(who, max_size=4).map(tuple)),
    st.builds(Renamed, st.just(0.0), who, who),
    st.builds(Present, st.just(0.0), rooms, st.lists(who, max_size=4).map(tuple), st.booleans()),
    st.builds(Gone, st.just(0.0), st.just(NETWORK), st.none() | rooms),
    st.builds(Named, st.just(0.0), st.just(NETWORK), st.sampled_from((HELPER, "helper_")), st.sampled_from(((), (HELPER,)))),
    st.builds(Undelivered, st.just(0.0), rooms, st.sampled_from(("1", "2", "3.0", "x")), hostile),
    st.builds(Reached, st.just(0.0), st.just(NETWORK), hostile),
    st.builds(Tick, st.just(0.0)),
)
events: st.SearchStrategy[Event] = st.sampled_from(range(8)).flatmap(  # mostly usual lines: else nobody is ever answered
    lambda die: unusual if die == 0 else afterwards if die < 3 else usual
)
pauses = st.sampled_from((0.0, 1.0, 5.0, 60.0, 130.0, 600.0, 700.0, 1900.0, 8000.0))
stories = st.lists(st.tuples(pauses, events), min_size=3, max_size=25)


def house(**more: object) -> Settings:
    network = IrcNetwork(
        NETWORK,
        "irc.example.org",
        rooms=(Room("#rdo"), Room("#dev"), Room("#listen", Mode.LISTEN)),
        bots=("meetbot",),
        bridges=(Bridge("matrixrelay", RELAYED),),
    )
    maintainers = (Identity(NETWORK, account="carol"),)
    return settings(**{"networks": (network,), "maintainers": maintainers, "unprompted_per_hour": 2, "bytes": 120, **more})


def play(story: Iterable[tuple[float, Event]], **more: object) -> tuple[list[Turn], Memory]:
    """All turns of a story, with the time that passes in it and three days after it."""
    rules = house(**more)
    known = knowledge(*EXPERTS)
    kernel = Kernel(rules, known, small_plugins(known, rules))
    memory = Memory(b"k" * 32)
    at = START
    opening: list[Event] = [Named(at, NETWORK, HELPER), *(Present(at, room, TALKERS[1:]) for room in ROOMS)]
    turns = [kernel.handle(event, memory) for event in opening]
    for pause, event in story:
        at += pause
        turns += kernel.until(at, memory)
        turns.append(kernel.handle(_at(event, at), memory))
    turns += kernel.until(at + 3 * 24 * HOUR, memory)
    return turns, memory


def _at(event: Event, at: float) -> Event:
    fields = {name: getattr(event, name) for name in type(event).__dataclass_fields__}
    return type(event)(**{**fields, "at": at})


def spoken(turns: Iterable[Turn]) -> list[tuple[Turn, Say]]:
    return [(turn, action) for turn in turns for action in turn.actions if isinstance(action, Say)]


@given(stories)
def test_nothing_fails(story: list[tuple[float, Event]]) -> None:
    turns, _ = play(story)
    assert [fault for turn in turns for fault in turn.faults] == []


@given(stories, st.sampled_from((1, 2, 3)), st.sampled_from((40, 120, 350)))
def test_lines_are_clean_and_within_their_limits(story: list[tuple[float, Event]], lines: int, bytes_: int) -> None:
    turns, _ = play(story, lines=lines, bytes=bytes_)
    for _, say in spoken(turns):
        assert 1 <= len(say.lines) <= lines
        for line in say.lines:
            assert 0 < len(line.encode()) <= bytes_
            assert not [char for char in line if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")]


@given(stories)
def test_one_event_makes_one_utterance_at_most_for_each_question_or_line(story: list[tuple[float, Event]]) -> None:
    turns, _ = play(story)
    for turn in turns:
        utterances: dict[str, set[str]] = defaultdict(set)
        for _, say in spoken([turn]):
            utterance = _utterance(turn, say)
            utterances[_about(turn, utterance)].add(utterance)
        assert all(len(heard) == 1 for heard in utterances.values())


def _utterance(turn: Turn, say: Say) -> str:
    """The utterance that a line is a part of, by the record of the line."""
    records = (change.record for change in turn.changes if isinstance(change, Put))
    return next(str(record.utterance) for record in records if isinstance(record, Said) and record.key == say.key)


def _about(turn: Turn, utterance: str) -> str:
    """What an utterance is about: its question, or the person it is said to."""
    said = next(
        c.record for c in turn.changes if hasattr(c, "record") and isinstance(c.record, Said) and str(c.record.utterance) == utterance
    )
    return said.question or said.to or said.place.key


@given(stories)
def test_keys_are_never_used_twice(story: list[tuple[float, Event]]) -> None:
    keys = [say.key for _, say in spoken(play(story)[0])]
    assert len(keys) == len(set(keys))


@given(stories, st.sampled_from((1, 2)))
def test_the_budget_of_an_hour_is_never_exceeded(story: list[tuple[float, Event]], budget: int) -> None:
    turns, _ = play(story, unprompted_per_hour=budget)
    times: dict[str, dict[str, float]] = defaultdict(dict)
    for turn in turns:
        for change in turn.changes:
            record = getattr(change, "record", None)
            if isinstance(record, Said) and not record.prompted and not record.withheld:
                times[record.room][str(record.utterance)] = record.at
    for room in times.values():
        assert all(sum(start <= at < start + HOUR for at in room.values()) <= budget for start in room.values())


@given(stories)
def test_nobody_is_addressed_but_the_asker_the_speaker_and_a_called_expert(story: list[tuple[float, Event]]) -> None:
    turns, memory = play(story)
    asked: dict[str, set[str]] = defaultdict(set)
    for turn in turns:
        for change in turn.changes:
            record = getattr(change, "record", None)
            if isinstance(record, Question):
                asked[record.key].add(record.asker.id)
        speaker = _speaker(turn)
        for _, say in spoken([turn]):
            if say.to is None and not say.place.direct:  # a line more of a list that the speaker wanted: it begins with nobody's name
                assert say.prompted
                continue
            to = say.to.id if say.to else say.place.room
            expert = say.to is not None and say.to.account in ("carol", "dave")
            assert (
                expert
                or to in ("carol", "dave")
                or to == speaker
                or to in asked.get(say.question or "", set())
                or _greeted(turn, memory, to)
            )


def _speaker(turn: Turn) -> str | None:
    event = turn.event
    if isinstance(event, Message):
        relayed = re.match(RELAYED, event.text) if event.sender == RELAY else None
        return f"matrixrelay/{relayed['nick'].lower()}" if relayed else event.sender.id
    if isinstance(event, Edited | Unreadable):
        return event.sender.id
    return event.person.id if isinstance(event, Joined) else None


def _greeted(turn: Turn, memory: Memory, to: str) -> bool:  # noqa: ARG001 - what was recorded in the turn says it all
    records = (getattr(change, "record", None) for change in turn.changes)
    return any(isinstance(r, Said) and r.kind == "hello" and r.to.endswith(to) for r in records)


@given(stories)
def test_in_a_room_that_we_only_listen_to_nothing_is_said(story: list[tuple[float, Event]]) -> None:
    assert [say for _, say in spoken(play(story)[0]) if say.place == LISTEN] == []


@given(stories)
def test_when_we_are_to_listen_nothing_is_said_in_any_room(story: list[tuple[float, Event]]) -> None:
    assert [say for _, say in spoken(play(story, mode=Mode.LISTEN)[0]) if not say.place.direct] == []


@given(stories)
def test_when_we_are_to_wait_for_being_asked_nothing_is_unprompted(story: list[tuple[float, Event]]) -> None:
    assert all(say.prompted for _, say in spoken(play(story, mode=Mode.ASKED)[0]))


@given(stories)
def test_bots_and_notices_are_never_answered(story: list[tuple[float, Event]]) -> None:
    turns, _ = play(story)
    for turn in turns:
        if isinstance(turn.event, Message) and (turn.event.sender.bot or turn.event.notice or _speaker(turn) == "matrixrelay"):
            assert turn.actions == ()


@given(stories)
def test_the_same_events_give_the_same_turns(story: list[tuple[float, Event]]) -> None:
    assert play(story)[0] == play(story)[0]


@given(stories)
def test_changes_alone_give_the_same_memory(story: list[tuple[float, Event]]) -> None:
    turns, memory = play(story)
    again = Memory(b"k" * 32)
    for turn in turns:
        again.apply(turn.changes)
    assert again.records == memory.records


@given(stories)
def test_no_question_outlives_its_time(story: list[tuple[float, Event]]) -> None:
    _, memory = play(story)
    left: list[Record] = [record for kind in KINDS for record in memory.records[kind].values()]
    assert [record for record in left if isinstance(record, Question)] == []


def on_matrix() -> Kernel:
    """The house on a network that is read again from its last position after a crash."""
    rooms = tuple(Room(place.room, Mode.LISTEN if place == LISTEN else None) for place in ROOMS)
    rules = replace(house(), networks=(MatrixNetwork(NETWORK, "https://hs.example", "@helper:hs.example", rooms=rooms),))
    return Kernel(rules, knowledge(*EXPERTS), small_plugins(knowledge(*EXPERTS), rules))


def read(batch: Iterable[Event], memory: Memory) -> list[Turn]:
    """A start with this memory, and a batch of what was said meanwhile."""
    opening: list[Event] = [Named(START, NETWORK, HELPER), *(Present(START, room, TALKERS[1:], complete=False) for room in ROOMS)]
    kernel = on_matrix()
    for event in opening:
        kernel.handle(event, memory)
    return [kernel.handle(event, memory) for event in batch]


def restarted(memory: Memory) -> Memory:
    """What is left of it after a crash."""
    return Memory(b"k" * 32, [record for kind in KINDS for record in memory.records[kind].values()])


def in_a_row(deeds: list[Deed]) -> list[Deed]:
    """Of one moment, each with an id of its own, by people whom the homeserver vouches for."""
    vouched = [deed if isinstance(deed, Removed) else replace(deed, sender=replace(deed.sender, account=deed.sender.id)) for deed in deeds]
    return [replace(deed, at=START, id=f"m{number}") for number, deed in enumerate(vouched)]


signs = st.builds(Reacted, st.just(0.0), st.just(ROOMS[0]), st.sampled_from(TALKERS), targets, st.sampled_from(("✅", "👎")))
edits = st.builds(Edited, st.just(0.0), st.just(ROOMS[0]), st.sampled_from(TALKERS), targets, st.sampled_from(TALK))
removals = st.builds(Removed, st.just(0.0), st.just(ROOMS[0]), targets)
batches = st.lists(st.one_of(usual, usual, signs, edits, removals), min_size=1, max_size=12).map(in_a_row)


@given(batches, st.integers(0, 12), st.integers(0, 12))
def test_what_had_consequences_has_none_when_it_is_read_again_after_a_crash(batch: list[Deed], crash: int, start: int) -> None:
    memory = Memory(b"k" * 32)
    before = read(batch[:crash], memory)
    crashed = restarted(memory)
    after = read(batch[min(start, crash) :], crashed)
    had = {turn.event.id for turn in before if turn.changes or turn.actions if isinstance(turn.event, Deed)}
    again = {turn.event.id for turn in after if turn.changes or turn.actions if isinstance(turn.event, Deed)}
    assert had & again == set()
    assert on_matrix().handle(Reached(START, NETWORK, "s1"), crashed).changes[0] == Put(Position(NETWORK, "s1"))
    assert crashed.records[Read] == {}
