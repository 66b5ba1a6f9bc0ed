"""help and about: what the bot can do, who runs it, what it keeps."""

from dataclasses import dataclass

from bot.core.moments import Command
from bot.core.plugin import Proposal
from bot.core.settings import Settings
from bot.core.spans import in_words
from bot.core.text import shorten
from bot.core.view import View
from plugins.commands.speaking import LISTED, QUOTE, Speaking


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
        spec = next((spec for spec in moment.known if spec.name == wanted), None)
        if spec is None:
            return self.speaking.say("help_unknown", moment, name=shorten(wanted, QUOTE))
        return self.speaking.say("help_one", moment, usage=spec.usage, summary=self.speaking.phrases.say(spec.summary, spec.name))

    def _help_all(self, moment: Command) -> Proposal:
        """The names of all commands: in a room the first of them, and the rest in private (product 10.4)."""
        names = [spec.name for spec in moment.known]
        some = len(names) if moment.place.direct else LISTED
        first = self.speaking.say("help", moment, names=", ".join(names[:some]), prefix=self.prefix)
        return self.speaking.with_rest(first, ", ".join(names[some:]), len(names) - some, moment)

    def about(self, moment: Command, memory: View) -> Proposal:  # noqa: ARG002
        return self.speaking.say("about", moment, owner=self.settings.owner, keep=in_words(self.settings.timing.keep))
