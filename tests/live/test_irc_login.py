"""Getting in safely: certificates, pinning, strict transport security, SASL SCRAM, bans, against servers that play one part each."""

import asyncio
import base64
import hashlib
import hmac
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.adapters.base import Refused
from bot.adapters.irc.sts import Sts
from bot.core.events import Gone
from bot.core.settings import Login, Tls
from tests.live.adapter import PATIENT, SWIFT, Bot, network, secure, working
from tests.servers.common import Pki
from tests.servers.fixtures import running
from tests.servers.ircd import Inspircd, RawIrc
from tests.servers.played import Part, Played, host, played

pytestmark = pytest.mark.slow

CHANNEL = "#c"
SCRAM = Login("sasl-scram-sha-256", "acct", "pencil")


def serving(cert: Path, key: Path) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(cert, key)
    return made


def pinned(cert: Path) -> str:
    """The fingerprint of a certificate file, as `openssl x509 -fingerprint -sha256` has it, without colons."""
    pem = cert.read_text().partition("-----END CERTIFICATE-----")
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem[0] + pem[1] + "\n")).hexdigest()


# --- certificates ---


@pytest.mark.case(7)
async def test_an_expired_certificate_gets_no_word(pki: Pki, tmp_path: Path) -> None:
    issued = pki.authority.issue_cert("localhost", not_after=datetime(2024, 1, 1, tzinfo=UTC))
    cert, key = tmp_path / "old.pem", tmp_path / "old.key"
    issued.cert_chain_pems[0].write_to_path(str(cert))
    issued.private_key_pem.write_to_path(str(key))
    async with played(host, serving(cert, key)) as server, working(network(server.port, CHANNEL, secure(pki))) as bot:
        assert "the certificate of localhost is not trusted: certificate has expired" in await bot.reported()
        assert server.told == []


async def test_a_pinned_certificate_needs_no_authority(pki: Pki) -> None:
    tls = Tls(verify=False, fingerprint=pinned(pki.wrong_cert))
    async with played(host, serving(pki.wrong_cert, pki.wrong_key)) as server, working(network(server.port, CHANNEL, tls)) as bot:
        await bot.in_room(CHANNEL)


@pytest.mark.case(7)
@pytest.mark.parametrize("verify", [True, False])
async def test_another_certificate_than_the_pinned_one_gets_no_word(pki: Pki, verify: bool) -> None:
    tls = Tls(verify=verify, ca=str(pki.ca), fingerprint="0" * 64)
    async with played(host, serving(pki.cert, pki.key)) as server, working(network(server.port, CHANNEL, tls)) as bot:
        why = f"has the fingerprint {pinned(pki.cert)}, and bot.yaml names another: nothing was sent"
        assert why in await bot.reported()
        for _ in range(3):
            assert why in (await bot.hears(Gone)).why
        assert server.told == []


async def test_a_pinned_certificate_must_be_trusted_too_unless_verify_is_off(pki: Pki) -> None:
    tls = Tls(ca=str(pki.ca), fingerprint=pinned(pki.wrong_cert))
    async with played(host, serving(pki.wrong_cert, pki.wrong_key)) as server, working(network(server.port, CHANNEL, tls)) as bot:
        assert "is not trusted: Hostname mismatch" in await bot.reported()
        assert server.told == []


# --- strict transport security ---


@asynccontextmanager
async def upgrading(pki: Pki, said: str, cert: Path, key: Path) -> AsyncIterator[tuple[Bot, Played, Played]]:
    """A bot configured without TLS, a plain server that asks for TLS, and the server there, which says `said` of sts."""
    async with played(lambda: host(said), serving(cert, key)) as safe, played(lambda: host(f"sts=port={safe.port}")) as plain:
        settings = replace(network(plain.port, CHANNEL), host="localhost")
        bot = Bot(settings, SWIFT)
        bot.adapter.sts = Sts(settings, secure(pki))
        async with asyncio.TaskGroup() as group:
            task = group.create_task(bot.adapter.listen(bot.events.put))
            try:
                yield bot, plain, safe
            finally:
                task.cancel()


async def test_a_server_that_asks_for_tls_is_not_spoken_to_without_it_again(pki: Pki) -> None:
    async with upgrading(pki, "sts=duration=300", pki.cert, pki.key) as (bot, plain, safe):
        assert f"asks for TLS on port {safe.port}" in await bot.reported()
        for count in (1, 2, 3):
            await safe.hears("JOIN", count)
            safe.hang_up()
        assert len(plain.times) == 1
        assert {line.partition(" ")[0] for line in plain.told} <= {"CAP", "NICK", "USER", "QUIT"}


async def test_tls_that_fails_leads_nowhere_else(pki: Pki) -> None:
    async with upgrading(pki, "", pki.wrong_cert, pki.wrong_key) as (bot, plain, safe):
        for _ in range(4):
            await bot.hears(Gone, lambda event: "is not trusted" in event.why)
        assert (len(plain.times), safe.told) == (1, [])


async def test_a_duration_of_zero_ends_it(pki: Pki) -> None:
    async with upgrading(pki, "sts=duration=0", pki.cert, pki.key) as (_, plain, safe):
        await safe.hears("JOIN")
        safe.hang_up()
        await plain.visited(2)


async def test_a_real_server_asks_for_tls_and_gets_it(pki: Pki) -> None:
    server = Inspircd(pki)
    sts = f'<module name="ircv3_sts"><sts host="localhost" duration="5m" port="{server.tls_port}">'
    server.options = replace(server.options, extra=sts)
    with running(server):
        settings = replace(network(server.port, CHANNEL), host="localhost")
        bot = Bot(settings, SWIFT)
        bot.adapter.sts = Sts(settings, secure(pki))
        async with asyncio.TaskGroup() as group:
            task = group.create_task(bot.adapter.listen(bot.events.put))
            await bot.in_room(CHANNEL)
            with await asyncio.to_thread(RawIrc, server.port, "ann") as ann:
                ann.send(f"WHOIS {bot.name}")
                assert "secure connection" in await ann.hears(" 671 ", " 318 ")
            assert bot.adapter.sts.duration == 300.0
            task.cancel()


# --- SCRAM ---


class Services:
    """The server's side of SCRAM-SHA-256 for one account, without any code of the client's. `lies` proves another password."""

    def __init__(self, word: str = "pencil", *, lies: bool = False) -> None:
        self.password, self.lies = word, lies
        self.said: list[str] = []
        self.steps = iter((self.challenge, self.proof, self.success))

    def __call__(self, line: str) -> list[str]:
        command, _, rest = line.partition(" ")
        if command == "CAP" and rest.startswith("REQ"):
            return [f":s CAP * ACK {rest.partition(' ')[2]}"]
        if command == "CAP" and rest == "END":
            return [":s 001 helper :hi", ":s 005 helper CHANTYPES=# :x", ":s 422 helper :no MOTD"]
        if command == "AUTHENTICATE":
            return ["AUTHENTICATE +"] if rest == "SCRAM-SHA-256" else next(self.steps)(rest)
        return [] if command == "USER" else host("sasl=PLAIN,SCRAM-SHA-256")(line)

    def challenge(self, blob: str) -> list[str]:
        bare = base64.b64decode(blob).decode().removeprefix("n,,")
        nonce = bare.partition("r=")[2] + "server"
        challenge = f"r={nonce},s={base64.b64encode(b'salt').decode()},i=4096"
        self.said = [bare, challenge]
        return [_authenticate(challenge)]

    def proof(self, blob: str) -> list[str]:
        final, _, proof = base64.b64decode(blob).decode().rpartition(",p=")
        message = ",".join((*self.said, final)).encode()
        salted = hashlib.pbkdf2_hmac("sha256", self.password.encode(), b"salt", 4096)
        client = hmac.digest(salted, b"Client Key", "sha256")
        mask = hmac.digest(hashlib.sha256(client).digest(), message, "sha256")
        expected = bytes(one ^ other for one, other in zip(client, mask, strict=True))
        if base64.b64decode(proof) != expected and not self.lies:
            return [":s 904 helper :SASL authentication failed"]
        server = hmac.digest(salted, b"Server Key", "sha256")
        return [_authenticate(f"v={base64.b64encode(hmac.digest(server, message, 'sha256')).decode()}")]

    def success(self, _: str) -> list[str]:
        return [":s 900 helper helper!h@h acct :logged in", ":s 903 helper :success"]


def _authenticate(words: str) -> str:
    return f"AUTHENTICATE {base64.b64encode(words.encode()).decode()}"


async def test_scram_logs_in() -> None:
    async with played(Services) as server, working(network(server.port, CHANNEL, login=SCRAM)) as bot:
        await bot.in_room(CHANNEL)
        assert not any("pencil" in line for line in server.told)


@pytest.mark.case(29)
async def test_a_wrong_password_by_scram_never_joins_and_gives_up() -> None:
    async with played(lambda: Services("another")) as server:
        bot = Bot(network(server.port, CHANNEL, login=SCRAM), SWIFT)
        with pytest.raises(Refused, match="3 times in a row"):
            async with asyncio.timeout(60.0):
                await bot.adapter.listen(bot.events.put)
        assert not any(line.startswith(("JOIN", "CAP END")) for line in server.told)


@pytest.mark.case(29)
async def test_a_server_that_does_not_know_the_password_is_not_joined() -> None:
    async with played(lambda: Services("another", lies=True)) as server, working(network(server.port, CHANNEL, login=SCRAM)) as bot:
        assert "the server did not prove that it knows the password" in await bot.reported()
        await server.visited(3)
        assert not any(line.startswith(("JOIN", "CAP END")) for line in server.told)


@pytest.mark.case(29)
async def test_a_login_that_nobody_answers_is_given_up_and_tried_again() -> None:
    def mute() -> Part:
        silent = Services()
        silent.steps = iter([lambda _: []] * 3)
        return silent

    timings = replace(PATIENT, register=0.3)
    async with played(mute) as server, working(network(server.port, CHANNEL, login=SCRAM), timings) as bot:
        assert await bot.reported() == "net: the server did not answer the SASL login"
        await server.visited(3)
        assert not any(line.startswith(("JOIN", "CAP END")) for line in server.told)


# --- services that go ---


@pytest.mark.case(29)
async def test_who_is_in_stays_when_services_go_and_comes_back_only_with_them() -> None:
    with running(Inspircd(services=True)) as server:
        assert server.services is not None
        await asyncio.to_thread(server.register_account, "acct", "secret1")
        with await asyncio.to_thread(RawIrc, server.port, "ann") as ann:
            ann.join(CHANNEL)
            async with working(network(server.port, CHANNEL, login=Login("sasl-plain", "acct", "secret1")), PATIENT) as bot:
                place = (await bot.in_room(CHANNEL)).place
                await asyncio.to_thread(server.stop_services)
                await bot.says(place, "still here")
                await ann.hears(":still here")
                ann.send("OPER oper oper", f"KILL {bot.name} :go")
                assert (await bot.hears(Gone)).place is None
                for _ in range(3):
                    assert "the server offers no SASL at all" in (await bot.hears(Gone)).why
                assert not any(" JOIN " in line for line in await asyncio.to_thread(ann.fence))
                await asyncio.to_thread(server.services.start)
                await bot.in_room(CHANNEL)


# --- bans ---


@pytest.mark.case(11)
@pytest.mark.parametrize("words", ["Closing Link: helper (K-Lined)", "Throttled: Reconnecting too fast", "Your host is banned (Z:lined)"])
async def test_a_ban_at_registration_is_told_and_not_run_against(words: str) -> None:
    def banned() -> Part:
        return lambda line: [":s 465 * :You are banned", f"ERROR :{words}", "<EOF>"] if line.startswith("USER") else []

    timings = replace(SWIFT, backoff=0.001, backoff_barred=0.4, backoff_cap=0.4)
    async with played(banned) as server, working(network(server.port, CHANNEL), timings) as bot:
        assert await bot.reported() == f"net: the server hung up: {words}"
        await server.visited(4)
        assert all(later - before >= 0.2 for before, later in zip(server.times, server.times[1:], strict=False))
