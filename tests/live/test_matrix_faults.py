"""The catalogue of Matrix faults: a real homeserver behind a proxy that lies, and the adapter in this process. Many at once."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.base import Refused, Rejected
from bot.adapters.matrix.timings import Timings
from bot.core.actions import Say
from bot.core.events import Edited, Event, Gone, Message, Present, Reached, Removed
from bot.core.people import Place
from bot.core.settings import Invites
from tests.live.drift import unblocked
from tests.live.sealed import SealedBot, alias, at_work, clock, network
from tests.servers.httpfault import HttpFault
from tests.servers.resident import Resident
from tests.servers.synapse import NAME, Synapse

pytestmark = pytest.mark.slow

QUICK = Timings(
    request=2.0, poll=3.0, poll_slack=2.0, first_sync=15.0, backoff=0.05, backoff_cap=0.4, silent=30.0, join_every=0.02,
    join_retry=0.2, rejoin=0.1, page_tries=3,
)  # fmt: skip
STORM = 60  # requests of one kind in one test: with the delays above there are far fewer, in a storm there are hundreds


@dataclass
class Stage:
    """A room, somebody in it, and the bot behind a proxy of its own."""

    alice: Resident
    proxy: HttpFault
    room: str
    name: str
    user: str
    folder: Path

    @asynccontextmanager
    async def bot(self, position: str | None = None, timings: Timings = QUICK, **more: Any) -> AsyncIterator[SealedBot]:
        settings = replace(network(self.proxy.url, self.user, self.name, encryption=False), **more)
        async with unblocked(), at_work(settings, self.folder, position, timings) as bot:
            yield bot

    async def fence(self, bot: SealedBot) -> list[Event]:
        """Say something and wait until the bot has heard it and the end of its sync: everything that it reported before."""
        mark = f"mark {clock()}"
        await self.alice.say(self.room, mark)
        heard: list[Event] = []
        async with asyncio.timeout(20.0):
            while not (heard and isinstance(heard[-1], Reached) and any(isinstance(e, Message) and e.text == mark for e in heard)):
                heard.append(await bot.events.get())
        return [event for event in heard if not (isinstance(event, Message) and event.text == mark)]


Staging = Callable[[str], Any]


@pytest.fixture
def stage(synapse: Synapse, tmp_path: Path) -> Staging:
    @asynccontextmanager
    async def staged(name: str) -> AsyncIterator[Stage]:
        user = synapse.register(f"{name}_bot")["user_id"]
        async with Resident.of(synapse, f"{name}_a") as alice, HttpFault(synapse.url) as proxy:
            yield Stage(alice, proxy, await alice.room(name), name, user, tmp_path / name)

    return staged


async def at_once(*scenes: Awaitable[None]) -> None:
    async def play(scene: Awaitable[None]) -> None:
        await scene

    async with asyncio.TaskGroup() as group:
        for scene in scenes:
            group.create_task(play(scene))


def texts(events: list[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Message) and not event.own]


# --- each line once, in order ---


@pytest.mark.case(16, 19, 24, 25)
async def test_the_past_own_lines_and_repeated_syncs_are_not_heard_as_new(stage: Staging, synapse: Synapse) -> None:
    async with stage("once") as at:
        for number in range(30):
            await at.alice.say(at.room, f"old {number}")
        async with at.bot() as bot:
            assert texts(await at.fence(bot)) == []
            async with Resident(synapse.url, at.user, bot.adapter.link.token) as second:  # another device sends as we do
                await second.say(at.room, "our own words")
            asked = await at.alice.say(at.room, "a question")
            await at.alice.edit(at.room, asked, "another question")
            await at.alice.redact(at.room, asked)
            heard = await at.fence(bot)
            assert [event.own for event in heard if isinstance(event, Message) and event.text == "our own words"] == [True]
            assert [event.target for event in heard if isinstance(event, Edited | Removed)] in ([asked, asked], [asked])
            position = bot.position
            await at.alice.say(at.room, "heard before the crash")
            before = [event for event in await at.fence(bot) if isinstance(event, Message)]
        async with at.bot(position) as bot:  # the crash came before the position was stored: the same lines, with the same ids
            again = await bot.hears(Message)
            assert (again.id, again.text) == (before[0].id, "heard before the crash")


@pytest.mark.case(21)
async def test_a_burst_and_a_failing_page_lose_nothing_keep_the_order_and_hold_up_nobody(stage: Staging) -> None:
    async with stage("burst") as at, stage("torn") as torn:
        position: dict[str, str | None] = {}
        for scene in (at, torn):
            async with scene.bot() as bot:
                await scene.fence(bot)
                position[scene.name] = bot.position
        wanted = [f"line {number}" for number in range(500)]

        async def burst() -> None:
            for text in wanted:
                await at.alice.say(at.room, text)
            at.proxy.rule(r"/messages", status=500, body={"errcode": "M_UNKNOWN"}, times=1)
            at.proxy.rule(r"/messages", truncate=100, times=1)
            async with at.bot(position["burst"]) as bot:
                assert texts(await at.fence(bot)) == wanted

        async def given_up() -> None:
            for text in wanted[:130]:
                await torn.alice.say(torn.room, text)
            torn.proxy.rule(r"/messages", status=500, body={"errcode": "M_UNKNOWN"})
            async with torn.bot(position["torn"]) as bot:
                heard = texts(await torn.fence(bot))
                assert heard == wanted[130 - len(heard) : 130]
                assert len(heard) >= 90
                assert torn.proxy.count(r"/messages") == QUICK.page_tries

        await at_once(burst(), given_up())


@pytest.mark.case(22)
async def test_an_answer_that_is_lost_on_its_way_back_doubles_nothing(stage: Staging) -> None:
    async with stage("lost") as at:
        at.proxy.rule(r"/join", lose=True, times=1)
        at.proxy.rule(r"/send/", lose=True, times=2)
        async with at.bot() as bot:
            at.proxy.rule(r"/sync", lose=True, times=2)
            said = await bot.says("lost", "once")
            assert [line["event_id"] for line in await at.alice.lines(at.room, "lost_bot")] == [said]
            await at.alice.say(at.room, "one")
            at.proxy.rule(r"/sync", lose=True, times=2)
            await at.alice.say(at.room, "two")
            assert texts(await at.fence(bot)) == ["one", "two"]
            assert at.proxy.count(r"/send/") == 3


# --- faults of every kind ---

FAULTS: dict[str, dict[str, Any]] = {
    "500": {"status": 500, "body": {"errcode": "M_UNKNOWN", "error": "oops"}},
    "502": {"status": 502, "body": "<html>bad gateway"},
    "503": {"status": 503, "body": ""},
    "504": {"status": 504, "body": "timeout"},
    "empty": {"status": 200, "body": ""},
    "html": {"status": 200, "body": "<html>captive portal"},
    "list": {"status": 200, "body": "[]"},
    "deep": {"status": 200, "body": "[" * 100_000},
    "huge": {"status": 200, "body": '"' + "x" * 3_000_000 + '"'},
    "truncated": {"truncate": 20},
    "dropped": {"drop": True},
    "slow": {"delay": 9.0},
    "limited": {"status": 429, "body": {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 600}},
}


@pytest.mark.case(60)
async def test_whatever_a_homeserver_answers_there_is_no_storm_and_all_goes_on(stage: Staging) -> None:
    async def one(kind: str, fault: dict[str, Any]) -> None:
        async with stage(f"any_{kind}") as at:
            at.proxy.rule(r"/join/", times=2, **fault)
            async with at.bot() as bot:
                await at.fence(bot)
                at.proxy.rule(r"/sync", times=3, **fault)
                at.proxy.rule(r"/send/", times=0 if kind == "list" else 2, **fault)
                said = await bot.says(at.name, "still here")
                assert [line["event_id"] for line in await at.alice.lines(at.room, f"any_{kind}_bot")] == [said]
                assert texts(await at.fence(bot)) == []
                assert await bot.hears(Reached)
            for request in (r"/sync", r"/send/", r"/join/"):
                assert at.proxy.count(request) < STORM, f"{kind}: {request}"
            assert at.proxy.count("/login") == 1

    await at_once(*(one(kind, fault) for kind, fault in FAULTS.items()))


WAITS: dict[str, dict[str, Any]] = {
    "ms": {"body": {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 700}},
    "header": {"body": {"errcode": "M_LIMIT_EXCEEDED"}, "headers": {"Retry-After": "1"}},
    "html": {"body": "<html>slow down", "headers": {"Retry-After": "1"}},
    "negative": {"body": {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": -1}, "headers": {"Retry-After": "1"}},
    "word": {"body": {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": "x"}, "headers": {"Retry-After": "1"}},
}


@pytest.mark.case(40)
async def test_too_fast_in_every_form_is_waited_out_without_a_request(stage: Staging) -> None:
    async def one(kind: str, answer: dict[str, Any]) -> None:
        async with stage(f"fast_{kind}") as at, at.bot() as bot:
            await at.fence(bot)
            at.proxy.rule(r"/send/", status=429, times=2, **answer)
            await bot.says(at.name, "patience")
            sent = [seen.at for seen in at.proxy.log if "/send/" in seen.path]
            assert len(sent) == 3
            assert min(later - earlier for earlier, later in pairwise(sent)) >= 0.45
            assert texts(await at.fence(bot)) == []  # reading goes on meanwhile

    async def absurd() -> None:
        async with stage("fast_absurd") as at, at.bot() as bot, stage("fast_other") as beside, beside.bot() as other:
            await at.fence(bot)
            at.proxy.rule(r"/send/", status=429, body={"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 1e15})
            began = clock()
            say = Say("k", Place("net", alias(at.name)), ("later",), not_after=began + 600)
            with pytest.raises(Exception, match="wait 300 s"):
                await bot.adapter.perform(say)
            assert not bot.adapter.ready
            said = await other.says("fast_other", "not my wait")  # another network of the same process
            assert [line["event_id"] for line in await beside.alice.lines(beside.room, "fast_other_bot")] == [said]
            assert at.proxy.count("/send/") == 1
            assert not bot.adapter.ready

    await at_once(absurd(), *(one(kind, answer) for kind, answer in WAITS.items()))


@pytest.mark.case(58, 61)
async def test_a_position_that_is_not_known_begins_anew_and_a_revoked_login_is_asked_for_once(stage: Staging, synapse: Synapse) -> None:
    async with stage("unknown") as at:
        async with at.bot() as bot:
            await at.fence(bot)
            position = bot.position
        await at.alice.say(at.room, "said while nobody knew where we were")
        at.proxy.rule(r"/sync.*since=", status=400, body={"errcode": "M_UNKNOWN_POS", "error": "who?"}, times=1)
        async with at.bot(position) as bot:
            await bot.hears(Reached)
            assert texts(await at.fence(bot)) == []
            assert any("begins anew" in line for line in bot.reports)
            assert at.proxy.count("/login") == 1  # the login of the first time

            async with Resident(synapse.url, at.user, bot.adapter.link.token) as us:
                await us.call("POST", "/logout", {})
            await at.alice.say(at.room, "this ends the poll")
            await at.fence(bot)
            assert at.proxy.count("/login") == 2
            assert bot.adapter.ready


@pytest.mark.case(61)
async def test_a_login_that_is_ended_softly_is_begun_again_on_the_same_device_and_reading_goes_on(stage: Staging) -> None:
    async with stage("soft") as at, at.bot() as bot:
        await at.fence(bot)
        kept = json.loads((at.folder / "login.json").read_text())
        ended = {"errcode": "M_UNKNOWN_TOKEN", "error": "Token is not active", "soft_logout": True}
        for request in (r"/sync", r"/whoami"):
            at.proxy.rule(request, status=401, body=ended, times=1)
        await at.alice.say(at.room, "this ends the poll")
        await at.alice.say(at.room, "and this is said meanwhile")
        assert texts(await at.fence(bot)) == ["this ends the poll", "and this is said meanwhile"]
        assert at.proxy.count("/login") == 2
        assert json.loads((at.folder / "login.json").read_text())["device_id"] == kept["device_id"]
        assert bot.adapter.ready


@pytest.mark.case(61)
async def test_an_account_that_is_shut_is_refused_in_words_and_nobody_logs_in_again_and_again(stage: Staging) -> None:
    async def one(code: str) -> None:
        async with stage(f"shut_{code.lower()}") as at:
            at.proxy.rule(r"/login", status=403, body={"errcode": code, "error": "no"})
            settings = network(at.proxy.url, at.user, at.name, encryption=False)
            bot = SealedBot(settings, at.folder, None, QUICK)
            async with asyncio.timeout(20.0):
                with pytest.raises(Refused, match=code):
                    await bot.adapter.listen(bot.put)
            assert at.proxy.count("/login") == 1

    await at_once(*(one(code) for code in ("M_FORBIDDEN", "M_USER_DEACTIVATED", "M_USER_LOCKED")))


# --- rooms ---


@pytest.mark.case(38)
async def test_who_is_kicked_banned_silenced_or_moved_knows_it_and_makes_no_storm(stage: Staging) -> None:
    async def kicked_then_banned() -> None:
        async with stage("kick") as at, at.bot() as bot:
            await at.fence(bot)
            await at.alice.kick(at.room, at.user, "no bots")
            assert "no bots" in (await bot.hears(Gone)).why
            await bot.hears(Present)  # a room of bot.yaml is come into again
            await at.alice.ban(at.room, at.user)
            gone = await bot.hears(Gone)
            assert "banned by" in gone.why
            joins = at.proxy.count("/join/")
            with pytest.raises(Rejected):
                await bot.says("kick", "hello?")
            await bot.hears(Reached)
            assert at.proxy.count("/join/") == joins
            assert at.room not in bot.adapter.rooms.joined

    async def silenced() -> None:
        async with stage("mute") as at, at.bot() as bot:
            await at.fence(bot)
            levels = await at.alice.state(at.room, "m.room.power_levels")
            del levels["status"]
            await at.alice.set_state(at.room, "m.room.power_levels", {**levels, "events_default": 50})
            with pytest.raises(Rejected, match="M_FORBIDDEN"):
                await bot.says("mute", "hello?")
            assert at.proxy.count("/send/") == 1

    async def moved() -> None:
        async with stage("tomb") as at, at.bot() as bot:
            await at.fence(bot)
            replacement = await at.alice.upgrade(at.room)
            while replacement not in bot.adapter.rooms.joined or at.room in bot.adapter.rooms.joined:
                await bot.hears(Reached)
            said = await bot.says("tomb", "here too")
            assert [line["event_id"] for line in await at.alice.lines(replacement, "tomb_bot")] == [said]
            assert at.proxy.count("/join/") < STORM

    await at_once(kicked_then_banned(), silenced(), moved())


@pytest.mark.case(35)
async def test_invitations_are_followed_by_the_rules_one_after_another_and_no_more(stage: Staging, synapse: Synapse) -> None:
    async with AsyncExitStack() as stack:
        at, stranger = (
            await stack.enter_async_context(stage("invite")),
            await stack.enter_async_context(Resident.of(synapse, "invite_stranger")),
        )
        async with at.bot(invites=Invites((at.alice.user,), 3)) as bot:
            await at.fence(bot)
            unwanted = [await stranger.room(preset="private_chat") for _ in range(20)]
            secret = await at.alice.room(preset="private_chat", encrypted=True, invite=[at.user])
            for room in unwanted:
                await stranger.invite(room, at.user)
            withdrawn = await at.alice.room(preset="private_chat")
            at.proxy.rule(r"/join/" + re.escape(withdrawn).replace("!", "(!|%21)"), status=403, body={"errcode": "M_FORBIDDEN"})
            rooms = [withdrawn, *[await at.alice.room(preset="private_chat") for _ in range(5)]]
            for room in rooms:
                await at.alice.invite(room, at.user)
            async with asyncio.timeout(30.0):
                while sum(room in bot.adapter.rooms.joined for room in rooms) < 3 or len(bot.adapter.errands):
                    await bot.hears(Reached)
            assert sum(room in bot.adapter.rooms.joined for room in rooms) == 3
            for resident, room in [(stranger, room) for room in unwanted] + [(at.alice, secret)]:
                assert (await resident.state(room, "m.room.member", at.user))["membership"] == "leave"
            assert at.proxy.count(r"/join/") < STORM


# --- what people can write ---

CONTENTS: tuple[dict[str, Any], ...] = (
    {}, {"body": 1, "msgtype": "m.text"}, {"body": None}, {"msgtype": []}, {"body": "x"}, {"body": {"a": 1}, "msgtype": "m.text"},
    {"msgtype": "m.text", "body": "", "format": 3, "formatted_body": ["x"]},
    {"msgtype": "m.text", "body": "odd", "m.relates_to": "x"}, {"msgtype": "m.text", "body": "odd", "m.relates_to": {"rel_type": []}},
    {"msgtype": "m.text", "body": "odd", "m.mentions": [1]}, {"msgtype": "m.text", "body": "odd", "m.mentions": {"user_ids": {"a": 1}}},
    {"msgtype": "m.text", "body": "odd", "m.new_content": 7, "m.relates_to": {"rel_type": "m.replace", "event_id": 7}},
    {"msgtype": "m.text", "body": "odd \u202e\x00\ufffd" + "\u0301" * 500}, {"msgtype": "m.location", "body": "here"},
    {"msgtype": "m.text", "body": "odd", "formatted_body": "<b>" * 9000, "format": "org.matrix.custom.html"},
    {"algorithm": "none"},
)  # fmt: skip
KINDS = ("m.room.message", "m.reaction", "m.room.encrypted", "org.example.odd")


@pytest.mark.case(34, 51, 59)
async def test_thirty_odd_events_a_false_clock_and_false_names_end_nothing(stage: Staging, synapse: Synapse) -> None:
    async with stage("odd") as at, at.bot() as bot, Resident.of(synapse, "odd_admin2") as false:
        await at.fence(bot)
        for content in CONTENTS:
            for kind in KINDS:
                await at.alice.send(at.room, content, kind)
        await at.fence(bot)

        await false.join(at.room)
        await false.set_state(at.room, "m.room.member", {"membership": "join", "displayname": at.alice.user}, false.user)
        await false.say(at.room, "I am her")
        heard = await at.fence(bot)
        (claimed,) = [event for event in heard if isinstance(event, Message) and event.text == "I am her"]
        assert (claimed.sender.id, claimed.sender.account) == (false.user, false.user)

        for stamp in (0, -1, 10**18, "x", 1.5e300):

            def with_false_clock(body: bytes, stamp: object = stamp) -> bytes:
                return re.sub(rb'"origin_server_ts":\s*\d+', b'"origin_server_ts":' + json.dumps(stamp).encode(), body)

            at.proxy.rule(r"/sync", rewrite=with_false_clock, times=1)
            await at.alice.say(at.room, f"at {stamp}")
            await at.fence(bot)
        assert len(at.proxy.log) < 6 * STORM
        assert f"@odd_admin2:{NAME}" == false.user
