"""Is it for us at all? Own lines, bots, notices, playback and duplicates stop here; relayed lines become people.

The guard also keeps the passing memory of who is present, since every later step relies on it.
"""

import re
from dataclasses import dataclass, replace

from bot.core.events import Gone, Healed, Joined, Left, Message, Present, Renamed, Split
from bot.core.memory import OURS, RECENT_IDS, Memory
from bot.core.notes import Notes
from bot.core.passing import Passing
from bot.core.people import Person, Standing
from bot.core.records import Counter
from bot.core.settings import Settings

TWICE_WITHIN = 2.0  # seconds: the same words by the same person again are one line delivered twice, where lines have no ids
BRIDGED_WITHIN = 60.0  # seconds that a relayed line may take to the other side
BRIDGE_HOST = "relayed"  # the host of people behind a bridge: nothing vouches for them

Presence = Joined | Left | Split | Healed | Renamed | Present | Gone  # the events that say who is where


@dataclass(frozen=True, slots=True)
class Guard:
    """The first step of the kernel."""

    settings: Settings

    def admits(self, message: Message, notes: Notes) -> Message | None:
        """The message as a person said it, or None with the reason in the notes when it is none of our business."""
        message = self._unrelayed(message)
        why = self._refuses(message, notes.memory)
        if why:
            notes.why("guard", why)
            return None
        return message

    def _refuses(self, message: Message, memory: Memory) -> str:
        if message.own or message.sender.name in memory.own_names(message.place.network)[:1]:  # another of our names may be somebody's nick
            _remember(memory, message.id, OURS)  # so that a reply to it is known to be said to us
            return "our own line"
        if message.playback:
            return "history played back on joining"
        if message.notice:
            return "a notice is never answered"
        if message.sender.bot or self._listed_bot(message.sender):
            return "said by a bot"
        if message.vouched:  # it was heard before, and is heard again on purpose
            return ""
        return self._over_the_bridge(message, memory) or self._twice(message, memory)

    def _over_the_bridge(self, message: Message, memory: Memory) -> str:
        """Rooms joined by a bridge (`same_room`) bring each line twice, once by its speaker and once relayed: the second is none.

        The name stands for the same person on both sides from then on, so that an answer given on the other side is one.
        """
        if not any(message.place in group for group in self.settings.same_room):
            return ""
        key = (self.settings.joined_place(message.place), message.sender.name.lower(), message.text)
        before = memory.bridged.pop(key, None)
        memory.bridged[key] = (message.at, message.place, message.sender)
        while len(memory.bridged) > RECENT_IDS:
            memory.bridged.popitem(last=False)
        if before is None or before[1] == message.place or message.at - before[0] > BRIDGED_WITHIN:
            return ""
        if BRIDGE_HOST not in (message.sender.host, before[2].host):
            return ""
        memory.bridged[key] = before
        here = memory.passing(message.place)
        if message.sender.id not in here.people:
            here.names[message.sender.name.lower()] = (before[2].id, message.at)
        return "delivered before (on the other side of a bridge)"

    def _listed_bot(self, sender: Person) -> bool:
        """Named in the settings as a bot; a bridge is one, too, where it does not speak for somebody."""
        ours = (network for network in self.settings.networks if network.name == sender.network)
        names = (name for network in ours for name in (*network.bots, *(bridge.nick for bridge in network.bridges)))
        return any(name.lower() == sender.name.lower() for name in names)

    def _twice(self, message: Message, memory: Memory) -> str:
        if message.id:
            if message.id in memory.ids:
                return "delivered before (same message id)"
            _remember(memory, message.id, message.sender.id)
            return ""
        spoken = (message.place.key, message.sender.id, message.text)
        before = memory.lately.pop(spoken, None)
        memory.lately[spoken] = message.at
        while len(memory.lately) > RECENT_IDS:
            memory.lately.popitem(last=False)
        return "delivered before (same words at once)" if before is not None and message.at - before < TWICE_WITHIN else ""

    def _unrelayed(self, message: Message) -> Message:
        """A line relayed by a configured bridge bot belongs to the person named in it."""
        bridges = (b for network in self.settings.networks if network.name == message.place.network for b in network.bridges)
        for bridge in bridges:
            found = re.match(bridge.pattern, message.text) if bridge.nick.lower() == message.sender.name.lower() else None
            if found:
                nick = found["nick"]
                person = Person(message.sender.network, f"{message.sender.id}/{nick.lower()}", nick, host=BRIDGE_HOST)
                return replace(message, sender=person, text=found["text"], standing=Standing.NONE)  # the standing is the bridge's
        return message


def _remember(memory: Memory, message_id: str, sender_id: str) -> None:
    """Note whose line has this id."""
    if message_id:
        memory.ids[message_id] = sender_id
    while len(memory.ids) > RECENT_IDS:
        memory.ids.popitem(last=False)


def seen(message: Message, memory: Memory, greeting: bool = False) -> None:
    """Note that this person spoke here now. A bare greeting does not count as having been in conversation."""
    place = memory.passing(message.place)
    place.saw(message.sender, message.at)
    if not message.place.closed and message.sender.host != BRIDGE_HOST:
        place.people[message.sender.id] = message.sender
    if not greeting:
        place.spoke.pop(message.sender.id, None)
        place.spoke[message.sender.id] = message.at
    place.last_line, place.last_by = message.at, message.sender.id
    for crowd in (place.spoke, place.called):
        while len(crowd) > RECENT_IDS:
            crowd.popitem(last=False)


def presence(event: Presence, notes: Notes) -> None:
    """Keep the lists of who is where."""
    memory = notes.memory
    match event:
        case Joined() | Healed():
            _enter(memory.passing(event.place), _people(event), event.at)
        case Left() | Split():
            _leave(memory.passing(event.place), _people(event), event.at)
        case Present():
            _present(event, notes)
        case Renamed():
            for place in memory.on(event.new.network):
                _rename(place, event.old, event.new, event.at)
        case Gone():
            for place in [memory.passing(event.place)] if event.place else memory.on(event.network):
                place.people.clear()
                place.joined = False
            if event.why:
                memory.gone(event.network, event.place.room if event.place else "", event.at, event.why)


def _present(event: Present, notes: Notes) -> None:
    here = notes.memory.passing(event.place)
    here.people.clear()
    here.joined = True
    notes.memory.troubles.pop((event.place.network, event.place.room), None)
    _enter(here, event.people, event.at)
    if not notes.memory.counter(f"since:{event.place.key}"):
        notes.put(Counter(f"since:{event.place.key}", int(event.at)))  # how long we know this room (greeting: learn)


def _people(event: Joined | Left | Split | Healed) -> tuple[Person, ...]:
    return event.people if isinstance(event, Split | Healed) else (event.person,)


def _enter(place: Passing, people: tuple[Person, ...], at: float) -> None:
    for person in people:
        place.people[person.id] = person
        place.saw(person, at)


def _leave(place: Passing, people: tuple[Person, ...], at: float) -> None:
    for person in people:
        place.people.pop(person.id, None)
        place.hellos.pop(person.id, None)
        place.saw(person, at)


def _rename(place: Passing, old: Person, new: Person, at: float) -> None:
    """The person is the same under another nick: what was noted under the old one goes along."""
    if old.id not in place.people:
        return
    del place.people[old.id]
    place.people[new.id] = new
    place.saw(new, at)
    for crowd in (place.spoke, place.called):
        if old.id in crowd:
            crowd[new.id] = crowd.pop(old.id)
    if old.id in place.typing:
        place.typing[new.id] = place.typing.pop(old.id)
