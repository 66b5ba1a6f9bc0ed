"""status and reload: for maintainers."""

from dataclasses import dataclass, replace

from bot.core.actions import Reload
from bot.core.health import Silence, absences, silences
from bot.core.moments import Command
from bot.core.people import Place, private
from bot.core.plugin import Proposal, Words
from bot.core.records import OPEN
from bot.core.settings import Settings
from bot.core.spans import in_words
from bot.core.text import shorten
from bot.core.view import Trouble, View
from plugins.commands.rights import Rights
from plugins.commands.speaking import Speaking

TROUBLES = 5  # lines of status about where we are not; the first say what to look at
REASON = 200  # bytes of what a server said


@dataclass(frozen=True, slots=True)
class Upkeep:
    """The two commands. `entries`: how many the knowledge has."""

    speaking: Speaking
    rights: Rights
    settings: Settings
    entries: int

    def status(self, moment: Command, memory: View) -> Proposal:
        if not self.rights.maintains(moment.person):
            return self.speaking.say("not_allowed", moment)
        rooms = {self.settings.joined_place(Place(n.name, room.name.lower())) for n in self.settings.networks for room in n.rooms}
        waiting = sum(1 for room in rooms for q in memory.questions(room) if q.status in OPEN)
        first = self.speaking.say(
            "status",
            moment,
            entries=str(self.entries),
            open=str(waiting),
            said=str(memory.counter("said")),
            lost=str(memory.counter("lines lost")),
            mode=str(self.settings.mode_of(moment.place)),
        )
        troubles = [self._trouble(*one, moment) for one in absences(self.settings, memory)]
        troubles += [self._silence(one, moment) for one in silences(self.settings, memory)]
        return self._with_troubles(first, troubles, moment)

    def _with_troubles(self, first: Proposal, troubles: list[str], moment: Command) -> Proposal:
        """One line for each place where we are not and each silent bridge: in private, because a server's words are none for a room."""
        if not troubles:
            return first
        where = private(moment.person)
        rest = self.speaking.phrases.say("commands.status_rest", f"{moment.at}", count=str(len(troubles)))
        after = "" if moment.place.direct else rest
        lines = (Words(line, to=moment.person, place=where) for line in troubles[:TROUBLES])
        return replace(first, words=(replace(first.words[0], after=after), *lines))

    def _trouble(self, where: str, trouble: Trouble | None, moment: Command) -> str:
        if trouble is None:
            return self.speaking.phrases.say("commands.status_waiting", where, where=where)
        age, why = in_words(moment.at - trouble.since), shorten(trouble.why, REASON)
        return self.speaking.phrases.say("commands.status_trouble", where, where=where, age=age, why=why)

    def _silence(self, one: Silence, moment: Command) -> str:
        return self.speaking.phrases.say(
            "commands.status_bridge",
            one.said.key,
            said=f"{one.said.network} {one.said.room}",
            unseen=f"{one.unseen.network} {one.unseen.room}",
            age=in_words(moment.at - one.since),
            lines=str(one.lines),
        )

    def reload(self, moment: Command, memory: View) -> Proposal:  # noqa: ARG002
        if not self.rights.maintains(moment.person):
            return self.speaking.say("not_allowed", moment)
        return replace(self.speaking.say("reload", moment), actions=(Reload(moment.place, moment.person),))
