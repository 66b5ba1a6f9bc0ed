"""The IRC adapter against real servers: InspIRCd with TLS and services, ngIRCd, and a line that breaks."""

import asyncio
import hashlib
import random
import ssl
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

import pytest

from bot.adapters.base import NotConnected, Refused, Rejected
from bot.adapters.irc.link import IrcAdapter
from bot.adapters.irc.timings import Timings
from bot.core.actions import Say
from bot.core.events import Event, Gone, Joined, Left, Message, Named, Present, Renamed, Undelivered
from bot.core.people import Person, Place, Standing
from bot.core.settings import IrcNetwork, Login, Room, Tls
from tests.servers.common import Pki, free_port
from tests.servers.faultproxy import FaultProxy
from tests.servers.fixtures import running
from tests.servers.ircd import Inspircd, Ngircd, RawIrc

pytestmark = pytest.mark.slow

WAIT = 15.0  # seconds for anything to happen; a loaded machine needs 3
SWIFT = Timings(
    connect=2.0, register=15.0, identify=3.0, ping_after=0.3, dead_after=0.3, backoff=0.1, backoff_cap=0.4, backoff_barred=0.1,
    line_every=0.01, line_burst=20, rejoin=0.1, join_retry=0.2, nick_retry=0.5, goodbye=1.0,
)  # fmt: skip
NO_LOGIN = Login()

EventT = TypeVar("EventT", bound=Event)


class Bot:
    """An adapter at work, and everything it has reported."""

    def __init__(self, adapter: IrcAdapter, reports: list[str]) -> None:
        self.adapter, self.reports = adapter, reports
        self.events: asyncio.Queue[Event] = asyncio.Queue()
        self.past: list[Event] = []
        self.task: asyncio.Task[None] | None = None

    async def hears(self, kind: type[EventT], matches: Callable[[EventT], bool] = lambda _: True) -> EventT:
        """The next event of that kind; others go by."""
        async with asyncio.timeout(WAIT):
            while True:
                event = await self.events.get()
                self.past.append(event)
                if isinstance(event, kind) and matches(event):
                    return event

    async def in_room(self, room: str) -> Present:
        return await self.hears(Present, lambda event: event.place.room == room)

    async def says(self, place: Place, *lines: str, to: Person | None = None) -> None:
        await self.adapter.perform(Say(f"key{free_port()}", place, lines, to=to))


@asynccontextmanager
async def working(
    port: int, room: str, *, tls: Tls | None = None, login: Login = NO_LOGIN, name: str = "helper", timings: Timings = SWIFT
) -> AsyncIterator[Bot]:
    """The adapter listening, in one room."""
    reports: list[str] = []
    network = IrcNetwork("net", "localhost" if tls else "127.0.0.1", port, tls, login, (Room(room),))
    chance = random.Random(1)  # noqa: S311 -- dice, not secrets
    bot = Bot(IrcAdapter(network, name, "the ops", time.time, chance, reports.append, timings), reports)
    async with asyncio.TaskGroup() as group:
        bot.task = group.create_task(bot.adapter.listen(bot.events.put))
        try:
            yield bot
        finally:
            bot.task.cancel()


@pytest.fixture
def channel() -> str:
    return f"#c{free_port()}"


@pytest.fixture
def ann(inspircd: Inspircd, channel: str) -> Iterator[RawIrc]:
    """The other user, operator of the channel."""
    with RawIrc(inspircd.port, f"ann{free_port()}") as person:
        person.join(channel)
        yield person


def secure(pki: Pki) -> Tls:
    return Tls(ca=str(pki.ca))


async def test_it_joins_hears_and_speaks_over_tls(inspircd: Inspircd, pki: Pki, ann: RawIrc, channel: str) -> None:
    async with working(inspircd.tls_port, channel.upper(), tls=secure(pki)) as bot:
        named, present = await bot.hears(Named), await bot.in_room(channel)
        assert (named.name, named.also) == ("helper", ())
        assert {person.id for person in present.people} == {"helper", ann.nick}
        ann.say(channel, "\x02is\x02 anybody here?")
        heard = await bot.hears(Message)
        assert (heard.text, heard.sender.host, heard.standing) == ("is anybody here?", f"{ann.nick}@127.0.0.1", Standing.OP)
        assert heard.id
        await bot.says(heard.place, "yes", "I am", to=heard.sender)
        assert (await ann.hears(" PRIVMSG ")).endswith(f"PRIVMSG {channel} :{ann.nick}: yes")
        assert (await ann.hears(" PRIVMSG ")).endswith(":I am")
        own = await bot.hears(Message)
        assert (own.own, own.sender.bot, own.text) == (True, True, f"{ann.nick}: yes")


async def test_it_speaks_in_private(inspircd: Inspircd, ann: RawIrc, channel: str) -> None:
    async with working(inspircd.port, channel) as bot:
        await bot.in_room(channel)
        ann.say("helper", "hello")
        heard = await bot.hears(Message)
        assert heard.place == Place("net", ann.nick, direct=True)
        await bot.says(heard.place, "hello, too", to=heard.sender)
        assert (await ann.hears(" PRIVMSG ")).endswith(f"PRIVMSG {ann.nick} :hello, too")


async def test_people_come_rename_and_go(inspircd: Inspircd, channel: str) -> None:
    async with working(inspircd.port, channel) as bot:
        await bot.in_room(channel)
        with await asyncio.to_thread(RawIrc, inspircd.port, "eve") as eve:
            eve.join(channel)
            assert (await bot.hears(Joined)).person.id == "eve"
            eve.send("NICK eva")
            assert (await bot.hears(Renamed)).new.id == "eva"
        assert (await bot.hears(Left)).person.id == "eva"


async def test_long_answers_arrive_whole(inspircd: Inspircd, ann: RawIrc, channel: str) -> None:
    text = " ".join(["grüße", "👩‍🚀", "e\u0301" * 9] * 40)
    async with working(inspircd.port, channel) as bot:
        await bot.in_room(channel)
        await bot.says(Place("net", channel), text, "end")
        lines = []
        while not lines or lines[-1] != "end":
            lines.append((await ann.hears(" PRIVMSG ")).partition(f"{channel} :")[2])
        assert " ".join(lines[:-1]) == text


async def test_sasl_plain_logs_in(inspircd: Inspircd, pki: Pki, channel: str) -> None:
    await asyncio.to_thread(inspircd.register_account, "plainacct", "secret1")
    async with working(inspircd.tls_port, channel, tls=secure(pki), login=Login("sasl-plain", "plainacct", "secret1")) as bot:
        present = await bot.hears(Present, lambda event: event.people[0].account is not None)
        assert present.people[0].account == "plainacct"


async def test_sasl_external_logs_in_by_certificate(inspircd: Inspircd, pki: Pki, channel: str) -> None:
    await asyncio.to_thread(inspircd.register_account, "certacct", "secret1")
    pem = pki.client_cert.read_text().partition("-----END CERTIFICATE-----")
    fingerprint = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem[0] + pem[1] + "\n")).hexdigest()
    await asyncio.to_thread(inspircd.certify_account, "certacct", "secret1", fingerprint)
    tls = Tls(ca=str(pki.ca), certificate=str(pki.client_cert), key=str(pki.client_key))
    async with working(inspircd.tls_port, channel, tls=tls, login=Login("sasl-external", "certacct")) as bot:
        present = await bot.hears(Present, lambda event: event.people[0].account is not None)
        assert present.people[0].account == "certacct"


async def test_nickserv_logs_in_before_it_joins(inspircd: Inspircd, ann: RawIrc, channel: str) -> None:
    await asyncio.to_thread(inspircd.register_account, "nsacct", "secret1")
    ann.send(f"MODE {channel} +R")
    await ann.hears(f"MODE {channel} ")
    async with working(inspircd.port, channel, login=Login("nickserv", "nsacct", "secret1")) as bot:
        present = await bot.hears(Present, lambda event: any(person.account for person in event.people))
        assert {person.account for person in present.people} == {None, "nsacct"}


@pytest.mark.parametrize("method", ["sasl-plain", "nickserv"])
async def test_a_wrong_password_never_joins_and_gives_up(inspircd: Inspircd, ann: RawIrc, channel: str, method: str) -> None:
    await asyncio.to_thread(inspircd.register_account, f"wrong{method[:4]}", "secret1")
    reports: list[str] = []
    network = IrcNetwork("net", "127.0.0.1", inspircd.port, None, Login(method, f"wrong{method[:4]}", "guess"), (Room(channel),))
    adapter = IrcAdapter(network, "helper", "the ops", time.time, random.Random(1), reports.append, SWIFT)  # noqa: S311
    events: asyncio.Queue[Event] = asyncio.Queue()
    with pytest.raises(Refused, match="3 times in a row. Check account and password"):
        async with asyncio.timeout(60.0):
            await adapter.listen(events.put)
    assert events.empty()
    assert not any("JOIN" in line and "helper" in line for line in await asyncio.to_thread(ann.fence))


async def test_without_services_a_login_never_joins(ngircd: Ngircd, channel: str) -> None:
    async with working(ngircd.port, channel, login=Login("nickserv", "acct", "secret")) as bot:
        async with asyncio.timeout(WAIT):
            while not bot.reports:
                await asyncio.to_thread(time.sleep, 0.05)
        assert bot.reports == ["net: login by NickServ is configured, and there is no NickServ"]
        assert bot.events.empty()


@asynccontextmanager
async def tls_listener(cert: Path, key: Path) -> AsyncIterator[tuple[int, "asyncio.Queue[bytes]"]]:
    """A TLS server that keeps what it is sent, until its client hangs up."""
    seen: asyncio.Queue[bytes] = asyncio.Queue()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            seen.put_nowait(await reader.read())
        except OSError:
            seen.put_nowait(b"")
        writer.close()

    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(cert, key)
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=made)
    async with server:
        yield server.sockets[0].getsockname()[1], seen


@pytest.mark.parametrize("fault", ["another authority", "another host", "no TLS"])
async def test_a_server_that_is_not_the_right_one_gets_no_word(pki: Pki, tmp_path: Path, fault: str) -> None:
    ca = Pki(tmp_path).ca if fault == "another authority" else pki.ca
    sent: list[bytes] = []
    async with FaultProxy(free_port()) as nowhere:
        if fault == "no TLS":
            nowhere.upstream = await _plain_listener(sent)
            port = nowhere.port
            async with working(port, "#x", tls=Tls(ca=str(ca)), timings=SWIFT) as bot:
                await _reported(bot)
            assert not any(b"NICK" in data for data in sent)
            return
    cert, key = (pki.wrong_cert, pki.wrong_key) if fault == "another host" else (pki.cert, pki.key)
    async with tls_listener(cert, key) as (port, _), FaultProxy(port) as proxy:
        proxy.on_client = lambda data: sent.append(data) or data  # type: ignore[func-returns-value]
        async with working(proxy.port, "#x", tls=Tls(ca=str(ca))) as bot:
            await _reported(bot)
            assert "is not trusted" in bot.reports[0]
    assert not any(b"NICK" in data for data in sent)


