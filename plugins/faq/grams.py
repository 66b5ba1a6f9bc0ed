"""Likeness by character n-grams: finds typos, endings and parts of technical names that no word list knows.

A text is the sum of its words, a word the sum of its n-grams by how rare they are; two texts are compared by cosine.
"""

import math
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from plugins.faq.rarity import Rarity
from plugins.faq.rows import EMPTY, Floats, Row, Rows, Span
from plugins.faq.words import LONGEST_CACHED, bare_words, grams

CACHED = 20_000  # words whose n-grams are remembered

Word = tuple[npt.NDArray[np.int64], Floats, float]  # known n-grams, their weights, the sum of squares of the unknown ones
NO_WORD: Word = np.empty(0, np.int64), np.empty(0, np.float32), 0.0


class Grams:
    """An index over `texts` (folded). `blocks`: spans of texts, one for each entry; `wholes`: the part of each that also counts as one."""

    def __init__(self, texts: Sequence[str], blocks: Sequence[Span], wholes: Sequence[Span]) -> None:
        spelled = cache(grams)  # most words of a folder stand in many texts; forgotten when it is built
        rarity = Rarity(_all(texts[first:end], spelled) for first, end in wholes)
        self._known = {gram: (number, rarity.of(gram)) for number, gram in enumerate(sorted(_all(texts, spelled)), 1)}
        self._unknown = rarity.unseen**2
        self._cached = lru_cache(CACHED)(self._read)
        self._wholes = wholes
        self._rows = Rows([self._row(text) for text in texts], blocks)
        self._side = np.zeros((1, self._rows.features), np.float32)  # written and cleared by each look-up: zeros anew would cost as much
        self.lengths = np.array([self._rows.length(entry, end - first) or 1.0 for entry, (first, end) in enumerate(wholes)], np.float32)

    def cosines(self, folded: str, chosen: Sequence[int]) -> Floats:
        """The cosine of a text with each row of the chosen entries."""
        words = [self._word(word) for word in bare_words(folded)] or [NO_WORD]
        numbers, weights = np.concatenate([word[0] for word in words]), np.concatenate([word[1] for word in words])
        side = self._side[0]
        np.add.at(side, numbers, weights)
        square = float(side[numbers] @ weights) + sum(word[2] for word in words)
        cosines: Floats = self._rows.dots(chosen, self._side)[0] / np.float32(math.sqrt(square) or 1.0)
        side[numbers] = 0.0
        return cosines

    def length_without(self, row: int, entry: int) -> float:
        """The length of an entry as a whole after one of its rows was taken away."""
        first, end = self._wholes[entry]
        length = float(self.lengths[entry])
        return self._rows.length_without(entry, end - first, row - first, length) or 1.0

    def _row(self, folded: str) -> Row:
        """The n-grams of a text, of length one."""
        words = [self._word(word) for word in bare_words(folded)]
        if not words:
            return EMPTY
        numbers, where = np.unique(np.concatenate([word[0] for word in words]), return_inverse=True)
        weights = np.bincount(where, np.concatenate([word[1] for word in words]))
        return numbers, (weights / (math.sqrt(np.square(weights).sum()) or 1.0)).astype(np.float32)

    def _word(self, word: str) -> Word:
        return self._cached(word) if len(word) <= LONGEST_CACHED else self._read(word)

    def _read(self, word: str) -> Word:
        every = grams(word)
        known = [found for gram in every if (found := self._known.get(gram))]
        numbers, weights = np.array([number for number, _ in known], np.int64), np.array([weight for _, weight in known], np.float32)
        return numbers, weights, self._unknown * (len(every) - len(known))


def _all(texts: Sequence[str], spelled: Callable[[str], tuple[str, ...]]) -> set[str]:
    return set().union(*(spelled(word) for text in texts for word in bare_words(text)))
