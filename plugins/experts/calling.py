"""A question waits for a person: somebody is called, or the asker is told honestly that nobody is around, with a next step."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core.directory import COMMUNITY, in_force
from bot.core.knowledge import Notify, Phrases
from bot.core.moments import SpokenTo, StillWaiting
from bot.core.people import private
from bot.core.plugin import AskedBack, Called, Parked, Proposal, Reason, Words
from bot.core.quoting import quoted
from bot.core.records import Question, Status
from bot.core.settings import Settings
from bot.core.spans import in_words
from bot.core.text import shorten
from bot.core.view import View
from plugins.experts.choice import Candidate, Choice, fair
from plugins.experts.dates import around_when
from plugins.experts.sentences import PHRASES

QUOTE = 160  # bytes of the question in a call: enough to decide whether one can help
NIGHT = range(6)  # hours UTC in which most people of the channel sleep (54-63 % of questions answered, 86 % in the afternoon)
NO_TOPIC = "other"
WHY_PARKED = {
    "experts.park_no_topic": "it names no topic that I know",
    "experts.park_nobody": "nobody has offered to help with its topic",
    "experts.park_called": "nobody else who offered to help with it is around",
}
PASSED = "passed on"  # the reason of life.declined: the last one who was called said "not me"

Waits = StillWaiting | SpokenTo


@dataclass(frozen=True, slots=True)
class Calling:
    """What is done for a question that waits."""

    phrases: Phrases
    choice: Choice
    max_calls: int

    @property
    def settings(self) -> Settings:
        return self.choice.settings

    def asked(self, moment: SpokenTo, question: Question, memory: View) -> Iterator[Proposal | Reason]:
        """Somebody asked us and no entry answers it: call at once, or say how things stand."""
        say, asker = self.phrases.say, question.asker
        if question.place.closed:
            words = Words(say("experts.direct", question.key, room=self._first_room(question.place.network)), to=asker)
            yield Proposal("direct", (words,), "asked in private, where nobody else can help", effect=Parked("asked in private"))
        elif question.status is Status.ROUTED and question.calls:
            words = Words(say("experts.waiting", f"{question.key}{moment.at}", expert=question.calls[-1].person.name), to=asker, loud=True)
            yield Proposal("waiting", (words,), "somebody was called for it already")
        elif question.status is Status.PARKED:
            words = Words(say("experts.kept", f"{question.key}{moment.at}"), to=asker, loud=True)
            yield Proposal("kept", (words,), "nobody was around for it; it is kept")
        else:
            yield from self.route(question, moment, memory)

    def _first_room(self, network: str) -> str:
        """The room to send people to who ask in private."""
        rooms = (room.name for n in self.settings.networks if n.name == network for room in n.rooms if not room.reports)
        return next(rooms, network)

    def route(self, question: Question, moment: Waits, memory: View) -> Iterator[Proposal | Reason]:
        """Call one person, or keep the question and say so."""
        if question.frustrated and not question.asked_back and not question.calls:
            words = Words(self.phrases.say("experts.which", question.key), to=question.asker, loud=True)
            yield Proposal("which", (words,), "frustrated: one question about what is missing, then a person", effect=AskedBack())
            return
        if any(q.status is Status.ROUTED and q.key != question.key for q in memory.questions_of(question.room, question.asker)):
            yield Reason("experts", "another question of theirs is with somebody: one at a time")
            yield self._park(question, moment, "experts.kept", "one routed question per asker at a time")
            return
        if len(question.calls) >= self.max_calls:
            yield self._park(question, moment, "experts.park_called", f"{len(question.calls)} people were called")
            return
        found = sorted(self.choice.candidates(question, moment.at, memory), key=fair)
        chosen = next((c for c in found if isinstance(c, Candidate)), None)
        yield from (c for c in found if isinstance(c, Reason))
        if chosen is not None:
            yield self._call(question, chosen, moment, memory)
            return
        opening = self.choice.opening(question, moment.at, memory)
        key = self._park_key(question, moment.at, opening, memory)
        yield self._park(question, moment, key, WHY_PARKED.get(key, "nobody suitable is around"), around_when(opening or 0.0, moment.at))

    def _call(self, question: Question, chosen: Candidate, moment: Waits, memory: View) -> Proposal:
        say, key, person = self.phrases.say, question.key, chosen.person
        about = {
            "asker": question.asker.name,
            "topic": chosen.topic,
            "question": quoted(shorten(question.text, QUOTE), question.place, self.settings, memory),
        }
        if chosen.expert.notify is Notify.PRIVATE:
            call = Words(say("experts.call_private", key, room=question.place.room, **about), to=person, place=private(person), loud=True)
        else:
            there = None if chosen.place == question.place else chosen.place  # the other side of a bridge
            call = Words(say("experts.call", key, **about), to=person, place=there, loud=True)
        told = {"expert": person.name, "topic": chosen.topic, "keep": in_words(self.settings.timing.keep)}
        notice = Words(say(self._told(question, moment), key, **told), to=question.asker)
        reasons = (f"offers {chosen.topic}", "is inside their hours and daily limit", *chosen.merit.reasons())
        return Proposal("call", (call, notice), f"{chosen.expert.name} {', '.join(reasons)}", effect=Called(chosen.expert.name, person))

    def _told(self, question: Question, moment: Waits) -> str:
        """How the asker is told: somebody else's silence is not the same as a "not me"."""
        if not question.calls:
            return "experts.called_unknown" if isinstance(moment, SpokenTo) else "experts.called"
        passed = bool(question.history) and question.history[-1].reason == PASSED
        return "experts.called_instead" if passed else "experts.called_next"

    # --- nobody ---

    def _park_key(self, question: Question, at: float, opening: float | None, memory: View) -> str:
        if question.calls:
            return "experts.park_called"
        if not question.topics:
            return "experts.park_no_topic"
        roster = self.choice.roster
        if not any(in_force(e, at) for topic in roster.directory.chain(question.topics) for e in roster.offers(topic, memory)):
            return "experts.park_nobody"
        night = datetime.fromtimestamp(at, UTC).hour in NIGHT
        if opening is not None:
            return "experts.park_night_when" if night else "experts.park_when"
        return "experts.park_night" if night else "experts.park"

    def _park(self, question: Question, moment: Waits, key: str, why: str, when: str = "") -> Proposal:
        """Tell the asker how things stand, with a next step: a parked question never ends with a shrug (product 10.27)."""
        variables = {"topic": next(iter(question.topics), NO_TOPIC), "when": when}
        text = self.phrases.say(key, question.key, **{name: variables[name] for name in PHRASES[key]})
        more = "" if key == "experts.kept" else self._next_step(question)
        words = Words(f"{text} {more}".strip(), to=question.asker, loud=isinstance(moment, SpokenTo))
        return Proposal("park", (words,), why, effect=Parked(why))

    def _next_step(self, question: Question) -> str:
        """What the asker can do meanwhile: the page of their topic, and the mailing list of the community."""
        place = next(self._places((*question.topics, COMMUNITY)), "")
        mail = self.choice.roster.directory.mailing_list
        if place and mail and place != mail:
            writes = any(name == "followup" for name, _ in self.settings.plugins)  # it has the command that writes the mail
            return self.phrases.say("experts.next_step_mail" if writes else "experts.next_step_list", question.key, place=place, list=mail)
        return self.phrases.say("experts.next_step", question.key, place=place) if place else ""

    def _places(self, topics: tuple[str, ...]) -> Iterator[str]:
        known = self.choice.roster.directory.topics
        return (place for topic in topics if topic in known for place in known[topic].places)
