"""Who takes somebody's nick gets nothing that is theirs: not their rights, not their offers, not their answers. On Atheme.

Twice: where lines carry the account, and where services say it when they are asked (as on OFTC). What the bot has in its store is
looked at, not only what it says.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from bot.core.records import Handing, Offer, Pause, Question, Record, Reported
from bot.store.reading import reading
from tests.live.bot import BotProcess
from tests.live.services import BARE, PASSWORD, identified, maintained_by, serving, stranger
from tests.servers.common import free_port
from tests.servers.fixtures import running
from tests.servers.ircd import Inspircd, RawIrc

pytestmark = pytest.mark.slow

Kind = TypeVar("Kind", bound=Record)
ORDERS = {  # what a stranger tries under each nick; few, for services are asked slowly who somebody is
    "carol": ("iknow nothing", "away until 2027-01-05", "accept 1", "forget me"),
    "dave": ("handover yes", "iknow packstack 30d", "forget me"),
}


@pytest.fixture(scope="module", params=["accounts on lines", "accounts by WHOIS"])
def server(request: pytest.FixtureRequest) -> Iterator[Inspircd]:
    if request.param == "accounts on lines":
        yield request.getfixturevalue("inspircd")
        return
    with running(Inspircd(services=True, options=BARE)) as bare:
        yield bare


def kept(bot: BotProcess, kind: type[Kind]) -> list[Kind]:
    """What is in the store of this kind now."""
    with reading(bot.store) as reader:
        return [record for record in reader.load(0.0) if isinstance(record, kind)]


def tells(person: RawIrc, words: str) -> str:
    """Say something to the bot alone; what it answers."""
    person.say("helper", words)
    return person.expect(f"PRIVMSG {person.nick} :", timeout=15.0)


def test_a_nick_gives_nobody_the_rights_or_the_offers_of_its_owner(tmp_path: Path, server: Inspircd) -> None:
    number = free_port()
    carol, dave = f"carol{number}", f"dave{number}"
    for account in (carol, dave):
        server.register_account(account, PASSWORD)
    with serving(tmp_path, server, maintained_by(f"account: {carol}")) as bot:
        with RawIrc(server.port, carol) as owner, RawIrc(server.port, dave) as other:
            for person, account in ((owner, carol), (other, dave)):
                person.join(bot.channel)
                identified(person, account)
            tells(owner, "iknow nova 90d")
            tells(owner, f"handover nova to {dave}")
            other.say(bot.channel, "helper: wrong")  # of nothing: no report is made
            other.expect(f"PRIVMSG {bot.channel} :{dave}: ", timeout=15.0)
            other.send("QUIT")
            owner.expect(" QUIT ")
            owner.send("QUIT")
            owner.expect("<EOF>", "ERROR")
        before = [kept(bot, kind) for kind in (Offer, Handing, Pause, Reported)]
        assert [offer.person.account for offer in kept(bot, Offer)] == [carol]
        assert [handing.to.name for handing in kept(bot, Handing)] == [dave]
        for nick, orders in ((carol, ORDERS["carol"]), (dave, ORDERS["dave"])):
            with stranger(nick, server.port, bot.channel) as mallory:
                for words in orders:
                    tells(mallory, words)
                assert [kept(bot, kind) for kind in (Offer, Handing, Pause, Reported)] == before
                mallory.send("QUIT")
                mallory.expect("<EOF>", "ERROR")


def test_a_late_answer_waits_for_whoever_asked(tmp_path: Path, server: Inspircd) -> None:
    number = free_port()
    alice, bob = f"alice{number}", f"bob{number}"
    server.register_account(alice, PASSWORD)
    with serving(tmp_path, server, "") as bot, RawIrc(server.port, bob) as helper:
        helper.join(bot.channel)
        with RawIrc(server.port, alice) as owner:
            identified(owner, alice)
            owner.join(bot.channel)
            owner.say(bot.channel, "packstack stops with a mariadb error on my second node, what can I do?")
            owner.expect(f"PRIVMSG {bot.channel} :{alice}: ", timeout=15.0)
            owner.send("QUIT")
            helper.expect(" QUIT ")
        helper.say(bot.channel, f"{alice}: look at the journal of mariadb there")
        with stranger(alice, server.port, bot.channel) as mallory:
            mallory.say("helper", "mydata")
            assert "journal" not in "".join(mallory.lines(1.5))
            mallory.send("QUIT")
            helper.expect(" QUIT ")
        assert [len(question.late) for question in kept(bot, Question)] == [1]
        with RawIrc(server.port, alice) as owner:
            identified(owner, alice)
            owner.join(bot.channel)
            assert "look at the journal of mariadb there" in owner.expect(f"PRIVMSG {bot.channel} :{alice}: ", timeout=15.0)
            owner.send(f"PART {bot.channel}")
            owner.join(bot.channel)
            assert not [line for line in owner.lines(1.0) if "journal" in line]  # once
