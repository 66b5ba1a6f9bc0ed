"""From scores to confidence, and from which confidence on to speak.

The confidence of a score is the share of right answers among questions and chatter in equal parts that reach it (logistic
regression on one number, held near usual values while there is little to learn from).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from plugins.faq.calibration import Evidence, Winner

USUAL_SLOPE, USUAL_OFFSET = 1.0, 0.0  # scores are log odds already, on the corpora where they were fitted
HELD = 5.0  # how strongly the fit is held near them: as by so many texts
STEPS = 25  # of Newton's method; five are enough
STRIDE = 1.0  # longest of them: far from the optimum Newton overshoots
USUAL_SURE = 3.0  # score, where no chatter teaches better
USUAL_NEAR, NEAR_HELD = 1.0, 50  # score that near questions hardly exceed in folders of other kinds; it counts as so many of them
LOWEST = -20.0  # score, where nothing asks for more
WRONG_SHARE = (
    0.15  # of the questions in new words that would be answered, so many may get the wrong entry: with them written down, fewer do
)
MISS_SHARE = 0.05  # of the near misses, so many may be answered
# And of the questions of this field that no entry answers. Of 1,000 lines some 60 ask; people answer half of them before the bot
# would speak, and half of the rest has an entry: one in twenty of 15 is less than the usual promise. In folders of other kinds up to one
# and a half times as many were answered as the folder's own questions foretell, so they foretell less than one in thirty.
STRANGE_SHARE = 0.03
CLEAR_LEAD = 3.0  # times the odds of the second entry, less is a toss-up: at 2 more is answered wrongly and no more rightly (README.md)
LIKELY = 1 / 3  # a suggestion is worth reading when it is right one time in three
STEEP = 60.0  # largest exponent: beyond it a confidence is 0 or 1 to the last digit


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Confidences from which to act, and the line from scores to them."""

    slope: float
    offset: float
    near: float  # few near questions that nothing answers would be answered above it, and it is even odds at least: nowhere is less enough
    sure: float  # answer unprompted, above it, were every line of the channel looked up
    asked: float  # answer whoever asks us, above it
    likely: float  # offer as one of two, from it on
    talk: tuple[float, ...] = ()  # what chatter reaches with an entry that is clearly ahead, ascending

    def confidence(self, score: float) -> float:
        return logistic(self.slope * score + self.offset)


def decide(evidence: Evidence, wrong_per_1000: float) -> Thresholds:
    """The lowest thresholds that keep the promise on chatter, and the right entries among answers, and near questions out."""
    slope, offset = fit(evidence)

    def above(score: float) -> float:
        return logistic(slope * score + offset)

    def leads(winner: Winner) -> bool:
        return clear(above(winner.score), above(winner.score - winner.lead))

    def said(found: Sequence[Winner]) -> list[Winner]:
        """What might be said: a toss-up never is."""
        return [winner for winner in found if leads(winner)]

    chatter, strange, misses = evidence.chatter, evidence.strange, evidence.misses
    even = -offset / slope
    few = max(_few(said(strange), STRANGE_SHARE * len(strange)), even) if strange else USUAL_NEAR
    missed = _few([miss for miss in said(misses) if miss.right], MISS_SHARE * len(misses))
    near = above(max(even, _precise(said(evidence.questions)), _held(few, len(strange)), missed))
    # Toss-ups among the chatter count here: this one bounds confidence by itself, whoever reads it.
    sure = max(near, above(_few(chatter, wrong_per_1000 / 1000 * len(chatter)) if chatter else USUAL_SURE))
    talk = tuple(sorted(above(line.score) if leads(line) else 0.0 for line in chatter))
    return Thresholds(slope, offset, near, sure, (LIKELY + near) / 2, LIKELY, talk)


def clear(best: float, second: float) -> bool:
    """Whether one confidence is clearly ahead of another."""
    return best * (1 - second) > CLEAR_LEAD * second * (1 - best)


def _held(score: float, texts: int) -> float:
    """The score that few questions without an entry exceed; near the usual one while there are few of them."""
    return (score * texts + USUAL_NEAR * NEAR_HELD) / (texts + NEAR_HELD)


def _few(found: Sequence[Winner], allowed: float) -> float:
    """The lowest score that only so many exceed."""
    scores = sorted((winner.score for winner in found), reverse=True)
    return scores[int(allowed)] if allowed < len(scores) else LOWEST


def _precise(questions: Sequence[Winner]) -> float:
    """The lowest score above which few enough winners are wrong."""
    lowest, wrong = LOWEST, 0
    ranked = sorted(questions, key=lambda winner: (-winner.score, winner.right))
    if not ranked:
        return lowest
    lowest = ranked[0].score
    for number, winner in enumerate(ranked, 1):
        wrong += not winner.right
        if wrong <= WRONG_SHARE * number:
            lowest = ranked[number].score if number < len(ranked) else LOWEST
    return lowest


def fit(evidence: Evidence) -> tuple[float, float]:
    """Slope and offset of the logistic line, by Newton's method."""
    questions, chatter = evidence.questions, evidence.chatter
    weight = len(questions) / len(chatter) if chatter and questions else 1.0
    texts = [(w.score, float(w.right), 1.0) for w in questions] + [(line.score, 0.0, weight) for line in chatter]
    slope, offset = USUAL_SLOPE, USUAL_OFFSET
    for _ in range(STEPS):
        g0, g1, h00, h01, h11 = HELD * (slope - USUAL_SLOPE), HELD * (offset - USUAL_OFFSET), HELD, 0.0, HELD
        for x, y, w in texts:
            p = logistic(slope * x + offset)
            error, curve = w * (p - y), w * p * (1 - p)
            g0, g1 = g0 + error * x, g1 + error
            h00, h01, h11 = h00 + curve * x * x, h01 + curve * x, h11 + curve
        det = h00 * h11 - h01 * h01
        slope -= min(max((h11 * g0 - h01 * g1) / det, -STRIDE), STRIDE)
        offset -= min(max((h00 * g1 - h01 * g0) / det, -STRIDE), STRIDE)
    return max(slope, USUAL_SLOPE / 4), offset


def logistic(x: float) -> float:
    return 1 / (1 + math.exp(-min(max(x, -STEEP), STEEP)))
