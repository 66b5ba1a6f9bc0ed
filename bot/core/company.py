"""How somebody stands to the talk of a room when they say a line: the interaction by which the gate tells a request from a remark.

It works in a channel never seen before, since it looks at who speaks to whom and when. What a line is about is kept as numbers that mean
something to this process alone (`Subjects`), never as text, and only of the last lines.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

Subjects = frozenset[int]  # hashes of the words that carry what a line is about

TALK_KEPT = 20  # lines of a room whose subjects are remembered: about five minutes of a busy channel
SAID_KEPT = 6  # lines of one speaker whose subjects are remembered: a question and what was added to it
SHORTEST = 3  # letters of a word that tells what is spoken of
VOICES = 2_000  # speakers of one room; oldest out


@dataclass(frozen=True, slots=True)
class Company:
    """How the author of a line stands to the talk of the room. By default: a newcomer's first words in a quiet room."""

    newcomer: bool = True  # never spoke here before
    silent_for: float | None = None  # seconds since their last line that was more than a greeting; None: never since we hear the room
    lines_since: int | None = None  # lines of others since then
    lines: int = 0  # that they have said since we hear the room
    talking: float | None = None  # seconds since anybody else spoke; None: nobody has
    called: float | None = None  # seconds since somebody addressed them, and they have not spoken since; None: nobody has
    named: float | None = None  # seconds since somebody named them, wherever in a line
    names: bool = False  # the line names somebody who takes part in the talk
    half_named: bool = False  # it begins with the beginning of such a name, and a colon or comma
    takes_up: float = 0.0  # share of what it is about that the last lines of others were about
    repeats: float = 0.0  # likeness (Jaccard) of what it is about to an earlier line of their own


@dataclass(slots=True)
class Voice:
    """What is remembered of one speaker of a room: numbers, no words."""

    line: int = 0  # number of their last line that was more than a greeting; 0: none yet
    lines: int = 0  # that they have said
    called: float | None = None  # when somebody last addressed them
    called_in: int = 0  # number of that line
    named: float | None = None  # when somebody last named them, wherever in a line
    said: deque[tuple[float, Subjects]] = field(default_factory=partial(deque, maxlen=SAID_KEPT))  # their last lines


# Words of every talk, whatever it is about.
_OF_ALL_TALK = """
    a about above after again all almost already also am an and another any anybody anyone anything are around as at away back be because
    been before being but by can can't cannot come could
    couldn't did didn't do does doesn't doing done don't down each either else even ever
    every everybody everyone everything few first for from get gets getting give go goes going gone gonna good got had has have haven't
    having he hello help her here hey hi him his how i id if ill i'm in into is isn't it its i've just keep know last let like lol lot make
    many may maybe me mean might mine more most much must my need never new next no nobody none nor not nothing now of off oh ok okay old
    on once one only or other our out over own people please pls put quite rather really right said same say says see seem seems she
    should show since so some somebody someone something sorry still such sure take tell than thank thanks that that's the their them then
    there there's these they thing things think this those though through time to too tried try trying two under until up us use used
    using very want wants was wasn't way we well went were what what's when where which while who whole why will with without won't work
    working works issue issues problem problems question questions would wouldn't yeah yes yet you your you're yours
"""
EVERYDAY = frozenset(_OF_ALL_TALK.replace("'", "").split())  # as `words` reads them


def about(spoken: Iterable[str]) -> frozenset[str]:
    """Of these words those that tell what is spoken of."""
    return frozenset(word for word in spoken if len(word) >= SHORTEST and word not in EVERYDAY)
