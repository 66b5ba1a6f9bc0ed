"""Which known words a word may be a spelling of: typos, endings and joints that no list of endings knows.

Every known word is filed under itself with one letter taken out, each in turn, and under its first letters. Two words that meet in
a drawer are compared by rapidfuzz. So a look-up costs the same whatever the number of known words (the idea of SymSpell, W. Garbe 2012).
"""

from collections.abc import Iterable

from rapidfuzz import fuzz

ALIKE = 80.0  # Indel ratio from which an unknown word may be a spelling of a known one: one letter in five, two swapped in ten
ALIKE_KNOWN = 85.0  # and a known one of another: phrasings hold typos on purpose
NEIGHBOURS = 4  # spellings of one word that are followed
SHORTEST = 4  # letters of a word that may be misspelt: "nova" and "nove", but not "arp" and "art"
LONGEST = 24  # letters that are looked at: longer ones are paths and hashes, and each letter is a drawer
HEAD = 5  # letters that words of one family begin with
DRAWER = 40  # words of one family that are compared: more begin like "test…" by chance

Near = tuple[tuple[str, float], ...]


class Spellings:
    """Known words, found by what resembles them."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known)
        self._drawers: dict[str, list[str]] = {}
        for word in sorted(self._known):
            for key in _keys(word):
                self._drawers.setdefault(key, []).append(word)
        self._family = {word: self._near(word) for word in sorted(self._known)}

    def near(self, word: str) -> Near:
        """Known words that this one may be, nearest first, with their likeness (0 to 1); itself comes first where it is known."""
        return self._family.get(word) or (self._near(word) if len(word) <= LONGEST else ())

    def _near(self, word: str) -> Near:
        known = word in self._known
        least = ALIKE_KNOWN if known else ALIKE
        candidates = {other for key in _keys(word) for other in self._drawers.get(key, ())[:DRAWER] if other != word}
        alike = ((fuzz.ratio(word, other, score_cutoff=least) / 100, other) for other in candidates)
        found = sorted(((-ratio, other) for ratio, other in alike if ratio), key=lambda pair: pair)
        rest = tuple((other, -ratio) for ratio, other in found[: NEIGHBOURS - known])
        return ((word, 1.0), *rest) if known else rest


def _keys(word: str) -> set[str]:
    """The drawers of a word: as it is, without one letter, and by its head; none for short words and very long ones."""
    if not SHORTEST <= len(word) <= LONGEST:
        return set()
    without = {word[:i] + word[i + 1 :] for i in range(len(word))}
    return without | {word} | ({f"{word[:HEAD]}…"} if len(word) > HEAD else set())
