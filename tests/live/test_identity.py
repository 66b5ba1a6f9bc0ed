"""Who may give orders, on real networks: with account tags, with WHOIS alone, and without accounts; and who is who meanwhile."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.events import Message, Present, Renamed
from tests.live.adapter import SWIFT, Bot, network, working
from tests.live.services import BARE, PASSWORD, identified, maintained_by, order, serving
from tests.servers.common import free_port
from tests.servers.fixtures import running
from tests.servers.ircd import Inspircd, InspircdOptions, Ngircd, RawIrc

pytestmark = pytest.mark.slow

ALLOWED, REFUSED = "open questions", "for the maintainers"


@pytest.fixture(scope="module")
def bare() -> Iterator[Inspircd]:
    """InspIRCd with services, where lines and JOINs carry no account and changes are not told."""
    with running(Inspircd(services=True, options=BARE)) as server:
        yield server


@pytest.fixture
def carol() -> str:
    """A nick of each test's own: servers take a while to notice that its owner is gone."""
    return f"carol{free_port()}"


@pytest.mark.case(30)
def test_without_tags_the_account_is_what_services_say_at_that_moment(tmp_path: Path, bare: Inspircd, carol: str) -> None:
    bare.register_account(carol, PASSWORD)
    with serving(tmp_path, bare, maintained_by(f"account: {carol}")) as bot, RawIrc(bare.port, f"x{carol}") as person:
        person.join(bot.channel)
        assert REFUSED in order(person, bot)
        identified(person, carol)
        assert ALLOWED in order(person, bot)
        person.send("PRIVMSG NickServ :LOGOUT")
        person.expect(" 901 ")
        assert REFUSED in order(person, bot)


@pytest.mark.case(30)
def test_without_tags_the_nick_of_a_maintainer_gives_no_rights(tmp_path: Path, bare: Inspircd, carol: str) -> None:
    bare.register_account(carol, PASSWORD)
    with serving(tmp_path, bare, maintained_by(f"account: {carol}")) as bot, RawIrc(bare.port, f"x{carol}") as owner:
        owner.send(f"NICK {carol}")
        owner.join(bot.channel)
        owner.nick = carol
        identified(owner, carol)
        assert ALLOWED in order(owner, bot)
        with RawIrc(bare.port, f"y{carol}") as mallory:
            mallory.join(bot.channel)
            owner.send("QUIT")
            mallory.expect(" QUIT ")
            mallory.send(f"NICK {carol}")
            mallory.expect(f" NICK :{carol}", f" NICK {carol}")
            mallory.nick = carol
            assert REFUSED in order(mallory, bot)
            for words in ("status", "accept 1", "audit"):
                mallory.say("helper", words)
                assert REFUSED in mallory.expect(f"PRIVMSG {carol} :", timeout=15.0)


@pytest.mark.case(30)
def test_with_tags_the_line_itself_says_who_it_is(tmp_path: Path, inspircd: Inspircd, carol: str) -> None:
    inspircd.register_account(carol, PASSWORD)
    with serving(tmp_path, inspircd, maintained_by(f"account: {carol}")) as bot:
        with RawIrc(inspircd.port, f"x{carol}") as person:
            person.join(bot.channel)
            assert REFUSED in order(person, bot)
            identified(person, carol)
            assert ALLOWED in order(person, bot)
        with RawIrc(inspircd.port, f"y{carol}") as mallory:
            mallory.send(f"NICK {carol}")
            mallory.join(bot.channel)
            mallory.nick = carol
            assert REFUSED in order(mallory, bot)


@pytest.mark.case(30)
@pytest.mark.parametrize(
    ("maintainer", "answer"), [("account: {}", REFUSED), ("hostmask: '{}!*@127.0.0.1'", ALLOWED), ("hostmask: '{}!*@127.0.0.2'", REFUSED)]
)
def test_without_accounts_only_a_hostmask_gives_rights(tmp_path: Path, ngircd: Ngircd, carol: str, maintainer: str, answer: str) -> None:
    with serving(tmp_path, ngircd, maintained_by(maintainer.format(carol))) as bot, RawIrc(ngircd.port, carol) as person:
        person.join(bot.channel)
        assert answer in order(person, bot)


@pytest.mark.case(30)
async def test_who_left_before_the_answer_is_nobody(bare: Inspircd, carol: str) -> None:
    channel = f"#i{free_port()}"
    await asyncio.to_thread(bare.register_account, carol, PASSWORD)
    async with working(network(bare.port, channel)) as bot:
        await bot.in_room(channel)
        with await asyncio.to_thread(RawIrc, bare.port, f"x{carol}") as person:
            await asyncio.to_thread(identified, person, carol)
            person.join(channel)
            person.say(channel, "!status")
            said = await bot.hears(Message)
            assert (await bot.adapter.verify(said)).sender.account == carol
            person.send(f"NICK y{carol}")
            await bot.hears(Renamed)
            found = await bot.adapter.verify(said)
        assert (found.sender.account, found.vouched) == (None, True)


async def test_a_server_that_does_not_say_is_not_waited_for(bare: Inspircd) -> None:
    channel = f"#i{free_port()}"
    async with working(network(bare.port, channel), replace(SWIFT, ping_after=60.0, whois=0.2)) as bot:
        await bot.in_room(channel)
        with await asyncio.to_thread(RawIrc, bare.port, f"x{free_port()}") as person:
            person.join(channel)
            person.say(channel, "!status")
            said = await bot.hears(Message)
            bare.freeze()
            try:
                assert await bot.adapter.verify(said) == replace(said, vouched=True)
            finally:
                bare.thaw()


async def test_whoever_logs_in_while_we_watch_is_known_and_no_longer_after_logging_out(inspircd: Inspircd) -> None:
    channel, account = f"#i{free_port()}", f"m{free_port()}"
    await asyncio.to_thread(inspircd.register_account, account, PASSWORD)
    async with working(network(inspircd.port, channel)) as bot:
        await bot.in_room(channel)
        with await asyncio.to_thread(RawIrc, inspircd.port, f"x{free_port()}") as person:
            person.join(channel)
            await asyncio.to_thread(identified, person, account)
            assert (await bot.hears(Renamed)).new.account == account
            person.send("PRIVMSG NickServ :LOGOUT")
            assert (await bot.hears(Renamed)).new.account is None


@pytest.mark.case(32)
@pytest.mark.parametrize(("mapping", "same"), [("ascii", False), ("rfc1459", True)])
async def test_brackets_are_the_same_where_the_server_says_so(mapping: str, same: bool) -> None:
    with running(Inspircd(options=InspircdOptions(casemapping=mapping))) as server:
        async with working(network(server.port, "#Room[1]")) as bot:
            place = (await bot.hears(Present)).place
            assert place.room == ("#room{1}" if same else "#room[1]")
            with await asyncio.to_thread(RawIrc, server.port, "Eve[x]") as eve:
                eve.join("#ROOM[1]")
                eve.say("#rOOm[1]", "hi")
                heard = await bot.hears(Message)
                assert (heard.sender.id, heard.place) == ("eve{x}" if same else "eve[x]", place)
                await _says(bot, heard, "hello")
                await eve.hears(":Eve[x]: hello")


async def _says(bot: Bot, heard: Message, words: str) -> None:
    await bot.says(heard.place, words, to=heard.sender)
