"""Which entry answers a text, and how sure that is. README.md beside this file explains the method in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.knowledge import Entry, Knowledge, NameKind, Series
from plugins.faq.calibration import Evidence, gather
from plugins.faq.facts import Facts
from plugins.faq.meaning import Meaning
from plugins.faq.releases import Releases, names_only_others
from plugins.faq.texts import Texts, say_the_same
from plugins.faq.thresholds import Thresholds, clear, decide
from plugins.faq.views import Views
from plugins.faq.weighing import Doubt, Text, Weighed, Weighing, doubted, scores, weigh
from plugins.faq.words import fold, words

WRONG_PER_1000 = 1.0  # the usual promise: unprompted wrong answers per 1,000 lines of the channel
TOLD = 0.1  # confidence from which the words that a match rests on are looked up: below it nobody asks for them


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
    facts: Facts
    views: Views | None  # None: no entries
    thresholds: Thresholds

    @classmethod
    def build(
        cls,
        entries: Sequence[Entry],
        chatter: Sequence[str],
        releases: Sequence[Series] = (),
        names: Sequence[NameKind] = (),
        *,
        wrong_per_1000: float = WRONG_PER_1000,
        meaning: Meaning | None = None,
    ) -> "Matcher":
        """Index the entries and learn the thresholds from chatter and from the entries' own phrasings and `not` examples.

        More than `wrong_per_1000` of 1,000 lines like those of `chatter` must not get a sure answer. `names`: of components and
        distributions. `meaning`: reads whole sentences, where the extra is installed.
        """
        series = Releases.of(releases)
        known = tuple(_known(entry, series) for entry in sorted(entries, key=lambda entry: entry.id))
        facts = Facts.of(names, [item.entry for item in known])
        lines = sorted({series.spell(fold(line)) for line in chatter} - {""})
        views = Views([item.texts for item in known], lines, meaning) if known else None
        unmeasured = cls(known, series, facts, views, decide(Evidence(), wrong_per_1000))
        if views is None:
            return unmeasured
        return replace(unmeasured, thresholds=decide(gather(views, unmeasured.doubts, lines), wrong_per_1000))

    @classmethod
    def of(cls, knowledge: Knowledge, *, wrong_per_1000: float = WRONG_PER_1000, meaning: Meaning | None = None) -> "Matcher":
        """Over a whole folder."""
        parts = knowledge.entries, knowledge.chatter, knowledge.releases, knowledge.names
        return cls.build(*parts, wrong_per_1000=wrong_per_1000, meaning=meaning)

    @property
    def sure(self) -> float:
        """Confidence above which an entry may be given unprompted, were every line of the channel looked up."""
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
        """The best entries, best first, at most a shortlist. `leave_out`: a phrasing that must not vouch for itself."""
        folded = self.releases.spell(fold(text))
        if self.views is None or not folded:
            return ()
        row = self.views.row_of(self.releases.spell(fold(leave_out))) if leave_out else None
        weighing = self._weigh(self.views, Text(folded, row))
        found = zip(weighing.found, scores(weighing), strict=True)
        return tuple(sorted((self._match(folded, item, score) for item, score in found), key=lambda match: -match.confidence))

    def _weigh(self, views: Views, text: Text) -> Weighing:
        return doubted(weigh(views, text), self.doubts(text))

    def against(self, text: str, entry: Entry) -> str:
        """Why an entry is no answer to a text, by the releases, components and distributions that it names; "" when it may be."""
        doubt = self.doubts(Text(self.releases.spell(fold(text))))
        number = next((number for number, known in enumerate(self.known) if known.entry == entry), None)
        return doubt(number)[1] if doubt is not None and number is not None else ""

    def doubts(self, text: Text) -> Doubt | None:
        """What the releases, components and distributions that a text names say against an entry; None: nothing against any."""
        series = self.releases.named(text.folded)
        said = self.facts.said(text.folded) if self.facts.names.spelled else None
        if not series and said is None:
            return None

        def doubt(entry: int) -> tuple[float, str]:
            if names_only_others(series, self.known[entry].held):
                return 0.0, "it holds for other releases than those named"
            if said is None:
                return 0.0, ""
            without = self._place(text.row, entry)
            return self.facts.doubt(said, entry, without), self.facts.against(said, entry, without)

        return doubt

    def _place(self, row: int | None, entry: int) -> int | None:
        """Which of an entry's own texts a row is."""
        first, end = self.views.phrasings[entry] if self.views else (0, 0)
        return row - first if row is not None and first <= row < end else None

    def _match(self, folded: str, item: Weighed, score: float) -> Match:
        views, known = self.views, self.known[item.entry]
        assert views is not None  # whoever matched has an index
        written = (known.entry.question, *known.entry.phrasings)[item.nearest - views.phrasings[item.entry][0]]
        confidence = 0.0 if item.denied else self.thresholds.confidence(score)
        shared = views.shared(words(folded), item.nearest) if item.denied or confidence >= TOLD else ()
        return Match(known.entry, confidence, written, shared, item.denied)

    def surely(self, matches: Sequence[Match], threshold: float | None = None) -> Match | None:
        """The match that may be given as the answer: above the threshold (`sure` if none is named), with a clear lead."""
        best = matches[0] if matches else None
        if best is None or best.confidence <= (self.sure if threshold is None else threshold):
            return None
        return best if self.rival(matches) is None else None

    def rival(self, matches: Sequence[Match]) -> Match | None:
        """The match too close behind the first to give that as the answer, if it says something else."""
        best = matches[0] if matches else None
        second = next((match for match in matches[1:] if best and not say_the_same(match.entry.answer, best.entry.answer)), None)
        return second if best and second and not clear(best.confidence, second.confidence) else None


def _known(entry: Entry, releases: Releases) -> Known:
    def read(text: str) -> str:
        return releases.spell(fold(text))

    question, answer = read(entry.question), read(entry.answer)
    phrasings = (_asked(question, answer), *map(read, entry.phrasings))
    return Known(entry, Texts(phrasings, answer, tuple(map(read, entry.unlike))), releases.held(entry))


def _asked(question: str, answer: str) -> str:
    """A question without the answer, where it repeats that whole: a short name is, else, lost in it."""
    return (" ".join(question.replace(answer, " ").split()) if answer else "") or question
