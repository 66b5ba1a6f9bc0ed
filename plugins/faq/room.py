"""How sure is sure enough in a room, learned from the room itself and without labels.

The promise counts lines of the channel: of a thousand, at most so many may get a wrong answer unprompted. A line gets one if it passes for
a question and resembles an entry enough. How many lines pass is counted; some of them are ordinary talk that passed by mistake. How much
ordinary talk resembles entries is sketched: classes of confidence, and how many lines fell into each. So the confidence that is needed is
the lowest one for which

    share of lines that pass by mistake  x  share of ordinary lines above it  <=  promise

Questions that no entry answers, although one is near, are no ordinary talk: what they reach is the matcher's to know (`Prior.near`), and no
room needs less than that. A room of which little is known is taken for one like the shipped chatter, in which every tenth line asks.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.records import DAY, Sketch
from bot.core.view import View

EDGES = tuple(step / 4 for step in range(-8, 25))  # of the classes, in logits: 0.12 to 0.998, finest where it matters
HALF_LIFE = 30 * DAY  # after which a line counts half: a room of last year is another room
EVERY = 120.0  # seconds between two lines of a room that are looked up while it is little known: thirty an hour
SELDOM = 1800.0  # and once it is known: what two days change is heard within two days, and a look-up costs as much as several lines
SHORTEST = 4  # words: shorter lines never pass for a question, and resemble nothing
TRUSTED = 600  # lines of shipped chatter count as so many of the room's own, at most: a few days of talk
WINDOW = 28  # days in which lines and questions are counted
USUAL_LINES, USUAL_SHARE = 500, 0.1  # as if so many lines had been heard, and every tenth had asked (6 to 8 % do in help channels)
MISTAKEN = 0.2  # of the lines that pass: twice what was counted in two sets of labelled logs, for rooms that are unlike them
NOTHING = 1e-3  # of a line: what rounding and years leave
LEAST_SHARE = 0.005  # however few ask: so many lines pass by mistake in channels where that was counted by hand


@dataclass(frozen=True, slots=True)
class Prior:
    """What the matcher knows before it has heard a room."""

    near: float  # confidence that few questions reach which no entry answers: no room needs less
    sure: float  # enough where nothing is known of ordinary talk
    talk: tuple[float, ...] = ()  # confidences that shipped chatter reaches with an entry that is clearly ahead, ascending


@dataclass(frozen=True, slots=True)
class Traffic:
    """What passes through a room."""

    lines: int
    asked: int  # questions among them, to whomever

    @property
    def share(self) -> float:
        """Share of lines that pass for a question by mistake; with few lines, near the usual one."""
        asked = (USUAL_SHARE * USUAL_LINES + self.asked) / (USUAL_LINES + max(self.lines, self.asked))
        return max(MISTAKEN * asked, LEAST_SHARE)


def traffic(room: str, at: float, memory: View) -> Traffic:
    """Lines and questions of a joined place in the last four weeks."""
    today = int(at // DAY)
    days = range(today - WINDOW + 1, today + 1)
    return Traffic(*(sum(memory.tally(name, room, day) for day in days) for name in ("lines", "asked")))


# --- the sketch ---


def due(sketch: Sketch | None, at: float) -> bool:
    """Whether another line of the room may be looked up."""
    return sketch is None or at - sketch.at >= (SELDOM if sum(sketch.counts) >= TRUSTED else EVERY)


def with_line(sketch: Sketch | None, room: str, confidence: float, at: float, scale: str) -> Sketch:
    """The sketch with one line more. `scale`: of the confidences; counts of another one are left behind."""
    counts = list(faded(sketch, at, scale))
    counts[bisect_left(EDGES, _logit(confidence))] += 1.0
    return Sketch(room, at, tuple(counts), scale)


def faded(sketch: Sketch | None, at: float, scale: str) -> tuple[float, ...]:
    """What the counts are worth at that time: one class below each edge, and one above the last."""
    if sketch is None or sketch.scale != scale or len(sketch.counts) != len(EDGES) + 1:
        return (0.0,) * (len(EDGES) + 1)
    share = 0.5 ** (max(at - sketch.at, 0.0) / HALF_LIFE)
    return tuple(count * share for count in sketch.counts)


# --- what is enough ---


def enough(counts: tuple[float, ...], prior: Prior, share: float, wrong_per_1000: float) -> float:
    """The confidence above which the promise is kept, never below `prior.near`; 1.0, which nothing exceeds, where none keeps it.

    `counts`: of the room's own lines (`faded`); `share`: of its lines that pass for a question by mistake.
    """
    allowed = wrong_per_1000 / 1000 / share
    for edge, reaching in _reaching(counts, prior):
        if reaching <= allowed:
            return max(_confidence(edge), prior.near)
    return 1.0


def _reaching(counts: tuple[float, ...], prior: Prior) -> Iterator[tuple[float, float]]:
    """For each edge, the share of ordinary lines above it: of the room's own, or of them and the shipped ones together; whichever is more.

    So what is shipped never waters down what a room says of itself, and a room that has said little is measured by what is shipped.
    """
    talk = prior.talk or (prior.sure,)
    weight = min(len(talk), TRUSTED) if prior.talk else TRUSTED
    heard, above = sum(counts), sum(counts)
    for edge, count in zip(EDGES, counts, strict=False):
        above = max(above - count, 0.0)
        shipped = weight * (len(talk) - bisect_right(talk, _confidence(edge))) / len(talk)
        yield edge, max(_share(above, heard), _share(above + shipped, heard + weight))


def _share(above: float, lines: float) -> float:
    """The share that was seen, and a line and a standard deviation that chance may have hidden.

    Where none of them was above, it is none: else a strict promise would mean silence until thousands were heard.
    """
    return (above + math.sqrt(above) + 1) / (lines + 1) if above > NOTHING else 0.0


def _logit(confidence: float) -> float:
    """Of a confidence; beyond the classes for 0 and 1."""
    if not 0.0 < confidence < 1.0:
        return math.copysign(math.inf, confidence - 0.5)
    return math.log(confidence / (1 - confidence))


def _confidence(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))
