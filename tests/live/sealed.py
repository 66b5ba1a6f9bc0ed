"""Encrypted rooms on a real homeserver: the Matrix adapter with everything it reports, and somebody else with a client of another make."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import nio

from bot.adapters.base import NotConnected
from bot.adapters.matrix.adapter import MatrixAdapter
from bot.adapters.matrix.timings import Timings
from bot.core.actions import Say
from bot.core.events import Event, Present, Reached
from bot.core.people import Place
from bot.core.settings import MatrixNetwork, Room
from tests.servers.resident import Resident
from tests.servers.synapse import NAME, PASSWORD, Synapse

WAIT = 20.0  # seconds for anything to happen; a loaded machine needs 5
SWIFT = Timings(request=4.0, poll=3.0, poll_slack=3.0, first_sync=15.0, backoff=0.05, backoff_cap=0.3)

EventT = TypeVar("EventT", bound=Event)

clock = time.time  # noqa: TID251 -- the tests are the shell here


class SealedBot:
    """An adapter at work with `encryption: true` (or without), and everything it has reported."""

    def __init__(
        self, settings: MatrixNetwork, folder: Path, position: str | None, timings: Timings, watched: frozenset[str] = frozenset()
    ) -> None:
        self.events: asyncio.Queue[Event] = asyncio.Queue()
        self.reports: list[str] = []
        self.position = position
        chance = random.Random(1)  # noqa: S311 -- dice, not secrets
        self.adapter = MatrixAdapter(
            settings, "Patience", folder, clock, chance, self.reports.append, position, lambda: watched, timings
        )  # fmt: skip

    async def put(self, event: Event) -> None:
        """The inbox."""
        if isinstance(event, Reached):
            self.position = event.position
        await self.events.put(event)

    async def hears(self, kind: type[EventT], matches: Callable[[EventT], bool] = lambda _: True) -> EventT:
        """The next event of that kind; others go by."""
        async with asyncio.timeout(WAIT):
            while True:
                event = await self.events.get()
                if isinstance(event, kind) and matches(event):
                    return event

    async def says(self, room: str, text: str) -> str:
        """Say it, and say it again while the network is not ready, as the outbox does; the event id."""
        say = Say(f"key-{text}", Place("net", alias(room)), (text,), not_after=clock() + 600)
        async with asyncio.timeout(WAIT):
            while True:
                try:
                    return await self.adapter.perform(say)
                except NotConnected:
                    await asyncio.sleep(0.05)


def alias(room: str) -> str:
    return f"#{room}:{NAME}"


def network(url: str, user: str, *rooms: str, encryption: bool = True, **login: Any) -> MatrixNetwork:
    """The settings of one account in the rooms of these aliases; by password when nothing else is given."""
    return MatrixNetwork(
        "net", url, user, **(login or {"password": PASSWORD}), encryption=encryption, rooms=tuple(Room(alias(room)) for room in rooms)
    )


@asynccontextmanager
async def at_work(
    settings: MatrixNetwork, folder: Path, position: str | None = None, timings: Timings = SWIFT, watched: frozenset[str] = frozenset()
) -> AsyncIterator[SealedBot]:
    """The adapter, listening, once it is in its rooms; without rooms, once it is in touch."""
    bot = SealedBot(settings, folder, position, timings, watched)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(bot.adapter.listen(bot.put))
        try:
            for _ in settings.rooms:
                await bot.hears(Present)
            if not settings.rooms:
                await bot.hears(Reached)
            yield bot
        finally:
            task.cancel()


class Reader:
    """Somebody with matrix-nio's own client and its handling of keys: not our code, so that both must agree on what is written."""

    def __init__(self, synapse: Synapse, name: str, folder: Path) -> None:
        found = synapse.register(name)
        self.user, self.token, self.device = found["user_id"], found["access_token"], found["device_id"]
        config = nio.AsyncClientConfig(store_sync_tokens=False, encryption_enabled=True, pickle_key="test", max_timeouts=2)
        folder.mkdir(parents=True, exist_ok=True)
        self.client = nio.AsyncClient(synapse.url, self.user, self.device, str(folder), config)
        self.client.restore_login(self.user, self.device, self.token)
        self.plain = Resident(synapse.url, self.user, self.token, self.device)
        self.seen: list[tuple[str, str]] = []  # (sender, text) of what could be read, "?" for what could not
        self.timeline: list[Any] = []

    async def __aenter__(self) -> "Reader":
        await self.plain.__aenter__()
        await self.client.keys_upload()
        await self.catch_up(0)
        return self

    async def __aexit__(self, *error: object) -> None:
        self.client.olm.store.database.close()
        await self.client.close()
        await self.plain.__aexit__(None, None, None)

    async def catch_up(self, milliseconds: int) -> None:
        """One sync, and what it makes necessary."""
        found = await self.client.sync(milliseconds, {"room": {"timeline": {"limit": 50}}}, full_state=self.client.next_batch is None)
        assert isinstance(found, nio.SyncResponse), found
        for room in found.rooms.join.values():
            self.timeline += room.timeline.events
            self.seen += [(e.sender, e.body) for e in room.timeline.events if isinstance(e, nio.RoomMessage)]
            self.seen += [(e.sender, "?") for e in room.timeline.events if isinstance(e, nio.MegolmEvent)]
        if self.client.should_query_keys:
            await self.client.keys_query()

    async def reads(self, text: str) -> None:
        """Wait until this line has been read."""
        async with asyncio.timeout(WAIT):
            while not any(text in body for _, body in self.seen):
                await self.catch_up(1000)

    async def writes(self, room: str, text: str, **more: Any) -> str:
        """Say something, encrypted if the room is; the event id."""
        await self.catch_up(0)
        content = {"msgtype": "m.text", "body": text, **more}
        found = await self.client.room_send(room, "m.room.message", content, ignore_unverified_devices=True)
        assert isinstance(found, nio.RoomSendResponse), found
        event_id: str = found.event_id
        return event_id

    async def raw(self, room: str, sender: str) -> list[dict[str, Any]]:
        """What somebody has sent to a room, as the homeserver has it, state left out."""
        return [event for event in await self.plain.messages(room) if event["sender"] == sender and "state_key" not in event]
