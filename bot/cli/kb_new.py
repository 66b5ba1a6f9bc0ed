"""`patience kb new`: a draft in the knowledge folder, from a question that somebody asked or from your own words."""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.console import FINE, FOUND_PROBLEMS, WRONG_USE, command, now, today
from bot.cli.effects import in_a_line
from bot.cli.kept import kept
from bot.cli.matching import faq
from bot.core.directory import Directory
from bot.core.knowledge import Draft, Knowledge
from bot.core.records import DRAFTS, Counter, Question, Record, Uncovered
from bot.core.text import nameless
from bot.drafting import Desk
from bot.load import load_knowledge, load_settings
from bot.store.errors import BadStore

if TYPE_CHECKING:
    from bot.cli.console import Subparsers

KIND = "gap"  # asked, and not covered


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that the bot remembers, without names."""

    number: int
    room: str  # key of the joined place
    text: str
    topic: str


def add_new(subparsers: "Subparsers") -> None:
    parser = command(
        subparsers, "new", "draft an entry from a question that was asked, or from a text", "patience kb new --question 12 --room '#rdo'"
    )
    parser.add_argument("--question", required=True, metavar='N|"TEXT"', help="its number, as `open` and `kb gaps` show it, or words")
    parser.add_argument("--room", default="", help="where it was asked, if several rooms have that number")
    parser.set_defaults(run=run_new)


def run_new(args: argparse.Namespace) -> int:
    settings = load_settings(args.config, os.environ)
    knowledge, _ = load_knowledge(settings.knowledge, settings.locale, None)
    records: tuple[Record, ...] = ()
    try:
        records = kept(settings, now())
    except BadStore:
        if args.question.isdigit():  # a text of one's own needs no memory
            raise
    number = max((one.value for one in records if isinstance(one, Counter) and one.name == DRAFTS), default=0) + 1
    asked = _own(args, knowledge) if not args.question.isdigit() else _chosen(tuple(remembered(records)), int(args.question), args.room)
    if isinstance(asked, str):
        print(asked, file=sys.stderr)
        return WRONG_USE
    draft = Draft(number, KIND, asked.text, topic=asked.topic, at=today(), room=asked.room.partition("/")[2] or asked.room)
    outcome = Desk(Path(settings.knowledge), settings.locale, settings.limits, today).write(draft)
    if not outcome.done:
        print("no draft was written", file=sys.stderr)
        return FOUND_PROBLEMS
    print(f"now: {in_a_line(faq(settings, knowledge).attempt(asked.text))}")
    print(f"Wrote {outcome.words['file']}. Complete it, then: patience drafts accept {outcome.words['number']}")
    return FINE


def remembered(records: Iterable[Record]) -> Iterator[Asked]:
    """The questions that are remembered, newest first in each room: open ones, and those that no entry covered."""
    found = {}
    for record in records:
        if isinstance(record, Uncovered):
            room, _, number = record.question.rpartition("#")
            found[record.question] = Asked(int(number), room, record.text, record.topic)
        elif isinstance(record, Question):
            people = [record.asker, *(reply.by for reply in record.replies), *(call.person for call in record.calls)]
            text = nameless(record.text, (person.name for person in people))
            found.setdefault(record.key, Asked(record.number, record.room, text, next(iter(record.topics), "")))
    yield from found.values()


def _own(args: argparse.Namespace, knowledge: Knowledge) -> Asked:
    text = " ".join(args.question.split())
    return Asked(0, args.room, text, next(iter(Directory.of(knowledge).topics_in(text)), ""))


def _chosen(asked: tuple[Asked, ...], number: int, room: str) -> Asked | str:
    """The question with this number, or what is wrong with asking for it."""
    found = [one for one in asked if one.number == number and (not room or room.lower() in (one.room, one.room.partition("/")[2]))]
    if len(found) > 1:
        return f"question {number} is one of {', '.join(sorted(one.room for one in found))}: say which with --room"
    if found:
        return found[0]
    where = f" in {room}" if room else ""
    numbers = ", ".join(str(one.number) for one in sorted(asked, key=lambda one: one.number)) or "none"
    return f"no question {number}{where} is remembered (there are: {numbers}); its words in quotes will do, too"
