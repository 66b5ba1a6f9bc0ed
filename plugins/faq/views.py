"""The five views of likeness between a text and every entry, and the units in which they are comparable."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from plugins.faq.ngrams import Ngrams
from plugins.faq.soft import SoftWords
from plugins.faq.words import words

Floats = npt.NDArray[np.float64]

VIEWS = ("characters", "words", "characters of the whole entry", "words of the whole entry", "token sets")
CHARACTERS, WORDS, TOKENS = 0, 1, 4
NULL_LINES = 5  # nearest lines of chatter whose mean likeness is "what chatter has in common with this text"
NULL_SHARE = 0.5  # how much of that is taken off the likeness by characters
NULL_KEPT = 1000  # lines of chatter kept for it; more change nothing but the time


@dataclass(frozen=True, slots=True)
class Look:
    """A text as the first four views see it."""

    entries: Floats  # view × entry
    rows: Floats  # (characters, words) × row: each phrasing, then each `not` example


@dataclass(frozen=True, slots=True)
class Scale:
    """What ordinary chatter reaches in each view: mean and spread of its best entry."""

    mean: Floats
    spread: Floats

    def units(self, views: Floats) -> Floats:
        """Mean of the given views (the first n of all, n × entry) in units of chatter."""
        n = len(views)
        units: Floats = ((views - self.mean[:n, None]) / self.spread[:n, None]).mean(0)
        return units

    def single(self, rows: Floats) -> Floats:
        """The mean of the two views of single rows, in units of chatter."""
        both = [CHARACTERS, WORDS]
        units: Floats = ((rows - self.mean[both, None]) / self.spread[both, None]).mean(0)
        return units

    def tokens(self, ratio: float) -> float:
        """A token set ratio in units of chatter."""
        return (ratio - float(self.mean[TOKENS])) / float(self.spread[TOKENS])


USUAL = Scale(np.array([0.13, 0.25, 0.13, 0.3, 0.58]), np.array([0.1, 0.14, 0.07, 0.2, 0.1]))  # a hundred entries, real chatter


@dataclass(frozen=True, slots=True)
class Texts:
    """What an entry is recognised by, folded."""

    phrasings: tuple[str, ...]  # the question first
    answer: str
    unlike: tuple[str, ...]


class Views:
    """All texts of all entries: rows of phrasings and answer, entry by entry, then rows of `not` examples. At least one entry."""

    def __init__(self, entries: Sequence[Texts], chatter: Sequence[str]) -> None:
        counts, unlike = [len(entry.phrasings) + 1 for entry in entries], [len(entry.unlike) for entry in entries]
        self.texts = [text for entry in entries for text in (*entry.phrasings, entry.answer)]
        self.grouped = len(self.texts)
        self.texts += [text for entry in entries for text in entry.unlike]
        self.starts = np.cumsum([0, *counts[:-1]], dtype=np.int64)
        self.spans = _spans(0, counts)
        self.unlike = _spans(self.grouped, unlike)
        self.owner = [number for counted in (counts, unlike) for number, count in enumerate(counted) for _ in range(count)]
        self.chatter = tuple(chatter)
        self._step = 1 + len(chatter) // (NULL_KEPT + 1)
        null = self.chatter[:: self._step]
        rest = [line for number, line in enumerate(chatter) if number % self._step]
        self._plain = [default_process(text) for text in self.texts]
        self._words = [frozenset(words(text)) for text in self.texts]
        self._soft = SoftWords([words(text) for text in self.texts], counts, [words(text) for text in chatter])
        self._ngrams = Ngrams([*self.texts, *null], counts, rest)

    def look(self, folded: str, without: int | None = None, chatter: int | None = None) -> Look:
        """Compare; `without`: a row to leave out; `chatter`: the line of chatter that this text is."""
        cosines = self._ngrams.cosines(folded)
        near, null = cosines[: len(self.texts)], cosines[len(self.texts) :]
        if chatter is not None and chatter % self._step == 0:
            null[chatter // self._step] = 0.0
        whole = np.add.reduceat(near[: self.grouped], self.starts)
        length = self._ngrams.lengths
        cover = self._soft.cover(words(folded), without)
        if without is not None:
            near[without] = cover.rows[without] = 0.0
            if without < self.grouped:
                whole, length = self._less(whole, without)
        common = _background(null)
        rows = np.stack([near - common, cover.rows])
        best = np.maximum.reduceat(rows[:, : self.grouped], self.starts, axis=1)
        return Look(np.stack([*best, whole / length - common, cover.groups]), rows)

    def _less(self, whole: Floats, row: int) -> tuple[Floats, Floats]:
        """The dot products with the entries as wholes, and their lengths, after `row` (the text itself) was taken away."""
        owner, length = self.owner[row], self._ngrams.lengths.copy()
        length[owner] = max(length[owner] ** 2 - 2 * whole[owner] + 1.0, 1e-9) ** 0.5
        whole = whole.copy()
        whole[owner] -= 1.0
        return np.maximum(whole, 0.0), length

    def row_of(self, folded: str) -> int | None:
        """The row that is this very text."""
        return self.texts.index(folded) if folded in self.texts else None

    def shared(self, said: Mapping[str, str], row: int) -> tuple[str, ...]:
        """Which of the words said (stem -> as written) stand in a row, in their or another spelling."""
        there = self._words[row]
        return tuple(word for stem, word in said.items() if any(near in there for near, _ in self._soft.near(stem)))

    def phrasings_of(self, entry: int) -> range:
        """Rows of an entry's question and phrasings; its answer follows them."""
        first, end = self.spans[entry]
        return range(first, end - 1)

    def token_sets(self, folded: str, rows: Iterable[int]) -> dict[int, float]:
        """The token set ratio of the text with some rows."""
        wanted = list(rows)
        scores = (
            process.cdist([default_process(folded)], [self._plain[row] for row in wanted], scorer=fuzz.token_set_ratio, dtype=np.float32)[0]
            / 100
        )
        return dict(zip(wanted, scores.tolist(), strict=True))


def _background(null: Floats) -> float:
    """What any chatter has in common with the text: taken off, so that a common text is near to nothing."""
    if len(null) < NULL_LINES:
        return 0.0
    return NULL_SHARE * float(np.partition(null, -NULL_LINES)[-NULL_LINES:].mean())


def _spans(first: int, counts: Sequence[int]) -> list[tuple[int, int]]:
    ends = np.cumsum(counts, dtype=np.int64) + first
    return [(int(end) - count, int(end)) for end, count in zip(ends, counts, strict=True)]
