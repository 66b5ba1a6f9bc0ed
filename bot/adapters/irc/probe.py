"""A visit to one network for `check --online`: how far the bot would come, one finding for each step, and not a word in any channel.

It goes the bot's own way (the adapter's link and wire, the same login, the same account) under another nick, so that a bot that
is running is not disturbed. What a room allows is seen by going in, reading its modes and our standing, and leaving: from the
outside no server tells whether a channel would let us in. Every step is bounded in time.
"""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import replace

from bot.adapters.base import Refused
from bot.adapters.finding import Finding, Report, secured
from bot.adapters.irc.findings import capabilities, hindrances, logged_in, may_speak, remedy
from bot.adapters.irc.link import IrcAdapter, Link
from bot.adapters.irc.out import Fault, Kind, line
from bot.adapters.irc.timings import DEFAULT
from bot.core.events import Gone, Present

NICK_TAIL = "-check"  # what the visitor is called, behind the bot's name
VISIT = replace(DEFAULT, connect=15.0, register=30.0, identify=20.0, goodbye=1.0)
ROOMS = 30.0  # seconds to get into all rooms: one a second, after a few at once
MODES = 5.0  # seconds for the modes of all rooms; a server that does not tell them is not waited for
LOOK = 0.05  # seconds between looks at what has come
GOODBYE = "only looked whether I may speak here"


class Probe:
    """One visit. `adapter` must be new and is used for nothing else; every finding goes to `tell` as it comes."""

    def __init__(self, adapter: IrcAdapter, tell: Callable[[Finding], None]) -> None:
        self.adapter, self.settings, self.clock = adapter, adapter.settings, adapter.clock
        self.report = Report(adapter.network, tell)
        self._fine, self._wrong = self.report.fine, self.report.wrong
        self.outside: dict[str, str] = {}  # folded room -> why we are not in it

    async def visit(self) -> None:
        """All steps, up to the first that fails; by TLS in a second attempt where the server wants that."""
        if await self.report.resolves(self.settings.host, "host"):
            fault = await self._attempt()
            if fault is not None and fault.kind is Kind.UPGRADE:
                await self._attempt()

    async def _attempt(self) -> Fault | None:
        link = self.adapter.prepare()
        try:
            if await self._connects(link) and await self._comes_in(link):
                await self._looks_around(link)
                await self._leaves(link)
        finally:
            link.abort()
        return link.fault

    async def _connects(self, link: Link) -> bool:
        try:
            fault = await self.adapter.dial(link)
        except Refused as refused:  # a certificate file of ours
            self._wrong(str(refused), "")
            return False
        if fault is None and link.transport is not None:
            connection = link.transport.get_extra_info("ssl_object")
            version, certificate = (connection.version(), connection.getpeercert() or {}) if connection else (None, {})
            how, late = secured(version, certificate, self.clock())
            self.report.tell(Finding(self.settings.name, f"connected to {self.settings.host}:{link.port} {how}", not late, late))
            return True
        self._ended(fault)
        return False

    async def _comes_in(self, link: Link) -> bool:
        timings = self.adapter.timings
        await self._until(link, lambda: link.wire.ready, timings.register + timings.identify)
        if not link.wire.ready:
            self._ended(link.fault)
            return False
        self._fine(capabilities(link.wire.state.caps))
        self._fine(logged_in(self.settings.login))
        return True

    def _ended(self, fault: Fault | None) -> None:
        fault = fault or Fault(Kind.LOST, "the server did not let us in")
        self._wrong(fault.why, remedy(fault))

    async def _looks_around(self, link: Link) -> None:
        """Go into the rooms, and ask for the modes of those that let us in."""
        rooms, channels = link.wire.rooms.rooms, link.wire.state.channels
        await self._until(link, lambda: all(room.joined or name in self.outside for name, room in rooms.items()), ROOMS)
        for room in rooms.values():
            if room.joined:
                link.send_raw(line("MODE", room.name))
        await self._until(link, lambda: all(channel.created for channel in channels.values()), MODES)
        for configured in self.settings.rooms:
            self._room(link, configured.name)

    def _room(self, link: Link, name: str) -> None:
        """What there is to say about one room."""
        state = link.wire.state
        folded = state.casefold(name)
        if folded not in link.wire.rooms.rooms:
            self._wrong(f"{name!r} cannot be the name of a channel", "see rooms: of this network")
        elif folded in self.outside:
            self._wrong(f"{name}: {self.outside[folded]}", "ask those who run it to let the bot in")
        elif folded not in state.channels:
            self._wrong(f"{name}: the server did not answer our JOIN", "try again later")
        else:
            modes, standing = state.channels[folded].modes, state.standing(folded, state.nickname)
            found = tuple(hindrances(modes, standing, self.settings.login.method != "none"))
            for one in found:
                self._wrong(f"{name}: {one.text}", one.remedy)
            if not found:
                self._fine(f"{name}: {may_speak(modes, standing)}")

    async def _leaves(self, link: Link) -> None:
        for name, room in link.wire.rooms.rooms.items():
            if name in link.wire.state.channels:
                link.send_raw(line("PART", room.name, text=GOODBYE))
        link.send_raw(link.wire.farewell("the check is done"))
        await link.settle(self.adapter.timings.goodbye)

    async def _until(self, link: Link, done: Callable[[], bool], seconds: float) -> None:
        """Let the link live until something has come about, it has ended, or time is up."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while link.fault is None and not done():
                    link.act(link.wire.tick(self.clock()))
                    await asyncio.sleep(LOOK)
                    self._take(link)

    def _take(self, link: Link) -> None:
        while link.events:
            event = link.events.popleft()
            if isinstance(event, Gone) and event.place is not None:
                self.outside[event.place.room] = event.why
            elif isinstance(event, Present):
                self.outside.pop(event.place.room, None)
