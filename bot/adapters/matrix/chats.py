"""Rooms that other people bring us into: invitations, and chats with one person."""

import logging
from typing import TYPE_CHECKING

from bot.adapters.base import Rejected
from bot.adapters.matrix.invites import decide
from bot.adapters.matrix.link import Unreachable, path
from bot.adapters.matrix.sync import Invitation, read_direct

if TYPE_CHECKING:
    from bot.adapters.matrix.adapter import MatrixAdapter

log = logging.getLogger(__name__)


class Chats:
    """The invitations and the direct chats of one account."""

    def __init__(self, adapter: "MatrixAdapter") -> None:
        self.adapter, self.rooms = adapter, adapter.rooms
        self._followed_at = 0.0
        self._coming: set[str] = set()  # rooms that we have joined by invitation, and that no sync has shown us in yet

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
        self._coming -= self.rooms.joined
        decision = decide(invitation, settings, self.rooms.guests() + len(self._coming))
        if decision.follow or asked_for:
            return await self._follow(invitation, chat=invitation.direct and not asked_for)
        log.info("%s: invitation to %s declined: %s", settings.name, room_id, decision.why)
        answer = await self.adapter.asked_kindly("POST", path("rooms", room_id, "leave"), {})
        return answer.wait

    async def _follow(self, invitation: Invitation, *, chat: bool) -> float | None:
        room_id = invitation.room_id
        if chat:  # before the first sync shows us in it
            self.rooms.chat(invitation.sender, room_id)
        answer = await self.adapter.asked_kindly("POST", path("join", room_id), {})
        if answer.ok and chat:
            self.rooms.entered(room_id)
            await self._keep()
        elif answer.ok and room_id not in self.rooms.configured:
            self._coming.add(room_id)
        elif not answer.ok:
            log.info("%s: invitation to %s could not be followed: %s", self.adapter.network, room_id, answer.words)
            if chat:
                self.rooms.departed(room_id)
        return answer.wait

    # --- direct chats ---

    async def learn(self) -> None:
        """Whom we have a chat with, and where. Raises Slower, Unreachable: not knowing is not the same as having none."""
        answer = await self.adapter.asked_kindly("GET", self._where)
        answer.unhurried()
        if not answer.ok and answer.errcode != "M_NOT_FOUND":
            raise Unreachable(f"the list of direct chats: {answer.words}")
        self.rooms.direct(read_direct(answer.body) if answer.ok else {})

    async def open(self, mxid: str) -> str:
        """A direct chat with somebody, made if there is none. Raises Slower, Unreachable, Rejected."""
        wanted = {"is_direct": True, "preset": "trusted_private_chat", "invite": [mxid]}
        answer = await self.adapter.asked_kindly("POST", path("createRoom"), wanted)
        answer.unhurried()
        if answer.passes:
            raise Unreachable(f"no chat with {mxid} yet: {answer.words}")
        if not answer.ok:
            raise Rejected(f"{self.adapter.network}: no chat with {mxid}: {answer.words}")
        room_id = answer.body.get("room_id")
        if not isinstance(room_id, str):
            raise Unreachable("an answer without a room comes from no homeserver")
        self.rooms.chat(mxid, room_id)
        self.rooms.entered(room_id)
        await self._keep()
        return room_id

    async def _keep(self) -> None:
        answer = await self.adapter.asked_kindly("PUT", self._where, self.rooms.chats())
        if not answer.ok:
            log.warning("%s: the list of direct chats was not taken: %s", self.adapter.network, answer.words)

    async def moved(self, mxid: str, room_id: str) -> None:
        """A chat goes on in another room."""
        self.rooms.chat(mxid, room_id)
        await self._keep()

    @property
    def _where(self) -> str:
        return path("user", self.adapter.settings.user, "account_data", "m.direct")
