"""Brings the person who knows: one expert at a time, only those who offered, inside their hours and daily limit.

Who is called is explained: topic by the words of topics.yaml (then the topics it falls back to), the least recently
called first, then by name. Nobody suitable: the asker is told so honestly, and the question waits for the next one who
becomes active.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from bot.core.commands import CommandSpec
from bot.core.directory import Directory, in_force, in_hours, local_midnight
from bot.core.knowledge import Expert, Knowledge, Notify, Phrases
from bot.core.moments import Command, HelperActive, Moment, SpokenTo, StillWaiting
from bot.core.people import Person, Place
from bot.core.plugin import AskedBack, Called, Parked, Proposal, Reason, Showed, Words
from bot.core.records import Question, Status, Step
from bot.core.settings import Settings
from bot.core.spans import in_words, span
from bot.core.text import shorten
from bot.core.view import View

QUOTE = 160  # bytes of the question in a call: enough to decide whether one can help
NIGHT = range(6)  # hours UTC in which most people of the channel sleep (54-63 % of questions answered, 86 % in the afternoon)
NO_TOPIC = "other"

_ABOUT = frozenset({"asker", "topic", "question"})
PHRASES: Mapping[str, frozenset[str]] = {
    "experts.call": _ABOUT,
    "experts.call_private": _ABOUT | {"room"},
    "experts.called": frozenset({"expert", "topic", "keep"}),
    "experts.called_unknown": frozenset({"expert", "topic", "keep"}),
    "experts.called_next": frozenset({"expert", "topic", "keep"}),
    "experts.which": frozenset(),
    "experts.park": frozenset({"topic"}),
    "experts.park_night": frozenset({"topic"}),
    "experts.park_no_topic": frozenset(),
    "experts.park_called": frozenset({"topic"}),
    "experts.next_step": frozenset({"place"}),
    "experts.waiting": frozenset({"expert"}),
    "experts.kept": frozenset(),
    "experts.direct": frozenset({"room"}),
    "experts.show": frozenset({"count", "topic", "asker", "age", "question"}),
    "experts.who": frozenset({"topic"}),
    "experts.who_later": frozenset({"topic"}),
    "experts.who_nobody": frozenset({"topic"}),
    "experts.who_unknown": frozenset({"topic"}),
    "help.who": frozenset(),
}
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
class Candidate:
    """Somebody who could be called now."""

    expert: Expert
    person: Person
    topic: str
    rank: int  # of the topic: 0 for the first that the question is about
    last_called: float


@dataclass(frozen=True, slots=True)
class Experts:
    """The plugin."""

    phrases: Phrases
    directory: Directory
    settings: Settings
    max_calls: int = 3
    per_day: int = 2
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
                yield from self._show(moment)
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
        found = sorted(self._candidates(question, moment.at, memory), key=_fair)
        chosen = next((c for c in found if isinstance(c, Candidate)), None)
        yield from (c for c in found if isinstance(c, Reason))
        if chosen is None:
            yield self._park(question, moment, self._park_key(question, moment.at), "nobody suitable is around")
        else:
            yield self._call(question, chosen, moment)

    def _candidates(self, question: Question, at: float, memory: View) -> Iterator["Candidate | Reason"]:
        """Everybody who offered one of the topics: as a candidate, or with the reason why not now."""
        here = {expert.name: p for p in memory.people_in(question.place) if (expert := self.directory.expert(p)) is not None}
        seen: set[str] = set()
        for rank, topic in enumerate(self.directory.chain(question.topics)):
            for expert in self.directory.offers(topic):
                if expert.name in seen:
                    continue
                seen.add(expert.name)
                person = here.get(expert.name) or self._elsewhere(expert, question.place, memory)
                why_not = self._why_not(expert, person, question, at, memory)
                if why_not or person is None:
                    yield Reason(self.name, f"{expert.name} ({topic}): {why_not}")
                else:
                    last = next((said.at for said in memory.said(to=person.identity, kind="call")), 0.0)
                    yield Candidate(expert, person, topic, rank, last)

    def _elsewhere(self, expert: Expert, place: Place, memory: View) -> Person | None:
        """The expert in another room of the network: they can be called in private only."""
        if expert.notify is not Notify.PRIVATE:
            return None
        return next((p for p in memory.people_on(place.network) if self.directory.expert(p) is expert), None)

    def _why_not(self, expert: Expert, person: Person | None, question: Question, at: float, memory: View) -> str:
        if person is None:
            return "not here"
        rules = (
            (person.id == question.asker.id, "asks themselves"),
            (any(call.expert == expert.name for call in question.calls), "called already"),
            (expert.notify is Notify.DIGEST, "reads the digest only"),
            (not in_force(expert, at), "the entry has expired"),
            (not in_hours(expert.hours, at), "outside their hours"),
            (memory.marked("optout", person) is not None, "opted out"),
            (self._full(expert, person, at, memory), "has had their calls for today"),
        )
        return next((text for applies, text in rules if applies), "")

    def _full(self, expert: Expert, person: Person, at: float, memory: View) -> bool:
        today = sum(1 for _ in memory.said(to=person.identity, kind="call", since=local_midnight(expert.hours, at)))
        return today >= (self.per_day if expert.max_per_day is None else expert.max_per_day)

    def _call(self, question: Question, chosen: Candidate, moment: StillWaiting | SpokenTo) -> Proposal:
        say, key, person = self.phrases.say, question.key, chosen.person
        about = {"asker": question.asker.name, "topic": chosen.topic, "question": shorten(question.text, QUOTE)}
        if chosen.expert.notify is Notify.PRIVATE:
            private = Place(person.network, person.id, direct=True)
            call = Words(say("experts.call_private", key, room=question.place.room, **about), to=person, place=private, loud=True)
        else:
            call = Words(say("experts.call", key, **about), to=person, loud=True)
        told = "experts.called_next" if question.calls else "experts.called_unknown" if isinstance(moment, SpokenTo) else "experts.called"
        keep = in_words(self.settings.timing.keep)
        notice = Words(say(told, key, expert=person.name, topic=chosen.topic, keep=keep), to=question.asker)
        why = f"{chosen.expert.name} offers {chosen.topic}, is here, inside their hours and daily limit, and was least recently called"
        return Proposal("call", (call, notice), why, effect=Called(chosen.expert.name, person))

    def _park_key(self, question: Question, at: float) -> str:
        if not question.topics:
            return "experts.park_no_topic"
        return "experts.park_night" if datetime.fromtimestamp(at, UTC).hour in NIGHT else "experts.park"

    def _park(self, question: Question, moment: StillWaiting | SpokenTo, key: str, why: str) -> Proposal:
        """Tell the asker how things stand, with a next step: a parked question never ends with a shrug (product 10.27)."""
        topic = next(iter(question.topics), NO_TOPIC)
        variables = dict.fromkeys(PHRASES[key], topic)
        step = self._place(question)
        text = self.phrases.say(key, question.key, **variables)
        more = self.phrases.say("experts.next_step", question.key, place=step) if step and key != "experts.kept" else ""
        words = Words(f"{text} {more}".strip(), to=question.asker, loud=isinstance(moment, SpokenTo))
        return Proposal("park", (words,), why, effect=Parked(why))

    def _place(self, question: Question) -> str:
        topics = (self.directory.topics[t] for t in (*question.topics, "community") if t in self.directory.topics)
        return next((place for topic in topics for place in topic.places), "")

    # --- people who know ---

    def _show(self, moment: HelperActive) -> Iterator[Proposal | Reason]:
        """Hand open questions to somebody who has become active, once, where they chose."""
        expert = self.directory.expert(moment.person)
        if expert is None or expert.notify is Notify.DIGEST or not in_force(expert, moment.at):
            return
        oldest = moment.questions[0]
        text = self.phrases.say(
            "experts.show",
            oldest.key,
            count=str(len(moment.questions)),
            topic=next(iter(oldest.topics), NO_TOPIC),
            asker=oldest.asker.name,
            age=span(moment.at - oldest.asked_at),
            question=shorten(oldest.text, QUOTE),
        )
        private = Place(moment.person.network, moment.person.id, direct=True) if expert.notify is Notify.PRIVATE else None
        shown = Showed(expert.name, tuple(question.key for question in moment.questions))
        yield Proposal("show", (Words(text, to=moment.person, place=private),), "they know the topic and are active now", effect=shown)

    def _who(self, moment: Command) -> Proposal:
        """Whether anybody offers a topic and is likely to be around: never who is awake, never when somebody was last seen."""
        topic = self.directory.topic_named(moment.args)
        offers = [e for t in self.directory.chain([topic]) for e in self.directory.offers(t) if in_force(e, moment.at)] if topic else []
        around = any(in_hours(expert.hours, moment.at) for expert in offers)
        key = "experts.who" if around else "experts.who_later" if offers else "experts.who_nobody" if topic else "experts.who_unknown"
        links = () if offers or not topic else tuple(p for p in self.directory.topics[topic].places if p.startswith("https://"))[:1]
        words = Words(self.phrases.say(key, moment.args, topic=topic or shorten(moment.args, 40)), links, to=moment.person)
        return Proposal("command", (words,), f"who {moment.args}")


def _fair(found: Candidate | Reason) -> tuple[int, float, str]:
    """Nearest topic first, least recently called first, then by name: fair, and can be explained."""
    return (found.rank, found.last_called, found.expert.name) if isinstance(found, Candidate) else (-1, 0.0, found.text)


def build(section: Mapping[str, Any], settings: Settings, knowledge: Knowledge) -> Experts:
    """The plugin from its own section of bot.yaml."""
    return Experts(
        knowledge.phrases,
        Directory.of(knowledge),
        settings,
        max_calls=int(section.get("max_calls", 3)),
        per_day=int(section.get("per_day", 2)),
    )
