"""Smoke tests of the homeserver and of the proxy before it: when these fail, nothing else in the folder means anything."""

import asyncio

import pytest

from tests.servers.httpfault import HttpFault
from tests.servers.resident import Resident
from tests.servers.synapse import Synapse

pytestmark = pytest.mark.slow


async def test_people_talk_on_synapse(synapse: Synapse) -> None:
    async with Resident.of(synapse, "smoke_a") as alice, Resident.of(synapse, "smoke_b") as bob:
        room = await alice.room("smoke")
        assert (await bob.join("#smoke:hs.test"))["room_id"] == room
        hears = asyncio.create_task(alice.hears(room, "smoke_b"))  # noqa: TID251 - the test's own
        said = await bob.say(room, "hello")
        assert [(line["event_id"], line["content"]["body"]) for line in await hears] == [(said, "hello")]


async def test_the_proxy_does_what_its_rules_say(synapse: Synapse) -> None:
    known = Resident.of(synapse, "smoke_c")
    async with HttpFault(synapse.url) as proxy, Resident(proxy.url, known.user, known.token) as carol:
        room = await carol.room()
        proxy.rule("/send/", status=429, body={"errcode": "M_LIMIT_EXCEEDED"}, times=1)
        assert await carol.say(room, "one") == ""
        assert await carol.say(room, "two") != ""
        assert proxy.count("/send/") == 2
