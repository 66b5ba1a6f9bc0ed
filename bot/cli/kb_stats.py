"""`patience kb stats`: how each entry fares, and how sure the bot must be of it. And of each room: what is known of its talk.

Given, taken for wrong, not what was meant, solved by it, withheld where; what it needs to be said unasked, and what has moved that.
"""

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Protocol, cast

from bot.cli.columns import columns
from bot.cli.console import FINE, command, now, period
from bot.cli.kept import kept
from bot.cli.matching import faq
from bot.core.knowledge import Entry
from bot.core.memory import Memory
from bot.core.records import DAY, Record, Reported, Said, Sketch, Tally
from bot.core.reports import ANSWERS
from bot.core.tallies import NOT_IT, SOLVED_BY, is_private, told_as
from bot.core.view import View
from bot.load import load_knowledge, load_settings

if TYPE_CHECKING:
    from bot.cli.console import Subparsers

NOBODY = b"stats" * 7  # nobody is looked up by their hash: any key will do
ANYWHERE = ""  # where no room is known yet


@dataclass(frozen=True, slots=True)
class Fares:
    """One entry, over a span of time."""

    entry: str
    given: int  # times, to whoever
    unprompted: int  # of them without being asked
    solved: int  # questions that ended well with it and nobody's help besides
    not_it: int  # askers who said that it was not it
    withheld: tuple[str, ...]  # rooms where it stands as reported wrong
    needed: Mapping[str, float] = field(default_factory=dict)  # room -> confidence above which it is given unasked
    moved_by: tuple[str, ...] = ()  # what moved that: wrong, not_it, solved, same


@dataclass(frozen=True, slots=True)
class Heard:
    """One room: its talk, in numbers."""

    room: str
    lines: int  # of four weeks
    asked: int  # questions among them
    weighed: float  # lines of ordinary talk that were looked up, each worth less with time
    needed: float  # confidence above which an entry is given unasked, before what became of it


class Needed(Protocol):
    confidence: float
    reasons: tuple[str, ...]


class Measured(Protocol):
    lines: int
    asked: int
    weighed: float
    needed: float


class Measures(Protocol):
    """What the plugin says of itself."""

    def needed(self, entry: Entry, room: str, at: float, memory: View) -> Needed: ...

    def measured(self, room: str, at: float, memory: View) -> Measured: ...


def add_stats(subparsers: "Subparsers") -> None:
    parser = command(subparsers, "stats", "use and mistakes per entry", "patience kb stats --json")
    parser.add_argument("--since", default="30d", type=period, metavar="TIME", help="how far back (default and longest: 30d)")
    parser.add_argument("--json", action="store_true", help="print the numbers as JSON")
    parser.set_defaults(run=run_stats)


def run_stats(args: argparse.Namespace) -> int:
    settings = load_settings(args.config, os.environ)
    knowledge, _ = load_knowledge(settings.knowledge, settings.locale, None)
    at = now()
    records = kept(settings, at)
    memory, plugin = Memory(NOBODY, records), cast(Measures, faq(settings, knowledge))
    rooms = heard(records, plugin, at, memory)
    rows = needs(fares(records, knowledge.entries, at - args.since), knowledge.entries, rooms, plugin, at, memory)
    print(as_json(rows, rooms) if args.json else in_words(rows, rooms))
    return FINE


def heard(records: Iterable[Record], plugin: Measures, at: float, memory: View) -> tuple[Heard, ...]:
    """Rooms in which anything was heard."""
    rooms = {one.room for one in records if isinstance(one, Sketch) or (isinstance(one, Tally) and one.name == "lines")}
    measured = ((room, plugin.measured(room, at, memory)) for room in sorted(rooms) if not is_private(room))
    return tuple(Heard(room, one.lines, one.asked, round(one.weighed, 1), round(one.needed, 4)) for room, one in measured)


def needs(
    rows: Iterable[Fares], entries: Iterable[Entry], rooms: Sequence[Heard], plugin: Measures, at: float, memory: View
) -> tuple[Fares, ...]:
    """The rows with what each entry needs in each room."""
    known = {entry.id: entry for entry in entries}

    def one(row: Fares) -> Fares:
        entry = known.get(row.entry)
        if entry is None:
            return row
        found = {room: plugin.needed(entry, room, at, memory) for room in [one.room for one in rooms] or [ANYWHERE]}
        reasons = dict.fromkeys(reason for needed in found.values() for reason in needed.reasons)
        return replace(row, needed={room: round(needed.confidence, 4) for room, needed in found.items()}, moved_by=tuple(reasons))

    return tuple(map(one, rows))


def fares(records: Iterable[Record], entries: Iterable[Entry], since: float) -> tuple[Fares, ...]:
    """Entries that something happened to since then (seconds since the epoch), most given first.

    Days count whole: what is counted without names has no time of day.
    """
    given, unprompted, ended = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    withheld: dict[str, list[str]] = {}
    versions = {entry.id: entry.version for entry in entries}
    for record in records:
        match record:
            case Said(kind=kind, entry=entry, withheld="", at=at) if entry and kind in ANSWERS and at >= since:
                given[entry] += 1
                unprompted[entry] += not record.prompted
            case Tally(name=name, day=day, value=value) if day >= int(since // DAY):
                kind, _, entry = name.partition(":")
                ended[kind, entry] += value
            case Reported(entry=entry, room=room, version=version) if version == versions.get(entry):
                withheld.setdefault(entry, []).append(told_as(room))
    seen = {*given, *withheld, *(entry for kind, entry in ended if entry and kind in (SOLVED_BY, NOT_IT))}
    rows = (Fares(e, given[e], unprompted[e], ended[SOLVED_BY, e], ended[NOT_IT, e], tuple(sorted(set(withheld.get(e, ()))))) for e in seen)
    return tuple(sorted(rows, key=lambda row: (-row.given, row.entry)))


def as_json(found: Sequence[Fares], rooms: Sequence[Heard] = ()) -> str:
    return json.dumps({"entries": [asdict(row) for row in found], "rooms": [asdict(one) for one in rooms]}, ensure_ascii=False, indent=2)


def in_words(found: Sequence[Fares], rooms: Sequence[Heard] = ()) -> str:
    """Entries, and below them rooms."""
    tables = [_entries(found) if found else "No entry was given in this time."]
    if rooms:
        head = ("room", "lines", "asked", "weighed", "needed")
        rows = [(one.room, str(one.lines), str(one.asked), f"{one.weighed:.0f}", f"{one.needed:.2f}") for one in rooms]
        tables.append(columns([head, *rows], right=frozenset({1, 2, 3, 4})))
    return "\n\n".join(tables)


def _entries(found: Sequence[Fares]) -> str:
    head = ("entry", "given", "unprompted", "solved", "not it", "needed", "moved by", "withheld in")
    rows = [
        (
            row.entry,
            *map(str, (row.given, row.unprompted, row.solved, row.not_it)),
            _span(row.needed.values()),
            ", ".join(reason.replace("_", " ") for reason in row.moved_by) or "-",
            ", ".join(row.withheld) or "-",
        )
        for row in found
    ]
    return columns([head, *rows], right=frozenset({1, 2, 3, 4}))


def _span(numbers: Iterable[float]) -> str:
    """The least and the most of them, as one where they are the same."""
    told = sorted(f"{number:.2f}" for number in numbers)
    return "-".join(dict.fromkeys((told[0], told[-1]))) if told else "-"
