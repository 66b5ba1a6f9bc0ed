"""Likeness by words, forgiving about spelling: each word of a text counts for the words it resembles, rare words more.

BM25 (Robertson, Zaragoza 2009) over entries. Words are compared one by one, never whole texts: there a shared "how do i" would weigh as
much as a shared "rabbitmq".
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from plugins.faq.postings import Postings
from plugins.faq.rarity import Rarity
from plugins.faq.remembered import Remembered
from plugins.faq.rows import Floats, LeftOut, Numbers, Row, Span, rest
from plugins.faq.spelling import Spellings

SATURATION = 1.2  # an entry that says a word in ten phrasings is not ten times as near
LENGTH = 0.75  # how much long entries are held back
REST = 1e-6  # what rounding leaves of a word that was taken off

Word = tuple[float, float, tuple[int, ...], tuple[float, ...]]  # weight, how much it tells, known words and their likeness


@dataclass(frozen=True, slots=True)
class Heard:
    """A text as the index knows it."""

    near: Numbers  # of the known words that its words may be
    weights: Floats  # of each: likeness by weight of the word that was said; all words together, the unknown ones too, weigh 1
    said: Numbers  # of each: which of the words that were said it may be
    telling: tuple[float, ...]  # how much each word that was said tells, 0 to 1


class WordIndex:
    """An index over `texts` (stems of their words). `wholes`: spans of them, one for each entry. One thread at a time."""

    def __init__(self, texts: Sequence[Iterable[str]], wholes: Sequence[Span], chatter: Iterable[Iterable[str]]) -> None:
        stems = [tuple(text) for text in texts]
        self._rarity = Rarity([set().union(*stems[first:end]) for first, end in wholes], (set(line) for line in chatter))
        known = sorted(
            set().union(*(stem for first, end in wholes for stem in stems[first:end]))
        )  # not what stands in `not` examples alone
        self._number = {stem: number for number, stem in enumerate(known)}
        stems = [tuple(stem for stem in text if stem in self._number) for text in stems]
        self._spellings = Spellings(known)
        self._word = Remembered(self._read)
        self._wholes = wholes
        self._starts = np.cumsum([0, *map(len, stems)])
        self._said = np.array([self._number[stem] for text in stems for stem in text], np.int32)
        counts = [Counter(self._words((first, end)).tolist()) for first, end in wholes]
        self._sizes = [count.total() for count in counts]
        self._usual = sum(self._sizes) / max(len(wholes), 1) or 1.0
        self._there = np.zeros(len(known), bool)  # which known words an entry holds: written and cleared by each look-up
        rows = [self._row(entry, count) for entry, count in enumerate(counts)]
        self._postings = Postings(rows, len(known))
        self._own = np.concatenate([numbers for numbers, _ in rows]).astype(np.int32)  # the words of each entry, each once
        self._owns = np.cumsum([0, *(len(numbers) for numbers, _ in rows)]).tolist()

    def _row(self, entry: int, count: Mapping[int, int]) -> Row:
        """What each word is worth in an entry."""
        return np.array(list(count), np.int64), np.array([self._worth(n, entry) for n in count.values()], np.float32)

    def _worth(self, count: int, entry: int) -> float:
        """What a word is worth that stands in so many texts of an entry."""
        return count * (SATURATION + 1) / (count + SATURATION * (1 - LENGTH + LENGTH * self._sizes[entry] / self._usual))

    def hear(self, stems: Iterable[str]) -> Heard:
        """Look up the words of a text."""
        said = [self._word[stem] for stem in stems]
        total = math.fsum(word[0] for word in said) or 1.0
        near = np.array([number for word in said for number in word[2]], np.int64)
        weights = np.array([word[0] * likeness / total for word in said for likeness in word[3]], np.float32)
        which = np.array([place for place, word in enumerate(said) for _ in word[2]], np.int64)
        return Heard(near, weights, which, tuple(word[1] for word in said))

    def _read(self, stem: str) -> Word:
        near = self._spellings.near(stem)
        numbers, likeness = tuple(self._number[known] for known, _ in near), tuple(likeness for _, likeness in near)
        meant = near[0][0] if near else stem  # a typo tells no more than what it is one of
        return self._rarity.of(stem), self._rarity.telling(meant), numbers, likeness

    def entries(self, heard: Heard, out: LeftOut | None = None) -> Floats:
        """How much of the text's weight each entry holds: about 0 to 2."""
        totals = self._postings.totals(heard.near, heard.weights)
        if out is not None:
            self._take(totals, heard, out)
        return totals.astype(np.float32)

    def _take(self, totals: npt.NDArray[np.float64], heard: Heard, out: LeftOut) -> None:
        """Take off what the words of a text are worth less when it is not counted."""
        entry, row = out
        count, there = Counter(self._words(self._wholes[entry]).tolist()), set(self._words((row, row + 1)).tolist())
        read = self._postings.read(heard.near)
        for number, weight in zip(heard.near[read].tolist(), heard.weights[read].tolist(), strict=True):
            if number in there:
                totals[entry] -= weight * (self._worth(count[number], entry) - self._worth(count[number] - 1, entry))
        if totals[entry] < REST:
            totals[entry] = 0.0

    def held(self, heard: Heard, entries: Sequence[int], out: LeftOut | None = None) -> list[float]:
        """How much those of the text's words tell that each of some entries holds, in whatever spelling."""
        return [math.fsum(heard.telling[word] for word in self._held(heard, entry, out)) for entry in entries]

    def _held(self, heard: Heard, entry: int, out: LeftOut | None) -> set[int]:
        """Which of the text's words an entry holds."""
        words = self._words_of(entry, out)
        try:
            self._there[words] = True
            return set(heard.said[self._there[heard.near]].tolist())
        finally:
            self._there[words] = False

    def _words_of(self, entry: int, out: LeftOut | None) -> npt.NDArray[np.int32]:
        if out is None or out.entry != entry:
            return self._own[self._owns[entry] : self._owns[entry + 1]]
        return np.concatenate([self._said[:0], *(self._words(part) for part in rest(self._wholes[entry], out))])

    def _words(self, texts: Span) -> npt.NDArray[np.int32]:
        return self._said[self._starts[texts[0]] : self._starts[texts[1]]]

    def shared(self, stems: Iterable[str], text: int) -> list[bool]:
        """Which of some words stand in a text, in their or another spelling."""
        there = set(self._words((text, text + 1)).tolist())
        return [not there.isdisjoint(self._word[stem][2]) for stem in stems]
