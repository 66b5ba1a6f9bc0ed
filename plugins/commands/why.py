"""why: the reason for the last line that was said here, or for the last one that was not."""

from dataclasses import dataclass

from bot.core.moments import Command
from bot.core.plugin import Proposal
from bot.core.records import HOUR
from bot.core.text import shorten
from bot.core.view import View
from plugins.commands.speaking import QUOTE, Speaking

LOOK_BACK = 24 * HOUR  # how far back it looks


@dataclass(frozen=True, slots=True)
class Why:
    """The command."""

    speaking: Speaking

    def why(self, moment: Command, memory: View) -> Proposal:
        """Why the last line was said here, or why the last one was not."""
        since = moment.at - LOOK_BACK
        talk = ("command", "small talk", "too_fast", "welcome")
        said = next((s for s in memory.said(room=moment.room, since=since) if s.kind not in talk), None)
        kept_back = next(iter(memory.withheld(moment.room, since)), None)
        if said is not None and (kept_back is None or said.at >= kept_back.at):
            entry = f"{said.entry}: " if said.entry else ""
            return self.speaking.say("why", moment, text=shorten(said.text, QUOTE), reason=f"{entry}{said.why}")
        if kept_back is not None:
            return self.speaking.say("why_withheld", moment, rule=kept_back.withheld)
        return self.speaking.say("why_nothing", moment)
