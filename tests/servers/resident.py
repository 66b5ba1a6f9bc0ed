"""The other people on a homeserver: a small client over plain HTTP, which shares no code with what is tested."""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import aiohttp

from tests.servers.synapse import Synapse, mxid

V3 = "/_matrix/client/v3"
WAIT = 15.0  # seconds for something to be seen; a loaded machine needs 5
Event = dict[str, Any]


class Resident:
    """One user with one login. `async with Resident.of(synapse, "alice") as alice: …`"""

    def __init__(self, url: str, user: str, token: str, device: str = "") -> None:
        self.url, self.user, self.token, self.device = url, user, token, device
        self._session: aiohttp.ClientSession | None = None

    @classmethod
    def of(cls, synapse: Synapse, name: str) -> Self:
        """Register somebody of this name and log them in."""
        found = synapse.register(name)
        return cls(synapse.url, found["user_id"], found["access_token"], found["device_id"])

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(headers={"Authorization": f"Bearer {self.token}"})
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._session is not None  # entered
        await self._session.close()

    async def call(self, method: str, path: str, body: object = None, **query: str) -> Event:
        """One request; the body of the answer, with its `status`."""
        assert self._session is not None  # entered
        async with self._session.request(method, self.url + V3 + path, json=body, params=query) as answer:
            found: Event = await answer.json()
            return {"status": answer.status, **found}

    # --- rooms ---

    async def room(self, alias: str = "", *, encrypted: bool = False, **more: Any) -> str:
        """A new public room; its id."""
        state = [{"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}] if encrypted else []
        named = {"room_alias_name": alias} if alias else {}
        found = await self.call("POST", "/createRoom", {"preset": "public_chat", "initial_state": state, **named, **more})
        room: str = found["room_id"]
        return room

    async def join(self, room: str) -> Event:
        return await self.call("POST", f"/join/{quote(room)}", {})

    async def leave(self, room: str) -> Event:
        return await self.call("POST", f"/rooms/{quote(room)}/leave", {})

    async def invite(self, room: str, user: str) -> Event:
        return await self.call("POST", f"/rooms/{quote(room)}/invite", {"user_id": user})

    async def kick(self, room: str, user: str, reason: str = "") -> Event:
        return await self.call("POST", f"/rooms/{quote(room)}/kick", {"user_id": user, "reason": reason})

    async def ban(self, room: str, user: str) -> Event:
        return await self.call("POST", f"/rooms/{quote(room)}/ban", {"user_id": user})

    async def upgrade(self, room: str, version: str = "11") -> str:
        """Replace the room; the id of the new one."""
        found: str = (await self.call("POST", f"/rooms/{quote(room)}/upgrade", {"new_version": version}))["replacement_room"]
        return found

    async def state(self, room: str, kind: str, key: str = "") -> Event:
        return await self.call("GET", f"/rooms/{quote(room)}/state/{kind}/{quote(key)}")

    async def set_state(self, room: str, kind: str, content: Mapping[str, Any], key: str = "") -> Event:
        return await self.call("PUT", f"/rooms/{quote(room)}/state/{kind}/{quote(key)}", dict(content))

    # --- what people do ---

    async def send(self, room: str, content: Mapping[str, Any], kind: str = "m.room.message", txn: str = "") -> str:
        """Any event; its id."""
        found = await self.call("PUT", f"/rooms/{quote(room)}/send/{kind}/{txn or secrets.token_hex(8)}", dict(content))
        event_id: str = found.get("event_id", "")
        return event_id

    async def say(self, room: str, text: str, **more: Any) -> str:
        return await self.send(room, {"msgtype": "m.text", "body": text, **more})

    async def reply(self, room: str, to: str, text: str, **more: Any) -> str:
        return await self.say(room, text, **{"m.relates_to": {"m.in_reply_to": {"event_id": to}}}, **more)

    async def edit(self, room: str, target: str, text: str) -> str:
        new = {"msgtype": "m.text", "body": text}
        relation = {"rel_type": "m.replace", "event_id": target}
        return await self.send(room, {"msgtype": "m.text", "body": f"* {text}", "m.new_content": new, "m.relates_to": relation})

    async def react(self, room: str, target: str, sign: str) -> str:
        relation = {"rel_type": "m.annotation", "event_id": target, "key": sign}
        return await self.send(room, {"m.relates_to": relation}, "m.reaction")

    async def redact(self, room: str, target: str) -> Event:
        return await self.call("PUT", f"/rooms/{quote(room)}/redact/{quote(target)}/{secrets.token_hex(8)}", {})

    async def typing(self, room: str, on: bool = True) -> Event:
        return await self.call("PUT", f"/rooms/{quote(room)}/typing/{quote(self.user)}", {"typing": on, "timeout": 20000})

    # --- what they see ---

    async def messages(self, room: str, limit: int = 100) -> list[Event]:
        """The newest events of a room, oldest first."""
        found = await self.call("GET", f"/rooms/{quote(room)}/messages", dir="b", limit=str(limit))
        return list(reversed(found.get("chunk", [])))

    async def lines(self, room: str, by: str, limit: int = 100) -> list[Event]:
        """What somebody has said in a room, oldest first, redacted lines left out."""
        return _lines(await self.messages(room, limit), by)

    async def sees(self, room: str, wanted: Callable[[list[Event]], bool], seconds: float = WAIT, limit: int = 100) -> list[Event]:
        """Wait until the newest events of a room are as wanted; by long polls, so that nothing is slept away. Raises TimeoutError."""
        since = (await self.call("GET", "/sync", filter=_NOTHING, timeout="0"))["next_batch"]
        async with asyncio.timeout(seconds):
            while not wanted(found := await self.messages(room, limit)):
                since = (await self.call("GET", "/sync", since=since, filter=_TIMELINE, timeout="2000"))["next_batch"]
            return found

    async def hears(self, room: str, by: str, count: int = 1, seconds: float = WAIT) -> list[Event]:
        """Wait until somebody has said so many lines in a room."""

        def enough(events: list[Event]) -> bool:
            return len(_lines(events, by)) >= count

        return _lines(await self.sees(room, enough, seconds), by)


def _lines(events: list[Event], by: str) -> list[Event]:
    """What somebody has said, redacted lines left out."""
    return [e for e in events if e["sender"] == mxid(by) and e["type"] == "m.room.message" and e["content"]]


_NOTHING = (
    '{"room":{"timeline":{"limit":0},"state":{"types":[]},"ephemeral":{"types":[]}},"presence":{"types":[]},"account_data":{"types":[]}}'
)
_TIMELINE = (
    '{"room":{"timeline":{"limit":1},"state":{"types":[]},"ephemeral":{"types":[]}},"presence":{"types":[]},"account_data":{"types":[]}}'
)
