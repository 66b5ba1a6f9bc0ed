"""Many at once, on real servers: a network that breaks in two with five hundred people, and twenty people who all ask at once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.core.events import Event, Healed, Joined, Left, Present, Split
from tests.live.adapter import PATIENT, Bot, network, working
from tests.live.bot import BotProcess
from tests.live.people import Human
from tests.servers.fixtures import running
from tests.servers.ircd import Inspircd, InspircdOptions, RawIrc

pytestmark = pytest.mark.slow

CROWD = 500  # people on the far side
BREAKS = 4  # times that the network breaks and heals
ROOM = "#crowd"


@asynccontextmanager
async def crowd(port: int) -> AsyncIterator[None]:
    """Five hundred people in the room, who say nothing."""

    async def live(number: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"NICK u{number}\r\nUSER u 0 * :u\r\n".encode())
        try:
            while line := await reader.readline():
                if line.startswith(b"PING"):
                    writer.write(line.replace(b"PING", b"PONG", 1))
                elif b" 376 " in line or b" 422 " in line:
                    writer.write(f"JOIN {ROOM}\r\n".encode())
                elif b" 366 " in line:
                    inside.release()
        finally:
            writer.close()

    inside = asyncio.Semaphore(0)
    async with asyncio.TaskGroup() as tasks:
        lives = [tasks.create_task(live(number)) for number in range(CROWD)]
        async with asyncio.timeout(60.0):
            for _ in range(CROWD):
                await inside.acquire()
        yield
        for life in lives:
            life.cancel()


def names(person: RawIrc) -> set[str]:
    """Who is in the room by the word of the server."""
    person.send(f"NAMES {ROOM}")
    start = len(person.log)
    person.expect(" 366 ")
    listed = (line.partition(f"{ROOM} :")[2] for line in person.log[start:] if " 353 " in line)
    return {nick.lstrip("@+") for line in listed for nick in line.split()}


def present(events: list[Event]) -> set[str]:
    """Who is in the room by what the adapter has told."""
    here: set[str] = set()
    for event in events:
        match event:
            case Present():
                here = {person.id for person in event.people}
            case Joined():
                here.add(event.person.id)
            case Left():
                here.discard(event.person.id)
            case Healed():
                here |= {person.id for person in event.people}
            case Split():
                here -= {person.id for person in event.people}
            case _:
                pass
    return here


async def told(bot: Bot, events: list[Event], people: int) -> None:
    """Wait until so many people are in the room by what the adapter tells: soon, although nothing else is due for long."""
    async with asyncio.timeout(PATIENT.ping_after / 2):
        while len(present(events)) != people:
            events.append(await bot.events.get())


@pytest.mark.case(26)
async def test_a_network_that_breaks_and_heals_is_a_few_events_and_everybody_is_known_to_be_back() -> None:
    leaf = Inspircd()
    hub = Inspircd(options=InspircdOptions(host="hub.test", sid="001", links=(("leaf.test", leaf.link_port),)))
    leaf.options = InspircdOptions(host="leaf.test", sid="002", links=(("hub.test", hub.link_port),))
    with running(leaf), running(hub), await asyncio.to_thread(RawIrc, hub.port, "root") as root:
        root.send("OPER oper oper")
        root.join(ROOM)
        async with crowd(leaf.port), working(network(hub.port, ROOM), PATIENT) as bot:
            events: list[Event] = []
            await told(bot, events, 2)
            for _ in range(BREAKS):
                root.send("CONNECT leaf.test")
                await told(bot, events, CROWD + 2)
                root.send("SQUIT leaf.test :maintenance")
                await told(bot, events, 2)
            root.send("CONNECT leaf.test")
            await told(bot, events, CROWD + 2)
            assert present(events) == {nick.lower() for nick in await asyncio.to_thread(names, root)}
            counts = Counter(type(event) for event in events)
            assert counts[Left] == 0
            assert counts[Split] + counts[Healed] < 10 * BREAKS  # two each time; more where a busy machine makes the server pause
            assert not any(" PRIVMSG " in line for line in root.log)


# --- everybody asks ---

ASKERS, QUESTIONS, SECONDS, WATCHED = 20, 10, 5.0, 20.0
ROOMS = ("#north", "#south", "#west")
QUESTION = "is there a repo for gazpacho?"
SLACK = 3  # lines that the server may hold back and let through at once


def paced(times: list[float], burst: int, per_second: float) -> bool:
    """Whether no stretch of time has more lines than the bucket lets through."""
    return all(
        last - first + 1 <= burst + SLACK + per_second * (times[last] - times[first])
        for first in range(len(times))
        for last in range(first, len(times))
    )


@asynccontextmanager
async def here(port: int, *people: Human) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as tasks:
        lives = [tasks.create_task(person.live(port)) for person in people]
        for person in people:
            await person.welcomed()
        yield
        for life in lives:
            life.cancel()


async def ask(person: Human, room: str) -> None:
    for number in range(QUESTIONS):
        person.send(f"PRIVMSG {room} :helper: {QUESTION} ({number})")
        await asyncio.sleep(SECONDS / QUESTIONS)


@pytest.mark.case(39)
async def test_two_hundred_questions_at_once_are_answered_at_the_pace_and_in_turns(tmp_path: Path) -> None:
    real = InspircdOptions(threshold=10, commandrate=1000, fakelag="yes", recvq="8K")  # what InspIRCd does where nobody changed it
    watcher, askers = Human("watcher"), [Human(f"ask{number:02}") for number in range(ASKERS)]
    with running(Inspircd(options=real)) as server:
        bot = BotProcess(tmp_path, server.port, ROOMS[0])
        text = bot.config.read_text().replace('"burst": 50, "per_second": 50', '"burst": 5, "per_second": 1')
        bot.config.write_text(text.replace(f'["{ROOMS[0]}"]', f"[{', '.join(map(repr, ROOMS))}]"))
        async with here(server.port, watcher, *askers):
            for room in ROOMS:
                await watcher.join(room)
            for number, person in enumerate(askers):
                await person.join(ROOMS[number % len(ROOMS)])
            bot.start()
            try:
                await watcher.sees(f":helper!helper@127.0.0.1 JOIN :{ROOMS[-1]}")
                async with asyncio.TaskGroup() as asking:
                    for number, person in enumerate(askers):
                        asking.create_task(ask(person, ROOMS[number % len(ROOMS)]))
                await asyncio.sleep(WATCHED - SECONDS)  # what is looked at is what happens in this time
            finally:
                bot.close()
    said = [(at, room, text.split(":")[0]) for at, nick, room, text in watcher.heard if nick == "helper"]
    assert len(said) > WATCHED / 2
    assert paced([at for at, _, _ in said], burst=5, per_second=1.0)
    rooms = Counter(room for _, room, _ in said)
    assert max(rooms.values()) - min(rooms[room] for room in ROOMS) <= 2
    assert max(Counter(to for _, _, to in said).values()) <= 2  # some eight lines for each room, and seven people in it
    assert not any("exceeded" in line or "flood" in line.lower() for line in watcher.lines)
