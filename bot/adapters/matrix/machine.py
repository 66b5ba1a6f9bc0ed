"""The keys of our device and what can be done with them, without a network: reading, sealing, and whom to send which keys.

nio's `Olm` (over vodozemac) does the cryptography and writes every change to its store before a call returns. nio's AsyncClient is
not used for it: there, one failed request of the many that a key takes to reach everybody loses the login, marks a key as shared
that nobody has, or blocks a room for ever. Here each request is the caller's, and a step that failed is simply taken again.

Everything that comes in was written by others; three libraries read it, and whatever they raise ends one event and nothing else.
Client-server API, "End-to-end encryption". Not for us: verification, key requests, cross-signing, key backup.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from nio.crypto import Olm
from nio.event_builders import DummyMessage, ToDeviceMessage
from nio.events import MegolmEvent, OlmEvent, RoomKeyEvent
from nio.responses import KeysClaimResponse, KeysQueryResponse, KeysUploadResponse, ToDeviceResponse

from bot.adapters.matrix.crypto_store import FAULTS
from bot.adapters.matrix.sync import Raw

log = logging.getLogger(__name__)
logging.getLogger("nio").setLevel(logging.ERROR)  # it quotes every hostile event at length, and we say ourselves what matters

MEGOLM = "m.megolm.v1.aes-sha2"
ENCRYPTED = "m.room.encrypted"
READ = frozenset({"m.room.message", "m.reaction"})  # what may come out of an envelope: state and removals are the server's to vouch for
ONE_TIME = "signed_curve25519"

T = TypeVar("T")
Messages = dict[str, dict[str, Any]]  # Matrix ID -> device -> content, as /sendToDevice takes it
Devices = Mapping[str, Iterable[str]]  # Matrix ID -> devices


class Machine:
    """One device. `told` takes a line for the log when somebody we know has a new device."""

    def __init__(self, olm: Olm, told: Callable[[str], None] = log.info) -> None:
        self._olm, self._told = olm, told

    @property
    def keys(self) -> Mapping[str, str]:
        """Our identity: `curve25519` and `ed25519`."""
        return dict(self._olm.account.identity_keys)

    def at_once(self) -> AbstractContextManager[object]:
        """All that is written within is written, or none of it: half of a key's way in would make the other half unreadable for ever."""
        whole: AbstractContextManager[object] = self._olm.store.database.atomic()
        return whole

    # --- what a sync brings ---

    def news(self, changed: Iterable[str], left: Iterable[str], one_time_keys: int | None) -> None:
        """Whose devices have changed, who shares no room with us any more, how many of our one-time keys the server has left."""
        self._olm.users_for_key_query.update(user for user in changed if user in self._olm.tracked_users)
        for user in left:
            self._olm.tracked_users.discard(user)
        if one_time_keys is not None:
            self._olm.uploaded_key_count = one_time_keys

    def given(self, event: Raw) -> tuple[str, str] | None:
        """A to-device event; the key that it brought, as (room id, session id)."""
        if event["type"] != ENCRYPTED:
            return None
        made = _kept(lambda: self._opened(event), "a message to our device")
        return (made.room_id, made.session_id) if isinstance(made, RoomKeyEvent) else None

    def _opened(self, event: Raw) -> object:
        found = OlmEvent.from_dict(event)
        return self._olm.handle_to_device_event(found) if isinstance(found, OlmEvent) else None

    def read(self, room_id: str, event: Raw) -> Raw | None:
        """An encrypted event as if it had been sent in the clear; None when we cannot read it (yet)."""
        payload = _kept(lambda: self._plain(room_id, event), "an encrypted line")
        if not isinstance(payload, dict):
            return None
        kind, content = payload.get("type"), payload.get("content")
        if not isinstance(kind, str) or not isinstance(content, dict):
            return None
        outer = event["content"].get("m.relates_to")
        if outer is not None:
            content = {**content, "m.relates_to": outer}
        return {**event, "type": kind, "content": content}

    def _plain(self, room_id: str, event: Raw) -> object:
        found = MegolmEvent.from_dict({**event, "content": self._complete(room_id, event["content"])})
        if not isinstance(found, MegolmEvent) or "state_key" in event:
            return None
        read = self._olm.decrypt_event(found, room_id)
        return getattr(read, "source", None)

    def _complete(self, room_id: str, content: Mapping[str, Any]) -> Mapping[str, Any]:
        """Who sealed it need not be said any more (since version 1.3 of the specification); we have it from the key."""
        if "sender_key" in content and "device_id" in content:
            return content
        rooms = self._olm.inbound_group_store
        sender = next((key for key, sessions in rooms[room_id].items() if content.get("session_id") in sessions), "")
        return {"sender_key": sender, "device_id": "", **content}

    # --- our own keys ---

    @property
    def short_of_keys(self) -> bool:
        """Whether keys should be uploaded: never done, or half of those for newcomers have been used."""
        account, left = self._olm.account, self._olm.uploaded_key_count
        return not account.shared or (left is not None and left < account.max_one_time_keys // 2)

    def fresh_keys(self) -> dict[str, Any]:
        """The body of /keys/upload. The private halves are on disk before the public ones leave the house."""
        made: dict[str, Any] = self._olm.share_keys()
        self._olm.save_account()
        return made

    def uploaded(self, count: int) -> None:
        """The server has taken them, and has so many now."""
        self._olm.handle_response(KeysUploadResponse(0, count))

    def known_to_server(self, known: bool) -> None:
        """Whether the server has our device's keys; a crash may have come between its answer and our writing it down."""
        self._olm.account.shared = known
        self._olm.save_account()

    # --- the devices of others ---

    def unknown(self, users: Iterable[str] | None = None) -> list[str]:
        """Of whom we must ask which devices they have; without `users`, of those who made it necessary."""
        waiting = self._olm.users_for_key_query
        return sorted(waiting if users is None else {u for u in users if u in waiting or u not in self._olm.tracked_users})

    def learn(self, user: str, devices: Mapping[str, Any]) -> None:
        """The answer about one of them. A device that changed its keys keeps those that we saw first."""
        answer = KeysQueryResponse({user: {id_: keys for id_, keys in devices.items() if _well_formed(user, id_, keys)}}, {})
        known = {device.id for device in self._olm.device_store.active_user_devices(user)}
        _kept(lambda: self._olm.handle_response(answer), f"the devices of {user}")
        self._olm.users_for_key_query.discard(user)
        new = {device.id for device in self._olm.device_store.active_user_devices(user)} - known
        if known and new:
            self._told(f"{user} has a new device that reads what we write: {', '.join(sorted(new))}")

    def devices(self, users: Iterable[str]) -> frozenset[tuple[str, str]]:
        """(Matrix ID, device) of everybody who should be able to read us."""
        found = ((user, device.id) for user in users for device in self._olm.device_store.active_user_devices(user))
        return frozenset(device for device in found if device != (self._olm.user_id, self._olm.device_id))

    def strangers(self, users: Iterable[str]) -> dict[str, list[str]]:
        """Devices that we can send no key to yet: one of their one-time keys must be claimed."""
        return dict(self._olm.get_missing_sessions(list(users)))

    def wedged(self) -> dict[str, list[str]]:
        """Devices with which we have fallen out of step: a claimed key begins anew."""
        found: dict[str, list[str]] = {}
        for device in self._olm.wedged_devices:
            found.setdefault(device.user_id, []).append(device.id)
        return found

    def claimed(self, user: str, device: str, key: object) -> None:
        """The one-time key of one device."""
        answer = KeysClaimResponse({user: {device: key}}, {})
        _kept(lambda: self._olm.handle_response(answer), f"a one-time key of {user}")

    def greetings(self) -> list[ToDeviceMessage]:
        """What tells devices that we have begun anew. Requests for keys are not among them: none that came would be believed."""
        waiting = self._olm.outgoing_to_device_messages
        waiting[:] = [message for message in waiting if isinstance(message, DummyMessage)]
        return list(waiting)

    def greeted(self, message: ToDeviceMessage) -> None:
        self._olm.handle_response(ToDeviceResponse(message))

    # --- writing ---

    def shares(self, room_id: str, users: Iterable[str]) -> Iterator[tuple[set[tuple[str, str]], Messages]]:
        """Who must still be sent the room's key, in portions; tell `shared` of each that went out, and `seal` when none is left.

        The key is a new one when it is used up, or when somebody who had it is gone. Everybody's devices are trusted on first use.
        """
        sessions = self._olm.outbound_group_sessions
        session, present = sessions.get(room_id), self.devices(users)
        if session is not None and (session.expired or not session.users_shared_with <= present):
            del sessions[room_id]
            session = None
        if session is not None:
            session.shared = False  # goes on where it was: those who have the key are left out
        portions = self._olm.share_group_session_parallel(room_id, list(users), ignore_unverified_devices=True)
        while True:
            with self.at_once():  # one write for a portion, not one for a device
                portion = next(portions, None)
            if portion is None:
                return
            yield portion[0], portion[1]["messages"]

    def shared(self, room_id: str, devices: set[tuple[str, str]]) -> None:
        self._olm.outbound_group_sessions[room_id].users_shared_with.update(devices)

    def seal(self, room_id: str, content: Mapping[str, Any]) -> dict[str, Any]:
        """The content of `m.room.encrypted`. What it relates to stays readable, as the specification wants it."""
        self._olm.outbound_group_sessions[room_id].mark_as_shared()
        sealed: dict[str, Any] = self._olm.group_encrypt(room_id, {"type": "m.room.message", "content": dict(content)})
        if "m.relates_to" in content:
            sealed["m.relates_to"] = content["m.relates_to"]
        return sealed

    def forget_room(self, room_id: str) -> None:
        """We are no longer there."""
        self._olm.outbound_group_sessions.pop(room_id, None)


def _well_formed(user: str, device: str, keys: object) -> bool:
    """One by one: a device that is not must not take the others with it."""
    read = KeysQueryResponse.from_dict({"device_keys": {user: {device: keys}}, "failures": {}})
    return isinstance(read, KeysQueryResponse) and isinstance(keys, dict) and "user_id" in keys


def _kept(step: Callable[[], T], what: str) -> T | None:
    """The step's result, or None when what came in was more than the libraries could bear. Faults of the store are not kept in."""
    try:
        return step()
    except FAULTS:
        raise
    except Exception as error:  # noqa: BLE001 - written by others, read by three libraries: it may end this one event and no more
        log.info("%s could not be read (%s)", what, type(error).__name__)
        return None
