"""Brings the person who knows: one expert at a time, only those who offered, inside their hours and daily limit.

Who may be asked is the roster's word (bot/core/roster.py); who is asked first is explained in ranking.py. Nobody suitable: the
asker is told so honestly, and the question waits for the next one who becomes active. Each noun has a file of its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.core.commands import CommandSpec
from bot.core.directory import Directory
from bot.core.knowledge import Knowledge
from bot.core.moments import Command, HelperActive, Moment, SpokenTo, StillWaiting
from bot.core.people import Place
from bot.core.plugin import Proposal, Reason
from bot.core.records import Question, Step
from bot.core.roster import Roster
from bot.core.settings import Settings
from bot.core.view import View
from plugins.experts.calling import Calling
from plugins.experts.choice import Choice
from plugins.experts.showing import Showing
from plugins.experts.who import Who

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

    calling: Calling
    showing: Showing
    who: Who
    name: ClassVar[str] = "experts"
    hears: ClassVar[tuple[type[Moment], ...]] = (StillWaiting, SpokenTo, HelperActive, Command)
    commands: ClassVar[tuple[CommandSpec, ...]] = (CommandSpec("who", "who TOPIC", "help.who", words=1),)

    def handle(self, moment: Moment, memory: View) -> Iterable[Proposal | Reason]:
        match moment:
            case StillWaiting(question=Question(place=Place(closed=True))):
                yield Reason(self.name, "asked where nobody else can help, and quoted nowhere")
            case StillWaiting(step=Step.ROUTE | Step.NEXT_EXPERT):
                yield from self.calling.route(moment.question, moment, memory)
            case SpokenTo(question=Question() as question):
                yield from self.calling.asked(moment, question, memory)
            case HelperActive():
                yield from self.showing.show(moment, memory)
            case Command(name="who"):
                yield self.who.who(moment, memory)


def build(section: Mapping[str, Any], settings: Settings, knowledge: Knowledge) -> Experts:
    """The plugin from its own section of bot.yaml."""
    phrases = knowledge.phrases
    choice = Choice(Roster(Directory.of(knowledge)), settings, per_day=int(section.get("per_day", 2)))
    calling = Calling(phrases, choice, max_calls=int(section.get("max_calls", 3)))
    return Experts(calling, Showing(phrases, choice), Who(phrases, choice))
