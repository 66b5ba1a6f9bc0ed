"""`patience replay LOG…`: an old log through the house, and a report of what would have been said and what people did."""

import argparse
import json
import os
import secrets
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO
from zoneinfo import ZoneInfo

from bot.cli.chat import usable_knowledge
from bot.cli.console import FINE, FOUND_PROBLEMS, WRONG_USE, command, now
from bot.cli.logs import DAMAGE, Log, lines, looked_at, opened, read, why
from bot.cli.progress import Bar, count
from bot.cli.remembering import remember
from bot.core.kernel import Kernel, Turn
from bot.core.memory import Memory
from bot.core.people import Place
from bot.core.settings import MatrixNetwork, Settings
from bot.core.text import clean
from bot.load import BadInput, Problem, load_plugins, load_settings
from bot.pages.replay import replay_page
from bot.replay.foresight import foreseen
from bot.replay.formats import MATRIX, NAMES
from bot.replay.logged import Malformed
from bot.replay.playing import Playing, as_replayed, place_of
from bot.replay.report import Report
from bot.replay.row import Row
from bot.replay.score import Label, Score, label
from bot.replay.telling import Reading, Section, in_text, row_data, sections, summary
from bot.store.errors import BadStore, StoreFailed

if TYPE_CHECKING:
    from bot.cli.console import Subparsers

SAMPLES = 10  # lines that could not be read, told one by one; the others are counted
KEY = 32  # bytes under which people are remembered while a log is played
SIGNS = ("#", "!", "&", "+")  # with which names of rooms begin: a slash in those is theirs
ROOM = "#rdo"  # where a log was said when bot.yaml names no room


def add(subparsers: "Subparsers") -> None:
    parser = command(
        subparsers,
        "replay",
        "play an old log, and report what would have been said and what people did",
        "patience replay '#rdo.2024-01.log' --html report.html",
    )
    parser.add_argument("logs", nargs="+", metavar="LOG", help='a log, gzipped or not; "-": standard input (JSON lines, or --format)')
    parser.add_argument("--format", choices=NAMES, help="of the logs (default: recognised by their first lines)")
    parser.add_argument("--zone", default="UTC", metavar="ZONE", help="the time zone of stamps that name none, such as Europe/Paris")
    parser.add_argument("--room", default="", metavar="NETWORK/ROOM", help="where it was said (default: the first room of bot.yaml)")
    parser.add_argument("--score", metavar="FILE", help="compare with labelled lines (docs/replay.md)")
    parser.add_argument("--json", action="store_true", help="one JSON line for each question, and one with all figures at the end")
    parser.add_argument("--html", metavar="FILE", help="write the report as a page")
    parser.add_argument("--remember", action="store_true", help="its people have spoken before: keep that, as keyed hashes, in the store")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    settings = as_replayed(load_settings(args.config, os.environ))
    zone = _zone(args.zone)
    if zone is None:
        return _wrong_use(f"no time zone is called {args.zone}; names are like Europe/Paris")
    if _elsewhere(args.room, settings):
        return _wrong_use(f"no network is called {args.room.partition('/')[0]}; there are: {', '.join(n.name for n in settings.networks)}")
    logs = looked_at(args.logs, args.format, zone)
    page = _page(args.html, [*args.logs, *filter(None, [args.score])]) if args.html else None
    score = _labels(args.score, logs) if args.score else None
    knowledge = usable_knowledge(settings)
    kernel = Kernel(settings, knowledge, load_plugins(settings, knowledge, count))
    place = _place(args.room, settings, logs)
    if not args.remember:
        return _play(args.json, page, logs, Replay(Playing(kernel, Memory(secrets.token_bytes(KEY)), place), zone, score, args.json))
    try:
        with remember(settings.store) as (key, keep):
            memory = Memory(key)
            code = _play(args.json, page, logs, Replay(Playing(kernel, memory, place), zone, score, args.json))
            print(keep(memory, now()), file=sys.stderr)
            return code
    except (BadStore, StoreFailed) as fault:
        print(fault, file=sys.stderr)
        return FOUND_PROBLEMS


def _wrong_use(why: str) -> int:
    print(clean(f"replay: {why}"), file=sys.stderr)
    return WRONG_USE


def _play(as_json: bool, page: "Page | None", logs: Sequence[Log], replay: "Replay") -> int:
    """Play it and tell what came of it."""
    replay.play(logs)
    told = tuple(sections(replay.report, replay.reading, replay.figures))
    if as_json:
        print(json.dumps(summary(replay.report, replay.reading, replay.figures), ensure_ascii=False))
    else:
        print("\n".join(in_text(told)))
    if page is not None:
        page.write(told)
    return FOUND_PROBLEMS if replay.report.faults or replay.unread else FINE


def _page(name: str, others: Sequence[str]) -> "Page":
    """The page under this name, which is none of the other files. Raises BadInput."""
    if any(Path(other).exists() and Path(name).exists() and Path(other).samefile(name) for other in others):
        raise BadInput([Problem(name, 1, "", "is what is read: the page would be written over it")])
    return Page(name)


class Page:
    """The file of the page: tried before the work begins, so that nobody waits for what cannot be written. Raises BadInput.

    Until there is a report, what stood there stays, and nothing stays where nothing was.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        new = not Path(name).exists()
        with self._opened("a"):
            pass
        if new:
            Path(name).unlink()

    def write(self, told: Sequence[Section]) -> None:
        with self._opened("w") as file:
            file.write(replay_page(told))

    def _opened(self, mode: Literal["a", "w"]) -> TextIO:
        try:
            return Path(self.name).open(mode, encoding="utf-8")
        except OSError as fault:
            raise BadInput([Problem(self.name, 1, "", f"cannot be written: {fault.strerror}")]) from fault


def _zone(name: str) -> tzinfo | None:
    if name.upper() == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # no zone of that name, or no name of one
        return None


def _elsewhere(room: str, settings: Settings) -> bool:
    """Whether it names a network that is none of ours."""
    named, slash, _ = room.partition("/")
    return bool(slash) and settings.network(named) is None and not room.startswith(SIGNS)


def _place(room: str, settings: Settings, logs: Sequence[Log]) -> Place:
    """Where the logs were said: as told, or the first room of the first network of their kind."""
    matrix = logs[0].format == MATRIX
    network = next((n for n in settings.networks if isinstance(n, MatrixNetwork) == matrix), settings.networks[0])
    default = Place(network.name, network.rooms[0].name.lower() if network.rooms else ROOM)
    return place_of(room, default, settings)


def _labels(name: str, logs: Sequence[Log]) -> Score:
    """The labelled lines of a file. Raises BadInput, naming every line that is no label."""
    labels: dict[str, Label] = {}
    problems: list[Problem] = []
    names = [log.name for log in logs]
    try:
        with opened(name) as (stream, _):
            for number, text in enumerate(lines(stream), 1):
                try:
                    found = label(text, number, names) if text.strip() else None
                except Malformed as fault:
                    problems.append(Problem(name, number, "", str(fault)))
                    continue
                if found is not None:
                    labels[found[0]] = found[1]
    except DAMAGE as fault:
        problems.append(Problem(name, 1, "", f"cannot be read: {why(fault)}"))
    if problems:
        raise BadInput(problems)
    return Score(labels)


@dataclass
class Replay:
    """The loop: read, play, report. What cannot be read is told and counted."""

    playing: Playing
    zone: tzinfo
    score: Score | None
    as_json: bool
    report: Report = field(init=False)
    read: list[tuple[str, str]] = field(default_factory=list)
    unread: int = 0  # lines
    samples: list[str] = field(default_factory=list)
    bar: Bar = field(default_factory=lambda: Bar(0))

    def __post_init__(self) -> None:
        kernel, memory = self.playing.kernel, self.playing.memory
        self.report = Report(lambda question, at: foreseen(kernel, memory, question, at), zone=self.zone)
        if self.score is not None:
            self.report.opened = self.score.opened
        if self.as_json or self.score is not None:
            self.report.finished = self._finished

    def play(self, logs: Sequence[Log]) -> None:
        """All logs, one after the other, and the time behind them."""
        self.bar.whole = sum(log.size for log in logs)
        for log in logs:
            self.read.append((log.name, log.format))
            for turn in self._turns(log, self.bar.step):
                self.report.hear(turn)
            self.bar.base += log.size
        for turn in self.playing.end():
            self.report.hear(turn)
        self.report.close()
        self.bar.clear()

    def _turns(self, log: Log, step: Callable[[int], None]) -> Iterator[Turn]:
        for line, logged in read(log, self.zone, self._unread, step):
            if self.score is not None:
                self.score.met(line, logged.id)
            yield from self.playing.take(logged, line)

    def _unread(self, where: str, why: str) -> None:
        self.unread += 1
        if len(self.samples) < SAMPLES:
            self.bar.clear()
            self.samples.append(f"{where}: {why}")
            print(clean(f"{where}: {why} (left out)"), file=sys.stderr)

    def _finished(self, row: Row) -> None:
        if self.score is not None:
            self.score.finished(row)
        if self.as_json:
            print(json.dumps(row_data(row), ensure_ascii=False))

    @property
    def reading(self) -> Reading:
        playing = self.playing
        return Reading(tuple(self.read), self.unread, tuple(self.samples), playing.ours, playing.back, playing.hidden, self.zone)

    @property
    def figures(self) -> Mapping[str, float | int | None] | None:
        return self.score.result() if self.score is not None else None
