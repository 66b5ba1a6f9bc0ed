"""Netsplits as one event: the line between two servers breaks, hundreds of people quit at once, and later come back at once.

What is told of them is collected until it has been quiet for a moment, one event for each channel. Whatever else happens is
told after it, so the order of events never changes and a nick with a new owner is never taken for the old one. Somebody
may quit with words that look like a split: then it is told a moment late, and that is all.
"""

import re
from collections import OrderedDict
from collections.abc import Sequence

from bot.adapters.irc.batches import JOIN, SPLIT, Batches
from bot.adapters.irc.timings import Timings
from bot.adapters.irc.tokens import Line, param
from bot.core.events import Event, Healed, Joined, Left, Renamed, Split
from bot.core.people import Person, Place

SERVERS = re.compile(r"[\w*-]+(\.[\w*-]+)+ [\w*-]+(\.[\w*-]+)+")  # "hub.example.net leaf.example.net", or "*.net *.split" where hidden
KEPT = 10_000  # people (once for each channel) who may come back together
NEVER = float("inf")


class Splits:
    """Collects on one connection. Times are the bot's clock, in seconds."""

    def __init__(self, timings: Timings, batches: Batches) -> None:
        self.timings, self.batches = timings, batches
        self._kind: type[Split | Healed] = Split
        self._people: dict[Place, dict[str, Person]] = {}  # by id
        self._began = self._last = 0.0
        self._lost: OrderedDict[tuple[Place, str], str | None] = OrderedDict()  # place and id -> user@host

    def tell(self, line: Line, events: Sequence[Event], at: float) -> list[Event]:
        """What may be told now, after a line that brought these events."""
        kind = self._kind_of(line, events)
        if kind is None:
            events = [event for event in events if not self._belongs(event)]
            return [*self._flush(at), *events] if events else []
        told = self._flush(at) if kind is not self._kind else []
        self._began = self._began if self._people else at
        self._kind, self._last = kind, at
        for event in events:
            if isinstance(event, Left | Joined):
                self._people.setdefault(event.place, {})[event.person.id] = event.person
                self._note(event)
        return told

    def tick(self, at: float) -> list[Event]:
        """Time has passed."""
        return self._flush(at) if at >= self.due() else []

    def due(self) -> float:
        """When what was collected is told at the latest."""
        return min(self._last + self.timings.split, self._began + self.timings.split_most) if self._people else NEVER

    def _kind_of(self, line: Line, events: Sequence[Event]) -> type[Split | Healed] | None:
        if not events:
            return None
        if line.command == "QUIT" and (SERVERS.fullmatch(param(line, 0)) or self.batches.within(line, SPLIT)):
            return Split
        if line.command == "JOIN" and (self.batches.within(line, JOIN) or all(map(self._is_back, events))):
            return Healed
        return None

    def _belongs(self, event: Event) -> bool:
        """Whether it says only that somebody is away whose return is still to be told, as servers do after such a JOIN: told with it."""
        if self._kind is not Healed or not isinstance(event, Renamed) or event.old != event.new:
            return False
        back = [people for people in self._people.values() if event.new.id in people]
        for people in back:
            people[event.new.id] = event.new
        return bool(back)

    def _is_back(self, event: Event) -> bool:
        """Whether who comes is who was lost, and not somebody else under the nick."""
        return isinstance(event, Joined) and self._lost.get((event.place, event.person.id), "") == event.person.host

    def _note(self, event: Left | Joined) -> None:
        key = event.place, event.person.id
        self._lost.pop(key, None)
        if isinstance(event, Left):
            self._lost[key] = event.person.host
            if len(self._lost) > KEPT:
                self._lost.popitem(last=False)

    def _flush(self, at: float) -> list[Event]:
        events: list[Event] = [self._kind(at, place, tuple(people.values())) for place, people in self._people.items()]
        self._people.clear()
        return events
