"""`patience check --online` against real servers: one line for each finding, and not a word in any channel."""

import asyncio
import contextlib
import json
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.adapters.finding import Finding
from bot.adapters.irc.link import IrcAdapter
from bot.adapters.irc.probe import VISIT, Probe
from bot.clock import Clock
from bot.core.settings import IrcNetwork
from tests.folders import HEAD, entry, fill
from tests.servers.common import Pki, free_port
from tests.servers.ircd import Inspircd, Ngircd, RawIrc
from tests.transcript import ROOT

pytestmark = pytest.mark.slow

KNOWLEDGE = {"knowledge/faq/a.yaml": entry(), "knowledge/topics.yaml": "- {id: repos, words: [repo]}\n"}


def config(folder: Path, *networks: str) -> str:
    """A bot.yaml with these networks, each the inside of a YAML flow mapping."""
    text = HEAD + "networks:\n" + "".join(f"  - {{name: net{index}, kind: irc, {one}}}\n" for index, one in enumerate(networks))
    return str(fill(folder, KNOWLEDGE | {"bot.yaml": text + "plugins: {}\n"}) / "bot.yaml")


def check(folder: Path, *networks: str) -> int:
    return main(["check", "--online", "--config", config(folder, *networks)])


@pytest.fixture
def ann(inspircd: Inspircd) -> Iterator[RawIrc]:
    with RawIrc(inspircd.port, f"ann{free_port()}") as person:
        yield person


def secure(server: Inspircd, pki: Pki, password: str, rooms: str = "[]") -> str:
    login = f"login: {{method: sasl-plain, account: checked, password: {password}}}"
    return f'host: localhost, port: {server.tls_port}, tls: {{ca: "{pki.ca}"}}, {login}, rooms: {rooms}'


@pytest.fixture(scope="module", autouse=True)
def _account(inspircd: Inspircd) -> None:
    inspircd.register_account("checked", "secret1")


def test_every_step_is_told_and_nothing_is_said(
    tmp_path: Path, inspircd: Inspircd, pki: Pki, ann: RawIrc, capsys: pytest.CaptureFixture[str]
) -> None:
    calm, moderated, closed = (f"#{name}{free_port()}" for name in ("calm", "mod", "closed"))
    for channel in (calm, moderated, closed):
        ann.join(channel)
    ann.send(f"MODE {moderated} +m", f"MODE {closed} +i")
    ann.fence()
    assert check(tmp_path, secure(inspircd, pki, "secret1", f'["{calm}", "{moderated}", "{closed}"]')) == 1
    out, err = capsys.readouterr()
    assert out.splitlines()[1:3] == [
        "net0: localhost resolves to 127.0.0.1",
        f"net0: connected to localhost:{inspircd.tls_port} by TLS 1.3 (certificate until 3000-01-01)",
    ]
    assert out.splitlines()[4:] == ["net0: logged in as checked (sasl-plain)", f"net0: {calm}: the bot may speak (modes +nt)"]
    assert err.splitlines() == [
        f"net0: {moderated}: moderated (+m): the bot needs voice to speak (ask an operator for +v, or ChanServ for the flag +V)",
        f"net0: {closed}: cannot join: Cannot join channel (invite only) (473) (ask those who run it to let the bot in)",
    ]
    seen = [line for line in ann.fence() if "-check!" in line]
    assert {line.split()[1] for line in seen} == {"JOIN", "PART"}


def test_a_server_without_accounts_and_capabilities_is_fine_too(tmp_path: Path, ngircd: Ngircd, capsys: pytest.CaptureFixture[str]) -> None:
    with RawIrc(ngircd.port, "bea") as bea:
        bea.join("#checked")
        assert check(tmp_path, f'host: 127.0.0.1, port: {ngircd.port}, tls: false, rooms: ["#checked"]') == 0
        assert {line.split()[1] for line in bea.fence() if "-check!" in line} == {"JOIN", "PART"}
    out, err = capsys.readouterr()
    assert err == ""
    assert out.splitlines()[-1] == "net0: #checked: the bot may speak (no modes)"


@pytest.mark.parametrize(
    ("network", "problem"),
    [
        ("host: does-not-exist.invalid, rooms: []", "does-not-exist.invalid does not resolve: "),
        ("host: 127.0.0.1, port: 1, rooms: []", "no connection to 127.0.0.1:1: "),
    ],
)
def test_a_network_that_cannot_be_reached_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], network: str, problem: str) -> None:
    assert check(tmp_path, network) == 1
    assert problem in capsys.readouterr().err


def test_a_server_of_another_authority_is_told(tmp_path: Path, inspircd: Inspircd, capsys: pytest.CaptureFixture[str]) -> None:
    other = Pki(tmp_path / "other")
    assert check(tmp_path, secure(inspircd, other, "secret1")) == 1
    assert "the certificate of localhost is not trusted" in capsys.readouterr().err


def test_a_wrong_password_is_told(tmp_path: Path, inspircd: Inspircd, pki: Pki, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path, secure(inspircd, pki, "guess")) == 1
    _, err = capsys.readouterr()
    assert "refused the SASL login" in err
    assert "see account: and password: under login:" in err
    assert "guess" not in err


def test_a_file_that_cannot_be_used_is_told(tmp_path: Path, inspircd: Inspircd, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    assert check(tmp_path, f'host: localhost, port: {inspircd.tls_port}, tls: {{ca: "ca.pem"}}, rooms: []') == 1
    assert "ca.pem: cannot be used for TLS" in capsys.readouterr().err


def test_findings_can_be_had_as_json(tmp_path: Path, ngircd: Ngircd, capsys: pytest.CaptureFixture[str]) -> None:
    file = config(tmp_path, f"host: 127.0.0.1, port: {ngircd.port}, tls: false, rooms: []", "host: does-not-exist.invalid, rooms: []")
    assert main(["check", "--online", "--json", "--config", file]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    told = json.loads(out)
    assert told["problems"] == []
    assert [(one["network"], one["fine"]) for one in told["online"]] == [("net0", True)] * 3 + [("net1", False)]


def test_what_is_wrong_with_the_files_comes_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path, "host: does-not-exist.invalid, rooms: [], naem: x") == 1
    _, err = capsys.readouterr()
    assert "not looked at the networks" in err
    assert "resolve" not in err


def as_in_a_terminal() -> None:
    """A run in the background hands an ignored SIGINT down to its children; at a prompt Ctrl-C arrives."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_ends_it_at_once_without_a_trace(tmp_path: Path) -> None:
    """A server that accepts and says nothing is waited for half a minute; nobody has to wait with us."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        file = config(tmp_path, f"host: 127.0.0.1, port: {server.getsockname()[1]}, tls: false, rooms: []")
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "check", "--online", "--config", file],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=as_in_a_terminal,
        )
        connection, _ = server.accept()
        with connection, process:
            process.send_signal(signal.SIGINT)
            try:
                _, err = process.communicate(timeout=10)
            finally:
                process.kill()
    assert process.returncode == 130
    assert err == b""


async def test_a_server_that_says_nothing_is_not_waited_for_for_ever() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            await reader.read()
            writer.close()
            await writer.wait_closed()
        gone.set()

    gone = asyncio.Event()
    found: list[Finding] = []
    async with asyncio.timeout(15.0), await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        network = IrcNetwork("net", "127.0.0.1", server.sockets[0].getsockname()[1], tls=None)
        adapter = IrcAdapter(network, "helper-check", "us", Clock(), random.Random(1), print, replace(VISIT, register=0.3))  # noqa: S311
        await Probe(adapter, found.append).visit()
        await gone.wait()
    assert [(finding.fine, finding.text) for finding in found][1:] == [(False, "the server did not let us in")]
