"""Old logs on disk: opened, recognised and read line by line, whatever is wrong with them. Formats are bot/replay's.

A file may be gzipped; its lines may end as on any system, and be in UTF-8 or, where they are not, in Windows-1252. Nothing is ever
held but the piece that is being read.
"""

import gzip
import io
import sys
import zlib
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import tzinfo
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

from bot.load.problem import BadInput, Problem
from bot.replay import exports
from bot.replay.formats import LOOKED_AT, MATRIX, day_in, reader, recognised
from bot.replay.logged import Logged, Malformed, UnknownFormat

LONGEST = 2**20  # bytes of one line: nobody writes so much; the rest of it is passed over
PIECE = 2**16  # characters of an export that are read at once
GZIP = b"\x1f\x8b"
STDIN = "-"
DAMAGE = (OSError, EOFError, zlib.error)  # what reading fails with, of a packed file, too

Watch = Callable[[str, str], None]  # file:line, and what is wrong with it


@dataclass(frozen=True, slots=True)
class Log:
    """One file, and what is known of it before it is read."""

    name: str  # as given
    format: str
    began: float  # time of its first line that could be read
    size: int  # bytes on disk; 0 when nobody knows


def looked_at(names: Sequence[str], forced: str | None, zone: tzinfo) -> list[Log]:
    """The logs in the order of their first lines. Raises BadInput, naming every file that cannot be read or recognised."""
    found, problems = [], []
    for name in names:
        try:
            found.append(_look(name, forced, zone))
        except UnknownFormat:
            problems.append(Problem(name, 1, "", "no log in a format that is known (name it with --format)"))
        except DAMAGE as fault:
            problems.append(Problem(name, 1, "", f"cannot be read: {why(fault)}"))
    if problems:
        raise BadInput(problems)
    return sorted(found, key=lambda log: log.began)


def _look(name: str, forced: str | None, zone: tzinfo) -> Log:
    if name == STDIN:
        return Log(name, forced or "jsonl", 0.0, 0)
    with opened(name) as (stream, _):
        first = _first(stream)
    kind = forced or recognised(first)
    log = Log(name, kind, 0.0, Path(name).stat().st_size)
    begun = next((logged.at for _, logged in read(log, zone, lambda _where, _why: None)), 0.0)
    return Log(name, kind, begun, log.size)


def _first(stream: BinaryIO) -> list[str]:
    """The first lines; fewer where a file is damaged. Raises one of DAMAGE when there are none."""
    found: list[str] = []
    try:
        found.extend(islice(lines(stream), LOOKED_AT))
    except DAMAGE:
        if not found:
            raise
    return found


def read(log: Log, zone: tzinfo, bad: Watch, progress: Callable[[int], None] = lambda _done: None) -> Iterator[tuple[str, Logged]]:
    """What a log tells, each with its `file:line`. `bad` hears of what cannot be read; `progress` of the bytes read so far."""
    with opened(log.name) as (stream, done):
        events = _events(log, stream, bad) if log.format == MATRIX else _told(log, stream, zone, bad)
        with closing(events) as told:  # before the file is
            for number, one in enumerate(told):
                if number % 256 == 0:
                    progress(done())
                yield one
        progress(done())


def _told(log: Log, stream: BinaryIO, zone: tzinfo, bad: Watch) -> Generator[tuple[str, Logged]]:
    format_, number = reader(log.format, zone, day_in(Path(log.name).name)), 0
    try:
        for number, text in enumerate(lines(stream), 1):
            try:
                logged = format_.read(text) if text.strip() else None
            except Malformed as fault:
                bad(f"{log.name}:{number}", str(fault))
                continue
            if logged is not None:
                yield f"{log.name}:{number}", logged
    except DAMAGE as fault:
        bad(f"{log.name}: behind line {number}", f"cannot be read on: {fault}")


def _events(log: Log, stream: BinaryIO, bad: Watch) -> Generator[tuple[str, Logged]]:
    """The events of an export; their number stands for a line."""
    text, number = io.TextIOWrapper(stream, "utf-8", errors="replace"), 0
    try:
        for number, event in enumerate(exports.events(lambda: text.read(PIECE)), 1):
            try:
                logged = exports.told(event)
            except Malformed as fault:
                bad(f"{log.name}: event {number}", str(fault))
                continue
            if logged is not None:
                yield f"{log.name}:{number}", logged
    except Malformed as fault:
        bad(f"{log.name}: behind event {number}", str(fault))
    except DAMAGE as fault:
        bad(f"{log.name}: behind event {number}", f"cannot be read on: {fault}")
    finally:
        text.detach()  # or it would close what others have opened


def why(fault: Exception) -> str:
    """What an exception of DAMAGE says."""
    return (fault.strerror if isinstance(fault, OSError) else None) or str(fault)


def lines(stream: BinaryIO) -> Iterator[str]:
    """The lines as text without their ends. Raises one of DAMAGE."""
    while raw := stream.readline(LONGEST):
        rest = raw
        while len(rest) == LONGEST and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST)
        yield _text(raw.rstrip(b"\r\n"))


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


class opened:  # noqa: N801 - used like a function
    """A file open for reading, unpacked where it is gzipped, and how to ask for the bytes read of it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> tuple[BinaryIO, Callable[[], int]]:
        if self.name == STDIN:
            self.raw: BinaryIO = sys.stdin.buffer
            return self.raw, lambda: 0
        self.raw = raw = Path(self.name).open("rb")
        packed = raw.read(2) == GZIP
        raw.seek(0)
        return (cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if packed else raw), raw.tell

    def __exit__(self, *_: object) -> None:
        if self.name != STDIN:
            self.raw.close()
