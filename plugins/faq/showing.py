"""May this entry be shown here, to this text? States, rooms and names; what product.md section 5 says of each."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.knowledge import Entry, State, Topic
from bot.core.people import Place
from bot.core.view import View
from plugins.faq.releases import Releases
from plugins.faq.words import fold, words

SHORTEST_NAME = 4  # letters of a part of an id that can name an entry: "qpid", but not "vm" or "add"
DATED = frozenset({State.DATED, State.HISTORICAL})  # shown with the month of their check


@dataclass(frozen=True, slots=True)
class Showing:
    """The rules, with what they need to know about the folder."""

    topics: Mapping[str, Topic]
    releases: Releases

    @classmethod
    def of(cls, topics: Sequence[Topic], releases: Releases) -> "Showing":
        return cls({topic.id: topic for topic in topics}, releases)

    def withheld(self, entry: Entry, place: Place, text: str) -> str:
        """Why the entry is not shown in this place for this text; "" when it may be."""
        if entry.state is State.UNSURE:
            return "it is unsure, a person must check it first"
        if entry.rooms and (place.direct or place.room.lower() not in {room.lower() for room in entry.rooms}):
            return f"it is for {', '.join(entry.rooms)} only"
        if entry.state is State.HISTORICAL and not self.named(entry, text):
            return "it is historical, and nobody asked for it by name"
        return ""

    def named(self, entry: Entry, text: str) -> bool:
        """Whether the text has a word that decides: of the entry's id or topic, or one of its old series."""
        folded = fold(text)
        topic = self.topics.get(entry.topic)
        parts = [part for part in re.split(r"[-.]", entry.id) if len(part) >= SHORTEST_NAME]
        names = [words(fold(name)) for name in (*parts, entry.topic, *(topic.words if topic else ()))]
        said = words(folded)
        close = folded.replace(" ", "")
        return (
            entry.id.casefold() in close
            or any(name and name.keys() <= said.keys() for name in names)
            or not self.releases.named(folded).isdisjoint(self.releases.held(entry))
        )


def reported(entry: Entry, room: str, memory: View) -> bool:
    """Whether somebody in this joined place called it wrong as it stands."""
    report = memory.reported(room, entry.id)
    return report is not None and report.version == entry.version


def month(entry: Entry) -> str:
    """The month of its check, for entries that are shown with it; "" for the others."""
    return f"{entry.checked:%Y-%m}" if entry.state in DATED else ""
