"""One text against all entries: the average of the views, and what an entry's own `not` examples say against it."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from plugins.faq.rows import Floats
from plugins.faq.scale import units
from plugins.faq.views import WHOLE, Views

NEARER = 0.05  # cosine by which a `not` example must be nearer than the entry: less is chance
EXACT = 4.0  # units more for a text that is a phrasing, word for word: nothing else can be nearer

# Log odds of being right, for each: fitted on five public corpora and the shipped knowledge, each tested by the others (README.md).
UNITS = 0.72  # unit of likeness
SHARED = 1.0  # logarithm of 1 and what those of its words tell that the first entry holds: few words are shared by chance
RARITY = 2.2  # what its words tell on average, whoever holds them
OFFSET = -3.6

Doubt = Callable[[int], tuple[float, str]]  # of an entry: log odds (0 or less), and a reason to deny it or ""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What speaks for one entry."""

    entry: int
    units: float  # likeness in units of chatter; 0 is what ordinary chatter reaches with its best entry
    nearest: int  # row of the phrasing it resembles most
    shared: float = 0.0  # how much those words of the text tell that it holds, 0 to 1 a word
    denied: str = ""  # why it is no answer all the same


@dataclass(frozen=True, slots=True)
class Text:
    """A folded text. When it comes out of the knowledge itself: its row, which must not vouch for it."""

    folded: str
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Weighing:
    """The best entries of a text, best first; ties go by their order."""

    found: list[Weighed]
    rarity: float  # how much the words of the text tell on average, 0 to 1

    @property
    def first(self) -> Weighed | None:
        """The best that is not denied."""
        return next((item for item in self.found if not item.denied), None)

    def less(self, entry: int) -> "Weighing":
        """As if an entry were not there."""
        return replace(self, found=[item for item in self.found if item.entry != entry])


def weigh(views: Views, text: Text) -> Weighing:
    """Look a text up."""
    look = views.look(text.folded, text.row)
    if not look.entries:
        return Weighing([], look.rarity)
    found = [
        _weighed(views, entry, each + EXACT * look.exact.get(entry, 0.0), whole, rows, shared)
        for entry, each, whole, rows, shared in zip(
            look.entries, units(look.views).tolist(), look.views[WHOLE].tolist(), look.rows, look.shared, strict=True
        )
        if views.phrasings[entry] != (text.row, (text.row or 0) + 1)  # without its only phrasing an entry cannot be told
    ]
    refused = {entry: row for entry, row in views.refused(text.folded, text.row).items() if entry not in look.exact}
    found = [_not_for(views, item, refused[item.entry]) if item.entry in refused else item for item in found]
    return Weighing(sorted(found, key=_order), look.rarity)


def _not_for(views: Views, item: Weighed, row: int) -> Weighed:
    return replace(item, denied=f'it is not for "{views.texts[row]}"')


def _order(item: Weighed) -> tuple[float, int]:
    return -item.units, item.entry


def _weighed(views: Views, entry: int, likeness: float, whole: float, rows: Floats, shared: float) -> Weighed:
    first, end = views.phrasings[entry]
    nearest = int(rows[: end - first].argmax())
    unlike = rows[end - first + 1 :]
    # A short `not` example shares a word with much that the entry does answer: it must clearly beat the entry as a whole, too.
    worst = int(unlike.argmax()) if len(unlike) else -1
    nots = worst >= 0 and float(unlike[worst]) > max(float(rows[nearest]), whole) + NEARER
    return Weighed(entry, likeness, first + nearest, shared, f'it is not for "{views.texts[end + 1 + worst]}"' if nots else "")


def doubted(weighing: Weighing, doubt: Doubt | None) -> Weighing:
    """With what names in the text say against entries."""
    if doubt is None:
        return weighing
    against = [(item, *doubt(item.entry)) for item in weighing.found]
    found = [replace(item, units=item.units + odds / UNITS, denied=item.denied or why) for item, odds, why in against]
    return Weighing(sorted(found, key=_order), weighing.rarity)


def scores(weighing: Weighing) -> list[float]:
    """How sure each entry is, as log odds among questions, near questions and chatter in equal parts.

    What the first of them holds of the text says how much is meant at all, and so counts for all: it must not decide between them.
    """
    first = weighing.first
    ground = OFFSET + SHARED * math.log1p(first.shared if first else 0.0) + RARITY * weighing.rarity
    return [ground + UNITS * item.units for item in weighing.found]
