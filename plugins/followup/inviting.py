"""After a question was solved: one invitation, and never two things at once.

The first is whether question and fix may become a draft entry, once per person in 90 days. Who has had a question solved before may be
asked instead, once, whether people with such questions may be pointed to them. Nobody is asked in front of others' attention: not in
closed places, not behind bridges (nothing would vouch for their consent), not right after several other words of ours.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.knowledge import Phrases
from bot.core.moments import WasSolved
from bot.core.people import Person
from bot.core.plugin import Proposal, Reason, Words
from bot.core.records import DAY, DRAFTS, Change, Counter, Mark, Put, Question, Status, Writeup
from bot.core.roster import Roster
from bot.core.settings import Settings
from bot.core.text import nameless, shorten
from bot.core.view import View

INVITED, OFFERED, SOLVED = "invited", "offered", "solved"  # marks; `solved` is set by the core when a question of theirs was solved
INVITED_AGAIN = 90 * DAY  # product 2
ENOUGH = 2  # words of ours since it was solved after which nothing more is said
OFFER_DAYS = 30
TEXT = 2_000  # bytes kept of what was asked and of what helped: a draft is edited by people, and a wall of text is no entry
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Inviting:
    """The invitation. `writes`, `calls`: whether the plugins that would hear a yes are on."""

    phrases: Phrases
    roster: Roster
    settings: Settings
    prefix: str
    writes: bool
    calls: bool

    def solved(self, moment: WasSolved, memory: View) -> Iterator[Proposal | Reason]:
        """One of the two, or none and why."""
        question = moment.question
        why_not = self._never(question, memory)
        if why_not:
            yield Reason("followup", f"no invitation: {why_not}")
            return
        no_writeup = self._no_writeup(question, moment.at, memory)
        if not no_writeup and question.answered_by is not None:
            yield self._writeup(question, question.answered_by, moment.at, memory)
            return
        yield Reason("followup", f"no write-up: {no_writeup}")
        no_offer = self._no_offer(question, memory)
        if no_offer:
            yield Reason("followup", f"no offer: {no_offer}")
        else:
            yield self._offer(question, moment.at, memory)

    def _never(self, question: Question, memory: View) -> str:
        solved_at = max((step.at for step in question.history if step.status is Status.SOLVED), default=question.last_at)
        rules = (
            (question.place.closed, "it was asked where nobody else can read it"),
            (question.asker.relayed, "nothing vouches for an asker behind a bridge"),
            (sum(1 for _ in memory.said(to=question.asker.identity, since=solved_at)) >= ENOUGH, "they have heard enough of us for now"),
        )
        return _first(rules)

    def _no_writeup(self, question: Question, at: float, memory: View) -> str:
        helper, invited = question.answered_by, memory.marked(INVITED, question.asker)
        expert = self.roster.expert(question.asker, memory)
        rules = (
            (not self.writes, "the plugin writeup is off"),
            (helper is None or bool(question.entry), "no person answered"),
            (not helped(question), "what helped was not said to the asker"),
            (helper is not None and helper.relayed, "nothing vouches for a helper behind a bridge"),
            (helper is not None and memory.marked("optout", helper) is not None, "the helper wants to be left alone"),
            (invited is not None and at - invited.at < INVITED_AGAIN, "they were invited within 90 days"),
            (expert is not None and bool(set(expert.topics) & set(question.topics)), "they know the topic themselves"),
        )
        return _first(rules)

    def _writeup(self, question: Question, helper: Person, at: float, memory: View) -> Proposal:
        number = memory.counter(DRAFTS) + 1
        people = (question.asker, *(reply.by for reply in question.replies), *memory.people_in(question.place))
        names = {person.name for person in people}
        kept = Writeup(
            number=number,
            at=at,
            question=question.key,
            room=question.room,
            place=question.place,
            topic=next(iter(question.topics), OTHER),
            text=shorten(nameless(question.text, names), TEXT),
            answer=shorten(nameless(helped(question), names), TEXT),
            asker=question.asker,
            helper=helper,
        )
        text = self.phrases.say("followup.invite", question.key, prefix=self.prefix, name=question.asker.name)
        changes = (Put(Counter(DRAFTS, number)), Put(kept), *_marks(INVITED, question.asker, at, memory))
        return Proposal("invite", (Words(text, to=question.asker),), "solved, and a person helped", changes=changes)

    def _no_offer(self, question: Question, memory: View) -> str:
        known = self.roster.directory.topics
        rules = (
            (not self.calls, "the plugin experts is off"),
            (not any(topic in known for topic in question.topics), "no topic is known"),
            (bool(question.entry), "an entry answered it"),
            (memory.marked(SOLVED, question.asker) is None, "their first question that was solved"),
            (memory.marked(OFFERED, question.asker) is not None, "they were asked before"),
            (self.roster.expert(question.asker, memory) is not None, "they are registered"),
        )
        return _first(rules)

    def _offer(self, question: Question, at: float, memory: View) -> Proposal:
        topic = next(topic for topic in question.topics if topic in self.roster.directory.topics)
        text = self.phrases.say("followup.offer", question.key, prefix=self.prefix, topic=topic, days=str(OFFER_DAYS))
        changes = _marks(OFFERED, question.asker, at, memory)
        return Proposal("offer", (Words(text, to=question.asker),), "the second question of theirs that was solved", changes=changes)


def helped(question: Question) -> str:
    """What the person who answered said to the asker: their words alone, for theirs alone is the consent."""
    by = question.answered_by.identity if question.answered_by is not None else ""
    return " ".join(reply.text for reply in question.replies if reply.by.identity == by)


def _marks(kind: str, person: Person, at: float, memory: View) -> tuple[Change, ...]:
    """A mark on account and nick: in doubt, they are the same."""
    return tuple(Put(Mark(kind, memory.hash(one), at)) for one in dict.fromkeys((person.identity, f"{person.network}:{person.id}")))


def _first(rules: tuple[tuple[bool, str], ...]) -> str:
    return next((text for applies, text in rules if applies), "")
