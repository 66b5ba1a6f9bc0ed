"""The plugin: when a question has waited long enough or is put to us, the entry that surely answers it; else two likely ones.

It decides what may be said, and where; how entries are found is matcher.py's. Silence is the normal outcome.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.core.commands import CommandSpec
from bot.core.knowledge import Knowledge, Phrases
from bot.core.moments import AskerBack, Command, Moment, SpokenTo, StillWaiting
from bot.core.people import Place
from bot.core.plugin import Gave, Proposal, Reason, Words
from bot.core.records import DAY, Question, Step
from bot.core.reports import Reports, Taken
from bot.core.settings import Settings
from bot.core.spans import in_words
from bot.core.view import View
from plugins.faq import listing, proposing, telling, wrong
from plugins.faq.listing import Listing
from plugins.faq.matcher import WRONG_PER_1000, Match, Matcher
from plugins.faq.proposing import WORD, Proposing
from plugins.faq.reading import look_up
from plugins.faq.showing import Showing, month, reported
from plugins.faq.telling import Telling
from plugins.faq.thresholds import Thresholds
from plugins.faq.wrong import Wrong

CANDIDATES = 5  # shown in the reasons
GIVEN = ("answer", "tell")  # kinds by which an entry is given

PHRASES: Mapping[str, frozenset[str]] = {
    "faq.dated": frozenset({"answer", "month"}),
    "faq.hint": frozenset(),
    "faq.again": frozenset({"age"}),
    "faq.paste": frozenset(),
    "faq.suggest": frozenset({"first", "second"}),
    "faq.suggest_one": frozenset({"first"}),
    **listing.PHRASES,
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
    wrong: Wrong
    orders: Mapping[str, Order]  # what says what to each command
    name: ClassVar[str] = "faq"
    hears: ClassVar[tuple[type[Moment], ...]] = (SpokenTo, StillWaiting, Command, AskerBack)
    commands: ClassVar[tuple[CommandSpec, ...]] = (
        CommandSpec("faq", "faq [WORDS], faq propose QUESTION = ANSWER (as NAME)", "help.faq"),
        CommandSpec("wrong", "wrong", "help.wrong", words=0),
        CommandSpec("tell", "tell NICK WORDS", "help.tell", never=("me", "us", "")),
    )

    def handle(self, moment: Moment, memory: View) -> Iterable[Proposal | Reason]:
        match moment:
            case Command() if moment.name in self.orders:
                yield self._ordered(moment, memory)
            case SpokenTo(question=Question() as question):
                yield from self._prompted(question, moment, memory)
            case SpokenTo(wrong=Taken() as taken):
                yield self.wrong.thanks(moment, taken)
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

        given = next((at for at in map(latest, GIVEN) if at is not None), None)
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
        if reported(match.entry, question.room, memory):
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

    # --- the commands ---

    def _ordered(self, moment: Command, memory: View) -> Proposal:
        proposes = moment.name == "faq" and moment.args.partition(" ")[0].lower() == WORD
        return self.orders[WORD if proposes else moment.name](moment, memory)


def _candidates(matches: tuple[Match, ...], most: int | None) -> tuple[tuple[str, float], ...]:
    return tuple((match.entry.id, match.confidence) for match in matches[:most])


def _why(match: Match) -> str:
    if match.against:
        return f'like "{match.nearest}", but {match.against}'
    shared = f" (shared: {', '.join(match.words)})" if match.words else ""
    return f'the words are like "{match.nearest}"{shared}'


def build(section: Mapping[str, Any], settings: Settings, knowledge: Knowledge) -> Faq:
    """The plugin from its own section of bot.yaml; `semantic` is a Meaning or None. Raises ValueError for what this version cannot do."""
    if section.get("semantic"):
        raise ValueError("semantic: is not in this version yet (write false, or leave it out)")
    promise = float(section.get("wrong_per_1000", WRONG_PER_1000))
    return assembled(Matcher.build(knowledge.entries, knowledge.chatter, knowledge.releases, promise), settings, knowledge)


def assembled(matcher: Matcher, settings: Settings, knowledge: Knowledge) -> Faq:
    """The plugin around a matcher of the same entries: measuring them is what takes time."""
    showing, reports, phrases = Showing.of(knowledge.topics, matcher.releases), Reports.of(knowledge), knowledge.phrases
    said_wrong = Wrong(phrases, reports)
    orders: dict[str, Order] = {
        "faq": Listing(phrases, matcher, showing).command,
        "wrong": said_wrong.command,
        "tell": Telling(phrases, matcher, showing, settings).command,
        WORD: Proposing.of(knowledge, reports.highest).command,
    }
    return Faq(phrases, matcher, showing, said_wrong, orders)
