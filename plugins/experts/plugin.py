"""Brings the person who knows: one expert at a time, only those who offered, inside their hours and daily limit.

Who may be asked is the roster's word (bot/core/roster.py); who is asked first is explained in ranking.py. Nobody suitable: the
asker is told so honestly, and the question waits for the next one who becomes active. Each noun has a file of its own.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from bot.core.commands import CommandSpec
from bot.core.directory import Directory
from bot.core.knowledge import Knowledge
from bot.core.moments import Command, EntryEnds, HelperActive, Moment, SpokenTo, StillWaiting
from bot.core.people import Place
from bot.core.plugin import Proposal, Reason
from bot.core.records import Question, Step
from bot.core.roster import Roster
from bot.core.settings import Settings
from bot.core.view import View
from plugins.experts.calling import Calling
from plugins.experts.choice import Choice
from plugins.experts.handing import HandingOver
from plugins.experts.proof import Proof
from plugins.experts.registering import Registering
from plugins.experts.showing import Showing
from plugins.experts.speaking import Speaking
from plugins.experts.taking import Taking
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


def _own(usage: str, words: int | None = None) -> CommandSpec:
    """A command about oneself: the network is asked who that is, and it works in private where the mode is `listen`."""
    name = usage.partition(" ")[0]
    return CommandSpec(name, usage, f"help.{name}", words=words, privileged=True, listening=True)


COMMANDS = (
    CommandSpec("who", "who TOPIC", "help.who", words=1),
    _own("iknow TOPICS [for 90d] [hours 07-16 Europe/Paris] [max 2/day] [here/private/digest]"),
    _own("away [until DATE]", words=4),
    _own("back", words=0),
    _own("renew", words=0),
    _own("mine [N]", words=1),
    _own("pass [N]", words=1),
    _own("handover TOPIC to NICK", words=6),
)

Answer = Callable[[Command, View], Proposal]


@dataclass(frozen=True, slots=True)
class Experts:
    """The plugin. `answers`: what says what to each command."""

    calling: Calling
    showing: Showing
    registering: Registering
    handing: HandingOver
    answers: Mapping[str, Answer]
    name: ClassVar[str] = "experts"
    hears: ClassVar[tuple[type[Moment], ...]] = (StillWaiting, SpokenTo, HelperActive, EntryEnds, Command)
    commands: ClassVar[tuple[CommandSpec, ...]] = COMMANDS

    def handle(self, moment: Moment, memory: View) -> Iterable[Proposal | Reason]:
        match moment:
            case StillWaiting(question=Question(place=Place(closed=True))):
                yield Reason(self.name, "asked where nobody else can help, and quoted nowhere")
            case StillWaiting(step=Step.ROUTE | Step.NEXT_EXPERT):
                yield from self.calling.route(moment.question, moment, memory)
            case SpokenTo(question=Question() as question):
                yield from self.calling.asked(moment, question, memory)
            case SpokenTo(solved=False, not_it=False):
                yield from self.handing.heard(moment, memory)
            case HelperActive():
                yield from self.showing.show(moment, memory)
            case EntryEnds():
                yield from self.registering.remind(moment, memory)
            case Command() if moment.name in self.answers:
                proposal = self.answers[moment.name](moment, memory)
                yield replace(proposal, changes=(*proposal.changes, *self.registering.seen(moment, proposal.changes, memory)))


def build(section: Mapping[str, Any], settings: Settings, knowledge: Knowledge) -> Experts:
    """The plugin from its own section of bot.yaml."""
    phrases, per_day = knowledge.phrases, int(section.get("per_day", 2))
    roster = Roster(Directory.of(knowledge))
    choice, proof, speaking = Choice(roster, settings, per_day), Proof(roster, settings), Speaking(phrases, per_day)
    calling = Calling(phrases, choice, max_calls=int(section.get("max_calls", 3)))
    registering, taking = Registering(speaking, proof), Taking(speaking, proof)
    handing = HandingOver(registering)
    answers: dict[str, Answer] = {
        "who": Who(phrases, choice).who,
        "iknow": registering.iknow,
        "away": registering.away,
        "back": registering.back,
        "renew": registering.renew,
        "mine": taking.mine,
        "pass": taking.pass_on,
        "handover": handing.handover,
    }
    return Experts(calling, Showing(phrases, choice), registering, handing, answers)
