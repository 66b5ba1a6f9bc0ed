"""Likeness by words, forgiving about spelling: each word of a text counts for the words it resembles, rare words more.

rapidfuzz compares word by word (never whole texts: there a shared "how do i" would weigh as much as a shared "rabbitmq").
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

Floats = npt.NDArray[np.float64]

ALIKE = 80.0  # Indel ratio from which an unknown word may be a spelling of a known one: one letter in five, two swapped in ten
ALIKE_KNOWN = 85.0  # and a known one of another: phrasings hold typos on purpose
NEIGHBOURS = 4  # spellings of one word that are followed
SHORTEST = 4  # letters of a word that may be misspelt: "nova" and "nove", but not "arp" and "art"
CACHED = 20_000  # words whose neighbours are remembered


@dataclass(frozen=True, slots=True)
class Cover:
    """How much of each other a text and each row cover, 0 to 1, by weight of their words."""

    rows: Floats  # F-measure of both directions
    groups: Floats  # of the text's weight, found anywhere in the group's rows


class SoftWords:
    """An index over rows of stems. `groups` are the numbers of rows of consecutive groups, which are also looked at as a whole;
    rows behind the last group stand apart. `background` only helps to tell rare words from common ones."""

    def __init__(self, rows: Sequence[Iterable[str]], groups: Sequence[int], background: Iterable[Iterable[str]] = ()) -> None:
        rows = [tuple(row) for row in rows]
        behind = [tuple(row) for row in background]
        seen = Counter(stem for row in (*rows, *behind) for stem in row)
        total = 1 + len(rows) + len(behind)
        self._rarity = {stem: math.log(1 + total / (n + 1)) for stem, n in seen.items()}
        self._unseen, self._size = math.log(1 + total), len(rows)
        where: dict[str, list[int]] = {}
        for number, row in enumerate(rows):
            for stem in row:
                where.setdefault(stem, []).append(number)
        self._where = {stem: np.array(numbers) for stem, numbers in where.items()}
        self._vocabulary = sorted(where)
        self._weight = np.array([math.fsum(self.rarity(stem) for stem in row) for row in rows])
        self._grouped = sum(groups)
        self._starts = np.cumsum([0, *groups[:-1]], dtype=np.int64)
        self.near = lru_cache(CACHED)(self._near)

    def rarity(self, stem: str) -> float:
        """What a word weighs: the rarer in the rows and the background, the more."""
        return self._rarity.get(stem, self._unseen)

    def _near(self, stem: str) -> tuple[tuple[str, float], ...]:
        """Words of the index that this word may be a spelling of, nearest first, with their likeness (0 to 1)."""
        exact = ((stem, 1.0),) if stem in self._where else ()
        if len(stem) < SHORTEST:
            return exact
        least = ALIKE_KNOWN if exact else ALIKE
        found = process.extract(stem, self._vocabulary, scorer=fuzz.ratio, score_cutoff=least, limit=NEIGHBOURS)
        return exact + tuple((word, score / 100) for word, score, _ in found if word != stem)

    def cover(self, stems: Iterable[str], without: int | None = None) -> Cover:
        """How the text with these words and each row cover each other; the row `without` is left out of its group."""
        there, back, whole = np.zeros(self._size), np.zeros(self._size), np.zeros(len(self._starts))
        hits: dict[str, float] = {}
        total = 0.0
        for stem in stems:
            weight, best = self.rarity(stem), np.zeros(self._size)
            total += weight
            near = self.near(stem)
            for word, likeness in reversed(near):  # the nearest last: it overwrites
                best[self._where[word]] = likeness
                hits[word] = max(hits.get(word, 0.0), likeness)
            if near:
                there += weight * best
                if without is not None:
                    best[without] = 0.0
                whole += weight * np.maximum.reduceat(best[: self._grouped], self._starts)
        for word, likeness in hits.items():
            back[self._where[word]] += likeness * self.rarity(word)
        there, back = there / (total or 1.0), back / np.maximum(self._weight, 1e-9)
        return Cover(2 * there * back / np.maximum(there + back, 1e-9), whole / (total or 1.0))
