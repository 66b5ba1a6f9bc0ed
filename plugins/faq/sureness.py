"""From which confidence on an entry is given unprompted: what its room needs (room.py), moved by what became of its answers.

Both move by themselves, and both are told: by `why` in chat, `patience explain`, `patience kb stats`.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.core.fares import FATES, Fate, counts, faded
from bot.core.knowledge import Entry, Phrases
from bot.core.moments import Overheard
from bot.core.plugin import Learned
from bot.core.text import words
from bot.core.view import View
from plugins.faq import room
from plugins.faq.matcher import Matcher
from plugins.faq.room import Prior, Traffic

# In logits: 1 makes 0.90 of what is needed 0.96, -1 makes it 0.77. One word against an entry outweighs several for it.
STEPS: Mapping[Fate, float] = {"wrong": 1.0, "not_it": 0.5, "solved": -0.2, "same": -0.2}
LEAST, MOST = -1.0, 2.0  # whatever is said of it
SCALE = "words 4"  # how confidences are made; a matcher that makes them otherwise calls it otherwise
MINOR = 0.1  # of the greatest step: what did less than that is not named as a reason
WORTH_TELLING = 0.05  # logits: what is left after half a year moves nothing that anybody would see

PHRASES: Mapping[str, frozenset[str]] = {
    "faq.sure": frozenset({"confidence", "needed"}),
    "faq.sure_moved": frozenset({"confidence", "needed", "usual", "reasons"}),
    **{f"faq.moved_{fate}": frozenset() for fate in FATES},
}


@dataclass(frozen=True, slots=True)
class Shift:
    """How far an entry's past moves what it needs."""

    amount: float = 0.0  # logits; above 0: it must be surer
    reasons: tuple[Fate, ...] = ()


@dataclass(frozen=True, slots=True)
class Needed:
    """What an entry needs in a room."""

    confidence: float  # it is given above it
    usual: float  # what an entry without a past would need there
    reasons: tuple[Fate, ...] = ()  # what makes the difference


def shift(entry: Entry, memory: View, at: float) -> Shift:
    """What became of the entry's answers, as it reads now: small steps that fade, within bounds."""
    fared = memory.fared(entry.id, entry.version)
    if fared is None:
        return Shift()
    steps = {fate: STEPS[fate] * count for fate, count in zip(FATES, counts(faded(fared, at)), strict=True)}
    amount = min(max(sum(steps.values()), LEAST), MOST)
    if abs(amount) < WORTH_TELLING:
        return Shift()
    most = max(step * amount for step in steps.values())
    return Shift(amount, tuple(fate for fate, step in steps.items() if step * amount >= MINOR * most))


def moved(usual: float, least: float, by: Shift) -> Needed:
    """What is needed after that shift; never less than `least`, and nothing is moved that nothing exceeds anyway."""
    if usual >= 1.0 or not by.amount:
        return Needed(usual, usual)
    odds = usual / (1 - usual) * math.exp(by.amount)
    confidence = max(odds / (1 + odds), min(least, usual))
    return Needed(confidence, usual, by.reasons if confidence != usual else ())


@dataclass(frozen=True, slots=True)
class Measured:
    """What is known of a room, for maintainers."""

    lines: int  # of four weeks
    asked: int  # questions among them
    weighed: float  # lines of ordinary talk that were looked up, each worth less with time
    needed: float  # confidence that an entry without a past needs there


@dataclass(frozen=True, slots=True)
class Sureness:
    """The rule, with what the matcher knows of itself."""

    prior: Prior
    wrong_per_1000: float  # the promise
    scale: str = SCALE  # of the confidences: sketches of another one are begun anew

    @classmethod
    def of(cls, matcher: Matcher, wrong_per_1000: float, scale: str = SCALE) -> "Sureness":
        """As the matcher has measured it on its own folder."""
        known = matcher.thresholds
        return cls(Prior(known.near, known.sure, known.talk), wrong_per_1000, scale)

    @property
    def anywhere(self) -> float:
        """What is needed in a room of which nothing is known."""
        return room.enough(room.faded(None, 0.0, self.scale), self.prior, Traffic(0, 0).share, self.wrong_per_1000)

    def usual(self, place: str, at: float, memory: View) -> float:
        """What entries without a past need in a joined place."""
        return self.measured(place, at, memory).needed

    def measured(self, place: str, at: float, memory: View) -> Measured:
        heard, passing = room.faded(memory.sketch(place), at, self.scale), room.traffic(place, at, memory)
        needed = room.enough(heard, self.prior, passing.share, self.wrong_per_1000)
        return Measured(passing.lines, passing.asked, sum(heard), needed)

    def needed(self, entry: Entry, place: str, at: float, memory: View) -> Needed:
        """What this entry needs in a joined place."""
        return moved(self.usual(place, at, memory), self.prior.near, shift(entry, memory, at))

    def hears(self, moment: Overheard, matcher: Matcher, memory: View) -> Iterator[Learned]:
        """Ordinary talk: a sample of it is looked up, and leaves one more in a class of confidence."""
        sketch = memory.sketch(moment.room)
        if room.due(sketch, moment.at) and len(words(moment.text)) >= room.SHORTEST:
            best = matcher.surely(matcher.match(moment.text), threshold=0.0)
            yield Learned(room.with_line(sketch, moment.room, best.confidence if best else 0.0, moment.at, self.scale))


def told(confidence: float, needed: Needed, phrases: Phrases) -> str:
    """How sure it was of how much, and what moved that."""
    numbers = {"confidence": f"{confidence:.2f}", "needed": f"{needed.confidence:.2f}"}
    if not needed.reasons:
        return phrases.say("faq.sure", "", **numbers)
    reasons = ", ".join(phrases.say(f"faq.moved_{fate}", "").strip() for fate in needed.reasons)
    return phrases.say("faq.sure_moved", "", **numbers, usual=f"{needed.usual:.2f}", reasons=reasons)
