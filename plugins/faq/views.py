"""The views of likeness between a text and the entries.

A look-up has two steps, so that its cost hardly grows with the number of entries. Inverted indexes over n-grams and words, and a short
vector for each entry, name a shortlist; only the entries on it are looked at closely, row by row.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from plugins.faq.bm25 import WordIndex
from plugins.faq.directions import Directions
from plugins.faq.grams import Grams, Spelled
from plugins.faq.lexicon import lexicon
from plugins.faq.meaning import Meaning
from plugins.faq.rows import Floats, LeftOut, Span
from plugins.faq.sentences import Sentences
from plugins.faq.texts import Texts
from plugins.faq.words import parts, spoken, words

VIEWS = ("characters of the nearest text", "characters", "words", "everyday meanings")  # all but the first: of the entry as a whole
WHOLE = VIEWS.index("characters")
# What names the shortlist, by how much each counts beside the characters of whole entries: words and meanings of these, and sentences where
# they are read. About by their spreads (scale.py); meanings less, since they know no names.
BY_WORDS, BY_MEANINGS, BY_SENTENCES = (np.float32(weight) for weight in (0.8, 0.4, 2.0))
SHORTLIST = 6  # entries that are looked at closely; of the corpora measured none gained from more
NOWHERE = -1.0  # likeness of a row that is left out: less than of any other
SENTENCE = 0.5  # of a text that is a phrasing: so much says a sentence in it that is one


@dataclass(frozen=True, slots=True)
class Look:
    """The shortlist as all views see it."""

    entries: tuple[int, ...]
    views: Floats  # view x entry of the shortlist
    rows: tuple[Floats, ...]  # for each of these entries: likeness by characters of each phrasing, the answer, each `not` example
    shared: tuple[float, ...]  # for each of them: how much those words of the text tell that it holds, 0 to 1 a word
    exact: Mapping[int, float]  # entries of which it, or a sentence in it, is a phrasing, and how much that says
    rarity: float  # how much the words of the text tell, whoever holds them: 0 to 1


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
        self._unlike = [len(entry.unlike) for entry in entries]
        self.owner = [number for number, (first, end) in enumerate(self.spans) for _ in range(first, end)]
        stems = [words(text) for text in self.texts]
        self._exact: dict[str, list[int]] = {}  # phrasing, as it is spoken -> rows
        for row in (row for first, end in self.phrasings for row in range(first, end)):
            self._exact.setdefault(spoken(self.texts[row]), []).append(row)
        self._refused: dict[str, list[int]] = {}  # `not` example, as it is spoken -> rows
        for row in (row for (_, said), (_, end) in zip(self.phrasings, self.spans, strict=True) for row in range(said + 1, end)):
            self._refused.setdefault(spoken(self.texts[row]), []).append(row)
        wholes = [(first, said + 1) for first, said in self.phrasings]
        self._grams = Grams(self.texts, wholes, chatter)
        self._words = WordIndex(stems, wholes, [words(line) for line in chatter])
        self._meanings = Directions(lexicon(), self.texts, wholes)
        self._sentences = Sentences(meaning, entries, chatter) if meaning else None

    def look(self, folded: str, without: int | None = None) -> Look:
        """Compare a folded text. `without`: a row to leave out."""
        stems = words(folded)
        spelled, heard, meant = self._grams.spell(folded), self._words.hear(stems), lexicon().vector(folded)
        read = self._sentences.look(folded, without) if self._sentences else None
        out = self._left_out(without)
        characters, said = self._grams.entries(spelled, out), self._words.entries(heard, out)
        said /= 1 + said
        rough = np.maximum(self._meanings.rough(meant), 0)  # what means the contrary must not hide what is shared
        rough *= BY_MEANINGS
        rough += BY_WORDS * said
        rough += characters
        exact = self._phrasings(folded, without)
        chosen = shortlist(rough if read is None else rough + BY_SENTENCES * read, exact)
        rarity = math.fsum(heard.telling) / max(len(heard.telling), 1)
        if not chosen:
            return Look((), np.zeros((len(VIEWS) + (read is not None), 0), np.float32), (), (), exact, rarity)
        rows = self._rows(spelled, chosen, without)
        like = [each[: len(each) - self._unlike[entry]] for each, entry in zip(rows, chosen, strict=True)]
        nearest = [each.max() for each in like]
        wholes = [self._grams.whole(entry, each, out) for each, entry in zip(like, chosen, strict=True)]
        views = [nearest, wholes, said[chosen], self._meanings.entries(meant, chosen, out)]
        seen = np.array(views if read is None else [*views, read[chosen]], np.float32)
        return Look(tuple(chosen), seen, rows, tuple(self._words.held(heard, chosen, out)), exact, rarity)

    def _left_out(self, row: int | None) -> LeftOut | None:
        """None for a `not` example, too: no entry is compared with those as a whole."""
        if row is None:
            return None
        entry = self.owner[row]
        answer = self.phrasings[entry][1]
        return LeftOut(entry, row) if row <= answer else None

    def _rows(self, spelled: Spelled, chosen: Sequence[int], without: int | None) -> tuple[Floats, ...]:
        """How like each text of the chosen entries is, by characters."""
        spans = [self.spans[entry] for entry in chosen]
        cosines = self._grams.rows(spelled, spans)
        rows, behind = [], 0
        for first, end in spans:
            rows.append(cosines[behind : behind + end - first])
            if without is not None and first <= without < end:
                rows[-1][without - first] = NOWHERE
            behind += end - first
        return tuple(rows)

    def _phrasings(self, folded: str, without: int | None) -> Mapping[int, float]:
        """The entries of which the text, or a sentence in it, is a phrasing word for word: 1 for the text, less for a sentence."""
        found: dict[int, float] = {}
        for part in parts(folded):
            said = spoken(part)
            rows = self._exact.get(said, ()) if said else ()  # signs alone are no phrasing: "!!!" is not "???"
            for entry in (self.owner[row] for row in rows if row != without):
                found.setdefault(entry, 1.0 if part == folded else SENTENCE)
        return found

    def refused(self, folded: str, without: int | None) -> Mapping[int, int]:
        """The entries of which the text is a `not` example word for word, each with its row. `without`: a row to leave out."""
        said = spoken(folded)
        return {self.owner[row]: row for row in self._refused.get(said, ()) if said and row != without}

    def row_of(self, folded: str) -> int | None:
        """The phrasing, or else the `not` example, that is this very text: many a `not` example is a phrasing of another entry."""
        said = spoken(folded)
        rows = (*self._exact.get(said, ()), *self._refused.get(said, ()))
        return next((row for row in rows if self.texts[row] == folded), None)

    def shared(self, said: Mapping[str, str], row: int) -> tuple[str, ...]:
        """Which of the words said (stem -> as written) stand in a row, in their or another spelling."""
        return tuple(word for word, there in zip(said.values(), self._words.shared(said, row), strict=True) if there)


def shortlist(rough: Floats, first: Collection[int] = ()) -> list[int]:
    """The entries that are worth a closer look: the best of those named first, then of all; ties by their order."""
    named = sorted(first, key=lambda entry: (-float(rough[entry]), entry))[:SHORTLIST]
    least = np.partition(rough, -SHORTLIST)[-SHORTLIST] if len(rough) > SHORTLIST else 0.0
    some = np.flatnonzero((rough >= least) & (rough > 0))
    best = some[np.argsort(-rough[some], kind="stable")][:SHORTLIST].tolist()
    return [*named, *(entry for entry in best if entry not in named)]
