"""What people and servers do to a bot that listens and speaks, on real servers: replay, refusals, closed rooms, other bots."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.actions import Say
from bot.core.events import Gone, Message, Renamed, Undelivered
from bot.core.people import Place
from tests.live.adapter import network, working
from tests.live.bot import BotProcess
from tests.servers.common import free_port
from tests.servers.fixtures import running
from tests.servers.ircd import Inspircd, InspircdOptions, Ngircd, RawIrc

pytestmark = pytest.mark.slow

QUESTION = "is there a repo for gazpacho?"
TAGS = ("message-tags", "batch", "server-time")


@pytest.fixture
def channel() -> str:
    return f"#s{free_port()}"


@pytest.fixture
def ann(inspircd: Inspircd, channel: str) -> Iterator[RawIrc]:
    """The other user, operator of the channel."""
    with RawIrc(inspircd.port, f"ann{free_port()}", caps=TAGS) as person:
        person.join(channel)
        yield person


@pytest.fixture
def house(inspircd: Inspircd, ann: RawIrc, channel: str, tmp_path: Path) -> Iterator[RawIrc]:
    """The whole bot in a process of its own, in the channel with ann and ready to answer her."""
    bot = BotProcess(tmp_path, inspircd.port, channel)
    bot.start()
    try:
        ann.expect(f":helper!helper@127.0.0.1 JOIN :{channel}", timeout=20)
        ann.say("helper", "about")
        ann.expect(f"PRIVMSG {ann.nick} :", timeout=20)
        yield ann
    finally:
        bot.close()
        ann.lines(0.5)  # the server forgets its nick


def said(person: RawIrc) -> list[str]:
    """Everything that the bot has said in this person's sight: target and text."""
    person.fence()
    return [line.partition(" PRIVMSG ")[2] for line in person.log if ":helper!" in line and " PRIVMSG " in line]


def heard(person: RawIrc, start: str) -> list[str]:
    """What the bot has said, once the answer to one more line of this person's is among it: so everything before has been read."""
    person.say("helper", "help why")
    person.expect(f"PRIVMSG {person.nick} :", timeout=10)
    return [line for line in said(person) if line.startswith(start)]


# --- nobody's question ---


@pytest.mark.case(17)
def test_other_bots_and_notices_are_not_answered(house: RawIrc, inspircd: Inspircd, channel: str) -> None:
    with RawIrc(inspircd.port, f"bot{free_port()}") as other:
        other.send(f"MODE {other.nick} +B")
        other.join(channel)
        other.say(channel, f"helper: {QUESTION}")
        house.send(f"NOTICE {channel} :helper: {QUESTION}", f"NOTICE helper :{QUESTION}")
        other.send("PRIVMSG helper :about")
        other.fence()
        assert heard(house, channel) == []
        assert not any("helper!" in line for line in other.fence())
        house.say(channel, f"helper: {QUESTION}")
        assert "Epoxy" in house.expect(f"PRIVMSG {channel} :{house.nick}: ")


@pytest.mark.case(47)
def test_colours_and_bold_do_not_hide_a_question(house: RawIrc, channel: str) -> None:
    house.say(channel, "\x0304helper\x03: is there a \x02repo\x02 for \x1d\x1fgazpacho\x0f?")
    answer = house.expect(f"PRIVMSG {channel} :{house.nick}: ")
    assert "Epoxy" in answer
    assert not any(ord(char) < 32 for char in answer)


@pytest.mark.case(16)
def test_its_own_echo_is_not_heard_as_a_question_and_a_reply_to_it_is_said_to_it(house: RawIrc, channel: str) -> None:
    house.say(channel, f"helper: {QUESTION}")
    answer = house.expect(f"PRIVMSG {channel} :{house.nick}: ")
    msgid = answer.partition("msgid=")[2].partition(" ")[0].partition(";")[0]
    house.send(f"@+draft/reply={msgid} PRIVMSG {channel} :hello?")
    assert house.nick in house.expect(f"PRIVMSG {channel} :")


@pytest.mark.case(52)
def test_asked_among_operators_it_answers_among_operators(house: RawIrc, inspircd: Inspircd, channel: str) -> None:
    with RawIrc(inspircd.port, f"low{free_port()}") as other:
        other.join(channel)
        house.send(f"MODE {channel} +o helper")
        house.say(f"@{channel}", f"helper: {QUESTION}")
        assert "Epoxy" in house.expect(f"PRIVMSG @{channel} :")
        assert heard(house, channel) == []
        assert not any("helper!" in line and "PRIVMSG" in line for line in other.fence())


@pytest.mark.case(52)
@pytest.mark.parametrize("name", ["&local{}", "#gr\u00fc\u00df{}", "#a.b-c{}"])
async def test_odd_channels_are_answered_where_they_are(ngircd: Ngircd, name: str) -> None:
    room = name.format(free_port())
    async with working(network(ngircd.port, room)) as bot:
        place = (await bot.in_room(room)).place
        with await asyncio.to_thread(RawIrc, ngircd.port, "ann") as person:
            person.join(room)
            person.say(f"{room},{bot.name}", "two at once")
            assert [(await bot.hears(Message)).place for _ in range(2)] == [place, Place("net", "ann", direct=True)]
            await bot.says(place, "here")
            assert (await person.hears(" PRIVMSG ")).endswith(f"PRIVMSG {room} :here")


# --- yesterday's questions ---


@pytest.mark.case(23)
@pytest.mark.parametrize("without", [(), ("ircv3_batch",), ("ircv3_batch", "ircv3_servertime")])
def test_replayed_questions_are_not_answered(tmp_path: Path, without: tuple[str, ...]) -> None:
    with running(Inspircd(options=InspircdOptions(without=without))) as server, RawIrc(server.port, "ann") as ann:
        ann.join("#old")
        ann.send("MODE #old +H 20:1h")
        for _ in range(5):
            ann.say("#old", f"helper: {QUESTION}")
        ann.fence()
        bot = BotProcess(tmp_path, server.port, "#old")
        bot.start()
        try:
            ann.expect("JOIN :#old", timeout=20)
            ann.say("helper", "about")
            ann.expect("PRIVMSG ann :", timeout=20)
            assert heard(ann, "#old") == []
            ann.say("#old", f"helper: {QUESTION}")
            assert "Epoxy" in ann.expect("PRIVMSG #old :ann: ")
        finally:
            bot.close()


# --- refusals ---


@pytest.mark.case(36)
@pytest.mark.parametrize("mode", ["+m", "+M", "+b *!*@*", "+b m:*!*@*"])
async def test_a_room_that_takes_no_line_is_reported_once_and_not_tried_again(
    inspircd: Inspircd, ann: RawIrc, channel: str, mode: str
) -> None:
    async with working(network(inspircd.port, channel)) as bot:
        place = (await bot.in_room(channel)).place
        ann.send(f"MODE {channel} {mode}")
        await ann.hears(f"MODE {channel} ")
        for key in ("1.0", "2.0"):
            await bot.adapter.perform(Say(key, place, ("hello",)))
            lost = await bot.hears(Undelivered)
            assert (lost.place, lost.key) == (place, key)
        assert "a line of mine was refused" in await bot.reported()
        assert bot.reports.empty()
        assert not any(" PRIVMSG " in line for line in await asyncio.to_thread(ann.fence))


@pytest.mark.case(36)
async def test_whoever_takes_no_private_line_gets_none(inspircd: Inspircd, ann: RawIrc, channel: str) -> None:
    async with working(network(inspircd.port, channel)) as bot:
        await bot.in_room(channel)
        ann.send(f"MODE {ann.nick} +g")
        await ann.hears("MODE ")
        await bot.adapter.perform(Say("1.0", Place("net", ann.nick, direct=True), ("hello",)))
        assert "(716)" in (await bot.hears(Undelivered)).why


@pytest.mark.case(36)
async def test_each_line_is_known_by_its_label(inspircd: Inspircd, ann: RawIrc, channel: str) -> None:
    """Two lines at once, the first to nobody: not the last one is refused, but the one that was."""
    async with working(network(inspircd.port, channel)) as bot:
        place = (await bot.in_room(channel)).place
        for key, to in (("1.0", Place("net", "nobody", direct=True)), ("2.0", place)):
            await bot.adapter.perform(Say(key, to, ("hello",)))
        assert (await bot.hears(Undelivered)).key == "1.0"
        assert (await bot.hears(Message)).own
        await ann.hears("PRIVMSG")


# --- thrown out ---


@pytest.mark.case(37)
async def test_taken_out_by_staff_it_comes_back(inspircd: Inspircd, channel: str) -> None:
    async with working(network(inspircd.port, channel)) as bot:
        place = (await bot.in_room(channel)).place
        with await asyncio.to_thread(RawIrc, inspircd.port, f"root{free_port()}") as root:
            root.send("OPER oper oper", f"SAPART {bot.name} {channel}")
            assert (await bot.hears(Gone)).place == place
            assert "taken out of it" in await bot.reported()
            await bot.in_room(channel)


@pytest.mark.case(37)
async def test_kicked_and_banned_it_comes_back_when_the_ban_is_lifted(inspircd: Inspircd, ann: RawIrc, channel: str) -> None:
    async with working(network(inspircd.port, channel)) as bot:
        await bot.in_room(channel)
        ann.send(f"MODE {channel} +b {bot.name}!*@*", f"KICK {channel} {bot.name} :out")
        assert "kicked by" in await bot.reported()
        assert "(474)" in await bot.reported()
        await bot.hears(Gone, lambda event: "(474)" in event.why)
        await bot.hears(Gone, lambda event: "(474)" in event.why)
        assert bot.reports.empty()
        ann.send(f"MODE {channel} -b {bot.name}!*@*")
        await bot.in_room(channel)


@pytest.mark.case(37)
async def test_a_services_ban_is_waited_out(inspircd: Inspircd, channel: str) -> None:
    founder = f"own{free_port()}"
    await asyncio.to_thread(inspircd.register_account, founder, "secret1")
    with await asyncio.to_thread(RawIrc, inspircd.port, founder) as owner:
        owner.send(f"PRIVMSG NickServ :IDENTIFY {founder} secret1")
        await owner.hears(" 900 ")
        owner.join(channel)
        owner.send(f"PRIVMSG ChanServ :REGISTER {channel}")
        await owner.hears("is now registered", "registered")
        async with working(network(inspircd.port, channel)) as bot:
            await bot.in_room(channel)
            owner.send(f"PRIVMSG ChanServ :AKICK {channel} ADD {bot.name}!*@* no bots")
            await owner.hears("successfully added")
            owner.send(f"KICK {channel} {bot.name} :out")
            assert "kicked by own" in await bot.reported()
            assert "kicked by ChanServ: Banned: no bots" in await bot.reported()
            await bot.hears(Gone, lambda event: "(474)" in event.why)
            owner.send(f"PRIVMSG ChanServ :AKICK {channel} DEL {bot.name}!*@*", f"MODE {channel} -b {bot.name}!*@*")
            await bot.in_room(channel)


@pytest.mark.case(37)
@pytest.mark.parametrize(("mode", "undo", "numeric"), [("+l 1", "-l", 471), ("+k key", "-k key", 475), ("+R", "-R", 477)])
async def test_a_closed_room_is_joined_when_it_opens(
    inspircd: Inspircd, ann: RawIrc, channel: str, mode: str, undo: str, numeric: int
) -> None:
    ann.send(f"MODE {channel} {mode}")
    await ann.hears(f"MODE {channel} ")
    async with working(network(inspircd.port, channel)) as bot:
        assert f"({numeric})" in await bot.reported()
        ann.send(f"INVITE {bot.name} {channel}")  # taken from nobody: it was not closed for want of one
        ann.send(f"MODE {channel} {undo}")
        await bot.in_room(channel)


# --- who waits, and who is away ---


async def test_a_client_with_tags_sees_that_an_answer_is_on_its_way(inspircd: Inspircd, channel: str) -> None:
    with RawIrc(inspircd.port, f"ann{free_port()}", caps=TAGS) as ann:
        ann.join(channel)
        async with working(network(inspircd.port, channel)) as bot:
            place = (await bot.in_room(channel)).place
            bot.adapter.typing(place)
            assert channel in await ann.hears("+typing=active")


async def test_a_server_without_tags_is_sent_no_mark(ngircd: Ngircd, channel: str) -> None:
    with RawIrc(ngircd.port, f"ann{free_port()}") as ann:
        ann.join(channel)
        async with working(network(ngircd.port, channel)) as bot:
            place = (await bot.in_room(channel)).place
            bot.adapter.typing(place)
            await bot.says(place, "hello")
            await ann.hears(" PRIVMSG ")
            assert not any("TAGMSG" in line or " 421 " in line for line in ann.log)
            assert bot.reports.empty()


async def test_who_is_away_is_known_to_be(inspircd: Inspircd, ann: RawIrc, channel: str) -> None:
    async with working(network(inspircd.port, channel)) as bot:
        await bot.in_room(channel)
        ann.send("AWAY :lunch")
        assert (await bot.hears(Renamed)).new.away
        ann.send("AWAY")
        assert not (await bot.hears(Renamed)).new.away
