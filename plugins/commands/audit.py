"""audit: what was said and what was not, with reasons and rules, for maintainers, in private. No words of people."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice

from bot.core.commands import number_in
from bot.core.moments import Command
from bot.core.people import private
from bot.core.plugin import Proposal, Words
from bot.core.records import Said
from bot.core.text import shorten
from bot.core.view import View
from plugins.commands.rights import Rights
from plugins.commands.speaking import Speaking

USUAL, MOST = 10, 20  # lines; the store has the rest
ITEM = 125  # bytes of one: what it was and why, in short; `why N` tells all of it
TOGETHER = 2  # items said at once: a reason may name somebody, and no line names more than two people (product 10.12)


@dataclass(frozen=True, slots=True)
class Audit:
    """The command."""

    speaking: Speaking
    rights: Rights

    def audit(self, moment: Command, memory: View) -> Proposal:
        """The last lines of this place, newest first; said in private, those of the whole network."""
        if not self.rights.maintains(moment.person):
            return self.speaking.say("not_allowed", moment)
        number = number_in(moment.args)
        most = USUAL if number in ("", "0") else MOST if len(number) > len(str(MOST)) else min(int(number), MOST)
        lines = [self._line(said, moment) for said in islice(self._said(moment, memory), most)]
        if not lines:
            return self.speaking.say("audit_nothing", moment)
        told = [" · ".join(lines[first : first + TOGETHER]) for first in range(0, len(lines), TOGETHER)]
        first = self.speaking.say("audit", moment, count=str(len(lines)))
        return replace(first, words=(*first.words, *(Words(text, to=moment.person, place=private(moment.person)) for text in told)))

    def _said(self, moment: Command, memory: View) -> Iterator[Said]:
        everything = memory.all_said(0.0)
        if moment.place.direct:
            found = (said for said in everything if said.place.network == moment.place.network)
        else:
            found = (said for said in everything if said.room == moment.room)
        return reversed(tuple(found))

    def _line(self, said: Said, moment: Command) -> str:
        """Number, time, what it was, why, and what kept it back."""
        when = datetime.fromtimestamp(said.at, UTC)
        what = f"{said.kind} {said.entry}".strip()
        kept = self.speaking.phrases.say("commands.audit_withheld", "", rule=said.withheld) if said.withheld else ""
        where = f"{said.place.room} " if moment.place.direct and not said.place.direct else ""
        return shorten(f"#{said.number} {when:%m-%d %H:%M} {where}{what}: {kept}{said.why}", ITEM)
