"""Brings the person who knows: one expert at a time, only those who offered, inside their hours and daily limit.

Who is called is explained: topic by the words of topics.yaml (then the topics it falls back to), the least recently
called first, then by name. Nobody suitable: the asker is told so honestly, and the question waits for the next one who
becomes active.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from bot.core.commands import CommandSpec
from bot.core.directory import Directory, in_force, in_hours
from bot.core.knowledge import Knowledge, Notify, Phrases
from bot.core.moments import Command, HelperActive, Moment, SpokenTo, StillWaiting
from bot.core.people import Place
from bot.core.plugin import AskedBack, Called, Parked, Proposal, Reason, Showed, Words
from bot.core.records import Question, Status, Step
from bot.core.settings import Settings
from bot.core.spans import in_words
from bot.core.text import quieted, shorten
from bot.core.view import View
from plugins.experts.choice import Candidate, Choice, fair
from plugins.experts.sentences import PHRASES

QUOTE = 160  # bytes of the question in a call: enough to decide whether one can help
NIGHT = range(6)  # hours UTC in which most people of the channel sleep (54-63 % of questions answered, 86 % in the afternoon)
NO_TOPIC = "other"
MAIL = re.compile(r"[^\s#@]+@[^\s@]+\.[^\s@]+")  # a place of topics.yaml that is a mail address

SETTINGS: Mapping[str, Any] = {
    "max_calls": {
        "type": "integer",
        "minimum": 1,
        "maximum": 10,
        "description": "How many experts are called for one question, one after another",
    },
    "per_day": {
        "type": "integer",
        "minimum": 1,
        "maximum": 50,
        "description": "Calls a day for one expert who has set no limit of their own",
    },
}


@dataclass(frozen=True, slots=True)
class Experts:
    """The plugin."""

    phrases: Phrases
    directory: Directory
    settings: Settings
    choice: Choice
    max_calls: int = 3
    name: ClassVar[str] = "experts"
    hears: ClassVar[tuple[type[Moment], ...]] = (StillWaiting, SpokenTo, HelperActive, Command)
    commands: ClassVar[tuple[CommandSpec, ...]] = (CommandSpec("who", "who TOPIC", "help.who", words=1),)

    def handle(self, moment: Moment, memory: View) -> Iterable[Proposal | Reason]:
        match moment:
            case StillWaiting(question=Question(place=Place(closed=True))):
                yield Reason(self.name, "asked where nobody else can help, and quoted nowhere")
            case StillWaiting(step=Step.ROUTE | Step.NEXT_EXPERT):
                yield from self._route(moment.question, moment, memory)
            case SpokenTo(question=Question() as question):
                yield from self._asked(moment, question, memory)
            case HelperActive():
                yield from self._show(moment, memory)
            case Command(name="who"):
                yield self._who(moment)

    # --- a question waits ---

    def _asked(self, moment: SpokenTo, question: Question, memory: View) -> Iterator[Proposal | Reason]:
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
            yield from self._route(question, moment, memory)

    def _first_room(self, network: str) -> str:
        """The room to send people to who ask in private."""
        rooms = (room.name for n in self.settings.networks if n.name == network for room in n.rooms)
        return next(rooms, network)

    def _route(self, question: Question, moment: StillWaiting | SpokenTo, memory: View) -> Iterator[Proposal | Reason]:
        if question.frustrated and not question.asked_back and not question.calls:
            words = Words(self.phrases.say("experts.which", question.key), to=question.asker, loud=True)
            yield Proposal("which", (words,), "frustrated: one question about what is missing, then a person", effect=AskedBack())
            return
        if any(q.status is Status.ROUTED and q.key != question.key for q in memory.questions_of(question.room, question.asker)):
            yield Reason(self.name, "another question of theirs is with somebody: one at a time")
            yield self._park(question, moment, "experts.kept", "one routed question per asker at a time")
            return
        if len(question.calls) >= self.max_calls:
            yield self._park(question, moment, "experts.park_called", f"{len(question.calls)} people were called")
            return
        found = sorted(self.choice.candidates(question, moment.at, memory), key=fair)
        chosen = next((c for c in found if isinstance(c, Candidate)), None)
        yield from (c for c in found if isinstance(c, Reason))
        if chosen is None:
            yield self._park(question, moment, self._park_key(question, moment.at), "nobody suitable is around")
        else:
            yield self._call(question, chosen, moment, memory)

    def _call(self, question: Question, chosen: Candidate, moment: StillWaiting | SpokenTo, memory: View) -> Proposal:
        say, key, person = self.phrases.say, question.key, chosen.person
        about = {"asker": question.asker.name, "topic": chosen.topic, "question": _quoted(question, self.settings, memory)}
        if chosen.expert.notify is Notify.PRIVATE:
            private = Place(person.network, person.id, direct=True)
            call = Words(say("experts.call_private", key, room=question.place.room, **about), to=person, place=private, loud=True)
        else:
            there = None if chosen.place == question.place else chosen.place  # the other side of a bridge
            call = Words(say("experts.call", key, **about), to=person, place=there, loud=True)
        told = "experts.called_next" if question.calls else "experts.called_unknown" if isinstance(moment, SpokenTo) else "experts.called"
        keep = in_words(self.settings.timing.keep)
        notice = Words(say(told, key, expert=person.name, topic=chosen.topic, keep=keep), to=question.asker)
        why = f"{chosen.expert.name} offers {chosen.topic}, is here, inside their hours and daily limit, and was least recently called"
        return Proposal("call", (call, notice), why, effect=Called(chosen.expert.name, person))

    def _park_key(self, question: Question, at: float) -> str:
        if question.calls:
            return "experts.park_called"
        if not question.topics:
            return "experts.park_no_topic"
        if not any(in_force(expert, at) for topic in self.directory.chain(question.topics) for expert in self.directory.offers(topic)):
            return "experts.park_nobody"
        return "experts.park_night" if datetime.fromtimestamp(at, UTC).hour in NIGHT else "experts.park"

    def _park(self, question: Question, moment: StillWaiting | SpokenTo, key: str, why: str) -> Proposal:
        """Tell the asker how things stand, with a next step: a parked question never ends with a shrug (product 10.27)."""
        topic = next(iter(question.topics), NO_TOPIC)
        variables = dict.fromkeys(PHRASES[key], topic)
        text = self.phrases.say(key, question.key, **variables)
        more = "" if key == "experts.kept" else self._next_step(question)
        words = Words(f"{text} {more}".strip(), to=question.asker, loud=isinstance(moment, SpokenTo))
        return Proposal("park", (words,), why, effect=Parked(why))

    def _next_step(self, question: Question) -> str:
        """What the asker can do meanwhile: the page of their topic, and the mailing list of the community."""
        community = tuple(self._places(("community",)))
        place = next(iter((*self._places(question.topics), *community)), "")
        mail = next((place for place in community if MAIL.fullmatch(place)), "")
        if place and mail and place != mail:
            return self.phrases.say("experts.next_step_list", question.key, place=place, list=mail)
        return self.phrases.say("experts.next_step", question.key, place=place) if place else ""

    def _places(self, topics: tuple[str, ...]) -> Iterator[str]:
        return (place for topic in topics if topic in self.directory.topics for place in self.directory.topics[topic].places)

    # --- people who know ---

    def _show(self, moment: HelperActive, memory: View) -> Iterator[Proposal | Reason]:
        """Hand open questions to somebody who has become active, once, where they chose."""
        expert = self.directory.expert(moment.person)
        if expert is None or expert.notify is Notify.DIGEST or not in_force(expert, moment.at):
            return
        oldest = moment.questions[0]
        about = {
            "topic": next(iter(oldest.topics), NO_TOPIC),
            "asker": oldest.asker.name,
            "age": in_words(moment.at - oldest.asked_at),
            "question": _quoted(oldest, self.settings, memory),
        }
        count = len(moment.questions)
        text = self.phrases.say("experts.show_one" if count == 1 else "experts.show", oldest.key, count=str(count), **about)
        private = Place(moment.person.network, moment.person.id, direct=True) if expert.notify is Notify.PRIVATE else None
        shown = Showed(expert.name, tuple(question.key for question in moment.questions))
        yield Proposal("show", (Words(text, to=moment.person, place=private),), "they know the topic and are active now", effect=shown)

    def _who(self, moment: Command) -> Proposal:
        """Whether anybody offers a topic and is likely to be around: never who is awake, never when somebody was last seen."""
        topic = self.directory.topic_named(moment.args)
        offers = [e for t in self.directory.chain([topic]) for e in self.directory.offers(t) if in_force(e, moment.at)] if topic else []
        around = any(in_hours(expert.hours, moment.at) for expert in offers)
        unknown = "experts.who_unknown" if moment.args else "experts.who_what"
        key = "experts.who" if around else "experts.who_later" if offers else "experts.who_nobody" if topic else unknown
        links = () if offers or not topic else tuple(p for p in self.directory.topics[topic].places if p.startswith("https://"))[:1]
        words = Words(self.phrases.say(key, moment.args, topic=topic or shorten(moment.args, 40)), links, to=moment.person)
        return Proposal("command", (words,), f"who {moment.args}")


def _quoted(question: Question, settings: Settings, memory: View) -> str:
    """The question in the asker's words; whoever else is named in it is not called by that (product 10.12)."""
    names = (person.name for side in settings.sides(question.place) for person in memory.people_in(side))
    return quieted(shorten(question.text, QUOTE), names)


def build(section: Mapping[str, Any], settings: Settings, knowledge: Knowledge) -> Experts:
    """The plugin from its own section of bot.yaml."""
    directory = Directory.of(knowledge)
    choice = Choice(directory, settings, per_day=int(section.get("per_day", 2)))
    return Experts(knowledge.phrases, directory, settings, choice, max_calls=int(section.get("max_calls", 3)))
