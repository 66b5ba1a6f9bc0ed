"""What the adapter does beside reading and writing: joins, look-ups, typing marks. One at a time, each once, when it is due.

Full: what came last is not taken; all of it is asked for again when there is a reason again.
"""

import asyncio
import heapq
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from itertools import count

from bot.adapters.base import Clock
from bot.adapters.matrix.backoff import Backoff
from bot.adapters.matrix.link import Unreachable

log = logging.getLogger(__name__)

SLOTS = 5_000  # errands that wait: a look-up for every room of a large account at once
Errand = Callable[[], Awaitable[float | None]]  # seconds until it wants to be done again; None: it is done


class Errands:
    """A schedule and the one who works through it."""

    def __init__(self, clock: Clock, backoff: Backoff) -> None:
        """`backoff`: when an errand is tried again that found nobody at home."""
        self.clock, self.backoff = clock, backoff
        self._heap: list[tuple[float, int, str, Errand]] = []
        self._keys: set[str] = set()
        self._order = count()
        self._added = asyncio.Event()

    def __len__(self) -> int:
        return len(self._heap)

    @property
    def due_at(self) -> float | None:
        """When the next of them is to be done."""
        return self._heap[0][0] if self._heap else None

    def add(self, key: str, errand: Errand, after: float = 0.0) -> bool:
        """Do it `after` seconds; whether it was taken. One with the same key that waits already is the same errand."""
        if key in self._keys or len(self._heap) >= SLOTS:
            return False
        self._keys.add(key)
        heapq.heappush(self._heap, (self.clock() + after, next(self._order), key, errand))
        self._added.set()
        return True

    async def run(self) -> None:
        """Work through it until cancelled."""
        while True:
            self._added.clear()
            due_at = self.due_at
            wait = None if due_at is None else due_at - self.clock()
            if wait is not None and wait <= 0:
                _, _, key, errand = heapq.heappop(self._heap)
                self._keys.discard(key)
                await self._do(key, errand)
                continue
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._added.wait()

    async def _do(self, key: str, errand: Errand) -> None:
        try:
            again = await errand()
            self.backoff.succeeded(self.clock())
        except Unreachable as fault:
            log.info("%s: %s; later again", key, fault)
            again = self.backoff.failed()
        except Exception:  # a bug of ours, met by one errand: neither the others nor the network may fall over it
            log.exception("%s failed, and is given up", key)
            return
        if again is not None:
            self.add(key, errand, again)
