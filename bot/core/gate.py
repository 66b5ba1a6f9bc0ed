"""Does somebody ask the room for help? Interaction first: that works in a channel never seen before; then the words.

The rule of the house: who is in conversation already is being looked after by people; who speaks to a person asks that person. A few
rules that protect people decide alone. Everything else is a matter of degree: signs (gate_signs.py), each of which has a weight
(gate_weights.py); their sum tells a request from the rest of the talk.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import exp

from bot.core.acts import Act
from bot.core.company import Company
from bot.core.gate_signs import Told, signs
from bot.core.gate_weights import BIAS, WEIGHTS

ASKS_FROM = 0.5  # score from which a burst counts as asking
LOOKED_AFTER = 600.0  # seconds: who was spoken to or spoke more recently is in a conversation (people answer within minutes)
A_FEW_LINES = 5  # of others since then: with so few, the conversation is theirs, however much a line looks like a new matter
FEW_WORDS = 3  # fewer say too little to answer: "what?", "packstack?"
TELLING = 0.3  # of what the heaviest sign weighs: lighter ones are not worth telling

NOTHING_WANTED = frozenset([Act.SOLVED, Act.WITHDRAWN, Act.NO_IDEA, Act.NOT_IT])  # words about a talk that goes on already


@dataclass(frozen=True, slots=True)
class Burst:
    """What a person typed in one go while nobody spoke between, and how they stand to the talk of the room."""

    lines: tuple[str, ...]
    company: Company
    addressed: bool = False  # said to a known person (any line of it)
    author_helps: bool = False  # a registered expert


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether it asks, how surely (0 to 1), and why, for `explain`: the signs that weigh most, those to the contrary behind "but"."""

    asks: bool
    score: float
    reasons: tuple[str, ...]


def asks_for_help(burst: Burst) -> Verdict:
    """Whether this burst asks everybody for help. Pure: the same burst, the same verdict."""
    told = Told.of(burst.lines)
    rule = ruled_out(burst, told)
    if rule:
        return Verdict(False, 0.0, (rule,))
    weighed = {name: WEIGHTS[name] * value for name, value in signs(burst.company, told) if value}
    score = round(_logistic(BIAS + sum(weighed.values())), 3)
    asks = score >= ASKS_FROM
    return Verdict(asks, score, tuple(_telling(weighed, asks)))


def ruled_out(burst: Burst, told: Told) -> str:
    """The rule by which it does not ask, whatever its signs; "" when the signs decide."""
    if burst.addressed:
        return "said to somebody"
    return _looked_after(burst.company) or _nothing_asked(told) or _in_passing(burst, told)


def _logistic(total: float) -> float:
    return 1.0 / (1.0 + exp(-total))


def _looked_after(company: Company) -> str:
    """Why people are looking after it already; "" when nobody is. Who has spoken last themselves talks to nobody yet."""
    if company.called is not None and company.called < LOOKED_AFTER:
        return "somebody has just spoken to them"
    lately = company.silent_for is not None and company.silent_for < LOOKED_AFTER
    return "in conversation already" if lately and 0 < (company.lines_since or 0) <= A_FEW_LINES else ""


def _nothing_asked(told: Told) -> str:
    """Why the words ask nothing; "" when they may."""
    if not told.words:
        return "a greeting and nothing else"
    if told.pasted:
        return ""
    if told.acts & NOTHING_WANTED and not told.asks:
        return "goes on with something"
    if Act.RHETORICAL in told.acts and not told.asks:
        return "rhetorical"
    if len(told.words) < FEW_WORDS:
        return "too few words"
    return "" if told.wants_something else "nothing is asked and nothing is wrong"


def _in_passing(burst: Burst, told: Told) -> str:
    """People who help are at home here: what they say in passing is rarely a call for help."""
    explicit = told.asks and told.personal
    return "a helper, speaking in passing" if burst.author_helps and not explicit else ""


def _telling(weighed: Mapping[str, float], asks: bool) -> Iterator[str]:
    """The signs that decided, strongest first, and behind them the strongest of those to the contrary."""
    heaviest = max((abs(weight) for weight in weighed.values()), default=0.0)
    ordered = sorted((name for name in weighed if abs(weighed[name]) >= TELLING * heaviest), key=lambda name: -abs(weighed[name]))
    yield from (name for name in ordered if (weighed[name] > 0) == asks)
    yield from (f"but {name}" for name in ordered if (weighed[name] > 0) != asks)
