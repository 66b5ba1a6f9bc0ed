"""What the matcher learns about itself when it is built: what texts of several kinds score.

Nobody labels anything. Ordinary chatter shows what likeness means nothing; each phrasing, looked up without itself, shows
what a question in new words reaches, and what it would reach if its entry were not there: a question of this field that nothing
answers. Each `not` example, looked up without itself, shows what a near miss reaches.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from plugins.faq.texts import say_the_same
from plugins.faq.views import Views
from plugins.faq.weighing import Doubt, Text, Weighing, doubted, scores, weigh

T = TypeVar("T")

LINES = 10_000  # of chatter that are looked up: enough for one in a thousand, and a build stays below some seconds
SAMPLE = 300  # phrasings, and `not` examples, that are looked up without themselves
NOTHING = -20.0  # score of a line that resembles no entry at all

Doubts = Callable[[Text], Doubt | None]  # what names in a text say against entries


@dataclass(frozen=True, slots=True)
class Winner:
    """The best entry of a text out of the knowledge itself."""

    score: float
    right: bool = False
    lead: float = math.inf  # of score, over the next that is not denied and says something else


@dataclass(frozen=True, slots=True)
class Evidence:
    """How winners score: of chatter, of questions in new words, of questions whose entry is taken away, and of near misses (right: where
    the entry that must not win wins)."""

    chatter: tuple[Winner, ...] = ()
    questions: tuple[Winner, ...] = ()
    strange: tuple[Winner, ...] = ()
    misses: tuple[Winner, ...] = ()


def gather(views: Views, doubts: Doubts, chatter: Sequence[str]) -> Evidence:
    """Look up chatter, and phrasings and `not` examples each without itself."""

    def look_up(text: Text) -> Weighing:
        return doubted(weigh(views, text), doubts(text))

    answers = [views.texts[end] for _, end in views.phrasings]
    lines = [winner(look_up(Text(line)), answers) for line in spread(chatter, LINES)]
    phrasings = _without_themselves(views, [row for first, end in views.phrasings for row in range(first, end)], look_up)
    misses = _without_themselves(views, _unlike(views), look_up)
    return Evidence(
        tuple(best or Winner(NOTHING) for best in lines),
        tuple(best for own, weighing in phrasings if (best := winner(weighing, answers, own))),
        tuple(best for own, weighing in phrasings if (best := winner(weighing.less(own), answers))),
        tuple(best for own, weighing in misses if (best := winner(weighing, answers, own))),
    )


def _unlike(views: Views) -> list[int]:
    return [row for (_, end), (_, last) in zip(views.phrasings, views.spans, strict=True) for row in range(end + 1, last)]


def _without_themselves(views: Views, rows: Sequence[int], look_up: Callable[[Text], Weighing]) -> list[tuple[int, Weighing]]:
    return [(views.owner[row], look_up(Text(views.texts[row], row))) for row in spread(rows, SAMPLE)]


def winner(weighing: Weighing, answers: Sequence[str], right: int | None = None) -> Winner | None:
    """The best entry that is not denied. `answers`: of all entries; `right`: the entry that the text is of."""
    first = weighing.first
    if first is None:
        return None
    score = {item.entry: score for item, score in zip(weighing.found, scores(weighing), strict=True) if not item.denied}
    rivals = (entry for entry in score if entry != first.entry and not say_the_same(answers[entry], answers[first.entry]))
    return Winner(score[first.entry], first.entry == right, score[first.entry] - max((score[rival] for rival in rivals), default=-math.inf))


def spread(of: Sequence[T], wanted: int) -> Sequence[T]:
    """At most `wanted` of them, evenly spread."""
    if len(of) <= wanted:
        return of
    return [of[i * len(of) // wanted] for i in range(wanted)]
