"""quiet, speak, optout and optin: how much the bot says in a room, and to one person."""

from dataclasses import dataclass, replace

from bot.core.moments import Command
from bot.core.people import Person
from bot.core.plugin import Proposal
from bot.core.privacy import Whose, unsent
from bot.core.records import HOUR, Drop, Mark, Put, Quiet
from bot.core.spans import in_words, seconds
from bot.core.view import View
from plugins.commands.rights import Rights
from plugins.commands.speaking import Speaking

QUIET_FOR = 2 * HOUR  # without a length of time
QUIET_AT_MOST = 7 * 24 * HOUR  # longer than a week is a decision for bot.yaml


@dataclass(frozen=True, slots=True)
class Silence:
    """The four commands."""

    speaking: Speaking
    rights: Rights

    def quiet(self, moment: Command, memory: View) -> Proposal:
        if moment.place.closed:
            return self.speaking.say("room_only", moment)
        if not self.rights.runs_room(moment, memory):
            return self.speaking.say("not_allowed_quiet", moment)
        length = seconds(moment.args) if moment.args else QUIET_FOR
        if length is None or length <= 0:
            return self.speaking.say("quiet_how", moment)
        length = min(length, QUIET_AT_MOST)
        quiet = Quiet(moment.room, moment.at + length, "quiet")
        return replace(self.speaking.say("quiet", moment, length=in_words(length)), changes=(Put(quiet),))

    def speak(self, moment: Command, memory: View) -> Proposal:
        if moment.place.closed:
            return self.speaking.say("room_only", moment)
        if not self.rights.runs_room(moment, memory):
            return self.speaking.say("not_allowed_quiet", moment)
        undone = tuple(Drop(Quiet, f"{moment.room}|{reason}") for reason in ("quiet", "meeting"))
        return replace(self.speaking.say("speak", moment), changes=undone)

    def optout(self, moment: Command, memory: View) -> Proposal:
        marks = tuple(Put(Mark("optout", memory.hash(identity), moment.at)) for identity in _identities(moment.person))
        waiting = unsent(Whose.of(moment.person, memory), memory, moment.at, about=False)
        return replace(self.speaking.say("optout", moment), changes=marks, actions=waiting)

    def optin(self, moment: Command, memory: View) -> Proposal:
        undone = tuple(Drop(Mark, f"optout:{memory.hash(identity)}") for identity in _identities(moment.person))
        undone += tuple(Drop(Mark, f"optout:{hashed}") for hashed in memory.selves(moment.person))
        return replace(self.speaking.say("optin", moment), changes=undone)


def _identities(person: Person) -> tuple[str, ...]:
    """Account and nick: an opt-out holds before and after logging in."""
    return tuple(dict.fromkeys((person.identity, f"{person.network}:{person.id}")))
