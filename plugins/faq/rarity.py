"""How much a feature (a word, an n-gram) tells: rare among the entries, and rare in what people say anyway."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from itertools import chain


class Rarity:
    """Weights of features. Both counts speak: a word that fills the knowledge base tells no entries apart, however rare it is in chatter,
    and one that everybody says tells no question from talk."""

    def __init__(self, entries: Sequence[Set[str]], chatter: Iterable[Set[str]]) -> None:
        lines = list(chatter)
        self._entries, self._chatter = Counter(chain.from_iterable(entries)), Counter(chain.from_iterable(lines))
        self._many, self._lines = len(entries) + 1, len(lines) + 1
        self.unseen = self._weight(0, 0)

    def of(self, feature: str) -> float:
        """The weight: above 0, larger for rarer features."""
        return self._weight(self._entries.get(feature, 0), self._chatter.get(feature, 0))

    def _weight(self, entries: int, lines: int) -> float:
        return math.log(1 + self._many / (entries + 0.5)) + math.log(1 + self._lines / (lines + 0.5))
