"""What Matrix costs, beside matrix-nio used as its documents show it, on the same bodies in the same run: part of `make bench`.

Receiving is measured without a network: bodies of syncs as bytes, up to the events that the house hears. Starting is measured with a
process for each client against a homeserver that answers from memory (tests/servers/replay.py). Bursts are measured on Synapse.
Numbers differ from machine to machine, the ratios hardly do. Nothing is asserted here.
"""

import asyncio
import json
import random
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nio

from bot.adapters.matrix.adapter import MatrixAdapter
from bot.adapters.matrix.link import Answer
from bot.core.actions import Say
from bot.core.events import Event, Message, Reached
from bot.core.settings import MatrixNetwork
from tests.servers import replay
from tests.servers.keyserver import KeyServer
from tests.servers.resident import Resident
from tests.servers.synapse import PYTHON, Synapse

ROUNDS = 3
NOWHERE = "http://127.0.0.1:1"  # nobody is asked
MESSAGES = 1_000
SEALED = 200
CHUNKS = (1, 10)  # messages that come in one sync: a calm room, and a lively one
FEW, MANY, MEMBERS = 5, 5_000, 50
BURSTS = (60, 200, 500)
LEAN = json.dumps(
    {
        "presence": {"types": []},
        "account_data": {"types": []},
        "room": {"timeline": {"limit": 1}, "state": {"lazy_load_members": True}, "ephemeral": {"types": []}, "account_data": {"types": []}},
    }
)
ROW = "{:<46}{:>12}{:>18}{:>10}"
START = "{:<46}{:>9}{:>9}{:>12}{:>12}"

clock = time.time  # noqa: TID251 -- benchmarks are the shell here


# --- receiving ---


class Bodies:
    """A link that has the answers already; what reading them costs is measured, sockets are not."""

    token = ""

    def __init__(self, bodies: Sequence[bytes], rooms: int) -> None:
        self.bodies, self.rooms = iter(bodies), rooms

    async def ask(self, method: str, where: str, body: object = None, **_: object) -> Answer:
        del method, body
        if "/sync?" in where:
            return Answer(200, json.loads(next(self.bodies)))
        if where.endswith("/joined_rooms"):
            return Answer(200, {"joined_rooms": [replay.name(room) for room in range(self.rooms)]})
        if where.endswith("/whoami"):
            return Answer(200, {"user_id": replay.ME, "device_id": replay.DEVICE})
        return Answer(404, {"errcode": "M_NOT_FOUND"})


def bodies(chunk: int, rooms: int) -> list[bytes]:
    """Syncs of `chunk` lines each, with the members who speak, as our filter asks for."""
    found = []
    for start in range(0, MESSAGES, chunk):
        room = start % rooms
        lines = [replay.line(room, number, replay.TALK.format(number)) for number in range(start, start + chunk)]
        people = [replay.member(room, int(user.removeprefix("@person").partition(":")[0])) for user in {one["sender"] for one in lines}]
        part = {
            "timeline": {"events": lines, "limited": False, "prev_batch": "t"},
            "state": {"events": people},
            "ephemeral": {"events": []},
            "account_data": {"events": []},
            "unread_notifications": {"notification_count": 0, "highlight_count": 0},
            "summary": {},
        }
        found.append(json.dumps({"next_batch": f"s{start + 2}", "rooms": {"join": {replay.name(room): part}}}).encode())
    return found


def adapter(
    folder: str, url: str = NOWHERE, position: str | None = replay.BEGIN, user: str = replay.ME, token: str = replay.TOKEN
) -> MatrixAdapter:
    settings = MatrixNetwork("m", url, user, access_token=token)
    chance = random.Random(1)  # noqa: S311 -- dice, not secrets
    people = frozenset({"@person3:hs.test"})
    return MatrixAdapter(settings, "Patience", Path(folder), clock, chance, lambda _: None, position, lambda: people)


async def ours(data: Sequence[bytes], rooms: int) -> float:
    """Seconds of this process for all of it, up to the events that the house hears."""
    heard: list[Event] = []

    async def inbox(event: Event) -> None:
        heard.append(event)

    with tempfile.TemporaryDirectory() as folder:
        made = adapter(folder)
        await made.link.close()
        made.link = made.account.link = made.gaps.link = Bodies(data, rooms)  # type: ignore[assignment]  # as small as a link can be
        made.inbox = inbox
        await made._enter()
        start = time.process_time()
        for _ in data:
            await made._once()
        spent = time.process_time() - start
    assert sum(isinstance(event, Message) for event in heard) == MESSAGES
    return spent


async def plain(data: Sequence[bytes]) -> float:
    """The same with nio's own reading of a sync."""
    heard = 0

    async def said(_room: object, _event: object) -> None:
        nonlocal heard
        heard += 1

    client = nio_client(NOWHERE)
    client.add_event_callback(said, nio.RoomMessageText)
    start = time.process_time()
    for raw in data:
        await client.receive_response(nio.SyncResponse.from_dict(json.loads(raw)))
    spent = time.process_time() - start
    await client.close()
    assert heard == MESSAGES
    return spent


def floor(data: Sequence[bytes]) -> float:
    start = time.process_time()
    for raw in data:
        json.loads(raw)
    return time.process_time() - start


def nio_client(url: str) -> nio.AsyncClient:
    config = nio.AsyncClientConfig(encryption_enabled=False, store_sync_tokens=False)
    client = nio.AsyncClient(url, replay.ME, config=config)
    client.access_token, client.user_id, client.device_id = replay.TOKEN, replay.ME, replay.DEVICE
    return client


def receiving() -> None:
    print(ROW.format("Matrix: receiving", "CPU a line", "lines a second", "x floor"))
    for chunk in CHUNKS:
        data = bodies(chunk, FEW)
        works: dict[str, Callable[[], float]] = {
            "json.loads alone": lambda data=data: floor(data),  # type: ignore[misc]
            "the adapter, bytes to events": lambda data=data: asyncio.run(ours(data, FEW)),  # type: ignore[misc]
            f"the adapter, in {MANY:,} rooms": lambda data=data: asyncio.run(ours(data, MANY)),  # type: ignore[misc]
            "nio, bytes to callbacks": lambda data=data: asyncio.run(plain(data)),  # type: ignore[misc]
        }
        spent = {name: min(work() for _ in range(ROUNDS)) for name, work in works.items()}
        least = spent["json.loads alone"]
        for name, seconds in spent.items():
            each = f"{seconds / MESSAGES * 1e6:,.1f} µs"
            print(ROW.format(f"{chunk} a sync: {name}", each, f"{MESSAGES / seconds:,.0f}", f"{seconds / least:,.1f}"))


# --- encrypted lines ---


async def sealing(folder: Path, chunk: int) -> tuple[float, float]:
    """Seconds of this process to write, and to read, SEALED lines that come `chunk` a sync; keys are exchanged before, stores on disk."""
    server = KeyServer(folder)
    bot, ann = await server.device("@bot:hs.test"), await server.device("@ann:hs.test")
    await bot.says("hello")
    ann.reads()
    written = read = 0.0
    for number in range(0, SEALED, chunk):
        start = time.process_time()
        for one in range(chunk):
            await bot.says(replay.TALK.format(number + one))
        written += time.process_time() - start
        sync = ann.sync()
        start = time.process_time()
        ann.keys.take(*sync)
        ann.keys.done()
        read += time.process_time() - start
    server.close()
    return written, read


def encrypted() -> None:
    print()
    print(ROW.format("Matrix: encrypted lines, beside all the rest", "CPU to read", "CPU to write", ""))
    for chunk in CHUNKS:
        with tempfile.TemporaryDirectory() as folder:
            written, read = asyncio.run(sealing(Path(folder), chunk))
        print(ROW.format(f"{chunk} a sync", f"{read / SEALED * 1e6:,.0f} µs", f"{written / SEALED * 1e6:,.0f} µs", ""))


# --- starting ---


@contextmanager
def homeserver(rooms: int) -> Iterator[str]:
    """The address of one that answers from memory, in a process of its own."""
    command = [sys.executable, "-m", "tests.servers.replay", str(rooms), str(MEMBERS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


def unique_memory() -> float:
    """What this process alone holds, in MiB (USS)."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


async def start_ours(url: str, position: str | None) -> float:
    """Up to the first answer; the memory at that moment."""
    done = asyncio.Event()
    with tempfile.TemporaryDirectory() as folder:
        made = adapter(folder, url, position)

        async def inbox(event: Event) -> None:
            if isinstance(event, Message) and event.text == replay.QUESTION:
                await made.perform(Say("k", event.place, ("an answer",), to=event.sender))
                done.set()

        async with asyncio.TaskGroup() as tasks:
            task = tasks.create_task(made.listen(inbox))
            await done.wait()
            memory = unique_memory()
            task.cancel()
    return memory


async def start_nio(url: str, position: str | None, sync_filter: str | None) -> float:
    """As nio's documents do it: sync_forever with full_state, a callback for lines; lean: no full state behind a position."""
    done = asyncio.Event()
    client = nio_client(url)

    async def said(room: nio.MatrixRoom, event: nio.RoomMessageText) -> None:
        if event.body == replay.QUESTION:
            await client.room_send(room.room_id, "m.room.message", {"msgtype": "m.notice", "body": "an answer"})
            done.set()

    client.add_event_callback(said, nio.RoomMessageText)
    client.next_batch = position or ""
    full = position is None or sync_filter is None
    async with asyncio.TaskGroup() as tasks:
        given = json.loads(sync_filter) if sync_filter else None
        task = tasks.create_task(client.sync_forever(timeout=30_000, sync_filter=given, full_state=full))
        await done.wait()
        memory = unique_memory()
        task.cancel()
    await client.close()
    return memory


KINDS: dict[str, Callable[[str, str | None], Any]] = {
    "the adapter": start_ours,
    "nio": lambda url, position: start_nio(url, position, None),
    "nio lean": lambda url, position: start_nio(url, position, LEAN),
}


def client(kind: str, url: str, position: str) -> None:
    """One client in this process: prints seconds, processor seconds, and the MiB that it has taken."""
    before, cpu, wall = unique_memory(), time.process_time(), time.perf_counter()
    memory = asyncio.run(KINDS[kind](url, position or None)) - before
    print(json.dumps([time.perf_counter() - wall, time.process_time() - cpu, memory]))


def starting() -> None:
    print()
    print(START.format(f"Matrix: up to the first answer ({MEMBERS} members a room)", "seconds", "CPU s", "memory MiB", "bytes read"))
    for rooms in (FEW, MANY):
        with homeserver(rooms) as url:
            for position in ("", replay.BEGIN):
                for kind in KINDS:
                    command = [sys.executable, "-m", "tests.bench_matrix", kind, url, position]
                    runs = []
                    for _ in range(2):  # the homeserver writes its body for this filter in the first run
                        told(url)
                        runs.append(json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout))
                    seconds, cpu, memory = (min(run[i] for run in runs) for i in range(3))
                    name = f"{rooms:,} rooms, {'restart' if position else 'first start'}: {kind}"
                    print(START.format(name, f"{seconds:,.2f}", f"{cpu:,.2f}", f"{memory:,.0f}", f"{told(url):,}"))


def told(url: str) -> int:
    """Bytes that the homeserver has sent since the last time it was asked."""
    with urllib.request.urlopen(f"{url}/told") as answer:  # noqa: S310 - loopback
        found: int = json.loads(answer.read())["bytes"]
        return found


# --- bursts ---


async def burst(synapse: Synapse, count: int) -> tuple[int, int]:
    """How many of `count` lines said between two syncs are heard by the adapter, and by nio with its default filter."""
    async with Resident.of(synapse, f"says{count}") as ann, Resident.of(synapse, f"hears{count}") as me:
        room = await ann.room()
        await me.join(room)
        position = (await me.call("GET", "/sync", timeout="0"))["next_batch"]
        for number in range(count):
            await ann.say(room, f"line {number}")
        return await heard_by_us(me, position), await heard_by_nio(me, position)


async def heard_by_us(me: Resident, position: str) -> int:
    heard, done = 0, asyncio.Event()

    async def inbox(event: Event) -> None:
        nonlocal heard
        heard += isinstance(event, Message)
        if isinstance(event, Reached):
            done.set()

    with tempfile.TemporaryDirectory() as folder:
        made = adapter(folder, me.url, position, me.user, me.token)
        async with asyncio.TaskGroup() as tasks:
            task = tasks.create_task(made.listen(inbox))
            await done.wait()
            task.cancel()
    return heard


async def heard_by_nio(me: Resident, position: str) -> int:
    heard = 0

    async def said(_room: object, _event: object) -> None:
        nonlocal heard
        heard += 1

    client = nio_client(me.url)
    client.access_token, client.user_id, client.next_batch = me.token, me.user, position
    client.add_event_callback(said, nio.RoomMessageText)
    for _ in range(3):  # what is behind the gap never comes
        await client.sync(timeout=0)
    await client.close()
    return heard


def bursts() -> None:
    print()
    if not PYTHON.exists():
        print("Matrix: bursts need Synapse (make .venv-synapse/stamp)")
        return
    print(ROW.format("Matrix: lines of a burst that are heard", "said", "the adapter", "nio"))
    with Synapse() as synapse:
        for count in BURSTS:
            mine, theirs = asyncio.run(burst(synapse, count))
            print(ROW.format("on Synapse, between two syncs", count, mine, theirs))


def main() -> None:
    receiving()
    encrypted()
    starting()
    bursts()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        client(*sys.argv[1:])
    else:
        main()
