"""Release names as facts: an entry for some series is no sure answer to a text that names only other series.

The number of a series and its name ("2025.2", "flamingo") are one and the same, here and for the matcher.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.knowledge import Entry, Series

# Series before numbers came in, oldest first: releases.yaml lists only those that people still run, entries name older ones.
NAMED = tuple(
    """austin bexar cactus diablo essex folsom grizzly havana icehouse juno kilo liberty mitaka newton ocata pike queens rocky
    stein train ussuri victoria wallaby xena yoga zed""".split()
)
LINUX = frozenset({"rocky"})  # here nearly always Rocky Linux, so it names no series
# Words with which a text means other series than it names: "newer than epoxy".
BEYOND = frozenset("after newer later beyond past next following before older earlier".split())
WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Releases:
    """Series in order of time, and how they are written."""

    order: tuple[str, ...]  # ids, oldest first
    ids: dict[str, str]  # name or id, folded -> id
    names: dict[str, str]  # number -> name, folded: what the matcher reads instead

    @classmethod
    def of(cls, series: Sequence[Series]) -> "Releases":
        numbered = [item for item in series if item.series not in NAMED]
        ids = {name: name for name in NAMED if name not in LINUX}
        ids |= {word.casefold(): item.series for item in numbered for word in (item.series, item.name) if word}
        names = {item.series: item.name.casefold() for item in numbered if item.name}
        return cls((*NAMED, *sorted(item.series for item in numbered)), ids, names)

    def spell(self, folded: str) -> str:
        """The text with numbers of series replaced by their names."""
        return WORD.sub(lambda found: self.names.get(found[0], found[0]), folded)

    def named(self, folded: str) -> frozenset[str]:
        """The series that a folded text is about, by name or number; none when it speaks of those around them."""
        said = WORD.findall(folded)
        return frozenset(self.ids[word] for word in said if word in self.ids) if BEYOND.isdisjoint(said) else frozenset()

    def held(self, entry: Entry) -> frozenset[str]:
        """The series for which an entry holds; empty: all."""
        held = {name for name in entry.releases if name not in ("later", "earlier")}
        places = [self.order.index(name) for name in held if name in self.order]
        if places and "later" in entry.releases:
            held.update(self.order[max(places) :])
        if places and "earlier" in entry.releases:
            held.update(self.order[: min(places) + 1])
        return frozenset(held)


def names_only_others(named: frozenset[str], held: frozenset[str]) -> bool:
    """Whether a text names series, and none of them is among those that an entry holds for."""
    return bool(named and held) and named.isdisjoint(held)
