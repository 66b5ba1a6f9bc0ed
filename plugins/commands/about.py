"""help and about: what the bot can do, who runs it, what it keeps."""

from dataclasses import dataclass, replace

from bot.core.moments import Command
from bot.core.people import private
from bot.core.plugin import Proposal, Words
from bot.core.settings import Settings
from bot.core.spans import in_words
from bot.core.text import shorten
from bot.core.view import View
from plugins.commands.speaking import LISTED, QUOTE, Speaking

PLEAS = frozenset(["me", "us", "please", "pls"])  # "help me" asks for no command of that name


@dataclass(frozen=True, slots=True)
class About:
    """The two commands."""

    speaking: Speaking
    settings: Settings
    prefix: str

    def help(self, moment: Command, memory: View) -> Proposal:  # noqa: ARG002 - every command is called in the same way
        wanted = moment.args.lower().removeprefix(self.prefix)
        if not wanted:
            return self._help_all(moment)
        if wanted in PLEAS:
            return self.speaking.say("hello", moment)
        spec = next((spec for spec in moment.known if spec.name == wanted), None)
        if spec is None:
            return self.speaking.say("help_unknown", moment, name=shorten(wanted, QUOTE))
        return self.speaking.say("help_one", moment, usage=spec.usage, summary=self.speaking.phrases.say(spec.summary, spec.name))

    def _help_all(self, moment: Command) -> Proposal:
        """The names of all commands: in a room the first of them, and the rest in private (product 10.4)."""
        names = [spec.name for spec in moment.known]
        some = len(names) if moment.place.direct else LISTED
        first = self.speaking.say("help", moment, names=", ".join(names[:some]), prefix=self.prefix)
        if some >= len(names):
            return first
        rest = self.speaking.phrases.say("commands.help_rest", f"{moment.at}", names=", ".join(names[some:]))
        words = replace(first.words[0], after=self.speaking.phrases.say("commands.open_rest", f"{moment.at}", count=str(len(names) - some)))
        return replace(first, words=(words, Words(rest, to=moment.person, place=private(moment.person))))

    def about(self, moment: Command, memory: View) -> Proposal:  # noqa: ARG002
        return self.speaking.say("about", moment, owner=self.settings.owner, keep=in_words(self.settings.timing.keep))
