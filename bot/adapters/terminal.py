"""The terminal as a network: what people type becomes events, what the bot says becomes lines. Pure; cli/chat.py does the reading.

alice> text        alice says it                 /as alice      who types the lines without a name
text               the present person says it    /join /part    [NICK] comes and goes
/wait 10m          time passes                   /why /open     the commands of the same name
/quit              the end
"""

import re
from dataclasses import dataclass

from bot.core.actions import Say
from bot.core.events import Event, Joined, Left, Message, Named, Present
from bot.core.people import Person, Place, Standing
from bot.core.settings import Settings, TerminalNetwork
from bot.core.spans import seconds, span
from bot.core.text import clean

NAMED = re.compile(r"(?P<nick>[A-Za-z_\[\]\\`^{|}][\w\[\]\\`^{|}-]{0,29})> ?(?P<text>.*)", re.DOTALL)
NICK = re.compile(r"[A-Za-z_\[\]\\`^{|}][\w\[\]\\`^{|}-]{0,29}")
ORDERS = "I know /as NICK, /join [NICK], /part [NICK], /wait 10m, /why, /open, /quit; a line without / is said in the room"
FIRST = "you"  # who types before anybody says /as


@dataclass(frozen=True, slots=True)
class Wait:
    """Let time pass."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Quit:
    """The end of the conversation."""


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to tell whoever types, about the terminal itself."""

    text: str


Typed = Event | Wait | Quit | Hint


class Terminal:
    """One room and the people that one person plays in it."""

    def __init__(self, settings: Settings, network: TerminalNetwork) -> None:
        self.network = network.name
        self.name = settings.name
        self.room = Place(network.name, network.rooms[0].name.lower()) if network.rooms else Place(network.name, "#rdo")
        self.nick = FIRST
        self.here: dict[str, Person] = {}

    def opening(self, at: float) -> tuple[Event, ...]:
        """The bot comes into an empty room."""
        return Named(at, self.network, self.name), Present(at, self.room, ())

    def typed(self, line: str, at: float) -> tuple[Typed, ...]:
        """What one typed line means."""
        line = line.rstrip("\r\n")
        if line.startswith("/") and not line.startswith("//"):
            word, _, rest = line[1:].partition(" ")
            return self._order(word.lower(), rest.strip(), at)
        if not line.strip():
            return ()
        named = NAMED.fullmatch(line)
        nick, text = (named["nick"], named["text"]) if named else (self.nick, line.removeprefix("/") if line.startswith("//") else line)
        return (*self._comes(nick, at), self._message(nick, text, at))

    def _order(self, word: str, rest: str, at: float) -> tuple[Typed, ...]:
        if word in ("as", "join", "part"):
            return self._comes_or_goes(word, rest, at)
        if word in ("why", "open"):
            return (*self._comes(self.nick, at), self._message(self.nick, f"{self.name}: {word}", at))
        if word == "wait":
            length = seconds(rest)
            return (Hint("how long? For example /wait 10m"),) if length is None else (Wait(length),)
        return (Quit(),) if word in ("quit", "q") else (Hint(ORDERS),)

    def _comes_or_goes(self, word: str, rest: str, at: float) -> tuple[Typed, ...]:
        nick = rest or self.nick
        if not NICK.fullmatch(nick):
            return (Hint(f"{nick!r} cannot be a nick: letters, digits and _-[]{{}}|^`, 30 at most"),)
        if word == "part":
            gone = self.here.pop(nick.lower(), None)
            return (Left(at, self.room, gone),) if gone else (Hint(f"{nick} is not here"),)
        if word == "as":
            self.nick = nick
        return self._comes(nick, at)

    def _comes(self, nick: str, at: float) -> tuple[Event, ...]:
        if nick.lower() in self.here:
            return ()
        person = Person(self.network, nick.lower(), nick, host=f"{nick.lower()}@terminal")
        self.here[person.id] = person
        return (Joined(at, self.room, person),)

    def _message(self, nick: str, text: str, at: float) -> Message:
        return Message(at, self.room, self.here[nick.lower()], text, standing=Standing.OP)

    def said(self, say: Say) -> tuple[str, ...]:
        """The lines as they are shown: the address of product 10.3 in a room, a note where it is private."""
        where = f" (to {say.place.room}, in private)" if say.place.direct else ""
        address = f"{say.to.name}: " if say.to is not None and not say.place.direct else ""
        first, *more = say.lines or ("",)
        return tuple(f"<{self.name}>{where} {clean(text)}" for text in (f"{address}{first}", *more))


def later(length: float) -> str:
    """How a jump in time is shown; beyond a minute in tens of seconds, since the typing of a line takes one or two."""
    return f"… {span(round(length, -1) if length > 60 else length)} later"
