"""How much a feature (a word, an n-gram) tells: which entry is meant, and whether anything is meant at all."""

import math
from collections import Counter
from collections.abc import Iterable, Set


class Rarity:
    """Weights of features. What fills the knowledge base tells no entries apart, however rare it is in chatter; and what everybody says all
    the time tells nothing, however few entries hold it by chance."""

    def __init__(self, entries: Iterable[Set[str]], chatter: Iterable[Set[str]]) -> None:
        (self._entries, self._many), (self._chatter, self._lines) = _counted(entries), _counted(chatter)
        self._most = _rare(0, self._many), _rare(0, self._lines)
        self.unseen = self.of("")

    def of(self, feature: str) -> float:
        """What it weighs when entries are compared: above 0, more for what is rare among them and in chatter, whichever says less."""
        entries, chatter = self._both(feature)
        return min(entries, chatter * self._most[0] / self._most[1])

    def telling(self, feature: str) -> float:
        """How much it tells at all, 0 to 1: most what neither entries nor chatter ever said."""
        return sum(self._both(feature)) / sum(self._most)

    def _both(self, feature: str) -> tuple[float, float]:
        return _rare(self._entries.get(feature, 0), self._many), _rare(self._chatter.get(feature, 0), self._lines)


def _rare(times: int, of: int) -> float:
    return math.log(1 + of / (times + 0.5))


def _counted(sets: Iterable[Set[str]]) -> tuple[Counter[str], int]:
    """In how many of the sets each feature is, and how many there are, and one. Each set is let go: together they would fill the memory."""
    counts, many = Counter[str](), 1
    for one in sets:
        counts.update(one)
        many += 1
    return counts, many
