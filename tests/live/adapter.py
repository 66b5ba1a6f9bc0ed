"""The IRC adapter at work on a real socket, and everything that it reports: what the tests of this folder share."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TypeVar

from bot.adapters.irc.link import IrcAdapter
from bot.adapters.irc.timings import Timings
from bot.core.actions import Say
from bot.core.events import Event, Gone, Present
from bot.core.people import Person, Place
from bot.core.settings import IrcNetwork, Login, Room, Tls
from tests.live.drift import unblocked
from tests.servers.common import Pki, free_port

WAIT = 15.0  # seconds for anything to happen; a loaded machine needs 3
SWIFT = Timings(
    connect=2.0, register=15.0, identify=3.0, ping_after=0.3, dead_after=0.3, backoff=0.1, backoff_cap=0.4, backoff_barred=0.1,
    line_every=0.01, line_burst=20, rejoin=0.1, join_retry=0.2, nick_retry=0.5, goodbye=1.0,
)  # fmt: skip
PATIENT = replace(SWIFT, ping_after=20.0)  # where silence must not be what is noticed
NO_LOGIN = Login()

EventT = TypeVar("EventT", bound=Event)


clock = time.time  # noqa: TID251 -- the tests are the shell here


class Bot:
    """An adapter at work, and everything it has reported."""

    def __init__(self, network: IrcNetwork, timings: Timings, name: str | None = None, seed: int = 1) -> None:
        self.name = name or f"helper{free_port()}"  # servers take a while to forget the bot of the test before
        self.events: asyncio.Queue[Event] = asyncio.Queue()
        self.reports: asyncio.Queue[str] = asyncio.Queue()
        chance = random.Random(seed)  # noqa: S311 -- dice, not secrets
        self.adapter = IrcAdapter(network, self.name, "the ops", clock, chance, self.reports.put_nowait, timings)

    async def hears(self, kind: type[EventT], matches: Callable[[EventT], bool] = lambda _: True) -> EventT:
        """The next event of that kind; others go by."""
        async with asyncio.timeout(WAIT):
            while True:
                event = await self.events.get()
                if isinstance(event, kind) and matches(event):
                    return event

    def never_came(self) -> bool:
        """Whether all it has reported so far is that it is not there, and why. Takes these events."""
        waiting = [self.events.get_nowait() for _ in range(self.events.qsize())]
        return all(isinstance(event, Gone) and event.why for event in waiting)

    async def reported(self) -> str:
        """The next line for the operator."""
        async with asyncio.timeout(WAIT):
            return await self.reports.get()

    async def in_room(self, room: str) -> Present:
        return await self.hears(Present, lambda event: event.place.room == room)

    async def says(self, place: Place, *lines: str, to: Person | None = None) -> None:
        await self.adapter.perform(Say(f"key{free_port()}", place, lines, to=to))


def network(port: int, room: str, tls: Tls | None = None, login: Login = NO_LOGIN) -> IrcNetwork:
    return IrcNetwork("net", "localhost" if tls else "127.0.0.1", port, tls, login, (Room(room),))


@asynccontextmanager
async def working(settings: IrcNetwork, timings: Timings = SWIFT, name: str | None = None, seed: int = 1) -> AsyncIterator[Bot]:
    """The adapter, listening, and never holding up the loop."""
    bot = Bot(settings, timings, name, seed)
    async with unblocked(), asyncio.TaskGroup() as group:
        task = group.create_task(bot.adapter.listen(bot.events.put))
        try:
            yield bot
        finally:
            task.cancel()


def secure(pki: Pki) -> Tls:
    return Tls(ca=str(pki.ca))
