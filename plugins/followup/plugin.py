"""The plugin: late answers (late.py), a text for the mailing list (mail.py), the invitation (inviting.py), and here a last word."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.core.commands import CommandSpec
from bot.core.consent import agrees
from bot.core.directory import Directory
from bot.core.knowledge import Knowledge, Phrases
from bot.core.moments import AskerBack, Command, Moment, SpokenTo, StillWaiting, WasSolved
from bot.core.people import Place
from bot.core.plugin import Proposal, Reason, Words
from bot.core.records import HOUR, Question, Step
from bot.core.roster import Roster
from bot.core.settings import Settings
from bot.core.spans import in_words
from bot.core.view import View
from plugins.followup.inviting import OFFER_DAYS, Inviting
from plugins.followup.late import Late
from plugins.followup.mail import Mail

JUST_SAID = HOUR / 2  # a bare "yes" to us is about what we asked within this time

SETTINGS: Mapping[str, Any] = {
    "invite_after": {
        "type": "string",
        "format": "patience-duration",
        "description": "How long after a question was solved its asker may be invited to something",
    }
}


@dataclass(frozen=True, slots=True)
class Followup:
    """The plugin."""

    phrases: Phrases
    late: Late
    mail: Mail
    inviting: Inviting
    name: ClassVar[str] = "followup"
    hears: ClassVar[tuple[type[Moment], ...]] = (AskerBack, WasSolved, StillWaiting, SpokenTo, Command)
    commands: ClassVar[tuple[CommandSpec, ...]] = (CommandSpec("list", "list", "help.list", words=0),)

    def handle(self, moment: Moment, memory: View) -> Iterable[Proposal | Reason]:
        match moment:
            case AskerBack():
                yield from self.late.back(moment, memory)
            case WasSolved():
                yield from self.inviting.solved(moment, memory)
            case StillWaiting(step=Step.LAST_WORD, question=Question(place=Place(closed=False))):
                yield self._last_word(moment)
            case SpokenTo(question=None):
                yield from self._answers(moment, memory)
            case Command(name="list"):
                yield from self.mail.list(moment, memory)

    def _last_word(self, moment: StillWaiting) -> Proposal:
        """Before a question is let go: that nobody has answered, and where else to ask. Once, and only to somebody who is here."""
        question, to = moment.question, self.mail.directory.mailing_list
        about = {"left": in_words(question.keep_until - moment.at), **({"list": to} if to else {})}
        text = self.phrases.say("followup.last_word_list" if to else "followup.last_word", question.key, **about)
        return Proposal("last word", (Words(text, to=question.asker, loud=True),), "nobody has answered, and its time is nearly over")

    def _answers(self, moment: SpokenTo, memory: View) -> Iterator[Proposal]:
        """A bare yes to our offer: how it is done, for it needs their own words. A bare no is fine."""
        said = next(iter(memory.said(to=moment.person.identity, since=moment.at - JUST_SAID)), None)
        yes = agrees(moment.text)
        if said is None or said.kind != "offer" or yes is None:
            return
        if not yes:
            yield self._say("followup.offer_refused", moment, "they do not want what we offered")
            return
        question = memory.question(said.question)
        topic = next((t for t in question.topics if t in self.mail.directory.topics), "") if question is not None else ""
        if topic:
            yield self._say("followup.offer_how", moment, "they agree to our offer", topic=topic, days=str(OFFER_DAYS))

    def _say(self, key: str, moment: SpokenTo, why: str, **variables: str) -> Proposal:
        words = Words(self.phrases.say(key, f"{moment.at}", **variables), to=moment.person, loud=True)
        return Proposal("command", (words,), why)


def build(section: Mapping[str, Any], settings: Settings, knowledge: Knowledge) -> Followup:  # noqa: ARG001 - the core reads invite_after
    """The plugin from its own section of bot.yaml."""
    directory, on = Directory.of(knowledge), dict(settings.plugins)
    prefix = str((on.get("commands") or {}).get("prefix", "!"))
    inviting = Inviting(knowledge.phrases, Roster(directory), settings, prefix, writes="writeup" in on, calls="experts" in on)
    return Followup(knowledge.phrases, Late(knowledge.phrases, settings), Mail(knowledge.phrases, directory, settings), inviting)
