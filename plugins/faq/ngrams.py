"""Likeness by character n-grams: finds typos, endings and parts of technical names that no word list knows.

Each text is a vector of its n-grams, weighted by how rare they are, and two texts are compared by cosine.
"""

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from plugins.faq.words import grams

Floats = npt.NDArray[np.float64]


class Ngrams:
    """An inverted index over `texts` (folded); rarity is counted over `texts` and `background`.

    `groups` are the numbers of texts of consecutive groups; `lengths` then has the length of each group's sum, by which the
    common likeness of a group to a text is divided.
    """

    def __init__(self, texts: Sequence[str], groups: Sequence[int] = (), background: Sequence[str] = ()) -> None:
        counted = [Counter(grams(text)) for text in texts]
        seen = Counter(gram for counts in counted for gram in counts)
        for text in background:
            seen.update(set(grams(text)))
        total = 1 + len(texts) + len(background)
        self._rarity = {gram: math.log(total / (1 + n)) + 1 for gram, n in seen.items()}
        self._unseen = math.log(total) + 1
        self._size = len(texts)
        self._number = {gram: number for number, gram in enumerate(seen)}
        vectors = [self._vector(counts) for counts in counted]
        self._index(vectors)
        ends = np.cumsum(groups, dtype=np.int64).tolist()
        self.lengths = np.array([_length(vectors[end - size : end]) for size, end in zip(groups, ends, strict=True)])

    def _index(self, vectors: Sequence[Mapping[str, float]]) -> None:
        gram, row, value = array("q"), array("q"), array("d")
        for number, vector in enumerate(vectors):
            gram.extend([self._number[g] for g in vector])
            row.extend([number] * len(vector))
            value.extend(vector.values())
        order = np.argsort(np.array(gram, np.int64), kind="stable")
        self._row, self._value = np.array(row, np.int64)[order], np.array(value, np.float64)[order]
        counts = np.bincount(np.array(gram, np.int64), minlength=len(self._number))
        self._ends: list[int] = [0, *np.cumsum(counts).tolist()]

    def _vector(self, counts: Counter[str]) -> dict[str, float]:
        """Weights of unit length; n-grams that no text has count in the length, so strange texts resemble nothing."""
        rarity, unseen = self._rarity, self._unseen
        weights = {gram: (1 + math.log(n) if n > 1 else 1.0) * rarity.get(gram, unseen) for gram, n in counts.items()}
        length = math.sqrt(math.fsum([x * x for x in weights.values()])) or 1.0
        return {gram: x / length for gram, x in weights.items()}

    def cosines(self, folded: str) -> Floats:
        """Cosine of the text with each text of the index, in their order."""
        known = [(self._number[gram], x) for gram, x in self._vector(Counter(grams(folded))).items() if gram in self._number]
        if not known:
            return np.zeros(self._size)
        spans = [(self._ends[gram], self._ends[gram + 1], x) for gram, x in known]
        rows = np.concatenate([self._row[a:b] for a, b, _ in spans])
        values = np.concatenate([self._value[a:b] * x for a, b, x in spans])
        cosines: Floats = np.bincount(rows, values, self._size).astype(np.float64, copy=False)
        return cosines


def _length(vectors: Iterable[Mapping[str, float]]) -> float:
    """Length of the sum of some vectors."""
    total: dict[str, float] = {}
    for vector in vectors:
        for gram, x in vector.items():
            total[gram] = total.get(gram, 0.0) + x
    return math.sqrt(math.fsum([x * x for x in total.values()])) or 1.0
