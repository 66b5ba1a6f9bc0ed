"""What stands behind the time stamp of a line of text: who said what, or who came and went. IRC clients differ less than they think.

The forms are those of irssi, WeeChat, ZnC's log module, Limnoria, and the archives that meeting bots write.
"""

import re

from bot.replay.logged import Logged, Malformed, What

_SAID = re.compile(r"<[ @+%&~!]?([^\s<>]+)> ?(.*)", re.DOTALL)
_NOTICE = re.compile(r"-([^\s:!-][^\s:!]*)(?:[:!][^\s-]*)?- (.*)", re.DOTALL)
_ACTION = re.compile(r"\* (?!\*)[@+%&~!]?(\S+) ?(.*)", re.DOTALL)
_MARKED = re.compile(r"(?:-!-|\*\*\*|===|-->|<--|--) *(.*)", re.DOTALL)

_HOST = r"(?: +[\[(<][^\])>]*[\])>])*"  # user@host; WeeChat and extended-join write account and real name, too
_NICK = r"[@+%&~!]?(\S+)"
_PRESENT = re.compile(rf"(?:Joins: {_NICK}{_HOST}$|{_NICK}{_HOST} has joined\b|{_NICK}{_HOST} joined\b)")
_ABSENT = re.compile(rf"(?:(?:Parts|Quits): {_NICK}{_HOST}|{_NICK}{_HOST} (?:has )?(?:left|quit|parted)\b)")
_RENAMED = re.compile(rf"{_NICK} (?:is|are) now known as (\S+)")
_KICKED = re.compile(rf"(?:{_NICK} was kicked\b|\S+ has kicked (\S+))")
_SPLIT = re.compile(r"Netsplit (?:over, (joins): |\S+ <-> \S+ quits: )(.*)")
STATUS = "@+%&~!"  # what clients write before the nick of somebody with a rank
_MORE = re.compile(r"\s*\(\+\d+ more.*\)$")
_OURSELVES = frozenset({"you", "you're", "you've"})  # whoever kept the log: no nick to know them by


def told(rest: str, at: float) -> Logged | None:
    """What a line tells behind its stamp; None for what concerns nobody (topics, modes, notes of the client). Raises Malformed."""
    said = _SAID.match(rest)
    if said:
        return spoke(said[1], said[2], at)
    done = _ACTION.match(rest)
    if done:
        return Logged(What.SAID, at, done[1], f"/me {done[2]}")
    marked = _MARKED.match(rest)
    if marked:
        return moved(marked[1], at)
    notice = _NOTICE.match(rest)
    if notice:
        return Logged(What.SAID, at, notice[1], notice[2], notice=True)
    raise Malformed("neither a line that somebody said nor a coming or going")


def spoke(nick: str, text: str, at: float) -> Logged:
    """A line, or what somebody did as CTCP tells it."""
    if text.startswith("\x01"):
        word, _, rest = text.strip("\x01").partition(" ")
        return Logged(What.SAID, at, nick, f"/me {rest}") if word == "ACTION" else Logged(What.SAID, at, nick, rest, notice=True)
    return Logged(What.SAID, at, nick, text)


def moved(text: str, at: float) -> Logged | None:
    """Who came, went or is called otherwise; None for anything else that a client notes."""
    split = _SPLIT.match(text)
    if split:
        people = tuple(name.lstrip(STATUS) for name in _MORE.sub("", split[2]).replace(",", " ").split() if not name.startswith("("))
        return Logged(What.CAME if split[1] else What.WENT, at, "", people=people)
    for what, form in ((What.CAME, _PRESENT), (What.RENAMED, _RENAMED), (What.WENT, _ABSENT), (What.WENT, _KICKED)):
        found = form.match(text)
        if found:
            nick, *more = (group for group in found.groups() if group)
            return None if nick.lower() in _OURSELVES else Logged(what, at, nick, "".join(more))
    return None
