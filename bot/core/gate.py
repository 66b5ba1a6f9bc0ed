"""Does somebody ask the room for help? Interaction first: that works in a channel never seen before; then the words.

The rule of the house: who is in conversation already is being looked after by people; who speaks to a person asks that person.
Left is a person who has been silent and says to everybody that something is wanted or does not work. With regulars more is asked of
the words than with newcomers, with registered experts most: what they say in passing is rarely a call for help.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.acts import Act, acts, wall
from bot.core.text import words

ASKS_FROM = 0.5  # score from which a burst counts as asking
IN_CONVERSATION = 600.0  # seconds: spoken or spoken to more recently, a person is in a conversation (people answer within minutes)
RUNNING_TALK = 120.0  # seconds: others have spoken so recently that a regular's line may belong to their talk
FEW_WORDS = 4  # fewer say too little to answer: "what?", "packstack?"
A_QUESTION = 3  # a line of fewer asks nothing by itself: "V?", "you sure?"
SOME_LINES, MANY_LINES = 2, 3  # while others talk, so many lines of a regular, of a newcomer, are part of the talk
ENOUGH_WORDS = 6  # from here on a question usually carries what it is about


@dataclass(frozen=True, slots=True)
class Burst:
    """What a person typed in one go, and how they stand to the talk of the room."""

    lines: tuple[str, ...]
    addressed: bool  # said to a known person (any line of it)
    newcomer: bool  # never spoke here before
    silent_for: float | None  # seconds since the author's last line before this burst that was more than a greeting; None: never
    called: float | None  # seconds since somebody last addressed the author; None: nobody has
    author_helps: bool  # a registered expert
    talking: float | None  # seconds since anybody else spoke in the room; None: nobody has


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether it asks, how surely (0 to 1), and why, for `explain`."""

    asks: bool
    score: float
    reasons: tuple[str, ...]


# Words by which a question is about the speaker's own trouble, or is put to whoever may know.
_OF_ONES_OWN = "i im ive id my me mine we our us anyone anybody someone somebody help please guys folks trying"
PERSONAL = frozenset(_OF_ONES_OWN.split())
YOURS = frozenset(["you", "your", "youre", "u", "ur", "try"])
GOES_ON = frozenset(["so", "and", "but", "or", "because", "then", "yes", "yeah", "no", "nope", "lol", "haha", "thats", "oh", "well"])
NOTHING_WANTED = frozenset([Act.SOLVED, Act.WITHDRAWN, Act.NO_IDEA, Act.NOT_IT])  # words about a talk that goes on already


def asks_for_help(burst: Burst) -> Verdict:
    """Whether this burst asks everybody for help. Pure: the same burst, the same verdict."""
    said = _Said.of(burst.lines)
    ruled_out = _taken(burst) or _nothing_asked(said)
    if ruled_out:
        return Verdict(False, 0.0, (ruled_out,))
    signs = {name: weight for name, weight in (*_signs(said), *_standing(burst, said)) if weight}
    score = min(max(sum(signs.values()), 0.0), 1.0)
    return Verdict(score >= ASKS_FROM, round(score, 3), tuple(signs))


@dataclass(frozen=True, slots=True)
class _Said:
    """A burst as the rules below read it: greetings left out."""

    words: tuple[str, ...]
    acts: frozenset[Act]
    pasted: bool
    lines: int

    @classmethod
    def of(cls, lines: tuple[str, ...]) -> "_Said":
        told = [line for line in lines if Act.GREETING not in acts(line)]
        done = (acts(line) for line in told if len(words(line)) >= A_QUESTION or Act.PROBLEM in acts(line))
        return cls(tuple(word for line in told for word in words(line)), frozenset[Act]().union(*done), wall(lines), len(told))

    @property
    def personal(self) -> bool:
        return not PERSONAL.isdisjoint(self.words)

    @property
    def of_others(self) -> bool:
        """About somebody else's trouble: advice, or a question back."""
        asks_back = Act.ASKS_BACK in self.acts and Act.PROBLEM not in self.acts  # "error: no match for …" asks nobody back
        return not self.personal and (asks_back or not YOURS.isdisjoint(self.words))


def _taken(burst: Burst) -> str:
    """Why people are looking after it already; "" when nobody is."""
    if burst.addressed:
        return "said to somebody"
    if burst.called is not None and burst.called < IN_CONVERSATION:
        return "somebody has just spoken to them"
    lately = burst.silent_for is not None and burst.silent_for < IN_CONVERSATION
    return "in conversation already" if lately and _others_spoke_since(burst) else ""


def _others_spoke_since(burst: Burst) -> bool:
    """Who has spoken last themselves talks to nobody yet."""
    return burst.talking is not None and burst.silent_for is not None and burst.talking <= burst.silent_for


def _nothing_asked(said: _Said) -> str:
    """Why the words ask nothing; "" when they may."""
    if not said.words:
        return "a greeting and nothing else"
    if said.pasted:
        return ""
    if said.acts & NOTHING_WANTED and Act.ASKS not in said.acts:
        return "goes on with something"
    if not said.acts & {Act.ASKS, Act.PROBLEM}:
        return "rhetorical" if Act.RHETORICAL in said.acts else "nothing is asked and nothing is wrong"
    return "too few words" if len(said.words) < FEW_WORDS else ""


def _signs(said: _Said) -> Iterator[tuple[str, float]]:
    """What the words say for and against a request."""
    asks, wrong = Act.ASKS in said.acts, Act.PROBLEM in said.acts
    yield "asks", 0.4 * asks
    yield "states a problem", (0.15 if asks else 0.4) * wrong
    yield "pasted output", 0.5 * said.pasted
    yield "says what it is about", 0.1 * (len(said.words) >= ENOUGH_WORDS)
    yield "speaks of their own trouble", 0.1 * said.personal


def _standing(burst: Burst, said: _Said) -> Iterator[tuple[str, float]]:
    """What the speaker's place in the room says. People at home here must be explicit."""
    yield ("new here", 0.2) if burst.newcomer else ("silent before", 0.1)
    explicit = Act.ASKS in said.acts and said.personal
    yield "a helper, speaking in passing", -1.0 * (burst.author_helps and not explicit)
    if said.pasted:
        return
    goes_on = not said.acts.isdisjoint(NOTHING_WANTED | {Act.STILL_FAILS})
    yield "goes on with their own matter", -0.4 * (goes_on and not burst.newcomer)
    yield "speaks of somebody else's", -0.3 * (said.of_others and Act.ASKS not in said.acts)
    if burst.talking is not None and burst.talking < RUNNING_TALK:
        yield from _in_running_talk(burst, said, explicit)


def _in_running_talk(burst: Burst, said: _Said, explicit: bool) -> Iterator[tuple[str, float]]:
    """What makes a line a part of the talk of others."""
    few = len(said.words) < ENOUGH_WORDS and not said.personal and Act.PROBLEM not in said.acts
    lines = MANY_LINES if burst.newcomer else SOME_LINES
    yield "asks somebody back", -0.3 * (said.of_others and Act.ASKS in said.acts)
    yield "goes on from something said", -0.25 * (said.words[0] in GOES_ON and not (burst.newcomer and said.personal))
    yield "a few words in running talk", -0.15 * few
    yield "several lines in running talk", -0.4 * (said.lines >= lines)
    yield "a regular in running talk", -0.25 * (not burst.newcomer and not explicit)
