"""Welcomes first-time askers, in half a sentence before the help, and answers a bare "hi" after a while.

A welcome is never a message of its own, joiners are never greeted, and whoever a person has welcomed is left alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.core.commands import CommandSpec
from bot.core.knowledge import Knowledge, Phrases
from bot.core.moments import AskerBack, Greeted, Moment, SpokenTo, StillWaiting
from bot.core.plugin import Proposal, Reason, Words
from bot.core.records import Mark, Put, Question
from bot.core.settings import Settings
from bot.core.view import View

PHRASES: Mapping[str, frozenset[str]] = {"welcome": frozenset(), "greeting.hello": frozenset()}
SETTINGS: Mapping[str, Any] = {
    "learn": {
        "type": "string",
        "format": "patience-duration",
        "description": "No welcomes in a room during the first time that the bot knows it, while it learns who belongs there",
    }
}


@dataclass(frozen=True, slots=True)
class Greeting:
    """The plugin. `learn`: seconds after first seeing a room in which nobody there is new."""

    phrases: Phrases
    learn: float = 0.0
    name: ClassVar[str] = "greeting"
    hears: ClassVar[tuple[type[Moment], ...]] = (StillWaiting, SpokenTo, AskerBack, Greeted)
    commands: ClassVar[tuple[CommandSpec, ...]] = ()

    def handle(self, moment: Moment, memory: View) -> Iterable[Proposal | Reason]:
        if isinstance(moment, Greeted):
            yield from self._hello(moment, memory)
        elif isinstance(moment, StillWaiting | SpokenTo | AskerBack) and moment.question is not None:
            yield from self._welcome(moment.question, moment.at, memory)

    def _welcome(self, question: Question, at: float, memory: View) -> Iterable[Proposal | Reason]:
        if not question.first or memory.marked("hello", question.asker) is not None:  # our hello was their welcome
            return
        known_for = at - memory.counter(f"since:{question.place.key}")
        if known_for < self.learn:
            yield Reason(self.name, "no welcome: the room is still being learned")
            return
        words = Words(self.phrases.say("welcome", question.key), to=question.asker)
        yield Proposal("welcome", (words,), "their first question here, and nobody has welcomed them", front=True)

    def _hello(self, moment: Greeted, memory: View) -> Iterable[Proposal | Reason]:
        if memory.marked("hello", moment.person) is not None:
            yield Reason(self.name, "was told once to ask away")
            return
        mark = Mark("hello", memory.hash(moment.person.identity), moment.at)
        words = Words(self.phrases.say("greeting.hello", moment.person.identity), to=moment.person)
        yield Proposal("hello", (words,), "a greeting without a question, and nobody has spoken to them", changes=(Put(mark),))


def build(section: Mapping[str, Any], settings: Settings, knowledge: Knowledge) -> Greeting:  # noqa: ARG001 - the same for every plugin
    """The plugin from its own section of bot.yaml."""
    return Greeting(knowledge.phrases, float(section.get("learn", 0.0)))
