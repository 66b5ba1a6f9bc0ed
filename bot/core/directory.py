"""Who offered to be asked about what: topics in a text, experts by topic, and whether one may be called now.

Matching is by whole words and phrases of topics.yaml. An expert is found by what the network vouches for, in one look-up.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from bot.core.knowledge import Expert, Hours, Knowledge, Topic
from bot.core.people import Person, folded, same_account
from bot.core.text import words

LONGEST_PHRASE = 4  # words of the longest topic word looked for, "connection to the server" at most
FOUND_KEPT = 10_000  # look-ups of people that are remembered: each line and each call asks for everybody in a room
COMMUNITY = "community"  # the topic whose places are where everybody can be reached
FALLBACKS = 3  # topics followed from one to the next: a chain longer than this says nothing about the question

_MAIL = re.compile(r"[^\s#@]+@[^\s@]+\.[^\s@]+")


@dataclass(frozen=True, slots=True)
class Directory:
    """The look-ups over topics and experts of one knowledge folder."""

    topics: dict[str, Topic]
    phrases: dict[tuple[str, ...], str]  # words of a topic -> topic id
    experts: tuple[Expert, ...]
    by_identity: dict[tuple[str, str, str], Expert]  # (network, what, value)
    by_mask: tuple[Expert, ...]  # the few that are named by hostmask
    by_topic: dict[str, tuple[Expert, ...]]
    _found: dict[tuple[str, str, str | None], Expert | None] = field(
        default_factory=dict, repr=False, compare=False
    )  # what was looked up before

    @classmethod
    def of(cls, knowledge: Knowledge) -> "Directory":
        phrases = {tuple(words(word)): topic.id for topic in knowledge.topics for word in (*topic.words, topic.id)}
        phrases.pop((), None)
        by_identity: dict[tuple[str, str, str], Expert] = {}
        masked: list[Expert] = []
        by_topic: dict[str, list[Expert]] = {}
        for expert in knowledge.experts:
            for identity in expert.identities:
                for what, value in _named(identity.account, identity.id, identity.nick):
                    by_identity[identity.network, what, value] = expert
                if identity.hostmask is not None:
                    masked.append(expert)
            for topic in expert.topics:
                by_topic.setdefault(topic, []).append(expert)
        return cls(
            {topic.id: topic for topic in knowledge.topics},
            phrases,
            knowledge.experts,
            by_identity,
            tuple(masked),
            {topic: tuple(experts) for topic, experts in by_topic.items()},
        )

    @property
    def mailing_list(self) -> str:
        """The address of the community's mailing list; "" where topics.yaml names none."""
        places = self.topics[COMMUNITY].places if COMMUNITY in self.topics else ()
        return next((place for place in places if _MAIL.fullmatch(place)), "")

    def topics_in(self, text: str) -> tuple[str, ...]:
        """Topic ids whose words occur in the text: most words first, then by the order of first mention."""
        said = words(text)
        found: dict[str, int] = {}
        for start in range(len(said)):
            for length in range(min(LONGEST_PHRASE, len(said) - start), 0, -1):
                topic = self.phrases.get(tuple(said[start : start + length]))
                if topic is not None:
                    found[topic] = found.get(topic, 0) + length
                    break
        return tuple(sorted(found, key=lambda topic: -found[topic]))

    def topic_named(self, word: str) -> str | None:
        """The topic that a person means by one word or phrase."""
        return self.phrases.get(tuple(words(word)))

    def chain(self, topics: Iterable[str]) -> tuple[str, ...]:
        """The topics, and behind them those that they fall back to."""
        chain = list(dict.fromkeys(topics))
        for _ in range(FALLBACKS):
            more = [self.topics[t].fallback for t in chain if t in self.topics]
            chain = list(dict.fromkeys([*chain, *(t for t in more if t is not None)]))
        return tuple(chain)

    def expert(self, person: Person) -> Expert | None:
        """The entry of this person, by account or MXID; by nick or hostmask only where the entry says so. Nobody behind a bridge."""
        if person.relayed:
            return None
        known = person.network, person.id, person.account
        if known not in self._found:
            if len(self._found) >= FOUND_KEPT:
                self._found.clear()
            keys = ((person.network, what, value) for what, value in _named(person.account, person.id, person.id))
            self._found[known] = next((self.by_identity[key] for key in keys if key in self.by_identity), None)
        found = self._found[known]
        if found is not None or not self.by_mask:
            return found
        return next((e for e in self.by_mask if any(i.is_person(person) for i in e.identities)), None)

    def offers(self, topic: str) -> tuple[Expert, ...]:
        return self.by_topic.get(topic, ())


def _named(account: str | None, id_: str | None, nick: str | None) -> Iterator[tuple[str, str]]:
    """By what somebody is looked up, surest first, each in the form in which it is compared (as `Identity.is_person` does)."""
    if account is not None:
        yield "account", same_account(account)
    if id_ is not None:
        yield "id", id_
    if nick is not None:
        yield "nick", folded(nick)


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def in_hours(hours: Hours | None, at: float) -> bool:
    """Whether `at` lies within somebody's hours, in their zone; hours may cross midnight and then belong to the day they begin on."""
    if hours is None:
        return True
    local = datetime.fromtimestamp(at, UTC).astimezone(_zone(hours.zone))
    minute, day = local.hour * 60 + local.minute, local.weekday()
    if hours.start <= hours.end:
        return day in hours.days and hours.start <= minute < hours.end
    if minute >= hours.start:
        return day in hours.days
    return minute < hours.end and (day - 1) % 7 in hours.days


def opens(hours: Hours | None, at: float) -> float | None:
    """When somebody's hours begin next; None where they have no hours or are within them. A time that DST leaves out begins after it."""
    if hours is None or in_hours(hours, at):
        return None
    zone = _zone(hours.zone)
    today = datetime.fromtimestamp(at, UTC).astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    for day in (today + timedelta(days=ahead) for ahead in range(8)):  # a week, and the day on which it began
        begins = (day + timedelta(minutes=hours.start)).timestamp()
        if begins > at and day.weekday() in hours.days:
            return begins
    return None


def local_midnight(hours: Hours | None, at: float) -> float:
    """When the expert's day began: what `max_per_day` counts from."""
    zone = _zone(hours.zone) if hours else UTC
    local = datetime.fromtimestamp(at, UTC).astimezone(zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()


def in_force(expert: Expert, at: float) -> bool:
    """Whether the entry has not expired (`until` is its last day, UTC)."""
    return expert.until is None or datetime.fromtimestamp(at, UTC).date() <= expert.until
