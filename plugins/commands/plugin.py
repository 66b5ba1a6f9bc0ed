"""The plugin: a command goes to the noun that it is about, and small talk to the end of this file.

Small talk is what is owed to somebody who speaks to the bot without asking anything: thanks and greetings are answered, an
unknown command in private gets a kind hint, and too many lines get one kind word before silence.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from bot.core.acts import Act, acts
from bot.core.commands import CommandSpec
from bot.core.directory import Directory
from bot.core.knowledge import Knowledge
from bot.core.moments import Command, Moment, SpokenTo, TooFast, Unread
from bot.core.plugin import Proposal, Reason
from bot.core.records import DAY
from bot.core.roster import Roster
from bot.core.settings import Settings
from bot.core.text import shorten
from bot.core.view import View
from plugins.commands.about import About
from plugins.commands.audit import Audit
from plugins.commands.facts import Facts
from plugins.commands.mydata import MyData
from plugins.commands.questions import Questions
from plugins.commands.rights import Rights
from plugins.commands.selves import Selves
from plugins.commands.silence import Silence
from plugins.commands.speaking import QUOTE, Speaking
from plugins.commands.upkeep import Upkeep
from plugins.commands.why import Why

SETTINGS: Mapping[str, Any] = {
    "prefix": {
        "type": "string",
        "pattern": r"^[^\w\s]{1,3}$",
        "patternErrorMessage": 'must be one to three signs that are no letters, such as "!"',
        "description": "What marks a command in a room",
    }
}

COMMANDS = (
    CommandSpec("help", "help [command]", "help.help", words=1, listening=True),
    CommandSpec("about", "about", "help.about", words=0, listening=True),
    CommandSpec("ask", "ask QUESTION", "help.ask", asks=True),
    CommandSpec("open", "open", "help.open", words=0),
    CommandSpec("solved", "solved [N]", "help.solved", words=1),
    CommandSpec("reopen", "reopen [N]", "help.reopen", words=1),
    CommandSpec("why", "why [N]", "help.why", number=True),
    CommandSpec("release", "release NAME", "help.release", words=1),
    CommandSpec("events", "events", "help.events", words=0),
    CommandSpec("contribute", "contribute TOPIC", "help.contribute", words=2),
    CommandSpec("quiet", "quiet [2h]", "help.quiet", words=1, privileged=True, listening=True),
    CommandSpec("speak", "speak", "help.speak", words=0, privileged=True, listening=True),
    CommandSpec("optout", "optout", "help.optout", words=0, listening=True),
    CommandSpec("optin", "optin", "help.optin", words=0, listening=True),
    CommandSpec("mydata", "mydata", "help.mydata", words=0, privileged=True, listening=True),
    CommandSpec("forget", "forget me", "help.forget", only=("me", ""), privileged=True, listening=True),
    CommandSpec("iam", "iam WHO on NETWORK", "help.iam", words=3, privileged=True, listening=True),
    CommandSpec("notme", "notme", "help.notme", words=0, privileged=True, listening=True),
    CommandSpec("status", "status", "help.status", words=0, privileged=True, listening=True),
    CommandSpec("reload", "reload", "help.reload", words=0, privileged=True, listening=True),
    CommandSpec("audit", "audit [N]", "help.audit", number=True, privileged=True, listening=True),
)


Answer = Callable[[Command, View], Proposal]


@dataclass(frozen=True, slots=True)
class Commands:
    """The plugin. `answers`: what says what to each command."""

    speaking: Speaking
    answers: Mapping[str, Answer]
    name: ClassVar[str] = "commands"
    hears: ClassVar[tuple[type[Moment], ...]] = (Command, SpokenTo, TooFast, Unread)
    commands: ClassVar[tuple[CommandSpec, ...]] = COMMANDS

    def handle(self, moment: Moment, memory: View) -> Iterable[Proposal | Reason]:
        match moment:
            case Command():
                answer = self.answers.get(moment.name)
                yield answer(moment, memory) if answer else self.speaking.say("unknown", moment, name=shorten(moment.name, QUOTE))
            case SpokenTo():
                yield self._small_talk(moment)
            case TooFast():
                yield self.speaking.say("too_fast", moment, kind="too_fast")
            case Unread():
                yield from self._unread(moment, memory)

    def _unread(self, moment: Unread, memory: View) -> Iterable[Proposal | Reason]:
        """Once in a room and day that we cannot read: silence would look like being ignored."""
        since = moment.at - DAY
        told = (*memory.said(room=moment.room, kind="unread", since=since), *memory.withheld(moment.room, since))
        if any(said.kind == "unread" for said in told):
            yield Reason(self.name, "an encrypted line without a key for us; the room was told within a day")
        else:
            yield self.speaking.say("unread", moment, kind="unread")

    def _small_talk(self, moment: SpokenTo) -> Proposal:
        """What is owed when no plugin has an answer: thanks for thanks, a greeting, or where to turn."""
        done = acts(moment.text)
        thanked = bool(done & {Act.THANKS, Act.SOLVED}) or moment.solved
        rules = (
            (moment.question is not None, "no_answer"),
            (thanked, "thanks"),
            (Act.NO_IDEA in done, "fine"),
            (bool(done & {Act.WRONG, Act.NOT_IT}), "which_wrong"),
        )
        key = next((key for applies, key in rules if applies), "hello")
        return replace(self.speaking.say(key, moment, kind="small talk"), last=True)


def build(section: Mapping[str, Any], settings: Settings, knowledge: Knowledge) -> Commands:
    """The plugin from its own section of bot.yaml."""
    speaking, rights = Speaking(knowledge.phrases), Rights(Roster(Directory.of(knowledge)), settings)
    about = About(speaking, settings, str(section.get("prefix", "!")))
    questions, silence = Questions(speaking, settings), Silence(speaking, rights)
    why = Why(speaking, rights, {entry.id: entry for entry in knowledge.entries})
    upkeep = Upkeep(speaking, rights, settings, len(knowledge.entries))
    identity, facts, mydata = Selves(speaking, settings), Facts.of(speaking, knowledge), MyData(speaking, rights)
    answers: dict[str, Answer] = {
        "help": about.help,
        "about": about.about,
        "ask": lambda moment, _: speaking.say("ask_what", moment),
        "open": questions.open,
        "solved": questions.solved,
        "reopen": questions.reopen,
        "why": why.why,
        "audit": Audit(speaking, rights).audit,
        "quiet": silence.quiet,
        "speak": silence.speak,
        "optout": silence.optout,
        "optin": silence.optin,
        "mydata": mydata.mydata,
        "forget": mydata.forget,
        "release": facts.release,
        "events": facts.events,
        "contribute": facts.contribute,
        "iam": identity.iam,
        "notme": identity.notme,
        "status": upkeep.status,
        "reload": upkeep.reload,
    }
    return Commands(speaking, answers)
