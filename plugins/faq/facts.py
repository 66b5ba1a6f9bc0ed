"""What an entry is about, as far as names say it: an entry for another component or distribution is no answer, however similar.

An entry holds for the names that stand in it: in its question, its phrasings, its answer. Somebody who names others only asks about
something else. How much a name says against an entry is learned from the entry's own texts: nine of ten phrasings name packstack, and
this text does not; none of ten names ceph, and this text does. Stories name bystanders ("installed with packstack on rocky, now horizon
says 404"). So one shared name of a kind is enough, names in a long text count less, and they make an entry doubtful; it is denied only
where most of its texts are about another name.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.knowledge import Entry, NameKind
from plugins.faq.names import Name, Names
from plugins.faq.words import fold

ABOUT = 1 / 2  # share of its texts that name something: then the entry is about that
UNSEEN = 1.0  # of an entry's texts: so many more might say what none of them does
NEWS = 0.5  # of what names say: the rest is in the likeness of the words already
SHORT = 6  # words of a question without a story: what it names is what it is about. Each name counts less in a longer one

Group = tuple[str, str]  # names of which another one means something else: kind, and of versions the name


@dataclass(frozen=True, slots=True)
class Said:
    """The names in a text."""

    names: Mapping[Group, frozenset[Name]]
    weight: float  # of what they say, 0 to 1


@dataclass(frozen=True, slots=True)
class Profile:
    """The names in one entry."""

    texts: tuple[frozenset[Name], ...]  # of the question and of each phrasing
    answer: frozenset[Name]  # and of its topic
    own: Mapping[Group, frozenset[Name]]  # of all of them
    about: Mapping[Group, tuple[str, ...]]  # what so many of its texts name
    missed: Mapping[Name, float]  # names that are missed in a text without them: log odds, below 0

    @classmethod
    def of(cls, texts: tuple[frozenset[Name], ...], answer: frozenset[Name], usual: Mapping[Name, float]) -> "Profile":
        counts = Counter(name for text in texts for name in text)
        often = sorted(name for name, count in counts.items() if count >= ABOUT * len(texts))
        missed = {name: _odds(count, len(texts), usual[name]) for name, count in counts.items() if usual[name] < 1}
        return cls(
            texts,
            answer,
            {group: frozenset(names) for group, names in _grouped(answer.union(*texts)).items()},
            {group: tuple(name.name for name in names) for group, names in _grouped(often).items()},
            {name: odds for name, odds in missed.items() if odds < 0},
        )

    def strange(self, names: Mapping[Group, frozenset[Name]]) -> list[Group]:
        """The groups of which a text names some, and none that the entry has. Versions say something against versions alone."""
        none: frozenset[Name] = frozenset()
        return [
            group for group, some in names.items() if some.isdisjoint(self.own.get(group, none)) and (group in self.own or not group[1])
        ]


@dataclass(frozen=True, slots=True)
class Facts:
    """The names in all entries, to be held against those of a text."""

    names: Names
    profiles: tuple[Profile, ...]  # in the order of the entries
    usual: Mapping[Name, float]  # share of all texts that name it

    @classmethod
    def of(cls, kinds: Sequence[NameKind], entries: Sequence[Entry]) -> "Facts":
        """Read the entries. With an empty list of names nothing is ever said against an entry."""
        names = Names.of(kinds)
        read = [tuple(names.read(fold(text)) for text in (entry.question, *entry.phrasings)) for entry in entries]
        answers = [names.read(fold(f"{entry.topic} {entry.answer}")) for entry in entries]
        counts = Counter(name for texts in read for text in texts for name in text)
        usual = {name: count / sum(map(len, read)) for name, count in counts.items()}
        return cls(names, tuple(Profile.of(*one, usual) for one in zip(read, answers, strict=True)), usual)

    def said(self, folded: str) -> Said:
        """What a folded text names, for the questions below."""
        names = {group: frozenset(some) for group, some in _grouped(self.names.read(folded)).items()}
        return Said(names, NEWS * min(SHORT / max(len(folded.split()), 1), 1.0))

    def against(self, said: Said, entry: int, without: int | None = None) -> str:
        """Why an entry is no answer to such a text: it is plainly about something else. "" when nothing speaks against it.

        `entry`: its place among the entries. `without`: one of its texts (0: the question), as if it were not written down.
        """
        profile = self._profile(entry, without)
        for group in profile.strange(said.names):
            if group in profile.about:
                others = sorted(name.name for name in said.names[group])
                return f"it is about {' and '.join(profile.about[group])}, not {' and '.join(others)}"
        return ""

    def doubt(self, said: Said, entry: int, without: int | None = None) -> float:
        """How much less likely the names of such a text make the entry, in log odds: 0 or less.

        What the text names and the entry never counts once for each kind; of what most of the entry's texts name and this one does not,
        the weightiest.
        """
        profile = self._profile(entry, without)
        worst: dict[Group, float] = {}
        for name, odds in profile.missed.items():
            if name not in said.names.get(name.group, ()):
                worst[name.group] = min(worst.get(name.group, 0.0), odds)
        strange = len(profile.strange(said.names)) * math.log1p(len(profile.texts) / UNSEEN)
        return said.weight * (sum(worst.values()) - strange)

    def _profile(self, entry: int, without: int | None) -> Profile:
        profile = self.profiles[entry]
        if without is None:
            return profile
        return Profile.of((*profile.texts[:without], *profile.texts[without + 1 :]), profile.answer, self.usual)


def _odds(count: int, texts: int, usual: float) -> float:
    """What it says of an entry that a text does not name what so many of the entry's do: log odds, above 0 where others name it oftener."""
    here = (count + UNSEEN * usual) / (texts + UNSEEN)
    return math.log((1 - here) / (1 - usual))


def _grouped(names: Iterable[Name]) -> dict[Group, list[Name]]:
    """The names by their groups, in order."""
    found: dict[Group, list[Name]] = {}
    for name in sorted(names):
        found.setdefault(name.group, []).append(name)
    return found
