"""Coming into rooms and leaving them: those of bot.yaml, and whatever replaces a room.

A room of bot.yaml is known by its name, whichever room that is today. Which it was last is kept in a file: its name may be one of a
homeserver that cannot be reached when we start, and what is said in the room must count as said there all the same.
"""

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.adapters.base import Refused
from bot.adapters.matrix.errands import Errand
from bot.adapters.matrix.files import read_file, write_file
from bot.adapters.matrix.hearing import Upgrade
from bot.adapters.matrix.link import Slower, Unreachable, path
from bot.adapters.matrix.sync import Departure
from bot.core.events import Gone, Moved
from bot.core.people import Place

if TYPE_CHECKING:
    from bot.adapters.matrix.adapter import MatrixAdapter

log = logging.getLogger(__name__)

FILE = "rooms.json"  # names of bot.yaml -> room ids, as they were last


class House:
    """The rooms of one account, as far as something has to be done about them."""

    def __init__(self, adapter: "MatrixAdapter") -> None:
        self.adapter, self.rooms = adapter, adapter.rooms
        self._delays: dict[str, float] = {}  # room or name -> seconds until the next try to come in
        self._kicks: dict[str, tuple[float, float]] = {}  # name -> when we were removed last, and how long we stayed away

    # --- what is there ---

    async def present(self) -> None:
        """Tell the house who and where we are."""
        adapter = self.adapter
        adapter.looking.forget()
        await adapter.inbox(adapter.named())
        for room_id in tuple(self.rooms.joined):
            if not self.rooms.place(room_id).direct:
                await adapter.inbox(adapter.here(room_id))
        for room_id in tuple(self.rooms.configured):
            adapter.looking.look(room_id)

    async def entered(self, room_id: str) -> None:
        """A sync shows us in a room that we were not in."""
        self.rooms.entered(room_id)
        self._delays.pop(self.rooms.configured.get(room_id, room_id), None)
        if not self.rooms.place(room_id).direct:
            await self.adapter.inbox(self.adapter.here(room_id))
            self.adapter.looking.look(room_id)

    async def left(self, departure: Departure) -> None:
        """A sync shows us out of a room: by our own will, kicked, or banned."""
        room_id, adapter = departure.room_id, self.adapter
        if room_id not in self.rooms.joined:
            return
        place, by_others = self.rooms.place(room_id), departure.sender != adapter.settings.user
        self.rooms.departed(room_id)
        adapter.looking.forget(room_id)
        if place.direct:
            return
        why = f"{'banned' if departure.membership == 'ban' else 'removed'} by {departure.sender}" if by_others else "left"
        why += f" ({departure.reason})" if departure.reason and by_others else ""
        await adapter.inbox(Gone(adapter.clock(), adapter.network, place, why))
        if by_others:
            adapter.tell(f"{place.room}: {why}")
        name = self.rooms.configured.get(room_id)
        if name is not None and by_others and departure.membership != "ban":
            adapter.errands.add(f"come into {name}", self._coming(name), self._away(name))

    async def missed(self, rooms: Iterable[str]) -> None:
        """We are out of these rooms since we were logged out: no sync will show it."""
        for room_id in sorted(rooms):
            place = self.rooms.place(room_id)
            self.rooms.departed(room_id)
            if not place.direct:
                await self.adapter.inbox(Gone(self.adapter.clock(), self.adapter.network, place, "left while we were logged out"))

    def _away(self, name: str) -> float:
        """Seconds to stay away after a kick: longer each time, unless the last one is long ago."""
        timings, now = self.adapter.timings, self.adapter.clock()
        at, before = self._kicks.get(name, (0.0, 0.0))
        fresh = before and now - at < timings.join_retry_cap
        away = min(before * 2, timings.join_retry_cap) if fresh else timings.rejoin
        self._kicks[name] = (now, away)
        return away

    # --- rooms of bot.yaml ---

    async def find_configured(self) -> None:
        """Learn which the rooms of bot.yaml are; come into those where we are not. Raises Slower."""
        kept = read_file(self.adapter.folder / FILE) or {}
        for room in self.adapter.settings.rooms:
            name = room.name.lower()
            try:
                room_id = await self._resolve(room.name)
            except Unreachable as fault:
                room_id = None
                log.info("%s: %s; later again", room.name, fault)
            before = kept.get(name)
            if isinstance(before, str) and before in self.rooms.joined and (room_id is None or name.startswith("!")):
                room_id = before  # its name cannot be asked for now; or it is that of a room which was replaced
            if room_id is None:
                self._come_in_later(name)
                continue
            self.rooms.called(room_id, room.name)
            self._follow_upgrade(room_id)
            if room_id not in self.rooms.joined:
                self.adapter.errands.add(f"come into {name}", self._coming(name))
        self._keep_names()

    def _keep_names(self) -> None:
        try:
            write_file(self.adapter.folder / FILE, {name: room_id for room_id, name in self.rooms.configured.items()})
        except Refused as fault:
            self.adapter.tell(str(fault))

    async def _resolve(self, name: str) -> str | None:
        """The room of that name; None, and said, when there is none. Raises Slower, Unreachable."""
        if name.startswith("!"):
            return name
        answer = await self.adapter.asked_kindly("GET", path("directory", "room", name))
        answer.unhurried()
        found = answer.body.get("room_id") if answer.ok else None
        if isinstance(found, str):
            return found
        await self._absent(name, f"there is no such room ({answer.words})")
        return None

    async def _absent(self, name: str, why: str) -> None:
        adapter = self.adapter
        adapter.tell(f"{name}: {why}")
        await adapter.inbox(Gone(adapter.clock(), adapter.network, Place(adapter.network, name.lower()), why))

    def _coming(self, name: str) -> Errand:
        async def come() -> float | None:
            try:
                return await self._come_in(name)
            except Slower as slower:
                return slower.seconds

        return come

    def _come_in_later(self, name: str) -> None:
        self.adapter.errands.add(f"come into {name}", self._coming(name), self._delay(name))

    def _delay(self, name: str) -> float:
        timings = self.adapter.timings
        delay = self._delays.get(name, timings.join_retry)
        self._delays[name] = min(delay * 2, timings.join_retry_cap)
        return delay

    async def _come_in(self, name: str) -> float | None:
        """Join a room of bot.yaml; the seconds until it is tried again, where that may help. Raises Slower, Unreachable."""
        written = next((room.name for room in self.adapter.settings.rooms if room.name.lower() == name), name)
        room_id = await self._resolve(written)
        if room_id is None:
            return self._delay(name)
        self.rooms.called(room_id, written)
        self._keep_names()
        if room_id in self.rooms.joined:
            return None
        answer = await self.adapter.asked_kindly("POST", path("join", written), {})
        wait = answer.wait
        if answer.ok:
            return None if "room_id" in answer.body else self._delay(name)  # the next sync shows us in it; else it was no homeserver
        if wait is not None:
            return wait
        await self._absent(written, f"we are not let in ({answer.words}): invite {self.adapter.settings.user}, or make the room public")
        return self._delay(name)

    # --- upgrades ---

    def upgraded(self, upgrade: Upgrade) -> None:
        """The room lives on as another one: go there."""

        async def follow() -> float | None:
            return await self._follow(upgrade)

        self.adapter.errands.add(f"upgrade of {upgrade.room_id}", follow)

    def _follow_upgrade(self, room_id: str) -> None:
        """Whether a room of bot.yaml was replaced while we were away."""

        async def look() -> float | None:
            answer = await self.adapter.asked_kindly("GET", path("rooms", room_id, "state", "m.room.tombstone"))
            wait = answer.wait
            replacement = answer.body.get("replacement_room") if answer.ok else None
            if isinstance(replacement, str) and replacement.startswith("!"):
                self.upgraded(Upgrade(room_id, replacement, self.adapter.settings.user))
            return wait

        self.adapter.errands.add(f"tombstone of {room_id}", look)

    async def _follow(self, upgrade: Upgrade) -> float | None:
        adapter, old = self.adapter, self.rooms.place(upgrade.room_id)
        server = upgrade.sender.partition(":")[2]
        answer = await self.adapter.asked_kindly("POST", path("join", upgrade.replacement, server_name=server, via=server), {})
        wait = answer.wait
        if wait is not None:
            return wait
        if not answer.ok:
            adapter.tell(f"{old.room} was replaced by {upgrade.replacement}, and we are not let in there ({answer.words})")
            return self._delay(upgrade.replacement)
        name = self.rooms.configured.get(upgrade.room_id)
        if name is not None:
            self.rooms.called(upgrade.replacement, name)
            self._keep_names()
        elif old.direct:
            await adapter.chats.moved(old.room, upgrade.replacement)
        else:
            await adapter.inbox(Moved(adapter.clock(), old, self.rooms.place(upgrade.replacement)))
        adapter.tell(f"{old.room} was replaced by {upgrade.replacement}: we went along")
        self.rooms.joined.discard(upgrade.room_id)
        await self.adapter.asked_kindly("POST", path("rooms", upgrade.room_id, "leave"), {})
        return None
