"""The plugin: a command goes to the noun that it is about. consent.py asks the people, deciding.py hears the maintainers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.core.commands import CommandSpec
from bot.core.knowledge import Knowledge
from bot.core.moments import Command, Moment
from bot.core.plugin import Proposal, Reason
from bot.core.settings import Settings
from bot.core.view import View
from plugins.writeup.consent import Consent

SETTINGS: Mapping[str, Any] = {}

COMMANDS = (CommandSpec("writeup", "writeup yes/no [as NAME]", "help.writeup", words=6),)

Answer = Callable[[Command, View], Iterable[Proposal | Reason]]


@dataclass(frozen=True, slots=True)
class Writeups:
    """The plugin. `answers`: what says what to each command."""

    answers: Mapping[str, Answer]
    name: ClassVar[str] = "writeup"
    hears: ClassVar[tuple[type[Moment], ...]] = (Command,)
    commands: ClassVar[tuple[CommandSpec, ...]] = COMMANDS

    def handle(self, moment: Moment, memory: View) -> Iterable[Proposal | Reason]:
        if isinstance(moment, Command) and moment.name in self.answers:
            yield from self.answers[moment.name](moment, memory)


def build(section: Mapping[str, Any], settings: Settings, knowledge: Knowledge) -> Writeups:  # noqa: ARG001 - the same for every plugin
    """The plugin from its own section of bot.yaml."""
    consent = Consent(knowledge.phrases)
    return Writeups({"writeup": consent.said})
