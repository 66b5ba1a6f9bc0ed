"""Encrypted rooms on Synapse: both sides read each other, nothing goes out in the clear, keys survive faults of requests and disks."""

import asyncio
import json
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.base import Refused, Rejected
from bot.core.actions import Say
from bot.core.events import Message, Present, Unreadable
from bot.core.people import Place
from bot.core.settings import MatrixNetwork
from tests.live.sealed import SWIFT, Reader, SealedBot, alias, at_work, clock, network
from tests.servers.httpfault import HttpFault
from tests.servers.resident import Resident
from tests.servers.synapse import Synapse

pytestmark = pytest.mark.slow


def by_others(message: Message) -> bool:
    return not message.own


async def test_the_bot_and_another_client_read_each_other_also_after_a_restart(synapse: Synapse, tmp_path: Path) -> None:
    bot_id = synapse.register("enc_bot")["user_id"]
    async with Reader(synapse, "enc_alice", tmp_path / "alice") as alice:
        room = await alice.plain.room("enc", encrypted=True)
        settings = network(synapse.url, bot_id, "enc")
        async with at_work(settings, tmp_path / "bot") as bot:
            await bot.says("enc", "here I am")
            await alice.reads("here I am")
            asked = await alice.writes(room, "how do I start?")
            heard = await bot.hears(Message, by_others)
            assert (heard.text, heard.id, heard.sender.id) == ("how do I start?", asked, alice.user)
            device = bot.adapter.link.token
        await alice.writes(room, "are you there?")
        async with at_work(settings, tmp_path / "bot", bot.position) as bot:
            assert (await bot.hears(Message, by_others)).text == "are you there?"
            await bot.says("enc", "again")
            await alice.reads("again")
            assert bot.adapter.link.token == device
            assert bot.reports == []
        assert {event["type"] for event in await alice.raw(room, bot_id)} == {"m.room.encrypted"}


FAULTS: dict[str, dict[str, Any]] = {
    "500": {"status": 500, "body": {"errcode": "M_UNKNOWN", "error": "oops"}},
    "429": {"status": 429, "body": {"errcode": "M_LIMIT_EXCEEDED", "error": "slower", "retry_after_ms": 100}},
    "drop": {"drop": True},
    "truncate": {"truncate": 1},
    "delay": {"delay": 9.0},
}
REQUESTS = ("/sendToDevice/", "/keys/claim", "/keys/query")


@pytest.mark.case(53)
async def test_a_fault_on_the_way_of_a_key_leaves_no_unreadable_line_no_hanging_and_no_lost_login(synapse: Synapse, tmp_path: Path) -> None:
    """Each fault for each request of sharing a key, all at once: another client reads the line when it is said again."""

    async def one(number: int, where: str, fault: dict[str, Any]) -> None:
        async with AsyncExitStack() as stack:
            alice = await stack.enter_async_context(Reader(synapse, f"key_a{number}", tmp_path / f"a{number}"))
            bot_id = synapse.register(f"key_b{number}")["user_id"]
            room = await alice.plain.room(f"key{number}", encrypted=True)
            proxy = await stack.enter_async_context(HttpFault(synapse.url))
            timings = replace(SWIFT, request=2.0 if "delay" in fault else 8.0)
            bot = await stack.enter_async_context(
                at_work(network(proxy.url, bot_id, f"key{number}"), tmp_path / f"b{number}", timings=timings)
            )
            token, rule = bot.adapter.link.token, proxy.rule(where, times=1, **fault)
            await bot.says(f"key{number}", "it can be read")
            await alice.reads("it can be read")
            assert rule.times == 0
            assert (bot.adapter.link.token, proxy.count("/login")) == (token, 1)
            assert [event["type"] for event in await alice.raw(room, bot_id)] == ["m.room.encrypted"]
            assert all(text != "?" for _, text in alice.seen)

    cases = [(where, fault) for where in REQUESTS for fault in FAULTS.values()]
    async with asyncio.TaskGroup() as group:
        for number, (where, fault) in enumerate(cases):
            group.create_task(one(number, where, fault))


@pytest.mark.case(53)
async def test_a_room_that_becomes_encrypted_is_written_to_no_more_without_encryption(synapse: Synapse, tmp_path: Path) -> None:
    bot_id = synapse.register("plain_bot")["user_id"]
    async with Reader(synapse, "plain_alice", tmp_path / "alice") as alice:
        room, odd = await alice.plain.room("plain"), await alice.plain.room("odd_algorithm")
        async with at_work(network(synapse.url, bot_id, "plain", "odd_algorithm", encryption=False), tmp_path / "bot") as bot:
            await bot.says("plain", "in the clear")
            await bot.says("odd_algorithm", "in the clear")
            await alice.plain.set_state(room, "m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"})
            await alice.plain.set_state(odd, "m.room.encryption", {"algorithm": "org.example.rot13"})
            await alice.catch_up(0)
            await alice.writes(room, "now it is sealed")
            await bot.hears(Unreadable)
            for place in ("plain", "odd_algorithm"):
                for attempt in ("secret", "secret again"):
                    with pytest.raises(Rejected):
                        await bot.adapter.perform(Say(attempt, Place("net", alias(place)), (attempt,), not_after=clock() + 600))
            told = [line for line in bot.reports if "encrypted" in line]
            assert len(told) == len(set(told)) == 2  # once for each room
        for place in (room, odd):
            assert [event["content"]["body"] for event in await alice.raw(place, bot_id)] == ["in the clear"]


@pytest.mark.case(53)
async def test_a_room_that_becomes_encrypted_is_written_to_in_sealed_lines_with_encryption(synapse: Synapse, tmp_path: Path) -> None:
    bot_id = synapse.register("turning_bot")["user_id"]
    async with Reader(synapse, "turning_alice", tmp_path / "alice") as alice:
        room = await alice.plain.room("turning")
        async with at_work(network(synapse.url, bot_id, "turning"), tmp_path / "bot") as bot:
            await bot.says("turning", "in the clear")
            await alice.plain.set_state(room, "m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"})
            await alice.catch_up(0)
            await alice.writes(room, "now it is sealed")
            assert (await bot.hears(Message, by_others)).text == "now it is sealed"
            await bot.says("turning", "sealed too")
            await alice.reads("sealed too")
        assert [event["type"] for event in await alice.raw(room, bot_id)] == ["m.room.message", "m.room.encrypted"]


class HeldUp:
    """Keys that come late: takes the messages to devices out of syncs, and puts them into the first one after `release`."""

    def __init__(self) -> None:
        self.kept: list[Any] = []
        self.released = False

    def __call__(self, body: bytes) -> bytes:
        sync = json.loads(body)
        held = sync.pop("to_device", {}).get("events", [])
        self.kept += held
        if self.released:
            sync["to_device"] = {"events": self.kept}
            self.kept = []
        return json.dumps(sync).encode()


@pytest.mark.case(54)
async def test_a_line_whose_key_comes_late_is_unreadable_first_and_heard_later(synapse: Synapse, tmp_path: Path) -> None:
    bot_id, held = synapse.register("late_bot")["user_id"], HeldUp()
    async with Reader(synapse, "late_alice", tmp_path / "alice") as alice, HttpFault(synapse.url) as proxy:
        room = await alice.plain.room("late", encrypted=True)
        proxy.rule("/sync", rewrite=held)
        async with at_work(network(proxy.url, bot_id, "late"), tmp_path / "bot") as bot:
            asked = await alice.writes(room, "can you read this?")
            assert (await bot.hears(Unreadable)).id == asked
            held.released = True
            await alice.plain.say(room, "in the clear")
            heard = await bot.hears(Message)
            assert (heard.id, heard.text) == (asked, "can you read this?")
            assert (await bot.hears(Message)).text == "in the clear"


async def test_when_the_store_is_lost_a_new_device_takes_over_and_the_operator_is_told(synapse: Synapse, tmp_path: Path) -> None:
    bot_id = synapse.register("keyless_bot")["user_id"]
    async with Reader(synapse, "keyless_alice", tmp_path / "alice") as alice:
        room = await alice.plain.room("keyless", encrypted=True)
        settings = network(synapse.url, bot_id, "keyless")
        async with at_work(settings, tmp_path / "bot") as bot:
            await bot.says("keyless", "before")
            await alice.reads("before")
        keys = tmp_path / "bot" / "crypto" / "keys.db"
        content = bytearray(keys.read_bytes())
        content[4096:8192] = bytes(byte ^ 0xFF for byte in content[4096:8192])
        for damaged in (content, None):
            if damaged is None:
                keys.unlink()
            else:
                keys.write_bytes(damaged)
            async with at_work(settings, tmp_path / "bot", bot.position) as bot:
                assert ["logging in as a new device" in line for line in bot.reports] == [True]
                text = f"with new keys {damaged is None}"
                await bot.says("keyless", text)
                await alice.reads(text)
                await alice.writes(room, text)
                assert (await bot.hears(Message, by_others)).text == text
        assert len([path for path in keys.parent.iterdir() if path.name.startswith("keys.db.lost-")]) >= 1
        devices = await alice.plain.call("POST", "/keys/query", {"device_keys": {bot_id: []}})
        assert len(devices["device_keys"][bot_id]) == 1  # the old ones are logged out: nobody writes for them any more


async def test_after_the_login_was_ended_the_same_device_is_known_again(synapse: Synapse, tmp_path: Path) -> None:
    """The homeserver forgets a device whose login ends, and its keys: they are uploaded again."""
    bot_id = synapse.register("ended_bot")["user_id"]
    async with Reader(synapse, "ended_alice", tmp_path / "alice") as alice:
        room = await alice.plain.room("ended", encrypted=True)
        async with at_work(network(synapse.url, bot_id, "ended"), tmp_path / "bot", timings=replace(SWIFT, login_again=0.0)) as bot:
            await bot.says("ended", "before")
            await alice.reads("before")
            token = bot.adapter.link.token
            async with Resident(synapse.url, bot_id, token) as elsewhere:
                await elsewhere.call("POST", "/logout", {})
            await bot.hears(Present)
            assert bot.adapter.link.token != token
            await bot.says("ended", "after")
            await alice.reads("after")
            await alice.writes(room, "still there?")
            assert (await bot.hears(Message, lambda heard: heard.sender.id == alice.user)).text == "still there?"


async def test_a_token_alone_cannot_make_a_new_device_and_the_remedy_is_named(synapse: Synapse, tmp_path: Path) -> None:
    found = synapse.register("bare_token_bot")
    settings = network(synapse.url, found["user_id"], access_token=found["access_token"])
    async with at_work(settings, tmp_path / "bot"):
        pass
    (tmp_path / "bot" / "crypto" / "keys.db").unlink()
    with pytest.raises(Refused, match="access token of a new login"):
        await listening(settings, tmp_path / "bot")


async def test_two_bots_with_the_keys_of_one_device_are_refused(synapse: Synapse, tmp_path: Path) -> None:
    settings = network(synapse.url, synapse.register("twin_bot")["user_id"])
    async with at_work(settings, tmp_path / "bot"):
        with pytest.raises(Refused, match="in use by another process"):
            await listening(settings, tmp_path / "bot")


async def listening(settings: MatrixNetwork, folder: Path) -> None:
    """An adapter that is expected to give up."""
    bot = SealedBot(settings, folder, None, SWIFT)
    await bot.adapter.listen(bot.put)
