"""mydata and forget me: what is kept about whoever asks, and erasing it. By what their network vouches for, never by a nick.

The answer to `mydata` is for them alone: in a room one line says that it was sent in private.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.core.moments import Command
from bot.core.people import Person, private
from bot.core.plugin import Proposal
from bot.core.privacy import Whose, forgotten, kept, unsent
from bot.core.records import NEVER, Claim, Handing, Helped, Mark, Offer, Pause, Question, Record, Reported, Said, Writeup
from bot.core.retention import made_at
from bot.core.view import View
from plugins.commands.rights import Rights
from plugins.commands.speaking import Speaking

KINDS: tuple[tuple[type[Record], str], ...] = (
    (Question, "questions"),
    (Said, "said"),
    (Helped, "helped"),
    (Mark, "marks"),
    (Claim, "links"),
    (Offer, "offer"),
    (Pause, "pause"),
    (Handing, "handings"),
    (Writeup, "writeups"),
    (Reported, "reports"),
)
"""What can be somebody's, and the sentence that calls it by name."""


@dataclass(frozen=True, slots=True)
class MyData:
    """The two commands."""

    speaking: Speaking
    rights: Rights

    def mydata(self, moment: Command, memory: View) -> Proposal:
        if moment.person.relayed:
            return self.speaking.say("mydata_bridge", moment)
        found = kept(self._whose(moment.person, memory), memory)
        lines = tuple(self._lines((*found.own, *found.named), moment))
        items = "; ".join(lines)
        first = self.speaking.say("mydata" if lines else "mydata_nothing", moment, items=items)
        if moment.person.account != moment.person.id:  # what is marked under a nick could be anybody's, so it is told to nobody
            first = replace(first, words=(replace(first.words[0], after=self._words("mydata_nick", moment)),))
        if moment.place.direct:
            return first
        told = replace(first.words[0], place=private(moment.person))
        return replace(first, words=(*self.speaking.say("mydata_private", moment).words, told))

    def forget(self, moment: Command, memory: View) -> Proposal:
        """Only on the two words: one alone may be a slip, and nothing brings it back."""
        if moment.person.relayed:
            return self.speaking.say("mydata_bridge", moment)
        if moment.args.lower().strip(" .!?") != "me":
            return self.speaking.say("forget_how", moment)
        whose = self._whose(moment.person, memory)
        changes = forgotten(whose, memory)
        said = self.speaking.say("forget_filed" if whose.expert and self.rights.filed(moment.person) else "forget_done", moment)
        return replace(said, changes=changes, actions=unsent(whose, memory, moment.at), recorded=False)

    def _whose(self, person: Person, memory: View) -> Whose:
        expert = self.rights.expert(person, memory)
        return Whose.of(person, memory, expert.name if expert is not None else "")

    def _lines(self, records: Sequence[Record], moment: Command) -> Iterator[str]:
        """How many there are of each kind, since when, and until when the last of them is kept."""
        for kind, name in KINDS:
            some = [record for record in records if type(record) is kind]
            if some:
                since = min(made_at(record) or moment.at for record in some)
                until = max(record.expires for record in some)
                what = self._words(f"kept_{name}", moment)
                key = "kept_until" if until < NEVER else "kept_undone"
                yield self._words(key, moment, what=what, count=str(len(some)), since=_day(since), until=_day(until))

    def _words(self, key: str, moment: Command, **variables: str) -> str:
        return self.speaking.phrases.say(f"commands.{key}", f"{moment.at}", **variables)


def _day(at: float) -> str:
    return str(datetime.fromtimestamp(at, UTC).date()) if at < NEVER else ""
