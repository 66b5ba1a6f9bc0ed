"""A conversation on two sides of a bridge: some people on IRC, some on Matrix, and a bridge between them that has the faults of bridges.

The bot is on both sides. What the bridge brings is what matrix-appservice-irc and heisenbridge make of a line.
"""

import heapq
import itertools
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from bot.core.actions import Say, Verify
from bot.core.events import Event, Joined, Left, Message, Named, Present
from bot.core.kernel import Kernel, Turn
from bot.core.knowledge import Expert
from bot.core.memory import Memory
from bot.core.people import Identity, Person, Place
from bot.core.records import Mark, Put
from bot.core.settings import Bridge, IrcNetwork, MatrixNetwork, Room, Settings, Timing
from tests.transcript import HELPER, PLUGINS, ROOM, Conversation, Done, Line, all_plugins, experts, mxid, shipped

IRC, MATRIX = "oftc", "matrix"
PLACES = {IRC: Place(IRC, ROOM), MATRIX: Place(MATRIX, "#rdo:example.org")}
RELAYED = r"^<(?P<nick>[^>]+)> (?P<text>.*)$"
USUALLY = 0.3  # seconds that a line takes to the other side
FATES = ("lost", "twice", "late", "early", "alone", "starred", "marked")  # what may happen to a copy; anything else: nothing


def two_networks(timing: Timing) -> Settings:
    """Settings with one room on two networks, and bridges that relay and bridges that make puppets on both sides."""
    irc = (Bridge("relay", RELAYED), Bridge(puppets=r"^(?P<nick>.+?)\[m\]\d*$"))
    matrix = (Bridge("@relay:example.org", RELAYED), Bridge(puppets=r"^@oftc_(?P<nick>[^:]+):example\.org$"))
    networks = (
        IrcNetwork(IRC, "irc.example.org", rooms=(Room(ROOM),), bridges=irc),
        MatrixNetwork(MATRIX, "https://example.org", mxid(HELPER), rooms=(Room(PLACES[MATRIX].room),), bridges=matrix),
    )
    return Settings(HELPER, "the operators", networks, same_room=(tuple(PLACES.values()),), timing=timing, plugins=PLUGINS)


def offers(conversation: Conversation) -> tuple[Expert, ...]:
    """Its experts, known on both networks."""
    found = experts(conversation, IRC, "nick")
    return tuple(replace(one, identities=(*one.identities, Identity(MATRIX, id=mxid(one.name)))) for one in found)


@dataclass
class TwoSides:
    """Plays one conversation. `at_home`: the network of everybody; `chance` decides over faults, None: there are none."""

    conversation: Conversation
    at_home: Mapping[str, str]
    puppets: bool
    chance: random.Random | None = None
    said: list[tuple[float, Say]] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    echoes: set[int] = field(default_factory=set)  # events that bring our own lines back, by identity
    kept: list[Event] = field(default_factory=list)  # so that these identities stay theirs
    heap: list[tuple[float, int, Event]] = field(default_factory=list)
    number: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        settings = two_networks(self.conversation.timing)
        knowledge = replace(shipped(), experts=offers(self.conversation))
        self.kernel, self.memory = Kernel(settings, knowledge, all_plugins(settings, knowledge)), Memory(b"k" * 32)

    def home(self, nick: str) -> str:
        return self.at_home.get(nick, IRC)

    def person(self, nick: str) -> Person:
        if self.home(nick) == MATRIX:
            return Person(MATRIX, mxid(nick), nick, account=mxid(nick))
        return Person(IRC, nick.lower(), nick, host=f"{nick}@example.org")

    def play(self) -> "TwoSides":
        start = self.conversation.start
        for network, names in ((IRC, ()), (MATRIX, (mxid(HELPER), HELPER))):
            self._see(Named(start, network, HELPER, names))
            here = tuple(self.person(nick) for nick in self.conversation.present if self.home(nick) == network)
            self._see(Present(start, PLACES[network], here, complete=network == IRC))
        regulars = (self.person(nick).identity for nick in self.conversation.regulars)
        self.memory.apply(Put(Mark("spoke", self.memory.hash(identity), start)) for identity in regulars)
        present = set(self.conversation.present)
        for deed in self.conversation.deeds:
            self._do(deed, start + deed.at, present)
        self._let_pass(start + self.conversation.end)
        return self

    def _do(self, deed: Done, at: float, present: set[str]) -> None:
        person, room = self.person(deed.who), PLACES[self.home(deed.who)]
        if deed.what == "part":
            present.discard(deed.who)
            self._later(at, Left(at, room, person))
            return
        if deed.who not in present:
            present.add(deed.who)
            self._later(at, Joined(at, room, person))
        if deed.what == "say":
            self._line(deed, at, person, room)

    def _line(self, deed: Done, at: float, person: Person, room: Place) -> None:
        """A line, and what the bridge makes of it."""
        place = Place(person.network, person.id, direct=True) if deed.private else room
        own = Message(at, place, person, deed.text, self._id(place))
        fate = "" if deed.private or self.chance is None else self.chance.choice((*FATES, "", "", ""))
        if fate != "alone":
            self._later(at + 2 if fate == "early" else at, own)
        if deed.private or fate == "lost":
            return
        lag = 40.0 if fate == "late" else USUALLY
        copy = self._copy(person.name, room, deed.text, at + lag, marked=fate == "marked")
        self._later(at + lag, copy)
        if fate == "twice":
            self._later(at + lag + 2, replace(copy, id=self._id(copy.place)))
        if fate == "starred":
            self._later(at + lag + 4, self._copy(person.name, room, f"* {deed.text}", at + lag + 4))

    def _copy(self, name: str, room: Place, text: str, at: float, *, marked: bool = False) -> Message:
        """A line as the bridge shows it in the other room."""
        there = PLACES[MATRIX if room.network == IRC else IRC]
        shown = f"{name[:1]}\u200b{name[1:]}" if marked else name
        if not self.puppets:
            relay = Person(IRC, "relay", "relay", host="r@example.org") if there.network == IRC else Person(MATRIX, mxid("relay"), "Bridge")
            return Message(at, there, relay, f"<{shown}> {text}", self._id(there))
        if there.network == IRC:
            return Message(at, there, Person(IRC, f"{name.lower()}[m]", f"{name}[m]", host=f"{name}@bridge.example.org"), text)
        puppet = mxid(f"oftc_{name}")
        return Message(at, there, Person(MATRIX, puppet, f"{shown} (IRC)", account=puppet), text, self._id(there))

    def _id(self, place: Place) -> str:
        return f"${next(self.number)}" if place.network == MATRIX else ""

    def _later(self, at: float, event: Event) -> None:
        heapq.heappush(self.heap, (at, next(self.number), event))

    def _let_pass(self, until: float) -> None:
        while self.heap and self.heap[0][0] <= until:
            at, _, event = heapq.heappop(self.heap)
            self._pass(at)
            self._see(replace(event, at=at))
        self._pass(until)

    def _pass(self, at: float) -> None:
        for turn in self.kernel.until(at, self.memory):
            self._take(turn)

    def _see(self, event: Event) -> None:
        self._take(self.kernel.handle(event, self.memory))

    def _take(self, turn: Turn) -> None:
        assert turn.faults == (), turn.faults
        self.turns.append(turn)
        for action in turn.actions:
            if isinstance(action, Say):
                self.said.append((turn.event.at - self.conversation.start, action))
                self._echo(action, turn.event.at)
            elif isinstance(action, Verify):
                self._see(replace(action.message, vouched=True))

    def _echo(self, say: Say, at: float) -> None:
        """Our own line: our network brings it back, and the bridge takes it to the other side."""
        if say.place.direct:
            return
        for line in say.lines:
            copy = self._copy(HELPER, say.place, f"{say.to.name}: {line}" if say.to else line, at + USUALLY)
            self._later(at + USUALLY, copy)

    def lines(self) -> Iterator[Line]:
        """What was said: when, to whom, the words, and where."""
        for at, say in self.said:
            direct = say.place.direct and say.to is not None
            yield at, say.to.name if say.to else "", " ".join(say.lines), "private" if direct else "room"
