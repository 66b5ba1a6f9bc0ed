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
from pathlib import Path
from typing import TYPE_CHECKING

from bot.adapters.base import Clock, Inbox, NotConnected, Refused, Rejected
from bot.adapters.matrix import filters
from bot.adapters.matrix.backoff import Backoff
from bot.adapters.matrix.errands import Errands
from bot.adapters.matrix.gaps import Gaps
from bot.adapters.matrix.hearing import Upgrade, heard
from bot.adapters.matrix.house import House
from bot.adapters.matrix.limits import retry_after
from bot.adapters.matrix.link import SYNC_BODY, Answer, Link, Unreachable, asking, path
from bot.adapters.matrix.rooms import Rooms, localpart
from bot.adapters.matrix.session import GONE, Login, Slower, forget_login, keep_login, log_in, read_login, who
from bot.adapters.matrix.speaking import content, retraction, transaction
from bot.adapters.matrix.sync import Malformed, Part, Raw, Sync, read_direct, read_sync
from bot.adapters.matrix.timings import DEFAULT, Timings
from bot.core.actions import Say
from bot.core.events import Gone, Message, Named, Present, Reached, Typing
from bot.core.people import Place
from bot.core.settings import MatrixNetwork

if TYPE_CHECKING:
    from bot.adapters.matrix.encryption import Encryption

log = logging.getLogger(__name__)

UNKNOWN_POSITION = frozenset({"M_UNKNOWN_POS", "M_UNKNOWN", "M_INVALID_PARAM"})  # what homeservers say of a `since` that is not theirs
FIRST = path("sync", filter=filters.first(), set_presence="online")  # quoted once: that would be half the work of a sync
RUNNING = path("sync", filter=filters.running(), set_presence="online")
REPORTED = 200  # things the operator was told once


class MatrixAdapter:
    """One Matrix network. `report` takes one line for the operator; the same line is told once."""

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
        self.link: Link = Link(settings.homeserver, settings.user)
        self._report = report
        self._told: OrderedDict[str, None] = OrderedDict()
        self._reading, self._writing = Backoff(timings, chance), Backoff(timings, chance)
        self.errands = Errands(clock, Backoff(timings, chance).failed)
        self.house = House(self)
        self.gaps = Gaps(self.link, timings, clock, Backoff(timings, chance))
        self._keys: Encryption | None = None  # with `encryption: true`, once we are logged in
        self._login: Login | None = None
        self._logged_in_at: float | None = None  # by password
        self._entered = False  # logged in, and the rooms are known
        self._read_at: float | None = None  # the last successful sync
        self._free_at = 0.0  # nothing is written before
        self._absent_since: float | None = None
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
        return self._entered and self._read_at is not None and not self._closing.is_set() and self.clock() >= self._free_at

    async def listen(self, inbox: Inbox) -> None:
        """Log in, read, report events. Ends by cancellation or after `close`. Raises Refused when the account cannot be used."""
        refused: Refused | None = None
        self.house.inbox = inbox
        try:
            async with asyncio.TaskGroup() as tasks:
                errands = tasks.create_task(self.errands.run())
                try:
                    await self._live(inbox)
                except Refused as refusal:
                    refused = refusal
                errands.cancel()
        finally:
            self._entered = False
            if self._keys is not None:
                self._keys.close()
                self._keys = None
            await self.link.close()
        if refused is not None:
            raise Refused(f"{self.network}: {refused}")

    async def perform(self, say: Say) -> str:
        """Send one utterance and return its event id. Raises NotConnected (perhaps it was sent: do it again) or Rejected."""
        if not self.ready:
            raise NotConnected(f"{self.network}: not now")
        made = content(say)
        if made is None:
            raise Rejected(f"{self.network}: nothing is left of the line once what may not be sent is taken out")
        room_id = await self._room_for(say.place)
        kind, made = await self._for_eyes_there(room_id, say.place, made)
        answer = await self._write("PUT", path("rooms", room_id, "send", kind, transaction(say)), made)
        return _event_id(answer)

    async def retract(self, place: Place, id_: str) -> None:
        """Redact a line of ours. Raises NotConnected or Rejected."""
        room_id = self.rooms.room_id(place)
        if room_id is None or not self.ready:
            raise NotConnected(f"{self.network}: not now")
        await self._write("PUT", path("rooms", room_id, "redact", id_, retraction(id_)), {})

    def typing(self, place: Place) -> None:
        """Show for a few seconds that an answer is on its way."""
        room_id = self.rooms.room_id(place)
        if room_id is not None and self._entered:
            self.errands.add(f"typing in {room_id}", lambda: self.house.typing(room_id))

    async def verify(self, message: Message) -> Message:
        """The homeserver vouches for the sender of every event."""
        return Message(**{name: getattr(message, name) for name in Message.__slots__} | {"vouched": True})

    async def close(self, words: str) -> None:  # noqa: ARG002 - Matrix has no word of goodbye
        """End what is under way."""
        self._closing.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(self.timings.goodbye):
                await self.link.close()

    # --- reading ---

    async def _live(self, inbox: Inbox) -> None:
        """One sync after another, for ever; what goes wrong is waited out."""
        while not self._closing.is_set():
            try:
                if self._keys is not None and self._keys.broken:
                    self._entered = False
                if not self._entered:
                    await self._enter(inbox)
                await self._once(inbox)
            except Slower as slower:
                await self._fault(inbox, f"the homeserver wants us to wait {slower.seconds:.0f} s", slower.seconds)
            except (Unreachable, Malformed) as fault:
                await self._fault(inbox, str(fault))

    async def _fault(self, inbox: Inbox, why: str, least: float = 0.0) -> None:
        if self._closing.is_set():
            return
        now = self.clock()
        delay = self._reading.failed(least)
        log.info("%s: %s; trying again in %.1f s", self.network, why, delay)
        self.tell(f"{self.settings.homeserver}: {why}")
        since = self._read_at if self._read_at is not None else self._absent_since
        if since is None:
            self._absent_since = now
        elif self._read_at is not None and now - since >= self.timings.silent:
            self._read_at, self._absent_since = None, since
            await inbox(Gone(now, self.network, None, why))
        with suppress(TimeoutError):
            async with asyncio.timeout(delay):
                await self._closing.wait()

    async def _once(self, inbox: Inbox) -> None:
        """One sync. Raises Unreachable, Malformed, Slower, Refused."""
        since, asked_at = self.position, self.clock()
        poll = self.timings.poll if since and self._read_at is not None else 0.0
        wanted = asking(RUNNING if since else FIRST, since=since or "", timeout=str(int(poll * 1000)))
        limit = poll + self.timings.poll_slack if since else self.timings.first_sync
        answer = await self.link.ask("GET", wanted, timeout=limit, most=SYNC_BODY)
        if not answer.ok:
            await self._refused_sync(answer)
            return
        sync = read_sync(answer.body, self.settings.user)
        if self._keys is not None:
            sync = self._keys.take(sync, answer.body)
        await self._back(inbox)
        await self._tell(sync, since, inbox)
        self.position = sync.next_batch
        await inbox(Reached(self.clock(), self.network, sync.next_batch))
        self._reading.succeeded(asked_at)
        if self._keys is not None:
            self._keys.done()
            self.errands.add("keys", self._settle)

    async def _refused_sync(self, answer: Answer) -> None:
        """A sync that the homeserver did not answer: what now? Raises what `_live` waits out, and Refused."""
        if answer.errcode in GONE or answer.status == 401:
            await self._login_lost(answer)
            return
        wait = retry_after(answer.status, answer.headers, answer.body, self.clock())
        if wait is not None:
            raise Slower(wait)
        if self.position and answer.status == 400 and answer.errcode in UNKNOWN_POSITION:
            self.tell(
                f"the homeserver does not know our position any more ({answer.words}): reading begins anew, nothing older is answered"
            )
            self.position = None
            return
        if answer.errcode.startswith("M_USER_"):
            raise Refused(f"the homeserver has shut {self.settings.user} ({answer.words}): ask its administrator")
        raise Unreachable(f"/sync: {answer.words}")

    async def _login_lost(self, answer: Answer) -> None:
        """The token is not valid any more. With a password we log in once more, on the same device; at most once an hour."""
        self._entered = False
        if self.settings.password is None:
            raise Refused(f"the access token is not valid any more ({answer.words}): put a new one under access_token:")
        now = self.clock()
        if self._logged_in_at is not None and now - self._logged_in_at < self.timings.login_again:
            minutes = self.timings.login_again / 60
            raise Refused(f"our login was ended again within {minutes:.0f} min ({answer.words}): ask the homeserver's administrator")
        self.tell(f"our login is not valid any more ({answer.words}): logging in again")
        forget_login(self.folder)

    async def _back(self, inbox: Inbox) -> None:
        """A sync went well. After an absence that was told, the house is told who and where we are again."""
        absent, self._absent_since = self._absent_since, None
        first, self._read_at = self._read_at is None, self.clock()
        if first and absent is not None:
            await self.house.present(inbox)

    async def _tell(self, sync: Sync, since: str | None, inbox: Inbox) -> None:
        """Everything that a sync says, in order."""
        if sync.direct is not None:
            self.rooms.direct(sync.direct)
        for departure in sync.left:
            await self.house.left(departure, inbox)
        for invitation in sync.invited:
            self.house.invited(invitation)
        for part in sync.joined:
            await self._tell_room(part, since, inbox)

    async def _tell_room(self, part: Part, since: str | None, inbox: Inbox) -> None:
        room_id = part.room_id
        for event in part.state:
            self.rooms.learn(room_id, event)
        new = room_id not in self.rooms.joined
        if new:
            await self.house.entered(room_id, inbox)
        if since is None:  # what was said before we first came is nobody's question
            return
        events = part.timeline
        if part.limited and part.prev_batch and not _our_entry(events, self.settings.user):
            before = await self.gaps.fill(room_id, part.prev_batch, since)
            for event in before.state:
                self.rooms.learn(room_id, event)
            events = (*(before.events if self._keys is None else self._keys.read(room_id, before.events)), *events)
        for event in _since_entry(events, self.settings.user):
            await self._tell_event(event, room_id, inbox)
        if part.typing is not None:
            at = self.clock()
            await inbox(Typing(at, self.rooms.place(room_id), tuple(user for user in part.typing if user != self.settings.user)))

    async def _tell_event(self, event: Raw, room_id: str, inbox: Inbox) -> None:
        if event["type"] == "m.room.message":
            await self.house.before_line(event, room_id)
        for meant in heard(event, room_id, self.rooms, self.clock()):
            if isinstance(meant, Upgrade):
                self.house.upgraded(meant)
            else:
                await inbox(meant)

    # --- entering ---

    async def _enter(self, inbox: Inbox) -> None:
        """Log in, and learn where we are. Raises Refused, Slower, Unreachable."""
        await self._authenticate()
        await self._unlock()
        joined = await self._asked("GET", path("joined_rooms"))
        found = joined.get("joined_rooms")
        self.rooms.joined = {room for room in found if isinstance(room, str)} if isinstance(found, list) else set()
        answer = await self.link.ask("GET", path("user", self.settings.user, "account_data", "m.direct"), timeout=self.timings.request)
        await self.house.find_configured(inbox)
        self.rooms.direct(read_direct(answer.body) if answer.ok else {})
        self._entered = True
        await self.house.present(inbox)

    async def _authenticate(self) -> None:
        """By the token of the last time, the one of bot.yaml, or the password: whatever works first."""
        settings, seconds = self.settings, self.timings.request
        kept = self._login or read_login(self.folder, settings)
        token = kept.access_token if kept and settings.access_token is None else settings.access_token
        login = await who(self.link, settings, token, seconds) if token else None
        if login is None and settings.password is None:
            raise Refused("the access token is not valid (any more): put a new one under access_token:")
        if login is None:
            if token and kept is not None:
                self.tell("the login of the last time is not valid any more: logging in again")
            login = await log_in(self.link, settings, kept.device_id if kept else None, self.name, seconds)
            self._logged_in_at = self.clock()
        if settings.access_token is None:
            keep_login(self.folder, login)
        self._login = login
        await self._show_name()

    async def _unlock(self) -> None:
        """With `encryption: true`: the keys of our device, read again when they have failed us or the device is another one."""
        login = self._login
        assert login is not None  # we have just logged in
        if not self.settings.encryption or (self._keys is not None and self._keys.of(login)):
            return
        from bot.adapters.matrix.devices import Devices

        if self._keys is not None:
            self._keys.close()
            self._keys = None
        devices = Devices(self.settings, self.name, self.folder, self.link, self.clock, self.timings.request, self.tell)
        self._keys, self._login = await devices.unlock(login)

    async def _settle(self) -> float | None:
        """What a sync made necessary among keys."""
        if self._keys is not None:
            try:
                await self._keys.settle()
            except Slower as slower:
                return slower.seconds
        return None

    async def _show_name(self) -> None:
        """People should see the name of bot.yaml; without it the localpart does."""
        where = path("profile", self.settings.user, "displayname")
        answer = await self.link.ask("GET", where, timeout=self.timings.request)
        if answer.ok and isinstance(answer.body, dict) and answer.body.get("displayname") == self.name:
            return
        answer = await self.link.ask("PUT", where, {"displayname": self.name}, timeout=self.timings.request)
        if not answer.ok:
            self.tell(f"the display name could not be set ({answer.words})")

    async def _asked(self, method: str, where: str) -> dict[str, object]:
        answer = await self.link.ask(method, where, timeout=self.timings.request)
        wait = retry_after(answer.status, answer.headers, answer.body, self.clock())
        if wait is not None:
            raise Slower(wait)
        if answer.errcode in GONE:
            await self._login_lost(answer)
        if not answer.ok or not isinstance(answer.body, dict):
            raise Unreachable(answer.words)
        return answer.body

    def named(self) -> Named:
        return Named(self.clock(), self.network, self.name, (self.settings.user, localpart(self.settings.user)))

    def here(self, room_id: str) -> Present:
        return Present(self.clock(), self.rooms.place(room_id), (), complete=False)

    # --- writing ---

    async def _room_for(self, place: Place) -> str:
        room_id = self.rooms.room_id(place)
        if place.direct:
            if room_id is not None:
                return room_id
            try:
                return await self.house.open_chat(place.room)
            except Unreachable as fault:
                raise self._later(str(fault)) from None
        if room_id is None or room_id not in self.rooms.joined:
            raise Rejected(f"{self.network}: not in {place.room}")
        return room_id

    async def _for_eyes_there(self, room_id: str, place: Place, made: dict[str, object]) -> tuple[str, dict[str, object]]:
        """The event's type and content: sealed where the room is encrypted, never in the clear there. Raises Rejected, NotConnected."""
        try:
            if not await self.is_encrypted(room_id):
                return "m.room.message", made
            if self._keys is not None:
                return "m.room.encrypted", await self._keys.sealed(room_id, made)
        except Slower as slower:
            self._free_at = self.clock() + slower.seconds
            raise NotConnected(f"{self.network}: the homeserver wants us to wait {slower.seconds:.0f} s") from None
        except Unreachable as fault:
            raise self._later(str(fault)) from None
        self.tell(f"{place.room} is encrypted and encryption is off: nothing is said there (set encryption: true, see docs/encryption.md)")
        raise Rejected(f"{self.network}: {place.room} is encrypted, and encryption is off")

    async def is_encrypted(self, room_id: str) -> bool:
        """Whether a room is encrypted: what sync has told, if it told lately; else the homeserver is asked. Raises Unreachable."""
        known = self.rooms.encrypted(room_id)
        fresh = self._read_at is not None and self.clock() - self._read_at < self.timings.fresh
        if known or (known is not None and fresh):
            return known
        answer = await self.link.ask("GET", path("rooms", room_id, "state", "m.room.encryption"), timeout=self.timings.request)
        if not answer.ok and answer.errcode != "M_NOT_FOUND":
            raise Unreachable(f"whether {room_id} is encrypted: {answer.words}")
        self.rooms.told_encrypted(room_id, answer.ok)
        return answer.ok

    async def _write(self, method: str, where: str, body: object) -> Answer:
        """A request that may be sent again. Raises NotConnected or Rejected."""
        try:
            answer = await self.link.ask(method, where, body, timeout=self.timings.request)
        except Unreachable as fault:
            raise self._later(str(fault)) from None
        wait = retry_after(answer.status, answer.headers, answer.body, self.clock())
        if wait is not None:
            self._free_at = self.clock() + wait
            raise NotConnected(f"{self.network}: the homeserver wants us to wait {wait:.0f} s")
        if answer.errcode in GONE:
            raise self._later("the login is not valid any more")
        if not answer.ok:
            raise Rejected(f"{self.network}: {answer.words}")
        self._writing.succeeded(self.clock())
        return answer

    def _later(self, why: str) -> NotConnected:
        """Not now; and not at once again either."""
        self._free_at = self.clock() + self._writing.failed()
        return NotConnected(f"{self.network}: {why}")

    def tell(self, words: str) -> None:
        """One line for the operator, once."""
        if words not in self._told:
            self._told[words] = None
            while len(self._told) > REPORTED:
                self._told.popitem(last=False)
            self._report(f"{self.network}: {words}")


def _our_entry(events: tuple[Raw, ...], me: str) -> int | None:
    """Where in a timeline we came in, behind everything that was said before; 0 stands for not in it."""
    for index in range(len(events), 0, -1):
        event = events[index - 1]
        if event["type"] != "m.room.member" or event.get("state_key") != me:
            continue
        now, unsigned = event.get("content"), event.get("unsigned")
        before = unsigned.get("prev_content") if isinstance(unsigned, dict) else None
        was = before.get("membership") if isinstance(before, dict) else None
        if isinstance(now, dict) and now.get("membership") == "join" and was != "join":
            return index
    return None


def _since_entry(events: tuple[Raw, ...], me: str) -> tuple[Raw, ...]:
    """What was said since we came in: history that a room shows to newcomers is nobody's question to us."""
    return events[_our_entry(events, me) or 0 :]


def _event_id(answer: Answer) -> str:
    found = answer.body.get("event_id") if isinstance(answer.body, dict) else None
    return found if isinstance(found, str) else ""
