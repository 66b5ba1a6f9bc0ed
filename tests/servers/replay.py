"""A homeserver that answers from memory: one account in many rooms, and one line that somebody says once the client has come.

For figures of clients, not for tests of behaviour. It honours what a filter says about types, limits and lazy members as Synapse does, so
that a client pays for what it has asked for. Runs in a process of its own: `python -m tests.servers.replay ROOMS MEMBERS`, which
prints its port. `/told` gives the bytes that it has sent since the last time.
"""

import asyncio
import json
import sys
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from aiohttp import web

ME = "@helper:hs.test"
TOKEN, DEVICE = "replay", "REPLAY"
LINES = 10  # of a timeline, where nobody asks for another number (Synapse's default)
BEGIN, SAID = "s1", "s2"  # positions: before and behind the line
QUESTION = "is there a repo for gazpacho? dnf finds nothing"
TALK = "I rebuilt it with the patch from last week, and now the agent logs nothing at all; could be the {} line of the config"
HELD = 0.5  # seconds that a sync is held open at most


def name(room: int) -> str:
    return f"!room{room}:hs.test"


def event(kind: str, room: int, number: int, sender: str, content: dict[str, Any], **more: Any) -> dict[str, Any]:
    """One event as Synapse sends it to a client."""
    return {
        "type": kind,
        "sender": sender,
        "content": content,
        "event_id": f"${kind[-6:]}{room}x{number}yKq0Vn3mT8sXbA5uWcZ",
        "origin_server_ts": 1_700_000_000_000 + number,
        "unsigned": {"age": 86_400_000 + number, "membership": "join"},
        **more,
    }


def member(room: int, number: int) -> dict[str, Any]:
    user = ME if number == 0 else f"@person{number}:hs.test"
    content = {"membership": "join", "displayname": f"Person {number}", "avatar_url": f"mxc://hs.test/AvAtArOfPeRsOn{number}"}
    return event("m.room.member", room, number, user, content, state_key=user)


def line(room: int, number: int, text: str) -> dict[str, Any]:
    return event("m.room.message", room, number, f"@person{1 + number % 5}:hs.test", {"msgtype": "m.text", "body": text, "m.mentions": {}})


def others(room: int) -> list[dict[str, Any]]:
    """State that is no membership."""
    made: dict[str, dict[str, Any]] = {
        "m.room.create": {"room_version": "11"},
        "m.room.power_levels": {
            "users": {"@person1:hs.test": 100},
            "events_default": 0,
            "users_default": 0,
            "state_default": 50,
            "kick": 50,
        },
        "m.room.join_rules": {"join_rule": "public"},
        "m.room.history_visibility": {"history_visibility": "shared"},
        "m.room.name": {"name": f"Room {room}"},
        "m.room.topic": {"topic": "Installing, running and packaging; be kind"},
    }
    return [event(kind, room, 0, "@person1:hs.test", content, state_key="") for kind, content in made.items()]


class Replay:
    """The account's rooms."""

    def __init__(self, rooms: int, members: int) -> None:
        self.rooms, self.members = rooms, members
        self.sent = 0

    def _room(self, room: int, asked: dict[str, Any]) -> dict[str, Any]:
        """One room in a whole sync."""
        about, lazy = asked.get("timeline", {}), bool(asked.get("state", {}).get("lazy_load_members"))
        limit = min(about.get("limit", LINES), 100)
        timeline = [line(room, number, TALK.format(number)) for number in range(limit)]
        speakers = {one["sender"] for one in timeline} | {ME}
        members = [member(room, number) for number in range(self.members)]
        people = [one for one in members if not lazy or one["state_key"] in speakers]
        return self._shaped(room, asked, timeline, others(room) + people)

    def _shaped(self, room: int, asked: dict[str, Any], timeline: list[dict[str, Any]], state: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "timeline": {"events": _typed(timeline, asked.get("timeline", {})), "limited": True, "prev_batch": f"t{room}"},
            "state": {"events": _typed(state, asked.get("state", {}))},
            "ephemeral": {"events": []},
            "account_data": {"events": []},
            "unread_notifications": {"notification_count": 0, "highlight_count": 0},
            "summary": {"m.joined_member_count": self.members, "m.invited_member_count": 0},
        }

    @lru_cache(maxsize=8)  # noqa: B019 -- lives as long as the process
    def whole(self, wanted: str) -> bytes:
        """A sync of everything for this filter, up to BEGIN."""
        asked = json.loads(wanted).get("room", {}) if wanted else {}
        rooms: Iterator[str] = (f"{json.dumps(name(room))}:{json.dumps(self._room(room, asked))}" for room in range(self.rooms))
        return f'{{"next_batch":"{BEGIN}","rooms":{{"join":{{{",".join(rooms)}}}}}}}'.encode()

    def news(self, wanted: str) -> bytes:
        """A sync of the one new line, up to SAID."""
        asked = json.loads(wanted).get("room", {}) if wanted else {}
        lazy = asked.get("state", {}).get("lazy_load_members")
        said = line(0, 1_000, QUESTION)
        room = self._shaped(0, asked, [said], [member(0, 1)] if lazy else [])
        room["timeline"]["limited"] = False
        return json.dumps({"next_batch": SAID, "rooms": {"join": {name(0): room}}}).encode()

    async def sync(self, request: web.Request) -> web.Response:
        query = request.query
        wanted, since = query.get("filter", ""), query.get("since", "")
        if not since or (query.get("full_state") == "true" and since == BEGIN):
            return self._answer(self.whole(wanted))
        if since == BEGIN:
            return self._answer(self.news(wanted))
        await asyncio.sleep(min(HELD, int(query.get("timeout", "0")) / 1000))
        return self._answer(json.dumps({"next_batch": since}).encode())

    async def rest(self, request: web.Request) -> web.Response:
        path = request.path
        if path.endswith("/told"):
            told, self.sent = self.sent, 0
            return web.json_response({"bytes": told})
        if path.endswith("/whoami"):
            return self._answer(json.dumps({"user_id": ME, "device_id": DEVICE}).encode())
        if path.endswith("/joined_rooms"):
            return self._answer(json.dumps({"joined_rooms": [name(room) for room in range(self.rooms)]}).encode())
        if "/send/" in path:
            return self._answer(b'{"event_id":"$answer"}')
        if request.method == "PUT":
            return self._answer(b"{}")
        return self._answer(b'{"errcode":"M_NOT_FOUND","error":"not here"}', 404)

    def _answer(self, body: bytes, status: int = 200) -> web.Response:
        self.sent += len(body)
        return web.Response(body=body, status=status, content_type="application/json")


def _typed(events: list[dict[str, Any]], asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Only the types that a filter names; all, where it names none."""
    types = asked.get("types")
    return events if types is None else [one for one in events if one["type"] in types]


async def serve(rooms: int, members: int) -> None:
    """Until the process is ended."""
    replay = Replay(rooms, members)
    app = web.Application()
    app.router.add_get("/_matrix/client/v3/sync", replay.sync)
    app.router.add_route("*", "/{path:.*}", replay.rest)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
