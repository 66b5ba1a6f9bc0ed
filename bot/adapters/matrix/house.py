"""Coming into rooms and leaving them: those of bot.yaml, invitations, upgrades, direct chats, and who of interest is there."""

import logging
from collections import OrderedDict
from typing import TYPE_CHECKING

from bot.adapters.base import Inbox, NotConnected, Rejected
from bot.adapters.matrix.hearing import Upgrade
from bot.adapters.matrix.invites import decide
from bot.adapters.matrix.limits import retry_after
from bot.adapters.matrix.link import Answer, Unreachable, path
from bot.adapters.matrix.rooms import localpart
from bot.adapters.matrix.sync import Departure, Invitation, Raw
from bot.core.events import Gone, Joined, Moved
from bot.core.people import Place

if TYPE_CHECKING:
    from bot.adapters.matrix.adapter import MatrixAdapter

log = logging.getLogger(__name__)

LOOKED_AT = 5_000  # rooms whose people of interest have been asked for
FIRST_OF_12 = 12  # from this room version on those who made a room stand above all levels


class House:
    """The rooms of one account, as far as something has to be done about them. `inbox` is set while the adapter listens."""

    inbox: Inbox

    def __init__(self, adapter: "MatrixAdapter") -> None:
        self.adapter, self.rooms = adapter, adapter.rooms
        self._looked: OrderedDict[str, None] = OrderedDict()
        self._delays: dict[str, float] = {}  # room or name -> seconds until the next try to come in
        self._followed_at = 0.0

    # --- what is there ---

    async def present(self, inbox: Inbox) -> None:
        """Tell the house who and where we are."""
        self._looked.clear()
        await inbox(self.adapter.named())
        for room_id in tuple(self.rooms.joined):
            if not self.rooms.place(room_id).direct:
                await inbox(self.adapter.here(room_id))
        for room_id in tuple(self.rooms.configured):
            self.look(room_id)

    async def entered(self, room_id: str, inbox: Inbox) -> None:
        """A sync shows us in a room that we were not in."""
        self.rooms.entered(room_id)
        self._delays.pop(room_id, None)
        if not self.rooms.place(room_id).direct:
            await inbox(self.adapter.here(room_id))
            self.look(room_id)

    async def left(self, departure: Departure, inbox: Inbox) -> None:
        """A sync shows us out of a room: by our own will, kicked, or banned."""
        room_id, adapter = departure.room_id, self.adapter
        if room_id not in self.rooms.joined:
            return
        place, by_others = self.rooms.place(room_id), departure.sender != adapter.settings.user
        self.rooms.departed(room_id)
        self._looked.pop(room_id, None)
        if place.direct:
            return
        why = f"{'banned' if departure.membership == 'ban' else 'removed'} by {departure.sender}" if by_others else "left"
        why += f" ({departure.reason})" if departure.reason and by_others else ""
        await inbox(Gone(adapter.clock(), adapter.network, place, why))
        if by_others:
            adapter.tell(f"{place.room}: {why}")
        name = self.rooms.configured.get(room_id)
        if name is not None and by_others and departure.membership != "ban":
            self._come_in_later(name, adapter.timings.rejoin)

    # --- rooms of bot.yaml ---

    async def find_configured(self, inbox: Inbox) -> None:
        """Resolve the rooms of bot.yaml; come into those where we are not. Raises Unreachable."""
        for room in self.adapter.settings.rooms:
            room_id = await self._resolve(room.name, inbox)
            if room_id is None:
                self._come_in_later(room.name.lower())
            else:
                self.rooms.called(room_id, room.name)
                self._follow_upgrade(room_id)
                if room_id not in self.rooms.joined:
                    self.adapter.errands.add(f"come into {room.name}", self._coming(room.name.lower()))

    async def _resolve(self, name: str, inbox: Inbox) -> str | None:
        if name.startswith("!"):
            return name
        answer = await self._ask("GET", path("directory", "room", name))
        found = answer.body.get("room_id") if answer.ok else None
        if not isinstance(found, str):
            await self._absent(name, f"there is no such room ({answer.words})", inbox)
            return None
        return found

    async def _absent(self, name: str, why: str, inbox: Inbox) -> None:
        adapter = self.adapter
        adapter.tell(f"{name}: {why}")
        await inbox(Gone(adapter.clock(), adapter.network, Place(adapter.network, name.lower()), why))

    def _coming(self, name: str):  # type: ignore[no-untyped-def]
        async def come() -> float | None:
            return await self._come_in(name)

        return come

    def _come_in_later(self, name: str, first: float | None = None) -> None:
        self.adapter.errands.add(f"come into {name}", self._coming(name), self._delay(name, first))

    def _delay(self, name: str, first: float | None = None) -> float:
        timings = self.adapter.timings
        delay = self._delays.get(name, timings.join_retry if first is None else first)
        self._delays[name] = min(delay * 2, timings.join_retry_cap)
        return delay

    async def _come_in(self, name: str) -> float | None:
        """Join a room of bot.yaml; the seconds until it is tried again, where that may help."""
        written = next((room.name for room in self.adapter.settings.rooms if room.name.lower() == name), name)
        room_id = await self._resolve(written, self.inbox)
        if room_id is None:
            return self._delay(name)
        self.rooms.called(room_id, written)
        if room_id in self.rooms.joined:
            return None
        answer = await self._ask("POST", path("join", written), {})
        wait = retry_after(answer.status, answer.headers, answer.body, self.adapter.clock())
        if answer.ok:
            return None if "room_id" in answer.body else self._delay(name)  # the next sync shows us in it; else it was no homeserver
        if wait is not None:
            return wait
        await self._absent(
            written, f"we are not let in ({answer.words}): invite {self.adapter.settings.user}, or make the room public", self.inbox
        )
        return self._delay(name)

    # --- invitations ---

    def invited(self, invitation: Invitation) -> None:
        """Follow it or decline it, later, and not many at once."""
        now, pause = self.adapter.clock(), self.adapter.timings.join_every

        async def answer() -> float | None:
            return await self._answer(invitation)

        self._followed_at = max(now, self._followed_at + pause)
        self.adapter.errands.add(f"invitation to {invitation.room_id}", answer, self._followed_at - now)

    async def _answer(self, invitation: Invitation) -> float | None:
        room_id, settings = invitation.room_id, self.adapter.settings
        asked_for = room_id in self.rooms.configured and room_id not in self.rooms.joined
        decision = decide(invitation, settings, self.rooms.guests())
        if not (decision.follow or asked_for):
            log.info("%s: invitation to %s declined: %s", settings.name, room_id, decision.why)
            answer = await self._ask("POST", path("rooms", room_id, "leave"), {})
        else:
            if invitation.direct and not asked_for:
                self.rooms.chat(invitation.sender, room_id)
            answer = await self._ask("POST", path("join", room_id), {})
            if answer.ok and invitation.direct:
                self.rooms.entered(room_id)
                await self._keep_chats()
            elif not answer.ok:
                log.info("%s: invitation to %s could not be followed: %s", settings.name, room_id, answer.words)
        return retry_after(answer.status, answer.headers, answer.body, self.adapter.clock())

    # --- direct chats ---

    async def open_chat(self, mxid: str) -> str:
        """A direct chat with somebody, made if there is none. Raises Unreachable, NotConnected, Rejected."""
        wanted = {"is_direct": True, "preset": "trusted_private_chat", "invite": [mxid]}
        answer = await self._ask("POST", path("createRoom"), wanted)
        if retry_after(answer.status, answer.headers, answer.body, self.adapter.clock()) is not None:
            raise NotConnected(f"{self.adapter.network}: {answer.words}")
        room_id = answer.body.get("room_id") if answer.ok else None
        if not isinstance(room_id, str):
            raise Rejected(f"{self.adapter.network}: no chat with {mxid}: {answer.words}")
        self.rooms.chat(mxid, room_id)
        self.rooms.entered(room_id)
        await self._keep_chats()
        return room_id

    async def _keep_chats(self) -> None:
        me = self.adapter.settings.user
        answer = await self._ask("PUT", path("user", me, "account_data", "m.direct"), self.rooms.chats())
        if not answer.ok:
            log.warning("%s: the list of direct chats was not taken: %s", self.adapter.network, answer.words)

    # --- upgrades ---

    def upgraded(self, upgrade: Upgrade) -> None:
        """The room lives on as another one: go there."""

        async def follow() -> float | None:
            return await self._follow(upgrade)

        self.adapter.errands.add(f"upgrade of {upgrade.room_id}", follow)

    def _follow_upgrade(self, room_id: str) -> None:
        """Whether a room of bot.yaml was replaced while we were away."""

        async def look() -> float | None:
            answer = await self._ask("GET", path("rooms", room_id, "state", "m.room.tombstone"))
            replacement = answer.body.get("replacement_room") if answer.ok else None
            if isinstance(replacement, str) and replacement.startswith("!"):
                self.upgraded(Upgrade(room_id, replacement, self.adapter.settings.user))
            return None

        self.adapter.errands.add(f"tombstone of {room_id}", look)

    async def _follow(self, upgrade: Upgrade) -> float | None:
        adapter, old = self.adapter, self.rooms.place(upgrade.room_id)
        server = upgrade.sender.partition(":")[2]
        answer = await self._ask("POST", path("join", upgrade.replacement, server_name=server, via=server), {})
        wait = retry_after(answer.status, answer.headers, answer.body, adapter.clock())
        if wait is not None:
            return wait
        if not answer.ok:
            adapter.tell(f"{old.room} was replaced by {upgrade.replacement}, and we are not let in there ({answer.words})")
            return self._delay(upgrade.replacement)
        name = self.rooms.configured.get(upgrade.room_id)
        if name is not None:
            self.rooms.called(upgrade.replacement, name)
        elif old.direct:
            self.rooms.chat(old.room, upgrade.replacement)
            await self._keep_chats()
        else:
            await self.inbox(Moved(adapter.clock(), old, self.rooms.place(upgrade.replacement)))
        adapter.tell(f"{old.room} was replaced by {upgrade.replacement}: we went along")
        self.rooms.joined.discard(upgrade.room_id)
        await self._ask("POST", path("rooms", upgrade.room_id, "leave"), {})
        return None

    # --- people ---

    def look(self, room_id: str) -> None:
        """Ask, once in a while, which people of interest are in a room."""
        if room_id in self._looked or not self.adapter.watched():
            return
        self._looked[room_id] = None
        while len(self._looked) > LOOKED_AT:
            self._looked.popitem(last=False)

        async def look() -> float | None:
            for mxid in sorted(self.adapter.watched()):
                answer = await self._ask("GET", path("rooms", room_id, "state", "m.room.member", mxid))
                if answer.ok and answer.body.get("membership") == "join":
                    self.rooms.learn(room_id, {"type": "m.room.member", "state_key": mxid, "content": answer.body})
                    await self.inbox(Joined(self.adapter.clock(), self.rooms.place(room_id), self.rooms.person(room_id, mxid)))
            return None

        self.adapter.errands.add(f"people in {room_id}", look)

    async def before_line(self, event: Raw, room_id: str) -> None:
        """What must be known of a room before one of its lines can be understood."""
        self.look(room_id)
        content = event.get("content")
        body = content.get("body") if isinstance(content, dict) else None
        text = body if isinstance(body, str) else ""
        if self.rooms.levels(room_id) is None and self._for_us(text, content):
            try:
                await self._learn_levels(room_id)
            except Unreachable as fault:
                log.info("power levels of %s: %s", room_id, fault)

    def _for_us(self, text: str, content: object) -> bool:
        """Whether a line may be a command or is said to us: only then it matters what the room has made of its sender."""
        me = self.adapter.settings.user
        if text[:1] and not text[0].isalnum():
            return True
        names = (self.adapter.name.lower(), localpart(me).lower())
        return any(name in text.lower() for name in names) or me in str(content)

    async def _learn_levels(self, room_id: str) -> None:
        levels = await self._ask("GET", path("rooms", room_id, "state", "m.room.power_levels"))
        made = await self._ask("GET", path("rooms", room_id, "state", "m.room.create", format="event"))
        self.rooms.leveled(room_id, levels.body if levels.ok else {}, founders(made))

    async def typing(self, room_id: str) -> None:
        """Show that an answer is on its way."""
        me, milliseconds = self.adapter.settings.user, int(self.adapter.timings.typing * 1000)
        await self._ask("PUT", path("rooms", room_id, "typing", me), {"typing": True, "timeout": milliseconds})

    async def _ask(self, method: str, where: str, body: object = None) -> Answer:
        answer = await self.adapter.link.ask(method, where, body, timeout=self.adapter.timings.request)
        return answer if isinstance(answer.body, dict) else Answer(answer.status, {}, answer.headers)


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
