"""Reading and writing in encrypted rooms. Loaded only with `encryption: true`; docs/encryption.md says what it can and cannot do.

`take` reads a sync and needs no network; what it cannot read stays sealed, and is read later when its key comes. `sealed` makes a line
readable for everybody in its room: who is there, which devices they have, a way to each, the key to all of them, in this order; what
fails is taken up again where it stopped. `settle` does what a sync made necessary, beside everything else.
"""

import asyncio
import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from bot.adapters.base import Rejected
from bot.adapters.matrix.crypto_store import FAULTS, CryptoStore, StoreLost
from bot.adapters.matrix.late import Late
from bot.adapters.matrix.link import Answer, Link, Unreachable, path
from bot.adapters.matrix.machine import ENCRYPTED, MEGOLM, ONE_TIME, READ, Devices, Machine, Messages
from bot.adapters.matrix.session import Login
from bot.adapters.matrix.sync import Part, Raw, Sync

log = logging.getLogger(__name__)

ROOMS_KEPT = 200  # rooms whose members are remembered between two lines
MEMBERS_BODY = 64 * 1024 * 1024  # bytes: the members of a room of 100,000
SNOOZE = 600.0  # seconds until a server or device that gave us nothing is asked again: it must not slow down every line
SNOOZED = 5_000  # of them at most
RECIPIENTS = frozenset({"m.room.member", "m.room.encryption"})  # the state that says who must be able to read a line, and how
ASKED_AT_ONCE = 250  # people in one request for their devices


class Encryption:
    """One device's part in encrypted rooms."""

    def __init__(self, store: CryptoStore, machine: Machine, login: Login, link: Link, clock: Callable[[], float], seconds: float) -> None:
        self._store, self._machine, self._login = store, machine, login
        self._link, self._clock, self._seconds = link, clock, seconds
        self.broken = False  # close, and open again
        self._late = Late()
        self._members: OrderedDict[str, tuple[str, ...]] = OrderedDict()
        self._snoozed: OrderedDict[tuple[str, str], float] = OrderedDict()  # (Matrix ID, device or "") -> until
        self._upload: dict[str, Any] | None = None  # keys under way: the same ones until the server has them
        self._turn = asyncio.Lock()  # one conversation about keys at a time

    @classmethod
    async def open(cls, folder: Path, login: Login, link: Link, clock: Callable[[], float], seconds: float) -> Self:
        """The keys of the device that we are logged in as, below `folder`; each request gets `seconds`.

        Raises CryptoLocked and Refused; StoreLost when the keys are gone or of no use (they have been moved aside: log in as a new
        device and open again); Unreachable and Slower.
        """
        store = CryptoStore(folder)
        try:
            made = cls(store, Machine(store.load(login.user, login.device_id)), login, link, clock, seconds)
            await made._compare()
            await made._replenish()
        except StoreLost:
            store.aside(clock())
            store.close()
            raise
        except BaseException:
            store.close()
            raise
        return made

    async def _compare(self) -> None:
        """Is this store still that of our device? The homeserver holds what others see of us."""
        user, device = self._login.user, self._login.device_id
        body = await self._asked("POST", path("keys", "query"), {"device_keys": {user: [device]}})
        known = _dict(_dict(_dict(body.get("device_keys")).get(user)).get(device)).get("keys")
        if known is not None and known != {f"{name}:{device}": key for name, key in self._machine.keys.items()}:
            raise StoreLost(f"the keys of device {device} are not here")
        self._machine.known_to_server(known is not None)

    def of(self, login: Login) -> bool:
        """Whether these are the keys of that very login, and good: where one ended, the homeserver has forgotten the device's keys."""
        return not self.broken and login == self._login

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    # --- reading ---

    def take(self, sync: Sync, body: Mapping[str, Any]) -> Sync:
        """A sync with the encrypted events that we can read in the clear; `body` is what it was made of.

        Raises Unreachable when what was learnt could not be stored: then this sync must come again (`broken` says: open anew first).
        """
        with _Stored(self), self._machine.at_once():
            keys = self._take_keys(body)
            for departure in sync.left:
                self._members.pop(departure.room_id, None)
                self._machine.forget_room(departure.room_id)
                self._late.forget(departure.room_id)
            late = self._late.due(keys, self._clock())
            parts = [self._opened(part, late.pop(part.room_id, [])) for part in sync.joined]
            parts += [Part(room_id, (), self.read(room_id, events), False, "", None) for room_id, events in late.items()]
            return replace(sync, joined=tuple(parts))

    def done(self) -> None:
        """The last sync has been told: it will not be taken again."""
        self._late.done()

    def _take_keys(self, body: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
        lists, counts = _dict(body.get("device_lists")), _dict(body.get("device_one_time_keys_count"))
        count = counts.get(ONE_TIME, 0)
        known = "device_one_time_keys_count" in body and isinstance(count, int)
        self._machine.news(_texts(lists.get("changed")), _texts(lists.get("left")), count if known else None)
        events = _list(_dict(body.get("to_device")).get("events"))
        given = (self._machine.given(event) for event in events if isinstance(event, dict) and isinstance(event.get("type"), str))
        return frozenset(key for key in given if key is not None)

    def _opened(self, part: Part, late: list[Raw]) -> Part:
        if part.limited or any(event["type"] in RECIPIENTS for event in (*part.state, *part.timeline)):
            self._members.pop(part.room_id, None)
        return replace(part, timeline=self.read(part.room_id, (*late, *part.timeline)))

    def read(self, room_id: str, events: Iterable[Raw]) -> tuple[Raw, ...]:
        """Events of a room with the encrypted ones in the clear; those that we cannot read stay as they are, and are waited for."""
        found = (event if event["type"] != ENCRYPTED else self._read(room_id, event) for event in events)
        return tuple(event for event in found if event is not None)

    def _read(self, room_id: str, event: Raw) -> Raw | None:
        """None for what is no line: removed, or of a kind that nobody may wrap."""
        content = event.get("content")
        if not isinstance(content, dict) or "algorithm" not in content:
            return None
        read = self._machine.read(room_id, event)
        if read is None:
            if content.get("algorithm") == MEGOLM:
                self._late.keep(room_id, event, self._clock())
            return event
        return read if read["type"] in READ else None

    # --- writing ---

    async def sealed(self, room_id: str, content: Mapping[str, Any]) -> dict[str, Any]:
        """The content of an `m.room.encrypted` event that everybody in the room can read. Raises Unreachable, Slower, Rejected."""
        async with self._turn:
            with _Stored(self):
                members = await self._members_of(room_id)
                await self._replenish()
                await self._meet(self._awake(self._machine.unknown(members)))
                await self._claim(self._machine.strangers(members))
                for devices, messages in self._machine.shares(room_id, members):
                    await self._to_device(messages)
                    self._machine.shared(room_id, devices)
                return self._machine.seal(room_id, content)

    async def settle(self) -> None:
        """Upload keys that run short, meet senders, begin anew with devices out of step. Raises Unreachable, Slower."""
        async with self._turn:
            with _Stored(self):
                await self._replenish()
                await self._meet(self._awake(self._machine.unknown()))
                await self._claim(self._machine.wedged())
                for message in self._machine.greetings():
                    await self._to_device(message.as_dict()["messages"])
                    self._machine.greeted(message)

    async def _members_of(self, room_id: str) -> tuple[str, ...]:
        """Who is in a room or invited to it."""
        known = self._members.get(room_id)
        if known is not None:
            self._members.move_to_end(room_id)
            return known
        how = await self._asked_of_room(path("rooms", room_id, "state", "m.room.encryption"))
        if how.get("algorithm") != MEGOLM:
            raise Rejected("the room wants an encryption that nobody knows")
        body = await self._asked_of_room(path("rooms", room_id, "members", not_membership="leave"))
        events = [event for event in _list(body.get("chunk")) if isinstance(event, dict)]
        found = (event.get("state_key") for event in events if _dict(event.get("content")).get("membership") in ("join", "invite"))
        members = self._members[room_id] = tuple(user for user in found if isinstance(user, str))
        while len(self._members) > ROOMS_KEPT:
            self._members.popitem(last=False)
        return members

    async def _replenish(self) -> None:
        """Upload our keys when others may run out of them."""
        if not self._machine.short_of_keys:
            return
        if self._upload is None:
            self._upload = self._machine.fresh_keys()
        answer = await self._link.ask("POST", path("keys", "upload"), self._upload, timeout=self._seconds)
        if answer.status == 400 and "already exists" in answer.words:
            raise StoreLost("the homeserver has newer keys of this device than we have (a restored backup?)")
        count = _dict(self._checked(answer).get("one_time_key_counts")).get(ONE_TIME)
        self._upload = None
        self._machine.uploaded(count if isinstance(count, int) else 0)

    async def _meet(self, users: list[str]) -> None:
        """Ask which devices they have. Whose server does not answer is left out for a while."""
        for start in range(0, len(users), ASKED_AT_ONCE):
            asked = users[start : start + ASKED_AT_ONCE]
            body = await self._asked("POST", path("keys", "query"), {"device_keys": {user: [] for user in asked}})
            found = _dict(body.get("device_keys"))
            for user in asked:
                if isinstance(found.get(user), dict):
                    self._machine.learn(user, found[user])
                else:
                    self._snooze(user)

    async def _claim(self, wanted: Devices) -> None:
        """Claim a one-time key of each of these devices. Those that have none left cannot read us, for a while."""
        awake = {user: here for user, devices in wanted.items() if (here := self._awake_devices(user, devices))}
        if not awake:
            return
        keys = {user: dict.fromkeys(devices, ONE_TIME) for user, devices in awake.items()}
        body = await self._asked("POST", path("keys", "claim"), {"one_time_keys": keys})
        found = _dict(body.get("one_time_keys"))
        for user, devices in awake.items():
            for device in devices:
                key = _dict(found.get(user)).get(device)
                if key is not None:
                    self._machine.claimed(user, device, key)
                self._snooze(user, device)  # of use only when the key was none, or none that holds

    async def _to_device(self, messages: Messages) -> None:
        where = path("sendToDevice", ENCRYPTED, secrets.token_hex(16))
        await self._asked("PUT", where, {"messages": messages})

    def _awake(self, users: Iterable[str]) -> list[str]:
        return [user for user in users if self._clock() >= self._snoozed.get((user, ""), 0.0)]

    def _awake_devices(self, user: str, devices: Iterable[str]) -> list[str]:
        return [device for device in devices if self._clock() >= self._snoozed.get((user, device), 0.0)]

    def _snooze(self, user: str, device: str = "") -> None:
        self._snoozed[user, device] = self._clock() + SNOOZE
        while len(self._snoozed) > SNOOZED:
            self._snoozed.popitem(last=False)

    async def _asked(self, method: str, where: str, body: object) -> dict[str, Any]:
        return self._checked(await self._link.ask(method, where, body, timeout=self._seconds))

    async def _asked_of_room(self, where: str) -> dict[str, Any]:
        answer = await self._link.ask("GET", where, timeout=self._seconds, most=MEMBERS_BODY)
        if answer.errcode in ("M_FORBIDDEN", "M_NOT_FOUND"):
            raise Rejected(f"who can read the room is not known ({answer.words})")
        return self._checked(answer)

    def _checked(self, answer: Answer) -> dict[str, Any]:
        answer.unhurried()
        if not answer.ok or not isinstance(answer.body, dict):
            raise Unreachable(f"keys: {answer.words}")
        return answer.body

    def give_up(self, why: str, *, lost: bool) -> Unreachable:
        """The store failed us: what is in memory may not be what is on disk."""
        self.broken = True
        if lost:
            self._store.aside(self._clock())
        return Unreachable(f"the keys for encrypted rooms: {why}")


class _Stored:
    """A step that writes keys: when the store fails, the whole step fails, and everything is read from disk again."""

    def __init__(self, encryption: Encryption) -> None:
        self._encryption = encryption

    def __enter__(self) -> None:
        if self._encryption.broken:
            raise Unreachable("the keys for encrypted rooms are being read again")

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (*FAULTS, StoreLost)):
            raise self._encryption.give_up(str(error), lost=isinstance(error, StoreLost)) from None


def _dict(data: object) -> dict[str, Any]:
    return data if isinstance(data, dict) else {}


def _list(data: object) -> list[Any]:
    return data if isinstance(data, list) else []


def _texts(data: object) -> list[str]:
    return [text for text in _list(data) if isinstance(text, str)]
