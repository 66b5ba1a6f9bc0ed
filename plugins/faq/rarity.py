"""How much a feature (a word, an n-gram) tells: which entry is meant, and whether anything is meant at all."""

import math
from collections import Counter
from collections.abc import Iterable, Set


class Rarity:
    """Weights of features. A word that fills the knowledge base tells no entries apart, however rare it is in chatter; whether a text is
    talk is another question, in which chatter has its say."""

    def __init__(self, entries: Iterable[Set[str]], chatter: Iterable[Set[str]] = ()) -> None:
        (self._entries, self._many), (self._chatter, self._lines) = _counted(entries), _counted(chatter)
        self.most = self._sides(0, 0)[0] + self._sides(0, 0)[1]
        self.unseen = self.of("")

    def of(self, feature: str) -> float:
        """What it weighs when entries are compared: above 0, more for what few of them hold, however rare it is in chatter."""
        return self._sides(self._entries.get(feature, 0), 0)[0]

    def telling(self, feature: str) -> float:
        """How much it tells at all, 0 to 1: most what neither entries nor chatter ever said."""
        return sum(self._sides(self._entries.get(feature, 0), self._chatter.get(feature, 0))) / self.most

    def _sides(self, entries: int, lines: int) -> tuple[float, float]:
        return math.log(1 + self._many / (entries + 0.5)), math.log(1 + self._lines / (lines + 0.5))


def _counted(sets: Iterable[Set[str]]) -> tuple[Counter[str], int]:
    """In how many of the sets each feature is, and how many there are, and one. Each set is let go: together they would fill the memory."""
    counts, many = Counter[str](), 1
    for one in sets:
        counts.update(one)
        many += 1
    return counts, many
