"""What an entry is about, as far as names say it: an entry for another component or distribution is no answer, however similar.

An entry holds for the names that stand in it: in its question, its phrasings, its answer. Somebody who names others only asks about
something else. How much a name says against an entry is learned from the entry's own texts: nine of ten phrasings name packstack, and
this text does not; none of ten names ceph, and this text does. Stories name bystanders ("installed with packstack on rocky, now horizon
says 404"). So one shared name of a kind is enough, names in a long text count less, and they make an entry doubtful; it is denied only
where most of its texts are about another name.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.knowledge import Entry, NameKind
from plugins.faq.names import Name, Names
from plugins.faq.words import fold

ABOUT = 1 / 2  # share of its texts that name something: then the entry is about that
UNSEEN = 1.0  # of an entry's texts: so many more might say what none of them does
NEWS = 0.7  # of what names say: the rest is in the likeness of the words already
SHORT = 6  # words of a question without a story: what it names is what it is about. Each name counts less in a longer one

Group = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """The names in a text."""

    names: frozenset[Name]
    weight: float  # of what they say, 0 to 1


@dataclass(frozen=True, slots=True)
class Profile:
    """The names in one entry."""

    texts: tuple[frozenset[Name], ...]  # of the question and of each phrasing
    all: frozenset[Name]  # and of topic and answer

    @classmethod
    def of(cls, entry: Entry, names: Names) -> "Profile":
        texts = tuple(names.read(fold(text)) for text in (entry.question, *entry.phrasings))
        return cls(texts, names.read(fold(f"{entry.topic} {entry.answer}")).union(*texts))

    def without(self, number: int) -> "Profile":
        """As if one of its texts were not written down."""
        rest = (*self.texts[:number], *self.texts[number + 1 :])
        return Profile(rest, self.all - self.texts[number].difference(*rest))


@dataclass(frozen=True, slots=True)
class Facts:
    """The names in all entries, to be held against those of a text."""

    names: Names
    profiles: tuple[Profile, ...]  # in the order of the entries
    usual: dict[Name, float]  # share of all texts that name it

    @classmethod
    def of(cls, kinds: Sequence[NameKind], entries: Sequence[Entry]) -> "Facts":
        """Read the entries. With an empty list of names nothing is ever said against an entry."""
        names = Names.of(kinds)
        profiles = tuple(Profile.of(entry, names) for entry in entries)
        texts = [text for profile in profiles for text in profile.texts]
        counts = Counter(name for text in texts for name in text)
        return cls(names, profiles, {name: count / len(texts) for name, count in counts.items()})

    def said(self, folded: str) -> Said:
        """What a folded text names, for the questions below."""
        return Said(self.names.read(folded), NEWS * min(SHORT / max(len(folded.split()), 1), 1.0))

    def against(self, said: Said, entry: int, without: int | None = None) -> str:
        """Why an entry is no answer to such a text: it is plainly about something else. "" when nothing speaks against it.

        `entry`: its place among the entries. `without`: one of its texts (0: the question), as if it were not written down.
        """
        profile = self._profile(entry, without)
        for group, others in _others(said.names, profile):
            about = sorted(name.name for name in _about(profile) if name.group == group)
            if about:
                return f"it is about {' and '.join(about)}, not {' and '.join(others)}"
        return ""

    def doubt(self, said: Said, entry: int, without: int | None = None) -> float:
        """How much less likely the names of such a text make the entry, in log odds: 0 or less.

        What the text names and the entry never counts once for each kind; of what most of the entry's texts name and this one does not,
        the weightiest.
        """
        profile = self._profile(entry, without)
        strange = sum(-math.log1p(len(profile.texts) / UNSEEN) for _ in _others(said.names, profile))
        return said.weight * (strange + sum(self._missing(said.names, profile).values()))

    def _profile(self, entry: int, without: int | None) -> Profile:
        return self.profiles[entry] if without is None else self.profiles[entry].without(without)

    def _missing(self, names: frozenset[Name], profile: Profile) -> dict[Group, float]:
        worst: dict[Group, float] = {}
        for name, count in Counter(name for text in profile.texts for name in text).items():
            usual = self.usual[name]
            if name not in names and usual < 1:
                here = (count + UNSEEN * usual) / (len(profile.texts) + UNSEEN)
                worst[name.group] = min(worst.get(name.group, 0.0), math.log((1 - here) / (1 - usual)))
        return worst


def _others(names: frozenset[Name], profile: Profile) -> Iterator[tuple[Group, list[str]]]:
    """The groups of which a text names some, and none that the entry has. Versions say something against versions alone."""
    for group in sorted({name.group for name in names}):
        told, own = ({name for name in some if name.group == group} for some in (names, profile.all))
        if told.isdisjoint(own) and (own or not group[1]):
            yield group, sorted(name.name for name in told)


def _about(profile: Profile) -> Iterator[Name]:
    """What an entry is about: what so many of its texts name."""
    counts = Counter(name for text in profile.texts for name in text)
    yield from (name for name, count in counts.items() if count >= ABOUT * len(profile.texts))
