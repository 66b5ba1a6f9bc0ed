"""The asyncio shell: one TaskGroup that owns every task, bounded queues between them, an orderly shutdown.

    listeners -> Inbox -> thinker -> turns -> committer -> outboxes -> senders -> wire
                            ^ clock              `-> papers -> the knowledge folder

Nothing is sent that is not committed. When a commit fails, finished Turns wait in order, the queue of turns fills, the
thinker stops, the inbox fills, and reading pauses: nothing is lost while the disk is full.

Shutdown (SIGTERM, SIGINT; within SHUTDOWN seconds): stop taking events, think what is in the inbox, commit, send what may
go now, say goodbye, close. What could not be sent stays in the store and is sent after the restart, if still wanted.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

from bot.adapters.base import Adapter, Clock, NotConnected, Refused, Rejected
from bot.core.actions import Action, Decide, Reload, Retract, Say, Verify, WriteDraft
from bot.core.events import Delivered, Gone, Message, Tick, Undelivered
from bot.core.kernel import Kernel, Turn
from bot.core.memory import Memory
from bot.core.people import Person, Place
from bot.core.settings import Pace
from bot.inbox import Inbox
from bot.outbox import Outbox
from bot.papers import Papers, Rebuild, told
from bot.papers import ReloadFailed as ReloadFailed
from bot.store.errors import StoreFailed
from bot.store.store import Batch, Store

log = logging.getLogger("patience")

UNKNOWN = 50  # commands that wait until the network has said who their senders are; more at once are nobody's honest work
RETRACTED = 50  # lines of ours waiting to be removed; people rarely delete so many questions at once
TURNS = 500  # finished Turns that wait for the disk: a busy minute
SHUTDOWN = 4.0  # seconds for everything after a signal; service managers and product 10.18 allow five
CLOSING = 1.0  # of these, kept for saying goodbye
RETRY_FIRST, RETRY_MOST = 0.5, 30.0  # seconds between tries of a failed commit
LOOK_AGAIN = 0.5  # seconds until a network that is not ready is looked at again
WAIT_SHOWN = 0.5  # seconds: who asked and must wait longer than this sees that an answer is on its way, where that can be shown
LONGEST_SLEEP = 60.0  # seconds: a suspended machine's clock is noticed within a minute
DAY = 86400.0
DAILY_AT = 7 * 3600.0  # UTC: what is done once a day is told when people in Europe begin theirs
T = TypeVar("T")


@dataclass
class Network:
    """One network with what waits for it."""

    adapter: Adapter
    outbox: Outbox
    added: asyncio.Event = field(default_factory=asyncio.Event)
    retracted: asyncio.Queue[Retract] = field(default_factory=lambda: asyncio.Queue(RETRACTED))  # lines of ours to be removed
    unknown: asyncio.Queue[Message] = field(default_factory=lambda: asyncio.Queue(UNKNOWN))  # lines by people to be asked about
    writing: set[str] = field(default_factory=set)  # keys of the lines that are being given to the wire, and still wanted
    refused: str = ""


class App:
    """Wires kernel, memory, store and adapters together and runs them."""

    def __init__(self, kernel: Kernel, memory: Memory, store: Store, clock: Clock, rebuild: Rebuild) -> None:
        self.kernel, self.memory, self.store, self.clock, self.rebuild = kernel, memory, store, clock, rebuild
        self.networks: dict[str, Network] = {}
        self.inbox = Inbox((kernel.settings.name,))
        self.turns: asyncio.Queue[Turn | None] = asyncio.Queue(TURNS)
        self.due = asyncio.Event()  # something may be due earlier than the clock sleeps
        self.stopping = asyncio.Event()
        self.hangup = asyncio.Event()  # SIGHUP: read knowledge and plugin settings again
        self.draining = False
        self.papers = Papers()
        self.reading = asyncio.Lock()  # the knowledge is read once at a time, so that nobody puts an older one in the place of a newer
        self._disk = ThreadPoolExecutor(1, "store")  # the store blocks; one thread keeps its calls in order

    def add(self, adapter: Adapter, pace: Pace) -> None:
        """Add a network before `run`."""
        self.networks[adapter.network] = Network(adapter, Outbox(pace))
        if adapter.repeats:
            self.inbox.wait.add(adapter.network)

    def stop(self) -> None:
        """Ask for an orderly end."""
        self.stopping.set()

    async def run(self) -> int:
        """Run until stopped. Returns the exit code: 0, or 1 when the last network has refused for good."""
        await self._resume()
        async with asyncio.TaskGroup() as tasks:
            listeners = [tasks.create_task(self._listen(network)) for network in self.networks.values()]
            clock = tasks.create_task(self._tick())
            reloader = tasks.create_task(self._hangups())
            clerk = tasks.create_task(self._file())
            thinker = tasks.create_task(self._think())
            committer = tasks.create_task(self._commit())
            verifiers = [tasks.create_task(self._verify(network)) for network in self.networks.values()]
            verifiers += [tasks.create_task(self._retract(network)) for network in self.networks.values()]
            senders = [tasks.create_task(self._send(network)) for network in self.networks.values()]
            await self.stopping.wait()
            log.info("stopping")
            try:
                async with asyncio.timeout(SHUTDOWN - CLOSING):
                    await self.inbox.close()
                    await asyncio.wait([thinker, committer])
                    await self.papers.all_ended()
                    self.draining = True
                    self._wake()
                    await asyncio.wait(senders)
            except TimeoutError:
                log.warning("not everything could be sent in time; it is kept for the next start")
            await self._goodbye()
            for task in (*listeners, clock, reloader, clerk, thinker, committer, *verifiers, *senders):
                task.cancel()
        await self._on_disk(self.store.close)
        self._disk.shutdown()
        return 1 if self.networks and all(network.refused for network in self.networks.values()) else 0

    async def _goodbye(self) -> None:
        try:
            async with asyncio.timeout(CLOSING):
                await asyncio.gather(*(network.adapter.close("restarting or going home") for network in self.networks.values()))
        except TimeoutError:
            log.warning("a network did not take our goodbye in time")

    # --- start ---

    async def _resume(self) -> None:
        """Queue what was committed and not sent. What was in flight when we died may have been said: never twice."""
        await self._forget()
        for say in await self._on_disk(self.store.in_flight):
            network = self.networks.get(say.place.network)
            if network is not None and network.adapter.repeats:
                network.outbox.add(say)
            else:
                await self._lost(say, "in flight when the process died")
        for say in await self._on_disk(self.store.waiting):
            if say.place.network in self.networks:
                self.networks[say.place.network].outbox.add(say)
            else:
                await self._lost(say, "its network is no longer configured")

    async def _forget(self) -> None:
        """What has expired goes from the disk, what expired while we were not running too."""
        now = self.clock()
        await self._stubborn(lambda: self.store.forget(now))

    async def _lost(self, say: Say, why: str) -> None:
        """A line that will not be said: its question is told; the row goes when that is committed."""
        log.warning("not delivered to %s: %s", say.place.key, why)
        await self.inbox.put(Undelivered(self.clock(), say.place, say.key, why))

    # --- tasks ---

    async def _listen(self, network: Network) -> None:
        """One network's listener. A refusal ends this one alone, and the process when it was the last."""
        try:
            await network.adapter.listen(self.inbox.put)
        except Refused as refused:
            network.refused = str(refused)
            log.error("%s refused us for good: %s", network.adapter.network, refused)
            await self.inbox.put(Gone(self.clock(), network.adapter.network, None, f"refused for good: {refused}"))
            if all(other.refused for other in self.networks.values()):
                self.stop()

    async def _tick(self) -> None:
        """Tell the thinker when something is due, and once a day anyway."""
        daily = self.clock()  # at once, for what a day without us has left; the kernel knows what it has done today
        while True:
            due = min(self.memory.next_due() or daily, daily)
            now = self.clock()
            if due <= now:
                self.due.clear()
                await self.inbox.put(Tick(now, daily=now >= daily))
                if now >= daily:
                    daily = (now - DAILY_AT) // DAY * DAY + DAY + DAILY_AT
                    await self._forget()
            if self.inbox.dropped:
                log.warning("%d lines of the room were skipped: too many at once", self.inbox.dropped)
                self.inbox.dropped = 0
            await self._sleep(due - now)

    async def _sleep(self, length: float) -> None:
        """Sleep, or less when a turn may have changed what is due."""
        try:
            async with asyncio.timeout(min(length, LONGEST_SLEEP) if length > 0 else LONGEST_SLEEP):
                await self.due.wait()
        except TimeoutError:
            return
        self.due.clear()

    async def _think(self) -> None:
        """The only writer of memory: one event at a time, in order."""
        while (event := await self.inbox.get()) is not None:
            try:
                turn = self.kernel.handle(event, self.memory)
            except Exception:  # a bug in the core, met by one event: the service must not fall over it for ever
                log.exception("failed on %s", type(event).__name__)  # what people say is in no log
                log.debug("it was %r", event)
                continue
            self._report(turn)
            self.due.set()
            if turn.changes or turn.actions:
                await self.turns.put(turn)
        await self.turns.put(None)

    def _report(self, turn: Turn) -> None:
        for fault in turn.faults:
            log.error("plugin %s failed on %s", fault.plugin, fault.moment, exc_info=fault.error)
        for reason in turn.reasons:
            log.debug("%s: %s", reason.by, reason.text)

    async def _commit(self) -> None:
        """Take all finished Turns at once, so that a burst costs one transaction; then let the senders go."""
        ended = False
        while not ended:
            turns = [await self.turns.get()]
            while not self.turns.empty():
                turns.append(self.turns.get_nowait())
            done = [turn for turn in turns if turn is not None]
            ended = len(done) < len(turns)
            await self._keep([Batch(t.changes, _says(t), t.event.at) for t in done])
            lost = [t.event.key for t in done if isinstance(t.event, Undelivered)]
            await self._stubborn(lambda: self.store.done(lost))  # noqa: B023 - awaited here
            for turn in done:
                for action in turn.actions:
                    await self._act(action)
            self._wake()

    async def _keep(self, batches: Sequence[Batch]) -> None:
        """Commit; later Turns wait behind."""
        if batches:
            await self._stubborn(lambda: self.store.commit(batches))

    async def _act(self, action: Action) -> None:
        if isinstance(action, Reload):
            await self.reread(action)
        elif isinstance(action, Verify):
            self._to_verify(action.message)
        elif isinstance(action, Retract):
            await self._take_back(action)
        elif isinstance(action, WriteDraft | Decide):
            self.papers.put(action)
        elif action.place.network in self.networks:
            self.networks[action.place.network].outbox.add(action)

    def _to_verify(self, message: Message) -> None:
        """Never waits: the thinker may be waiting for the committer, and the inbox for the thinker."""
        network = self.networks.get(message.place.network)
        if network is None or network.unknown.full():
            log.warning("not asked who %r is: too many commands at once", message.sender.identity)
        else:
            network.unknown.put_nowait(message)

    async def _take_back(self, retract: Retract) -> None:
        """What still waits is never said; what was said is removed by the network's own task."""
        network = self.networks.get(retract.place.network)
        if network is None:
            return
        network.writing.discard(retract.key)  # on the wire it may be; it is not put there again
        if network.outbox.drop(retract.key):
            await self._stubborn(lambda: self.store.done([retract.key]))
        elif retract.id and not network.retracted.full():
            network.retracted.put_nowait(retract)

    async def _retract(self, network: Network) -> None:
        """Remove one line of ours after another; what the network does not take now stays, and is logged."""
        while True:
            retract = await network.retracted.get()
            try:
                await network.adapter.retract(retract.place, retract.id)
            except (NotConnected, Rejected) as failed:
                log.warning("not removed from %s: %s", retract.place.key, failed)

    async def _verify(self, network: Network) -> None:
        """Ask the network about one sender after another; what they said is heard again with the answer."""
        while True:
            message = await network.unknown.get()
            await self.inbox.put(await network.adapter.verify(message))

    async def _hangups(self) -> None:
        while True:
            await self.hangup.wait()
            self.hangup.clear()
            await self.reread(None)

    async def reread(self, asked: Reload | None) -> None:
        """Knowledge and plugin settings again, for SIGHUP (`asked` is None) and `reload`. A broken file leaves the old ones."""
        try:
            async with self.reading:
                self.kernel = await asyncio.to_thread(self.rebuild)
            words = self._phrase("reload.done", entries=str(len(self.kernel.knowledge.entries)))
        except ReloadFailed as failed:
            words = self._phrase("reload.failed", where=str(failed))
        log.info("reload: %s", words)
        if asked is not None:
            await self._tell(asked.place, asked.to, words)

    async def _tell(self, place: Place, to: Person | None, words: str) -> None:
        """Say what has become of an order."""
        network = self.networks.get(place.network)
        if network is not None:
            now = self.clock()
            say = Say(f"shell.{now}", place, (words,), to, not_after=now + LONGEST_SLEEP)
            await self._keep([Batch((), (say,), now)])
            network.outbox.add(say)
            self._wake()

    async def _file(self) -> None:
        """Write one draft, or carry out one decision, after another, and tell what has become of it."""
        while True:
            order = await self.papers.next()
            if (outcome := await self.papers.filed(order)) is not None:
                async with self.reading:
                    self.kernel = await self.papers.taken_in(outcome, self.kernel, self.rebuild)
                if told(order, outcome):
                    await self._tell(order.place, order.to, self._phrase(outcome.sentence, **outcome.words))
            self.papers.ended()

    def _phrase(self, key: str, **words: str) -> str:
        return self.kernel.knowledge.phrases.say(key, "", **words)

    def _wake(self) -> None:
        for network in self.networks.values():
            network.added.set()

    async def _send(self, network: Network) -> None:
        """Give the network what it may have now, what is due later in its time; end when draining and nothing can go."""
        while True:
            network.added.clear()
            now, ready = self.clock(), network.adapter.ready
            taken = network.outbox.take(now, ready)
            if not self.draining:  # else they stay in the store, and the next start tells their questions
                for say in taken.expired:
                    await self._lost(say, "too late to be of use")
            if taken.send:
                await self._write(network, taken.send)
                continue
            if self.draining and (not ready or not len(network.outbox)):
                return
            if ready and taken.look_at is not None and taken.look_at - now >= WAIT_SHOWN:
                for place in network.outbox.owed():
                    network.adapter.typing(place)
            await self._until(network, taken.look_at, ready)

    async def _until(self, network: Network, look_at: float | None, ready: bool) -> None:
        """Wait for something to do. A network that is not ready is looked at again soon when something waits for it."""
        waits = [] if look_at is None else [look_at - self.clock()]
        if not ready and len(network.outbox):
            waits.append(LOOK_AGAIN)
        try:
            async with asyncio.timeout(max(0.0, min(waits)) if waits else None):
                await network.added.wait()
        except TimeoutError:
            return

    async def _write(self, network: Network, says: Sequence[Say]) -> None:
        """Mark, write, forget: at most once, because the mark is on disk before the wire is touched.

        Exactly once where a network `repeats`: there it is also written again when nobody knows whether it was.
        """
        keys = [say.key for say in says]
        network.writing = set(keys)
        await self._stubborn(lambda: self.store.mark_sending(keys))
        for index, say in enumerate(says):
            if say.key not in network.writing:  # taken back meanwhile
                await self._stubborn(lambda: self.store.done([say.key]))  # noqa: B023 - awaited here
                continue
            try:
                id_ = await network.adapter.perform(say)
            except NotConnected:
                back = [say for say in says[index:] if say.key in network.writing]
                gone = [say.key for say in says[index:] if say.key not in network.writing]
                await self._stubborn(lambda: self.store.mark_waiting([say.key for say in back]))  # noqa: B023 - awaited here
                await self._stubborn(lambda: self.store.done(gone))  # noqa: B023 - awaited here
                network.outbox.again(back)
                await asyncio.sleep(LOOK_AGAIN)
                break
            except Rejected as rejected:
                await self._lost(say, str(rejected))
            else:
                await self._stubborn(lambda: self.store.done([say.key]))  # noqa: B023 - awaited here
                if id_:
                    await self.inbox.put(Delivered(self.clock(), say.place, say.key, id_))

    async def _stubborn(self, call: Callable[[], object]) -> None:
        """A write that must happen before we go on: tried again until it works."""
        wait = RETRY_FIRST
        while True:
            try:
                await self._on_disk(call)
            except StoreFailed as failed:
                log.error("cannot write to the store, trying again in %.0f s: %s", wait, failed)
                await asyncio.sleep(wait)
                wait = min(wait * 2, RETRY_MOST)
            else:
                return

    def _on_disk(self, call: Callable[[], T]) -> Awaitable[T]:
        return asyncio.get_running_loop().run_in_executor(self._disk, call)


def _says(turn: Turn) -> tuple[Say, ...]:
    return tuple(action for action in turn.actions if isinstance(action, Say))
