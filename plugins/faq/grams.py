"""Likeness by character n-grams: finds typos, endings and parts of technical names that no word list knows.

A text is the sum of its words, a word the sum of its n-grams by how rare they are; two texts are compared by cosine.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from plugins.faq.postings import Postings
from plugins.faq.rarity import Rarity
from plugins.faq.remembered import Remembered
from plugins.faq.rows import EMPTY, ROUNDING, Floats, LeftOut, Numbers, Row, Rows, Span, length
from plugins.faq.words import bare_words, grams

# Known n-grams (int64) and their weights (float32), packed: bytes are joined several times as fast as arrays. And the sum of squares of the
# unknown ones.
Word = tuple[bytes, bytes, float]


@dataclass(frozen=True, slots=True)
class Spelled:
    """A text as the index knows it."""

    numbers: Numbers  # of its n-grams; one that several words have stands there more than once
    weights: Floats  # what each is worth there; the text as a whole, with its unknown ones, is of length one
    sums: Floats  # what each is worth in the whole text


class Grams:
    """An index over `texts` (folded). `wholes`: spans of them, one for each entry, which are also compared as one. One thread at a time."""

    def __init__(self, texts: Sequence[str], wholes: Sequence[Span], chatter: Iterable[str]) -> None:
        spelled = cache(grams)  # most words of a folder stand in many texts; forgotten when it is built
        rarity = Rarity((_all(texts[first:end], spelled) for first, end in wholes), (_all((line,), spelled) for line in chatter))
        self._known = {gram: (number, rarity.of(gram)) for number, gram in enumerate(sorted(_all(texts, spelled)), 1)}
        self._unknown = rarity.unseen**2
        self._word = Remembered(self._read)
        self._wholes = wholes
        self._rows = Rows([self._row(text) for text in texts])
        sums = [self._rows.sum(whole) for whole in wholes]
        self._lengths = [length(row) or 1.0 for row in sums]
        self._postings = Postings(
            [(row[0], row[1] / np.float32(whole)) for row, whole in zip(sums, self._lengths, strict=True)], self._rows.features
        )

    def spell(self, folded: str) -> Spelled:
        """Look up the n-grams of a text."""
        words = [self._word[word] for word in bare_words(folded)]
        numbers, weights = _joined(words)
        sums = self._rows.sums(numbers, weights)
        scale = np.float32(1 / (math.sqrt(float(sums @ weights) + sum(word[2] for word in words)) or 1.0))
        return Spelled(numbers, weights * scale, sums * scale)

    def entries(self, spelled: Spelled, out: LeftOut | None = None) -> Floats:
        """About the cosine with each entry as a whole: by its rarest n-grams."""
        cosines = self._postings.totals(spelled.numbers, spelled.weights)
        if out is not None:
            cosines[out.entry] = self.whole(out.entry, self.rows(spelled, [self._wholes[out.entry]]), out)
        return cosines.astype(np.float32)

    def rows(self, spelled: Spelled, spans: Sequence[Span]) -> Floats:
        """The cosine with each text of some spans."""
        return self._rows.dots(spelled.numbers, spelled.sums, spans)

    def whole(self, entry: int, rows: Floats, out: LeftOut | None = None) -> float:
        """The cosine with an entry as a whole. `rows`: those with each of its texts."""
        if out is None or out.entry != entry:
            return float(rows.sum()) / self._lengths[entry]
        first, end = self._wholes[entry]
        shared = self._rows.dots(*self._rows.row(out.row), [(first, end)])
        square = self._lengths[entry] ** 2 - 2 * float(shared.sum(dtype=np.float64)) + float(shared[out.row - first])
        return float(rows.sum() - rows[out.row - first]) / math.sqrt(square) if square > ROUNDING else 0.0

    def _row(self, folded: str) -> Row:
        """The n-grams of a text, of length one."""
        words = [self._word[word] for word in bare_words(folded)]
        if not words:
            return EMPTY
        every, each = _joined(words)
        numbers, where = np.unique(every, return_inverse=True)
        weights = np.bincount(where, each)
        return numbers, (weights / (math.sqrt(np.square(weights).sum()) or 1.0)).astype(np.float32)

    def _read(self, word: str) -> Word:
        every = grams(word)
        known = [found for gram in every if (found := self._known.get(gram))]
        numbers, weights = np.array([number for number, _ in known], np.int64), np.array([weight for _, weight in known], np.float32)
        return numbers.tobytes(), weights.tobytes(), self._unknown * (len(every) - len(known))


def _joined(words: Sequence[Word]) -> Row:
    """The n-grams of several words, one behind the other."""
    return np.frombuffer(b"".join([word[0] for word in words]), np.int64), np.frombuffer(b"".join([word[1] for word in words]), np.float32)


def _all(texts: Sequence[str], spelled: Callable[[str], tuple[str, ...]]) -> set[str]:
    return set().union(*(spelled(word) for text in texts for word in bare_words(text)))
