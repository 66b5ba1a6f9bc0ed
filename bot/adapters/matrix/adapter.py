"""One Matrix account: logged in, reading one sync after another, writing each line exactly once.

Our own loop: every sync has an end, every fault a growing delay, and the position is handed to the house behind the events that led to
it, which stores both together. What a sync says is read by pure modules (sync, hearing, rooms); what is written is made by speaking.
"""

import asyncio
import logging
import random
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from bot.adapters.base import Clock, Inbox, NotConnected, Refused
from bot.adapters.matrix import filters
from bot.adapters.matrix.account import Account
from bot.adapters.matrix.backoff import Backoff
from bot.adapters.matrix.chats import Chats
from bot.adapters.matrix.errands import Errands
from bot.adapters.matrix.gaps import Gaps
from bot.adapters.matrix.hearing import Upgrade, heard
from bot.adapters.matrix.house import House
from bot.adapters.matrix.link import GONE, SYNC_BODY, Answer, Link, Slower, Unreachable, asking, path
from bot.adapters.matrix.looking import Looking
from bot.adapters.matrix.outgoing import Outgoing
from bot.adapters.matrix.rooms import Rooms, localpart
from bot.adapters.matrix.sync import Malformed, Part, Raw, Sync, our_entry, read_sync, since_entry
from bot.adapters.matrix.timings import DEFAULT, Timings
from bot.core.actions import Say
from bot.core.events import Gone, Message, Named, Present, Reached, Typing
from bot.core.people import Place
from bot.core.settings import MatrixNetwork

log = logging.getLogger(__name__)

UNKNOWN_POSITION = frozenset({"M_UNKNOWN_POS", "M_UNKNOWN", "M_INVALID_PARAM"})  # what homeservers say of a `since` that is not theirs
FIRST = path("sync", filter=filters.first(), set_presence="online")  # quoted once: that would be half the work of a sync
RUNNING = path("sync", filter=filters.running(), set_presence="online")
PAUSE = 1.0  # seconds between two syncs that bring nothing: a homeserver or proxy that holds none open must not be stormed
REPORTED = 200  # things the operator was told once


class MatrixAdapter:
    """One Matrix network. `report` takes one line for the operator; the same line is told once. `inbox` is set while we listen."""

    inbox: Inbox

    def __init__(  # noqa: PLR0913 -- the composition root hands in everything that is impure, once
        self,
        settings: MatrixNetwork,
        name: str,
        folder: Path,
        clock: Clock,
        chance: random.Random,
        report: Callable[[str], None],
        position: str | None,
        watched: Callable[[], frozenset[str]],
        timings: Timings = DEFAULT,
    ) -> None:
        self.settings, self.name, self.folder = settings, name, folder
        self.clock, self.timings, self.position, self.watched = clock, timings, position, watched
        self.rooms = Rooms(settings, settings.user)
        self.link = Link(settings.homeserver, settings.user)
        self._report = report
        self._told: OrderedDict[str, None] = OrderedDict()
        self._reading = Backoff(timings, chance)
        self.account = Account(settings, name, folder, self.link, clock, timings, self.tell)
        self.errands = Errands(clock, Backoff(timings, chance))
        self.gaps = Gaps(self.link, timings, clock, chance)
        self.house, self.chats, self.looking = House(self), Chats(self), Looking(self)
        self.outgoing = Outgoing(self, Backoff(timings, chance))
        self._typed: dict[str, float] = {}  # room id -> when we last showed that we type
        self._entered = False  # logged in, and the rooms are known
        self._read_at: float | None = None  # the last successful sync
        self._failing_since: float | None = None
        self._absent = False  # told so: nothing is written, which would only fail, too
        self._closing = asyncio.Event()

    # --- the protocol of base.py ---

    @property
    def network(self) -> str:
        return self.settings.name

    @property
    def repeats(self) -> bool:
        """The transaction id makes a line that is sent twice appear once."""
        return True

    @property
    def ready(self) -> bool:
        """Logged in, in touch, and not asked to wait."""
        return self._entered and self._in_touch and not self._closing.is_set() and self.clock() >= self.outgoing.free_at

    @property
    def _in_touch(self) -> bool:
        return self._read_at is not None and not self._absent

    @property
    def fresh(self) -> bool:
        """Whether a sync has told us lately what is new."""
        return self._read_at is not None and self.clock() - self._read_at < self.timings.fresh

    async def listen(self, inbox: Inbox) -> None:
        """Log in, read, report events. Ends by cancellation or after `close`. Raises Refused when the account cannot be used."""
        refused: Refused | None = None
        self.inbox = inbox
        try:
            async with asyncio.TaskGroup() as tasks:
                errands = tasks.create_task(self.errands.run())
                try:
                    await self._live()
                except Refused as refusal:
                    refused = refusal
                errands.cancel()
        finally:
            self._entered = False
            self.account.close()
            await self.link.close()
        if refused is not None:
            raise Refused(f"{self.network}: {refused}")

    async def perform(self, say: Say) -> str:
        """Send one utterance and return its event id. Raises NotConnected (perhaps it was sent: do it again) or Rejected."""
        if not self.ready:
            raise NotConnected(f"{self.network}: not now")
        return await self.outgoing.say(say)

    async def retract(self, place: Place, id_: str) -> None:
        """Redact a line of ours. Raises NotConnected or Rejected."""
        if not self.ready:
            raise NotConnected(f"{self.network}: not now")
        await self.outgoing.retract(place, id_)

    def typing(self, place: Place) -> None:
        """Show for a few seconds that an answer is on its way. Never waits; a mark that is still to be seen is not made again."""
        room_id, now, lasts = self.rooms.room_id(place), self.clock(), self.timings.typing
        self._typed = {room: at for room, at in self._typed.items() if now - at < lasts / 2}
        if room_id is None or room_id in self._typed or not self._entered:
            return
        self._typed[room_id] = now
        where = path("rooms", room_id, "typing", self.settings.user)

        async def show() -> None:
            await self.asked_kindly("PUT", where, {"typing": True, "timeout": int(lasts * 1000)})

        self.errands.add(f"typing in {room_id}", show)

    async def verify(self, message: Message) -> Message:
        """The homeserver vouches for the sender of every event."""
        return replace(message, vouched=True)

    async def close(self, words: str) -> None:  # noqa: ARG002 - Matrix has no word of goodbye
        """End what is under way."""
        self._closing.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(self.timings.goodbye):
                await self.link.close()

    # --- reading ---

    async def _live(self) -> None:
        """One sync after another, for ever; what goes wrong is waited out."""
        while not self._closing.is_set():
            try:
                if self.account.keys is not None and self.account.keys.broken:
                    self._entered = False
                if not self._entered:
                    await self._enter()
                await self._once()
            except Slower as slower:
                await self._fault(f"the homeserver wants us to wait {slower.seconds:.0f} s", slower.seconds)
            except (Unreachable, Malformed) as fault:
                await self._fault(str(fault))
            except Refused:
                raise
            except Exception as bug:  # of ours, met by one sync: the other networks must not end with this one
                log.exception("%s: a sync could not be read", self.network)
                await self._fault(f"a sync could not be read ({type(bug).__name__}; the log has more)")

    async def _fault(self, why: str, least: float = 0.0) -> None:
        if self._closing.is_set():
            return
        now = self.clock()
        delay = self._reading.failed(least)
        log.info("%s: %s; trying again in %.1f s", self.network, why, delay)
        self.tell(f"{self.settings.homeserver}: {why}")
        if self._failing_since is None:
            self._failing_since = now if self._read_at is None else self._read_at
        if not self._absent and now - self._failing_since >= self.timings.silent:
            self._absent = True
            await self.inbox(Gone(now, self.network, None, why))
        await self._closed_within(delay)

    async def _closed_within(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._closing.wait()

    async def _once(self) -> None:
        """One sync. Raises Unreachable, Malformed, Slower, Refused."""
        since, asked_at = self.position, self.clock()
        going_on = since is not None and self._in_touch  # else there may be days to catch up with, and the answer takes its time
        poll = self.timings.poll if going_on else 0.0
        wanted = asking(RUNNING if since else FIRST, since=since or "", timeout=str(int(poll * 1000)))
        limit = poll + self.timings.poll_slack if going_on else self.timings.first_sync
        answer = await self.link.ask("GET", wanted, timeout=limit, most=SYNC_BODY)
        if not answer.ok:
            await self._refused_sync(answer)
            return
        sync = read_sync(answer.body, self.settings.user)
        if self.account.keys is not None:
            sync = self.account.keys.take(sync, answer.body)
        self._guarded(sync, since)
        await self._back()
        await self._tell(sync, since)
        self.position = sync.next_batch
        await self.inbox(Reached(self.clock(), self.network, sync.next_batch))
        self._reading.succeeded(asked_at)
        if self.account.keys is not None:
            self.account.keys.done()
            self.errands.add("keys", self.account.settle)
        if going_on and not (sync.joined or sync.invited or sync.left) and self.clock() - asked_at < PAUSE:
            await self._closed_within(PAUSE)

    def _guarded(self, sync: Sync, since: str | None) -> None:
        """Before anything waits, for lines are written meanwhile: what must not be written in the clear any more."""
        if since is None:
            self.rooms.doubt()  # what has changed on the way to where reading begins anew is told by no sync
        for part in sync.joined:
            for event in (*part.state, *part.timeline):
                if event["type"] == "m.room.encryption":
                    self.rooms.learn(part.room_id, event)

    async def _refused_sync(self, answer: Answer) -> None:
        """A sync that the homeserver did not answer: what now? Raises what `_live` waits out, and Refused."""
        if answer.errcode in GONE or (answer.status == 401 and answer.errcode):
            self._entered = False
            self.account.lost(answer)
            return
        answer.unhurried()
        if self.position and answer.status == 400 and answer.errcode in UNKNOWN_POSITION:
            self.tell(
                f"the homeserver does not know our position any more ({answer.words}): reading begins anew, nothing older is answered"
            )
            self.position = None
            raise Unreachable("/sync: our position is not known")  # waited out: a homeserver that knows none must not be stormed
        if answer.errcode.startswith("M_USER_"):
            raise Refused(f"the homeserver has shut {self.settings.user} ({answer.words}): ask its administrator")
        raise Unreachable(f"/sync: {answer.words}")

    async def _back(self) -> None:
        """A sync went well. After an absence that was told, the house is told who and where we are again."""
        absent, self._absent, self._failing_since, self._read_at = self._absent, False, None, self.clock()
        if absent:
            await self.house.present()

    async def _tell(self, sync: Sync, since: str | None) -> None:
        """Everything that a sync says, in order."""
        if sync.direct is not None:
            self.rooms.direct(sync.direct)
        for departure in sync.left:
            await self.house.left(departure)
        for invitation in sync.invited:
            self.chats.invited(invitation)
        for part in sorted(sync.joined, key=lambda part: part.limited):  # whoever must be read page by page holds up nobody
            await self._tell_room(part, since)

    async def _tell_room(self, part: Part, since: str | None) -> None:
        room_id = part.room_id
        for event in part.state:
            self.rooms.learn(room_id, event)
        new = room_id not in self.rooms.joined
        if new:
            await self.house.entered(room_id)
        if since is None:  # what was said before we first came is nobody's question
            return
        events = part.timeline
        if part.limited and part.prev_batch and not our_entry(events, self.settings.user):
            before = await self.gaps.fill(room_id, part.prev_batch, since)
            for event in before.state:
                self.rooms.learn(room_id, event)
            events = (*(before.events if self.account.keys is None else self.account.keys.read(room_id, before.events)), *events)
        for event in since_entry(events, self.settings.user):
            await self._tell_event(event, room_id)
        if part.typing is not None:
            at = self.clock()
            await self.inbox(Typing(at, self.rooms.place(room_id), tuple(user for user in part.typing if user != self.settings.user)))

    async def _tell_event(self, event: Raw, room_id: str) -> None:
        if event["type"] == "m.room.message":
            await self.looking.before_line(event, room_id)
        for meant in heard(event, room_id, self.rooms, self.clock()):
            if isinstance(meant, Upgrade):
                self.house.upgraded(meant)
            else:
                await self.inbox(meant)

    # --- entering ---

    async def _enter(self) -> None:
        """Log in, and learn where we are. Raises Refused, Slower, Unreachable."""
        await self.account.enter()
        joined = await self._asked("GET", path("joined_rooms"))
        found = joined.get("joined_rooms")
        if not isinstance(found, list):
            raise Unreachable("an answer without joined_rooms comes from no homeserver")
        before, self.rooms.joined = self.rooms.joined, {room for room in found if isinstance(room, str)}
        await self.house.missed(before - self.rooms.joined)
        await self.house.find_configured()
        await self.chats.learn()
        self._entered = True
        await self.house.present()

    async def _asked(self, method: str, where: str) -> dict[str, object]:
        answer = await self.link.ask(method, where, timeout=self.timings.request)
        answer.unhurried()
        if answer.errcode in GONE:
            self._entered = False
            self.account.lost(answer)
        if not answer.ok or not isinstance(answer.body, dict):
            raise Unreachable(answer.words)
        return answer.body

    def named(self) -> Named:
        return Named(self.clock(), self.network, self.name, (self.settings.user, localpart(self.settings.user)))

    def here(self, room_id: str) -> Present:
        return Present(self.clock(), self.rooms.place(room_id), (), complete=False)

    # --- for all parts ---

    async def asked_kindly(self, method: str, where: str, body: object = None) -> Answer:
        """One small request; what its answer says is an object, perhaps an empty one. Raises Unreachable."""
        answer = await self.link.ask(method, where, body, timeout=self.timings.request)
        return answer if isinstance(answer.body, dict) else replace(answer, body={})

    def tell(self, words: str) -> None:
        """One line for the operator, once."""
        if words not in self._told:
            self._told[words] = None
            while len(self._told) > REPORTED:
                self._told.popitem(last=False)
            self._report(f"{self.network}: {words}")
