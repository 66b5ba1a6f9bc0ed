"""`patience run` on a real homeserver: killed at any moment, one network without the other, a login that ends."""

import asyncio
import os
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from tests.live.bot import BotProcess, on_irc, on_matrix
from tests.servers.fixtures import running
from tests.servers.ircd import Ngircd, RawIrc
from tests.servers.resident import Event, Resident
from tests.servers.synapse import NAME, PASSWORD, Synapse

pytestmark = pytest.mark.slow

KILLS = 60 if os.environ.get("SOAK") else 10
ROOMS = 20  # the bot says little in one room at a time
WAIT = 60.0  # seconds for a process to start, log in and say what it owes, on a busy machine
WHILE_DOWN = 40  # questions
EVENTS = 1000  # of a room that are looked at; as many as a homeserver gives at once
QUESTION = "helper: is there a repo for gazpacho?"


@asynccontextmanager
async def people(synapse: Synapse, *names: str) -> AsyncIterator[list[Resident]]:
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(Resident.of(synapse, name)) for name in names]


@asynccontextmanager
async def at_work(bot: BotProcess) -> AsyncIterator[BotProcess]:
    bot.start()
    try:
        yield bot
    finally:
        bot.close()


async def logged(bot: BotProcess, words: str, times: int = 1) -> None:
    """Wait until the operator can read it."""
    async with asyncio.timeout(WAIT):
        while bot.words().count(words) < times:
            await asyncio.sleep(0.05)


def answers(lines: Iterable[Event]) -> Counter[str]:
    """How often each question was answered, by its event id."""
    return Counter(line["content"].get("m.relates_to", {}).get("m.in_reply_to", {}).get("event_id", "") for line in lines)


async def all_answered(asker: Resident, room: str, by: str, asked: Iterable[str]) -> Counter[str]:
    """Wait until every question has an answer; all that was said."""
    missing: set[str] = set(asked)

    def none_is_missing(events: list[Event]) -> bool:
        return missing <= answers(e for e in events if e["sender"] == f"@{by}:{NAME}").keys()

    await asker.sees(room, none_is_missing, WAIT, EVENTS)
    return answers(await asker.lines(room, by, EVENTS))


@pytest.mark.case(20)
async def test_kill_nine_at_any_moment_answers_each_question_once(synapse: Synapse, tmp_path: Path) -> None:
    """Questions while it is down, while it starts, while it answers; killed in the middle of it again and again."""
    chance = random.Random(7)  # noqa: S311
    user = synapse.register("kill_bot")["user_id"]
    async with people(synapse, *(f"kill_{number}" for number in range(ROOMS))) as askers:
        rooms = [await asker.room(f"kill{number}") for number, asker in enumerate(askers)]
        asked: dict[str, int] = {}  # the question, and in which room

        async def ask(number: int) -> str:
            id_ = await askers[number].say(rooms[number], QUESTION)
            asked[id_] = number
            return id_

        bot = BotProcess.on(tmp_path, on_matrix(synapse.url, user, *(f"#kill{number}:{NAME}" for number in range(ROOMS))))
        async with at_work(bot):
            for asker, room in zip(askers, rooms, strict=True):
                await asker.sees(room, lambda events: any(e.get("state_key") == user for e in events), WAIT)
            await all_answered(askers[0], rooms[0], "kill_bot", [await ask(0)])
            bot.kill()
        for kill in range(KILLS):
            waited = chance.randrange(ROOMS)
            fresh = [await ask(number % ROOMS) for number in range(waited, waited + (WHILE_DOWN if kill == 0 else 3))]
            async with at_work(bot):
                await all_answered(askers[waited], rooms[waited], "kill_bot", fresh[:1])
                for _ in range(chance.randrange(4)):
                    await ask(chance.randrange(ROOMS))
                await asyncio.sleep(chance.uniform(0.0, 0.5))
                bot.kill()
        said: Counter[str] = Counter()
        async with at_work(bot):
            await ask(0)  # so that it must have come
            for number, (asker, room) in enumerate(zip(askers, rooms, strict=True)):
                said += await all_answered(asker, room, "kill_bot", [id_ for id_, where in asked.items() if where == number])
            assert bot.stop() == 0
        assert {id_: said[id_] for id_ in asked if said[id_] != 1} == {}
        assert len(asked) >= WHILE_DOWN + 3 * (KILLS - 1)


@pytest.mark.case(12, 18, 19)
async def test_each_network_lives_without_the_other_and_notices_and_the_past_are_not_answered(tmp_path: Path) -> None:
    with running(Synapse()) as synapse, running(Ngircd()) as ngircd:
        user = synapse.register("both_bot")["user_id"]
        async with people(synapse, "both_a") as (alice,):
            room = await alice.room("both")
            for _ in range(30):
                await alice.say(room, QUESTION)  # before it was ever there
            bot = BotProcess.on(tmp_path, on_irc(ngircd.port, "#both"), on_matrix(synapse.url, user, f"#both:{NAME}"))
            with await asyncio.to_thread(RawIrc, ngircd.port, "watcher") as watcher:
                watcher.join("#both")
                async with at_work(bot):
                    await alice.sees(room, lambda events: any(e.get("state_key") == user for e in events), WAIT)
                    await alice.send(room, {"msgtype": "m.notice", "body": QUESTION})
                    asked = await alice.say(room, QUESTION)
                    assert await all_answered(alice, room, "both_bot", [asked]) == {asked: 1}

                    synapse.kill()
                    watcher.say("#both", QUESTION)
                    assert "Epoxy" in await watcher.hears("watcher: ", timeout=WAIT)
                    await logged(bot, "Cannot connect")
                    await asyncio.to_thread(synapse.start)

                    ngircd.kill()
                    again = await alice.say(room, QUESTION)
                    assert await all_answered(alice, room, "both_bot", [again]) == {asked: 1, again: 1}
                    assert bot.stop() == 0


@pytest.mark.case(61)
async def test_a_login_that_ends_ends_one_network_with_a_clear_word(synapse: Synapse, ngircd: Ngircd, tmp_path: Path) -> None:
    """A token that is revoked: IRC lives on. With a password there is one new login. An account that is shut: exit code 1."""
    token_bot, shut_bot = synapse.register("token_bot"), synapse.register("shut_bot")
    async with people(synapse, "token_a") as (alice,):
        room = await alice.room("token")
        folders = [tmp_path / name for name in ("token", "shut")]
        for folder in folders:
            folder.mkdir()
        login = on_matrix(synapse.url, token_bot["user_id"], f"#token:{NAME}", access_token=token_bot["access_token"])
        with_irc = BotProcess.on(folders[0], on_irc(ngircd.port, "#token"), login)
        alone = BotProcess.on(folders[1], on_matrix(synapse.url, shut_bot["user_id"], f"#token:{NAME}"))
        with await asyncio.to_thread(RawIrc, ngircd.port, "tokenwatch") as watcher:
            watcher.join("#token")
            async with at_work(with_irc), at_work(alone):
                for name in (token_bot["user_id"], shut_bot["user_id"]):
                    await alice.sees(room, lambda events: any(e.get("state_key") == name for e in events), WAIT)  # noqa: B023 - awaited here
                asked = await alice.say(room, QUESTION)
                for name in ("token_bot", "shut_bot"):
                    assert await all_answered(alice, room, name, [asked]) == {asked: 1}
                assert alone.stop() == 0
                alone.start()  # with the login of the last time
                before = await alice.say(room, QUESTION)
                assert await all_answered(alice, room, "shut_bot", [before]) == {asked: 1, before: 1}
                async with (
                    Resident(synapse.url, token_bot["user_id"], token_bot["access_token"]) as revoked,
                    Resident(synapse.url, shut_bot["user_id"], shut_bot["access_token"]) as shut,
                ):
                    await revoked.call("POST", "/logout", {})
                    await shut.call("POST", "/logout/all", {})
                    await alice.say(room, "this ends the polls that are under way")
                    await logged(with_irc, "put a new one under access_token:")
                    await logged(alone, "logging in again")
                again = await alice.say(room, QUESTION)
                assert await all_answered(alice, room, "shut_bot", [again]) == {asked: 1, before: 1, again: 1}
                watcher.say("#token", QUESTION)
                assert "Epoxy" in await watcher.hears("tokenwatch: ", timeout=WAIT)
                assert with_irc.stop() == 0

                async with Resident.of(synapse, "shut_admin") as nobody:
                    identifier = {"type": "m.id.user", "user": shut_bot["user_id"]}
                    auth = {"type": "m.login.password", "identifier": identifier, "password": PASSWORD}
                    found = await nobody.call("POST", "/login", auth)
                async with Resident(synapse.url, found["user_id"], found["access_token"]) as owner:
                    await owner.call("POST", "/account/deactivate", {"auth": auth})
                await alice.say(room, "so does this")
                assert alone.process is not None
                assert await asyncio.to_thread(alone.process.wait, WAIT) == 1
                assert "refused us for good" in alone.words()
        assert "Traceback" not in with_irc.words() + alone.words()
        assert token_bot["access_token"] not in with_irc.words() + alone.words()
