"""The servers of the tests themselves: they start, answer, and break in the ways they promise."""

import asyncio
import sys

import pytest

from tests.servers.common import MissingError, program
from tests.servers.faultproxy import FaultProxy
from tests.servers.ircd import Inspircd, Ngircd, RawIrc

pytestmark = pytest.mark.slow


def test_a_missing_program_is_named_with_its_package() -> None:
    with pytest.raises(MissingError, match="apt-get install fancy-ircd"):
        program("no-such-program-here", "fancy-ircd")


def test_a_program_that_is_there_is_found() -> None:
    assert program(sys.executable, "python3") == sys.executable


def test_two_people_talk_on_inspircd(inspircd: Inspircd) -> None:
    with RawIrc(inspircd.port, "ann") as ann, RawIrc(inspircd.port, "bob") as bob:
        for person in (ann, bob):
            person.join("#servers")
        ann.say("#servers", "hello")
        assert bob.expect(" PRIVMSG ").endswith("PRIVMSG #servers :hello")


def test_services_keep_accounts(inspircd: Inspircd) -> None:
    inspircd.register_account("keeper", "secret1")
    with RawIrc(inspircd.port, "visitor") as visitor:
        visitor.send("PRIVMSG NickServ :IDENTIFY keeper secret1")
        assert " keeper " in visitor.expect(" 900 ")


def test_two_people_talk_on_ngircd(ngircd: Ngircd) -> None:
    with RawIrc(ngircd.port, "ann") as ann, RawIrc(ngircd.port, "bob") as bob:
        for person in (ann, bob):
            person.join("#servers")
        ann.say("#servers", "hello")
        assert bob.expect(" PRIVMSG ").endswith("PRIVMSG #servers :hello")


def test_a_killed_server_comes_back_on_its_port() -> None:
    with Inspircd() as server:
        server.kill()
        server.start()
        with RawIrc(server.port, "ann") as ann:
            assert ann.fence() == []


async def test_the_proxy_passes_what_it_is_given(ngircd: Ngircd) -> None:
    async with FaultProxy(ngircd.port) as proxy:
        proxy.drip = (7, 0.0)
        peer = await asyncio.to_thread(RawIrc, proxy.port, "dripped")
        peer.send("PING through")
        assert "through" in await peer.hears("PONG")
        peer.close()


async def test_the_proxy_resets_both_sides(ngircd: Ngircd) -> None:
    async with FaultProxy(ngircd.port) as proxy:
        peer = await asyncio.to_thread(RawIrc, proxy.port, "cut")
        proxy.reset_all()
        with pytest.raises(EOFError):
            await peer.hears("never")
        peer.close()


async def test_the_proxy_goes_silent_and_heals(ngircd: Ngircd) -> None:
    async with FaultProxy(ngircd.port) as proxy:
        peer = await asyncio.to_thread(RawIrc, proxy.port, "half")
        proxy.blackhole()
        peer.send("PING lost")
        with pytest.raises(TimeoutError):
            await peer.hears("lost", timeout=0.3)
        proxy.heal()
        peer.send("PING found")
        assert "found" in await peer.hears("PONG")
        peer.close()
