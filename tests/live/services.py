"""The bot as a process on a network with services, and people who log in there and give orders."""

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.live.bot import BotProcess
from tests.servers.common import Server, free_port
from tests.servers.ircd import InspircdOptions, RawIrc

BARE = InspircdOptions(without=("ircv3", "ircv3_accounttag"))  # services, but no account on any line: as on OFTC
PASSWORD = "secret1"


@contextmanager
def serving(folder: Path, server: Server, extra: str) -> Iterator[BotProcess]:
    """The real process in a channel of its own, awake."""
    channel = f"#i{free_port()}"
    bot = BotProcess(folder, server.port, channel, extra)
    with RawIrc(server.port, f"w{free_port()}") as watcher:
        watcher.join(channel)
        bot.start()
        try:
            watcher.expect(f"JOIN :{channel}", f"JOIN {channel}", timeout=20.0)
            _awake(watcher)
            yield bot
            bot.stop()  # so that the next one finds its nick free
        finally:
            bot.close()


def _awake(watcher: RawIrc) -> None:
    """What is said while a bot comes in may be history, so it is spoken to until it answers."""
    for _ in range(20):
        watcher.say("helper", "about")
        with contextlib.suppress(TimeoutError):
            watcher.expect(f"PRIVMSG {watcher.nick} :", timeout=1.0)
            return
    pytest.fail("the bot says nothing", pytrace=False)


def order(person: RawIrc, bot: BotProcess, words: str = "status") -> str:
    """Give an order in the channel; what comes back."""
    person.say(bot.channel, f"helper: {words}")
    return person.expect(f"PRIVMSG {bot.channel} :{person.nick}: ", timeout=15.0)


def maintained_by(what: str) -> str:
    return f"maintainers: [{{network: testnet, {what}}}]\n"


def identified(person: RawIrc, account: str) -> None:
    person.send(f"PRIVMSG NickServ :IDENTIFY {account} {PASSWORD}")
    person.expect(" 900 ")


@contextmanager
def stranger(nick: str, port: int, channel: str) -> Iterator[RawIrc]:
    """Somebody else who takes a nick whose owner has gone, and is in the channel."""
    with RawIrc(port, f"y{nick}") as mallory:
        mallory.join(channel)
        mallory.send(f"NICK {nick}")
        mallory.expect(f" NICK :{nick}", f" NICK {nick}")
        mallory.nick = nick
        yield mallory
