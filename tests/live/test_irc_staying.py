"""Staying connected for a year: coming back in good manners, noticing what is dead, and surviving whatever a server does.

The numbers are those of the catalogue of cases (tests/test_catalogue.py). Delays are read from what the adapter says it will do,
not measured.
"""

import asyncio
import contextlib
import logging
import random
import resource
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from typing_extensions import override

from bot.adapters.irc.link import IrcAdapter
from bot.app import App
from bot.clock import Clock
from bot.core.actions import Say
from bot.core.events import Gone, Message, Named
from bot.core.kernel import Kernel
from bot.core.memory import Memory
from bot.core.people import Place
from bot.core.settings import IrcNetwork, Pace, Room, Settings
from bot.store.store import Batch, Store
from tests.builders import knowledge
from tests.live.adapter import PATIENT, SWIFT, WAIT, network, working
from tests.live.drift import unblocked
from tests.servers.common import free_port
from tests.servers.faultproxy import FaultProxy
from tests.servers.fixtures import running
from tests.servers.ircd import Inspircd, Ngircd, RawIrc
from tests.servers.played import Part, host, played

pytestmark = pytest.mark.slow

CHANNEL = "#c"
STOPS = 200


@pytest.fixture
def channel() -> str:
    return f"#c{free_port()}"


@pytest.fixture
def delays(caplog: pytest.LogCaptureFixture) -> Callable[[str], list[float]]:
    """The seconds that the adapter of a network has decided to wait after each link so far."""
    caplog.set_level(logging.INFO, "bot.adapters.irc.link")

    def waits(name: str) -> list[float]:
        told = (record.args for record in caplog.records if "trying again" in record.msg)
        return [args[2] for args in told if isinstance(args, tuple) and args[0] == name and isinstance(args[2], float)]

    return waits


async def _visits(proxy: FaultProxy, count: int) -> None:
    async with asyncio.timeout(WAIT):
        while proxy.accepted < count:
            proxy.connected.clear()
            await proxy.connected.wait()


# --- coming back ---


@pytest.mark.case(1)
async def test_attempts_become_rarer_up_to_a_cap_and_two_bots_do_not_coincide(ngircd: Ngircd, delays: Callable[[str], list[float]]) -> None:
    timings = replace(SWIFT, backoff=0.01, backoff_cap=0.32)
    async with FaultProxy(ngircd.port) as proxy:
        proxy.refuse = True
        first, second = (replace(network(proxy.port, CHANNEL), name=name) for name in ("one", "two"))
        async with working(first, timings, seed=1), working(second, timings, seed=2):
            await _visits(proxy, 24)
    for name in ("one", "two"):
        waits = delays(name)
        assert len(waits) >= 8
        assert max(waits) <= 0.32
        assert max(waits[6:]) > max(waits[:4])
    assert not set(delays("one")) & set(delays("two"))


@pytest.mark.case(2)
@pytest.mark.parametrize(("stable", "grows"), [(60.0, True), (0.0, False)])
async def test_only_a_link_that_was_stable_starts_the_delays_from_the_beginning(
    ngircd: Ngircd, channel: str, delays: Callable[[str], list[float]], stable: bool, grows: bool
) -> None:
    """Welcome, in the room, and cut again at once: a storm if each welcome counted as success."""
    timings = replace(PATIENT, backoff=0.01, backoff_cap=1.0, stable=stable)
    async with FaultProxy(ngircd.port) as proxy, working(network(proxy.port, channel), timings) as bot:
        for _ in range(7):
            await bot.in_room(channel)
            proxy.reset_all()
        await bot.hears(Gone)
    waits = delays("net")
    assert len(waits) >= 6
    assert (max(waits) > 0.02) is grows
    assert waits[0] <= 0.01


@pytest.mark.case(11)
@pytest.mark.parametrize("words", ["Closing Link: helper (K-Lined: no bots)", "Your host is trying to (re)connect too fast -- throttled"])
async def test_being_thrown_out_by_a_ban_is_told_and_waited_out(words: str, delays: Callable[[str], list[float]]) -> None:
    """In the middle of a good session, not only at the door."""

    def banishing() -> Part:
        usual = host()
        return lambda line: [*usual(line), f"ERROR :{words}", "<EOF>"] if line.startswith("JOIN") else usual(line)

    timings = replace(SWIFT, backoff=0.001, backoff_barred=0.4, backoff_cap=0.4)
    async with played(banishing) as server, working(network(server.port, CHANNEL), timings, name="helper") as bot:
        assert await bot.reported() == f"net: the server hung up: {words}"
        assert (await bot.hears(Gone)).why == f"the server hung up: {words}"
        await server.visited(3)
    assert all(0.2 <= wait <= 0.4 for wait in delays("net"))


# --- what is dead ---


@pytest.mark.case(3)
async def test_a_frozen_server_is_noticed_and_joined_again_when_it_thaws(channel: str) -> None:
    """Its kernel still acknowledges: no error will ever come from the socket."""
    with running(Ngircd()) as server:
        async with working(network(server.port, channel)) as bot:
            await bot.in_room(channel)
            server.freeze()
            assert "nothing from the server" in (await bot.hears(Gone)).why
            server.thaw()
            await bot.in_room(channel)


@pytest.mark.case(5)
async def test_the_late_death_of_an_old_connection_leaves_the_new_one_alone(ngircd: Ngircd, channel: str) -> None:
    async with FaultProxy(ngircd.port) as proxy, working(network(proxy.port, channel)) as bot:
        place = (await bot.in_room(channel)).place
        old = proxy.pairs()
        proxy.blackhole()
        await bot.hears(Gone)
        proxy.heal()
        await bot.in_room(channel)
        visits = proxy.accepted
        proxy.reset(old)
        with await asyncio.to_thread(RawIrc, ngircd.port, "ann") as ann:
            ann.join(channel)
            await bot.says(place, "still here")
            await ann.hears(":still here")
            ann.say(channel, "so am I")
            assert (await bot.hears(Message)).text == "so am I"
        assert proxy.accepted == visits


@pytest.mark.case(6)
async def test_a_server_that_never_welcomes_is_left() -> None:
    """It is alive and answers every PING; it lets nobody in."""

    def doorless() -> Part:
        return lambda line: [f":s PONG s {line[5:]}"] if line.startswith("PING") else []

    async with played(doorless) as server, working(network(server.port, CHANNEL), replace(SWIFT, register=0.5)) as bot:
        assert await bot.reported() == "net: the server did not let us in"
        await server.visited(2)
        assert bot.never_came()


# --- names ---


class Resolver(asyncio.SelectorEventLoop):
    """An event loop with a name server of its own: `zone` may be changed at any time; what is not in it does not exist."""

    def __init__(self) -> None:
        super().__init__()
        self.zone: dict[str, list[str]] = {}
        self.asked = 0

    @override
    async def getaddrinfo(self, host: Any, port: Any, *, family: int = 0, **_: Any) -> list[Any]:
        self.asked += 1
        if host not in self.zone:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        families = {True: socket.AF_INET6, False: socket.AF_INET}
        found = [(families[":" in one], socket.SOCK_STREAM, 6, "", (one, port)) for one in self.zone[host]]
        return [entry for entry in found if family in (0, entry[0])]


@pytest.mark.case(8)
def test_a_name_that_does_not_resolve_is_asked_for_again_until_it_does(ngircd: Ngircd) -> None:
    loop = Resolver()

    async def live() -> None:
        settings = replace(network(ngircd.port, "#dns"), host="irc.example.invalid")
        async with working(settings) as bot:
            assert "Name or service not known" in await bot.reported()
            async with asyncio.timeout(WAIT):
                while loop.asked < 3:
                    await bot.hears(Gone)
            loop.zone["irc.example.invalid"] = ["127.0.0.1"]
            await bot.in_room("#dns")

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(live())


@pytest.mark.case(8)
def test_a_dead_first_address_leads_to_the_second(ngircd: Ngircd) -> None:
    """Nothing listens on the IPv6 address."""
    loop = Resolver()
    loop.zone["irc.example.invalid"] = ["::1", "127.0.0.1"]

    async def live() -> None:
        async with working(replace(network(ngircd.port, "#dns6"), host="irc.example.invalid")) as bot:
            await bot.in_room("#dns6")

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(live())


# --- what a server sends ---


@pytest.mark.case(9)
async def test_a_line_without_end_is_cut_off_and_takes_no_memory() -> None:
    written = 0

    async def serve(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal written
        writer.write(b":s CAP * LS :\r\n:s 001 endless :hi\r\n:s 422 endless :x\r\n")
        try:
            for _ in range(1000):  # 64 MB, if nobody minds
                writer.write(b"x" * 65536)
                await writer.drain()
                written += 65536
        except OSError:
            refused.set()
        finally:
            writer.close()

    refused = asyncio.Event()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with working(network(port, CHANNEL), PATIENT, name="endless") as bot:
            assert (await bot.hears(Gone)).why == "the server sends a line without end"
            async with asyncio.timeout(WAIT):
                await refused.wait()
    assert written < 32 * 2**20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024  # KiB on Linux


@pytest.mark.case(15)
async def test_a_flood_of_lines_does_not_hold_up_the_loop(ngircd: Ngircd, channel: str) -> None:
    async with working(network(ngircd.port, channel), PATIENT) as bot:
        await bot.in_room(channel)
        with await asyncio.to_thread(RawIrc, ngircd.port, "eve") as eve:
            eve.join(channel)
            async with unblocked():
                await asyncio.to_thread(eve.send, *[f"PRIVMSG {channel} :{number}" for number in range(5000)])
                await bot.hears(Message, lambda event: event.text == "4999")


# --- the whole house ---


def house(port: int, channel: str, store: Store, name: str, timings: object = SWIFT) -> App:
    """An app with one network and no plugins."""
    irc = IrcNetwork("net", "127.0.0.1", port, None, rooms=(Room(channel),), pace=Pace(1000, 1000.0))
    settings = Settings(name, "the ops", (irc,))
    clock = Clock()

    def build() -> Kernel:
        return Kernel(settings, knowledge(), ())

    app = App(build(), Memory(b"k" * 32), store, clock, build)
    app.add(IrcAdapter(irc, name, "the ops", clock, random.Random(3), lambda _: None, timings), irc.pace)  # type: ignore[arg-type]  # noqa: S311
    return app


@asynccontextmanager
async def living(app: App) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(app.run())
        try:
            yield
        finally:
            app.stop()


@pytest.mark.case(4)
async def test_what_is_written_into_a_dead_line_is_never_said_twice(ngircd: Ngircd, channel: str) -> None:
    """200 answers for 40 people are queued, and the line dies silently under the first of them. The rest is said when it is back."""
    store = Store.open("sqlite://")
    with contextlib.ExitStack() as stack:
        people = [stack.enter_context(RawIrc(ngircd.port, f"p{n}x{free_port()}")) for n in range(40)]
        places = [Place("net", person.nick, direct=True) for person in people]
        says = tuple(Say(f"k{n}", places[n % 40], (f"answer {n} {'x' * 300}",)) for n in range(200))
        store.commit([Batch((), says, 0.0)])
        async with FaultProxy(ngircd.port) as proxy:

            def die(data: bytes) -> bytes:
                if b"PRIVMSG" in data:
                    proxy.blackhole()
                    proxy.on_client = None
                return data

            proxy.on_client = die
            app = house(proxy.port, channel, store, f"helper{free_port()}")
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            async with unblocked(), living(app), asyncio.timeout(2 * WAIT):
                while app.memory.trouble("net") is None:
                    await asyncio.sleep(0.01)
                waiting = len(app.networks["net"].outbox)
                proxy.heal()
                while len(app.networks["net"].outbox):
                    await asyncio.sleep(0.01)
            assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024  # KiB on Linux
        for person in people:
            await asyncio.to_thread(person.fence)
        said = [line.split(":answer ")[1].split()[0] for person in people for line in person.log if ":answer " in line]
    assert len(said) == len(set(said))
    assert waiting <= len(said) <= 200


@pytest.mark.case(14)
async def test_two_hundred_stops_under_traffic(ngircd: Ngircd, channel: str) -> None:
    """Each ends within a second, wherever it hits; no task, no socket and no cancellation is lost (warnings are errors)."""
    with await asyncio.to_thread(RawIrc, ngircd.port, "eve") as eve:
        eve.join(channel)
        for number in range(STOPS):
            app = house(ngircd.port, channel, Store.open("sqlite://"), f"s{number}x{free_port()}", PATIENT)
            async with asyncio.TaskGroup() as tasks:
                running_app = tasks.create_task(app.run())
                async with asyncio.timeout(WAIT):
                    while number % 4 and not app.memory.in_room(Place("net", channel)):  # each fourth is stopped while it connects
                        await asyncio.sleep(0.002)
                eve.send(*[f"PRIVMSG {channel} :{n} is anybody here?" for n in range(20)])
                await asyncio.sleep(0.0005 * (number % 10))
                app.stop()
                async with asyncio.timeout(1.0):
                    assert await running_app == 0
    assert asyncio.all_tasks() == {asyncio.current_task()}


@pytest.mark.case(10)
async def test_after_a_restart_of_the_server_everything_is_as_before(channel: str) -> None:
    """Rejoined, marked as a bot before the first JOIN, under its own name."""
    with running(Inspircd()) as server:
        async with working(network(server.port, channel)) as bot:
            await bot.in_room(channel)
            await asyncio.to_thread(server.kill)
            await bot.hears(Gone)
            await asyncio.to_thread(server.start)
            assert (await bot.hears(Named)).name == bot.name
            await bot.in_room(channel)
            with await asyncio.to_thread(RawIrc, server.port, "ann") as ann:
                ann.send(f"WHOIS {bot.name}")
                assert " 335 " in await ann.hears(" 335 ", " 318 ")
