"""What is asked about rooms when it matters, since nobody holds lists of members: people of interest, power levels."""

import logging
from collections import OrderedDict
from typing import TYPE_CHECKING

from bot.adapters.matrix.link import GONE, Answer, Unreachable, path
from bot.adapters.matrix.rooms import localpart
from bot.adapters.matrix.sync import Raw
from bot.core.events import Joined

if TYPE_CHECKING:
    from bot.adapters.matrix.adapter import MatrixAdapter

log = logging.getLogger(__name__)

LOOKED_AT = 5_000  # rooms whose people of interest have been asked for
FIRST_OF_12 = 12  # from this room version on those who made a room stand above all levels


class Looking:
    """Looks around in the rooms of one account."""

    def __init__(self, adapter: "MatrixAdapter") -> None:
        self.adapter, self.rooms = adapter, adapter.rooms
        self._looked: OrderedDict[str, None] = OrderedDict()
        self._levels_after = 0.0

    def forget(self, room_id: str | None = None) -> None:
        """Look again in this room, or in all, when somebody speaks there."""
        if room_id is None:
            self._looked.clear()
        else:
            self._looked.pop(room_id, None)

    def look(self, room_id: str) -> None:
        """Ask, once in a while, which people of interest are in a room."""
        if room_id in self._looked or not self.adapter.watched():
            return
        self._looked[room_id] = None
        while len(self._looked) > LOOKED_AT:
            self._looked.popitem(last=False)
        waiting = sorted(self.adapter.watched(), reverse=True)

        async def look() -> float | None:
            while waiting:
                answer = await self.adapter.asked_kindly("GET", path("rooms", room_id, "state", "m.room.member", waiting[-1]))
                wait = answer.wait
                if wait is not None:
                    return wait
                await self._found(room_id, waiting.pop(), answer)
            return None

        self.adapter.errands.add(f"people in {room_id}", look)

    async def _found(self, room_id: str, mxid: str, answer: Answer) -> None:
        if answer.ok and answer.body.get("membership") == "join":
            self.rooms.learn(room_id, {"type": "m.room.member", "state_key": mxid, "content": answer.body})
            await self.adapter.inbox(Joined(self.adapter.clock(), self.rooms.place(room_id), self.rooms.person(room_id, mxid)))

    async def before_line(self, event: Raw, room_id: str) -> None:
        """What must be known of a room before one of its lines can be understood."""
        self.look(room_id)
        content = event.get("content")
        body = content.get("body") if isinstance(content, dict) else None
        text = body if isinstance(body, str) else ""
        now = self.adapter.clock()
        if self.rooms.levels(room_id) is None and now >= self._levels_after and self._for_us(text, content):
            try:
                await self._learn_levels(room_id)
            except Unreachable as fault:
                self._levels_after = now + self.adapter.timings.in_vain
                log.info("power levels of %s: %s", room_id, fault)

    def _for_us(self, text: str, content: object) -> bool:
        """Whether a line may be a command or is said to us: only then it matters what the room has made of its sender."""
        me = self.adapter.settings.user
        if text[:1] and not text[0].isalnum():
            return True
        names = (self.adapter.name.lower(), localpart(me).lower())
        return any(name in text.lower() for name in names) or me in str(content)

    async def _learn_levels(self, room_id: str) -> None:
        levels = await self.adapter.asked_kindly("GET", path("rooms", room_id, "state", "m.room.power_levels"))
        made = await self.adapter.asked_kindly("GET", path("rooms", room_id, "state", "m.room.create", format="event"))
        if levels.wait is not None or made.wait is not None:
            raise Unreachable("the homeserver wants us to wait")
        if (not levels.ok and levels.errcode != "M_NOT_FOUND") or made.errcode in GONE:  # a login that ended: not a room without levels
            raise Unreachable(levels.words if not levels.ok else made.words)
        self.rooms.leveled(room_id, levels.body if levels.ok else {}, founders(made))


def founders(made: Answer) -> frozenset[str]:
    """Who stands above all power levels: those who made the room, from room version 12 on."""
    content = made.body.get("content") if made.ok else None
    if not isinstance(content, dict):
        return frozenset()
    version = content.get("room_version")
    if not (isinstance(version, str) and version.isdecimal() and int(version) >= FIRST_OF_12):
        return frozenset()
    more = content.get("additional_creators")
    found = [made.body.get("sender"), *(more if isinstance(more, list) else [])]
    return frozenset(who for who in found if isinstance(who, str))
