"""Which entry answers a text, and how sure that is. README.md beside this file explains the method in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.knowledge import Entry, Series
from plugins.faq.calibration import Evidence, gather
from plugins.faq.releases import Releases, names_only_others
from plugins.faq.thresholds import Thresholds, decide
from plugins.faq.views import USUAL, Scale, Texts, Views
from plugins.faq.weighing import Text, Weighed, scores, weigh
from plugins.faq.words import fold, words

WRONG_PER_1000 = 1.0  # the usual promise: unprompted wrong answers per 1,000 lines of the channel
CLEAR_LEAD = 0.1  # of confidence that the first entry must be ahead of the second: less is a toss-up


@dataclass(frozen=True, slots=True)
class Match:
    """One entry as an answer to a text."""

    entry: Entry
    confidence: float  # 0 to 1; 0: this is not the answer, see `against`
    nearest: str  # the phrasing it resembled most, as written
    words: tuple[str, ...] = ()  # what the text shares with that phrasing, as written in the text
    against: str = ""  # why it is no answer although it resembles the text


@dataclass(frozen=True, slots=True)
class Known:
    """One entry with what is worked out about it once."""

    entry: Entry
    texts: Texts
    held: frozenset[str]  # series for which it holds; empty: all


@dataclass(frozen=True, slots=True)
class Matcher:
    """All entries, ready to be asked. The same for the same knowledge, in whatever order that is given."""

    known: tuple[Known, ...]
    releases: Releases
    views: Views | None  # None: no entries
    scale: Scale
    thresholds: Thresholds

    @classmethod
    def build(
        cls, entries: Sequence[Entry], chatter: Sequence[str], releases: Sequence[Series] = (), wrong_per_1000: float = WRONG_PER_1000
    ) -> "Matcher":
        """Index the entries and learn the thresholds from chatter and from the entries' own phrasings and `not` examples.

        More than `wrong_per_1000` of 1,000 lines like those of `chatter` must not get a sure answer.
        """
        facts = Releases.of(releases)
        known = tuple(_known(entry, facts) for entry in sorted(entries, key=lambda entry: entry.id))
        lines = sorted({facts.spell(fold(line)) for line in chatter} - {""})
        views = Views([item.texts for item in known], lines) if known else None
        scale, evidence = gather(views) if views else (USUAL, Evidence())
        return cls(known, facts, views, scale, decide(evidence, wrong_per_1000))

    @property
    def sure(self) -> float:
        """Confidence above which an entry may be given unprompted."""
        return self.thresholds.sure

    @property
    def asked(self) -> float:
        """Confidence above which it may be given to whoever asks us."""
        return self.thresholds.asked

    @property
    def likely(self) -> float:
        """Confidence from which it may be offered as one of two."""
        return self.thresholds.likely

    def match(self, text: str, leave_out: str = "") -> tuple[Match, ...]:
        """The best entries, best first, at most a shortlist. `leave_out`: a phrasing or line of chatter that must not vouch for itself."""
        folded = self.releases.spell(fold(text))
        if self.views is None or not folded:
            return ()
        row = self.views.row_of(self.releases.spell(fold(leave_out))) if leave_out else None
        named = self.releases.named(folded)
        weighed = [self._against(item, named) for item in weigh(self.views, self.scale, Text(folded, row))]
        said = words(folded)
        found = [self._match(item, score, said) for item, score in zip(weighed, scores(weighed), strict=True)]
        return tuple(sorted(found, key=lambda match: -match.confidence))

    def _against(self, item: Weighed, named: frozenset[str]) -> Weighed:
        other = names_only_others(named, self.known[item.entry].held)
        return replace(item, denied="it holds for other releases than those named") if other and not item.denied else item

    def _match(self, item: Weighed, score: float, said: dict[str, str]) -> Match:
        views, known = self.views, self.known[item.entry]
        assert views is not None  # whoever matched has an index
        written = (known.entry.question, *known.entry.phrasings)[item.nearest - views.spans[item.entry][0]]
        shared = views.shared(said, item.nearest)
        confidence = 0.0 if item.denied else self.thresholds.confidence(score)
        return Match(known.entry, confidence, written, shared, item.denied)

    def surely(self, matches: Sequence[Match], threshold: float | None = None) -> Match | None:
        """The match that may be given as the answer: above the threshold (`sure` if none is named), with a clear lead."""
        best = matches[0] if matches else None
        if best is None or best.confidence <= (self.sure if threshold is None else threshold):
            return None
        rival = next((match for match in matches[1:] if match.entry.answer != best.entry.answer), None)
        return best if rival is None or best.confidence - rival.confidence >= CLEAR_LEAD else None


def _known(entry: Entry, releases: Releases) -> Known:
    def read(text: str) -> str:
        return releases.spell(fold(text))

    phrasings = tuple(read(text) for text in (entry.question, *entry.phrasings))
    return Known(entry, Texts(phrasings, read(entry.answer), tuple(read(text) for text in entry.unlike)), releases.held(entry))
