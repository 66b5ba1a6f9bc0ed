"""The adapter and a homeserver whose every answer is written here."""

import asyncio
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from bot.adapters.base import NotConnected, Rejected
from bot.adapters.matrix.adapter import MatrixAdapter
from bot.adapters.matrix.link import Answer, Link
from bot.core.actions import Say
from bot.core.events import Event, Gone, Reached
from bot.core.people import Place
from bot.core.settings import MatrixNetwork

ME, ROOM, OTHER = "@bot:hs", "!room:hs", "!other:hs"
SETTINGS = MatrixNetwork("net", "https://hs", ME, password="x")
ENCRYPTED = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
ENDED = Answer(401, {"errcode": "M_UNKNOWN_TOKEN"})
FORBIDDEN = Answer(403, {"errcode": "M_FORBIDDEN"})
NO_HOMESERVER = Answer(404, {"message": "no route matched"})  # a proxy before it
NOT_FOUND = Answer(404, {"errcode": "M_NOT_FOUND"})


class Homeserver(Link):
    """Answers what fits first; the syncs one after another, and then it holds one open for ever."""

    def __init__(self, *syncs: Any, watch: Callable[[str], None] = lambda _: None) -> None:
        super().__init__(SETTINGS.homeserver, ME)
        self.syncs, self.watch = list(syncs), watch
        self.answers = {
            "/messages": Answer(200, {"chunk": []}),
            "/login": Answer(200, {"access_token": "t", "device_id": "D"}),
            "/whoami": Answer(200, {"user_id": ME, "device_id": "D"}),
            "/joined_rooms": Answer(200, {"joined_rooms": [ROOM, OTHER]}),
        }

    @override
    async def ask(self, method: str, where: str, body: object = None, *, timeout: float, most: int = 0) -> Answer:
        self.watch(where)
        if "/sync?" in where:
            return Answer(200, self.syncs.pop(0)) if self.syncs else await asyncio.Future[Answer]()
        return next((answer for pattern, answer in self.answers.items() if re.search(pattern, where)), NOT_FOUND)


class Bot:
    """An adapter that talks to it."""

    def __init__(self, folder: Path, link: Homeserver, position: str | None = None) -> None:
        chance = random.Random(1)  # noqa: S311 - dice
        self.adapter = MatrixAdapter(SETTINGS, "Patience", folder, lambda: 1e9, chance, print, position, frozenset[str])
        self.adapter.link = self.adapter.account.link = self.adapter.gaps.link = link
        self.adapter.inbox = self.hear
        self.reached = asyncio.Event()
        self.heard: list[Event] = []

    async def hear(self, event: Event) -> None:
        self.heard.append(event)
        if isinstance(event, Reached):
            self.reached.set()

    async def reads_a_sync(self) -> None:
        async with asyncio.timeout(10.0), asyncio.TaskGroup() as tasks:
            listening = tasks.create_task(self.adapter.listen(self.hear))
            await self.reached.wait()
            listening.cancel()


def joined(**parts: Any) -> dict[str, Any]:
    return {"next_batch": "s2", "rooms": {"join": parts}}


async def test_a_room_is_known_as_encrypted_before_the_gap_of_another_is_read(tmp_path: Path) -> None:
    known: list[bool | None] = []

    def reads(where: str) -> None:
        if "/messages" in where:  # lines are written meanwhile
            known.append(bot.adapter.rooms.encrypted(OTHER))

    gap = {"limited": True, "prev_batch": "p"}
    sync = joined(**{ROOM: {"timeline": gap}, OTHER: {"timeline": {**gap, "events": [ENCRYPTED]}}})
    bot = Bot(tmp_path, Homeserver(sync, watch=reads), "s1")
    bot.adapter.rooms.told_encrypted(OTHER, encrypted=False)
    await bot.reads_a_sync()
    assert known == [True, True]


async def test_where_reading_begins_anew_nothing_is_believed_to_be_in_the_clear_or_in_charge(tmp_path: Path) -> None:
    bot = Bot(tmp_path, Homeserver({"next_batch": "s9"}))
    rooms = bot.adapter.rooms
    rooms.told_encrypted(ROOM, encrypted=False)
    rooms.told_encrypted(OTHER, encrypted=True)
    rooms.leveled(ROOM, {"users": {"@was_op:hs": 100}})
    await bot.reads_a_sync()
    assert (rooms.encrypted(ROOM), rooms.encrypted(OTHER), rooms.levels(ROOM)) == (None, True, None)


@pytest.mark.parametrize(("levels", "known"), [(ENDED, False), (FORBIDDEN, False), (NO_HOMESERVER, False), (NOT_FOUND, True)])
async def test_a_refusal_is_not_a_room_without_power_levels(tmp_path: Path, levels: Answer, known: bool) -> None:
    link = Homeserver()
    link.answers["/state/m.room.power_levels"] = levels
    bot = Bot(tmp_path, link)
    await bot.adapter.looking.before_line({"type": "m.room.message", "content": {"body": "!status"}}, ROOM)
    assert (bot.adapter.rooms.levels(ROOM) is not None) is known


@pytest.mark.parametrize(("answer", "lost"), [(ENDED, NotConnected), (NO_HOMESERVER, NotConnected), (FORBIDDEN, Rejected)])
@pytest.mark.parametrize("place", [Place("net", ROOM), Place("net", "@ann:hs", direct=True)])
async def test_only_a_refusal_of_the_line_itself_gives_it_up(tmp_path: Path, answer: Answer, lost: type[Exception], place: Place) -> None:
    link = Homeserver()
    link.answers["/send/|/createRoom"] = answer
    bot = Bot(tmp_path, link)
    bot.adapter.rooms.entered(ROOM)
    with pytest.raises(lost):
        await bot.adapter.outgoing.say(Say("k", place, ("an answer",), not_after=2e9))


@pytest.mark.slow
async def test_a_homeserver_that_holds_no_sync_open_is_not_stormed(tmp_path: Path) -> None:
    asked: list[str] = []
    link = Homeserver(*[{"next_batch": f"s{number}"} for number in range(1000)], watch=asked.append)
    bot = Bot(tmp_path, link, "s0")
    async with asyncio.TaskGroup() as tasks:
        listening = tasks.create_task(bot.adapter.listen(bot.hear))
        await bot.reached.wait()
        await asyncio.sleep(0.3)
        listening.cancel()
    assert sum("/sync?" in where for where in asked) < 10


async def test_whoever_does_not_say_where_we_are_is_asked_again(tmp_path: Path) -> None:
    def asks(where: str) -> None:
        if "/joined_rooms" in where:
            link.answers["/joined_rooms"] = answers.pop()

    link = Homeserver({"next_batch": "s1"}, watch=asks)
    answers = [link.answers["/joined_rooms"], Answer(200, {})]
    bot = Bot(tmp_path, link, "s0")
    await bot.reads_a_sync()
    assert bot.adapter.rooms.joined == {ROOM, OTHER}


async def test_a_room_that_was_left_while_we_were_logged_out_is_told_as_gone(tmp_path: Path) -> None:
    bot = Bot(tmp_path, Homeserver({"next_batch": "s1"}), "s0")
    bot.adapter.rooms.joined = {ROOM, OTHER, "!third:hs"}  # before the login ended
    await bot.reads_a_sync()
    assert [event.place for event in bot.heard if isinstance(event, Gone)] == [Place("net", "!third:hs")]
