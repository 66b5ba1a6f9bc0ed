"""One room on InspIRCd and Synapse, a small bridge between them that has faults, and one App that is on both sides."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from bot.adapters.irc.link import IrcAdapter
from bot.adapters.matrix.adapter import MatrixAdapter
from bot.app import App, Network
from bot.core.kernel import Kernel
from bot.core.memory import Memory
from bot.core.people import Place
from bot.core.records import Question, Status
from bot.core.settings import Bridge, IrcNetwork, Limits, MatrixNetwork, Pace, Room, Settings, Timing
from bot.outbox import Outbox
from bot.store.store import Store
from tests.live import adapter, sealed
from tests.live.people import Human
from tests.servers.ircd import Inspircd
from tests.servers.resident import Resident
from tests.servers.synapse import NAME, PASSWORD, Synapse
from tests.transcript import PLUGINS, all_plugins, shipped

pytestmark = pytest.mark.slow

WAIT = 20.0  # seconds for anything to happen; a loaded machine needs 5
HELPER, CHANNEL, ALIAS = "bridgehelper", "#bridged", f"#bridged:{NAME}"
IRC, MATRIX = Place("oftc", CHANNEL), Place("matrix", ALIAS)
TIMING = Timing(settle=0.5, answer=1.0, route=2.5, hello=600.0, frustrated=2.5)
QUESTION = "how do I reset the admin password of the dashboard after packstack?"

FAST = Pace(burst=100, per_second=100.0)

Crossing = tuple[float, str]  # after so many seconds, these words
FAULTS: dict[str, Callable[[str], list[Crossing]]] = {
    "": lambda text: [(0.0, text)],
    "twice": lambda text: [(0.0, text), (0.1, text)],
    "late": lambda text: [(0.4, text)],
    "lost": lambda _: [],
    "cut": lambda text: [(0.0, f"{text[:50]}... (full message at https://{NAME}/1)")],
    "quoting": lambda text: [(0.0, f'<somebody> "what did you..." <- {text}')],
    "quoting apart": lambda text: [(0.0, "> <somebody> what did you do?"), (0.0, text)],
    "edited": lambda text: [(0.0, text), (0.1, f"* {text}")],
    "edited by sed": lambda text: [(0.0, text), (0.1, "s/dashboard/horizon/")],
}


ASKERS = {fault: f"ask{number}" for number, fault in enumerate(FAULTS)}


def helper_settings(irc: Inspircd, synapse: Synapse) -> Settings:
    relay = Bridge("relay", r"^<(?P<nick>[^>]+)> (?P<text>.*)$")
    puppets = Bridge(puppets=rf"^@oftc_(?P<nick>[^:]+):{NAME}$")
    networks = (
        IrcNetwork("oftc", "127.0.0.1", irc.port, tls=None, rooms=(Room(CHANNEL),), bridges=(relay,), pace=FAST),
        MatrixNetwork("matrix", synapse.url, f"@{HELPER}:{NAME}", password=PASSWORD, rooms=(Room(ALIAS),), bridges=(puppets,), pace=FAST),
    )
    limits = Limits(lines=1, unprompted_per_hour=1000, commands_per_minute=1000)
    return Settings(HELPER, "the operators", networks, same_room=((IRC, MATRIX),), timing=TIMING, limits=limits, plugins=PLUGINS)


@dataclass
class Relay:
    """One bot on IRC that says what people say on Matrix, and a puppet on Matrix for everybody on IRC."""

    synapse: Synapse
    room: str
    irc: Human
    ears: Resident
    stack: AsyncExitStack
    fault: str = ""
    puppets: dict[str, Resident] = field(default_factory=dict)
    heard: list[tuple[str, str]] = field(default_factory=list)  # nick and words of every line on IRC
    taken: list[str] = field(default_factory=list)  # lines read, whatever became of them
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def from_irc(self) -> None:
        done = 0
        while True:
            async with self.irc.changed:
                await self.irc.changed.wait_for(partial(self._hears_more_than, done))
            _, nick, target, text = self.irc.heard[done]
            done += 1
            if target == CHANNEL:
                self.heard.append((nick, text))
                await self.cross(text, partial((await self.puppet(nick)).say, self.room))

    def _hears_more_than(self, lines: int) -> bool:
        return len(self.irc.heard) > lines

    async def from_matrix(self) -> None:
        since = (await self.ears.call("GET", "/sync", timeout="0"))["next_batch"]
        while True:
            found = await self.ears.call("GET", "/sync", since=since, timeout="5000")
            since = found["next_batch"]
            for event in found.get("rooms", {}).get("join", {}).get(self.room, {}).get("timeline", {}).get("events", ()):
                name = event["sender"][1:].partition(":")[0]
                if event["type"] == "m.room.message" and not name.startswith("oftc_"):
                    await self.cross(event["content"]["body"], partial(self.say, f"{name[:1]}\u200b{name[1:]}"))

    async def say(self, name: str, text: str) -> None:
        self.irc.send(f"PRIVMSG {CHANNEL} :<{name}> {text}")

    async def cross(self, text: str, say: Callable[[str], Awaitable[object]]) -> None:
        for delay, words in FAULTS[self.fault](text):
            await asyncio.sleep(delay)  # the fault itself
            await say(words)
        async with self.changed:
            self.taken.append(text)
            self.changed.notify_all()

    async def puppet(self, nick: str) -> Resident:
        if nick not in self.puppets:
            puppet = await self.stack.enter_async_context(Resident.of(self.synapse, f"oftc_{nick.lower()}"))
            await puppet.join(self.room)
            self.puppets[nick] = puppet
        return self.puppets[nick]

    async def takes(self, part: str, count: int = 1) -> None:
        """Wait until so many lines with these words have been on the bridge."""
        async with asyncio.timeout(WAIT), self.changed:
            await self.changed.wait_for(lambda: sum(part in text for text in self.taken) >= count)


@dataclass
class World:
    """Everybody, in place."""

    app: App
    relay: Relay
    people: dict[str, Human]  # on IRC
    eve: Resident  # on Matrix

    def said_on_irc(self) -> list[str]:
        return [text for nick, text in self.relay.heard if nick == HELPER]

    async def said_on_matrix(self) -> list[str]:
        return [event["content"]["body"] for event in await self.eve.lines(self.relay.room, HELPER)]

    def told(self) -> list[str]:
        """To whom something was said on IRC, in order; a second line of an utterance begins with nobody's name."""
        names = (text.partition(": ")[0] for text in self.said_on_irc())
        return [name for name in names if name in self.people]

    def says(self, name: str, text: str) -> None:
        self.people[name].send(f"PRIVMSG {CHANNEL} :{text}")

    async def hears(self, name: str) -> None:
        """Wait until the bot has said something to somebody on IRC."""
        async with asyncio.timeout(WAIT), self.relay.changed:
            await self.relay.changed.wait_for(lambda: name in self.told())

    async def question(self, status: Status, asker: str) -> Question:
        """The question of this person, once it stands like that."""

        def found() -> list[Question]:
            return [q for q in self.app.memory.questions(IRC.key) if q.asker.name == asker and q.status is status]

        await self.knows(lambda _: found() != [])
        return found()[-1]

    async def knows(self, wanted: Callable[[Memory], bool]) -> None:
        """Wait until the bot knows something."""
        async with asyncio.timeout(WAIT):
            while not wanted(self.app.memory):
                await asyncio.sleep(0.02)


def helper_app(settings: Settings, folder: Path) -> App:
    def build() -> Kernel:
        return Kernel(settings, shipped(), all_plugins(settings, shipped()))

    clock = time.time  # noqa: TID251 - the tests are the shell here
    app = App(build(), Memory(b"k" * 32), Store.open("sqlite://"), clock, build)
    irc, matrix = settings.networks
    assert isinstance(irc, IrcNetwork)
    assert isinstance(matrix, MatrixNetwork)
    chance = random.Random(1)  # noqa: S311 - dice, not secrets
    app.add(IrcAdapter(irc, HELPER, "the operators", clock, chance, print, adapter.PATIENT), irc.pace)
    app.add(MatrixAdapter(matrix, HELPER, folder, clock, chance, print, None, frozenset[str], sealed.SWIFT), matrix.pace)
    for name, network in app.networks.items():
        app.networks[name] = Network(network.adapter, Outbox(FAST, FAST))  # a room takes a line every two seconds otherwise
    return app


@asynccontextmanager
async def at_work(inspircd: Inspircd, synapse: Synapse, folder: Path) -> AsyncIterator[World]:
    synapse.register(HELPER)
    async with AsyncExitStack() as stack:
        ears, eve = [await stack.enter_async_context(Resident.of(synapse, name)) for name in ("bridge", "eve")]
        room = await ears.room("bridged")
        await eve.join(room)
        tasks = await stack.enter_async_context(asyncio.TaskGroup())
        people = {nick: Human(nick) for nick in ("relay", "dan", "finn", *ASKERS.values())}
        running = [tasks.create_task(human.live(inspircd.port)) for human in people.values()]
        for human in people.values():
            await human.welcomed()
            await human.join(CHANNEL)
        relay = Relay(synapse, room, people.pop("relay"), ears, stack)
        for nick in (HELPER, *people):
            await relay.puppet(nick)
        running += [tasks.create_task(relay.from_irc()), tasks.create_task(relay.from_matrix())]
        app = helper_app(helper_settings(inspircd, synapse), folder)
        work = tasks.create_task(app.run())
        async with asyncio.timeout(WAIT):
            while not (app.memory.in_room(IRC) and app.memory.in_room(MATRIX)):
                await asyncio.sleep(0.02)
        await eve.say(room, "good morning")  # else a bridge that is faster than our sync shows her before we know that she is here
        async with asyncio.timeout(WAIT):
            while not app.memory.present(MATRIX, eve.user):
                await asyncio.sleep(0.02)
        yield World(app, relay, people, eve)
        app.stop()
        await work
        for task in running:
            task.cancel()


async def test_one_room_on_two_networks_whatever_the_bridge_does(inspircd: Inspircd, synapse: Synapse, tmp_path: Path) -> None:
    async with at_work(inspircd, synapse, tmp_path / "matrix") as world:
        await _one_answer_on_the_side_where_it_was_asked(world)
        await _an_answer_counts_when_it_has_crossed(world)
        await _an_unaddressed_question_has_one_answer(world)
        await _nothing_of_it_was_a_second_voice(world)


async def _one_answer_on_the_side_where_it_was_asked(world: World) -> None:
    """Asked of the bot, from each side, with each fault."""
    for number, (fault, name) in enumerate(ASKERS.items(), 1):
        world.relay.fault = fault
        world.says(name, f"{HELPER}: {QUESTION}")
        await world.hears(name)
        await world.eve.say(world.relay.room, f"{HELPER}: {QUESTION}")
        await world.eve.hears(world.relay.room, HELPER, number)
        await world.relay.takes(QUESTION, 2 * number)
        await world.relay.takes(f"{name}: ")
        await world.relay.takes("eve: ", number)


async def _an_answer_counts_when_it_has_crossed(world: World) -> None:
    """Said on Matrix to somebody on IRC who has asked the room: lost, it answers nobody; the next one crosses."""
    world.relay.fault = ""
    world.says("dan", "does anybody know how i can resize a trove database without downtime? mine is stuck")
    asked = await world.question(Status.GATHERING, "dan")
    await world.relay.takes("resize")
    world.relay.fault = "lost"
    lost = await world.eve.say(world.relay.room, "dan: not at all, with that release")
    await world.relay.takes("dan: not at all")
    await world.knows(lambda memory: memory.ids.get(lost) == world.eve.user)
    assert world.app.memory.question(asked.key).status is not Status.ANSWERED  # type: ignore[union-attr]
    assert world.app.memory.crossing(MATRIX, IRC)[0] > 0
    world.relay.fault = "twice"
    await world.eve.say(world.relay.room, "dan: sorry, what i meant is that you need a replica")
    answered = await world.question(Status.ANSWERED, "dan")
    assert (answered.place, answered.answered_by and answered.answered_by.id) == (IRC, world.eve.user)
    assert world.app.memory.crossing(MATRIX, IRC)[0] == 0


async def _an_unaddressed_question_has_one_answer(world: World) -> None:
    """Asked of the room, twice over the bridge."""
    world.says("finn", "is there a repo for gazpacho? dnf finds no openstack gazpacho packages for me")
    await world.hears("finn")


async def _nothing_of_it_was_a_second_voice(world: World) -> None:
    """What is asked after all of it is answered after all of it: until then one utterance for each question."""
    world.relay.fault = ""
    world.says("dan", "!about")
    await world.hears("dan")
    await world.eve.say(world.relay.room, "!about")
    on_matrix = await world.eve.hears(world.relay.room, HELPER, len(ASKERS) + 1)
    assert len(on_matrix) == len(ASKERS) + 1
    assert world.told() == [*ASKERS.values(), "finn", "dan"]
    names = [question.asker.name for question in world.app.memory.questions(IRC.key)]
    assert set(names) == {*ASKERS.values(), "dan", "finn", "eve"}
    assert len(names) == len(set(names)) - 1 + len(ASKERS)  # hers are as many as she has asked
