"""Lines of other people to events: what was said, and who came, went or changed their nick.

Called before the state takes a line that takes people away (who leaves must still be known), after it for every other line.
"""

from collections.abc import Callable
from dataclasses import replace

from bot.adapters.irc.history import History, sent
from bot.adapters.irc.markup import ctcp, plain
from bot.adapters.irc.state import State, logged_in
from bot.adapters.irc.tokens import Line, param
from bot.core.events import Event, Joined, Left, Message, Renamed
from bot.core.people import Person, Place, Standing

Reader = Callable[[Line, State, float], tuple[Event, ...]]


def message(line: Line, state: State, history: History, at: float) -> Message | None:
    """A PRIVMSG or NOTICE of a person's to a channel or to us; None for servers, CTCP, broadcasts and empty lines."""
    if not line.source or not _is_person(line):
        return None
    text = param(line, 1)
    asked = ctcp(text)
    if asked is not None and asked.command != "ACTION":
        return None
    text = plain(asked.words if asked else text)
    sender, target = state.speaker(line), param(line, 0)
    own = sender.id == state.nickname_lower
    room = state.room_of(target)
    place = state.place(room, state.status_of(target)) if room is not None else _direct(target, sender.id, own, state)
    if place is None or not text.strip():
        return None
    tags = line.tags or {}
    return Message(
        at,
        place,
        sender,
        text,
        id=tags.get("msgid") or "",
        sent=sent(line),
        reply_to=tags.get("+draft/reply") or tags.get("+reply") or None,
        standing=state.standing(room, sender.name) if room is not None else Standing.NONE,
        notice=line.command == "NOTICE",
        own=own,
        playback=history.is_old(line, room, at),
    )


def _is_person(line: Line) -> bool:
    """Servers speak without user and host, and have a dot in their names."""
    mask = line.hostmask
    return bool(mask.nickname) and (mask.username is not None or "." not in mask.nickname)


def _direct(target: str, sender: str, own: bool, state: State) -> Place | None:
    """The private conversation that a line belongs to; our own echoes belong to the conversation with whom they went to."""
    to = state.casefold(target)
    if own and to != state.nickname_lower:
        return Place(state.network, to, direct=True) if to[:1].isalpha() or to[:1] in "[]\\`_^{|}" else None
    return Place(state.network, sender, direct=True) if to == state.nickname_lower else None


def joined(line: Line, state: State, at: float) -> tuple[Event, ...]:
    """Somebody else came in."""
    room = state.casefold(param(line, 0))
    if not line.source or room not in state.channels or _is_us(line.hostmask.nickname, state):
        return ()
    return (Joined(at, state.place(room), state.person(line.hostmask.nickname)),)


def parted(line: Line, state: State, at: float) -> tuple[Event, ...]:
    return _left(line.hostmask.nickname, param(line, 0), state, at) if line.source else ()


def kicked(line: Line, state: State, at: float) -> tuple[Event, ...]:
    return _left(param(line, 1), param(line, 0), state, at)


def quit_network(line: Line, state: State, at: float) -> tuple[Event, ...]:
    """Somebody is gone altogether: one event for each channel that we shared."""
    if not line.source or _is_us(line.hostmask.nickname, state):
        return ()
    person = state.person(line.hostmask.nickname)
    return tuple(Left(at, state.place(room), person) for room in state.rooms_with(person.id))


def renamed(line: Line, state: State, at: float) -> tuple[Event, ...]:
    """Somebody whom we share a channel with has another nick now."""
    old, nick = _somebody(line, state), param(line, 0)
    return (Renamed(at, old, replace(old, id=state.casefold(nick), name=nick)),) if old is not None and nick else ()


def account(line: Line, state: State, at: float) -> tuple[Event, ...]:
    """Somebody has logged in or out (IRCv3 account-notify)."""
    old = _somebody(line, state)
    if old is None or "account-notify" not in state.caps or not line.params:
        return ()
    return (Renamed(at, old, replace(old, account=logged_in(param(line, 0)))),)


def host(line: Line, state: State, at: float) -> tuple[Event, ...]:
    """Somebody has another user or host now (IRCv3 chghost)."""
    old = _somebody(line, state)
    if old is None or len(line.params) < 2:
        return ()
    return (Renamed(at, old, replace(old, host=f"{param(line, 0)}@{param(line, 1)}")),)


def away(line: Line, state: State, at: float) -> tuple[Event, ...]:
    """Somebody is away from now on, or back (IRCv3 away-notify)."""
    old = _somebody(line, state)
    if old is None or "away-notify" not in state.caps:
        return ()
    return (Renamed(at, old, replace(old, away=bool(line.params))),)


def _somebody(line: Line, state: State) -> Person | None:
    """The sender of a line about themselves, if it is not we and we share a channel."""
    if not line.source or _is_us(line.hostmask.nickname, state):
        return None
    person = state.person(line.hostmask.nickname)
    return person if person.id in state.users else None


def _left(nick: str, channel: str, state: State, at: float) -> tuple[Event, ...]:
    room, who = state.casefold(channel), state.casefold(nick)
    if room not in state.channels or who not in state.channels[room].users or _is_us(nick, state):
        return ()
    return (Left(at, state.place(room), state.person(nick)),)


def _is_us(nick: str, state: State) -> bool:
    return state.casefold(nick) == state.nickname_lower


LEAVING: dict[str, Reader] = {
    "PART": parted,
    "KICK": kicked,
    "QUIT": quit_network,
    "NICK": renamed,
    "ACCOUNT": account,
    "CHGHOST": host,
    "AWAY": away,
}
ARRIVING: dict[str, Reader] = {"JOIN": joined}
