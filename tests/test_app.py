"""The shell with a small network of its own: order of commit and send, refusals, retries, reload, shutdown."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from typing_extensions import override

from bot.adapters.base import Inbox, NotConnected, Refused, Rejected
from bot.app import App, ReloadFailed
from bot.clock import Clock
from bot.core.actions import Say
from bot.core.events import Event, Message, Named, Present, Reached, Removed
from bot.core.kernel import Kernel, Turn
from bot.core.memory import Memory
from bot.core.people import Identity, Person, Place
from bot.core.records import Mark, Put, Question, Said, Status
from bot.core.settings import MatrixNetwork, Pace, Settings, Timing
from bot.outbox import Outbox
from bot.store.store import Batch, Store
from tests.transcript import all_plugins, shipped, terminal_settings

pytestmark = pytest.mark.slow  # a real store and real time

ROOM = Place("terminal", "#rdo")
ALICE = Person("terminal", "alice", "alice", host="alice@example.org")
BOB = Person("terminal", "bob", "bob", host="bob@example.org")
FAST = Timing(settle=0.0, answer=0.0, route=0.05, next_expert=0.05)
ASKED = "helper: is there a repo for gazpacho?"


@dataclass
class Wire:
    """A network in the process: what people say is put in, what is performed can be read. `fails` are raised first, in order."""

    network: str = "terminal"
    ready: bool = True
    fails: list[Exception] = field(default_factory=list)
    said: list[Say] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    typed: list[Place] = field(default_factory=list)
    heard: asyncio.Queue[Message | Exception] = field(default_factory=asyncio.Queue)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    accounts: dict[str, str] = field(default_factory=dict)  # who is logged in, by id
    mute: bool = False  # about who is logged in
    verified: list[Message] = field(default_factory=list)
    check: Callable[[Say], object] = repr  # called with what is about to be said
    repeats: bool = False  # a line performed twice is said once
    ids: bool = False  # whether its lines have ids: the key of the Say, here
    removed: list[str] = field(default_factory=list)
    keeps: list[Exception] = field(default_factory=list)  # raised instead of removing a line, in order

    async def listen(self, inbox: Inbox) -> None:
        now = Clock()()
        await inbox(Named(now, "terminal", "helper"))
        await inbox(Present(now, ROOM, (ALICE,)))
        while True:
            event = await self.heard.get()
            if isinstance(event, Exception):
                raise event
            await inbox(event)

    async def perform(self, say: Say) -> str:
        if self.fails:
            raise self.fails.pop(0)
        self.check(say)
        async with self.changed:
            self.said.append(say)
            self.changed.notify_all()
        return say.key if self.ids else ""

    async def retract(self, place: Place, id_: str) -> None:  # noqa: ARG002 - of the protocol
        if self.keeps:
            raise self.keeps.pop(0)
        async with self.changed:
            self.removed.append(id_)
            self.changed.notify_all()

    def typing(self, place: Place) -> None:
        self.typed.append(place)

    async def verify(self, message: Message) -> Message:
        """What services would say."""
        self.verified.append(message)
        if self.mute:
            await asyncio.Event().wait()
        account = self.accounts.get(message.sender.id)
        return replace(message, sender=replace(message.sender, account=account), vouched=True)

    async def close(self, words: str) -> None:
        self.closed.append(words)

    def hear(self, text: str, by: Person = ALICE) -> None:
        self.heard.put_nowait(Message(Clock()(), ROOM, by, text))

    async def says(self, count: int) -> list[Say]:
        """Wait until so much has been said."""
        async with asyncio.timeout(5), self.changed:
            await self.changed.wait_for(lambda: len(self.said) >= count)
        return self.said


def settings() -> Settings:
    return replace(terminal_settings(FAST), maintainers=(Identity("terminal", hostmask="alice!*@*"),))


def kernel() -> Kernel:
    chosen = settings()
    return Kernel(chosen, shipped(), all_plugins(chosen, shipped()))


def app_of(store: Store, wire: Wire, rebuild: Callable[[], Kernel] = kernel) -> App:
    clock = Clock()
    app = App(kernel(), Memory(b"k" * 32, store.load(clock())), store, clock, rebuild)
    app.add(wire, Pace(1000, 1000.0))
    return app


@asynccontextmanager
async def running(app: App) -> AsyncIterator[asyncio.Task[int]]:
    """The app for the length of a block, then an orderly end."""
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(app.run())
        try:
            yield task
        finally:
            app.stop()


async def until(holds: Callable[[], bool | Awaitable[bool]]) -> None:
    async with asyncio.timeout(5):
        while not holds():
            await asyncio.sleep(0.005)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A file: the tests look into it while the app's own thread writes."""
    return Store.open(f"sqlite:///{tmp_path / 'patience.db'}")


def outbox(folder: Path) -> dict[str, str]:
    """The outbox on disk as another process sees it: key and state."""
    with closing(sqlite3.connect(f"file:{folder / 'patience.db'}?mode=ro", uri=True)) as database:
        return dict(database.execute("SELECT key, state FROM outbox"))


def question_of(app: App) -> Question:
    (question,) = app.memory.questions(ROOM.key)
    return question


async def test_somebody_who_speaks_to_us_is_answered(store: Store) -> None:
    wire = Wire()
    async with running(app_of(store, wire)):
        wire.hear(ASKED)
        (say,) = await wire.says(1)
    assert "Epoxy" in " ".join(say.lines)


async def test_nothing_is_performed_that_is_not_committed(store: Store, tmp_path: Path) -> None:
    seen: list[str] = []
    wire = Wire()
    wire.check = lambda say: seen.extend(key for key, state in outbox(tmp_path).items() if (key, state) == (say.key, "sending"))
    async with running(app_of(store, wire)):
        wire.hear(ASKED)
        (say,) = await wire.says(1)
    assert seen == [say.key]


async def test_what_was_said_leaves_the_outbox(store: Store, tmp_path: Path) -> None:
    wire = Wire()
    app = app_of(store, wire)
    async with running(app):
        wire.hear(ASKED)
        await wire.says(1)
        await until(lambda: not outbox(tmp_path))


async def test_a_network_that_is_not_connected_is_tried_again(store: Store) -> None:
    wire = Wire(fails=[NotConnected("away")])
    async with running(app_of(store, wire)):
        wire.hear(ASKED)
        (say,) = await wire.says(1)
    assert say.prompted


async def test_an_answer_that_may_not_be_said_leaves_the_question_open(store: Store) -> None:
    wire = Wire(fails=[Rejected("404 cannot send to channel")])
    app = app_of(store, wire)
    async with running(app):
        wire.hear(ASKED)
        await until(lambda: any(q.history[-1].reason.startswith("the answer was not delivered") for q in app.memory.questions(ROOM.key)))
        assert question_of(app).status is Status.ASKED


async def test_what_was_in_flight_at_a_crash_is_not_said_again_and_its_question_is_open(store: Store, tmp_path: Path) -> None:
    first = Wire()
    app = app_of(store, first)
    async with running(app):
        first.hear(ASKED)
        (say,) = await first.says(1)
        await until(lambda: not outbox(tmp_path))
    with Store.open(f"sqlite:///{tmp_path / 'patience.db'}") as ended:
        records = tuple(ended.load(0.0))
    crashed = Store.open(f"sqlite:///{tmp_path / 'crashed.db'}")
    crashed.commit([Batch(tuple(Put(record) for record in records), (say,), say.not_after)])
    crashed.mark_sending([say.key])
    wire = Wire()
    again = app_of(crashed, wire)
    async with running(again):
        await until(lambda: any(q.status is not Status.ANSWERED for q in again.memory.questions(ROOM.key)))
        assert all("Epoxy" not in " ".join(line.lines) for line in wire.said)
        assert again.memory.counter("lines lost") == 1


async def test_what_was_in_flight_at_a_crash_is_said_again_where_that_is_once(store: Store, tmp_path: Path) -> None:
    first = Wire()
    app = app_of(store, first)
    async with running(app):
        first.hear(ASKED)
        (say,) = await first.says(1)
        await until(lambda: not outbox(tmp_path))
    with Store.open(f"sqlite:///{tmp_path / 'patience.db'}") as ended:
        records = tuple(ended.load(0.0))
    crashed = Store.open(f"sqlite:///{tmp_path / 'crashed.db'}")
    crashed.commit([Batch(tuple(Put(record) for record in records), (say,), say.not_after)])
    crashed.mark_sending([say.key])
    wire = Wire(repeats=True)
    again = app_of(crashed, wire)
    async with running(again):
        assert await wire.says(1) == [say]
        assert again.memory.counter("lines lost") == 0
        assert question_of(again).status is Status.ANSWERED


def said_of(app: App) -> list[Said]:
    return [said for said in app.memory.records[Said].values() if isinstance(said, Said)]


async def test_the_id_of_what_was_said_is_kept_with_it(store: Store) -> None:
    wire = Wire(ids=True)
    app = app_of(store, wire)
    async with running(app):
        wire.hear(ASKED)
        (say,) = await wire.says(1)
        await until(lambda: {said.kind: said.id for said in said_of(app)}["answer"] == say.key)


async def test_an_answer_that_still_waits_is_never_said_when_its_question_is_deleted(store: Store, tmp_path: Path) -> None:
    wire = Wire()
    app = app_of(store, wire)
    async with running(app):
        await until(lambda: app.memory.in_room(ROOM))
        wire.ready = False
        await app.inbox.put(Message(app.clock(), ROOM, ALICE, ASKED, id="$1"))
        await until(lambda: len(app.networks["terminal"].outbox) == 1)
        await app.inbox.put(Removed(app.clock(), ROOM, "$1", "$r"))
        await until(lambda: not outbox(tmp_path))
        assert not len(app.networks["terminal"].outbox)
    assert wire.said == []


@pytest.mark.parametrize("order", ["!optout", "!forget me", "helper: please leave me alone"])
async def test_who_opts_out_or_asks_to_be_forgotten_hears_nothing_unasked_that_still_waited(
    store: Store, tmp_path: Path, order: str
) -> None:
    wire = Wire()
    app = app_of(store, wire)
    async with running(app):
        await until(lambda: app.memory.in_room(ROOM))
        wire.ready = False
        wire.hear("is there a repo for gazpacho?")
        await until(lambda: len(app.networks["terminal"].outbox) == 1)
        wire.hear(order)
        await until(lambda: bool(app.networks["terminal"].outbox.owed()) and len(outbox(tmp_path)) == 1)
        wire.ready = True
        (said,) = await wire.says(1)
    assert said.prompted
    assert len(wire.said) == 1


@dataclass
class Slow(Wire):
    """A network that takes its time with a line, and then does not know whether it was written."""

    begun: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    @override
    async def perform(self, say: Say) -> str:
        if self.ended.is_set():
            return await super().perform(say)
        self.begun.set()
        await self.ended.wait()
        raise NotConnected("perhaps")


async def test_an_answer_on_the_wire_is_not_written_again_when_its_question_is_deleted(store: Store, tmp_path: Path) -> None:
    wire = Slow(repeats=True)
    app = app_of(store, wire)
    async with running(app):
        await until(lambda: app.memory.in_room(ROOM))
        await app.inbox.put(Message(app.clock(), ROOM, ALICE, ASKED, id="$1"))
        await wire.begun.wait()
        await app.inbox.put(Removed(app.clock(), ROOM, "$1", "$r"))
        await until(lambda: not app.networks["terminal"].writing)
        wire.ended.set()
        await until(lambda: not outbox(tmp_path))
        assert not len(app.networks["terminal"].outbox)
    assert wire.said == []


def withdrawing() -> Kernel:
    network = MatrixNetwork("terminal", "https://hs.example", "@helper:hs.example", withdraw=True)
    chosen = replace(settings(), networks=(network,))
    return Kernel(chosen, shipped(), all_plugins(chosen, shipped()))


async def test_an_answer_that_stands_is_removed_from_the_network_with_its_question(store: Store) -> None:
    wire = Wire(ids=True)
    app = app_of(store, wire)
    app.kernel = withdrawing()
    async with running(app):
        await until(lambda: app.memory.in_room(ROOM))
        await app.inbox.put(Message(app.clock(), ROOM, ALICE, ASKED, id="$1"))
        (say,) = await wire.says(1)
        await until(lambda: any(said.id for said in said_of(app)))
        await app.inbox.put(Removed(app.clock(), ROOM, "$1", "$r"))
        await until(lambda: wire.removed == [say.key])


async def test_what_the_network_does_not_remove_ends_nothing(store: Store) -> None:
    wire = Wire(ids=True)
    app = app_of(store, wire)
    app.kernel = withdrawing()
    async with running(app):
        await until(lambda: app.memory.in_room(ROOM))
        for number, failure in enumerate((NotConnected("away"), Rejected("forbidden"))):
            wire.keeps.append(failure)
            await app.inbox.put(Message(app.clock(), ROOM, ALICE, ASKED, id=f"${number}"))
            await wire.says(number + 1)
            await until(lambda: any(said.id == wire.said[-1].key for said in said_of(app)))
            await app.inbox.put(Removed(app.clock(), ROOM, f"${number}", f"$r{number}"))
            await until(lambda: not wire.keeps)


async def test_how_far_a_network_was_read_is_stored_and_read_again_after_a_restart(store: Store, tmp_path: Path) -> None:
    app = app_of(store, Wire())
    async with running(app):
        await until(lambda: app.memory.in_room(ROOM))
        await app.inbox.put(Reached(app.clock(), "terminal", "s1"))
        await app.inbox.put(Reached(app.clock(), "terminal", "s2"))
    with Store.open(f"sqlite:///{tmp_path / 'patience.db'}") as again:
        assert Memory(b"k" * 32, again.load(0.0)).position("terminal") == "s2"


async def test_the_last_network_that_refuses_for_good_ends_the_process_with_one(store: Store) -> None:
    wire = Wire()
    app = app_of(store, wire)
    async with running(app) as task:
        wire.heard.put_nowait(Refused("wrong password"))
        assert await task == 1
    assert (told := app.memory.trouble("terminal")) is not None
    assert told.why == "refused for good: wrong password"


async def test_an_orderly_end_says_goodbye_and_returns_zero(store: Store) -> None:
    wire = Wire()
    app = app_of(store, wire)
    async with running(app) as task:
        wire.hear(ASKED)
        await wire.says(1)
        app.stop()
        assert await task == 0
    assert len(wire.closed) == 1


async def test_what_was_heard_before_the_end_is_still_answered(store: Store) -> None:
    wire = Wire()
    app = app_of(store, wire)
    async with running(app) as task:
        await until(lambda: app.memory.in_room(ROOM))
        await app.inbox.put(Message(app.clock(), ROOM, ALICE, ASKED))
        app.stop()
        await task
    assert len(wire.said) == 1


async def test_what_cannot_be_sent_before_the_end_is_kept(store: Store, tmp_path: Path) -> None:
    wire = Wire()
    app = app_of(store, wire)
    async with running(app) as task:
        await until(lambda: app.memory.in_room(ROOM))
        wire.ready = False
        await app.inbox.put(Message(app.clock(), ROOM, ALICE, ASKED))
        app.stop()
        await task
    with Store.open(f"sqlite:///{tmp_path / 'patience.db'}") as again:
        assert len(again.waiting()) == 1


async def test_reload_takes_the_new_knowledge_and_says_so(store: Store) -> None:
    smaller = replace(shipped(), entries=shipped().entries[:3])
    wire = Wire()
    app = app_of(store, wire, lambda: Kernel(settings(), smaller, all_plugins(settings(), smaller)))
    async with running(app):
        wire.hear("helper: reload")
        said = await wire.says(2)
    assert any("3 entries" in " ".join(say.lines) for say in said)


async def test_a_reload_that_fails_leaves_the_old_knowledge_and_names_the_line(store: Store) -> None:
    def broken() -> Kernel:
        raise ReloadFailed("knowledge/faq/repos.yaml:12")

    wire = Wire()
    app = app_of(store, wire, broken)
    async with running(app):
        before = app.kernel
        wire.hear("helper: reload")
        said = await wire.says(2)
        assert app.kernel is before
    assert any("knowledge/faq/repos.yaml:12" in " ".join(say.lines) for say in said)


def maintained_by_account() -> Kernel:
    chosen = replace(settings(), maintainers=(Identity("terminal", account="maya"),))
    return Kernel(chosen, shipped(), all_plugins(chosen, shipped()))


@pytest.mark.case(30)
@pytest.mark.parametrize(("accounts", "told"), [({"alice": "maya"}, "entries"), ({"alice": "mallory"}, "maintain"), ({}, "maintain")])
async def test_an_order_that_needs_rights_is_obeyed_by_what_the_network_says_now(store: Store, accounts: dict[str, str], told: str) -> None:
    wire = Wire(accounts=accounts)
    app = app_of(store, wire)
    app.kernel = maintained_by_account()
    async with running(app):
        wire.hear("helper: status")
        (say,) = await wire.says(1)
    assert told in " ".join(say.lines)
    assert [message.text for message in wire.verified] == ["helper: status"]


@pytest.mark.case(30)
async def test_the_network_is_asked_for_each_order_anew(store: Store) -> None:
    wire = Wire(accounts={"alice": "maya"})
    app = app_of(store, wire)
    app.kernel = maintained_by_account()
    async with running(app):
        wire.hear("helper: status")
        await wire.says(1)
        wire.accounts.clear()
        wire.hear("helper: status please")
        wire.hear("!status")
        said = await wire.says(2)
    assert len(wire.verified) == 2
    assert "entries" not in " ".join(said[1].lines)


async def test_a_network_that_does_not_say_holds_up_nothing_else(store: Store) -> None:
    wire = Wire(mute=True)
    async with running(app_of(store, wire)):
        for number in range(80):
            wire.hear(f"!status {number}")
        wire.hear(ASKED, BOB)
        await until(lambda: any(say.to == BOB and "Epoxy" in " ".join(say.lines) for say in wire.said))


async def test_sighup_rereads_without_saying_anything(store: Store) -> None:
    wire = Wire()
    app = app_of(store, wire)
    async with running(app):
        before = app.kernel
        app.hangup.set()
        await until(lambda: app.kernel is not before)
    assert wire.said == []


async def test_a_question_that_waits_is_routed_by_the_clock(store: Store) -> None:
    wire = Wire()
    async with running(app_of(store, wire)):
        wire.hear("evacuating my nova instances from a dead compute leaves them rebuilding for ever")
        (say,) = await wire.says(1)
    assert say.to == ALICE
    assert not say.prompted


async def test_what_expired_while_it_was_not_running_is_deleted_at_the_start(store: Store, tmp_path: Path) -> None:
    store.commit([Batch((Put(Mark("spoke", "hash", 1.0)),))])
    app = app_of(store, Wire())
    async with running(app):
        await until(lambda: app.memory.in_room(ROOM))
    with closing(sqlite3.connect(tmp_path / "patience.db")) as database:
        assert database.execute("SELECT count(*) FROM mark").fetchone() == (0,)


async def test_who_asked_and_must_wait_sees_that_an_answer_is_on_its_way(store: Store) -> None:
    wire = Wire()
    app = app_of(store, wire)
    app.networks["terminal"].outbox = Outbox(Pace(1, 0.5))
    async with running(app):
        wire.hear("helper: help")
        wire.hear("helper: about", BOB)
        await until(lambda: ROOM in wire.typed)


class Stumbling(Kernel):
    """Fails on lines with a certain word."""

    @override
    def handle(self, event: Event, memory: Memory) -> Turn:
        if isinstance(event, Message) and "stumble" in event.text:
            raise ValueError("a fault of ours")
        return super().handle(event, memory)


async def test_what_people_say_is_in_no_log_and_in_no_file(store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    wire = Wire()
    app = app_of(store, wire)
    app.kernel = Stumbling(settings(), shipped(), app.kernel.plugins)
    async with running(app):
        wire.hear("the quick zebrafish went home", BOB)
        wire.hear("zebrafish stumble", BOB)
        wire.hear(ASKED)
        await wire.says(1)
        written = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert "failed on Message" in caplog.text
    assert "zebrafish" not in caplog.text
    assert "is there a repo" not in caplog.text
    assert b"zebrafish" not in written
    assert b"is there a repo" in written
