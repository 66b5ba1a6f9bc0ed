"""Likeness by words, forgiving about spelling: each word of a text counts for the words it resembles, rare words more.

Words are compared one by one, never whole texts: there a shared "how do i" would weigh as much as a shared "rabbitmq".
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from plugins.faq.rarity import Rarity
from plugins.faq.rows import Floats, Numbers, Row, Rows, Span
from plugins.faq.spelling import CACHED, Spellings
from plugins.faq.words import LONGEST_CACHED

SATURATION = 1.2  # of BM25 (Robertson, Zaragoza 2009): an entry that says a word in ten phrasings is not ten times as near
LENGTH = 0.75  # of BM25: how much long entries are held back
REST = 1e-6  # what rounding leaves of a word that was taken off
POSTINGS = 20_000  # of one text that are read, rarest words first: words that stand in most entries choose none


Word = tuple[float, float, tuple[tuple[int, float], ...]]  # weight, how much it tells, known words with their likeness


@dataclass(frozen=True, slots=True)
class Heard:
    """A text as the index knows it."""

    near: tuple[tuple[int, float, float], ...]  # number of a known word, likeness, weight of the word that was said; rarest first
    total: float  # weight of all that was said
    size: int  # words
    telling: float  # how much they tell, 0 to 1 each, together
    known: int  # of them that stand in the index, in whatever spelling


class WordIndex:
    """An index over `texts` (stems of their words). `groups`: spans of them, one for each entry, which are found as a whole."""

    def __init__(
        self, texts: Sequence[Iterable[str]], blocks: Sequence[Span], groups: Sequence[Span], chatter: Iterable[Iterable[str]]
    ) -> None:
        stems = [tuple(text) for text in texts]
        self._rarity = Rarity([set().union(*stems[first:end]) for first, end in groups], (set(line) for line in chatter))
        known = sorted(set().union(*stems)) if stems else []
        self._number = {stem: number for number, stem in enumerate(known, 1)}
        self.spellings = Spellings(known)
        self._cached = lru_cache(CACHED)(self._read)
        self._weights = [0.0, *map(self._rarity.of, known)]
        numbered = [[self._number[stem] for stem in text] for text in stems]
        self._vectors = [{number: self._weights[number] for number in text} for text in numbered]
        self._rows = Rows([_row(vector) for vector in self._vectors], blocks)
        self._row_weights = np.array([math.fsum(vector.values()) or 1.0 for vector in self._vectors], np.float32)
        self._post(stems, groups)

    def _post(self, stems: Sequence[tuple[str, ...]], groups: Sequence[Span]) -> None:
        """For each word the entries that hold it, with what it is worth there."""
        counts = [Counter(stem for text in stems[first:end] for stem in text) for first, end in groups]
        self._groups, self._sizes = groups, [sum(count.values()) for count in counts]
        self._usual = sum(self._sizes) / max(len(groups), 1) or 1.0
        where: list[tuple[list[int], list[float]]] = [([], []) for _ in range(len(self._number) + 1)]
        for entry, count in enumerate(counts):
            for stem, n in count.items():
                entries, worth = where[self._number[stem]]
                entries.append(entry)
                worth.append(self._worth(n, entry))
        self._where = [(np.array(entries, np.int64), np.array(worth, np.float32)) for entries, worth in where]

    def hear(self, stems: Iterable[str]) -> Heard:
        """Look up the words of a text."""
        said = [self._word(stem) for stem in stems]
        near = [(number, likeness, weight) for weight, _, found in said for number, likeness in found]
        total, telling = math.fsum(word[0] for word in said), math.fsum(word[1] for word in said)
        known = sum(bool(word[2]) for word in said)
        return Heard(tuple(sorted(near, key=_rarest)), total or 1.0, len(said), telling, known)

    def _word(self, stem: str) -> Word:
        return self._cached(stem) if len(stem) <= LONGEST_CACHED else self._read(stem)

    def _read(self, stem: str) -> Word:
        near = tuple((self._number[known], likeness) for known, likeness in self.spellings.near(stem))
        return self._rarity.of(stem), self._rarity.telling(stem), near

    def entries(self, heard: Heard, without: int | None = None) -> Floats:
        """How much of the text's weight each entry holds (BM25): about 0 to 2. `without`: a row that is not counted."""
        found: list[Numbers] = []
        worth: list[Floats] = []
        factors: list[float] = []
        read = 0
        for number, likeness, weight in heard.near:
            entries, each = self._where[number]
            read += len(entries)
            if read > POSTINGS and found:
                break
            found.append(entries)
            worth.append(each)
            factors.append(likeness * weight)
        if not found:
            return np.zeros(len(self._groups), np.float32)
        weights = np.concatenate(worth) * np.repeat(factors, [len(entries) for entries in found])
        total = np.bincount(np.concatenate(found), weights, len(self._groups)).astype(np.float64)
        if without is not None:
            self._take(total, heard, without)
        return (total / heard.total).astype(np.float32)

    def _take(self, total: npt.NDArray[np.float64], heard: Heard, row: int) -> None:
        """Take off what the words of a row are worth less when it is not counted."""
        entry = next((entry for entry, (first, end) in enumerate(self._groups) if first <= row < end), None)
        if entry is None:
            return
        there = self._vectors[row]
        for number, likeness, weight in heard.near:
            if number in there:
                count = self._counts(number, entry)
                total[entry] -= likeness * weight * (self._worth(count, entry) - self._worth(count - 1, entry))
        if total[entry] < REST:
            total[entry] = 0.0

    def _counts(self, number: int, entry: int) -> int:
        first, end = self._groups[entry]
        return sum(number in self._vectors[row] for row in range(first, end))

    def _worth(self, count: int, entry: int) -> float:
        """What a word is worth that stands in so many texts of an entry (BM25)."""
        return count * (SATURATION + 1) / (count + SATURATION * (1 - LENGTH + LENGTH * self._sizes[entry] / self._usual))

    def rows(self, heard: Heard, chosen: Sequence[int], where: Numbers) -> Floats:
        """How much the text and each row of the chosen entries (their numbers: `where`) cover each other, 0 to 1.

        The F-measure of both directions, by weight of the words.
        """
        sides = np.zeros((2, self._rows.features), np.float32)
        worth, likeness = sides
        for number, alike, weight in heard.near:  # rows hold what a word weighs: what was said is put into units of that
            likeness[number] = max(likeness[number], alike)
            worth[number] = max(worth[number], alike * weight / self._weights[number])
        there, back = self._rows.dots(chosen, sides)
        there = np.minimum(there / np.float32(heard.total), np.float32(1.0))
        back = back / self._row_weights[where]
        f_measure: Floats = 2 * there * back / np.maximum(there + back, np.float32(1e-9))
        return f_measure


def _row(vector: Mapping[int, float]) -> Row:
    return np.array(list(vector), np.int64), np.array(list(vector.values()), np.float32)


def _rarest(near: tuple[int, float, float]) -> float:
    return -near[2]
