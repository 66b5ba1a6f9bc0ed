"""`patience data report`: what is kept, how old the oldest of it is and when the next of it goes; and that there is nothing else.

Expired records are deleted once a day; what is a day late is counted as waiting for that, what is later is a fault.
"""

import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.cli.columns import columns
from bot.core.records import DAY, HOUR, KINDS, NEVER, Record
from bot.core.retention import PROMISES, made_at, overdue
from bot.core.spans import span
from bot.store.files import KEY_BYTES, file_of, key_file, parse, shown
from bot.store.reading import Reader, reading
from bot.store.tables import metadata

LATE = DAY + HOUR  # that the nightly deletion may be behind: once a day, and it need not be the same minute
HISTORY = "alembic_version"  # the table that says which version wrote the others
BESIDE = {
    ".key": "the key of the hashes",
    ".lock": "who has it open",
    ".faq.semantic": "vectors of the knowledge, of nobody's words",
    "-wal": "SQLite's log of writes",
    "-shm": "SQLite's index of that",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of record."""

    kind: str
    line: str  # of the promise
    names: str
    until: str  # the promise, in words
    count: int
    oldest: float | None  # seconds
    next_goes: float | None  # in so many seconds
    waiting: int  # for the nightly deletion
    overdue: int  # beyond that


@dataclass(frozen=True, slots=True)
class Report:
    """All of it."""

    store: str
    at: float
    rows: tuple[Row, ...]
    outbox: int
    files: tuple[tuple[str, str], ...]  # name, and what it is
    faults: tuple[str, ...]


def look(url: str, at: float) -> Report:
    """Read the store, beside a running bot or without one. Raises BadStore."""
    with reading(url) as reader:
        records = tuple(reader.load(-NEVER))
        rows = tuple(_row(kind, [record for record in records if type(record) is kind], at) for kind in KINDS)
        outbox = len(reader.waiting()) + len(reader.in_flight())
        faults = (*_overdue(rows), *_unknown(reader), *_open_to_others(url))
    order = list(PROMISES)
    rows = tuple(sorted(rows, key=lambda row: [kind.__name__.lower() for kind in order].index(row.kind)))
    return Report(shown(parse(url)), at, rows, outbox, tuple(_files(url)), faults)


def _row(kind: type[Record], records: Sequence[Record], at: float) -> Row:
    promise = PROMISES[kind]
    made = [one for one in map(made_at, records) if one is not None]
    ends = [record.expires for record in records if record.expires < NEVER and record.expires > at]
    late = sum(overdue(record, at - LATE) for record in records)
    return Row(
        kind=kind.__name__.lower(),
        line=promise.line,
        names=promise.names,
        until=promise.until,
        count=len(records),
        oldest=at - min(made) if made else None,
        next_goes=min(ends) - at if ends else None,
        waiting=sum(overdue(record, at) for record in records) - late,
        overdue=late,
    )


def _overdue(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        if row.overdue:
            yield f"{row.kind}: {row.overdue} should have been deleted by now: the bot deletes once a day while it runs, start it"


def _unknown(reader: Reader) -> Iterator[str]:
    """Tables that no line of the promise speaks of."""
    for table in sorted(reader.tables - set(metadata.tables) - {HISTORY}):
        yield f"there is a table {table!r} that this program did not make: look what it is"


def _open_to_others(url: str) -> Iterator[str]:
    """Files that more than their owner can read."""
    file, key = file_of(parse(url)), key_file(url)
    for path in (file, key):
        if path is not None and path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield f"{path}: can be read by others: chmod 600 {path}"
    if key is not None and key.exists() and key.stat().st_size != KEY_BYTES:
        yield f"{key}: holds no key of {KEY_BYTES} bytes: restore it from a backup"


def _files(url: str) -> Iterator[tuple[str, str]]:
    """What lies beside the database under its name."""
    file = file_of(parse(url))
    if file is None:
        return
    yield file.name, "the store"
    for path in sorted(file.parent.glob(f"{file.name}?*")):
        rest = path.name.removeprefix(file.name)
        yield path.name, BESIDE.get(rest, "the login of a network, and what it keeps" if path.is_dir() else "not ours")


# --- in words and as data ---


def in_words(report: Report) -> str:
    """For people. Lines of the promise, and under each the kinds that belong to it."""
    head = ("what", "names", "kept", "oldest", "next goes in", "kept at most")
    rows: list[tuple[str, ...]] = [head]
    for line in dict.fromkeys(row.line for row in report.rows):
        rows.append((line, "", "", "", "", ""))
        rows += [_cells(row) for row in report.rows if row.line == line]
    rows.append(("lines that wait to be sent", "people", str(report.outbox), "", "", "until sent"))
    when = datetime.fromtimestamp(report.at, UTC).strftime("%Y-%m-%d %H:%M UTC")
    files = columns([(f"  {name}", what) for name, what in report.files])
    waiting = sum(row.waiting for row in report.rows)
    tail = f"{waiting} expired: gone with the next nightly deletion.\n" if waiting else ""
    end = "No channel log, nothing else." if not report.faults else f"{len(report.faults)} to look at."
    return f"{report.store}, {when}\n\n{columns(rows, frozenset({2, 3, 4}))}\n\nFiles:\n{files}\n\n{tail}{end}"


def _cells(row: Row) -> tuple[str, ...]:
    oldest = span(row.oldest) if row.oldest is not None else "-"
    goes = span(row.next_goes) if row.next_goes is not None else "-"
    return f"  {row.kind}", row.names, str(row.count), oldest, goes, row.until


def as_json(report: Report) -> dict[str, Any]:
    """The same as data; times in seconds."""
    return {
        "store": report.store,
        "at": report.at,
        "kinds": [
            {
                "kind": row.kind,
                "what": row.line,
                "names": row.names,
                "kept": row.until,
                "count": row.count,
                "oldest_seconds": row.oldest,
                "next_goes_in_seconds": row.next_goes,
                "waiting_for_deletion": row.waiting,
                "overdue": row.overdue,
            }
            for row in report.rows
        ],
        "outbox": report.outbox,
        "files": [{"name": Path(name).name, "what": what} for name, what in report.files],
        "faults": list(report.faults),
    }
