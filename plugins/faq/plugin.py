"""The plugin: when a question has waited long enough or is put to us, the entry that surely answers it; else two likely ones.

It decides what may be said, and where; how entries are found is matcher.py's. Silence is the normal outcome.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.core.commands import CommandSpec
from bot.core.knowledge import Entry, Knowledge, Phrases
from bot.core.moments import AskerBack, Command, Moment, SpokenTo, StillWaiting
from bot.core.people import Place
from bot.core.plugin import Gave, Proposal, Reason, Words
from bot.core.records import DAY, Question, Step
from bot.core.settings import Settings
from bot.core.spans import in_words
from bot.core.view import View
from plugins.faq.matcher import WRONG_PER_1000, Match, Matcher
from plugins.faq.reading import look_up
from plugins.faq.showing import Showing, month
from plugins.faq.thresholds import Thresholds

CANDIDATES = 5  # shown in the reasons
LISTED = 3  # entries in a room; the rest comes in private (product 10.4)
LISTED_PRIVATE = 6  # entries in all: what comes behind them is noise
WORTH_LISTING = 0.1  # confidence of an entry that somebody who searches may want to see

PHRASES: Mapping[str, frozenset[str]] = {
    "faq.dated": frozenset({"answer", "month"}),
    "faq.hint": frozenset(),
    "faq.again": frozenset({"age"}),
    "faq.paste": frozenset(),
    "faq.suggest": frozenset({"first", "second"}),
    "faq.suggest_one": frozenset({"first"}),
    "faq.found": frozenset({"items"}),
    "faq.item": frozenset({"question", "link"}),
    "faq.item_reported": frozenset({"question", "link"}),
    "faq.rest": frozenset({"count"}),
    "faq.nothing": frozenset(),
    "faq.topics": frozenset({"topics"}),
}
SETTINGS: Mapping[str, Any] = {
    "wrong_per_1000": {
        "type": "number",
        "exclusiveMinimum": 0,
        "default": WRONG_PER_1000,
        "description": "The promise: unprompted wrong answers per 1,000 lines of the channel, at most",
    },
    "semantic": {"type": "boolean", "default": False, "description": "Compare meanings, too; true is not in this version yet"},
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """What some words find, and what would be said."""

    matches: tuple[Match, ...]  # best first
    thresholds: Thresholds
    sure: bool  # it would be said unprompted
    said: str  # the answer as it would be given to somebody who asks us; "": none
    kept: str  # why a match that is sure enough is not shown


@dataclass(frozen=True, slots=True)
class Faq:
    """The plugin."""

    phrases: Phrases
    matcher: Matcher
    showing: Showing
    name: ClassVar[str] = "faq"
    hears: ClassVar[tuple[type[Moment], ...]] = (SpokenTo, StillWaiting, Command, AskerBack)
    commands: ClassVar[tuple[CommandSpec, ...]] = (CommandSpec("faq", "faq [WORDS]", "help.faq"),)

    def handle(self, moment: Moment, memory: View) -> Iterable[Proposal | Reason]:
        match moment:
            case Command(name="faq"):
                yield self._listed(moment, memory) if moment.args else self._topics(moment)
            case SpokenTo(question=Question() as question):
                yield from self._prompted(question, moment, memory)
            case StillWaiting(step=Step.ANSWER, question=question) | AskerBack(question=question):
                yield from self._unprompted(question, moment.at, memory)

    def weigh(self, text: str) -> tuple[tuple[str, float], ...]:
        """Entries and confidences for a text, best first."""
        return _candidates(self.matcher.match(text), None)

    def attempt(self, text: str) -> Attempt:
        """What these words find, as `patience kb try` shows it: judged in a room where every entry may be shown."""
        matches = self.matcher.match(text)
        best = self.matcher.surely(matches, self.matcher.asked)
        kept = ""
        if best is not None:
            place = Place("", best.entry.rooms[0] if best.entry.rooms else "")
            kept = self.showing.withheld(best.entry, place, text)
        said = " ".join((self._text(best, text), *best.entry.links)) if best is not None and not kept else ""
        return Attempt(matches, self.matcher.thresholds, best is not None and best.confidence > self.matcher.sure, said, kept)

    # --- nobody has answered ---

    def _unprompted(self, question: Question, at: float, memory: View) -> Iterator[Proposal | Reason]:
        if question.frustrated or not question.faq:
            yield Reason(self.name, "no entry is offered: they are frustrated" if question.frustrated else "no entry is offered any more")
            return
        matches = look_up(self.matcher, question)
        best = self.matcher.surely(matches)
        kept = self._withheld(best, question, memory) if best else ""
        yield self._reason(matches, self.matcher.sure, kept)
        if best is not None and not kept:
            yield from self._once(best, question, at, memory)
        elif question.wall:
            yield from self._paste(question, at, memory)

    def _once(self, best: Match, question: Question, at: float, memory: View) -> Iterator[Proposal | Reason]:
        """An entry unprompted: once in a day and room, then a pointer to it once, then nothing (product 10.5)."""

        def latest(kind: str) -> float | None:
            said = memory.said(room=question.room, kind=kind, entry=best.entry.id, since=at - DAY)
            return next((one.at for one in said), None)

        given = latest("answer")
        if given is None:
            yield self._answer(best, question)
        elif latest("again") is None:
            yield self._again(best, question, in_words(at - given))
        else:
            yield Reason(self.name, f"{best.entry.id} was said here today, and pointed to once")

    def _again(self, best: Match, question: Question, age: str) -> Proposal:
        text, hint = self.phrases.say("faq.again", question.key, age=age), self.phrases.say("faq.hint", question.key)
        words = Words(text, best.entry.links, question.asker, loud=True, after=hint)
        return Proposal("again", (words,), f"{_why(best)}; it was said here {age} ago", best.entry.id, effect=Gave(best.entry.id))

    def _paste(self, question: Question, at: float, memory: View) -> Iterator[Proposal | Reason]:
        """One hint about paste sites per person and day."""
        if any(memory.said(to=question.asker.identity, kind="paste", since=at - DAY)):
            yield Reason(self.name, "was told of paste sites within a day")
            return
        words = Words(self.phrases.say("faq.paste", question.key), to=question.asker, loud=True)
        yield Proposal("paste", (words,), "pasted output without an error line that I know")

    # --- they spoke to us ---

    def _prompted(self, question: Question, moment: SpokenTo, memory: View) -> Iterator[Proposal | Reason]:
        if moment.not_it or question.frustrated:
            yield Reason(self.name, "no entry is offered: it was not it" if moment.not_it else "no entry is offered: they are frustrated")
            return
        matches = look_up(self.matcher, question)
        best = self.matcher.surely(matches, self.matcher.asked)
        kept = self._withheld(best, question, memory) if best else ""
        yield self._reason(matches, self.matcher.asked, kept)
        if best is not None and not kept:
            yield self._answer(best, question)
        elif best is None:
            yield from self._suggest(matches, question, memory)

    def _withheld(self, match: Match, question: Question, memory: View) -> str:
        """Why an entry is not shown here; "" when it may be."""
        if _reported(match.entry, question.room, memory):
            return "somebody here said that it is wrong"
        return self.showing.withheld(match.entry, question.place, question.text)

    def _suggest(self, matches: tuple[Match, ...], question: Question, memory: View) -> Iterator[Proposal]:
        likely = [m for m in matches if m.confidence >= self.matcher.likely]
        likely = [m for m in likely if not self._withheld(m, question, memory)][:2]
        if not likely:
            return
        named = dict(zip(("first", "second"), (m.entry.question for m in likely), strict=False))
        key = "faq.suggest" if len(likely) > 1 else "faq.suggest_one"
        links = tuple(m.entry.links[0] for m in likely if m.entry.links)
        words = Words(self.phrases.say(key, question.key, **named), links, question.asker, loud=True)
        yield Proposal("suggest", (words,), " or ".join(_why(m) for m in likely), likely[0].entry.id)

    # --- words ---

    def _answer(self, best: Match, question: Question) -> Proposal:
        hint = self.phrases.say("faq.hint", question.key)
        words = Words(self._text(best, question.key), best.entry.links, question.asker, loud=True, after=hint)
        return Proposal("answer", (words,), _why(best), best.entry.id, effect=Gave(best.entry.id))

    def _text(self, match: Match, seed: str) -> str:
        """The answer, with the month of its check where the entry is not current."""
        answer, checked = match.entry.answer, month(match.entry)
        return self.phrases.say("faq.dated", seed, answer=answer, month=checked) if checked else answer

    def _reason(self, matches: tuple[Match, ...], needed: float, kept: str) -> Reason:
        if not matches:
            return Reason(self.name, "no entry resembles it")
        verdict = f"{kept}: not said" if kept else f"{needed:.2f} is needed, with a clear lead"
        best = matches[0]
        return Reason(self.name, f"{best.entry.id} at {best.confidence:.2f}: {_why(best)}; {verdict}", _candidates(matches, CANDIDATES))

    # --- the command ---

    def _listed(self, moment: Command, memory: View) -> Proposal:
        place, text = moment.place, moment.args
        found = [m for m in self.matcher.match(text) if m.confidence >= WORTH_LISTING]
        found = [m for m in found if not self.showing.withheld(m.entry, place, text)][:LISTED_PRIVATE]
        if not found:
            return self._say(moment, self.phrases.say("faq.nothing", text))
        first, rest = (found, []) if place.direct else (found[:LISTED], found[LISTED:])
        if not rest:
            return self._say(moment, self._items(first, moment, memory))
        more = Words(self._items(rest, moment, memory), to=moment.person, place=Place(moment.person.network, moment.person.id, direct=True))
        return self._say(moment, self._items(first, moment, memory), more, after=self.phrases.say("faq.rest", text, count=str(len(rest))))

    def _items(self, matches: list[Match], moment: Command, memory: View) -> str:
        """Entries by question and link; one that somebody here called wrong is shown as that."""
        items = [
            self.phrases.say(
                "faq.item_reported" if _reported(m.entry, moment.room, memory) else "faq.item",
                m.entry.id,
                question=m.entry.question,
                link=" ".join(m.entry.links[:1]),
            )
            for m in matches
        ]
        return self.phrases.say("faq.found", "", items=" · ".join(item.strip() for item in items))

    def _topics(self, moment: Command) -> Proposal:
        topics = dict.fromkeys(known.entry.topic for known in sorted(self.matcher.known, key=lambda known: known.entry.topic))
        if not topics:
            return self._say(moment, self.phrases.say("faq.nothing", ""))
        return self._say(moment, self.phrases.say("faq.topics", "", topics=", ".join(topics)))

    def _say(self, moment: Command, text: str, *more: Words, after: str = "") -> Proposal:
        words = Words(text, to=moment.person, loud=True, after=after)
        return Proposal("command", (words, *more), f"{moment.person.name} asked for the FAQ")


def _candidates(matches: tuple[Match, ...], most: int | None) -> tuple[tuple[str, float], ...]:
    return tuple((match.entry.id, match.confidence) for match in matches[:most])


def _why(match: Match) -> str:
    if match.against:
        return f'like "{match.nearest}", but {match.against}'
    shared = f" (shared: {', '.join(match.words)})" if match.words else ""
    return f'the words are like "{match.nearest}"{shared}'


def _reported(entry: Entry, room: str, memory: View) -> bool:
    """Whether somebody in this joined place called it wrong as it stands."""
    report = memory.reported(room, entry.id)
    return report is not None and report.version == entry.version


def build(section: Mapping[str, Any], settings: Settings, knowledge: Knowledge) -> Faq:  # noqa: ARG001 - the same for every plugin
    """The plugin from its own section of bot.yaml. Raises ValueError for what this version cannot do."""
    if section.get("semantic", False):
        raise ValueError("semantic: true is not in this version yet (write false, or leave it out)")
    promise = float(section.get("wrong_per_1000", WRONG_PER_1000))
    matcher = Matcher.build(knowledge.entries, knowledge.chatter, knowledge.releases, promise)
    return Faq(knowledge.phrases, matcher, Showing.of(knowledge.topics, matcher.releases))
