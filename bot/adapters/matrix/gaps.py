"""Filling the gap before a timeline: everything that was said in a room between two syncs, page by page, in order, each event once.

nio fills no gaps, and homeservers send at most some hundred lines of a room at once, so a lively minute would be lost without this.
Client-server API, "GET /rooms/{roomId}/messages".
"""

import asyncio
import logging
import random
from dataclasses import dataclass

from bot.adapters.base import Clock
from bot.adapters.matrix import filters
from bot.adapters.matrix.backoff import Backoff
from bot.adapters.matrix.link import Link, Unreachable, path
from bot.adapters.matrix.sync import Malformed, Page, Raw, read_page
from bot.adapters.matrix.timings import Timings

log = logging.getLogger(__name__)

PER_PAGE = 100  # events; what homeservers give at most varies, and a short page is no end
PAGES = 50  # of one gap: 5,000 lines of one room between two syncs; older ones are too old to be answered anyway
OLDEST = 86_400.0  # seconds: nothing said earlier than this is fetched; a question is answered within `max_age`, and listed within a day


@dataclass(frozen=True, slots=True)
class Filled:
    """What was in the gap, oldest first."""

    events: tuple[Raw, ...]
    state: tuple[Raw, ...]


class Gaps:
    """Reads gaps of one account."""

    def __init__(self, link: Link, timings: Timings, clock: Clock, chance: random.Random) -> None:
        self.link, self.timings, self.clock, self.chance = link, timings, clock, chance

    async def fill(self, room_id: str, end: str, since: str) -> Filled:
        """Everything between `since` (a sync position) and `end` (prev_batch). What cannot be had in a few tries is given up."""
        pages: list[Page] = []
        while end and len(pages) < PAGES:
            page = await self._page(room_id, end, since)
            if page is None:
                log.warning("lines of %s could not be read: not given in %d tries", room_id, self.timings.page_tries)
                break
            pages.append(page)
            if not page.end or page.end == end or not page.events or self._too_old(page):
                break
            end = page.end
        events = {e["event_id"]: e for page in reversed(pages) for e in reversed(page.events) if isinstance(e.get("event_id"), str)}
        return Filled(tuple(events.values()), tuple(event for page in pages for event in page.state))

    async def _page(self, room_id: str, end: str, since: str) -> Page | None:
        where = path("rooms", room_id, "messages", dir="b", limit=str(PER_PAGE), filter=filters.page(), to=since, **{"from": end})
        backoff = Backoff(self.timings, self.chance)
        for _ in range(self.timings.page_tries):
            try:
                answer = await self.link.ask("GET", where, timeout=self.timings.request)
                if answer.ok:
                    return read_page(answer.body)
                wait = answer.wait
                log.info("a page of %s: %s", room_id, answer.words)
            except (Unreachable, Malformed) as fault:
                wait = None
                log.info("a page of %s: %s", room_id, fault)
            await asyncio.sleep(backoff.failed(wait or 0.0))
        return None

    def _too_old(self, page: Page) -> bool:
        """Whether all of it is: who sends an event chooses its time, and nobody's false time may hide the lines of others."""
        oldest = 1000 * (self.clock() - OLDEST)
        stamps = [event.get("origin_server_ts") for event in page.events]
        return all(isinstance(stamp, int | float) and stamp < oldest for stamp in stamps)
