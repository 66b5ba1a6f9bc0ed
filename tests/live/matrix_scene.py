"""One conversation of tests/conversations on a real homeserver: real users, the real adapter, shortened times.

People are the same in all conversations; each has a bot and a room of its own, so that nothing of one is heard in another. One watcher
makes the rooms and reads them all; times are the homeserver's.
"""

import asyncio
import random
import re
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bot.adapters.matrix.adapter import MatrixAdapter
from bot.app import App
from bot.clock import Clock
from bot.core.people import Identity, Place
from bot.core.settings import Invites, MatrixNetwork, Mode, Pace, Room
from tests.live.scene import app_of, faster, new_day, until_nothing_is_due
from tests.servers.resident import Event, Resident
from tests.servers.synapse import NAME, Synapse, mxid
from tests.transcript import HELPER, Conversation, Done, Expected, Line, experts

FASTER = 50.0  # simulated seconds in a real one: fewer than on IRC, as a homeserver takes longer for each line
LOOK_AGAIN = 0.3  # real seconds between two looks into a private chat
LATE = 6.0  # real seconds that a line may come late when the homeserver has much to do
STARTED = 90.0  # seconds for all bots to be in their rooms: Synapse lets in some thirty a second
NETWORK = "matrix"

_TAGS = re.compile(r"<[^>]*>")
_ALLOWED = re.compile(r"</?(a|code)>|<br>|<a href=\"(https://)[^\"<>]*\">")


@dataclass
class Town:
    """Everybody on the homeserver but the bots, and what is said in all rooms."""

    synapse: Synapse
    watcher: Resident
    people: Mapping[str, Resident]
    rooms: dict[str, list[Event]] = field(default_factory=lambda: defaultdict(list))  # by room id, in order
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def watch(self) -> None:
        """Read every room, for ever."""
        since = ""
        wanted = '{"presence":{"types":[]},"room":{"timeline":{"limit":100},"ephemeral":{"types":[]},"state":{"types":[]}}}'
        while True:
            query = {"since": since} if since else {}
            found = await self.watcher.call("GET", "/sync", filter=wanted, timeout="10000", **query)
            since = found["next_batch"]
            async with self.changed:
                for room, part in found.get("rooms", {}).get("join", {}).items():
                    self.rooms[room] += part["timeline"]["events"]
                self.changed.notify_all()


@dataclass
class MatrixScene:
    """One conversation being played. `token` is of the login of its bot, `helper<number>`."""

    conversation: Conversation
    number: int
    town: Town
    token: str
    folder: Path
    room: str = ""
    control: str = ""  # the control room, where there is one
    directs: dict[str, str] = field(default_factory=dict)  # nick -> the chat in which they speak to the bot alone
    ids: dict[str, str] = field(default_factory=dict)  # words -> id of the line that said them last
    joined: set[str] = field(default_factory=set)
    late: float = 0.0  # as in a scene on IRC

    @property
    def bot(self) -> str:
        return f"helper{self.number}"

    @property
    def alias(self) -> str:
        return f"#rdo{self.number}:{NAME}"

    def app(self) -> App:
        conversation, url = self.conversation, self.town.synapse.url
        control = f"#helpers{self.number}:{NAME}"
        rooms = (Room(self.alias), Room(control, Mode.ASKED, reports=True)) if conversation.control_room else (Room(self.alias),)
        invites = Invites((f"*:{NAME}",))
        network = MatrixNetwork(NETWORK, url, mxid(self.bot), access_token=self.token, rooms=rooms, invites=invites, pace=Pace(20, 20.0))
        listed = tuple(replace(e, identities=(Identity(NETWORK, id=mxid(e.name)),)) for e in experts(conversation, NETWORK, "id"))
        watched = frozenset(mxid(expert.name) for expert in listed)
        chance = random.Random(self.number)  # noqa: S311

        def adapter(clock: Clock) -> MatrixAdapter:
            return MatrixAdapter(network, HELPER, self.folder, clock, chance, print, None, lambda: watched)

        settings = replace(
            faster(conversation, HELPER, network, FASTER),
            maintainers=tuple(Identity(NETWORK, id=mxid(name)) for name in conversation.maintainers),
            control_room=Place(NETWORK, control) if conversation.control_room else None,
        )
        return app_of(conversation, settings, listed, map(mxid, conversation.regulars), adapter)

    async def play(self) -> list[Line]:
        """Play it; what the bot said."""
        self.room = await self.town.watcher.room(f"rdo{self.number}")
        for nick in self._from_the_beginning():
            await self._come(nick)
        if self.conversation.control_room:
            self.control = await self.town.watcher.room(f"helpers{self.number}")
            for nick in self.conversation.maintainers:
                await self.town.people[nick].join(self.control)
        app = self.app()
        async with AsyncExitStack() as stack:
            tasks = await stack.enter_async_context(asyncio.TaskGroup())
            running = tasks.create_task(app.run())
            try:
                async with asyncio.timeout(STARTED):
                    while sum(place.joined for place in app.memory.places.values()) < (2 if self.control else 1):
                        await asyncio.sleep(0.02)
                began = await self._perform(app)
            finally:
                app.stop()
            await running
        return await self._lines(began)

    def _from_the_beginning(self) -> list[str]:
        """Who is in the room before the bot is: who is present, and others who speak, of whom nobody is told that they are there."""
        come = {deed.who for deed in self.conversation.deeds if deed.what == "join"} | {one["name"] for one in self.conversation.experts}
        speak = {deed.who for deed in self.conversation.deeds if deed.what == "say" and not deed.private and not deed.control}
        return sorted({*self.conversation.present} | (speak - come))

    async def _perform(self, app: App) -> float:
        """Do every deed at its time; wait for an expected line before the deeds that follow it. The wall time that all began."""
        loop = asyncio.get_running_loop()
        began, wall = loop.time(), time.time()  # noqa: TID251 - the homeserver's times are compared with it
        expected = list(self.conversation.expected)
        steps: list[Done | Expected] = [*self.conversation.deeds, *expected]
        for step in sorted(steps, key=lambda s: s.at):
            due = began + step.at / FASTER + self.late
            if isinstance(step, Expected):
                said = [one for one in expected[: expected.index(step) + 1] if one.where == step.where]
                if step.private:
                    await self._wait_in_private(step.to, sum(one.to == step.to for one in said), due + LATE)
                else:
                    await self._wait_for(len(said), due + LATE, self.control if step.where == "control" else self.room)
                self.late += max(0.0, loop.time() - due)
            else:
                await asyncio.sleep(max(0.0, due - loop.time()))
                await (new_day(app) if step.what == "daily" else self._do(step))
        await until_nothing_is_due(app, began + self.conversation.end / FASTER + self.late)
        return wall

    async def _wait_for(self, count: int, deadline: float, room: str) -> None:
        async with self.town.changed:
            while len(self._said(room)) < count and (left := deadline - asyncio.get_running_loop().time()) > 0:
                try:
                    async with asyncio.timeout(left):
                        await self.town.changed.wait()
                except TimeoutError:
                    return

    async def _wait_in_private(self, nick: str, count: int, deadline: float) -> None:
        """The same for the chat with one person, which nobody else reads."""
        while asyncio.get_running_loop().time() < deadline:
            if nick not in self.directs and (invited := await self._invited(nick)):
                self.directs[nick] = invited[0]
            if nick in self.directs and len(await self.town.people[nick].lines(self.directs[nick], self.bot)) >= count:
                return
            await asyncio.sleep(LOOK_AGAIN)

    def _said(self, room: str = "") -> list[Event]:
        """The bot's lines in the room, or in another one, so far."""
        return [e for e in self.town.rooms[room or self.room] if e["sender"] == mxid(self.bot) and e["type"] == "m.room.message"]

    # --- deeds ---

    async def _come(self, nick: str) -> None:
        await self.town.people[nick].join(self.room)
        self.joined.add(nick)

    async def _do(self, deed: Done) -> None:
        if deed.what == "typing":
            for nick in sorted(self.joined):
                await self.town.people[nick].typing(self.room, nick in deed.names)
            return
        person = self.town.people[deed.who]
        if deed.private or deed.control:
            await person.say(await self._direct(deed.who) if deed.private else self.control, deed.text)
            return
        if deed.what == "part":
            self.joined.discard(deed.who)
            await person.leave(self.room)
            return
        if deed.who not in self.joined:
            await self._come(deed.who)
        target = self._id(deed.target)
        match deed.what:
            case "edit":
                await person.edit(self.room, target, deed.text)
                self.ids[deed.text] = target
            case "remove":
                await person.redact(self.room, target)
            case "react":
                await person.react(self.room, target, deed.sign)
            case "say":
                self.ids[deed.text] = await person.say(self.room, deed.text, **self._relations(deed, target))

    async def _direct(self, nick: str) -> str:
        """The chat of somebody with the bot: the one that it has opened, else one that they open now."""
        person = self.town.people[nick]
        if nick not in self.directs:
            self.directs[nick] = next(iter(await self._invited(nick)), "") or await self._opened(person)
        return self.directs[nick]

    async def _opened(self, person: Resident) -> str:
        bot = mxid(self.bot)
        asked = {"is_direct": True, "preset": "trusted_private_chat", "invite": [bot]}
        room: str = (await person.call("POST", "/createRoom", asked))["room_id"]
        await person.sees(room, lambda events: any(e.get("state_key") == bot and e["content"].get("membership") == "join" for e in events))
        return room

    async def _invited(self, nick: str) -> list[str]:
        """Come into the chats that the bot has opened with somebody."""
        person, found = self.town.people[nick], []
        for room, part in (await person.call("GET", "/sync", timeout="0"))["rooms"].get("invite", {}).items():
            if any(event["sender"] == mxid(self.bot) for event in part["invite_state"]["events"]):
                await person.call("POST", f"/join/{quote(room)}", {})
                found.append(room)
        return found

    def _id(self, words: str) -> str:
        if words == HELPER:
            return str(self._said()[-1]["event_id"])
        return self.ids[words] if words else ""

    def _relations(self, deed: Done, target: str) -> dict[str, Any]:
        relation: dict[str, Any] = {"m.in_reply_to": {"event_id": target}} if target else {}
        if deed.thread:
            relation |= {"rel_type": "m.thread", "event_id": self._id(deed.thread), "is_falling_back": not target}
            relation.setdefault("m.in_reply_to", {"event_id": self._id(deed.thread)})
        users = [mxid(self.bot if name == HELPER else name) for name in deed.names]
        mentions = {"m.mentions": {"user_ids": users}} if users else {}
        return {**({"m.relates_to": relation} if relation else {}), **mentions}

    # --- what came of it ---

    async def _lines(self, began: float) -> list[Line]:
        lines = [self._line(event, began, self.town.rooms[self.room], private="") for event in self._said()]
        if self.control:
            said = await self.town.watcher.lines(self.control, self.bot)
            lines += [(*self._line(event, began, said, private="")[:3], "control") for event in said]
        for nick in {one.to for one in self.conversation.expected if one.private} | set(self.directs):
            lines += await self._private(nick, began)
        return sorted(lines)

    async def _private(self, nick: str, began: float) -> list[Line]:
        """What the bot wrote to somebody in a chat of their own; they come in when they see the invitation."""
        found: list[Line] = []
        for room in (*([self.directs[nick]] if nick in self.directs else ()), *await self._invited(nick)):
            found += [self._line(event, began, [], private=nick) for event in await self.town.people[nick].lines(room, self.bot)]
        return found

    def _line(self, event: Event, began: float, room: Sequence[Event], private: str) -> Line:
        content = event["content"]
        assert content["msgtype"] in ("m.text", "m.notice"), content
        assert all(_ALLOWED.fullmatch(tag) for tag in _TAGS.findall(content["formatted_body"])), content
        named = content["m.mentions"].get("user_ids", [])
        assert len(named) <= 1, content
        assert "room" not in content["m.mentions"], content
        words = " ".join(content["body"].split("\n"))
        to = private or self._to(named, content, room)
        at = (event["origin_server_ts"] / 1000 - began) * FASTER
        return at, to, words.removeprefix(f"{to}: "), "private" if private else "room"

    def _to(self, named: Sequence[str], content: Mapping[str, Any], room: Sequence[Event]) -> str:
        """Whom a line is for: who is mentioned in it; else whose line it replies to."""
        relation = content.get("m.relates_to", {}).get("m.in_reply_to", {}).get("event_id")
        replied = next((e["sender"] for e in room if e.get("event_id") == relation), "")
        if named:
            assert content["msgtype"] == "m.notice" or content["body"].startswith(f"{named[0][1:].partition(':')[0]}: "), content
        return (named[0] if named else replied)[1:].partition(":")[0]
