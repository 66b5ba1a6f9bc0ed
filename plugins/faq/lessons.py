"""What a trial teaches whoever writes phrasings: which kinds are found, which entries are taken for each other, what flatters.

The figures are to learn from, not to please. A phrasing that is nearly the same as another of its entry is found by that other, and
says nothing about new words.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from bot.core.knowledge import KINDS, Entry
from bot.core.text import words
from plugins.faq.matcher import Match

HEADING = "heading"  # the kind of an entry's question, beside those of its phrasings
ALL, FRESH = "all", "no near-copies"  # rows for all phrasings together, and for those that no other nearly repeats
FIRST_FIVE = 5  # entries that a maintainer looks through in `kb try`

# Likeness of two texts (edit distance of their words as written or sorted, 0 to 100) from which one nearly repeats the other. On the
# shipped entries what lies above differs by a typo, an article or a version; from 80 on there are texts of their own among it.
NEARLY = 84.0

JOIN = "people can hardly tell these two apart: make one entry of them, or put the word that decides into the phrasings of both"
SAID = "it would be answered wrongly: add this line as a `not` example to {found}, or the word that decides to {asked}"
CLOSER = "add phrasings in such words to {asked}, as different people would say it"
HELD = "it is held back: make the `not` example more exact, or add phrasings in such words to {asked}"
UNKNOWN = "too little of it is in the other phrasings of {asked}: add some in such words, each of another kind"


@dataclass(frozen=True, slots=True)
class Tried:
    """A phrasing that was looked up, and what it found."""

    kind: str
    text: str
    entry: Entry
    matches: tuple[Match, ...]  # best first, without those that something speaks against
    said: Entry | None = None  # what would be said unasked
    likely: bool = True  # whether the first one is, as one of two
    held: str = ""  # what speaks against its own entry

    @property
    def first(self) -> bool:
        """Whether its own entry came first."""
        return bool(self.matches) and self.matches[0].entry == self.entry

    @property
    def in_five(self) -> bool:
        """Whether its own entry was among the first five."""
        return any(match.entry == self.entry for match in self.matches[:FIRST_FIVE])

    @property
    def taken(self) -> Match | None:
        """The other entry that it is taken for, if any is likely enough to be offered."""
        return self.matches[0] if self.matches and self.likely and not self.first else None


@dataclass(frozen=True, slots=True)
class Score:
    """How phrasings of one kind fared. All but `kind` are counts of them."""

    kind: str
    tried: int
    first: int
    in_five: int
    said: int  # answered unasked, and rightly
    wrong: int  # answered unasked, and wrongly


@dataclass(frozen=True, slots=True)
class Confusion:
    """Phrasings of one entry that are taken for another one or for none, or whose own entry something speaks against."""

    asked: str  # ids of entries
    found: str  # "" for none
    texts: tuple[str, ...]
    nearest: str  # the phrasing of `found` that the first text resembled; "" without one
    held: str  # what speaks against `asked` there
    remedy: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A phrasing that nearly repeats another one of its entry."""

    entry: Entry
    text: str
    of: str


def scores(tried: Iterable[Tried], copies: Iterable[Copy]) -> tuple[Score, ...]:
    """A row for each kind that occurs, then one for all, and one for those without near-copies if there are any."""
    tried = tuple(tried)
    repeated = {(copy.entry.id, text) for copy in copies for text in (copy.text, copy.of)}
    fresh = [one for one in tried if (one.entry.id, one.text) not in repeated]
    rows = [(kind, [one for one in tried if one.kind == kind]) for kind in (HEADING, *KINDS)]
    rows += [(ALL, list(tried)), *([(FRESH, fresh)] if repeated else [])]
    return tuple(_score(kind, those) for kind, those in rows if those)


def _score(kind: str, tried: list[Tried]) -> Score:
    return Score(
        kind,
        len(tried),
        sum(one.first for one in tried),
        sum(one.in_five for one in tried),
        sum(one.said == one.entry for one in tried),
        sum(one.said not in (None, one.entry) for one in tried),
    )


def confusions(tried: Iterable[Tried]) -> tuple[Confusion, ...]:
    """Which entries are taken for which, most frequent first. What finds no other entry that is likely counts as taken for none.

    What something speaks against counts beside the others: it needs another remedy.
    """
    missed: dict[_Pair, list[Tried]] = defaultdict(list)
    for one in tried:
        if not one.first:
            missed[one.entry.id, one.taken.entry.id if one.taken else "", bool(one.held)].append(one)
    ranked = sorted(missed.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(_confusion(pair, those, missed) for pair, those in ranked)


_Pair = tuple[str, str, bool]  # asked, found, held back


def _confusion(pair: _Pair, those: list[Tried], missed: Mapping[_Pair, list[Tried]]) -> Confusion:
    asked, found, _ = pair
    worst = max(those, key=lambda one: (one.said is not None, one.taken.confidence if one.taken else 0.0))
    texts = (worst.text, *(one.text for one in those if one is not worst))
    remedy = _remedy(worst, (found, asked, False) in missed).format(asked=asked, found=found)
    return Confusion(asked, found, texts, worst.taken.nearest if worst.taken else "", worst.held, remedy)


def _remedy(worst: Tried, mutual: bool) -> str:
    if worst.held:
        return HELD
    if worst.taken is None:
        return UNKNOWN
    if worst.said is not None:
        return SAID
    return JOIN if mutual else CLOSER


def near_copies(entries: Iterable[Entry]) -> tuple[Copy, ...]:
    """Phrasings that nearly repeat their entry's question or an earlier phrasing; each once, with the one it is most like."""
    return tuple(copy for entry in entries for copy in _copies(entry))


def _copies(entry: Entry) -> Iterator[Copy]:
    texts = (entry.question, *entry.phrasings)
    laid = [words(text) for text in texts]
    alike: dict[int, tuple[float, int]] = {}
    for earlier, later in combinations(range(len(texts)), 2):
        likeness = _likeness(laid[earlier], laid[later])
        if likeness >= NEARLY and likeness > alike.get(later, (0.0, 0))[0]:
            alike[later] = (likeness, earlier)
    yield from (Copy(entry, texts[later], texts[earlier]) for later, (_, earlier) in alike.items())


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    return max(fuzz.ratio(" ".join(order(one)), " ".join(order(other)), score_cutoff=NEARLY) for order in (tuple, sorted))
