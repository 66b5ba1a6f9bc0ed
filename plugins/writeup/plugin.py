"""The plugin: a command goes to the noun that it is about. consent.py asks the people, deciding.py hears the maintainers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.core.commands import CommandSpec
from bot.core.knowledge import Knowledge
from bot.core.moments import Command, ConsentDue, Moment, SpokenTo
from bot.core.plugin import Proposal, Reason
from bot.core.settings import Settings
from bot.core.view import View
from plugins.writeup.consent import Consent
from plugins.writeup.deciding import Deciding

SETTINGS: Mapping[str, Any] = {}

COMMANDS = (
    CommandSpec("writeup", "writeup yes/no [as NAME]", "help.writeup", words=8),
    CommandSpec("drafts", "drafts", "help.drafts", words=0, privileged=True, listening=True),
    CommandSpec("accept", "accept N", "help.accept", number=True, privileged=True, listening=True),
    CommandSpec("reject", "reject N", "help.reject", number=True, privileged=True, listening=True),
)

Answer = Callable[[Command, View], Iterable[Proposal | Reason]]


@dataclass(frozen=True, slots=True)
class Writeups:
    """The plugin. `answers`: what says what to each command."""

    answers: Mapping[str, Answer]
    consent: Consent
    name: ClassVar[str] = "writeup"
    hears: ClassVar[tuple[type[Moment], ...]] = (Command, SpokenTo, ConsentDue)
    commands: ClassVar[tuple[CommandSpec, ...]] = COMMANDS

    def handle(self, moment: Moment, memory: View) -> Iterable[Proposal | Reason]:
        match moment:
            case Command() if moment.name in self.answers:
                yield from self.answers[moment.name](moment, memory)
            case SpokenTo():
                yield from self.consent.spoken(moment, memory)
            case ConsentDue():
                yield from self.consent.due(moment, memory)


def build(section: Mapping[str, Any], settings: Settings, knowledge: Knowledge) -> Writeups:  # noqa: ARG001 - it has no settings of its own
    """The plugin from its own section of bot.yaml."""
    prefix = str((dict(settings.plugins).get("commands") or {}).get("prefix", "!"))
    consent = Consent(knowledge.phrases, prefix)
    deciding = Deciding.of(knowledge, settings)
    answers: dict[str, Answer] = {"writeup": consent.said, "drafts": deciding.list, "accept": deciding.accept, "reject": deciding.reject}
    return Writeups(answers, consent)
