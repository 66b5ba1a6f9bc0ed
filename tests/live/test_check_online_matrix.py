"""`patience check --online` against a real homeserver: one line for each finding, no login too many, and nobody notices."""

import asyncio
import json
import os
import time
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.adapters.finding import Finding
from bot.adapters.matrix.probe import Probe, foreign
from bot.adapters.matrix.session import FILE
from bot.core.settings import MatrixNetwork, Room
from tests.folders import HEAD, entry, fill
from tests.servers.httpfault import HttpFault
from tests.servers.resident import Resident
from tests.servers.synapse import NAME, PASSWORD, Synapse

pytestmark = pytest.mark.slow

KNOWLEDGE = {"knowledge/faq/a.yaml": entry(), "knowledge/topics.yaml": "- {id: repos, words: [repo]}\n"}

clock = time.time  # noqa: TID251 -- the tests are the shell here


async def visit(folder: Path, network: MatrixNetwork) -> list[Finding]:
    found: list[Finding] = []
    await Probe(network, "Patience", folder, clock, found.append).visit()
    return found


def wrong(found: list[Finding]) -> list[str]:
    return [finding.line for finding in found if not finding.fine]


def fine(found: list[Finding]) -> list[str]:
    return [finding.text for finding in found if finding.fine]


async def test_rooms_are_looked_at_from_where_we_stand(tmp_path: Path, synapse: Synapse) -> None:
    synapse.register("looker")
    async with Resident.of(synapse, "lookedat") as ann, HttpFault(synapse.url) as proxy:
        names = ("open", "quiet", "sealed", "out", "closed", "asked")
        rooms = {}
        for name in names:
            more = {"preset": "private_chat"} if name in ("closed", "asked") else {}
            rooms[name] = await ann.room(f"look-{name}", encrypted=name == "sealed", **more)
        await ann.invite(rooms["asked"], f"@looker:{NAME}")
        levels = {"events_default": 50}  # who made the room stands above all levels (room version 12)
        await ann.set_state(rooms["quiet"], "m.room.power_levels", levels)
        folder = tmp_path / "store.matrix"
        configured = (*(Room(f"#look-{name}:{NAME}") for name in names), Room(f"#look-none:{NAME}"), Room(rooms["out"]))
        network = MatrixNetwork("net", proxy.url, f"@looker:{NAME}", password=PASSWORD, rooms=configured)
        first = await visit(folder, network)
        login = json.loads((folder / FILE).read_text())
        async with Resident(synapse.url, login["user"], login["access_token"]) as looker:
            for name in ("open", "quiet", "sealed"):
                await looker.join(rooms[name])
        before = [[event["event_id"] for event in await ann.messages(room)] for room in rooms.values()]
        found = await visit(folder, network)
        assert [[event["event_id"] for event in await ann.messages(room)] for room in rooms.values()] == before

        port = proxy.url.rpartition(":")[2]
        assert fine(first)[0] == f"connected to 127.0.0.1:{port} without TLS: everything can be read on the way"
        assert fine(first)[1].startswith("the homeserver speaks Matrix up to v1.")
        assert fine(first)[2] == f"logged in as @looker:{NAME}, device {login['device_id']} (by password; the login is kept in {folder})"
        assert fine(found)[2] == f"logged in as @looker:{NAME}, device {login['device_id']} (by the token that is kept)"
        assert proxy.count("/login") == 1
        assert {seen.method for seen in proxy.log} == {"GET", "POST"}
        assert [seen.path for seen in proxy.log if seen.method == "POST"] == ["/_matrix/client/v3/login"]

        assert fine(found)[3:] == [
            f"#look-open:{NAME}: joined, and the bot may speak (power level 0)",
            f"#look-out:{NAME}: not in it yet; everybody may come in, and `run` does",
            f"#look-asked:{NAME}: invited; `run` goes in",
            f"{rooms['out']}: not in it yet; everybody may come in, and `run` does",
        ]
        off = "encrypted, and encryption is off: nothing will be read or said there"
        assert [line.partition(" (")[0] for line in wrong(found)] == [
            f"net: #look-quiet:{NAME}: who speaks needs power level 50, and the bot has 0",
            f"net: #look-sealed:{NAME}: {off}",
            f"net: #look-closed:{NAME}: not in it, and only by invitation does one come in",
            f"net: #look-none:{NAME}: there is no such room",
        ]
        assert f"net: #look-sealed:{NAME}: {off}" in "\n".join(wrong(first))  # from outside, too


async def test_a_login_that_does_not_work_is_told_with_its_remedy(tmp_path: Path, synapse: Synapse) -> None:
    synapse.register("locked")
    found = await visit(tmp_path / "a", MatrixNetwork("net", synapse.url, f"@locked:{NAME}", password="guess"))
    assert len(wrong(found)) == 1
    assert "check user and password" in wrong(found)[0]
    assert "guess" not in str(found)
    assert not (tmp_path / "a").exists()
    found = await visit(tmp_path / "a", MatrixNetwork("net", synapse.url, f"@locked:{NAME}", access_token="old"))
    assert wrong(found) == ["net: the access token is not valid (any more) (put a new one under access_token:)"]


async def test_a_kept_login_that_was_ended_is_left_to_the_bot(tmp_path: Path, synapse: Synapse) -> None:
    synapse.register("ended")
    network = MatrixNetwork("net", synapse.url, f"@ended:{NAME}", password=PASSWORD)
    await visit(tmp_path, network)
    token = json.loads((tmp_path / FILE).read_text())["access_token"]
    async with Resident(synapse.url, network.user, token) as me:
        await me.call("POST", "/logout", {})
    found = await visit(tmp_path, network)
    assert "is not valid any more: `run` will log in by password" in fine(found)[-1]


async def test_a_homeserver_that_wants_us_to_wait_is_obeyed(tmp_path: Path, synapse: Synapse) -> None:
    synapse.register("hasty")
    async with HttpFault(synapse.url) as proxy:
        proxy.rule("/login", status=429, body={"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 90_000})
        found = await visit(tmp_path, MatrixNetwork("net", proxy.url, f"@hasty:{NAME}", password=PASSWORD))
        assert wrong(found) == ["net: the homeserver wants us to wait 90 s before we log in (wait, and check again then)"]
        assert proxy.count("/login") == 1


async def test_what_is_no_homeserver_is_told(tmp_path: Path, synapse: Synapse) -> None:
    async with HttpFault(synapse.url) as proxy:
        proxy.rule("/versions", status=404, body="<html>no such page")
        found = await visit(tmp_path, MatrixNetwork("net", proxy.url, f"@x:{NAME}", password=PASSWORD))
        assert "no homeserver answers there" in wrong(found)[0]
        assert ".well-known/matrix/client" in wrong(found)[0]
    unknown = await visit(tmp_path, MatrixNetwork("net", "https://does-not-exist.invalid", f"@x:{NAME}", password=PASSWORD))
    shut = await visit(tmp_path, MatrixNetwork("net", "https://127.0.0.1:1", f"@x:{NAME}", password=PASSWORD))
    assert wrong(unknown)[0].startswith("net: does-not-exist.invalid does not resolve: ")
    assert wrong(shut)[0].startswith("net: no connection to 127.0.0.1:1: ")


def test_a_login_is_not_kept_where_the_bot_could_not_read_it(tmp_path: Path) -> None:
    assert foreign(tmp_path / "store.net", os.geteuid()) is None
    assert foreign(tmp_path / "var" / "store.net", os.geteuid() + 1) == tmp_path


async def test_the_command_goes_there(tmp_path: Path, synapse: Synapse, capsys: pytest.CaptureFixture[str]) -> None:
    synapse.register("commanded")
    network = f'{{name: m, kind: matrix, homeserver: "{synapse.url}", user: "@commanded:{NAME}", password: "{PASSWORD}", rooms: []}}'
    folder = fill(tmp_path, KNOWLEDGE | {"bot.yaml": f"{HEAD}networks: [{network}]\nplugins: {{}}\n"})
    assert await asyncio.to_thread(main, ["check", "--online", "--config", str(folder / "bot.yaml")]) == 0
    assert f"m: logged in as @commanded:{NAME}" in capsys.readouterr().out
    assert (folder / "var/patience.db.m" / FILE).stat().st_mode & 0o777 == 0o600
