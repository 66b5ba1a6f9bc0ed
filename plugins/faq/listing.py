"""faq WORDS: the best entries with their links. faq: what there are entries about."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.knowledge import Phrases
from bot.core.moments import Command
from bot.core.people import private
from bot.core.plugin import Proposal, Words
from bot.core.view import View
from plugins.faq.matcher import Match, Matcher
from plugins.faq.showing import Showing, reported

LISTED = 3  # entries in a room; the rest comes in private (product 10.4)
LISTED_PRIVATE = 6  # entries in all: what comes behind them is noise
WORTH_LISTING = 0.1  # confidence of an entry that somebody who searches may want to see

PHRASES: Mapping[str, frozenset[str]] = {
    "faq.found": frozenset({"items"}),
    "faq.item": frozenset({"question", "link"}),
    "faq.item_reported": frozenset({"question", "link"}),
    "faq.rest": frozenset({"count"}),
    "faq.nothing": frozenset(),
    "faq.topics": frozenset({"topics"}),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """The command."""

    phrases: Phrases
    matcher: Matcher
    showing: Showing

    def command(self, moment: Command, memory: View) -> Proposal:
        """Entries for some words; the topics where there are none."""
        if not moment.args:
            return self._topics(moment)
        place, text = moment.place, moment.args
        found = [m for m in self.matcher.match(text) if m.confidence >= WORTH_LISTING]
        found = [m for m in found if not self.showing.withheld(m.entry, place, text)][:LISTED_PRIVATE]
        if not found:
            return self._say(moment, self.phrases.say("faq.nothing", text))
        first, rest = (found, []) if place.direct else (found[:LISTED], found[LISTED:])
        if not rest:
            return self._say(moment, self._items(first, moment, memory))
        more = Words(self._items(rest, moment, memory), to=moment.person, place=private(moment.person))
        return self._say(moment, self._items(first, moment, memory), more, after=self.phrases.say("faq.rest", text, count=str(len(rest))))

    def _items(self, matches: list[Match], moment: Command, memory: View) -> str:
        """Entries by question and link; one that somebody here called wrong is shown as that."""
        items = [
            self.phrases.say(
                "faq.item_reported" if reported(m.entry, moment.room, memory) else "faq.item",
                m.entry.id,
                question=m.entry.question,
                link=" ".join(m.entry.links[:1]),
            )
            for m in matches
        ]
        return self.phrases.say("faq.found", "", items=" · ".join(item.strip() for item in items))

    def _topics(self, moment: Command) -> Proposal:
        topics = dict.fromkeys(known.entry.topic for known in sorted(self.matcher.known, key=lambda known: known.entry.topic))
        if not topics:
            return self._say(moment, self.phrases.say("faq.nothing", ""))
        return self._say(moment, self.phrases.say("faq.topics", "", topics=", ".join(topics)))

    def _say(self, moment: Command, text: str, *more: Words, after: str = "") -> Proposal:
        words = Words(text, to=moment.person, loud=True, after=after)
        return Proposal("command", (words, *more), f"{moment.person.name} asked for the FAQ")
