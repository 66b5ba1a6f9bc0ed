"""Rooms joined by a bridge (`same_room`): whose line it is, whether it was heard before, and whether anything still crosses.

Everybody lives on one side. A line that a bridge brings is heard as if it had been heard at home, where we know that person
there; its second copy is none. What a bridge vouches for is a name, so nobody has rights by a line that one has brought.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.core import relayed
from bot.core.events import Edited, Message
from bot.core.memory import RECENT_IDS, Memory
from bot.core.notes import Notes
from bot.core.passing import Bridged
from bot.core.people import BRIDGE_HOST, Person, Place, Standing
from bot.core.records import ENDED, Question, Said
from bot.core.settings import Bridge, MatrixNetwork, Settings
from bot.core.text import words

BRIDGED_WITHIN = 60.0  # seconds that a relayed line may take to the other side
DOUBLED_WITHIN = 10.0  # seconds: a bridge that stutters does so at once; people repeat themselves later
OURS_WITHIN = 180.0  # seconds in which a line of ours may come back over a bridge that shows it under another name
OUR_WORDS = 5, 12  # of a line of ours: fewer are anybody's words; more may be cut
LINES_KEPT = 12  # of each person: what may still have a copy under way
TEXT_KEPT = 4_000  # characters of each: a bridge that cuts lines brings no more than a few of them
PEOPLE_KEPT = 2_000  # whose lines are kept; oldest out


@dataclass(frozen=True, slots=True)
class Bridges:
    """What the guard asks about bridges."""

    settings: Settings

    # --- whose line it is, by the settings alone ---

    def speaker(self, message: Message, memory: Memory) -> Message:
        """A line that a configured bridge has brought belongs to the person named by it, who has no rights by it."""
        found = self.puppet(message.sender)
        if found is not None:
            return replace(message, sender=found, standing=Standing.NONE)
        for bridge in self._bridges(message.sender.network):
            told = self._told(bridge, message, memory) if self._relays(bridge, message.sender) else None
            if told is not None:
                nick, text = told
                person = Person(message.sender.network, f"{message.sender.id}/{nick.lower()}", nick, host=BRIDGE_HOST)
                return replace(message, sender=person, text=text, standing=Standing.NONE)  # the standing is the bridge's
        return message

    def puppet(self, person: Person) -> Person | None:
        """This person as somebody whom a bridge lets speak under a name of their own; None when they are none.

        On IRC the nick stays as it is written: said in front of a line, it is what the bridge makes a mention of.
        """
        matrix = isinstance(self.settings.network(person.network), MatrixNetwork)
        for bridge in self._bridges(person.network):
            found = re.fullmatch(bridge.puppets, person.id if matrix else person.name) if bridge.puppets else None
            if found:
                return Person(person.network, person.id, relayed.bare(found["nick"]) if matrix else person.name, host=BRIDGE_HOST)
        return None

    def is_bridge(self, person: Person) -> bool:
        """Whether this is a bridge itself: what it says in its own name is a bot's."""
        return not person.relayed and any(self._relays(bridge, person) for bridge in self._bridges(person.network))

    def brings_to(self, place: Place) -> bool:
        """Whether what a bridge brings to a place is recognised there."""
        return bool(self._bridges(place.network))

    def _bridges(self, network: str) -> tuple[Bridge, ...]:
        found = self.settings.network(network)
        return found.bridges if found else ()

    def _relays(self, bridge: Bridge, person: Person) -> bool:
        return bridge.nick != "" and bridge.nick.lower() in (person.name.lower(), person.id.lower())

    def _told(self, bridge: Bridge, message: Message, memory: Memory) -> tuple[str, str] | None:
        """Who says what in a line of a relaying bot."""
        found = re.match(bridge.pattern, message.text, re.DOTALL) if bridge.pattern else None
        if found:
            return relayed.bare(found["nick"]), found["text"]
        done = relayed.action(message.text)  # "/me joined" is the bridge's own: only known people do things
        known = done is not None and any(memory.person_named(side, done[0], message.at) for side in self.settings.sides(message.place))
        return done if known else None

    # --- what it says ---

    def read(self, message: Message, memory: Memory) -> Message:
        """A relayed line without the marks of the bridge: quotes, and remarks on what was left out."""
        text, _ = relayed.uncut(message.text)
        return replace(message, text=relayed.unquoted(text, lambda name: self.named(message.place, name, message.at, memory) is not None))

    def ours(self, message: Message, memory: Memory) -> bool:
        """Whether a bridge brings our own line back: under one of our names, or, whatever the name, in our own words."""
        here, *others = self.settings.sides(message.place)
        if message.sender.relayed:
            name = message.sender.name.casefold()
            if name in (own.casefold() for own in memory.own_names(here.network)[:1]):
                return True
            told = {variant.casefold() for variant in relayed.variants(message.sender.name)}
            if any(own.casefold() in told for other in others for own in self._own_names(other, memory)):
                return True
        return self.echoed(message, memory) is not None

    def _own_names(self, place: Place, memory: Memory) -> tuple[str, ...]:
        """What a bridge may call us: on IRC our true nick alone, since another of our names may be somebody's."""
        names = memory.own_names(place.network)
        return names if isinstance(self.settings.network(place.network), MatrixNetwork) else names[:1]

    def echoed(self, message: Message, memory: Memory) -> Said | None:
        """What we have said on another side lately that this line repeats in our own words."""
        if len(self.settings.sides(message.place)) == 1:
            return None
        fewest, most = OUR_WORDS
        heard = words(message.text[:TEXT_KEPT])
        for said in memory.said(room=self.settings.joined_place(message.place), since=message.at - OURS_WITHIN):
            mine = words(said.text)[:most]
            if len(mine) >= fewest and said.place != message.place and not said.place.direct and relayed.within(mine, heard):
                return said
        return None

    # --- at home ---

    def at_home(self, message: Message, memory: Memory) -> Message:
        """A relayed line as if it had been heard where its speaker is, if we know them there; else as it is."""
        home = self._home(message, memory) if message.sender.relayed else None
        if home is None:
            return message
        place, person = home
        return replace(message, place=place, sender=person, via=message.place)

    def _home(self, message: Message, memory: Memory) -> tuple[Place, Person] | None:
        for place in self.settings.sides(message.place)[1:]:
            if not memory.in_room(place):
                continue
            for name in relayed.variants(message.sender.name):
                id_ = memory.person_named(place, name, message.at) or name
                person = memory.present(place, id_)
                if person is not None and not person.relayed:
                    return place, Person(person.network, person.id, person.name, host=BRIDGE_HOST)
        return None

    def named(self, place: Place, name: str, at: float, memory: Memory) -> str | None:
        """The id of the person whom a name means on this side of a bridge, wherever they live."""
        here, *others = self.settings.sides(place)
        found = memory.person_named(here, name, at)
        if not others:
            return found
        home = memory.homes.get((here.network, found)) if found else None
        if home is not None:
            return home.id
        if found and memory.present(here, found) is not None and not self._stands_for_somebody(here, found, memory):
            return found
        for other in others:
            for variant in relayed.variants(name):
                id_ = memory.person_named(other, variant, at)
                if id_ is not None:
                    return id_
        return found

    def _stands_for_somebody(self, place: Place, id_: str, memory: Memory) -> bool:
        person = memory.present(place, id_)
        return person is not None and person.relayed

    # --- copies ---

    def keys(self, message: Message) -> Iterator[tuple[str, str]]:
        """Where the lines of this person are kept: by name, and by id, which some bridges show."""
        room = self.settings.joined_place(message.place)
        yield from dict.fromkeys((room, relayed.compared(name)) for name in (message.sender.name, message.sender.id))

    def lines(self, message: Message, memory: Memory) -> Iterator[Bridged]:
        """What this person has said within the time that a bridge needs, newest first."""
        for key in self.keys(message):
            yield from (line for line in reversed(memory.bridged.get(key, ())) if _near(message, line.at))

    def copied(self, message: Message, memory: Memory, cut: bool) -> Bridged | None:
        """The line that this one is a copy of, or that was a copy of it."""
        return next((line for line in self.lines(message, memory) if self._is_copy(line, message, cut)), None)

    def _is_copy(self, line: Bridged, message: Message, cut: bool) -> bool:
        read, through, text = message.via or message.place, message.sender.relayed, message.text[:TEXT_KEPT]
        if line.read == read:
            return through and message.at - line.at <= DOUBLED_WITHIN and line.text == text
        if through:
            return relayed.copies(text, line.text, cut)
        return line.relayed and not line.paired and relayed.copies(line.text, text, line.cut)

    def asked(self, message: Message, memory: Memory) -> Question | None:
        """The question that a copy of this line has opened before a restart, or while this side could not be read."""
        if message.sender.relayed or len(self.settings.sides(message.place)) == 1:
            return None
        mine = memory.questions_of(self.settings.joined_place(message.place), message.sender)
        heard = (q for q in mine if q.asker.relayed)
        return next((q for q in heard if any(_near(message, li.at) and relayed.copies(li.text, message.text) for li in q.lines)), None)

    def keep(self, message: Message, memory: Memory, cut: bool) -> None:
        """Remember a line where copies of it may come; of who a bridge speaks for, everywhere."""
        joined = len(self.settings.sides(message.place)) > 1
        if not joined and not message.sender.relayed:
            return
        read, through = message.via or message.place, message.sender.relayed
        line = Bridged(message.at, read, message.place, message.sender, message.text[:TEXT_KEPT], message.id, through, cut=cut)
        key = next(self.keys(message))
        lines = memory.bridged.pop(key, None)
        memory.bridged[key] = deque((line,), LINES_KEPT) if lines is None else lines
        if lines is not None:
            lines.append(line)
        while len(memory.bridged) > PEOPLE_KEPT:
            memory.bridged.popitem(last=False)

    def waits_for_own(self, message: Message, privileged: bool) -> bool:
        """Whether the line itself is heard, too, with all that its network knows of the speaker, and counts in place of this copy."""
        joined = len(self.settings.sides(message.place)) > 1
        return message.via is not None or (privileged and joined and message.sender.relayed)

    def forget(self, message: Message, memory: Memory) -> None:
        """As if a relayed line had not been heard: its own will be."""
        for key in self.keys(message):
            kept = memory.bridged.get(key)
            if kept and kept[-1].at == message.at and kept[-1].text == message.text[:TEXT_KEPT]:
                kept.pop()

    def edited(self, event: Edited, memory: Memory) -> None:
        """Somebody at home has changed a line: the correction that the bridge makes of it is a copy."""
        if len(self.settings.sides(event.place)) > 1:
            self.keep(Message(event.at, event.place, event.sender, event.text, event.id), memory, False)

    def correction(self, message: Message, memory: Memory) -> tuple[str, str] | None:
        """A relayed correction of the person's last line: what it was, and how it reads now. The same twice: nothing to do."""
        if not message.sender.relayed:
            return None
        lines = [line for key in self.keys(message) for line in reversed(memory.bridged.get(key, ()))]
        for line in lines:
            text = relayed.correction(message.text[:TEXT_KEPT], line.text)
            if text is not None and text != line.text:
                known = any(words(other.text) == words(text) for other in lines)
                return (text, text) if known else (line.text, text)
        return ("", "") if relayed.corrects(message.text[:TEXT_KEPT]) else None

    # --- people who turn out to be at home elsewhere ---

    def settle(self, stood_for: Person, read: Place, message: Message, notes: Notes) -> None:
        """We know now who somebody behind a bridge is: what was heard of them there is theirs, here."""
        memory = notes.memory
        memory.homes.pop((stood_for.network, stood_for.id), None)
        memory.homes[stood_for.network, stood_for.id] = message.sender
        while len(memory.homes) > RECENT_IDS:
            memory.homes.popitem(last=False)
        for question in tuple(memory.questions_of(self.settings.joined_place(read), stood_for)):
            if question.status not in ENDED:
                notes.put(_moved_home(question, message))
        for question in tuple(memory.questions(self.settings.joined_place(read))):
            if question.answered_by == stood_for:
                notes.put(replace(question, answered_by=message.sender))
        talk = memory.talk(self.settings.joined_place(read))
        typing = talk.typing.pop(stood_for.id, None)
        if typing is not None:
            typing.person, typing.place = message.sender, message.place
            talk.typing.setdefault(message.sender.id, typing)
        memory.passing(read).hellos.pop(stood_for.id, None)
        if memory.marked("spoke", stood_for) is not None and memory.marked("spoke", message.sender) is None:
            notes.mark("spoke", message.sender.identity, message.at)

    # --- whether anything crosses ---

    def looks_again(self, place: Place, memory: Memory) -> None:
        """We have come into a place: what crossed to it meanwhile, nobody knows."""
        for other in self.settings.sides(place)[1:]:
            memory.crossings.pop((other.key, place.key), None)

    def crosses(self, message: Message, memory: Memory) -> None:
        """A line was said that should be seen to cross."""
        place, *others = self.settings.sides(message.place)
        for other in others:
            if not message.sender.relayed and self.brings_to(other) and memory.in_room(other):
                crossing = memory.crossings[place.key, other.key]
                crossing.since = message.at if crossing.lines == 0 else crossing.since
                crossing.lines += 1

    def crossed(self, message: Message, memory: Memory) -> None:
        """A relayed line was seen: that direction works."""
        read = message.via or message.place
        homes = (message.place,) if message.via else self.settings.sides(read)[1:]
        for home in homes:
            memory.crossings.pop((home.key, read.key), None)


def _near(message: Message, at: float) -> bool:
    """Whether a line was heard or said within the time that a bridge needs; by either clock, since servers' clocks differ."""
    times = (message.at, message.at if message.sent is None else message.sent)
    return any(abs(time - at) <= BRIDGED_WITHIN for time in times)


def _moved_home(question: Question, message: Message) -> Question:
    """The question as asked by its asker where they are."""
    lines = tuple(replace(line, id=message.id if relayed.copies(line.text, message.text) else "") for line in question.lines)
    return replace(question, asker=message.sender, place=message.place, thread=message.thread, lines=lines)
