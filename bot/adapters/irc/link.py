"""The only file that touches the network and imports `irc`: sockets and TLS through its AioFactory, its connection class as the link.

The library's own protocol handling is not used (it has no capabilities, no SASL on asyncio, and ends the connection at a malformed
line); what the bytes mean is decided in wire.py. Every attempt gets a link of its own, so the late death of an old socket cannot
touch a new one, and links end by abort: a polite close waits for ever for a peer that is gone.
"""

import asyncio
import contextlib
import logging
import random
import secrets
import socket
import ssl
from collections import deque
from collections.abc import Callable
from typing import Any

from irc.client_aio import AioConnection, AioReactor, IrcProtocol
from irc.connection import AioFactory

from bot.adapters.base import Clock, Inbox, NotConnected, Refused, Rejected
from bot.adapters.irc.backoff import Backoff
from bot.adapters.irc.out import Fault, Kind, Out, UnsafeError
from bot.adapters.irc.register import Dialled
from bot.adapters.irc.reports import Reports
from bot.adapters.irc.sts import Sts
from bot.adapters.irc.timings import DEFAULT, Timings
from bot.adapters.irc.tls import context, stranger
from bot.adapters.irc.whois import vouched
from bot.adapters.irc.wire import Self, Wire
from bot.core.actions import Say
from bot.core.events import Event, Message
from bot.core.people import Place
from bot.core.settings import IrcNetwork, Tls

log = logging.getLogger(__name__)

EVENTS_HELD = 1000  # events the house has not taken yet; from then on the server's bytes stay in the socket
EVENTS_AGAIN = 100  # below this they are read again
NONCE_BYTES = 24  # of chance in the nonce of a login
IDLE = 3600.0  # seconds; a look at the clock now and then even if nothing is due


class LinkProtocol(IrcProtocol):  # type: ignore[misc]  # irc has no types
    """Passes what asyncio reports to its own link, and to no other."""

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.connection.opened(self, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if self.connection.protocol is self:
            self.connection.lost(f"connection lost: {exc or 'the server hung up'}")

    def pause_writing(self) -> None:
        self.connection.writable.clear()

    def resume_writing(self) -> None:
        self.connection.writable.set()


class Link(AioConnection):  # type: ignore[misc]  # irc has no types
    """One connection, from dialing to its end; never used again."""

    protocol_class = LinkProtocol
    transport: asyncio.Transport | None = None
    protocol: LinkProtocol | None = None

    def __init__(self, wire: Wire, clock: Clock, sts: Sts, tls: Tls | None, port: int) -> None:
        super().__init__(AioReactor(loop=asyncio.get_running_loop()))
        self.wire, self.clock, self.sts, self.tls, self.port = wire, clock, sts, tls, port
        self.fault: Fault | None = None
        self.events: deque[Event] = deque()
        self.reports: list[str] = []
        self.writable = asyncio.Event()
        self.changed = asyncio.Event()  # something for the adapter: events, reports, something due earlier, the end
        self.wakes_at = 0.0  # when the adapter looks again by itself
        self.closed = asyncio.Event()  # the socket is gone
        self.vouched: asyncio.Future[Message] | None = None  # what `verify` waits for
        self.paused = False
        self.writable.set()

    async def connect(self, address: tuple[str, int], family: int, seconds: float) -> None:
        """Dial and begin. Raises OSError (ssl.SSLError is one), TimeoutError, and Refused when a file of `tls` cannot be used."""
        options: dict[str, Any] = {"family": family}
        if self.tls is not None:
            options |= {"ssl": context(self.tls), "server_hostname": address[0]}
        protocol = self.protocol_class(self, asyncio.get_running_loop())
        async with asyncio.timeout(seconds):
            await AioFactory(**options)(protocol, address)
        if self.fault is None:
            self.act(self.wire.start(self.clock()))

    def opened(self, protocol: LinkProtocol, transport: asyncio.Transport) -> None:
        """The handshake is done. Whoever shows another certificate than the pinned one gets no byte."""
        self.protocol, self.transport, self.connected = protocol, transport, True
        why = stranger(self.tls, transport.get_extra_info("ssl_object")) if self.tls is not None else None
        if why is not None:
            self.end(Fault(Kind.LOST, why))
            transport.abort()

    def process_data(self, new_data: bytes) -> None:
        """Bytes have come: decide, answer at once, keep the events for the house."""
        if self.fault is None:
            self.act(self.wire.receive(new_data, self.clock()))
        if len(self.events) > EVENTS_HELD and self.transport is not None and not self.paused:
            self.paused = True
            self.transport.pause_reading()

    def act(self, out: Out) -> None:
        """Do what a step of the wire says."""
        if out.policy is not None:
            self.sts.learn(out.policy, self.clock())
        for line in out.lines:
            self.send_raw(line)
        self.events.extend(out.events)
        self.reports += out.reports
        if out.vouched is not None and self.vouched is not None and not self.vouched.done():
            self.vouched.set_result(out.vouched)
        if out.fault is not None:
            self.end(out.fault)
        if out.events or out.reports or self.wire.due() < self.wakes_at:
            self.changed.set()

    def send_raw(self, string: str) -> None:
        """Write one line as it is built by out.line, which is where it was checked."""
        if self.transport is not None and not self.transport.is_closing():
            self.transport.write(string.encode() + b"\r\n")

    def taken(self) -> None:
        """The house took events: read on if that had stopped."""
        if self.paused and len(self.events) < EVENTS_AGAIN and self.transport is not None:
            self.paused = False
            self.wire.alive.heard(self.clock())  # the silence was ours
            self.transport.resume_reading()

    def lost(self, why: str) -> None:
        self.closed.set()
        self.end(self.wire.lost(why))

    def end(self, fault: Fault) -> None:
        """This link is over; the first reason counts. A last line (QUIT) may still be in the buffer: it gets until `abort`."""
        self.fault = self.fault or fault
        self.changed.set()

    def abort(self) -> None:
        if self.transport is not None:
            self.transport.abort()

    def disconnect(self, message: str = "") -> None:
        """What `irc` calls to hang up."""
        self.end(Fault(Kind.LOST, message or "disconnected"))
        self.abort()

    async def settle(self, seconds: float) -> None:
        """Wait for the server to hang up after our QUIT, then hang up ourselves."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.closed.wait()
        self.abort()


class IrcAdapter:
    """One IRC network, for ever reconnecting. `report` takes one line for the operator; the same line is not repeated for hours."""

    def __init__(  # noqa: PLR0913 -- the composition root hands in everything that is impure, once
        self,
        settings: IrcNetwork,
        name: str,
        owner: str,
        clock: Clock,
        chance: random.Random,
        report: Callable[[str], None],
        timings: Timings = DEFAULT,
    ) -> None:
        self.settings, self.us = settings, Self(settings, name, owner)
        self.clock, self.chance, self.timings = clock, chance, timings
        self.reports = Reports(settings.name, report)
        self.sts = Sts(settings)
        self._link: Link | None = None
        self._family: int = socket.AF_UNSPEC  # what the next attempt dials
        self._closing = asyncio.Event()

    @property
    def network(self) -> str:
        return self.settings.name

    @property
    def ready(self) -> bool:
        """Connected, welcome and, where a login is configured, logged in."""
        return self._link is not None and self._link.fault is None and self._link.wire.ready

    async def listen(self, inbox: Inbox) -> None:
        """Connect, stay connected, report events. Ends by cancellation or after `close`.

        Raises Refused when the password was refused three times in a row, when the account is suspended, or when a
        certificate file of ours cannot be used.
        """
        backoff = Backoff(self.timings, self.chance)
        while not self._closing.is_set():
            fault, lived = await self._live(inbox)
            if self._closing.is_set():
                return
            delay = backoff.delay(fault, lived)
            hopeless = backoff.hopeless(fault)
            if hopeless is not None:
                raise Refused(f"{self.network}: {hopeless}")
            self.reports.tell(fault.why, self.clock())
            log.info("%s: %s; trying again in %.1f s", self.network, fault.why, delay)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(delay):
                    await self._closing.wait()

    @property
    def repeats(self) -> bool:
        """A line that was perhaps written is not written again."""
        return False

    async def perform(self, say: Say) -> str:
        """Write one utterance, all its lines or none. Raises NotConnected or Rejected."""
        link = self._usable(say)
        try:
            async with asyncio.timeout(self.timings.write):
                await link.writable.wait()
        except TimeoutError:
            raise NotConnected(f"{self.network}: the connection takes nothing") from None
        link = self._usable(say)
        try:
            lines = link.wire.lines_for(say)
        except UnsafeError as error:
            raise Rejected(f"{self.network}: {error}") from error
        if not lines:
            raise Rejected(f"{self.network}: nothing is left of the line once what may not be sent is taken out")
        for line in lines:
            link.send_raw(line)
        link.wire.wrote(say, len(lines), self.clock())
        return ""

    async def retract(self, place: Place, id_: str) -> None:
        """What was said on IRC stays said."""

    def typing(self, place: Place) -> None:
        """Show that an answer is on its way, where the server passes such marks on."""
        link = self._link
        if link is not None and link.fault is None and link.wire.ready:
            link.act(link.wire.typing(place, self.clock()))

    async def verify(self, message: Message) -> Message:
        """Ask the server who is behind a line, and wait `Timings.whois` seconds for the answer; else nobody is vouched for."""
        link = self._link
        if link is None or link.fault is not None:
            return vouched(message, None)
        link.vouched = asyncio.get_running_loop().create_future()
        link.act(link.wire.verify(message, self.clock()))
        link.changed.set()  # the question may have to wait for its turn
        try:
            async with asyncio.timeout(self.timings.whois):
                return await link.vouched
        except TimeoutError:
            return vouched(message, None)

    async def close(self, words: str) -> None:
        """Say goodbye and hang up, within `Timings.goodbye` seconds."""
        self._closing.set()
        link = self._link
        if link is not None and link.transport is not None:
            link.send_raw(link.wire.farewell(words))
            await link.settle(self.timings.goodbye)

    def _usable(self, say: Say) -> Link:
        link = self._link
        if link is None or link.fault is not None or self._closing.is_set() or not link.wire.ready:
            raise NotConnected(f"{self.network}: no connection")
        if not say.place.direct and link.wire.rooms.name(say.place.room) is None:
            raise Rejected(f"{self.network}: {say.place.room} is not one of its rooms")
        if not link.wire.can_reach(say.place):
            raise NotConnected(f"{self.network}: not in {say.place.room}")
        missed = link.wire.missed(say)
        if missed:
            raise Rejected(f"{self.network}: {missed}")
        return link

    async def _live(self, inbox: Inbox) -> tuple[Fault, float]:
        """One link from dialing to its end: why it ended, and for how many seconds it was ready."""
        link = self._link = self.prepare()
        try:
            fault = await self.dial(link)
            if fault is None:
                fault = await self._attend(link, inbox)
                await link.settle(self.timings.goodbye if fault.kind is not Kind.LOST else 0.0)
        finally:
            link.abort()
            self._link = None
            if link.tls is not None:
                self.sts.ended(self.clock())
        for event in link.wire.gone(self.clock(), fault.why):
            await inbox(event)
        ready_at = link.wire.ready_at
        return fault, 0.0 if ready_at is None else self.clock() - ready_at

    def prepare(self) -> Link:
        """A link of its own for one attempt, by TLS or not as the settings or the server's own policy want it."""
        at = self.clock()
        port, tls = self.sts.way(at)
        dialled = Dialled(secure=tls is not None, nonce=secrets.token_urlsafe(NONCE_BYTES))
        return Link(Wire(self.us, self.timings, self.chance, at, dialled), self.clock, self.sts, tls, port)

    async def dial(self, link: Link) -> Fault | None:
        """Connect; why that was not possible, or None. Raises Refused when a certificate file of ours cannot be used."""
        host, port = self.settings.host, link.port
        try:
            await link.connect((host, port), self._family, self.timings.connect)
        except ssl.SSLCertVerificationError as error:
            return Fault(Kind.LOST, f"the certificate of {host} is not trusted: {error.verify_message} (see tls: ca: in bot.yaml)")
        except TimeoutError:
            # A dead IPv6 path swallows everything and uses up the time: the next attempt is by IPv4, the one after by both again.
            # Not by asyncio's happy eyeballs (RFC 8305): cancelled, they lose the socket that won (seen on 3.11).
            self._family = socket.AF_UNSPEC if self._family == socket.AF_INET else socket.AF_INET
            return Fault(Kind.LOST, f"no connection to {host}:{port} in {self.timings.connect:g} s")
        except (OSError, UnicodeError) as error:
            return link.fault or Fault(Kind.LOST, f"no connection to {host}:{port}: {error}")
        return link.fault

    async def _attend(self, link: Link, inbox: Inbox) -> Fault:
        """Hand events to the house and time to the wire until the link ends."""
        while True:
            link.changed.clear()
            while link.events:
                await inbox(link.events.popleft())
                link.taken()
            while link.reports:
                self.reports.tell(link.reports.pop(0), self.clock())
            if link.fault is not None:
                return link.fault
            link.act(link.wire.tick(self.clock()))
            with contextlib.suppress(TimeoutError):
                link.wakes_at = min(link.wire.due(), self.clock() + IDLE)
                async with asyncio.timeout(max(0.0, link.wakes_at - self.clock())):
                    await link.changed.wait()
