"""Does somebody ask the room for help? Interaction first: that works in a channel never seen before; then the words.

The rule of the house: who is in conversation already is being looked after by people; who speaks to a person asks that person.
Left is a person who has been silent and says to everybody that something is wanted or does not work. With regulars more is asked of
the words than with newcomers, with registered experts most: what they say in passing is rarely a call for help.
"""

from dataclasses import dataclass

from bot.core.acts import Act, acts, wall
from bot.core.text import words

ASKS_FROM = 0.5  # score from which a burst counts as asking
IN_CONVERSATION = 600.0  # seconds: spoken or spoken to more recently, a person is in a conversation (people answer within minutes)
RUNNING_TALK = 120.0  # seconds: others have spoken so recently that a regular's line may belong to their talk
FEW_WORDS = 4  # fewer say too little to answer: "what?", "packstack?"
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
PERSONAL = frozenset(
    ["i", "im", "ive", "id", "my", "me", "mine", "we", "our", "us", "anyone", "anybody", "someone", "somebody", "help", "please"]
)
NOTHING_WANTED = frozenset([Act.SOLVED, Act.WITHDRAWN, Act.NO_IDEA, Act.NOT_IT])  # words about a talk that goes on already


def asks_for_help(burst: Burst) -> Verdict:
    """Whether this burst asks everybody for help. Pure: the same burst, the same verdict."""
    said = tuple(line for line in burst.lines if Act.GREETING not in acts(line))
    pasted = wall(burst.lines)
    done = frozenset[Act]().union(*map(acts, said))
    ruled_out = _taken(burst) or _nothing_asked(said, done, pasted)
    if ruled_out:
        return Verdict(False, 0.0, (ruled_out,))
    signs = {**_words(said, done, pasted), **_standing(burst)}
    if burst.author_helps or not burst.newcomer:
        signs |= _asked_of_regulars(burst, said, done)
    score = min(max(sum(signs.values()), 0.0), 1.0)
    return Verdict(score >= ASKS_FROM, round(score, 3), tuple(signs))


def _taken(burst: Burst) -> str:
    """Why people are looking after it already; "" when nobody is."""
    if burst.addressed:
        return "said to somebody"
    if burst.called is not None and burst.called < IN_CONVERSATION:
        return "somebody has just spoken to them"
    if burst.silent_for is not None and burst.silent_for < IN_CONVERSATION:
        return "in conversation already"
    return ""


def _nothing_asked(said: tuple[str, ...], done: frozenset[Act], pasted: bool) -> str:
    """Why the words ask nothing; "" when they may."""
    if not said:
        return "a greeting and nothing else"
    if pasted:
        return ""
    if done & NOTHING_WANTED or (Act.STILL_FAILS in done and Act.ASKS not in done):
        return "goes on with something"
    if not done & {Act.ASKS, Act.PROBLEM}:
        return "rhetorical" if Act.RHETORICAL in done else "nothing is asked and nothing is wrong"
    return "too few words" if _count(said) < FEW_WORDS else ""


def _count(said: tuple[str, ...]) -> int:
    return sum(len(words(line)) for line in said)


def _words(said: tuple[str, ...], done: frozenset[Act], pasted: bool) -> dict[str, float]:
    """What speaks for a request in the words, with its weight."""
    signs = {
        "asks": 0.4 * (Act.ASKS in done),
        "states a problem": 0.4 * (Act.PROBLEM in done and (Act.ASKS not in done)) + 0.15 * (Act.PROBLEM in done and Act.ASKS in done),
        "pasted output": 0.5 * pasted,
        "says what it is about": 0.1 * (_count(said) >= ENOUGH_WORDS),
        "speaks of their own trouble": 0.1 * any(PERSONAL & set(words(line)) for line in said),
    }
    return {name: weight for name, weight in signs.items() if weight}


def _standing(burst: Burst) -> dict[str, float]:
    if burst.newcomer:
        return {"new here": 0.2}
    return {"silent before": 0.1}


def _asked_of_regulars(burst: Burst, said: tuple[str, ...], done: frozenset[Act]) -> dict[str, float]:
    """What speaks against a request when the speaker is at home here."""
    explicit = Act.ASKS in done and any(PERSONAL & set(words(line)) for line in said)
    if explicit:
        return {}
    if burst.author_helps:
        return {"a helper, speaking in passing": -0.4}
    if burst.talking is not None and burst.talking < RUNNING_TALK:
        return {"a regular in running talk": -0.2}
    return {}
