"""why: the reason for a line of ours: the last one here, the one that is replied to, or one by its number; and for what was not said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from bot.core.commands import number_in
from bot.core.knowledge import Entry
from bot.core.moments import Command
from bot.core.plugin import UNSURE, Proposal
from bot.core.privacy import Whose
from bot.core.quoting import names_around
from bot.core.records import HOUR, Said
from bot.core.text import nameless, quieted, shorten
from bot.core.view import View
from plugins.commands.rights import Rights
from plugins.commands.speaking import QUOTE, Speaking

LOOK_BACK = 24 * HOUR  # how far back it looks when no line is named
REASON = 300  # bytes of a reason: the entry and its page fit behind it
TALK = frozenset({"command", "small talk", "too_fast", "welcome", "report", "decision", "proposal"})  # what needs no reason


@dataclass(frozen=True, slots=True)
class Why:
    """The command. `entries`: by id."""

    speaking: Speaking
    rights: Rights
    entries: Mapping[str, Entry]

    def why(self, moment: Command, memory: View) -> Proposal:
        """Of the line that is replied to, of the one with this number, or of the last one."""
        number = number_in(moment.args)
        if number:
            named = next((said for said in self._within_reach(moment, memory) if str(said.number) == number), None)
            unknown = self.speaking.say("why_unknown", moment, number=shorten(number, QUOTE))
            return unknown if named is None else self._told(named, moment, memory)
        replied = memory.said_as(moment.reply_to) if moment.reply_to else None
        within = replied is not None and replied.room == moment.room and _may_read(replied, moment, memory)
        last = replied if within else self._last(moment, memory)
        return self.speaking.say("why_nothing", moment) if last is None else self._told(last, moment, memory)

    def _last(self, moment: Command, memory: View) -> Said | None:
        """What was last said here, or withheld after it."""
        since = moment.at - LOOK_BACK
        lines = memory.said(to=moment.person.identity, since=since) if moment.place.direct else memory.said(room=moment.room, since=since)
        heard = (s for s in lines if s.place.direct == moment.place.direct and _may_read(s, moment, memory))
        said = next((s for s in heard if s.kind not in TALK), None)
        kept_back = next(iter(memory.withheld(moment.room, since)), None)
        return said if kept_back is None or (said is not None and said.at >= kept_back.at) else kept_back

    def _within_reach(self, moment: Command, memory: View) -> Iterator[Said]:
        """What this person may ask about by number: what was said here; maintainers in private, in all rooms of their network."""
        everything: Iterator[Said] = chain(memory.said(room=moment.room), memory.withheld(moment.room, 0.0))
        if moment.place.direct and self.rights.maintains(moment.person):
            everything = (said for said in memory.all_said(0.0) if said.place.network == moment.place.network)
        return (said for said in everything if _may_read(said, moment, memory))

    def _told(self, said: Said, moment: Command, memory: View) -> Proposal:
        entry = self.entries.get(said.entry)
        if said.withheld and (entry is None or said.withheld != UNSURE):
            return self.speaking.say("why_withheld", moment, rule=said.withheld)
        text, reason = self._words(said, moment, memory)
        if entry is None:
            named = f"{said.entry}: " if said.entry else ""
            return self.speaking.say("why", moment, text=text, reason=f"{named}{reason}")
        if said.withheld:
            told = self.speaking.say("why_unsure", moment, reason=reason, entry=entry.id)
        else:
            told = self.speaking.say("why_entry", moment, text=text, reason=reason, entry=entry.id, month=f"{entry.checked:%Y-%m}")
        return replace(told, words=(replace(told.words[0], links=entry.links[:1]),))

    def _words(self, said: Said, moment: Command, memory: View) -> tuple[str, str]:
        """What was said and why. The reason may name somebody, so the words name nobody but whoever asks; nobody is called by either."""
        names, question = names_around(said.place, self.rights.settings, memory), memory.question(said.question)
        others = {*names, *((question.asker.name,) if question else ())} - {moment.person.name}
        return nameless(shorten(said.text, QUOTE), others), quieted(shorten(said.why, REASON), names)


def _may_read(said: Said, moment: Command, memory: View) -> bool:
    """Whether its words may be quoted to this person here: what was said in private is for that person alone, in private."""
    if not said.place.closed:
        return True
    if said.place != moment.place:
        return False
    return not said.place.direct or Whose.of(moment.person, memory).go_by(said.to, said.whom, memory)
