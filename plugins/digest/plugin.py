"""The maintainers' digest, told in the control room: every Monday, or every day. What was missed is made up for on the next day, once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.core.commands import CommandSpec
from bot.core.knowledge import Knowledge, Phrases
from bot.core.moments import Daily, Moment
from bot.core.plugin import Proposal, Reason, Words
from bot.core.records import DAY, Counter, Put
from bot.core.settings import Settings
from bot.core.text import quieted
from bot.core.view import View
from bot.digest import Digest, digest_of
from bot.digest.report import since
from plugins.digest.lines import Lines

TOLD = "digest"  # the counter of the day of the last one
DAYS = {"daily": 1, "weekly": 7}
THURSDAY = 3  # the day of the week on which the epoch began, Monday being 0

SETTINGS: Mapping[str, Any] = {
    "every": {"type": "string", "enum": list(DAYS), "description": "How often the control room is told: every day, or every Monday"}
}


@dataclass(frozen=True, slots=True)
class Reports:
    """The plugin."""

    phrases: Phrases
    settings: Settings
    knowledge: Knowledge
    every: str = "weekly"
    name: ClassVar[str] = "digest"
    hears: ClassVar[tuple[type[Moment], ...]] = (Daily,)
    commands: ClassVar[tuple[CommandSpec, ...]] = ()

    def handle(self, moment: Moment, memory: View) -> Iterable[Proposal | Reason]:
        if not isinstance(moment, Daily):
            return
        today, last = int(moment.at // DAY), memory.counter(TOLD)
        if last >= self._due(today):
            yield Reason(self.name, "told already")
            return
        first = (last or today - DAYS[self.every]) * DAY
        digest = digest_of(memory, self.settings, self.knowledge, since(first, moment.at))
        ours = {self.settings.name, *memory.own_names(moment.place.network)}
        names = {*_names(digest), *(person.name for person in memory.people_in(moment.place))} - ours
        words = tuple(Words(quieted(line, names)) for line in Lines(self.phrases, digest))
        yield Proposal("digest", words, f"{self.every}, to the control room", changes=(Put(Counter(TOLD, today)),), recorded=False)

    def _due(self, today: int) -> int:
        """The day on which the one that is due now should have been told."""
        return today if self.every == "daily" else today - (today + THURSDAY) % 7


def _names(digest: Digest) -> Iterable[str]:
    """Whoever is named: a report calls nobody."""
    yield from (name for one in digest.unregistered for name in one.names)
    yield from (one.name for one in digest.new_helpers)
    yield from (person.name for one in digest.thin for person in one.active)


def build(section: Mapping[str, Any], settings: Settings, knowledge: Knowledge) -> Reports:
    """The plugin from its own section of bot.yaml."""
    return Reports(knowledge.phrases, settings, knowledge, str(section.get("every", "weekly")))
