"""The views of likeness between a text and the entries.

A look-up has two steps, so that its cost hardly grows with the number of entries. An inverted index over words (and a short vector for
each entry) names a shortlist; only the entries on it are looked at closely, row by row.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from plugins.faq.directions import Directions
from plugins.faq.grams import Grams
from plugins.faq.lexicon import lexicon
from plugins.faq.meaning import Meaning
from plugins.faq.rows import Floats, Span
from plugins.faq.sentences import Sentences
from plugins.faq.texts import Texts
from plugins.faq.wordrows import WordIndex
from plugins.faq.words import parts, spoken, words

VIEWS = (
    "characters",
    "characters of the whole entry",
    "words",
    "words of the whole entry",
    "everyday meanings",
    "everyday meanings of the whole entry",
    "all phrasings",
)
POOLED = len(VIEWS) - 1
SENTENCES = np.float32(2.0)  # how much they count in the shortlist, where they are read
SHORTLIST = 6  # entries that are looked at closely; of the corpora measured none gained from more
SHARPNESS = 12.0  # of the pooled view: how much the nearest phrasings count before the others
CROWD = 0.25  # power of the number of phrasings by which pooled likeness is divided: many phrasings resemble more by chance
SENTENCE = 0.5  # of a text that is a phrasing: so much says a sentence in it that is one


@dataclass(frozen=True, slots=True)
class Signs:
    """What a text is like, whatever entry it may resemble."""

    size: int = 0  # content words
    rarity: float = 0.0  # how much its words tell, 0 to 1
    known: float = 0.0  # share of its words that any entry has, in whatever spelling


@dataclass(frozen=True, slots=True)
class Look:
    """The shortlist as all views see it."""

    entries: tuple[int, ...]
    views: Floats  # view x entry of the shortlist
    rows: tuple[Floats, ...]  # for each entry of the shortlist: likeness of each phrasing, the answer, each `not` example
    exact: Mapping[int, float]  # entries of which it, or a sentence in it, is a phrasing word for word, and how much that says
    signs: Signs


class Views:
    """All texts of all entries: each entry's phrasings, its answer, its `not` examples. At least one entry."""

    def __init__(self, entries: Sequence[Texts], chatter: Sequence[str], meaning: Meaning | None = None) -> None:
        self.texts: list[str] = []
        self.phrasings: list[Span] = []
        self.spans: list[Span] = []  # of all rows of each entry
        for entry in entries:
            first, said = len(self.texts), len(self.texts) + len(entry.phrasings)
            self.texts += [*entry.phrasings, entry.answer, *entry.unlike]
            self.phrasings.append((first, said))
            self.spans.append((first, len(self.texts)))
        self.owner = [number for number, (first, end) in enumerate(self.spans) for _ in range(first, end)]
        self._exact: dict[str, list[int]] = {}  # phrasing, as it is spoken -> rows
        for row in (row for first, end in self.phrasings for row in range(first, end)):
            self._exact.setdefault(spoken(self.texts[row]), []).append(row)
        self._wholes = [(first, said + 1) for first, said in self.phrasings]
        stems = [words(text) for text in self.texts]
        self._stems = [frozenset(text) for text in stems]
        self._grams = Grams(self.texts, self.spans, self._wholes)
        self._words = WordIndex(stems, self.spans, self._wholes, [words(line) for line in chatter])
        self._meanings = Directions(lexicon().table(self.texts), self._wholes)
        self._sentences = Sentences(meaning, entries, chatter) if meaning else None
        self._rows = [np.arange(first, end) for first, end in self.spans]
        self._crowd = np.array([(end - first) ** CROWD for first, end in self._wholes], np.float32)

    def look(self, folded: str, without: int | None = None) -> Look:
        """Compare a folded text. `without`: a row to leave out."""
        heard, meant = self._words.hear(words(folded)), lexicon().vector(folded)
        read = self._sentences.look(folded, without) if self._sentences else None
        whole = self._words.entries(heard, without)
        rough = whole + self._meanings.rough(meant)
        exact = self._phrasings(folded, without)
        chosen = shortlist(rough if read is None else rough + SENTENCES * read, exact)
        size = max(heard.size, 1)
        signs = Signs(heard.size, heard.telling / size, heard.known / size)
        if not chosen:
            return Look((), np.zeros((len(VIEWS) + (read is not None), 0), np.float32), (), exact, signs)
        where = np.concatenate([self._rows[entry] for entry in chosen])
        rows = np.stack([self._grams.cosines(folded, chosen), self._words.rows(heard, chosen, where), self._meanings.rows(meant, where)])
        if without is not None:
            rows[:, where == without] = 0.0
        wholes = [whole[chosen] / (1 + whole[chosen]), self._meanings.wholes(meant, chosen, without)]
        views, alike = self._looked(chosen, rows, wholes, without)
        return Look(tuple(chosen), views if read is None else np.vstack([views, read[chosen]]), alike, exact, signs)

    def _looked(self, chosen: list[int], rows: Floats, wholes: Sequence[Floats], without: int | None) -> tuple[Floats, tuple[Floats, ...]]:
        """All views of the chosen entries (view x entry), and their rows.

        `rows`: (characters, words, meanings) x row; `wholes`: words, meanings.
        """
        starts, behind = [], 0
        for entry in chosen:
            (first, end), said = self.spans[entry], self._wholes[entry][1]
            starts += [behind, behind + said - first]
            behind += end - first
        alike = rows.mean(0)
        best = _by_entry(np.maximum, rows, starts)
        characters = _by_entry(np.add, rows[:1], starts)[0] / self._lengths(chosen, without)
        pooled = np.log(_by_entry(np.add, np.exp(SHARPNESS * alike)[None], starts)[0] / self._crowd[chosen]) / np.float32(SHARPNESS)
        views = np.stack([best[0], characters, best[1], wholes[0], best[2], wholes[1], pooled])
        bounds = [*starts[::2], behind]
        return views, tuple(alike[first:end] for first, end in pairwise(bounds))

    def _phrasings(self, folded: str, without: int | None) -> Mapping[int, float]:
        """The entries of which the text, or a sentence in it, is a phrasing word for word: 1 for the text, less for a sentence."""
        found: dict[int, float] = {}
        for part in parts(folded):
            said = spoken(part)
            rows = self._exact.get(said, ()) if said else ()  # signs alone are no phrasing: "!!!" is not "???"
            for entry in (self.owner[row] for row in rows if row != without):
                found.setdefault(entry, 1.0 if part == folded else SENTENCE)
        return found

    def _lengths(self, chosen: list[int], without: int | None) -> Floats:
        """Of the chosen entries as wholes; the left out row (at a cosine of 0 by now) does not count in its own."""
        lengths = self._grams.lengths[chosen]
        if without is not None and self.owner[without] in chosen and without < self._wholes[self.owner[without]][1]:
            lengths[chosen.index(self.owner[without])] = self._grams.length_without(without, self.owner[without])
        return lengths

    def row_of(self, folded: str) -> int | None:
        """The row that is this very text."""
        return self.texts.index(folded) if folded in self.texts else None

    def shared(self, said: Mapping[str, str], row: int) -> tuple[str, ...]:
        """Which of the words said (stem -> as written) stand in a row, in their or another spelling."""
        there = self._stems[row]
        return tuple(word for stem, word in said.items() if any(near in there for near, _ in self._words.spellings.near(stem)))


def shortlist(rough: Floats, first: Collection[int] = ()) -> list[int]:
    """The entries that are worth a closer look, those named first; then best first, ties by their order."""
    some = range(len(rough)) if len(rough) <= SHORTLIST else np.argpartition(-rough, SHORTLIST - 1)[:SHORTLIST].tolist()
    best = sorted((-float(rough[entry]), entry) for entry in some if entry not in first)
    return [*first, *(entry for value, entry in best if value < 0)]


def _by_entry(fold: np.ufunc, rows: Floats, starts: Sequence[int]) -> Floats:
    """Fold the last axis over the phrasings of each entry. `starts`: where each entry's phrasings and its `not` examples begin, in turn."""
    padded = np.concatenate([rows, np.zeros((len(rows), 1), np.float32)], axis=1)
    folded: Floats = fold.reduceat(padded, starts, axis=1)[:, ::2]
    return folded
