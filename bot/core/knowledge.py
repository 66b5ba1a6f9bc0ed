"""The knowledge folder as typed, validated values (load.py builds them). Fields mean what knowledge/README.md says."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.core.people import Identity


class State(StrEnum):
    """How far an entry can be trusted."""

    CURRENT = "current"
    DATED = "dated"  # shown with its date
    HISTORICAL = "historical"  # only when asked by name
    UNSURE = "unsure"  # never shown


# In what way a phrasing asks, as knowledge/README.md tells it; each way finds other people.
KINDS = ("symptom", "error", "words", "indirect", "story", "foreign", "typo", "plain")
PLAIN = "plain"  # what fits no other kind, and all that stand in a list without kinds


@dataclass(frozen=True, slots=True)
class Entry:
    """One FAQ entry."""

    id: str
    topic: str
    question: str
    answer: str
    checked: date
    review_by: date
    phrasings: tuple[str, ...] = ()  # in the order of the file
    kinds: tuple[str, ...] = ()  # of each phrasing; empty: all are plain
    unlike: tuple[str, ...] = ()  # the `not` examples
    links: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()  # empty: all; may end with "later" or "earlier"
    state: State = State.CURRENT
    rooms: tuple[str, ...] = ()  # empty: everywhere
    source: str = ""  # file:line, for messages

    @property
    def worded(self) -> tuple[tuple[str, str], ...]:
        """Each phrasing with its kind in front."""
        return tuple(zip(self.kinds or (PLAIN,) * len(self.phrasings), self.phrasings, strict=True))

    @property
    def version(self) -> str:
        """What it says, in short: a report of a wrong answer is about this version alone."""
        return hashlib.blake2b(repr((self.question, self.answer, self.links)).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Topic:
    """What a question can be about, for choosing whom to ask."""

    id: str
    words: tuple[str, ...]
    fallback: str | None = None
    places: tuple[str, ...] = ()


class Notify(StrEnum):
    """Where an expert wants to be called."""

    HERE = "here"
    PRIVATE = "private"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Hours:
    """When an expert may be called; `start` and `end` are minutes after midnight in `zone`, end may be before start."""

    zone: str = "UTC"
    days: frozenset[int] = frozenset(range(7))  # Monday is 0
    start: int = 0
    end: int = 24 * 60


@dataclass(frozen=True, slots=True)
class Expert:
    """Somebody who offered to be asked."""

    name: str
    identities: tuple[Identity, ...]
    topics: tuple[str, ...]
    hours: Hours | None = None  # None: any time
    max_per_day: int | None = None  # None: the plugin's per_day
    notify: Notify = Notify.HERE
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed entry, as it lies in the folder of drafts. It is never shown to askers."""

    number: int
    kind: str  # writeup: a question that was solved | proposal: somebody's suggestion | gap: asked and not covered
    question: str
    answer: str = ""
    topic: str = ""
    credit: tuple[str, ...] = ()  # names as people wish to be credited
    at: date = date.min
    room: str = ""  # where it came up, as people call it
    links: tuple[str, ...] = ()
    entry: str = ""  # id of the entry that it would change
    source: str = ""  # file, for messages


@dataclass(frozen=True, slots=True)
class Series:
    """One OpenStack series of releases.yaml."""

    series: str
    name: str
    status: str
    checked: date
    released: date | None = None
    planned: date | None = None
    until: date | None = None
    slurp: bool = False
    rpms: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class NameKind:
    """Names of one kind, which tell questions apart: whoever asks about one of them does not ask about another."""

    kind: str
    names: Mapping[str, tuple[str, ...]]  # each with its other spellings
    versions: bool = False  # a number behind a name is a version of it, and another version is another name
    unless: frozenset[str] = frozenset()  # words behind a name with which something else is meant


@dataclass(frozen=True, slots=True)
class Meeting:
    """A coming event of events.yaml."""

    name: str
    first: date
    last: date
    place: str
    link: str
    audience: str = ""  # whom it is for


@dataclass(frozen=True, slots=True)
class Phrases:
    """Every sentence the bot can say, by key, with variants and {variables}."""

    variants: Mapping[str, tuple[str, ...]]

    def say(self, key: str, seed: str, **words: str) -> str:
        """The sentence for `key`; the variant is chosen by `seed`, so the same cause says the same thing again.

        Raises KeyError for a key or variable that does not exist: `load.py` has checked both against what plugins declare.
        """
        choices = self.variants[key]
        pick = int.from_bytes(hashlib.blake2b(f"{key}:{seed}".encode("utf-8", "surrogatepass"), digest_size=4).digest(), "big")
        return choices[pick % len(choices)].format_map(words)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The whole folder."""

    entries: tuple[Entry, ...] = ()
    topics: tuple[Topic, ...] = ()
    experts: tuple[Expert, ...] = ()
    releases: tuple[Series, ...] = ()
    phrases: Phrases = Phrases({})
    chatter: tuple[str, ...] = ()  # ordinary talk that nobody should answer: what the matcher measures itself against
    drafts: tuple[Draft, ...] = ()
    events: tuple[Meeting, ...] = ()
    names: tuple[NameKind, ...] = ()
