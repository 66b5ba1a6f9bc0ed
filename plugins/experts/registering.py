"""iknow, away, back and renew: people's own word on what they may be asked, and when. It counts before what experts.yaml says of them.

What is not said stays as it was; topics are replaced. An entry ends by itself, after a quiet reminder: nobody is called for years
because of one line.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from rapidfuzz import process

from bot.core.directory import in_force
from bot.core.knowledge import Expert
from bot.core.moments import Command, EntryEnds
from bot.core.people import private
from bot.core.plugin import Proposal, Words
from bot.core.records import Change, Drop, Mark, Offer, Pause, Put
from bot.core.roster import NO_END, Roster
from bot.core.text import shorten
from bot.core.view import View
from plugins.experts.dates import day, length, told
from plugins.experts.proof import Proof
from plugins.experts.speaking import Speaking
from plugins.experts.wish import NOTHING, Wish, wish

DAYS = 90  # of an entry without a length of its own: people change jobs and interests
AWAY_AT_MOST = 90  # days: who is away longer is asked again whether they are there
NEAR, ALIKE = 2, 75.0  # topics that are named as near to a word, and how alike they must be (rapidfuzz, of 100)
QUOTE = 40  # bytes of somebody's words in a sentence of ours


@dataclass(frozen=True, slots=True)
class Registering:
    """The four commands, and the reminder."""

    speaking: Speaking
    proof: Proof

    @property
    def roster(self) -> Roster:
        return self.proof.roster

    # --- iknow ---

    def iknow(self, moment: Command, memory: View) -> Proposal:
        said = moment.args.strip(" .!").lower()
        if not said:
            return self._shown(moment, memory)
        missing = self.proof.missing(moment.person, memory)
        if missing:
            return self.speaking.say(f"no_proof_{missing}", moment)
        if said in NOTHING:
            return self._leaves(moment, memory)
        wanted = wish(moment.args, self.roster.directory, _today(moment.at))
        before = self.roster.expert(moment.person, memory)
        if wanted.odd:
            return self._not_understood(moment, wanted)
        if not wanted.topics and (before is None or not before.topics):
            return self.speaking.say("iknow_what", moment)
        return self._noted(moment, self._offer(moment, wanted, before, memory), memory)

    def _offer(self, moment: Command, wanted: Wish, before: Expert | None, memory: View) -> Offer:
        old = before or Expert("", (), ())
        until = wanted.until or self._until(before, moment.at)
        number = old.max_per_day if wanted.max_per_day is None else wanted.max_per_day
        topics, name = wanted.topics or old.topics, self.roster.name_for(moment.person, memory)
        return Offer(moment.person, name, topics, until, moment.at, wanted.hours(old.hours), number, wanted.notify or old.notify)

    def _until(self, before: Expert | None, at: float) -> date:
        """Whose entry runs keeps its end; one that has ended, or wanted nothing, begins anew."""
        if before is None or not before.topics or not in_force(before, at):
            return _today(at) + timedelta(days=DAYS)
        return before.until or NO_END

    def _noted(self, moment: Command, offer: Offer, memory: View) -> Proposal:
        noted = Expert(
            offer.name, (), offer.topics, offer.hours, offer.max_per_day, offer.notify, None if offer.until == NO_END else offer.until
        )
        silent = memory.marked("optout", moment.person) is not None
        proposal = self.speaking.say("noted_optout" if silent else "noted", moment, **self.speaking.entry(noted, moment))
        return replace(proposal, changes=(*self.written(offer, memory), *self._unasked(moment, memory)))

    def written(self, offer: Offer, memory: View) -> tuple[Change, ...]:
        """The changes by which an offer takes the place of all that its person has said before."""
        before = self.roster.own(offer.person, memory)
        return (Put(offer), *(Drop(Offer, old.key) for old in before if old.key != offer.key))

    def _unasked(self, moment: Command, memory: View) -> Iterator[Change]:
        """An entry that has been changed is told of its end anew."""
        reminded = memory.marked("reminded", moment.person)
        if reminded is not None:
            yield Drop(Mark, reminded.key)

    def _not_understood(self, moment: Command, wanted: Wish) -> Proposal:
        """What was understood and what was not, the nearest topics, and an example. Nothing is noted: half a wish is another wish."""
        odd = ", ".join(f'"{shorten(one, QUOTE)}"' for one in wanted.odd)
        known, near = self._understood(wanted, moment), self._near(wanted.odd)
        said = [
            self.speaking.words("iknow_understood", moment, known=known, odd=odd)
            if known
            else self.speaking.words("iknow_odd", moment, odd=odd)
        ]
        said += [self.speaking.words("iknow_near", moment, near=" or ".join(near))] if near else []
        said += [self.speaking.words("iknow_example", moment, example=self._example(wanted.topics or near))]
        return Proposal("command", (Words(" ".join(said), to=moment.person, loud=True),), f"{moment.person.name} spoke to me (iknow_odd)")

    def _understood(self, wanted: Wish, moment: Command) -> str:
        """What was understood, in the words in which it would be noted."""
        timed = wanted.clock is not None or wanted.zone is not None or wanted.days is not None or wanted.any_time
        parts = (
            ", ".join(wanted.topics),
            self.speaking.words("until", moment, date=told(wanted.until)) if wanted.until else "",
            self.speaking.hours(wanted.hours(None), moment) if timed else "",
            "" if wanted.max_per_day is None else self.speaking.words("limit", moment, count=str(wanted.max_per_day)),
            self.speaking.words(f"where_{wanted.notify}", moment) if wanted.notify else "",
        )
        return "; ".join(part for part in parts if part)

    def _near(self, odd: tuple[str, ...]) -> tuple[str, ...]:
        """Topics whose names or words are like what was said; a day or an hour that was not understood is like none."""
        known = {" ".join(phrase): topic for phrase, topic in self.roster.directory.phrases.items()}
        found = (
            known[name]
            for phrase in odd
            if phrase.isalpha()
            for name, *_ in process.extract(phrase, list(known), limit=NEAR, score_cutoff=ALIKE)
        )
        return tuple(dict.fromkeys(found))[:NEAR]

    def _example(self, topics: tuple[str, ...]) -> str:
        some = ", ".join(topics[:NEAR]) or next(iter(self.roster.directory.topics), "nova")
        return f"iknow {some} for 90d hours 07-16 Europe/Paris max 2/day private"

    def _shown(self, moment: Command, memory: View) -> Proposal:
        expert = self._entry(moment, memory)
        if expert is None:
            return self.speaking.say("iknow_what", moment)
        pause = self.roster.pause(expert, memory)
        entry = self.speaking.entry(expert, moment)
        if pause is not None:
            return self.speaking.say("yours_away", moment, **entry, date=told(_last_day(pause.until, expert)))
        return self.speaking.say("yours" if in_force(expert, moment.at) else "yours_ended", moment, **entry)

    def _leaves(self, moment: Command, memory: View) -> Proposal:
        """Who is in the file is asked nothing until they say otherwise: an entry that came back by itself would call them again."""
        expert = self.roster.expert(moment.person, memory)
        if expert is None:
            return self.speaking.say("no_entry", moment)
        gone: tuple[Change, ...] = tuple(Drop(Offer, old.key) for old in self.roster.own(moment.person, memory))
        if self.roster.directory.expert(moment.person) is not None:
            gone = self.written(Offer(moment.person, expert.name, (), NO_END, moment.at, notify=expert.notify), memory)
        pause = (Drop(Pause, expert.name),) if memory.pause(expert.name) else ()
        return replace(self.speaking.say("left", moment), changes=(*gone, *pause))

    # --- away, back, renew ---

    def away(self, moment: Command, memory: View) -> Proposal:
        expert = self._entry(moment, memory)
        if expert is None:
            return self._none(moment, memory)
        last = self._back_on(moment.args, moment.at)
        if last is None:
            return self.speaking.say("away_how", moment)
        if last < _today(moment.at):
            return self.speaking.say("away_past", moment, date=told(last))
        last = min(last, _today(moment.at) + timedelta(days=AWAY_AT_MOST))
        until = _midnight_after(last, expert)
        ends = expert.until is not None and in_force(expert, moment.at) and not in_force(expert, until)
        more = {"ends": told(expert.until)} if expert.until is not None and ends else {}
        proposal = self.speaking.say("away_ends" if ends else "away", moment, date=told(last), **more)
        return replace(proposal, changes=(Put(Pause(expert.name, until, moment.at)),))

    def _back_on(self, text: str, at: float) -> date | None:
        """The last day of being away; None when it was not understood. Nothing said: as long as one may be."""
        said = text.strip(" .!").lower()
        said = said.removeprefix("until ").removeprefix("till ").strip()
        if not said:
            return _today(at) + timedelta(days=AWAY_AT_MOST)
        days = length(said)
        return day(said, _today(at)) if days is None else _today(at) + timedelta(days=days)

    def back(self, moment: Command, memory: View) -> Proposal:
        expert = self._entry(moment, memory)
        if expert is None:
            return self._none(moment, memory)
        if self.roster.pause(expert, memory) is None:
            return self.speaking.say("not_away", moment)
        return replace(self.speaking.say("back", moment), changes=(Drop(Pause, expert.name),))

    def renew(self, moment: Command, memory: View) -> Proposal:
        """Another 90 days from now, and never less than there was."""
        expert = self._entry(moment, memory)
        if expert is None:
            return self._none(moment, memory)
        if expert.until is None:
            return self.speaking.say("renew_endless", moment, topics=", ".join(expert.topics))
        until = max(expert.until, _today(moment.at) + timedelta(days=DAYS))
        return self._noted(moment, offer_of(expert, moment, until), memory)

    def seen(self, moment: Command, changes: tuple[Change, ...], memory: View) -> tuple[Change, ...]:
        """Where lines carry no account, people are found again by the nick and host of their last vouched-for word: this one."""
        person, expert = moment.person, self.roster.expert(moment.person, memory)
        changed = any(isinstance(one.record, Offer) if isinstance(one, Put) else one.kind is Offer for one in changes)
        if changed or person.account is None or expert is None or not expert.topics or not in_force(expert, moment.at):
            return ()
        unmarked = any(one.id == person.id and one.account is None for one in memory.people_on(person.network))
        if not unmarked or self.roster.expert(replace(person, account=None), memory) is not None:
            return ()
        return self.written(offer_of(expert, moment, expert.until or NO_END), memory)

    # --- the reminder ---

    def remind(self, moment: EntryEnds, memory: View) -> Iterator[Proposal]:
        """Once, quietly and in private: an entry ends, and letting it end is fine."""
        expert, person = moment.expert, moment.person
        if expert.until is None:
            return
        variables = {"topics": ", ".join(expert.topics), "date": told(expert.until)}
        words = Words(self.speaking.phrases.say("experts.ends", f"{moment.at}", **variables), to=person, place=private(person))
        mark = Put(Mark("reminded", memory.hash(person.identity), moment.at))
        yield Proposal("reminder", (words,), f"the entry of {expert.name} ends on {expert.until}", changes=(mark,))

    # --- who it is ---

    def _entry(self, moment: Command, memory: View) -> Expert | None:
        """The entry of whoever speaks; None where it offers nothing, or where it cannot be known to be theirs."""
        expert = self.roster.expert(moment.person, memory)
        return expert if expert is not None and expert.topics and not self.proof.missing(moment.person, memory) else None

    def _none(self, moment: Command, memory: View) -> Proposal:
        missing = self.proof.missing(moment.person, memory)
        return self.speaking.say(f"no_proof_{missing}" if missing else "no_entry", moment)


def offer_of(expert: Expert, moment: Command, until: date) -> Offer:
    """An entry as its person's own word, so that it can be changed."""
    return Offer(moment.person, expert.name, expert.topics, until, moment.at, expert.hours, expert.max_per_day, expert.notify)


def _today(at: float) -> date:
    return datetime.fromtimestamp(at, UTC).date()


def _midnight_after(last: date, expert: Expert) -> float:
    """The end of a day where somebody lives, as far as their hours tell."""
    return datetime.combine(last + timedelta(days=1), datetime.min.time(), _zone(expert)).timestamp()


def _last_day(until: float, expert: Expert) -> date:
    """The day that ends then."""
    return datetime.fromtimestamp(until - 1, _zone(expert)).date()


def _zone(expert: Expert) -> tzinfo:
    return ZoneInfo(expert.hours.zone) if expert.hours else UTC
