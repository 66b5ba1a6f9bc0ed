"""How likely it is that somebody answers now, from what the room has seen of them (README.md has the figures).

A score in log-odds: a difference of 1 makes one person 2.7 times as likely as another to be the one who answers.
"""

import math
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from operator import mul

from bot.core.answering import Answering, Signs

# Fitted by tests/quality/fit_router.py: a conditional logit on who answered first. Counts are weighed as the logarithm of 1 + the count
WEIGHTS: Mapping[str, float] = {
    "minutes": -0.69,  # since they spoke
    "lines": -0.20,  # since they spoke
    "picked": 0.48,  # questions of the room that they answered, within about a year
    "reached": 0.27,  # people to whom they began to explain something, within about an hour
    "asking": -2.15,  # as it is: share of their lines that ask the room something. Who seeks help has none to give
    "talked": 1.60,  # as it is: the asker and they are in a conversation
    "named": 3.00,  # 1 if the question names them
}
NOBODY = 2.57  # the score of "nobody who is known here"
LEAST = 0.003  # chance below which nobody is named: of such people one in a thousand answered
READ = 2_000  # characters of a question in which names are looked for
AT_MOST, WITHIN = 100, 1_440.0  # people who are compared: those who spoke last, within so many minutes. Nobody else is likely

_WEIGHTS = tuple(WEIGHTS.values())
_WORD = re.compile(r"[^\s,:;?!()<>\"]+")


def terms(signs: Signs, named: bool) -> tuple[float, ...]:
    """What is weighed, in the order of WEIGHTS."""
    log = math.log1p
    counts = (log(signs.minutes), log(signs.lines), log(signs.picked), log(signs.reached))
    return (*counts, signs.asking, signs.talked, float(named))


def score(signs: Signs, named: bool = False) -> float:
    """What speaks for somebody's answering now."""
    return sum(map(mul, _WEIGHTS, terms(signs, named)), 0.0)


def chance(points: float) -> float:
    """Of somebody with this score to answer rather than nobody: between 0 and 1."""
    return 1 / (1 + math.exp(min(NOBODY - points, 700.0)))


def likely(answering: Answering, asker: str, text: str, at: float) -> list[tuple[str, float]]:
    """Who will probably answer this question, likeliest first, each with their chance against nobody's answering.

    Empty when nobody is likely. Who is named in the text is so by their id.
    """
    names = named_in(text)
    scored = ((who, score(signs, who in names)) for who, signs in candidates(answering, asker, at))
    found = sorted(scored, key=lambda one: -one[1])
    return [(who, share) for who, points in found if (share := chance(points)) >= LEAST]


def named_in(text: str) -> frozenset[str]:
    """The words of a text in lower case, of which one may be somebody's id."""
    return frozenset(_WORD.findall(text[:READ].lower()))


def candidates(answering: Answering, asker: str, at: float) -> Iterator[tuple[str, Signs]]:
    """Everybody who is compared, who spoke last first."""
    for who in islice(answering.lately(), AT_MOST):
        signs = answering.signs(who, asker, at) if who != asker else None
        if signs is not None and signs.minutes <= WITHIN:
            yield who, signs
