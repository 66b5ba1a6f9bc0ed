"""One text against all entries: the average of the views, and what an entry's own `not` examples say against it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from plugins.faq.views import TOKENS, VIEWS, Floats, Look, Scale, Views
from plugins.faq.words import words

SHORTLIST = 14  # entries that are looked at closely: the right one is hardly ever behind them, and each costs about 10 µs
LEAD_SHARE = 0.2  # how much the lead over the second entry counts beside likeness: a text like two entries is no sure case
CLOSE_ROWS = 4  # phrasings, and `not` examples, of each that are looked at by token sets
MAX_PARTS = 4  # of a text that are looked at besides the whole; each costs as much as the whole
PART_COST = 0.5  # units by which a part must be more alike than the whole: what it leaves out may change its meaning
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
        whole = part == text.folded
        seen = look if look and whole else views.look(part, text.row, text.chatter)
        for item in _weigh(views, scale, replace(text, folded=part), seen):
            cheaper = item if whole else replace(item, units=item.units - PART_COST)
            if item.entry not in best or cheaper.units > best[item.entry].units:
                best[item.entry] = cheaper
    return sorted(best.values(), key=lambda item: (-item.units, item.entry))


def _weigh(views: Views, scale: Scale, text: Text, look: Look) -> list[Weighed]:
    rough, rows = scale.units(look.entries), scale.single(look.rows)
    close = [_close(views, entry, rows, text.row) for entry in shortlist(rough)]
    tokens = views.token_sets(text.folded, [row for entry in close for row in (*entry.like, *entry.unlike)])
    units = {row: scale.tokens(ratio) for row, ratio in tokens.items()}
    return [_weighed(views, entry, float(rough[entry.entry]), rows, units) for entry in close if entry.like]


@dataclass(frozen=True, slots=True)
class _Close:
    """The rows of a shortlisted entry that are looked at by token sets."""

    entry: int
    like: list[int]
    unlike: list[int]


def _close(views: Views, entry: int, rows: Floats, without: int | None) -> _Close:
    def best(numbers: range) -> list[int]:
        return sorted((row for row in numbers if row != without), key=rows.__getitem__, reverse=True)[:CLOSE_ROWS]

    return _Close(entry, best(views.phrasings_of(entry)), best(range(*views.unlike[entry])))


def _weighed(views: Views, close: _Close, rough: float, rows: Floats, tokens: dict[int, float]) -> Weighed:
    """Put the views of one entry together, and hold its `not` examples against it."""
    near = {row: (2 * float(rows[row]) + tokens[row]) / 3 for row in (*close.like, *close.unlike)}
    nearest = max(close.like, key=near.__getitem__)
    units = (TOKENS * rough + max(tokens[row] for row in close.like)) / len(VIEWS)
    # A short `not` example shares a word with much that the entry does answer: it must beat the entry as a whole, too.
    nots = [row for row in close.unlike if near[row] > max(near[nearest], units)]
    denied = f'it is not for "{views.texts[max(nots, key=near.__getitem__)]}"' if nots else ""
    return Weighed(close.entry, units, nearest, denied)


def shortlist(rough: Floats) -> list[int]:
    """The entries that are worth a closer look."""
    return [int(entry) for entry in np.argsort(-rough, kind="stable")[:SHORTLIST]]


def best_tokens(views: Views, scale: Scale, text: Text, look: Look) -> float:
    """The best token set ratio among the shortlisted entries: what the fifth view is measured by."""
    rows = scale.single(look.rows)
    close = [_close(views, entry, rows, None) for entry in shortlist(scale.units(look.entries))]
    return max(views.token_sets(text.folded, [row for entry in close for row in entry.like]).values())


def scores(weighed: Sequence[Weighed]) -> list[float]:
    """Units of each (best first), more by a share of the lead over its best rival, less by a share of what it lacks.

    Denied entries are nobody's rivals.
    """
    rivals = [item.units for item in weighed if not item.denied][:2]
    if not rivals:
        return [item.units for item in weighed]
    first, second = rivals[0], rivals[1] if len(rivals) > 1 else min(rivals[0], 0.0)
    return [item.units + LEAD_SHARE * (item.units - (second if item.units >= first else first)) for item in weighed]
