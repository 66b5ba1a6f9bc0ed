"""One conversation of tests/conversations on a real IRC server: real people, the real adapter, shortened times."""

import asyncio
import random
import re
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace

from bot.adapters.base import Adapter, Inbox
from bot.adapters.irc.link import IrcAdapter
from bot.adapters.irc.timings import Timings
from bot.app import App
from bot.clock import Clock
from bot.core.actions import Say
from bot.core.events import Event, Message, Tick
from bot.core.kernel import Kernel
from bot.core.knowledge import Expert
from bot.core.memory import Memory
from bot.core.people import Identity, Place
from bot.core.records import DAY, Counter, Drop, Mark, Put
from bot.core.settings import IrcNetwork, MatrixNetwork, Mode, Pace, Room, Settings, Timing
from bot.store.store import Store
from tests.live.people import Human
from tests.transcript import HELPER, PLUGINS, Conversation, Done, Expected, Line, all_plugins, experts, shipped

FASTER = 80.0  # simulated seconds in a real one
LATE = 4.0  # real seconds that a line may come late on a busy machine
PASSWORD = "a-long-password"
QUIET = 1.0  # real seconds without anything due after which nothing is coming any more
NETWORK = "testnet"


async def until_nothing_is_due(app: App, end: float) -> None:
    """To the end of a conversation (on the loop's clock), or until the bot has nothing to wait for before it: then it says no more."""
    loop = asyncio.get_running_loop()
    while (now := loop.time()) < end + QUIET:
        due = app.memory.next_due()
        idle = due is None or due - app.clock() > end - now
        await asyncio.sleep(QUIET)
        if idle and app.memory.next_due() == due:
            return


class Shifted:
    """The adapter with the conversation's time: hours and nights are those of its beginning, not of the day of the test."""

    def __init__(self, adapter: Adapter, offset: float) -> None:
        self.adapter, self.offset = adapter, offset

    @property
    def network(self) -> str:
        return self.adapter.network

    @property
    def ready(self) -> bool:
        return self.adapter.ready

    async def listen(self, inbox: Inbox) -> None:
        async def shift(event: Event) -> None:
            event = replace(event, at=event.at + self.offset)
            if isinstance(event, Message) and event.sent is not None:
                event = replace(event, sent=event.sent + self.offset)
            await inbox(event)

        await self.adapter.listen(shift)

    @property
    def repeats(self) -> bool:
        return self.adapter.repeats

    async def perform(self, say: Say) -> str:
        return await self.adapter.perform(say)

    async def retract(self, place: Place, id_: str) -> None:
        await self.adapter.retract(place, id_)

    def typing(self, place: Place) -> None:
        self.adapter.typing(place)

    async def verify(self, message: Message) -> Message:
        found = await self.adapter.verify(replace(message, at=message.at - self.offset))
        return replace(found, at=message.at)

    async def close(self, words: str) -> None:
        await self.adapter.close(words)


def faster(conversation: Conversation, name: str, network: IrcNetwork | MatrixNetwork, times: float) -> Settings:
    """Settings in which a conversation goes by so much faster; `name` is the bot's."""
    steps = ("settle", "hello", "answer", "route", "frustrated", "next_expert")
    timing = replace(Timing(), **{step: getattr(conversation.timing, step) / times for step in steps})
    plugins = tuple((name, {key: value / times for key, value in section.items()}) for name, section in PLUGINS)  # durations all
    return Settings(name, "the operators", (network,), mode=conversation.mode, timing=timing, plugins=plugins)


async def new_day(app: App) -> None:
    """What is done once a day, now."""
    app.memory.apply((Drop(Counter, "day"),))
    await app.inbox.put(Tick(app.clock(), daily=True))


def app_of(
    conversation: Conversation, settings: Settings, listed: tuple[Expert, ...], spoke: Iterable[str], adapter: Callable[[Clock], Adapter]
) -> App:
    """The house for one conversation on its one network. `listed` offered to be asked, `spoke` (ids) have spoken before."""
    (network,), knowledge, real = settings.networks, replace(shipped(), experts=listed), Clock()
    offset = conversation.start - real()
    memory = Memory(b"k" * 32)
    memory.apply((Put(Counter("day", int(conversation.start // DAY))),))  # a new day begins where the conversation says so
    memory.apply(Put(Mark("spoke", memory.hash(f"{network.name}:{id_}"), conversation.start)) for id_ in spoke)

    def build() -> Kernel:
        return Kernel(settings, knowledge, all_plugins(settings, knowledge))

    app = App(build(), memory, Store.open("sqlite://"), lambda: real() + offset, build)
    app.add(Shifted(adapter(real), offset), network.pace)
    return app


@dataclass(frozen=True)
class Names:
    """Nicks and a channel of its own for each conversation, so that all can be played at once on one server."""

    number: int
    known: frozenset[str]

    @classmethod
    def of(cls, conversation: Conversation, number: int) -> "Names":
        return cls(number, conversation.people | {HELPER})

    @property
    def channel(self) -> str:
        return f"#rdo{self.number}"

    @property
    def control(self) -> str:
        return f"#helpers{self.number}"

    def there(self, text: str) -> str:
        """A text with the names that people have on the server."""
        return re.sub(r"\b(" + "|".join(sorted(self.known)) + r")\b", lambda found: f"{found[0]}{self.number}", text)

    def here(self, text: str) -> str:
        """And back."""
        return re.sub(r"\b(" + "|".join(sorted(self.known)) + rf"){self.number}\b", lambda found: found[1], text)


@dataclass
class Scene:
    """One conversation being played."""

    conversation: Conversation
    names: Names
    port: int
    accounts: bool  # whether the network has services
    late: float = 0.0  # real seconds by which a busy machine has shifted what is done: it shifts what follows, instead of failing it

    def app(self) -> App:
        rooms = (
            (Room(self.names.channel), Room(self.names.control, Mode.ASKED, reports=True))
            if self.conversation.control_room
            else (Room(self.names.channel),)
        )
        network = IrcNetwork(NETWORK, "127.0.0.1", self.port, tls=None, rooms=rooms, pace=Pace(burst=20, per_second=20.0))
        conversation, name, what = self.conversation, self.names.there(HELPER), "account" if self.accounts else "nick"
        listed = experts(conversation, NETWORK, what)
        renamed = tuple(replace(e, identities=tuple(replace(i, **{what: self.names.there(e.name)}) for i in e.identities)) for e in listed)
        chance = random.Random(self.names.number)  # noqa: S311

        def adapter(clock: Clock) -> Adapter:
            return IrcAdapter(network, name, "the operators", clock, chance, print, Timings(line_every=0.05))

        spoke = [self.names.there(nick) for nick in conversation.regulars]
        settings = replace(
            faster(conversation, name, network, FASTER),
            maintainers=tuple(map(self._maintainer, conversation.maintainers)),
            control_room=Place(NETWORK, self.names.control) if conversation.control_room else None,
        )
        return app_of(conversation, settings, renamed, spoke, adapter)

    def _maintainer(self, name: str) -> Identity:
        there = self.names.there(name)
        return Identity(NETWORK, account=there) if self.accounts else Identity(NETWORK, hostmask=f"{there}!*@*")

    async def play(self) -> list[Line]:
        """Play it; what the bot said."""
        async with AsyncExitStack() as stack:
            people = await stack.enter_async_context(self._people())
            app = self.app()
            tasks = await stack.enter_async_context(asyncio.TaskGroup())
            running = tasks.create_task(app.run())
            watcher = people[""]
            await watcher.sees(f":{self.names.there(HELPER)}!", seconds=60)
            await self._in_room(app)
            began = await self._perform(app, people)
            app.stop()
            await running
            return self._said(people, began)

    async def _in_room(self, app: App) -> None:
        async with asyncio.timeout(30):
            rooms = 2 if self.conversation.control_room else 1
            while sum(place.joined for place in app.memory.places.values()) < rooms:
                await asyncio.sleep(0.01)

    @asynccontextmanager
    async def _people(self) -> AsyncIterator[dict[str, Human]]:
        """Everybody of the conversation, connected; "" watches the channel. Who is present from the beginning is in it."""
        renamed = {deed.text for deed in self.conversation.deeds if deed.what == "nick"}
        humans = {nick: Human(self.names.there(nick)) for nick in sorted(self.names.known - {HELPER} - renamed)} | {
            "": Human(f"watch{self.names.number}")
        }
        with_account = {one["name"] for one in self.conversation.experts} | {*self.conversation.maintainers} if self.accounts else set()
        async with asyncio.TaskGroup() as tasks:
            lives = [tasks.create_task(human.live(self.port, PASSWORD if nick in with_account else None)) for nick, human in humans.items()]
            for human in humans.values():
                await human.welcomed()
            for nick in ("", *self.conversation.present):
                await humans[nick].join(self.names.channel)
            for nick in ("", *self.conversation.maintainers) if self.conversation.control_room else ():
                await humans[nick].join(self.names.control)
            yield humans
            for life in lives:
                life.cancel()

    async def _perform(self, app: App, people: dict[str, Human]) -> float:
        """Do every deed at its time; wait for an expected line before the deeds that follow it. The time that all began."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        expected = list(self.conversation.expected)
        steps: list[Done | Expected] = [*self.conversation.deeds, *expected]
        for step in sorted(steps, key=lambda s: s.at):
            due = began + step.at / FASTER + self.late
            if isinstance(step, Expected):
                count = expected.index(step) + 1
                await self._wait_for(people, count, due + LATE)
                self.late += max(0.0, loop.time() - due)
            else:
                await asyncio.sleep(max(0.0, due - loop.time()))
                await self._step(step, app, people)
        await until_nothing_is_due(app, began + self.conversation.end / FASTER + self.late)
        return began

    async def _wait_for(self, people: dict[str, Human], count: int, deadline: float) -> None:
        while len(self._said(people, 0.0)) < count and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.01)

    async def _step(self, deed: Done, app: App, people: dict[str, Human]) -> None:
        if deed.what == "daily":
            await new_day(app)
            return
        await self._do(deed, people[deed.who])
        if deed.what == "nick":
            people[deed.text] = people.pop(deed.who)

    async def _do(self, deed: Done, human: Human) -> None:
        channel = self.names.control if deed.control else self.names.channel
        if deed.what == "nick":
            human.nick = self.names.there(deed.text)
            human.send(f"NICK {human.nick}")
            return
        if deed.what == "part":
            human.part(channel)
        elif channel not in human.channels:
            await human.join(channel)
        if deed.what == "say":
            target = self.names.there(HELPER) if deed.private else channel
            human.send(f"PRIVMSG {target} :{self.names.there(deed.text)}")

    def _said(self, people: dict[str, Human], began: float) -> list[Line]:
        helper = self.names.there(HELPER)
        said = [(at, target, text) for at, nick, target, text in people[""].heard if nick == helper]
        for nick, human in people.items():
            said += [(at, target, text) for at, who, target, text in human.heard if who == helper and target == human.nick and nick]
        lines: list[Line] = []
        for at, target, text in sorted(said):
            words, when = self.names.here(text), (at - began) * FASTER
            where = {self.names.channel: "room", self.names.control: "control"}.get(target, "private")
            to, _, rest = words.partition(": ")
            if where == "private":
                lines.append((when, self.names.here(target), words, where))
            elif to in self.names.known:
                lines.append((when, to, rest, where))
            elif where == "control":
                lines.append((when, "", words, where))
            elif lines:  # the second line of an utterance carries no address
                before = lines.pop()
                lines.append((before[0], before[1], f"{before[2]} {words}", before[3]))
        return lines
