"""The plugin: when a question has waited long enough or is put to us, the entry that surely answers it; else two likely ones.

It decides what may be said, and where; how entries are found is matcher.py's. Silence is the normal outcome.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.core.commands import CommandSpec
from bot.core.knowledge import Entry, Knowledge, Phrases
from bot.core.moments import AskerBack, Command, Moment, Overheard, SpokenTo, StillWaiting
from bot.core.people import Place
from bot.core.plugin import KeptBack, Outcome, Proposal, Reason
from bot.core.records import DAY, Question, Step
from bot.core.reports import Reports, Taken
from bot.core.settings import Settings
from bot.core.spans import in_words
from bot.core.view import View
from plugins.faq import listing, proposing, sureness, telling, wording, wrong
from plugins.faq.listing import Listing
from plugins.faq.matcher import WRONG_PER_1000, Match, Matcher
from plugins.faq.meaning import Meaning
from plugins.faq.proposing import WORD, Proposing
from plugins.faq.reading import Reading
from plugins.faq.showing import Showing, reported
from plugins.faq.sureness import SCALE, Measured, Needed, Sureness, told
from plugins.faq.telling import Telling
from plugins.faq.wording import Found, Wording, candidates, reason
from plugins.faq.wrong import Wrong

GIVEN = ("answer", "tell")  # kinds by which an entry is given
NEARLY = 0.5  # of the confidence of the first: then a second entry is offered beside it

PHRASES: Mapping[str, frozenset[str]] = {
    **wording.PHRASES,
    **listing.PHRASES,
    **sureness.PHRASES,
    **wrong.PHRASES,
    **telling.PHRASES,
    **proposing.PHRASES,
}
SETTINGS: Mapping[str, Any] = {
    "wrong_per_1000": {
        "type": "number",
        "exclusiveMinimum": 0,
        "default": WRONG_PER_1000,
        "description": "The promise: unprompted wrong answers per 1,000 lines of the channel, at most",
    },
    "semantic": {
        "type": ["boolean", "object"],
        "format": "patience-model",
        "default": False,
        "description": "Compare meanings, too, by a small model that runs here: true for that of the extra semantic, or one of your own",
        "properties": {
            "model": {"type": "string", "minLength": 1, "description": "Folder with model.onnx, and tokenizer.json or vocab.txt beside it"},
            "threads": {"type": "integer", "minimum": 1, "maximum": 64, "default": 1, "description": "Threads that compute for it"},
        },
        "additionalProperties": False,
    },
}

Order = Callable[[Command, View], Proposal]


@dataclass(frozen=True, slots=True)
class From:
    """From which confidence on what is done, in a room of which nothing is known."""

    sure: float  # answer unprompted, above it
    asked: float  # answer whoever asks us, above it
    likely: float  # offer as one of two, from it on


@dataclass(frozen=True, slots=True)
class Attempt:
    """What some words find, and what would be said."""

    matches: tuple[Match, ...]  # best first
    thresholds: From
    sure: bool  # it would be said unprompted
    said: str  # the answer as it would be given to somebody who asks us; "": none
    kept: str  # why a match that is sure enough is not shown
    rival: str = ""  # id of the entry too close behind one that would else be said


@dataclass(frozen=True, slots=True)
class Faq:
    """The plugin."""

    phrases: Phrases
    matcher: Matcher
    reading: Reading
    showing: Showing
    wording: Wording
    wrong: Wrong
    sureness: Sureness
    orders: Mapping[str, Order]  # what says what to each command
    name: ClassVar[str] = "faq"
    hears: ClassVar[tuple[type[Moment], ...]] = (SpokenTo, StillWaiting, Command, AskerBack, Overheard)
    commands: ClassVar[tuple[CommandSpec, ...]] = (
        CommandSpec("faq", "faq [WORDS], faq propose QUESTION = ANSWER (as NAME)", "help.faq"),
        CommandSpec("wrong", "wrong", "help.wrong", words=0),
        CommandSpec("tell", "tell NICK WORDS", "help.tell", never=("me", "us", "")),
    )

    def handle(self, moment: Moment, memory: View) -> Iterable[Outcome]:
        match moment:
            case Command() if moment.name in self.orders:
                yield self._ordered(moment, memory)
            case SpokenTo(question=Question() as question):
                yield from self._prompted(question, moment, memory)
            case SpokenTo(wrong=Taken() as taken):
                yield self.wrong.thanks(moment, taken)
            case StillWaiting(step=Step.ANSWER, question=question) | AskerBack(question=question):
                yield from self._unprompted(question, moment.at, memory)
            case Overheard():
                yield from self.sureness.hears(moment, self.matcher, memory)

    def weigh(self, text: str) -> tuple[tuple[str, float], ...]:
        """Entries and confidences for a text, best first."""
        return candidates(self.matcher.match(text))

    def attempt(self, text: str) -> Attempt:
        """What these words find, as `patience kb try` shows it: judged in a room where every entry may be shown."""
        matches = self.matcher.match(text)
        best = self.matcher.surely(matches, self.matcher.asked)
        kept = ""
        if best is not None:
            place = Place("", best.entry.rooms[0] if best.entry.rooms else "")
            kept = self.showing.withheld(best.entry, place, text)
        said = " ".join((self.wording.text(best, text), *best.entry.links)) if best is not None and not kept else ""
        limits = From(self.sureness.anywhere, self.matcher.asked, self.matcher.likely)
        rival = self.matcher.rival(matches) if matches and matches[0].confidence > limits.asked else None
        return Attempt(matches, limits, best is not None and best.confidence > limits.sure, said, kept, rival.entry.id if rival else "")

    def needed(self, entry: Entry, room: str, at: float, memory: View) -> Needed:
        """How sure it must be of this entry to give it unprompted in a joined place."""
        return self.sureness.needed(entry, room, at, memory)

    def measured(self, room: str, at: float, memory: View) -> Measured:
        """What is known of a joined place, and how sure it must be there."""
        return self.sureness.measured(room, at, memory)

    # --- nobody has answered ---

    def _unprompted(self, question: Question, at: float, memory: View) -> Iterator[Outcome]:
        if question.frustrated or not question.faq:
            yield Reason(self.name, "no entry is offered: they are frustrated" if question.frustrated else "no entry is offered any more")
            return
        matches = self.reading.look_up(question)
        found = self._judged(matches, self._needed(matches, question, at, memory), question, memory)
        yield reason(self.name, found)
        if found.shown is not None:
            yield from self._once(found.shown, found.how, question, at, memory)
        elif question.wall:
            yield from self._paste(question, at, memory)
        elif found.best is None and (first := self._likely(matches[:1], question, memory)):
            yield KeptBack(self.wording.answer(first[0], question, found.how))

    def _needed(self, matches: tuple[Match, ...], question: Question, at: float, memory: View) -> Needed:
        """How sure the best of them must be in this room."""
        return self.needed(matches[0].entry, question.room, at, memory) if matches else Needed(1.0, 1.0)

    def _once(self, best: Match, how: str, question: Question, at: float, memory: View) -> Iterator[Proposal | Reason]:
        """An entry unprompted: once in a day and room, then a pointer to it once, then nothing (product 10.5)."""

        def latest(kind: str) -> float | None:
            said = memory.said(room=question.room, kind=kind, entry=best.entry.id, since=at - DAY)
            return next((one.at for one in said), None)

        given = next((at for at in map(latest, GIVEN) if at is not None), None)
        if given is None:
            yield self.wording.answer(best, question, how)
        elif latest("again") is None:
            yield self.wording.again(best, question, how, in_words(at - given))
        else:
            yield Reason(self.name, f"{best.entry.id} was said here today, and pointed to once")

    def _paste(self, question: Question, at: float, memory: View) -> Iterator[Proposal | Reason]:
        """One hint about paste sites per person and day."""
        if any(memory.said(to=question.asker.identity, kind="paste", since=at - DAY)):
            yield Reason(self.name, "was told of paste sites within a day")
        else:
            yield self.wording.paste(question)

    # --- they spoke to us ---

    def _prompted(self, question: Question, moment: SpokenTo, memory: View) -> Iterator[Proposal | Reason]:
        if moment.not_it or question.frustrated:
            yield Reason(self.name, "no entry is offered: it was not it" if moment.not_it else "no entry is offered: they are frustrated")
            return
        matches = self.reading.look_up(question)
        asked = min(self.matcher.asked, self._needed(matches, question, moment.at, memory).confidence)
        found = self._judged(matches, Needed(asked, asked), question, memory)
        yield reason(self.name, found)
        if found.shown is not None:
            yield self.wording.answer(found.shown, question, found.how)
        elif found.best is None and (likely := self._likely(matches, question, memory)):
            yield self.wording.suggest(likely, question)

    # --- judging ---

    def _judged(self, matches: tuple[Match, ...], needed: Needed, question: Question, memory: View) -> Found:
        best = self.matcher.surely(matches, needed.confidence)
        how = told(matches[0].confidence, needed, self.phrases) if matches else ""
        return Found(matches, best, how, self._withheld(best, question, memory) if best else "")

    def _withheld(self, match: Match, question: Question, memory: View) -> str:
        """Why an entry is not shown here; "" when it may be."""
        if reported(match.entry, question.room, memory):
            return "somebody here said that it is wrong"
        return self.showing.withheld(match.entry, question.place, question.text)

    def _likely(self, matches: tuple[Match, ...], question: Question, memory: View) -> list[Match]:
        """What might be meant, and may be shown here: the likeliest entry, and a second that is nearly as likely."""
        shown = [match for match in matches if not self._withheld(match, question, memory)][:2]
        if not shown or shown[0].confidence < self.matcher.likely:
            return []
        return [match for match in shown if match.confidence >= NEARLY * shown[0].confidence]

    # --- the commands ---

    def _ordered(self, moment: Command, memory: View) -> Proposal:
        proposes = moment.name == "faq" and moment.args.partition(" ")[0].lower() == WORD
        return self.orders[WORD if proposes else moment.name](moment, memory)


def build(section: Mapping[str, Any], settings: Settings, knowledge: Knowledge) -> Faq:
    """The plugin from its own section of bot.yaml; `semantic` is a Meaning or None."""
    promise = float(section.get("wrong_per_1000", WRONG_PER_1000))
    meaning: Meaning | None = section.get("semantic") or None
    matcher = Matcher.of(knowledge, wrong_per_1000=promise, meaning=meaning)
    return assembled(matcher, Sureness.of(matcher, promise, f"{SCALE}, {meaning.name}" if meaning else SCALE), settings, knowledge)


def assembled(matcher: Matcher, measure: Sureness, settings: Settings, knowledge: Knowledge) -> Faq:
    """The plugin around a matcher of the same entries, and how sure it must be: measuring them is what takes time."""
    showing, reports, phrases = Showing.of(knowledge.topics, matcher.releases), Reports.of(knowledge), knowledge.phrases
    said_wrong = Wrong(phrases, reports)
    orders: dict[str, Order] = {
        "faq": Listing(phrases, matcher, showing).command,
        "wrong": said_wrong.command,
        "tell": Telling(phrases, matcher, showing, settings).command,
        WORD: Proposing.of(knowledge, reports.highest).command,
    }
    return Faq(phrases, matcher, Reading.of(matcher), showing, Wording(phrases), said_wrong, measure, orders)
