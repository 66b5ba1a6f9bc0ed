"""handover: a topic goes from one person to another, and counts only with the other's yes.

Who is asked is here, has a name that counts for something, and has not been asked about this topic within a month: nobody is asked twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from bot.core.consent import agrees
from bot.core.knowledge import Expert
from bot.core.moments import Command, SpokenTo
from bot.core.people import Person, private, same_person
from bot.core.plugin import Proposal, Words
from bot.core.records import Change, Drop, Handing, Offer, Put
from bot.core.roster import NO_END
from bot.core.text import shorten
from bot.core.view import View
from plugins.experts.registering import DAYS, Registering
from plugins.experts.speaking import Speaking

AT_ONCE = 3  # topics that one person may have on offer: enough to leave, too few to send the bot round the channel
KIND = "handover "  # begins the kind under which it is recorded that somebody was asked
QUOTE = 40  # bytes of somebody's words in a sentence of ours


@dataclass(frozen=True, slots=True)
class HandingOver:
    """The command, and a bare yes or no to what was asked."""

    registering: Registering

    @property
    def speaking(self) -> Speaking:
        return self.registering.speaking

    def handover(self, moment: Command, memory: View) -> Proposal:
        said, _, which = moment.args.strip(" .!").partition(" ")
        yes = agrees(said)
        if yes is None:
            return self._begins(moment, memory)
        return self._answered(moment, yes, self._offered(moment.person, moment.at, memory), which, memory)

    def heard(self, moment: SpokenTo, memory: View) -> Iterator[Proposal]:
        """A bare yes or no to us, while a topic is offered to them."""
        yes = agrees(moment.text)
        if yes is None:
            return
        offered = tuple(one for one in self._offered(moment.person, moment.at, memory) if _last_said(one.to, memory).startswith(KIND))
        if not offered:  # a word to something else that we have said since
            return
        if yes and self.registering.proof.missing(moment.person, memory):
            yield self.speaking.say("handover_say", moment)  # a command is asked about with its network, a word is not
        else:
            yield self._answered(moment, yes, offered, "", memory)

    # --- the giver ---

    def _begins(self, moment: Command, memory: View) -> Proposal:
        topic_said, _, nick = moment.args.rpartition(" to ")
        if not topic_said.strip() or not nick.strip() or " " in nick.strip():
            return self.speaking.say("handover_how", moment)
        missing = self.registering.proof.missing(moment.person, memory)
        if missing:
            return self.speaking.say(f"no_proof_{missing}", moment)
        giver = self.registering.roster.expert(moment.person, memory)
        topic = self.registering.roster.directory.topic_named(topic_said)
        if giver is None or topic is None or topic not in giver.topics:
            return self._not_theirs(moment, giver, topic or shorten(topic_said.strip(), QUOTE))
        return self._to(moment, giver, topic, nick.strip(), memory)

    def _not_theirs(self, moment: Command, giver: Expert | None, topic: str) -> Proposal:
        if giver is None or not giver.topics:
            return self.speaking.say("no_entry", moment)
        return self.speaking.say("handover_not_yours", moment, topic=topic, topics=", ".join(giver.topics))

    def _to(self, moment: Command, giver: Expert, topic: str, nick: str, memory: View) -> Proposal:
        to = self._found(nick, moment, memory)
        if to is None:
            return self.speaking.say("handover_nobody", moment, nick=shorten(nick, QUOTE))
        if self._may_not_be_asked(to, moment.person, topic, memory):
            return self.speaking.say("handover_refused", moment, nick=to.name, topic=topic)
        if any(memory.said(to=to.identity, kind=_kind(topic))):
            return self.speaking.say("handover_before", moment, nick=to.name, topic=topic)
        theirs = [one for one in memory.handings() if one.giver == giver.name and one.expires > moment.at]
        if len(theirs) >= AT_ONCE:
            return self.speaking.say("handover_many", moment, count=str(len(theirs)))
        asks = self.speaking.words("handover_asks", moment, giver=moment.person.name, topic=topic)
        told = self.speaking.words("handover_sent", moment, nick=to.name, topic=topic)
        lines = (Words(asks, to=to, place=private(to), loud=True), Words(told, to=moment.person))
        handing = Handing(topic, giver.name, moment.person, to, moment.at)
        return Proposal(_kind(topic), lines, f"{moment.person.name} hands {topic} over", changes=(Put(handing),))

    def _found(self, nick: str, moment: Command, memory: View) -> Person | None:
        """Who is meant: somebody in the room, on either side of a bridge; in private somebody on the network."""
        place, name = moment.place, nick.lower()
        sides = self.registering.proof.settings.sides(place)
        people = memory.people_on(place.network) if place.closed else (one for side in sides for one in memory.people_in(side))
        meant = [one for one in people if name in (one.name.lower(), one.id.lower(), f"@{one.name.lower()}")]
        return min(meant, key=lambda one: one.relayed or one.network != place.network, default=None)

    def _may_not_be_asked(self, to: Person, giver: Person, topic: str, memory: View) -> bool:
        """Bots, people behind a bridge, those who want to be left alone, the giver, and whoever offers the topic already."""
        expert = self.registering.roster.expert(to, memory)
        has_it = expert is not None and topic in expert.topics
        return to.bot or to.relayed or memory.marked("optout", to) is not None or same_person(to, giver) or has_it

    # --- the taker ---

    def _offered(self, person: Person, at: float, memory: View) -> tuple[Handing, ...]:
        """What is offered to them: to this account, or else to this nick with this host."""
        return tuple(one for one in memory.handings() if one.expires > at and not person.relayed and same_person(one.to, person))

    def _answered(self, moment: Command | SpokenTo, yes: bool, offered: tuple[Handing, ...], which: str, memory: View) -> Proposal:
        topic = self.registering.roster.directory.topic_named(which) if which else None
        meant = tuple(one for one in offered if topic is None or one.topic == topic)
        if not meant:
            return self.speaking.say("handover_none", moment)
        missing = self.registering.proof.missing(moment.person, memory)
        if yes and missing:
            return self.speaking.say(f"no_proof_{missing}", moment)
        return self._taken(moment, meant, memory) if yes else self._declined(moment, meant, memory)

    def _declined(self, moment: Command | SpokenTo, meant: tuple[Handing, ...], memory: View) -> Proposal:
        gone = tuple(Drop(Handing, one.key) for one in meant)
        back = self.speaking.say("handover_declined", moment)
        return replace(back, words=(*back.words, *self._told(moment, meant, "handover_kept", memory)), changes=gone)

    def _taken(self, moment: Command | SpokenTo, meant: tuple[Handing, ...], memory: View) -> Proposal:
        """Both have the topic right: it is the taker's now, and the giver's no more."""
        topics = tuple(dict.fromkeys(one.topic for one in meant))
        before = self.registering.roster.expert(moment.person, memory)
        offer = self._with(moment, before, topics, memory)
        gone = tuple(Drop(Handing, one.key) for one in meant)
        given = tuple(change for giver in dict.fromkeys(one.giver for one in meant) for change in self._given(giver, meant, memory))
        done = self.speaking.say("handover_taken", moment, topics=", ".join(topics))
        lines = (*done.words, *self._told(moment, meant, "handover_given", memory))
        return replace(done, words=lines, changes=(*self.registering.written(offer, memory), *given, *gone))

    def _with(self, moment: Command | SpokenTo, before: Expert | None, topics: tuple[str, ...], memory: View) -> Offer:
        """The taker's entry with these topics, everything else as it was."""
        old = before or Expert(self.registering.roster.name_for(moment.person, memory), (), ())
        begins = old.topics == () or (old.until is not None and old.until < _today(moment.at))
        until = _today(moment.at) + timedelta(days=DAYS) if begins else old.until or NO_END
        mine = tuple(dict.fromkeys((*old.topics, *topics)))
        return Offer(moment.person, old.name, mine, until, moment.at, old.hours, old.max_per_day, old.notify)

    def _given(self, giver: str, meant: tuple[Handing, ...], memory: View) -> Iterator[Change]:
        """The giver's entry without the topics. Who has none left and is in no file has no entry any more."""
        roster, mine = self.registering.roster, tuple(one for one in meant if one.giver == giver)
        person, at = mine[0].giver_person, memory.now
        expert = roster.expert(person, memory)
        if expert is None:
            return
        rest = tuple(topic for topic in expert.topics if topic not in {one.topic for one in mine})
        until = expert.until or NO_END
        if rest or roster.directory.expert(person) is not None:
            offer = Offer(person, expert.name, rest, until, at, expert.hours, expert.max_per_day, expert.notify)
            yield from self.registering.written(offer, memory)
        else:
            yield from (Drop(Offer, old.key) for old in roster.own(person, memory))

    def _told(self, moment: Command | SpokenTo, meant: tuple[Handing, ...], key: str, memory: View) -> Iterator[Words]:
        """The givers hear of it in private, if they are on the network and want to hear anything."""
        for one in meant:
            giver = next((p for p in memory.people_on(one.giver_person.network) if same_person(p, one.giver_person)), None)
            if giver is not None and memory.marked("optout", giver) is None:
                text = self.speaking.words(key, moment, nick=moment.person.name, topic=one.topic)
                yield Words(text, to=giver, place=private(giver))


def _kind(topic: str) -> str:
    """The kind under which it is recorded that somebody was asked about a topic."""
    return f"{KIND}{topic}"


def _last_said(to: Person, memory: View) -> str:
    """The kind of what we said to somebody last."""
    return next((said.kind for said in memory.said(to=to.identity)), "")


def _today(at: float) -> date:
    return datetime.fromtimestamp(at, UTC).date()
