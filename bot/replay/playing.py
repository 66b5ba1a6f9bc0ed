"""A log through the real kernel, by the clock of the log: what it would have said, as Turns.

A log has no list of members: who speaks or comes is there, and so is everybody else who was not seen leaving. It vouches for nobody:
who speaks under the name of somebody who offered to be asked is taken for them. What the bot says counts as delivered at once; nobody
in the log reacts to it. Lines under the bot's own name are left out: what it said then is not what it would say now.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from bot.core.events import Edited, Event, Joined, Left, Message, Named, Present, Reached, Reacted, Removed, Renamed, Tick
from bot.core.kernel import Kernel, Turn
from bot.core.knowledge import Knowledge
from bot.core.memory import Memory
from bot.core.people import Person, Place, folded
from bot.core.records import DAY, Step
from bot.core.settings import MatrixNetwork, Mode, Room, Settings
from bot.core.text import clean
from bot.replay.logged import Logged, What

STEPS = frozenset({Step.SETTLE, Step.ANSWER, Step.ROUTE, Step.NEXT_EXPERT})  # what time goes on for behind the last line
PEOPLE = 5_000  # persons kept made: the regulars of any room
REACHED_EVERY = 1_000  # events between two positions of a network that is read by positions: what it remembers until then is little


def as_replayed(settings: Settings) -> Settings:
    """The settings for a replay: the whole behaviour, whatever the mode is now, and no reports to a control room."""
    networks = tuple(replace(network, rooms=tuple(Room(room.name) for room in network.rooms)) for network in settings.networks)
    return replace(settings, mode=Mode.GENTLE, networks=networks, control_room=None)


def place_of(text: str, default: Place, settings: Settings) -> Place:
    """The place that a log names: `network/#room`, or a room of the network of `default`. Empty: `default`."""
    text = clean(text)
    network, slash, room = text.partition("/")
    if slash and room and settings.network(network) is not None:
        return Place(network, room.lower())
    return Place(default.network, text.lower()) if text else default


def accounts(knowledge: Knowledge, network: str) -> Mapping[str, str]:
    """By nick as compared: the account (or Matrix ID) of those who offered to be asked, under every name that they may have in a log."""
    found: dict[str, str] = {}
    for expert in knowledge.experts:
        for one in expert.identities:
            account = one.account or one.id
            if one.network == network and account:
                found |= dict.fromkeys(map(folded, (expert.name, account)), account)
    return found


@dataclass
class Playing:
    """Plays what a log tells, in order. `place` is where it was said unless a line names another room."""

    kernel: Kernel
    memory: Memory
    place: Place
    at: float = 0.0  # the clock of the replay, which never goes back
    ours: int = 0  # lines under our own name
    back: int = 0  # lines that the log has out of order
    hidden: int = 0  # lines that are encrypted in the log, too
    _day: int = -1
    _events: int = 0
    _people: dict[tuple[str, str], Person] = field(default_factory=dict)
    _accounts: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _opened: dict[str, None] = field(default_factory=dict)

    def take(self, logged: Logged, line: str) -> Iterator[Turn]:
        """Let time pass up to what was logged, and play it. `line` is its id where the log gives none."""
        self.back += logged.at < self.at
        self.hidden += logged.what is What.HIDDEN
        self.at = max(self.at, logged.at)
        place = place_of(logged.place, self.place, self.kernel.settings) if logged.place else self.place
        if place.key not in self._opened:
            yield from self._open(place)
        yield from self.kernel.until(self.at, self.memory)
        day = int(self.at // DAY)
        if day != self._day:
            self._day = day
            yield self.kernel.handle(Tick(self.at), self.memory)
        for event in self._events_of(logged, place, line):
            yield self.kernel.handle(event, self.memory)
        yield from self._position(place.network)

    def end(self) -> Iterator[Turn]:
        """Behind the last line time goes on, and nobody speaks: until no step of a question is due any more."""
        while any(question.step in STEPS for question in self.memory.all_questions()):
            due = self.memory.next_due()
            if due is None:
                return
            yield from self.kernel.until(due, self.memory)
            self.at = max(self.at, due)

    def _open(self, place: Place) -> Iterator[Turn]:
        """We are on the network and in the room, and know of nobody there."""
        self._opened[place.key] = None
        settings = self.kernel.settings
        network = settings.network(place.network)
        also = (network.user, network.user[1:].partition(":")[0]) if isinstance(network, MatrixNetwork) else ()
        yield self.kernel.handle(Named(self.at, place.network, settings.name, also), self.memory)
        yield self.kernel.handle(Present(self.at, place, (), complete=False), self.memory)

    def _position(self, network: str) -> Iterator[Turn]:
        """Where events are remembered until the next position, there is one now and then."""
        self._events += 1
        if self._events % REACHED_EVERY == 0 and network in self.kernel.replayed:
            yield self.kernel.handle(Reached(self.at, network, str(self._events)), self.memory)

    # --- people and events ---

    def person(self, network: str, nick: str, name: str = "") -> Person:
        """Somebody of the log."""
        known = self._people.get((network, nick))
        if known is None or (name and name != known.name):
            if len(self._people) >= PEOPLE:
                self._people.pop(next(iter(self._people)))
            known = self._people[network, nick] = self._made(network, clean(nick), clean(name))
        return known

    def _made(self, network: str, nick: str, name: str) -> Person:
        if nick.startswith("@") and ":" in nick:
            return Person(network, nick, name or nick[1:].partition(":")[0], account=nick)
        if network not in self._accounts:
            self._accounts[network] = accounts(self.kernel.knowledge, network)
        return Person(network, folded(nick), nick, account=self._accounts[network].get(folded(nick)))

    def _events_of(self, logged: Logged, place: Place, line: str) -> Iterable[Event]:
        if logged.people:
            who = (self.person(place.network, nick) for nick in logged.people)
            made = Joined if logged.what is What.CAME else Left
            return [made(self.at, place, person) for person in who]
        person = self.person(place.network, logged.nick, logged.name)
        if self._is_us(person):
            self.ours += logged.what is What.SAID
            return ()
        make = _EVENTS.get(logged.what)
        if logged.what is What.RENAMED:
            return (Renamed(self.at, person, self.person(place.network, logged.text)),)
        return () if make is None else (make(logged, self.at, place, person, logged.id or line),)

    def _is_us(self, person: Person) -> bool:
        network = self.kernel.settings.network(person.network)
        mine = network.user if isinstance(network, MatrixNetwork) else folded(self.kernel.settings.name)
        return person.id == mine


def _message(told: Logged, at: float, place: Place, by: Person, id_: str) -> Message:
    target, thread = told.target or None, told.thread or None
    return Message(at, place, by, told.text, id_, reply_to=target, thread=thread, notice=told.notice, mentions=told.mentions)


_EVENTS: Mapping[What, Callable[[Logged, float, Place, Person, str], Event]] = {  # what a network would have reported
    What.SAID: _message,
    What.CAME: lambda _told, at, place, by, _id: Joined(at, place, by),
    What.WENT: lambda _told, at, place, by, _id: Left(at, place, by),
    What.EDITED: lambda told, at, place, by, id_: Edited(at, place, by, told.target, told.text, id_),
    What.REMOVED: lambda told, at, place, _by, id_: Removed(at, place, told.target, id_),
    What.SIGNED: lambda told, at, place, by, id_: Reacted(at, place, by, told.target, told.text, id_),
}
