"""Likeness by character n-grams: finds typos, endings and parts of technical names that no word list knows.

A text is the sum of its words, a word the sum of its n-grams by how rare they are; two texts are compared by cosine.
"""

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from plugins.faq.rarity import Rarity
from plugins.faq.rows import Floats, Rows, Span, Vector, length_of
from plugins.faq.words import bare_words, grams

CACHED = 20_000  # words whose n-grams are remembered

Word = tuple[npt.NDArray[np.int64], Floats, float]  # known n-grams, their weights, the sum of squares of the unknown ones


class Grams:
    """An index over `texts` (folded). `blocks`: spans of texts, one for each entry; `wholes`: the part of each that also counts as one;
    `chatter` helps to tell rare from common."""

    def __init__(self, texts: Sequence[str], blocks: Sequence[Span], wholes: Sequence[Span], chatter: Sequence[str]) -> None:
        held = [set(_all(text)) for text in texts]
        rarity = Rarity([set().union(*held[first:end]) for first, end in wholes], (set(_all(line)) for line in chatter))
        self._known = {gram: (number, rarity.of(gram)) for number, gram in enumerate(sorted(set().union(*held)), 1)}
        self._unknown = rarity.unseen**2
        self._word = lru_cache(CACHED)(self._read)
        self._vectors = [self._vector(text) for text in texts]
        self._wholes = wholes
        self._rows = Rows(self._vectors, blocks)
        self.lengths = np.array([length_of(self._vectors[first:end]) for first, end in wholes], np.float32)

    def cosines(self, folded: str, chosen: Sequence[int]) -> Floats:
        """The cosine of a text with each row of the chosen entries."""
        side = np.zeros((1, self._rows.features), np.float32)
        length = self._write(folded, side[0])
        cosines: Floats = self._rows.dots(chosen, side)[0] / np.float32(length)
        return cosines

    def _write(self, folded: str, side: Floats) -> float:
        """Add the n-grams of a text to zeros; gives its length, in which the unknown ones count, too."""
        words = [self._word(word) for word in bare_words(folded)]
        if not words:
            return 1.0
        numbers, weights = np.concatenate([word[0] for word in words]), np.concatenate([word[1] for word in words])
        np.add.at(side, numbers, weights)
        return math.sqrt(float(side[numbers] @ weights) + sum(word[2] for word in words)) or 1.0

    def length_without(self, row: int, entry: int) -> float:
        """The length of an entry as a whole after one of its rows was taken away."""
        first, end = self._wholes[entry]
        rest = [vector for number, vector in enumerate(self._vectors[first:end], first) if number != row]
        return length_of(rest)

    def _vector(self, folded: str) -> Vector:
        weights: dict[int, float] = {}
        for word in bare_words(folded):
            numbers, known, _ = self._word(word)
            for number, weight in zip(numbers.tolist(), known.tolist(), strict=True):
                weights[number] = weights.get(number, 0.0) + weight
        length = math.sqrt(math.fsum(x * x for x in weights.values())) or 1.0
        return {number: weight / length for number, weight in weights.items()}

    def _read(self, word: str) -> Word:
        every = grams(word)
        known = [found for gram in every if (found := self._known.get(gram))]
        numbers, weights = np.array([number for number, _ in known], np.int64), np.array([weight for _, weight in known], np.float32)
        return numbers, weights, self._unknown * (len(every) - len(known))


def _all(text: str) -> list[str]:
    return [gram for word in bare_words(text) for gram in grams(word)]
