"""The IRC adapter against real servers: InspIRCd with TLS and services, ngIRCd, and a line that breaks."""

import asyncio
import hashlib
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapters.base import NotConnected, Refused, Rejected
from bot.core.actions import Say
from bot.core.events import Event, Gone, Joined, Left, Message, Named, Present, Renamed, Undelivered
from bot.core.people import Place, Standing
from bot.core.settings import Login, Tls
from tests.live.adapter import PATIENT, SWIFT, WAIT, Bot, network, secure, working
from tests.servers.common import Pki, free_port
from tests.servers.faultproxy import FaultProxy
from tests.servers.fixtures import running
from tests.servers.ircd import Inspircd, Ngircd, RawIrc

pytestmark = pytest.mark.slow


@pytest.fixture
def channel() -> str:
    return f"#c{free_port()}"


@pytest.fixture
def ann(inspircd: Inspircd, channel: str) -> Iterator[RawIrc]:
    """The other user, operator of the channel."""
    with RawIrc(inspircd.port, f"ann{free_port()}") as person:
        person.join(channel)
        yield person


async def test_it_joins_hears_and_speaks_over_tls(inspircd: Inspircd, pki: Pki, ann: RawIrc, channel: str) -> None:
    async with working(network(inspircd.tls_port, channel.upper(), tls=secure(pki))) as bot:
        named, present = await bot.hears(Named), await bot.in_room(channel)
        assert (named.name, named.also) == (bot.name, ())
        assert {person.id for person in present.people} == {bot.name, ann.nick}
        ann.say(channel, "\x02is\x02 anybody here?")
        heard = await bot.hears(Message)
        assert (heard.text, heard.sender.host, heard.standing) == ("is anybody here?", f"{ann.nick}@127.0.0.1", Standing.OP)
        assert heard.id
        await bot.says(heard.place, "yes", "I am", to=heard.sender)
        assert (await ann.hears(" PRIVMSG ")).endswith(f"PRIVMSG {channel} :{ann.nick}: yes")
        assert (await ann.hears(" PRIVMSG ")).endswith(":I am")
        own = await bot.hears(Message)
        assert (own.own, own.sender.bot, own.text) == (True, True, f"{ann.nick}: yes")


async def test_it_speaks_in_private(inspircd: Inspircd, ann: RawIrc, channel: str) -> None:
    async with working(network(inspircd.port, channel)) as bot:
        await bot.in_room(channel)
        ann.say(bot.name, "hello")
        heard = await bot.hears(Message)
        assert heard.place == Place("net", ann.nick, direct=True)
        await bot.says(heard.place, "hello, too", to=heard.sender)
        assert (await ann.hears(" PRIVMSG ")).endswith(f"PRIVMSG {ann.nick} :hello, too")


async def test_people_come_rename_and_go(inspircd: Inspircd, channel: str) -> None:
    async with working(network(inspircd.port, channel)) as bot:
        await bot.in_room(channel)
        with await asyncio.to_thread(RawIrc, inspircd.port, "eve") as eve:
            eve.join(channel)
            assert (await bot.hears(Joined)).person.id == "eve"
            eve.send("NICK eva")
            assert (await bot.hears(Renamed)).new.id == "eva"
        assert (await bot.hears(Left)).person.id == "eva"


@pytest.mark.case(43)
async def test_long_answers_arrive_whole(inspircd: Inspircd, ann: RawIrc, channel: str) -> None:
    text = " ".join(["grüße", "👩‍🚀", "e\u0301" * 9] * 40)
    async with working(network(inspircd.port, channel)) as bot:
        await bot.in_room(channel)
        await bot.says(Place("net", channel), text, "end")
        lines: list[str] = []
        while not lines or lines[-1] != "end":
            lines.append((await ann.hears(" PRIVMSG ")).partition(f"{channel} :")[2])
        assert " ".join(lines[:-1]) == text


async def test_sasl_plain_logs_in(inspircd: Inspircd, pki: Pki, channel: str) -> None:
    await asyncio.to_thread(inspircd.register_account, "plainacct", "secret1")
    async with working(network(inspircd.tls_port, channel, tls=secure(pki), login=Login("sasl-plain", "plainacct", "secret1"))) as bot:
        present = await bot.hears(Present, lambda event: event.people[0].account is not None)
        assert present.people[0].account == "plainacct"


async def test_sasl_external_logs_in_by_certificate(inspircd: Inspircd, pki: Pki, channel: str) -> None:
    await asyncio.to_thread(inspircd.register_account, "certacct", "secret1")
    pem = pki.client_cert.read_text().partition("-----END CERTIFICATE-----")
    fingerprint = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem[0] + pem[1] + "\n")).hexdigest()
    await asyncio.to_thread(inspircd.certify_account, "certacct", "secret1", fingerprint)
    tls = Tls(ca=str(pki.ca), certificate=str(pki.client_cert), key=str(pki.client_key))
    async with working(network(inspircd.tls_port, channel, tls=tls, login=Login("sasl-external", "certacct"))) as bot:
        present = await bot.hears(Present, lambda event: event.people[0].account is not None)
        assert present.people[0].account == "certacct"


async def test_nickserv_logs_in_before_it_joins(inspircd: Inspircd, ann: RawIrc, channel: str) -> None:
    await asyncio.to_thread(inspircd.register_account, "nsacct", "secret1")
    ann.send(f"MODE {channel} +R")
    await ann.hears(f"MODE {channel} ")
    async with working(network(inspircd.port, channel, login=Login("nickserv", "nsacct", "secret1"))) as bot:
        present = await bot.hears(Present, lambda event: any(person.account for person in event.people))
        assert {person.account for person in present.people} == {None, "nsacct"}


@pytest.mark.case(29)
@pytest.mark.parametrize("method", ["sasl-plain", "nickserv"])
async def test_a_wrong_password_never_joins_and_gives_up(inspircd: Inspircd, ann: RawIrc, channel: str, method: str) -> None:
    await asyncio.to_thread(inspircd.register_account, f"wrong{method[:4]}", "secret1")
    login = Login(method, f"wrong{method[:4]}", "guess")
    bot = Bot(network(inspircd.port, channel, login=login), SWIFT)
    with pytest.raises(Refused, match="3 times in a row"):
        async with asyncio.timeout(60.0):
            await bot.adapter.listen(bot.events.put)
    assert bot.never_came()
    assert not any("JOIN" in line and bot.name in line for line in await asyncio.to_thread(ann.fence))


async def test_without_services_a_login_never_joins(ngircd: Ngircd, channel: str) -> None:
    async with working(network(ngircd.port, channel, login=Login("nickserv", "acct", "secret"))) as bot:
        assert await bot.reported() == "net: login by NickServ is configured, and there is no NickServ"
        assert bot.never_came()


@pytest.mark.case(29)
async def test_a_login_waits_for_services_that_are_down(channel: str) -> None:
    with running(Inspircd(services=True)) as server:
        assert server.services is not None
        await asyncio.to_thread(server.register_account, "acct", "secret1")
        await asyncio.to_thread(server.stop_services)
        async with working(network(server.port, channel, login=Login("sasl-plain", "acct", "secret1"))) as bot:
            assert "the server offers no SASL at all" in await bot.reported()
            assert bot.never_came()
            await asyncio.to_thread(server.services.start)
            present = await bot.hears(Present, lambda event: event.people[0].account is not None)
            assert present.people[0].account == "acct"


@asynccontextmanager
async def listener(made: ssl.SSLContext | None) -> AsyncIterator[tuple[int, list[bytes]]]:
    """A server that keeps what it is told and answers in plain words."""
    told: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        told.append(await reader.read(4096))
        writer.write(b":irc.test NOTICE * :*** Looking up your hostname\r\n")
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0, ssl=made) as server:
        yield server.sockets[0].getsockname()[1], told


def serving(cert: Path, key: Path) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(cert, key)
    return made


@pytest.mark.case(7)
async def test_a_server_of_another_authority_gets_no_word(pki: Pki, tmp_path: Path) -> None:
    async with listener(serving(pki.cert, pki.key)) as (port, told), working(network(port, "#x", Tls(ca=str(Pki(tmp_path).ca)))) as bot:
        assert "the certificate of localhost is not trusted" in await bot.reported()
        assert told == []


@pytest.mark.case(7)
async def test_a_server_of_another_name_gets_no_word(pki: Pki) -> None:
    async with listener(serving(pki.wrong_cert, pki.wrong_key)) as (port, told), working(network(port, "#x", secure(pki))) as bot:
        assert "the certificate of localhost is not trusted: Hostname mismatch" in await bot.reported()
        assert told == []


@pytest.mark.case(7)
async def test_a_server_without_tls_gets_no_word(pki: Pki) -> None:
    async with listener(None) as (port, told), working(network(port, "#x", secure(pki))) as bot:
        assert "no connection to localhost" in await bot.reported()
        assert told
        assert not any(b"NICK" in words for words in told)


async def test_nobody_listening_is_reported_and_tried_again(channel: str) -> None:
    port = free_port()
    async with working(network(port, channel)) as bot:
        assert f"no connection to 127.0.0.1:{port}" in await bot.reported()
        async with FaultProxy(port) as proxy:
            assert proxy.accepted == 0
        assert not bot.adapter.ready


@pytest.mark.case(6)
async def test_a_server_that_accepts_and_says_nothing_is_left(ngircd: Ngircd, channel: str) -> None:
    async with FaultProxy(ngircd.port) as proxy:
        proxy.blackhole()
        async with working(network(proxy.port, channel)) as bot:
            assert "nothing from the server" in await bot.reported()
            proxy.heal()
            await bot.in_room(channel)


@pytest.mark.case(10)
async def test_a_killed_server_is_joined_again_when_it_is_back(channel: str) -> None:
    with running(Inspircd()) as server:
        async with working(network(server.port, channel)) as bot:
            place = (await bot.in_room(channel)).place
            await asyncio.to_thread(server.kill)
            assert (await bot.hears(Gone)).place is None
            with pytest.raises(NotConnected):
                await bot.says(place, "into the void")
            await asyncio.to_thread(server.start)
            await bot.in_room(channel)
            with await asyncio.to_thread(RawIrc, server.port, "ann") as ann:
                ann.join(channel)
                await bot.hears(Joined)
                await bot.says(place, "back again")
                await ann.hears(":back again")
                assert not any("void" in line for line in ann.log)


@pytest.mark.case(3)
async def test_a_half_open_line_is_noticed(inspircd: Inspircd, channel: str) -> None:
    async with FaultProxy(inspircd.port) as proxy, working(network(proxy.port, channel)) as bot:
        await bot.in_room(channel)
        proxy.blackhole()
        await bot.hears(Gone)
        proxy.heal()
        await bot.in_room(channel)
        assert proxy.accepted >= 2


async def test_a_reset_line_is_noticed_at_once(inspircd: Inspircd, channel: str) -> None:
    async with FaultProxy(inspircd.port) as proxy, working(network(proxy.port, channel), PATIENT) as bot:
        await bot.in_room(channel)
        proxy.reset_all()
        await bot.hears(Gone)
        await bot.in_room(channel)


@pytest.mark.case(9)
async def test_a_line_that_drips_is_understood(ngircd: Ngircd, channel: str) -> None:
    async with FaultProxy(ngircd.port) as proxy, working(network(proxy.port, channel), PATIENT) as bot:
        proxy.drip = (1, 0.0)
        await bot.in_room(channel)
        with await asyncio.to_thread(RawIrc, ngircd.port, "ann") as ann:
            ann.join(channel)
            ann.say(channel, "grüße 👩‍🚀")
            assert (await bot.hears(Message)).text == "grüße 👩‍🚀"


@pytest.mark.case(23)
async def test_old_lines_shown_on_joining_are_marked(inspircd: Inspircd, ann: RawIrc, channel: str) -> None:
    ann.send(f"MODE {channel} +H 20:1h")
    await ann.hears(f"MODE {channel} ")
    ann.say(channel, "yesterday's question")
    await asyncio.to_thread(ann.fence)
    async with working(network(inspircd.port, channel)) as bot:
        old = await bot.hears(Message, lambda event: event.text == "yesterday's question")
        assert old.playback
        ann.say(channel, "today's question")
        new = await bot.hears(Message, lambda event: event.text == "today's question")
        assert not new.playback


@pytest.mark.parametrize("text", [b"gr\xfc\xdfe", b"gr\xc3\xbc\xc3\x9fe"])
@pytest.mark.parametrize("server", ["inspircd", "ngircd"])
@pytest.mark.case(49)
async def test_text_in_any_encoding_is_survived(request: pytest.FixtureRequest, channel: str, server: str, text: bytes) -> None:
    port = request.getfixturevalue(server).port
    async with working(network(port, channel)) as bot:
        await bot.in_room(channel)
        with await asyncio.to_thread(RawIrc, port, "max") as person:
            person.join(channel)
            person.send(b"PRIVMSG " + channel.encode() + b" :" + text)
            assert (await bot.hears(Message)).text == "grüße"


@pytest.mark.parametrize("server", ["inspircd", "ngircd"])
@pytest.mark.case(41)
async def test_nothing_that_is_said_can_become_a_command(request: pytest.FixtureRequest, channel: str, server: str) -> None:
    """An answer that repeats what a stranger typed must stay one message; ngIRCd ends a line at a bare CR."""
    port = request.getfixturevalue(server).port
    async with working(network(port, channel)) as bot:
        place = (await bot.in_room(channel)).place
        with await asyncio.to_thread(RawIrc, port, "eve") as eve:
            eve.join(channel)
            eve.say(channel, f"hey \x10rPRIVMSG {channel} :injected")
            heard = await bot.hears(Message)
            for text in (heard.text, f"a\rPRIVMSG {channel} :injected", "a\nQUIT :injected", "a\0b", "\x01VERSION\x01", "\x10rQUIT"):
                await bot.says(place, text, to=heard.sender)
            await bot.says(place, "end")
            await eve.hears(":end")
            said = [line.partition(f"{channel} :")[2] for line in eve.log if line.startswith(f":{bot.name}!") and " JOIN " not in line]
    assert said == [
        f"eve: hey rPRIVMSG {channel} :injected", f"eve: a PRIVMSG {channel} :injected", "eve: a QUIT :injected", "eve: ab", "eve: VERSION",
        "eve: rQUIT", "end",
    ]  # fmt: skip


@pytest.mark.case(28)
async def test_a_taken_nick_is_taken_back_when_it_is_free(inspircd: Inspircd, channel: str) -> None:
    name = f"helper{free_port()}"
    with await asyncio.to_thread(RawIrc, inspircd.port, name) as holder:
        async with working(network(inspircd.port, channel), name=name) as bot:
            named = await bot.hears(Named)
            assert (named.name, named.also) == (f"{name}_", (name,))
            await bot.in_room(channel)
            holder.close()
            named = await bot.hears(Named)
            assert (named.name, named.also) == (name, ())


@pytest.mark.case(28)
async def test_services_give_the_nick_back(inspircd: Inspircd, channel: str) -> None:
    name = f"helper{free_port()}"
    await asyncio.to_thread(inspircd.register_account, name, "secret1")
    with await asyncio.to_thread(RawIrc, inspircd.port, name):
        async with working(network(inspircd.port, channel, login=Login("sasl-plain", name, "secret1")), name=name) as bot:
            assert (await bot.hears(Named)).name == f"{name}_"
            assert (await bot.hears(Named)).name == name


@pytest.mark.case(28)
async def test_a_forced_rename_is_noticed_and_undone(inspircd: Inspircd, channel: str) -> None:
    async with working(network(inspircd.port, channel)) as bot:
        await bot.in_room(channel)
        with await asyncio.to_thread(RawIrc, inspircd.port, "root") as root:
            root.send("OPER oper oper", f"SANICK {bot.name} renamed")
            named = [await bot.hears(Named), await bot.hears(Named)]
        assert [event.name for event in named] == ["renamed", bot.name]


@pytest.mark.case(37)
async def test_a_kick_is_reported_and_followed_by_coming_back(inspircd: Inspircd, ann: RawIrc, channel: str) -> None:
    async with working(network(inspircd.port, channel)) as bot:
        place = (await bot.in_room(channel)).place
        ann.send(f"KICK {channel} {bot.name} :behave")
        assert (await bot.hears(Gone)).place == place
        assert await bot.reported() == f"net: {channel}: kicked by {ann.nick}: behave"
        await bot.in_room(channel)


@pytest.mark.case(37)
async def test_a_closed_channel_is_reported_and_joined_when_it_opens(inspircd: Inspircd, ann: RawIrc, channel: str) -> None:
    ann.send(f"MODE {channel} +i")
    await ann.hears(f"MODE {channel} ")
    async with working(network(inspircd.port, channel)) as bot:
        assert f"net: {channel}: cannot join: " in await bot.reported()
        with pytest.raises(NotConnected):
            await bot.says(Place("net", channel), "too early")
        ann.send(f"INVITE {bot.name} {channel}")
        await bot.in_room(channel)


@pytest.mark.case(36)
async def test_a_line_that_the_channel_refuses_is_undelivered(inspircd: Inspircd, ann: RawIrc, channel: str) -> None:
    async with working(network(inspircd.port, channel)) as bot:
        place = (await bot.in_room(channel)).place
        ann.send(f"MODE {channel} +m")
        await ann.hears(f"MODE {channel} ")
        await bot.adapter.perform(Say("k1", place, ("hello",)))
        lost = await bot.hears(Undelivered)
        assert (lost.place, lost.key) == (place, "k1")
        assert "a line of mine was refused" in await bot.reported()


@pytest.mark.case(36)
async def test_a_line_to_nobody_is_undelivered(ngircd: Ngircd, channel: str) -> None:
    async with working(network(ngircd.port, channel)) as bot:
        await bot.in_room(channel)
        place = Place("net", "nobody", direct=True)
        await bot.adapter.perform(Say("k1", place, ("hello",)))
        assert (await bot.hears(Undelivered)).place == place


async def test_what_cannot_be_said_is_rejected(ngircd: Ngircd, channel: str) -> None:
    async with working(network(ngircd.port, channel)) as bot:
        place = (await bot.in_room(channel)).place
        with pytest.raises(Rejected):
            await bot.says(place, "\x02\r\n")
        with pytest.raises(Rejected):
            await bot.says(Place("net", "#elsewhere"), "hello")
        with pytest.raises(Rejected):
            await bot.says(Place("net", "two words", direct=True), "hello")


async def test_closing_says_goodbye_and_ends_listening(inspircd: Inspircd, ann: RawIrc, channel: str) -> None:
    bot = Bot(network(inspircd.port, channel), SWIFT)
    async with asyncio.timeout(WAIT), asyncio.TaskGroup() as group:
        group.create_task(bot.adapter.listen(bot.events.put))
        place = (await bot.in_room(channel)).place
        await bot.adapter.close("back soon")
        with pytest.raises(NotConnected):
            await bot.says(place, "hello")
    assert (await ann.hears(" QUIT ")).endswith("back soon")


async def test_a_busy_house_is_not_run_over(ngircd: Ngircd, channel: str) -> None:
    """Reading stops while the house takes nothing, the connection lives on, and nothing is lost."""
    house: asyncio.Queue[Event] = asyncio.Queue(maxsize=1)
    adapter = Bot(network(ngircd.port, channel), PATIENT).adapter
    async with asyncio.timeout(60.0), asyncio.TaskGroup() as group:
        task = group.create_task(adapter.listen(house.put))
        while not isinstance(await house.get(), Present):
            pass
        with await asyncio.to_thread(RawIrc, ngircd.port, "eve") as eve:
            eve.join(channel)
            for start in range(0, 3000, 100):
                eve.send(*[f"PRIVMSG {channel} :{number}" for number in range(start, start + 100)])
                await asyncio.to_thread(eve.fence)
            numbers: list[int] = []
            while len(numbers) < 3000:
                event = await house.get()
                if isinstance(event, Message):
                    numbers.append(int(event.text))
        task.cancel()
    assert numbers == list(range(3000))


async def _talk(bot: Bot, place: Place, lines: int) -> None:
    for _ in range(lines):
        await bot.says(place, "x" * 400)


async def test_a_stuck_line_takes_no_more(channel: str) -> None:
    """A server that reads nothing any more: what is written is bounded, and the house hears that it was not written."""

    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        welcome = [":s CAP * LS :", ":s 001 stuck :hi", ":s 005 stuck CHANTYPES=# :x", ":s 422 stuck :x"]
        writer.write("\r\n".join([*welcome, f":stuck!s@h JOIN {channel}", f":s 366 stuck {channel} :x", ""]).encode())
        await stop.wait()
        writer.transport.abort()

    stop = asyncio.Event()
    async with await asyncio.start_server(serve, "127.0.0.1", 0, limit=1024) as server:
        port = server.sockets[0].getsockname()[1]
        async with working(network(port, channel), replace(PATIENT, write=0.2), name="stuck") as bot:
            place = (await bot.in_room(channel)).place
            with pytest.raises(NotConnected, match="takes nothing"):
                await _talk(bot, place, 50_000)  # 20 MB; the buffers of the machine hold a few
        stop.set()


@pytest.mark.case(32)
async def test_two_names_that_only_ascii_tells_apart_are_two_people(ngircd: Ngircd, channel: str) -> None:
    async with working(network(ngircd.port, channel)) as bot:
        await bot.in_room(channel)
        with await asyncio.to_thread(RawIrc, ngircd.port, "[x]") as one, await asyncio.to_thread(RawIrc, ngircd.port, "{x}") as two:
            for person in (one, two):
                person.join(channel)
                person.say(channel, "hi")
            assert {(await bot.hears(Message)).sender.id, (await bot.hears(Message)).sender.id} == {"[x]", "{x}"}


@pytest.mark.parametrize("politely", [True, False])
async def test_it_stops_at_any_moment(ngircd: Ngircd, channel: str, politely: bool) -> None:
    """After any number of steps of the loop: no task, no socket and no cancellation is lost (warnings are errors)."""
    for steps in range(60):
        bot = Bot(network(ngircd.port, channel), SWIFT)
        async with asyncio.timeout(WAIT), asyncio.TaskGroup() as group:
            task = group.create_task(bot.adapter.listen(bot.events.put))
            for _ in range(steps):
                await asyncio.sleep(0)
            if politely:
                await bot.adapter.close("bye")
            task.cancel()
    assert asyncio.all_tasks() == {asyncio.current_task()}
