"""One text against all entries: the average of the views, and what an entry's own `not` examples say against it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from plugins.faq.views import CHARACTERS, TOKENS, WORDS, Floats, Look, Scale, Views
from plugins.faq.words import words

SHORTLIST = 14  # entries that are looked at closely: the right one is hardly ever behind them, and each costs about 10 µs
LEAD_SHARE = 0.3  # how much the lead over the second entry counts beside likeness: a text like two entries is no sure case
MAX_PARTS = 6  # of a text that are looked at besides the whole; each costs as much as the whole
MIN_WORDS = 2  # content words of a part that can be a question of its own

_ASKS = "is|are|does|do|did|can|could|how|where|what|which|why|when|should|who|any|anyone|has|have"
_BORDER = re.compile(rf"(?<=[?!.;])\s+|,\s+(?=(?:{_ASKS})\b)")


@dataclass(frozen=True, slots=True)
class Weighed:
    """What speaks for one entry."""

    entry: int
    units: float  # likeness in units of chatter; 0 is what ordinary chatter reaches with its best entry
    nearest: int  # row of the phrasing it resembles most
    denied: str = ""  # why it is no answer all the same


@dataclass(frozen=True, slots=True)
class Text:
    """A folded text. When it comes out of the knowledge itself: its row, or its line of chatter, which must not vouch for it."""

    folded: str
    row: int | None = None
    chatter: int | None = None


def parts(folded: str) -> list[str]:
    """The text, and the sentences and questions in it: a question at the end of a story is still that question."""
    found = [part for part in _BORDER.split(folded) if part != folded and len(words(part)) >= MIN_WORDS]
    return [folded, *found[:MAX_PARTS]]


def weigh(views: Views, scale: Scale, text: Text, look: Look | None = None) -> list[Weighed]:
    """The best entries of the text and its parts, best first; ties go by their order. `look`: at the whole text, if there is one."""
    best: dict[int, Weighed] = {}
    for part in parts(text.folded):
        seen = look if look and part == text.folded else views.look(part, text.row, text.chatter)
        for item in _weigh(views, scale, Text(part, text.row), seen):
            if item.entry not in best or item.units > best[item.entry].units:
                best[item.entry] = item
    return sorted(best.values(), key=lambda item: (-item.units, item.entry))


def _weigh(views: Views, scale: Scale, text: Text, look: Look) -> list[Weighed]:
    rough = scale.units(look.entries)
    short = shortlist(rough)
    spans = [(entry, [row for row in views.phrasings_of(entry) if row != text.row]) for entry in short]
    spans = [(entry, rows) for entry, rows in spans if rows]
    unlike = {entry: [row for row in range(*views.unlike[entry]) if row != text.row] for entry in short}
    tokens = views.token_sets(text.folded, [row for entry, rows in spans for row in (*rows, *unlike[entry])])
    near = _nearness(scale, look, tokens)
    weighed = []
    for entry, rows in spans:
        nearest = max(rows, key=near.__getitem__)
        best = (max(tokens[row] for row in rows) - scale.mean[TOKENS]) / scale.spread[TOKENS]
        units = float((TOKENS * rough[entry] + best) / (TOKENS + 1))
        # A short `not` example shares a word with much that the entry does answer: it must beat the entry as a whole, too.
        nots = [row for row in unlike[entry] if near[row] > max(near[nearest], units)]
        denied = f'it is not for "{views.texts[max(nots, key=near.__getitem__)]}"' if nots else ""
        weighed.append(Weighed(entry, units, nearest, denied))
    return weighed


def shortlist(rough: Floats) -> list[int]:
    """The entries that are worth a closer look."""
    return [int(entry) for entry in np.argsort(-rough, kind="stable")[:SHORTLIST]]


def _nearness(scale: Scale, look: Look, tokens: dict[int, float]) -> dict[int, float]:
    """How near each row is, in units of chatter, by the three views that look at single rows."""
    single = [CHARACTERS, WORDS, TOKENS]
    mean, spread = scale.mean[single].tolist(), scale.spread[single].tolist()
    seen = {row: (look.rows[0, row], look.rows[1, row], ratio) for row, ratio in tokens.items()}
    return {row: sum((x - m) / s for x, m, s in zip(views, mean, spread, strict=True)) / len(single) for row, views in seen.items()}


def best_tokens(views: Views, scale: Scale, text: Text, look: Look) -> float:
    """The best token set ratio among the shortlisted entries: what the fifth view is measured by."""
    rows = [row for entry in shortlist(scale.units(look.entries)) for row in views.phrasings_of(entry)]
    return max(views.token_sets(text.folded, rows).values())


def scores(weighed: Sequence[Weighed]) -> list[float]:
    """Units of each (best first), more by a share of the lead over its best rival, less by a share of what it lacks.

    Denied entries are nobody's rivals.
    """
    rivals = [item.units for item in weighed if not item.denied][:2]
    if not rivals:
        return [item.units for item in weighed]
    first, second = rivals[0], rivals[1] if len(rivals) > 1 else min(rivals[0], 0.0)
    return [item.units + LEAD_SHARE * (item.units - (second if item.units >= first else first)) for item in weighed]
