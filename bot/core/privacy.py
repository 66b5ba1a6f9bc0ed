"""Whose data is it? What is kept about a person, and the changes that forget it.

The rules of the room
- A person is who their network vouches for: the account, the accounts that they have linked themselves from both sides, or
  else nick and user@host together (product 10.14). A nick alone finds nothing and erases nothing but marks of that nick.
- What is their own goes: questions with all replies, what was said to them, counts of their help, marks, links, offers,
  write-ups. From what belongs to others their name goes, and what they said themselves.
- An opt-out stays: to forget it would be to speak to them again.
- Counts stay: how often something happened says nothing of anybody.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.core.actions import Retract
from bot.core.people import Person, Place, same_account, sighting, vouched_for
from bot.core.records import Change, Drop, Helped, Mark, Offer, Put, Question, Record, Reported, Said
from bot.core.tallies import is_private
from bot.core.text import words
from bot.core.view import View

OPTED_OUT = "optout"  # the mark that stays
NOBODY = "somebody"  # the name in place of one that is forgotten
QUOTED = 40  # characters by which a quote of a question is known; lists quote more of it, unless it is shorter
ON_ITS_WAY = 600.0  # seconds that a line of ours may wait to be sent (product 10.10)


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose data is meant, by what vouches for them: an account, or a nick together with its user@host."""

    network: str
    account: str | None = None
    id: str | None = None
    host: str | None = None
    selves: frozenset[str] = frozenset()  # keyed hashes of their accounts elsewhere
    expert: str = ""  # name of their entry among the experts

    @classmethod
    def of(cls, person: Person, memory: View, expert: str = "") -> "Whose":
        """The person who speaks. Of people behind a bridge nothing is vouched for, and nothing is theirs."""
        if person.relayed:
            return cls(person.network)
        return cls(person.network, person.account, person.id, person.host, frozenset(memory.selves(person)), expert)

    def are(self, person: Person, memory: View) -> bool:
        """Whether this is a sighting of them."""
        if self.selves and person.account is not None and memory.hash(person.identity) in self.selves:
            return True
        if person.network != self.network or person.relayed:
            return False
        if self.account is not None and person.account is not None:
            return same_account(self.account) == same_account(person.account)
        return None not in (self.id, self.host) and (person.id, person.host) == (self.id, self.host)

    def go_by(self, identity: str, whom: str, memory: View) -> bool:
        """Whether a record under this identity is theirs; `whom`: keyed hash of the sighting, where no account vouched."""
        if self.account is not None and identity == vouched_for(self.network, self.account):
            return True
        if self.selves and memory.hash(identity) in self.selves:
            return True
        return bool(whom and self.id and self.host) and whom == memory.hash(sighting(self.network, self.id or "", self.host or ""))

    def hashes(self, memory: View) -> frozenset[str]:
        """The keyed hashes that stand for them: of their accounts."""
        own = frozenset([memory.hash(vouched_for(self.network, self.account))]) if self.account is not None else frozenset()
        return own | self.selves

    def of_nick(self, memory: View) -> frozenset[str]:
        """The keyed hash of the nick that they have now: what is marked so is told to nobody, and any holder may end it."""
        return frozenset([memory.hash(f"{self.network}:{self.id}")]) if self.id is not None else frozenset()


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one person: their own records, and those of others that name them."""

    own: tuple[Record, ...]
    named: tuple[Record, ...]


def kept(whose: Whose, memory: View) -> Kept:
    """Everything that is kept about them, by kind and then as it was made."""
    questions = tuple(q for q in memory.all_questions() if whose.are(q.asker, memory))
    said = tuple(s for s in memory.all_said(0.0) if s.to and whose.go_by(s.to, s.whom, memory))
    own = (*questions, *said, *_offered(whose, memory), *_hashed(whose, memory))
    scrub = _Scrub(whose, memory, questions, frozenset(_names(own)))
    theirs = {(type(record), record.key) for record in own}
    others: tuple[Record, ...] = (*memory.all_questions(), *memory.all_said(0.0))
    return Kept(own, tuple(one for one in others if (type(one), one.key) not in theirs and scrub.without(one) != one))


def forgotten(whose: Whose, memory: View) -> tuple[Change, ...]:
    """The changes that forget them. Made twice they change nothing more."""
    found = kept(whose, memory)
    questions = tuple(record for record in found.own if isinstance(record, Question))
    scrub = _Scrub(whose, memory, questions, frozenset(_names(found.own)))
    nick = whose.of_nick(memory)
    private = Place(whose.network, whose.id or "", direct=True).key
    reports = (report for report in memory.reports() if report.by in nick or (whose.id and report.room == private))
    of_nick: tuple[Record, ...] = (*memory.marks(nick), *reports)
    goes = (*found.own, *(one for one in of_nick if one not in found.own))
    gone = (_gone(record) for record in goes if not isinstance(record, Mark) or record.kind != OPTED_OUT)
    return (*gone, *(Put(scrub.without(record)) for record in found.named))


def unsent(whose: Whose, memory: View, now: float, *, about: bool = True) -> tuple[Retract, ...]:
    """What may still wait to be said to them unasked and is no longer wanted; and `about` their questions to others."""
    questions = {q.key for q in memory.all_questions() if about and whose.are(q.asker, memory)}
    waiting = (s for s in memory.all_said(now - ON_ITS_WAY) if not s.prompted and not s.withheld and not s.id)
    return tuple(Retract(s.place, s.key) for s in waiting if s.question in questions or (s.to and whose.go_by(s.to, s.whom, memory)))


def _offered(whose: Whose, memory: View) -> Iterator[Record]:
    """What they have offered and agreed to, and how often they helped."""
    offers = tuple(offer for offer in memory.offers() if whose.are(offer.person, memory))
    yield from offers
    pauses = (memory.pause(name) for name in dict.fromkeys((whose.expert, *(offer.name for offer in offers))) if name)
    yield from (pause for pause in pauses if pause is not None)
    yield from (one for one in memory.handings() if whose.are(one.giver_person, memory) or whose.are(one.to, memory))
    yield from (one for one in memory.writeups() if whose.are(one.asker, memory) or whose.are(one.helper, memory))
    yield from (one for one in memory.helps(0) if whose.go_by(one.person, one.whom, memory))


def _hashed(whose: Whose, memory: View) -> Iterator[Record]:
    """What is kept under a keyed hash only."""
    hashes = whose.hashes(memory)
    yield from memory.marks(hashes)
    claims = {claim.key: claim for hashed in sorted(hashes) for claim in memory.claims(hashed)}
    yield from claims.values()
    yield from (report for report in memory.reports() if report.by in hashes)


def _gone(record: Record) -> Change:
    """The record without them. What was said in a room leaves that something was said, so that no budget begins anew.

    An entry stays withheld in a room; of a private conversation the report itself would tell whose it was.
    """
    if isinstance(record, Reported) and not is_private(record.room):
        return Put(replace(record, by=""))
    if isinstance(record, Said) and not record.place.direct:
        return Put(replace(record, to="", whom="", text="", question="", why="", id="", after=None, expert=""))
    return Drop(type(record), record.key)


def _names(records: Iterable[Record]) -> Iterator[str]:
    """The names under which these records know them."""
    for record in records:
        match record:
            case Question():
                yield record.asker.name
            case Offer():
                yield from (record.name, record.person.name)
            case Helped():
                yield record.name


@dataclass(frozen=True, slots=True)
class _Scrub:
    """Takes one person out of what belongs to others."""

    whose: Whose
    memory: View
    questions: tuple[Question, ...]  # theirs
    names: frozenset[str]

    def without(self, record: Record) -> Record:
        """The same record if it does not name them."""
        if isinstance(record, Question):
            return self._question(record)
        return self._said(record) if isinstance(record, Said) else record

    def _question(self, question: Question) -> Question:
        """Somebody else's question: it stands as it did, and whoever is forgotten has neither answered it nor been called."""
        calls = tuple(replace(c, expert=NOBODY, person=self._nobody(c.person)) if self._is(c.person) else c for c in question.calls)
        answered = question.answered_by
        if calls == question.calls and not (answered and self._is(answered)) and not any(self._is(r.by) for r in question.replies):
            return question
        experts = {call.expert for call in question.calls if self._is(call.person)}
        names = self.names | experts | {p.name for p in (answered, *(c.person for c in question.calls)) if p is not None and self._is(p)}
        return replace(
            question,
            calls=calls,
            answered_by=self._nobody(answered) if answered and self._is(answered) else answered,
            replies=tuple(reply for reply in question.replies if not self._is(reply.by)),
            shown_to=tuple(name for name in question.shown_to if name not in experts),
            history=tuple(replace(h, actor=_unnamed(h.actor, names), reason=_unnamed(h.reason, names)) for h in question.history),
        )

    def _said(self, said: Said) -> Said:
        """What was said to others: their own words are quoted in it no more, and who answered is not told."""
        after = said.after
        if after is not None and (self.whose.go_by(after.person, "", self.memory) or after.name in self.names):
            after = replace(after, person="", name=NOBODY)
        quotes = said.question in {q.key for q in self.questions} or self._quotes(said.text) or _unnamed(said.text, self.names) != said.text
        called = NOBODY if said.expert and said.expert in (self.whose.expert, *self.names) else said.expert
        return replace(said, text="" if quotes else said.text, why=_unnamed(said.why, self.names), after=after, expert=called)

    def _quotes(self, text: str) -> bool:
        likeness = " ".join(words(text))
        return any((quote := " ".join(words(q.text))[:QUOTED]) and quote in likeness for q in self.questions)

    def _is(self, person: Person) -> bool:
        return self.whose.are(person, self.memory)

    def _nobody(self, person: Person) -> Person:
        return Person(person.network, "", NOBODY)


def _unnamed(text: str, names: Iterable[str]) -> str:
    """The text with NOBODY in place of these names, where they stand as words of their own."""
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", NOBODY, text)
    return text
