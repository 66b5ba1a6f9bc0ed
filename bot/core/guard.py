"""Is it for us at all? Own lines, bots, notices, playback and duplicates stop here; relayed lines become people.

The guard also keeps the passing memory of who is present, since every later step relies on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.core import relayed
from bot.core.bridges import Bridges
from bot.core.events import Edited, Gone, Healed, Joined, Left, Message, Present, Reacted, Renamed, Split, Unreadable
from bot.core.memory import OURS, RECENT_IDS, Memory
from bot.core.notes import Correction, Notes
from bot.core.passing import SEEN_NAMES, Bridged, Passing
from bot.core.people import Person
from bot.core.records import Counter
from bot.core.settings import Settings

TWICE_WITHIN = 2.0  # seconds: the same words by the same person again are one line delivered twice, where lines have no ids

Presence = Joined | Left | Split | Healed | Renamed | Present | Gone  # the events that say who is where


@dataclass(frozen=True, slots=True)
class Guard:
    """The first step of the kernel."""

    settings: Settings

    @property
    def bridges(self) -> Bridges:
        return Bridges(self.settings)

    def admits(self, message: Message, notes: Notes) -> Message | None:
        """The message as a person said it, or None with the reason in the notes when it is none of our business."""
        message = self.bridges.speaker(message, notes.memory)
        why = self._refuses(message, notes.memory)
        if not why and not message.vouched:  # else it was heard before, and is heard again on purpose
            admitted = self._over_a_bridge(message, notes)
            if isinstance(admitted, Message):
                message, why = admitted, self._twice(admitted, notes.memory)
            else:
                why = admitted
        if why:
            notes.why("guard", why)
            return None
        return message

    def _refuses(self, message: Message, memory: Memory) -> str:
        if self._ours(message, memory):
            _remember(memory, message.id, OURS)  # so that a reply to it is known to be said to us
            said = self.bridges.echoed(message, memory) if message.id else None
            if said is not None:
                memory.echoed(message.id, said.key)
            return "our own line"
        if message.playback:
            return "history played back on joining"
        if message.notice:
            return "a notice is never answered"
        if (
            message.sender.bot
            or self._listed_bot(message.sender)
            or (not message.sender.relayed and self.bridges.is_bridge(message.sender))
        ):
            return "said by a bot"
        return ""

    def _ours(self, message: Message, memory: Memory) -> bool:
        """Another of our names may be somebody's nick."""
        if message.own or (not message.sender.relayed and message.sender.name in memory.own_names(message.place.network)[:1]):
            return True
        if not self.bridges.ours(message, memory):
            return False
        if message.sender.relayed:
            self.bridges.crossed(message, memory)
        return True

    def _over_a_bridge(self, message: Message, notes: Notes) -> Message | str:
        """Rooms joined by a bridge bring each line twice, once by its speaker and once relayed: the second is none, and says why."""
        memory, cut = notes.memory, False
        if not message.sender.relayed and len(self.settings.sides(message.place)) == 1:
            return message  # no bridge has a part in it
        if message.sender.relayed:
            _, cut = relayed.uncut(message.text)
            message = self._at_home(self.bridges.read(message, memory), notes)
            self.bridges.crossed(message, memory)
            if not message.text.strip():
                return "a quote and nothing else, relayed"
        line = self.bridges.copied(message, memory, cut)
        if line is not None:
            rest = self._again(line, message, notes)
            return replace(message, text=rest) if rest else "delivered before (on the other side of a bridge)"
        asked = self.bridges.asked(message, memory)
        if asked is not None:
            self.bridges.settle(asked.asker, asked.place, message, notes)
            return "asked before (on the other side of a bridge)"
        corrected = self.bridges.correction(message, memory)
        if corrected is not None:
            notes.correction = Correction(message, *corrected)
            self.bridges.keep(replace(message, text=corrected[1]), memory, cut)
            return "a correction of their last line, relayed"
        self.bridges.keep(message, memory, cut)
        self.bridges.crosses(message, memory)
        return message

    def _at_home(self, message: Message, notes: Notes) -> Message:
        home = self.bridges.at_home(message, notes.memory)
        if home is message:
            return message
        known = notes.memory.homes.get((message.sender.network, message.sender.id))
        if known is None or known.id != home.sender.id:
            self.bridges.settle(message.sender, message.place, home, notes)
        return home

    def _again(self, line: Bridged, message: Message, notes: Notes) -> str:
        """A line has been heard on both sides now. The part of it that was not heard yet, where a bridge brought it in pieces."""
        memory = notes.memory
        _remember(memory, message.id, line.sender.id)
        if message.sender.relayed:
            notes.arrived.append((line, message.via or message.place))
            if message.sender.network != line.sender.network:
                self.bridges.settle(
                    message.sender, message.place, replace(message, sender=line.sender, place=line.place, id=line.id), notes
                )
            return ""
        pieces = [one for one in self.bridges.lines(message, memory) if one.relayed and not one.paired]
        self.bridges.settle(line.sender, line.place, message, notes)
        seen(message, memory, room=self.settings.joined_place(message.place))
        rest = relayed.remaining(message.text, lambda text: any(relayed.copies(text, one.text, one.cut) for one in pieces))
        for one in pieces:
            one.paired = one.paired or relayed.copies(one.text, message.text, one.cut)
        self.bridges.keep(message, memory, False)
        return rest if "\n" in message.text else ""

    def _listed_bot(self, sender: Person) -> bool:
        """Named in the settings as a bot, on the network itself or where a bridge brings its lines from."""
        names = {name.casefold() for network in self.settings.networks if network.name == sender.network for name in network.bots}
        if not names:
            return False
        said = relayed.variants(sender.name) if sender.relayed else (sender.name,)
        return any(name.casefold() in names for name in said)

    def _twice(self, message: Message, memory: Memory) -> str:
        if message.id:
            if message.id in memory.ids:
                return "delivered before (same message id)"
            _remember(memory, message.id, message.sender.id)
            return ""
        spoken = ((message.via or message.place).key, message.sender.id, message.text)
        before = memory.lately.pop(spoken, None)
        memory.lately[spoken] = message.at
        while len(memory.lately) > RECENT_IDS:
            memory.lately.popitem(last=False)
        return "delivered before (same words at once)" if before is not None and message.at - before < TWICE_WITHIN else ""

    def heeds(self, event: Edited | Reacted, notes: Notes) -> bool:
        """Whether an edit or a sign is by a person, and was not taken in before."""
        why = ""
        if event.sender.bot or self._listed_bot(event.sender) or self.bridges.is_bridge(event.sender):
            why = "done by a bot"
        elif event.sender.id in notes.memory.own_names(event.place.network):
            why = "done by us"
        elif event.id and event.id in notes.memory.ids:
            why = "delivered before (same event id)"
        _remember(notes.memory, event.id, event.sender.id)
        if why:
            notes.why("guard", why)
        return not why

    def unread(self, event: Unreadable, notes: Notes) -> bool:
        """Whether a line that we cannot read is by a person."""
        return not (self._listed_bot(event.sender) or event.sender.id in notes.memory.own_names(event.place.network))

    def marked(self, event: Presence) -> Presence:
        """The event with those marked for whom a bridge speaks."""
        match event:
            case Joined() | Left():
                return replace(event, person=self._marked(event.person))
            case Split() | Healed() | Present():
                return replace(event, people=tuple(map(self._marked, event.people)))
            case Renamed():
                return replace(event, old=self._marked(event.old), new=self._marked(event.new))
        return event

    def _marked(self, person: Person) -> Person:
        return self.bridges.puppet(person) or person


def _remember(memory: Memory, message_id: str, sender_id: str) -> None:
    """Note whose line has this id."""
    if message_id:
        memory.ids[message_id] = sender_id
    while len(memory.ids) > RECENT_IDS:
        memory.ids.popitem(last=False)


def seen(message: Message, memory: Memory, greeting: bool = False, room: str = "") -> None:
    """Note that this person spoke here now (`room`: key of the joined place). A bare greeting is no conversation."""
    place, talk = memory.passing(message.place), memory.talk(room or message.place.key)
    place.saw(message.sender, message.at)
    if not message.place.closed and not message.sender.relayed:
        place.people[message.sender.id] = message.sender
        place.left.pop(message.sender.id, None)
        while not place.complete and len(place.people) > SEEN_NAMES:  # who spoke, where nobody tells who is there
            place.people.popitem(last=False)
    talk.heard += 1
    if not greeting:
        talk.spoke.pop(message.sender.id, None)
        talk.spoke[message.sender.id] = message.at
        talk.voice(message.sender.id).line = talk.heard
    talk.last_line, talk.last_by = message.at, message.sender.id
    while len(talk.spoke) > RECENT_IDS:
        talk.spoke.popitem(last=False)


def presence(event: Presence, notes: Notes, rooms: Iterable[str] = ()) -> None:
    """Keep the lists of who is where. `rooms`: the joined places that a network has a part in."""
    memory = notes.memory
    match event:
        case Joined() | Healed():
            _enter(memory.passing(event.place), _people(event), event.at)
        case Left() | Split():
            _leave(memory.passing(event.place), _people(event), event.at)
        case Present():
            _present(event, notes)
        case Renamed():
            _renamed(event, memory, rooms)
        case Gone():
            for place in [memory.passing(event.place)] if event.place else memory.on(event.network):
                place.people.clear()
                place.joined = False
            if event.why:
                memory.gone(event.network, event.place.room if event.place else "", event.at, event.why)


def _present(event: Present, notes: Notes) -> None:
    here = notes.memory.passing(event.place)
    if event.complete:
        here.people.clear()
    here.joined, here.complete = True, event.complete
    notes.memory.troubles.pop((event.place.network, event.place.room), None)
    _enter(here, event.people, event.at)
    if not notes.memory.counter(f"since:{event.place.key}"):
        notes.put(Counter(f"since:{event.place.key}", int(event.at)))  # how long we know this room (greeting: learn)


def _people(event: Joined | Left | Split | Healed) -> tuple[Person, ...]:
    return event.people if isinstance(event, Split | Healed) else (event.person,)


def _enter(place: Passing, people: tuple[Person, ...], at: float) -> None:
    for person in people:
        place.people[person.id] = person
        place.left.pop(person.id, None)
        place.saw(person, at)


def _leave(place: Passing, people: tuple[Person, ...], at: float) -> None:
    for person in people:
        place.people.pop(person.id, None)
        if not place.complete:
            place.left[person.id] = at
            while len(place.left) > RECENT_IDS:
                place.left.popitem(last=False)
        place.hellos.pop(person.id, None)
        place.saw(person, at)


def _renamed(event: Renamed, memory: Memory, rooms: Iterable[str]) -> None:
    old, new = event.old, event.new
    for place in memory.on(new.network):
        if old.id in place.people:
            del place.people[old.id]
            place.people[new.id] = new
            place.saw(new, event.at)
            _go_on_as(place, old, new)
    for room in rooms:
        _go_on_as(memory.talk(room), old, new)


def _go_on_as(place: Passing, old: Person, new: Person) -> None:
    """The person is the same under another nick: what was noted under the old one goes along."""
    if old.id in place.spoke:
        place.spoke[new.id] = place.spoke.pop(old.id)
    if old.id in place.voices:
        place.voices[new.id] = place.voices.pop(old.id)
    if old.id in place.typing:
        place.typing[new.id] = place.typing.pop(old.id)
