"""Who answers people in a room: counts and times of everybody who speaks there, never their words.

Kept in passing: no restart keeps it, nobody is shown it (docs/privacy.md), and what is long ago fades. A few numbers a person, for as
many people as a large room has. What the numbers are worth is for whoever looks for a helper (plugins/experts/likely.py).
"""

import math
import re
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bot.core.address import NEVER_NAMES

PEOPLE = 2_000  # of one room; oldest out. More have never been seen to speak in a room within weeks
PARTNERS = 16  # whom one person spoke to: more are over before it matters
SILENCE = 600.0  # seconds: who begins after it begins something new (people answer within minutes)
CONVERSATION = 1_800.0  # seconds after which two people begin to talk anew
TELLS = 4  # words from which a line to somebody may be an answer
# Mean life of each count, in seconds: what is known of helpers holds for a year, what somebody does now for an hour
KNOWN_FOR, REACHED_FOR, TALKED_FOR = 365 * 86_400.0, 3_600.0, 600.0
ASKS_FIRST, LINES_FIRST = 0.5, 2.0  # what everybody is taken to have asked and said before: one line tells little of anybody
LONGEST = 512  # characters of a line in which a name is looked for: what IRC lets through; longer ones are pastes


@dataclass(frozen=True, slots=True)
class Signs:
    """What a room knows of one person, for one asker, at one moment."""

    minutes: float  # since they spoke
    lines: int  # that others have said since
    picked: float = 0.0  # questions of the room that they were seen to answer, faded over a year
    reached: float = 0.0  # people to whom they began to explain something, faded over an hour
    asking: float = 0.25  # share of their lines that ask the room something, of the lines of about a year; of a stranger a quarter
    talked: float = 0.0  # 1: the asker and they speak with each other now; fades over ten minutes


@dataclass(slots=True)
class _Count:
    """How often something happened, of which less remains the longer ago it was."""

    value: float = 0.0
    at: float = 0.0

    def add(self, at: float, life: float) -> None:
        self.value, self.at = self.now(at, life) + 1.0, at

    def now(self, at: float, life: float) -> float:
        return self.value * _left(self.at, at, life) if self.value else 0.0


@dataclass(slots=True)
class _Known:
    """One person in one room."""

    at: float  # when they last spoke
    line: int  # the number of that line
    began: float | None = None  # when they last asked the room something new
    picked: _Count = field(default_factory=_Count)
    reached: _Count = field(default_factory=_Count)
    asked: _Count = field(default_factory=_Count)  # lines that ask the room
    said: _Count = field(default_factory=_Count)  # lines
    spoke_to: dict[str, float] = field(default_factory=dict)  # id -> when last


class Answering:
    """Everybody who speaks in one room, by id."""

    def __init__(self) -> None:
        self._people: OrderedDict[str, _Known] = OrderedDict()  # in the order of their last lines
        self._lines = 0

    def observe(self, at: float, who: str, to: str | None, *, asks: bool, words: int) -> None:
        """Somebody said a line. `to`: the person it is said to; `asks`: it asks something; `words`: how many, without the name in front."""
        self._lines += 1
        known = self._people.pop(who, None)
        silent = known is None or at - known.at > SILENCE
        known = known or _Known(at, 0)
        self._people[who] = known
        if to is not None and to != who:
            self._said_to(known, at, to, tells=not asks and words >= TELLS)
        elif asks:
            known.asked.add(at, KNOWN_FOR)
            known.began = at if silent else known.began
        known.said.add(at, KNOWN_FOR)
        known.at, known.line = at, self._lines
        if len(self._people) > PEOPLE:
            self._people.popitem(last=False)

    def _said_to(self, known: _Known, at: float, to: str, *, tells: bool) -> None:
        before = known.spoke_to.pop(to, -math.inf)
        other = self._people.get(to)
        if other is not None and other.began is not None and before < other.began and at - other.began <= SILENCE:
            known.picked.add(at, KNOWN_FOR)
        if tells and at - before > CONVERSATION:
            known.reached.add(at, REACHED_FOR)
        known.spoke_to[to] = at
        if len(known.spoke_to) > PARTNERS:
            del known.spoke_to[next(iter(known.spoke_to))]

    def renamed(self, old: str, new: str) -> None:
        """The same person under another id; what was known of that id is theirs no more."""
        if old in self._people and old != new:
            self._people[new] = self._people.pop(old)
            self._people = OrderedDict(sorted(self._people.items(), key=lambda item: item[1].line))

    def forget(self, who: str) -> None:
        """Nothing is known of them any more, nor who spoke to them."""
        self._people.pop(who, None)
        for other in self._people.values():
            other.spoke_to.pop(who, None)

    def lately(self) -> Iterator[str]:
        """Everybody known, who spoke last first."""
        return reversed(self._people)

    def signs(self, who: str, asker: str, at: float) -> Signs | None:
        """What is known of somebody now, if `asker` asks; None: they have not spoken."""
        known = self._people.get(who)
        if known is None:
            return None
        return Signs(
            minutes=max(0.0, at - known.at) / 60,
            lines=self._lines - known.line,
            picked=known.picked.now(at, KNOWN_FOR),
            reached=known.reached.now(at, REACHED_FOR),
            asking=(known.asked.now(at, KNOWN_FOR) + ASKS_FIRST) / (known.said.now(at, KNOWN_FOR) + LINES_FIRST),
            talked=self._talked(known, who, asker, at),
        )

    def _talked(self, known: _Known, who: str, asker: str, at: float) -> float:
        theirs = self._people.get(asker)
        last = max(known.spoke_to.get(asker, -math.inf), theirs.spoke_to.get(who, -math.inf) if theirs else -math.inf)
        return _left(last, at, TALKED_FOR)


def _left(then: float, at: float, life: float) -> float:
    """What is left of 1 at that time; all of it where a clock was set back since."""
    return math.exp(min((then - at) / life, 0.0))


# --- whom a line means that names them in another way ---

_NAME = r"([^\s,:;!?()|<>]{3,32})"
_CALLS = re.compile(rf"^!.*[|>]\s*{_NAME}")  # "!grub | bob": a bot's answer, called for somebody
_FIRST = re.compile(rf"^\s*@?{_NAME}(?=\s|$)")  # "bob it is in the log"
_GREETED = re.compile(
    rf"^\s*(?:hi|hello|hey|thanks?|thank\s+you|thx|ok|okay|yes|no|ah|yeah|yep|sorry|cheers)[\s,.!]+@?{_NAME}", re.IGNORECASE
)
_LAST = re.compile(rf"{_NAME}[\s.!:)]*$")  # "thanks, bob"


def means(text: str, named: Callable[[str], str | None]) -> str | None:
    """The id of whom a line probably means that has no name and colon in front; None: nobody. Good for counting, not for acting.

    `named` says whom a name means.
    """
    for pattern in (_CALLS, _FIRST, _GREETED, _LAST) if len(text) <= LONGEST else ():
        found = pattern.search(text)
        if found and found[1].lower() not in NEVER_NAMES and not found[1].isdigit() and (who := named(found[1])) is not None:
            return who
    return None
