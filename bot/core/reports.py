"""Reports of wrong answers: by anybody, three a day each; the entry is withheld where it was said until a maintainer has looked.

One rule for the command `wrong`, for 👎, and for "that's wrong" said to us (product 10.13).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.fares import counted
from bot.core.knowledge import Draft, Knowledge
from bot.core.people import Person
from bot.core.records import DAY, DRAFTS, Change, Counter, Drop, Put, Reported, Said
from bot.core.view import View

A_DAY = 3  # of one person
ANSWERS = frozenset({"answer", "again", "tell"})  # kinds of what we say that an entry answers for


class Taken(StrEnum):
    """What becomes of a report."""

    NEW = "new"  # the entry is withheld from now on
    KNOWN = "known"  # it is withheld already
    ENOUGH = "enough"  # this person has reported as much today as one person may


@dataclass(frozen=True, slots=True)
class Report:
    """What becomes of it, and the changes."""

    taken: Taken
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Reports:
    """`versions`: what each entry says now, in short; `links`: its pages. `highest`: number of a draft that lies in the folder."""

    versions: Mapping[str, str] = field(default_factory=dict)
    highest: int = 0
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, knowledge: Knowledge) -> "Reports":
        versions = {entry.id: entry.version for entry in knowledge.entries}
        return cls(versions, highest(knowledge.drafts), {entry.id: entry.links for entry in knowledge.entries})

    def report(self, said: Said, by: Person, at: float, memory: View) -> Report:
        """Somebody says that this answer of ours is wrong."""
        who, version = memory.hash(by.identity), self.versions.get(said.entry, "")
        before = memory.reported(said.room, said.entry)
        if before is not None and before.version == version:
            return Report(Taken.KNOWN)
        if sum(one.by == who and at - one.at < DAY for one in memory.reports()) >= A_DAY:
            return Report(Taken.ENOUGH)
        number = before.number if before is not None and before.number else next_number(memory, self.highest)
        drafts = Put(Counter(DRAFTS, max(number, memory.counter(DRAFTS))))
        wrong = Put(counted(said.entry, version, "wrong", at, memory))
        return Report(Taken.NEW, (drafts, Put(Reported(said.room, said.entry, at, who, version, number)), wrong))

    def cleared(self, report: Reported, at: float, memory: View) -> tuple[Change, ...]:
        """A maintainer says that the entry is right: it is given again, and was called wrong once less."""
        return (Drop(Reported, report.key), Put(counted(report.entry, report.version, "wrong", at, memory, -1.0)))

    def standing(self, memory: View) -> tuple[Reported, ...]:
        """Reports that nobody has settled: no maintainer has looked, and the entry says what it said. By number."""
        live = (one for one in memory.reports() if not one.accepted and one.version == self.versions.get(one.entry, ""))
        return tuple(sorted(live, key=lambda one: one.number))


def last_answer(room: str, since: float, memory: View) -> Said | None:
    """The last answer that we gave in a joined place."""
    return next((said for said in memory.said(room=room, since=since) if said.kind in ANSWERS and said.entry), None)


def answered_with(line_id: str | None, memory: View) -> Said | None:
    """The answer of ours that this line is."""
    said = memory.said_as(line_id) if line_id else None
    return said if said is not None and said.kind in ANSWERS and said.entry else None


def next_number(memory: View, taken: int) -> int:
    """The next of the one row of numbers of drafts, write-ups and reports; `taken`: highest number among the files."""
    return max(memory.counter(DRAFTS), taken) + 1


def highest(drafts: Iterable[Draft]) -> int:
    """The highest number among drafts; 0 without any."""
    return max((draft.number for draft in drafts), default=0)
