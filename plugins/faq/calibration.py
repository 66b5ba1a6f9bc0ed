"""What the matcher learns about itself when it is built: units of likeness, what a score is worth, and two thresholds.

Nobody labels anything. Ordinary chatter shows what likeness means nothing; each phrasing, looked up without itself, shows
what a question in new words reaches; each `not` example, looked up without itself, shows what a near miss reaches.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from plugins.faq.views import USUAL, VIEWS, Floats, Look, Scale, Views
from plugins.faq.weighing import Text, Weighed, best_tokens, scores, weigh

LINES = 3000  # of chatter that are looked at: enough for one in a thousand, and a build stays below some seconds
SCALE_LINES = 200  # of them that set the units
KEPT_CELLS = 2_000_000  # numbers kept between the two passes over those lines (16 MB)
SAMPLE = 100  # phrasings, and `not` examples, that are looked up without themselves
FLOOR = 1e-3  # smallest spread of a view: chatter of one kind must not make units of nothing
TRUST = 30  # lines of chatter that weigh as much as the usual units below


@dataclass(frozen=True, slots=True)
class Winner:
    """The best entry of a text out of the knowledge itself."""

    score: float
    right: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """How winners score: of chatter, of questions in new words, and of near misses (where the entry that must not win wins)."""

    chatter: tuple[float, ...] = ()
    questions: tuple[Winner, ...] = ()
    misses: tuple[Winner, ...] = ()


def gather(views: Views) -> tuple[Scale, Evidence]:
    """Look up chatter, phrasings and `not` examples, each without itself."""
    lines = spread(range(len(views.chatter)), LINES)
    first = spread(lines, min(SCALE_LINES, KEPT_CELLS // max(2 * len(views.texts), 1)))
    looks = {line: views.look(views.chatter[line], chatter=line) for line in first}
    scale = learn_scale(views, [(Text(views.chatter[line], chatter=line), look) for line, look in looks.items()])
    chatter = [winner(weigh(views, scale, Text(views.chatter[line], chatter=line), looks.get(line))) for line in lines]
    return scale, Evidence(
        tuple(found[1] for found in chatter if found),
        _winners(views, scale, [row for entry in range(len(views.spans)) for row in views.phrasings_of(entry)]),
        _winners(views, scale, range(views.grouped, len(views.texts))),
    )


def _winners(views: Views, scale: Scale, rows: Sequence[int]) -> tuple[Winner, ...]:
    found = [(winner(weigh(views, scale, Text(views.texts[row], row))), views.owner[row]) for row in spread(rows, SAMPLE)]
    return tuple(Winner(best[1], best[0] == own) for best, own in found if best)


def learn_scale(views: Views, looks: Sequence[tuple[Text, Look]]) -> Scale:
    """Units from what chatter's best entries reach in each view, held near the usual ones while there is little chatter."""
    trust = len(looks) / (len(looks) + TRUST)

    def blend(usual: Floats, seen: Floats) -> Floats:
        mixed: Floats = (1 - trust) * usual[: len(seen)] + trust * seen
        return mixed

    tops = np.array([look.entries.max(1) for _, look in looks] or np.zeros((1, len(VIEWS) - 1)))
    rough = Scale(blend(USUAL.mean, tops.mean(0)), np.maximum(blend(USUAL.spread, tops.std(0)), FLOOR))
    tokens = np.array([best_tokens(views, rough, text, look) for text, look in looks] or [0.0])
    last = slice(len(VIEWS) - 1, None)
    return Scale(
        np.append(rough.mean, (1 - trust) * USUAL.mean[last] + trust * tokens.mean()),
        np.maximum(np.append(rough.spread, (1 - trust) * USUAL.spread[last] + trust * tokens.std()), FLOOR),
    )


def winner(weighed: Sequence[Weighed]) -> tuple[int, float] | None:
    """The best entry that is not denied, and its score."""
    found = [(item.entry, score) for item, score in zip(weighed, scores(weighed), strict=True) if not item.denied]
    return max(found, key=lambda pair: pair[1], default=None)


def spread(numbers: Sequence[int], wanted: int) -> Sequence[int]:
    """At most `wanted` of the numbers, evenly spread."""
    if len(numbers) <= wanted:
        return numbers
    return [numbers[i * len(numbers) // wanted] for i in range(wanted)]
