"""What we write: each line once, never in the clear where a room is encrypted, and no faster than the homeserver wants."""

from typing import TYPE_CHECKING

from bot.adapters.base import NotConnected, Rejected
from bot.adapters.matrix.backoff import Backoff
from bot.adapters.matrix.link import Answer, Slower, Unreachable, path
from bot.adapters.matrix.speaking import content, retraction, transaction
from bot.core.actions import Say
from bot.core.people import Place

if TYPE_CHECKING:
    from bot.adapters.matrix.adapter import MatrixAdapter


class Outgoing:
    """The way out of one account. Nothing goes before `free_at`."""

    def __init__(self, adapter: "MatrixAdapter", backoff: Backoff) -> None:
        self.adapter, self.backoff = adapter, backoff
        self.network, self.rooms = adapter.network, adapter.rooms
        self.free_at = 0.0

    async def say(self, say: Say) -> str:
        """Write one utterance and return its event id. Raises NotConnected (perhaps it was written: do it again) or Rejected."""
        made = content(say)
        if made is None:
            raise Rejected(f"{self.network}: nothing is left of the line once what may not be sent is taken out")
        room_id = await self._room_for(say.place)
        kind, made = await self._for_eyes_there(room_id, say.place, made)
        return await self._write(path("rooms", room_id, "send", kind, transaction(say)), made)

    async def retract(self, place: Place, id_: str) -> None:
        """Redact a line of ours. Raises NotConnected or Rejected."""
        room_id = self.rooms.room_id(place)
        if room_id is None:
            raise Rejected(f"{self.network}: not in {place.room}")
        await self._write(path("rooms", room_id, "redact", id_, retraction(id_)), {})

    async def _room_for(self, place: Place) -> str:
        room_id = self.rooms.room_id(place)
        if place.direct:
            if room_id is not None:
                return room_id
            try:
                return await self.adapter.chats.open(place.room)
            except Slower as slower:
                raise self._wait(slower.seconds) from None
            except Unreachable as fault:
                raise self._later(str(fault)) from None
        if room_id is None or room_id not in self.rooms.joined:
            raise Rejected(f"{self.network}: not in {place.room}")
        return room_id

    async def _for_eyes_there(self, room_id: str, place: Place, made: dict[str, object]) -> tuple[str, dict[str, object]]:
        """The event's type and content: sealed where the room is encrypted, never in the clear there. Raises Rejected, NotConnected."""
        keys = self.adapter.account.keys
        try:
            if not await self._is_encrypted(room_id):
                return "m.room.message", made
            if keys is not None:
                return "m.room.encrypted", await keys.sealed(room_id, made)
        except Slower as slower:
            raise self._wait(slower.seconds) from None
        except Unreachable as fault:
            raise self._later(str(fault)) from None
        self.adapter.tell(
            f"{place.room} is encrypted and encryption is off: nothing is said there (set encryption: true, see docs/encryption.md)"
        )
        raise Rejected(f"{self.network}: {place.room} is encrypted, and encryption is off")

    async def _is_encrypted(self, room_id: str) -> bool:
        """Whether a room is encrypted: what sync has told, if it told lately; else the homeserver is asked. Raises Slower, Unreachable."""
        known = self.rooms.encrypted(room_id)
        if known or (known is not None and self.adapter.fresh):
            return known
        answer = await self._ask("GET", path("rooms", room_id, "state", "m.room.encryption"))
        answer.unhurried()
        if not answer.ok and answer.errcode != "M_NOT_FOUND":
            raise Unreachable(f"whether {room_id} is encrypted: {answer.words}")
        self.rooms.told_encrypted(room_id, answer.ok)
        return answer.ok

    async def _write(self, where: str, body: object) -> str:
        """A PUT that may be repeated; the id of its event. Raises NotConnected or Rejected."""
        try:
            answer = await self._ask("PUT", where, body)
        except Unreachable as fault:
            raise self._later(str(fault)) from None
        wait = answer.wait
        if wait is not None:
            raise self._wait(wait)
        if answer.passes:
            raise self._later(answer.words)
        if not answer.ok:
            raise Rejected(f"{self.network}: {answer.words}")
        id_ = answer.body.get("event_id") if isinstance(answer.body, dict) else None
        if not isinstance(id_, str) or not id_:
            raise self._later("an answer without an event id comes from no homeserver")
        self.backoff.succeeded(self.adapter.clock())
        return id_

    async def _ask(self, method: str, where: str, body: object = None) -> Answer:
        return await self.adapter.link.ask(method, where, body, timeout=self.adapter.timings.request)

    def _wait(self, seconds: float) -> NotConnected:
        self.free_at = self.adapter.clock() + seconds
        return NotConnected(f"{self.network}: the homeserver wants us to wait {seconds:.0f} s")

    def _later(self, why: str) -> NotConnected:
        """Not now; and not at once again either."""
        self.free_at = self.adapter.clock() + self.backoff.failed()
        return NotConnected(f"{self.network}: {why}")
