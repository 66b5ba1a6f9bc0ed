"""The bounded queue between the networks and the thinker.

What if it is full? Lines that nobody said to us and that wait longest are dropped and counted: they are what a human
reader would skim, too. Everything else (joins, lines to us, ticks) makes its network wait, which is the back-pressure;
and so do all lines of a network that keeps them for us until we ask (Matrix).
"""

import asyncio
from collections import deque

from bot.core.events import Event, Message

SLOTS = 1000  # events; a second or two of the busiest channel
SEARCHED = 200  # of the oldest events looked at for one to drop


class Inbox:
    """A queue of events for one reader.

    `names` are what the bot is called: lines with one of them are never dropped, nor is any line of the networks that `wait`.
    """

    def __init__(self, names: tuple[str, ...], slots: int = SLOTS) -> None:
        self.names = tuple(name.lower() for name in names)
        self.wait: set[str] = set()
        self.slots = slots
        self.dropped = 0
        self._events: deque[Event] = deque()
        self._changed = asyncio.Condition()
        self._closed = False

    async def put(self, event: Event) -> None:
        """Add an event; waits while the queue is full of what must not be dropped. Ignored after `close`."""
        async with self._changed:
            if len(self._events) >= self.slots and not self._closed:
                self._drop_one()
            await self._changed.wait_for(lambda: len(self._events) < self.slots or self._closed)
            if not self._closed:
                self._events.append(event)
            self._changed.notify_all()

    async def get(self) -> Event | None:
        """The next event; None when closed and empty."""
        async with self._changed:
            await self._changed.wait_for(lambda: bool(self._events) or self._closed)
            event = self._events.popleft() if self._events else None
            self._changed.notify_all()
            return event

    async def close(self) -> None:
        """Take nothing more; what is in it can still be read."""
        async with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _drop_one(self) -> None:
        for index in range(min(SEARCHED, len(self._events))):
            event = self._events[index]
            if self._may_go(event):
                del self._events[index]
                self.dropped += 1
                return

    def _may_go(self, event: Event) -> bool:
        if not isinstance(event, Message) or event.place.direct or event.place.network in self.wait:
            return False
        return not any(name in event.text.lower() for name in self.names)
