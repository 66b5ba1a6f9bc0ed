"""The Matrix adapter on Synapse: chats with one person, typing, removals, people of interest, and rooms that keep their names."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapters.base import NotConnected
from bot.adapters.matrix.timings import Timings
from bot.core.actions import Say
from bot.core.events import Joined, Message, Reached
from bot.core.people import Place, Standing
from bot.core.settings import Invites
from tests.live.sealed import SWIFT, WAIT, SealedBot, alias, at_work, clock, network
from tests.servers.httpfault import HttpFault
from tests.servers.resident import Event, Resident
from tests.servers.synapse import NAME, PASSWORD, Synapse

pytestmark = pytest.mark.slow

PROMPT = replace(SWIFT, join_every=0.02, join_retry=0.1, rejoin=0.1, in_vain=0.0)
ANYBODY = Invites(senders=("*",))
STORM = 60  # requests in a second; with the delays of these tests there are far fewer


async def performed(bot: SealedBot, say: Say) -> str:
    """Say it again while the network is not ready, as the outbox does."""
    async with asyncio.timeout(WAIT):
        while True:
            try:
                return await bot.adapter.perform(say)
            except NotConnected:
                await asyncio.sleep(0.05)


def to(person: str, text: str) -> Say:
    return Say(text, Place("net", person, direct=True), (text,), not_after=clock() + 600)


async def synced(resident: Resident, holds: Callable[[Event], bool]) -> Event:
    """Wait for a sync in which something holds."""
    since = ""
    async with asyncio.timeout(WAIT):
        while True:
            found = await resident.call("GET", "/sync", timeout="2000", **({"since": since} if since else {}))
            if holds(found):
                return found
            since = found["next_batch"]


def invited(found: Event) -> list[str]:
    return list(found.get("rooms", {}).get("invite", {}))


async def test_chats_with_one_person_are_followed_opened_and_known_after_a_restart(synapse: Synapse, tmp_path: Path) -> None:
    user = synapse.register("chat_bot")["user_id"]
    settings = network(synapse.url, user, encryption=False, password=PASSWORD)
    settings = replace(settings, invites=ANYBODY)
    async with Resident.of(synapse, "chat_ann") as ann, Resident.of(synapse, "chat_ben") as ben:
        async with at_work(settings, tmp_path, timings=PROMPT) as bot:
            made = await ann.call("POST", "/createRoom", {"is_direct": True, "preset": "trusted_private_chat", "invite": [user]})
            theirs = made["room_id"]
            await ann.sees(theirs, lambda events: any(e.get("state_key") == user and e["content"]["membership"] == "join" for e in events))
            await ann.say(theirs, "is there a repo?")
            asked = await bot.hears(Message)
            assert (asked.place, asked.text) == (Place("net", ann.user, direct=True), "is there a repo?")
            await performed(bot, to(ann.user, "yes"))
            await ann.hears(theirs, "chat_bot")

            await performed(bot, to(ben.user, "you offered help"))
            (ours,) = invited(await synced(ben, lambda found: bool(invited(found))))
            await ben.join(ours)
            (line,) = await ben.hears(ours, "chat_bot")
            assert line["content"]["m.mentions"] == {}
            await ben.say(ours, "gladly")
            assert (await bot.hears(Message, lambda m: not m.own and m.text == "gladly")).place == Place("net", ben.user, direct=True)
            async with Resident(synapse.url, user, bot.adapter.link.token) as us:
                direct = await us.call("GET", f"/user/{user}/account_data/m.direct")
                assert (direct[ann.user], direct[ben.user]) == ([theirs], [ours])
            await bot.hears(Reached)
        async with at_work(settings, tmp_path, bot.position, PROMPT) as bot:
            await performed(bot, to(ben.user, "still there?"))
            assert len(await ben.hears(ours, "chat_bot", 2)) == 2


async def test_typing_is_shown_and_what_was_said_can_be_removed(synapse: Synapse, tmp_path: Path) -> None:
    user = synapse.register("shown_bot")["user_id"]
    async with Resident.of(synapse, "shown_ann") as ann, HttpFault(synapse.url) as proxy:
        room = await ann.room("shown")
        async with at_work(network(proxy.url, user, "shown", encryption=False), tmp_path, timings=PROMPT) as bot:
            await bot.hears(Reached)
            for _ in range(20):  # as often as lines wait
                bot.adapter.typing(Place("net", alias("shown")))
            await synced(
                ann,
                lambda found: any(
                    user in event["content"]["user_ids"]
                    for event in found.get("rooms", {}).get("join", {}).get(room, {}).get("ephemeral", {}).get("events", [])
                    if event["type"] == "m.typing"
                ),
            )
            assert proxy.count("/typing/") == 1

            event_id = await bot.says("shown", "oops")
            await ann.hears(room, "shown_bot")
            await bot.adapter.retract(Place("net", alias("shown")), event_id)
            await ann.sees(room, lambda events: any(e["event_id"] == event_id and not e["content"] for e in events))
            assert await ann.lines(room, "shown_bot") == []
            profile = await ann.call("GET", f"/profile/{user}")
            assert profile["displayname"] == "Patience"


async def test_people_of_interest_are_looked_for_and_nobody_else(synapse: Synapse, tmp_path: Path) -> None:
    user = synapse.register("watch_bot")["user_id"]
    async with Resident.of(synapse, "watch_ann") as ann, Resident.of(synapse, "watch_eve") as eve, HttpFault(synapse.url) as proxy:
        room = await ann.room("watch")
        await eve.join(room)
        proxy.rule("/state/m.room.member/", times=1, status=429, body={"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 500})
        watched = frozenset({ann.user, f"@nobody:{NAME}"})
        settings = network(proxy.url, user, "watch", encryption=False)
        async with at_work(settings, tmp_path, timings=PROMPT, watched=watched) as bot:
            assert (await bot.hears(Joined, lambda event: event.person.id != user)).person.id == ann.user
            await eve.say(room, "hello")
            others = []
            while not isinstance(event := await bot.events.get(), Message):
                others.append(event)
            assert [event for event in others if isinstance(event, Joined)] == []


async def test_power_levels_that_could_not_be_had_are_asked_for_again(synapse: Synapse, tmp_path: Path) -> None:
    user = synapse.register("level_bot")["user_id"]
    async with Resident.of(synapse, "level_ann") as ann, HttpFault(synapse.url) as proxy:
        room = await ann.room("level")
        for what in ({"status": 429, "body": {"errcode": "M_LIMIT_EXCEEDED"}}, {"truncate": 10}):
            proxy.rule("/state/m.room.power_levels", times=1, **what)
        async with at_work(network(proxy.url, user, "level", encryption=False), tmp_path, timings=PROMPT) as bot:
            await bot.hears(Reached)
            standing = []
            for number in range(3):
                await ann.say(room, f"!status {number}")
                standing.append((await bot.hears(Message)).standing)
            assert standing == [Standing.NONE, Standing.NONE, Standing.OP]


async def test_a_room_keeps_its_name_when_nobody_can_say_which_it_is(synapse: Synapse, tmp_path: Path) -> None:
    """The name may be one of another homeserver, which is down when we start."""
    user = synapse.register("named_bot")["user_id"]
    async with Resident.of(synapse, "named_ann") as ann, HttpFault(synapse.url) as proxy:
        room = await ann.room("named")
        settings = network(proxy.url, user, "named", encryption=False)
        async with at_work(settings, tmp_path, timings=PROMPT) as bot:
            await ann.sees(room, lambda events: any(e.get("state_key") == user for e in events))
            await bot.hears(Reached)
        for what in ({"status": 404, "body": {"errcode": "M_NOT_FOUND"}}, {"status": 502, "body": "<html>"}):
            proxy.rules.clear()
            proxy.rule("/directory/room", **what)
            async with at_work(settings, tmp_path, bot.position, PROMPT) as bot:
                await ann.say(room, "where am I?")
                assert (await bot.hears(Message)).place == Place("net", alias("named"))


async def test_an_answer_that_comes_from_no_homeserver_is_none(synapse: Synapse, tmp_path: Path) -> None:
    user = synapse.register("vain_bot")["user_id"]
    async with Resident.of(synapse, "vain_ann") as ann, HttpFault(synapse.url) as proxy:
        room = await ann.room("vain")
        proxy.rule("/send/", status=200, body={}, times=1)
        proxy.rule("/send/", status=200, body={"event_id": ""}, times=1)
        async with at_work(network(proxy.url, user, "vain", encryption=False), tmp_path, timings=PROMPT) as bot:
            event_id = await bot.says("vain", "said once")
            assert [line["event_id"] for line in await ann.hears(room, "vain_bot")] == [event_id]


async def test_a_homeserver_that_knows_no_position_is_not_stormed(synapse: Synapse, tmp_path: Path) -> None:
    user = synapse.register("lostpos_bot")["user_id"]
    async with HttpFault(synapse.url) as proxy:
        async with at_work(network(proxy.url, user, encryption=False), tmp_path, timings=PROMPT) as bot:
            proxy.rule("/sync.*since=", status=400, body={"errcode": "M_UNKNOWN_POS"})
            async with asyncio.timeout(WAIT):
                while proxy.count("since=") < 3:
                    await bot.events.get()
            before = proxy.count("/sync")
            await asyncio.sleep(1.0)
            assert proxy.count("/sync") - before < STORM
        assert sum("reading begins anew" in line for line in bot.reports) == 1


async def test_going_home_ends_the_long_poll_at_once(synapse: Synapse, tmp_path: Path) -> None:
    user = synapse.register("homely_bot")["user_id"]
    patient = Timings(poll=600.0)
    bot = SealedBot(network(synapse.url, user, encryption=False), tmp_path, None, patient)
    async with asyncio.timeout(WAIT), asyncio.TaskGroup() as tasks:
        listening = tasks.create_task(bot.adapter.listen(bot.put))
        await bot.hears(Reached)
        await bot.adapter.close("going home")
        await listening
    assert not bot.adapter.ready
