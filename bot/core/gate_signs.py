"""The signs by which the gate tells a request for help from the rest of the talk: each a number from 0 (not there) to 1.

First how the author stands to the talk of the room, then what the words do. Tables hold words of every channel, none of one subject.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log

from bot.core.acts import KEPT, READ_AT_MOST, Act, acts, wall
from bot.core.company import Company, about
from bot.core.text import words

A_QUESTION = 3  # a line of fewer words asks nothing by itself: "V?", "you sure?"
MUCH = 20  # words: from here on more of them say nothing more

# How long it takes to leave a talk: 1 up to the first number, 0 from the second on, by the logarithm between.
LINES_APART = (1.0, 150.0)  # lines of others
TIME_APART = (60.0, 3600.0)  # seconds of the author
SILENT = (600.0, 7200.0)  # seconds of the author; in a slow room few lines take hours
RUNNING = (120.0, 1800.0)  # seconds of everybody else: with nobody else talking, there is no talk to be in
NAMED = (60.0, 3600.0)  # seconds since somebody named the author
AT_HOME = (10.0, 100.0)  # lines of the author since we hear the room: from guests to whoever talks here all day
STILL = (600.0, 1800.0)  # seconds of everybody else: what is said into a long silence belongs to no talk


def _table(spoken: str) -> frozenset[str]:
    """Words as `words` reads them: without apostrophes."""
    return frozenset(spoken.replace("'", "").split())


BACK = _table("it that that's its this those these them they he she him her one ones")
GOES_ON = _table(
    "so and but or because then yes yeah yep yup no nope lol haha heh oh well ok okay ah aha hmm hm also not maybe except though that's"
    " that its it hehe"
)
YOURS = _table("you your you're u ur you'll you've yours yourself")
EVERYBODY = _table("anyone anybody someone somebody guys folks all people everyone everybody")
HELLO = _table("hi hey hello hiya greetings guys")
IN_FRONT = HELLO | _table("all there everyone folks please excuse sorry ok okay so well and")  # may stand before a question
OPENS = _table(
    "is are does do did has have can could how what what's where where's why when which who any anyone anybody will would should someone"
)
OWN = _table("i i'm my me mine i've id we our us")
ADVICE = _table("try use sudo maybe should check just might probably think guess")
WANTS = _table("trying need want looking wondering wanted possible help plz")
_WAYS = """
    how do|how can|how to|how would|how should|is there|is it|does anyone|does anybody|anyone know|can i|can anyone|can someone
    where is|where can|what is|what's the|any idea|any ideas
"""
WAYS = frozenset(way.strip() for way in _WAYS.replace("\n", "|").replace("'", "").split("|") if way.strip())


def _words(line: str) -> tuple[str, ...]:
    return _read(line[:READ_AT_MOST])


@lru_cache(maxsize=KEPT)
def _read(line: str) -> tuple[str, ...]:
    return words(line)


@dataclass(frozen=True)
class Told:
    """Lines as the signs read them: greetings left out."""

    lines: tuple[str, ...]
    words: tuple[str, ...]
    acts: frozenset[Act]
    greeted: bool  # a line of it was a greeting and nothing else
    pasted: bool

    @classmethod
    def of(cls, lines: Sequence[str]) -> "Told":
        told = tuple(line for line in lines if Act.GREETING not in acts(line))
        done = (acts(line) for line in told if len(_words(line)) >= A_QUESTION or Act.PROBLEM in acts(line))
        spoken = tuple(word for line in told for word in _words(line))
        return cls(told, spoken, frozenset[Act]().union(*done), len(told) < len(lines), wall(lines))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(self.words)

    def has(self, table: frozenset[str]) -> bool:
        return not table.isdisjoint(self.vocabulary)

    @property
    def opens(self) -> bool:
        """Whether it begins like a question, perhaps behind a hello."""
        first = next((word for word in self.words if word not in IN_FRONT), "")
        return first in OPENS

    @property
    def asks(self) -> bool:
        return Act.ASKS in self.acts

    @property
    def goes_on(self) -> bool:
        """Whether it begins as the rest of something; "no match for …" does not."""
        first = self.words[0] if self.words else ""
        return first in GOES_ON and not (first == "no" and Act.PROBLEM in self.acts)

    @property
    def greets(self) -> bool:
        return self.greeted or (self.words[:1] != () and self.words[0] in HELLO)

    @property
    def wants_something(self) -> bool:
        """Whether anything is asked, wrong or wanted: questions often lack their mark, and who says hello first has more to say."""
        return self.asks or Act.PROBLEM in self.acts or self.opens or self.has(WANTS) or (self.greets and self.has(OWN))

    @property
    def personal(self) -> bool:
        """Whether it is about the speaker's own matter, or put to whoever may know."""
        return self.has(OWN) or self.has(EVERYBODY) or self.has(WANTS)


def signs(company: Company, told: Told) -> Iterator[tuple[str, float]]:
    """All signs, in a fixed order, those that are not there as 0."""
    yield "pasted output", float(told.pasted)
    yield from _of_company(company, told)
    yield from _of_words(told)


def _of_company(company: Company, told: Told) -> Iterator[tuple[str, float]]:
    yield "in the talk", in_talk(company)
    yield "named lately", _near(company.named, *NAMED)
    yield "names somebody here", float(company.names)
    yield "half a name in front", float(company.half_named)
    yield "takes up what others speak of", company.takes_up
    yield "says again what they said", company.repeats
    yield "at home here", 1.0 - _near(company.lines, *AT_HOME)
    yield "nobody has spoken for a while", 1.0 - _near(company.talking, *STILL)
    yield "new here", float(company.newcomer)
    yield "new here, with a problem", float(company.newcomer and Act.PROBLEM in told.acts)
    yield "new here, with a matter of their own", float(company.newcomer and told.has(OWN))


def in_talk(company: Company) -> float:
    """How far the author is in the talk still: by the lines and the time since they spoke, if others talk at all."""
    apart = (_near(company.lines_since, *LINES_APART) + _near(company.silent_for, *TIME_APART)) / 2
    return min(apart, _near(company.silent_for, *SILENT), _near(company.talking, *RUNNING))


def _near(value: float | None, at: float, away: float) -> float:
    """1 up to `at`, 0 from `away` on, by the logarithm between; 0 for never."""
    if value is None or value >= away:
        return 0.0
    return 1.0 if value <= at else log((away + 1.0) / (value + 1.0)) / log((away + 1.0) / (at + 1.0))


def _of_words(told: Told) -> Iterator[tuple[str, float]]:
    much = min(log(len(told.words) + 1.0) / log(MUCH), 1.0)
    yield "says much", much
    yield "asks", much * told.asks
    yield "tells of a problem and asks nothing", float(Act.PROBLEM in told.acts and not told.asks)
    yield "ends with a question mark", float(bool(told.lines) and told.lines[-1].rstrip().endswith("?"))
    yield "begins like a question", float(told.opens)
    yield "asks for a way", float(any(f"{one} {two}" in WAYS for one, two in zip(told.words, told.words[1:], strict=False)))
    yield "says what is wanted", float(told.has(WANTS))
    yield "turns to everybody", float(told.has(EVERYBODY))
    yield "begins with a hello", float(told.greets)
    yield "speaks of nothing in particular", float(not about(told.words))
    yield "refers back", float(told.has(BACK))
    yield "goes on from something said", float(told.goes_on)
    yield "speaks to one person", float(told.has(YOURS) and not told.has(EVERYBODY))
    yield "gives advice", float(told.has(ADVICE))
    yield "asks somebody back", float(Act.ASKS_BACK in told.acts and Act.PROBLEM not in told.acts)  # "error: no match for …" asks nobody
    yield "thanks or sums up", float(not told.acts.isdisjoint(CLOSES))


CLOSES = frozenset([Act.THANKS, Act.SOLVED, Act.NO_IDEA, Act.WITHDRAWN])
