"""`patience kb stats`: how each entry fares. Given, taken for wrong, not what was meant, solved by it, withheld where."""

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from bot.cli.columns import columns
from bot.cli.console import FINE, command, now, period
from bot.cli.kept import kept
from bot.core.knowledge import Entry
from bot.core.records import DAY, Record, Reported, Said, Tally
from bot.core.reports import ANSWERS
from bot.core.tallies import NOT_IT, SOLVED_BY, told_as
from bot.load import load_knowledge, load_settings

if TYPE_CHECKING:
    from bot.cli.console import Subparsers


@dataclass(frozen=True, slots=True)
class Fares:
    """One entry, over a span of time."""

    entry: str
    given: int  # times, to whoever
    unprompted: int  # of them without being asked
    solved: int  # questions that ended well with it and nobody's help besides
    not_it: int  # askers who said that it was not it
    withheld: tuple[str, ...]  # rooms where it stands as reported wrong


def add_stats(subparsers: "Subparsers") -> None:
    parser = command(subparsers, "stats", "use and mistakes per entry", "patience kb stats --json")
    parser.add_argument("--since", default="30d", type=period, metavar="TIME", help="how far back (default and longest: 30d)")
    parser.add_argument("--json", action="store_true", help="print the numbers as JSON")
    parser.set_defaults(run=run_stats)


def run_stats(args: argparse.Namespace) -> int:
    settings = load_settings(args.config, os.environ)
    knowledge, _ = load_knowledge(settings.knowledge, settings.locale, None)
    at = now()
    found = fares(kept(settings, at), knowledge.entries, at - args.since)
    print(as_json(found) if args.json else in_words(found))
    return FINE


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


def as_json(found: Sequence[Fares]) -> str:
    return json.dumps({"entries": [asdict(row) for row in found]}, ensure_ascii=False, indent=2)


def in_words(found: Sequence[Fares]) -> str:
    if not found:
        return "No entry was given in this time."
    head = ("entry", "given", "unprompted", "solved", "not it", "withheld in")
    rows = [(row.entry, *map(str, (row.given, row.unprompted, row.solved, row.not_it)), ", ".join(row.withheld) or "-") for row in found]
    return columns([head, *rows], right=frozenset({1, 2, 3, 4}))
